/* The scanner: the same tokens, sentences and matches however the text is cut into pieces and windows, and the oracle's
 * on an independent tokenization. */
#include "oracle.h"
#include "tag/scanner.h"

enum { ENTRIES_MAX = 8, SENTENCE_MAX = 1 << 17 };

static uint64_t seed;

/* ---- What a scan gives ---- */

struct stretch {
    uint64_t begin;
    uint64_t end;
};

struct ended {
    uint64_t token_end; /* number of the token behind its last */
    uint64_t text_end;
    uint64_t next;
};

/* All offsets are of the whole text. */
struct result {
    struct stretch *tokens;
    size_t token_count;
    size_t token_capacity;
    struct ended *sentences;
    size_t sentence_count;
    size_t sentence_capacity;
    struct oracle_match *matches; /* bytes */
    size_t match_count;
    size_t match_capacity;
};

static void clear_result(struct result *result) {
    result->token_count = result->sentence_count = result->match_count = 0;
}

static void free_result(struct result *result) {
    free(result->tokens);
    free(result->sentences);
    free(result->matches);
}

static void add_token(struct result *result, uint64_t begin, uint64_t end) {
    assert_true(
        array_reserve(&result->tokens, &result->token_capacity, result->token_count + 1, sizeof *result->tokens));
    result->tokens[result->token_count++] = (struct stretch){begin, end};
}

static void end_sentence(struct result *result, uint64_t text_end, uint64_t next) {
    assert_true(array_reserve(&result->sentences, &result->sentence_capacity, result->sentence_count + 1,
                              sizeof *result->sentences));
    result->sentences[result->sentence_count++] = (struct ended){result->token_count, text_end, next};
}

static void add_match(struct result *result, uint64_t begin, uint64_t end, size_t entry) {
    assert_true(
        array_reserve(&result->matches, &result->match_capacity, result->match_count + 1, sizeof *result->matches));
    result->matches[result->match_count++] = (struct oracle_match){begin, end, entry};
}

/* What a test compares. Of paragraphs only those with tokens, and not where their text ends: that is not the same in
 * all windows. */
struct sight {
    const char *name;
    const char *text;
    size_t size;
    const struct oracle_entry *entries;
    size_t entry_count;
    bool paragraphs;
};

static void print_sight(const struct sight *sight, const char *what) {
    const gaz_token text = {sight->text, sight->size};
    fprintf(stderr, "%s: %s, GAZ_TEST_SEED=%llu\ntext ", sight->name, what, (unsigned long long)seed);
    oracle_print_token(&text);
    fputc('\n', stderr);
    oracle_print_entries(sight->entries, sight->entry_count);
}

static void compare_tokens(const struct sight *sight, const struct result *expected, const struct result *got) {
    for (size_t i = 0; i < expected->token_count && i < got->token_count; i++) {
        if (expected->tokens[i].begin == got->tokens[i].begin && expected->tokens[i].end == got->tokens[i].end)
            continue;
        print_sight(sight, "tokens differ");
        fail_msg("token %zu: expected %llu-%llu, got %llu-%llu", i, (unsigned long long)expected->tokens[i].begin,
                 (unsigned long long)expected->tokens[i].end, (unsigned long long)got->tokens[i].begin,
                 (unsigned long long)got->tokens[i].end);
    }
    if (expected->token_count == got->token_count) return;
    print_sight(sight, "token count differs");
    fail_msg("expected %zu tokens, got %zu", expected->token_count, got->token_count);
}

static bool same_sentence(const struct ended *left, const struct ended *right, bool paragraphs) {
    return left->token_end == right->token_end && left->next == right->next &&
           (paragraphs || left->text_end == right->text_end);
}

static void compare_sentences(const struct sight *sight, const struct result *expected, const struct result *got) {
    for (size_t i = 0; i < expected->sentence_count && i < got->sentence_count; i++) {
        const struct ended *wanted = &expected->sentences[i];
        const struct ended *given = &got->sentences[i];
        if (same_sentence(wanted, given, sight->paragraphs)) continue;
        print_sight(sight, "sentences differ");
        fail_msg("sentence %zu: expected token_end %llu text_end %llu next %llu, got %llu %llu %llu", i,
                 (unsigned long long)wanted->token_end, (unsigned long long)wanted->text_end,
                 (unsigned long long)wanted->next, (unsigned long long)given->token_end,
                 (unsigned long long)given->text_end, (unsigned long long)given->next);
    }
    if (expected->sentence_count == got->sentence_count) return;
    print_sight(sight, "sentence count differs");
    fail_msg("expected %zu sentences, got %zu", expected->sentence_count, got->sentence_count);
}

