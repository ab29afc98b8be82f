/* Finds the entries of surfaces that have many: the first few of a surface are a list, all behind them are found by
 * what tells them apart, so that a surface of ten thousand senses costs no more than ten thousand surfaces. */
#ifndef LEXICON_SENSES_H
#define LEXICON_SENSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SENSES_LISTED = 8 /* of a surface */ };

struct sense {
    uint32_t surface;
    uint32_t type;
    uint32_t id;
    uint32_t entry; /* 1 + its number; 0: an empty slot */
};

/* All zero is empty. */
struct senses {
    struct sense *slots; /* open addressing */
    size_t slot_count;   /* a power of two, or 0 */
    size_t count;
};

/* 1 + the number of the entry, 0 = none. */
uint32_t senses_find(const struct senses *senses, uint32_t surface, uint32_t type, uint32_t id);

/* Adds an entry that is not there. False: out of memory, nothing changed. */
bool senses_add(struct senses *senses, const struct sense *sense);

void senses_free(struct senses *senses);

#endif
