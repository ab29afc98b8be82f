/* Models whose matches are scored by what surrounds them, and the specification of that in a few obvious lines: at each
 * token from the left, of the entries that begin there, take the first whose score is high enough, by length, of one
 * surface by strength; at most MATCH_TRIES of them are tried. Go on behind it, or at the next token if there is none.
 */
#ifndef UNIT_SCORED_H
#define UNIT_SCORED_H

#include <math.h>

#include "dictionary.h"
#include "lexicon/scoring_model.h"
#include "match/matcher.h"
#include "model/context.h"

/* A scoring model at random. Weights are multiples of a power of two, so that sums of them are exact, and the least
 * score lies between what they can make. */
struct scored {
    struct scoring_model scoring;
    struct image_word *table;
    struct builder_context context;
    struct image_prior priors[2 * DICTIONARY_ENTRIES];
    float min_score;
};

enum { WEIGHT_STEPS = 64 };

static inline float random_weight(size_t most, uint64_t *random) {
    return (float)((double)oracle_below(random, 2 * most * WEIGHT_STEPS + 1) / WEIGHT_STEPS - (double)most);
}

/* Types are entries' numbers; some are missing, some belong to no entry, and their order is not that of a model. */
static inline void random_types(struct strings *types, size_t entry_count, uint64_t *random) {
    uint32_t number;
    char type[24];
    for (size_t i = entry_count + 2; i-- > 0;) {
        size_t size = (size_t)sprintf(type, "%zu", i);
        if (oracle_below(random, 6) == 0) continue;
        assert_int_equal(strings_add(&number, types, type, size, NULL), GAZ_OK);
    }
    assert_int_equal(strings_add(&number, types, "none of them", 12, NULL), GAZ_OK);
}

/* About half of the words are known. */
static inline void random_words(struct scoring_model *scoring, const gaz_token *words, size_t count, uint64_t *random) {
    for (size_t i = 0; i < count; i++) {
        uint32_t number;
        if (oracle_below(random, 2) || words[i].size == 0 || words[i].size > 1000) continue;
        assert_int_equal(strings_add(&number, &scoring->words, words[i].bytes, words[i].size, NULL), GAZ_OK);
        assert_true(array_reserve(&scoring->classes, &scoring->class_capacity, number + 1u, sizeof *scoring->classes));
        scoring->classes[number] =
            (struct word_classes){(uint8_t)(WORD_UNKNOWN + oracle_below(random, WORD_CLASS_END - 1)),
                                  (uint8_t)(WORD_UNKNOWN + oracle_below(random, WORD_CLASS_END - 1))};
    }
}

static inline void scored_make(struct scored *scored, size_t entry_count, const gaz_token *words, size_t word_count,
                               uint64_t *random) {
    *scored = (struct scored){.min_score = 0};
    struct scoring_model *scoring = &scored->scoring;
    random_types(&scoring->types, entry_count, random);
    random_words(scoring, words, word_count, random);
    size_t count = context_weight_count(scoring->types.count);
    scoring->weights = malloc(count * sizeof *scoring->weights);
    assert_non_null(scoring->weights);
    for (size_t i = 0; i < count; i++) scoring->weights[i] = random_weight(1, random);
    for (size_t i = 0; i < entry_count; i++) {
        scored->priors[i] = (struct image_prior){random_weight(3, random), (uint32_t)oracle_below(random, SHAPES_END)};
        if (oracle_below(random, 8) == 0) scored->priors[i].log_odds = oracle_below(random, 4) ? INFINITY : -INFINITY;
    }
    double log_odds = ((double)oracle_below(random, 4 * WEIGHT_STEPS) + 0.5) / WEIGHT_STEPS - 2;
    if (oracle_below(random, 8)) scored->min_score = (float)(1 / (1 + exp(-log_odds)));
    scored->context =
        (struct builder_context){.threshold = scored->min_score, .types = &scoring->types, .weights = scoring->weights};
    scored->context.words = scored->table = scoring_model_word_table(&scored->context.word_slots, scoring);
    assert_non_null(scored->table);
}

static inline void scored_free(struct scored *scored) {
    strings_free(&scored->scoring.types);
    strings_free(&scored->scoring.words);
    free(scored->scoring.weights);
    free(scored->scoring.classes);
    free(scored->table);
}

/* ---- One score ---- */

