/* Hashing: the one place that includes xxHash. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* XXH3, 64 bits. The same on every machine. */
uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed);

#endif
