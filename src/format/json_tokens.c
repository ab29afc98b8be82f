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

static bool are_tokens(const json_t *value, bool nested) {
    const json_t *first = json_array_get(value, 0);
    if (!json_is_array(value)) return false;
    return nested ? json_is_array(first) && json_is_string(json_array_get(first, 0)) : !first || json_is_string(first);
}

/* The tags of these tokens, and their name. */
static const char *find_tags(const json_t *value, const json_t *tokens) {
    for (const char *const *names = field_names(FIELD_TAGS); *names; names++) {
        const json_t *tags = json_object_get(value, *names);
        const json_t *first = json_array_get(tags, 0);
        bool fit = json_is_array(tags) && json_array_size(tags) == json_array_size(tokens);
        if (fit && (!first || json_is_string(first) || json_is_integer(first))) return *names;
    }
    return NULL;
}

/* Whether it is an array of spans: of objects with a place, or of arrays. */
static bool are_spans(const json_t *value, bool nested) {
    const json_t *first = json_array_get(value, 0);
    if (nested) {
        size_t i = 0;
        while (i < json_array_size(value) && json_array_size(json_array_get(value, i)) == 0) i++;
        first = json_array_get(json_array_get(value, i), 0);
    }
    if (!json_is_array(value)) return false;
    return !first || (json_is_array(first) && json_array_size(first) > 2) ||
           (json_is_object(first) && field_place_of(first));
}

static const char *find_spans(const json_t *value, bool nested) {
    for (const char *const *names = field_names(FIELD_SPANS); *names; names++)
        if (are_spans(json_object_get(value, *names), nested)) return *names;
    return NULL;
}

bool token_shape_find(struct token_shape *shape, const json_t *value, const struct field_paths *choice) {
    const char *const *chosen = choice->of;
    *shape = (struct token_shape){.paths = *choice};
    const char **of = shape->paths.of;
    bool has_text = json_is_string(json_object_get(value, "text")) && !chosen[FIELD_TOKENS];
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++) {
        const char *path = chosen[FIELD_TOKENS] ? chosen[FIELD_TOKENS] : holders[i].path;
        const json_t *tokens = field_find(value, path);
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
