/* Pages, tagged and read, while every allocation and every call of the system fails in turn. */
#include "stages.h"

#include <stdio.h>

static gaz_model *model;

/* What a stream writes of a page. */
static gaz_status run_tag(uint64_t *digest, const char *name, gaz_format input, gaz_format output, gaz_error *error) {
    gaz_stream_options options;
    gaz_memory memory = {0};
    gaz_sink sink;
    gaz_stream *stream = NULL;
    gaz_stream_options_init(&options);
    gaz_sink_memory(&sink, &memory);
    options.input.format = input;
    options.output = output;
    gaz_status status = gaz_stream_new(&stream, model, &options, &sink, error);
    if (status == GAZ_OK) status = gaz_stream_file(stream, path_of(name), error);
    if (status == GAZ_OK) status = gaz_stream_finish(NULL, stream, error);
    *digest = mix(0, memory.bytes, memory.size);
    gaz_stream_free(stream);
    gaz_memory_free(&memory);
    return status;
}

static gaz_status run_marking(uint64_t *digest, gaz_error *error) {
    return run_tag(digest, "page.html", GAZ_FORMAT_HTML, GAZ_FORMAT_HTML_INLINE, error);
}

static gaz_status run_decoding(uint64_t *digest, gaz_error *error) {
    return run_tag(digest, "latin.html", GAZ_FORMAT_HTML, GAZ_FORMAT_TSV, error);
}

static gaz_status run_xml(uint64_t *digest, gaz_error *error) {
    return run_tag(digest, "page.xml", GAZ_FORMAT_XML, GAZ_FORMAT_JSONL, error);
}

static gaz_status run_text(uint64_t *digest, gaz_error *error) {
    return run_tag(digest, "page.html", GAZ_FORMAT_TEXT, GAZ_FORMAT_HTML_INLINE, error);
}

static gaz_status run_read(uint64_t *digest, gaz_error *error) {
    gaz_document_reader *reader = NULL;
    const gaz_document *document = NULL;
    *digest = 0;
    gaz_status status = gaz_document_reader_new(&reader, path_of("marked.html"), NULL, error);
    if (status == GAZ_OK) status = gaz_document_read(&document, reader, error);
    if (status == GAZ_OK) {
        gaz_document_info info;
        gaz_document_get_info(&info, document);
        *digest = mix(info.spans, info.text, info.size);
    }
    gaz_document_reader_free(reader);
    return status;
}

STAGE(marking_a_page_survives, run_marking, NULL, NULL, 0)
STAGE(decoding_a_page_survives, run_decoding, NULL, NULL, 0)
STAGE(tagging_xml_survives, run_xml, NULL, NULL, 0)
STAGE(making_a_page_survives, run_text, NULL, NULL, 0)
STAGE(reading_a_page_survives, run_read, NULL, NULL, 0)

static void write_text(const char *name, const char *text) {
    write_bytes(name, text, strlen(text));
}

static gaz_status make_model(gaz_error *error) {
    static const gaz_token tokens[] = {{"New", 3}, {"York", 4}};
    gaz_lexicon *lexicon = NULL;
    gaz_status status = gaz_lexicon_new(&lexicon, error);
    if (status == GAZ_OK) status = gaz_lexicon_add(lexicon, tokens, 2, "City", error);
    if (status == GAZ_OK) status = gaz_lexicon_build(lexicon, path_of("model.gaz"), NULL, NULL, error);
    if (status == GAZ_OK) status = gaz_model_open(&model, path_of("model.gaz"), 0, error);
    gaz_lexicon_free(lexicon);
    return status;
}

static int make_world(void **state) {
    begin_failing();
    if (make_folder(state) != 0) return -1;
    write_text("page.html", "<p>in <b>New</b> York &amp; New&nbsp;York<script>x</script><svg>y</svg>");
    write_text("latin.html", "<meta charset=iso-8859-1><p>\xE9 New York");
    write_text("page.xml", "<a>in <b>New</b> York<c/></a>");
    write_text("marked.html", "<b><mark data-type=A data-id='&amp;' data-span=1>\xC3\xA9</mark></b>"
                              "<mark data-type=A data-id='&amp;' data-span=1>x</mark> <mark>y</mark> "
                              "<mark data-type=B>z</mark>");
    static gaz_status (*const runs[])(uint64_t *, gaz_error *) = {run_marking, run_decoding, run_xml, run_text,
                                                                  run_read};
    gaz_error error;
    uint64_t digest = 0;
    gaz_status status = make_model(&error);
    for (size_t i = 0; i < sizeof runs / sizeof *runs && status == GAZ_OK; i++) status = runs[i](&digest, &error);
    if (status != GAZ_OK) fprintf(stderr, "%s: %s\n", error.file, error.message);
    return status == GAZ_OK ? 0 : -1;
}

static int remove_world(void **state) {
    gaz_model_close(model);
    return remove_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marking_a_page_survives), cmocka_unit_test(decoding_a_page_survives),
        cmocka_unit_test(tagging_xml_survives),    cmocka_unit_test(making_a_page_survives),
        cmocka_unit_test(reading_a_page_survives),
    };
    return cmocka_run_group_tests(tests, make_world, remove_world);
}
