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
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
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
    for (int i = 0; i < oracle_rounds(800); i++) check_random_tokenized(&text, &expected, &random);
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
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    const struct scanner_options options = {
        .input = SCANNER_ROWS, .match = {.all = all}, .token_column = 1 + (unsigned)oracle_below(random, 2)};
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
    for (int i = 0; i < oracle_rounds(800); i++) check_random_rows(&text, &expected, &random);
    buffer_free(&text);
    free_result(&expected);
}

/* ---- Rows as text ---- */

/* The text that rows are to become: the tokens of `expected`, which lie in `rows`. */
static void join_rows(struct buffer *joined, const struct result *expected, const char *rows) {
    size_t sentence = 0;
    joined->size = 0;
    for (size_t i = 0; i < expected->token_count; i++) {
        add_text(joined, rows + expected->tokens[i].begin, expected->tokens[i].end - expected->tokens[i].begin);
        bool ends = expected->sentences[sentence].token_end == i + 1;
        add_text(joined, ends ? "\n" : " ", 1);
        sentence += ends;
    }
}

/* The text of a match is the entry's tokens with spaces between them, even where it ends after the window. */
static void check_surface(const struct window *window, const struct match *match, const struct oracle_entry *entry) {
    assert_int_equal(match->end - match->begin, entry->count);
    for (uint32_t i = match->begin; i < match->end; i++) {
        const struct units *units = &window->units;
        uint32_t begin = units->begins[i];
        const gaz_token *wanted = &entry->tokens[i - match->begin];
        assert_int_equal(unit_end(units, i) - begin, wanted->size);
        assert_memory_equal(units->text + begin, wanted->bytes, wanted->size);
        if (i > match->begin) assert_int_equal(begin, unit_end(units, i - 1) + 1);
        if (i > match->begin) assert_int_equal(units->text[begin - 1], ' ');
    }
}

/* Appends the text of the windows of a piece; a token must lie between bytes that are not its own, and a sentence end
 * before its LF. Gives what is left undecided. */
static size_t append_windows(struct buffer *joined, struct scanner *scanner, const struct oracle_entry *entries,
                             const char *piece, size_t size, bool final) {
    struct window window;
    struct match match;
    scanner_feed(scanner, piece, size, final);
    while (scanner_next(&window, scanner)) {
        const struct units *units = &window.units;
        for (uint32_t i = 0; i < units->count; i++) {
            if (unit_is_line_end(units, i)) {
                assert_int_equal(unit_next(units, i), unit_text_end(units, i) + 1);
                assert_int_equal(units->text[unit_text_end(units, i)], '\n');
                continue;
            }
            uint32_t begin = units->begins[i];
            uint32_t end = unit_end(units, i);
            assert_true(begin < end && end <= window.size);
            if (begin) assert_non_null(memchr(" \n", units->text[begin - 1], 2));
            if (end < window.size) assert_non_null(memchr(" \n", units->text[end], 2));
        }
        while (scanner_match(&match, scanner))
            check_surface(&window, &match, &entries[oracle_number(scanned, match.entry)]);
        add_text(joined, units->text, window.size);
    }
    return scanner_rest(scanner);
}

/* Column text becomes the same text wherever it is cut. */
static void rows_become_text(void **state) {
    (void)state;
    uint64_t random = seed + 2;
    struct buffer rows = {0};
    struct buffer wanted = {0};
    struct buffer got = {0};
    struct result expected = {0};
    struct dictionary dictionary;
    struct oracle_model model;
    struct scanner *scanner;
    gaz_error error;
    const struct rows layout = {.separator = GAZ_SEPARATOR_TAB, .column_count = 2};
    const struct scanner_options options = {.input = SCANNER_ROWS, .token_column = 1, .match = {.all = 1}};
    dictionary_random(&dictionary, tokenized_alphabet, TOKENIZED_ALPHABET, 8, 4, &random);
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    oracle_check(scanner_new(&scanner, model.model, &options, &error), &error);
    scanner_lay_out(scanner, &layout);
    scanned = model.model;
    for (int i = 0; i < oracle_rounds(500); i++) {
        random_rows(&rows, &expected, 1, oracle_below(&random, 30), &random);
        join_rows(&wanted, &expected, rows.bytes);
        for (size_t cut = 0; cut <= rows.size; cut++) {
            got.size = 0;
            scanner_reset(scanner);
            size_t rest = append_windows(&got, scanner, dictionary.entries, rows.bytes, cut, false);
            append_windows(&got, scanner, dictionary.entries, rows.bytes + cut - rest, rows.size - cut + rest, true);
            if (got.size == wanted.size && (got.size == 0 || memcmp(got.bytes, wanted.bytes, got.size) == 0)) continue;
            fail_msg("GAZ_TEST_SEED=%llu rows \"%.*s\" cut at %zu became \"%.*s\"", (unsigned long long)seed,
                     (int)rows.size, rows.bytes, cut, (int)got.size, got.bytes);
        }
    }
    scanner_free(scanner);
    oracle_close(&model);
    buffer_free(&rows);
    buffer_free(&wanted);
    buffer_free(&got);
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
    const struct oracle_entry entries[] = {{.tokens = tokens, .count = 3}};
    struct oracle_model model;
    oracle_compile(&model, entries, 1, TOKENS_CORPUS, 0);
    const struct scanner_options options = {.input = SCANNER_ROWS, .token_column = 2};
    struct scanner *scanner = make_scanner(&model, &options);
    check_malformed("x\n", 0, scanner);
    check_malformed("1\ta\n\nx\n", 5, scanner);
    check_malformed("1\ta\n2\n", 4, scanner);
    check_malformed("1\ta\n2\t\n3\n", 7, scanner); /* a row without a token is none of these */
    check_malformed("1\ta\n2\tb\n3\ta\n4\ta\nx\n5\ta\n", 16, scanner);
    scanner_free(scanner);
    oracle_close(&model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokenized_text_cut_anywhere),
        cmocka_unit_test(rows_cut_anywhere),
        cmocka_unit_test(rows_become_text),
        cmocka_unit_test(a_malformed_row_is_pointed_at),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
