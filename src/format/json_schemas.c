#include "format/json_schemas.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"

/* ---- Which shape ---- */

static const json_t *get(const json_t *object, const char *key) {
    return json_object_get(object, key);
}

static bool has_array(const json_t *object, const char *key) {
    return json_is_array(get(object, key));
}

/* doccano's array of spans, under one of its names. */
static const json_t *doccano_labels(const json_t *value) {
    return has_array(value, "label") ? get(value, "label") : get(value, "labels");
}

/* Whether it is an array of Label Studio's regions, as JSON-MIN has them. */
static bool holds_regions(const json_t *value) {
    const json_t *first = json_array_get(value, 0);
    return has_array(first, "labels") && get(first, "start");
}

/* The regions of JSON-MIN, whose field has the name that the labels have in the configuration; NULL: there are none. */
static const json_t *plain_regions(const json_t *value) {
    const char *key;
    json_t *field;
    json_object_foreach((json_t *)(uintptr_t)value, key, field) if (holds_regions(field)) return field;
    return NULL;
}

/* Of spans in a field "entities", by the first one. */
static gaz_format format_of_entities(const json_t *entities) {
    const json_t *first = json_array_get(entities, 0);
    if (json_is_array(first)) return GAZ_FORMAT_SPACY;
    return get(first, "start") && !get(first, "start_offset") ? GAZ_FORMAT_JSONL : GAZ_FORMAT_DOCCANO;
}

/* GAZ_FORMAT_AUTO: the record has no spans that are known. */
static gaz_format find_format(const json_t *value) {
    if (json_is_array(value)) return GAZ_FORMAT_SPACY;
    if (json_is_object(get(value, "data"))) return GAZ_FORMAT_LABEL_STUDIO;
    bool prodigy = get(value, "answer") || has_array(value, "tokens") || get(value, "_task_hash");
    if (has_array(value, "spans")) return prodigy ? GAZ_FORMAT_PRODIGY : GAZ_FORMAT_JSONL;
    if (plain_regions(value)) return GAZ_FORMAT_LABEL_STUDIO;
    if (json_is_array(doccano_labels(value))) return GAZ_FORMAT_DOCCANO;
    if (has_array(value, "entities")) return format_of_entities(get(value, "entities"));
    return get(value, "answer") ? GAZ_FORMAT_PRODIGY : GAZ_FORMAT_AUTO;
}

/* ---- Spans ---- */

static gaz_status add_region(struct record *record, const struct region *region, gaz_error *error) {
    if (!array_reserve(&record->regions, &record->region_capacity, record->region_count + 1, sizeof *record->regions))
        return error_memory(error);
    record->regions[record->region_count++] = *region;
    return GAZ_OK;
}

static gaz_status wrong_span(const struct record *record, size_t number, const char *expected, gaz_error *error) {
    return error_set(error, GAZ_ERROR_INPUT, record->name, record->line, "span %zu is no %s", number, expected);
}

/* [begin, end, label], and spaCy's id of the concept behind it. */
static gaz_status take_triple(struct record *record, const json_t *item, size_t number, gaz_error *error) {
    if (json_array_size(item) < 2) return wrong_span(record, number, "array of begin, end and label", error);
    struct region region = {.begin = json_array_get(item, 0),
                            .end = json_array_get(item, 1),
                            .label = json_array_get(item, 2),
                            .id = json_array_get(item, 3),
                            .number = number};
    return add_region(record, &region, error);
}

/* Whether a span of gaz's is one of another text of the record, which it then names. */
static bool is_of_another_text(const struct record *record, const json_t *item) {
    const char *field = json_string_value(get(item, "field"));
    if (record->format != GAZ_FORMAT_JSONL || !field) return false;
    return strcmp(field, record->field ? record->field : "text") != 0 &&
           json_is_string(json_find(record->value, field));
}

static bool are_same(const json_t *left, const json_t *right) {
    return left == right || json_equal(left, right);
}

/* What a span of gaz's may mean besides its own label and id: a span each. */
static gaz_status take_senses(struct record *record, const struct region *span, const json_t *senses,
                              gaz_error *error) {
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < json_array_size(senses) && status == GAZ_OK; i++) {
        const json_t *item = json_array_get(senses, i);
        struct region sense = *span;
        sense.label = get(item, "label");
        sense.id = get(item, "id");
        sense.name = get(item, "name");
        sense.score = get(item, "score");
        if (!json_is_object(item)) return wrong_span(record, span->number, "span with objects for senses", error);
        if (are_same(sense.label, span->label) && are_same(sense.id, span->id)) continue;
        status = add_region(record, &sense, error);
    }
    return status;
}

