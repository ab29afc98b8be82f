/* Matching with models whose matches are scored by what surrounds them: the matcher, the tagger and the scanner with
 * all kinds of input, compared with the specification in scored.h. */
#include "expecting.h"
#include "laying.h"
#include "scored.h"
#include "text/normalized.h"

enum {
    WORDS = 13,
    STRANGER = WORDS - 1,
    SOME = 6,
    KEY_SIZE = 64,
    LINE_MAX = 64,
    FOUND_MAX = LINE_MAX * DICTIONARY_TOKENS
};

static const struct neighbour nobody = {SHAPE_NONE, WORD_NONE};

/* All shapes; some are one word when folded or composed. */
static const gaz_token words[WORDS] = {
    TOKEN("abc"),
    TOKEN("Abc"),
    TOKEN("ABC"),
    TOKEN("aBc"),
    TOKEN("x"),
    TOKEN("X"),
    TOKEN("B2"),
    TOKEN("\xC3\x89t"),
    TOKEN("E\xCC\x81t"),
    TOKEN(","),
    TOKEN("longerword"),
    TOKEN("7"),
    TOKEN("longer_than_any_token_of_an_entry"),
};

/* What is to be compared. */
struct bench {
    gaz_token alphabet[SOME];
    struct dictionary dictionary;
    struct oracle_entry keys[DICTIONARY_ENTRIES]; /* the entries, as they are compared */
    gaz_token key_tokens[DICTIONARY_ENTRIES * DICTIONARY_TOKENS];
    unsigned flags;
    struct scored scored;
    struct oracle_model model;
};

/* What a word is compared by; it holds until the end. */
static gaz_token key_of(gaz_token token, unsigned flags) {
    static char keys[4][WORDS][KEY_SIZE];
    for (size_t i = 0; i < WORDS; i++) {
        if (!oracle_same_token(&words[i], &token)) continue;
        char *key = keys[flags & 3][i];
        char room[16 * KEY_SIZE];
        size_t size = normalize_token(room, token.bytes, token.size, flags);
        assert_true(size <= KEY_SIZE);
        memcpy(key, room, size);
        return (gaz_token){key, size};
    }
    return token;
}

/* `flags`: how both sides of the model compare. */
static void make_bench(struct bench *bench, unsigned flags, uint64_t *random) {
    *bench = (struct bench){.flags = flags};
    for (size_t i = 0; i < SOME; i++) bench->alphabet[i] = words[oracle_below(random, STRANGER)];
    struct dictionary *dictionary = &bench->dictionary;
    dictionary_random(dictionary, bench->alphabet, SOME, 12, oracle_below(random, 2) ? 2 : 4, random);
    for (size_t i = 0, used = 0; i < dictionary->count; i++) {
        bench->keys[i] =
            (struct oracle_entry){.tokens = bench->key_tokens + used, .count = dictionary->entries[i].count};
        for (size_t k = 0; k < dictionary->entries[i].count; k++)
            bench->key_tokens[used++] = key_of(dictionary->entries[i].tokens[k], flags);
    }
    scored_make(&bench->scored, dictionary->count, words, WORDS, random);
    oracle_compile_with(&bench->model, dictionary->entries, dictionary->count, TOKENS_MODEL, flags,
                        &bench->scored.context, bench->scored.priors);
}

static void free_bench(struct bench *bench) {
    oracle_close(&bench->model);
    scored_free(&bench->scored);
}

/* A word of the entries, or now and then one that no entry goes across. */
static gaz_token random_word(const struct bench *bench, uint64_t *random) {
    return oracle_below(random, 10) ? bench->alphabet[oracle_below(random, SOME)] : words[STRANGER];
}

/* The oracle on one sentence. */
static size_t expect(struct oracle_match *matches, double *scores, const struct bench *bench, const gaz_token *tokens,
                     size_t count, bool all, struct neighbour first) {
    static gaz_token keys[SENTENCE_MAX];
    assert_true(count <= SENTENCE_MAX);
    for (size_t i = 0; i < count; i++) keys[i] = key_of(tokens[i], bench->flags);
    return scored_match(matches, scores, &bench->scored, bench->keys, bench->dictionary.count, keys, tokens, count, all,
                        first);
}

