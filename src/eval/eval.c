#include "eval/eval.h"

#include <stdlib.h>

#include "base/error.h"
#include "eval/differences.h"
#include "eval/predict.h"
#include "scan/options.h"

void gaz_eval_options_init(gaz_eval_options *options) {
    *options = (gaz_eval_options){.corpus = {.reviewed_only = 1}};
    gaz_match_options_init(&options->match);
}

gaz_status gaz_eval_new(gaz_eval **eval, const gaz_eval_options *options, gaz_error *error) {
    if (!eval) return error_argument(error, "gaz_eval_new without an evaluation");
    *eval = NULL;
    gaz_status status = options ? match_options_check(&options->match, MATCH_ABBREVIATIONS, error) : GAZ_OK;
    if (status != GAZ_OK) return status;
    gaz_eval *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    gaz_eval_options_init(&made->options);
    if (options) made->options = *options;
    *eval = made;
    return GAZ_OK;
}

void gaz_eval_free(gaz_eval *eval) {
    if (!eval) return;
    strings_free(&eval->types);
    free(eval->counts);
    free(eval->order);
    entry_table_free(&eval->entry_table);
    unpaired_free(&eval->unpaired);
    agreement_free(&eval->agreement);
    document_counts_free(&eval->documents);
    buffer_free(&eval->differences);
    buffer_free(&eval->page.body);
    free(eval);
}

/* ---- Counting ---- */

/* Whether the gold has the very same span; `*next` is its first that may, and moves on. */
static bool is_right(const struct corpus *gold, uint64_t *next, const struct corpus_span *span) {
    while (*next < gold->span_count && gold->spans[*next].begin < span->begin) ++*next;
    if (*next == gold->span_count) return false;
    const struct corpus_span *same = &gold->spans[*next];
    return same->begin == span->begin && same->size == span->size && same->type == span->type;
}

/* The evaluation's numbers for the pair's types, owned. */
static gaz_status map_types(uint32_t **map, gaz_eval *eval, const struct strings *types, gaz_error *error) {
    uint32_t known = eval->types.count;
    *map = malloc(((size_t)types->count + 1) * sizeof **map);
    if (!*map ||
        !array_reserve(&eval->counts, &eval->count_capacity, (size_t)known + types->count + 1, sizeof *eval->counts))
        return error_memory(error);
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < types->count && status == GAZ_OK; i++)
        status = strings_add(&(*map)[i], &eval->types, types->items[i].bytes, types->items[i].size, error);
    for (uint32_t i = known; i < eval->types.count; i++) eval->counts[i] = (struct span_counts){0};
    return status;
}

static void count_spans(gaz_eval *eval, const struct pair *pair, const uint32_t *map) {
    const struct corpus *gold = &pair->gold;
    const struct corpus *predicted = &pair->predicted;
    uint64_t next = 0;
    for (uint64_t i = 0; i < gold->span_count; i++) eval->counts[map[gold->spans[i].type]].gold++;
    for (uint64_t i = 0; i < predicted->span_count; i++) {
        struct span_counts *counts = &eval->counts[map[predicted->spans[i].type]];
        counts->found++;
        counts->correct += is_right(gold, &next, &predicted->spans[i]);
    }
}

static gaz_status order_types(gaz_eval *eval, gaz_error *error) {
    if (!array_reserve(&eval->order, &eval->order_capacity, (size_t)eval->types.count + 1, sizeof *eval->order))
        return error_memory(error);
    size_t count = 0;
    for (uint32_t i = 0; i < eval->types.count; i++)
        if (eval->counts[i].gold || eval->counts[i].found) eval->order[count++] = i;
    strings_sort(eval->order, count, &eval->types);
    eval->counted.types = count;
    return GAZ_OK;
}

static void add_repairs(gaz_eval_repairs *repairs, const gaz_corpus_report *report) {
    repairs->stray_inside += report->stray_inside;
    repairs->unclosed += report->unclosed;
    repairs->widened += report->widened;
    repairs->left_out += report->overlapping + report->discontinuous + report->blank;
    repairs->unannotated += report->unannotated;
    repairs->unreviewed += report->unreviewed;
    repairs->malformed += report->skipped_rows + report->skipped_spans;
}

