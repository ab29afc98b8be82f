#include "base/json_repeats.h"

#include <stdlib.h>

#include "base/hash.h"

enum { FEW = 16 }; /* members: each is compared with each */

void json_repeats_free(struct json_repeats *repeats) {
    free(repeats->items);
    free(repeats->slots);
}

bool json_repeats_add(struct json_repeats *repeats, uint32_t node, const char *name, size_t size) {
    if (repeats->count == repeats->capacity &&
        !array_reserve(&repeats->items, &repeats->capacity, repeats->count + 1, sizeof *repeats->items))
        return false;
    uint32_t print = (uint32_t)size;
    if (size)
        print ^= (uint32_t)(unsigned char)name[0] << 8 | (uint32_t)(unsigned char)name[size / 2] << 16 |
                 (uint32_t)(unsigned char)name[size - 1] << 24;
    repeats->items[repeats->count++] = (struct json_repeat){node, print};
    return true;
}

static bool have_same_name(const struct json_tree *tree, uint32_t left, uint32_t right) {
    size_t left_size;
    size_t right_size;
    const char *name = json_tree_name(&left_size, tree, left);
    const char *other = json_tree_name(&right_size, tree, right);
    return left_size == right_size && memcmp(name, other, left_size) == 0;
}

static void mark(struct json_tree *tree, uint32_t node) {
    tree->nodes[node].at |= JSON_MARK;
}

static void mark_among_few(const struct json_repeat *items, size_t count, struct json_tree *tree) {
    for (size_t i = 0; i + 1 < count; i++)
        for (size_t other = i + 1; other < count; other++)
            if (items[i].print == items[other].print && have_same_name(tree, items[i].node, items[other].node)) {
                mark(tree, items[i].node);
                break;
            }
}

/* A table of names, in which a later one takes the place of an earlier one. */
static bool mark_among_many(struct json_repeats *repeats, const struct json_repeat *items, size_t count,
                            struct json_tree *tree) {
    size_t slot_count = 2;
    uint64_t seed = hash_seed();
    while (slot_count < 2 * count) slot_count *= 2;
    if (!array_reserve(&repeats->slots, &repeats->slot_capacity, slot_count, sizeof *repeats->slots)) return false;
    memset(repeats->slots, 0, slot_count * sizeof *repeats->slots);
    for (size_t i = 0; i < count; i++) {
        size_t size;
        const char *name = json_tree_name(&size, tree, items[i].node);
        size_t slot = hash_bytes(name, size, seed) & (slot_count - 1);
        for (; repeats->slots[slot]; slot = (slot + 1) & (slot_count - 1)) {
            const struct json_repeat *other = &items[repeats->slots[slot] - 1];
            if (other->print != items[i].print || !have_same_name(tree, other->node, items[i].node)) continue;
            mark(tree, other->node);
            break;
        }
        repeats->slots[slot] = (uint32_t)i + 1;
    }
    return true;
}

bool json_repeats_mark(struct json_repeats *repeats, size_t first, struct json_tree *tree) {
    const struct json_repeat *items = repeats->items + first;
    size_t count = repeats->count - first;
    bool good = true;
    if (count > FEW)
        good = mark_among_many(repeats, items, count, tree);
    else if (count > 1)
        mark_among_few(items, count, tree);
    repeats->count = first;
    return good;
}
