#include "explain/candidate_finder.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/search.h"

/* ---- The finder ---- */

gaz_status candidate_finder_init(struct candidate_finder *finder, const gaz_model *model, const gaz_lexicon *lexicon,
                                 const gaz_explain_options *options, gaz_error *error) {
    const gaz_match_options *match = &options->match;
    const gaz_match_options all = {.all = 1, .kernel = match->kernel};
    const struct scanner_options scanning = scanner_options_of(&options->input, &all);
    bool words = options->input.format == GAZ_FORMAT_TEXT || options->input.format == GAZ_FORMAT_JSONL;
    const gaz_tagger_options tagging = {{.format = words ? GAZ_FORMAT_TEXT : GAZ_FORMAT_TOKENIZED}, all};
    *finder = (struct candidate_finder){.model = model, .tokenization = words ? TOKENS_WORDS : TOKENS_CORPUS};
    finder->min_score = model_min_score(model, match->min_score);
    gaz_status status = scanner_new(&finder->scanner, model, &scanning, error);
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
    struct chooser chooser; /* among the model's matches */
    size_t chosen;          /* 1 + number of the newest chosen candidate */
};

/* Adds a candidate, or leaves it out if there are many at its token. False: out of memory. */
static bool add(struct search *search, struct entry_candidate candidate) {
    struct entry_candidates *found = search->found;
    if (candidate.begin != search->token) search->count = 0;
    search->token = candidate.begin;
    bool queried = candidate.begin == search->begin && candidate.end == search->end;
    if (++search->count > CANDIDATES_AT_TOKEN && !queried) return true;
    if (!array_reserve(&found->items, &found->capacity, found->count + 1, sizeof *found->items)) return false;
    found->items[found->count++] = candidate;
    if (candidate.end - candidate.begin > found->longest) found->longest = candidate.end - candidate.begin;
    return true;
}

static const uint8_t reasons[CHOICE_END] = {[CHOICE_CHOSEN] = GAZ_REASON_TAGGED,
                                            [CHOICE_SHORTER] = GAZ_REASON_SHORTER,
                                            [CHOICE_OVERLAPS] = GAZ_REASON_OVERLAPS,
                                            [CHOICE_TRIES] = GAZ_REASON_TRIES,
                                            [CHOICE_SCORE] = GAZ_REASON_SCORE};

