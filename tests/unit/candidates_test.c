/* What a harvest learns from: how a corpus is cut into folds, and what each fold is tagged with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdlib.h>

#include "learn/candidates.h"
#include "learn/folds.h"
#include "lexicon/surface.h"
#include "lexicon/variants.h"
#include "oracle.h"

/* ---- Folds ---- */

static void add_sentences(struct corpus *corpus, size_t count) {
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(corpus_add_token(corpus, "a", 1, NULL), GAZ_OK);
        assert_int_equal(corpus_end_sentence(corpus, NULL), GAZ_OK);
    }
}

/* Of so many documents of one to `most` sentences each, or 0 of exactly `most`. Returns the number of folds. */
static unsigned check_folds(size_t documents, size_t most, uint64_t *random) {
    struct corpus corpus = {0};
    bool used[FOLDS_MAX] = {false};
    unsigned count = 99;
    for (size_t i = 0; i < documents; i++) {
        add_sentences(&corpus, 1 + oracle_below(random, most));
        assert_int_equal(corpus_end_document(&corpus, NULL), GAZ_OK);
    }
    if (documents == 0) {
        add_sentences(&corpus, most);
        assert_int_equal(corpus_end_document(&corpus, NULL), GAZ_OK);
    }
    uint8_t *folds = folds_cut(&count, &corpus);
    assert_non_null(folds);
    assert_true(count <= FOLDS_MAX);
    uint64_t document = 0;
    for (uint64_t i = 0; i < corpus.sentence_count && count; i++) {
        assert_true(folds[i] < count);
        used[folds[i]] = true;
        bool begins = i == 0 || corpus.document_ends[document] == i;
        if (i && begins) document++;
        if (documents >= 10 && !begins) assert_int_equal(folds[i], folds[i - 1]);
    }
    for (unsigned i = 0; i < count; i++) assert_true(used[i]);
    free(folds);
    corpus_free(&corpus);
    return count;
}

static void documents_stay_whole(void **state) {
    (void)state;
    uint64_t random = seed;
    for (size_t documents = 10; documents < 60; documents++) {
        unsigned count = check_folds(documents, 30, &random);
        assert_true(count == 0 || count == (documents < FOLDS_MAX ? documents : FOLDS_MAX));
        assert_true(count || documents < 40);
    }
    assert_int_equal(check_folds(10, 1, &random), 0);
    assert_int_equal(check_folds(40, 1, &random), FOLDS_MAX);
}

static void few_documents_are_cut_into_blocks(void **state) {
    (void)state;
    uint64_t random = seed + 1;
    assert_int_equal(check_folds(0, 1, &random), 0);
    assert_int_equal(check_folds(0, 39, &random), 0);
    for (size_t sentences = 40; sentences < 500; sentences++) assert_true(check_folds(0, sentences, &random) >= 10);
    assert_int_equal(check_folds(0, 40, &random), FOLDS_MAX);
    assert_int_equal(check_folds(0, 5000, &random), FOLDS_MAX);
    assert_int_equal(check_folds(0, 20001, &random), FOLDS_MAX);
    assert_true(check_folds(9, 300, &random) >= 10);
    struct corpus empty = {0};
    unsigned count;
    uint8_t *folds = folds_cut(&count, &empty);
    assert_int_equal(count, 0);
    free(folds);
}

/* Sentences that stand side by side are in one fold, mostly. */
static void blocks_are_of_consecutive_sentences(void **state) {
    (void)state;
    struct corpus corpus = {0};
    unsigned count;
    size_t changes = 0;
    add_sentences(&corpus, 5000);
    assert_int_equal(corpus_end_document(&corpus, NULL), GAZ_OK);
    uint8_t *folds = folds_cut(&count, &corpus);
    for (size_t i = 1; i < 5000; i++) changes += folds[i] != folds[i - 1];
    assert_int_equal(changes, 24);
    free(folds);
    corpus_free(&corpus);
}

/* ---- Candidates against a recount ---- */

