#include "explain/candidate_finder.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/search.h"

/* ---- The finder ---- */

gaz_status candidate_finder_init(struct candidate_finder *finder, const gaz_model *model, const gaz_lexicon *lexicon,
                                 const gaz_explain_options *options, gaz_error *error) {
    const gaz_match_options *match = &options->match;
    const gaz_match_options all = {.all = 1, .kernel = match->kernel};
    struct scanner_options scanning = scanner_options_of(&options->input, &all);
    scanning.every = true;
    bool words = options->input.format == GAZ_FORMAT_TEXT || options->input.format == GAZ_FORMAT_JSONL;
    const gaz_tagger_options tagging = {{.format = words ? GAZ_FORMAT_TEXT : GAZ_FORMAT_TOKENIZED}, all};
    *finder = (struct candidate_finder){.model = model, .tokenization = words ? TOKENS_WORDS : TOKENS_CORPUS};
    finder->min_score = model_min_score(model, match->min_score);
    gaz_status status = lexicon ? lexicon_check_finished(lexicon, error) : GAZ_OK;
    if (status == GAZ_OK) status = scanner_new(&finder->scanner, model, &scanning, error);
    if (status == GAZ_OK) status = gaz_tagger_new(&finder->tagger, model, &tagging, error);
    if (status == GAZ_OK) status = model_choose_types(&finder->wanted, model, match->types, match->type_count, error);
    return status == GAZ_OK ? index_make(&finder->index, lexicon, model, finder->tokenization, error) : status;
}

void candidate_finder_free(struct candidate_finder *finder) {
    scanner_free(finder->scanner);
    gaz_tagger_free(finder->tagger);
    free(finder->wanted);
    index_free(&finder->index);
}

/* ---- Finding ---- */

struct search {
    struct entry_candidates *found;
    struct candidate_finder *finder;
    struct passage *passage;
    uint64_t begin; /* candidates on tokens [begin, end) are never left out */
    uint64_t end;
    uint32_t token;         /* that the newest candidate begins at */
    uint32_t count;         /* candidates that begin there */
    bool cut;               /* of the model's matches at a token some were left out */
    bool full;              /* somewhere few were taken */
    size_t before;          /* candidates that were found in another way */
    struct chooser chooser; /* among the model's matches */
    size_t chosen;          /* 1 + number of the newest chosen candidate */
};

/* Adds a candidate, or leaves it out if there are many at its token. False: out of memory. */
static bool add(struct search *search, struct entry_candidate candidate) {
    struct entry_candidates *found = search->found;
    if (candidate.begin != search->token) search->count = 0;
    search->token = candidate.begin;
    bool full = found->count - search->before > CANDIDATES_MANY + (size_t)CANDIDATES_FEW * candidate.begin;
    bool queried = candidate.begin == search->begin && candidate.end == search->end;
    bool tagged = candidate.reason == GAZ_REASON_TAGGED || candidate.reason == GAZ_REASON_FILTERED;
    search->full = search->full || full;
    if (++search->count > (full ? CANDIDATES_FEW : CANDIDATES_AT_TOKEN) && !queried && !tagged) return true;
    if (!array_reserve(&found->items, &found->capacity, found->count + 1, sizeof *found->items)) return false;
    found->items[found->count++] = candidate;
    if (candidate.end - candidate.begin > found->longest) found->longest = candidate.end - candidate.begin;
    return true;
}

static const uint8_t reasons[CHOICE_END] = {
    [CHOICE_CHOSEN] = GAZ_REASON_TAGGED, [CHOICE_SHORTER] = GAZ_REASON_SHORTER, [CHOICE_OVERLAPS] = GAZ_REASON_OVERLAPS,
    [CHOICE_TRIES] = GAZ_REASON_TRIES,   [CHOICE_SCORE] = GAZ_REASON_SCORE,     [CHOICE_CASE] = GAZ_REASON_CASE,
    [CHOICE_EDGES] = GAZ_REASON_EDGES};

static bool is_pattern(const struct candidate_finder *finder, const struct entry_candidate *match) {
    return entry_flags(finder->model->entries[match->entry]) & ENTRY_MASKED;
}

/* Whether a candidate is a pattern, and the chosen one on the same tokens is none. */
static bool is_weaker_pattern(const struct search *search, const struct entry_candidate *candidate) {
    return is_pattern(search->finder, candidate) && search->chosen &&
           !is_pattern(search->finder, &search->found->items[search->chosen - 1]);
}

