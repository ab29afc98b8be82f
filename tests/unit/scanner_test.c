/* The scanner: the same tokens, sentences and matches however the text is cut into pieces and windows, and the oracle's
 * on an independent tokenization. */
#include "tag/scanner.h"
#include "oracle.h"

enum { SMALL_TEXT = 4096, ENTRIES_MAX = 8, SENTENCE_MAX = 1 << 17 };

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
    assert_true(array_reserve(&result->tokens, &result->token_capacity, result->token_count + 1, sizeof *result->tokens));
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

/* What a test compares. Where a paragraph's text ends is not the same in all windows; it is for the writer to trim. */
struct sight {
    const char *name;
    const char *text;
    size_t size;
    const struct oracle_entry *entries;
    size_t entry_count;
    bool text_ends;
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
        if (expected->tokens[i].begin == got->tokens[i].begin && expected->tokens[i].end == got->tokens[i].end) continue;
        print_sight(sight, "tokens differ");
        fail_msg("token %zu: expected %llu-%llu, got %llu-%llu", i, (unsigned long long)expected->tokens[i].begin,
                 (unsigned long long)expected->tokens[i].end, (unsigned long long)got->tokens[i].begin,
                 (unsigned long long)got->tokens[i].end);
    }
    if (expected->token_count == got->token_count) return;
    print_sight(sight, "token count differs");
    fail_msg("expected %zu tokens, got %zu", expected->token_count, got->token_count);
}

static bool same_sentence(const struct ended *left, const struct ended *right, bool text_ends) {
    return left->token_end == right->token_end && left->next == right->next &&
           (!text_ends || left->text_end == right->text_end);
}

static void compare_sentences(const struct sight *sight, const struct result *expected, const struct result *got) {
    for (size_t i = 0; i < expected->sentence_count && i < got->sentence_count; i++) {
        const struct ended *wanted = &expected->sentences[i];
        const struct ended *given = &got->sentences[i];
        if (same_sentence(wanted, given, sight->text_ends)) continue;
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

static void compare(const struct sight *sight, const struct result *expected, const struct result *got) {
    compare_tokens(sight, expected, got);
    compare_sentences(sight, expected, got);
    if (oracle_same_matches(expected->matches, expected->match_count, got->matches, got->match_count)) return;
    print_sight(sight, "matches differ");
    oracle_print_matches("expected", expected->matches, expected->match_count);
    oracle_print_matches("got     ", got->matches, got->match_count);
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
    assert_int_equal(rest, size - at);
    if (!final) assert_true(rest <= scanner_rest_max(scanner));
    if (final) assert_int_equal(rest, 0);
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
        size_t found =
            oracle_match(oracle_matches, sight->entries, sight->entry_count, oracle_tokens, count, all);
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

static struct scanner *new_scanner(const struct oracle_model *model, enum scanner_input input, bool all) {
    struct scanner_options options = {.input = input, .all = all, .token_column = 1};
    struct scanner *scanner;
    gaz_error error;
    oracle_check(scanner_new(&scanner, model->model, &options, &error), &error);
    const struct rows rows = {GAZ_SEPARATOR_TAB, 2};
    if (input == SCANNER_ROWS) scanner_lay_out(scanner, &rows);
    return scanner;
}

/* ---- Random dictionaries ---- */

#define TOKEN(text) {text, sizeof(text) - 1}

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
            known = known || (dictionary->entries[j].count == count && oracle_begins(&dictionary->entries[j], tokens, count));
        if (known) continue;
        dictionary->entries[dictionary->count++] = (struct oracle_entry){tokens, count};
        used += count;
    }
}

/* ---- Text made of pieces ---- */

struct text {
    struct buffer bytes;
};

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
    TOKEN("a"),  TOKEN("a"),  TOKEN("b"),    TOKEN("ab"), TOKEN(" "),        TOKEN(" "),        TOKEN(" "),
    TOKEN("  "), TOKEN("\t"), TOKEN("\n"),   TOKEN("\r"), TOKEN("\r\n"),     TOKEN("\n\n"),     TOKEN("\xC3\xA9"),
    TOKEN("b "), TOKEN("a "), TOKEN("\xFF"), TOKEN("\0"), TOKEN("\xE6\x97"), TOKEN("\xE6\x97\xA5"),
};
static const gaz_token tokenized_alphabet[] = {TOKEN("a"), TOKEN("b"), TOKEN("ab"), TOKEN("\xC3\xA9"), TOKEN("aa"),
                                               TOKEN("a\r")};
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
        const struct sight sight = {"tokenized", text->bytes, text->size, dictionary.entries, dictionary.count, true};
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
    for (int i = 0; i < 1000; i++) check_random_tokenized(&text, &expected, &random);
    buffer_free(&text);
    free_result(&expected);
}

/* ---- Rows ---- */

