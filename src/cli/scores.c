#include "scores.h"

#include <stdio.h>

/* ---- Text ---- */

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

/* ---- JSON ---- */

/* The length of the UTF-8 sequence at `text` (RFC 3629), 0 if there is none. */
static int sequence_length(const char *text) {
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned char first = bytes[0];
    if (first < 0x80) return 1;
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80; /* no overlong forms */
    unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;  /* no surrogates, nothing too large */
    if (first < 0xC2 || first > 0xF4 || bytes[1] < least || bytes[1] > most) return 0;
    for (int i = 2; i < length; i++)
        if ((bytes[i] & 0xC0) != 0x80) return 0;
    return length;
}

/* A string; a byte that is no UTF-8 becomes U+FFFD. */
static void print_string(const char *text) {
    putchar('"');
    while (*text) {
        int length = sequence_length(text);
        unsigned char byte = (unsigned char)*text;
        if (length == 0)
            fputs("\xEF\xBF\xBD", stdout);
        else if (byte == '"' || byte == '\\')
            printf("\\%c", byte);
        else if (byte < ' ' || byte == 0x7F)
            printf("\\u%04x", byte);
        else
            fwrite(text, 1, (size_t)length, stdout);
        text += length ? length : 1;
    }
    putchar('"');
}

static void print_count(const char *name, uint64_t count) {
    printf("\"%s\": %llu, ", name, (unsigned long long)count);
}

/* The members that each type and all together have; the last of their object. */
static void print_members(const gaz_eval_scores *scores) {
    print_count("gold", scores->gold);
    print_count("found", scores->found);
    print_count("correct", scores->correct);
    printf("\"precision\": %.10g, \"recall\": %.10g, \"f1\": %.10g", scores->precision, scores->recall, scores->f1);
}

static void print_types(const gaz_eval *eval, uint64_t count) {
    fputs(", \"types\": [", stdout);
    for (size_t i = 0; i < count; i++) {
        const char *name;
        gaz_eval_scores scores;
        gaz_eval_get_type(&name, &scores, eval, i);
        fputs(i ? ", {\"type\": " : "{\"type\": ", stdout);
        print_string(name);
        fputs(", ", stdout);
        print_members(&scores);
        putchar('}');
    }
    putchar(']');
}

static void print_repairs(const char *name, const gaz_eval_repairs *repairs) {
    printf("\"%s\": {\"stray_inside\": %llu, \"unclosed\": %llu, \"snapped\": %llu, \"left_out\": %llu, "
           "\"unannotated\": %llu}",
           name, (unsigned long long)repairs->stray_inside, (unsigned long long)repairs->unclosed,
           (unsigned long long)repairs->snapped, (unsigned long long)repairs->left_out,
           (unsigned long long)repairs->unannotated);
}

static void print_bin(const gaz_eval_bin *bin, int number) {
    printf("%s{\"from\": %.1f, \"to\": %.1f, \"spans\": %llu", number ? ", " : "", (double)number / GAZ_EVAL_BINS,
           (double)(number + 1) / GAZ_EVAL_BINS, (unsigned long long)bin->spans);
    if (bin->spans)
        printf(", \"score\": %.10g, \"precision\": %.10g}", bin->score, bin->precision);
    else
        fputs(", \"score\": null, \"precision\": null}", stdout);
}

/* What only a model has. */
static void print_model(const gaz_eval_result *result) {
    if (result->model_files == 0) {
        fputs(", \"reachable\": null, \"ceiling\": null, \"calibration\": null", stdout);
        return;
    }
    printf(", \"reachable\": %llu, \"ceiling\": %.10g, \"calibration\": {\"bins\": [",
           (unsigned long long)result->reachable, result->ceiling);
    for (int i = 0; i < GAZ_EVAL_BINS; i++) print_bin(&result->bins[i], i);
    printf("], \"expected_calibration_error\": %.10g}", result->calibration_error);
}

void scores_print_json(const gaz_eval *eval, bool strict) {
    gaz_eval_result result;
    gaz_eval_get_result(&result, eval);
    printf("{\"strict\": %s, \"scheme\": \"%s\", ", strict ? "true" : "false", gaz_scheme_name(result.scheme));
    print_count("files", result.files);
    print_count("sentences", result.sentences);
    print_count("tokens", result.tokens);
    print_count("correct_tags", result.correct_tags);
    printf("\"accuracy\": %.10g, ", result.accuracy);
    print_members(&result.all);
    print_types(eval, result.types);
    fputs(", \"repairs\": {", stdout);
    print_repairs("gold", &result.gold_repairs);
    fputs(", ", stdout);
    print_repairs("predicted", &result.predicted_repairs);
    putchar('}');
    print_model(&result);
    fputs("}\n", stdout);
}