/* Adds a match of the model, with what the matcher decides about it. False: out of memory. */
static bool add_match(struct search *search, const struct document_span *span) {
    const struct candidate_finder *finder = search->finder;
    enum choice refused = (enum choice)search->passage->tagger.match.refused;
    double score = refused ? -1 : (double)span->score; /* what is refused is no match, but it is tried */
    enum choice choice = chooser_decide(&search->chooser, span->token_begin, span->token_end, score);
    if (choice == CHOICE_SCORE && refused) choice = refused;
    struct entry_candidate candidate = {.begin = (uint32_t)span->token_begin,
                                        .end = (uint32_t)span->token_end,
                                        .entry = span->entry,
                                        .score = span->score,
                                        .reason = reasons[choice],
                                        .claim = CLAIM_END,
                                        .shorter = chooser_is_shorter(&search->chooser)};
    bool wanted = !finder->wanted || finder->wanted[entry_type(finder->model->entries[span->entry])];
    if (choice == CHOICE_CHOSEN && !wanted) candidate.reason = GAZ_REASON_FILTERED;
    if (choice == CHOICE_SHORTER || choice == CHOICE_OVERLAPS) candidate.other = (uint32_t)search->chosen;
    if (choice == CHOICE_SHORTER && search->chooser.chosen_end == search->chooser.end) /* a weaker sense */
        candidate.reason = refused                                 ? reasons[refused]
                           : is_weaker_pattern(search, &candidate) ? GAZ_REASON_DIGITS
                                                                   : GAZ_REASON_CLAIM;
    if (!add(search, candidate)) return false;
    if (choice == CHOICE_CHOSEN) search->chosen = search->found->count;
    return true;
}

/* Cuts the passage and adds the matches of the model. */
static gaz_status find_matches(struct search *search, gaz_error *error) {
    struct passage *passage = search->passage;
    struct document_tagger *tagger = &passage->tagger;
    struct scanner *scanner = search->finder->scanner;
    struct document_span span;
    bool good = true;
    search->chooser = (struct chooser){.threshold = (double)search->finder->min_score};
    passage->is_cut = true;
    scanner_lay_out(scanner, &passage->text_reader.reader.split.rows);
    document_tagger_begin(tagger, scanner, passage->text.bytes, passage->text.size);
    while (good && document_tagger_window(tagger))
        while (good && document_tagger_match(&span, tagger)) good = add_match(search, &span);
    if (!document_tagger_end(tagger) || !good) return error_memory(error);
    return scanner_check(scanner, passage->name, passage->text.line, error);
}

/* ---- The lists ---- */

/* The model's candidates on these tokens, patterns or not: `*first` is the number of the first of them. `count` are all
 * of the model's. */
static size_t find_matches_on(size_t *first, const struct search *search, size_t count, uint32_t begin, uint32_t end,
                              bool masked) {
    const struct entry_candidates *found = search->found;
    SEARCH_FIRST(*first, count,
                 found->items[*first].begin > begin ||
                     (found->items[*first].begin == begin && found->items[*first].end <= end));
    size_t last = *first;
    for (; last < count && found->items[last].begin == begin && found->items[last].end == end; last++) {
        bool pattern = is_pattern(search->finder, &found->items[last]);
        if (pattern && !masked) break; /* they come last */
        if (!pattern && masked) *first = last + 1;
    }
    return last - *first;
}

/* Whether an entry of the lists is the same sense as one of the model. */
static bool is_sense(const struct candidate_finder *finder, const struct entry *entry, uint32_t number) {
    const gaz_lexicon *lexicon = finder->index.lexicon;
    const char *type = gaz_model_type(finder->model, entry_type(finder->model->entries[number]));
    return strcmp(lexicon->types.items[entry->type].bytes, type) == 0 &&
           strcmp(lexicon_id(lexicon, entry), model_id(finder->model, number)) == 0;
}

/* Whether an entry of the lists has a stronger claim than another one, or than none. `left` and `right` are 1 + number.
 */
static bool is_before(const struct candidate_finder *finder, uint32_t left, uint32_t right) {
    const gaz_lexicon *lexicon = finder->index.lexicon;
    enum claim claim;
    if (right == 0) return true;
    bool kept = candidate_finder_keeps(finder, left - 1);
    if (kept != candidate_finder_keeps(finder, right - 1)) return kept;
    return conflicts_is_stronger(&claim, lexicon, &lexicon->entries[left - 1], &lexicon->entries[right - 1]);
}

/* Which entry of the lists a match is: of those with its sense the strongest, a kept one if there is one. 1 + number, 0
 * = none. */
static uint32_t find_own(const struct candidate_finder *finder, const struct entry_candidate *match, uint32_t first) {
    uint32_t own = 0;
    for (uint32_t at = first; at; at = finder->index.next[at - 1])
        if (is_sense(finder, &finder->index.lexicon->entries[at - 1], match->entry) && is_before(finder, at, own))
            own = at;
    return own;
}

