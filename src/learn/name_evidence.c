#include "learn/name_evidence.h"

#include <stdlib.h>

#include "base/math.h"

/* The most likely first, then by place. */
static int compare_hits(const void *left, const void *right, void *context) {
    const struct name_hit *hits = context;
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    if (hits[a].probability < hits[b].probability || hits[a].probability > hits[b].probability)
        return hits[a].probability > hits[b].probability ? -1 : 1;
    return (a > b) - (a < b);
}

/* Whether a hit shares a token with one before it in `order` that has won. They are near: a name has few tokens. */
static bool is_free(const struct name_hit *hits, size_t count, uint32_t number) {
    const struct name_hit *hit = &hits[number];
    for (size_t i = number; i > 0 && hits[i - 1].begin + NAME_TOKENS_MAX > hit->begin; i--)
        if (hits[i - 1].won && hits[i - 1].end > hit->begin) return false;
    for (size_t i = number + 1; i < count && hits[i].begin < hit->end; i++)
        if (hits[i].won) return false;
    return true;
}

void name_hits_choose(struct name_hit *hits, uint32_t *order, size_t count) {
    for (size_t i = 0; i < count; i++) {
        order[i] = (uint32_t)i;
        hits[i].won = false;
    }
    if (count) qsort_r(order, count, sizeof *order, compare_hits, hits);
    for (size_t i = 0; i < count && hits[order[i]].probability >= NAME_WIN_LEAST; i++)
        hits[order[i]].won = is_free(hits, count, order[i]);
}

void name_evidence_add(struct name_evidence *evidence, const struct name_hit *hit) {
    double probability = (double)hit->probability;
    evidence->count++;
    evidence->sum += probability;
    if (probability > evidence->best) evidence->best = probability;
    if (!hit->won) return;
    evidence->won++;
    evidence->none += math_log(probability < 1 - 1e-6 ? 1 - probability : 1e-6);
}

static double log_odds(double probability) {
    if (probability < 1e-4) probability = 1e-4;
    if (probability > 1 - 1e-4) probability = 1 - 1e-4;
    return math_log(probability / (1 - probability));
}

void name_evidence_values(float values[GROWTH_SURFACE_WEIGHTS], uint32_t *type, const struct name_evidence *evidence,
                          const float *types, size_t type_count, uint32_t most) {
    double all_count = evidence->count;
    double count = evidence->count < most ? all_count : most;
    double won = evidence->won <= most ? 1 : most / (double)evidence->won;
    float all = 0;
    *type = 0;
    for (uint32_t i = 0; i < type_count; i++) {
        all += types[i];
        if (types[i] > types[*type]) *type = i;
    }
    double best = log_odds(evidence->best);
    const double numbers[GROWTH_SURFACE_WEIGHTS] = {1,
                                                    best,
                                                    log_odds(evidence->sum / all_count),
                                                    log_odds(1 - math_exp(evidence->none * won)),
                                                    math_log(count),
                                                    evidence->won / all_count,
                                                    all > 0 ? (double)(types[*type] / all) : 1,
                                                    evidence->count == 1,
                                                    best * math_log(count)};
    for (int i = 0; i < GROWTH_SURFACE_WEIGHTS; i++) values[i] = (float)numbers[i];
}
