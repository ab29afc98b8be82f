#include "learn/judge.h"

#include <stdlib.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/math.h"
#include "learn/candidates.h"
#include "learn/folds.h"
#include "learn/operating_point.h"
#include "lexicon/learnt.h"

/* ---- The simple rule ---- */

/* Of two entries of one surface, whether `a` has the stronger claim to be its majority type. */
static bool is_stronger(const gaz_lexicon *lexicon, const struct entry *a, const struct entry *b) {
    if (a->annotated != b->annotated) return a->annotated > b->annotated;
    return strcmp(lexicon->types.items[a->type].bytes, lexicon->types.items[b->type].bytes) < 0;
}

/* The entries with the majority type of their surface, by surface; owned. NULL: out of memory. */
static struct entry **find_majorities(gaz_lexicon *lexicon) {
    struct entry **majority = calloc((size_t)lexicon->surfaces.count + 1, sizeof *majority);
    for (size_t i = 0; i < lexicon->entry_count && majority; i++) {
        struct entry *entry = &lexicon->entries[i];
        struct entry **strongest = &majority[entry->surface];
        if (entry->annotated && (!*strongest || is_stronger(lexicon, entry, *strongest))) *strongest = entry;
    }
    return majority;
}

/* What is asked for beside precision. */
static enum entry_status judge_counts(const struct entry *entry, const gaz_harvest_options *options) {
    if (!entry->variant && entry->annotated < options->min_count) return ENTRY_COUNT;
    return entry->token_count < options->min_tokens ? ENTRY_TOKENS : ENTRY_KEPT;
}

gaz_status judge_purity(gaz_lexicon *lexicon, double min_purity, const gaz_harvest_options *options, gaz_error *error) {
    struct entry **majority = find_majorities(lexicon);
    if (!majority) return error_memory(error);
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        struct entry *entry = &lexicon->entries[i];
        if (entry->annotated == 0) continue;
        entry->log_odds = LOG_ODDS_CERTAIN;
        if (entry->occurrences) entry->precision = (float)decimal_round((double)entry->annotated / entry->occurrences);
        entry->status = (uint8_t)judge_counts(entry, options);
        if ((double)entry->annotated < min_purity * (double)entry->occurrences) entry->status = ENTRY_PURITY;
        if (entry != majority[entry->surface]) entry->status = ENTRY_TYPE;
    }
    free(majority);
    return GAZ_OK;
}

/* ---- Judging on folds ---- */

enum { CANDIDATES_MIN = 200, WORD_SIZE_MAX = 64 /* bytes of a word that is remembered */ };

/* Of the sum of the weights' squares. Matches of one entry in one text are alike, so that more of them teach less than
 * as many independent ones would: the penalty grows with their number. */
static double penalty_for(uint64_t candidates) {
    return 5 * sqrt((double)candidates / 2500);
}

/* More matches than these teach hardly more, and take time and memory. */
enum { OCCURRENCES_MAX = 600000 };

struct judge {
    gaz_lexicon *lexicon;
    const struct corpus *corpus;
    const gaz_harvest_options *options;
    struct parallel parallel;
    uint8_t *folds;
    unsigned fold_count;
    uint32_t *type_order; /* type numbers by name */
    uint32_t *type_ranks; /* the reverse */
    uint8_t *shapes;
    struct word_count *words;
    struct candidates candidates[2]; /* with what lies inside longer entities left out, and counted */
    struct candidates *chosen;
    float *entry_weights; /* learnt on all folds */
    float *all_weights;   /* the same, with context; NULL without */
};