/* Adds a match of the model, with what the matcher decides about it. False: out of memory. */
static bool add_match(struct search *search, const struct document_span *span) {
    const struct candidate_finder *finder = search->finder;
    enum choice choice = chooser_decide(&search->chooser, span->token_begin, span->token_end, (double)span->score);
    struct entry_candidate candidate = {.begin = (uint32_t)span->token_begin,
                                        .end = (uint32_t)span->token_end,
                                        .entry = span->entry,
                                        .score = span->score,
                                        .reason = reasons[choice],
                                        .shorter = chooser_is_shorter(&search->chooser)};
    bool wanted = !finder->wanted || finder->wanted[entry_type(finder->model->entries[span->entry])];
    if (choice == CHOICE_CHOSEN && !wanted) candidate.reason = GAZ_REASON_FILTERED;
    if (choice == CHOICE_SHORTER || choice == CHOICE_OVERLAPS) candidate.other = (uint32_t)search->chosen;
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

/* The model's candidate on these tokens, or NULL. `count` are the model's. */
static struct entry_candidate *find_match(const struct entry_candidates *found, size_t count, uint32_t begin,
                                          uint32_t end) {
    size_t i;
    SEARCH_FIRST(i, count,
                 found->items[i].begin > begin || (found->items[i].begin == begin && found->items[i].end <= end));
    bool is_there = i < count && found->items[i].begin == begin && found->items[i].end == end;
    return is_there ? &found->items[i] : NULL;
}

/* Which entry of the lists a match is: of those with its type the strongest, a kept one if there is one. 1 + number, 0
 * = none. */
static uint32_t find_own(bool *differs, const struct candidate_finder *finder, const struct entry_candidate *match,
                         uint32_t first) {
    const gaz_lexicon *lexicon = finder->index.lexicon;
    const char *type = gaz_model_type(finder->model, entry_type(finder->model->entries[match->entry]));
    uint32_t own = 0;
    uint32_t winner = 0;
    enum claim claim;
    for (uint32_t at = first; at; at = finder->index.next[at - 1]) {
        const struct entry *entry = &lexicon->entries[at - 1];
        bool kept = candidate_finder_keeps(finder, at - 1);
        if (kept && (!winner || conflicts_is_stronger(&claim, lexicon, entry, &lexicon->entries[winner - 1])))
            winner = at;
        if (strcmp(lexicon->types.items[entry->type].bytes, type) != 0) continue;
        bool own_kept = own && candidate_finder_keeps(finder, own - 1);
        if (!own || (kept && !own_kept) ||
            (kept == own_kept && conflicts_is_stronger(&claim, lexicon, entry, &lexicon->entries[own - 1])))
            own = at;
    }
    *differs = !winner || winner != own;
    return own;
}

/* Adds the entries of the lists on tokens [begin, end), but for the one that the model has. */
static bool add_entries(struct search *search, size_t match_count, uint32_t begin, uint32_t end, uint32_t first) {
    const struct candidate_finder *finder = search->finder;
    const gaz_lexicon *lexicon = finder->index.lexicon;
    struct entry_candidate *match = find_match(search->found, match_count, begin, end);
    uint32_t own = match ? find_own(&match->differs, finder, match, first) : 0;
    bool differs = match && match->differs;
    bool is_match = match != NULL;
    if (match) match->lexical = own;
    for (uint32_t at = first; at; at = finder->index.next[at - 1]) {
        if (at == own || lexicon->entries[at - 1].status == ENTRY_GONE) continue;
        struct entry_candidate candidate = {
            .begin = begin, .end = end, .entry = NO_ENTRY, .lexical = at, .reason = GAZ_REASON_DROPPED};
        enum claim claim = CLAIM_VERDICT;
        if (candidate_finder_keeps(finder, at - 1)) {
            candidate.reason = is_match && own && !differs ? GAZ_REASON_CLAIM : GAZ_REASON_NOT_IN_MODEL;
            candidate.differs = candidate.reason == GAZ_REASON_NOT_IN_MODEL;
            if (own) conflicts_is_stronger(&claim, lexicon, &lexicon->entries[own - 1], &lexicon->entries[at - 1]);
            candidate.claim = (uint8_t)claim;
        }
        if (!add(search, candidate)) return false;
    }
    return true;
}

/* The tokens of the passage as numbers of the index. */
static gaz_status number_tokens(struct search *search, gaz_error *error) {
    struct entry_candidates *found = search->found;
    const gaz_document *document = passage_document(search->passage);
    if (!array_reserve(&found->tokens, &found->token_capacity, document->token_count + 1, sizeof *found->tokens))
        return error_memory(error);
    for (size_t i = 0; i < document->token_count; i++) {
        const struct document_token *token = &document->tokens[i];
        if (!index_token(&found->tokens[i], &search->finder->index, document->text + token->begin,
                         token->end - token->begin))
            return error_memory(error);
    }
    return GAZ_OK;
}

/* Walks along the index from each token, within its sentence. */
static gaz_status find_entries(struct search *search, gaz_error *error) {
    const struct index *index = &search->finder->index;
    struct entry_candidates *found = search->found;
    const gaz_document *document = passage_document(search->passage);
    size_t match_count = found->count;
    gaz_status status = number_tokens(search, error);
    search->token = UINT32_MAX;
    uint32_t begin = 0;
    for (size_t sentence = 0; sentence < document->sentence_count && status == GAZ_OK; sentence++) {
        uint32_t end = (uint32_t)document->sentence_ends[sentence];
        for (; begin < end; begin++) {
            uint32_t node = 0;
            for (uint32_t i = begin; i < end && found->tokens[i] != INDEX_NO_TOKEN; i++) {
                node = index_step(index, node, found->tokens[i]);
                if (node == 0) break;
                uint32_t first = index_first(index, node);
                if (first && !add_entries(search, match_count, begin, i + 1, first)) return error_memory(error);
            }
        }
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
    return (a->item.lexical > b->item.lexical) - (a->item.lexical < b->item.lexical);
}

/* Sorts the candidates and renumbers `other`; for those that lost their surface it becomes the match that has it. */
static bool sort(struct entry_candidates *found) {
    struct order *orders = malloc((found->count + 1) * sizeof *orders);
    uint32_t *ranks = malloc((found->count + 1) * sizeof *ranks);
    bool good = orders && ranks;
    for (size_t i = 0; i < found->count && good; i++) orders[i] = (struct order){found->items[i], (uint32_t)i};
    if (good) qsort(orders, found->count, sizeof *orders, compare);
    for (size_t i = 0; i < found->count && good; i++) ranks[orders[i].number] = (uint32_t)i;
    size_t match = 0;
    for (size_t i = 0; i < found->count && good; i++) {
        struct entry_candidate *item = &found->items[i];
        *item = orders[i].item;
        if (item->other) item->other = ranks[item->other - 1] + 1;
        if (item->entry != NO_ENTRY) match = i;
        if (item->reason == GAZ_REASON_CLAIM) item->other = (uint32_t)match + 1;
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
