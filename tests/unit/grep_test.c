/* gaz_grep through gaz.h: what it refuses, what it says of each file, and what it goes on after. */
#include <unistd.h>

#include "folder.h"
#include "gaz.h"

static gaz_model *model; /* kernel, OS; thread, Code */

/* A model of two entries, by way of memory. */
static gaz_model *new_model(gaz_tokens tokens) {
    const gaz_token kernel = {"kernel", 6};
    const gaz_token thread = {"thread", 6};
    const gaz_build_options options = {.tokens = tokens};
    gaz_lexicon *lexicon;
    gaz_memory image = {0};
    gaz_build_report report;
    gaz_model *made;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_add(lexicon, &kernel, 1, "OS", NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_add(lexicon, &thread, 1, "Code", NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_build_bytes(&image, lexicon, &options, &report, NULL), GAZ_OK);
    assert_int_equal(report.entries, 2);
    assert_int_equal(gaz_model_open_bytes(&made, image.bytes, image.size, 0, NULL), GAZ_OK);
    gaz_memory_free(&image);
    gaz_lexicon_free(lexicon);
    return made;
}

static int set_up(void **state) {
    model = new_model(GAZ_TOKENS_BOTH);
    return make_folder(state);
}

static int tear_down(void **state) {
    gaz_model_close(model);
    return remove_folder(state);
}

static void an_image_in_memory_is_that_of_a_file(void **state) {
    (void)state;
    gaz_lexicon *lexicon;
    gaz_memory image = {0};
    gaz_build_options options;
    gaz_error error;
    gaz_build_options_init(&options);
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_build_bytes(&image, lexicon, NULL, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_build(lexicon, path_of("m.gaz"), NULL, NULL, NULL), GAZ_OK);
    gaz_model *built;
    gaz_model_info info;
    assert_int_equal(gaz_model_open(&built, path_of("m.gaz"), 0, NULL), GAZ_OK);
    gaz_model_get_info(&info, built);
    assert_int_equal(info.file_size, image.size);
    assert_memory_equal(gaz_model_bytes(built), image.bytes, image.size);
    gaz_model_close(built);
    gaz_memory_free(&image);
    options.word_signs = "\u00E9";
    assert_int_equal(gaz_lexicon_build_bytes(&image, lexicon, &options, NULL, &error), GAZ_ERROR_ARGUMENT);
    assert_null(image.bytes);
    assert_int_equal(gaz_lexicon_build_bytes(NULL, lexicon, NULL, NULL, &error), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_lexicon_build(lexicon, path_of("n.gaz"), &options, NULL, &error), GAZ_ERROR_ARGUMENT);
    assert_int_equal(access(path_of("n.gaz"), F_OK), -1);
    gaz_lexicon_free(lexicon);
}

static void expect_refused(const gaz_model *with, const gaz_grep_options *options, const gaz_sink *sink,
                           gaz_hint hint) {
    gaz_grep *grep = (gaz_grep *)(uintptr_t)1;
    gaz_error error;
    assert_int_equal(gaz_grep_new(&grep, with, options, sink, &error), GAZ_ERROR_ARGUMENT);
    assert_int_equal(error.hint, hint);
    assert_true(!grep || grep == (gaz_grep *)(uintptr_t)1);
}

static void what_it_cannot_do_is_refused(void **state) {
    (void)state;
    gaz_memory out = {0};
    gaz_sink sink;
    gaz_grep_options options;
    gaz_sink_memory(&sink, &out);
    gaz_grep_options_init(&options);
    expect_refused(NULL, &options, &sink, GAZ_HINT_NONE);
    expect_refused(model, &options, NULL, GAZ_HINT_NONE);
    options.match.senses = 1;
    expect_refused(model, &options, &sink, GAZ_HINT_NONE);
    gaz_grep_options_init(&options);
    options.match.abbreviations = 1;
    expect_refused(model, &options, &sink, GAZ_HINT_NONE);
    gaz_grep_options_init(&options);
    options.match.types = (const char *[]){"None"};
    options.match.type_count = 1;
    expect_refused(model, &options, &sink, GAZ_HINT_MODEL_TYPES);
    gaz_model *corpus = new_model(GAZ_TOKENS_CORPUS);
    expect_refused(corpus, NULL, &sink, GAZ_HINT_TOKENS_WORDS);
    gaz_model_close(corpus);
    gaz_grep_free(NULL);
}

/* Looks through a file and expects a result. */
static void expect(gaz_grep *grep, const char *path, gaz_status status, gaz_grep_result wanted) {
    gaz_grep_result result;
    gaz_error error;
    assert_int_equal(gaz_grep_file(grep, path, &result, &error), status);
    assert_int_equal(result.lines, wanted.lines);
    assert_int_equal(result.binary, wanted.binary);
    assert_int_equal(result.broken, wanted.broken);
}

static void a_failure_to_read_ends_one_file(void **state) {
    (void)state;
    gaz_memory out = {0};
    gaz_sink sink;
    gaz_grep *grep;
    gaz_grep_options options;
    gaz_grep_options_init(&options);
    gaz_sink_memory(&sink, &out);
    const char *text = write_file("text", "a kernel\nb\na thread, a kernel");
    const char *binary = write_bytes("binary", "kernel\n\0\n", 9);
    for (options.threads = 0; options.threads < 4; options.threads += 2) {
        options.entries = 1;
        assert_int_equal(gaz_grep_new(&grep, model, &options, &sink, NULL), GAZ_OK);
        expect(grep, text, GAZ_OK, (gaz_grep_result){.lines = 2});
        expect(grep, path_of("absent"), GAZ_ERROR_IO, (gaz_grep_result){0});
        expect(grep, folder, GAZ_ERROR_IO, (gaz_grep_result){0});
        expect(grep, binary, GAZ_OK, (gaz_grep_result){.lines = 1, .binary = 1});
        expect(grep, text, GAZ_OK, (gaz_grep_result){.lines = 2});
        assert_int_equal(gaz_grep_file(grep, NULL, NULL, NULL), GAZ_ERROR_ARGUMENT);
        uint64_t counts[2] = {0};
        for (uint32_t i = 0; i < 2; i++) {
            gaz_model_entry entry;
            assert_int_equal(gaz_model_get_entry(&entry, model, i), 1);
            counts[strcmp(entry.type, "OS") == 0] = gaz_grep_entry_matches(grep, i);
        }
        assert_int_equal(counts[0], 2);
        assert_int_equal(counts[1], 2 + 1 + 2); /* in the binary file, too */
        assert_int_equal(gaz_grep_entry_matches(grep, 2), 0);
        gaz_grep_free(grep);
        static const char wanted[] = "a kernel\na thread, a kernel\na kernel\na thread, a kernel\n";
        assert_int_equal(out.size, sizeof wanted - 1);
        assert_memory_equal(out.bytes, wanted, out.size);
        out.size = 0;
    }
    gaz_memory_free(&out);
}

static gaz_status refuse(void *user, const void *bytes, size_t size, gaz_error *error) {
    (void)user, (void)bytes, (void)size, (void)error;
    return GAZ_ERROR_CLOSED;
}

static void a_failure_to_write_ends_all(void **state) {
    (void)state;
    const gaz_sink sink = {.write = refuse, .name = "out"};
    gaz_grep *grep;
    gaz_grep_options options;
    gaz_grep_options_init(&options);
    const char *other = write_file("other", "b\n");
    const char *text = write_file("text", "a kernel\n");
    for (options.threads = 0; options.threads < 4; options.threads += 3) {
        assert_int_equal(gaz_grep_new(&grep, model, &options, &sink, NULL), GAZ_OK);
        expect(grep, other, GAZ_OK, (gaz_grep_result){0});
        expect(grep, text, GAZ_ERROR_CLOSED, (gaz_grep_result){.lines = 1, .broken = 1});
        gaz_grep_free(grep);
    }
}

static void no_limit_is_no_reading(void **state) {
    (void)state;
    gaz_memory out = {0};
    gaz_sink sink;
    gaz_grep *grep;
    gaz_sink_memory(&sink, &out);
    const gaz_grep_options options = {.output = GAZ_GREP_WITHOUT, .match = {.min_score = -1}};
    assert_int_equal(gaz_grep_new(&grep, model, &options, &sink, NULL), GAZ_OK);
    expect(grep, "absent", GAZ_OK, (gaz_grep_result){0});
    assert_int_equal(out.size, 7);
    assert_memory_equal(out.bytes, "absent\n", 7);
    gaz_grep_free(grep);
    gaz_memory_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_image_in_memory_is_that_of_a_file),
        cmocka_unit_test(what_it_cannot_do_is_refused),
        cmocka_unit_test(a_failure_to_read_ends_one_file),
        cmocka_unit_test(a_failure_to_write_ends_all),
        cmocka_unit_test(no_limit_is_no_reading),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
