/* Random alphabets, and sentences of their tokens. */
#ifndef UNIT_POOL_H
#define UNIT_POOL_H

#include "matching.h"

#define EIGHT "abababab"

/* Tokens that share beginnings and ends, of every length class of a fingerprint. */
static const gaz_token pool[] = {
    TOKEN("a"),
    TOKEN("b"),
    TOKEN("ab"),
    TOKEN("abababa"),
    TOKEN(EIGHT),
    TOKEN("bbababab"),
    TOKEN("ababababa"),
    TOKEN("bbabababa"),
    TOKEN(EIGHT "abababa"),
    TOKEN(EIGHT EIGHT),
    TOKEN(EIGHT "bbababab"),
    TOKEN(EIGHT "a" EIGHT),
    TOKEN(EIGHT "b" EIGHT),
    TOKEN(EIGHT "c" EIGHT),
    TOKEN(EIGHT "cccccccccccccccccccccccc" EIGHT),
    TOKEN(EIGHT "ccccccccccccdccccccccccc" EIGHT),
    TOKEN(EIGHT "cccccccccccccccccccccccd" EIGHT),
};
enum { POOL = sizeof pool / sizeof *pool, ALPHABET_MAX = 6 };

/* A few tokens of the pool, all different. Returns how many. */
static inline size_t random_alphabet(gaz_token *alphabet, uint64_t *random) {
    size_t order[POOL];
    size_t count = 1 + oracle_below(random, ALPHABET_MAX);
    for (size_t i = 0; i < POOL; i++) order[i] = i;
    for (size_t i = 0; i < count; i++) {
        size_t other = i + oracle_below(random, POOL - i);
        size_t number = order[other];
        order[other] = order[i];
        alphabet[i] = pool[order[i] = number];
    }
    return count;
}

/* Mostly tokens of the alphabet, now and then one of the pool. */
static inline size_t random_text(gaz_token *tokens, size_t most, const gaz_token *alphabet, size_t alphabet_count,
                                 uint64_t *random) {
    size_t count = oracle_below(random, most + 1);
    for (size_t i = 0; i < count; i++)
        tokens[i] = oracle_below(random, 16) ? alphabet[oracle_below(random, alphabet_count)]
                                             : pool[oracle_below(random, POOL)];
    return count;
}

static inline void random_sentences(struct sentences *sentences, const gaz_token *alphabet, size_t alphabet_count,
                                    uint64_t *random) {
    size_t used = 0;
    sentences->count = 1 + oracle_below(random, SENTENCES_MAX);
    for (size_t i = 0; i < sentences->count; i++) {
        used += random_text(sentences->tokens + used, TOKENS_MAX / SENTENCES_MAX, alphabet, alphabet_count, random);
        sentences->ends[i] = used;
    }
}

#endif
