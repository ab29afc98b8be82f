#include "learn/cross_validate.h"

#include <stdlib.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/math.h"
#include "learn/cross_tags.h"
#include "learn/estimate.h"
#include "learn/folds.h"
#include "learn/ranges.h"

/* ---- Without cross-validation ---- */

/* The entries with the majority type of their surface, by surface; owned. NULL: out of memory. */
static struct entry **find_majorities(gaz_lexicon *lexicon) {
    struct entry **majority = calloc((size_t)lexicon->surfaces.count + 1, sizeof *majority);
    for (size_t i = 0; i < lexicon->entry_count && majority; i++) {
        struct entry *entry = &lexicon->entries[i];
        struct entry **strongest = &majority[entry->surface];
        if (entry->annotated == 0 && !entry_is_listed(entry)) continue;
        if (!*strongest ||
            lexicon_is_majority(lexicon, entry->type, entry->annotated, (*strongest)->type, (*strongest)->annotated))
            *strongest = entry;
    }
    return majority;
}

/* What becomes of an entry that has not its surface's majority: a sense below it, wherever that is kept. */
static void follow_majority(struct entry *entry, const struct entry *majority) {
    entry->status = majority->status == ENTRY_KEPT ? ENTRY_SENSE : majority->status;
    if (entry->precision > majority->precision) entry->precision = majority->precision;
    if (entry->log_odds > majority->log_odds) entry->log_odds = majority->log_odds;
}

/* Lets all that is annotated follow its majority. */
static void rank_types(gaz_lexicon *lexicon, struct entry *const *majority) {
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        struct entry *entry = &lexicon->entries[i];
        bool kept = entry->status == ENTRY_KEPT || entry->status == ENTRY_CONTEXT;
        bool follows = entry->annotated || (entry_is_listed(entry) && kept);
        if (follows && entry != majority[entry->surface]) follow_majority(entry, majority[entry->surface]);
    }
}

/* Whether the entry has the counts that the options ask for. */
static enum entry_status check_counts(const struct entry *entry, const gaz_harvest_options *options) {
    bool harvested = !entry->variant && !entry_is_listed(entry);
    if (harvested && entry->annotated < options->min_count) return ENTRY_COUNT;
    return entry->token_count < options->min_tokens ? ENTRY_TOKENS : ENTRY_KEPT;
}

/* Which share of the occurrences of a type's gazetteer entries is annotated, by type; owned. It is what those are worth
 * that the corpus does not have: a share of none is taken for a half (Laplace). NULL: out of memory. */
static double *find_listed_shares(const gaz_lexicon *lexicon) {
    size_t types = (size_t)lexicon->types.count + 1;
    double *shares = calloc(2 * types, sizeof *shares);
    for (size_t i = 0; i < lexicon->entry_count && shares; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (!entry_is_listed(entry)) continue;
        shares[entry->type] += entry->annotated;
        shares[types + entry->type] += entry->occurrences;
    }
    for (size_t i = 0; i < types && shares; i++) shares[i] = (shares[i] + 1) / (shares[types + i] + 2);
    return shares;
}

gaz_status keep_by_purity(gaz_lexicon *lexicon, double min_purity, const gaz_harvest_options *options,
                          gaz_error *error) {
    struct entry **majority = find_majorities(lexicon);
    double *listed_shares = find_listed_shares(lexicon);
    for (size_t i = 0; i < lexicon->entry_count && majority && listed_shares; i++) {
        struct entry *entry = &lexicon->entries[i];
        if (entry->annotated == 0 && !entry_is_listed(entry)) continue;
        bool unseen = entry->annotated == 0 && entry->occurrences == 0;
        entry->log_odds = LOG_ODDS_CERTAIN;
        if (entry->occurrences) entry->precision = (float)decimal_round((double)entry->annotated / entry->occurrences);
        if (unseen) entry->precision = (float)decimal_round(listed_shares[entry->type]);
        entry->status = (uint8_t)check_counts(entry, options);
        if ((double)entry->annotated < min_purity * (double)entry->occurrences) entry->status = ENTRY_PURITY;
        if (unseen && listed_shares[entry->type] < min_purity) entry->status = ENTRY_PURITY;
    }
    bool good = majority && listed_shares;
    if (good) rank_types(lexicon, majority);
    free(majority);
    free(listed_shares);
    return good ? GAZ_OK : error_memory(error);
}

/* ---- Preparing ---- */

enum { CANDIDATES_MIN = 200 };

/* Matches beyond these hardly improve the weights, and take time and memory. */
enum { OCCURRENCES_MAX = 600000 };

/* Below so many sentences, folds tell too little of what precision new text will need: a threshold that is best there
 * loses names elsewhere. A match raises F1 if it is right more often than in half of F1, so there no threshold is above
 * half of the least F1 that is expected. On 36 small parts of seven corpora F1 on new text was then below that of all
 * surfaces with their majority type once, by 0.3; it had been 6 times, by up to 1.6, and the mean rose by 0.7. What
 * only a gazetteer has is no name of the corpus: there the higher threshold stays, which an entry's precision has to
 * reach. */
