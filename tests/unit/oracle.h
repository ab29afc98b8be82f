/* The specification of matching in a few obvious lines, which every fast path is compared with, and what the tests that
 * compare share: random numbers from a seed, and models in memory. */
#ifndef UNIT_ORACLE_H
#define UNIT_ORACLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "gaz.h"
#include "model/builder.h"
#include "model/model.h"

/* ---- The oracle ---- */

struct oracle_entry {
    const gaz_token *tokens; /* as they are compared */
    size_t count;
    double score;             /* 0 to 1 */
    const gaz_token *written; /* the text must be written so; NULL: it need not */
    bool strict;              /* it must be no part of a longer name */
    bool pattern;             /* the tokens are masks: each run of digits is one 0 */
};

/* The text that tokens are pieces of, if it is raw: then they can touch each other. Not raw: NULL, 0. */
static const gaz_token oracle_no_text = {NULL, 0};

enum { ORACLE_TRIES = 8 };

struct oracle_match {
    size_t begin;
    size_t end;
    size_t entry;
};

static inline bool oracle_same_token(const gaz_token *left, const gaz_token *right) {
    return left->size == right->size && memcmp(left->bytes, right->bytes, left->size) == 0;
}

/* Whether the mask of a token is `mask`. */
static inline bool oracle_same_mask(const gaz_token *mask, const gaz_token *token) {
    size_t made = 0;
    bool digits = false;
    for (size_t i = 0; i < token->size; i++) {
        bool digit = token->bytes[i] >= '0' && token->bytes[i] <= '9';
        bool goes_on = digit && i && token->bytes[i - 1] >= '0' && token->bytes[i - 1] <= '9';
        digits = digits || digit;
        if (goes_on) continue;
        if (made == mask->size || mask->bytes[made++] != (digit ? '0' : token->bytes[i])) return false;
    }
    return made == mask->size && !(digits && token->size > 255);
}

/* Whether the entry begins the `count` tokens. */
static inline bool oracle_begins(const struct oracle_entry *entry, const gaz_token *tokens, size_t count) {
    if (entry->count > count) return false;
    for (size_t i = 0; i < entry->count; i++)
        if (!(entry->pattern ? oracle_same_mask : oracle_same_token)(&entry->tokens[i], &tokens[i])) return false;
    return true;
}

/* Whether `left` comes before `right` where both begin: the longer one, of the same length what is no pattern, then the
 * stronger one, which has the lower number. */
static inline bool oracle_is_before(const struct oracle_entry *left, const struct oracle_entry *right) {
    if (left->count != right->count) return left->count > right->count;
    return left->pattern != right->pattern ? right->pattern : left < right;
}

/* The next entry behind `last` (NULL: the first one) of those that begin the tokens, or NULL. */
static inline const struct oracle_entry *oracle_next(const struct oracle_entry *last,
                                                     const struct oracle_entry *entries, size_t entry_count,
                                                     const gaz_token *tokens, size_t count) {
    const struct oracle_entry *next = NULL;
    for (size_t i = 0; i < entry_count; i++)
        if ((!last || oracle_is_before(last, &entries[i])) && (!next || oracle_is_before(&entries[i], next)) &&
            oracle_begins(&entries[i], tokens, count))
            next = &entries[i];
    return next;
}

/* The ASCII character at a place of the text, or 0 if it has none. */
static inline char oracle_character(const gaz_token *text, ptrdiff_t at) {
    return at >= 0 && at < (ptrdiff_t)text->size ? text->bytes[at] : 0;
}

static inline bool oracle_is_joint(char sign, char behind) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    return sign && strchr(".-_/:@", sign) && behind && strchr(letters, behind);
}

/* Whether the tokens are written as the entry wants it, and stand where it wants to. */
static inline bool oracle_fits(const struct oracle_entry *entry, const gaz_token *written, const gaz_token *text) {
    for (size_t i = 0; entry->written && i < entry->count; i++)
        if (!oracle_same_token(&entry->written[i], &written[i])) return false;
    if (!entry->strict || !text->bytes) return true;
    const gaz_token *last = &written[entry->count - 1];
    ptrdiff_t begin = written->bytes - text->bytes;
    ptrdiff_t end = last->bytes + last->size - text->bytes;
    return !oracle_is_joint(oracle_character(text, begin - 1), oracle_character(text, begin - 2)) &&
           !oracle_is_joint(oracle_character(text, end), oracle_character(text, end + 1));
}

/* At each token from the left: try the entries that begin there, the longest first, of one surface the strongest first,
 * ORACLE_TRIES at most; take the first one that fits with a score of at least `threshold` and go on after its end; else
 * go on at the next token. `tokens` are compared, `written` is how they are written, in `text`. `matches` has room for
 * `count`. Returns how many there are. */