/* The strongest entry of the lists on the same tokens. */
static uint32_t find_strongest(const struct candidate_finder *finder, uint32_t first) {
    uint32_t strongest = 0;
    for (uint32_t at = first; at; at = finder->index.next[at - 1])
        if (is_before(finder, at, strongest)) strongest = at;
    return strongest;
}

/* Finds the entries of the lists that matches on the same tokens are, and what ranks the first above the others. */
static void find_owners(const struct candidate_finder *finder, struct entry_candidate *matches, size_t count,
                        uint32_t first) {
    const gaz_lexicon *lexicon = finder->index.lexicon;
    for (size_t i = 0; i < count; i++) {
        struct entry_candidate *match = &matches[i];
        enum claim claim;
        match->lexical = find_own(finder, match, first);
        match->differs = !match->lexical || !candidate_finder_keeps(finder, match->lexical - 1) ||
                         (i == 0 && match->lexical != find_strongest(finder, first));
        if (match->reason != GAZ_REASON_CLAIM || !match->lexical) continue;
        uint32_t chosen = 0; /* the one that is ranked above it */
        for (size_t k = 0; k < i; k++)
            if (matches[k].reason == GAZ_REASON_TAGGED || matches[k].reason == GAZ_REASON_FILTERED)
                chosen = matches[k].lexical;
        if (chosen == 0) continue;
        conflicts_is_stronger(&claim, lexicon, &lexicon->entries[chosen - 1], &lexicon->entries[match->lexical - 1]);
        match->claim = (uint8_t)claim;
    }
}

/* Adds an entry of the lists that is not in the model. */
static bool add_entry(struct search *search, size_t first_match, size_t match_count, uint32_t begin, uint32_t end,
                      uint32_t number) {
    const struct candidate_finder *finder = search->finder;
    const gaz_lexicon *lexicon = finder->index.lexicon;
    const struct entry *entry = &lexicon->entries[number - 1];
    struct entry_candidate candidate = {.begin = begin,
                                        .end = end,
                                        .entry = NO_ENTRY,
                                        .lexical = number,
                                        .claim = CLAIM_END,
                                        .reason = GAZ_REASON_DROPPED};
    bool kept = candidate_finder_keeps(finder, number - 1);
    if (kept) candidate.reason = GAZ_REASON_NOT_IN_MODEL;
    for (size_t i = 0; i < match_count; i++) {
        const struct entry_candidate *match = &search->found->items[first_match + i];
        if (match->lexical == number) return true;
        if (!kept || !match->lexical || !is_sense(finder, entry, match->entry)) continue;
        enum claim claim;
        conflicts_is_stronger(&claim, lexicon, &lexicon->entries[match->lexical - 1], entry);
        candidate.reason = GAZ_REASON_CLAIM; /* the same sense, written in another way */
        candidate.claim = (uint8_t)claim;
        candidate.other = (uint32_t)(first_match + i) + 1;
    }
    if (candidate.reason == GAZ_REASON_NOT_IN_MODEL && search->cut) return true; /* it may be among those left out */
    candidate.differs = candidate.reason == GAZ_REASON_NOT_IN_MODEL;
    return add(search, candidate);
}

/* How many of the model's candidates begin at a token. */
static size_t count_matches_at(const struct entry_candidates *found, size_t count, uint32_t begin) {
    size_t first;
    size_t last;
    SEARCH_FIRST(first, count, found->items[first].begin >= begin);
    SEARCH_FIRST(last, count, found->items[last].begin > begin);
    return last - first;
}

/* Adds the entries of the lists on tokens [begin, end), but for those that the model has. */
static bool add_entries(struct search *search, size_t match_count, uint32_t begin, uint32_t end, bool masked,
                        uint32_t first) {
    size_t at_match;
    size_t count = find_matches_on(&at_match, search, match_count, begin, end, masked);
    bool queried = begin == search->begin && end == search->end;
    search->cut = !queried && count_matches_at(search->found, match_count, begin) >=
                                  (search->full ? CANDIDATES_FEW : CANDIDATES_AT_TOKEN);
    find_owners(search->finder, search->found->items + at_match, count, first);
    bool good = true;
    for (uint32_t at = first; at && good; at = search->finder->index.next[at - 1])
        if (search->finder->index.lexicon->entries[at - 1].status != ENTRY_GONE)
            good = add_entry(search, at_match, count, begin, end, at);
    return good;
}