static void check_scored(const char *path, const struct bench *bench, const gaz_token *tokens, size_t count,
                         const struct oracle_match *expected, const double *scores, size_t expected_count,
                         const struct oracle_match *got, const double *got_scores, size_t got_count) {
    bool same = oracle_same_matches(expected, expected_count, got, got_count);
    for (size_t i = 0; i < expected_count && same; i++)
        if (!(fabs(scores[i] - got_scores[i]) < 1e-6)) same = false;
    if (same) return;
    fprintf(stderr, "%s, %s, differs from the oracle, at least %g, GAZ_TEST_SEED=%llu\n", path, kernel->name,
            (double)bench->scored.min_score, (unsigned long long)seed);
    oracle_print_entries(bench->dictionary.entries, bench->dictionary.count);
    oracle_print_tokens("text", tokens, count);
    oracle_print_difference(expected, expected_count, got, got_count);
    for (size_t i = 0; i < expected_count && i < got_count; i++)
        fprintf(stderr, "%s%g (%g)", i ? ", " : "scores ", got_scores[i], scores[i]);
    fail();
}

/* ---- The matcher by itself ---- */

/* Two sentences and one that is open, in a window that begins inside of a sentence or not. */
static void check_matcher(const struct bench *bench, bool all, uint64_t *random) {
    gaz_token tokens[LINE_MAX];
    static struct laid laid;
    struct neighbour before = nobody;
    gaz_error error;
    size_t sizes[3];
    size_t ends[3];
    size_t count = 0;
    for (size_t i = 0; i < 3; i++) {
        sizes[i] = (i > 0) + oracle_below(random, LINE_MAX / 3);
        count += sizes[i];
        ends[i] = count;
    }
    for (size_t i = 0; i < count; i++) tokens[i] = random_word(bench, random);
    lay(&laid, &bench->model.model->automata[TOKENS_CORPUS], tokens, ends, 3, oracle_below(random, 2));
    if (sizes[0] && oracle_below(random, 2))
        before = (struct neighbour){(enum shape)oracle_below(random, SHAPE_END),
                                    (enum word_class)oracle_below(random, WORD_CLASS_END)};
    laid.window.before = before;
    uint32_t limit = (uint32_t)oracle_below(random, count + 2);
    struct oracle_match expected[FOUND_MAX];
    struct oracle_match got[FOUND_MAX];
    double scores[FOUND_MAX];
    double got_scores[FOUND_MAX];
    size_t wanted = 0;
    size_t begin = 0;
    for (size_t i = 0; i < 3; begin += sizes[i++]) {
        size_t added =
            expect(expected + wanted, scores + wanted, bench, tokens + begin, sizes[i], all, i == 0 ? before : nobody);
        for (; added; added--, wanted++) {
            expected[wanted].begin += begin;
            expected[wanted].end += begin;
        }
    }
    while (wanted && expected[wanted - 1].begin >= limit) wanted--;
    const struct matcher_options options = {.tokenization = TOKENS_CORPUS,
                                            .capacity = LAID_MAX,
                                            .scope = all ? MATCHER_PLACES : MATCHER_CHOSEN,
                                            .min_score = bench->scored.min_score};
    struct matcher *matcher;
    struct match match;
    size_t found = 0;
    oracle_check(matcher_new(&matcher, bench->model.model, kernel, &options, &error), &error);
    matcher_scan(matcher, &laid.window, laid_unit(&laid, limit));
    for (; matcher_next(&match, matcher); found++) {
        assert_true(found < FOUND_MAX);
        got_scores[found] = (double)match.score;
        got[found] = laid_match(&laid, bench->model.model, &match);
    }
    check_scored(all ? "matcher, all" : "matcher", bench, tokens, count, expected, scores, wanted, got, got_scores,
                 found);
    matcher_free(matcher);
    free(laid.text);
}

static void windows_through_the_matcher(void **state) {
    (void)state;
    uint64_t random = seed;
    for (int round = 0; round < oracle_rounds(400); round++) {
        struct bench bench;
        make_bench(&bench, 0, &random);
        for (int i = 0; i < 6; i++) check_matcher(&bench, i % 2, &random);
        free_bench(&bench);
    }
}

/* ---- Given tokens ---- */