/* The tenth of a score: scores are floats, and 0.7 as one lies below the 0.7 of a double. */
static unsigned bin_of(double score) {
    float tenths = (float)score * GAZ_EVAL_BINS;
    return tenths < GAZ_EVAL_BINS ? (unsigned)tenths : GAZ_EVAL_BINS - 1;
}

static void count_hits(gaz_eval *eval, const struct pair *pair) {
    uint64_t next = 0;
    for (uint64_t i = 0; i < pair->hit_count; i++) {
        struct score_bin *bin = &eval->bins[bin_of(pair->hits[i].score)];
        bin->spans++;
        bin->score += pair->hits[i].score;
        bin->right += is_right(&pair->gold, &next, &pair->hits[i].span);
    }
    eval->counted.scored += pair->hit_count;
    eval->counted.model_files++;
    eval->counted.model_gold += pair->gold.span_count;
    for (uint64_t i = 0; i < pair->gold.span_count; i++) eval->counted.reachable += pair->reachable[i];
}

/* What is kept only if it was asked for. */
static gaz_status keep_details(gaz_eval *eval, const struct pair *pair, const uint32_t *map, gaz_error *error) {
    const gaz_eval_options *options = &eval->options;
    gaz_status status = unpaired_add(&eval->unpaired, &pair->unpaired, error);
    if (status == GAZ_OK && (options->agreement || options->page))
        status = agreement_add(&eval->agreement, pair, map, error);
    if (status == GAZ_OK && options->documents) status = document_counts_add(&eval->documents, pair, error);
    if (status == GAZ_OK && options->differences) status = differences_add(&eval->differences, pair, error);
    if (status == GAZ_OK && options->page) status = page_add(&eval->page, pair, map, error);
    return status;
}

static gaz_status count_by_type(gaz_eval *eval, const struct pair *pair, gaz_error *error) {
    uint32_t *map;
    gaz_status status = map_types(&map, eval, &pair->gold.types, error);
    if (status == GAZ_OK) count_spans(eval, pair, map);
    if (status == GAZ_OK) status = keep_details(eval, pair, map, error);
    free(map);
    return status;
}

static gaz_status count_pair(gaz_eval *eval, const struct pair *pair, gaz_error *error) {
    gaz_eval_result *counted = &eval->counted;
    gaz_status status = count_by_type(eval, pair, error);
    if (status == GAZ_OK) status = concepts_compare(&eval->mentions, &eval->topics, pair, error);
    if (status == GAZ_OK) status = order_types(eval, error);
    if (status != GAZ_OK) return status;
    counted->scheme = pair->scheme;
    counted->files++;
    counted->sentences += pair->gold.sentence_count;
    counted->tokens += pair->gold.token_count;
    for (uint64_t i = 0; i < pair->gold.token_count; i++)
        counted->correct_tags += pair->gold.tags[i] == pair->predicted.tags[i];
    add_repairs(&counted->gold_repairs, &pair->gold_report);
    add_repairs(&counted->predicted_repairs, &pair->predicted_report);
    return GAZ_OK;
}

static struct pair_reading reading_of(const gaz_eval *eval) {
    const gaz_eval_options *options = &eval->options;
    bool texts = options->differences || options->page;
    return (struct pair_reading){&options->corpus, options->strict != 0, texts, options->progress, options->user};
}

gaz_status gaz_eval_add_model(gaz_eval *eval, const gaz_model *model, const char *gold, gaz_error *error) {
    if (!eval || !model || !gold)
        return error_argument(error, "gaz_eval_add_model without evaluation, model or gold file");
    const gaz_eval_options *options = &eval->options;
    struct pair_reading reading = reading_of(eval);
    struct pair pair = {0};
    gaz_status status = pair_read_gold(&pair, gold, &reading, error);
    if (status == GAZ_OK) status = predict(&pair, model, &options->match, options->progress, options->user, error);
    if (status == GAZ_OK) status = count_pair(eval, &pair, error);
    if (status == GAZ_OK) count_hits(eval, &pair);
    if (status == GAZ_OK && options->entries) status = entry_table_add(&eval->entry_table, &pair, error);
    pair_free(&pair);
    return status;
}