static void drop_empty_sentences(struct result *result) {
    size_t kept = 0;
    uint64_t before = 0;
    for (size_t i = 0; i < result->sentence_count; i++) {
        struct ended sentence = result->sentences[i];
        if (sentence.token_end > before) result->sentences[kept++] = sentence;
        before = sentence.token_end;
    }
    result->sentence_count = kept;
}

static void compare(const struct sight *sight, const struct result *expected, struct result *got) {
    if (sight->paragraphs) drop_empty_sentences(got);
    compare_tokens(sight, expected, got);
    compare_sentences(sight, expected, got);
    if (oracle_same_matches(expected->matches, expected->match_count, got->matches, got->match_count)) return;
    print_sight(sight, "matches differ");
    oracle_print_difference(expected->matches, expected->match_count, got->matches, got->match_count);
    fail();
}

/* ---- Feeding ---- */

/* Adds a window that begins at `offset` of the whole text. A token in several windows is put together. */
static void take_window(struct result *result, struct scanner *scanner, const struct window *window, uint64_t offset) {
    size_t before = result->token_count;
    uint32_t sentence = 0;
    struct match match;
    while (scanner_match(&match, scanner))
        add_match(result, offset + window->tokens[match.begin].begin, offset + window->tokens[match.end - 1].end,
                  match.entry);
    size_t joined = 0;
    for (uint32_t i = 0; i <= window->token_count; i++) {
        for (; sentence < window->sentence_count && window->sentences[sentence].token_end == i; sentence++)
            end_sentence(result, offset + window->sentences[sentence].text_end,
                         offset + window->sentences[sentence].next);
        if (i == window->token_count) break;
        if (i == 0 && window->first_goes_on) {
            assert_true(before > 0);
            assert_int_equal(result->tokens[before - 1].end, offset + window->tokens[0].begin);
            result->tokens[before - 1].end = offset + window->tokens[0].end;
            joined = 1;
        } else {
            add_token(result, offset + window->tokens[i].begin, offset + window->tokens[i].end);
        }
    }
    assert_int_equal(sentence, window->sentence_count);
    assert_int_equal(result->token_count + joined, before + window->token_count);
}

/* Feeds text[begin, end) and gives what is left undecided. */
static size_t feed_piece(struct result *result, struct scanner *scanner, const char *text, size_t begin, size_t end,
                         bool final) {
    size_t size = end - begin;
    char *piece = malloc(size ? size : 1); /* of its own, so that the sanitizer sees what is read behind it */
    struct window window;
    size_t at = 0;
    assert_non_null(piece);
    if (size) memcpy(piece, text + begin, size);
    scanner_feed(scanner, piece, size, final);
    while (scanner_next(&window, scanner)) {
        assert_ptr_equal(window.text, piece + at);
        assert_true(window.size <= size - at);
        take_window(result, scanner, &window, begin + at);
        at += window.size;
    }
    size_t rest = scanner_rest(scanner);
    size_t malformed;
    assert_int_equal(rest, size - at);
    if (!scanner_malformed(&malformed, scanner)) assert_true(rest <= (final ? 0 : scanner_rest_max(scanner)));
    free(piece);
    return rest;
}

static void feed_whole(struct result *result, struct scanner *scanner, const char *text, size_t size) {
    clear_result(result);
    scanner_reset(scanner);
    feed_piece(result, scanner, text, 0, size, true);
}

static void feed_two(struct result *result, struct scanner *scanner, const char *text, size_t size, size_t cut) {
    clear_result(result);
    scanner_reset(scanner);
    size_t rest = feed_piece(result, scanner, text, 0, cut, false);
    feed_piece(result, scanner, text, cut - rest, size, true);
}

/* In pieces of `least` to `most` bytes. */
static void feed_many(struct result *result, struct scanner *scanner, const char *text, size_t size, size_t least,
                      size_t most, uint64_t *random) {
    size_t at = 0;
    size_t rest = 0;
    clear_result(result);
    scanner_reset(scanner);
    for (;;) {
        size_t piece = least + oracle_below(random, most - least + 1);
        bool final = at + piece >= size;
        size_t end = final ? size : at + piece;
        rest = feed_piece(result, scanner, text, at - rest, end, final);
        at = end;
        if (final) return;
    }
}

/* ---- The oracle on tokens ---- */

static gaz_token oracle_tokens[SENTENCE_MAX];
static struct oracle_match oracle_matches[4 * SENTENCE_MAX];

/* Adds the oracle's matches to an expectation that has tokens and sentences. `key` (may be NULL) gives what a token is
 * compared by. */
