/* Vocabularies made to hurt the builder: it succeeds, soon, and what it makes is right and quickly searched. */
#include "forger.h"
#include "states.h"

enum { SEEDS_SOON = 4, TOKEN_ROOM = 24 };

/* Entries of some tokens each, from one array. */
struct hard {
    struct oracle_entry *entries;
    size_t count;
    gaz_token *tokens;
    char (*bytes)[TOKEN_ROOM];
};

static void hard_init(struct hard *hard, size_t entries, size_t tokens) {
    hard->count = entries;
    hard->entries = calloc(entries, sizeof *hard->entries);
    hard->tokens = calloc(tokens, sizeof *hard->tokens);
    hard->bytes = calloc(tokens, sizeof *hard->bytes);
    assert_true(hard->entries && hard->tokens && hard->bytes);
}

/* Compiles the entries, checks each, and gives the seed that was taken. */
static uint64_t check_hard(struct hard *hard, uint32_t expected_states) {
    struct oracle_model made;
    oracle_compile(&made, hard->entries, hard->count, TOKENS_CORPUS, 0);
    const struct automaton *automaton = &made.model->automata[TOKENS_CORPUS];
    for (size_t i = 0; i < hard->count; i++) {
        const struct oracle_entry *entry = &hard->entries[i];
        uint32_t state = find_state(automaton, entry->tokens, entry->count);
        if (state == STATE_NONE) fail_msg("entry %zu of %zu is not found", i, hard->count);
        uint32_t output = output_of_state(automaton, state);
        assert_true(output > 0);
        assert_int_equal(oracle_number(made.model, automaton_entry(automaton, output)), i);
        assert_true(filters_let(automaton, entry->tokens, entry->count));
    }
    assert_int_equal(count_states(automaton), expected_states);
    check_rows(automaton);
    assert_int_equal(made.model->header->entry_count, hard->count);
    uint64_t taken = automaton->header->seed;
    free(hard->entries);
    free(hard->tokens);
    free(hard->bytes);
    oracle_close(&made);
    return taken;
}

/* ---- Keys that are the same under every seed ---- */

/* `count` entries of `size` tokens, the last of which have the same first eight bytes; from four tokens on they are
 * deep states of so many parents. */
static void check_same_beginnings(size_t count, size_t size) {
    static const gaz_token before[] = {TOKEN("out"), TOKEN("of"), TOKEN("the")};
    struct hard hard;
    hard_init(&hard, count, count * size);
    for (size_t i = 0; i < count; i++) {
        gaz_token *tokens = hard.tokens + i * size;
        memcpy(tokens, before + (4 - size), (size - 1) * sizeof *tokens);
        int written = snprintf(hard.bytes[i], TOKEN_ROOM, "ENSG0000%zu", i * 7919);
        tokens[size - 1] = (gaz_token){hard.bytes[i], (size_t)written};
        hard.entries[i] = (struct oracle_entry){.tokens = tokens, .count = size};
    }
    uint64_t taken = check_hard(&hard, (uint32_t)(size < 4 ? count : 2 * count));
    if (taken > SEEDS_SOON)
        fail_msg("%zu entries of %zu tokens took seed %llu", count, size, (unsigned long long)taken);
}

