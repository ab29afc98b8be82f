/* What the builder compiles, state by state, compared with what the entries say. */
#include "dictionary.h"
#include "states.h"

enum { ENTRIES = 40, LENGTH = 6, LETTERS = 7 };

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

/* Three share their first eight bytes, and so their keys; one is far and has a blank. */
static const gaz_token letters[LETTERS] = {TOKEN("a"),
                                           TOKEN("b"),
                                           TOKEN("configuration"),
                                           TOKEN("configurator"),
                                           TOKEN("configurable"),
                                           TOKEN("cc"),
                                           TOKEN("a long token of many letters")};

static void random_given(struct given *given, uint64_t *random) {
    given->count = oracle_below(random, ENTRIES + 1);
    given->higher_wins = oracle_below(random, 2);
    given->in_order = oracle_below(random, 2);
    size_t used = 1 + oracle_below(random, LETTERS);
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
            for (size_t k = 0; k < surface->count; k++) surface->tokens[k] = letters[oracle_below(random, used)];
        }
    }
}

static bool is_higher(const void *context, uint32_t left, uint32_t right) {
    assert_non_null(context);
    return left > right;
}

static void add_tokens(struct builder *builder, uint32_t tokenization, const struct surface *surface) {
    gaz_error error;
    for (size_t k = 0; k < surface->count; k++)
        oracle_check(
            builder_add_token(builder, tokenization, surface->tokens[k].bytes, surface->tokens[k].size, &error),
            &error);
}

