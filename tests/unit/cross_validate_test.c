/* Cross-validation: what a whole harvest makes of a corpus. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "folder.h"
#include "lexicon/lexicon.h"
#include "lexicon/variants.h"
#include "oracle.h"

/* Tools are always annotated, now and then with a capital; words that may be places are so one time in four, and what
 * stands beside them tells nothing. */
static void write_corpus(const char *name, size_t documents, size_t sentences) {
    uint64_t random = 12;
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    for (size_t i = 0; i < documents * sentences; i++) {
        if (i % sentences == 0 && documents > 1) fprintf(file, "-DOCSTART-\tO\n\n");
        int tool = (int)oracle_below(&random, 24);
        bool large = oracle_below(&random, 6) == 0;
        bool place = oracle_below(&random, 4) == 0;
        int word = (int)oracle_below(&random, 6);
        if (tool < 16)
            fprintf(file, "the\tO\n%skan%c\tB-Tool\nruns\tO\n", large ? "Zor" : "zor", 'a' + tool);
        else
            fprintf(file, "the\tO\n%s\tB-Tool\ntable%c\tI-Tool\nruns\tO\n", large ? "Page" : "page", 'a' + tool);
        fprintf(file, "and\tO\nplim%c\t%s\nagain\tO\n.\tO\n\n", 'a' + word, place ? "B-Place" : "O");
    }
    assert_int_equal(fclose(file), 0);
}

static gaz_harvest_options options_with_threads(unsigned threads) {
    gaz_harvest_options options;
    gaz_harvest_options_init(&options);
    options.threads = threads;
    return options;
}

static void harvest(gaz_lexicon *lexicon, const char *corpus, const gaz_harvest_options *options) {
    const char *const paths[] = {path_of(corpus)};
    gaz_error error;
    oracle_check(gaz_lexicon_harvest(lexicon, paths, 1, options, NULL, &error), &error);
}

/* Harvests, and writes the lists. */
static gaz_lexicon *harvest_to(const char *lists, const char *corpus, const gaz_harvest_options *options) {
    gaz_lexicon *lexicon;
    gaz_error error;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    harvest(lexicon, corpus, options);
    oracle_check(gaz_lexicon_write(lexicon, path_of(lists), &error), &error);
    return lexicon;
}

static void check_same_lists(const char *left, const char *right) {
    char command[300];
    snprintf(command, sizeof command, "diff -r %s %s", path_of(left), path_of(right));
    assert_int_equal(system(command), 0);
}

static const struct entry *find(const gaz_lexicon *lexicon, const char *surface, const char *type) {
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (strcmp(lexicon->surfaces.items[entry->surface].bytes, surface) == 0 &&
            strcmp(lexicon->types.items[entry->type].bytes, type) == 0)
            return entry;
    }
    return NULL;
}

static bool is_share(double number) {
    return number >= 0 && number <= 1;
}

static void ambiguous_words_get_low_precision(void **state) {
    (void)state;
    const gaz_harvest_options options = options_with_threads(1);
    gaz_estimate expected;
    char surface[32];
    write_corpus("corpus", 20, 20);
    gaz_lexicon *lexicon = harvest_to("lists", "corpus", &options);
    for (int i = 0; i < 16; i++) {
        sprintf(surface, "zorkan%c", 'a' + i);
        const struct entry *entry = find(lexicon, surface, "Tool");
        assert_true(entry && entry->status == ENTRY_KEPT && entry->precision > 0.8f && isfinite(entry->log_odds));
    }
    for (int i = 0; i < 6; i++) {
        sprintf(surface, "plim%c", 'a' + i);
        const struct entry *entry = find(lexicon, surface, "Place");
        assert_true(entry && entry->precision < 0.5f && entry->precision > 0.05f);
    }
    gaz_lexicon_get_estimate(&expected, lexicon);
    assert_true(expected.judged && expected.context);
    assert_int_equal(expected.folds, 20);
    assert_true(expected.candidates >= 800);
    assert_true(is_share(expected.threshold) && is_share(expected.min_precision) && is_share(expected.recall_bound));
    assert_true(expected.precision > 0.9 && expected.recall > 0.7 && expected.f1 > 0.8 && expected.precision <= 1);
    assert_true(expected.calibration < 0.2 && expected.f1_without_context > 0.8 &&
                expected.recall_bound > expected.recall - 0.2);
    double f1 = 2 * expected.precision * expected.recall / (expected.precision + expected.recall);
    assert_true(fabs(f1 - expected.f1) < 0.001);
    assert_int_equal(access(path_of("lists/scoring.txt"), F_OK), 0);
    gaz_lexicon_free(lexicon);
}

