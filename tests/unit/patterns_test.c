/* Patterns, the entries that any digits match, as the oracle matches them: in tokenized and raw text cut anywhere, with
 * every kernel, beside ordinary entries. */
#include "expecting.h"

static const gaz_token alphabet[] = {TOKEN("a"),  TOKEN("b"),     TOKEN("0"),   TOKEN("00"),
                                     TOKEN("1"),  TOKEN("12"),    TOKEN("a1"),  TOKEN("a0"),
                                     TOKEN("1a"), TOKEN("a2b33"), TOKEN("987"), TOKEN("a10b")};
static const gaz_token masks[] = {TOKEN("a"),  TOKEN("b"),    TOKEN("0"),  TOKEN("a0"),
                                  TOKEN("0a"), TOKEN("a0b0"), TOKEN("a0b")};
enum { ALPHABET = sizeof alphabet / sizeof *alphabet, MASKS = sizeof masks / sizeof *masks };

/* Adds patterns, as many as there is room for at most. */
static void add_patterns(struct dictionary *dictionary, uint64_t *random) {
    for (size_t left = 1 + oracle_below(random, 5); left; left--) {
        size_t count = 1 + oracle_below(random, 4);
        gaz_token *tokens = dictionary->tokens + dictionary->token_count;
        bool is_new = true;
        bool digits = false;
        for (size_t i = 0; i < count; i++) {
            size_t mask = oracle_below(random, MASKS);
            tokens[i] = masks[mask];
            digits = digits || mask > 1;
        }
        for (size_t i = 0; i < dictionary->count; i++)
            if (dictionary->entries[i].pattern && dictionary->entries[i].count == count &&
                oracle_begins(&dictionary->entries[i], tokens, count))
                is_new = false;
        if (!is_new || !digits) continue;
        dictionary->entries[dictionary->count++] =
            (struct oracle_entry){.tokens = tokens, .count = count, .pattern = true};
        dictionary->token_count += count;
    }
}

static void random_text(struct buffer *text, size_t count, uint64_t *random) {
    static const char *const blanks[] = {" ", " ", " ", "  ", "\n", "\t", " \r\n"};
    text->size = 0;
    assert_true(buffer_reserve(text, 1));
    for (size_t i = 0; i < count; i++) {
        const gaz_token *piece = &alphabet[oracle_below(random, ALPHABET)];
        add_text(text, piece->bytes, piece->size);
        if (oracle_below(random, 40) == 0) repeat(text, "7", 230 + oracle_below(random, 60)); /* at the limit */
        repeat(text, blanks[oracle_below(random, sizeof blanks / sizeof *blanks)], 1);
    }
}

static void check_random(enum scanner_input input, struct buffer *text, uint64_t *random) {
    struct dictionary dictionary;
    struct oracle_model model;
    struct result expected = {0};
    bool all = oracle_below(random, 2);
    dictionary_random(&dictionary, alphabet, ALPHABET, 6, 4, random);
    add_patterns(&dictionary, random);
    dictionary_compile(&model, &dictionary, input == SCANNER_TOKENIZED ? TOKENS_CORPUS : TOKENS_WORDS);
    struct scanner *scanner = new_scanner(&model, input, all);
    for (int i = 0; i < 3; i++) {
        random_text(text, oracle_below(random, some_or_many(random)), random);
        const struct sight sight = {"patterns", text->bytes, text->size, dictionary.entries, dictionary.count, false};
        if (input == SCANNER_TOKENIZED)
            expect_tokenized(&expected, text->bytes, text->size);
        else
            expect_ascii(&expected, text->bytes, text->size);
        expect_matches(&expected, &sight, all, NULL);
        check_every_cut(&sight, scanner, &expected, random);
    }
    scanner_free(scanner);
    oracle_close(&model);
    free_result(&expected);
}

static void text_cut_anywhere(void **state) {
    (void)state;
    uint64_t random = seed;
    struct buffer text = {0};
    for (int i = 0; i < oracle_rounds(250); i++)
        check_random(i % 2 ? SCANNER_WORDS : SCANNER_TOKENIZED, &text, &random);
    buffer_free(&text);
}

