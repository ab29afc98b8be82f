/* Lines of lists, and rows of lists with a header: what the readers of lists share. */
#ifndef LEXICON_LIST_ROW_H
#define LEXICON_LIST_ROW_H

#include "lexicon/list.h"

enum { LIST_FIELDS_MAX = 64 };

/* An entry that was read. */
struct list_entry {
    struct field type;
    struct entry from; /* with id and token count */
    struct entry_notes notes;
    uint64_t line;
};

/* A list that is being read. At the beginning all but the members up to `error` are zero. */
struct list_reader {
    gaz_lexicon *lexicon;
    const gaz_import_options *options;
    gaz_import_report *report;
    bool every_line;             /* there are no comments */
    const char *path;            /* for errors */
    struct field type;           /* of rows that do not say it */
    const struct strings *types; /* that a verdict may be besides the lexicon's; NULL: no others */
    const char *text;
    size_t size;
    gaz_error *error;
    size_t at;     /* where the next line begins */
    uint64_t line; /* the newest one's number, from 1 */
    struct field fields[LIST_FIELDS_MAX];
    size_t field_count;                       /* of the newest line; 0 at the end */
    int columns[LIST_FIELDS_MAX];             /* by field: enum list_column, or -1 for one that gaz does not know */
    struct field unknown[LIST_FIELDS_MAX];    /* by field: the name of one that gaz does not know */
    size_t column_count;                      /* of the header */
    unsigned named;                           /* bits by enum list_column: the columns that the header names */
    struct field surface;                     /* in the form of surface.h; borrowed from the line or from `room` */
    uint32_t token_count;                     /* of the surface */
    struct field row_type;                    /* as the row has it; size 0: it does not say it */
    struct field verdict_type;                /* of the row, if its verdict is another type */
    struct field surfaces[STRINGS_BATCH];     /* of entries that are not in the lexicon yet; borrowed from the text */
    struct list_entry pending[STRINGS_BATCH]; /* the rest of them */
    size_t pending_count;
    struct buffer room;  /* scratch, for a surface */
    struct buffer token; /* scratch */
    struct buffer extra; /* scratch, for columns that gaz does not know */
};

/* An error in the newest line. */
gaz_status list_refuse(const struct list_reader *reader, const char *message);

/* Cuts the next line that is not blank into fields. */
gaz_status list_next_line(struct list_reader *reader);

/* The column of a name in a header, in any case; -1 if gaz does not know it. */
int list_find_column(const struct field *name);

/* Takes the newest line as the header. */
gaz_status list_read_header(struct list_reader *reader);

/* Takes the newest line as a row below the header: adds its entry to the lexicon. */
gaz_status list_read_row(struct list_reader *reader);

/* Takes a field as the surface, `escaped` or with blanks between its tokens. */
gaz_status list_take_surface(struct list_reader *reader, const struct field *field, bool escaped);

/* Adds an entry with the surface to the lexicon, with those that follow or when list_end_entries is called. */
gaz_status list_add(struct list_reader *reader, const struct field *type, const struct entry *from,
                    struct entry_notes notes);

/* Adds the entries that are not in the lexicon yet. */
gaz_status list_end_entries(struct list_reader *reader);

void list_reader_free(struct list_reader *reader);

#endif
