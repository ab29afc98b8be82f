/* The columns of an Arrow array of spans, filled while texts are tagged. */
#include "arrow_columns.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Bytes that grow ---- */

static bool reserve(struct column *column, size_t more) {
    if (column->capacity - column->size >= more) return true;
    size_t capacity = column->capacity ? 2 * column->capacity : 256;
    while (capacity - column->size < more) capacity *= 2;
    char *bytes = realloc(column->bytes, capacity);
    if (!bytes) return false;
    column->bytes = bytes;
    column->capacity = capacity;
    return true;
}

static bool put(struct column *column, const void *bytes, size_t size) {
    if (!reserve(column, size)) return false;
    if (size) memcpy(column->bytes + column->size, bytes, size);
    column->size += size;
    return true;
}

static bool put_int(struct column *column, uint64_t number) {
    int32_t small = (int32_t)number;
    return put(column, &small, sizeof small);
}

/* Appends one bit to a bitmap that has `count` bits. */
static bool put_bit(struct column *column, uint64_t count, bool bit) {
    if (count % 8 == 0 && !put(column, "", 1)) return false;
    if (bit) column->bytes[count / 8] |= (char)(1 << count % 8);
    return true;
}

/* ---- Labels ---- */

struct arrow_labels *arrow_labels_new(const gaz_model *model) {
    struct arrow_labels *labels = calloc(1, sizeof *labels);
    if (!labels) return NULL;
    atomic_init(&labels->references, 1);
    bool good = put_int(&labels->ends, 0);
    const char *name;
    while (good && (name = gaz_model_type(model, (uint32_t)labels->count))) {
        good = put(&labels->bytes, name, strlen(name)) && put_int(&labels->ends, labels->bytes.size);
        labels->count++;
    }
    if (good) return labels;
    arrow_labels_free(labels);
    return NULL;
}

void arrow_labels_free(struct arrow_labels *labels) {
    if (!labels || atomic_fetch_sub(&labels->references, 1) > 1) return;
    free(labels->ends.bytes);
    free(labels->bytes.bytes);
    free(labels);
}

/* ---- Spans ---- */

void arrow_spans_free(struct arrow_spans *spans) {
    if (!spans || atomic_fetch_sub(&spans->references, 1) > 1) return;
    for (int i = 0; i < COLUMN_END; i++) free(spans->columns[i].bytes);
    arrow_labels_free(spans->labels);
    free(spans);
}

int64_t arrow_spans_rows(const struct arrow_spans *spans) {
    return spans->rows;
}

static bool add_span(struct arrow_spans *spans, const gaz_span *span, const gaz_model *model) {
    struct column *columns = spans->columns;
    gaz_model_entry entry;
    const char *id = gaz_model_get_entry(&entry, model, span->entry) ? entry.id : NULL;
    if (!put_int(&columns[COLUMN_START], span->begin) || !put_int(&columns[COLUMN_END_OFFSET], span->end) ||
        !put_int(&columns[COLUMN_LABEL], span->type) ||
        !put(&columns[COLUMN_SCORE], &span->score, sizeof span->score) ||
        !put_bit(&columns[COLUMN_HAS_ID], (uint64_t)spans->count, id != NULL) ||
        (id && !put(&columns[COLUMN_ID], id, strlen(id))) ||
        !put_int(&columns[COLUMN_ID_ENDS], columns[COLUMN_ID].size))
        return false;
    if (!id) spans->without_id++;
    spans->count++;
    return true;
}

static gaz_status fail(gaz_error *error, gaz_status status, const char *message) {
    *error = (gaz_error){.status = status};
    (void)snprintf(error->message, sizeof error->message, "%s", message);
    return status;
}

/* Rows, spans and bytes of ids have offsets of 32 bits. */
static bool fits(const struct arrow_spans *spans, uint64_t size) {
    return spans->count < INT32_MAX && spans->columns[COLUMN_ID].size < INT32_MAX && size <= INT32_MAX;
}