/* Every variant is a form of an annotated entry of its type, by its kind. */
static void check_variants(const gaz_lexicon *lexicon) {
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (entry->variant == VARIANT_NONE) continue;
        const struct string *form = &lexicon->surfaces.items[entry->surface];
        bool found = false;
        assert_int_equal(entry->annotated, 0);
        for (size_t k = 0; k < lexicon->entry_count && !found; k++) {
            const struct entry *source = &lexicon->entries[k];
            if (source->annotated == 0 || source->type != entry->type) continue;
            struct variants variants = {.surface = &lexicon->surfaces.items[source->surface], .kinds = GAZ_VARIANT_ALL};
            while (!found && variants_next(&variants) == 1)
                found = variants.kind == (enum variant)entry->variant && variants.form.size == form->size &&
                        memcmp(variants.form.bytes, form->bytes, form->size) == 0;
            variants_free(&variants);
        }
        if (!found) print_error("\"%s\", %s\n", form->bytes, variant_names[entry->variant]);
        assert_true(found);
    }
}

static void variants_are_made(void **state) {
    (void)state;
    gaz_harvest_options options = options_with_threads(1);
    gaz_lexicon_counts counts;
    write_corpus("corpus", 1, 160); /* few: some have been seen in one form only */
    gaz_lexicon *lexicon = harvest_to("lists", "corpus", &options);
    check_variants(lexicon);
    gaz_lexicon_get_counts(&counts, lexicon);
    size_t kinds[VARIANT_END] = {0};
    for (size_t i = 0; i < lexicon->entry_count; i++)
        if (entry_is_kept(&lexicon->entries[i], true)) kinds[lexicon->entries[i].variant]++;
    assert_true(kinds[VARIANT_FIRST] > 0 && counts.variants > 0);
    assert_int_equal(counts.variants + kinds[VARIANT_NONE], counts.kept);
    assert_int_equal(access(path_of("lists/Tool.variants.tsv"), F_OK), 0);
    gaz_lexicon_free(lexicon);
    options.variants = GAZ_VARIANT_FIRST;
    lexicon = harvest_to("first", "corpus", &options);
    size_t made = 0;
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        assert_true(lexicon->entries[i].variant <= VARIANT_FIRST);
        made += lexicon->entries[i].variant == VARIANT_FIRST;
    }
    assert_true(made > 0);
    gaz_lexicon_free(lexicon);
    options.variants = 0;
    lexicon = harvest_to("none", "corpus", &options);
    for (size_t i = 0; i < lexicon->entry_count; i++) assert_int_equal(lexicon->entries[i].variant, VARIANT_NONE);
    assert_int_not_equal(access(path_of("none/Tool.variants.tsv"), F_OK), 0);
    gaz_lexicon_free(lexicon);
}

/* Variants that a later harvest does not make are in no list, unless a human has said something of them. */
static void variants_go_again(void **state) {
    (void)state;
    gaz_harvest_options options = options_with_threads(1);
    gaz_lexicon_counts before;
    gaz_lexicon_counts counts;
    gaz_lexicon *again;
    write_corpus("corpus", 1, 160);
    gaz_lexicon *lexicon = harvest_to("lists", "corpus", &options);
    gaz_lexicon_get_counts(&before, lexicon);
    assert_true(before.variants > 1);
    size_t kept = 0;
    while (lexicon->entries[kept].variant == VARIANT_NONE) kept++;
    lexicon->entries[kept].verdict = VERDICT_KEEP;
    options.variants = 0;
    for (int round = 0; round < 2; round++) {
        harvest(lexicon, "corpus", &options);
        assert_int_equal(gaz_lexicon_write(lexicon, path_of("lists"), NULL), GAZ_OK);
        gaz_lexicon_get_counts(&counts, lexicon);
        assert_int_equal(counts.variants, round == 0);
        assert_int_equal(counts.verdicts, round == 0);
        assert_int_equal(access(path_of("lists/Tool.variants.tsv"), F_OK), round == 0 ? 0 : -1);
        assert_int_equal(gaz_lexicon_new(&again, NULL), GAZ_OK);
        assert_int_equal(gaz_lexicon_read(again, path_of("lists"), NULL, NULL), GAZ_OK);
        gaz_lexicon_get_counts(&before, again);
        assert_memory_equal(&before, &counts, sizeof counts);
        gaz_lexicon_free(again);
        lexicon->entries[kept].verdict = VERDICT_NONE;
    }
    gaz_lexicon_free(lexicon);
}

