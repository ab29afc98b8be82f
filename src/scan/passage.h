/* A part of an input at a time: some whole sentences, or a record, cut into tokens; and where these are in the input.
 */
#ifndef SCAN_PASSAGE_H
#define SCAN_PASSAGE_H

#include "gaz.h"
#include "scan/document_tagger.h"
#include "scan/text_reader.h"

/* A walk along the passages of a file or of a text in memory. All zero until passage_init. */
struct passage {
    struct text_reader text_reader;
    char *name; /* the file's; owned; NULL = none */
    struct text text;
    bool is_there; /* there is a passage: not before the first and after the last */
    bool is_cut;   /* it has been cut into tokens: the tagger's document is its */

    struct document_tagger tagger;
    uint64_t sentences; /* rows: sentences of the file before the passage */
    uint64_t units_at;  /* the byte up to which units have been counted */
    uint64_t units;     /* before units_at */
    uint64_t lines_at;  /* the byte up to which line ends have been counted */
    uint64_t lines;     /* before lines_at */
};

/* `input` is complete (options.h). */
void passage_init(struct passage *passage, const gaz_input_options *input, gaz_offsets offsets);
void passage_free(struct passage *passage);

/* Goes to before the first passage of a file, or of a text, which is borrowed. */
gaz_status passage_open(struct passage *passage, const char *path, gaz_error *error);
void passage_open_text(struct passage *passage, const char *text, size_t size);

/* Goes on to the next passage; passage->is_there is false if there is none. */
gaz_status passage_next(struct passage *passage, gaz_error *error);

/* Appends the next passage to this one, which must be cut again. `*found` false: there is none. */
gaz_status passage_extend(bool *found, struct passage *passage, gaz_error *error);

/* A copy of a passage's text. */
struct passage_copy {
    char *bytes; /* owned */
    struct text text;
    uint64_t sentences;
};
gaz_status passage_save(struct passage_copy *copy, const struct passage *passage, gaz_error *error);

/* Makes a copy the passage again. The file must not have changed: columns have the layout of the newest passage. */
void passage_restore(struct passage *passage, const struct passage_copy *copy);

/* ---- A passage that is cut ---- */

static inline const gaz_document *passage_document(const struct passage *passage) {
    return &passage->tagger.document;
}

/* The number of the sentence that holds a token. */
size_t passage_sentence(const struct passage *passage, uint64_t token);

/* The first token of a sentence, and the first after it. */
uint64_t passage_sentence_begin(const struct passage *passage, size_t sentence);
static inline uint64_t passage_sentence_end(const struct passage *passage, size_t sentence) {
    return passage->tagger.document.sentence_ends[sentence];
}

/* The first token that ends after a byte of the document, or their count. */
uint64_t passage_token(const struct passage *passage, uint64_t at);

/* The line that byte `begin` of the document is in, or that the record is; rows: the number of its sentence. */
uint64_t passage_line(struct passage *passage, uint64_t begin);

/* Bytes of the document in units of the file or of the record's text; rows: in tokens of the sentence of byte `near`.
 */
struct offset_range passage_extent(struct passage *passage, uint64_t near, uint64_t begin, uint64_t end);

/* Where a position is. */
enum passage_position {
    POSITION_HERE,    /* in the passage */
    POSITION_BEFORE,  /* it begins before the passage */
    POSITION_AFTER,   /* it begins after the passage */
    POSITION_REACHES, /* it begins in the passage and ends after it */
    POSITION_INVALID  /* it begins or ends inside a character */
};

/* The bytes of the document at a position given as passage_line and passage_extent give it. `line` is not used for raw
 * text. */
enum passage_position passage_find(uint64_t *begin_at, uint64_t *end_at, const struct passage *passage, uint64_t line,
                                   uint64_t begin, uint64_t end);

#endif
