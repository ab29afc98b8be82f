#include "learn/candidates.h"

#include <stdlib.h>

#include "learn/folds.h"

/* ---- Statistics of a surface in the other folds ---- */

static uint32_t less_than(uint32_t whole, const uint32_t *part, uint32_t at) {
    return part ? whole - part[at] : whole;
}

/* The entry of a surface whose type has the majority; without annotations, one of a gazetteer. 1 + its number, 0 =
 * none. */
static uint32_t majority(uint32_t *annotated, const struct candidates *candidates, const struct fold_counts *less,
                         uint32_t surface) {
    const gaz_lexicon *lexicon = candidates->lexicon;
    uint32_t best = 0;
    *annotated = 0;
    for (uint32_t at = lexicon_first(lexicon, surface); at; at = lexicon->entries[at - 1].next) {
        const struct entry *entry = &lexicon->entries[at - 1];
        uint32_t count = less_than(entry->annotated, less ? less->annotated : NULL, at - 1);
        if (count == 0 && !entry_is_listed(entry)) continue;
        if (best && !lexicon_is_majority(lexicon, entry->type, count, lexicon->entries[best - 1].type, *annotated))
            continue;
        *annotated = count;
        best = at;
    }
    return best;
}

/* The occurrences that count. */
static uint32_t occurrences_of(const struct candidates *candidates, const struct fold_counts *less, uint32_t surface) {
    const struct form *form = &candidates->evidence->forms[surface];
    uint32_t all = less_than(form->occurrences, less ? less->occurrences : NULL, surface);
    if (candidates->nested_counted) return all;
    return all - less_than(form->nested, less ? less->nested : NULL, surface);
}

static int compare_surfaces(const gaz_lexicon *lexicon, uint32_t left, uint32_t right) {
    return strcmp(lexicon->surfaces.items[left].bytes, lexicon->surfaces.items[right].bytes);
}

/* Whether what is annotated so often, or listed, may be an entry. */
static bool is_enough(const struct candidates *candidates, uint32_t entry, uint32_t annotated) {
    return entry &&
           (annotated >= candidates->options->min_count || entry_is_listed(&candidates->lexicon->entries[entry - 1]));
}

/* The statistics of a variant: those of its most annotated source. */
static bool find_variant_stats(struct entry_stats *stats, const struct candidates *candidates,
                               const struct fold_counts *less, uint32_t surface) {
    const struct evidence *evidence = candidates->evidence;
    const struct source *best = NULL;
    for (uint32_t at = evidence->forms[surface].source; at; at = evidence->sources[at - 1].next) {
        const struct source *source = &evidence->sources[at - 1];
        uint32_t annotated;
        uint32_t entry = majority(&annotated, candidates, less, source->surface);
        if (!is_enough(candidates, entry, annotated)) continue;
        if (best && annotated < stats->annotated) continue;
        if (best && annotated == stats->annotated &&
            compare_surfaces(candidates->lexicon, source->surface, best->surface) > 0)
            continue;
        best = source;
        stats->type = candidates->type_ranks[candidates->lexicon->entries[entry - 1].type];
        stats->annotated = annotated;
        stats->listed = entry_is_listed(&candidates->lexicon->entries[entry - 1]);
    }
    if (!best) return false;
    stats->variant = best->kind;
    stats->occurrences = occurrences_of(candidates, less, best->surface);
    stats->own_occurrences = occurrences_of(candidates, less, surface);
    return true;
}

/* Whether an entry is one of a gazetteer, with that type. */
static bool is_listed_as(const struct candidates *candidates, uint32_t entry, uint32_t type) {
    const struct entry *listed = &candidates->lexicon->entries[entry - 1];
    return entry_is_listed(listed) && candidates->type_ranks[listed->type] == type;
}

