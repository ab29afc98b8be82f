/* JSON values, as they are taken apart. */
#ifndef BASE_JSON_VALUE_H
#define BASE_JSON_VALUE_H

#include "base/json_tree.h"

/* A value in a tree; all zero is none. */
struct json_value {
    const struct json_tree *tree;
    uint32_t node;
};

enum json_kind {
    JSON_KIND_NONE, /* there is no value */
    JSON_KIND_NULL,
    JSON_KIND_FALSE,
    JSON_KIND_TRUE,
    JSON_KIND_INTEGER, /* of 64 bits */
    JSON_KIND_REAL,    /* any other number */
    JSON_KIND_STRING,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT
};

enum json_kind json_kind(struct json_value value);

static inline bool json_is_there(struct json_value value) {
    return value.tree != NULL;
}

/* The byte that a value begins with; 0 if there is none. */
static inline char json_first_byte(struct json_value value) {
    return value.tree ? value.tree->text[value.tree->nodes[value.node].at & ~JSON_MARK] : 0;
}

static inline bool json_is_null(struct json_value value) {
    return json_first_byte(value) == 'n';
}

static inline bool json_is_true(struct json_value value) {
    return json_first_byte(value) == 't';
}

static inline bool json_is_string(struct json_value value) {
    return json_first_byte(value) == '"';
}

static inline bool json_is_array(struct json_value value) {
    return json_first_byte(value) == '[';
}

static inline bool json_is_object(struct json_value value) {
    return json_first_byte(value) == '{';
}

static inline bool json_is_integer(struct json_value value) {
    return json_kind(value) == JSON_KIND_INTEGER;
}

static inline bool json_is_real(struct json_value value) {
    return json_kind(value) == JSON_KIND_REAL;
}

static inline bool json_is_number(struct json_value value) {
    return json_is_integer(value) || json_is_real(value);
}

/* ---- What is not inside ---- */

/* An integer; 0 if the value is none. */
int64_t json_int64(struct json_value value);

/* A number; 0 if the value is none. */
double json_double(struct json_value value);

/* A string's bytes, which may hold zero bytes and have none behind them; NULL if the value is no string. */
const char *json_text(size_t *size, struct json_value value);

/* Whether a value is that string. */
bool json_text_is(struct json_value value, const char *text);

/* Whether two values are the same, members of objects in the same order; what is not there is so twice, too. */
bool json_is_same(struct json_value left, struct json_value right);

/* ---- What is inside ---- */

/* The next element of an array; `*at` is 0 at first. False: there is none left, or the value is no array. */
bool json_each_element(struct json_value *element, uint32_t *at, struct json_value array);

/* The next member of an object, in the same way. Of several of one name, the last one only. */
bool json_each_member(struct json_value *member, uint32_t *at, struct json_value object);

/* The same for either. */
bool json_each_inner(struct json_value *inner, uint32_t *at, struct json_value outer);

/* How many elements an array has: all are passed over. 0: the value is none. */
size_t json_count(struct json_value array);

/* Whether there is an element, or a member. */
bool json_is_filled(struct json_value value);

/* One of an array's first elements: those before it are passed over. */
struct json_value json_element(struct json_value array, size_t number);

/* A member's name, without a zero byte in it or behind it. */
const char *json_name(size_t *size, struct json_value member);
bool json_name_is(struct json_value member, const char *name);

/* What an object has under a name: its members are looked at in turn. None: it has nothing there, or is no object. */
struct json_value json_get(struct json_value object, const char *name);

/* The same for a name that ends at `size`. */
struct json_value json_get_sized(struct json_value object, const char *name, size_t size);

#endif