static void threads_and_repetition_change_nothing(void **state) {
    (void)state;
    static const char *const lists[] = {"one", "two", "four"};
    write_corpus("corpus", 12, 15);
    for (unsigned i = 0; i < 3; i++) {
        const gaz_harvest_options options = options_with_threads(1u << i);
        gaz_lexicon *lexicon = harvest_to(lists[i], "corpus", &options);
        check_same_lists("one", lists[i]);
        if (i == 0) { /* the same corpus once more, into the same lexicon */
            harvest(lexicon, "corpus", &options);
            assert_int_equal(gaz_lexicon_write(lexicon, path_of("again"), NULL), GAZ_OK);
            check_same_lists("one", "again");
        }
        gaz_lexicon_free(lexicon);
    }
    gaz_lexicon *read;
    gaz_error error;
    const gaz_harvest_options options = options_with_threads(2);
    assert_int_equal(gaz_lexicon_new(&read, NULL), GAZ_OK);
    oracle_check(gaz_lexicon_read(read, path_of("one"), NULL, &error), &error);
    oracle_check(gaz_lexicon_write(read, path_of("copy"), &error), &error);
    check_same_lists("one", "copy");
    harvest(read, "corpus", &options);
    oracle_check(gaz_lexicon_write(read, path_of("copy"), &error), &error);
    check_same_lists("one", "copy");
    gaz_lexicon_free(read);
}

static void a_precision_can_be_asked_for(void **state) {
    (void)state;
    gaz_harvest_options options = options_with_threads(2);
    gaz_estimate expected;
    gaz_estimate without;
    write_corpus("corpus", 20, 20);
    options.precision = 0.95;
    gaz_lexicon *lexicon = harvest_to("lists", "corpus", &options);
    gaz_lexicon_get_estimate(&expected, lexicon);
    assert_true(expected.judged && expected.precision >= 0.95 && expected.recall > 0.5);
    gaz_lexicon_free(lexicon);
    options.no_context = 1;
    lexicon = harvest_to("alone", "corpus", &options);
    gaz_lexicon_get_estimate(&without, lexicon);
    assert_true(without.judged && !without.context && without.precision >= 0.95);
    assert_true(without.min_precision >= without.threshold && without.min_precision <= without.threshold);
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (entry_is_kept(entry, true)) assert_true((double)entry->precision >= without.min_precision - 1e-6);
    }
    for (int i = 0; i < 6; i++)
        assert_int_equal(find(lexicon, (char[]){'p', 'l', 'i', 'm', (char)('a' + i), 0}, "Place")->status,
                         ENTRY_PRECISION);
    gaz_lexicon_free(lexicon);
}

/* Whether the range is one, and holds both. */
static void check_range(const gaz_range *range, double left, double right) {
    assert_true(range->low >= 0 && range->high <= 1);
    assert_true(range->low <= left && range->low <= right && range->high >= left && range->high >= right);
}

static gaz_estimate estimate_of(const char *corpus, double precision) {
    gaz_harvest_options options = options_with_threads(2);
    gaz_estimate expected;
    options.precision = precision;
    gaz_lexicon *lexicon = harvest_to("estimated", corpus, &options);
    gaz_lexicon_get_estimate(&expected, lexicon);
    gaz_lexicon_free(lexicon);
    assert_true(expected.judged);
    return expected;
}

static void ranges_hold_what_both_kinds_of_folds_say(void **state) {
    (void)state;
    write_corpus("corpus", 20, 20);
    const gaz_estimate expected = estimate_of("corpus", 0);
    check_range(&expected.precision_range, expected.precision, expected.contiguous_precision);
    check_range(&expected.recall_range, expected.recall, expected.contiguous_recall);
    check_range(&expected.f1_range, expected.f1, expected.contiguous_f1);
    check_range(&expected.contiguous_f1_range, expected.contiguous_f1, expected.contiguous_f1);
    assert_true(fabs(expected.contiguous_f1 - expected.f1) < 0.15); /* all documents are alike */
    assert_true(fabs(expected.best_f1_recall - expected.recall) < 1e-9);
    double spans = 0;
    double error = 0;
    for (int i = 0; i < GAZ_EVAL_BINS; i++) {
        const gaz_eval_bin *bin = &expected.bins[i];
        spans += (double)bin->spans;
        error += (double)bin->spans * fabs(bin->score - bin->precision);
        if (bin->spans) assert_true(bin->score >= i / 10.0 - 1e-4 && bin->score <= (i + 1) / 10.0 + 1e-4);
    }
    assert_true(spans > 100 && fabs(error / spans - expected.calibration) < 0.001);
    const gaz_estimate precise = estimate_of("corpus", 0.95);
    assert_true(fabs(precise.wanted_precision - 0.95) < 1e-9);
    assert_true(fabs(precise.best_f1_recall - expected.recall) < 1e-9 && precise.recall <= precise.best_f1_recall);
}

