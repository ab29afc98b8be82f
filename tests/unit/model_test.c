/* Building and opening models; files that are cut off or damaged. */
#include "base/file.h"
#include "sample.h"

/* ---- Building and opening ---- */

static void an_opened_model_describes_itself(void **state) {
    (void)state;
    gaz_model_info info;
    gaz_model *model;
    assert_int_equal(model_open_memory(&model, image, image_size, false, "m", NULL), GAZ_OK);
    gaz_model_get_info(&info, model);
    assert_int_equal(info.version, FORMAT_VERSION);
    assert_int_equal(info.file_size, image_size);
    assert_int_equal(info.entries, ENTRIES);
    assert_int_equal(info.types, 3);
    assert_true(info.corpus.present && !info.corpus.ignore_case && info.corpus.normalize && !info.corpus.typography);
    assert_true(info.words.present && !info.words.ignore_case && info.words.normalize && info.words.typography);
    assert_string_equal(info.words.word_signs, "");
    assert_int_equal(info.corpus.entries, ENTRIES);
    assert_int_equal(info.corpus.tokens, 19);
    assert_int_equal(info.words.tokens, 22);
    assert_int_equal(info.corpus.longest, 6);
    /* Entries of one token and of two, the last three of longer ones, and their ends of four and more. */
    assert_int_equal(info.corpus.states, 9 + 11 + 10 + 12);
    assert_int_equal(info.words.states, 7 + 11 + 12 + 12);
    assert_int_equal(info.words.longest, 6);
    assert_true(info.corpus.bytes + info.words.bytes < image_size);
    static const uint64_t counts[] = {12, 11, 8};
    uint64_t entries[3];
    gaz_model_count_types(entries, model);
    assert_memory_equal(entries, counts, sizeof counts);
    for (uint32_t type = 0; type < 3; type++)
        assert_string_equal(gaz_model_type(model, type), ((char[]){(char)('A' + type), 0}));
    assert_null(gaz_model_type(model, 3));
    gaz_model_close(model);
    gaz_model_close(NULL);
}

static void order_and_threads_do_not_change_the_bytes(void **state) {
    (void)state;
    for (unsigned round = 0; round < 30; round++) {
        gaz_lexicon *lexicon = new_lexicon();
        for (size_t i = 0; i < ENTRIES; i++) {
            size_t k =
                round < 15 ? (i + 2 * round) % ENTRIES : (i * (round % 30 + 1) + 3) % ENTRIES; /* of 31, a prime */
            add(lexicon, surfaces[k], (char[]){types[k], 0});
        }
        build_model(lexicon, &(gaz_build_options){.threads = round % 4});
        gaz_lexicon_free(lexicon);
        size_t size;
        char *bytes = read_file(&size);
        assert_int_equal(size, image_size);
        assert_memory_equal(bytes, image, size);
        free(bytes);
    }
}

static void options_choose_the_tokenizations(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    add(lexicon, "system's", "A");
    for (int tokens = GAZ_TOKENS_BOTH; tokens <= GAZ_TOKENS_WORDS; tokens++) {
        gaz_model_info info;
        build_model(lexicon, &(gaz_build_options){
                                 .tokens = (gaz_tokens)tokens, .match_case = GAZ_CASE_IGNORE, .no_normalize = 1});
        gaz_model *model = open_model();
        gaz_model_get_info(&info, model);
        assert_int_equal(info.corpus.present, tokens != GAZ_TOKENS_WORDS);
        assert_int_equal(info.words.present, tokens != GAZ_TOKENS_CORPUS);
        if (info.corpus.present) assert_true(info.corpus.tokens == 1 && info.corpus.ignore_case);
        if (info.words.present) assert_true(info.words.tokens == 3 && info.words.ignore_case && !info.words.normalize);
        gaz_model_close(model);
    }
    gaz_lexicon_free(lexicon);
}

static void reports_count_senses_and_what_is_left_out(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    add(lexicon, "java", "Language");
    add(lexicon, "java", "Island");
    add(lexicon, "\u00AD", "Invisible"); /* holds no word */
    add(lexicon, "tool", "Tool");
    gaz_build_report report = build_model(lexicon, NULL);
    assert_int_equal(report.entries, 4);
    assert_int_equal(report.lower, 1);
    assert_int_equal(report.repeated, 0);
    assert_int_equal(report.left_out, 1);
    report = build_model(lexicon, &(gaz_build_options){.tokens = GAZ_TOKENS_WORDS});
    assert_int_equal(report.entries, 3);
    assert_int_equal(report.left_out, 1);
    assert_int_equal(report.lower, 1);
    gaz_lexicon_free(lexicon);
}

