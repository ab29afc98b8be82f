#include "base/json_value.h"

#include "base/bytes.h"

static const struct json_node *node_of(struct json_value value) {
    return &value.tree->nodes[value.node];
}

enum json_kind json_kind(struct json_value value) {
    switch (json_first_byte(value)) {
    case 0: return JSON_KIND_NONE;
    case 'n': return JSON_KIND_NULL;
    case 'f': return JSON_KIND_FALSE;
    case 't': return JSON_KIND_TRUE;
    case '"': return JSON_KIND_STRING;
    case '[': return JSON_KIND_ARRAY;
    case '{': return JSON_KIND_OBJECT;
    default: return node_of(value)->size & JSON_MARK ? JSON_KIND_REAL : JSON_KIND_INTEGER;
    }
}

/* ---- What is not inside ---- */

int64_t json_int64(struct json_value value) {
    if (!json_is_integer(value)) return 0;
    const char *digit = value.tree->text + (node_of(value)->at & ~JSON_MARK);
    bool negative = *digit == '-';
    uint64_t number = 0; /* the smallest one has no positive counterpart */
    for (const char *end = digit + node_of(value)->size, *at = digit + negative; at < end; at++)
        number = number * 10 + (uint64_t)(*at - '0');
    return (int64_t)(negative ? 0 - number : number);
}

double json_double(struct json_value value) {
    double number = 0;
    if (!json_is_real(value)) return (double)json_int64(value);
    memcpy(&number, node_of(value) + 1, sizeof number);
    return number;
}

const char *json_text(size_t *size, struct json_value value) {
    if (!json_is_string(value)) return NULL;
    const struct json_node *node = node_of(value);
    if (node->size & JSON_MARK) {
        *size = node[1].size;
        return value.tree->decoded.bytes + node[1].at;
    }
    *size = node->size;
    return value.tree->text + (node->at & ~JSON_MARK) + 1;
}

bool json_text_is(struct json_value value, const char *text) {
    size_t size;
    const char *bytes = json_text(&size, value);
    return bytes && size == strlen(text) && memcmp(bytes, text, size) == 0;
}

/* ---- What is inside ---- */

bool json_each_inner(struct json_value *inner, uint32_t *at, struct json_value outer) {
    const struct json_tree *tree = outer.tree;
    if (!json_is_array(outer) && !json_is_object(outer)) return false;
    uint32_t end = outer.node + json_tree_step(tree, outer.node);
    uint32_t node = *at ? *at : outer.node + 1;
    while (node < end && tree->nodes[node].at & JSON_MARK) node += json_tree_step(tree, node);
    if (node >= end) return false;
    *inner = (struct json_value){tree, node};
    *at = node + json_tree_step(tree, node);
    return true;
}

bool json_each_element(struct json_value *element, uint32_t *at, struct json_value array) {
    return json_is_array(array) && json_each_inner(element, at, array);
}

bool json_each_member(struct json_value *member, uint32_t *at, struct json_value object) {
    return json_is_object(object) && json_each_inner(member, at, object);
}

size_t json_count(struct json_value array) {
    struct json_value element;
    uint32_t at = 0;
    size_t count = 0;
    while (json_each_element(&element, &at, array)) count++;
    return count;
}

bool json_is_filled(struct json_value value) {
    return (json_is_array(value) || json_is_object(value)) && node_of(value)->size;
}

struct json_value json_element(struct json_value array, size_t number) {
    const struct json_tree *tree = array.tree;
    if (!json_is_array(array)) return (struct json_value){0};
    uint32_t node = array.node + 1;
    uint32_t end = node + node_of(array)->size;
    for (; node < end && number; number--) node += json_tree_step(tree, node);
    return node < end ? (struct json_value){tree, node} : (struct json_value){0};
}

const char *json_name(size_t *size, struct json_value member) {
    return json_tree_name(size, member.tree, member.node);
}

/* Whether a member has that name. The common case is looked at first: the bytes before its closing quote. Of a name
 * without escapes the first quote before that is the opening one; `name` may have one, but then it is another. */
static inline bool is_named(const struct json_tree *tree, uint32_t node, const char *name, size_t size) {
    if (tree->name_count == 0) {
        const char *end = tree->text + (tree->nodes[node].at & ~JSON_MARK) - 1;
        while (*end != '"') end--;
        return (size_t)(end - tree->text) > size && end[-1 - (ptrdiff_t)size] == '"' &&
               memcmp(end - size, name, size) == 0 && !memchr(name, '"', size);
    }
    size_t found_size;
    const char *found = json_tree_name(&found_size, tree, node);
    return found_size == size && memcmp(found, name, size) == 0;
}

bool json_name_is(struct json_value member, const char *name) {
    return is_named(member.tree, member.node, name, strlen(name));
}

struct json_value json_get_sized(struct json_value object, const char *name, size_t size) {
    const struct json_tree *tree = object.tree;
    if (!json_is_object(object)) return (struct json_value){0};
    uint32_t node = object.node + 1;
    uint32_t end = node + node_of(object)->size;
    for (; node < end; node += json_tree_step(tree, node))
        if (is_named(tree, node, name, size) && !(tree->nodes[node].at & JSON_MARK))
            return (struct json_value){tree, node};
    return (struct json_value){0};
}

struct json_value json_get(struct json_value object, const char *name) {
    return json_get_sized(object, name, strlen(name));
}

/* ---- Both ---- */

static bool have_same_text(struct json_value left, struct json_value right) {
    size_t left_size = 0;
    size_t right_size = 0;
    const char *text = json_text(&left_size, left);
    const char *other = json_text(&right_size, right);
    return left_size == right_size && memcmp(text, other, left_size) == 0;
}

static bool have_same_name(struct json_value left, struct json_value right) {
    size_t left_size;
    size_t right_size;
    const char *name = json_name(&left_size, left);
    const char *other = json_name(&right_size, right);
    return left_size == right_size && memcmp(name, other, left_size) == 0;
}

/* Whether all elements or members of two arrays, or of two objects, are the same in turn. */
static bool are_same_inside(struct json_value left, struct json_value right) {
    struct json_value one;
    struct json_value other;
    uint32_t at = 0;
    uint32_t other_at = 0;
    while (json_each_inner(&one, &at, left)) {
        if (!json_each_inner(&other, &other_at, right) || !json_is_same(one, other)) return false;
        if (json_is_object(left) && !have_same_name(one, other)) return false;
    }
    return !json_each_inner(&other, &other_at, right);
}

bool json_is_same(struct json_value left, struct json_value right) {
    enum json_kind kind = json_kind(left);
    if (kind != json_kind(right)) return false;
    switch (kind) {
    case JSON_KIND_INTEGER: return json_int64(left) == json_int64(right);
    case JSON_KIND_REAL: return json_double(left) == json_double(right);
    case JSON_KIND_STRING: return have_same_text(left, right);
    case JSON_KIND_ARRAY:
    case JSON_KIND_OBJECT: return are_same_inside(left, right);
    default: return true;
    }
}
