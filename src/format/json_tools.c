/* Records whose spans stand deeper than in one array: Label Studio, Argilla, BioC, PubAnnotation, CLUENER. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/search.h"
#include "document/offsets.h"
#include "format/format.h"
#include "format/json_schemas.h"

/* Whether predictions, by what their maker is called, are annotations that gaz has converted. */
static bool are_converted(struct json_value maker) {
    return json_text_is(maker, FORMAT_CONVERTED);
}

/* ---- Label Studio ---- */

/* The labels of a region's value; none: it is a choice, a relation, a rating. */
static struct json_value find_labels(struct json_value value) {
    static const char ending[] = "labels";
    enum { SIZE = sizeof ending - 1 };
    struct json_value member;
    for (uint32_t at = 0; json_each_member(&member, &at, value);) {
        size_t size;
        const char *name = json_name(&size, member);
        if (json_is_array(member) && size >= SIZE && memcmp(name + size - SIZE, ending, SIZE) == 0) return member;
    }
    return (struct json_value){0};
}

/* One span for each of its labels. `about` is the object that says what else is known of them. */
static gaz_status take_labels(struct record *record, struct json_value value, struct json_value about, size_t number,
                              gaz_error *error) {
    enum { SHOWN = 60 };
    struct json_value labels = find_labels(value);
    struct json_value places = json_get(value, "globalOffsets");
    struct region region = {.text = json_get(value, "text"),
                            .score = json_get(about, "score"),
                            .id = field_find(about, "meta.id"),
                            .name = field_find(about, "meta.name"),
                            .end_is = FIELD_END,
                            .number = number};
    if (!json_is_there(labels)) return GAZ_OK;
    if (!json_name_is(labels, "labels") && !json_name_is(labels, "hypertextlabels")) {
        size_t size;
        const char *kind = json_name(&size, labels);
        return record_refuse(record, GAZ_HINT_LENIENT, error, "span %zu is one of \"%.*s\", which are no spans of text",
                             number, (int)(size < SHOWN ? size : SHOWN), kind);
    }
    bool markup = json_is_string(json_get(value, "start"));
    if (markup && !(json_is_there(places) && json_is_string(region.text)))
        return record_refuse(record, GAZ_HINT_LENIENT, error,
                             "span %zu is one of hypertext without globalOffsets and text, by which it is placed",
                             number);
    record->is_markup |= markup;
    record->markup = markup ? MARKUP_SHOWN : MARKUP_NONE;
    region.begin = json_get(markup ? places : value, "start");
    region.end = json_get(markup ? places : value, "end");
    if (record->region_count == 0) {
        record->told = record->paths;
        if (markup) record->told.of[FIELD_BEGIN] = "value.globalOffsets.start";
        if (markup) record->told.of[FIELD_END] = "value.globalOffsets.end";
    }
    return record_add_labelled(record, &region, labels, error);
}

static gaz_status take_value(struct record *record, struct json_value item, size_t number, gaz_error *error) {
    return take_labels(record, item, item, number, error);
}

static gaz_status take_result(struct record *record, struct json_value item, size_t number, gaz_error *error) {
    return take_labels(record, json_get(item, "value"), item, number, error);
}

/* The first that was not cancelled, if there is one. */
static struct json_value first_annotation(struct json_value annotations) {
    struct json_value annotation;
    for (uint32_t at = 0; json_each_element(&annotation, &at, annotations);)
        if (!json_is_true(json_get(annotation, "was_cancelled"))) return annotation;
    return (struct json_value){0};
}

gaz_status take_task(struct record *record, gaz_error *error) {
    struct json_value annotations = json_get(record->value, "annotations");
    if (!json_is_there(annotations)) annotations = json_get(record->value, "completions"); /* before 1.0 */
    bool annotated = json_is_there(annotations);
    struct json_value taken =
        annotated ? first_annotation(annotations) : json_element(json_get(record->value, "predictions"), 0);
    record->unreviewed = !annotated && !are_converted(json_get(taken, "model_version"));
    gaz_status status = record_take_all(record, json_get(taken, "result"), take_result, error);
    if (record->region_count == 0) record->is_markup = record->markup == MARKUP_SHOWN;
    return status;
}

/* The regions of JSON-MIN, whose member has the name that the labels have in the configuration, if there are any. */
static struct json_value plain_regions(struct json_value value) {
    struct json_value member;
    for (uint32_t at = 0; json_each_member(&member, &at, value);) {
        struct json_value first = json_element(member, 0);
        if (json_is_there(find_labels(first)) && json_is_there(json_get(first, "start"))) return member;
    }
    return (struct json_value){0};
}

bool is_plain_task(struct json_value value) {
    return json_is_there(plain_regions(value));
}

