/* A scoring model as a file: written, read, damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "batch.h"
#include "folder.h"
#include "lexicon/scoring_model.h"
#include "model/context.h"

static char path[128];
static char *text; /* the file of `made` */
static size_t text_size;
static struct scoring_model *made;

static const char *const words[] = {"kernel", "The", ",", "a b", "\u00E9\\", "2"};
enum { WORDS = sizeof words / sizeof *words };

static uint32_t next_random(uint32_t below) {
    static uint32_t state = 9;
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

static void add_name(struct strings *names, const char *name) {
    uint32_t number;
    assert_int_equal(strings_add(&number, names, name, strlen(name), NULL), GAZ_OK);
}

/* `types` 0: without context. */
static struct scoring_model *make_scoring_model(uint32_t types) {
    static const char *const names[] = {"Loc", "Person of note", "Tool/\u00C4"};
    struct scoring_model *scoring = calloc(1, sizeof *scoring);
    assert_non_null(scoring);
    scoring->estimate = (gaz_estimate){.judged = 1,
                                       .context = types > 0,
                                       .nested_counted = 1,
                                       .threshold = 0.37,
                                       .min_precision = 0.02,
                                       .precision = 0.8125,
                                       .recall = 0.5,
                                       .f1 = 0.619,
                                       .recall_bound = 0.75,
                                       .calibration = 0.0123,
                                       .min_precision_without_context = 0.41,
                                       .f1_without_context = 0.6001,
                                       .folds = 20,
                                       .candidates = 123456,
                                       .wanted_precision = 0.8,
                                       .best_f1_recall = 0.5566,
                                       .precision_range = {0.7, 0.9001},
                                       .recall_range = {0.25, 0.5},
                                       .f1_range = {0.4, 0.7},
                                       .contiguous_precision = 0.79,
                                       .contiguous_recall = 0.4,
                                       .contiguous_f1 = 0.531,
                                       .contiguous_f1_range = {0.4567, 0.6}};
    for (int i = 0; i < GAZ_EVAL_BINS; i++)
        scoring->estimate.bins[i] = (gaz_eval_bin){1000 - 100 * (uint64_t)i, (2 * i + 1) / 20.0, i / 10.0};
    for (uint32_t i = 0; i <= 100; i++)
        scoring->points[scoring->point_count++] =
            (struct image_point){(float)(i / 100.0), (float)(0.5 + i / 250.0), (float)(1 - i / 200.0)};
    if (types == 0) return scoring;
    for (uint32_t i = 0; i < types; i++) add_name(&scoring->types, names[i]);
    size_t count = context_weight_count(types);
    scoring->weights = malloc(count * sizeof *scoring->weights);
    scoring->classes = malloc(WORDS * sizeof *scoring->classes);
    assert_true(scoring->weights && scoring->classes);
    for (size_t i = 0; i < count; i++)
        scoring->weights[i] = next_random(4) ? (float)(((double)next_random(80001) - 40000) / 10000) : 0;
    for (size_t i = 0; i < WORDS; i++) {
        add_name(&scoring->words, words[i]);
        scoring->classes[i] = (struct word_classes){(uint8_t)(WORD_UNKNOWN + next_random(WORD_CLASS_END - 1)),
                                                    (uint8_t)(WORD_UNKNOWN + next_random(WORD_CLASS_END - 1))};
    }
    return scoring;
}

static void read_back(void) {
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text = calloc(1 << 20, 1);
    assert_non_null(text);
    text_size = fread(text, 1, (1 << 20) - 1, file);
    fclose(file);
}

static gaz_status write_scoring_model(const struct scoring_model *scoring, const char *where, gaz_error *error) {
    struct file_batch batch = {.count = 0};
    return batch_end(&batch, scoring_model_put(&batch, scoring, where, error), error);
}

static int make_world(void **state) {
    if (make_folder(state) != 0) return -1;
    strcpy(path, path_of(scoring_model_file_name));
    made = make_scoring_model(2);
    if (write_scoring_model(made, folder, NULL) != GAZ_OK) return -1;
    read_back();
    return 0;
}

static int end_world(void **state) {
    scoring_model_free(made);
    free(text);
    return remove_folder(state);
}

/* ---- Writing and reading ---- */

static void check_names(const struct strings *names, const struct strings *expected) {
    assert_int_equal(names->count, expected->count);
    for (uint32_t i = 0; i < names->count; i++) {
        assert_int_equal(names->items[i].size, expected->items[i].size);
        assert_memory_equal(names->items[i].bytes, expected->items[i].bytes, names->items[i].size);
    }
}

static void check_same(const struct scoring_model *scoring, const struct scoring_model *expected) {
    assert_memory_equal(&scoring->estimate, &expected->estimate, sizeof scoring->estimate);
    assert_int_equal(scoring->point_count, expected->point_count);
    assert_memory_equal(scoring->points, expected->points, scoring->point_count * sizeof *scoring->points);
    check_names(&scoring->types, &expected->types);
    check_names(&scoring->words, &expected->words);
    assert_int_equal(scoring_model_has_context(scoring), scoring_model_has_context(expected));
    if (!scoring_model_has_context(scoring)) return;
    assert_memory_equal(scoring->weights, expected->weights,
                        context_weight_count(scoring->types.count) * sizeof *scoring->weights);
    assert_memory_equal(scoring->classes, expected->classes, scoring->words.count * sizeof *scoring->classes);
}

static void what_is_written_is_read(void **state) {
    (void)state;
    for (uint32_t types = 0; types <= 3; types++) {
        struct scoring_model *scoring = make_scoring_model(types);
        struct scoring_model *again = NULL;
        assert_int_equal(write_scoring_model(scoring, folder, NULL), GAZ_OK);
        assert_int_equal(scoring_model_read(&again, folder, NULL), GAZ_OK);
        assert_non_null(again);
        check_same(again, scoring);
        scoring_model_free(scoring);
        scoring_model_free(again);
    }
}

/* Appends the lines, but for those that version 0.1 did not write. */
static void add_old_lines(struct buffer *old, const char *line) {
    for (const char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        bool new = strncmp(line, "aim\t", 4) == 0 || strncmp(line, "ranges\t", 7) == 0 ||
                   strncmp(line, "contiguous\t", 11) == 0 || strncmp(line, "bin\t", 4) == 0;
        if (!new) assert_true(buffer_add(old, line, (size_t)(end + 1 - line)));
    }
}

/* Version 0.1 had other names for the file, its first line and the estimate, and no ranges. */
static void old_files_are_read_and_replaced(void **state) {
    (void)state;
    static const char old_name[] = "judgement.txt";
    static const char head[] = "gaz judgement\t1\nexpected\t";
    struct scoring_model *again = NULL;
    struct buffer old = {0};
    const char *rest = strchr(strchr(text, '\n'), '\t') + 1;
    assert_true(buffer_add_text(&old, head));
    add_old_lines(&old, rest);
    assert_int_equal(write_scoring_model(NULL, folder, NULL), GAZ_OK);
    write_bytes(old_name, old.bytes, old.size);
    assert_int_equal(scoring_model_read(&again, folder, NULL), GAZ_OK);
    assert_non_null(again);
    gaz_estimate without_ranges = made->estimate;
    memset((char *)&without_ranges + offsetof(gaz_estimate, wanted_precision), 0,
           sizeof without_ranges - offsetof(gaz_estimate, wanted_precision));
    assert_memory_equal(&again->estimate, &without_ranges, sizeof without_ranges);
    again->estimate = made->estimate;
    check_same(again, made);
    assert_int_equal(write_scoring_model(again, folder, NULL), GAZ_OK);
    assert_int_not_equal(access(path_of(old_name), F_OK), 0);
    assert_int_equal(access(path_of(scoring_model_file_name), F_OK), 0);
    scoring_model_free(again);
    buffer_free(&old);
}

static void nothing_is_no_file(void **state) {
    (void)state;
    struct scoring_model *scoring = made;
    write_bytes(scoring_model_file_name, text, text_size);
    assert_int_equal(write_scoring_model(NULL, folder, NULL), GAZ_OK);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(write_scoring_model(NULL, folder, NULL), GAZ_OK); /* there is none to remove */
    assert_int_equal(scoring_model_read(&scoring, folder, NULL), GAZ_OK);
    assert_null(scoring);
}

/* Every word is found again, others are not, and a search ends. */
static void words_become_a_table(void **state) {
    (void)state;
    struct scoring_model *scoring = make_scoring_model(1);
    struct fingerprint_keys keys;
    char word[16];
    uint32_t slots;
    fingerprint_seed(&keys, CONTEXT_SEED);
    for (uint32_t count = scoring->words.count; count < 3000; count++) {
        uint32_t number;
        assert_int_equal(strings_add(&number, &scoring->words, word, (size_t)sprintf(word, "w%u", count), NULL),
                         GAZ_OK);
        assert_true(array_reserve(&scoring->classes, &scoring->class_capacity, 3000, sizeof *scoring->classes));
        scoring->classes[number] = (struct word_classes){(uint8_t)(1 + count % 14), (uint8_t)(1 + count % 13)};
    }
    struct image_word *table = scoring_model_word_table(&slots, scoring);
    assert_non_null(table);
    assert_true(slots > scoring->words.count && (slots & (slots - 1)) == 0);
    size_t unknown = 0;
    for (uint32_t i = WORDS; i < 6000; i++) {
        size_t size = (size_t)sprintf(word, "w%u", i);
        const struct image_word *found =
            &table[context_word_slot(table, slots, context_word_hash(&keys, word, size, false))];
        if (i < 3000) assert_int_equal(found->extends, 1 + i % 14);
        if (i < 3000) assert_int_equal(found->introduces, 1 + i % 13);
        if (i < 3000) assert_int_equal(found->shape, SHAPE_ALPHANUMERIC);
        unknown += i >= 3000 && found->shape == SHAPE_NONE;
    }
    assert_true(unknown >= 2999); /* hashes of 32 bits are nearly never the same */
    free(table);
    scoring_model_free(scoring);
}

/* ---- Damage ---- */

/* The file with one line replaced. NULL: left out. */
static gaz_status read_changed(size_t line, const char *replacement, gaz_error *error) {
    struct buffer changed = {0};
    struct scoring_model *scoring = (struct scoring_model *)1;
    size_t number = 1;
    for (const char *at = text; at < text + text_size; number++) {
        const char *end = memchr(at, '\n', (size_t)(text + text_size - at));
        if (number != line)
            assert_true(buffer_add(&changed, at, (size_t)(end + 1 - at)));
        else if (replacement)
            assert_true(buffer_add_text(&changed, replacement) && buffer_add_byte(&changed, '\n'));
        at = end + 1;
    }
    write_bytes(scoring_model_file_name, changed.bytes, changed.size);
    buffer_free(&changed);
    *error = (gaz_error){0};
    gaz_status status = scoring_model_read(&scoring, folder, error);
    if (status != GAZ_OK) assert_null(scoring);
    if (status == GAZ_OK) scoring_model_free(scoring);
    return status;
}

static size_t line_count(void) {
    size_t count = 0;
    for (size_t i = 0; i < text_size; i++) count += text[i] == '\n';
    return count;
}

/* The line as a string; holds until the next call. */
static char *line_of(size_t line) {
    static char room[4000];
    const char *at = text;
    while (--line) at = strchr(at, '\n') + 1;
    size_t size = strcspn(at, "\n");
    assert_true(size + 100 < sizeof room);
    memcpy(room, at, size);
    room[size] = 0;
    return room;
}

/* `line` 0: whatever line is told, it is a line of the file. */
static void check_refused(size_t changed, const char *replacement, size_t line) {
    gaz_error error;
    gaz_status status = read_changed(changed, replacement, &error);
    bool right = status == GAZ_ERROR_INPUT && error.status == status && strcmp(error.file, path) == 0 &&
                 error.message[0] && (line ? error.line == line : error.line >= 1 && error.line <= line_count() + 1);
    if (!right)
        print_error("line %zu made \"%s\": status %d, line %d\n", changed, replacement ? replacement : "(nothing)",
                    (int)status, (int)error.line);
    assert_true(right);
}

static bool is_line(const char *line, const char *key) {
    size_t size = strlen(key);
    return strncmp(line, key, size) == 0 && line[size] == '\t';
}

/* Where field `number` of a line begins, from 0. */
static char *field_of(char *line, size_t number) {
    while (number--) line = strchr(line, '\t') + 1;
    return line;
}

static size_t field_count(const char *line) {
    size_t count = 1;
    for (; *line; line++) count += *line == '\t';
    return count;
}

static void unknown_lines_are_refused(void **state) {
    (void)state;
    size_t lines = line_count();
    assert_true(lines > 200);
    for (size_t line = 1; line <= lines; line++) {
        char changed[4000];
        check_refused(line, "", line);
        check_refused(line, "\t", line);
        check_refused(line, "other", line);
        snprintf(changed, sizeof changed, "x%s", line_of(line));
        check_refused(line, changed, line);
        check_refused(line, line_of(line) + 1, line);
        if (line > 1) check_refused(line, line_of(1), line);
    }
}

static void lines_that_are_cut_are_refused(void **state) {
    (void)state;
    for (size_t line = 1; line <= line_count(); line++) {
        char *whole = line_of(line);
        bool weights = is_line(whole, "weights"); /* what is missing of them is known at the end */
        for (size_t field = field_count(whole) - 1; field > 0; field--) {
            if (weights && (field == 1 || next_random(4))) continue;
            field_of(whole, field)[-1] = 0;
            check_refused(line, whole, weights ? 0 : line);
        }
    }
}

/* The columns of a line that hold numbers: from the first to before the end. */
static void number_fields(size_t *first, size_t *end, const char *line) {
    *first = is_line(line, "weights") ? 2 : 1;
    *end = is_line(line, "type") ? 1 : is_line(line, "word") ? 3 : field_count(line);
}

static void what_is_no_number_is_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "", "x", "1x", "nan", "-inf", "1e3", "--1", "1.", ".5", "0x1", " 1", "1 ", "123456789012345678901"};
    for (size_t line = 1; line <= line_count(); line++) {
        char whole[4000];
        char changed[4200];
        size_t first;
        size_t end;
        strcpy(whole, line_of(line));
        number_fields(&first, &end, whole);
        for (size_t field = first; field < end; field++) {
            if (is_line(whole, "weights") && next_random(8)) continue;
            size_t at = (size_t)(field_of(whole, field) - whole);
            const char *rest = whole + at + strcspn(whole + at, "\t");
            const char *text_of = wrong[next_random(sizeof wrong / sizeof *wrong)];
            snprintf(changed, sizeof changed, "%.*s%s%s", (int)at, whole, text_of, rest);
            check_refused(line, changed, line);
        }
    }
}

