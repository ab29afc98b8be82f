/* Spans of many texts as an Arrow array: list<struct<start, end, label, score, id>>. */
#ifndef PYTHON_ARROW_SPANS_H
#define PYTHON_ARROW_SPANS_H

#include "arrow_abi.h"
#include "arrow_texts.h"
#include "batches.h"

/* The labels of a model, which all arrays made with it share. Counted references. */
struct arrow_labels;

struct arrow_labels *arrow_labels_new(const gaz_model *model);
void arrow_labels_free(struct arrow_labels *labels);

/* The spans of one array of texts: immutable, with counted references, of which the arrays exported hold one each. */
struct arrow_spans;

struct arrow_options {
    const gaz_model *model;
    gaz_tagger *const *taggers; /* as for batches_new */
    size_t threads;
    struct arrow_labels *labels;
    gaz_offsets unit; /* GAZ_OFFSETS_DEFAULT: bytes for binary, else code points */
    bool senses;
};

/* Tags the texts. */
gaz_status arrow_spans_new(struct arrow_spans **spans, const struct arrow_texts *texts,
                           const struct arrow_options *options, gaz_error *error);
void arrow_spans_free(struct arrow_spans *spans);
int64_t arrow_spans_rows(const struct arrow_spans *spans);

/* Each gives a new struct to an Arrow consumer, which releases it. False: out of memory. */
bool arrow_export_schema(struct ArrowSchema *schema);
bool arrow_export_spans(struct ArrowArray *array, struct arrow_spans *spans);

/* A stream of these arrays, which are copied, and counted. */
bool arrow_export_stream(struct ArrowArrayStream *stream, struct arrow_spans *const *chunks, size_t count);

#endif
