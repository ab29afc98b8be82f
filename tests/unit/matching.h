/* What the tests that compare matching with the oracle share: taggers, scanners and matchers with the kernel at test,
 * sentences for them, and the comparison. Of what comes in twos the second gives all matches. */
#ifndef UNIT_MATCHING_H
#define UNIT_MATCHING_H

#include "dictionary.h"
#include "kernels.h"
#include "laying.h"
#include "match/matcher.h"
#include "scan/scanner.h"

enum { TOKENS_MAX = 64, SENTENCES_MAX = 4, MATCHES_MAX = TOKENS_MAX * DICTIONARY_TOKENS };

/* Fails with all that is needed to see why if the matches differ. */
static inline void check_same(const char *path, const struct oracle_entry *entries, size_t entry_count,
                              const gaz_token *tokens, size_t count, const struct oracle_match *expected,
                              size_t expected_count, const struct oracle_match *got, size_t got_count) {
    if (oracle_same_matches(expected, expected_count, got, got_count)) return;
    fprintf(stderr, "%s, %s, differs from the oracle, GAZ_TEST_SEED=%llu\n", path, kernel->name,
            (unsigned long long)seed);
    oracle_print_entries(entries, entry_count);
    oracle_print_tokens("text", tokens, count);
    oracle_print_difference(expected, expected_count, got, got_count);
    fail();
}

/* ---- Through the tagger, one sentence of given tokens ---- */

static inline void new_taggers(gaz_tagger **taggers, const gaz_model *model) {
    gaz_error error;
    for (int all = 0; all < 2; all++) {
        gaz_tagger_options options;
        gaz_tagger_options_init(&options);
        options.match.all = all;
        options.match.kernel = kernel->name;
        oracle_check(gaz_tagger_new(&taggers[all], model, &options, &error), &error);
    }
}

static inline void free_taggers(gaz_tagger **taggers) {
    for (int all = 0; all < 2; all++) gaz_tagger_free(taggers[all]);
}

static inline size_t tag_tokens(struct oracle_match *matches, size_t room, gaz_tagger *tagger, const gaz_model *model,
                                const gaz_token *tokens, size_t count) {
    gaz_error error;
    gaz_span span;
    size_t found = 0;
    oracle_check(gaz_tagger_tokens(tagger, tokens, count, &error), &error);
    while (gaz_tagger_next(&span, tagger)) {
        assert_true(found < room);
        matches[found++] = (struct oracle_match){span.begin, span.end, oracle_number(model, span.entry)};
    }
    return found;
}

/* Compares both taggers with the oracle. */
static inline void check_taggers(gaz_tagger **taggers, const gaz_model *model, const struct dictionary *dictionary,
                                 const gaz_token *tokens, size_t count) {
    struct oracle_match expected[MATCHES_MAX];
    struct oracle_match got[MATCHES_MAX];
    assert_true(count <= TOKENS_MAX);
    for (int all = 0; all < 2; all++) {
        size_t wanted = oracle_match(expected, dictionary->entries, dictionary->count, tokens, count, all);
        size_t found = tag_tokens(got, MATCHES_MAX, taggers[all], model, tokens, count);
        check_same(all ? "tagger, all" : "tagger", dictionary->entries, dictionary->count, tokens, count, expected,
                   wanted, got, found);
    }
}

/* ---- Sentences ---- */

/* Tokens are numbered through; `ends` says where each sentence ends. */
struct sentences {
    gaz_token tokens[TOKENS_MAX];
    size_t ends[SENTENCES_MAX];
    size_t count;
};

static inline size_t token_count(const struct sentences *sentences) {
    return sentences->count ? sentences->ends[sentences->count - 1] : 0;
}

/* The oracle on each sentence. */
static inline size_t match_sentences(struct oracle_match *matches, const struct dictionary *dictionary,
                                     const struct sentences *sentences, bool all) {
    size_t found = 0;
    size_t begin = 0;
    for (size_t i = 0; i < sentences->count; i++) {
        size_t added = oracle_match(matches + found, dictionary->entries, dictionary->count, sentences->tokens + begin,
                                    sentences->ends[i] - begin, all);
        for (size_t j = found; j < found + added; j++) {
            matches[j].begin += begin;
            matches[j].end += begin;
        }
        found += added;
        begin = sentences->ends[i];
    }
    return found;
}

