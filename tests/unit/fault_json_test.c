/* JSON corpora of each shape, read while every allocation and every call of the system fails in turn. */
#include "stages.h"

#include <stdio.h>

/* The texts and spans of a file; of a corpus of tokens too. */
static gaz_status run_read(uint64_t *digest, const char *name, gaz_error *error) {
    gaz_document_reader *reader = NULL;
    const gaz_document *document = NULL;
    gaz_corpus_options options;
    gaz_corpus_options_init(&options);
    options.labels = path_of("labels.json");
    options.fields = "id=cid";
    options.id_field = "id";
    *digest = 0;
    gaz_status status = gaz_document_reader_new(&reader, path_of(name), &options, error);
    if (status == GAZ_OK) status = gaz_document_read(&document, reader, error);
    while (status == GAZ_OK && document) {
        gaz_document_info info;
        gaz_document_get_info(&info, document);
        *digest = mix(*digest, info.text, info.size);
        if (info.id) *digest = mix(*digest, info.id, strlen(info.id));
        for (uint64_t i = 0; i < info.spans; i++) {
            gaz_document_span span;
            gaz_document_get_span(&span, document, i);
            *digest = mix(*digest, span.type, strlen(span.type));
            *digest = mix(*digest, &span.begin, 2 * sizeof span.begin);
        }
        status = gaz_document_read(&document, reader, error);
    }
    gaz_document_reader_free(reader);
    return status;
}

static gaz_status run_texts(uint64_t *digest, gaz_error *error) {
    return run_read(digest, "texts.json", error);
}

static gaz_status run_bioc(uint64_t *digest, gaz_error *error) {
    return run_read(digest, "bioc.json", error);
}

static gaz_status run_tags(uint64_t *digest, gaz_error *error) {
    return run_read(digest, "tags.json", error);
}

static gaz_status run_spans(uint64_t *digest, gaz_error *error) {
    return run_read(digest, "spans.json", error);
}

STAGE(reading_texts_survives, run_texts, NULL, NULL, 0)
STAGE(reading_bioc_survives, run_bioc, NULL, NULL, 0)
STAGE(reading_tags_survives, run_tags, NULL, NULL, 0)
STAGE(reading_spans_of_tokens_survives, run_spans, NULL, NULL, 0)

static void write_text(const char *name, const char *text) {
    write_bytes(name, text, strlen(text));
}

static int make_world(void **state) {
    begin_failing();
    if (make_folder(state) != 0) return -1;
    write_text("labels.json", "{\"features\": {\"ner_tags\": {\"feature\": {\"names\": [\"O\", \"B-X\", \"I-X\"]}}}}");
    write_text(
        "texts.json",
        "{\"data\": [null, {\"text\": \"\xC3\xA9 EU\", \"mentions\": [{\"begin\": 2, \"end\": 4, \"type\": "
        "[\"A\", \"B\"], \"cid\": \"Q\"}, {\"offset\": 0, \"length\": 1, \"tag\": 1}]},"
        "{\"text\": \"ab\", \"label\": {\"x\": {\"ab\": [[0, 1]]}}},"
        "{\"fields\": {\"t\": \"EU\"}, \"metadata\": {\"m\": 1}, \"suggestions\": {\"q\": {\"value\": [{\"start\": "
        "0, \"end\": 2, \"label\": \"O\"}]}}},"
        "{\"data\": {\"text\": \"<p>&amp;EU</p>\"}, \"annotations\": [{\"result\": [{\"value\": {\"start\": "
        "\"/p\", \"globalOffsets\": {\"start\": 1, \"end\": 3}, \"text\": \"EU\", \"hypertextlabels\": "
        "[\"O\"]}}]}]},"
        "{\"id\": 1, \"text\": \"a\", \"label\": [], \"annotator\": 1, \"annotation_id\": 1},"
        "{\"id\": 1, \"text\": \"a\", \"label\": [], \"annotator\": 2, \"annotation_id\": 2}]}");
    write_text("bioc.json",
               "{\"documents\": [{\"id\": \"d\", \"passages\": [{\"offset\": 0, \"text\": \"T.\"}, {\"offset\": 3, "
               "\"text\": \"a EU\", \"annotations\": [{\"infons\": {\"type\": \"O\"}, \"locations\": "
               "[{\"offset\": 5, \"length\": 2}]}]}]}]}");
    write_text("tags.json", "{\"tokens\": [\"a\", \"b c\", \"d\"], \"ner_tags\": [0, 1, 2]}\n"
                            "{\"tokens\": [\"e\"], \"ner_tags\": [1]}");
    write_text("spans.json",
               "{\"sentences\": [[\"a\", \"b\"], [\"c\"]], \"ner\": [[[0, 1, \"X\"], [0, 1, \"Y\"]], []]}");
    uint64_t digest = 0;
    gaz_error error;
    static gaz_status (*const runs[])(uint64_t *, gaz_error *) = {run_texts, run_bioc, run_tags, run_spans};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        if (runs[i](&digest, &error) != GAZ_OK || digest == 0) {
            fprintf(stderr, "%s: %s\n", error.file, error.message);
            return -1;
        }
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_texts_survives),
        cmocka_unit_test(reading_bioc_survives),
        cmocka_unit_test(reading_tags_survives),
        cmocka_unit_test(reading_spans_of_tokens_survives),
    };
    return cmocka_run_group_tests(tests, make_world, remove_folder);
}
