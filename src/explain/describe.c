#include "explain/describe.h"

#include "lexicon/scoring_model.h"
#include "match/score.h"

/* ---- Parts of a score ---- */

/* What a row of the weights is about, without its side. */
static const char *row_name(gaz_explainer *explainer, uint32_t row) {
    struct buffer *room = &explainer->scratch;
    room->size = 0;
    if (!scoring_model_add_row_name(room, row)) return NULL;
    return explainer_keep(explainer, room->bytes + strlen("left "), room->size - strlen("left "));
}

static double row_weight(const gaz_model *model, uint64_t row, const struct surroundings *around) {
    const float *weights = model->context.weights + row;
    uint32_t types = model->header->type_count;
    return (double)weights[around->type] + (double)weights[types + context_size(around->token_count)] +
           (double)weights[types + CONTEXT_SIZES + around->shapes];
}

/* The match in a window of its own, which holds the neighbours. False: out of memory. */
static bool find_surroundings(struct surroundings *around, gaz_explainer *explainer, const struct passage *passage,
                              const struct entry_candidate *candidate) {
    const gaz_document *document = passage_document(passage);
    size_t sentence = passage_sentence(passage, candidate->begin);
    bool first = candidate->begin == passage_sentence_begin(passage, sentence);
    bool last = candidate->end == passage_sentence_end(passage, sentence);
    size_t from = candidate->begin - !first;
    size_t count = candidate->end + !last - from;
    if (!array_reserve(&explainer->begins, &explainer->begin_capacity, count + 1, sizeof *explainer->begins) ||
        !array_reserve(&explainer->ends, &explainer->end_capacity, count, sizeof *explainer->ends))
        return false;
    uint64_t base = document->tokens[from].begin;
    for (size_t i = 0; i < count; i++) {
        const struct document_token *token = &document->tokens[from + i];
        explainer->begins[i] = (uint32_t)(token->begin - base);
        explainer->ends[i] = (uint32_t)(token->end - base);
    }
    struct match_window window = {.written = {.text = document->text + base,
                                              .size = document->size - base,
                                              .begins = explainer->begins,
                                              .ends = explainer->ends,
                                              .count = (uint32_t)count}};
    const struct match match = {.begin = !first,
                                .end = !first + (candidate->end - candidate->begin),
                                .entry = candidate->entry,
                                .shorter = candidate->shorter};
    *around = score_surroundings(explainer->finder.model, &window, &match);
    return true;
}

static bool describe_parts(gaz_score_parts *parts, gaz_explainer *explainer, const struct cursor *cursor,
                           const struct entry_candidate *candidate) {
    const gaz_model *model = explainer->finder.model;
    struct surroundings around;
    if (!find_surroundings(&around, explainer, &cursor->passage, candidate)) return false;
    struct context_places places = context_find(model->header->type_count, &around);
    parts->entry = (double)model->context.priors[candidate->entry].log_odds;
    parts->left_shape = row_weight(model, places.rows[0], &around);
    parts->left_word = row_weight(model, places.rows[1], &around);
    parts->right_shape = row_weight(model, places.rows[2], &around);
    parts->right_word = row_weight(model, places.rows[3], &around);
    parts->both = (double)model->context.weights[places.pair];
    parts->shorter = around.shorter ? (double)model->context.weights[places.shorter] : 0;
    parts->sum = parts->entry + parts->left_shape + parts->left_word + parts->right_shape + parts->right_word +
                 parts->both + parts->shorter;
    parts->left_shape_name = row_name(explainer, around.left.shape);
    parts->left_word_name = row_name(explainer, (uint32_t)SHAPE_END + around.left.word);
    parts->right_shape_name = row_name(explainer, around.right.shape);
    parts->right_word_name = row_name(explainer, (uint32_t)SHAPE_END + around.right.word);
    return parts->left_shape_name && parts->left_word_name && parts->right_shape_name && parts->right_word_name;
}

/* ---- A candidate ---- */

static void describe_entry(gaz_candidate *described, const gaz_lexicon *lexicon, uint32_t number) {
    const struct entry *entry = &lexicon->entries[number];
    struct place place = lexicon_place(lexicon, number);
    described->type = lexicon->types.items[entry->type].bytes;
    described->surface = lexicon->surfaces.items[entry->surface].bytes;
    described->list = place.file ? lexicon->files.items[place.file - 1].bytes : NULL;
    described->line = place.line;
    described->annotated = entry->annotated;
    described->occurrences = entry->occurrences;
    described->nested = entry->nested;
    described->has_evidence = entry->annotated || entry->occurrences || entry->nested;
    described->precision = (double)entry->precision;
    described->status = entry->status < ENTRY_STATUS_END ? entry_status_names[entry->status] : "";
    described->verdict = entry_verdict_names[entry->verdict];
    described->variant = variant_names[entry->variant];
    const char *name = lexicon_name(lexicon, entry);
    described->id = entry->id ? lexicon_id(lexicon, entry) : NULL;
    described->name = *name ? name : NULL;
    described->priority = (int)entry->priority;
}

/* What the model says comes before what the lists say. */
static void describe_match(gaz_candidate *described, const gaz_model *model, const struct entry_candidate *candidate) {
    const struct image_entry *entry = &model->entries[candidate->entry];
    described->type = gaz_model_type(model, entry_type(*entry));
    described->precision = (double)entry->score;
    const char *id = model_id(model, candidate->entry);
    const char *name = model_name(model, candidate->entry);
    described->id = *id ? id : NULL;
    described->name = *name ? name : NULL;
    described->scored = 1;
    described->score = (double)candidate->score;
    if (!model->evidence) return;
    const struct image_evidence *evidence = &model->evidence[candidate->entry];
    described->annotated = evidence->annotated;
    described->occurrences = evidence->occurrences;
    described->nested = evidence->nested;
    described->has_evidence = evidence->annotated || evidence->occurrences || evidence->nested;
}

bool describe_candidate(gaz_candidate *described, gaz_explainer *explainer, const struct cursor *cursor,
                        size_t number) {
    const struct entry_candidate *candidate = &cursor->candidates.items[number];
    const struct document_token *tokens = passage_document(&cursor->passage)->tokens;
    const gaz_model *model = explainer->finder.model;
    *described = (gaz_candidate){.begin = tokens[candidate->begin].begin,
                                 .end = tokens[candidate->end - 1].end,
                                 .reason = (gaz_reason)candidate->reason};
    if (candidate->lexical) describe_entry(described, explainer->finder.index.lexicon, candidate->lexical - 1);
    if (candidate->entry != NO_ENTRY) describe_match(described, model, candidate);
    if (described->reason == GAZ_REASON_CLAIM && candidate->claim != CLAIM_END)
        described->decided_by = conflicts_claim_names[candidate->claim];
    if (candidate->other) {
        const struct entry_candidate *other = &cursor->candidates.items[candidate->other - 1];
        described->other_begin = tokens[other->begin].begin;
        described->other_end = tokens[other->end - 1].end;
        described->other_type = gaz_model_type(model, entry_type(model->entries[other->entry]));
        described->other_score = (double)other->score;
    }
    described->has_parts = candidate->entry != NO_ENTRY && model->context.header;
    return !described->has_parts || describe_parts(&described->parts, explainer, cursor, candidate);
}