static void tokens_with_the_same_beginning(void **state) {
    (void)state;
    static const size_t counts[] = {1, 2, 3, 4, 5, 16, 100, 1000, 8192, 16383, 40000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (size_t size = 1; size <= 4; size++) check_same_beginnings(counts[i], size);
}

/* ---- Keys that are made to be in one group ---- */

/* Pairs with the same hash, but other checks, under the first seed. */
static void pairs_with_the_same_hash(void **state) {
    (void)state;
    enum { COUNT = 4000 };
    uint64_t random = seed;
    struct sketch_factors factors;
    struct hard hard;
    hard_init(&hard, COUNT, (size_t)2 * COUNT);
    sketch_seed(&factors, 1);
    for (size_t i = 0; i < COUNT; i++) {
        gaz_token *tokens = hard.tokens + 2 * i;
        for (size_t k = 0; k < 2; k++) tokens[k] = (gaz_token){hard.bytes[2 * i + k], SKETCH_SIZE};
        uint32_t right = (uint32_t)oracle_random(&random);
        forge_sketch(hard.bytes[2 * i + 1], &factors, right, &random);
        forge_sketch(hard.bytes[2 * i], &factors, 0xABCDEF - key_rotate(right, 13), &random);
        hard.entries[i] = (struct oracle_entry){.tokens = tokens, .count = 2};
        uint32_t left = sketch_token(&factors, tokens[0].bytes, tokens[0].size);
        assert_int_equal(key_two(left, right).hash, key_two(0xABCDEF, 0).hash);
    }
    uint64_t taken = check_hard(&hard, COUNT);
    assert_true(taken > 1 && taken <= SEEDS_SOON);
}

/* ---- Places that are made to be one, or to make a row ---- */

/* Tokens with the same beginning that have one place each, one behind the other, under the first seed: a search in vain
 * would have to look at all of them. */
static void a_shared_key_in_one_row(void **state) {
    (void)state;
    enum { COUNT = 3000, SLOTS = 8192 };
    static bool used[SLOTS];
    struct fingerprint_keys keys;
    struct hard hard;
    size_t made = 0;
    hard_init(&hard, COUNT, COUNT);
    fingerprint_seed(&keys, 1);
    for (size_t number = 0; made < COUNT; number++) {
        int size = snprintf(hard.bytes[made], TOKEN_ROOM, "ENSG0000%zu", number);
        uint64_t print = fingerprint(&keys, hard.bytes[made], (size_t)size);
        uint64_t place = shared_hash(print, 0, 0) % SLOTS;
        if (place >= COUNT || used[place]) continue;
        used[place] = true;
        hard.tokens[made] = (gaz_token){hard.bytes[made], (size_t)size};
        hard.entries[made] = (struct oracle_entry){.tokens = hard.tokens + made, .count = 1};
        made++;
    }
    uint64_t taken = check_hard(&hard, COUNT);
    assert_true(taken > 1 && taken <= SEEDS_SOON);
}

/* The only record of three tokens has the first place in the only line under the first seed; before it come tokens
 * whose steps from there have one place in the table of deep states, or make one row there. */
static void check_deep_places(bool row) {
    enum { COUNT = 6000, SIZE = 4, SLOTS = COUNT + COUNT / 4 + 8 };
    static const gaz_token after[] = {TOKEN("of"), TOKEN("the"), TOKEN("kernel")};
    struct fingerprint_keys keys;
    struct hard hard;
    hard_init(&hard, COUNT, (size_t)SIZE * COUNT);
    fingerprint_seed(&keys, 1);
    for (size_t i = 0; i < COUNT; i++) {
        gaz_token *tokens = hard.tokens + SIZE * i;
        tokens[0] = (gaz_token){hard.bytes[i], FORGED_SIZE};
        memcpy(tokens + 1, after, sizeof after);
        uint64_t upper = ((uint64_t)(row ? i : 7) << 32) / SLOTS + 1;
        uint64_t hash = upper << 32 | i * 0x10001;
        assert_int_equal(deep_place(hash, SLOTS), row ? i : 7);
        forge_bytes(hard.bytes[i], &keys, fingerprint_of_step(0, hash), i % 64);
        hard.entries[i] = (struct oracle_entry){.tokens = tokens, .count = SIZE};
    }
    uint64_t taken = check_hard(&hard, COUNT + 1);
    assert_true(taken > 1 && taken <= SEEDS_SOON);
}

static void deep_states_with_one_place(void **state) {
    (void)state;
    check_deep_places(false);
}

static void deep_states_in_one_row(void **state) {
    (void)state;
    check_deep_places(true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_with_the_same_beginning), cmocka_unit_test(pairs_with_the_same_hash),
        cmocka_unit_test(a_shared_key_in_one_row),        cmocka_unit_test(deep_states_with_one_place),
        cmocka_unit_test(deep_states_in_one_row),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
