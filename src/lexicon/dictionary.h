/* What the readers of foreign dictionaries share: lines, surfaces, and reports of skipped lines. */
#ifndef LEXICON_DICTIONARY_H
#define LEXICON_DICTIONARY_H

#include "base/fields.h"
#include "lexicon/lexicon.h"

/* A file that is being read. At the beginning all but path, text, size, lexicon, options, report and error are zero. */
struct dictionary {
    gaz_lexicon *lexicon;
    const gaz_import_options *options;
    const char *path; /* "-" is standard input */
    const char *text;
    size_t size;
    size_t at;                 /* where the next line begins */
    uint64_t line;             /* the newest one's number, from 1 */
    gaz_import_report *report; /* counts what is left out; borrowed */
    struct buffer type;        /* that the file's name says; empty: not looked for yet */
    struct buffer surface;     /* in the form of surface.h */
    size_t token_count;        /* that it has */
    bool too_long;             /* the surface has more or longer tokens than an entry can have */
    unsigned cases;            /* bits by gaz_case: what its tokens with letters ask for */
    gaz_error *error;
};

/* An entry without its surface. */
struct dictionary_entry {
    struct field type;
    struct field id;   /* size 0: none */
    struct field name; /* the concept's preferred one; size 0: none */
    int32_t priority;
    gaz_case match_case;
    gaz_edges edges;
};

void dictionary_free(struct dictionary *dictionary);

/* The type of an entry whose source says `own` or nothing: what the options say counts first, the file's name last. */
gaz_status dictionary_type(struct field *type, struct dictionary *dictionary, struct field own);

/* Whether a text is one of those in a list with commas between, in any case; all are if there is no list, and an empty
 * one is. */
bool dictionary_wants(struct field text, const char *list);

/* Gives the next line that is not blank, without line end and byte order mark. False at the end. */
bool dictionary_line(struct field *line, struct dictionary *dictionary);

/* Counts the line as skipped and reports why. */
void dictionary_skip(struct dictionary *dictionary, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Empties the surface. */
void dictionary_begin(struct dictionary *dictionary);

/* Adds a token, which may hold any byte, to the surface. */
gaz_status dictionary_add_token(struct dictionary *dictionary, const char *bytes, size_t size);

/* Adds the words of a text, which blanks separate, as tokens. */
gaz_status dictionary_add_words(struct dictionary *dictionary, struct field text);

/* Adds an entry with the surface, or skips the line. */
gaz_status dictionary_add_entry(struct dictionary *dictionary, const struct dictionary_entry *entry);

#endif