/* Patterns of more tokens than a piece of the mask has room for otherwise, and texts of many pieces. */
static void check_long(bool all) {
    enum { LONGEST = 300 };
    static gaz_token tokens[LONGEST];
    uint64_t random = seed + 1;
    struct buffer text = {0};
    struct result expected = {0};
    struct result got = {0};
    for (size_t i = 0; i < LONGEST; i++) tokens[i] = masks[2];
    const struct oracle_entry entries[] = {{.tokens = tokens, .count = LONGEST, .pattern = true},
                                           {.tokens = tokens, .count = 3, .pattern = true},
                                           {.tokens = tokens + 1, .count = 1, .pattern = true}};
    const size_t count = sizeof entries / sizeof *entries;
    struct oracle_model model;
    oracle_compile(&model, entries, count, TOKENS_CORPUS, 0);
    const gaz_tagger_options options = {.input = {.format = GAZ_FORMAT_TOKENIZED},
                                        .match = {.all = all, .kernel = kernel->name}};
    gaz_tagger *tagger;
    gaz_error error;
    gaz_span span;
    oracle_check(gaz_tagger_new(&tagger, model.model, &options, &error), &error);
    for (size_t i = 0; i < 4500; i++) {
        bool out = oracle_below(&random, 3000) == 0;
        repeat(&text, out ? "b " : i % 2 ? "17 " : "20260 ", out ? 1 + oracle_below(&random, 2) : 1);
    }
    const struct sight sight = {"long patterns", text.bytes, text.size, entries, count, false};
    expect_tokenized(&expected, text.bytes, text.size);
    expect_matches(&expected, &sight, all, NULL);
    expected.token_count = expected.sentence_count = 0;
    oracle_check(gaz_tagger_text(tagger, text.bytes, text.size, &error), &error);
    while (gaz_tagger_next(&span, tagger))
        add_match(&got, span.begin, span.end, oracle_number(model.model, span.entry));
    compare(&sight, &expected, &got);
    gaz_tagger_free(tagger);
    oracle_close(&model);
    free_result(&expected);
    free_result(&got);
    buffer_free(&text);
}

/* Tokens that stand in no text: what is beside digits is then in other tokens. */
static void check_given(uint64_t *random) {
    enum { TOKENS = 60 };
    static char sevens[600];
    struct dictionary dictionary;
    struct oracle_model model;
    gaz_token tokens[TOKENS];
    struct oracle_match expected[TOKENS * DICTIONARY_ENTRIES];
    bool all = oracle_below(random, 2);
    const gaz_tagger_options options = {.input = {.format = GAZ_FORMAT_TOKENIZED},
                                        .match = {.all = all, .kernel = kernel->name}};
    gaz_tagger *tagger;
    gaz_error error;
    gaz_span span;
    memset(sevens, '7', sizeof sevens);
    dictionary_random(&dictionary, alphabet, ALPHABET, 6, 4, random);
    add_patterns(&dictionary, random);
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    oracle_check(gaz_tagger_new(&tagger, model.model, &options, &error), &error);
    for (int round = 0; round < oracle_rounds(20); round++) {
        size_t count = oracle_below(random, TOKENS);
        for (size_t i = 0; i < count; i++) {
            tokens[i] = alphabet[oracle_below(random, ALPHABET)];
            if (oracle_below(random, 30) == 0) tokens[i] = (gaz_token){sevens, 250 + oracle_below(random, 12)};
        }
        size_t found = oracle_match(expected, dictionary.entries, dictionary.count, tokens, count, all);
        oracle_check(gaz_tagger_tokens(tagger, tokens, count, &error), &error);
        for (size_t i = 0; i < found; i++) {
            assert_true(gaz_tagger_next(&span, tagger));
            assert_int_equal(span.begin, expected[i].begin);
            assert_int_equal(span.end, expected[i].end);
            assert_int_equal(oracle_number(model.model, span.entry), expected[i].entry);
        }
        assert_false(gaz_tagger_next(&span, tagger));
    }
    gaz_tagger_free(tagger);
    oracle_close(&model);
}

static void given_tokens(void **state) {
    (void)state;
    uint64_t random = seed + 2;
    for (int i = 0; i < oracle_rounds(100); i++) check_given(&random);
}

static void long_patterns_in_long_texts(void **state) {
    (void)state;
    check_long(false);
    check_long(true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_cut_anywhere),
        cmocka_unit_test(given_tokens),
        cmocka_unit_test(long_patterns_in_long_texts),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
