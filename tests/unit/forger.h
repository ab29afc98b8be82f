/* Tokens made to be taken for others.
 *
 *   - With a wanted sketch: they have the same keys as the token whose sketch it is. A sketch is a sum of four words
 *     times factors, so two of the words are chosen and the other two follow
 *   - with a wanted fingerprint: they make the same step from a deep state. A fingerprint of 16 bytes is a folded
 *     product of (first ^ a key) and (last ^ another key), and the product with a power of two is a rotation: so either
 *     half tells the other for any fingerprint
 *   - tokens whose key has the line and the check of a record in the table, whatever tokens that is of: they are found
 *     by trying */
#ifndef UNIT_FORGER_H
#define UNIT_FORGER_H

#include "matching.h"

enum { FORGED_SIZE = FINGERPRINT_SHORT };

/* Bytes that a token between blanks cannot have, and the zero that tests print badly. */
static inline bool forged_badly(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (bytes[i] == 0 || byte_is_blank(bytes[i])) return true;
    return false;
}

/* ---- Sketches ---- */

/* Writes eight bytes with that sketch. */
static inline void forge_sketch(char *bytes, const struct sketch_factors *factors, uint32_t wanted, uint64_t *random) {
    for (;;) {
        int64_t words[4] = {0, 0, (int16_t)oracle_random(random), (int16_t)oracle_random(random)};
        uint32_t known = (uint32_t)(words[2] * factors->of[2]) + (uint32_t)(words[3] * factors->of[3]);
        int64_t rest = (int32_t)(wanted - known);
        for (words[1] = INT16_MIN; words[1] <= INT16_MAX; words[1]++) {
            int64_t first = rest - words[1] * factors->of[1];
            words[0] = first / factors->of[0];
            if (first % factors->of[0] || words[0] < INT16_MIN || words[0] > INT16_MAX) continue;
            for (size_t i = 0; i < 4; i++) memcpy(bytes + 2 * i, &(int16_t){(int16_t)words[i]}, 2);
            if (forged_badly(bytes, SKETCH_SIZE)) continue;
            assert_true(sketch_token(factors, bytes, SKETCH_SIZE) == wanted);
            return;
        }
    }
}

static inline uint32_t sketch_of(const struct automaton *automaton, gaz_token token) {
    return sketch_token(&automaton->factors, token.bytes, token.size);
}

/* Another token with this one's sketch, in a room of FORGED_SIZE bytes. A short one has it with zeros behind it, too.
 */
static inline gaz_token forge_sketch_twin(char *bytes, const struct automaton *automaton, gaz_token token,
                                          uint64_t *random) {
    size_t size = SKETCH_SIZE + oracle_below(random, FORGED_SIZE - SKETCH_SIZE + 1);
    if (token.size < SKETCH_SIZE && oracle_below(random, 4) == 0) {
        memset(bytes, 0, SKETCH_SIZE);
        memcpy(bytes, token.bytes, token.size);
        return (gaz_token){bytes, token.size + 1 + oracle_below(random, SKETCH_SIZE - token.size)};
    }
    do {
        if (token.size >= SKETCH_SIZE && oracle_below(random, 2))
            memcpy(bytes, token.bytes, SKETCH_SIZE);
        else
            forge_sketch(bytes, &automaton->factors, sketch_of(automaton, token), random);
        for (size_t i = SKETCH_SIZE; i < size; i++) bytes[i] = (char)('a' + oracle_below(random, 2));
    } while (size == token.size && memcmp(bytes, token.bytes, size) == 0);
    return (gaz_token){bytes, size};
}

/* ---- Fingerprints ---- */

static inline uint64_t rotate_right(uint64_t word, unsigned by) {
    return by ? word >> by | word << (64 - by) : word;
}

/* Writes one of the 64 such tokens. */
static inline void forge_bytes(char *bytes, const struct fingerprint_keys *keys, uint64_t wanted, unsigned power) {
    uint64_t first = keys->first ^ (uint64_t)1 << power;
    uint64_t last = keys->last[FORGED_SIZE] ^ rotate_right(wanted, power);
    memcpy(bytes, &first, 8);
    memcpy(bytes + 8, &last, 8);
    assert_true(fingerprint(keys, bytes, FORGED_SIZE) == wanted);
}

