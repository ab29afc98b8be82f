/* What suggesting needs as a file: written, read, damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "batch.h"
#include "folder.h"
#include "lexicon/growth.h"
#include "text/shape.h"

static char path[128];
static char *text; /* the file of `made` */
static size_t text_size;
static struct growth *made;

static uint32_t next_random(uint32_t below) {
    static uint32_t state = 5;
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

static float random_weight(void) {
    return next_random(3) ? (float)(((double)next_random(80001) - 40000) / 10000) : 0;
}

static struct growth *make_growth(void) {
    static const char *const types[] = {"Loc", "Person of note"};
    static const char *const words[] = {"kernel", ",", "a b", "\u00E9\\", "2"};
    static const char *const seen[] = {"the kernel", "a\\sb ,", "\u00E9"};
    struct growth *growth = calloc(1, sizeof *growth);
    uint32_t number;
    assert_non_null(growth);
    for (int i = 0; i < 2; i++)
        assert_int_equal(strings_add(&number, &growth->types, types[i], strlen(types[i]), NULL), GAZ_OK);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(growth_add_word(&number, growth, words[i], strlen(words[i]), NULL), GAZ_OK);
        uint32_t all = next_random(1000000);
        growth->counts[number] = (struct growth_word){all, all / 2, all / 3, next_random(all + 1), all / 1000, 0, all};
    }
    for (int i = 0; i < 3; i++)
        assert_int_equal(growth_add_seen(growth, seen[i], strlen(seen[i]), next_random(9) + 1, NULL), GAZ_OK);
    for (uint8_t i = 1; i < 5; i++) {
        struct growth_shapes shapes = {.items = {i, SHAPE_LOWER, SHAPE_END - 1}, .count = (uint8_t)(i < 4 ? i : 3)};
        assert_true(growth_add_shapes(growth, &shapes));
    }
    for (uint64_t i = 0; i < 20; i++) {
        float *weights = growth_add_feature(growth, i << 48 | (uint64_t)next_random(65536) << 32 | next_random(65536));
        assert_non_null(weights);
        for (int k = 0; k < 3; k++) weights[k] = random_weight();
    }
    for (int i = 0; i < GROWTH_SURFACE_WEIGHTS; i++) growth->surface[i] = random_weight();
    growth->most = 17;
    return growth;
}

static void write_text(const char *bytes, size_t size) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static gaz_status write_growth(const struct growth *growth, const char *where, gaz_error *error) {
    struct file_batch batch = {.count = 0};
    return batch_end(&batch, growth_put(&batch, growth, where, error), error);
}

static int set_up(void **state) {
    if (make_folder(state) != 0) return -1;
    snprintf(path, sizeof path, "%s/%s", folder, growth_file_name);
    made = make_growth();
    assert_int_equal(write_growth(made, folder, NULL), GAZ_OK);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text = malloc(1 << 16);
    assert_non_null(text);
    text_size = fread(text, 1, 1 << 16, file);
    assert_true(text_size < 1 << 16);
    fclose(file);
    return 0;
}

static int tear_down(void **state) {
    growth_free(made);
    free(text);
    return remove_folder(state);
}

static void assert_strings_equal(const struct strings *left, const struct strings *right) {
    assert_int_equal(left->count, right->count);
    for (uint32_t i = 0; i < left->count; i++) assert_string_equal(left->items[i].bytes, right->items[i].bytes);
}

static void what_is_written_is_read(void **state) {
    (void)state;
    struct growth *read;
    assert_int_equal(growth_read(&read, folder, NULL), GAZ_OK);
    assert_non_null(read);
    assert_strings_equal(&read->types, &made->types);
    assert_strings_equal(&read->words, &made->words);
    assert_strings_equal(&read->seen, &made->seen);
    assert_memory_equal(read->counts, made->counts, made->words.count * sizeof *made->counts);
    assert_memory_equal(read->seen_counts, made->seen_counts, made->seen.count * sizeof *made->seen_counts);
    assert_int_equal(read->shape_count, made->shape_count);
    for (size_t i = 0; i < made->shape_count; i++) {
        assert_int_equal(read->shapes[i].count, made->shapes[i].count);
        assert_memory_equal(read->shapes[i].items, made->shapes[i].items, made->shapes[i].count);
    }
    assert_int_equal(read->feature_count, made->feature_count);
    assert_memory_equal(read->features, made->features, made->feature_count * sizeof *made->features);
    for (size_t i = 0; i < 3 * made->feature_count; i++) assert_true(read->weights[i] == made->weights[i]);
    for (int i = 0; i < GROWTH_SURFACE_WEIGHTS; i++) assert_true(read->surface[i] == made->surface[i]);
    assert_int_equal(read->most, made->most);
    growth_free(read);
}

/* Expects that the file is refused at its line, or (0) at any. */
static void refused(uint64_t line) {
    struct growth *read;
    gaz_error error;
    assert_int_equal(growth_read(&read, folder, &error), GAZ_ERROR_INPUT);
    assert_null(read);
    assert_string_equal(error.file, path);
    if (line) assert_int_equal(error.line, line);
}

/* The file with one line changed: a field more, a field less, missing, another key. */
static void a_damaged_line_is_refused(void **state) {
    (void)state;
    char *copy = malloc(text_size + 100);
    assert_non_null(copy);
    uint64_t line = 1;
    for (size_t begin = 0; begin < text_size; line++) {
        size_t end = (size_t)((char *)memchr(text + begin, '\n', text_size - begin) - text);
        memcpy(copy, text, end);
        memcpy(copy + end, "\tx", 2);
        memcpy(copy + end + 2, text + end, text_size - end);
        write_text(copy, text_size + 2); /* a field more; of shapes, one that is no number */
        refused(line);
        size_t tab = end;
        while (text[tab] != '\t') tab--;
        memcpy(copy + tab, text + end, text_size - end);
        write_text(copy, text_size - (end - tab)); /* a field less; of shapes, they may be others */
        if (strncmp(text + begin, "shapes", 6) != 0) refused(0);
        memcpy(copy, text, begin);
        memcpy(copy + begin, text + end + 1, text_size - end - 1);
        write_text(copy, text_size - (end + 1 - begin)); /* no such line */
        refused(0);
        memcpy(copy, text, text_size);
        copy[begin] = '#';
        write_text(copy, text_size);
        refused(line);
        begin = end + 1;
    }
    free(copy);
}

static void a_file_that_is_cut_is_refused(void **state) {
    (void)state;
    for (size_t size = 0; size < text_size; size++) {
        write_text(text, size);
        refused(0);
    }
}

static void without_a_file_there_is_none(void **state) {
    (void)state;
    struct growth *read = made;
    assert_int_equal(write_growth(NULL, folder, NULL), GAZ_OK);
    assert_int_equal(growth_read(&read, folder, NULL), GAZ_OK);
    assert_null(read);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_damaged_line_is_refused),
        cmocka_unit_test(a_file_that_is_cut_is_refused),
        cmocka_unit_test(without_a_file_there_is_none),
    };
    return cmocka_run_group_tests_name("growth", tests, set_up, tear_down);
}
