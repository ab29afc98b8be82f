#include "explain/explanation.h"

#include "base/error.h"
#include "explain/describe.h"
#include "explain/near_miss.h"

/* Fills in where a candidate, and what its reason is about, are in the input. `near`: a byte of the span's sentence. */
static void locate(gaz_candidate *candidate, struct passage *passage, uint64_t near) {
    struct offset_range own = passage_extent(passage, near, candidate->begin, candidate->end);
    candidate->input_begin = own.begin;
    candidate->input_end = own.end;
    if (candidate->other_end == 0) return;
    struct offset_range other = passage_extent(passage, near, candidate->other_begin, candidate->other_end);
    candidate->other_input_begin = other.begin;
    candidate->other_input_end = other.end;
}

/* Begins an explanation of bytes of a document; its sentence is that of a token. */
static void start(gaz_explainer *explainer, struct cursor *cursor, uint64_t token, gaz_candidate span) {
    struct passage *passage = &cursor->passage;
    const gaz_document *document = passage_document(passage);
    gaz_explanation *explanation = &explainer->explanation;
    locate(&span, passage, span.begin);
    explainer->has_explanation = true;
    *explanation = (gaz_explanation){.file = passage->name,
                                     .text = document->text,
                                     .text_size = document->size,
                                     .sentence_begin = span.begin,
                                     .sentence_end = span.end,
                                     .threshold = (double)explainer->finder.min_score,
                                     .span = span,
                                     .rejected = explainer->rejected,
                                     .near_misses = explainer->near_misses};
    if (token < document->token_count) {
        size_t sentence = passage_sentence(passage, token);
        uint64_t begin = document->tokens[passage_sentence_begin(passage, sentence)].begin;
        uint64_t end = document->tokens[passage_sentence_end(passage, sentence) - 1].end;
        if (begin < span.begin) explanation->sentence_begin = begin;
        if (end > span.end) explanation->sentence_end = end;
    }
    explanation->line = passage_line(passage, span.begin);
    explanation->begin = span.input_begin;
    explanation->end = span.input_end;
}

/* Describes a candidate beside the span. */
static bool describe_other(gaz_candidate *other, gaz_explainer *explainer, struct cursor *cursor, size_t number) {
    if (!describe_candidate(other, explainer, cursor, number)) return false;
    locate(other, &cursor->passage, explainer->explanation.span.begin);
    return true;
}

/* Describes the candidates beside `number` that overlap tokens [begin, end), and the one that covers them. */
static bool describe_others(gaz_explainer *explainer, struct cursor *cursor, uint64_t begin, uint64_t end,
                            size_t number) {
    const struct entry_candidates *candidates = &cursor->candidates;
    gaz_explanation *explanation = &explainer->explanation;
    uint64_t from = begin > candidates->longest ? begin - candidates->longest : 0;
    bool good = true;
    for (size_t i = entry_candidates_at(candidates, from); i < candidates->count && good; i++) {
        const struct entry_candidate *item = &candidates->items[i];
        if (item->begin >= end) break;
        if (item->end <= begin || i == number) continue;
        if (item->reason == GAZ_REASON_TAGGED && !explanation->covering) {
            explanation->covering = &explainer->rejected[REJECTED_MAX];
            good = describe_other(&explainer->rejected[REJECTED_MAX], explainer, cursor, i);
        }
        explanation->lists_differ = explanation->lists_differ || item->differs;
        if (item->reason == GAZ_REASON_TAGGED || explanation->rejected_count == REJECTED_MAX) continue;
        good = good && describe_other(&explainer->rejected[explanation->rejected_count++], explainer, cursor, i);
    }
    return good;
}

gaz_status explanation_of_candidate(gaz_explainer *explainer, struct cursor *cursor, size_t number, gaz_error *error) {
    const struct entry_candidate *candidate = &cursor->candidates.items[number];
    gaz_candidate span;
    if (!describe_candidate(&span, explainer, cursor, number)) return error_memory(error);
    start(explainer, cursor, candidate->begin, span);
    explainer->explanation.lists_differ = candidate->differs;
    bool good = describe_others(explainer, cursor, candidate->begin, candidate->end, number);
    return good ? GAZ_OK : error_memory(error);
}

