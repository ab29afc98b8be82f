/* Memory that is taken in pieces and given back as a whole. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/* All zero is an empty arena. */
struct arena {
    struct arena_chunk *chunks; /* the newest first */
    size_t used;                /* bytes used of the newest chunk */
};

/* `size` bytes aligned for any type, or NULL. They live until arena_free. */
void *arena_alloc(struct arena *arena, size_t size);

/* A copy of `size` bytes without alignment, or NULL. A zero byte follows the copy. */
char *arena_copy(struct arena *arena, const char *bytes, size_t size);

void arena_free(struct arena *arena);

#endif