/* A token with that fingerprint; one that the signature bits of a sketch let through and that can stand in a text, if
 * there is such a one. */
static inline gaz_token forge_print(char *bytes, const struct automaton *automaton, uint64_t wanted, uint32_t sketch,
                                    uint64_t *random) {
    unsigned power = (unsigned)oracle_below(random, 64);
    for (unsigned i = 0; i < 64; i++) {
        forge_bytes(bytes, &automaton->keys, wanted, (power + i) % 64);
        uint32_t forged = sketch_token(&automaton->factors, bytes, FORGED_SIZE);
        bool passes = deep_signature_bit(forged) == deep_signature_bit(sketch) ||
                      record_signature_bit(forged) == record_signature_bit(sketch);
        if (passes && !forged_badly(bytes, FORGED_SIZE)) break;
    }
    return (gaz_token){bytes, FORGED_SIZE};
}

/* Another token with this one's fingerprint. */
static inline gaz_token forge_print_twin(char *bytes, const struct automaton *automaton, gaz_token token,
                                         uint64_t *random) {
    return forge_print(bytes, automaton, fingerprint(&automaton->keys, token.bytes, token.size),
                       sketch_of(automaton, token), random);
}

/* The fingerprint of the token that makes of a state a step with that hash. */
static inline uint64_t fingerprint_of_step(uint32_t parent, uint64_t hash) {
    uint64_t inverse = 1;
    for (int i = 0; i < 6; i++) inverse *= 2 - UINT64_C(0xD6E8FEB86659FD93) * inverse;
    uint64_t mixed = hash * inverse;
    mixed ^= mixed >> 32;
    uint64_t print = mixed - (uint64_t)(parent + 1) * UINT64_C(0xC2B2AE3D27D4EB4F);
    assert_true(deep_hash(parent, print) == hash);
    return print;
}

/* ---- Keys ---- */

static inline struct key key_of_tokens(const struct automaton *automaton, const gaz_token *tokens, size_t count) {
    uint32_t sketches[3] = {0};
    for (size_t i = 0; i < count; i++) sketches[i] = sketch_of(automaton, tokens[i]);
    if (count == 1) return key_one(sketches[0]);
    return count == 2 ? key_two(sketches[0], sketches[1]) : key_three(sketches[0], sketches[1], sketches[2]);
}

/* Makes up to three tokens whose key has the line and the check of a record in a line; each has room for FORGED_SIZE
 * bytes. False: tried in vain. */
static inline bool forge_key(gaz_token *tokens, char (*bytes)[FORGED_SIZE], const struct automaton *automaton,
                             size_t count, uint32_t record, uint64_t *random) {
    enum { TRIES = 200000, SIZE = 5 };
    uint64_t check = record_check_of(&automaton->records[record]);
    for (size_t i = 0; i < count; i++) tokens[i] = (gaz_token){bytes[i], SIZE};
    for (int tries = 0; tries < TRIES; tries++) {
        size_t changed = tries < 3 ? (size_t)tries % count : oracle_below(random, count);
        uint64_t letters = oracle_random(random);
        for (size_t i = 0; i < SIZE; i++) bytes[changed][i] = (char)('a' + (letters >> 4 * i & 15));
        if ((size_t)tries + 1 < count) continue;
        struct key key = key_of_tokens(automaton, tokens, count);
        if (record_check(key.check) == check && home_line(&automaton->homes, key.hash, key.check) == record / 4)
            return true;
    }
    return false;
}

/* Fills the filters: they may let through what they do not have, but stop most forged tokens otherwise. */
static inline void fill_filters(struct oracle_model *made, enum format_tokenization number) {
    const struct automaton *automaton = &made->model->automata[number];
    for (int i = 0; i < FILTER_END; i++) {
        if (!automaton->filters[i].words) continue;
        size_t offset = (size_t)((const char *)automaton->filters[i].words - made->image.bytes);
        memset(made->image.bytes + offset, 0xFF, automaton->header->filter_words[i] * sizeof(uint32_t));
    }
}

#endif
