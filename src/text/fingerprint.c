#include "text/fingerprint.h"

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(uint64_t *state) {
    uint64_t mixed = *state += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return mixed ^ mixed >> 31;
}

void fingerprint_seed(struct fingerprint_keys *keys, uint64_t seed) {
    uint64_t state = seed;
    keys->seed = seed;
    keys->length = next_random(&state) | 1;
    for (int i = 0; i < FINGERPRINT_KEYS; i++) /* odd, and large enough to reach the upper half */
        keys->multiplier[i] = (uint32_t)(next_random(&state) >> 32) | 0x80000001u;
}

void fingerprint_tokens(uint64_t *fingerprints, const struct fingerprint_keys *keys, const char *text, size_t size,
                        const struct token *tokens, size_t count) {
    (void)size;
    for (size_t i = 0; i < count; i++)
        fingerprints[i] = fingerprint(keys, text + tokens[i].begin, tokens[i].end - tokens[i].begin);
}
