#include "format/json_fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"

/* ---- Names ---- */

const char *const *field_names(enum field_role role) {
    static const char *const texts[] = {"text", "sentence", "content", NULL};
    static const char *const tokens[] = {"tokens", "words", "tokenized_text", "sentence", "sentences", NULL};
    static const char *const spans[] = {"spans", "label",          "labels",   "entities",        "annotations",
                                        "ents",  "named_entities", "mentions", "entity_mentions", "ner",
                                        "ners",  "ner_spans",      "result",   "annotated_spans", "annotation",
                                        NULL};
    static const char *const tags[] = {"ner_tags", "ner", "ner_labels", "labels", "tags", "label", NULL};
    static const char *const labels[] = {
        "label",    "labels", "type",   "entity", "entity_group", "entity_type", "entity_label", "tag",  "class",
        "category", "obj",    "label_", "ner",    "Type",         "kind",        "infons.type",  "name", NULL};
    static const char *const ids[] = {"kb_id", "concept_id", "identifier", "cui", NULL};
    static const char *const none[] = {NULL};
    static const char *const *const all[FIELD_ROLES] = {
        [FIELD_TEXT] = texts, [FIELD_TOKENS] = tokens, [FIELD_SPANS] = spans,
        [FIELD_TAGS] = tags,  [FIELD_LABEL] = labels,  [FIELD_ID] = ids,
    };
    return all[role] ? all[role] : none;
}

const struct field_place *field_place_of(struct json_value span) {
    static const struct field_place places[] = {
        {"start", "end", FIELD_END},
        {"start_offset", "end_offset", FIELD_END},
        {"begin", "end", FIELD_END},
        {"startOffset", "endOffset", FIELD_END},
        {"begin_offset", "end_offset", FIELD_END},
        {"BeginOffset", "EndOffset", FIELD_END},
        {"start_char", "end_char", FIELD_END},
        {"char_start", "char_end", FIELD_END},
        {"start_pos", "end_pos", FIELD_END},
        {"start", "stop", FIELD_END},
        {"from", "to", FIELD_END},
        {"span.begin", "span.end", FIELD_END},
        {"span.start", "span.end", FIELD_END},
        {"span.0", "span.1", FIELD_END},
        {"offsets.0.0", "offsets.0.1", FIELD_END},
        {"offsets.0", "offsets.1", FIELD_END},
        {"offset.0", "offset.1", FIELD_END},
        {"position.0", "position.1", FIELD_END},
        {"offset", "length", FIELD_LENGTH},
        {"start", "length", FIELD_LENGTH},
        {"locations.0.offset", "locations.0.length", FIELD_LENGTH},
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (json_is_there(field_find(span, places[i].begin)) && json_is_there(field_find(span, places[i].end)))
            return &places[i];
    return NULL;
}

bool field_is_known(struct json_value member) {
    static const char *const known[] = {"text",       "word",        "value",     "surface", "id",     "score",
                                        "confidence", "field",       "source",    "comment", "answer", "user",
                                        "color",      "input_hash",  "extractor", "role",    "url",    "uuid",
                                        "uri",        "description", "kb_id",     "concept", "cui",    "identifier",
                                        "mention",    "lemma",       "notes",     NULL};
    for (size_t i = 0; known[i]; i++)
        if (json_name_is(member, known[i])) return true;
    return false;
}

const char *field_list(char text[FIELD_LIST_SIZE], struct json_value object) {
    enum { SHOWN = 60 };
    struct json_value member;
    size_t used = 0;
    text[0] = 0;
    for (uint32_t at = 0; json_each_member(&member, &at, object);) {
        size_t size;
        const char *name = json_name(&size, member);
        int more = snprintf(text + used, FIELD_LIST_SIZE - used, "%s%.*s", used ? ", " : "",
                            (int)(size < SHOWN ? size : SHOWN), name);
        if (more < 0 || (size_t)more >= FIELD_LIST_SIZE - used) {
            text[used] = 0; /* as far as whole names fit */
            break;
        }
        used += (size_t)more;
    }
    for (char *at = text; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7F) *at = '?';
    return text;
}

/* ---- Paths ---- */

struct json_value field_find_sized(struct json_value value, const char *path, size_t size) {
    const char *end = path + size;
    if (json_is_object(value)) {
        struct json_value found = json_get_sized(value, path, size);
        const char *dot = path;
        while (!json_is_there(found) && (dot = memchr(dot, '.', (size_t)(end - dot))) != NULL) {
            struct json_value outer = json_get_sized(value, path, (size_t)(dot - path));
            dot++;
            found = field_find_sized(outer, dot, (size_t)(end - dot));
        }
        return found;
    }
    uint64_t number;
    if (!json_is_array(value) || !decimal_read_whole(&number, &path, end) || (path < end && *path != '.'))
        return (struct json_value){0};
    struct json_value element = json_element(value, number);
    return path == end ? element : field_find_sized(element, path + 1, (size_t)(end - path - 1));
}

struct json_value field_find(struct json_value value, const char *path) {
    return field_find_sized(value, path, strlen(path));
}

static const char *const role_names[FIELD_ROLES] = {
    [FIELD_TEXT] = "text",   [FIELD_TOKENS] = "tokens", [FIELD_SPANS] = "spans", [FIELD_TAGS] = "tags",
    [FIELD_BEGIN] = "begin", [FIELD_END] = "end",       [FIELD_LAST] = "last",   [FIELD_LENGTH] = "length",
    [FIELD_LABEL] = "label", [FIELD_ID] = "id",
};

/* Takes one "role=path". False: it is none. */
static bool take_path(struct field_paths *paths, char *text) {
    char *sign = strchr(text, '=');
    if (!sign || !sign[1]) return false;
    *sign = 0;
    for (int i = 0; i < FIELD_ROLES; i++) {
        if (strcmp(role_names[i], text) != 0) continue;
        bool is_new = !paths->of[i];
        paths->of[i] = sign + 1;
        return is_new;
    }
    *sign = '=';
    return false;
}

gaz_status field_choice_read(struct field_choice *choice, const char *text, gaz_error *error) {
    *choice = (struct field_choice){.bytes = NULL};
    if (!text) return GAZ_OK;
    choice->bytes = strdup(text);
    if (!choice->bytes) return error_memory(error);
    char *rest = choice->bytes;
    while (rest) {
        char *part = strsep(&rest, ",");
        if (!take_path(&choice->paths, part))
            return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0,
                             "\"%.100s\" names no member: expected one of text, tokens, spans, tags, begin, end, last, "
                             "length, label and id, once each, = and its name",
                             part);
    }
    const char *const *of = choice->paths.of;
    bool ends = of[FIELD_END] || of[FIELD_LAST] || of[FIELD_LENGTH];
    if (!of[FIELD_BEGIN] != !ends)
        return error_argument(error, "members for begin and for end, last or length are named together");
    return GAZ_OK;
}

void field_choice_free(struct field_choice *choice) {
    free(choice->bytes);
    *choice = (struct field_choice){.bytes = NULL};
}

void field_paths_tell(char *text, size_t capacity, const struct field_paths *paths) {
    size_t used = 0;
    text[0] = 0;
    for (int i = 0; i < FIELD_ROLES; i++) {
        if (!paths->of[i]) continue;
        int more = snprintf(text + used, capacity - used, "%s%s=%s", used ? "," : "", role_names[i], paths->of[i]);
        if (more < 0 || (size_t)more >= capacity - used) {
            text[used] = 0;
            return;
        }
        used += (size_t)more;
    }
}
