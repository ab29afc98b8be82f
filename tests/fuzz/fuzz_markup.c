/* Any bytes as HTML or XML: its text stands where its runs say, and with marks around spans it is, without them, what
 * it was, and is read back with the same spans.
 *
 * Choices: HTML or XML, what a page with its marks is read as. */
#include "tagging.h"

#include "base/bytes.h"
#include "format/markup_marks.h"
#include "format/markup_show.h"

static void check_runs(const struct markup *markup) {
    size_t text = 0;
    size_t source = 0;
    for (size_t i = 0; i < markup->run_count; i++) {
        const struct markup_run *run = &markup->runs[i];
        FUZZ_REQUIRE(run->size > 0 && run->text >= text && run->source >= source);
        FUZZ_REQUIRE(run->reference ? markup->source[run->source] == '&' : run->size == run->source_size);
        text = run->text + run->size;
        source = run->source + run->source_size;
        FUZZ_REQUIRE(text <= markup->text.size && source <= markup->size);
        for (size_t j = 0; !run->reference && j < run->size; j++) {
            char shown = markup->text.bytes[run->text + j];
            char written = markup->source[run->source + j];
            FUZZ_REQUIRE(shown == written || (shown == ' ' && byte_is_blank(written)) ||
                         (shown == ' ' && strchr("\n\r\f", written)));
        }
    }
}

/* The bytes of a file that tagging has made; NULL: there is none. */
static char *read_output(size_t *size, const char *ending) {
    char **paths = NULL;
    char *bytes = NULL;
    FUZZ_REQUIRE(file_find(&paths, fuzz_path("out"), ending, NULL) == GAZ_OK);
    if (paths[0]) {
        FILE *file = fopen(paths[0], "r");
        FUZZ_REQUIRE(file && fseek(file, 0, SEEK_END) == 0);
        *size = (size_t)ftell(file);
        bytes = malloc(*size + 1);
        FUZZ_REQUIRE(bytes && fseek(file, 0, SEEK_SET) == 0 && fread(bytes, 1, *size, file) == *size);
        fclose(file);
        FUZZ_REQUIRE(!paths[1]);
    }
    file_paths_free(paths);
    return bytes;
}

/* Without marks, the page is the input; and each mark has a span. */
static void check_marked(const char *marked, size_t size, const struct fuzz_input *input, bool xml,
                         const gaz_stream_totals *totals) {
    struct markup_marks marks = {.count = 0};
    FUZZ_REQUIRE(markup_marks_take(&marks, marked, size, xml));
    FUZZ_REQUIRE(marks.source.size == input->size && marks.open == 0);
    FUZZ_REQUIRE(input->size == 0 || memcmp(marks.source.bytes, input->bytes, input->size) == 0);
    FUZZ_REQUIRE(marks.count >= totals->spans - totals->unmarked);
    markup_marks_free(&marks);
}

/* The same marks again, from the page that was read. */
static void check_read(const char *marked, size_t size, const gaz_stream_totals *totals) {
    gaz_corpus_options options;
    gaz_document_reader *reader;
    gaz_document_writer *writer;
    const gaz_document *document;
    gaz_sink sink;
    gaz_memory memory = {0};
    gaz_corpus_options_init(&options);
    options.format = GAZ_FORMAT_HTML_INLINE;
    options.columns.lenient = 1; /* the text has the bytes of the page */
    gaz_sink_memory(&sink, &memory);
    const char *path = fuzz_write("marked.html", marked, size);
    FUZZ_REQUIRE(gaz_document_reader_new(&reader, path, &options, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_document_read(&document, reader, NULL) == GAZ_OK && document);
    gaz_document_info info;
    gaz_document_get_info(&info, document);
    FUZZ_REQUIRE(info.spans == totals->spans - totals->unmarked);
    FUZZ_REQUIRE(gaz_document_writer_new(&writer, GAZ_FORMAT_HTML_INLINE, NULL, &sink, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_document_write(writer, document, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_document_writer_finish(NULL, writer, NULL) == GAZ_OK);
    FUZZ_REQUIRE(memory.size == size && (size == 0 || memcmp(memory.bytes, marked, size) == 0));
    gaz_document_writer_free(writer);
    gaz_document_reader_free(reader);
    gaz_memory_free(&memory);
}

static void check_tagged(const struct fuzz_input *input, bool xml) {
    gaz_stream_options options;
    gaz_stream_totals totals;
    gaz_error error;
    gaz_stream_options_init(&options);
    options.input.format = xml ? GAZ_FORMAT_XML : GAZ_FORMAT_HTML;
    options.output = GAZ_FORMAT_HTML_INLINE;
    gaz_status status = fuzz_tag(&totals, fuzz_write("page", input->bytes, input->size), &options, &error);
    if (status != GAZ_OK) {
        fuzz_check_error(status, &error);
        return;
    }
    size_t size = 0;
    char *marked = read_output(&size, xml ? ".xml" : ".html");
    FUZZ_REQUIRE(marked);
    check_marked(marked, size, input, xml, &totals);
    if (!xml && !memmem(marked, size, "<?xml", 5)) check_read(marked, size, &totals);
    free(marked);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    bool xml = fuzz_choose(&input, 2) == 1;
    struct markup markup = {.source = NULL};
    gaz_error error;
    gaz_status status = markup_show(&markup, input.bytes, input.size, xml, "page", &error);
    if (status == GAZ_OK)
        check_runs(&markup);
    else
        fuzz_check_error(status, &error);
    FUZZ_REQUIRE(markup_show_nodes(&markup, input.bytes, input.size));
    check_runs(&markup);
    markup_free(&markup);
    static const char *const packed[] = {"\x1F\x8B", "\x28\xB5\x2F\xFD", "\xFF\xFE", "\xFE\xFF", "\xFD\x37zXZ",
                                         "BZh",      "\x04\x22\x4D\x18"};
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
        if (input.size >= strlen(packed[i]) && memcmp(input.bytes, packed[i], strlen(packed[i])) == 0) return 0;
    check_tagged(&input, xml);
    return 0;
}
