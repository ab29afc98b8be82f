/* A stream that goes on with another model. */
#include "folder.h"
#include "gaz.h"

enum { LINES = 150000 /* more than a few blocks */ };

static gaz_model *models[2]; /* x is A in one and B in the other, y is C in the other only */

static gaz_model *make_model(const char *type, const char *more) {
    gaz_lexicon *lexicon;
    gaz_model *model;
    const gaz_token x = {"x", 1};
    const gaz_token y = {"y", 1};
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_add(lexicon, &x, 1, type, NULL), GAZ_OK);
    if (more) assert_int_equal(gaz_lexicon_add(lexicon, &y, 1, more, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_build(lexicon, path_of("m.gaz"), NULL, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_model_open(&model, path_of("m.gaz"), GAZ_OPEN_COPY, NULL), GAZ_OK);
    gaz_lexicon_free(lexicon);
    return model;
}

static int make_models(void **state) {
    if (make_folder(state) != 0) return -1;
    models[0] = make_model("A", NULL);
    models[1] = make_model("B", "C");
    FILE *file = fopen(path_of("lines"), "w");
    for (int i = 0; i < LINES; i++) fputs("x y 1 2 3\n", file);
    return fclose(file);
}

static int close_models(void **state) {
    for (int i = 0; i < 2; i++) gaz_model_close(models[i]);
    return remove_folder(state);
}

struct run {
    gaz_stream *stream;
    const char *type; /* asked for with the other model; NULL: all */
    int blocks;
    gaz_status status; /* of setting it */
    gaz_memory output;
};

/* From the third block on the other model. */
static void change_model(void *user) {
    struct run *run = user;
    gaz_match_options match;
    gaz_match_options_init(&match);
    match.types = &run->type;
    match.type_count = run->type != NULL;
    if (++run->blocks == 3) run->status = gaz_stream_set_model(run->stream, models[1], &match, NULL);
}

static struct run run_stream(unsigned threads, const char *type) {
    struct run run = {.type = type};
    gaz_stream_options options;
    gaz_sink sink;
    gaz_stream_options_init(&options);
    options.output = GAZ_FORMAT_DOCCANO;
    options.threads = threads;
    options.document = GAZ_DOCUMENT_LINE;
    options.before_block = change_model;
    options.user = &run;
    gaz_sink_memory(&sink, &run.output);
    assert_int_equal(gaz_stream_new(&run.stream, models[0], &options, &sink, NULL), GAZ_OK);
    assert_int_equal(gaz_stream_file(run.stream, path_of("lines"), NULL), GAZ_OK);
    assert_int_equal(gaz_stream_finish(NULL, run.stream, NULL), GAZ_OK);
    gaz_stream_free(run.stream);
    assert_true(run.blocks > 3);
    return run;
}

/* Counts the types in the output, of which A comes before the others. */
static void count_types(size_t counts[3], struct run *run) {
    counts[0] = counts[1] = counts[2] = 0;
    for (size_t i = 0; i < run->output.size; i++) {
        char byte = run->output.bytes[i];
        if (byte < 'A' || byte > 'C') continue;
        assert_false(byte == 'A' && counts[1]);
        counts[byte - 'A']++;
    }
    gaz_memory_free(&run->output);
}

static void lines_come_from_one_model_then_from_the_other(void **state) {
    (void)state;
    for (unsigned threads = 0; threads < 4; threads += 3) {
        size_t counts[3];
        struct run run = run_stream(threads, NULL);
        assert_int_equal(run.status, GAZ_OK);
        count_types(counts, &run);
        assert_int_equal(counts[0] + counts[1], LINES);
        assert_true(counts[0] > 0 && counts[1] > 0);
        assert_int_equal(counts[2], counts[1]);
    }
}

static void options_go_with_the_model(void **state) {
    (void)state;
    size_t counts[3];
    struct run run = run_stream(0, "C");
    assert_int_equal(run.status, GAZ_OK);
    count_types(counts, &run);
    assert_int_equal(counts[0] + counts[2], LINES);
    assert_int_equal(counts[1], 0);
}

static void a_model_that_does_not_fit_changes_nothing(void **state) {
    (void)state;
    size_t counts[3];
    struct run run = run_stream(3, "A");
    assert_int_equal(run.status, GAZ_ERROR_ARGUMENT);
    count_types(counts, &run);
    assert_int_equal(counts[0], LINES);
    assert_int_equal(counts[1] + counts[2], 0);
    assert_int_equal(gaz_stream_set_model(NULL, models[0], NULL, NULL), GAZ_ERROR_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_from_one_model_then_from_the_other),
        cmocka_unit_test(options_go_with_the_model),
        cmocka_unit_test(a_model_that_does_not_fit_changes_nothing),
    };
    return cmocka_run_group_tests(tests, make_models, close_models);
}
