/* Lists: the text form of a lexicon.
 *
 * A list that gaz writes has a header line that names its columns, with TABs between them:
 *
 *   surface annotated occurrences nested precision log_odds status variant verdict priority id
 *
 * `surface` is escaped (surface.h). `annotated`, `occurrences`, `nested` and `precision` are evidence; `log_odds` is
 * the entry's part of the log odds of a match, empty where what surrounds a match does not count; `status` is kept or
 * the reason why not (purity, count, tokens, type, precision); `variant` tells an entry that the corpus does not
 * annotate, but another form of which it does. `verdict` (keep, drop, the type that it is of, or empty), `priority` (a
 * whole number) and `id` are a human's. Read by name, in any order; only the surface is needed. Version 0.1 called
 * `occurrences`, `nested` and `log_odds` seen, inside and odds; these names are read too.
 *
 * Without a header, a list is bare: lines of `surface`, or of `surface TAB type`, blanks between tokens, no escapes and
 * no comments: # is a character like others. Blank lines, line ends with CR and a byte order mark are passed over. */
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
    LIST_COLUMN_END
};

/* Appends the name of the file that holds a type's entries, or their variants. False: out of memory. */
bool list_add_name(struct buffer *name, const char *type, bool variants);

/* Appends the type that a list at `path` has by its name (up to the first dot, %XX undone), and a zero byte. False: out
 * of memory. */
bool list_type_of_path(struct buffer *type, const char *path);

/* By enum list_column. */
extern const char *const list_column_names[LIST_COLUMN_END];

/* Reads a list. `path` is for errors, and for the type if `type` is NULL; `types`: those that a verdict may be besides
 * the lexicon's; NULL: no others. */
gaz_status list_read_text(gaz_lexicon *lexicon, const char *path, const char *type, const struct strings *types,
                          const char *text, size_t size, gaz_error *error);

#endif
