#include "format/json_tokens.h"

#include <string.h>

/* What holds tokens, and what ends of spans are that are arrays beside them; FIELD_BEGIN: that is not known. */
static const struct {
    const char *path;
    enum field_role end;
    bool nested;
} holders[] = {
    {"tokens", FIELD_BEGIN, false},        /* Hugging Face; SpERT, whose spans are objects */
    {"words", FIELD_BEGIN, false},         /* Hugging Face */
    {"tokenized_text", FIELD_LAST, false}, /* GLiNER */
    {"sentence", FIELD_LAST, false},       /* CrossRE */
    {"sentences", FIELD_LAST, true},       /* DyGIE and SciERC, with spans that count in the document */
};

static bool are_tokens(struct json_value value, bool nested) {
    struct json_value first = json_element(value, 0);
    if (!json_is_array(value)) return false;
    if (nested) return json_is_array(first) && json_is_string(json_element(first, 0));
    return !json_is_there(first) || json_is_string(first);
}

/* The tags of these tokens, and their name. */
static const char *find_tags(struct json_value value, struct json_value tokens) {
    size_t count = json_count(tokens);
    for (const char *const *names = field_names(FIELD_TAGS); *names; names++) {
        struct json_value tags = json_get(value, *names);
        struct json_value first = json_element(tags, 0);
        bool fit = json_is_array(tags) && json_count(tags) == count;
        if (fit && (!json_is_there(first) || json_is_string(first) || json_is_integer(first))) return *names;
    }
    return NULL;
}

/* Whether it is an array of spans: of objects with a place, or of arrays. */
static bool are_spans(struct json_value value, bool nested) {
    struct json_value first = json_element(value, 0);
    if (nested) {
        struct json_value sentence;
        first = (struct json_value){0};
        for (uint32_t at = 0; !json_is_there(first) && json_each_element(&sentence, &at, value);)
            first = json_element(sentence, 0);
    }
    if (!json_is_array(value)) return false;
    return !json_is_there(first) || (json_is_array(first) && json_is_there(json_element(first, 2))) ||
           (json_is_object(first) && field_place_of(first));
}

static const char *find_spans(struct json_value value, bool nested) {
    for (const char *const *names = field_names(FIELD_SPANS); *names; names++)
        if (are_spans(json_get(value, *names), nested)) return *names;
    return NULL;
}

bool token_shape_find(struct token_shape *shape, struct json_value value, const struct field_paths *choice) {
    const char *const *chosen = choice->of;
    *shape = (struct token_shape){.paths = *choice};
    const char **of = shape->paths.of;
    bool has_text = json_is_string(json_get(value, "text")) && !chosen[FIELD_TOKENS];
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++) {
        const char *path = chosen[FIELD_TOKENS] ? chosen[FIELD_TOKENS] : holders[i].path;
        struct json_value tokens = field_find(value, path);
        if (!are_tokens(tokens, holders[i].nested)) continue;
        of[FIELD_TOKENS] = path;
        shape->nested = holders[i].nested;
        if (!chosen[FIELD_SPANS] && !chosen[FIELD_TAGS] && !shape->nested) of[FIELD_TAGS] = find_tags(value, tokens);
        if (!of[FIELD_TAGS] && !chosen[FIELD_SPANS]) of[FIELD_SPANS] = find_spans(value, shape->nested);
        if (of[FIELD_TAGS]) return true;
        if (has_text || !of[FIELD_SPANS]) continue;
        if (!of[FIELD_END] && !of[FIELD_LAST] && !of[FIELD_LENGTH] && holders[i].end == FIELD_LAST) {
            of[FIELD_BEGIN] = "0";
            of[FIELD_LAST] = "1";
        }
        return true;
    }
    return false;
}