static void numbers_out_of_range_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *key;
        size_t field;
        const char *number;
    } cases[] = {
        {"gaz scoring", 1, "0"}, {"gaz scoring", 1, "2"},  {"gaz scoring", 1, "-1"}, {"estimate", 1, "2"},
        {"estimate", 4, "1.01"}, {"estimate", 5, "-0.1"},  {"estimate", 10, "1.5"},  {"estimate", 12, "7"},
        {"estimate", 13, "-1"},  {"estimate", 14, "-0.5"}, {"point", 1, "1.1"},      {"point", 2, "-0.2"},
        {"point", 3, "2"},       {"word", 1, "0"},         {"word", 1, "15"},        {"word", 2, "-1"},
        {"word", 2, "99"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char whole[4000];
        char changed[4200];
        size_t line = 1;
        while (!is_line(strcpy(whole, line_of(line)), cases[i].key)) line++;
        size_t at = (size_t)(field_of(whole, cases[i].field) - whole);
        snprintf(changed, sizeof changed, "%.*s%s%s", (int)at, whole, cases[i].number,
                 whole + at + strcspn(whole + at, "\t"));
        check_refused(line, changed, line);
    }
    assert_int_equal(WORD_CLASS_END, 15);
}

/* Too many or too few lines of a kind, and such as belong elsewhere. */
static void lines_that_are_missing_or_too_many_are_refused(void **state) {
    (void)state;
    size_t lines = line_count();
    for (size_t line = 1; line <= lines; line++) {
        char whole[4000];
        char changed[9000];
        strcpy(whole, line_of(line));
        bool may_be_missing = is_line(whole, "word");
        bool may_come_twice = is_line(whole, "type") || is_line(whole, "word"); /* which is once */
        if (!may_be_missing) check_refused(line, NULL, 0);
        snprintf(changed, sizeof changed, "%s\n%s", whole, whole);
        if (!may_come_twice) check_refused(line, changed, 0);
        if (is_line(whole, "weights") && field_count(whole) > 2) {
            snprintf(changed, sizeof changed, "%s\t0.5", whole);
            check_refused(line, changed, 0);
        }
        if (is_line(whole, "type")) {
            snprintf(changed, sizeof changed, "%s\ntype\tAnother", whole);
            check_refused(line, changed, 0);
        }
    }
    char point[64];
    size_t line = 1;
    while (!is_line(line_of(line), "point")) line++;
    snprintf(point, sizeof point, "%s\npoint\t0.005\t1\t1", line_of(line)); /* 102 of them */
    check_refused(line, point, 0);
    check_refused(line + 1, "point\t0\t0.5\t1", line + 1); /* not above the one before */
    check_refused(lines, "word\t3\t4\tbad\\x", lines);
    check_refused(lines, "word\t3\t4\t", lines);
    check_refused(lines, "word\t3\t4", lines);
}