/* Each tenth of the corpus has a name of its own: dealt in documents they are known, in contiguous folds they are not.
 */
static void contiguous_folds_tell_of_names_that_come_and_go(void **state) {
    (void)state;
    FILE *file = fopen(path_of("drifting"), "w");
    assert_non_null(file);
    for (int i = 0; i < 600; i++) {
        if (i % 5 == 0) fprintf(file, "-DOCSTART-\tO\n\n");
        fprintf(file, "the\tO\nzorkan%c\tB-Tool\nruns\tO\nZorkan\tB-Tool\n\n", 'a' + i / 60);
    }
    assert_int_equal(fclose(file), 0);
    const gaz_estimate expected = estimate_of("drifting", 0);
    assert_true(expected.recall > 0.9);
    assert_true(expected.contiguous_recall > 0.4 && expected.contiguous_recall < 0.6);
    check_range(&expected.recall_range, expected.recall, expected.contiguous_recall);
}

static void small_corpora_are_not_cross_validated(void **state) {
    (void)state;
    const gaz_harvest_options options = options_with_threads(2);
    static const size_t sizes[] = {39, 45}; /* no folds; folds, but hardly anything in them */
    for (size_t i = 0; i < 2; i++) {
        gaz_estimate expected;
        write_corpus("sentences", 20, 10);
        write_corpus("small", 1, sizes[i]);
        gaz_lexicon *lexicon = harvest_to("lists", "sentences", &options);
        assert_int_equal(access(path_of("lists/scoring.txt"), F_OK), 0);
        harvest(lexicon, "small", &options); /* now nothing is known any more */
        assert_int_equal(gaz_lexicon_write(lexicon, path_of("lists"), NULL), GAZ_OK);
        assert_int_not_equal(access(path_of("lists/scoring.txt"), F_OK), 0);
        gaz_lexicon_free(lexicon);
        lexicon = harvest_to("small_lists", "small", &options);
        gaz_lexicon_get_estimate(&expected, lexicon);
        assert_false(expected.judged);
        for (size_t k = 0; k < lexicon->entry_count; k++) {
            const struct entry *entry = &lexicon->entries[k];
            assert_int_equal(entry->variant, VARIANT_NONE);
            assert_int_equal(entry->status, 20 * entry->annotated < entry->occurrences ? ENTRY_PURITY : ENTRY_KEPT);
            assert_true(isinf(entry->log_odds));
            assert_true(fabs((double)entry->precision - (double)entry->annotated / entry->occurrences) < 0.0001);
        }
        gaz_lexicon_free(lexicon);
    }
}

static void wrong_options_are_refused(void **state) {
    (void)state;
    const char *const paths[] = {path_of("missing")};
    gaz_lexicon *lexicon;
    gaz_error error;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    for (int i = 0; i < 5; i++) {
        gaz_harvest_options options = options_with_threads(1);
        if (i < 3) options.precision = i == 0 ? -0.1 : i == 1 ? 1.1 : (double)NAN;
        if (i >= 3) options.min_purity = i == 3 ? 1.5 : (double)NAN;
        assert_int_equal(gaz_lexicon_harvest(lexicon, paths, 1, &options, NULL, &error), GAZ_ERROR_ARGUMENT);
    }
    gaz_lexicon_free(lexicon);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(ambiguous_words_get_low_precision),
        WITH_FOLDER(variants_are_made),
        WITH_FOLDER(variants_go_again),
        WITH_FOLDER(threads_and_repetition_change_nothing),
        WITH_FOLDER(a_precision_can_be_asked_for),
        WITH_FOLDER(ranges_hold_what_both_kinds_of_folds_say),
        WITH_FOLDER(contiguous_folds_tell_of_names_that_come_and_go),
        WITH_FOLDER(small_corpora_are_not_cross_validated),
        WITH_FOLDER(wrong_options_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