static void check_tagger(const struct bench *bench, gaz_tagger *tagger, bool all, const gaz_token *tokens,
                         size_t count) {
    static struct oracle_match expected[4 * SENTENCE_MAX];
    static struct oracle_match got[4 * SENTENCE_MAX];
    static double scores[4 * SENTENCE_MAX];
    static double got_scores[4 * SENTENCE_MAX];
    gaz_error error;
    gaz_span span;
    size_t found = 0;
    size_t wanted = expect(expected, scores, bench, tokens, count, all, nobody);
    oracle_check(gaz_tagger_tokens(tagger, tokens, count, &error), &error);
    for (; gaz_tagger_next(&span, tagger); found++) {
        got_scores[found] = span.score;
        got[found] = (struct oracle_match){span.begin, span.end, oracle_number(bench->model.model, span.entry)};
    }
    check_scored(all ? "tagger, all" : "tagger", bench, tokens, count, expected, scores, wanted, got, got_scores,
                 found);
}

/* `own`: with the score that the model says. */
static gaz_tagger *new_tagger(const struct bench *bench, bool all, bool own) {
    gaz_tagger_options options;
    gaz_tagger *tagger;
    gaz_error error;
    gaz_tagger_options_init(&options);
    options.match.all = all;
    options.match.kernel = kernel->name;
    if (!own) options.match.min_score = (double)bench->scored.min_score;
    oracle_check(gaz_tagger_new(&tagger, bench->model.model, &options, &error), &error);
    return tagger;
}

static void given_tokens(void **state) {
    (void)state;
    uint64_t random = seed + 1;
    for (int round = 0; round < oracle_rounds(300); round++) {
        struct bench bench;
        bool all = round % 2;
        make_bench(&bench, (unsigned)round / 2 % 4, &random);
        gaz_tagger *tagger = new_tagger(&bench, all, round % 8 < 4);
        for (int i = 0; i < 6; i++) {
            gaz_token tokens[LINE_MAX];
            size_t count = oracle_below(&random, LINE_MAX);
            for (size_t k = 0; k < count; k++) tokens[k] = random_word(&bench, &random);
            check_tagger(&bench, tagger, all, tokens, count);
        }
        gaz_tagger_free(tagger);
        free_bench(&bench);
    }
}

/* More of them than a window holds: the neighbours stand in other windows. */
static void many_given_tokens(void **state) {
    (void)state;
    uint64_t random = seed + 2;
    for (int round = 0; round < 8; round++) {
        static gaz_token tokens[30000];
        struct bench bench;
        bool all = round % 2;
        make_bench(&bench, round < 4 ? 0 : AUTOMATON_FOLD, &random);
        gaz_tagger *tagger = new_tagger(&bench, all, false);
        for (size_t k = 0; k < 30000; k++) tokens[k] = random_word(&bench, &random);
        check_tagger(&bench, tagger, all, tokens, 30000);
        check_tagger(&bench, tagger, all, tokens, 8192 + oracle_below(&random, 3));
        gaz_tagger_free(tagger);
        free_bench(&bench);
    }
}

/* An entry gives way to shorter ones, but not to more than are tried. */
static void few_entries_of_one_token_are_tried(void **state) {
    (void)state;
    enum { LONGEST = 2 * MATCH_TRIES };
    uint64_t random = seed + 3;
    gaz_token tokens[LONGEST];
    struct oracle_entry entries[LONGEST];
    for (size_t i = 0; i < LONGEST; i++) {
        tokens[i] = words[0];
        entries[i] = (struct oracle_entry){.tokens = tokens, .count = i + 1};
    }
    for (int round = 0; round < oracle_rounds(100); round++) {
        struct scored scored;
        struct oracle_model model;
        scored_make(&scored, LONGEST, words, WORDS, &random);
        for (size_t i = 0; i < LONGEST; i++)
            scored.priors[i].log_odds = oracle_below(&random, 8) ? -INFINITY : INFINITY;
        if (scored.min_score <= 0) scored.min_score = 0.5f;
        oracle_compile_with(&model, entries, LONGEST, TOKENS_CORPUS, 0, &scored.context, scored.priors);
        for (int all = 0; all < 2; all++) {
            struct oracle_match expected[LONGEST * LONGEST];
            gaz_tagger_options options = {
                .match = {.all = all, .min_score = (double)scored.min_score, .kernel = kernel->name}};
            gaz_tagger *tagger;
            gaz_span span;
            size_t wanted =
                scored_match(expected, NULL, &scored, entries, LONGEST, tokens, tokens, LONGEST, all, nobody);
            size_t found = 0;
            assert_int_equal(gaz_tagger_new(&tagger, model.model, &options, NULL), GAZ_OK);
            assert_int_equal(gaz_tagger_tokens(tagger, tokens, LONGEST, NULL), GAZ_OK);
            for (; gaz_tagger_next(&span, tagger); found++) {
                assert_true(found < wanted);
                assert_int_equal(span.begin, expected[found].begin);
                assert_int_equal(span.end, expected[found].end);
            }
            assert_int_equal(found, wanted);
            gaz_tagger_free(tagger);
        }
        oracle_close(&model);
        scored_free(&scored);
    }
}

