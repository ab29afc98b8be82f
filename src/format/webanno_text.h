/* The text of a WebAnno TSV file, put together from its tokens, their offsets and the header lines of sentences. */
#ifndef FORMAT_WEBANNO_TEXT_H
#define FORMAT_WEBANNO_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fields.h"
#include "document/document.h"
#include "text/rows.h"

/* All zero but the first two at the beginning. */
struct webanno_text {
    gaz_document *document; /* borrowed */
    uint64_t filler;        /* blanks that may still be put where the file does not say the text */
    uint64_t units;         /* UTF-16 units before the end of the newest token */
    struct buffer written;  /* the sentence's text as its header lines have it, */
    size_t written_at;      /* up to here already in the document */
    bool in_header;         /* the newest line was one of these */
    struct buffer value;    /* scratch */
};

/* Adds a header line "#Text=...", of which a sentence may have several. */
gaz_status webanno_text_add_header(struct webanno_text *text, const struct rows_line *line, gaz_error *error);

/* Adds a row's token, units [first, last) of the text. */
gaz_status webanno_text_add_token(struct webanno_text *text, const struct field *token, uint64_t first, uint64_t last,
                                  gaz_error *error);

void webanno_text_free(struct webanno_text *text);

#endif