/* The candidate on the tokens that says most: the model's, else the one with the most annotations; the count if there
 * is none. */
static size_t find_candidate(const gaz_explainer *explainer, const struct cursor *cursor, uint64_t begin,
                             uint64_t end) {
    const struct entry_candidates *candidates = &cursor->candidates;
    size_t best = candidates->count;
    for (size_t i = entry_candidates_at(candidates, begin); i < candidates->count; i++) {
        const struct entry_candidate *item = &candidates->items[i];
        if (item->begin != begin) break;
        if (item->end != end) continue;
        if (item->entry != NO_ENTRY) return i;
        const struct entry *entries = explainer->finder.index.lexicon->entries;
        if (best == candidates->count ||
            entries[item->lexical - 1].annotated > entries[candidates->items[best].lexical - 1].annotated)
            best = i;
    }
    return best;
}

gaz_status explanation_of_tokens(gaz_explainer *explainer, struct cursor *cursor, uint64_t begin, uint64_t end,
                                 gaz_error *error) {
    const gaz_document *document = passage_document(&cursor->passage);
    struct entry_candidates *candidates = &cursor->candidates;
    gaz_status status = GAZ_OK;
    if (entry_candidates_at(candidates, begin + 1) - entry_candidates_at(candidates, begin) >=
        CANDIDATES_AT_TOKEN) /* some were left out */
        status = candidate_finder_find(candidates, &explainer->finder, &cursor->passage, begin, end, error);
    if (status != GAZ_OK) return status;
    size_t number = find_candidate(explainer, cursor, begin, end);
    if (number < cursor->candidates.count) return explanation_of_candidate(explainer, cursor, number, error);
    gaz_candidate span = {
        .begin = document->tokens[begin].begin, .end = document->tokens[end - 1].end, .reason = GAZ_REASON_UNKNOWN};
    for (uint64_t i = begin; i < end; i++) {
        const struct document_token *token = &document->tokens[i];
        if (token->end - token->begin <= TOKEN_SIZE_MAX) continue;
        span.reason = GAZ_REASON_LONG_TOKEN;
        span.other_begin = token->begin;
        span.other_end = token->end;
    }
    start(explainer, cursor, begin, span);
    if (!describe_others(explainer, cursor, begin, end, SIZE_MAX)) return error_memory(error);
    return span.reason == GAZ_REASON_UNKNOWN ? near_miss_find(explainer, document, begin, end, error) : GAZ_OK;
}

/* ---- Bytes ---- */

gaz_status explanation_of_bytes(gaz_explainer *explainer, struct cursor *cursor, uint64_t begin_at, uint64_t end_at,
                                gaz_error *error) {
    struct passage *passage = &cursor->passage;
    const gaz_document *document = passage_document(passage);
    gaz_status status = GAZ_OK;
    if (!passage->is_cut) status = cursor_find(cursor, &explainer->finder, error);
    if (status != GAZ_OK) return status;
    uint64_t begin = passage_token(passage, begin_at);
    uint64_t end = begin;
    while (end < document->token_count && document->tokens[end].begin < end_at) end++;
    gaz_candidate span = {.begin = begin_at, .end = end_at, .reason = GAZ_REASON_NO_TOKEN};
    if (begin < end) {
        const struct document_token *first = &document->tokens[begin];
        const struct document_token *last = &document->tokens[end - 1];
        uint64_t sentence_end = passage_sentence_end(passage, passage_sentence(passage, begin));
        bool cuts_first = first->begin < begin_at;
        if (sentence_end < end) {
            span.reason = GAZ_REASON_SENTENCE;
            span.other_begin = span.other_end = document->tokens[sentence_end - 1].end;
        } else if (cuts_first || last->end > end_at) {
            span.reason = GAZ_REASON_CUTS_TOKEN;
            span.other_begin = (cuts_first ? first : last)->begin;
            span.other_end = (cuts_first ? first : last)->end;
        } else {
            return explanation_of_tokens(explainer, cursor, begin, end, error);
        }
    }
    start(explainer, cursor, begin < end ? begin : document->token_count, span);
    return describe_others(explainer, cursor, begin, end, SIZE_MAX) ? GAZ_OK : error_memory(error);
}
