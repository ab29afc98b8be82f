/* jansson, which reads the same JSON with other code, and to which gaz's own is compared. */
#ifndef UNIT_JANSSON_H
#define UNIT_JANSSON_H

#include "base/json_value.h"

/* Behind gaz's, of which some are called as its macros are. */
#include <jansson.h>

/* What an object has under a name without a zero byte behind it. */
static inline json_t *get_of_jansson(const json_t *object, const char *name, size_t size) {
    char *copy = memcpy(malloc(size + 1), name, size);
    copy[size] = 0;
    json_t *value = json_object_get(object, copy);
    free(copy);
    return value;
}

static inline bool is_that_scalar(struct json_value value, const json_t *expected) {
    size_t size;
    const char *text = json_text(&size, value);
    switch (json_typeof(expected)) {
    case JSON_STRING:
        return text && size == json_string_length(expected) && memcmp(text, json_string_value(expected), size) == 0;
    case JSON_INTEGER:
        return json_kind(value) == JSON_KIND_INTEGER && json_int64(value) == json_integer_value(expected);
    case JSON_REAL: return json_kind(value) == JSON_KIND_REAL && json_double(value) == json_real_value(expected);
    case JSON_TRUE: return json_kind(value) == JSON_KIND_TRUE;
    case JSON_FALSE: return json_kind(value) == JSON_KIND_FALSE;
    default: return json_kind(value) == JSON_KIND_NULL;
    }
}

/* Whether gaz has read the same value as jansson, and finds the same in it. */
static inline bool is_that_value(struct json_value value, const json_t *expected) {
    struct json_value inner;
    size_t count = 0;
    size_t size;
    if (json_typeof(expected) == JSON_ARRAY) {
        if (json_kind(value) != JSON_KIND_ARRAY || json_count(value) != json_array_size(expected)) return false;
        for (uint32_t at = 0; json_each_element(&inner, &at, value); count++)
            if (!is_that_value(inner, json_array_get(expected, count))) return false;
        return count == json_array_size(expected) && json_is_filled(value) == (count > 0);
    }
    if (json_typeof(expected) != JSON_OBJECT) return is_that_scalar(value, expected);
    if (json_kind(value) != JSON_KIND_OBJECT) return false;
    for (uint32_t at = 0; json_each_member(&inner, &at, value); count++) {
        const char *name = json_name(&size, inner);
        const json_t *member = get_of_jansson(expected, name, size);
        if (!member || json_get_sized(value, name, size).node != inner.node || !is_that_value(inner, member))
            return false;
    }
    return count == json_object_size(expected) && json_is_filled(value) == (count > 0);
}

/* What an object has under a name, or under a path of names with dots between them; NULL if it has nothing there. */
static inline json_t *find_in_jansson(const json_t *object, const char *path) {
    json_t *value = json_object_get(object, path);
    for (const char *dot = strchr(path, '.'); !value && dot; dot = strchr(dot + 1, '.')) {
        const json_t *outer = get_of_jansson(object, path, (size_t)(dot - path));
        if (outer) value = find_in_jansson(outer, dot + 1);
    }
    return value;
}

#endif
