#include "learn/cross_tags.h"

#include <stdlib.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/math.h"
#include "base/sink.h"
#include "learn/folds.h"
#include "learn/operating_point.h"

/* ---- Spans ---- */

struct tagging {
    const struct cross_validation *validation;
    struct operating_point point;
    struct candidate *spans; /* once they are sorted: by begin, not overlapping */
    size_t span_count;
    size_t span_capacity;
};

/* Adds the candidates that a tagger finds. */
static bool add_found(struct tagging *tagging, const struct candidates *candidates) {
    bool *found = malloc((size_t)candidates->count + 1);
    bool good = found && array_reserve(&tagging->spans, &tagging->span_capacity,
                                       tagging->span_count + (size_t)candidates->count, sizeof *tagging->spans);
    if (good) operating_point_mark_found(found, &tagging->point, candidates);
    for (uint64_t i = 0; i < candidates->count && good; i++)
        if (found[i]) tagging->spans[tagging->span_count++] = candidates->items[i];
    free(found);
    return good;
}

/* Scores candidates of sentences that no weights were fitted to. */
static void score_all(struct candidates *candidates, const struct cross_validation *validation) {
    for (uint64_t i = 0; i < candidates->count; i++) {
        struct candidate *item = &candidates->items[i];
        const uint32_t *features = candidates->features + candidates->begins[i];
        float log_odds = logistic_log_odds(validation->entry_weights, features, candidates->entry_counts[i]);
        item->precision = item->score = (float)math_probability((double)log_odds);
        if (!validation->all_weights) continue;
        log_odds = logistic_log_odds(validation->all_weights, features, candidates->all_counts[i]);
        item->score = (float)math_probability((double)log_odds);
    }
}

/* Tags the sentences that `wanted` puts into its fold 0 with the entries of all others. */
static bool tag_sentences(struct tagging *tagging, const uint8_t *wanted) {
    const struct cross_validation *validation = tagging->validation;
    const struct candidates *chosen = validation->chosen;
    struct candidates candidates = fit_candidates(validation, chosen->evidence, wanted, 1, chosen->nested_counted);
    bool good = candidates_find(&candidates, &validation->parallel);
    if (good) score_all(&candidates, validation);
    good = good && add_found(tagging, &candidates);
    candidates_free(&candidates);
    return good;
}

/* Tags the sentences that were thinned out, a fold at a time. */
static bool tag_thinned(struct tagging *tagging) {
    const struct cross_validation *validation = tagging->validation;
    uint64_t sentences = validation->corpus->sentence_count;
    unsigned fold_count;
    uint8_t *folds = folds_cut(&fold_count, validation->corpus);
    uint8_t *wanted = malloc((size_t)sentences + 1);
    bool good = folds && wanted;
    for (unsigned fold = 0; fold < fold_count && good; fold++) {
        bool any = false;
        for (uint64_t i = 0; i < sentences; i++) {
            bool thinned = folds[i] == fold && validation->folds[i] == FOLD_NONE;
            wanted[i] = thinned ? 0 : FOLD_NONE;
            any |= thinned;
        }
        good = !any || tag_sentences(tagging, wanted);
    }
    free(folds);
    free(wanted);
    return good;
}

static int compare_spans(const void *left, const void *right) {
    const struct candidate *a = left;
    const struct candidate *b = right;
    return a->begin < b->begin ? -1 : a->begin > b->begin;
}

static bool tag_all(struct tagging *tagging) {
    bool good = add_found(tagging, tagging->validation->chosen) && tag_thinned(tagging);
    if (good && tagging->span_count) qsort(tagging->spans, tagging->span_count, sizeof *tagging->spans, compare_spans);
    return good;
}

/* ---- Rows ---- */

enum { FLUSH_SIZE = 1 << 16 };

struct rows_writer {
    const struct tagging *tagging;
    struct buffer out;
    uint64_t gold; /* the first gold span that does not end before the token, */
    size_t span;   /* and the first of the others */
    uint64_t document;
};