/* Entries are added from number `first` on, round to the one before it. */
static void compile(struct oracle_model *made, const struct given *given, unsigned threads, size_t first) {
    struct builder builder = {.in_order = given->in_order};
    gaz_error error;
    *made = (struct oracle_model){0};
    if (given->higher_wins) {
        builder.is_stronger = is_higher;
        builder.context = given;
    }
    for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++)
        builder.tokenizations[tokenization].wanted = true;
    for (size_t n = 0; n < given->count; n++) {
        size_t i = (first + n) % given->count;
        char type[24];
        snprintf(type, sizeof type, "%zu", i);
        oracle_check(builder_add_entry(&builder, type, given->claims[i], (float)i / ENTRIES, 0, &error), &error);
        if (given->evidence[i].occurrences)
            oracle_check(builder_set_evidence(&builder, given->evidence[i], &error), &error);
        for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++) {
            add_tokens(&builder, tokenization, &given->surfaces[tokenization][i]);
            if (i % 7 != 3 || given->surfaces[tokenization][i].count == 0) continue;
            assert_int_equal(builder_drop_surface(&builder, tokenization, &error),
                             GAZ_OK); /* added in vain, and then again */
            add_tokens(&builder, tokenization, &given->surfaces[tokenization][i]);
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

static bool is_stronger(const struct given *given, size_t left, size_t right) {
    return (given->claims[left] > given->claims[right]) == given->higher_wins;
}

/* The entries with those tokens under a tokenization, the strongest first. Returns how many. */
static size_t entries_of(size_t *entries, const struct given *given, uint32_t tokenization, const gaz_token *tokens,
                         size_t count) {
    size_t found = 0;
    for (size_t i = 0; i < given->count; i++) {
        const struct surface *surface = &given->surfaces[tokenization][i];
        if (surface->count != count || !same_tokens(surface->tokens, tokens, count)) continue;
        size_t place = found++;
        for (; place && is_stronger(given, i, entries[place - 1]); place--) entries[place] = entries[place - 1];
        entries[place] = i;
    }
    return found;
}

/* Whether some entry ends with the tokens; has exactly them, if there are less than three. */
static bool is_state(const struct given *given, uint32_t tokenization, const gaz_token *tokens, size_t count) {
    for (size_t i = 0; i < given->count; i++) {
        const struct surface *surface = &given->surfaces[tokenization][i];
        if (surface->count < count || (count < 3 && surface->count > count)) continue;
        if (same_tokens(surface->tokens + (surface->count - count), tokens, count)) return true;
    }
    return false;
}

/* ---- Checking ---- */

/* What states were found, so that they are counted once. */
struct reached {
    bool *records;
    bool *deep;
    uint32_t count;
    size_t outputs;
};

/* The run of a state: the entries with its tokens, and no more. Returns how many they are. */
static size_t check_run(const struct given *given, const gaz_model *model, uint32_t number, uint32_t output,
                        const gaz_token *tokens, size_t count) {
    const struct automaton *automaton = &model->automata[number];
    size_t expected[ENTRIES];
    size_t run = entries_of(expected, given, number, tokens, count);
    for (size_t i = 0; i < run; i++) {
        assert_true(output > 0 && output <= automaton->header->output_count);
        uint32_t entry = automaton_entry(automaton, output);
        assert_int_equal(oracle_number(model, entry), expected[i]);
        assert_true(model->entries[entry].score == (float)expected[i] / ENTRIES);
        output = automaton_next_sense(automaton, model->entries, output);
    }
    assert_int_equal(output, 0);
    return run;
}

/* The longest beginning of the tokens that is a state of three or more; of four or more and an entry, if `entry`. */
static uint32_t expected_link(const struct given *given, const struct automaton *automaton, uint32_t number,
                              const gaz_token *tokens, size_t count, bool entry) {
    size_t entries[ENTRIES];
    while (--count >= (entry ? 4 : 3))
        if (entry ? entries_of(entries, given, number, tokens, count) : is_state(given, number, tokens, count))
            return find_state(automaton, tokens, count);
    return STATE_NONE;
}

static void check_deep(const struct given *given, const struct automaton *automaton, uint32_t number, uint32_t state,
                       const gaz_token *tokens, size_t count) {
    const struct image_deep *deep = &automaton->deep[state & ~STATE_DEEP];
    uint32_t shorter = expected_link(given, automaton, number, tokens, count, true);
    assert_int_equal(deep->depth, count);
    assert_int_equal(deep->fail, expected_link(given, automaton, number, tokens, count, false));
    assert_int_equal(deep->shorter, shorter == STATE_NONE ? 0 : (shorter & ~STATE_DEEP) + 1);
    assert_true(automaton_may_lead(automaton, deep->parent, sketch_at(automaton, &tokens[0])));
}

/* Checks the state of some tokens that an entry ends with, if there is to be one. */
static void check_state(struct reached *reached, const struct given *given, const gaz_model *model, uint32_t number,
                        const gaz_token *tokens, size_t count) {
    const struct automaton *automaton = &model->automata[number];
    uint32_t state = find_state(automaton, tokens, count);
    assert_int_equal(state != STATE_NONE, is_state(given, number, tokens, count));
    if (state == STATE_NONE) return;
    bool *known = state & STATE_DEEP ? &reached->deep[state & ~STATE_DEEP] : &reached->records[state];
    size_t run = check_run(given, model, number, output_of_state(automaton, state), tokens, count);
    if (count > 3) check_deep(given, automaton, number, state, tokens, count);
    assert_true(filters_let(automaton, tokens, count));
    reached->count += !*known;
    reached->outputs += *known ? 0 : run;
    *known = true;
}

/* Every end of every entry, and that there is nothing else. */
static void check_tokenization(const struct given *given, const gaz_model *model, uint32_t number) {
    const struct automaton *automaton = &model->automata[number];
    const struct image_automaton *header = automaton->header;
    struct reached reached = {.records = calloc(header->record_count, sizeof(bool)),
                              .deep = calloc(header->deep_slots + 1, sizeof(bool))};
    bool used[LETTERS] = {false};
    size_t longest = 0;
    size_t tokens = 0;
    assert_true(reached.records && reached.deep);
    for (size_t i = 0; i < given->count; i++) {
        const struct surface *surface = &given->surfaces[number][i];
        if (surface->count > longest) longest = surface->count;
        for (size_t k = 0; k < surface->count; k++) {
            check_state(&reached, given, model, number, surface->tokens + k, surface->count - k);
            for (size_t n = 0; n < LETTERS; n++) used[n] |= oracle_same_token(&letters[n], &surface->tokens[k]);
        }
    }
    for (size_t n = 0; n < LETTERS; n++) tokens += used[n];
    assert_int_equal(header->state_count, reached.count);
    assert_int_equal(count_states(automaton), reached.count);
    assert_int_equal(header->output_count, reached.outputs);
    assert_int_equal(header->token_count, tokens);
    assert_int_equal(header->longest, longest);
    check_rows(automaton);
    free(reached.records);
    free(reached.deep);
}

static bool is_kept(const struct given *given, size_t entry) {
    for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++) {
        const struct surface *surface = &given->surfaces[tokenization][entry];
        size_t entries[ENTRIES];
        if (surface->count == 0) continue;
        size_t count = entries_of(entries, given, tokenization, surface->tokens, surface->count);
        for (size_t i = 0; i < count; i++)
            if (entries[i] == entry) return true;
    }
    return false;
}

