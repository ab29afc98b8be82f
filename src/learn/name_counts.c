#include "learn/name_counts.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "learn/folds.h"

/* ---- Words ---- */

/* Numbers the words and the endings of the vocabulary. */
static gaz_status number_words(struct name_counts *counts, gaz_error *error) {
    const struct strings *vocabulary = &counts->corpus->vocabulary;
    struct strings endings = {0};
    struct buffer room = {0};
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < vocabulary->count && status == GAZ_OK; i++) {
        const struct string *token = &vocabulary->items[i];
        status = name_fold(&room, token->bytes, token->size) ? GAZ_OK : error_memory(error);
        if (status == GAZ_OK) status = growth_add_word(&counts->words[i], counts->growth, room.bytes, room.size, error);
        struct field ending = name_ending(room.bytes, room.size);
        if (status == GAZ_OK) status = strings_add(&counts->endings[i], &endings, ending.bytes, ending.size, error);
    }
    counts->ending_count = endings.count;
    strings_free(&endings);
    buffer_free(&room);
    return status;
}

/* Adds the tokens of a sentence to the counts of its fold. */
static void count_tokens(struct name_counts *counts, unsigned fold, uint64_t begin, uint64_t end) {
    const struct corpus *corpus = counts->corpus;
    struct growth_word *words = counts->fold_words + fold * (size_t)counts->growth->words.count;
    struct ending_count *endings = counts->fold_endings + fold * (size_t)counts->ending_count;
    for (uint64_t i = begin; i < end; i++) {
        const struct string *token = &corpus->vocabulary.items[corpus->tokens[i]];
        struct growth_word *word = &words[counts->words[corpus->tokens[i]]];
        word->occurrences++;
        word->lower += shape_of(token->bytes, token->size) == SHAPE_LOWER;
        endings[counts->endings[corpus->tokens[i]]].occurrences++;
    }
}

/* Adds a name in a sentence [begin, end). */
static void count_name(struct name_counts *counts, unsigned fold, const struct corpus_span *span, uint64_t begin,
                       uint64_t end) {
    const uint32_t *tokens = counts->corpus->tokens;
    struct growth_word *words = counts->fold_words + fold * (size_t)counts->growth->words.count;
    struct ending_count *endings = counts->fold_endings + fold * (size_t)counts->ending_count;
    uint64_t span_end = span->begin + span->size;
    words[counts->words[tokens[span->begin]]].first++;
    words[counts->words[tokens[span_end - 1]]].last++;
    if (span->begin > begin) words[counts->words[tokens[span->begin - 1]]].before++;
    if (span_end < end) words[counts->words[tokens[span_end]]].after++;
    for (uint64_t i = span->begin; i < span_end; i++) {
        words[counts->words[tokens[i]]].inside++;
        endings[counts->endings[tokens[i]]].inside++;
    }
}

static void add_counts(uint32_t *to, const uint32_t *from, size_t count) {
    for (size_t i = 0; i < count; i++) to[i] += from[i];
}

/* The last of the folds is for sentences without one. */
static void count_words(struct name_counts *counts) {
    const struct corpus *corpus = counts->corpus;
    uint64_t begin = 0;
    uint64_t span = 0;
    for (uint64_t i = 0; i < corpus->sentence_count; i++) {
        uint64_t end = corpus->sentence_ends[i];
        unsigned fold = counts->folds[i] == FOLD_NONE ? counts->fold_count : counts->folds[i];
        count_tokens(counts, fold, begin, end);
        for (; span < corpus->span_count && corpus->spans[span].begin < end; span++)
            count_name(counts, fold, &corpus->spans[span], begin, end);
        begin = end;
    }
    size_t numbers = (size_t)counts->growth->words.count * GROWTH_WORD_COUNTS;
    for (unsigned fold = 0; fold <= counts->fold_count; fold++)
        add_counts((uint32_t *)counts->growth->counts, (const uint32_t *)counts->fold_words + fold * numbers, numbers);
}

