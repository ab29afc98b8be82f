/* Options of a stream that do not go together are refused, each with its reason; what a stream refuses later. */
#include "folder.h"
#include "gaz.h"

static gaz_model *model; /* x is A */
static gaz_memory out;
static gaz_sink sink;

static int set_up(void **state) {
    gaz_lexicon *lexicon;
    gaz_memory bytes = {0};
    const gaz_token x = {"x", 1};
    if (make_folder(state) != 0) return -1;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_add(lexicon, &x, 1, "A", NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_build_bytes(&bytes, lexicon, NULL, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_model_open_bytes(&model, bytes.bytes, bytes.size, 0, NULL), GAZ_OK);
    gaz_memory_free(&bytes);
    gaz_lexicon_free(lexicon);
    gaz_sink_memory(&sink, &out);
    return 0;
}

static int tear_down(void **state) {
    gaz_model_close(model);
    gaz_memory_free(&out);
    return remove_folder(state);
}

static gaz_stream_options options_of(gaz_format input, gaz_format output) {
    gaz_stream_options options;
    gaz_stream_options_init(&options);
    options.input.format = input;
    options.output = output;
    return options;
}

static void expect_refused(gaz_stream_options options, const char *reason) {
    gaz_stream *stream;
    gaz_error error;
    assert_int_equal(gaz_stream_new(&stream, model, &options, &sink, &error), GAZ_ERROR_ARGUMENT);
    assert_null(stream);
    if (!strstr(error.message, reason)) fail_msg("\"%s\", expected \"%s\"", error.message, reason);
}

static void what_an_output_cannot_show(void **state) {
    (void)state;
    gaz_stream_options options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_TSV);
    options.id_column = 1;
    expect_refused(options, "a column of ids");
    options.id_column = 0;
    options.score_column = 1;
    expect_refused(options, "a column of scores");
    options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_HTML);
    options.id_url = "ftp://a/{id}";
    expect_refused(options, "the address of a concept");
    options.id_url = "https://a/";
    expect_refused(options, "the address of a concept");
    options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_CONLL);
    options.match.all = 1;
    expect_refused(options, "all matches may overlap");
    options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_XML);
    expect_refused(options, "is not written by tagging");
    options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_TSV);
    options.with_source = 1;
    expect_refused(options, "no place for where they are from");
}

static void units_and_documents(void **state) {
    (void)state;
    gaz_stream_options options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_SPACY);
    options.offsets = GAZ_OFFSETS_UTF16;
    expect_refused(options, "offsets can be chosen");
    options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_TSV);
    options.offsets = GAZ_OFFSETS_GRAPHEME;
    expect_refused(options, "grapheme clusters");
    options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_TSV);
    options.document = GAZ_DOCUMENT_FILE;
    expect_refused(options, "this output has no documents");
    options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_DOCCANO);
    options.document = GAZ_DOCUMENT_LINE;
    options.input.paragraphs = 1;
    expect_refused(options, "a line cannot be a document");
    options = options_of(GAZ_FORMAT_HTML, GAZ_FORMAT_DOCCANO);
    options.document = GAZ_DOCUMENT_LINE;
    expect_refused(options, "a line of markup is no document");
    options = options_of(GAZ_FORMAT_HTML, GAZ_FORMAT_HTML_INLINE);
    options.input.encoding = "ISO-8859-1";
    expect_refused(options, "UTF-8 only");
    options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_WEBANNO);
    options.document = GAZ_DOCUMENT_LINE;
    expect_refused(options, "a file of this format holds one document");
    options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_DOCCANO);
    options.renew = 1;
    expect_refused(options, "documents are renewed");
    options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_COUNT);
    options.folder = folder;
    expect_refused(options, "counts are of all files");
}

static void records(void **state) {
    (void)state;
    static const char *const fields[] = {"a.b", "c"};
    static const char *const paths[] = {"", ".a", "a.", "a..b"};
    gaz_stream_options options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_JSONL);
    options.spans_only = 1;
    expect_refused(options, "records are reduced");
    options.spans_only = 0;
    options.spans_as = "a";
    expect_refused(options, "the member with the spans is named");
    options = options_of(GAZ_FORMAT_JSONL, GAZ_FORMAT_JSONL);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        options.spans_as = paths[i];
        expect_refused(options, "is empty");
    }
    options.input.fields = fields;
    options.input.field_count = 2;
    options.spans_as = "a";
    expect_refused(options, "written over the text");
    options.spans_as = "c.d";
    expect_refused(options, "written over the text");
    options.spans_as = NULL;
    options.output = GAZ_FORMAT_DOCCANO;
    expect_refused(options, "which field a span is of");
    options = options_of(GAZ_FORMAT_JSONL, GAZ_FORMAT_JSONL);
    options.with_source = 1;
    options.spans_as = "source";
    expect_refused(options, "written over the spans");
    options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_DOCCANO);
    options.id_field = "id";
    expect_refused(options, "ids are read from records");
    options = options_of(GAZ_FORMAT_JSONL, GAZ_FORMAT_DOCCANO);
    options.id_field = "";
    expect_refused(options, "has no name");
    options = options_of(GAZ_FORMAT_JSONL, GAZ_FORMAT_JSONL);
    options.strict = options.input.columns.lenient = 1;
    expect_refused(options, "strictly or leniently");
    options = options_of(GAZ_FORMAT_CONLL, GAZ_FORMAT_CONLL);
    options.replace_tag = 1;
    options.input.columns.token_column = options.input.columns.tag_column = 2;
    expect_refused(options, "the tokens' column");
}

static void names_stay_inside(void **state) {
    (void)state;
    static const char *const names[] = {"/a", "..", "../a", "a/..", "a/../b", "a/b/.."};
    const gaz_stream_options options = options_of(GAZ_FORMAT_TEXT, GAZ_FORMAT_TSV);
    gaz_stream *stream;
    gaz_error error;
    const char *path = write_file("text", "x\n");
    assert_int_equal(gaz_stream_new(&stream, model, &options, &sink, NULL), GAZ_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(gaz_stream_file_as(stream, path, names[i], &error), GAZ_ERROR_ARGUMENT);
        assert_non_null(strstr(error.message, "outside of the folder"));
    }
    assert_int_equal(gaz_stream_file_as(stream, NULL, "a", &error), GAZ_ERROR_ARGUMENT);
    assert_true(gaz_stream_is_usable(stream));
    assert_int_equal(gaz_stream_file_as(stream, path, "a/..b/c", NULL), GAZ_OK);
    assert_int_equal(gaz_stream_finish(NULL, stream, NULL), GAZ_OK);
    gaz_stream_free(stream);
    assert_false(gaz_stream_is_usable(NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_an_output_cannot_show),
        cmocka_unit_test(units_and_documents),
        cmocka_unit_test(records),
        cmocka_unit_test(names_stay_inside),
    };
    return cmocka_run_group_tests_name("stream_options", tests, set_up, tear_down);
}
