/* The scanner gives the same tokens, sentences and matches however the text is cut into pieces, and the oracle's on an
 * independent tokenization: tokenized text and rows. */
#include "expecting.h"

/* ---- Tokenized ---- */

static const gaz_token tokenized_pieces[] = {
    TOKEN("a"),  TOKEN("a"),    TOKEN("b"),    TOKEN("ab"),       TOKEN(" "),
    TOKEN(" "),  TOKEN(" "),    TOKEN("  "),   TOKEN("\t"),       TOKEN("\n"),
    TOKEN("\r"), TOKEN("\r\n"), TOKEN("\n\n"), TOKEN("\xC3\xA9"), TOKEN("b "),
    TOKEN("a "), TOKEN("\xFF"), TOKEN("\0"),   TOKEN("\xE6\x97"), TOKEN("\xE6\x97\xA5"),
};
static const gaz_token tokenized_alphabet[] = {TOKEN("a"),        TOKEN("b"),  TOKEN("ab"),
                                               TOKEN("\xC3\xA9"), TOKEN("aa"), TOKEN("a\r")};
enum {
    TOKENIZED_PIECES = sizeof tokenized_pieces / sizeof *tokenized_pieces,
    TOKENIZED_ALPHABET = sizeof tokenized_alphabet / sizeof *tokenized_alphabet
};

static void random_pieces(struct buffer *text, const gaz_token *pieces, size_t piece_count, size_t count,
                          uint64_t *random) {
    text->size = 0;
    assert_true(buffer_reserve(text, 1));
    for (size_t i = 0; i < count; i++) {
        const gaz_token *piece = &pieces[oracle_below(random, piece_count)];
        add_text(text, piece->bytes, piece->size);
    }
}

static void check_random_tokenized(struct buffer *text, struct result *expected, uint64_t *random) {
    struct dictionary dictionary;
    struct oracle_model model;
    bool all = oracle_below(random, 2);
    dictionary_random(&dictionary, tokenized_alphabet, TOKENIZED_ALPHABET, 8, 4, random);
    dictionary_compile(&model, &dictionary, SIDE_CORPUS);
    struct scanner *scanner = new_scanner(&model, SCANNER_TOKENIZED, all);
    for (int i = 0; i < 3; i++) {
        random_pieces(text, tokenized_pieces, TOKENIZED_PIECES, oracle_below(random, some_or_many(random)), random);
        const struct sight sight = {"tokenized", text->bytes, text->size, dictionary.entries, dictionary.count, false};
        expect_tokenized(expected, text->bytes, text->size);
        expect_matches(expected, &sight, all, NULL);
        check_every_cut(&sight, scanner, expected, random);
    }
    scanner_free(scanner);
    oracle_close(&model);
}

static void tokenized_text_cut_anywhere(void **state) {
    (void)state;
    uint64_t random = seed;
    struct buffer text = {0};
    struct result expected = {0};
    for (int i = 0; i < 800; i++) check_random_tokenized(&text, &expected, &random);
    buffer_free(&text);
    free_result(&expected);
}

/* ---- Rows ---- */

/* Rows with the token in that column, 1 or 2; the expectation is made beside them. */
static void random_rows(struct buffer *text, struct result *expected, unsigned column, size_t count, uint64_t *random) {
    static const char *const separators[] = {"\n", "\r\n", " \t\n", "<s>\n", "</s>\t\r\n", "-DOCSTART-\tO\n"};
    bool open = false;
    clear_result(expected);
    text->size = 0;
    assert_true(buffer_reserve(text, 1));
    for (size_t i = 0; i < count; i++) {
        size_t line = text->size;
        switch (oracle_below(random, 8)) {
        case 0:
        case 1:
            assert_true(buffer_add_text(text, separators[oracle_below(random, 6)]));
            if (open) end_sentence(expected, line, text->size);
            open = false;
            break;
        case 2: assert_true(buffer_add_text(text, oracle_below(random, 2) ? "# no row\n" : "#\r\n")); break;
        default: {
            const gaz_token *token = &tokenized_alphabet[oracle_below(random, TOKENIZED_ALPHABET)];
            if (column == 2) assert_true(buffer_add_text(text, oracle_below(random, 2) ? "12\t" : "\t"));
            add_text(text, token->bytes, token->size);
            add_token(expected, text->size - token->size, text->size);
            assert_true(buffer_add_text(text, oracle_below(random, 2) ? "\tO\n" : "\tB-x y\r\n"));
            open = true;
        }
        }
    }
    if (!open) return;
    if (oracle_below(random, 2)) text->size--; /* no last line end */
    end_sentence(expected, text->size, text->size);
}

static void check_random_rows(struct buffer *text, struct result *expected, uint64_t *random) {
    struct dictionary dictionary;
    struct oracle_model model;
    bool all = oracle_below(random, 2);
    dictionary_random(&dictionary, tokenized_alphabet, TOKENIZED_ALPHABET, 8, 4, random);
    dictionary_compile(&model, &dictionary, SIDE_CORPUS);
    const struct scanner_options options = {
        .input = SCANNER_ROWS, .all = all, .token_column = 1 + (unsigned)oracle_below(random, 2)};
    struct scanner *scanner = make_scanner(&model, &options);
    for (int i = 0; i < 3; i++) {
        random_rows(text, expected, options.token_column, oracle_below(random, 12), random);
        const struct sight sight = {"rows", text->bytes, text->size, dictionary.entries, dictionary.count, false};
        expect_matches(expected, &sight, all, NULL);
        check_every_cut(&sight, scanner, expected, random);
    }
    scanner_free(scanner);
    oracle_close(&model);
}

static void rows_cut_anywhere(void **state) {
    (void)state;
    uint64_t random = seed + 1;
    struct buffer text = {0};
    struct result expected = {0};
    for (int i = 0; i < 800; i++) check_random_rows(&text, &expected, &random);
    buffer_free(&text);
    free_result(&expected);
}

static void check_malformed(const char *text, size_t row, struct scanner *scanner) {
    struct result result = {0};
    size_t offset = 0;
    feed_whole(&result, scanner, text, strlen(text));
    bool malformed = scanner_malformed(&offset, scanner);
    if (!malformed || offset != row) fail_msg("row at %zu of \"%s\": %d, %zu", row, text, malformed, offset);
    free_result(&result);
}

static void a_malformed_row_is_pointed_at(void **state) {
    (void)state;
    const gaz_token tokens[] = {TOKEN("a"), TOKEN("b"), TOKEN("a")};
    const struct oracle_entry entries[] = {{tokens, 3}};
    struct oracle_model model;
    oracle_compile(&model, entries, 1, SIDE_CORPUS, 0);
    const struct scanner_options options = {.input = SCANNER_ROWS, .token_column = 2};
    struct scanner *scanner = make_scanner(&model, &options);
    check_malformed("x\n", 0, scanner);
    check_malformed("1\ta\n\nx\n", 5, scanner);
    check_malformed("1\ta\n2\t\n", 4, scanner);
    check_malformed("1\ta\n2\tb\n3\ta\n4\ta\nx\n5\ta\n", 16, scanner);
    scanner_free(scanner);
    oracle_close(&model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokenized_text_cut_anywhere),
        cmocka_unit_test(rows_cut_anywhere),
        cmocka_unit_test(a_malformed_row_is_pointed_at),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
