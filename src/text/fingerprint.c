#include "text/fingerprint.h"

#include "text/keys.h"

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
    keys->first = next_random(&state);
    /* Odd: with a factor that short tokens cannot change, the product's lower half tells them all apart. */
    for (int size = 0; size <= FINGERPRINT_SHORT; size++) keys->last[size] = next_random(&state) | 1;
}

void sketch_seed(struct sketch_factors *factors, uint64_t seed) {
    uint64_t state = ~seed;
    for (int i = 0; i < 4; i++) { /* odd, and not small */
        uint64_t random = next_random(&state);
        int16_t factor = (int16_t)((random & 0x3FFF) | 0x4001);
        factors->of[i] = random >> 63 ? factor : (int16_t)-factor;
    }
}
