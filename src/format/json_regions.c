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

gaz_status record_keep_name(const char **name, struct buffer *kept, struct json_value member, gaz_error *error) {
    size_t size;
    const char *bytes = json_name(&size, member);
    kept->size = 0;
    if (!buffer_add(kept, bytes, size) || !buffer_add_byte(kept, 0)) return error_memory(error);
    *name = kept->bytes;
    return GAZ_OK;
}

/* ---- The list of them ---- */

static struct json_value value_of(const struct record *record, uint32_t node) {
    return node ? (struct json_value){record->value.tree, node} : (struct json_value){0};
}

/* Adds what most regions have not. */
static gaz_status add_more(struct record *record, const struct held_more *more, gaz_error *error) {
    if (!array_reserve(&record->mores, &record->more_capacity, record->more_count + 1, sizeof *record->mores))
        return error_memory(error);
    record->mores[record->more_count++] = *more;
    return GAZ_OK;
}

gaz_status record_add_region(struct record *record, const struct region *region, gaz_error *error) {
    if (!array_reserve(&record->regions, &record->region_capacity, record->region_count + 1, sizeof *record->regions))
        return error_memory(error);
    struct held_region held = {.begin = region->begin.node,
                               .end = region->end.node,
                               .label = region->label.node,
                               .number = (uint32_t)region->number};
    struct held_more more = {.text = region->text.node,
                             .score = region->score.node,
                             .id = region->id.node,
                             .name = region->name.node,
                             .part = region->part,
                             .end_is = (uint8_t)region->end_is,
                             .named = region->named};
    if (more.text | more.score | more.id | more.name | more.part || more.end_is != FIELD_END || more.named) {
        gaz_status status = add_more(record, &more, error);
        if (status != GAZ_OK) return status;
        held.more = (uint32_t)record->more_count;
    }
    record->regions[record->region_count++] = held;
    return GAZ_OK;
}

struct region record_region(const struct record *record, size_t number) {
    const struct held_region *held = &record->regions[number];
    struct held_more more = {.end_is = FIELD_END};
    if (held->more) more = record->mores[held->more - 1];
    return (struct region){.begin = value_of(record, held->begin),
                           .end = value_of(record, held->end),
                           .label = value_of(record, held->label),
                           .text = value_of(record, more.text),
                           .score = value_of(record, more.score),
                           .id = value_of(record, more.id),
                           .name = value_of(record, more.name),
                           .named = more.named,
                           .end_is = (enum field_role)more.end_is,
                           .part = more.part,
                           .number = held->number};
}

gaz_status record_score_region(struct record *record, size_t number, struct json_value score, gaz_error *error) {
    struct held_region *held = &record->regions[number];
    struct held_more more = {.end_is = FIELD_END};
    gaz_status status = held->more ? GAZ_OK : add_more(record, &more, error);
    if (status != GAZ_OK) return status;
    if (!held->more) held->more = (uint32_t)record->more_count;
    struct held_more *known = &record->mores[held->more - 1];
    if (!known->score) known->score = score.node;
    return GAZ_OK;
}

const char *region_label(size_t *size, const struct region *region) {
    return region->named ? json_name(size, region->label) : json_text(size, region->label);
}

const char *region_text(size_t *size, const struct region *region) {
    return region->named ? json_name(size, region->text) : json_text(size, region->text);
}

gaz_status record_add_labelled(struct record *record, const struct region *region, struct json_value label,
                               gaz_error *error) {
    struct region labelled = *region;
    gaz_status status = GAZ_OK;
    labelled.label = label;
    if (json_is_array(label)) labelled.label = (struct json_value){0};
    if (!json_is_there(json_element(label, 0))) return record_add_region(record, &labelled, error);
    for (uint32_t at = 0; status == GAZ_OK && json_each_element(&labelled.label, &at, label);)
        status = record_add_region(record, &labelled, error);
    return status;
}

/* ---- Which members ---- */

