#include "eval/agreement.h"

#include <math.h>

#include "base/error.h"
#include "eval/units.h"

void agreement_free(struct agreement *agreement) {
    cross_table_free(&agreement->spans);
    cross_table_free(&agreement->tokens);
}

/* ---- Units ---- */

static uint32_t value_of(const struct corpus_span *span, const uint32_t *map) {
    return span ? map[span->type] + 1 : 0;
}

static bool add_spans(struct cross_table *table, const struct pair *pair, const uint32_t *map) {
    struct unit_walk walk = {.pair = pair};
    struct unit unit;
    bool good = true;
    while (good && unit_next(&unit, &walk))
        good = cross_table_add(table, value_of(unit.predicted, map), value_of(unit.gold, map), 1);
    return good;
}

/* One side's tokens from some place on that have the same value. */
struct run {
    uint64_t next; /* the span that holds the place, or is the first behind it */
    uint32_t value;
    uint64_t end;
};

static void find_run(struct run *run, const struct corpus *corpus, uint64_t place, uint64_t token_count,
                     const uint32_t *map) {
    while (run->next < corpus->span_count && corpus->spans[run->next].begin + corpus->spans[run->next].size <= place)
        run->next++;
    const struct corpus_span *span = run->next < corpus->span_count ? &corpus->spans[run->next] : NULL;
    bool inside = span && span->begin <= place;
    run->value = inside ? value_of(span, map) : 0;
    run->end = !span ? token_count : inside ? span->begin + span->size : span->begin;
}

static bool add_tokens(struct cross_table *table, const struct pair *pair, const uint32_t *map) {
    uint64_t count = pair->gold.token_count;
    struct run left = {0};
    struct run right = {0};
    bool good = true;
    for (uint64_t place = 0, end; place < count && good; place = end) {
        find_run(&left, &pair->predicted, place, count, map);
        find_run(&right, &pair->gold, place, count, map);
        end = left.end < right.end ? left.end : right.end;
        good = cross_table_add(table, left.value, right.value, end - place);
    }
    return good;
}

gaz_status agreement_add(struct agreement *agreement, const struct pair *pair, const uint32_t *map, gaz_error *error) {
    bool good = add_spans(&agreement->spans, pair, map) && add_tokens(&agreement->tokens, pair, map);
    return good ? GAZ_OK : error_memory(error);
}

/* ---- Coefficients ---- */

/* What is summed up over the values. */
struct sums {
    double products; /* of the values' counts on the two sides */
    double pairs;    /* of the same value among all values of both sides, in order: m * (m - 1) */
    bool constant;   /* one value has all units on both sides */
};

static void add_value(struct sums *sums, uint64_t left, uint64_t right, uint64_t units) {
    double both = (double)left + (double)right;
    sums->products += (double)left * (double)right;
    sums->pairs += both * (both - 1);
    if (left == units && right == units) sums->constant = true;
}

static void fill(gaz_eval_agreement *result, const struct sums *sums) {
    double units = (double)result->units;
    double agreed = (double)result->agreed;
    bool defined = result->units && !sums->constant;
    result->observed = result->units ? agreed / units : NAN;
    result->kappa = defined ? (agreed * units - sums->products) / (units * units - sums->products) : NAN;
    double values = 2 * units;
    double expected = 1 - sums->pairs / (values * (values - 1));
    result->alpha = defined ? 1 - (1 - agreed / units) / expected : NAN;
}

void agreement_measure(gaz_eval_agreement *result, const struct cross_table *table) {
    struct sums sums = {0};
    *result = (gaz_eval_agreement){.units = table->total};
    for (uint32_t i = 0; i < table->value_count; i++) {
        result->agreed += cross_table_get(table, i, i);
        add_value(&sums, table->margins[i].left, table->margins[i].right, table->total);
    }
    fill(result, &sums);
}

void agreement_measure_one(gaz_eval_agreement *result, const struct cross_table *table, uint32_t value) {
    struct sums sums = {0};
    struct cross_margin margin = value < table->value_count ? table->margins[value] : (struct cross_margin){0};
    uint64_t both = cross_table_get(table, value, value);
    *result = (gaz_eval_agreement){.units = table->total};
    result->agreed = table->total - margin.left - margin.right + 2 * both;
    add_value(&sums, margin.left, margin.right, table->total);
    add_value(&sums, table->total - margin.left, table->total - margin.right, table->total);
    fill(result, &sums);
}