static void files_that_end_early_are_refused(void **state) {
    (void)state;
    size_t words_begin = (size_t)(strstr(text, "\nword\t") - text);
    for (size_t size = 0; size < text_size; size += size < 6000 || size + 300 > text_size ? 1 : 37) {
        gaz_error error = {0};
        struct scoring_model *scoring;
        write_bytes(scoring_model_file_name, text, size);
        gaz_status status = scoring_model_read(&scoring, folder, &error);
        if (status == GAZ_OK) assert_true(size + 8 > words_begin);
        if (status != GAZ_OK) assert_int_equal(status, GAZ_ERROR_INPUT);
        if (status != GAZ_OK) assert_string_equal(error.file, path);
        if (status == GAZ_OK) scoring_model_free(scoring);
    }
}

static void changed_bytes_do_no_harm(void **state) {
    (void)state;
    char *copy = malloc(text_size);
    int opened = 0;
    assert_non_null(copy);
    for (int round = 0; round < 3000; round++) {
        static const char likely[] = "\t\n\0\\.-0 9e";
        struct scoring_model *scoring;
        memcpy(copy, text, text_size);
        for (uint32_t count = 1 + next_random(3); count; count--) {
            size_t at = next_random(4) ? next_random((uint32_t)text_size) : text_size - 1 - next_random(100);
            if (next_random(2))
                copy[at] = likely[next_random(sizeof likely - 1)];
            else
                copy[at] = (char)(copy[at] ^ (char)(1u << next_random(8)));
        }
        write_bytes(scoring_model_file_name, copy, text_size);
        gaz_status status = scoring_model_read(&scoring, folder, NULL);
        assert_true(status == GAZ_OK || status == GAZ_ERROR_INPUT);
        if (status != GAZ_OK) continue;
        uint32_t slots;
        free(scoring_model_word_table(&slots, scoring));
        scoring_model_free(scoring);
        opened++;
    }
    free(copy);
    assert_true(opened > 100 && opened < 2900);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(old_files_are_read_and_replaced),
        cmocka_unit_test(nothing_is_no_file),
        cmocka_unit_test(words_become_a_table),
        cmocka_unit_test(unknown_lines_are_refused),
        cmocka_unit_test(lines_that_are_cut_are_refused),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(numbers_out_of_range_are_refused),
        cmocka_unit_test(lines_that_are_missing_or_too_many_are_refused),
        cmocka_unit_test(files_that_end_early_are_refused),
        cmocka_unit_test(changed_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