struct name_token *name_counts_tokens(const struct name_counts *counts, unsigned fold) {
    const struct strings *vocabulary = &counts->corpus->vocabulary;
    size_t words = counts->growth->words.count;
    struct name_token *tokens = malloc(((size_t)vocabulary->count + 1) * sizeof *tokens);
    for (uint32_t i = 0; i < vocabulary->count && tokens; i++) {
        struct growth_word word = {0};
        struct ending_count ending = {0, 0};
        for (unsigned other = 0; other <= counts->fold_count; other++) {
            if (other == fold && fold < counts->fold_count) continue;
            add_counts((uint32_t *)&word, (const uint32_t *)&counts->fold_words[other * words + counts->words[i]],
                       GROWTH_WORD_COUNTS);
            add_counts((uint32_t *)&ending,
                       (const uint32_t *)&counts->fold_endings[other * counts->ending_count + counts->endings[i]], 2);
        }
        const struct string *folded = &counts->growth->words.items[counts->words[i]];
        const struct field field = {folded->bytes, folded->size};
        name_token_make(&tokens[i], vocabulary->items[i].bytes, vocabulary->items[i].size, &field, &word, &ending);
        tokens[i].word = counts->words[i] + 1;
    }
    return tokens;
}

/* ---- Types ---- */

static gaz_status number_types(struct name_counts *counts, gaz_error *error) {
    const struct strings *types = &counts->corpus->types;
    uint32_t *order = malloc(((size_t)types->count + 1) * sizeof *order);
    gaz_status status = order ? GAZ_OK : error_memory(error);
    for (uint32_t i = 0; i < types->count && order; i++) order[i] = i;
    if (order) strings_sort(order, types->count, types);
    for (uint32_t i = 0; i < types->count && status == GAZ_OK; i++)
        status = strings_add(&counts->type_numbers[order[i]], &counts->growth->types, types->items[order[i]].bytes,
                             types->items[order[i]].size, error);
    free(order);
    return status;
}

/* ---- Shapes ---- */

/* Shapes of fewer names are left out: there would be very many candidates. */
enum { SHAPES_NAMES_MIN = 2, SHAPES_SHARE_MIN = 500 /* one of so many names */ };

static gaz_status find_shapes(struct name_counts *counts, gaz_error *error) {
    const struct corpus *corpus = counts->corpus;
    struct strings sequences = {0};
    uint64_t *found = calloc(corpus->span_count + 1, sizeof *found);
    uint64_t total = 0;
    gaz_status status = found ? GAZ_OK : error_memory(error);
    for (uint64_t i = 0; i < corpus->span_count && status == GAZ_OK; i++) {
        struct growth_shapes shapes = {.count = 0};
        bool fits = true;
        const struct corpus_span *span = &corpus->spans[i];
        if (span->size > NAME_TOKENS_MAX) continue;
        for (uint32_t k = 0; k < span->size; k++) {
            const struct string *token = &corpus->vocabulary.items[corpus->tokens[span->begin + k]];
            fits = name_shapes_append(&shapes, shape_of(token->bytes, token->size)) && fits;
        }
        if (!fits) continue;
        uint32_t number;
        status = strings_add(&number, &sequences, (const char *)shapes.items, shapes.count, error);
        if (status != GAZ_OK) break;
        found[number]++;
        total++;
    }
    for (uint32_t i = 0; i < sequences.count && status == GAZ_OK; i++) {
        struct growth_shapes shapes = {.count = (uint8_t)sequences.items[i].size};
        memcpy(shapes.items, sequences.items[i].bytes, shapes.count);
        if (found[i] < SHAPES_NAMES_MIN || found[i] * SHAPES_SHARE_MIN <= total) continue;
        if (!growth_add_shapes(counts->growth, &shapes)) status = error_memory(error);
    }
    strings_free(&sequences);
    free(found);
    if (status == GAZ_OK && !name_shapes_make(&counts->shapes, counts->growth)) status = error_memory(error);
    return status;
}

/* ---- Surfaces ---- */

static void count_surfaces(struct name_counts *counts) {
    const struct evidence *evidence = counts->evidence;
    const gaz_lexicon *lexicon = counts->lexicon;
    uint64_t sentence = 0;
    for (size_t i = 0; i < evidence->occurrence_count; i++) {
        const struct occurrence *occurrence = &evidence->occurrences[i];
        if (!occurrence_entry(counts->evidence, occurrence)) continue;
        while (counts->corpus->sentence_ends[sentence] <= occurrence->begin) sentence++;
        unsigned fold = counts->folds[sentence] == FOLD_NONE ? counts->fold_count : counts->folds[sentence];
        counts->annotated[occurrence->surface * (counts->fold_count + 1) + fold]++;
    }
    for (uint32_t i = 0; i < lexicon->surfaces.count; i++) {
        uint32_t most = 0;
        for (uint32_t at = lexicon_first(lexicon, i); at; at = lexicon->entries[at - 1].next) {
            const struct entry *entry = &lexicon->entries[at - 1];
            const struct string *type = &lexicon->types.items[entry->type];
            uint32_t number;
            if (entry->annotated <= most) continue;
            if (!strings_find(&number, &counts->growth->types, type->bytes, type->size)) continue;
            most = entry->annotated;
            counts->type_of[i] = number;
        }
    }
}