static void expect_matches(struct result *expected, const struct sight *sight, bool all,
                           gaz_token (*key)(gaz_token token)) {
    size_t begin = 0;
    for (size_t s = 0; s < expected->sentence_count; s++) {
        size_t count = expected->sentences[s].token_end - begin;
        const struct stretch *tokens = expected->tokens + begin;
        assert_true(count <= SENTENCE_MAX);
        for (size_t i = 0; i < count; i++) {
            oracle_tokens[i] = (gaz_token){sight->text + tokens[i].begin, tokens[i].end - tokens[i].begin};
            if (key) oracle_tokens[i] = key(oracle_tokens[i]);
        }
        size_t found = oracle_match(oracle_matches, sight->entries, sight->entry_count, oracle_tokens, count, all);
        for (size_t i = 0; i < found; i++)
            add_match(expected, tokens[oracle_matches[i].begin].begin, tokens[oracle_matches[i].end - 1].end,
                      oracle_matches[i].entry);
        begin += count;
    }
}

/* Checks the whole text, every cut in two, and small pieces. */
static void check_every_cut(const struct sight *sight, struct scanner *scanner, const struct result *expected,
                            uint64_t *random) {
    struct result got = {0};
    feed_whole(&got, scanner, sight->text, sight->size);
    compare(sight, expected, &got);
    for (size_t cut = 0; cut <= sight->size; cut++) {
        feed_two(&got, scanner, sight->text, sight->size, cut);
        compare(sight, expected, &got);
    }
    for (int i = 0; i < 3; i++) {
        feed_many(&got, scanner, sight->text, sight->size, 1, 5, random);
        compare(sight, expected, &got);
    }
    free_result(&got);
}

/* Checks the whole text and pieces of a few sizes. */
static void check_pieces(const struct sight *sight, struct scanner *scanner, const struct result *expected,
                         uint64_t *random) {
    static const size_t sizes[][2] = {{1000, 3000}, {16380, 16390}, {16384, 16384}, {65530, 65540}, {1, 200000}};
    struct result got = {0};
    feed_whole(&got, scanner, sight->text, sight->size);
    compare(sight, expected, &got);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        feed_many(&got, scanner, sight->text, sight->size, sizes[i][0], sizes[i][1], random);
        compare(sight, expected, &got);
    }
    free_result(&got);
}

static const char *const kernel_names[] = {"scalar", "avx2"};
static const char *kernel_name; /* the one at test */

static struct scanner *make_scanner(const struct oracle_model *model, const struct scanner_options *options) {
    const struct rows rows = {GAZ_SEPARATOR_TAB, 2};
    struct scanner *scanner;
    gaz_error error;
    struct scanner_options with_kernel = *options;
    with_kernel.kernel = kernel_name;
    oracle_check(scanner_new(&scanner, model->model, &with_kernel, &error), &error);
    if (options->input == SCANNER_ROWS) scanner_lay_out(scanner, &rows);
    return scanner;
}

static struct scanner *new_scanner(const struct oracle_model *model, enum scanner_input input, bool all) {
    const struct scanner_options options = {.input = input, .all = all, .token_column = 1};
    return make_scanner(model, &options);
}

/* ---- Random dictionaries ---- */

#define TOKEN(text)                                                                                                    \
    { text, sizeof(text) - 1 }

struct dictionary {
    struct oracle_entry entries[ENTRIES_MAX];
    size_t count;
    gaz_token tokens[ENTRIES_MAX * 4];
};

static void random_dictionary(struct dictionary *dictionary, const gaz_token *alphabet, size_t alphabet_count,
                              uint64_t *random) {
    size_t wanted = 1 + oracle_below(random, ENTRIES_MAX);
    size_t used = 0;
    dictionary->count = 0;
    for (size_t i = 0; i < wanted; i++) {
        gaz_token *tokens = dictionary->tokens + used;
        size_t count = 1 + oracle_below(random, 4);
        bool known = false;
        for (size_t j = 0; j < count; j++) tokens[j] = alphabet[oracle_below(random, alphabet_count)];
        for (size_t j = 0; j < dictionary->count; j++)
            known = known ||
                    (dictionary->entries[j].count == count && oracle_begins(&dictionary->entries[j], tokens, count));
        if (known) continue;
        dictionary->entries[dictionary->count++] = (struct oracle_entry){tokens, count};
        used += count;
    }
}

/* ---- Text made of pieces ---- */

static void add_text(struct buffer *text, const char *bytes, size_t size) {
    assert_true(buffer_add(text, bytes, size));
}