gaz_status take_plain_task(struct record *record, gaz_error *error) {
    struct json_value regions = plain_regions(record->value);
    const char *const of[FIELD_ROLES] = {[FIELD_BEGIN] = "start", [FIELD_END] = "end", [FIELD_LABEL] = "labels"};
    gaz_status status = GAZ_OK;
    memcpy(record->paths.of, of, sizeof of);
    if (json_is_there(regions))
        status = record_keep_name(&record->paths.of[FIELD_SPANS], &record->spans_name, regions, error);
    if (status != GAZ_OK) return status;
    return record_take_all(record, regions, take_value, error);
}

/* ---- Argilla ---- */

/* A question's value that is a list of spans: in an object with the questions as names, or in a list of answers. It is
 * that of `*answer_of`. */
static struct json_value find_answer(struct json_value *answer_of, struct json_value answers) {
    struct json_value answer;
    struct json_value value = json_get(answers, "value");
    struct json_value first = json_element(value, 0);
    struct json_value status = json_get(answers, "status");
    struct json_value found = {0};
    if (json_is_string(status) && !json_text_is(status, "submitted")) return found;
    if (json_is_array(value) && (!json_is_there(first) || field_place_of(first))) {
        *answer_of = answers;
        return value;
    }
    for (uint32_t at = 0; !json_is_filled(found) && json_each_member(&answer, &at, answers);)
        if (json_is_object(answer) || json_is_array(answer)) found = find_answer(answer_of, answer);
    for (uint32_t at = 0; !json_is_filled(found) && json_each_element(&answer, &at, answers);) {
        struct json_value other = find_answer(answer_of, answer);
        if (json_is_there(other)) found = other;
    }
    return found;
}

/* Gives regions without a score that of their answer, which may be a list of one for each span. */
static gaz_status score_regions(struct record *record, struct json_value scores, gaz_error *error) {
    struct json_value score = scores;
    gaz_status status = GAZ_OK;
    bool list = json_is_array(scores);
    uint32_t at = 0;
    size_t number = 0; /* of the score */
    for (size_t i = 0; i < record->region_count && status == GAZ_OK; i++) {
        for (; list && number < record->regions[i].number; number++)
            if (!json_each_element(&score, &at, scores)) return GAZ_OK;
        status = record_score_region(record, i, score, error);
    }
    return status;
}

gaz_status take_argilla(struct record *record, gaz_error *error) {
    static const char *const spans[] = {"suggestions", "responses"};
    struct json_value responses = json_get(record->value, "responses");
    bool answered = json_is_there(responses);
    struct json_value answer = {0};
    struct json_value found = find_answer(&answer, answered ? responses : json_get(record->value, "suggestions"));
    record->paths.of[FIELD_SPANS] = spans[answered];
    record->unreviewed = !answered && !are_converted(json_get(answer, "agent"));
    gaz_status status = record_take_all(record, found, record_take_item, error);
    struct json_value scores = json_get(answer, "score");
    return status == GAZ_OK && json_is_there(scores) ? score_regions(record, scores, error) : status;
}

gaz_status take_old_argilla(struct record *record, gaz_error *error) {
    bool annotated = json_is_there(json_get(record->value, "annotation"));
    const char *name = annotated ? "annotation" : "prediction";
    if (json_text_is(json_get(record->value, "status"), "Discarded")) return GAZ_OK;
    record->paths.of[FIELD_SPANS] = name;
    record->unreviewed = !annotated && !are_converted(json_get(record->value, "prediction_agent"));
    return record_take_all(record, json_get(record->value, name), record_take_item, error);
}

/* ---- PubAnnotation ---- */

gaz_status take_pubannotation(struct record *record, gaz_error *error) {
    size_t tracks = json_count(json_get(record->value, "tracks"));
    if (tracks > 1 && !json_is_there(json_get(record->value, "denotations")))
        return record_refuse(record, GAZ_HINT_FIELDS, error,
                             "the record has %zu tracks of denotations; name the one that is to be read, as in "
                             "spans=tracks.0.denotations",
                             tracks);
    return record_take_spans(record, error);
}

/* ---- CLUENER: {type: {surface: [[begin, last], ...]}} ---- */

bool is_map(struct json_value value) {
    struct json_value types = json_get(value, "label");
    struct json_value surfaces;
    struct json_value places;
    uint32_t at = 0;
    uint32_t inner = 0;
    if (!json_is_object(types)) return false;
    if (!json_each_member(&surfaces, &at, types)) return true;
    return json_each_member(&places, &inner, surfaces) && json_is_array(json_element(places, 0));
}

