/* What the builder compiles, state by state, compared with what the entries say. */
#include "forger.h"

enum { ENTRIES = 30, LENGTH = 5, LETTERS = 4 };

/* What an entry is called under a tokenization; `count` 0: nothing. */
struct surface {
    gaz_token tokens[LENGTH];
    size_t count;
};

struct given {
    struct surface surfaces[TOKENS_END][ENTRIES];
    uint32_t claims[ENTRIES]; /* distinct; of entries with the same tokens one wins */
    struct image_evidence evidence[ENTRIES];
    bool higher_wins;
    bool in_order;
    size_t count;
};

static const gaz_token letters[LETTERS] = {TOKEN("a"), TOKEN("b"), TOKEN("cc"), TOKEN("a long token of many letters")};

static void random_given(struct given *given, uint64_t *random) {
    given->count = oracle_below(random, ENTRIES + 1);
    given->higher_wins = oracle_below(random, 2);
    given->in_order = oracle_below(random, 2);
    bool has_evidence = oracle_below(random, 3);
    for (size_t i = 0; i < given->count; i++) {
        given->evidence[i] = (struct image_evidence){0};
        if (has_evidence && oracle_below(random, 3) == 0)
            given->evidence[i] = (struct image_evidence){(uint32_t)oracle_below(random, 3), UINT32_MAX - (uint32_t)i,
                                                         (uint32_t)oracle_below(random, 100)};
        given->claims[i] = (uint32_t)i;
        size_t other = oracle_below(random, i + 1);
        given->claims[i] = given->claims[other];
        given->claims[other] = (uint32_t)i;
        for (int tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++) {
            struct surface *surface = &given->surfaces[tokenization][i];
            surface->count = oracle_below(random, LENGTH + 1);
            for (size_t k = 0; k < surface->count; k++) surface->tokens[k] = letters[oracle_below(random, LETTERS)];
        }
    }
}

static bool is_higher(const void *context, uint32_t left, uint32_t right) {
    assert_non_null(context);
    return left > right;
}

static void compile(struct oracle_model *made, const struct given *given, unsigned threads) {
    struct builder builder = {.in_order = given->in_order};
    gaz_error error;
    *made = (struct oracle_model){0};
    if (given->higher_wins) {
        builder.is_stronger = is_higher;
        builder.context = given;
    }
    for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++)
        builder.tokenizations[tokenization].wanted = true;
    for (size_t i = 0; i < given->count; i++) {
        char type[24];
        snprintf(type, sizeof type, "%zu", i);
        oracle_check(builder_add_entry(&builder, type, given->claims[i], (float)i / ENTRIES, &error), &error);
        if (given->evidence[i].occurrences)
            oracle_check(builder_set_evidence(&builder, given->evidence[i], &error), &error);
        for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++) {
            const struct surface *surface = &given->surfaces[tokenization][i];
            for (size_t k = 0; k < surface->count; k++)
                oracle_check(builder_add_token(&builder, tokenization, surface->tokens[k].bytes,
                                               surface->tokens[k].size, &error),
                             &error);
            if (surface->count && i % 7 == 3) { /* added in vain, and then again */
                builder_drop_surface(&builder, tokenization);
                for (size_t k = 0; k < surface->count; k++)
                    oracle_check(builder_add_token(&builder, tokenization, surface->tokens[k].bytes,
                                                   surface->tokens[k].size, &error),
                                 &error);
            }
        }
    }
    oracle_check(builder_finish(&made->image, &builder, threads, NULL, NULL, &error), &error);
    builder_free(&builder);
    oracle_check(model_open_memory(&made->model, made->image.bytes, made->image.size, false, "test", &error), &error);
}

/* ---- What the entries say ---- */

static bool same_tokens(const gaz_token *left, const gaz_token *right, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!oracle_same_token(&left[i], &right[i])) return false;
    return true;
}

/* The entry that wins those tokens under a tokenization, or ENTRIES. */
static size_t winner_of(const struct given *given, uint32_t tokenization, const gaz_token *tokens, size_t count) {
    size_t winner = ENTRIES;
    for (size_t i = 0; i < given->count; i++) {
        const struct surface *surface = &given->surfaces[tokenization][i];
        if (surface->count != count || !same_tokens(surface->tokens, tokens, count)) continue;
        if (winner == ENTRIES || (given->claims[i] > given->claims[winner]) == given->higher_wins) winner = i;
    }
    return winner;
}

/* The state that those tokens lead to from right to left, or 0. */
static uint32_t state_of(const struct automaton *automaton, const gaz_token *tokens, size_t count) {
    for (uint32_t state = 1; state < automaton->header->state_count; state++) {
        gaz_token path[LENGTH];
        if (automaton_level(automaton, state) == count && state_tokens(path, automaton, state) == count &&
            same_tokens(path, tokens, count))
            return state;
    }
    return 0;
}

/* The same by the steps. */
static uint32_t step_to(const struct automaton *automaton, const gaz_token *tokens, size_t count) {
    uint64_t prints[LENGTH];
    for (size_t i = 0; i < count; i++) prints[i] = fingerprint(&automaton->keys, tokens[i].bytes, tokens[i].size);
    if (count == 1) return automaton_step_token(automaton, prints[0]);
    uint32_t state = automaton_step_pair(automaton, prints[count - 2], prints[count - 1]);
    for (size_t i = count - 2; state && i-- > 0;) {
        if (!state_may_lead(automaton_state(automaton, state), sketch(tokens[i].bytes, tokens[i].size))) return 0;
        state = automaton_step(automaton, state, prints[i]);
    }
    return state;
}