bool candidates_stats(struct entry_stats *stats, const struct candidates *candidates, const struct fold_counts *less,
                      uint32_t surface) {
    const struct form *form = &candidates->evidence->forms[surface];
    *stats = (struct entry_stats){.token_count = form->token_count, .shapes = form->shapes, .length = form->length};
    const struct casefold_group *group = &candidates->evidence->casefold_groups[form->casefold_group];
    stats->casefold_annotated = group->annotated - (less ? less->casefold_groups[form->casefold_group].annotated : 0);
    stats->casefold_occurrences =
        group->occurrences - (less ? less->casefold_groups[form->casefold_group].occurrences : 0);
    if (form->token_count < candidates->options->min_tokens) return false;
    uint32_t entry = majority(&stats->annotated, candidates, less, surface);
    if (entry && !is_enough(candidates, entry, stats->annotated)) return false;
    if (stats->annotated == 0) {
        struct entry_stats variant = *stats;
        bool found = find_variant_stats(&variant, candidates, less, surface);
        if (found && entry) found = variant.annotated > 0;
        if (found) *stats = variant;
        if (found && entry) stats->listed |= is_listed_as(candidates, entry, stats->type);
        if (found || entry == 0) return found;
    }
    stats->type = candidates->type_ranks[candidates->lexicon->entries[entry - 1].type];
    stats->listed = is_listed_as(candidates, entry, stats->type);
    stats->occurrences = occurrences_of(candidates, less, surface);
    return true;
}

/* ---- One fold ---- */

/* Candidates of a fold, before they are joined. */
struct part {
    struct candidate *items;
    size_t count;
    size_t item_capacity;
    uint32_t *features;
    size_t feature_count;
    size_t feature_capacity;
    uint8_t (*counts)[2];
    size_t count_capacity;
    uint64_t known_surfaces;
};

struct fold {
    const struct candidates *candidates;
    unsigned number;
    struct fold_counts less;
    struct word_count *words;
    struct part *part;
};

static bool fold_make(struct fold *fold) {
    size_t surfaces = (size_t)fold->candidates->lexicon->surfaces.count + 1;
    fold->less.occurrences = calloc(surfaces, sizeof(uint32_t));
    fold->less.nested = calloc(surfaces, sizeof(uint32_t));
    fold->less.annotated = calloc(fold->candidates->lexicon->entry_count + 1, sizeof(uint32_t));
    fold->words = calloc((size_t)fold->candidates->corpus->vocabulary.count + 1, sizeof *fold->words);
    fold->less.casefold_groups =
        calloc((size_t)fold->candidates->evidence->casefold_group_count + 1, sizeof *fold->less.casefold_groups);
    return fold->less.casefold_groups && fold->less.occurrences && fold->less.nested && fold->less.annotated &&
           fold->words;
}

static void fold_free(struct fold *fold) {
    free(fold->less.occurrences);
    free(fold->less.nested);
    free(fold->less.annotated);
    free(fold->less.casefold_groups);
    free(fold->words);
}

/* Walks over the occurrences of one fold, sentence by sentence. */
struct walk {
    size_t at; /* the occurrence */
    uint64_t sentence;
    uint64_t begin; /* token numbers of the sentence */
    uint64_t end;
};

static const struct occurrence *next_occurrence(struct walk *walk, const struct fold *fold) {
    const struct candidates *candidates = fold->candidates;
    const struct evidence *evidence = candidates->evidence;
    const uint64_t *ends = candidates->corpus->sentence_ends;
    while (walk->at < evidence->occurrence_count) {
        const struct occurrence *occurrence = &evidence->occurrences[walk->at++];
        while (ends[walk->sentence] <= occurrence->begin) walk->sentence++;
        if (candidates->folds[walk->sentence] != fold->number) continue;
        walk->begin = walk->sentence ? ends[walk->sentence - 1] : 0;
        walk->end = ends[walk->sentence];
        return occurrence;
    }
    return NULL;
}

static void count_fold(struct fold *fold) {
    const struct evidence *evidence = fold->candidates->evidence;
    struct walk walk = {0};
    const struct occurrence *occurrence;
    while ((occurrence = next_occurrence(&walk, fold)) != NULL) {
        struct casefold_group *group = occurrence_group(fold->less.casefold_groups, evidence, occurrence);
        uint32_t entry = occurrence_entry(evidence, occurrence);
        if (group) group->occurrences++;
        if (group) group->annotated += occurrence->gold >= GOLD_ENTRY;
        fold->less.occurrences[occurrence->surface]++;
        if (occurrence->gold == GOLD_NESTED) fold->less.nested[occurrence->surface]++;
        if (entry) fold->less.annotated[entry - 1]++;
    }
    words_count(fold->words, fold->candidates->corpus, fold->candidates->folds, fold->number);
}