enum { FEW_SENTENCES = 300 };

static bool prepare(struct cross_validation *validation, const struct evidence *evidence) {
    const gaz_lexicon *lexicon = validation->lexicon;
    const struct corpus *corpus = validation->corpus;
    uint32_t types = lexicon->types.count;
    validation->type_order = lexicon_type_order(lexicon);
    validation->type_ranks = malloc(((size_t)types + 1) * sizeof *validation->type_ranks);
    validation->shapes = malloc((size_t)corpus->vocabulary.count + 1);
    validation->words = calloc((size_t)corpus->vocabulary.count + 1, sizeof *validation->words);
    if (!validation->type_order || !validation->type_ranks || !validation->shapes || !validation->words) return false;
    for (uint32_t i = 0; i < types; i++) validation->type_ranks[validation->type_order[i]] = i;
    for (uint32_t i = 0; i < corpus->vocabulary.count; i++) {
        const struct string *token = &corpus->vocabulary.items[i];
        validation->shapes[i] = (uint8_t)shape_of(token->bytes, token->size);
    }
    words_count(validation->words, corpus, NULL, 0);
    fit_prepare(validation, evidence);
    return true;
}

static void validation_free(struct cross_validation *validation) {
    fit_free(validation);
    free(validation->folds);
    free(validation->type_order);
    free(validation->type_ranks);
    free(validation->shapes);
    free(validation->words);
}

/* ---- Deciding about entries ---- */

/* Computes the precision and log odds of an entry from its statistics. */
static void weigh(struct entry *entry, const struct cross_validation *validation, const struct entry_stats *stats) {
    uint32_t features[FEATURES_MAX];
    uint32_t count = features_of(features, validation->chosen->type_count, stats);
    float log_odds = logistic_log_odds(validation->entry_weights, features, count);
    entry->precision = (float)decimal_round(math_probability((double)log_odds));
    if (entry_stats_are_negligible(stats)) entry->precision = 0;
    entry->log_odds = log_odds;
    if (validation->all_weights) entry->log_odds = logistic_log_odds(validation->all_weights, features, count);
    entry->log_odds = (float)decimal_round((double)entry->log_odds);
}

static void settle(struct entry *entry, const struct cross_validation *validation, const struct entry_stats *stats,
                   const gaz_estimate *expected) {
    entry->status = (uint8_t)check_counts(entry, validation->options);
    double precision = (double)entry->precision;
    if (entry->status == ENTRY_KEPT && precision < expected->min_precision_without_context)
        entry->status = ENTRY_CONTEXT;
    if (precision < expected->min_precision || precision <= 0) entry->status = ENTRY_PRECISION;
    if (entry_stats_are_listed_only(stats) && precision < validation->listed_min_precision)
        entry->status = ENTRY_PRECISION;
}

/* The statistics of an entry that is annotated in the corpus, or was in the lists. */
static struct entry_stats stats_of(const struct entry *entry, const struct cross_validation *validation) {
    const struct form *form = &validation->chosen->evidence->forms[entry->surface];
    struct entry_stats stats = {.type = validation->type_ranks[entry->type],
                                .token_count = entry->token_count,
                                .shapes = form->shapes,
                                .length = form->length,
                                .listed = entry_is_listed(entry),
                                .annotated = entry->annotated,
                                .occurrences = entry->occurrences};
    const struct casefold_group *group = &validation->chosen->evidence->casefold_groups[form->casefold_group];
    stats.casefold_annotated = group->occurrences ? group->annotated : entry->annotated;
    stats.casefold_occurrences = group->occurrences ? group->occurrences : entry->occurrences;
    if (!validation->chosen->nested_counted)
        stats.occurrences -= entry->nested < stats.occurrences ? entry->nested : stats.occurrences;
    return stats;
}

/* Decides on an entry that is annotated, or of a gazetteer: that one may be a variant of one that is annotated. */
static void decide_entry(struct entry *entry, const struct cross_validation *validation, const gaz_estimate *expected) {
    struct entry_stats stats;
    bool counted_here = entry->occurrences == 0 || validation->chosen->evidence->forms[entry->surface].occurrences;
    bool found =
        entry->annotated == 0 && counted_here && candidates_stats(&stats, validation->chosen, NULL, entry->surface);
    if (!found || stats.type != validation->type_ranks[entry->type]) stats = stats_of(entry, validation);
    weigh(entry, validation, &stats);
    settle(entry, validation, &stats, expected);
}

