#include "learn/name_rows.h"

#include <stdlib.h>

#include "base/hash.h"

/* A walk along the sentences of a fold. */
struct search {
    struct name_rows *rows;
    const struct name_counts *counts;
    unsigned fold;
    struct name_token *vocabulary; /* owned, as are the next */
    struct name_token *tokens;     /* of the sentence */
    size_t token_capacity;
    struct name_span *spans; /* entries in the sentence */
    size_t span_capacity;
    size_t span_count;
    struct hidden {
        uint32_t begin; /* what is an entry is no candidate */
        uint32_t end;
    } * entries;
    size_t entry_capacity;
    size_t entry_count;
    uint64_t begin; /* of the sentence */
    uint64_t end;
    size_t occurrence;
    size_t span; /* the corpus's first that does not end before the candidate */
};

/* Finds the entries in the sentence: the leftmost, then the longest, are its spans. */
static bool find_entries(struct search *search) {
    const struct evidence *evidence = search->counts->evidence;
    uint32_t free = 0;
    search->span_count = search->entry_count = 0;
    for (; search->occurrence < evidence->occurrence_count; search->occurrence++) {
        const struct occurrence *occurrence = &evidence->occurrences[search->occurrence];
        uint32_t type;
        if (occurrence->begin >= search->end) break;
        if (occurrence->begin < search->begin) continue;
        if (evidence->forms[occurrence->surface].pattern) continue; /* most are no names */
        if (!name_counts_know(&type, search->counts, search->fold, occurrence->surface)) continue;
        uint32_t begin = (uint32_t)(occurrence->begin - search->begin);
        uint32_t end = begin + evidence->forms[occurrence->surface].token_count;
        if (!array_reserve(&search->spans, &search->span_capacity, search->span_count + 1, sizeof *search->spans) ||
            !array_reserve(&search->entries, &search->entry_capacity, search->entry_count + 1, sizeof *search->entries))
            return false;
        search->entries[search->entry_count++] = (struct hidden){begin, end};
        if (begin < free) continue;
        search->spans[search->span_count++] = (struct name_span){begin, end, type};
        free = end;
    }
    return true;
}

/* Whether a candidate is an entry. `*entry` is the first that does not begin before it. */
static bool is_entry(size_t *entry, const struct search *search, const struct name_candidate *candidate) {
    while (*entry < search->entry_count && search->entries[*entry].begin < candidate->begin) ++*entry;
    for (size_t i = *entry; i < search->entry_count && search->entries[i].begin == candidate->begin; i++)
        if (search->entries[i].end == candidate->end) return true;
    return false;
}

/* 1 + the type of the name that a candidate is. */
static uint32_t gold_of(struct search *search, uint64_t begin, uint32_t size) {
    const struct corpus *corpus = search->counts->corpus;
    while (search->span < corpus->span_count && corpus->spans[search->span].begin < begin) search->span++;
    if (search->span == corpus->span_count) return 0;
    const struct corpus_span *span = &corpus->spans[search->span];
    return span->begin == begin && span->size == size ? 1 + search->counts->type_numbers[span->type] : 0;
}

static bool add_row(struct search *search, const struct name_sentence *sentence, const struct name_candidate *candidate,
                    uint64_t number, bool known) {
    struct name_rows *rows = search->rows;
    uint64_t begin = search->begin + candidate->begin;
    uint32_t size = candidate->end - candidate->begin;
    if (!array_reserve(&rows->items, &rows->capacity, rows->count + 1, sizeof *rows->items) ||
        !array_reserve(&rows->features, &rows->feature_capacity,
                       rows->feature_count + NAME_FEATURES_MAX + NAME_FEATURES_SEEN, sizeof *rows->features))
        return false;
    uint64_t *features = rows->features + rows->feature_count;
    uint32_t count = known ? 0 : name_features(features, sentence, candidate);
    const uint32_t *tokens = search->counts->corpus->tokens + begin;
    rows->items[rows->count++] = (struct name_row){.begin = begin,
                                                   .first_feature = rows->feature_count,
                                                   .hash = hash_bytes(tokens, size * sizeof *tokens, size),
                                                   .sentence = (uint32_t)number,
                                                   .gold = gold_of(search, begin, size),
                                                   .shapes = (uint16_t)candidate->shapes,
                                                   .size = (uint8_t)size,
                                                   .feature_count = (uint8_t)(count + NAME_FEATURES_SEEN),
                                                   .known = known};
    rows->feature_count += count + NAME_FEATURES_SEEN; /* the last are filled in when all is found */
    return true;
}

static bool search_sentence(struct search *search, uint64_t number) {
    const struct corpus *corpus = search->counts->corpus;
    uint32_t count = (uint32_t)(search->end - search->begin);
    if (!array_reserve(&search->tokens, &search->token_capacity, count, sizeof *search->tokens)) return false;
    for (uint32_t i = 0; i < count; i++) search->tokens[i] = search->vocabulary[corpus->tokens[search->begin + i]];
    if (!find_entries(search)) return false;
    struct name_sentence sentence = {search->tokens, count, search->spans, search->span_count};
    struct name_finder finder = {.sentence = &sentence, .shapes = &search->counts->shapes};
    struct name_candidate candidate;
    size_t entry = 0;
    while (name_finder_next(&candidate, &finder))
        if (!add_row(search, &sentence, &candidate, number, is_entry(&entry, search, &candidate))) return false;
    return true;
}

bool name_rows_find(struct name_rows *rows, const struct name_counts *counts, unsigned fold) {
    struct search search = {.rows = rows, .counts = counts, .fold = fold};
    search.vocabulary = name_counts_tokens(counts, fold);
    bool good = search.vocabulary != NULL;
    for (uint64_t i = 0; i < counts->corpus->sentence_count && good; i++) {
        search.begin = search.end;
        search.end = counts->corpus->sentence_ends[i];
        if (fold == counts->fold_count || counts->folds[i] == fold) good = search_sentence(&search, i);
    }
    free(search.vocabulary);
    free(search.tokens);
    free(search.spans);
    free(search.entries);
    return good;
}

void name_rows_free(struct name_rows *rows) {
    free(rows->items);
    free(rows->features);
    *rows = (struct name_rows){0};
}
