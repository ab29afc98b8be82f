/* Spans of JSON records, as objects with members of any known name, or as arrays. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "format/json_schemas.h"

gaz_status record_refuse(const struct record *record, gaz_hint hint, gaz_error *error, const char *format, ...) {
    char message[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return error_hint(error, hint, error_set(error, GAZ_ERROR_INPUT, record->name, record->line, "%s", message));
}

gaz_status record_add_region(struct record *record, const struct region *region, gaz_error *error) {
    if (!array_reserve(&record->regions, &record->region_capacity, record->region_count + 1, sizeof *record->regions))
        return error_memory(error);
    record->regions[record->region_count++] = *region;
    return GAZ_OK;
}

gaz_status record_add_labelled(struct record *record, const struct region *region, const json_t *label,
                               gaz_error *error) {
    struct region labelled = *region;
    gaz_status status = GAZ_OK;
    labelled.label = json_is_array(label) ? NULL : label;
    if (json_array_size(label) == 0) return record_add_region(record, &labelled, error);
    for (size_t i = 0; i < json_array_size(label) && status == GAZ_OK; i++) {
        labelled.label = json_array_get(label, i);
        status = record_add_region(record, &labelled, error);
    }
    return status;
}

/* ---- Which members ---- */

/* Where the parts of an array are: [begin, end, label, id], or [label, begin, end]. */
static void find_elements(struct field_paths *paths, const json_t *item) {
    bool first = json_is_string(json_array_get(item, 0)) && json_is_number(json_array_get(item, 2));
    const char *const places[][2] = {
        {first ? "1" : "0"}, {first ? "2" : "1"}, {first ? "0" : "2"}, {first ? NULL : "3"}};
    if (!paths->of[FIELD_BEGIN]) {
        paths->of[FIELD_BEGIN] = places[0][0];
        paths->of[FIELD_END] = places[1][0];
    }
    if (!paths->of[FIELD_LABEL]) paths->of[FIELD_LABEL] = places[2][0];
    if (!paths->of[FIELD_ID]) paths->of[FIELD_ID] = places[3][0];
}

static const char *first_name(const json_t *item, enum field_role role) {
    for (const char *const *names = field_names(role); *names; names++) {
        const json_t *found = field_find(item, *names);
        if (found && !json_is_null(found)) return *names;
    }
    return NULL;
}

/* The member with the label: the best name that the span has and that is not null, unless the best of all spans before
 * is there and null, which says that this one has no label. NULL: it has none. */
static const char *find_label(struct record *record, const json_t *item) {
    bool passed = false;
    for (const char *const *names = field_names(FIELD_LABEL); *names; names++) {
        const json_t *found = field_find(item, *names);
        bool same = record->label == *names;
        passed |= same;
        if (!found || (json_is_null(found) && !same)) continue;
        if (!passed) record->label = *names;
        return *names;
    }
    return NULL;
}

/* Refuses a span without a known label that says something in a member that is not known. */
static gaz_status check_unknown(const struct record *record, const json_t *item, size_t number,
                                const struct field_paths *paths, gaz_error *error) {
    const char *key;
    json_t *value;
    char list[FIELD_LIST_SIZE];
    json_object_foreach((json_t *)(uintptr_t)item, key, value) {
        if (!json_is_string(value) || field_is_known(key)) continue;
        bool used = false;
        for (int i = FIELD_BEGIN; i < FIELD_ROLES; i++) used |= paths->of[i] && strcmp(paths->of[i], key) == 0;
        for (const char *const *names = field_names(FIELD_LABEL); *names; names++) used |= strcmp(*names, key) == 0;
        if (used) continue;
        return record_refuse(record, GAZ_HINT_FIELDS, error, "no member of span %zu is known as its label: %s", number,
                             field_list(list, item));
    }
    return GAZ_OK;
}

/* Whether a span has the members that gaz writes: start and label. */
static bool are_of_gaz(const struct field_paths *paths) {
    const char *label = paths->of[FIELD_LABEL];
    return label && strcmp(label, "label") == 0 && strcmp(paths->of[FIELD_BEGIN], "start") == 0;
}

static gaz_status find_members(struct field_paths *paths, struct record *record, const json_t *item, size_t number,
                               gaz_error *error) {
    char list[FIELD_LIST_SIZE];
    if (!paths->of[FIELD_BEGIN]) {
        const struct field_place *place = field_place_of(item);
        if (!place)
            return record_refuse(record, GAZ_HINT_FIELDS, error,
                                 "no members of span %zu are known as its begin and end: %s", number,
                                 field_list(list, item));
        paths->of[FIELD_BEGIN] = place->begin;
        paths->of[place->kind] = place->end;
    }
    bool looked_for = !paths->of[FIELD_LABEL];
    if (looked_for) paths->of[FIELD_LABEL] = find_label(record, item);
    const char *label = paths->of[FIELD_LABEL];
    bool gaz = record->schema->format == GAZ_FORMAT_JSONL && are_of_gaz(paths);
    if (!paths->of[FIELD_ID])
        paths->of[FIELD_ID] = gaz && json_object_get(item, "id") ? "id" : first_name(item, FIELD_ID);
    return label ? GAZ_OK : check_unknown(record, item, number, paths, error);
}

/* ---- Items ---- */