enum { TYPES = 3, SURFACES_MAX = 4000, SURFACE_TOKENS = 3, ALL_FOLDS = 255 /* no fold is left out */ };

static const char *const type_names[TYPES] = {"Tool", "Loc", "Person"};
static const char *const alphabet[] = {"abc", "Abc", "ABC", "abcs", "x", "X", ",", "7", "12", "a7", "A10", "Aabc"};
enum { ALPHABET = sizeof alphabet / sizeof *alphabet };

/* A random corpus, and a lexicon with what it annotates. */
struct world {
    struct corpus corpus;
    gaz_lexicon *lexicon;
    struct evidence evidence;
    uint8_t folds[100];
    unsigned fold_count;
    uint32_t ranks[TYPES];
    gaz_harvest_options options;
};

static void add_entry(struct world *world, uint64_t begin, uint32_t size, const char *type) {
    struct buffer surface = {0};
    struct entry *entry;
    for (uint32_t i = 0; i < size; i++) {
        const struct string *token = &world->corpus.vocabulary.items[world->corpus.tokens[begin + i]];
        assert_true(surface_add_token(&surface, token->bytes, token->size));
    }
    const struct entry_key key = {
        .surface = {surface.bytes, surface.size}, .type = {type, strlen(type)}, .token_count = size};
    assert_int_equal(lexicon_entry(&entry, world->lexicon, &key, NULL), GAZ_OK);
    entry->annotated++;
    buffer_free(&surface);
}

static void add_sentence(struct world *world, uint64_t *random) {
    struct corpus *corpus = &world->corpus;
    uint64_t begin = corpus->token_count;
    size_t size = 1 + oracle_below(random, 9);
    for (size_t i = 0; i < size; i++) {
        const char *token = alphabet[oracle_below(random, ALPHABET)];
        assert_int_equal(corpus_add_token(corpus, token, strlen(token), NULL), GAZ_OK);
    }
    for (uint64_t at = begin; at < begin + size; at++) {
        uint32_t count = 1 + (uint32_t)oracle_below(random, SURFACE_TOKENS);
        const char *type = type_names[oracle_below(random, TYPES)];
        if (oracle_below(random, 4) || at + count > begin + size) continue;
        assert_int_equal(corpus_add_span(corpus, at, at + count, type, strlen(type), NULL), GAZ_OK);
        add_entry(world, at, count, type);
        at += count - 1;
    }
    assert_int_equal(corpus_end_sentence(corpus, NULL), GAZ_OK);
}

static void make_world(struct world *world, uint64_t *random) {
    *world = (struct world){.fold_count = 2 + (unsigned)oracle_below(random, 4)};
    assert_int_equal(gaz_lexicon_new(&world->lexicon, NULL), GAZ_OK);
    gaz_harvest_options_init(&world->options);
    if (oracle_below(random, 4) == 0) world->options.min_count = 2;
    if (oracle_below(random, 4) == 0) world->options.min_tokens = 2;
    if (oracle_below(random, 4) == 0)
        world->options.variants = (unsigned)oracle_below(random, GAZ_VARIANT_ALL + 1) & GAZ_VARIANT_ALL;
    size_t sentences = 1 + oracle_below(random, 60);
    for (size_t i = 0; i < sentences; i++) {
        add_sentence(world, random);
        world->folds[i] = (uint8_t)oracle_below(random, world->fold_count);
    }
    assert_int_equal(corpus_end_document(&world->corpus, NULL), GAZ_OK);
    const struct strings *types = &world->lexicon->types;
    for (uint32_t i = 0; i < types->count; i++)
        for (uint32_t k = 0; k < types->count; k++)
            world->ranks[i] += strcmp(types->items[k].bytes, types->items[i].bytes) < 0;
    assert_int_equal(
        evidence_collect(&world->evidence, world->lexicon, &world->corpus, world->options.variants, NULL, NULL, NULL),
        GAZ_OK);
}

static void free_world(struct world *world) {
    evidence_free(&world->evidence);
    gaz_lexicon_free(world->lexicon);
    corpus_free(&world->corpus);
}

