/* What a scan gives, put together from its windows, and its comparison with an expectation; feeding a text in pieces.
 */
#ifndef UNIT_SCANNING_H
#define UNIT_SCANNING_H

#include "dictionary.h"
#include "kernels.h"
#include "scan/scanner.h"

enum { SENTENCE_MAX = 1 << 17 };

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

static inline void clear_result(struct result *result) {
    result->token_count = result->sentence_count = result->match_count = 0;
}

static inline void free_result(struct result *result) {
    free(result->tokens);
    free(result->sentences);
    free(result->matches);
}

static inline void add_token(struct result *result, uint64_t begin, uint64_t end) {
    assert_true(
        array_reserve(&result->tokens, &result->token_capacity, result->token_count + 1, sizeof *result->tokens));
    result->tokens[result->token_count++] = (struct stretch){begin, end};
}

static inline void end_sentence(struct result *result, uint64_t text_end, uint64_t next) {
    assert_true(array_reserve(&result->sentences, &result->sentence_capacity, result->sentence_count + 1,
                              sizeof *result->sentences));
    result->sentences[result->sentence_count++] = (struct ended){result->token_count, text_end, next};
}

static inline void add_match(struct result *result, uint64_t begin, uint64_t end, size_t entry) {
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

static inline void print_sight(const struct sight *sight, const char *what) {
    const gaz_token text = {sight->text, sight->size};
    fprintf(stderr, "%s: %s, GAZ_TEST_SEED=%llu\ntext ", sight->name, what, (unsigned long long)seed);
    oracle_print_token(&text);
    fputc('\n', stderr);
    oracle_print_entries(sight->entries, sight->entry_count);
}

static inline void compare_tokens(const struct sight *sight, const struct result *expected, const struct result *got) {
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

static inline bool same_sentence(const struct ended *left, const struct ended *right, bool paragraphs) {
    return left->token_end == right->token_end && left->next == right->next &&
           (paragraphs || left->text_end == right->text_end);
}

static inline void compare_sentences(const struct sight *sight, const struct result *expected,
                                     const struct result *got) {
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

static inline void drop_empty_sentences(struct result *result) {
    size_t kept = 0;
    uint64_t before = 0;
    for (size_t i = 0; i < result->sentence_count; i++) {
        struct ended sentence = result->sentences[i];
        if (sentence.token_end > before) result->sentences[kept++] = sentence;
        before = sentence.token_end;
    }
    result->sentence_count = kept;
}

static inline void compare(const struct sight *sight, const struct result *expected, struct result *got) {
    if (sight->paragraphs) drop_empty_sentences(got);
    compare_tokens(sight, expected, got);
    compare_sentences(sight, expected, got);
    if (oracle_same_matches(expected->matches, expected->match_count, got->matches, got->match_count)) return;
    print_sight(sight, "matches differ");
    oracle_print_difference(expected->matches, expected->match_count, got->matches, got->match_count);
    fail();
}

/* ---- Feeding ---- */

static const gaz_model *scanned; /* the model of the newest scanner */

/* Adds a window that begins at `offset` of the whole text. A token in several windows is put together. */
static inline void take_window(struct result *result, struct scanner *scanner, const struct window *window,
                               uint64_t offset) {
    const struct units *units = &window->units;
    size_t before = result->token_count;
    size_t sentences = 0;
    bool in_sentence = false;
    struct match match;
    while (scanner_match(&match, scanner))
        add_match(result, offset + window_begin(window, match.begin), offset + window_end(window, match.end - 1),
                  oracle_number(scanned, match.entry));
    size_t joined = 0;
    for (uint32_t i = 0; i < units->count; i++) {
        bool token = !unit_is_line_end(units, i);
        if (!token) {
            struct line_end end = window_line_end(window, i);
            end_sentence(result, offset + end.text_end, offset + end.next);
            sentences += in_sentence;
        } else if (i == 0 && window->first_goes_on) {
            assert_true(before > 0);
            assert_int_equal(result->tokens[before - 1].end, offset + window_begin(window, 0));
            result->tokens[before - 1].end = offset + window_end(window, 0);
            joined = 1;
        } else {
            add_token(result, offset + window_begin(window, i), offset + window_end(window, i));
        }
        in_sentence = token;
    }
    assert_int_equal(sentences, window->sentences);
    assert_int_equal(result->token_count + joined, before + window->tokens);
}

/* Feeds text[begin, end) and gives what is left undecided. */
static inline size_t feed_piece(struct result *result, struct scanner *scanner, const char *text, size_t begin,
                                size_t end, bool final) {
    size_t size = end - begin;
    char *piece = malloc(size ? size : 1); /* of its own, so that the sanitizer sees what is read behind it */
    struct window window;
    size_t at = 0;
    assert_non_null(piece);
    if (size) memcpy(piece, text + begin, size);
    scanner_feed(scanner, piece, size, final);
    while (scanner_next(&window, scanner)) {
        assert_true(window.size <= size - at);
        assert_memory_equal(window.text, piece + at, window.size);
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

static inline void feed_whole(struct result *result, struct scanner *scanner, const char *text, size_t size) {
    clear_result(result);
    scanner_reset(scanner);
    feed_piece(result, scanner, text, 0, size, true);
}

static inline void feed_two(struct result *result, struct scanner *scanner, const char *text, size_t size, size_t cut) {
    clear_result(result);
    scanner_reset(scanner);
    size_t rest = feed_piece(result, scanner, text, 0, cut, false);
    feed_piece(result, scanner, text, cut - rest, size, true);
}

/* In pieces of `least` to `most` bytes. */
static inline void feed_many(struct result *result, struct scanner *scanner, const char *text, size_t size,
                             size_t least, size_t most, uint64_t *random) {
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
static inline void expect_matches(struct result *expected, const struct sight *sight, bool all,
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
static inline void check_every_cut(const struct sight *sight, struct scanner *scanner, const struct result *expected,
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
static inline void check_pieces(const struct sight *sight, struct scanner *scanner, const struct result *expected,
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

static inline struct scanner *make_scanner(const struct oracle_model *model, const struct scanner_options *options) {
    const struct rows rows = {.separator = GAZ_SEPARATOR_TAB, .column_count = 2};
    struct scanner *scanner;
    gaz_error error;
    struct scanner_options with_kernel = *options;
    with_kernel.match.kernel = kernel->name;
    with_kernel.raw_rows = true; /* offsets are of the text that is fed */
    oracle_check(scanner_new(&scanner, model->model, &with_kernel, &error), &error);
    if (options->input == SCANNER_ROWS) scanner_lay_out(scanner, &rows);
    scanned = model->model;
    return scanner;
}

static inline struct scanner *new_scanner(const struct oracle_model *model, enum scanner_input input, bool all) {
    const struct scanner_options options = {.input = input, .match = {.all = all}, .token_column = 1};
    return make_scanner(model, &options);
}

#endif