/* Where the parts of an array are: [begin, end, label, id], or [label, begin, end]. */
static void find_elements(struct field_paths *paths, struct json_value item) {
    bool first = json_is_string(json_element(item, 0)) && json_is_number(json_element(item, 2));
    const char *const places[][2] = {
        {first ? "1" : "0"}, {first ? "2" : "1"}, {first ? "0" : "2"}, {first ? NULL : "3"}};
    if (!paths->of[FIELD_BEGIN]) {
        paths->of[FIELD_BEGIN] = places[0][0];
        paths->of[FIELD_END] = places[1][0];
    }
    if (!paths->of[FIELD_LABEL]) paths->of[FIELD_LABEL] = places[2][0];
    if (!paths->of[FIELD_ID]) paths->of[FIELD_ID] = places[3][0];
}

static const char *first_name(struct json_value item, enum field_role role) {
    for (const char *const *names = field_names(role); *names; names++) {
        struct json_value found = field_find(item, *names);
        if (json_is_there(found) && !json_is_null(found)) return *names;
    }
    return NULL;
}

/* The member with the label: the best name that the span has and that is not null, unless the best of all spans before
 * is there and null, which says that this one has no label. NULL: it has none. */
static const char *find_label(struct record *record, struct json_value item) {
    bool passed = false;
    for (const char *const *names = field_names(FIELD_LABEL); *names; names++) {
        struct json_value found = field_find(item, *names);
        bool same = record->label == *names;
        passed |= same;
        if (!json_is_there(found) || (json_is_null(found) && !same)) continue;
        if (!passed) record->label = *names;
        return *names;
    }
    return NULL;
}

