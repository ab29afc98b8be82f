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
    bool is_there; /* there is a passage; before the first and behind the last there is none */
    bool is_cut;   /* it has been cut into tokens: the tagger's document is its */

    struct document_tagger tagger;
    uint64_t sentences; /* rows: of the file, before the passage */
    uint64_t units_at;  /* up to this byte units were counted, */
    uint64_t units;     /* so many, */
    uint64_t lines_at;  /* and up to this one line ends */
    uint64_t lines;
};

/* How an input is read; as in gaz_stream_options. */
struct passage_options {
    gaz_format input;
    const char *field; /* borrowed until passage_free */
    unsigned separator;
    bool paragraphs;
    bool lenient;
    gaz_offsets offsets;
};

void passage_init(struct passage *passage, const struct passage_options *options);
void passage_free(struct passage *passage);

/* Begin before the first passage. */
gaz_status passage_open(struct passage *passage, const char *path, gaz_error *error);
void passage_open_text(struct passage *passage, const char *text, size_t size);

/* Goes on to the next one, which is there then unless none is left. */
gaz_status passage_next(struct passage *passage, gaz_error *error);

/* Appends the next one, so that more stands in it. `*found` false: there is none. It is to be cut again. */
gaz_status passage_extend(bool *found, struct passage *passage, gaz_error *error);

/* A copy of the newest passage's text, and later that text as the passage. Rows are to be laid out as they were. */
struct passage_copy {
    char *bytes; /* owned */
    struct text text;
    uint64_t sentences;
};
gaz_status passage_save(struct passage_copy *copy, const struct passage *passage, gaz_error *error);
void passage_restore(struct passage *passage, const struct passage_copy *copy);

/* ---- Of a passage that is cut ---- */

static inline const gaz_document *passage_document(const struct passage *passage) {
    return &passage->tagger.document;
}

/* The number of the sentence that a token belongs to; its first token; the one behind its last. */
size_t passage_sentence(const struct passage *passage, uint64_t token);
uint64_t passage_sentence_begin(const struct passage *passage, size_t sentence);
static inline uint64_t passage_sentence_end(const struct passage *passage, size_t sentence) {
    return passage->tagger.document.sentence_ends[sentence];
}

/* The first token that ends behind a byte of the document, or their count. */
uint64_t passage_token(const struct passage *passage, uint64_t at);

/* Where bytes of the document lie, as gaz tag --to tsv says it: the line of `begin`, or of the record, or the number of
 * its sentence in a file of rows; from and to which unit of the file, or the record's text, or which token of the
 * sentence of byte `near`. */
uint64_t passage_line(struct passage *passage, uint64_t begin);
struct extent passage_extent(struct passage *passage, uint64_t near, uint64_t begin, uint64_t end);

/* The bytes of a place that is said so; `line` 0: of a text, whatever line. */
enum passage_position {
    POSITION_HERE,    /* it is in the passage */
    POSITION_BEFORE,  /* it begins before the passage, */
    POSITION_AFTER,   /* or behind it */
    POSITION_REACHES, /* it ends behind it */
    POSITION_INVALID  /* it lies inside a character */
};
enum passage_position passage_find(uint64_t *begin_at, uint64_t *end_at, const struct passage *passage, uint64_t line,
                                   uint64_t begin, uint64_t end);

#endif