/* What is counted of a surface outside one fold. */
struct tally {
    uint32_t occurrences;
    uint32_t nested;
    uint32_t annotated[TYPES]; /* by rank; of a pattern none */
    uint32_t gold;             /* annotated, as whatever surface */
};

static const char *token_at(const struct world *world, uint64_t at) {
    return world->corpus.vocabulary.items[world->corpus.tokens[at]].bytes;
}

static const struct string *surface_of(const struct world *world, uint32_t surface) {
    return &world->lexicon->surfaces.items[surface];
}

static uint32_t tokens_of(const struct world *world, uint32_t surface) {
    uint32_t count = 1;
    for (const char *at = surface_of(world, surface)->bytes; *at; at++) count += *at == ' ';
    return count;
}

static bool is_pattern(const struct world *world, uint32_t surface) {
    return strstr(surface_of(world, surface)->bytes, "\\d") != NULL;
}

/* Writes a text with \d for each run of digits. */
static void mask(char *masked, const char *text) {
    for (; *text; text++) {
        if (isdigit((unsigned char)*text)) {
            while (isdigit((unsigned char)text[1])) text++;
            *masked++ = '\\';
            *masked++ = 'd';
        } else {
            *masked++ = *text;
        }
    }
    *masked = 0;
}

/* Whether the surface stands at a token of a sentence that ends at `end`. */
static bool stands_at(const struct world *world, uint32_t surface, uint64_t at, uint64_t end) {
    const char *bytes = surface_of(world, surface)->bytes;
    for (; *bytes; bytes += *bytes == ' ', at++) {
        char token[40];
        size_t size = strcspn(bytes, " ");
        if (at == end) return false;
        strcpy(token, token_at(world, at));
        if (is_pattern(world, surface)) mask(token, token_at(world, at));
        if (strlen(token) != size || memcmp(token, bytes, size) != 0) return false;
        bytes += size;
    }
    return true;
}

enum { INSIDE = TYPES, OUTSIDE };

/* The rank of the type that the tokens are annotated with, or whether they are a part of an entity. */
static uint32_t truth_of(const struct world *world, uint64_t begin, uint64_t end) {
    uint32_t truth = OUTSIDE;
    for (uint64_t i = 0; i < world->corpus.span_count; i++) {
        const struct corpus_span *span = &world->corpus.spans[i];
        const char *type = world->corpus.types.items[span->type].bytes;
        uint32_t rank = 0;
        for (uint32_t k = 0; k < world->lexicon->types.count; k++)
            rank += strcmp(world->lexicon->types.items[k].bytes, type) < 0;
        if (span->begin == begin && span->begin + span->size == end) return rank;
        if (span->begin <= begin && end <= span->begin + span->size) truth = INSIDE;
    }
    return truth;
}

static void count_all(struct tally *tallies, const struct world *world, unsigned without) {
    uint64_t begin = 0;
    memset(tallies, 0, world->lexicon->surfaces.count * sizeof *tallies);
    for (uint64_t s = 0; s < world->corpus.sentence_count; begin = world->corpus.sentence_ends[s++]) {
        uint64_t end = world->corpus.sentence_ends[s];
        for (uint64_t at = begin; at < end && world->folds[s] != without; at++)
            for (uint32_t i = 0; i < world->lexicon->surfaces.count; i++) {
                if (!stands_at(world, i, at, end)) continue;
                uint32_t truth = truth_of(world, at, at + tokens_of(world, i));
                tallies[i].occurrences++;
                tallies[i].nested += truth == INSIDE;
                tallies[i].gold += truth < TYPES;
                if (truth < TYPES && !is_pattern(world, i)) tallies[i].annotated[truth]++;
            }
    }
}

/* The type that most annotations have, the first by name of several; 0 annotations: none. */
static uint32_t most_of(uint32_t *annotated, const struct tally *tally) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < TYPES; i++)
        if (tally->annotated[i] > tally->annotated[best]) best = i;
    *annotated = tally->annotated[best];
    return best;
}