/* Refuses a span without a known label that says something in a member that is not known. */
static gaz_status check_unknown(const struct record *record, struct json_value item, size_t number,
                                const struct field_paths *paths, gaz_error *error) {
    struct json_value member;
    char list[FIELD_LIST_SIZE];
    for (uint32_t at = 0; json_each_member(&member, &at, item);) {
        if (!json_is_string(member) || field_is_known(member)) continue;
        bool used = false;
        for (int i = FIELD_BEGIN; i < FIELD_ROLES; i++) used |= paths->of[i] && json_name_is(member, paths->of[i]);
        for (const char *const *names = field_names(FIELD_LABEL); *names; names++) used |= json_name_is(member, *names);
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

static gaz_status find_members(struct field_paths *paths, struct record *record, struct json_value item, size_t number,
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
        paths->of[FIELD_ID] = gaz && json_is_there(json_get(item, "id")) ? "id" : first_name(item, FIELD_ID);
    return label ? GAZ_OK : check_unknown(record, item, number, paths, error);
}

/* ---- Items ---- */

/* Whether a span of gaz's is one of another text of the record, which it then names. */
static bool is_of_another_text(const struct record *record, struct json_value item) {
    struct json_value field = json_get(item, "field");
    size_t size;
    const char *path = json_text(&size, field);
    const char *chosen = record->choice->of[FIELD_TEXT];
    if (record->schema->format != GAZ_FORMAT_JSONL || !path) return false;
    return !json_text_is(field, chosen ? chosen : "text") &&
           json_is_string(field_find_sized(record->value, path, size));
}

/* What a span of gaz's may mean besides its own label and id: a span each. */
static gaz_status take_senses(struct record *record, const struct region *span, struct json_value senses,
                              gaz_error *error) {
    gaz_status status = GAZ_OK;
    struct json_value item;
    for (uint32_t at = 0; status == GAZ_OK && json_each_element(&item, &at, senses);) {
        struct region sense = *span;
        sense.label = json_get(item, "label");
        sense.id = json_get(item, "id");
        sense.name = json_get(item, "name");
        sense.score = json_get(item, "score");
        if (!json_is_object(item))
            return record_refuse(record, GAZ_HINT_LENIENT, error, "span %zu is no span with objects for senses",
                                 span->number);
        if (json_is_same(sense.label, span->label) && json_is_same(sense.id, span->id)) continue;
        status = record_add_region(record, &sense, error);
    }
    return status;
}

/* Whether a span has several pieces: a list of more than one place. */
static bool is_in_pieces(struct json_value item) {
    static const char *const lists[] = {"span", "locations", "offsets"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct json_value list = json_get(item, lists[i]);
        struct json_value first = json_element(list, 0);
        if (json_is_there(json_element(list, 1)) && (json_is_object(first) || json_is_array(first))) return true;
    }
    return false;
}

static gaz_status wrong_item(const struct record *record, size_t number, gaz_error *error) {
    return record_refuse(record, GAZ_HINT_LENIENT, error, "span %zu is no array of begin, end and label, and no object",
                         number);
}

gaz_status record_take_item(struct record *record, struct json_value item, size_t number, gaz_error *error) {
    struct field_paths paths = record->paths;
    gaz_status status = GAZ_OK;
    if (json_is_array(item) ? !json_is_there(json_element(item, 1)) : !json_is_object(item))
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
    struct json_value none = {0};
    struct json_value text = json_get(item, "text");
    struct json_value label = of[FIELD_LABEL] ? field_find(item, of[FIELD_LABEL]) : none;
    bool gaz = record->schema->format == GAZ_FORMAT_JSONL && json_is_object(item) && are_of_gaz(&paths);
    struct region region = {.begin = field_find(item, of[FIELD_BEGIN]),
                            .end = field_find(item, of[end]),
                            .text = json_count(text) == 1 ? json_element(text, 0) : text,
                            .score = json_get(item, "score"),
                            .id = of[FIELD_ID] ? field_find(item, of[FIELD_ID]) : none,
                            .name =
                                of[FIELD_LABEL] && strcmp(of[FIELD_LABEL], "name") == 0 ? none : json_get(item, "name"),
                            .end_is = end,
                            .number = number};
    if (record->region_count == 0) record->told = paths;
    if (record->region_count == 0 && !json_is_there(region.id)) record->told.of[FIELD_ID] = NULL;
    status = record_add_labelled(record, &region, label, error);
    if (status != GAZ_OK || !gaz || record->region_count == 0) return status;
    region = record_region(record, record->region_count - 1);
    return take_senses(record, &region, json_get(item, "senses"), error);
}

gaz_status record_take_all(struct record *record, struct json_value array, take_function *take, gaz_error *error) {
    gaz_status status = GAZ_OK;
    struct json_value item;
    size_t number = 0;
    record->annotated = json_is_array(array);
    for (uint32_t at = 0; status == GAZ_OK && json_each_element(&item, &at, array);) {
        size_t before = record->region_count;
        status = take(record, item, ++number, error);
        if (status != GAZ_ERROR_INPUT || !record->lenient) continue;
        record->region_count = before;
        record->skipped++;
        status = GAZ_OK;
    }
    return status;
}

/* ---- The array of them ---- */

/* How well an array looks like one of spans: 2 if its first item is one, 1 if it is empty, 0 otherwise. */
static int spans_rank(struct json_value array) {
    struct json_value first = json_element(array, 0);
    if (!json_is_array(array)) return -1;
    if (!json_is_there(first)) return 1;
    if (json_is_object(first)) return field_place_of(first) || is_in_pieces(first) ? 2 : 0;
    return json_is_array(first) && json_is_there(json_element(first, 1)) ? 2 : 0;
}

struct json_value record_find_spans(const char **path, struct json_value value) {
    struct json_value best = {0};
    int best_rank = 0;
    for (const char *const *names = field_names(FIELD_SPANS); *names; names++) {
        struct json_value found = json_get(value, *names);
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
    struct json_value spans = *path ? field_find(record->value, *path) : record_find_spans(path, record->value);
    if (record->choice->of[FIELD_SPANS] && json_is_there(spans) && !json_is_array(spans) && !json_is_null(spans))
        return record_refuse(record, GAZ_HINT_FIELDS, error, "the member \"%.100s\" is no array of spans", *path);
    return record_take_all(record, spans, record_take_item, error);
}
