/* The rule that chooses, as the matcher, the search for an operating point and explanations use it, compared with the
 * oracle. */
#include "learn/operating_point.h"
#include "matching.h"

enum {
    ENTRIES_MAX = 40,
    TOKENS_OF_ENTRY = 14, /* more than are tried at a token */
    OCCURRENCES_MAX = TOKENS_MAX * TOKENS_OF_ENTRY,
    SCORES = 16 /* scores and thresholds are multiples of 1 / SCORES */
};

static const gaz_token letters[] = {TOKEN("a"), TOKEN("b")};

/* A dictionary, sentences, and what the oracle says about them. */
struct world {
    struct oracle_entry entries[ENTRIES_MAX];
    gaz_token tokens[ENTRIES_MAX][TOKENS_OF_ENTRY];
    size_t entry_count;
    size_t rarity; /* of the second letter */
    struct oracle_model model;
    struct sentences sentences;
    double threshold;
    struct oracle_match all[OCCURRENCES_MAX];
    enum choice choices[OCCURRENCES_MAX]; /* what becomes of each */
    size_t sentence_of[OCCURRENCES_MAX];
    size_t count;
    struct oracle_match chosen[TOKENS_MAX];
    size_t chosen_count;
};

static const char *const choice_names[CHOICE_END] = {"chosen", "shorter", "overlaps", "tries", "score"};

static void fail_at(const char *user, const struct world *world, size_t number, enum choice got) {
    const struct oracle_match *match = &world->all[number];
    fprintf(stderr, "%s, threshold %g, GAZ_TEST_SEED=%llu\n", user, world->threshold, (unsigned long long)seed);
    oracle_print_entries(world->entries, world->entry_count);
    oracle_print_tokens("text", world->sentences.tokens, token_count(&world->sentences));
    fail_msg("%zu-%zu: %s, expected %s", match->begin, match->end, choice_names[got],
             choice_names[world->choices[number]]);
}

/* ---- Random worlds ---- */

static double random_score(uint64_t *random) {
    return (double)oracle_below(random, SCORES + 1) / SCORES;
}

static gaz_token random_letter(const struct world *world, uint64_t *random) {
    return letters[oracle_below(random, world->rarity) == 0];
}

/* Half of the entries begin another one, so that many begin at one token. */
static void add_entry(struct world *world, uint64_t *random) {
    gaz_token *tokens = world->tokens[world->entry_count];
    size_t count = 1 + oracle_below(random, TOKENS_OF_ENTRY);
    size_t like = world->entry_count ? oracle_below(random, 2 * world->entry_count) : SIZE_MAX;
    for (size_t i = 0; i < count; i++)
        tokens[i] = like < world->entry_count && i < world->entries[like].count ? world->tokens[like][i]
                                                                                : random_letter(world, random);
    for (size_t i = 0; i < world->entry_count; i++)
        if (world->entries[i].count == count && oracle_begins(&world->entries[i], tokens, count)) return;
    world->entries[world->entry_count++] =
        (struct oracle_entry){.tokens = tokens, .count = count, .score = random_score(random)};
}

static void make_sentences(struct world *world, uint64_t *random) {
    struct sentences *sentences = &world->sentences;
    size_t count = 0;
    sentences->count = 1 + oracle_below(random, SENTENCES_MAX);
    for (size_t i = 0; i < sentences->count; i++) {
        size_t size = 1 + oracle_below(random, TOKENS_MAX / SENTENCES_MAX);
        for (size_t j = 0; j < size; j++) sentences->tokens[count++] = random_letter(world, random);
        sentences->ends[i] = count;
    }
}

/* What the oracle's matches say about one of all. */
static enum choice choice_of(const struct world *world, size_t number) {
    const struct oracle_match *match = &world->all[number];
    size_t longer = 0;
    for (size_t i = 0; i < world->chosen_count; i++) {
        const struct oracle_match *chosen = &world->chosen[i];
        if (oracle_same_matches(chosen, 1, match, 1)) return CHOICE_CHOSEN;
        if (chosen->begin == match->begin && chosen->end > match->end) return CHOICE_SHORTER;
        if (chosen->begin < match->begin && chosen->end > match->begin) return CHOICE_OVERLAPS;
    }
    for (size_t i = 0; i < world->count; i++)
        longer += world->all[i].begin == match->begin && world->all[i].end > match->end;
    return longer < ORACLE_TRIES ? CHOICE_SCORE : CHOICE_TRIES;
}