/* The tokens of the passage as numbers of the index. */
static gaz_status number_tokens(struct search *search, gaz_error *error) {
    struct entry_candidates *found = search->found;
    const gaz_document *document = passage_document(search->passage);
    size_t count = document->token_count;
    if (!array_reserve(&found->tokens, &found->token_capacity, 2 * count + 1, sizeof *found->tokens))
        return error_memory(error);
    for (size_t i = 0; i < count; i++) {
        const struct document_token *token = &document->tokens[i];
        const char *bytes = document->text + token->begin;
        size_t size = token->end - token->begin;
        struct index *index = &search->finder->index;
        if (!index_token(&found->tokens[i], index, bytes, size, false) ||
            !index_token(&found->tokens[count + i], index, bytes, size, true))
            return error_memory(error);
    }
    return GAZ_OK;
}

/* Walks along the index from a token. False: out of memory. */
static bool walk(struct search *search, size_t match_count, uint32_t begin, uint32_t end, bool masked) {
    const struct index *index = &search->finder->index;
    const uint32_t *tokens = search->found->tokens + (masked ? passage_document(search->passage)->token_count : 0);
    uint32_t node = masked ? INDEX_MASKED_ROOT : INDEX_ROOT;
    for (uint32_t i = begin; i < end && tokens[i] != INDEX_NO_TOKEN; i++) {
        node = index_step(index, node, tokens[i]);
        if (node == 0) return true;
        uint32_t first = index_first(index, node);
        if (first && !add_entries(search, match_count, begin, i + 1, masked, first)) return false;
    }
    return true;
}

/* Walks along the index from each token, within its sentence. */
static gaz_status find_entries(struct search *search, gaz_error *error) {
    const gaz_document *document = passage_document(search->passage);
    size_t match_count = search->found->count;
    gaz_status status = number_tokens(search, error);
    search->token = UINT32_MAX;
    search->before = match_count;
    uint32_t begin = 0;
    for (size_t sentence = 0; sentence < document->sentence_count && status == GAZ_OK; sentence++) {
        uint32_t end = (uint32_t)document->sentence_ends[sentence];
        for (; begin < end; begin++)
            if (!walk(search, match_count, begin, end, false) || !walk(search, match_count, begin, end, true))
                return error_memory(error);
    }
    return status;
}

/* ---- Order ---- */

struct order {
    struct entry_candidate item;
    uint32_t number; /* that it had */
};

static int compare(const void *left, const void *right) {
    const struct order *a = left;
    const struct order *b = right;
    if (a->item.begin != b->item.begin) return a->item.begin < b->item.begin ? -1 : 1;
    if (a->item.end != b->item.end) return a->item.end > b->item.end ? -1 : 1;
    bool a_only = a->item.entry == NO_ENTRY;
    bool b_only = b->item.entry == NO_ENTRY;
    if (a_only != b_only) return a_only ? 1 : -1;
    if (!a_only) return a->number < b->number ? -1 : 1; /* ranked */
    return (a->item.lexical > b->item.lexical) - (a->item.lexical < b->item.lexical);
}

/* Sorts the candidates and renumbers `other`. */
static bool sort(struct entry_candidates *found) {
    struct order *orders = malloc((found->count + 1) * sizeof *orders);
    uint32_t *ranks = malloc((found->count + 1) * sizeof *ranks);
    bool good = orders && ranks;
    for (size_t i = 0; i < found->count && good; i++) orders[i] = (struct order){found->items[i], (uint32_t)i};
    if (good) qsort(orders, found->count, sizeof *orders, compare);
    for (size_t i = 0; i < found->count && good; i++) ranks[orders[i].number] = (uint32_t)i;
    for (size_t i = 0; i < found->count && good; i++) {
        struct entry_candidate *item = &found->items[i];
        *item = orders[i].item;
        if (item->other) item->other = ranks[item->other - 1] + 1;
    }
    free(orders);
    free(ranks);
    return good;
}

gaz_status candidate_finder_find(struct entry_candidates *candidates, struct candidate_finder *finder,
                                 struct passage *passage, uint64_t begin, uint64_t end, gaz_error *error) {
    struct search search = {
        .found = candidates, .finder = finder, .passage = passage, .begin = begin, .end = end, .token = UINT32_MAX};
    candidates->count = 0;
    candidates->longest = 0;
    gaz_status status = find_matches(&search, error);
    if (status != GAZ_OK || !finder->index.lexicon) return status;
    status = find_entries(&search, error);
    return status == GAZ_OK && !sort(candidates) ? error_memory(error) : status;
}

void entry_candidates_free(struct entry_candidates *candidates) {
    free(candidates->items);
    free(candidates->tokens);
}

size_t entry_candidates_at(const struct entry_candidates *candidates, uint64_t token) {
    size_t i;
    SEARCH_FIRST(i, candidates->count, candidates->items[i].begin >= token);
    return i;
}