/* Rows of two columns; the expectation is made beside them. */
static void random_rows(struct buffer *text, struct result *expected, size_t count, uint64_t *random) {
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
            add_text(text, token->bytes, token->size);
            add_token(expected, line, text->size);
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
    struct scanner *scanner = new_scanner(&model, SCANNER_ROWS, all);
    for (int i = 0; i < 3; i++) {
        random_rows(text, expected, oracle_below(random, 12), random);
        const struct sight sight = {"rows", text->bytes, text->size, dictionary.entries, dictionary.count, true};
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
    for (int i = 0; i < 1000; i++) check_random_rows(&text, &expected, &random);
    buffer_free(&text);
    free_result(&expected);
}

static void check_malformed(const char *text, size_t row, struct scanner *scanner) {
    struct window window;
    struct match match;
    size_t offset = 0;
    scanner_reset(scanner);
    scanner_feed(scanner, text, strlen(text), true);
    while (scanner_next(&window, scanner))
        while (scanner_match(&match, scanner));
    assert_true(scanner_malformed(&offset, scanner));
    assert_int_equal(offset, row);
}

static void a_malformed_row_is_pointed_at(void **state) {
    (void)state;
    const gaz_token tokens[] = {TOKEN("a"), TOKEN("b"), TOKEN("a")};
    const struct oracle_entry entries[] = {{tokens, 3}};
    struct oracle_model model;
    oracle_compile(&model, entries, 1, SIDE_CORPUS, 0);
    struct scanner_options options = {.input = SCANNER_ROWS, .token_column = 2};
    struct scanner *scanner;
    assert_int_equal(scanner_new(&scanner, model.model, &options, NULL), GAZ_OK);
    const struct rows rows = {GAZ_SEPARATOR_TAB, 2};
    scanner_lay_out(scanner, &rows);
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
    {TOKEN("\xC3\xA9"), WORD},             /* e with acute */
    {TOKEN("\xCC\x81"), WORD},             /* combining acute */
    {TOKEN("\xF0\x90\x90\x80"), WORD},     /* Deseret */
    {TOKEN("\xE2\x80\x8D"), JOINER},       /* ZWJ */
    {TOKEN("\xE3\x82\x99"), VOICER},       /* combining voiced sound mark */
    {TOKEN("\xE6\x97\xA5"), WIDE},         /* Han */
    {TOKEN("\xE3\x81\x8B"), WIDE},         /* Hiragana */
    {TOKEN("\xF0\x9F\x91\xA9"), WIDE},     /* emoji */
    {TOKEN("\xE2\x82\xAC"), WIDE},         /* euro */
    {TOKEN("'"), NARROW},
    {TOKEN(".-"), NARROW},
    {TOKEN("\xFF"), NARROW},               /* bytes that are no UTF-8 */
    {TOKEN("\xC3"), NARROW},
    {TOKEN("\xE6\x97"), NARROW},
    {TOKEN("\xF0\x9F\x91"), NARROW},
    {TOKEN("\xED\xA0"), NARROW},
    {TOKEN(" "), BLANK},
    {TOKEN(" "), BLANK},
    {TOKEN(" "), BLANK},
    {TOKEN("\t"), BLANK},
    {TOKEN("\r"), BLANK},
    {TOKEN("\xC2\xA0"), BLANK},            /* no-break space */
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
            if (text->bytes[at] == '\n') end_sentence(expected, at && text->bytes[at - 1] == '\r' ? at - 1 : at, at + 1);
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

/* A blank line ends the sentence that is open; what is left are the sentences that hold a token. */
static void join_lines(struct result *expected, const char *text, size_t size) {
    size_t kept = 0;
    size_t before = 0; /* tokens in the lines and sentences before */
    bool open = false;
    for (size_t i = 0; i < expected->sentence_count; i++) {
        struct ended line = expected->sentences[i];
        bool blank = line.token_end == before;
        bool last = line.next == size && (size == 0 || text[size - 1] != '\n');
        before = line.token_end;
        open = open || !blank;
        if (!open || !(blank || last)) continue;
        if (blank && last) line.next = size;
        expected->sentences[kept++] = line;
        open = false;
    }
    expected->sentence_count = kept;
    if (open) end_sentence(expected, size, size);
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
        if (paragraphs) join_lines(expected, text->bytes, text->size);
        const struct sight sight = {paragraphs ? "paragraphs" : "words", text->bytes,      text->size,
                                    dictionary.entries,                  dictionary.count, !paragraphs};
        expect_matches(expected, &sight, all, NULL);
        check_every_cut(&sight, scanner, expected, random);
    }
    scanner_free(scanner);
    oracle_close(&model);
}

static void check_words_inputs(bool paragraphs, uint64_t random) {
    struct buffer text = {0};
    struct result expected = {0};
    for (int i = 0; i < 1000; i++) check_random_words(&text, &expected, paragraphs, &random);
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
