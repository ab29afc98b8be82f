/* Members of an object whose name comes again in it, of which the last one counts. Used by json_parse.c. */
#ifndef BASE_JSON_REPEATS_H
#define BASE_JSON_REPEATS_H

#include "base/json_tree.h"

/* The members of the objects that are open, those of the innermost last. All zero is none. */
struct json_repeats {
    struct json_repeat {
        uint32_t node;
        uint32_t print; /* of the name: other names mostly have another one */
    } * items;
    size_t count;
    size_t capacity;
    uint32_t *slots; /* for an object with many members: number of a member, + 1; 0 = empty */
    size_t slot_capacity;
};

/* Adds a member with its name, of which `node` is that of its value. False: out of memory. */
bool json_repeats_add(struct json_repeats *repeats, uint32_t node, const char *name, size_t size);

/* Marks the members from `first` on, of an object that ends, whose names come again, and forgets all of these. False:
 * out of memory. */
bool json_repeats_mark(struct json_repeats *repeats, size_t first, struct json_tree *tree);

void json_repeats_free(struct json_repeats *repeats);

#endif
