/* The tagger on tokenized text: the same as on the tokens themselves; and what tagger and stream refuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gaz.h"

static char path[] = "/tmp/gaz_tagger_XXXXXX";

static gaz_model *build(gaz_tokens tokens) {
    static const gaz_token input_output[] = {{"input/output", 12}};
    static const gaz_token kernel_space[] = {{"kernel", 6}, {"space", 5}};
    gaz_lexicon *lexicon;
    gaz_model *model;
    gaz_build_options options;
    gaz_build_options_init(&options);
    options.tokens = tokens;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_add(lexicon, input_output, 1, "A", NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_add(lexicon, kernel_space, 2, "B", NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_build(lexicon, path, &options, NULL, NULL), GAZ_OK);
    gaz_lexicon_free(lexicon);
    assert_int_equal(gaz_model_open(&model, path, 0, NULL), GAZ_OK);
    return model;
}

/* Spans come as byte offsets; a match does not go over a line's end, nor does a token end at its punctuation. */
static void tokenized_text(void **state) {
    (void)state;
    static const char text[] = "the  input/output of\tkernel  space . kernel\r\nspace input/output, kernel space\n";
    static const struct {
        const char *surface;
        const char *type;
    } expected[] = {{"input/output", "A"}, {"kernel  space", "B"}, {"kernel space", "B"}};
    gaz_model *model = build(GAZ_TOKENS_BOTH);
    gaz_tagger_options options;
    gaz_tagger *tagger;
    gaz_span span;
    size_t count = 0;
    gaz_tagger_options_init(&options);
    options.input.format = GAZ_FORMAT_TOKENIZED;
    assert_int_equal(gaz_tagger_new(&tagger, model, &options, NULL), GAZ_OK);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(gaz_tagger_text(tagger, text, sizeof text - 1, NULL), GAZ_OK);
        for (count = 0; gaz_tagger_next(&span, tagger); count++) {
            assert_true(count < sizeof expected / sizeof *expected);
            assert_int_equal(span.end - span.begin, strlen(expected[count].surface));
            assert_memory_equal(text + span.begin, expected[count].surface, span.end - span.begin);
            assert_string_equal(gaz_model_type(model, span.type), expected[count].type);
        }
        assert_int_equal(count, sizeof expected / sizeof *expected);
    }
    gaz_tagger_free(tagger);
    gaz_model_close(model);
}

/* Each input needs its own tokenization. */
static void models_without_the_tokenization(void **state) {
    (void)state;
    for (int tokenized = 0; tokenized < 2; tokenized++) {
        gaz_model *model = build(tokenized ? GAZ_TOKENS_WORDS : GAZ_TOKENS_CORPUS);
        gaz_tagger_options options;
        gaz_tagger *tagger;
        gaz_error error;
        gaz_tagger_options_init(&options);
        options.input.format = tokenized ? GAZ_FORMAT_TOKENIZED : GAZ_FORMAT_TEXT;
        assert_int_equal(gaz_tagger_new(&tagger, model, &options, NULL), GAZ_OK);
        assert_int_equal(gaz_tagger_text(tagger, "a b", 3, &error), GAZ_ERROR_ARGUMENT);
        assert_non_null(strstr(error.message, tokenized ? "corpus tokens" : "words for raw text"));
        gaz_tagger_free(tagger);
        gaz_model_close(model);
    }
}

static void expect_refused(const gaz_model *model, const gaz_tagger_options *options, const char *message) {
    gaz_tagger *tagger;
    gaz_error error;
    assert_int_equal(gaz_tagger_new(&tagger, model, options, &error), GAZ_ERROR_ARGUMENT);
    assert_null(tagger);
    if (!strstr(error.message, message)) fail_msg("\"%s\" does not say \"%s\"", error.message, message);
}

