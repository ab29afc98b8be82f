#include "format/json_schemas.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "document/suggestion.h"
#include "format/format.h"

/* ---- The table ---- */

static bool is_pair(struct json_value value) {
    return json_is_array(value);
}

static bool is_prodigy(struct json_value value) {
    struct json_value answer = json_get(value, "answer");
    struct json_value spans = json_get(value, "spans");
    if (json_is_string(answer) && !json_is_there(spans)) return true;
    return json_is_array(spans) && (json_is_there(answer) || json_is_there(json_get(value, "_task_hash")) ||
                                    json_is_array(json_get(value, "tokens")));
}

static bool is_numbered(struct json_value value) {
    return json_is_there(field_find(value, "entities.0.start_offset"));
}

static gaz_status take_prodigy(struct record *record, gaz_error *error) {
    struct json_value answer = json_get(record->value, "answer");
    if (json_is_string(answer) && !json_text_is(answer, "accept")) return GAZ_OK;
    gaz_status status = record_take_spans(record, error);
    if (json_is_string(answer)) record->annotated = true; /* Prodigy leaves an empty field out */
    return status;
}

static gaz_status take_pair(struct record *record, gaz_error *error) {
    struct json_value value = record->value;
    struct json_value about = json_is_array(value) ? json_element(value, 1) : value;
    if (!json_is_object(about))
        return record_refuse(record, GAZ_HINT_NONE, error,
                             "the record is no training pair: expected a text and an object with entities");
    struct json_value all = field_find(about, "spans.gaz"); /* the entities and what else is known of them */
    record->paths.of[FIELD_SPANS] = json_is_array(value) ? "1.entities" : "entities";
    if (record->choice->of[FIELD_SPANS]) return record_take_spans(record, error);
    return record_take_all(record, json_is_array(all) ? all : json_get(about, "entities"), record_take_item, error);
}

static const char *const own_nothing[] = {NULL};
static const char *const own_doccano[] = {"label",    "labels",          "entities", "relations",
                                          "Comments", FORMAT_SUGGESTION, NULL};
static const char *const own_jsonl[] = {"spans", "entities", NULL};
static const char *const own_argilla[] = {"fields",     "suggestions", "responses", "metadata",   "vectors",
                                          "prediction", "annotation",  "status",    "_server_id", NULL};
static const char *const beside_argilla[] = {"id", "metadata.", NULL};
static const char *const beside_task[] = {"meta", NULL};
static const char *const own_prodigy[] = {"spans",    "tokens",      "answer",     "_input_hash",     "_task_hash",
                                          "_view_id", "_session_id", "_timestamp", FORMAT_SUGGESTION, NULL};
static const char *const own_pubannotation[] = {"denotations", "relations", "attributes", "tracks", "blocks", NULL};

