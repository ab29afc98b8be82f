/* The same across windows: long tokens, long blanks, long rows, and texts of many windows. */
#include "expecting.h"

/* ---- Long tokens, long blanks ---- */

/* Entries that a part of a long token would match. */
static const gaz_token long_tokens[] = {TOKEN("a"), TOKEN("b"), TOKEN("x"), TOKEN("xb"), TOKEN("a"), TOKEN("b")};
static const struct oracle_entry long_entries[] = {{.tokens = long_tokens + 1, .count = 1},
                                                   {.tokens = long_tokens + 2, .count = 1},
                                                   {.tokens = long_tokens + 3, .count = 1},
                                                   {.tokens = long_tokens + 4, .count = 2}};

static void check_long(const char *name, const struct buffer *text, enum scanner_input input,
                       const struct oracle_model *model, uint64_t *random) {
    struct result expected = {0};
    const struct sight sight = {name, text->bytes, text->size, long_entries, 4, input == SCANNER_PARAGRAPHS};
    expect_tokenized(&expected, text->bytes, text->size);
    if (sight.paragraphs) expect_paragraphs(&expected, text->bytes, text->size);
    expect_matches(&expected, &sight, false, NULL);
    struct scanner *scanner = new_scanner(model, input, false);
    check_pieces(&sight, scanner, &expected, random);
    scanner_free(scanner);
    free_result(&expected);
}

static void check_long_token(const char *piece, size_t count, const char *tail, const struct oracle_model *model,
                             uint64_t *random) {
    struct buffer text = {0};
    repeat(&text, "a b ", 1 + count % 2);
    repeat(&text, piece, count);
    repeat(&text, tail, 1);
    repeat(&text, "a b\na", 1);
    check_long("long token, tokenized", &text, SCANNER_TOKENIZED, model, random);
    check_long("long token, words", &text, SCANNER_WORDS, model, random);
    check_long("long token, paragraphs", &text, SCANNER_PARAGRAPHS, model, random);
    buffer_free(&text);
}

static void long_tokens_match_nothing(void **state) {
    (void)state;
    static const char *const tails[] = {" ", "b ", "xb ", "\n"};
    uint64_t random = seed + 4;
    struct oracle_model model;
    oracle_compile(&model, long_entries, 4, TOKENS_MODEL, 0);
    for (size_t i = 0; i < 4; i++)
        for (size_t size = 65535 + (seed + i) % oracle_step() % 2; size <= 65536; size += oracle_step())
            check_long_token("x", size, tails[i], &model, &random);
    for (size_t i = 0; i < 2; i++) check_long_token("x", 131070 + i, tails[i], &model, &random);
    check_long_token("x", 200000, " ", &model, &random);
    check_long_token("\xC3\xA9", 100000, "b ", &model, &random);
    oracle_close(&model);
}

static void long_runs_of_blanks(void **state) {
    (void)state;
    uint64_t random = seed + 5;
    struct oracle_model model;
    struct buffer text = {0};
    oracle_compile(&model, long_entries, 4, TOKENS_MODEL, 0);
    repeat(&text, "a b\n", 1);
    repeat(&text, " ", 300000);
    repeat(&text, "\na b a", 1);
    repeat(&text, " ", 300000);
    repeat(&text, "c a b\n\n", 1);
    check_long("blanks, tokenized", &text, SCANNER_TOKENIZED, &model, &random);
    check_long("blanks, words", &text, SCANNER_WORDS, &model, &random);
    check_long("blanks, paragraphs", &text, SCANNER_PARAGRAPHS, &model, &random);
    buffer_free(&text);
    oracle_close(&model);
}

/* A window that is widened for what stands before the blanks ends among the tokens behind them. */
static void matches_behind_long_blanks(void **state) {
    (void)state;
    uint64_t random = seed + 6;
    struct oracle_model model;
    oracle_compile(&model, long_entries, 4, TOKENS_MODEL, 0);
    static const size_t blanks[] = {50000, 100000, 100001};
    for (size_t i = 0; i < 3; i++) {
        struct buffer text = {0};
        repeat(&text, "c", 1);
        repeat(&text, " ", blanks[i]);
        repeat(&text, "a b ", i ? 20000 : 100);
        check_long("behind blanks, tokenized", &text, SCANNER_TOKENIZED, &model, &random);
        check_long("behind blanks, words", &text, SCANNER_WORDS, &model, &random);
        buffer_free(&text);
    }
    oracle_close(&model);
}

/* The whole text and two pieces of it: all is as expected, or the row is said to be malformed. */
static void check_row(const struct sight *sight, struct scanner *scanner, const struct result *expected, size_t row) {
    struct result got = {0};
    size_t offset = 0;
    feed_whole(&got, scanner, sight->text, sight->size);
    if (scanner_malformed(&offset, scanner))
        assert_int_equal(offset, row);
    else
        compare(sight, expected, &got);
    clear_result(&got);
    scanner_reset(scanner);
    size_t rest = feed_piece(&got, scanner, sight->text, 0, row + 200000, false);
    if (scanner_malformed(&offset, scanner)) {
        assert_int_equal(offset, row);
    } else {
        feed_piece(&got, scanner, sight->text, row + 200000 - rest, sight->size, true);
        compare(sight, expected, &got);
    }
    free_result(&got);
}