/* Whether two surfaces count together: they differ in case only, or if there are patterns, in digits. */
static bool are_together(const struct world *world, uint32_t left, uint32_t right) {
    char texts[2][200];
    bool patterns = world->options.variants & GAZ_VARIANT_DIGITS;
    for (int i = 0; i < 2; i++) {
        const char *text = surface_of(world, i ? right : left)->bytes;
        strcpy(texts[i], text);
        if (patterns) mask(texts[i], text);
    }
    return strcasecmp(texts[0], texts[1]) == 0;
}

/* Whether a surface is counted as its pattern is. */
static bool has_pattern(const struct world *world, uint32_t surface) {
    char masked[200];
    if (!(world->options.variants & GAZ_VARIANT_DIGITS) || is_pattern(world, surface)) return false;
    mask(masked, surface_of(world, surface)->bytes);
    for (uint32_t i = 0; i < world->lexicon->surfaces.count; i++)
        if (is_pattern(world, i) && strcmp(surface_of(world, i)->bytes, masked) == 0) return true;
    return false;
}

/* How a surface is made of another one; VARIANT_NONE: it is not. */
static enum variant kind_of(const struct world *world, uint32_t surface, uint32_t source) {
    const struct string *name = surface_of(world, surface);
    struct variants variants = {.surface = surface_of(world, source), .kinds = world->options.variants};
    enum variant kind = VARIANT_NONE;
    while (kind == VARIANT_NONE && variants_next(&variants) == 1)
        if (variants.form.size == name->size && memcmp(variants.form.bytes, name->bytes, name->size) == 0)
            kind = variants.kind;
    variants_free(&variants);
    return kind;
}

static uint32_t occurrences_of(const struct tally *tally, bool nested_counted) {
    return tally->occurrences - (nested_counted ? 0 : tally->nested);
}

/* The stats of a surface by the tallies of all of them. */
static bool expect_stats(struct entry_stats *stats, const struct world *world, const struct tally *tallies,
                         uint32_t surface, bool nested_counted) {
    const struct string *name = surface_of(world, surface);
    struct shapes_set shapes = {0};
    *stats = (struct entry_stats){.token_count = tokens_of(world, surface), .length = (uint8_t)name->size};
    for (const char *at = name->bytes; *at; at += *at == ' ') {
        char token[40] = "";
        strncat(token, at, strcspn(at, " "));
        for (char *run; (run = strstr(token, "\\d"));) memmove(strcpy(run, "0") + 1, run + 2, strlen(run + 2) + 1);
        shapes_add(&shapes, shape_of(token, strlen(token)));
        at += strcspn(at, " ");
    }
    stats->shapes = (uint8_t)shapes_of(&shapes);
    for (uint32_t i = 0; i < world->lexicon->surfaces.count; i++) {
        if (!are_together(world, i, surface) || has_pattern(world, i)) continue;
        stats->casefold_occurrences += tallies[i].occurrences;
        stats->casefold_annotated += tallies[i].gold;
    }
    if (stats->token_count < world->options.min_tokens) return false;
    stats->type = most_of(&stats->annotated, &tallies[surface]);
    stats->occurrences = occurrences_of(&tallies[surface], nested_counted);
    if (stats->annotated) return stats->annotated >= world->options.min_count;
    const struct string *best = NULL;
    for (uint32_t i = 0; i < world->lexicon->surfaces.count; i++) {
        uint32_t annotated;
        uint32_t type = most_of(&annotated, &tallies[i]);
        bool is_source = annotated && annotated >= world->options.min_count;
        enum variant kind = is_source ? kind_of(world, surface, i) : VARIANT_NONE;
        bool better = !best || annotated > stats->annotated ||
                      (annotated == stats->annotated && strcmp(surface_of(world, i)->bytes, best->bytes) < 0);
        if (kind == VARIANT_NONE || !better) continue;
        best = surface_of(world, i);
        stats->variant = (uint8_t)kind;
        stats->type = type;
        stats->annotated = annotated;
        stats->occurrences = occurrences_of(&tallies[i], nested_counted);
        stats->own_occurrences = occurrences_of(&tallies[surface], nested_counted);
    }
    return best != NULL;
}