static void random_pieces(struct buffer *text, const gaz_token *pieces, size_t piece_count, size_t count,
                          uint64_t *random) {
    text->size = 0;
    assert_true(buffer_reserve(text, 1));
    for (size_t i = 0; i < count; i++) {
        const gaz_token *piece = &pieces[oracle_below(random, piece_count)];
        add_text(text, piece->bytes, piece->size);
    }
}

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

/* Blanks separate tokens, LF or CR LF ends a sentence; a last line without an end counts if it holds anything. */
static void expect_tokenized(struct result *expected, const char *text, size_t size) {
    clear_result(expected);
    for (size_t line = 0; line < size;) {
        size_t next = line;
        while (next < size && text[next] != '\n') next++;
        bool ended = next < size;
        size_t end = ended && next > line && text[next - 1] == '\r' ? next - 1 : next;
        for (size_t at = line; at < end;) {
            size_t begin = at;
            while (at < end && text[at] != ' ' && text[at] != '\t') at++;
            if (at > begin) add_token(expected, begin, at);
            at++;
        }
        end_sentence(expected, end, ended ? next + 1 : next);
        line = next + 1;
    }
}

static void check_random_tokenized(struct buffer *text, struct result *expected, uint64_t *random) {
    struct dictionary dictionary;
    struct oracle_model model;
    bool all = oracle_below(random, 2);
    random_dictionary(&dictionary, tokenized_alphabet, TOKENIZED_ALPHABET, random);
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_CORPUS, 0);
    struct scanner *scanner = new_scanner(&model, SCANNER_TOKENIZED, all);
    for (int i = 0; i < 3; i++) {
        random_pieces(text, tokenized_pieces, TOKENIZED_PIECES, oracle_below(random, 40), random);
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
    for (int i = 0; i < 2000; i++) check_random_tokenized(&text, &expected, &random);
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
    random_dictionary(&dictionary, tokenized_alphabet, TOKENIZED_ALPHABET, random);
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_CORPUS, 0);
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
    for (int i = 0; i < 2000; i++) check_random_rows(&text, &expected, &random);
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

/* ---- Words ---- */

/* What a piece of raw text is: one code point of a kind, or several. */
enum kind { WORD, JOINER, VOICER, WIDE, NARROW, BLANK, LINE_END };

static const struct {
    gaz_token piece;
    enum kind kind;
} words_pieces[] = {
    {TOKEN("a"), WORD},
    {TOKEN("b"), WORD},
    {TOKEN("a_1"), WORD},
    {TOKEN("\xC3\xA9"), WORD},         /* e with acute */
    {TOKEN("\xCC\x81"), WORD},         /* combining acute */
    {TOKEN("\xF0\x90\x90\x80"), WORD}, /* Deseret */
    {TOKEN("\xE2\x80\x8D"), JOINER},   /* ZWJ */
    {TOKEN("\xE3\x82\x99"), VOICER},   /* combining voiced sound mark */
    {TOKEN("\xE6\x97\xA5"), WIDE},     /* Han */
    {TOKEN("\xE3\x81\x8B"), WIDE},     /* Hiragana */
    {TOKEN("\xF0\x9F\x91\xA9"), WIDE}, /* emoji */
    {TOKEN("\xE2\x82\xAC"), WIDE},     /* euro */
    {TOKEN("'"), NARROW},
    {TOKEN(".-"), NARROW},
    {TOKEN("\xFF"), NARROW}, /* bytes that are no UTF-8 */
    {TOKEN("\xC3"), NARROW},
    {TOKEN("\xE6\x97"), NARROW},
    {TOKEN("\xF0\x9F\x91"), NARROW},
    {TOKEN("\xED\xA0"), NARROW},
    {TOKEN(" "), BLANK},
    {TOKEN(" "), BLANK},
    {TOKEN(" "), BLANK},
    {TOKEN("\t"), BLANK},
    {TOKEN("\r"), BLANK},
    {TOKEN("\xC2\xA0"), BLANK}, /* no-break space */
    {TOKEN("\n"), LINE_END},
    {TOKEN("\r\n"), LINE_END},
    {TOKEN("\n\n"), LINE_END},
};
static const gaz_token words_alphabet[] = {TOKEN("a"),
                                           TOKEN("b"),
                                           TOKEN("ab"),
                                           TOKEN("'"),
                                           TOKEN("."),
                                           TOKEN("\xC3\xA9"),
                                           TOKEN("\xE6\x97\xA5"),
                                           TOKEN("\xE3\x81\x8B\xE3\x82\x99"),
                                           TOKEN("\xF0\x9F\x91\xA9"),
                                           TOKEN("\xFF"),
                                           TOKEN("\xE6")};