static inline size_t oracle_choose(struct oracle_match *matches, const struct oracle_entry *entries, size_t entry_count,
                                   const gaz_token *tokens, const gaz_token *written, const gaz_token *text,
                                   size_t count, double threshold) {
    size_t found = 0;
    for (size_t i = 0; i < count;) {
        const struct oracle_entry *entry = oracle_next(NULL, entries, entry_count, tokens + i, count - i);
        for (int tries = 1; entry && (entry->score < threshold || !oracle_fits(entry, written + i, text)); tries++)
            entry = tries == ORACLE_TRIES ? NULL : oracle_next(entry, entries, entry_count, tokens + i, count - i);
        if (entry) matches[found++] = (struct oracle_match){i, i + entry->count, (size_t)(entry - entries)};
        i += entry ? entry->count : 1;
    }
    return found;
}

/* Every place where an entry fits, by begin, longest first: its strongest one. `matches` has room for `count` times
 * `entry_count`. */
static inline size_t oracle_all(struct oracle_match *matches, const struct oracle_entry *entries, size_t entry_count,
                                const gaz_token *tokens, const gaz_token *written, const gaz_token *text,
                                size_t count) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = 0; /* of the newest match */
        const struct oracle_entry *entry = NULL;
        while ((entry = oracle_next(entry, entries, entry_count, tokens + i, count - i))) {
            if (entry->count == size || !oracle_fits(entry, written + i, text)) continue;
            matches[found++] = (struct oracle_match){i, i + entry->count, (size_t)(entry - entries)};
            size = entry->count;
        }
    }
    return found;
}

static inline size_t oracle_match(struct oracle_match *matches, const struct oracle_entry *entries, size_t entry_count,
                                  const gaz_token *tokens, size_t count, bool all) {
    return all ? oracle_all(matches, entries, entry_count, tokens, tokens, &oracle_no_text, count)
               : oracle_choose(matches, entries, entry_count, tokens, tokens, &oracle_no_text, count, 0);
}

/* ---- Random numbers ---- */

static uint64_t seed; /* of the whole run */

/* Sets the seed: GAZ_TEST_SEED if it is set, else from the clock. Printed, so that a failure can be repeated. */
static inline void oracle_seed(void) {
    const char *given = getenv("GAZ_TEST_SEED");
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t clock = (uint64_t)now.tv_sec * 1000003u + (uint64_t)now.tv_nsec;
    seed = given ? strtoull(given, NULL, 10) : clock;
    printf("GAZ_TEST_SEED=%llu\n", (unsigned long long)seed);
    fflush(stdout);
}

/* How often a random test goes round: `rounds` times if GAZ_TEST_LONG is set, as by `make test-long`; else a tenth. */
static inline int oracle_rounds(int rounds) {
    return getenv("GAZ_TEST_LONG") ? rounds : (rounds + 9) / 10;
}

/* Of things to be tried all, every which one is tried, beginning at any: all if GAZ_TEST_LONG is set. */
static inline unsigned oracle_step(void) {
    return getenv("GAZ_TEST_LONG") ? 1 : 10;
}

/* splitmix64 */
static inline uint64_t oracle_random(uint64_t *state) {
    uint64_t word = *state += 0x9E3779B97F4A7C15u;
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9u;
    word = (word ^ word >> 27) * 0x94D049BB133111EBu;
    return word ^ word >> 31;
}

/* 0 to `limit` - 1. */
static inline size_t oracle_below(uint64_t *state, size_t limit) {
    return (size_t)(oracle_random(state) % limit);
}

/* ---- Models in memory ---- */

static uint32_t oracle_signs; /* that count as letters in raw text, in models that are compiled from now on */

struct oracle_model {
    struct buffer image;
    gaz_model *model;
};

static inline void oracle_check(gaz_status status, const gaz_error *error) {
    if (status != GAZ_OK) fail_msg("%s: %s", gaz_status_name(status), error->message);
}

/* Compiles entries, each of a type that says its number. `tokenization`: TOKENS_CORPUS or TOKENS_WORDS, or TOKENS_MODEL
 * for both, which get the same tokens. `flags`: enum unicode_normalization. `scoring` and `priors` (by entry)
 * may be NULL. */