/* {start, end, label}, under the names that the format has; where a copy of the text may stand too. */
static gaz_status take_object(struct record *record, const json_t *item, size_t number, gaz_error *error) {
    static const struct {
        const char *begin;
        const char *end;
        const char *id;
        const char *name;
        const char *senses;
    } names[] = {
        [GAZ_FORMAT_DOCCANO] = {.begin = "start_offset", .end = "end_offset"},
        [GAZ_FORMAT_PRODIGY] = {"start", "end", "kb_id", "name", NULL},
        [GAZ_FORMAT_JSONL] = {"start", "end", "id", "name", "senses"},
    };
    if (!json_is_object(item)) return wrong_span(record, number, "object", error);
    if (is_of_another_text(record, item)) return GAZ_OK;
    struct region region = {.begin = get(item, names[record->format].begin),
                            .end = get(item, names[record->format].end),
                            .label = get(item, "label"),
                            .text = get(item, "text"),
                            .score = get(item, "score"),
                            .id = get(item, names[record->format].id),
                            .name = get(item, names[record->format].name),
                            .number = number};
    gaz_status status = add_region(record, &region, error);
    if (status != GAZ_OK) return status;
    return take_senses(record, &region, get(item, names[record->format].senses), error);
}

/* Label Studio: one span for each of its labels. `about` is the object that says what else is known of them. */
static gaz_status take_labels(struct record *record, const json_t *value, const json_t *about, size_t number,
                              gaz_error *error) {
    const json_t *labels = get(value, "labels");
    struct region region = {.begin = get(value, "start"),
                            .end = get(value, "end"),
                            .text = get(value, "text"),
                            .score = get(about, "score"),
                            .id = get(get(about, "meta"), "id"),
                            .name = get(get(about, "meta"), "name"),
                            .number = number};
    if (!json_is_array(labels)) return GAZ_OK; /* a choice, a relation, a rating */
    if (json_array_size(labels) == 0) return add_region(record, &region, error);
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < json_array_size(labels) && status == GAZ_OK; i++) {
        region.label = json_array_get(labels, i);
        status = add_region(record, &region, error);
    }
    return status;
}

typedef gaz_status take_function(struct record *record, const json_t *item, size_t number, gaz_error *error);

static gaz_status take_value(struct record *record, const json_t *item, size_t number, gaz_error *error) {
    return take_labels(record, item, item, number, error);
}

static gaz_status take_result(struct record *record, const json_t *item, size_t number, gaz_error *error) {
    return take_labels(record, get(item, "value"), item, number, error);
}

/* Takes all items of an array; that there is none says that nobody has annotated the record. */
static gaz_status take_all(struct record *record, const json_t *array, take_function *take, gaz_error *error) {
    gaz_status status = GAZ_OK;
    record->annotated = json_is_array(array);
    for (size_t i = 0; i < json_array_size(array) && status == GAZ_OK; i++)
        status = take(record, json_array_get(array, i), i + 1, error);
    return status;
}

/* Triples or objects, whichever the first one is. */
static gaz_status take_either(struct record *record, const json_t *array, gaz_error *error) {
    bool objects = json_is_object(json_array_get(array, 0));
    return take_all(record, array, objects ? take_object : take_triple, error);
}

/* ---- The tools ---- */

static gaz_status take_spans(struct record *record, const json_t *value, gaz_error *error) {
    const json_t *answer = get(value, "answer");
    bool asked = record->format == GAZ_FORMAT_PRODIGY && json_is_string(answer);
    if (asked && strcmp(json_string_value(answer), "accept") != 0) return GAZ_OK;
    bool entities = record->format == GAZ_FORMAT_JSONL && !has_array(value, "spans");
    gaz_status status = take_all(record, get(value, entities ? "entities" : "spans"), take_object, error);
    if (asked) record->annotated = true; /* Prodigy leaves an empty field out */
    return status;
}

/* The first that was not cancelled, or NULL. */
static const json_t *first_annotation(const json_t *annotations) {
    for (size_t i = 0; i < json_array_size(annotations); i++) {
        const json_t *annotation = json_array_get(annotations, i);
        if (!json_is_true(get(annotation, "was_cancelled"))) return annotation;
    }
    return NULL;
}