static void check_view(const struct entry_stats *stats, const struct entry_stats *expected, const char *surface) {
    bool same = stats->type == expected->type && stats->token_count == expected->token_count &&
                stats->shapes == expected->shapes && stats->length == expected->length &&
                stats->variant == expected->variant && stats->annotated == expected->annotated &&
                stats->occurrences == expected->occurrences && stats->own_occurrences == expected->own_occurrences &&
                stats->casefold_annotated == expected->casefold_annotated &&
                stats->casefold_occurrences == expected->casefold_occurrences;
    if (!same)
        print_error("\"%s\": type %u (%u expected), variant %u (%u), annotated %u (%u), seen %u (%u), own %u (%u), "
                    "folded %u of %u (%u of %u)\n",
                    surface, stats->type, expected->type, stats->variant, expected->variant, stats->annotated,
                    expected->annotated, stats->occurrences, expected->occurrences, stats->own_occurrences,
                    expected->own_occurrences, stats->casefold_annotated, stats->casefold_occurrences,
                    expected->casefold_annotated, expected->casefold_occurrences);
    assert_true(same);
}

/* A neighbour with the counts of all folds but one. `before`: it stands before a match. */
static struct neighbour expect_neighbour(const struct world *world, uint64_t token, unsigned without, bool before) {
    const char *word = token_at(world, token);
    uint32_t seen = 0;
    uint32_t part = 0;
    uint64_t begin = 0;
    for (uint64_t s = 0; s < world->corpus.sentence_count; begin = world->corpus.sentence_ends[s++])
        for (uint64_t at = begin; at < world->corpus.sentence_ends[s] && world->folds[s] != without; at++) {
            if (strcmp(token_at(world, at), word) != 0) continue;
            seen++;
            for (uint64_t i = 0; i < world->corpus.span_count; i++) {
                const struct corpus_span *span = &world->corpus.spans[i];
                uint64_t end = span->begin + span->size;
                part += before ? at >= span->begin && at + 1 < end : at > span->begin && at < end;
            }
        }
    return (struct neighbour){shape_of(word, strlen(word)), words_class(part, seen)};
}

/* Compares the next candidate. */
static void check_candidate(const struct candidates *candidates, uint64_t number, const struct world *world,
                            uint64_t sentence, uint64_t at, const struct entry_stats *stats, bool shorter) {
    uint64_t begin = sentence ? world->corpus.sentence_ends[sentence - 1] : 0;
    uint64_t end = at + stats->token_count;
    unsigned fold = world->folds[sentence];
    struct surroundings around = {.type = stats->type,
                                  .token_count = stats->token_count,
                                  .shapes = (enum shapes)stats->shapes,
                                  .shorter = shorter};
    if (at > begin) around.left = expect_neighbour(world, at - 1, fold, true);
    if (end < world->corpus.sentence_ends[sentence]) around.right = expect_neighbour(world, end, fold, false);
    uint32_t features[FEATURES_MAX + CONTEXT_FEATURES];
    uint32_t own = features_of(features, candidates->type_count, stats);
    uint32_t count = own + context_features(features + own, candidates->type_count, &around);
    for (uint32_t i = own; i < count; i++) features[i] += candidates->entry_features;
    const struct candidate *item = &candidates->items[number];
    assert_true(number < candidates->count);
    assert_int_equal(item->begin, at);
    assert_int_equal(item->size, stats->token_count);
    assert_int_equal(item->fold, fold);
    assert_int_equal(item->right, truth_of(world, at, end) == stats->type);
    assert_int_equal(candidates->right[number], item->right);
    assert_int_equal(candidates->groups[number], fold % CANDIDATE_GROUPS);
    assert_false(candidates->skipped[number]);
    assert_int_equal(candidates->entry_counts[number], own);
    assert_int_equal(candidates->all_counts[number], count);
    assert_memory_equal(candidates->features + candidates->begins[number], features, count * sizeof *features);
}

