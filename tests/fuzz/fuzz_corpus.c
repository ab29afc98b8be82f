/* Any bytes as an annotated corpus of each format: read as a whole and in order, or refused with a reason. Documents
 * that are read are written as jsonl, and read again: the spans are the same.
 *
 * Choices: the format, the unit of offsets, whether tags are kept, what is lenient. brat: the spans, ====, the text. */
#include "corpus.h"

/* The bytes with a zero byte behind them, as a file is loaded. */
static char *load(const struct fuzz_input *input) {
    char *text = malloc(input->size + 1);
    FUZZ_REQUIRE(text);
    memcpy(text, input->bytes, input->size);
    text[input->size] = 0;
    return text;
}

static gaz_status read_folder(struct corpus *corpus, gaz_corpus_report *report, struct fuzz_input input,
                              const gaz_corpus_options *options, gaz_error *error) {
    fuzz_empty("brat");
    struct fuzz_input spans = fuzz_part(&input);
    fuzz_write("brat/a.ann", spans.bytes, spans.size);
    fuzz_write("brat/a.txt", input.bytes, input.size);
    return corpus_read(corpus, report, fuzz_path("brat"), options, NULL, NULL, error);
}

static gaz_status read_text(struct corpus *corpus, gaz_corpus_report *report, const struct fuzz_input *input,
                            const gaz_corpus_options *options, gaz_error *error) {
    struct corpus_source source = {
        .path = "text", .name = "text", .format = format_of(options->format), .text = load(input), .size = input->size};
    gaz_status status = GAZ_OK;
    if (options->format == GAZ_FORMAT_AUTO) { /* as a file, so that it is recognised */
        free(source.text);
        const char *path = fuzz_write("text", input->bytes, input->size);
        status = corpus_open(&source, path, options, error);
    }
    if (status == GAZ_OK) status = corpus_read_source(corpus, report, &source, options, NULL, NULL, error);
    corpus_close(&source);
    return status;
}

/* All documents of a file as jsonl, as far as they can be read. */
static gaz_status write_jsonl(gaz_memory *memory, const char *path, const gaz_corpus_options *options,
                              gaz_error *error) {
    gaz_document_reader *reader = NULL;
    gaz_document_writer *writer = NULL;
    const gaz_document *document = NULL;
    gaz_sink sink;
    gaz_sink_memory(&sink, memory);
    gaz_status status = gaz_document_reader_new(&reader, path, options, error);
    if (status == GAZ_OK) status = gaz_document_writer_new(&writer, GAZ_FORMAT_JSONL, NULL, &sink, error);
    if (status == GAZ_OK) status = gaz_document_read(&document, reader, error);
    while (status == GAZ_OK && document) {
        FUZZ_REQUIRE(gaz_document_write(writer, document, NULL) == GAZ_OK);
        status = gaz_document_read(&document, reader, error);
    }
    if (writer) FUZZ_REQUIRE(gaz_document_writer_finish(NULL, writer, NULL) == GAZ_OK);
    gaz_document_writer_free(writer);
    gaz_document_reader_free(reader);
    return status;
}

/* Whether JSON that was read and written is the same when it is read and written again. A text keeps the name of its
 * field, which may have to be said then. */
static void check_again(const struct fuzz_input *input, const gaz_corpus_options *options) {
    gaz_memory first = {0};
    gaz_memory again = {0};
    gaz_error error = {.status = GAZ_OK};
    gaz_corpus_options plain;
    gaz_corpus_options_init(&plain);
    plain.format = GAZ_FORMAT_JSONL;
    if (write_jsonl(&first, fuzz_write("text", input->bytes, input->size), options, &error) == GAZ_OK) {
        const char *path = fuzz_write("first.jsonl", first.bytes ? first.bytes : "", first.size);
        gaz_status status = write_jsonl(&again, path, &plain, &error);
        FUZZ_REQUIRE(status == GAZ_OK || error.hint == GAZ_HINT_FIELD);
        if (status == GAZ_OK) {
            FUZZ_REQUIRE(first.size == again.size);
            FUZZ_REQUIRE(first.size == 0 || memcmp(first.bytes, again.bytes, first.size) == 0);
        }
    }
    gaz_memory_free(&first);
    gaz_memory_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    /* The first nine have the numbers that old seeds choose. */
    static const gaz_format formats[] = {GAZ_FORMAT_AUTO,        GAZ_FORMAT_CONLL,         GAZ_FORMAT_BRAT,
                                         GAZ_FORMAT_DOCCANO,     GAZ_FORMAT_LABEL_STUDIO,  GAZ_FORMAT_SPACY,
                                         GAZ_FORMAT_PRODIGY,     GAZ_FORMAT_WEBANNO,       GAZ_FORMAT_JSONL,
                                         GAZ_FORMAT_ARGILLA,     GAZ_FORMAT_PUBANNOTATION, GAZ_FORMAT_BIOC,
                                         GAZ_FORMAT_JSON_TOKENS, GAZ_FORMAT_PUBTATOR,      GAZ_FORMAT_ENAMEX,
                                         GAZ_FORMAT_INLINE_XML,  GAZ_FORMAT_OPENNLP,       GAZ_FORMAT_BRACKETS};
    struct fuzz_input input = {(const char *)data, size};
    gaz_corpus_options options;
    gaz_corpus_options_init(&options);
    options.format = formats[fuzz_choose(&input, sizeof formats / sizeof *formats)];
    options.offsets = (gaz_offsets)fuzz_choose(&input, GAZ_OFFSETS_GRAPHEME + 1);
    struct corpus corpus = {.keep_tags = fuzz_choose(&input, 2) == 1};
    options.columns.lenient = fuzz_choose(&input, 2) == 1;
    options.labels = options.columns.lenient ? "O,B-X,7=B-Y" : NULL;
    gaz_corpus_report report = {0};
    gaz_error error;
    gaz_status status = options.format == GAZ_FORMAT_BRAT ? read_folder(&corpus, &report, input, &options, &error)
                                                          : read_text(&corpus, &report, &input, &options, &error);
    if (status == GAZ_OK)
        fuzz_check_corpus(&corpus, &report);
    else
        fuzz_check_error(status, &error);
    corpus_free(&corpus);
    const struct format *row = format_of(options.format);
    if (row && row->reader == &json_reader && status == GAZ_OK) check_again(&input, &options);
    return 0;
}
