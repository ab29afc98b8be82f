/* Arrow's structs, as consumers take them. Each struct of a tree is released by itself, for a consumer may move a child
 * out of its parent. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "arrow_columns.h"

/* ---- Schemas ---- */

static void free_schema(struct ArrowSchema *schema) {
    if (schema && schema->release) schema->release(schema);
    free(schema);
}

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; schema->children && i < schema->n_children; i++) free_schema(schema->children[i]);
    free(schema->children);
    free_schema(schema->dictionary);
    schema->release = NULL;
}

static struct ArrowSchema *schema_new(const char *format, const char *name, int64_t flags) {
    struct ArrowSchema *schema = malloc(sizeof *schema);
    if (schema)
        *schema = (struct ArrowSchema){.format = format, .name = name, .flags = flags, .release = release_schema};
    return schema;
}

static bool add_schema(struct ArrowSchema *parent, struct ArrowSchema *child) {
    if (child) parent->children[parent->n_children++] = child;
    return child != NULL;
}

static bool fill_struct(struct ArrowSchema *fields) {
    static const char *const columns[][2] = {{"i", "start"}, {"i", "end"}, {"i", "label"}, {"g", "score"}, {"u", "id"}};
    enum { COLUMNS = sizeof columns / sizeof *columns, LABEL = 2, ID = 4 };
    fields->children = calloc(COLUMNS, sizeof(struct ArrowSchema *));
    for (size_t i = 0; i < COLUMNS; i++)
        if (!fields->children ||
            !add_schema(fields, schema_new(columns[i][0], columns[i][1], i == ID ? ARROW_FLAG_NULLABLE : 0)))
            return false;
    fields->children[LABEL]->dictionary = schema_new("u", "", 0);
    return fields->children[LABEL]->dictionary != NULL;
}

bool arrow_export_schema(struct ArrowSchema *schema) {
    *schema = (struct ArrowSchema){.format = "+l", .name = "", .flags = ARROW_FLAG_NULLABLE, .release = release_schema};
    schema->children = calloc(1, sizeof(struct ArrowSchema *));
    if (schema->children && add_schema(schema, schema_new("+s", "item", 0)) && fill_struct(schema->children[0]))
        return true;
    release_schema(schema);
    return false;
}

/* ---- Arrays ---- */

/* What an exported array holds: one reference to the spans, and room for its pointers. */
struct holder {
    struct arrow_spans *spans;
    const void *buffers[3];
    struct ArrowArray *children[5];
};

static void free_array(struct ArrowArray *array) {
    if (array && array->release) array->release(array);
    free(array);
}

static void release_array(struct ArrowArray *array) {
    struct holder *holder = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++) free_array(array->children[i]);
    free_array(array->dictionary);
    arrow_spans_free(holder->spans);
    free(holder);
    array->release = NULL;
}

struct shape {
    int64_t length;
    int64_t nulls;
    int64_t buffer_count;
    const void *buffers[3];
};

static bool array_init(struct ArrowArray *array, struct arrow_spans *spans, const struct shape *shape) {
    struct holder *holder = calloc(1, sizeof *holder);
    if (!holder) return false;
    atomic_fetch_add(&spans->references, 1);
    holder->spans = spans;
    memcpy(holder->buffers, shape->buffers, sizeof holder->buffers);
    *array = (struct ArrowArray){.length = shape->length,
                                 .null_count = shape->nulls,
                                 .n_buffers = shape->buffer_count,
                                 .buffers = holder->buffers,
                                 .children = holder->children,
                                 .release = release_array,
                                 .private_data = holder};
    return true;
}

static struct ArrowArray *array_new(struct arrow_spans *spans, const struct shape *shape) {
    struct ArrowArray *array = malloc(sizeof *array);
    if (array && array_init(array, spans, shape)) return array;
    free(array);
    return NULL;
}

static bool add_array(struct ArrowArray *parent, struct ArrowArray *child) {
    if (child) parent->children[parent->n_children++] = child;
    return child != NULL;
}

/* Buffers with nothing in them are not NULL: some consumers look at their address. */
static const void *buffer_of(const struct column *column) {
    static const int64_t nothing;
    return column->bytes ? (const void *)column->bytes : (const void *)&nothing;
}

static bool fill_columns(struct ArrowArray *fields, struct arrow_spans *spans) {
    const void *buffers[COLUMN_END];
    for (int i = 0; i < COLUMN_END; i++) buffers[i] = buffer_of(&spans->columns[i]);
    const void *has_id = spans->without_id ? buffers[COLUMN_HAS_ID] : NULL;
    const struct shape shapes[] = {
        {spans->count, 0, 2, {NULL, buffers[COLUMN_START]}},
        {spans->count, 0, 2, {NULL, buffers[COLUMN_END_OFFSET]}},
        {spans->count, 0, 2, {NULL, buffers[COLUMN_LABEL]}},
        {spans->count, 0, 2, {NULL, buffers[COLUMN_SCORE]}},
        {spans->count, spans->without_id, 3, {has_id, buffers[COLUMN_ID_ENDS], buffers[COLUMN_ID]}}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (!add_array(fields, array_new(spans, &shapes[i]))) return false;
    const struct arrow_labels *labels = spans->labels;
    const struct shape names = {labels->count, 0, 3, {NULL, buffer_of(&labels->ends), buffer_of(&labels->bytes)}};
    enum { LABEL = 2 };
    fields->children[LABEL]->dictionary = array_new(spans, &names);
    return fields->children[LABEL]->dictionary != NULL;
}

bool arrow_export_spans(struct ArrowArray *array, struct arrow_spans *spans) {
    const void *valid = spans->nulls ? buffer_of(&spans->columns[COLUMN_VALID]) : NULL;
    const struct shape rows = {spans->rows, spans->nulls, 2, {valid, buffer_of(&spans->columns[COLUMN_ROW_ENDS])}};
    const struct shape fields = {spans->count, 0, 1, {NULL}};
    if (!array_init(array, spans, &rows)) return false;
    if (add_array(array, array_new(spans, &fields)) && fill_columns(array->children[0], spans)) return true;
    release_array(array);
    return false;
}

/* ---- A stream ---- */

struct chunks {
    size_t count;
    size_t next;
    struct arrow_spans *spans[];
};

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema) {
    (void)stream;
    return arrow_export_schema(schema) ? 0 : ENOMEM;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *array) {
    struct chunks *chunks = stream->private_data;
    *array = (struct ArrowArray){0}; /* the end */
    if (chunks->next == chunks->count) return 0;
    return arrow_export_spans(array, chunks->spans[chunks->next++]) ? 0 : ENOMEM;
}

static const char *stream_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return "out of memory";
}

static void stream_release(struct ArrowArrayStream *stream) {
    struct chunks *chunks = stream->private_data;
    for (size_t i = 0; i < chunks->count; i++) arrow_spans_free(chunks->spans[i]);
    free(chunks);
    stream->release = NULL;
}

bool arrow_export_stream(struct ArrowArrayStream *stream, struct arrow_spans *const *spans, size_t count) {
    struct chunks *chunks = calloc(1, sizeof *chunks + count * sizeof(struct arrow_spans *));
    if (!chunks) return false;
    chunks->count = count;
    for (size_t i = 0; i < count; i++) {
        chunks->spans[i] = spans[i];
        atomic_fetch_add(&spans[i]->references, 1);
    }
    *stream = (struct ArrowArrayStream){stream_schema, stream_next, stream_error, stream_release, chunks};
    return true;
}