static struct neighbour neighbour(const struct fold *fold, uint64_t token, bool before) {
    uint32_t word = fold->candidates->corpus->tokens[token];
    const struct word_count *all = &fold->candidates->all[word];
    const struct word_count *less = &fold->words[word];
    uint32_t part = before ? all->goes_ahead - less->goes_ahead : all->goes_on - less->goes_on;
    return (struct neighbour){(enum shape)fold->candidates->shapes[word],
                              words_class(part, all->occurrences - less->occurrences)};
}

static bool reserve(struct part *part) {
    return array_reserve(&part->items, &part->item_capacity, part->count + 1, sizeof *part->items) &&
           array_reserve(&part->counts, &part->count_capacity, part->count + 1, sizeof *part->counts) &&
           array_reserve(&part->features, &part->feature_capacity,
                         part->feature_count + FEATURES_MAX + CONTEXT_FEATURES, sizeof *part->features);
}

/* `shorter`: a longer one begins at the same token. */
static bool add_candidate(const struct fold *fold, const struct walk *walk, const struct occurrence *occurrence,
                          const struct entry_stats *stats, bool shorter) {
    const struct candidates *candidates = fold->candidates;
    struct part *part = fold->part;
    if (!reserve(part)) return false;
    uint64_t end = occurrence->begin + stats->token_count;
    uint32_t gold = occurrence->gold;
    struct surroundings around = {.type = stats->type,
                                  .token_count = stats->token_count,
                                  .shapes = (enum shapes)stats->shapes,
                                  .shorter = shorter};
    if (occurrence->begin > walk->begin) around.left = neighbour(fold, occurrence->begin - 1, true);
    if (end < walk->end) around.right = neighbour(fold, end, false);
    uint32_t *features = part->features + part->feature_count;
    uint32_t own = features_of(features, candidates->type_count, stats);
    uint32_t context = context_features(features + own, candidates->type_count, &around);
    for (uint32_t i = 0; i < context; i++) features[own + i] += candidates->entry_features;
    part->feature_count += own + context;
    part->counts[part->count][0] = (uint8_t)own;
    part->counts[part->count][1] = (uint8_t)(own + context);
    const struct entry *entries = candidates->lexicon->entries;
    bool right = gold >= GOLD_ENTRY && candidates->type_ranks[entries[gold - GOLD_ENTRY].type] == stats->type;
    part->items[part->count++] = (struct candidate){.begin = occurrence->begin,
                                                    .size = stats->token_count,
                                                    .type = stats->type,
                                                    .fold = (uint8_t)fold->number,
                                                    .right = right};
    return true;
}

static bool find_in_fold(const struct fold *fold) {
    struct walk walk = {0};
    const struct occurrence *occurrence;
    uint64_t last = UINT64_MAX; /* the token that the last candidate begins at */
    uint32_t longest = 0;       /* tokens of the first one that begins there */
    while ((occurrence = next_occurrence(&walk, fold)) != NULL) {
        struct entry_stats stats;
        if (!candidates_stats(&stats, fold->candidates, &fold->less, occurrence->surface)) continue;
        if (occurrence->gold >= GOLD_ENTRY && stats.variant == VARIANT_NONE) fold->part->known_surfaces++;
        if (entry_stats_are_negligible(&stats)) continue;
        if (occurrence->begin != last) longest = stats.token_count;
        if (!add_candidate(fold, &walk, occurrence, &stats, stats.token_count < longest)) return false;
        last = occurrence->begin;
    }
    return true;
}

/* ---- All folds ---- */

struct search {
    const struct candidates *candidates;
    struct part *parts; /* by fold */
};

static bool search_fold(void *context, uint64_t number) {
    const struct search *search = context;
    struct fold fold = {.candidates = search->candidates, .number = (unsigned)number, .part = &search->parts[number]};
    bool good = fold_make(&fold);
    if (good) count_fold(&fold);
    good = good && find_in_fold(&fold);
    fold_free(&fold);
    return good;
}