static void ask_oracle(struct world *world) {
    const struct sentences *sentences = &world->sentences;
    world->count = world->chosen_count = 0;
    for (size_t i = 0, begin = 0; i < sentences->count; begin = sentences->ends[i++]) {
        const gaz_token *tokens = sentences->tokens + begin;
        size_t size = sentences->ends[i] - begin;
        struct oracle_match *all = world->all + world->count;
        struct oracle_match *chosen = world->chosen + world->chosen_count;
        size_t count = oracle_all(all, world->entries, world->entry_count, tokens, tokens, &oracle_no_text, size);
        size_t chosen_count = oracle_choose(chosen, world->entries, world->entry_count, tokens, tokens, &oracle_no_text,
                                            size, world->threshold);
        for (size_t j = 0; j < count; j++) {
            world->sentence_of[world->count + j] = i;
            all[j].begin += begin;
            all[j].end += begin;
        }
        for (size_t j = 0; j < chosen_count; j++) {
            chosen[j].begin += begin;
            chosen[j].end += begin;
        }
        world->count += count;
        world->chosen_count += chosen_count;
    }
    for (size_t i = 0; i < world->count; i++) world->choices[i] = choice_of(world, i);
}

static void make_world(struct world *world, uint64_t *random) {
    size_t wanted = 1 + oracle_below(random, ENTRIES_MAX);
    world->entry_count = 0;
    world->rarity = (size_t)2 << oracle_below(random, 6);
    for (size_t i = 0; i < wanted; i++) add_entry(world, random);
    world->threshold = oracle_below(random, 2) ? random_score(random) : 1;
    make_sentences(world, random);
    oracle_compile(&world->model, world->entries, world->entry_count, TOKENS_CORPUS, 0);
    ask_oracle(world);
}

/* ---- The matcher ---- */

static void check_matcher(const struct world *world, bool all) {
    const struct matcher_options options = {.tokenization = TOKENS_CORPUS,
                                            .capacity = LAID_MAX,
                                            .scope = all ? MATCHER_PLACES : MATCHER_CHOSEN,
                                            .min_score = (float)world->threshold};
    struct matcher *matcher;
    static struct laid laid;
    struct match match;
    gaz_error error;
    oracle_check(matcher_new(&matcher, world->model.model, kernel, &options, &error), &error);
    lay(&laid, &world->model.model->automata[TOKENS_CORPUS], world->sentences.tokens, world->sentences.ends,
        world->sentences.count, false);
    matcher_scan(matcher, &laid.window, UINT32_MAX);
    for (size_t i = 0; i < world->count; i++) {
        bool high = world->entries[world->all[i].entry].score >= world->threshold;
        if (all ? !high : world->choices[i] != CHOICE_CHOSEN) continue;
        struct oracle_match got = {0};
        if (matcher_next(&match, matcher)) got = laid_match(&laid, world->model.model, &match);
        if (!oracle_same_matches(&got, 1, &world->all[i], 1)) fail_at("matcher", world, i, CHOICE_SCORE);
    }
    assert_false(matcher_next(&match, matcher));
    matcher_free(matcher);
    free(laid.text);
}

/* ---- The operating point ---- */