static inline void check_sentences(const char *path, const struct dictionary *dictionary,
                                   const struct sentences *sentences, bool all, size_t limit,
                                   const struct oracle_match *got, size_t got_count) {
    struct oracle_match expected[MATCHES_MAX];
    size_t wanted = match_sentences(expected, dictionary, sentences, all);
    while (wanted && expected[wanted - 1].begin >= limit) wanted--;
    check_same(path, dictionary->entries, dictionary->count, sentences->tokens, token_count(sentences), expected,
               wanted, got, got_count);
}

/* ---- Through the scanner, sentences as lines of text ---- */

static inline void new_scanners(struct scanner **scanners, const gaz_model *model) {
    gaz_error error;
    for (int all = 0; all < 2; all++) {
        struct scanner_options options = {.input = SCANNER_TOKENIZED, .match = {.all = all, .kernel = kernel->name}};
        oracle_check(scanner_new(&scanners[all], model, &options, &error), &error);
    }
}

static inline void free_scanners(struct scanner **scanners) {
    for (int all = 0; all < 2; all++) scanner_free(scanners[all]);
}

static inline void write_sentences(struct buffer *text, const struct sentences *sentences) {
    size_t token = 0;
    text->size = 0;
    for (size_t i = 0; i < sentences->count; i++) {
        for (; token < sentences->ends[i]; token++) {
            assert_true(buffer_add(text, sentences->tokens[token].bytes, sentences->tokens[token].size));
            assert_true(buffer_add_byte(text, ' '));
        }
        assert_true(buffer_add_byte(text, '\n'));
    }
}

/* Compares both scanners with the oracle. No token may be empty or hold blanks. */
static inline void check_scanners(struct scanner **scanners, const gaz_model *model,
                                  const struct dictionary *dictionary, const struct sentences *sentences,
                                  struct buffer *text) {
    write_sentences(text, sentences);
    for (int all = 0; all < 2; all++) {
        struct oracle_match got[MATCHES_MAX];
        size_t found = 0;
        size_t before = 0;
        struct window window;
        struct match match;
        scanner_reset(scanners[all]);
        scanner_feed(scanners[all], text->bytes, text->size, true);
        while (scanner_next(&window, scanners[all])) {
            for (; scanner_match(&match, scanners[all]); found++) {
                assert_true(found < MATCHES_MAX);
                size_t begin = before;
                for (uint32_t i = 0; i < match.begin; i++) begin += !unit_is_line_end(&window.units, i);
                got[found] =
                    (struct oracle_match){begin, begin + (match.end - match.begin), oracle_number(model, match.entry)};
            }
            before += window.tokens;
        }
        check_sentences("scanner", dictionary, sentences, all, SIZE_MAX, got, found);
    }
}

/* ---- The matcher by itself ---- */

static inline void new_matchers(struct matcher **matchers, const gaz_model *model) {
    gaz_error error;
    for (int all = 0; all < 2; all++) {
        const struct matcher_options options = {
            .tokenization = TOKENS_CORPUS, .capacity = LAID_MAX, .scope = all ? MATCHER_PLACES : MATCHER_CHOSEN};
        oracle_check(matcher_new(&matchers[all], model, kernel, &options, &error), &error);
    }
}

static inline void free_matchers(struct matcher **matchers) {
    for (int all = 0; all < 2; all++) matcher_free(matchers[all]);
}

/* Compares both matchers with the oracle's matches that begin before `limit`. */
static inline void check_matchers(struct matcher **matchers, const gaz_model *model,
                                  const struct dictionary *dictionary, const struct sentences *sentences, bool open,
                                  uint32_t limit) {
    static struct laid laid;
    lay(&laid, &model->automata[TOKENS_CORPUS], sentences->tokens, sentences->ends, sentences->count, open);
    for (int all = 0; all < 2; all++) {
        struct oracle_match got[MATCHES_MAX];
        struct match match;
        size_t found = 0;
        matcher_scan(matchers[all], &laid.window, laid_unit(&laid, limit));
        for (; matcher_next(&match, matchers[all]); found++) {
            assert_true(found < MATCHES_MAX);
            got[found] = laid_match(&laid, model, &match);
        }
        check_sentences(all ? "matcher, all" : "matcher", dictionary, sentences, all, limit, got, found);
    }
    free(laid.text);
}

#endif