static bool allocate(struct candidates *candidates, const struct part *parts) {
    size_t count = 0;
    size_t features = 0;
    for (unsigned i = 0; i < candidates->fold_count; i++) {
        count += parts[i].count;
        features += parts[i].feature_count;
    }
    candidates->items = malloc((count + 1) * sizeof *candidates->items);
    candidates->features = malloc((features + 1) * sizeof *candidates->features);
    candidates->begins = malloc((count + 1) * sizeof *candidates->begins);
    candidates->entry_counts = malloc(count + 1);
    candidates->all_counts = malloc(count + 1);
    candidates->right = malloc(count + 1);
    candidates->groups = malloc(count + 1);
    candidates->skipped = calloc(count + 1, sizeof *candidates->skipped);
    return candidates->items && candidates->features && candidates->begins && candidates->entry_counts &&
           candidates->all_counts && candidates->right && candidates->groups && candidates->skipped;
}

static void join(struct candidates *candidates, const struct part *part, uint64_t *feature_count) {
    for (size_t i = 0; i < part->count; i++) {
        uint64_t at = candidates->count++;
        candidates->items[at] = part->items[i];
        candidates->begins[at] = *feature_count;
        candidates->entry_counts[at] = part->counts[i][0];
        candidates->all_counts[at] = part->counts[i][1];
        candidates->right[at] = part->items[i].right;
        candidates->groups[at] = part->items[i].fold % CANDIDATE_GROUPS;
        *feature_count += part->counts[i][1];
    }
}

static void part_free(struct part *part) {
    free(part->items);
    free(part->features);
    free(part->counts);
}

void candidates_count_gold(uint64_t *gold, const struct candidates *candidates) {
    const struct corpus *corpus = candidates->corpus;
    uint64_t sentence = 0;
    for (unsigned i = 0; i < candidates->fold_count; i++) gold[i] = 0;
    for (uint64_t i = 0; i < corpus->span_count; i++) {
        while (corpus->sentence_ends[sentence] <= corpus->spans[i].begin) sentence++;
        unsigned fold = candidates->folds[sentence];
        if (fold != FOLD_NONE) gold[fold]++;
    }
}

bool candidates_find(struct candidates *candidates, const struct parallel *parallel) {
    struct search search = {candidates, calloc(candidates->fold_count + 1u, sizeof *search.parts)};
    if (!search.parts) return false;
    bool good = parallel_run(parallel, candidates->fold_count, search_fold, &search);
    good = good && allocate(candidates, search.parts);
    uint64_t feature_count = 0;
    for (unsigned i = 0; i < candidates->fold_count; i++) {
        const struct part *part = &search.parts[i];
        if (good && part->feature_count)
            memcpy(candidates->features + feature_count, part->features, part->feature_count * sizeof(uint32_t));
        if (good) join(candidates, part, &feature_count);
        candidates->known_surfaces += part->known_surfaces;
        part_free(&search.parts[i]);
    }
    free(search.parts);
    uint64_t gold[FOLDS_MAX];
    candidates_count_gold(gold, candidates);
    for (unsigned i = 0; i < candidates->fold_count; i++) candidates->gold += gold[i];
    return good;
}

void candidates_free(struct candidates *candidates) {
    free(candidates->items);
    free(candidates->features);
    free(candidates->begins);
    free(candidates->entry_counts);
    free(candidates->all_counts);
    free(candidates->right);
    free(candidates->groups);
    free(candidates->skipped);
}

struct logistic_rows candidates_rows(const struct candidates *candidates, bool context) {
    uint32_t weights = (uint32_t)context_weight_count(candidates->type_count);
    return (struct logistic_rows){.features = candidates->features,
                                  .begins = candidates->begins,
                                  .counts = context ? candidates->all_counts : candidates->entry_counts,
                                  .right = candidates->right,
                                  .groups = candidates->groups,
                                  .skipped = candidates->skipped,
                                  .row_count = candidates->count,
                                  .feature_count = candidates->entry_features + (context ? weights : 0)};
}
