#include <stdlib.h>

#include "base/error.h"
#include "format/read.h"
#include "learn/concepts.h"
#include "learn/cross_validate.h"
#include "learn/evidence.h"
#include "learn/gazetteer.h"
#include "learn/grow.h"
#include "learn/normal_forms.h"
#include "lexicon/growth.h"
#include "lexicon/scoring_model.h"
#include "lexicon/surface.h"
#include "text/cut.h"

/* ---- First pass: what is annotated ---- */

/* What is being harvested. */
struct harvest {
    gaz_lexicon *lexicon;
    const struct corpus *corpus;
    struct concepts concepts;
    struct buffer surface;
    size_t sense; /* the first that was not added */
};

/* Counts an annotation of a surface with a type. */
static gaz_status count_type(struct harvest *harvest, const struct entry_key *key, gaz_error *error) {
    struct entry *entry;
    gaz_status status = lexicon_entry(&entry, harvest->lexicon, key, error);
    if (status != GAZ_OK) return status;
    entry->annotated++;
    entry->variant = VARIANT_NONE;
    return GAZ_OK;
}

/* The other types and ids of a span. */
static gaz_status add_senses(struct harvest *harvest, uint64_t span, struct entry_key key, gaz_error *error) {
    const struct corpus *corpus = harvest->corpus;
    gaz_status status = GAZ_OK;
    uint32_t before = corpus->spans[span].type;
    for (; harvest->sense < corpus->sense_count && status == GAZ_OK; harvest->sense++) {
        const struct corpus_sense *sense = &corpus->senses[harvest->sense];
        const struct string *type = &corpus->types.items[sense->type];
        if (sense->span > span) break;
        if (sense->span < span) continue; /* of one that no entry can hold */
        key.type = (struct field){type->bytes, type->size};
        if (sense->type != before) status = count_type(harvest, &key, error);
        before = sense->type;
        if (sense->id && status == GAZ_OK)
            status = concepts_count(&harvest->concepts, harvest->lexicon, corpus, key, sense->id, sense->name, error);
    }
    return status;
}

static gaz_status add_span(struct harvest *harvest, uint64_t number, gaz_error *error) {
    const struct corpus *corpus = harvest->corpus;
    const struct corpus_span *span = &corpus->spans[number];
    struct buffer *surface = &harvest->surface;
    surface->size = 0;
    for (uint32_t i = 0; i < span->size; i++) {
        const struct string *token = &corpus->vocabulary.items[corpus->tokens[span->begin + i]];
        if (token->size > TOKEN_SIZE_MAX) return GAZ_OK; /* no entry can hold it */
        if (!surface_add_token(surface, token->bytes, token->size)) return error_memory(error);
    }
    const struct string *type = &corpus->types.items[span->type];
    const struct entry_key key = {
        .surface = {surface->bytes, surface->size}, .type = {type->bytes, type->size}, .token_count = span->size};
    gaz_status status = count_type(harvest, &key, error);
    if (span->id && status == GAZ_OK)
        status = concepts_count(&harvest->concepts, harvest->lexicon, corpus, key, span->id, span->name, error);
    return status == GAZ_OK ? add_senses(harvest, number, key, error) : status;
}

static gaz_status add_spans(struct harvest *harvest, gaz_error *error) {
    gaz_status status = GAZ_OK;
    for (uint64_t i = 0; i < harvest->corpus->span_count && status == GAZ_OK; i++)
        if (harvest->corpus->spans[i].size <= ENTRY_TOKENS_MAX) status = add_span(harvest, i, error);
    return status;
}

/* ---- Second pass: where the surfaces occur ---- */

/* Updates the evidence of the entries that occur in the corpus; the others keep theirs. */
static void take_counts(gaz_lexicon *lexicon, const struct evidence *evidence, const uint32_t *annotated_before,
                        size_t entries_before) {
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        struct entry *entry = &lexicon->entries[i];
        const struct form *form = &evidence->forms[entry->surface];
        if (form->occurrences == 0) {
            if (i < entries_before) entry->annotated = annotated_before[i];
            continue;
        }
        entry->occurrences = form->occurrences;
        entry->nested = form->nested;
        if (entry->annotated || i >= entries_before || annotated_before[i] == 0) continue;
        entry->status = ENTRY_PURITY; /* the corpus has it and no longer annotates it */
        entry->precision = 0;
    }
}

/* ---- Choosing entries ---- */

/* Of a corpus that is too small for folds. An entry raises F1 if it is right more often than in half of F1, which is
 * low where so little is known: on 97 small parts of seven corpora no F1 on new text was below that of all surfaces
 * with their majority type; with 0.25, 28 were. */
static const double default_min_purity = 0.05;

static gaz_status choose_entries(gaz_lexicon *lexicon, const struct corpus *corpus, const struct evidence *evidence,
                                 const gaz_harvest_options *options, gaz_error *error) {
    bool done = false;
    gaz_status status = GAZ_OK;
    if (options->min_purity < 0) status = cross_validate(&done, lexicon, corpus, evidence, options, error);
    if (status != GAZ_OK || done) return status;
    if (options->cross_tags)
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0,
                         "the corpus is too small to be cut into folds, which cross tags need");
    scoring_model_free(lexicon->scoring); /* it was made from other evidence */
    lexicon->scoring = NULL;
    return keep_by_purity(lexicon, options->min_purity < 0 ? default_min_purity : options->min_purity, options, error);
}