gaz_status gaz_eval_add_file(gaz_eval *eval, const char *predicted, const char *gold, gaz_error *error) {
    if (!eval || !predicted) return error_argument(error, "gaz_eval_add_file without evaluation or file");
    return gaz_eval_add_filled(eval, predicted, NULL, gold, error);
}

gaz_status gaz_eval_add_filled(gaz_eval *eval, const char *predicted, const char *fill, const char *gold,
                               gaz_error *error) {
    if (!eval || !predicted) return error_argument(error, "gaz_eval_add_filled without evaluation or file");
    const struct pair_files files = {predicted, fill, gold};
    struct pair_reading reading = reading_of(eval);
    struct pair pair = {0};
    gaz_status status = pair_read(&pair, &files, &reading, error);
    if (status == GAZ_OK) status = count_pair(eval, &pair, error);
    pair_free(&pair);
    return status;
}

/* ---- Results ---- */

static double share(uint64_t part, uint64_t whole) {
    return whole ? (double)part / (double)whole : 0;
}

gaz_eval_scores eval_scores(uint64_t gold, uint64_t found, uint64_t correct) {
    gaz_eval_scores scores = {.gold = gold, .found = found, .correct = correct};
    scores.precision = share(correct, found);
    scores.recall = share(correct, gold);
    double sum = scores.precision + scores.recall;
    scores.f1 = sum > 0 ? 2 * scores.precision * scores.recall / sum : 0;
    return scores;
}

static void fill_bins(gaz_eval_result *result, const gaz_eval *eval) {
    for (int i = 0; i < GAZ_EVAL_BINS; i++) {
        const struct score_bin *bin = &eval->bins[i];
        if (bin->spans == 0) continue;
        gaz_eval_bin *made = &result->bins[i];
        *made = (gaz_eval_bin){bin->spans, bin->score / (double)bin->spans, share(bin->right, bin->spans)};
        double apart = made->score - made->precision;
        result->calibration_error += share(bin->spans, result->scored) * (apart < 0 ? -apart : apart);
    }
}

void gaz_eval_get_result(gaz_eval_result *result, const gaz_eval *eval) {
    struct span_counts all = {0};
    *result = eval->counted;
    result->strict = eval->options.strict != 0;
    for (uint32_t i = 0; i < eval->types.count; i++) {
        all.gold += eval->counts[i].gold;
        all.found += eval->counts[i].found;
        all.correct += eval->counts[i].correct;
    }
    result->all = eval_scores(all.gold, all.found, all.correct);
    result->ids = eval_scores(eval->mentions.gold, eval->mentions.found, eval->mentions.correct);
    result->document_ids = eval_scores(eval->topics.gold, eval->topics.found, eval->topics.correct);
    result->accuracy = share(result->correct_tags, result->tokens);
    result->recall_bound = share(result->reachable, result->model_gold);
    result->documents = eval->documents.count;
    result->only_gold = eval->unpaired.gold.count;
    result->only_predicted = eval->unpaired.predicted.count;
    result->differing = eval->unpaired.differing.count;
    fill_bins(result, eval);
}

void gaz_eval_get_type(const char **name, gaz_eval_scores *scores, const gaz_eval *eval, size_t index) {
    uint32_t type = eval->order[index];
    *name = eval->types.items[type].bytes;
    const struct span_counts *counts = &eval->counts[type];
    *scores = eval_scores(counts->gold, counts->found, counts->correct);
}

gaz_status gaz_eval_write_entries(const gaz_eval *eval, const gaz_sink *sink, gaz_error *error) {
    if (!eval || !sink) return error_argument(error, "gaz_eval_write_entries without evaluation or sink");
    if (!eval->options.entries) return error_argument(error, "the evaluation was made without entries");
    return entry_table_write(&eval->entry_table, sink, error);
}
