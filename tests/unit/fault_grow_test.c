/* Learning to suggest, and suggesting, while every allocation and every call of the system fails in turn. */
#include "batch.h"
#include "stages.h"

#include <fcntl.h>
#include <stdio.h>

#include "lexicon/growth.h"

static gaz_lexicon *lists; /* with what was learnt */
static int null_device;
static gaz_sink nowhere;

static uint64_t growth_digest(const struct growth *growth) {
    uint64_t digest = growth->words.count;
    digest = mix(digest, growth->weights, growth->feature_count * (1 + growth->types.count) * sizeof(float));
    digest = mix(digest, growth->surface, sizeof growth->surface);
    digest = mix(digest, growth->seen_counts, growth->seen.count * sizeof(uint32_t));
    return mix(digest, growth->counts, growth->words.count * sizeof *growth->counts);
}

static gaz_status harvest(gaz_lexicon **made, unsigned threads, gaz_error *error) {
    const char *const paths[] = {path_of("names.conll")};
    gaz_harvest_options options;
    gaz_harvest_options_init(&options);
    options.growth = 1;
    options.threads = threads;
    *made = NULL;
    gaz_status status = gaz_lexicon_new(made, error);
    return status == GAZ_OK ? gaz_lexicon_harvest(*made, paths, 1, &options, NULL, error) : status;
}

static gaz_status run_learn_with(uint64_t *digest, unsigned threads, gaz_error *error) {
    gaz_lexicon *made;
    gaz_status status = harvest(&made, threads, error);
    if (status == GAZ_OK) *digest = growth_digest(made->growth);
    gaz_lexicon_free(made);
    return status;
}

static gaz_status run_learn(uint64_t *digest, gaz_error *error) {
    return run_learn_with(digest, 0, error);
}

static gaz_status run_learn_in_threads(uint64_t *digest, gaz_error *error) {
    return run_learn_with(digest, 2, error);
}

static gaz_status run_read(uint64_t *digest, gaz_error *error) {
    struct growth *read;
    gaz_status status = growth_read(&read, path_of("lists"), error);
    if (status == GAZ_OK) *digest = growth_digest(read);
    growth_free(read);
    return status;
}

static gaz_status write_growth(const struct growth *growth, const char *where, gaz_error *error) {
    struct file_batch batch = {.count = 0};
    return batch_end(&batch, growth_put(&batch, growth, where, error), error);
}

static gaz_status run_write(uint64_t *digest, gaz_error *error) {
    *digest = 0;
    return write_growth(lists->growth, path_of("written"), error);
}

static gaz_status run_suggest_with(uint64_t *digest, unsigned threads, gaz_error *error) {
    static const char text[] = "the ABX12 and the KXR7 were\nseen with dromycin here\n";
    gaz_suggest_options options;
    gaz_suggest *suggest = NULL;
    gaz_suggest_options_init(&options);
    options.input.format = GAZ_FORMAT_TOKENIZED;
    options.threads = threads;
    gaz_status status = gaz_suggest_new(&suggest, lists, &options, error);
    if (status == GAZ_OK) status = gaz_suggest_add_text(suggest, text, sizeof text - 1, error);
    if (status == GAZ_OK) status = gaz_suggest_add_file(suggest, path_of("text"), error);
    if (status == GAZ_OK) status = gaz_suggest_write(suggest, &nowhere, 10, error);
    if (status == GAZ_OK) status = gaz_suggest_accept(digest, suggest, path_of("accepted"), 0.1, 10, error);
    gaz_suggest_free(suggest);
    return status;
}

static gaz_status run_suggest(uint64_t *digest, gaz_error *error) {
    return run_suggest_with(digest, 0, error);
}

static gaz_status run_suggest_in_threads(uint64_t *digest, gaz_error *error) {
    return run_suggest_with(digest, 2, error);
}

STAGE(learning_survives, run_learn, NULL, NULL, 41)
STAGE(learning_in_threads_survives, run_learn_in_threads, NULL, NULL, 97)
STAGE(reading_survives, run_read, NULL, NULL, 0)
STAGE(writing_survives, run_write, NULL, NULL, 0)
STAGE(suggesting_survives, run_suggest, NULL, NULL, 0)
STAGE(suggesting_in_threads_survives, run_suggest_in_threads, NULL, NULL, 7)

static void what_is_not_given_is_refused(void **state) {
    gaz_suggest *suggest;
    (void)state;
    assert_int_equal(gaz_suggest_new(NULL, lists, NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_suggest_new(&suggest, NULL, NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_suggest_new(&suggest, lists, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_suggest_add_text(NULL, "x", 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_suggest_add_text(suggest, NULL, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_suggest_add_text(suggest, NULL, 0, NULL), GAZ_OK); /* an empty text need not be anywhere */
    assert_int_equal(gaz_suggest_add_file(NULL, "x", NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_suggest_add_file(suggest, NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_suggest_write(NULL, &nowhere, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_suggest_write(suggest, NULL, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_suggest_accept(NULL, NULL, folder, 0.5, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_suggest_accept(NULL, suggest, NULL, 0.5, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_suggest_accept(NULL, suggest, path_of("accepted"), 0.5, 1, NULL), GAZ_OK);
    gaz_suggest_free(suggest);
}

/* Genes and drugs, most of which no other fold has. */
static void make_texts(void) {
    static char text[1 << 16];
    size_t size = 0;
    for (int i = 0; i < 80; i++)
        size += (size_t)sprintf(text + size,
                                "the\tO\n%c%cX%d\tB-Gene\nis\tO\n.\tO\n\nwith\tO\n%cro%cmycin\tB-Drug\n.\tO\n\n",
                                'A' + i % 7, 'K' + i % 9, i % 13, 'b' + i % 11, 'a' + i % 5);
    write_bytes("names.conll", text, size);
    size = 0;
    for (int i = 0; i < 30; i++)
        size += (size_t)sprintf(text + size, "the %cQX%d is with trar%cmycin .\n", 'A' + i % 9, i, 'a' + i % 9);
    write_bytes("text", text, size);
}

static int make_world(void **state) {
    gaz_error error;
    begin_failing();
    if (make_folder(state) != 0) return -1;
    mkdir(path_of("lists"), 0700);
    mkdir(path_of("written"), 0700);
    mkdir(path_of("accepted"), 0700);
    make_texts();
    null_device = open("/dev/null", O_WRONLY);
    gaz_sink_descriptor(&nowhere, null_device, NULL);
    if (harvest(&lists, 0, &error) != GAZ_OK || !lists->growth ||
        gaz_lexicon_write(lists, path_of("lists"), &error) != GAZ_OK)
        return -1;
    uint64_t accepted = 0;
    return run_suggest(&accepted, &error) == GAZ_OK && accepted > 0 ? 0 : -1; /* there is something to suggest */
}

static int end_world(void **state) {
    close(null_device);
    gaz_lexicon_free(lists);
    return remove_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(learning_survives),
        cmocka_unit_test(learning_in_threads_survives),
        cmocka_unit_test(reading_survives),
        cmocka_unit_test(writing_survives),
        cmocka_unit_test(suggesting_survives),
        cmocka_unit_test(suggesting_in_threads_survives),
        cmocka_unit_test(what_is_not_given_is_refused),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
