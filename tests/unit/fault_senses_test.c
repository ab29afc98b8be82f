/* Entries with ids, looking them up, documents with senses, and streams and searches that change, while every call
 * fails in turn. */
#include "stages.h"

#include <stdio.h>

static gaz_lexicon *lexicon;
static gaz_model *model;
static gaz_model *other;

static gaz_status add_entries(gaz_lexicon *to, gaz_error *error) {
    static const gaz_token tokens[] = {{"kernel", 6}, {"space", 5}};
    static const char *const ids[] = {"Q1", "Q2", "Q3"};
    gaz_status status = GAZ_OK;
    for (int i = 0; i < 3 && status == GAZ_OK; i++) {
        gaz_entry entry;
        gaz_entry_init(&entry);
        entry.tokens = tokens;
        entry.token_count = i ? 2 : 1;
        entry.type = i == 1 ? "Place" : "Thing";
        entry.id = ids[i];
        entry.name = "the name";
        status = gaz_lexicon_add_entry(to, &entry, error);
    }
    return status;
}

static gaz_status run_add_entries(uint64_t *digest, gaz_error *error) {
    gaz_lexicon *made = NULL;
    gaz_status status = gaz_lexicon_new(&made, error);
    if (status == GAZ_OK) status = add_entries(made, error);
    if (status == GAZ_OK) *digest = lexicon_digest(made);
    gaz_type_counts types[8] = {{0}};
    if (status == GAZ_OK) status = gaz_lexicon_get_type_counts(types, made, error);
    for (size_t i = 0; i < 8 && status == GAZ_OK; i++) *digest = mix(*digest, &types[i].counts, sizeof types[i].counts);
    gaz_lexicon_free(made);
    return status;
}

static gaz_status run_look_up(uint64_t *digest, gaz_error *error) {
    uint32_t numbers[8];
    gaz_lookup *lookup = NULL;
    gaz_memory output = {0};
    gaz_sink sink;
    const char *surface = "";
    size_t size = 0;
    size_t count = 0;
    *digest = 0;
    gaz_sink_memory(&sink, &output);
    gaz_status status = gaz_lookup_new(&lookup, model, error);
    if (status == GAZ_OK) count = gaz_lookup_senses(numbers, 8, lookup, "kernel space", 12);
    for (size_t i = 0; i < count && i < 8 && status == GAZ_OK; i++) {
        status = gaz_lookup_surface(&surface, &size, lookup, numbers[i], error);
        if (status == GAZ_OK) *digest = mix(*digest, surface, size);
    }
    if (status == GAZ_OK) status = gaz_lookup_write_json(lookup, numbers, count, &sink, error);
    if (status == GAZ_OK) status = gaz_model_write_json(model, &sink, error);
    if (status == GAZ_OK) *digest = mix(*digest + count, output.bytes, output.size);
    gaz_lookup_free(lookup);
    gaz_memory_free(&output);
    return status;
}

static gaz_status fill(gaz_document *document, gaz_error *error) {
    const gaz_document_sense sense = {.type = "Place", .id = "Q2", .name = "another", .score = 0.5};
    gaz_status status = gaz_document_set_text(document, "a", "the kernel", 10, error);
    if (status == GAZ_OK) status = gaz_document_set_id(document, "d/1", error);
    if (status == GAZ_OK) status = gaz_document_add_span(document, 4, 10, "Thing", 1, error);
    if (status == GAZ_OK) status = gaz_document_set_concept(document, "Q1", "the name", error);
    if (status == GAZ_OK) status = gaz_document_add_sense(document, &sense, error);
    return status;
}

static gaz_status run_document(uint64_t *digest, gaz_error *error) {
    gaz_document *document = NULL;
    gaz_document_writer *writer = NULL;
    gaz_write_options options;
    gaz_memory output = {0};
    gaz_sink sink;
    gaz_write_options_init(&options);
    gaz_sink_memory(&sink, &output);
    gaz_status status = gaz_document_new(&document, error);
    if (status == GAZ_OK) status = fill(document, error);
    if (status == GAZ_OK) status = gaz_document_writer_new(&writer, GAZ_FORMAT_JSONL, &options, &sink, error);
    if (status == GAZ_OK) status = gaz_document_write(writer, document, error);
    if (status == GAZ_OK) status = gaz_document_writer_finish(NULL, writer, error);
    *digest = mix(0, output.bytes, output.size);
    gaz_document_writer_free(writer);
    gaz_document_free(document);
    gaz_memory_free(&output);
    return status;
}

