#include "scores.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

/* ---- Documents ---- */

void scores_print_documents(const gaz_eval *eval) {
    gaz_eval_result result;
    gaz_eval_get_result(&result, eval);
    printf("\n%-24s %8s %8s %8s %10s %10s %8s\n", "document", "gold", "found", "correct", "precision", "recall", "F1");
    for (size_t i = 0; i < result.documents; i++) {
        const char *name;
        gaz_eval_scores scores;
        gaz_eval_get_document(&name, &scores, eval, i);
        printf("%-24s %8llu %8llu %8llu %9.2f%% %9.2f%% %8.2f\n", name, (unsigned long long)scores.gold,
               (unsigned long long)scores.found, (unsigned long long)scores.correct, 100 * scores.precision,
               100 * scores.recall, 100 * scores.f1);
    }
}

/* ---- Agreement ---- */

static void print_coefficient(double value) {
    if (isnan(value))
        printf(" %10s", "undefined");
    else
        printf(" %10.4f", value);
}

static void print_agreement_row(const char *name, const gaz_eval_agreement *agreement) {
    printf("%-24s %10llu %10llu", name, (unsigned long long)agreement->units, (unsigned long long)agreement->agreed);
    print_coefficient(agreement->observed);
    print_coefficient(agreement->kappa);
    print_coefficient(agreement->alpha);
    putchar('\n');
}

static void print_agreement_of(const gaz_eval *eval, const char *name, gaz_eval_units units, size_t types) {
    gaz_eval_agreement agreement;
    gaz_eval_get_agreement(&agreement, eval, units);
    printf("\n%-24s %10s %10s %10s %10s %10s\n", name, "units", "agreed", "observed", "kappa", "alpha");
    print_agreement_row("all", &agreement);
    for (size_t i = 0; i < types; i++) {
        const char *type;
        gaz_eval_scores scores;
        gaz_eval_get_type(&type, &scores, eval, i);
        gaz_eval_get_type_agreement(&agreement, eval, units, i);
        print_agreement_row(type, &agreement);
    }
}

/* The name of a type, or what stands for none behind the last one. */
static const char *value_name(const gaz_eval *eval, size_t index, size_t types) {
    const char *name = "-";
    gaz_eval_scores scores;
    if (index < types) gaz_eval_get_type(&name, &scores, eval, index);
    return name;
}

/* Types of the predictions down, those of the gold across. */
static void print_confusion(const gaz_eval *eval, size_t types) {
    printf("\n%-24s", "predicted \\ gold");
    for (size_t k = 0; k <= types; k++) printf(" %10s", value_name(eval, k, types));
    putchar('\n');
    for (size_t i = 0; i <= types; i++) {
        printf("%-24s", value_name(eval, i, types));
        for (size_t k = 0; k <= types; k++) {
            int width = (int)strlen(value_name(eval, k, types));
            unsigned long long count = gaz_eval_get_confusion(eval, GAZ_EVAL_SPANS, i, k);
            printf(" %*llu", width > 10 ? width : 10, count);
        }
        putchar('\n');
    }
}

void scores_print_agreement(const gaz_eval *eval) {
    enum { WIDEST = 12 }; /* types across */
    gaz_eval_result result;
    gaz_eval_get_result(&result, eval);
    print_agreement_of(eval, "agreement on spans", GAZ_EVAL_SPANS, result.types);
    print_agreement_of(eval, "agreement on tokens", GAZ_EVAL_TOKENS, result.types);
    if (result.types <= WIDEST)
        print_confusion(eval, result.types);
    else
        printf("\nThe table of %llu types is too wide to print; --json has it.\n", (unsigned long long)result.types);
}
