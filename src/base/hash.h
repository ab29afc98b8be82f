/* Hashing: the one place that includes xxHash. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* XXH3, 64 bits. The same on every machine. */
uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed);

/* A seed for tables in memory, another one in each process: nobody can make strings up that all go into one slot. No
 * result may depend on it. */
uint64_t hash_seed(void);

#endif