/* A row longer than any window by a piece of it. `size`: of its token; 0: it is blank. */
static void check_long_row(const char *before, const char *piece, const char *after, size_t size) {
    struct oracle_model model;
    struct buffer text = {0};
    struct result expected = {0};
    oracle_compile(&model, long_entries, 4, TOKENS_CORPUS, 0);
    repeat(&text, "b\tO\n", 1);
    add_token(&expected, 0, 1);
    size_t row = text.size;
    repeat(&text, before, 1);
    repeat(&text, piece, 300000);
    repeat(&text, after, 1);
    if (size)
        add_token(&expected, row, row + size);
    else
        end_sentence(&expected, row, text.size);
    add_token(&expected, text.size, text.size + 1);
    repeat(&text, "b\tO\n", 1);
    end_sentence(&expected, text.size, text.size);
    const struct sight sight = {"long row", text.bytes, text.size, long_entries, 4, false};
    expect_matches(&expected, &sight, false, NULL);
    struct scanner *scanner = new_scanner(&model, SCANNER_ROWS, false);
    check_row(&sight, scanner, &expected, row);
    scanner_free(scanner);
    free_result(&expected);
    buffer_free(&text);
    oracle_close(&model);
}

static void long_rows_do_not_end_the_text(void **state) {
    (void)state;
    check_long_row("a\t", "O", "\n", 1);
    check_long_row("", " ", "\n", 0);
    check_long_row("", "x", "\tO\n", 300000);
}

/* ---- Texts of many windows ---- */

static const gaz_token window_alphabet[] = {TOKEN("a"), TOKEN("b"), TOKEN("ab"), TOKEN("abcdefghijklm")};

/* Lines of 0 to `line` tokens; `rows`: one token a row. */
static void random_lines(struct buffer *text, struct result *expected, size_t size, size_t line, bool rows,
                         uint64_t *random) {
    clear_result(expected);
    text->size = 0;
    while (text->size < size) {
        size_t count = oracle_below(random, line + 1);
        for (size_t i = 0; i < count; i++) {
            const gaz_token *token = &window_alphabet[oracle_below(random, 16) % 5 % 4];
            add_token(expected, text->size, text->size + token->size);
            add_text(text, token->bytes, token->size);
            repeat(text, rows ? "\tO\n" : " ", 1);
        }
        size_t end = text->size;
        repeat(text, "\n", 1);
        if (!rows || count) end_sentence(expected, end, text->size);
    }
}

static void check_windows(enum scanner_input input, size_t size, size_t line, uint64_t *random) {
    struct dictionary dictionary;
    struct oracle_model model;
    struct buffer text = {0};
    struct result expected = {0};
    bool all = oracle_below(random, 2);
    dictionary_random(&dictionary, window_alphabet, 4, 8, 4, random);
    dictionary_compile(&model, &dictionary, TOKENS_MODEL);
    struct scanner *scanner = new_scanner(&model, input, all);
    random_lines(&text, &expected, size, line, input == SCANNER_ROWS, random);
    if (input == SCANNER_PARAGRAPHS) expect_paragraphs(&expected, text.bytes, text.size);
    const struct sight sight = {"windows",          text.bytes,       text.size,
                                dictionary.entries, dictionary.count, input == SCANNER_PARAGRAPHS};
    expect_matches(&expected, &sight, all, NULL);
    check_pieces(&sight, scanner, &expected, random);
    struct result got = {0};
    feed_many(&got, scanner, text.bytes, text.size, 1, 5, random);
    compare(&sight, &expected, &got);
    free_result(&got);
    free_result(&expected);
    scanner_free(scanner);
    oracle_close(&model);
    buffer_free(&text);
}

static void texts_of_many_windows(void **state) {
    (void)state;
    uint64_t random = seed + 7;
    for (int i = 0; i < oracle_rounds(2); i++)
        for (int input = SCANNER_TOKENIZED; input <= SCANNER_PARAGRAPHS; input++) {
            check_windows((enum scanner_input)input, 60000, 30000, &random);
            check_windows((enum scanner_input)input, 30000, 10, &random);
        }
}

/* More tokens or sentences in a window than there is room for. */
static void check_dense(enum scanner_input input, const char *piece, size_t count, const struct oracle_model *model,
                        uint64_t *random) {
    struct buffer text = {0};
    struct result expected = {0};
    repeat(&text, piece, count);
    expect_ascii(&expected, text.bytes, text.size);
    const struct sight sight = {"dense", text.bytes, text.size, long_entries, 4, false};
    expect_matches(&expected, &sight, false, NULL);
    struct scanner *scanner = new_scanner(model, input, false);
    check_pieces(&sight, scanner, &expected, random);
    scanner_free(scanner);
    free_result(&expected);
    buffer_free(&text);
}

static void texts_dense_with_tokens(void **state) {
    (void)state;
    uint64_t random = seed + 8;
    struct oracle_model model;
    oracle_compile(&model, long_entries, 4, TOKENS_MODEL, 0);
    check_dense(SCANNER_WORDS, ".", 40000, &model, &random);
    check_dense(SCANNER_WORDS, "\n", 40000, &model, &random);
    check_dense(SCANNER_TOKENIZED, "\n", 40000, &model, &random);
    check_dense(SCANNER_TOKENIZED, "a b ", 20000, &model, &random);
    check_dense(SCANNER_TOKENIZED, "b\n", 40000, &model, &random);
    oracle_close(&model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_tokens_match_nothing),  cmocka_unit_test(long_runs_of_blanks),
        cmocka_unit_test(matches_behind_long_blanks), cmocka_unit_test(long_rows_do_not_end_the_text),
        cmocka_unit_test(texts_of_many_windows),      cmocka_unit_test(texts_dense_with_tokens),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
