#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_MIN = 1 << 18, CHUNK_MAX = 1 << 22 }; /* each has twice the room of the one before */

struct arena_chunk {
    struct arena_chunk *older;
    size_t capacity;
    alignas(max_align_t) char bytes[];
};

static void *take(struct arena *arena, size_t size, size_t alignment) {
    size_t start = (arena->used + alignment - 1) & ~(alignment - 1);
    if (!arena->chunks || start > arena->chunks->capacity || size > arena->chunks->capacity - start) {
        if (size > SIZE_MAX - sizeof(struct arena_chunk)) return NULL;
        size_t capacity = arena->chunks ? 2 * arena->chunks->capacity : CHUNK_MIN;
        if (capacity > CHUNK_MAX) capacity = CHUNK_MAX;
        if (capacity < size) capacity = size;
        struct arena_chunk *chunk = malloc(sizeof *chunk + capacity);
        if (!chunk) return NULL;
        chunk->older = arena->chunks;
        chunk->capacity = capacity;
        arena->chunks = chunk;
        start = 0;
    }
    arena->used = start + size;
    return arena->chunks->bytes + start;
}

void *arena_alloc(struct arena *arena, size_t size) {
    return take(arena, size, alignof(max_align_t));
}

char *arena_copy(struct arena *arena, const char *bytes, size_t size) {
    if (size == SIZE_MAX) return NULL;
    char *copy = take(arena, size + 1, 1);
    if (!copy) return NULL;
    if (size) memcpy(copy, bytes, size);
    copy[size] = 0;
    return copy;
}

void arena_free(struct arena *arena) {
    while (arena->chunks) {
        struct arena_chunk *older = arena->chunks->older;
        free(arena->chunks);
        arena->chunks = older;
    }
    arena->used = 0;
}
