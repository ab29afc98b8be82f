/* From text to matches, window by window: cut, normalise, match. Shared by the tagger and the stream. */
#ifndef SCAN_SCANNER_H
#define SCAN_SCANNER_H

#include "gaz.h"
#include "match/matcher.h"
#include "scan/cutter.h"
#include "scan/window.h"
#include "text/rows.h"

struct scanner_options {
    enum scanner_input input;
    gaz_match_options match;
    bool every;            /* with match.all: every sense, refused ones too */
    unsigned token_column; /* rows only */
    bool lenient;          /* rows only: skip rows without the token column */
    bool raw_rows;         /* rows only: the text of windows is the rows, and not the tokens joined (row_text.h) */
    bool line_documents;   /* with match.abbreviations: each sentence is a document */
};

struct scanner;

gaz_status scanner_new(struct scanner **scanner, const gaz_model *model, const struct scanner_options *options,
                       gaz_error *error);
void scanner_free(struct scanner *scanner);

/* The model that it matches with. */
const gaz_model *scanner_model(const struct scanner *scanner);

/* Starts anew: what comes is the beginning of a text. */
void scanner_reset(struct scanner *scanner);

/* Forgets the abbreviations that have been defined: what comes is of another document. */
void scanner_begin_document(struct scanner *scanner);

/* Rows: how they are laid out, before the first piece. */
void scanner_lay_out(struct scanner *scanner, const struct rows *rows);

/* Sets the next piece of the text, borrowed until the next call; the bytes that scanner_rest said must stand at its
 * front again. `final`: the text ends with it. */
void scanner_feed(struct scanner *scanner, const char *text, size_t size, bool final);

/* SCANNER_GIVEN: sets the tokens of one sentence. */
void scanner_feed_tokens(struct scanner *scanner, const gaz_token *tokens, size_t count);

/* To be called after a whole text has been fed, or a sentence of tokens: if the options ask for it, looks for the
 * abbreviations that it defines, and goes back to its beginning. Without this they are neither defined nor found.
 * False: out of memory. */
bool scanner_look_ahead(struct scanner *scanner);

/* The next window. False: the piece is used up as far as it can be decided, or (rows) a row is malformed. */
bool scanner_next(struct window *window, struct scanner *scanner);

/* The next match in the window, by begin. With all matches it may end after the window's units. False: none left. */
bool scanner_match(struct match *match, struct scanner *scanner);

/* Whether the options ask for all senses. */
bool scanner_gives_senses(const struct scanner *scanner);

/* Goes on to the next weaker sense of a match in the window, as matcher_next_sense does. */
bool scanner_next_sense(struct match *match, const struct scanner *scanner);

/* How many bytes at the piece's end are not decided. */
size_t scanner_rest(const struct scanner *scanner);

/* Most bytes that scanner_rest can say. */
size_t scanner_rest_max(const struct scanner *scanner);

/* Rows: the offset in the piece of a row that has no token column; false if all were good. */
bool scanner_malformed(size_t *offset, const struct scanner *scanner);

/* Fails with that row. `name` of the file (NULL = none); `line`: of the piece's first byte. */
gaz_status scanner_check(const struct scanner *scanner, const char *name, uint64_t line, gaz_error *error);

/* The options that scan an input so. `input` is complete (options.h). */
struct scanner_options scanner_options_of(const gaz_input_options *input, const gaz_match_options *match);

#endif