static bool prepare(struct judge *judge, const struct evidence *evidence) {
    const gaz_lexicon *lexicon = judge->lexicon;
    const struct corpus *corpus = judge->corpus;
    uint32_t types = lexicon->types.count;
    judge->type_order = lexicon_type_order(lexicon);
    judge->type_ranks = malloc(((size_t)types + 1) * sizeof *judge->type_ranks);
    judge->shapes = malloc((size_t)corpus->vocabulary.count + 1);
    judge->words = calloc((size_t)corpus->vocabulary.count + 1, sizeof *judge->words);
    if (!judge->type_order || !judge->type_ranks || !judge->shapes || !judge->words) return false;
    for (uint32_t i = 0; i < types; i++) judge->type_ranks[judge->type_order[i]] = i;
    for (uint32_t i = 0; i < corpus->vocabulary.count; i++) {
        const struct string *token = &corpus->vocabulary.items[i];
        judge->shapes[i] = (uint8_t)shape_of(token->bytes, token->size);
    }
    words_count(judge->words, corpus, NULL, 0);
    for (int counted = 0; counted < 2; counted++)
        judge->candidates[counted] = (struct candidates){.lexicon = lexicon,
                                                         .corpus = corpus,
                                                         .evidence = evidence,
                                                         .options = judge->options,
                                                         .folds = judge->folds,
                                                         .fold_count = judge->fold_count,
                                                         .nested_counted = counted != 0,
                                                         .type_count = types,
                                                         .type_ranks = judge->type_ranks,
                                                         .entry_features = features_count(types),
                                                         .shapes = judge->shapes,
                                                         .all = judge->words};
    return true;
}

static void judge_free(struct judge *judge) {
    candidates_free(&judge->candidates[0]);
    candidates_free(&judge->candidates[1]);
    free(judge->folds);
    free(judge->type_order);
    free(judge->type_ranks);
    free(judge->shapes);
    free(judge->words);
    free(judge->entry_weights);
    free(judge->all_weights);
}

/* ---- Learning ---- */

/* One regression, and whom it scores. */
struct fit {
    struct candidates *candidates;
    bool context;
    uint8_t left_out; /* the group that is scored; LOGISTIC_ALL: none */
    float *weights;   /* owned, what was learnt */
};

static void score_group(const struct fit *fit, const struct logistic_rows *rows) {
    for (uint64_t i = 0; i < rows->row_count; i++) {
        if (rows->groups[i] != fit->left_out) continue;
        float log_odds = logistic_log_odds(fit->weights, rows->features + rows->begins[i], rows->counts[i]);
        struct candidate *item = &fit->candidates->items[i];
        item->score = (float)math_probability((double)log_odds);
        if (!fit->context) item->precision = item->score;
    }
}

static bool run_fit(void *context, uint64_t number) {
    struct fit *fit = &((struct fit *)context)[number];
    struct logistic_rows rows = candidates_rows(fit->candidates, fit->context);
    fit->weights = malloc(((size_t)rows.feature_count + 1) * sizeof *fit->weights);
    if (!fit->weights || !logistic_fit(fit->weights, &rows, fit->left_out, penalty_for(rows.row_count))) return false;
    if (fit->left_out != LOGISTIC_ALL) score_group(fit, &rows);
    return true;
}

/* Scores the candidates of each group with what is learnt on the others, and gives (owned) what is learnt on all. */
static bool learn(float **weights, struct candidates *candidates, bool context, const struct parallel *parallel) {
    struct fit fits[CANDIDATE_GROUPS + 1];
    for (unsigned i = 0; i <= CANDIDATE_GROUPS; i++)
        fits[i] = (struct fit){candidates, context, i < CANDIDATE_GROUPS ? (uint8_t)i : LOGISTIC_ALL, NULL};
    bool good = parallel_run(parallel, CANDIDATE_GROUPS + 1, run_fit, fits);
    for (unsigned i = 0; i < CANDIDATE_GROUPS; i++) free(fits[i].weights);
    *weights = fits[CANDIDATE_GROUPS].weights;
    return good;
}

/* How surprising the truth is to the scores: less is better. */
static double surprise(const struct candidates *candidates) {
    double sum = 0;
    for (uint64_t i = 0; i < candidates->count; i++) {
        const struct candidate *item = &candidates->items[i];
        double score = (double)(item->right ? item->score : 1 - item->score);
        sum -= math_log(score > 1e-6 ? score : 1e-6);
    }
    return sum;
}