/* The first row that a record fits is taken; a row that is forced is one of its format. */
static const struct schema schemas[] = {
    {GAZ_FORMAT_SPACY, .is = is_pair, .paths = {{[FIELD_TEXT] = "0"}}, .take = take_pair, .own = own_nothing},
    {GAZ_FORMAT_LABEL_STUDIO,
     {{"data", IS_OBJECT}},
     .paths = {{[FIELD_SPANS] = "annotations.0.result",
                [FIELD_BEGIN] = "value.start",
                [FIELD_END] = "value.end",
                [FIELD_LABEL] = "value.labels"}},
     .take = take_task,
     .own = own_nothing,
     .beside = beside_task},
    {GAZ_FORMAT_ARGILLA, {{"fields", IS_OBJECT}}, .take = take_argilla, .own = own_argilla, .beside = beside_argilla},
    {GAZ_FORMAT_ARGILLA,
     {{"text", IS_TEXT}, {"annotation", IS_OF_ARRAYS}},
     .take = take_old_argilla,
     .own = own_argilla},
    {GAZ_FORMAT_ARGILLA,
     {{"text", IS_TEXT}, {"prediction", IS_OF_ARRAYS}},
     .take = take_old_argilla,
     .own = own_argilla},
    {GAZ_FORMAT_BIOC,
     {{"passages", IS_OF_OBJECTS}},
     .paths = {{[FIELD_TEXT] = "passages.0.text",
                [FIELD_SPANS] = "passages.0.annotations",
                [FIELD_BEGIN] = "locations.0.offset",
                [FIELD_LENGTH] = "locations.0.length",
                [FIELD_LABEL] = "infons.type",
                [FIELD_ID] = "infons.identifier"}},
     .take = take_bioc,
     .own = own_nothing,
     .id = "id"},
    {GAZ_FORMAT_PUBANNOTATION,
     {{"denotations", IS_ARRAY}},
     .paths = {{[FIELD_SPANS] = "denotations", [FIELD_LABEL] = "obj"}},
     .take = take_pubannotation,
     .own = own_pubannotation},
    {GAZ_FORMAT_PUBANNOTATION,
     {{"tracks", IS_OF_OBJECTS}},
     .paths = {{[FIELD_SPANS] = "tracks.0.denotations", [FIELD_LABEL] = "obj"}},
     .take = take_pubannotation,
     .own = own_pubannotation},
    {GAZ_FORMAT_PRODIGY, .is = is_prodigy, .paths = {{[FIELD_SPANS] = "spans", [FIELD_ID] = "kb_id"}},
     .take = take_prodigy, .own = own_prodigy},
    {GAZ_FORMAT_JSONL,
     {{"spans", IS_ARRAY}},
     .paths = {{[FIELD_SPANS] = "spans"}},
     .take = record_take_spans,
     .own = own_jsonl},
    {GAZ_FORMAT_LABEL_STUDIO, .is = is_plain_task, .take = take_plain_task, .own = own_nothing},
    {GAZ_FORMAT_DOCCANO,
     {{"label", IS_ARRAY}},
     .paths = {{[FIELD_SPANS] = "label"}},
     .take = record_take_spans,
     .own = own_doccano},
    {GAZ_FORMAT_DOCCANO,
     {{"labels", IS_ARRAY}},
     .paths = {{[FIELD_SPANS] = "labels"}},
     .take = record_take_spans,
     .own = own_doccano},
    {GAZ_FORMAT_SPACY, {{"entities", IS_OF_ARRAYS}}, .take = take_pair, .own = own_nothing},
    {GAZ_FORMAT_DOCCANO, .is = is_numbered, .paths = {{[FIELD_SPANS] = "entities"}}, .take = record_take_spans,
     .own = own_doccano},
    {GAZ_FORMAT_DOCCANO,
     {{"annotations.0.start_offset", IS_THERE}, {"annotations.0.label", IS_THERE}},
     .paths = {{[FIELD_SPANS] = "annotations"}},
     .take = record_take_spans,
     .own = own_nothing},
    {GAZ_FORMAT_JSONL, .is = is_map, .paths = {{[FIELD_SPANS] = "label"}}, .take = take_map, .own = own_doccano},
    {GAZ_FORMAT_JSONL, .take = record_take_spans}, /* by the names of members */
};

/* ---- Which shape ---- */

static bool holds(struct json_value value, const struct condition *condition) {
    struct json_value found = field_find(value, condition->path);
    struct json_value first = json_element(found, 0);
    switch (condition->kind) {
    case IS_THERE: return json_is_there(found) && !json_is_null(found);
    case IS_TEXT: return json_is_string(found);
    case IS_OBJECT: return json_is_object(found);
    case IS_ARRAY: return json_is_array(found);
    case IS_OF_OBJECTS: return json_is_object(first);
    case IS_OF_ARRAYS: return json_is_array(first);
    case IS_OF_TEXTS: return json_is_string(first);
    }
    return false;
}

static bool fits(const struct schema *schema, struct json_value value, const struct field_paths *choice) {
    size_t count = sizeof schema->conditions / sizeof *schema->conditions;
    for (size_t i = 0; i < count && schema->conditions[i].path; i++)
        if (!holds(value, &schema->conditions[i])) return false;
    if (schema->is) return schema->is(value);
    if (schema->conditions[0].path) return true;
    const char *path;
    return choice->of[FIELD_SPANS] || json_is_there(record_find_spans(&path, value));
}