/* Whether a span of gaz's is one of another text of the record, which it then names. */
static bool is_of_another_text(const struct record *record, const json_t *item) {
    const char *field = json_string_value(json_object_get(item, "field"));
    const char *chosen = record->choice->of[FIELD_TEXT];
    if (record->schema->format != GAZ_FORMAT_JSONL || !field) return false;
    return strcmp(field, chosen ? chosen : "text") != 0 && json_is_string(field_find(record->value, field));
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
        sense.label = json_object_get(item, "label");
        sense.id = json_object_get(item, "id");
        sense.name = json_object_get(item, "name");
        sense.score = json_object_get(item, "score");
        if (!json_is_object(item))
            return record_refuse(record, GAZ_HINT_LENIENT, error, "span %zu is no span with objects for senses",
                                 span->number);
        if (are_same(sense.label, span->label) && are_same(sense.id, span->id)) continue;
        status = record_add_region(record, &sense, error);
    }
    return status;
}

/* Whether a span has several pieces: a list of more than one place. */
static bool is_in_pieces(const json_t *item) {
    static const char *const lists[] = {"span", "locations", "offsets"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const json_t *list = json_object_get(item, lists[i]);
        const json_t *first = json_array_get(list, 0);
        if (json_array_size(list) > 1 && (json_is_object(first) || json_is_array(first))) return true;
    }
    return false;
}

static gaz_status wrong_item(const struct record *record, size_t number, gaz_error *error) {
    return record_refuse(record, GAZ_HINT_LENIENT, error, "span %zu is no array of begin, end and label, and no object",
                         number);
}

gaz_status record_take_item(struct record *record, const json_t *item, size_t number, gaz_error *error) {
    struct field_paths paths = record->paths;
    gaz_status status = GAZ_OK;
    if (json_is_array(item) ? json_array_size(item) < 2 : !json_is_object(item))
        return wrong_item(record, number, error);
    if (is_of_another_text(record, item)) return GAZ_OK;
    if (is_in_pieces(item)) {
        record->discontinuous++;
        return GAZ_OK;
    }
    if (json_is_array(item))
        find_elements(&paths, item);
    else
        status = find_members(&paths, record, item, number, error);
    if (status != GAZ_OK) return status;
    const char *const *of = paths.of;
    enum field_role end = of[FIELD_LENGTH] ? FIELD_LENGTH : of[FIELD_LAST] ? FIELD_LAST : FIELD_END;
    const json_t *text = json_object_get(item, "text");
    const json_t *label = of[FIELD_LABEL] ? field_find(item, of[FIELD_LABEL]) : NULL;
    bool gaz = record->schema->format == GAZ_FORMAT_JSONL && json_is_object(item) && are_of_gaz(&paths);
    struct region region = {
        .begin = field_find(item, of[FIELD_BEGIN]),
        .end = field_find(item, of[end]),
        .text = json_array_size(text) == 1 ? json_array_get(text, 0) : text,
        .score = json_object_get(item, "score"),
        .id = of[FIELD_ID] ? field_find(item, of[FIELD_ID]) : NULL,
        .name = of[FIELD_LABEL] && strcmp(of[FIELD_LABEL], "name") == 0 ? NULL : json_object_get(item, "name"),
        .end_is = end,
        .number = number};
    if (record->region_count == 0) record->told = paths;
    if (record->region_count == 0 && !region.id) record->told.of[FIELD_ID] = NULL;
    status = record_add_labelled(record, &region, label, error);
    if (status != GAZ_OK || !gaz || record->region_count == 0) return status;
    region = record->regions[record->region_count - 1]; /* a copy, for the array grows */
    return take_senses(record, &region, json_object_get(item, "senses"), error);
}

gaz_status record_take_all(struct record *record, const json_t *array, take_function *take, gaz_error *error) {
    gaz_status status = GAZ_OK;
    record->annotated = json_is_array(array);
    for (size_t i = 0; i < json_array_size(array) && status == GAZ_OK; i++) {
        size_t before = record->region_count;
        status = take(record, json_array_get(array, i), i + 1, error);
        if (status != GAZ_ERROR_INPUT || !record->lenient) continue;
        record->region_count = before;
        record->skipped++;
        status = GAZ_OK;
    }
    return status;
}

/* ---- The array of them ---- */

/* How well an array looks like one of spans: 2 if its first item is one, 1 if it is empty, 0 otherwise. */
static int spans_rank(const json_t *array) {
    const json_t *first = json_array_get(array, 0);
    if (!json_is_array(array)) return -1;
    if (!first) return 1;
    if (json_is_object(first)) return field_place_of(first) || is_in_pieces(first) ? 2 : 0;
    return json_is_array(first) && json_array_size(first) >= 2 ? 2 : 0;
}

const json_t *record_find_spans(const char **path, const json_t *value) {
    const json_t *best = NULL;
    int best_rank = 0;
    for (const char *const *names = field_names(FIELD_SPANS); *names; names++) {
        const json_t *found = json_object_get(value, *names);
        int rank = spans_rank(found);
        if (rank <= best_rank) continue;
        best_rank = rank;
        best = found;
        *path = *names;
    }
    return best;
}

gaz_status record_take_spans(struct record *record, gaz_error *error) {
    const char **path = &record->paths.of[FIELD_SPANS];
    const json_t *spans = *path ? field_find(record->value, *path) : record_find_spans(path, record->value);
    if (record->choice->of[FIELD_SPANS] && spans && !json_is_array(spans) && !json_is_null(spans))
        return record_refuse(record, GAZ_HINT_FIELDS, error, "the member \"%.100s\" is no array of spans", *path);
    return record_take_all(record, spans, record_take_item, error);
}