/* Finds what to learn from, with both ways to count, and chooses one. */
static bool choose_counting(struct judge *judge) {
    double surprises[2];
    float *weights[2] = {NULL, NULL};
    bool good = true;
    for (int counted = 0; counted < 2 && good; counted++) {
        struct candidates *candidates = &judge->candidates[counted];
        good = candidates_find(candidates, &judge->parallel) &&
               learn(&weights[counted], candidates, false, &judge->parallel);
        surprises[counted] = surprise(candidates);
    }
    if (good) {
        int chosen = surprises[1] < surprises[0];
        judge->chosen = &judge->candidates[chosen];
        judge->entry_weights = weights[chosen];
        weights[chosen] = NULL;
        candidates_free(&judge->candidates[!chosen]);
        judge->candidates[!chosen] = (struct candidates){0};
    }
    free(weights[0]);
    free(weights[1]);
    return good;
}

/* Learns to score matches in context: first on all candidates, then once more on those only that a tagger with these
 * scores looks at. */
static bool learn_context(struct judge *judge) {
    struct candidates *candidates = judge->chosen;
    if (!learn(&judge->all_weights, candidates, true, &judge->parallel)) return false;
    struct trial trial;
    trial_choose(&trial, candidates, false, judge->options->precision);
    trial_mark_unseen(candidates->skipped, &trial, candidates);
    free(judge->all_weights);
    judge->all_weights = NULL;
    return learn(&judge->all_weights, candidates, true, &judge->parallel);
}

/* ---- What comes of it ---- */

static void expect(struct learnt *learnt, const struct judge *judge, const struct trial *trial) {
    const struct candidates *candidates = judge->chosen;
    uint64_t gold = candidates->gold;
    learnt->expected =
        (gaz_estimate){.judged = 1,
                       .context = judge->all_weights != NULL,
                       .nested_counted = candidates->nested_counted,
                       .threshold = decimal_round(trial->threshold),
                       .min_precision = decimal_round(trial->min_precision),
                       .precision = decimal_round(trial_precision(trial)),
                       .recall = decimal_round(trial_recall(trial, candidates)),
                       .f1 = decimal_round(trial_f1(trial, candidates)),
                       .recall_bound = gold ? decimal_round((double)candidates->known_surfaces / (double)gold) : 0,
                       .calibration = decimal_round(trial_calibration(trial, candidates)),
                       .folds = judge->fold_count,
                       .candidates = candidates->count};
    for (int step = 0; step <= 100; step++) {
        struct trial point = {.alone = trial->alone, .threshold = step / 100.0, .min_precision = trial->min_precision};
        trial_run(&point, candidates);
        learnt->points[learnt->point_count++] =
            (struct format_point){(float)decimal_round(point.threshold), (float)decimal_round(trial_precision(&point)),
                                  (float)decimal_round(trial_recall(&point, candidates))};
    }
}

static gaz_status add_word(struct learnt *learnt, const struct string *word, const struct word_count *count,
                           gaz_error *error) {
    enum word_class extends = words_class(count->goes_on, count->occurrences);
    enum word_class introduces = words_class(count->goes_ahead, count->occurrences);
    if ((extends == WORD_UNKNOWN && introduces == WORD_UNKNOWN) || word->size > WORD_SIZE_MAX) return GAZ_OK;
    uint32_t number;
    gaz_status status = strings_add(&number, &learnt->words, word->bytes, word->size, error);
    if (status != GAZ_OK) return status;
    if (!array_reserve(&learnt->classes, &learnt->class_capacity, (size_t)number + 1, sizeof *learnt->classes))
        return error_memory(error);
    learnt->classes[number] = (struct word_classes){(uint8_t)extends, (uint8_t)introduces};
    return GAZ_OK;
}

