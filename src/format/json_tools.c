/* Records whose spans stand deeper than in one array: Label Studio, Argilla, BioC, PubAnnotation, CLUENER. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/search.h"
#include "document/offsets.h"
#include "format/format.h"
#include "format/json_schemas.h"

static const json_t *get(const json_t *object, const char *key) {
    return json_object_get(object, key);
}

/* Whether predictions, by what their maker is called, are annotations that gaz has converted. */
static bool are_converted(const json_t *maker) {
    return json_is_string(maker) && strcmp(json_string_value(maker), FORMAT_CONVERTED) == 0;
}

/* ---- Label Studio ---- */

/* The labels of a region's value; NULL: it is a choice, a relation, a rating. */
static const json_t *find_labels(const char **name, const json_t *value) {
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)(uintptr_t)value, key, member) {
        size_t size = strlen(key);
        *name = key;
        if (json_is_array(member) && size >= 6 && strcmp(key + size - 6, "labels") == 0) return member;
    }
    return NULL;
}

/* One span for each of its labels. `about` is the object that says what else is known of them. */
static gaz_status take_labels(struct record *record, const json_t *value, const json_t *about, size_t number,
                              gaz_error *error) {
    const char *kind;
    const json_t *labels = find_labels(&kind, value);
    const json_t *places = get(value, "globalOffsets");
    struct region region = {.text = get(value, "text"),
                            .score = get(about, "score"),
                            .id = field_find(about, "meta.id"),
                            .name = field_find(about, "meta.name"),
                            .end_is = FIELD_END,
                            .number = number};
    if (!labels) return GAZ_OK;
    if (strcmp(kind, "labels") != 0 && strcmp(kind, "hypertextlabels") != 0)
        return record_refuse(record, GAZ_HINT_LENIENT, error,
                             "span %zu is one of \"%.60s\", which are no spans of text", number, kind);
    bool markup = json_is_string(get(value, "start"));
    if (markup && !(places && json_is_string(region.text)))
        return record_refuse(record, GAZ_HINT_LENIENT, error,
                             "span %zu is one of hypertext without globalOffsets and text, by which it is placed",
                             number);
    record->is_markup |= markup;
    record->markup = markup ? MARKUP_SHOWN : MARKUP_NONE;
    region.begin = get(markup ? places : value, "start");
    region.end = get(markup ? places : value, "end");
    if (record->region_count == 0) {
        record->told = record->paths;
        if (markup) record->told.of[FIELD_BEGIN] = "value.globalOffsets.start";
        if (markup) record->told.of[FIELD_END] = "value.globalOffsets.end";
    }
    return record_add_labelled(record, &region, labels, error);
}

static gaz_status take_value(struct record *record, const json_t *item, size_t number, gaz_error *error) {
    return take_labels(record, item, item, number, error);
}

static gaz_status take_result(struct record *record, const json_t *item, size_t number, gaz_error *error) {
    return take_labels(record, get(item, "value"), item, number, error);
}

/* The first that was not cancelled, or NULL. */
static const json_t *first_annotation(const json_t *annotations) {
    for (size_t i = 0; i < json_array_size(annotations); i++) {
        const json_t *annotation = json_array_get(annotations, i);
        if (!json_is_true(get(annotation, "was_cancelled"))) return annotation;
    }
    return NULL;
}

gaz_status take_task(struct record *record, gaz_error *error) {
    const json_t *annotations = get(record->value, "annotations");
    if (!annotations) annotations = get(record->value, "completions"); /* before 1.0 */
    const json_t *taken =
        annotations ? first_annotation(annotations) : json_array_get(get(record->value, "predictions"), 0);
    record->unreviewed = !annotations && !are_converted(get(taken, "model_version"));
    gaz_status status = record_take_all(record, get(taken, "result"), take_result, error);
    if (record->region_count == 0) record->is_markup = record->markup == MARKUP_SHOWN;
    return status;
}

/* The regions of JSON-MIN, whose member has the name that the labels have in the configuration; NULL: there are none.
 */
static const json_t *plain_regions(const char **name, const json_t *value) {
    const char *kind;
    json_t *member;
    json_object_foreach((json_t *)(uintptr_t)value, *name, member) {
        const json_t *first = json_array_get(member, 0);
        if (find_labels(&kind, first) && get(first, "start")) return member;
    }
    return NULL;
}

bool is_plain_task(const json_t *value) {
    const char *name;
    return plain_regions(&name, value) != NULL;
}

gaz_status take_plain_task(struct record *record, gaz_error *error) {
    const char *name = NULL;
    const json_t *regions = plain_regions(&name, record->value);
    const char *const of[FIELD_ROLES] = {[FIELD_BEGIN] = "start", [FIELD_END] = "end", [FIELD_LABEL] = "labels"};
    memcpy(record->paths.of, of, sizeof of);
    record->paths.of[FIELD_SPANS] = name;
    return record_take_all(record, regions, take_value, error);
}