enum {
    WORDS_PIECES = sizeof words_pieces / sizeof *words_pieces,
    WORDS_ALPHABET = sizeof words_alphabet / sizeof *words_alphabet
};

/* A piece of a kind at the end of the text. `*open`: what the last token was, if it may go on. */
static void expect_piece(struct result *expected, enum kind *open, enum kind kind, size_t begin, size_t end) {
    bool word_open = *open == WORD;
    bool goes_on = word_open ? kind == WORD || kind == JOINER || kind == VOICER : *open == WIDE && kind == VOICER;
    if (goes_on) {
        expected->tokens[expected->token_count - 1].end = end;
    } else if (kind == NARROW) {
        for (size_t i = begin; i < end; i++) add_token(expected, i, i + 1);
        *open = BLANK;
    } else if (kind == WORD || kind == VOICER || kind == WIDE) {
        add_token(expected, begin, end);
        *open = kind == WIDE ? WIDE : WORD;
    } else {
        *open = BLANK;
    }
}

/* A last line without an end counts if it holds anything, be it blanks. */
static void expect_last_line(struct result *expected, size_t size) {
    size_t begin = expected->sentence_count ? expected->sentences[expected->sentence_count - 1].next : 0;
    if (begin < size) end_sentence(expected, size, size);
}

static void random_words(struct buffer *text, struct result *expected, size_t count, bool ascii, uint64_t *random) {
    enum kind open = BLANK;
    clear_result(expected);
    text->size = 0;
    assert_true(buffer_reserve(text, 1));
    for (size_t i = 0; i < count; i++) {
        size_t number = oracle_below(random, WORDS_PIECES);
        const gaz_token *piece = &words_pieces[number].piece;
        if (ascii && (unsigned char)piece->bytes[0] >= 0x80) continue;
        size_t begin = text->size;
        add_text(text, piece->bytes, piece->size);
        expect_piece(expected, &open, words_pieces[number].kind, begin, text->size);
        for (size_t at = begin; at < text->size; at++)
            if (text->bytes[at] == '\n')
                end_sentence(expected, at && text->bytes[at - 1] == '\r' ? at - 1 : at, at + 1);
    }
    expect_last_line(expected, text->size);
}

/* Runs of [A-Za-z0-9_] and each other visible character alone, for text that is ASCII. */
static void expect_ascii(struct result *expected, const char *text, size_t size) {
    static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    clear_result(expected);
    for (size_t at = 0; at < size; at++) {
        size_t begin = at;
        if (text[at] == '\n') end_sentence(expected, at && text[at - 1] == '\r' ? at - 1 : at, at + 1);
        if (text[at] <= ' ' || text[at] == 0x7F) continue;
        while (at + 1 < size && strchr(word, text[begin]) && text[at + 1] && strchr(word, text[at + 1])) at++;
        add_token(expected, begin, at + 1);
    }
    expect_last_line(expected, size);
}

/* A blank line ends the sentence that is open; other blank lines belong to none. Returns whether one is left open. */
static bool join_lines(struct result *expected, const char *text) {
    size_t kept = 0;
    size_t before = 0;
    bool open = false;
    for (size_t i = 0; i < expected->sentence_count; i++) {
        struct ended line = expected->sentences[i];
        bool blank = line.token_end == before;
        before = line.token_end;
        if (blank && open && text[line.next - 1] == '\n') {
            expected->sentences[kept++] = line;
            open = false;
        }
        open = open || !blank;
    }
    expected->sentence_count = kept;
    return open;
}

static void expect_paragraphs(struct result *expected, const char *text, size_t size) {
    if (join_lines(expected, text)) end_sentence(expected, size, size);
}

static void check_random_words(struct buffer *text, struct result *expected, bool paragraphs, uint64_t *random) {
    struct dictionary dictionary;
    struct oracle_model model;
    bool all = oracle_below(random, 2);
    random_dictionary(&dictionary, words_alphabet, WORDS_ALPHABET, random);
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_WORDS, 0);
    struct scanner *scanner = new_scanner(&model, paragraphs ? SCANNER_PARAGRAPHS : SCANNER_WORDS, all);
    for (int i = 0; i < 3; i++) {
        bool ascii = oracle_below(random, 3) == 0;
        random_words(text, expected, oracle_below(random, 30), ascii, random);
        if (ascii) expect_ascii(expected, text->bytes, text->size);
        if (paragraphs) expect_paragraphs(expected, text->bytes, text->size);
        const struct sight sight = {paragraphs ? "paragraphs" : "words",
                                    text->bytes,
                                    text->size,
                                    dictionary.entries,
                                    dictionary.count,
                                    paragraphs};
        expect_matches(expected, &sight, all, NULL);
        check_every_cut(&sight, scanner, expected, random);
    }
    scanner_free(scanner);
    oracle_close(&model);
}