/* Takes the context's weights, in the order of the types' names, and the words. */
static gaz_status take_context(struct learnt *learnt, const struct judge *judge, gaz_error *error) {
    const gaz_lexicon *lexicon = judge->lexicon;
    const struct corpus *corpus = judge->corpus;
    uint32_t types = lexicon->types.count;
    size_t count = context_weight_count(types);
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < types && status == GAZ_OK; i++) {
        const struct string *type = &lexicon->types.items[judge->type_order[i]];
        uint32_t number;
        status = strings_add(&number, &learnt->types, type->bytes, type->size, error);
    }
    if (status != GAZ_OK) return status;
    learnt->weights = malloc(count * sizeof *learnt->weights);
    if (!learnt->weights) return error_memory(error);
    const float *weights = judge->all_weights + judge->chosen->entry_features;
    for (size_t i = 0; i < count; i++) learnt->weights[i] = (float)decimal_round((double)weights[i]);
    for (uint32_t i = 0; i < corpus->vocabulary.count && status == GAZ_OK; i++)
        status = add_word(learnt, &corpus->vocabulary.items[i], &judge->words[i], error);
    return status;
}

/* The precision and log odds of what is known of an entry. */
static void weigh(struct entry *entry, const struct judge *judge, const struct view *view) {
    uint32_t features[FEATURES_MAX];
    uint32_t count = features_of(features, judge->chosen->type_count, view);
    float log_odds = logistic_log_odds(judge->entry_weights, features, count);
    entry->precision = (float)decimal_round(math_probability((double)log_odds));
    if (view_is_hopeless(view)) entry->precision = 0;
    entry->log_odds = log_odds;
    if (judge->all_weights) entry->log_odds = logistic_log_odds(judge->all_weights, features, count);
    entry->log_odds = (float)decimal_round((double)entry->log_odds);
}

static void settle(struct entry *entry, const struct judge *judge, const gaz_estimate *expected) {
    entry->status = (uint8_t)judge_counts(entry, judge->options);
    double precision = (double)entry->precision;
    if (entry->status == ENTRY_KEPT && precision < expected->min_precision_without_context)
        entry->status = ENTRY_CONTEXT;
    if (precision < expected->min_precision || precision <= 0) entry->status = ENTRY_PRECISION;
}

/* Judges an entry of a surface that the corpus has, or that lists had. */
static void judge_entry(struct entry *entry, const struct judge *judge, const struct entry *const *majority,
                        const gaz_estimate *expected) {
    const struct form *form = &judge->chosen->evidence->forms[entry->surface];
    struct view view = {.type = judge->type_ranks[entry->type],
                        .token_count = entry->token_count,
                        .shapes = form->shapes,
                        .length = form->length,
                        .annotated = entry->annotated,
                        .occurrences = entry->occurrences};
    const struct folded *folded = &judge->chosen->evidence->folded[form->folded];
    view.folded_annotated = folded->occurrences ? folded->annotated : entry->annotated;
    view.folded_occurrences = folded->occurrences ? folded->occurrences : entry->occurrences;
    if (!judge->chosen->nested_counted)
        view.occurrences -= entry->nested < view.occurrences ? entry->nested : view.occurrences;
    weigh(entry, judge, &view);
    settle(entry, judge, expected);
    if (entry != majority[entry->surface]) entry->status = ENTRY_TYPE;
}