/* ---- Argilla ---- */

/* A question's value that is a list of spans: in an object with the questions as names, or in a list of answers. It is
 * that of `*answer_of`. */
static const json_t *find_answer(const json_t **answer_of, const json_t *answers) {
    const char *key;
    json_t *answer;
    const json_t *value = get(answers, "value");
    const json_t *first = json_array_get(value, 0);
    const char *status = json_string_value(get(answers, "status"));
    if (status && strcmp(status, "submitted") != 0) return NULL;
    if (json_is_array(value) && (!first || field_place_of(first))) {
        *answer_of = answers;
        return value;
    }
    const json_t *found = NULL;
    json_object_foreach((json_t *)(uintptr_t)answers, key, answer) {
        if (json_is_object(answer) || json_is_array(answer)) found = find_answer(answer_of, answer);
        if (json_array_size(found)) return found;
    }
    for (size_t i = 0; i < json_array_size(answers) && !json_array_size(found); i++) {
        const json_t *other = find_answer(answer_of, json_array_get(answers, i));
        if (other) found = other;
    }
    return found;
}

gaz_status take_argilla(struct record *record, gaz_error *error) {
    static const char *const spans[] = {"suggestions", "responses"};
    const json_t *responses = get(record->value, "responses");
    const json_t *answer = NULL;
    const json_t *found = find_answer(&answer, responses ? responses : get(record->value, "suggestions"));
    record->paths.of[FIELD_SPANS] = spans[responses != NULL];
    record->unreviewed = !responses && !are_converted(get(answer, "agent"));
    gaz_status status = record_take_all(record, found, record_take_item, error);
    const json_t *scores = get(answer, "score");
    for (size_t i = 0; i < record->region_count; i++) {
        struct region *region = &record->regions[i];
        if (!region->score) region->score = json_is_array(scores) ? json_array_get(scores, region->number - 1) : scores;
    }
    return status;
}

gaz_status take_old_argilla(struct record *record, gaz_error *error) {
    const char *status = json_string_value(get(record->value, "status"));
    const char *name = get(record->value, "annotation") ? "annotation" : "prediction";
    if (status && strcmp(status, "Discarded") == 0) return GAZ_OK;
    record->paths.of[FIELD_SPANS] = name;
    record->unreviewed = !get(record->value, "annotation") && !are_converted(get(record->value, "prediction_agent"));
    return record_take_all(record, get(record->value, name), record_take_item, error);
}

/* ---- PubAnnotation ---- */

gaz_status take_pubannotation(struct record *record, gaz_error *error) {
    size_t tracks = json_array_size(get(record->value, "tracks"));
    if (tracks > 1 && !get(record->value, "denotations"))
        return record_refuse(record, GAZ_HINT_FIELDS, error,
                             "the record has %zu tracks of denotations; name the one that is to be read, as in "
                             "spans=tracks.0.denotations",
                             tracks);
    return record_take_spans(record, error);
}

/* ---- CLUENER: {type: {surface: [[begin, last], ...]}} ---- */

bool is_map(const json_t *value) {
    const json_t *types = get(value, "label");
    void *first = json_object_iter((json_t *)(uintptr_t)types);
    if (!json_is_object(types)) return false;
    if (!first) return true;
    const json_t *surfaces = json_object_iter_value(first);
    void *surface = json_object_iter((json_t *)(uintptr_t)surfaces);
    return surface && json_is_array(json_array_get(json_object_iter_value(surface), 0));
}

/* A string that lives as long as the record. */
static const json_t *keep(struct record *record, const char *text) {
    if (!record->kept) record->kept = json_array();
    json_t *made = json_string(text);
    return json_array_append_new(record->kept, made) == 0 ? made : NULL; /* it frees what it does not take */
}

static gaz_status take_surface(struct record *record, const json_t *type, const char *surface, const json_t *places,
                               size_t *number, gaz_error *error) {
    const json_t *copy = keep(record, surface);
    gaz_status status = copy ? GAZ_OK : error_memory(error);
    for (size_t i = 0; i < json_array_size(places) && status == GAZ_OK; i++) {
        const json_t *place = json_array_get(places, i);
        struct region region = {.begin = json_array_get(place, 0),
                                .end = json_array_get(place, 1),
                                .label = type,
                                .text = copy,
                                .end_is = FIELD_LAST,
                                .number = ++*number};
        status = record_add_region(record, &region, error);
    }
    return status;
}

gaz_status take_map(struct record *record, gaz_error *error) {
    const char *type;
    json_t *surfaces;
    size_t number = 0;
    gaz_status status = GAZ_OK;
    record->annotated = true;
    record->told = record->paths;
    json_object_foreach(json_object_get(record->value, "label"), type, surfaces) {
        const json_t *label = keep(record, type);
        const char *surface;
        json_t *places;
        if (!label) return error_memory(error);
        json_object_foreach(surfaces, surface, places) {
            if (status == GAZ_OK) status = take_surface(record, label, surface, places, &number, error);
        }
    }
    return status;
}