const struct schema *schema_find(struct json_value value, const struct field_paths *choice, gaz_format format) {
    size_t count = sizeof schemas / sizeof *schemas;
    bool any = format == GAZ_FORMAT_AUTO;
    if (any && choice->of[FIELD_SPANS] && json_is_object(value)) return &schemas[count - 1];
    for (size_t i = 0; i < count; i++)
        if ((any || schemas[i].format == format) && fits(&schemas[i], value, choice)) return &schemas[i];
    return NULL;
}

/* The last row of a format, which is forced; NULL: there is none. */
static const struct schema *find_forced(gaz_format format) {
    for (size_t i = sizeof schemas / sizeof *schemas; i-- > 0;)
        if (schemas[i].format == format) return &schemas[i];
    return NULL;
}

static bool is_list(struct json_value value) {
    struct json_value first = json_element(value, 0);
    return json_is_object(first) || json_is_array(first);
}

static bool has_name_of_spans(struct json_value member) {
    for (const char *const *names = field_names(FIELD_SPANS); *names; names++)
        if (json_name_is(member, *names)) return true;
    return false;
}

bool record_may_be_annotated(struct json_value value) {
    struct json_value member;
    for (uint32_t at = 0; json_each_member(&member, &at, value);) {
        struct json_value part;
        if (is_list(member) || (has_name_of_spans(member) && json_is_filled(member))) return true;
        for (uint32_t inner = 0; json_each_member(&part, &inner, member);)
            if (is_list(part) || json_is_object(part)) return true;
    }
    return false;
}

/* ---- Text ---- */

/* The only string in an object, if there is one only. */
static struct json_value only_string(struct json_value object) {
    struct json_value member;
    struct json_value found = {0};
    for (uint32_t at = 0; json_each_member(&member, &at, object);) {
        if (!json_is_string(member)) continue;
        if (json_is_there(found)) return (struct json_value){0};
        found = member;
    }
    return found;
}

/* The first string under one of the names that texts have, the last of which is left if there is none. */
static struct json_value known_text(const char **name, struct json_value object) {
    for (const char *const *names = field_names(FIELD_TEXT); *names; names++) {
        struct json_value found = json_get(object, *names);
        *name = *names;
        if (json_is_string(found)) return found;
    }
    return (struct json_value){0};
}

bool record_has_text(struct json_value value) {
    const char *name;
    return json_is_there(known_text(&name, value)) || json_is_there(known_text(&name, json_get(value, "data")));
}

/* The text where nobody has said where it is: under a known name, or alone in the object that has such texts. */
static gaz_status look_for_text(struct json_value *text, struct record *record, struct json_value from,
                                gaz_error *error) {
    struct json_value data = json_get(record->value, "data");
    *text = known_text(&record->text_field, from);
    if (!json_is_there(*text) && record->holder) {
        *text = only_string(from);
        if (json_is_there(*text)) return record_keep_name(&record->text_field, &record->text_name, *text, error);
    }
    if (json_is_there(*text) || !json_is_string(data)) return GAZ_OK;
    *text = data;
    record->text_field = "data";
    return GAZ_OK;
}

