#include "base/json_tree.h"

#include <stdlib.h>

#include "base/search.h"

enum { KEPT = 1 << 19 }; /* bytes */

void json_tree_drop(struct json_tree *tree) {
    struct buffer decoded = tree->decoded;
    free(tree->nodes);
    free(tree->names);
    *tree = (struct json_tree){.decoded = decoded};
}

void json_tree_free(struct json_tree *tree) {
    json_tree_drop(tree);
    buffer_free(&tree->decoded);
}

void json_tree_clear(struct json_tree *tree) {
    size_t held = tree->capacity * sizeof *tree->nodes + tree->name_capacity * sizeof *tree->names;
    if (held + tree->decoded.capacity > KEPT) json_tree_free(tree);
    tree->count = tree->name_count = tree->decoded.size = 0;
}

bool json_tree_add_name(struct json_tree *tree, uint32_t node, size_t begin) {
    if (!array_reserve(&tree->names, &tree->name_capacity, tree->name_count + 1, sizeof *tree->names)) return false;
    uint32_t size = (uint32_t)(tree->decoded.size - begin);
    tree->names[tree->name_count++] = (struct json_decoded_name){node, (uint32_t)begin, size};
    return true;
}

/* Before a value there is its name's closing quote, and between them no other. */
const char *json_tree_name(size_t *size, const struct json_tree *tree, uint32_t node) {
    size_t i;
    SEARCH_FIRST(i, tree->name_count, tree->names[i].node >= node);
    if (i < tree->name_count && tree->names[i].node == node) {
        *size = tree->names[i].size;
        return tree->decoded.bytes + tree->names[i].begin;
    }
    const char *end = tree->text + (tree->nodes[node].at & ~JSON_MARK) - 1;
    while (*end != '"') end--;
    const char *begin = end;
    while (begin[-1] != '"') begin--;
    *size = (size_t)(end - begin);
    return begin;
}