/* A file under another name, and the spans with all their senses. */
static gaz_status run_stream(uint64_t *digest, gaz_error *error) {
    gaz_stream_options options;
    gaz_memory output = {0};
    gaz_sink sink;
    gaz_stream *stream = NULL;
    gaz_stream_options_init(&options);
    gaz_sink_memory(&sink, &output);
    options.input.format = GAZ_FORMAT_TEXT;
    options.output = GAZ_FORMAT_JSONL;
    options.match.senses = 1;
    gaz_status status = gaz_stream_new(&stream, model, &options, &sink, error);
    if (status == GAZ_OK) status = gaz_stream_file_as(stream, path_of("text.txt"), "b/c.txt", error);
    if (status == GAZ_OK) status = gaz_stream_finish(NULL, stream, error);
    *digest = mix(0, output.bytes, output.size);
    gaz_stream_free(stream);
    gaz_memory_free(&output);
    return status;
}

static gaz_status run_grep(uint64_t *digest, gaz_error *error) {
    gaz_grep_options options;
    gaz_memory output = {0};
    gaz_sink sink;
    gaz_grep *grep = NULL;
    gaz_grep_options_init(&options);
    gaz_sink_memory(&sink, &output);
    options.names = 1;
    gaz_status status = gaz_grep_new(&grep, model, &options, &sink, error);
    if (status == GAZ_OK) status = gaz_grep_file(grep, path_of("text.txt"), NULL, error);
    if (status == GAZ_OK) status = gaz_grep_set_model(grep, other, &options.match, error);
    if (status == GAZ_OK) status = gaz_grep_file(grep, path_of("text.txt"), NULL, error);
    *digest = mix(0, output.bytes, output.size);
    gaz_grep_free(grep);
    gaz_memory_free(&output);
    return status;
}

static gaz_status run_explain(uint64_t *digest, gaz_error *error) {
    static const char text[] = "the kernel space and a kernel";
    const gaz_explanation *found = NULL;
    gaz_explainer *explainer = NULL;
    *digest = 0;
    gaz_status status = gaz_explainer_new(&explainer, model, lexicon, NULL, error);
    if (status == GAZ_OK) status = gaz_explainer_text(explainer, text, sizeof text - 1, error);
    if (status == GAZ_OK) status = gaz_explainer_place(&found, explainer, 0, 4, 16, error);
    if (status == GAZ_OK) *digest = mix(*digest, &found->span.begin, 16);
    gaz_explainer_free(explainer);
    return status;
}

STAGE(adding_entries_survives, run_add_entries, NULL, NULL, 0)
STAGE(looking_up_survives, run_look_up, NULL, NULL, 0)
STAGE(making_documents_survives, run_document, NULL, NULL, 0)
STAGE(streaming_by_another_name_survives, run_stream, NULL, NULL, 0)
STAGE(grepping_with_two_models_survives, run_grep, NULL, NULL, 0)
STAGE(explaining_a_place_survives, run_explain, NULL, NULL, 0)

static int make_world(void **state) {
    const gaz_build_options any_case = {.match_case = GAZ_CASE_IGNORE};
    begin_failing();
    if (make_folder(state) != 0) return -1;
    write_file("text.txt", "the kernel space\nKernel, kernel\n");
    if (gaz_lexicon_new(&lexicon, NULL) != GAZ_OK || add_entries(lexicon, NULL) != GAZ_OK ||
        gaz_lexicon_build(lexicon, path_of("m.gaz"), NULL, NULL, NULL) != GAZ_OK ||
        gaz_lexicon_build(lexicon, path_of("n.gaz"), &any_case, NULL, NULL) != GAZ_OK ||
        gaz_model_open(&model, path_of("m.gaz"), 0, NULL) != GAZ_OK ||
        gaz_model_open(&other, path_of("n.gaz"), 0, NULL) != GAZ_OK)
        return -1;
    return 0;
}

static int end_world(void **state) {
    gaz_model_close(model);
    gaz_model_close(other);
    gaz_lexicon_free(lexicon);
    return remove_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adding_entries_survives),           cmocka_unit_test(looking_up_survives),
        cmocka_unit_test(making_documents_survives),         cmocka_unit_test(streaming_by_another_name_survives),
        cmocka_unit_test(grepping_with_two_models_survives), cmocka_unit_test(explaining_a_place_survives),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
