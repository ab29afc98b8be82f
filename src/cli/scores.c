#include "scores.h"

#include <stdio.h>

static double percent(uint64_t part, uint64_t whole) {
    return whole ? 100 * (double)part / (double)whole : 0;
}

/* The percentages in the middle of conlleval's lines, worked out in its order, which the last digit depends on. */
static void print_percentages(const gaz_eval_scores *scores) {
    double precision = percent(scores->correct, scores->found);
    double recall = percent(scores->correct, scores->gold);
    double f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    printf("precision: %6.2f%%; recall: %6.2f%%; FB1: %6.2f", precision, recall, f1);
}

void scores_print(const gaz_eval *eval) {
    gaz_eval_result result;
    gaz_eval_get_result(&result, eval);
    printf("processed %llu tokens with %llu phrases; found: %llu phrases; correct: %llu.\n",
           (unsigned long long)result.tokens, (unsigned long long)result.all.gold, (unsigned long long)result.all.found,
           (unsigned long long)result.all.correct);
    if (result.tokens == 0) return;
    printf("accuracy: %6.2f%%; ", percent(result.correct_tags, result.tokens));
    print_percentages(&result.all);
    putchar('\n');
    for (size_t i = 0; i < result.types; i++) {
        const char *name;
        gaz_eval_scores scores;
        gaz_eval_get_type(&name, &scores, eval, i);
        printf("%17s: ", name);
        print_percentages(&scores);
        printf("  %llu\n", (unsigned long long)scores.found);
    }
}

void scores_print_ids(const gaz_eval *eval) {
    gaz_eval_result result;
    gaz_eval_get_result(&result, eval);
    const gaz_eval_scores *scores[] = {&result.ids, &result.document_ids};
    static const char *const names[] = {"spans", "documents"};
    printf("\n%-10s %10s %10s %10s %10s %10s %10s\n", "ids of", "gold", "found", "correct", "precision", "recall",
           "F1");
    for (int i = 0; i < 2; i++)
        printf("%-10s %10llu %10llu %10llu %9.2f%% %9.2f%% %10.2f\n", names[i], (unsigned long long)scores[i]->gold,
               (unsigned long long)scores[i]->found, (unsigned long long)scores[i]->correct, 100 * scores[i]->precision,
               100 * scores[i]->recall, 100 * scores[i]->f1);
}

void scores_print_calibration(const gaz_eval *eval) {
    gaz_eval_result result;
    gaz_eval_get_result(&result, eval);
    printf("\n%-10s %10s %10s %10s\n", "score", "spans", "mean", "precision");
    for (int i = 0; i < GAZ_EVAL_BINS; i++) {
        const gaz_eval_bin *bin = &result.bins[i];
        printf("%.1f to %.1f %10llu ", (double)i / GAZ_EVAL_BINS, (double)(i + 1) / GAZ_EVAL_BINS,
               (unsigned long long)bin->spans);
        if (bin->spans)
            printf("%10.4f %10.4f\n", bin->score, bin->precision);
        else
            printf("%10s %10s\n", "-", "-");
    }
    printf("expected calibration error: %.4f\n", result.calibration_error);
}