/* Makes an entry of a form that the corpus does not annotate, if the lists should show it. */
static gaz_status judge_variant(struct judge *judge, uint32_t surface, const gaz_estimate *expected, gaz_error *error) {
    gaz_lexicon *lexicon = judge->lexicon;
    const struct form *form = &judge->chosen->evidence->forms[surface];
    struct view view;
    if (!candidates_view(&view, judge->chosen, NULL, surface) || view.variant == VARIANT_NONE) return GAZ_OK;
    struct entry judged = {.variant = view.variant, .token_count = view.token_count};
    weigh(&judged, judge, &view);
    settle(&judged, judge, expected);
    if (judged.status != ENTRY_KEPT && judged.status != ENTRY_CONTEXT && form->occurrences == 0) return GAZ_OK;
    const struct string type = lexicon->types.items[judge->type_order[view.type]];
    const struct string name = lexicon->surfaces.items[surface];
    struct entry *entry;
    gaz_status status =
        lexicon_entry(&entry, lexicon, name.bytes, name.size, view.token_count, type.bytes, type.size, error);
    if (status != GAZ_OK) return status;
    if (entry->annotated) return GAZ_OK; /* by an earlier corpus */
    entry->variant = judged.variant;
    entry->precision = judged.precision;
    entry->log_odds = judged.log_odds;
    entry->status = judged.status;
    entry->occurrences = form->occurrences;
    entry->nested = form->nested;
    return GAZ_OK;
}

static gaz_status judge_all(struct judge *judge, const gaz_estimate *expected, gaz_error *error) {
    gaz_lexicon *lexicon = judge->lexicon;
    struct entry **majority = find_majorities(lexicon);
    if (!majority) return error_memory(error);
    for (size_t i = 0; i < lexicon->entry_count; i++)
        if (lexicon->entries[i].annotated)
            judge_entry(&lexicon->entries[i], judge, (const struct entry *const *)majority, expected);
    free(majority);
    gaz_status status = GAZ_OK;
    uint32_t surfaces = lexicon->surfaces.count;
    for (uint32_t i = 0; i < surfaces && status == GAZ_OK; i++)
        if (judge->chosen->evidence->forms[i].source) status = judge_variant(judge, i, expected, error);
    return status;
}

/* Chooses by what the folds showed, and judges. */
static gaz_status conclude(struct judge *judge, gaz_error *error) {
    struct learnt *learnt = calloc(1, sizeof *learnt);
    if (!learnt) return error_memory(error);
    struct trial alone;
    trial_choose(&alone, judge->chosen, true, judge->options->precision);
    struct trial trial = alone;
    if (judge->all_weights) trial_choose(&trial, judge->chosen, false, judge->options->precision);
    expect(learnt, judge, &trial);
    learnt->expected.min_precision_without_context = decimal_round(alone.min_precision);
    learnt->expected.f1_without_context = decimal_round(trial_f1(&alone, judge->chosen));
    gaz_status status = judge->all_weights ? take_context(learnt, judge, error) : GAZ_OK;
    if (status == GAZ_OK) status = judge_all(judge, &learnt->expected, error);
    if (status != GAZ_OK) {
        learnt_free(learnt);
        return status;
    }
    learnt_free(judge->lexicon->learnt);
    judge->lexicon->learnt = learnt;
    return GAZ_OK;
}

gaz_status judge_folds(bool *judged, gaz_lexicon *lexicon, const struct corpus *corpus, const struct evidence *evidence,
                       const gaz_harvest_options *options, gaz_error *error) {
    struct judge judge = {.lexicon = lexicon,
                          .corpus = corpus,
                          .options = options,
                          .parallel = {options->threads, options->progress, options->user, "judging"}};
    *judged = false;
    judge.folds = folds_cut(&judge.fold_count, corpus);
    bool good = judge.folds != NULL;
    if (good) folds_thin(judge.folds, judge.fold_count, corpus, evidence->occurrence_count / OCCURRENCES_MAX + 1);
    bool enough = good && judge.fold_count > 0 && lexicon->types.count < CONTEXT_TYPES_MAX;
    if (enough) good = prepare(&judge, evidence) && choose_counting(&judge);
    enough = enough && good && judge.chosen->count >= CANDIDATES_MIN;
    if (enough && !options->no_context) good = learn_context(&judge);
    gaz_status status = good ? GAZ_OK : error_memory(error);
    if (enough && good) {
        status = conclude(&judge, error);
        *judged = status == GAZ_OK;
    }
    judge_free(&judge);
    return status;
}