static gaz_status find_text(struct record *record, gaz_error *error) {
    struct json_value value = record->value;
    const char *chosen = record->choice->of[FIELD_TEXT];
    /* of Label Studio; older doccano calls the text so */
    if (json_is_object(json_get(value, "data"))) record->holder = "data";
    if (record->schema->format == GAZ_FORMAT_ARGILLA && json_is_there(json_get(value, "fields")))
        record->holder = "fields";
    struct json_value from = record->holder ? json_get(value, record->holder) : value;
    struct json_value text;
    gaz_status status = GAZ_OK;
    record->text_field = chosen;
    if (json_is_array(value)) {
        text = json_element(value, 0);
        record->text_field = NULL;
    } else if (chosen) {
        text = field_find(from, chosen);
        if (!json_is_there(text)) text = field_find(value, chosen);
    } else {
        status = look_for_text(&text, record, from, error);
        if (status != GAZ_OK) return status;
    }
    record->text = json_text(&record->size, text);
    record->paths.of[FIELD_TEXT] = json_is_array(value) ? "0" : record->text_field;
    if (record->text) return GAZ_OK;
    if (json_is_array(value))
        return record_refuse(record, GAZ_HINT_LENIENT, error, "the record's first element is no text");
    return record_refuse(record, GAZ_HINT_FIELD, error, "the record has no text in the field \"%.100s\"",
                         chosen ? chosen : "text");
}

/* ---- A record ---- */

/* Whether the text of a task without spans, before which none tells, is one of HTML: it begins and ends with a tag. */
static bool is_task_of_markup(const struct record *record) {
    const char *text = record->text;
    return record->annotated && record->schema->format == GAZ_FORMAT_LABEL_STUDIO && record->region_count == 0 &&
           record->markup == MARKUP_UNKNOWN && record->size > 1 && text[0] == '<' && text[record->size - 1] == '>';
}

/* Finds what the record says of the spans that gaz suggested; nothing if it says that a person has confirmed them. */
static void find_suggestion(struct record *record) {
    static const char *const confirmations[] = {"answer", "is_confirmed", "annotation_approver", "Approved by", NULL};
    size_t size;
    const char *digits = json_text(&size, json_get(record->value, FORMAT_SUGGESTION));
    bool confirmed = !digits || !suggestion_read(&record->suggestion, digits, size);
    for (const char *const *name = confirmations; *name && !confirmed; name++) {
        struct json_value value = json_get(record->value, *name);
        confirmed =
            json_is_true(value) || json_is_integer(value) || (json_is_string(value) && !json_text_is(value, ""));
    }
    if (confirmed) record->suggestion = 0;
}

gaz_status record_take(struct record *record, struct json_value value, gaz_format format, gaz_error *error) {
    record->value = value;
    record->schema = NULL;
    record->known = false;
    record->annotated = record->is_markup = record->repeats = record->unreviewed = false;
    record->suggestion = 0;
    record->text = NULL;
    record->text_field = record->holder = NULL;
    record->made.size = 0;
    record->region_count = record->more_count = 0;
    record->paths = (struct field_paths){{NULL}};
    if (json_is_null(value)) return GAZ_OK; /* ner-annotator: a text that was skipped */
    if (!json_is_object(value) && !json_is_array(value))
        return record_refuse(record, GAZ_HINT_LENIENT, error,
                             "a record is a JSON object, or an array of a text and an object");
    const struct schema *schema = schema_find(value, record->choice, format);
    record->known = schema != NULL;
    if (!schema) schema = find_forced(format);
    record->schema = schema;
    if (!schema) return GAZ_OK;
    for (int i = 0; i < FIELD_ROLES; i++)
        record->paths.of[i] = record->choice->of[i] ? record->choice->of[i] : schema->paths.of[i];
    record->repeats = json_is_there(json_get(value, "annotation_id")) && json_is_there(json_get(value, "annotator"));
    gaz_status status = schema->take(record, error);
    if (status == GAZ_OK) find_suggestion(record);
    if (status == GAZ_OK && record->annotated && !record->text) status = find_text(record, error);
    if (status == GAZ_OK && is_task_of_markup(record)) record->is_markup = true;
    return status;
}

void record_free_regions(struct record *record) {
    free(record->regions);
    free(record->mores);
    record->regions = NULL;
    record->mores = NULL;
    record->region_count = record->region_capacity = record->more_count = record->more_capacity = 0;
}

void record_free(struct record *record) {
    record_free_regions(record);
    free(record->parts);
    buffer_free(&record->made);
    buffer_free(&record->text_name);
    buffer_free(&record->spans_name);
    *record = (struct record){.name = record->name};
}