/* The places of a surface, whose name it is, as the type is another one's. */
static gaz_status take_surface(struct record *record, struct json_value type, struct json_value places, size_t *number,
                               gaz_error *error) {
    gaz_status status = GAZ_OK;
    struct json_value place;
    for (uint32_t at = 0; status == GAZ_OK && json_each_element(&place, &at, places);) {
        struct region region = {.begin = json_element(place, 0),
                                .end = json_element(place, 1),
                                .label = type,
                                .text = places,
                                .named = true,
                                .end_is = FIELD_LAST,
                                .number = ++*number};
        status = record_add_region(record, &region, error);
    }
    return status;
}

gaz_status take_map(struct record *record, gaz_error *error) {
    struct json_value type;
    struct json_value places;
    size_t number = 0;
    gaz_status status = GAZ_OK;
    record->annotated = true;
    record->told = record->paths;
    struct json_value types = json_get(record->value, "label");
    for (uint32_t at = 0; status == GAZ_OK && json_each_member(&type, &at, types);)
        for (uint32_t inner = 0; status == GAZ_OK && json_each_member(&places, &inner, type);)
            status = take_surface(record, type, places, &number, error);
    return status;
}

/* ---- BioC: passages, each with its offset in the document, which may have sentences ---- */

static gaz_status take_location(struct record *record, struct json_value item, size_t number, gaz_error *error) {
    const char *const *of = record->paths.of;
    struct json_value begin = field_find(item, of[FIELD_BEGIN]);
    if (json_is_there(json_element(json_get(item, "locations"), 1))) {
        record->discontinuous++;
        return GAZ_OK;
    }
    uint64_t offset = json_int64(begin) > 0 ? (uint64_t)json_int64(begin) : 0;
    size_t part;
    SEARCH_FIRST(part, record->part_count, record->parts[part].from > offset);
    struct region region = {.begin = begin,
                            .end = field_find(item, of[FIELD_LENGTH]),
                            .label = field_find(item, of[FIELD_LABEL]),
                            .id = field_find(item, of[FIELD_ID]),
                            .text = json_get(item, "text"),
                            .end_is = FIELD_LENGTH,
                            .part = part ? (uint32_t)part : 1,
                            .number = record->region_count + 1};
    (void)number; /* of the passage's only */
    char list[FIELD_LIST_SIZE];
    struct json_value infons = json_get(item, "infons");
    if (!json_is_there(region.label) && json_is_object(infons) && json_is_filled(infons))
        return record_refuse(record, GAZ_HINT_FIELDS, error, "no infon of span %zu is known as its label: %s", number,
                             field_list(list, infons));
    if (record->region_count == 0) record->told = record->paths;
    return record_add_region(record, &region, error);
}

/* Adds the text of a passage or a sentence to the record's. */
static gaz_status add_part(struct record *record, struct json_value passage, gaz_error *error) {
    size_t size = 0;
    const char *text = json_text(&size, json_get(passage, "text"));
    struct json_value offset = json_get(passage, "offset");
    struct offset_unit unit = {
        .unit = record->forced && record->forced != GAZ_OFFSETS_GRAPHEME ? record->forced : GAZ_OFFSETS_CODEPOINT};
    struct record_part *last = record->part_count ? &record->parts[record->part_count - 1] : NULL;
    if (!text) return GAZ_OK;
    if (!json_is_integer(offset) || json_int64(offset) < 0 || (last && (uint64_t)json_int64(offset) < last->from))
        return record_refuse(record, GAZ_HINT_LENIENT, error,
                             "passage %zu has no offset that is a whole number and follows the one before",
                             record->part_count + 1);
    if (!array_reserve(&record->parts, &record->part_capacity, record->part_count + 1, sizeof *record->parts) ||
        (record->part_count && !buffer_add_byte(&record->made, '\n')))
        return error_memory(error);
    uint64_t to = last ? record->parts[record->part_count - 1].to + record->units + 1 : 0;
    record->units = offset_unit_count(unit, text, size);
    record->parts[record->part_count++] = (struct record_part){(uint64_t)json_int64(offset), to};
    return buffer_add(&record->made, text, size) ? GAZ_OK : error_memory(error);
}

/* What is done with each object that may have annotations: the document, passages, sentences. */
static gaz_status visit(struct record *record, struct json_value holder, int depth, bool spans, gaz_error *error) {
    static const char *const parts[] = {"passages", "sentences"};
    gaz_status status = GAZ_OK;
    struct json_value annotations = json_get(holder, "annotations");
    if (!spans && depth && json_is_string(json_get(holder, "text"))) status = add_part(record, holder, error);
    if (spans && json_is_array(annotations)) {
        status = record_take_all(record, annotations, take_location, error);
        record->seen = true;
    }
    if (depth == 2 || (!spans && depth && json_is_string(json_get(holder, "text")))) return status;
    struct json_value inner;
    struct json_value list = json_get(holder, parts[depth]);
    for (uint32_t at = 0; status == GAZ_OK && json_each_element(&inner, &at, list);)
        status = visit(record, inner, depth + 1, spans, error);
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