static void check_words_inputs(bool paragraphs, uint64_t random) {
    struct buffer text = {0};
    struct result expected = {0};
    for (int i = 0; i < 2000; i++) check_random_words(&text, &expected, paragraphs, &random);
    buffer_free(&text);
    free_result(&expected);
}

static void words_cut_anywhere(void **state) {
    (void)state;
    check_words_inputs(false, seed + 2);
}

static void paragraphs_cut_anywhere(void **state) {
    (void)state;
    check_words_inputs(true, seed + 3);
}

/* ---- Long tokens, long blanks ---- */

static void repeat(struct buffer *text, const char *piece, size_t count) {
    for (size_t i = 0; i < count; i++) assert_true(buffer_add_text(text, piece));
}

/* Entries that a part of a long token would match. */
static const gaz_token long_tokens[] = {TOKEN("a"), TOKEN("b"), TOKEN("x"), TOKEN("xb"), TOKEN("a"), TOKEN("b")};
static const struct oracle_entry long_entries[] = {
    {long_tokens + 1, 1}, {long_tokens + 2, 1}, {long_tokens + 3, 1}, {long_tokens + 4, 2}};

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
    oracle_compile(&model, long_entries, 4, SIDE_MODEL, 0);
    for (size_t i = 0; i < 4; i++)
        for (size_t size = 65533; size <= 65538; size++) check_long_token("x", size, tails[i], &model, &random);
    for (size_t i = 0; i < 4; i++) check_long_token("x", 131070 + i, tails[i], &model, &random);
    check_long_token("x", 200000, " ", &model, &random);
    check_long_token("\xC3\xA9", 100000, "b ", &model, &random);
    oracle_close(&model);
}

static void long_runs_of_blanks(void **state) {
    (void)state;
    uint64_t random = seed + 5;
    struct oracle_model model;
    struct buffer text = {0};
    oracle_compile(&model, long_entries, 4, SIDE_MODEL, 0);
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
    oracle_compile(&model, long_entries, 4, SIDE_MODEL, 0);
    for (size_t i = 0; i < 4; i++) {
        struct buffer text = {0};
        repeat(&text, "c", 1);
        repeat(&text, " ", 100000 + i);
        repeat(&text, "a b ", 20000);
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
    oracle_compile(&model, long_entries, 4, SIDE_CORPUS, 0);
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
    random_dictionary(&dictionary, window_alphabet, 4, random);
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_MODEL, 0);
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
    for (int i = 0; i < 6; i++)
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
    oracle_compile(&model, long_entries, 4, SIDE_MODEL, 0);
    check_dense(SCANNER_WORDS, ".", 40000, &model, &random);
    check_dense(SCANNER_WORDS, "\n", 40000, &model, &random);
    check_dense(SCANNER_TOKENIZED, "\n", 40000, &model, &random);
    check_dense(SCANNER_TOKENIZED, "a b ", 20000, &model, &random);
    check_dense(SCANNER_TOKENIZED, "b\n", 40000, &model, &random);
    oracle_close(&model);
}

/* ---- Comparing by a normal form ---- */

struct normal_case {
    const char *entry;
    const char *text;
    const char *match; /* NULL: none */
    unsigned flags;
};

static const struct normal_case normal_cases[] = {
    {"caf\xC3\xA9", "un cafe\xCC\x81 .", "cafe\xCC\x81", SIDE_COMPOSE},
    {"cafe\xCC\x81", "un caf\xC3\xA9 .", "caf\xC3\xA9", SIDE_COMPOSE},
    {"caf\xC3\xA9", "un cafe\xCC\x81 .", NULL, 0},
    {"caf\xC3\xA9", "un CAFE\xCC\x81 .", NULL, SIDE_COMPOSE},
    {"caf\xC3\xA9", "un CAFE\xCC\x81 .", "CAFE\xCC\x81", SIDE_COMPOSE | SIDE_FOLD},
    {"caf\xC3\xA9", "un CAF\xC3\x89 .", "CAF\xC3\x89", SIDE_FOLD},
    {"caf\xC3\xA9", "un CAF\xC3\x89 .", NULL, 0},
    {"STRASSE",
     "die stra\xC3\x9F"
     "e .",
     "stra\xC3\x9F"
     "e",
     SIDE_FOLD},
    {"stra\xC3\x9F"
     "e",
     "die STRASSE .", "STRASSE", SIDE_FOLD},
    {"Stra\xC3\x9F"
     "e",
     "Gro\xC3\x9F"
     "e STRASSE",
     "STRASSE", SIDE_FOLD | SIDE_COMPOSE},
    {"\xCE\xA3\xCE\x99\xCE\xA3", "x \xCF\x83\xCE\xB9\xCF\x82 x", "\xCF\x83\xCE\xB9\xCF\x82", SIDE_FOLD},
    {"\xEF\xBC\xA1", "a \xEF\xBD\x81", "\xEF\xBD\x81", SIDE_FOLD},
    {"\xE2\x84\xAB", "1 A\xCC\x8A", "A\xCC\x8A", SIDE_COMPOSE},
    {"ABC", "b aBc", "aBc", SIDE_FOLD},
    {"ABC", "b aBc", NULL, SIDE_COMPOSE},
};