/* ---- Text ---- */

/* Lines of at most `line` words; rows of one word each. */
static void random_lines(struct buffer *text, struct result *expected, const struct bench *bench, size_t lines,
                         size_t line, enum scanner_input input, uint64_t *random) {
    bool rows = input == SCANNER_ROWS;
    clear_result(expected);
    text->size = 0;
    assert_true(buffer_reserve(text, 1));
    for (; lines; lines--) {
        size_t count = oracle_below(random, line + 1);
        for (size_t i = 0; i < count; i++) {
            gaz_token token = random_word(bench, random);
            add_token(expected, text->size, text->size + token.size);
            add_text(text, token.bytes, token.size);
            repeat(text, rows ? "\tO\n" : " ", 1);
        }
        size_t end = text->size;
        if (!rows) end -= count > 0;
        if (!rows) text->size = end; /* no blank at the end */
        repeat(text, "\n", 1);
        if (!rows || count) end_sentence(expected, end, text->size);
    }
    if (input == SCANNER_PARAGRAPHS) expect_paragraphs(expected, text->bytes, text->size);
}

static void expect_scored(struct result *expected, const struct bench *bench, const char *text, bool all) {
    size_t begin = 0;
    for (size_t s = 0; s < expected->sentence_count; s++) {
        size_t count = expected->sentences[s].token_end - begin;
        const struct stretch *tokens = expected->tokens + begin;
        for (size_t i = 0; i < count; i++)
            oracle_tokens[i] = (gaz_token){text + tokens[i].begin, tokens[i].end - tokens[i].begin};
        size_t found = expect(oracle_matches, NULL, bench, oracle_tokens, count, all, nobody);
        for (size_t i = 0; i < found; i++)
            add_match(expected, tokens[oracle_matches[i].begin].begin, tokens[oracle_matches[i].end - 1].end,
                      oracle_matches[i].entry);
        begin += count;
    }
}

static void check_text(enum scanner_input input, size_t lines, size_t line, bool every_cut, uint64_t *random) {
    static const char *const names[] = {"tokenized", "rows", "words", "paragraphs"};
    struct bench bench;
    struct buffer text = {0};
    struct result expected = {0};
    bool all = oracle_below(random, 2);
    make_bench(&bench, (unsigned)oracle_below(random, 4), random);
    const struct scanner_options options = {
        .input = input, .match = {.all = all, .min_score = (double)bench.scored.min_score}, .token_column = 1};
    struct scanner *scanner = make_scanner(&bench.model, &options);
    random_lines(&text, &expected, &bench, lines, line, input, random);
    expect_scored(&expected, &bench, text.bytes, all);
    const struct sight sight = {names[input],
                                text.bytes,
                                text.size,
                                bench.dictionary.entries,
                                bench.dictionary.count,
                                input == SCANNER_PARAGRAPHS};
    if (every_cut)
        check_every_cut(&sight, scanner, &expected, random);
    else
        check_pieces(&sight, scanner, &expected, random);
    scanner_free(scanner);
    free_result(&expected);
    buffer_free(&text);
    free_bench(&bench);
}

static void texts_cut_anywhere(void **state) {
    (void)state;
    uint64_t random = seed + 4;
    for (int round = 0; round < oracle_rounds(60); round++)
        for (int input = SCANNER_TOKENIZED; input <= SCANNER_PARAGRAPHS; input++)
            check_text((enum scanner_input)input, 1 + oracle_below(&random, 6), 10, true, &random);
}