/* A token beside a match; NULL: there is none. */
static inline struct neighbour scored_neighbour(const struct scored *scored, const gaz_token *token, bool before) {
    const struct strings *words = &scored->scoring.words;
    if (!token || token->size == 0) return (struct neighbour){SHAPE_NONE, WORD_NONE};
    struct neighbour neighbour = {shape_of(token->bytes, token->size), WORD_UNKNOWN};
    for (uint32_t i = 0; i < words->count; i++) {
        if (words->items[i].size != token->size || memcmp(words->items[i].bytes, token->bytes, token->size) != 0)
            continue;
        const struct word_classes *classes = &scored->scoring.classes[i];
        neighbour.word = (enum word_class)(before ? classes->introduces : classes->extends);
    }
    return neighbour;
}

/* The number of the type's column; the number of columns of types: it has none. */
static inline uint32_t scored_column(const struct scored *scored, size_t entry) {
    const struct strings *types = &scored->scoring.types;
    uint32_t column = 0;
    char type[24];
    snprintf(type, sizeof type, "%zu", entry);
    while (column < types->count && strcmp(types->items[column].bytes, type) != 0) column++;
    return column;
}

/* What one row of the weights says of a match: by its type, its number of tokens and its shape. */
static inline double scored_row(const struct scored *scored, uint32_t row, size_t entry, size_t token_count) {
    uint32_t types = scored->scoring.types.count;
    const float *weights = scored->scoring.weights + (size_t)row * (types + 4 + SHAPES_END);
    uint32_t column = scored_column(scored, entry);
    double sum = column < types ? (double)weights[column] : 0;
    sum += (double)weights[types + (token_count < 4 ? token_count : 4) - 1];
    return sum + (double)weights[types + 4 + scored->priors[entry].shapes];
}

static inline enum shape without_signs(enum shape shape) {
    return shape >= SHAPE_PUNCTUATION ? SHAPE_SYMBOLS : shape;
}

/* Of the entry on tokens [begin, end) of a sentence, as they are written. `first`: the left neighbour of the sentence's
 * first token. */
static inline double scored_score(const struct scored *scored, const gaz_token *tokens, size_t count, size_t begin,
                                  size_t end, size_t entry, bool shorter, struct neighbour first) {
    const uint32_t rows = SHAPE_END + WORD_CLASS_END;
    struct neighbour left = begin ? scored_neighbour(scored, &tokens[begin - 1], true) : first;
    struct neighbour right = scored_neighbour(scored, end < count ? &tokens[end] : NULL, false);
    double log_odds = (double)scored->priors[entry].log_odds;
    log_odds += scored_row(scored, left.shape, entry, end - begin);
    log_odds += scored_row(scored, (uint32_t)SHAPE_END + left.word, entry, end - begin);
    log_odds += scored_row(scored, rows + right.shape, entry, end - begin);
    log_odds += scored_row(scored, rows + SHAPE_END + right.word, entry, end - begin);
    const float *pairs = scored->scoring.weights + (size_t)2 * rows * (scored->scoring.types.count + 4 + SHAPES_END);
    log_odds += (double)pairs[without_signs(left.shape) * SHAPE_PUNCTUATION + without_signs(right.shape)];
    if (shorter)
        log_odds += (double)pairs[SHAPE_PUNCTUATION * SHAPE_PUNCTUATION + (end - begin < 4 ? end - begin : 4) - 1];
    return 1 / (1 + exp(-log_odds));
}

/* ---- The oracle ---- */

/* `keys` are what the tokens are compared by, `tokens` how they are written. `scores` (may be NULL) has the room that
 * `matches` has: for each token as many as there are entries with all matches, else one. */
static inline size_t scored_match(struct oracle_match *matches, double *scores, const struct scored *scored,
                                  const struct oracle_entry *entries, size_t entry_count, const gaz_token *keys,
                                  const gaz_token *tokens, size_t count, bool all, struct neighbour first) {
    size_t found = 0;
    for (size_t i = 0; i < count;) {
        const struct oracle_entry *entry = NULL;
        size_t longest = 0;
        size_t newest = 0; /* of the newest match that begins here */
        size_t next = i + 1;
        for (int tries = 0; all || tries < MATCH_TRIES; tries++) {
            entry = oracle_next(entry, entries, entry_count, keys + i, count - i);
            if (!entry) break;
            if (longest == 0) longest = entry->count;
            size_t number = (size_t)(entry - entries);
            bool shorter = entry->count < longest;
            double score = scored_score(scored, tokens, count, i, i + entry->count, number, shorter, first);
            if (score < (double)scored->min_score || entry->count == newest) continue;
            newest = entry->count;
            if (scores) scores[found] = score;
            matches[found++] = (struct oracle_match){i, i + entry->count, number};
            if (all) continue;
            next = i + entry->count;
            break;
        }
        i = next;
    }
    return found;
}

#endif