static bool is_annotated(const struct name_counts *counts, unsigned fold, uint32_t surface) {
    const uint32_t *annotated = counts->annotated + (size_t)surface * (counts->fold_count + 1);
    for (unsigned other = 0; other <= counts->fold_count; other++)
        if (annotated[other] && (other != fold || fold == counts->fold_count)) return true;
    return false;
}

bool name_counts_know(uint32_t *type, const struct name_counts *counts, unsigned fold, uint32_t surface) {
    *type = counts->type_of[surface];
    if (is_annotated(counts, fold, surface)) return true;
    for (uint32_t at = counts->evidence->forms[surface].source; at; at = counts->evidence->sources[at - 1].next) {
        uint32_t source = counts->evidence->sources[at - 1].surface;
        if (!is_annotated(counts, fold, source)) continue;
        *type = counts->type_of[source];
        return true;
    }
    return false;
}

/* ---- All ---- */

/* Tokens beyond these hardly improve the weights, and take time and memory. */
enum { FOLD_TOKENS_MAX = 150000 };

static bool allocate_numbers(struct name_counts *counts) {
    size_t vocabulary = (size_t)counts->corpus->vocabulary.count + 1;
    size_t surfaces = (size_t)counts->lexicon->surfaces.count + 1;
    counts->words = calloc(vocabulary, sizeof *counts->words);
    counts->endings = calloc(vocabulary, sizeof *counts->endings);
    counts->type_numbers = calloc((size_t)counts->corpus->types.count + 1, sizeof *counts->type_numbers);
    counts->annotated = calloc(surfaces * (counts->fold_count + 1), sizeof *counts->annotated);
    counts->type_of = calloc(surfaces, sizeof *counts->type_of);
    return counts->words && counts->endings && counts->type_numbers && counts->annotated && counts->type_of;
}

static bool allocate_counts(struct name_counts *counts) {
    size_t parts = counts->fold_count + 1;
    counts->fold_words = calloc(parts * counts->growth->words.count + 1, sizeof *counts->fold_words);
    counts->fold_endings = calloc(parts * counts->ending_count + 1, sizeof *counts->fold_endings);
    return counts->fold_words && counts->fold_endings;
}

gaz_status name_counts_make(struct name_counts *counts, gaz_error *error) {
    counts->folds = folds_cut(&counts->fold_count, counts->corpus);
    if (!counts->folds) return error_memory(error);
    if (counts->fold_count < NAME_FOLDS) {
        counts->fold_count = 0;
        return GAZ_OK;
    }
    folds_thin(counts->folds, counts->fold_count, counts->corpus, counts->corpus->token_count / FOLD_TOKENS_MAX + 1);
    counts->fold_count = NAME_FOLDS;
    for (uint64_t i = 0; i < counts->corpus->sentence_count; i++)
        if (counts->folds[i] != FOLD_NONE) counts->folds[i] %= NAME_FOLDS;
    gaz_status status = allocate_numbers(counts) ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK) status = number_words(counts, error);
    if (status == GAZ_OK) status = number_types(counts, error);
    if (status == GAZ_OK && !allocate_counts(counts)) status = error_memory(error);
    if (status == GAZ_OK) count_words(counts);
    if (status == GAZ_OK) status = find_shapes(counts, error);
    if (status == GAZ_OK) count_surfaces(counts);
    return status;
}

void name_counts_free(struct name_counts *counts) {
    free(counts->folds);
    free(counts->words);
    free(counts->endings);
    free(counts->fold_words);
    free(counts->fold_endings);
    free(counts->type_numbers);
    free(counts->annotated);
    free(counts->type_of);
    name_shapes_free(&counts->shapes);
    *counts = (struct name_counts){0};
}
