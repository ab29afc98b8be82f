/* Any bytes as a text that is explained: the spans are those that tagging it gives, with the same scores; any question
 * is answered or refused; JSON is JSON, and plain text has no control characters. What is to be reviewed is read back
 * as verdicts.
 *
 * Choices: the input, options, the question, and where it is about. */
#include "harvested.h"

#include <jansson.h>

static gaz_lexicon *lexicon; /* of the harvest, for good */
static gaz_model *model;

static void prepare(void) {
    if (model) return;
    gaz_memory image = {0};
    lexicon = fuzz_new_lexicon();
    gaz_lexicon_track_sources(lexicon);
    FUZZ_REQUIRE(gaz_lexicon_read(lexicon, fuzz_harvest(), NULL, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_lexicon_build_bytes(&image, lexicon, NULL, NULL, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_model_open_bytes(&model, image.bytes, image.size, 0, NULL) == GAZ_OK);
    gaz_memory_free(&image);
}

static gaz_memory output; /* used again and again */

static gaz_sink *empty_output(void) {
    static gaz_sink sink;
    output.size = 0;
    gaz_sink_memory(&sink, &output);
    return &sink;
}

/* Writes the latest explanation in every way. */
static void check_written(gaz_explainer *explainer) {
    FUZZ_REQUIRE(gaz_explainer_write(explainer, empty_output(), GAZ_EXPLAIN_JSON, NULL) == GAZ_OK);
    json_t *value = json_loadb(output.bytes, output.size, JSON_ALLOW_NUL, NULL);
    FUZZ_REQUIRE(json_is_object(value) && memchr(output.bytes, '\n', output.size) == output.bytes + output.size - 1);
    json_decref(value);
    FUZZ_REQUIRE(gaz_explainer_write(explainer, empty_output(), GAZ_EXPLAIN_TEXT, NULL) == GAZ_OK);
    for (size_t i = 0; i < output.size; i++)
        FUZZ_REQUIRE((unsigned char)output.bytes[i] >= ' ' || output.bytes[i] == '\n');
    FUZZ_REQUIRE(gaz_explainer_write(explainer, empty_output(), GAZ_EXPLAIN_COLOURS, NULL) == GAZ_OK);
}

/* Takes what is explained, as far as the `most`th explanation. */
static void take_explanations(gaz_explainer *explainer, unsigned most) {
    const gaz_explanation *explanation;
    gaz_error error;
    while (most-- && gaz_explainer_next(&explanation, explainer, &error) == GAZ_OK && explanation)
        check_written(explainer);
}

/* What tagging gives is what is explained. */
static void check_tagged(gaz_explainer *explainer, const gaz_explain_options *options, const struct fuzz_input *input) {
    gaz_tagger *tagger;
    gaz_tagger_options tagging;
    gaz_span span;
    const gaz_explanation *explanation;
    gaz_tagger_options_init(&tagging);
    tagging.input = options->input;
    tagging.match = options->match;
    FUZZ_REQUIRE(gaz_tagger_new(&tagger, model, &tagging, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_tagger_text(tagger, input->bytes, input->size, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_explainer_text(explainer, input->bytes, input->size, NULL) == GAZ_OK);
    for (unsigned i = 0; gaz_tagger_next(&span, tagger); i++) {
        FUZZ_REQUIRE(gaz_explainer_next(&explanation, explainer, NULL) == GAZ_OK && explanation);
        const gaz_candidate *found = &explanation->span;
        FUZZ_REQUIRE(found->reason == GAZ_REASON_TAGGED && found->score == span.score);
        FUZZ_REQUIRE(strcmp(found->type, gaz_model_type(model, span.type)) == 0);
        FUZZ_REQUIRE(found->end - found->begin == span.end - span.begin);
        FUZZ_REQUIRE(memcmp(explanation->text + found->begin, input->bytes + span.begin, span.end - span.begin) == 0);
        if (options->offsets <= GAZ_OFFSETS_BYTE)
            FUZZ_REQUIRE(explanation->begin == span.begin && explanation->end == span.end);
        if (i < 8) check_written(explainer);
    }
    FUZZ_REQUIRE(gaz_explainer_next(&explanation, explainer, NULL) == GAZ_OK && !explanation);
    gaz_tagger_free(tagger);
}

/* Asks about a surface, or a place: what is no good question is refused. */
static void ask(gaz_explainer *explainer, const struct fuzz_input *input, unsigned question, size_t begin,
                size_t size) {
    const gaz_explanation *explanation = NULL;
    gaz_error error;
    if (begin > input->size) begin = input->size;
    if (question == 1) {
        size_t most = input->size - begin < size ? input->size - begin : size;
        gaz_status status = gaz_explainer_why(explainer, input->bytes + begin, most, &error);
        FUZZ_REQUIRE(status == GAZ_OK || status == GAZ_ERROR_ARGUMENT);
        if (status == GAZ_OK) take_explanations(explainer, 20);
    } else if (question == 2) {
        gaz_status status = gaz_explainer_span(&explanation, explainer, begin, begin + size, &error);
        FUZZ_REQUIRE(status == GAZ_OK || status == GAZ_ERROR_ARGUMENT);
        FUZZ_REQUIRE((status == GAZ_OK) == (explanation != NULL));
        if (explanation) check_written(explainer);
    }
}

static void ask_of_file(gaz_explainer *explainer, const char *path, unsigned question, size_t begin, size_t size) {
    const gaz_explanation *explanation = NULL;
    gaz_error error;
    gaz_status status = gaz_explainer_file(explainer, path, &error);
    if (status == GAZ_OK && question == 2)
        status = gaz_explainer_place(&explanation, explainer, 1 + begin % 5, begin / 5, begin / 5 + size, &error);
    if (status == GAZ_OK && explanation) check_written(explainer);
    if (status == GAZ_OK) take_explanations(explainer, 20);
    if (status != GAZ_OK && status != GAZ_ERROR_ARGUMENT) fuzz_check_error(status, &error);
}

/* ---- Review ---- */

/* The rows of the list with the verdict keep in their last column. */
static const char *write_verdicts(uint64_t *rows) {
    const char *path = fuzz_path("verdicts.tsv");
    FILE *file = fopen(path, "w");
    FUZZ_REQUIRE(file);
    *rows = 0;
    for (const char *at = output.bytes, *end = at + output.size, *next; at < end; at = next, ++*rows) {
        next = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
        fwrite(at, 1, (size_t)(next - at) - 1, file);
        fputs(at == output.bytes ? "\n" : "keep\n", file);
    }
    --*rows;
    FUZZ_REQUIRE(fclose(file) == 0);
    return path;
}

static void check_review(const gaz_explain_options *options, const char *path) {
    gaz_review *review;
    gaz_error error;
    uint64_t rows;
    uint64_t count;
    FUZZ_REQUIRE(gaz_review_new(&review, model, lexicon, options, NULL) == GAZ_OK);
    gaz_status status = gaz_review_file(review, path, &error);
    if (status == GAZ_OK) {
        gaz_lexicon_counts counts;
        gaz_lexicon *back = fuzz_new_lexicon();
        FUZZ_REQUIRE(gaz_review_write(review, empty_output(), 50, NULL) == GAZ_OK);
        const char *verdicts = write_verdicts(&rows);
        if (rows) FUZZ_REQUIRE(gaz_lexicon_apply_verdicts(&count, back, verdicts, NULL) == GAZ_OK && count == rows);
        gaz_lexicon_get_counts(&counts, back);
        FUZZ_REQUIRE(counts.kept == rows && counts.verdicts == rows);
        gaz_lexicon_free(back);
    } else {
        fuzz_check_error(status, &error);
    }
    gaz_review_free(review);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const gaz_format formats[] = {GAZ_FORMAT_TEXT, GAZ_FORMAT_TOKENIZED, GAZ_FORMAT_CONLL, GAZ_FORMAT_JSONL};
    struct fuzz_input input = {(const char *)data, size};
    gaz_explain_options options;
    gaz_explainer *explainer;
    prepare();
    gaz_explain_options_init(&options);
    options.input.format = formats[fuzz_choose(&input, 4)];
    unsigned bits = fuzz_choose(&input, 128);
    bool raw = options.input.format == GAZ_FORMAT_TEXT;
    options.input.paragraphs = raw && (bits & 1);
    options.input.columns.lenient = !raw && options.input.format != GAZ_FORMAT_TOKENIZED && (bits & 1);
    options.offsets = (gaz_offsets)(bits / 4 % 4);
    if (bits & 2) options.match.min_score = bits / 16 / 8.0;
    unsigned question = fuzz_choose(&input, 4);
    size_t begin = fuzz_choose(&input, 256);
    size_t length = fuzz_choose(&input, 32);
    FUZZ_REQUIRE(gaz_explainer_new(&explainer, model, question == 3 ? NULL : lexicon, &options, NULL) == GAZ_OK);
    const char *path = fuzz_write("text", input.bytes, input.size);
    if (options.input.format == GAZ_FORMAT_TEXT || options.input.format == GAZ_FORMAT_TOKENIZED) {
        check_tagged(explainer, &options, &input);
        ask(explainer, &input, question, begin, length);
    } else {
        ask_of_file(explainer, path, question, begin, length);
    }
    gaz_explainer_free(explainer);
    if (question == 0) check_review(&options, path);
    return 0;
}
