/* Tokens with a wanted fingerprint. A fingerprint of 16 bytes is a folded product of (first ^ a key) and (last ^
 * another key), and the product with a power of two is a rotation: so either half tells the other for any fingerprint.
 */
#ifndef UNIT_FORGER_H
#define UNIT_FORGER_H

#include "matching.h"

enum { FORGED_SIZE = FINGERPRINT_SHORT, FORGED_MAX = TOKENS_MAX };

/* The forged tokens of one text. */
struct forger {
    const struct automaton *automaton;
    const struct dictionary *dictionary;
    char bytes[FORGED_MAX][FORGED_SIZE];
    size_t used;
    bool has_blank; /* in a token's bytes: the text cannot be written as lines */
};

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

static inline bool holds_blank(const char *bytes) {
    return memchr(bytes, ' ', FORGED_SIZE) || memchr(bytes, '\t', FORGED_SIZE) || memchr(bytes, '\n', FORGED_SIZE);
}

/* A token with that fingerprint, one without blanks if there is one. */
static inline gaz_token forge(struct forger *forger, uint64_t wanted, uint64_t *random) {
    assert_true(forger->used < FORGED_MAX);
    char *bytes = forger->bytes[forger->used++];
    unsigned power = (unsigned)oracle_below(random, 64);
    for (unsigned i = 0; i < 64; i++) {
        forge_bytes(bytes, &forger->automaton->keys, wanted, (power + i) % 64);
        if (!holds_blank(bytes)) return (gaz_token){bytes, FORGED_SIZE};
    }
    forger->has_blank = true;
    return (gaz_token){bytes, FORGED_SIZE};
}

static inline uint64_t fingerprint_of(const struct forger *forger, gaz_token token) {
    return fingerprint(&forger->automaton->keys, token.bytes, token.size);
}

/* Another token that passes for this one. */
static inline gaz_token forge_twin(struct forger *forger, gaz_token token, uint64_t *random) {
    return forge(forger, fingerprint_of(forger, token), random);
}

/* A token that together with `left` has the hash of a pair. */
static inline gaz_token forge_right(struct forger *forger, gaz_token left, uint64_t hash, uint64_t *random) {
    uint64_t right = rotate_right(hash - fingerprint_of(forger, left), 23);
    assert_true(pair_hash(fingerprint_of(forger, left), right) == hash);
    return forge(forger, right, random);
}

/* ---- What the automaton holds ---- */

/* Fills the filter: it may let through what it does not have, but stops most forged tokens otherwise. */
static inline void fill_filter(struct oracle_model *made, enum format_tokenization number) {
    const struct automaton *automaton = &made->model->automata[number];
    size_t offset = (size_t)((const char *)automaton->filter.words - made->image.bytes);
    memset(made->image.bytes + offset, 0xFF, automaton->header->filter_words * sizeof *automaton->filter.words);
}

static inline gaz_token token_of(const struct automaton *automaton, uint32_t token) {
    uint32_t begin = automaton->token_offsets[token];
    return (gaz_token){automaton->token_bytes + begin, automaton->token_offsets[token + 1] - begin};
}

/* The tokens that lead to a state, from left to right. Returns how many. */
static inline size_t state_tokens(gaz_token *tokens, const struct automaton *automaton, uint32_t state) {
    size_t count = 0;
    for (; state >= automaton->first_pair; state = state_parent(automaton_state(automaton, state)))
        tokens[count++] = token_of(automaton, state_token(automaton_state(automaton, state)));
    tokens[count++] = token_of(automaton, state);
    return count;
}

/* A state of level 2 or deeper, or 0 if there is none. */
static inline uint32_t random_state(const struct automaton *automaton, uint64_t *random) {
    uint32_t count = automaton->header->state_count - automaton->first_pair;
    return count ? automaton->first_pair + (uint32_t)oracle_below(random, count) : 0;
}

/* The hash of the step that leads to a state. */
static inline uint64_t hash_to(const struct automaton *automaton, uint32_t state) {
    if (state < automaton->first_pair) return automaton->fingerprints[state];
    struct image_state record = automaton_state(automaton, state);
    uint64_t left = automaton->fingerprints[state_token(record)];
    uint32_t parent = state_parent(record);
    return parent < automaton->first_pair ? pair_hash(left, automaton->fingerprints[parent]) : step_hash(parent, left);
}

#endif