/* The text is given twice, so there are two matches or none. */
static void check_normal_case(const struct normal_case *given, enum scanner_input input) {
    const gaz_token token = {given->entry, strlen(given->entry)};
    const struct oracle_entry entry = {&token, 1};
    struct oracle_model model;
    struct result expected = {0};
    struct result got = {0};
    char text[100];
    snprintf(text, sizeof text, "%s %s", given->text, given->text);
    for (const char *at = text; given->match && (at = strstr(at, given->match)); at += strlen(given->match))
        add_match(&expected, (uint64_t)(at - text), (uint64_t)(at - text) + strlen(given->match), 0);
    assert_int_equal(expected.match_count, given->match ? 2 : 0);
    oracle_compile(&model, &entry, 1, SIDE_MODEL, given->flags);
    struct scanner *scanner = new_scanner(&model, input, false);
    feed_whole(&got, scanner, text, strlen(text));
    if (!oracle_same_matches(expected.matches, expected.match_count, got.matches, got.match_count))
        fail_msg("\"%s\" in \"%s\", flags %u", given->entry, text, given->flags);
    scanner_free(scanner);
    free_result(&expected);
    free_result(&got);
    oracle_close(&model);
}

static void normal_forms_match_at_offsets_of_the_text(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof normal_cases / sizeof *normal_cases; i++) {
        check_normal_case(&normal_cases[i], SCANNER_WORDS);
        check_normal_case(&normal_cases[i], SCANNER_TOKENIZED);
    }
}

/* Tokens that are the same when case is ignored, by class; the first of a class stands for it. */
enum { BIG = 300, VARIANTS = 9, CLASSES = 4 };

static char big[2][3 * BIG];
static gaz_token class_tokens[CLASSES];
static struct {
    gaz_token token;
    size_t class;
} variants[VARIANTS] = {{TOKEN("strasse"), 0},
                        {TOKEN("STRASSE"), 0},
                        {TOKEN("Stra\xC3\x9F"
                               "e"),
                         0},
                        {TOKEN("ab"), 1},
                        {TOKEN("aB"), 1},
                        {TOKEN("\xC3\xA9"), 2},
                        {TOKEN("\xC3\x89"), 2},
                        {{big[0], 2 * BIG}, 3},
                        {{big[1], 3 * BIG}, 3}};

/* Two letters whose folded form is three code points of six bytes in all: U+0390 and U+1FD3. */
static void make_variants(void) {
    for (size_t i = 0; i < BIG; i++) {
        memcpy(big[0] + 2 * i, "\xCE\x90", 2);
        memcpy(big[1] + 3 * i, "\xE1\xBF\x93", 3);
    }
    for (size_t i = VARIANTS; i-- > 0;) class_tokens[variants[i].class] = variants[i].token;
}

static gaz_token class_of(gaz_token token) {
    for (size_t i = 0; i < VARIANTS; i++)
        if (oracle_same_token(&token, &variants[i].token)) return class_tokens[variants[i].class];
    fail_msg("a token that is no variant");
    return token;
}

/* A token, blanks enough that its window is widened as far as it goes, then tokens that grow threefold when folded. */
static void random_variants(struct buffer *text, uint64_t *random) {
    text->size = 0;
    for (int round = 0; round < 3; round++) {
        add_text(text, variants[3].token.bytes, variants[3].token.size);
        repeat(text, " ", 20000 + oracle_below(random, 50000));
        for (size_t i = 0; i < 300; i++) {
            const gaz_token *token =
                &variants[oracle_below(random, 3) ? 7 + oracle_below(random, 2) : oracle_below(random, VARIANTS)].token;
            add_text(text, token->bytes, token->size);
            repeat(text, oracle_below(random, 40) ? " " : "\n", 1);
        }
    }
}