static gaz_status take_task(struct record *record, const json_t *value, gaz_error *error) {
    if (!json_is_object(get(value, "data"))) return take_all(record, plain_regions(value), take_value, error);
    const json_t *annotations = get(value, "annotations");
    const json_t *taken = annotations ? first_annotation(annotations) : json_array_get(get(value, "predictions"), 0);
    return take_all(record, get(taken, "result"), take_result, error);
}

static gaz_status take_spacy(struct record *record, const json_t *value, gaz_error *error) {
    const json_t *about = json_is_array(value) ? json_array_get(value, 1) : value;
    if (!json_is_object(about))
        return error_set(error, GAZ_ERROR_INPUT, record->name, record->line,
                         "the record is no training pair: expected a text and an object with entities");
    const json_t *all = get(get(about, "spans"), "gaz"); /* the entities and what else is known of them */
    return take_all(record, json_is_array(all) ? all : get(about, "entities"), take_triple, error);
}

static gaz_status take_record(struct record *record, const json_t *value, gaz_error *error) {
    switch (record->format) {
    case GAZ_FORMAT_DOCCANO:
        return take_either(
            record, json_is_array(doccano_labels(value)) ? doccano_labels(value) : get(value, "entities"), error);
    case GAZ_FORMAT_LABEL_STUDIO: return take_task(record, value, error);
    case GAZ_FORMAT_SPACY: return take_spacy(record, value, error);
    case GAZ_FORMAT_PRODIGY:
    case GAZ_FORMAT_JSONL: return take_spans(record, value, error);
    default: return GAZ_OK;
    }
}

/* ---- Text ---- */

/* The only string in an object and its name, or NULL. */
static const json_t *only_string(const char **name, const json_t *object) {
    const char *key;
    json_t *field;
    const json_t *found = NULL;
    json_object_foreach((json_t *)(uintptr_t)object, key, field) {
        if (!json_is_string(field)) continue;
        if (found) return NULL;
        found = field;
        *name = key;
    }
    return found;
}

static gaz_status find_text(struct record *record, const json_t *value, gaz_error *error) {
    const json_t *data = get(value, "data"); /* of Label Studio; older doccano calls the text so */
    record->in_data = json_is_object(data);
    record->text_field = record->field ? record->field : "text";
    record->text =
        json_is_array(value) ? json_array_get(value, 0) : get(record->in_data ? data : value, record->text_field);
    if (!record->text && !record->field) {
        record->text = record->in_data ? only_string(&record->text_field, data) : data;
        if (!record->in_data) record->text_field = "data";
    }
    if (json_is_string(record->text)) return GAZ_OK;
    if (json_is_array(value))
        return error_set(error, GAZ_ERROR_INPUT, record->name, record->line, "the record's first element is no text");
    return error_hint(error, GAZ_HINT_FIELD,
                      error_set(error, GAZ_ERROR_INPUT, record->name, record->line,
                                "the record has no text in the field \"%.100s\"",
                                record->field ? record->field : "text"));
}

const char *const *schema_names(gaz_format format) {
    static const char *const doccano[] = {"label", "labels", "entities", "relations", "Comments", NULL};
    static const char *const prodigy[] = {"spans",    "tokens",      "answer",     "_input_hash", "_task_hash",
                                          "_view_id", "_session_id", "_timestamp", NULL};
    static const char *const jsonl[] = {"spans", "entities", NULL};
    static const char *const none[] = {NULL};
    switch (format) {
    case GAZ_FORMAT_DOCCANO: return doccano;
    case GAZ_FORMAT_PRODIGY: return prodigy;
    case GAZ_FORMAT_JSONL: return jsonl;
    default: return none; /* the fields of Label Studio's data are all the user's */
    }
}

gaz_status record_take(struct record *record, const json_t *value, gaz_format format, gaz_error *error) {
    record->value = value;
    record->annotated = false;
    record->text = NULL;
    record->region_count = 0;
    if (!json_is_object(value) && !json_is_array(value))
        return error_set(error, GAZ_ERROR_INPUT, record->name, record->line,
                         "a record is a JSON object, or an array of a text and an object");
    record->format = format != GAZ_FORMAT_AUTO ? format : find_format(value);
    gaz_status status = take_record(record, value, error);
    if (status == GAZ_OK && record->annotated) status = find_text(record, value, error);
    return status;
}

void record_free(struct record *record) {
    free(record->regions);
    record->regions = NULL;
    record->region_count = record->region_capacity = 0;
}