/* Makes an entry of a form that the corpus does not annotate, if the lists should show it. */
static gaz_status decide_variant(struct cross_validation *validation, uint32_t surface, const gaz_estimate *expected,
                                 gaz_error *error) {
    gaz_lexicon *lexicon = validation->lexicon;
    const struct form *form = &validation->chosen->evidence->forms[surface];
    struct entry_stats stats;
    if (!candidates_stats(&stats, validation->chosen, NULL, surface) || stats.variant == VARIANT_NONE) return GAZ_OK;
    struct entry variant = {.variant = stats.variant, .token_count = (uint16_t)stats.token_count};
    weigh(&variant, validation, &stats);
    settle(&variant, validation, &stats, expected);
    if (variant.status != ENTRY_KEPT && variant.status != ENTRY_CONTEXT && form->occurrences == 0) return GAZ_OK;
    const struct string type = lexicon->types.items[validation->type_order[stats.type]];
    const struct string name = lexicon->surfaces.items[surface];
    const struct entry_key key = {
        .surface = {name.bytes, name.size}, .type = {type.bytes, type.size}, .token_count = stats.token_count};
    struct entry *entry;
    gaz_status status = lexicon_entry(&entry, lexicon, &key, error);
    if (status != GAZ_OK) return status;
    if (entry->annotated || entry_is_listed(entry)) return GAZ_OK; /* by an earlier corpus, or it is decided */
    entry->variant = variant.variant;
    entry->precision = variant.precision;
    entry->log_odds = variant.log_odds;
    entry->status = variant.status;
    entry->occurrences = form->occurrences;
    entry->nested = form->nested;
    return GAZ_OK;
}

static gaz_status decide_all(struct cross_validation *validation, const gaz_estimate *expected, gaz_error *error) {
    gaz_lexicon *lexicon = validation->lexicon;
    struct entry **majority = find_majorities(lexicon);
    if (!majority) return error_memory(error);
    for (size_t i = 0; i < lexicon->entry_count; i++)
        if (lexicon->entries[i].annotated || entry_is_listed(&lexicon->entries[i]))
            decide_entry(&lexicon->entries[i], validation, expected);
    rank_types(lexicon, majority);
    free(majority);
    gaz_status status = GAZ_OK;
    uint32_t surfaces = lexicon->surfaces.count;
    for (uint32_t i = 0; i < surfaces && status == GAZ_OK; i++)
        if (validation->chosen->evidence->forms[i].source) status = decide_variant(validation, i, expected, error);
    return status;
}

/* Makes the scoring model and its estimate at an operating point of the folds. The caller frees `*scoring`, even after
 * a failure. */
static gaz_status make_scoring(struct scoring_model **scoring, const struct cross_validation *validation,
                               gaz_error *error) {
    gaz_status status = estimate_make(scoring, validation, error);
    if (status == GAZ_OK && !ranges_estimate(&(*scoring)->estimate, validation)) status = error_memory(error);
    return status;
}

/* Makes the scoring model from the folds, and decides by it. */
static gaz_status conclude(struct cross_validation *validation, gaz_error *error) {
    struct scoring_model *scoring = NULL;
    gaz_status status = make_scoring(&scoring, validation, error);
    if (status == GAZ_OK && validation->corpus->sentence_count < FEW_SENTENCES) {
        validation->listed_min_precision = scoring->estimate.threshold;
        validation->aim.threshold_max = scoring->estimate.f1_range.low / 2;
        scoring_model_free(scoring);
        status = make_scoring(&scoring, validation, error);
    }
    if (status == GAZ_OK) status = decide_all(validation, &scoring->estimate, error);
    if (status != GAZ_OK) {
        scoring_model_free(scoring);
        return status;
    }
    scoring_model_free(validation->lexicon->scoring);
    validation->lexicon->scoring = scoring;
    return GAZ_OK;
}

gaz_status cross_validate(bool *done, gaz_lexicon *lexicon, const struct corpus *corpus,
                          const struct evidence *evidence, const gaz_harvest_options *options, gaz_error *error) {
    struct cross_validation validation = {
        .lexicon = lexicon,
        .corpus = corpus,
        .options = options,
        .parts = evidence->occurrence_count / OCCURRENCES_MAX + 1,
        .aim = {options->precision, 1},
        .parallel = {options->threads, options->progress, options->user, "cross-validating"}};
    *done = false;
    validation.folds = folds_cut(&validation.fold_count, corpus);
    bool good = validation.folds != NULL;
    if (good) folds_thin(validation.folds, validation.fold_count, corpus, validation.parts);
    bool enough = good && validation.fold_count > 0 && lexicon->types.count < CONTEXT_TYPES_MAX;
    if (enough) good = prepare(&validation, evidence) && fit_entries(&validation);
    enough = enough && good && validation.chosen->count >= CANDIDATES_MIN;
    if (enough && !options->no_context) good = fit_context(&validation);
    gaz_status status = good ? GAZ_OK : error_memory(error);
    if (enough && good) {
        status = conclude(&validation, error);
        if (status == GAZ_OK && options->cross_tags) status = cross_tags_write(options->cross_tags, &validation, error);
        *done = status == GAZ_OK;
    }
    validation_free(&validation);
    return status;
}