/* All candidates of one fold, by begin, the longest first. Returns the number of the next one. */
static uint64_t check_fold(const struct candidates *candidates, uint64_t number, uint64_t *known_surfaces,
                           const struct world *world, unsigned fold) {
    static struct tally tallies[SURFACES_MAX];
    uint64_t begin = 0;
    count_all(tallies, world, fold);
    for (uint64_t s = 0; s < world->corpus.sentence_count; begin = world->corpus.sentence_ends[s++])
        for (uint64_t at = begin; at < world->corpus.sentence_ends[s] && world->folds[s] == fold; at++) {
            uint32_t longest = 0; /* tokens of the first that begins there */
            for (uint32_t size = SURFACE_TOKENS; size > 0; size--)
                for (uint32_t k = 0; k < 2 * world->lexicon->surfaces.count; k++) { /* patterns come last */
                    struct entry_stats stats;
                    uint32_t i = k % world->lexicon->surfaces.count;
                    if (is_pattern(world, i) != (k != i) || tokens_of(world, i) != size ||
                        !stands_at(world, i, at, world->corpus.sentence_ends[s]))
                        continue;
                    if (!expect_stats(&stats, world, tallies, i, candidates->nested_counted)) continue;
                    *known_surfaces += truth_of(world, at, at + size) < TYPES && stats.variant == VARIANT_NONE;
                    if (longest == 0) longest = size;
                    check_candidate(candidates, number++, world, s, at, &stats, size < longest);
                }
        }
    return number;
}

static void check_candidates(struct world *world, bool nested_counted, unsigned threads) {
    static uint8_t shapes[ALPHABET + 1];
    static struct word_count words[ALPHABET + 1];
    static struct tally tallies[SURFACES_MAX];
    const struct parallel parallel = {.threads = threads};
    uint32_t types = world->lexicon->types.count;
    assert_true(world->lexicon->surfaces.count <= SURFACES_MAX);
    memset(words, 0, sizeof words);
    words_count(words, &world->corpus, NULL, 0);
    for (uint32_t i = 0; i < world->corpus.vocabulary.count; i++)
        shapes[i] = (uint8_t)shape_of(world->corpus.vocabulary.items[i].bytes, world->corpus.vocabulary.items[i].size);
    struct candidates candidates = {.lexicon = world->lexicon,
                                    .corpus = &world->corpus,
                                    .evidence = &world->evidence,
                                    .options = &world->options,
                                    .folds = world->folds,
                                    .fold_count = world->fold_count,
                                    .nested_counted = nested_counted,
                                    .type_count = types,
                                    .type_ranks = world->ranks,
                                    .entry_features = features_count(types),
                                    .shapes = shapes,
                                    .all = words};
    count_all(tallies, world, ALL_FOLDS);
    for (uint32_t i = 0; i < world->lexicon->surfaces.count; i++) {
        struct entry_stats stats;
        struct entry_stats expected;
        bool is_entry = expect_stats(&expected, world, tallies, i, nested_counted);
        assert_int_equal(candidates_stats(&stats, &candidates, NULL, i), is_entry);
        if (is_entry) check_view(&stats, &expected, surface_of(world, i)->bytes);
    }
    assert_true(candidates_find(&candidates, &parallel));
    uint64_t number = 0;
    uint64_t known_surfaces = 0;
    for (unsigned fold = 0; fold < world->fold_count; fold++)
        number = check_fold(&candidates, number, &known_surfaces, world, fold);
    assert_int_equal(candidates.count, number);
    assert_int_equal(candidates.known_surfaces, known_surfaces);
    candidates_free(&candidates);
}

static void no_fold_knows_of_itself(void **state) {
    (void)state;
    uint64_t random = seed + 2;
    for (int round = 0; round < 60; round++) {
        struct world world;
        make_world(&world, &random);
        check_candidates(&world, round % 2, 1 + (unsigned)round % 3);
        free_world(&world);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_stay_whole),
        cmocka_unit_test(few_documents_are_cut_into_blocks),
        cmocka_unit_test(blocks_are_of_consecutive_sentences),
        cmocka_unit_test(no_fold_knows_of_itself),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