/* Learns what suggesting needs, if that is wanted. */
static gaz_status learn_growth(gaz_lexicon *lexicon, const struct corpus *corpus, const struct evidence *evidence,
                               const gaz_harvest_options *options, gaz_error *error) {
    growth_free(lexicon->growth);
    lexicon->growth = NULL;
    lexicon->harvested = true;
    lexicon_set_finished(lexicon);
    return options->growth ? grow_learn(&lexicon->growth, lexicon, corpus, evidence, options, error) : GAZ_OK;
}

/* A variant that a harvest has made and nobody has touched. */
static bool is_made(const struct entry *entry, const struct corpus *corpus) {
    return entry->variant && entry->verdict == VERDICT_NONE && entry->priority == 0 &&
           (entry->id == 0 || corpus->ids.count);
}

static gaz_status learn(struct harvest *harvest, const gaz_harvest_options *options, gaz_error *error) {
    gaz_lexicon *lexicon = harvest->lexicon;
    const struct corpus *corpus = harvest->corpus;
    size_t before = lexicon->entry_count;
    uint32_t *annotated_before = malloc((before + 1) * sizeof *annotated_before);
    if (!annotated_before) return error_memory(error);
    for (size_t i = 0; i < before; i++) {
        annotated_before[i] = lexicon->entries[i].annotated;
        lexicon->entries[i].annotated = 0;
        if (is_made(&lexicon->entries[i], corpus))
            lexicon->entries[i].status = ENTRY_GONE; /* unless it is made again */
    }
    unsigned variants = options->min_purity < 0 ? options->variants : 0;
    struct evidence evidence = {0};
    gaz_status status = add_spans(harvest, error);
    if (status == GAZ_OK)
        status = evidence_collect(&evidence, lexicon, corpus, variants, options->progress, options->user, error);
    if (status == GAZ_OK) gazetteer_settle(lexicon, &evidence);
    if (status == GAZ_OK) take_counts(lexicon, &evidence, annotated_before, before);
    if (status == GAZ_OK) status = choose_entries(lexicon, corpus, &evidence, options, error);
    if (status == GAZ_OK) status = learn_growth(lexicon, corpus, &evidence, options, error);
    if (status == GAZ_OK) status = concepts_part(&harvest->concepts, lexicon, &evidence, error);
    evidence_free(&evidence);
    free(annotated_before);
    return status;
}

static gaz_status harvest_corpus(gaz_lexicon *lexicon, const struct corpus *corpus, const gaz_harvest_options *options,
                                 gaz_error *error) {
    struct harvest harvest = {.lexicon = lexicon, .corpus = corpus};
    gaz_status status = gazetteer_begin(lexicon, corpus, error);
    if (status == GAZ_OK) status = concepts_join(&harvest.concepts, lexicon, error);
    if (status == GAZ_OK) status = learn(&harvest, options, error);
    gazetteer_end(lexicon);
    concepts_free(&harvest.concepts);
    buffer_free(&harvest.surface);
    return status;
}

void gaz_harvest_options_init(gaz_harvest_options *options) {
    *options =
        (gaz_harvest_options){.variants = GAZ_VARIANT_DEFAULT, .min_purity = -1, .min_count = 1, .min_tokens = 1};
    gaz_corpus_options_init(&options->corpus);
    options->corpus.reviewed_only = 1;
}

static gaz_status check_options(const gaz_harvest_options *options, gaz_error *error) {
    if (!(options->precision >= 0 && options->precision <= 1))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "the precision is a number from 0 to 1");
    if (!(options->min_purity <= 1))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "the purity is a number from 0 to 1");
    if (options->cross_tags && options->min_purity >= 0)
        return error_argument(error, "cross tags need entries that are judged on folds, not by their purity");
    return GAZ_OK;
}

gaz_status gaz_lexicon_harvest(gaz_lexicon *lexicon, const char *const *paths, size_t path_count,
                               const gaz_harvest_options *options, gaz_corpus_report *report, gaz_error *error) {
    if (!lexicon || !paths || path_count == 0)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_harvest without lexicon or corpus");
    gaz_harvest_options defaults;
    gaz_corpus_report unread = {0};
    gaz_harvest_options_init(&defaults);
    if (!options) options = &defaults;
    if (!report) report = &unread;
    *report = (gaz_corpus_report){0};
    struct corpus corpus = {0};
    gaz_status status = check_options(options, error);
    for (size_t i = 0; i < path_count && status == GAZ_OK; i++)
        status = corpus_read(&corpus, report, paths[i], &options->corpus, options->progress, options->user, error);
    if (status == GAZ_OK) status = normal_forms_join(&report->mixed_forms, &corpus, error);
    if (status == GAZ_OK) status = harvest_corpus(lexicon, &corpus, options, error);
    corpus_free(&corpus);
    return status;
}