/* A sentence is a fold. Some candidates are below the floor: they are no entries of the model. */
static void check_operating_point(const struct world *world, uint64_t *random) {
    static struct candidate items[2 * OCCURRENCES_MAX];
    static size_t numbers[2 * OCCURRENCES_MAX];
    static bool unseen[2 * OCCURRENCES_MAX];
    struct candidates candidates = {.items = items};
    for (size_t i = 0; i < world->count; i++) {
        const struct oracle_match *match = &world->all[i];
        struct candidate item = {.begin = match->begin,
                                 .size = (uint32_t)(match->end - match->begin),
                                 .precision = 0.25f,
                                 .score = 1,
                                 .fold = (uint8_t)world->sentence_of[i]};
        numbers[candidates.count] = SIZE_MAX;
        if (oracle_below(random, 2)) items[candidates.count++] = item;
        item.precision = 0.5f;
        item.score = (float)world->entries[match->entry].score;
        item.right = world->choices[i] == CHOICE_CHOSEN;
        numbers[candidates.count] = i;
        items[candidates.count++] = item;
    }
    struct operating_point point = {.threshold = world->threshold, .min_precision = 0.5};
    operating_point_evaluate(&point, &candidates);
    operating_point_mark_unseen(unseen, &point, &candidates);
    for (size_t i = 0; i < candidates.count; i++) {
        size_t number = numbers[i];
        bool tried =
            number != SIZE_MAX && (world->choices[number] == CHOICE_CHOSEN || world->choices[number] == CHOICE_SCORE);
        if (unseen[i] != tried) continue;
        assert_true(number != SIZE_MAX);
        fail_at("operating point", world, number, unseen[i] ? CHOICE_TRIES : CHOICE_SCORE);
    }
    assert_int_equal(point.found, world->chosen_count);
    assert_int_equal(point.right, world->chosen_count);
}

/* ---- Explanations ---- */

static enum choice choice_of_reason(gaz_reason reason) {
    switch (reason) {
    case GAZ_REASON_TAGGED: return CHOICE_CHOSEN;
    case GAZ_REASON_SHORTER: return CHOICE_SHORTER;
    case GAZ_REASON_OVERLAPS: return CHOICE_OVERLAPS;
    case GAZ_REASON_TRIES: return CHOICE_TRIES;
    case GAZ_REASON_SCORE: return CHOICE_SCORE;
    default: fail_msg("reason %d", (int)reason); return CHOICE_END;
    }
}

/* A token is a byte, with a blank after it, and another one after a sentence. */
static void check_explanations(const struct world *world, struct buffer *text) {
    gaz_explain_options options;
    gaz_explain_options_init(&options);
    options.input.format = GAZ_FORMAT_TOKENIZED;
    options.match.min_score = world->threshold;
    gaz_explainer *explainer;
    const gaz_explanation *explanation;
    gaz_error error;
    oracle_check(gaz_explainer_new(&explainer, world->model.model, NULL, &options, &error), &error);
    write_sentences(text, &world->sentences);
    oracle_check(gaz_explainer_text(explainer, text->bytes, text->size, &error), &error);
    for (size_t i = 0; i < world->count; i++) {
        const struct oracle_match *match = &world->all[i];
        size_t begin = 2 * match->begin + world->sentence_of[i];
        size_t end = 2 * match->end + world->sentence_of[i] - 1;
        oracle_check(gaz_explainer_span(&explanation, explainer, begin, end, &error), &error);
        enum choice choice = choice_of_reason(explanation->span.reason);
        if (choice != world->choices[i]) fail_at("explanation", world, i, choice);
        const gaz_candidate *span = &explanation->span;
        if (choice == CHOICE_SHORTER || choice == CHOICE_OVERLAPS)
            assert_true(span->other_begin <= begin && span->other_end > begin);
    }
    gaz_explainer_free(explainer);
}

/* ---- All of them ---- */

static void all_users_choose_as_the_oracle(void **state) {
    (void)state;
    static struct world world;
    uint64_t random = seed;
    struct buffer text = {0};
    size_t counts[CHOICE_END] = {0};
    for (int round = 0; round < 600; round++) {
        make_world(&world, &random);
        check_matcher(&world, false);
        check_matcher(&world, true);
        check_operating_point(&world, &random);
        check_explanations(&world, &text);
        for (size_t i = 0; i < world.count; i++) counts[world.choices[i]]++;
        oracle_close(&world.model);
    }
    buffer_free(&text);
    for (int i = 0; i <= CHOICE_SCORE; i++) assert_true(counts[i] > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_users_choose_as_the_oracle),
    };
    oracle_seed();
    kernel = kernel_find(NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
