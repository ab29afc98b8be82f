/* A whole text with its spans: what the formats of annotation tools are made of. */
#ifndef TAG_DOCUMENT_H
#define TAG_DOCUMENT_H

#include "base/json.h"
#include "model/model.h"
#include "tag/units.h"

struct document_token {
    uint64_t begin; /* bytes */
    uint64_t end;
};

struct document_span {
    uint64_t begin; /* bytes */
    uint64_t end;
    uint64_t token_begin;
    uint64_t token_end;
    uint32_t entry;
    float score; /* 0 to 1 */
};

struct document {
    const gaz_model *model; /* of the spans */
    const char *name;       /* of the file, without folder and ending; borrowed */
    uint64_t number;        /* of the line or record in the file, from 1; 0: the file is the document */
    const char *text;       /* as it was read: any bytes; borrowed */
    uint64_t size;
    struct document_token *tokens;
    size_t token_count;
    size_t token_capacity;
    uint64_t *sentence_ends; /* token numbers, exclusive; every sentence has a token */
    size_t sentence_count;
    size_t sentence_capacity;
    struct document_span *spans; /* by begin, then the longest first; may overlap only if all matches are wanted */
    size_t span_count;
    size_t span_capacity;
    const json_t *record; /* the object that the text comes from; NULL: it is none */
    const char *field;    /* the text's in it */
};

/* How documents are to be written. */
struct document_style {
    struct units units; /* what offsets count */
    const char *from_name;
    const char *to_name;
};

/* A format of documents. The functions append to `out`; false: out of memory. */
struct document_format {
    const char *ending;  /* of file names: "jsonl" */
    const char *before;  /* all documents of an output; NULL = nothing */
    const char *between; /* two of them */
    const char *after;   /* them all */
    bool own_file;       /* a document is a file */
    gaz_offsets unit;    /* the default */
    bool (*write)(struct buffer *out, const struct document *document, const struct document_style *style);
};

/* NULL: the output is not one of documents. */
const struct document_format *document_format_of(gaz_output output);

bool write_html_document(struct buffer *out, const struct document *document, const struct document_style *style);

#endif