static void check_variants(enum scanner_input input, uint64_t *random) {
    struct dictionary dictionary;
    struct oracle_model model;
    struct buffer text = {0};
    struct result expected = {0};
    bool all = oracle_below(random, 2);
    random_dictionary(&dictionary, class_tokens, CLASSES, random);
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_MODEL, SIDE_FOLD);
    struct scanner *scanner = new_scanner(&model, input, all);
    random_variants(&text, random);
    expect_tokenized(&expected, text.bytes, text.size);
    if (input == SCANNER_PARAGRAPHS) expect_paragraphs(&expected, text.bytes, text.size);
    const struct sight sight = {"variants",         text.bytes,       text.size,
                                dictionary.entries, dictionary.count, input == SCANNER_PARAGRAPHS};
    expect_matches(&expected, &sight, all, class_of);
    check_pieces(&sight, scanner, &expected, random);
    scanner_free(scanner);
    free_result(&expected);
    buffer_free(&text);
    oracle_close(&model);
}

static void keys_that_outgrow_their_room(void **state) {
    (void)state;
    uint64_t random = seed + 9;
    make_variants();
    for (int i = 0; i < 3; i++) {
        check_variants(SCANNER_TOKENIZED, &random);
        check_variants(SCANNER_WORDS, &random);
        check_variants(SCANNER_PARAGRAPHS, &random);
    }
}

/* ---- The tagger over it ---- */

static void check_tagger_text(bool paragraphs, uint64_t *random) {
    struct dictionary dictionary;
    struct oracle_model model;
    struct buffer text = {0};
    struct result expected = {0};
    struct result got = {0};
    gaz_tagger_options options = {.all = (int)oracle_below(random, 2), .paragraphs = paragraphs, .kernel = kernel_name};
    gaz_tagger *tagger;
    gaz_error error;
    gaz_span span;
    random_dictionary(&dictionary, words_alphabet, WORDS_ALPHABET, random);
    oracle_compile(&model, dictionary.entries, dictionary.count, SIDE_WORDS, 0);
    oracle_check(gaz_tagger_new(&tagger, model.model, &options, &error), &error);
    for (int i = 0; i < 2; i++) {
        random_words(&text, &expected, oracle_below(random, 30000), false, random);
        if (paragraphs) expect_paragraphs(&expected, text.bytes, text.size);
        const struct sight sight = {"gaz_tagger_text",  text.bytes,       text.size,
                                    dictionary.entries, dictionary.count, false};
        expect_matches(&expected, &sight, options.all, NULL);
        expected.token_count = expected.sentence_count = 0;
        clear_result(&got);
        oracle_check(gaz_tagger_text(tagger, text.bytes, text.size, &error), &error);
        while (gaz_tagger_next(&span, tagger)) add_match(&got, span.begin, span.end, span.entry);
        compare(&sight, &expected, &got);
    }
    gaz_tagger_free(tagger);
    oracle_close(&model);
    free_result(&expected);
    free_result(&got);
    buffer_free(&text);
}

static void the_tagger_gives_the_same(void **state) {
    (void)state;
    uint64_t random = seed + 10;
    for (int i = 0; i < 20; i++) check_tagger_text(i % 2, &random);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokenized_text_cut_anywhere),   cmocka_unit_test(rows_cut_anywhere),
        cmocka_unit_test(a_malformed_row_is_pointed_at), cmocka_unit_test(words_cut_anywhere),
        cmocka_unit_test(paragraphs_cut_anywhere),       cmocka_unit_test(long_tokens_match_nothing),
        cmocka_unit_test(long_runs_of_blanks),           cmocka_unit_test(matches_behind_long_blanks),
        cmocka_unit_test(long_rows_do_not_end_the_text), cmocka_unit_test(texts_of_many_windows),
        cmocka_unit_test(texts_dense_with_tokens),       cmocka_unit_test(normal_forms_match_at_offsets_of_the_text),
        cmocka_unit_test(keys_that_outgrow_their_room),  cmocka_unit_test(the_tagger_gives_the_same),
    };
    seed = oracle_seed();
    int failed = 0;
    for (size_t i = 0; i < sizeof kernel_names / sizeof *kernel_names; i++) {
        kernel_name = kernel_names[i];
        printf("kernel %s%s\n", kernel_name, kernel_find(kernel_name) ? "" : ": skipped, this machine has it not");
        if (kernel_find(kernel_name)) failed += cmocka_run_group_tests_name(kernel_name, tests, NULL, NULL);
    }
    return failed;
}