static bool add_token(struct buffer *out, const struct string *token) {
    size_t begin = out->size;
    if (!buffer_add(out, token->bytes, token->size)) return false;
    for (size_t i = begin; i < out->size; i++)
        if (out->bytes[i] == '\t' || out->bytes[i] == '\n' || out->bytes[i] == '\r') out->bytes[i] = ' ';
    return true;
}

static bool add_tag(struct buffer *out, const struct string *type, bool first) {
    return buffer_add_text(out, first ? "\tB-" : "\tI-") && buffer_add(out, type->bytes, type->size);
}

static bool add_gold(struct rows_writer *writer, uint64_t token) {
    const struct corpus *corpus = writer->tagging->validation->corpus;
    while (writer->gold < corpus->span_count &&
           corpus->spans[writer->gold].begin + corpus->spans[writer->gold].size <= token)
        writer->gold++;
    const struct corpus_span *span = &corpus->spans[writer->gold];
    if (writer->gold == corpus->span_count || span->begin > token) return buffer_add_text(&writer->out, "\tO");
    return add_tag(&writer->out, &corpus->types.items[span->type], span->begin == token);
}

static bool add_found_tag(struct rows_writer *writer, uint64_t token) {
    const struct tagging *tagging = writer->tagging;
    const struct cross_validation *validation = tagging->validation;
    while (writer->span < tagging->span_count &&
           tagging->spans[writer->span].begin + tagging->spans[writer->span].size <= token)
        writer->span++;
    const struct candidate *span = &tagging->spans[writer->span];
    if (writer->span == tagging->span_count || span->begin > token) return buffer_add_text(&writer->out, "\t0\tO");
    const struct string *type = &validation->lexicon->types.items[validation->type_order[span->type]];
    return buffer_add_byte(&writer->out, '\t') && decimal_add_fraction(&writer->out, (double)span->score) &&
           add_tag(&writer->out, type, span->begin == token);
}

static bool add_sentence(struct rows_writer *writer, uint64_t sentence) {
    const struct corpus *corpus = writer->tagging->validation->corpus;
    bool good = true;
    if (writer->document < corpus->document_count && corpus->document_ends[writer->document] == sentence) {
        writer->document++;
        good = buffer_add_text(&writer->out, "-DOCSTART-\tO\t0\tO\n\n");
    }
    uint64_t token = sentence ? corpus->sentence_ends[sentence - 1] : 0;
    for (; token < corpus->sentence_ends[sentence] && good; token++)
        good = add_token(&writer->out, &corpus->vocabulary.items[corpus->tokens[token]]) && add_gold(writer, token) &&
               add_found_tag(writer, token) && buffer_add_byte(&writer->out, '\n');
    return good && buffer_add_byte(&writer->out, '\n');
}

static gaz_status write_rows(const struct tagging *tagging, const gaz_sink *sink, gaz_error *error) {
    struct rows_writer writer = {.tagging = tagging};
    gaz_status status = GAZ_OK;
    uint64_t sentences = tagging->validation->corpus->sentence_count;
    for (uint64_t i = 0; i < sentences && status == GAZ_OK; i++) {
        if (!add_sentence(&writer, i)) status = error_memory(error);
        if (status != GAZ_OK || (writer.out.size < FLUSH_SIZE && i + 1 < sentences)) continue;
        status = sink_write(sink, writer.out.bytes, writer.out.size, error);
        writer.out.size = 0;
    }
    buffer_free(&writer.out);
    return status;
}

gaz_status cross_tags_write(const gaz_sink *sink, const struct cross_validation *validation, gaz_error *error) {
    const gaz_estimate *estimate = &validation->lexicon->scoring->estimate;
    struct tagging tagging = {.validation = validation,
                              .point = {.without_context = !estimate->context,
                                        .threshold = estimate->threshold,
                                        .min_precision = estimate->min_precision}};
    gaz_status status = tag_all(&tagging) ? write_rows(&tagging, sink, error) : error_memory(error);
    free(tagging.spans);
    return status;
}