static void what_is_not_supported_is_refused(void **state) {
    (void)state;
    static const char *const fields[] = {"text"};
    static const gaz_input_options inputs[] = {
        {.format = GAZ_FORMAT_CONLL},         {.format = GAZ_FORMAT_JSONL},
        {.fields = fields, .field_count = 1}, {.columns = {.separator = GAZ_SEPARATOR_TAB}},
        {.columns = {.token_column = 1}},     {.columns = {.tag_column = 2}},
        {.columns = {.lenient = 1}}};
    static const char *const types[] = {"A", "other"};
    gaz_model *model = build(GAZ_TOKENS_BOTH);
    gaz_tagger_options options;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        gaz_tagger_options_init(&options);
        options.input = inputs[i];
        expect_refused(model, &options, "text and tokenized text");
    }
    options.input = (gaz_input_options){.columns = {.scheme = GAZ_SCHEME_IOB2}};
    expect_refused(model, &options, "scheme");
    options.input = (gaz_input_options){.format = GAZ_FORMAT_BRAT};
    expect_refused(model, &options, "format");
    gaz_tagger_options_init(&options);
    options.match.min_score = 1.1;
    expect_refused(model, &options, "score");
    options.match.min_score = (double)NAN;
    expect_refused(model, &options, "score");
    options.match.min_score = 0;
    options.match.kernel = "none";
    expect_refused(model, &options, "kernel");
    options.match.kernel = NULL;
    options.match.types = types;
    options.match.type_count = 2;
    expect_refused(model, &options, "other");
    gaz_model_close(model);
}

static void a_stream_refuses_tags_of_its_input(void **state) {
    (void)state;
    static const gaz_input_options inputs[] = {{.columns = {.scheme = GAZ_SCHEME_IOB2}},
                                               {.columns = {.tag_column = 2}, .format = GAZ_FORMAT_CONLL},
                                               {.format = GAZ_FORMAT_WEBANNO}};
    gaz_model *model = build(GAZ_TOKENS_BOTH);
    gaz_memory memory = {0};
    gaz_sink sink;
    gaz_sink_memory(&sink, &memory);
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        gaz_stream_options options;
        gaz_stream *stream;
        gaz_stream_options_init(&options);
        options.input = inputs[i];
        assert_int_equal(gaz_stream_new(&stream, model, &options, &sink, NULL), GAZ_ERROR_ARGUMENT);
        options.replace_tag = 1;
        bool replaced = inputs[i].columns.tag_column > 0;
        assert_int_equal(gaz_stream_new(&stream, model, &options, &sink, NULL), replaced ? GAZ_OK : GAZ_ERROR_ARGUMENT);
        gaz_stream_free(stream);
    }
    gaz_memory_free(&memory);
    gaz_model_close(model);
}

static void types_are_chosen(void **state) {
    (void)state;
    static const char *const types[] = {"A"};
    static const char text[] = "kernel space, input/output";
    gaz_model *model = build(GAZ_TOKENS_BOTH);
    gaz_tagger_options options;
    gaz_tagger *tagger;
    gaz_span span;
    gaz_tagger_options_init(&options);
    options.match.types = types;
    options.match.type_count = 1;
    assert_int_equal(gaz_tagger_new(&tagger, model, &options, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_text(tagger, text, sizeof text - 1, NULL), GAZ_OK);
    assert_true(gaz_tagger_next(&span, tagger));
    assert_string_equal(gaz_model_type(model, span.type), "A");
    assert_false(gaz_tagger_next(&span, tagger));
    gaz_tagger_free(tagger);
    gaz_model_close(model);
}

int main(void) {
    int file = mkstemp(path);
    if (file < 0) return 1;
    close(file);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokenized_text),
        cmocka_unit_test(models_without_the_tokenization),
        cmocka_unit_test(what_is_not_supported_is_refused),
        cmocka_unit_test(a_stream_refuses_tags_of_its_input),
        cmocka_unit_test(types_are_chosen),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove(path);
    return failed;
}