/* The model has the entries that are kept, each once; in the order they were added if that was asked for. Their
 * evidence is theirs, and is not there if none of them has any. */
static void check_entries(const struct given *given, const gaz_model *model) {
    bool seen[ENTRIES] = {false};
    uint32_t count = 0;
    bool has_evidence = false;
    for (size_t i = 0; i < given->count; i++) {
        count += is_kept(given, i);
        has_evidence = has_evidence || (is_kept(given, i) && given->evidence[i].occurrences);
    }
    assert_int_equal(model->header->entry_count, count);
    assert_int_equal(model->evidence != NULL, has_evidence);
    for (uint32_t entry = 0; entry < count; entry++) {
        size_t number = oracle_number(model, entry);
        assert_true(number < given->count && !seen[number] && is_kept(given, number));
        seen[number] = true;
        if (has_evidence)
            assert_memory_equal(&model->evidence[entry], &given->evidence[number], sizeof(struct image_evidence));
        if (given->in_order && entry > 0) assert_true(oracle_number(model, entry - 1) < number);
    }
}

static void check_same_bytes(const struct oracle_model *made, const struct given *given, unsigned threads,
                             size_t first) {
    struct oracle_model other;
    compile(&other, given, threads, first);
    assert_int_equal(made->image.size, other.image.size);
    assert_memory_equal(made->image.bytes, other.image.bytes, made->image.size);
    oracle_close(&other);
}

static void random_entries(void **state) {
    (void)state;
    uint64_t random = seed;
    for (int i = 0; i < 400; i++) {
        struct given given;
        struct oracle_model made;
        random_given(&given, &random);
        compile(&made, &given, 1, 0);
        check_same_bytes(&made, &given, 2, 0);
        if (!given.in_order) check_same_bytes(&made, &given, 1, oracle_below(&random, given.count + 1));
        for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++)
            check_tokenization(&given, made.model, tokenization);
        check_entries(&given, made.model);
        oracle_close(&made);
    }
}

/* ---- Senses ---- */

/* Two entries, the second one stronger, that are the same under one tokenization and differ under the other. */
static void senses_under_one_tokenization(void **state) {
    (void)state;
    for (uint32_t same = TOKENS_CORPUS; same <= TOKENS_WORDS; same++) {
        struct given given = {.claims = {1, 0}, .count = 2};
        struct oracle_model made;
        uint32_t other = TOKENS_CORPUS + TOKENS_WORDS - same;
        for (size_t i = 0; i < 2; i++) {
            given.surfaces[same][i] = (struct surface){{letters[0]}, 1};
            given.surfaces[other][i] = (struct surface){{letters[i]}, 1};
        }
        compile(&made, &given, 1, 0);
        for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++)
            check_tokenization(&given, made.model, tokenization);
        check_entries(&given, made.model);
        const struct automaton *automata = made.model->automata;
        assert_true(automata[TOKENS_CORPUS].outputs || automata[TOKENS_WORDS].outputs);
        assert_true(!automata[TOKENS_CORPUS].outputs || !automata[TOKENS_WORDS].outputs);
        oracle_close(&made);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_entries),
        cmocka_unit_test(senses_under_one_tokenization),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