/* ---- Checking ---- */

static void check_state(const struct given *given, const gaz_model *model, uint32_t number, uint32_t state) {
    const struct automaton *automaton = &model->automata[number];
    gaz_token path[LENGTH];
    uint32_t level = automaton_level(automaton, state);
    assert_true(state >= automaton->levels[level].state && state < automaton->levels[level + 1].state);
    assert_int_equal(state_tokens(path, automaton, state), level);
    assert_int_equal(state_of(automaton, path, level), state); /* no other one has its tokens */
    size_t winner = winner_of(given, number, path, level);
    assert_int_equal(automaton_is_output(automaton, state, level), winner < ENTRIES);
    if (winner < ENTRIES) {
        uint32_t entry = automaton_entry(automaton, state, level);
        assert_int_equal(oracle_number(model, entry), winner);
        assert_true(model->entries[entry].score == (float)winner / ENTRIES);
    }
    uint32_t output = 0;
    uint32_t fail = 0;
    for (size_t i = 1; i <= level; i++) {
        uint32_t beginning = state_of(automaton, path, i);
        if (i < level && beginning) fail = beginning;
        if (winner_of(given, number, path, i) < ENTRIES) output = beginning;
    }
    assert_int_equal(automaton_output(automaton, state), output);
    if (state >= automaton->first_pair) assert_int_equal(state_fail(automaton_state(automaton, state)), fail);
    if (level > 1 || winner < ENTRIES)
        assert_int_equal(step_to(automaton, path, level), state);
    else
        assert_int_equal(step_to(automaton, path, level), 0);
}

/* Every end of a surface has a state; so, with each state's tokens its own, a count tells that there are no more. */
static void check_tokenization(const struct given *given, const gaz_model *model, uint32_t number) {
    const struct automaton *automaton = &model->automata[number];
    bool reached[ENTRIES * LENGTH + LETTERS + 1] = {true};
    size_t states = 1;
    for (uint32_t token = 1; token < automaton->first_pair; token++, states++) reached[token] = true;
    for (size_t i = 0; i < given->count; i++) {
        const struct surface *surface = &given->surfaces[number][i];
        for (size_t k = 0; k < surface->count; k++) {
            uint32_t state = state_of(automaton, surface->tokens + k, surface->count - k);
            assert_int_not_equal(state, 0);
            states += !reached[state];
            reached[state] = true;
        }
    }
    assert_int_equal(automaton->header->state_count, states);
    for (uint32_t state = 1; state < automaton->header->state_count; state++) check_state(given, model, number, state);
}

static bool wins_somewhere(const struct given *given, size_t entry) {
    for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++) {
        const struct surface *surface = &given->surfaces[tokenization][entry];
        if (surface->count && winner_of(given, tokenization, surface->tokens, surface->count) == entry) return true;
    }
    return false;
}

/* The model has the entries that win, each once; in the order they were added if that was asked for. Their evidence is
 * theirs, and is not there if none of them has any. */
static void check_entries(const struct given *given, const gaz_model *model) {
    bool seen[ENTRIES] = {false};
    uint32_t count = 0;
    bool has_evidence = false;
    for (size_t i = 0; i < given->count; i++) {
        count += wins_somewhere(given, i);
        has_evidence = has_evidence || (wins_somewhere(given, i) && given->evidence[i].occurrences);
    }
    assert_int_equal(model->header->entry_count, count);
    assert_int_equal(model->evidence != NULL, has_evidence);
    for (uint32_t entry = 0; entry < count; entry++) {
        size_t number = oracle_number(model, entry);
        assert_true(number < given->count && !seen[number] && wins_somewhere(given, number));
        seen[number] = true;
        if (has_evidence)
            assert_memory_equal(&model->evidence[entry], &given->evidence[number], sizeof(struct image_evidence));
        if (given->in_order && entry > 0) assert_true(oracle_number(model, entry - 1) < number);
    }
}

static void random_entries(void **state) {
    (void)state;
    uint64_t random = seed;
    for (int i = 0; i < 300; i++) {
        struct given given;
        struct oracle_model made;
        struct oracle_model threaded;
        random_given(&given, &random);
        compile(&made, &given, 1);
        compile(&threaded, &given, 2);
        assert_int_equal(made.image.size, threaded.image.size);
        assert_memory_equal(made.image.bytes, threaded.image.bytes, made.image.size);
        for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++)
            check_tokenization(&given, made.model, tokenization);
        check_entries(&given, made.model);
        oracle_close(&made);
        oracle_close(&threaded);
    }
}

/* The filter lets the first steps of every entry through. */
static void the_filter_stops_no_entry(void **state) {
    (void)state;
    uint64_t random = seed + 1;
    for (int i = 0; i < 100; i++) {
        struct given given;
        struct oracle_model made;
        random_given(&given, &random);
        compile(&made, &given, 1);
        for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++)
            for (size_t k = 0; k < given.count; k++) {
                const struct surface *surface = &given.surfaces[tokenization][k];
                if (surface->count == 0) continue;
                const gaz_token *last = &surface->tokens[surface->count - 1];
                uint32_t key = sketch(last->bytes, last->size);
                if (surface->count > 1) key = filter_pair(sketch(last[-1].bytes, last[-1].size), key);
                assert_true(filter_has(&made.model->automata[tokenization].filter, key));
            }
        oracle_close(&made);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_entries),
        cmocka_unit_test(the_filter_stops_no_entry),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
