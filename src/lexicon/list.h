/* Lists: the text form of a lexicon.
 *
 * A list that gaz writes has a header line that names its columns, separated by TABs:
 *
 *   surface annotated occurrences nested precision log_odds status variant verdict priority id name case edges
 *   gazetteer
 *
 * `surface` is escaped (surface.h). `annotated`, `occurrences`, `nested` and `precision` are evidence. `log_odds` is
 * the entry's part of the log odds of a match, empty if the context of matches does not count. `status` is kept or the
 * reason why not (purity, count, tokens, type, precision, context). `variant` says how an entry that the corpus does
 * not annotate is derived from one that it does. `verdict` (keep, drop, the right type, or empty), `priority` (a whole
 * number), `id`, `name` (the concept's), `case` (exact, ignore or auto) and `edges` (token or strict) are set by
 * humans. `gazetteer` is yes for an entry of one. `name` and what follows it are written only if an entry has them.
 * Columns are read by name, in any order; only the
 * surface is required. A column `type` says the type of each row. A column that gaz does not know is kept and written
 * back. Other names of the columns are known too, such as those of version 0.1: list_row.c has the table.
 *
 * A list without a header is bare: lines of `surface`, or of `surface TAB type`, with blanks between tokens. It has no
 * escapes and no comments. In both, blank lines, CR before a line end and a byte order mark are skipped. */
#ifndef LEXICON_LIST_H
#define LEXICON_LIST_H

#include "base/fields.h"
#include "lexicon/lexicon.h"

enum list_column {
    LIST_SURFACE,
    LIST_ANNOTATED,
    LIST_OCCURRENCES,
    LIST_NESTED,
    LIST_PRECISION,
    LIST_LOG_ODDS,
    LIST_STATUS,
    LIST_VARIANT,
    LIST_VERDICT,
    LIST_PRIORITY,
    LIST_ID,
    LIST_NAME,
    LIST_CASE,
    LIST_EDGES,
    LIST_GAZETTEER,
    LIST_TYPE, /* read, and not written: a list is of one type */
    LIST_COLUMN_END
};

/* Appends the name of the file with such entries of a type. False: out of memory. */
bool list_add_name(struct buffer *name, const char *type, enum list_kind kind);

/* Appends the type that a list at `path` has by its name (up to the first dot, %XX undone), and a zero byte. False: out
 * of memory. */
bool list_type_of_path(struct buffer *type, const char *path);

/* Writes the suggested entries of some types, each into its list in a folder that exists, and removes such lists of the
 * types that have none. */
gaz_status lists_write_suggested(const gaz_lexicon *lexicon, const struct strings *types, const char *folder,
                                 gaz_error *error);

/* The value of a column that gaz does not know, in an entry's `extra`: the bytes up to a TAB. */
struct field list_find_extra(const char *extra, const struct string *column);

/* By enum list_column. */
extern const char *const list_column_names[LIST_COLUMN_END];

/* The value of the column `gazetteer` of an entry of one. */
extern const char list_gazetteer_name[];

/* The name of the file that is beside lists while a harvest writes them: some are new then, and others old. Who edits
 * lists need not know of it. */
extern const char list_mark_name[];

/* A list's text, all of it borrowed. */
struct list_source {
    const char *path; /* for errors, and for the type, if the options have none */
    const char *text;
    size_t size;
    const gaz_import_options *options;
    const struct strings *types; /* that a verdict may be besides the lexicon's; NULL: no others */
    bool every_line;             /* those that begin with # are no comments */
};

/* Reads a list, and counts in `report` what is left out. */
gaz_status list_read_text(struct gaz_lexicon *lexicon, gaz_import_report *report, const struct list_source *source,
                          gaz_error *error);

#endif