static void sentences_over_many_windows(void **state) {
    (void)state;
    uint64_t random = seed + 5;
    for (int round = 0; round < 2; round++)
        for (int input = SCANNER_TOKENIZED; input <= SCANNER_PARAGRAPHS; input++) {
            check_text((enum scanner_input)input, 3, 25000, false, &random);
            check_text((enum scanner_input)input, 2000, 12, false, &random);
        }
}

/* However the text is cut, what stands beside a token that does not fit into a window is scored the same. */
static void check_long_token(size_t size, const char *before, const char *behind, uint64_t *random) {
    struct bench bench;
    struct buffer text = {0};
    struct result expected = {0};
    make_bench(&bench, 0, random);
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 8; k++) {
            add_text(&text, bench.alphabet[k % SOME].bytes, bench.alphabet[k % SOME].size);
            if (k < 7) repeat(&text, " ", 1);
        }
        repeat(&text, before, 1);
        repeat(&text, "x", size);
        repeat(&text, behind, 1);
    }
    for (int input = SCANNER_TOKENIZED; input <= SCANNER_PARAGRAPHS; input++) {
        if (input == SCANNER_ROWS) continue;
        const struct scanner_options options = {.input = (enum scanner_input)input,
                                                .match = {.min_score = (double)bench.scored.min_score},
                                                .token_column = 1};
        const struct sight sight = {"long token",
                                    text.bytes,
                                    text.size,
                                    bench.dictionary.entries,
                                    bench.dictionary.count,
                                    input == SCANNER_PARAGRAPHS};
        struct scanner *scanner = make_scanner(&bench.model, &options);
        feed_whole(&expected, scanner, text.bytes, text.size);
        if (sight.paragraphs) drop_empty_sentences(&expected);
        check_pieces(&sight, scanner, &expected, random);
        scanner_free(scanner);
    }
    free_result(&expected);
    buffer_free(&text);
    free_bench(&bench);
}

static void long_tokens_beside_matches(void **state) {
    (void)state;
    uint64_t random = seed + 7;
    check_long_token(65535, " ", " ", &random);
    check_long_token(131072, "\n", " ", &random);
    check_long_token(140000, " ", "\n\n", &random);
}

/* ---- What the model says ---- */

static void models_tell_their_threshold(void **state) {
    (void)state;
    uint64_t random = seed + 6;
    static const struct image_point points[] = {
        {0, 0.4f, 0.9f}, {0.25f, 0.6f, 0.8f}, {0.5f, 0.55f, 0.7f}, {1, 0.9f, 0}};
    struct bench bench;
    struct oracle_model model;
    gaz_model_info info;
    double score = 7;
    make_bench(&bench, 0, &random);
    gaz_model_get_info(&info, bench.model.model);
    assert_true(info.context && fabs(info.min_score - (double)bench.scored.min_score) < 1e-7);
    assert_int_equal(info.version, FORMAT_VERSION);
    assert_false(gaz_model_threshold(&score, bench.model.model, 0.1)); /* it has no points */
    bench.scored.context.points = points;
    bench.scored.context.point_count = 4;
    for (int context = 0; context < 2; context++) {
        if (!context) bench.scored.context.types = NULL;
        oracle_compile_with(&model, bench.dictionary.entries, bench.dictionary.count, TOKENS_CORPUS, 0,
                            &bench.scored.context, bench.scored.priors);
        gaz_model_get_info(&info, model.model);
        assert_int_equal(info.context, context);
        bench.scored.context.types = &bench.scored.scoring.types;
        assert_true(gaz_model_threshold(&score, model.model, 0.1) && score <= 0);
        assert_true(gaz_model_threshold(&score, model.model, 0.5) && score > 0.2 && score < 0.3);
        assert_true(gaz_model_threshold(&score, model.model, 0.7) && score >= 1);
        score = 7;
        assert_false(gaz_model_threshold(&score, model.model, 0.95));
        assert_true(score >= 7);
        oracle_close(&model);
    }
    free_bench(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_through_the_matcher), cmocka_unit_test(given_tokens),
        cmocka_unit_test(many_given_tokens),           cmocka_unit_test(few_entries_of_one_token_are_tried),
        cmocka_unit_test(texts_cut_anywhere),          cmocka_unit_test(sentences_over_many_windows),
        cmocka_unit_test(long_tokens_beside_matches),  cmocka_unit_test(models_tell_their_threshold),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