static gaz_status add_row(struct arrow_spans *spans, const gaz_span *found, size_t count, bool null,
                          const struct arrow_options *options, gaz_error *error) {
    for (size_t i = 0; i < count; i++) {
        if (!fits(spans, found[i].end))
            return fail(error, GAZ_ERROR_LIMIT, "the array has over 2,147,483,647 spans, or bytes in a text");
        if (!add_span(spans, &found[i], options->model)) return fail(error, GAZ_ERROR_MEMORY, "out of memory");
    }
    if (!put_bit(&spans->columns[COLUMN_VALID], (uint64_t)spans->rows, !null) ||
        !put_int(&spans->columns[COLUMN_ROW_ENDS], (uint64_t)spans->count))
        return fail(error, GAZ_ERROR_MEMORY, "out of memory");
    if (null) spans->nulls++;
    spans->rows++;
    return GAZ_OK;
}

/* Adds the rows of a batch that was tagged. */
static gaz_status add_batch(struct arrow_spans *spans, const struct batch *batch, const struct arrow_options *options,
                            gaz_error *error) {
    gaz_status status = GAZ_OK;
    size_t begin = 0;
    for (size_t i = 0; status == GAZ_OK && i < batch->tagged; i++) {
        const struct batch_text *text = &batch->texts[i];
        status = add_row(spans, batch->spans.spans + begin, text->end - begin, !text->bytes, options, error);
        begin = text->end;
    }
    if (status == GAZ_OK && batch->status != GAZ_OK) {
        *error = batch->error;
        status = batch->status;
    }
    return status;
}

/* Fills all batches that are empty, from a row on. Gives the next row. */
static int64_t read_ahead(struct batches *batches, const struct arrow_texts *texts, int64_t row, gaz_offsets unit) {
    struct batch *batch;
    while (row < texts->array->length && (batch = batches_empty(batches))) {
        for (size_t bytes = 0; row < texts->array->length && batch->count < BATCH_TEXTS && bytes < BATCH_BYTES; row++) {
            struct batch_text *text = &batch->texts[batch->count++];
            *text = (struct batch_text){.unit = unit};
            text->bytes = arrow_text(&text->size, texts, row);
            bytes += text->size;
        }
        batches_submit(batches);
    }
    return row;
}

static gaz_status tag_rows(struct arrow_spans *spans, const struct arrow_texts *texts,
                           const struct arrow_options *options, gaz_error *error) {
    struct batches *batches = batches_new(options->taggers, options->threads, options->senses);
    if (!batches) return fail(error, GAZ_ERROR_MEMORY, "out of memory, or of threads");
    gaz_offsets unit = options->unit;
    if (unit == GAZ_OFFSETS_DEFAULT) unit = texts->binary ? GAZ_OFFSETS_BYTE : GAZ_OFFSETS_CODEPOINT;
    gaz_status status = GAZ_OK;
    int64_t row = 0;
    while (status == GAZ_OK) {
        row = read_ahead(batches, texts, row, unit);
        const struct batch *batch = batches_wait(batches);
        if (!batch) break;
        status = add_batch(spans, batch, options, error);
        batches_release(batches);
    }
    batches_free(batches);
    return status;
}

gaz_status arrow_spans_new(struct arrow_spans **made, const struct arrow_texts *texts,
                           const struct arrow_options *options, gaz_error *error) {
    struct arrow_spans *spans = calloc(1, sizeof *spans);
    *made = NULL;
    if (!spans) return fail(error, GAZ_ERROR_MEMORY, "out of memory");
    atomic_init(&spans->references, 1);
    spans->labels = options->labels;
    atomic_fetch_add(&spans->labels->references, 1);
    gaz_status status = GAZ_OK;
    if (!put_int(&spans->columns[COLUMN_ROW_ENDS], 0) || !put_int(&spans->columns[COLUMN_ID_ENDS], 0))
        status = fail(error, GAZ_ERROR_MEMORY, "out of memory");
    if (status == GAZ_OK) status = tag_rows(spans, texts, options, error);
    if (status == GAZ_OK)
        *made = spans;
    else
        arrow_spans_free(spans);
    return status;
}