/* ---- BioC: passages, each with its offset in the document, which may have sentences ---- */

static gaz_status take_location(struct record *record, const json_t *item, size_t number, gaz_error *error) {
    const char *const *of = record->paths.of;
    const json_t *begin = field_find(item, of[FIELD_BEGIN]);
    if (json_array_size(get(item, "locations")) > 1) {
        record->discontinuous++;
        return GAZ_OK;
    }
    uint64_t offset = json_is_integer(begin) && json_integer_value(begin) > 0 ? (uint64_t)json_integer_value(begin) : 0;
    size_t part;
    SEARCH_FIRST(part, record->part_count, record->parts[part].from > offset);
    const struct record_part *in = &record->parts[part ? part - 1 : 0];
    struct region region = {.begin = begin,
                            .end = field_find(item, of[FIELD_LENGTH]),
                            .label = field_find(item, of[FIELD_LABEL]),
                            .id = field_find(item, of[FIELD_ID]),
                            .text = get(item, "text"),
                            .end_is = FIELD_LENGTH,
                            .from = in->from,
                            .to = in->to,
                            .number = record->region_count + 1};
    (void)number; /* of the passage's only */
    char list[FIELD_LIST_SIZE];
    const json_t *infons = get(item, "infons");
    if (!region.label && json_object_size(infons))
        return record_refuse(record, GAZ_HINT_FIELDS, error, "no infon of span %zu is known as its label: %s", number,
                             field_list(list, infons));
    if (record->region_count == 0) record->told = record->paths;
    return record_add_region(record, &region, error);
}

/* Adds the text of a passage or a sentence to the record's. */
static gaz_status add_part(struct record *record, const json_t *passage, gaz_error *error) {
    size_t size = 0;
    const char *text = json_text(&size, get(passage, "text"));
    const json_t *offset = get(passage, "offset");
    struct offset_unit unit = {
        .unit = record->forced && record->forced != GAZ_OFFSETS_GRAPHEME ? record->forced : GAZ_OFFSETS_CODEPOINT};
    struct record_part *last = record->part_count ? &record->parts[record->part_count - 1] : NULL;
    if (!text) return GAZ_OK;
    if (!json_is_integer(offset) || json_integer_value(offset) < 0 ||
        (last && (uint64_t)json_integer_value(offset) < last->from))
        return record_refuse(record, GAZ_HINT_LENIENT, error,
                             "passage %zu has no offset that is a whole number and follows the one before",
                             record->part_count + 1);
    if (!array_reserve(&record->parts, &record->part_capacity, record->part_count + 1, sizeof *record->parts) ||
        (record->part_count && !buffer_add_byte(&record->made, '\n')))
        return error_memory(error);
    uint64_t to = last ? record->parts[record->part_count - 1].to + record->units + 1 : 0;
    record->units = offset_unit_count(unit, text, size);
    record->parts[record->part_count++] = (struct record_part){(uint64_t)json_integer_value(offset), to};
    return buffer_add(&record->made, text, size) ? GAZ_OK : error_memory(error);
}

/* What is done with each object that may have annotations: the document, passages, sentences. */
static gaz_status visit(struct record *record, const json_t *holder, int depth, bool spans, gaz_error *error) {
    static const char *const parts[] = {"passages", "sentences"};
    gaz_status status = GAZ_OK;
    const json_t *annotations = get(holder, "annotations");
    if (!spans && depth && json_is_string(get(holder, "text"))) status = add_part(record, holder, error);
    if (spans && json_is_array(annotations)) {
        status = record_take_all(record, annotations, take_location, error);
        record->seen = true;
    }
    if (depth == 2 || (!spans && depth && json_is_string(get(holder, "text")))) return status;
    const json_t *inner = get(holder, parts[depth]);
    for (size_t i = 0; i < json_array_size(inner) && status == GAZ_OK; i++)
        status = visit(record, json_array_get(inner, i), depth + 1, spans, error);
    return status;
}

gaz_status take_bioc(struct record *record, gaz_error *error) {
    record->part_count = 0;
    record->seen = false;
    gaz_status status = visit(record, record->value, 0, false, error);
    if (status == GAZ_OK && record->part_count == 0)
        return record_refuse(record, GAZ_HINT_LENIENT, error, "no passage of the document has a text");
    if (status == GAZ_OK) status = visit(record, record->value, 0, true, error);
    record->annotated = record->seen;
    if (!buffer_reserve(&record->made, 1)) return error_memory(error);
    record->text = record->made.bytes;
    record->size = record->made.size;
    return status;
}
