/* A JSON value in memory: 8 bytes for every value inside of it, in one array in the order of the text, which stays
 * where it is. What a number says, and where a name stands, is read there again. */
#ifndef BASE_JSON_TREE_H
#define BASE_JSON_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* JSON_MARK tells of `at`: a later member of the object has the same name. Of `size`, for strings: they have escapes;
 * for numbers: they are reals. */
#define JSON_MARK (UINT32_C(1) << 31)

struct json_node {
    uint32_t at;   /* the value's first byte in the text */
    uint32_t size; /* of an array or object: how many nodes are inside; of a string: bytes between the quotes */
};

/* All zero is empty. */
struct json_tree {
    const char *text; /* borrowed */
    size_t size;      /* bytes of the value, with the blanks before it */

    /* The first is the whole. Behind a string with escapes, one that says where in `decoded` what it stands for begins,
     * and how long that is; behind a real, one that is the double. */
    struct json_node *nodes; /* owned, as are the next ones */
    size_t count;
    size_t capacity;
    struct buffer decoded;
    struct json_decoded_name { /* of members whose names have escapes, by node */
        uint32_t node;
        uint32_t begin; /* in `decoded` */
        uint32_t size;
    } * names;
    size_t name_count;
    size_t name_capacity;
};

/* Empties a tree. Its room is used again, unless it is large. */
void json_tree_clear(struct json_tree *tree);
void json_tree_free(struct json_tree *tree);

/* Gives back all but `decoded`. */
void json_tree_drop(struct json_tree *tree);

/* Appends a node. False: out of memory. */
static inline bool json_tree_add(struct json_tree *tree, uint32_t at, uint32_t size) {
    if (tree->count == tree->capacity &&
        !array_reserve(&tree->nodes, &tree->capacity, tree->count + 1, sizeof *tree->nodes))
        return false;
    tree->nodes[tree->count++] = (struct json_node){at, size};
    return true;
}

/* Remembers what the name of a member stands for that will have that node: bytes at the end of `decoded`. */
bool json_tree_add_name(struct json_tree *tree, uint32_t node, size_t begin);

/* How many nodes a value has, those inside of it and its own. */
static inline uint32_t json_tree_step(const struct json_tree *tree, uint32_t node) {
    const struct json_node *value = &tree->nodes[node];
    char first = tree->text[value->at & ~JSON_MARK];
    if (first == '[' || first == '{') return value->size + 1;
    return 1 + (value->size >> 31);
}

/* The name of a member, without a zero byte behind it. */
const char *json_tree_name(size_t *size, const struct json_tree *tree, uint32_t node);

#endif
