#include "learn/name_shapes.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* The number of a new node; 0: out of memory. */
static uint16_t add_node(struct name_shapes *shapes) {
    if (!array_reserve(&shapes->nodes, &shapes->capacity, shapes->count + 1, sizeof *shapes->nodes)) return 0;
    memset(&shapes->nodes[shapes->count], 0, sizeof *shapes->nodes);
    return (uint16_t)shapes->count++;
}

static bool add(struct name_shapes *shapes, const struct growth_shapes *sequence, size_t number) {
    uint16_t node = 0;
    shapes->plain[number] = true;
    for (unsigned i = 0; i < sequence->count; i++) {
        enum shape shape = (enum shape)sequence->items[i];
        enum shape plain = shape_plain(shape);
        if (plain != SHAPE_LOWER && plain != SHAPE_DIGITS && plain != SHAPE_SYMBOLS) shapes->plain[number] = false;
        if (!shapes->nodes[node].next[shape]) {
            uint16_t made = add_node(shapes);
            if (!made) return false;
            shapes->nodes[node].next[shape] = made;
        }
        node = shapes->nodes[node].next[shape];
    }
    shapes->nodes[node].number = (uint16_t)(number + 1);
    return true;
}

bool name_shapes_make(struct name_shapes *shapes, const struct growth *growth) {
    shapes->plain = calloc(growth->shape_count + 1, sizeof *shapes->plain);
    bool good = shapes->plain != NULL;
    add_node(shapes); /* the root */
    good = good && shapes->count == 1;
    for (size_t i = 0; i < growth->shape_count && good; i++) good = add(shapes, &growth->shapes[i], i);
    return good;
}

void name_shapes_free(struct name_shapes *shapes) {
    free(shapes->nodes);
    free(shapes->plain);
    *shapes = (struct name_shapes){0};
}
