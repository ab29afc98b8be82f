/* A whole text with its spans: what the formats of annotation tools are made of. */
#ifndef FORMAT_DOCUMENT_H
#define FORMAT_DOCUMENT_H

#include "document/units.h"
#include "model/model.h"

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
    struct document_token *tokens; /* owned, as the next two */
    size_t token_count;
    size_t token_capacity;
    uint64_t *sentence_ends; /* token numbers, exclusive; every sentence has a token */
    size_t sentence_count;
    size_t sentence_capacity;
    struct document_span *spans; /* by begin, then the longest first; may overlap only if all matches are wanted */
    size_t span_count;
    size_t span_capacity;
    const char *source; /* the JSON object that the text comes from; NULL: it is none; borrowed */
    size_t source_size;
    const char *field; /* the text's in it; borrowed */
};

/* How documents are to be written. */
struct document_style {
    struct units units; /* what offsets count */
    const char *from_name;
    const char *to_name;
};

/* A format of documents. The functions append to `out`; false: out of memory. */
struct document_format {
    const char *ending;                                        /* of file names: "jsonl" */
    bool (*begin)(struct buffer *out, const gaz_model *model); /* what stands before all documents; NULL: `before` */
    const char *before;                                        /* all documents of an output; NULL = nothing */
    const char *between;                                       /* two of them */
    const char *after;                                         /* them all */
    gaz_offsets unit;                                          /* the default, */
    bool any_unit;                                             /* and whether there is a choice */
    bool own_file;                                             /* a document is a file */
    bool overlaps;                                             /* spans may overlap */
    bool newlines;                                             /* LF stands for CR LF */
    bool (*write)(struct buffer *out, const struct document *document, const struct document_style *style);
    const char *settings; /* the name of a file that the tool wants in the folder; NULL: none. It is not written over */
    bool (*write_settings)(struct buffer *out, const gaz_model *model);
    const char *text_ending; /* of the file that holds the text beside; NULL: there is none */
    bool (*write_text)(struct buffer *out, const struct document *document, const struct document_style *style);
};

/* NULL: the output is not one of documents. */
const struct document_format *document_format_of(gaz_output output);

/* ---- What the formats share ---- */

static inline struct ruler document_ruler(const struct document *document, const struct document_style *style) {
    return (struct ruler){.units = style->units, .text = document->text, .size = document->size};
}

static inline const char *document_type(const struct document *document, const struct document_span *span) {
    return gaz_model_type(document->model, document->model->entries[span->entry].type);
}

/* Appends a piece of the text as valid UTF-8; `newlines` as in struct document_format. */
bool document_add_text(struct buffer *out, const char *text, uint64_t size, bool newlines);

/* Append JSON: a string, `"start": 1, "end": 2` under the names given, a number from 0 to 1. */
bool document_add_string(struct buffer *out, const char *text, uint64_t size);
bool document_add_extent(struct buffer *out, struct extent extent, const char *begin_key, const char *end_key);

/* Appends the object's fields that are neither the text's nor among `names` (up to a NULL), a comma before each. */
bool document_add_fields(struct buffer *out, const struct document *document, const char *const *names);

#endif
