#include "eval/concepts.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/search.h"

enum { NO_ID = 0 };

/* What a document is about: a concept that one of its spans has. */
struct topic {
    uint64_t document;
    uint32_t id; /* 1 + number in the gold's ids; those that it has not come behind */
};

struct topics {
    struct topic *items;
    size_t count;
    size_t capacity;
    uint64_t document; /* that the newest span lies in, and where it ends */
    uint64_t end;      /* tokens */
};

static bool add_topic(struct topics *topics, const struct corpus *corpus, uint64_t token, uint32_t id) {
    while (topics->end <= token && topics->document < corpus->document_count) {
        uint64_t sentence = corpus->document_ends[topics->document++];
        topics->end = corpus->sentence_ends[sentence - 1];
    }
    if (!array_reserve(&topics->items, &topics->capacity, topics->count + 1, sizeof *topics->items)) return false;
    topics->items[topics->count++] = (struct topic){topics->document, id};
    return true;
}

/* The gold's senses of a span, from number `*sense` on. */
static bool add_senses(struct topics *topics, const struct corpus *gold, uint64_t span, size_t *sense) {
    bool good = true;
    for (; *sense < gold->sense_count && gold->senses[*sense].span <= span && good; ++*sense)
        if (gold->senses[*sense].span == span && gold->senses[*sense].id)
            good = add_topic(topics, gold, gold->spans[span].begin, gold->senses[*sense].id);
    return good;
}

static int compare(const void *left, const void *right) {
    const struct topic *a = left;
    const struct topic *b = right;
    if (a->document != b->document) return a->document < b->document ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* Sorts the topics and leaves each once. */
static void make_set(struct topics *topics) {
    size_t kept = 0;
    if (topics->count) qsort(topics->items, topics->count, sizeof *topics->items, compare);
    for (size_t i = 0; i < topics->count; i++)
        if (kept == 0 || compare(&topics->items[kept - 1], &topics->items[i]) != 0)
            topics->items[kept++] = topics->items[i];
    topics->count = kept;
}

static uint64_t count_common(const struct topics *left, const struct topics *right) {
    uint64_t common = 0;
    for (size_t i = 0, k = 0; i < left->count && k < right->count;) {
        int order = compare(&left->items[i], &right->items[k]);
        common += order == 0;
        i += order <= 0;
        k += order >= 0;
    }
    return common;
}

/* The gold's number of a predicted id; one that the gold has not gets one behind them. */
static uint32_t gold_id(const struct pair *pair, uint32_t id) {
    const struct string *text = &pair->predicted.ids.items[id - 1];
    uint32_t number;
    if (strings_find(&number, &pair->gold.ids, text->bytes, text->size)) return number + 1;
    return pair->gold.ids.count + id;
}

/* Whether the gold annotates the very same span with the id. `*span` is the first that may be it. */
static bool is_right(const struct corpus *gold, uint64_t *span, const struct corpus_span *found, uint32_t id) {
    while (*span < gold->span_count && gold->spans[*span].begin < found->begin) ++*span;
    if (*span == gold->span_count) return false;
    const struct corpus_span *same = &gold->spans[*span];
    if (same->begin != found->begin || same->size != found->size) return false;
    if (same->id == id) return true;
    size_t sense;
    SEARCH_FIRST(sense, gold->sense_count, gold->senses[sense].span >= *span);
    for (; sense < gold->sense_count && gold->senses[sense].span == *span; sense++)
        if (gold->senses[sense].id == id) return true;
    return false;
}

gaz_status concepts_compare(struct concept_counts *mentions, struct concept_counts *documents, const struct pair *pair,
                            gaz_error *error) {
    const struct corpus *gold = &pair->gold;
    const struct corpus *predicted = &pair->predicted;
    struct topics meant = {0};
    struct topics found = {0};
    size_t sense = 0;
    uint64_t next = 0;
    bool good = true;
    for (uint64_t i = 0; i < gold->span_count && good; i++) {
        size_t before = meant.count;
        uint32_t id = gold->spans[i].id;
        good =
            (id == NO_ID || add_topic(&meant, gold, gold->spans[i].begin, id)) && add_senses(&meant, gold, i, &sense);
        mentions->gold += meant.count > before;
    }
    for (uint64_t i = 0; i < predicted->span_count && good; i++) {
        const struct corpus_span *span = &predicted->spans[i];
        if (span->id == NO_ID) continue;
        uint32_t id = gold_id(pair, span->id);
        mentions->found++;
        mentions->correct += is_right(gold, &next, span, id);
        good = add_topic(&found, gold, span->begin, id);
    }
    make_set(&meant);
    make_set(&found);
    documents->gold += meant.count;
    documents->found += found.count;
    documents->correct += count_common(&meant, &found);
    free(meant.items);
    free(found.items);
    return good ? GAZ_OK : error_memory(error);
}