static void an_empty_lexicon_makes_a_model_that_matches_nothing(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    assert_int_equal(build_model(lexicon, NULL).entries, 0);
    gaz_lexicon_free(lexicon);
    gaz_model *model = open_model();
    gaz_tagger *tagger;
    gaz_span span;
    gaz_token token = {"a", 1};
    assert_null(gaz_model_type(model, 0));
    assert_int_equal(gaz_tagger_new(&tagger, model, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_text(tagger, "a b, c\n", 7, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_next(&span, tagger), 0);
    assert_int_equal(gaz_tagger_tokens(tagger, &token, 1, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_next(&span, tagger), 0);
    gaz_tagger_free(tagger);
    gaz_model_close(model);
}

static void check_no_model(const char *name, gaz_status expected) {
    gaz_error error = {0};
    gaz_model *model = (gaz_model *)(uintptr_t)1;
    assert_int_equal(gaz_model_open(&model, name, 0, &error), expected);
    assert_string_equal(error.file, name);
    assert_null(model);
}

static void what_is_no_model_is_refused(void **state) {
    (void)state;
    assert_int_equal(truncate(path, 0), 0);
    check_no_model(path, GAZ_ERROR_MODEL);
    check_no_model("/proc/self/exe", GAZ_ERROR_MODEL);
    check_no_model(folder, GAZ_ERROR_IO);
    unlink(path);
    check_no_model(path, GAZ_ERROR_IO);
    assert_int_equal(gaz_model_open(NULL, path, 0, NULL), GAZ_ERROR_ARGUMENT);
}

static void a_copy_outlives_its_file(void **state) {
    (void)state;
    gaz_model *model;
    gaz_model_info info;
    gaz_error error;
    assert_int_equal(file_replace(path, image, image_size, NULL), GAZ_OK);
    assert_int_equal(gaz_model_open(&model, path, GAZ_OPEN_COPY, NULL), GAZ_OK);
    assert_int_equal(truncate(path, 0), 0);
    gaz_model_get_info(&info, model);
    assert_int_equal(info.file_size, image_size);
    assert_memory_equal(gaz_model_bytes(model), image, image_size);
    gaz_model_close(model);
    assert_int_equal(gaz_model_open(&model, path, GAZ_OPEN_COPY, &error), GAZ_ERROR_MODEL);
    assert_null(model);
}

static void a_model_is_opened_from_its_bytes(void **state) {
    (void)state;
    gaz_error error = {0};
    gaz_model *model;
    gaz_model_info info;
    char *bytes = malloc(image_size + 1);
    memcpy(bytes + 1, image, image_size); /* not aligned */
    assert_int_equal(gaz_model_open_bytes(&model, bytes + 1, image_size, 0, NULL), GAZ_OK);
    bytes[image_size / 2] ^= 1;
    gaz_model *damaged = model;
    assert_int_equal(gaz_model_open_bytes(&damaged, bytes + 1, image_size, 0, &error), GAZ_ERROR_MODEL);
    assert_null(damaged);
    assert_string_equal(error.file, "");
    free(bytes);
    gaz_model_get_info(&info, model);
    assert_int_equal(info.file_size, image_size);
    assert_memory_equal(gaz_model_bytes(model), image, image_size);
    gaz_model_close(model);
    assert_int_equal(gaz_model_open_bytes(&model, NULL, 0, 0, NULL), GAZ_ERROR_MODEL);
    assert_int_equal(gaz_model_open_bytes(&model, NULL, 1, 0, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_model_open_bytes(NULL, image, image_size, 0, NULL), GAZ_ERROR_ARGUMENT);
}

/* ---- Damaged files ---- */

/* Whether a byte is a filter's, of which there are many: not each one is tried. */
static bool is_in_filter(size_t at) {
    for (uint32_t tokenization = TOKENS_CORPUS; tokenization <= TOKENS_WORDS; tokenization++)
        for (uint32_t kind = SECTION_FILTER_ONES; kind <= SECTION_FILTER_ENDS; kind++) {
            const struct image_section *section = section_of(image, tokenization, kind);
            assert_non_null(section);
            if (at > section->offset && at < section->offset + section->size) return at % 97;
        }
    return false;
}

static void cut_off_models_are_refused(void **state) {
    (void)state;
    char *copy = copy_image();
    assert_int_equal(try_open(copy, image_size), GAZ_OK);
    for (size_t size = 0; size < image_size; size++) {
        if (is_in_filter(size)) continue;
        assert_int_equal(try_open(image, size), GAZ_ERROR_MODEL);
        if (size < sizeof(struct image_header)) continue;
        memcpy(copy, image, size); /* and with a header that says so */
        header_of(copy)->file_size = size;
        sign(copy, size);
        assert_int_equal(try_open(copy, size), GAZ_ERROR_MODEL);
    }
    free(copy);
}

static void every_changed_byte_is_noticed(void **state) {
    (void)state;
    static const char changes[] = {1, 0x40, -1};
    char *copy = copy_image();
    for (size_t i = 0; i < image_size; i++) {
        if (is_in_filter(i)) continue;
        for (size_t k = 0; k < sizeof changes; k++) {
            gaz_model *model;
            copy[i] ^= changes[k];
            gaz_status status = model_open_memory(&model, copy, image_size, false, "m", NULL);
            copy[i] = image[i];
            assert_int_equal(status, i >= 8 && i < 12 ? GAZ_ERROR_VERSION : GAZ_ERROR_MODEL);
        }
    }
    header_of(copy)->version++;
    sign(copy, image_size);
    assert_int_equal(try_open(copy, image_size), GAZ_ERROR_VERSION);
    gaz_error error;
    gaz_model *model;
    header_of(copy)->version = __builtin_bswap32(FORMAT_VERSION);
    assert_int_equal(model_open_memory(&model, copy, image_size, false, "m", &error), GAZ_ERROR_VERSION);
    assert_non_null(strstr(error.message, "byte order"));
    free(copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opened_model_describes_itself),
        cmocka_unit_test(order_and_threads_do_not_change_the_bytes),
        cmocka_unit_test(options_choose_the_tokenizations),
        cmocka_unit_test(reports_count_senses_and_what_is_left_out),
        cmocka_unit_test(an_empty_lexicon_makes_a_model_that_matches_nothing),
        cmocka_unit_test(what_is_no_model_is_refused),
        cmocka_unit_test(a_copy_outlives_its_file),
        cmocka_unit_test(a_model_is_opened_from_its_bytes),
        cmocka_unit_test(cut_off_models_are_refused),
        cmocka_unit_test(every_changed_byte_is_noticed),
    };
    return cmocka_run_group_tests(tests, make_image, drop_image);
}