static inline void oracle_compile_with(struct oracle_model *made, const struct oracle_entry *entries,
                                       size_t entry_count, enum format_tokenization tokenization, unsigned flags,
                                       const struct builder_context *scoring, const struct image_prior *priors) {
    struct builder builder = {.scoring = scoring};
    gaz_error error;
    *made = (struct oracle_model){0};
    bool with_patterns = false;
    for (size_t i = 0; i < entry_count; i++) with_patterns = with_patterns || entries[i].pattern;
    for (uint32_t s = TOKENS_CORPUS; s < TOKENS_END; s++) {
        uint32_t plain = tokens_are_masked(s) ? s - (TOKENS_CORPUS_MASKED - TOKENS_CORPUS) : s;
        bool wanted = tokenization == TOKENS_MODEL || tokenization == plain;
        builder.tokenizations[s].wanted = wanted && (plain == s || with_patterns);
        builder.tokenizations[s].normalization = flags;
        builder.tokenizations[s].signs = plain == TOKENS_WORDS ? oracle_signs : 0;
    }
    for (size_t i = 0; i < entry_count; i++) {
        char type[24];
        snprintf(type, sizeof type, "%zu", i);
        uint32_t asks = (entries[i].written ? ENTRY_EXACT_CASE : 0u) | (entries[i].strict ? ENTRY_STRICT_EDGES : 0u) |
                        (entries[i].pattern ? ENTRY_MASKED : 0u);
        oracle_check(builder_add_entry(&builder, type, (uint32_t)i, (float)entries[i].score, asks, &error), &error);
        const gaz_token *written = entries[i].written || !entries[i].pattern ? entries[i].written : entries[i].tokens;
        for (size_t j = 0; written && j < entries[i].count; j++) {
            const gaz_token *token = &written[j];
            oracle_check(builder_add_written(&builder, token->bytes, token->size, &error), &error);
        }
        if (priors) oracle_check(builder_set_prior(&builder, priors[i], &error), &error);
        for (uint32_t s = TOKENS_CORPUS; s < TOKENS_END; s++) {
            if (!builder.tokenizations[s].wanted || !tokens_are_masked(s) == entries[i].pattern) continue;
            for (size_t j = 0; j < entries[i].count; j++) {
                const gaz_token *token = &entries[i].tokens[j];
                oracle_check(builder_add_token(&builder, s, token->bytes, token->size, &error), &error);
            }
        }
    }
    oracle_check(builder_finish(&made->image, &builder, 1, NULL, NULL, &error), &error);
    builder_free(&builder);
    oracle_check(model_open_memory(&made->model, made->image.bytes, made->image.size, false, "test", &error), &error);
}

static inline void oracle_compile(struct oracle_model *made, const struct oracle_entry *entries, size_t entry_count,
                                  enum format_tokenization tokenization, unsigned flags) {
    oracle_compile_with(made, entries, entry_count, tokenization, flags, NULL, NULL);
}

/* The number that an entry of the model had when it was compiled. */
static inline size_t oracle_number(const gaz_model *model, uint32_t entry) {
    assert_true(entry < model->header->entry_count);
    return (size_t)strtoul(gaz_model_type(model, entry_type(model->entries[entry])), NULL, 10);
}

static inline void oracle_close(struct oracle_model *made) {
    gaz_model_close(made->model);
    buffer_free(&made->image);
}

/* ---- Saying what failed ---- */

static inline void oracle_print_token(const gaz_token *token) {
    fputc('[', stderr);
    for (size_t i = 0; i < token->size && i < 120; i++) {
        unsigned char byte = (unsigned char)token->bytes[i];
        fprintf(stderr, byte >= ' ' && byte < 0x7F && byte != '\\' ? "%c" : "\\x%02X", byte);
    }
    fprintf(stderr, token->size > 120 ? "... %zu bytes]" : "]", token->size);
}

static inline void oracle_print_tokens(const char *label, const gaz_token *tokens, size_t count) {
    fprintf(stderr, "%s:", label);
    for (size_t i = 0; i < count && i < 200; i++) oracle_print_token(&tokens[i]);
    fprintf(stderr, count > 200 ? " ... %zu tokens\n" : "\n", count);
}

static inline void oracle_print_entries(const struct oracle_entry *entries, size_t count) {
    for (size_t i = 0; i < count; i++) oracle_print_tokens("entry", entries[i].tokens, entries[i].count);
}

static inline bool oracle_same_matches(const struct oracle_match *left, size_t left_count,
                                       const struct oracle_match *right, size_t right_count) {
    if (left_count != right_count) return false;
    for (size_t i = 0; i < left_count; i++)
        if (left[i].begin != right[i].begin || left[i].end != right[i].end || left[i].entry != right[i].entry)
            return false;
    return true;
}

/* Some matches from number `from` on. */
static inline void oracle_print_matches(const char *label, const struct oracle_match *matches, size_t count,
                                        size_t from) {
    fprintf(stderr, "%s %zu matches, from number %zu:", label, count, from);
    for (size_t i = from; i < count && i < from + 10; i++)
        fprintf(stderr, " %zu-%zu=%zu", matches[i].begin, matches[i].end, matches[i].entry);
    fputc('\n', stderr);
}

/* Prints both from where they differ. */
static inline void oracle_print_difference(const struct oracle_match *expected, size_t expected_count,
                                           const struct oracle_match *got, size_t got_count) {
    size_t same = 0;
    while (same < expected_count && same < got_count && oracle_same_matches(expected + same, 1, got + same, 1)) same++;
    oracle_print_matches("expected", expected, expected_count, same);
    oracle_print_matches("got     ", got, got_count, same);
}

#endif
