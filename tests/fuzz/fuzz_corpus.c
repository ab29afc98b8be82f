/* Any bytes as an annotated corpus of each format: read as a whole and in order, or refused with a reason.
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    gaz_corpus_options options;
    gaz_corpus_options_init(&options);
    options.format = (gaz_format)fuzz_choose(&input, GAZ_FORMAT_JSONL + 1);
    options.offsets = (gaz_offsets)fuzz_choose(&input, GAZ_OFFSETS_GRAPHEME + 1);
    struct corpus corpus = {.keep_tags = fuzz_choose(&input, 2) == 1};
    options.columns.lenient = fuzz_choose(&input, 2) == 1;
    gaz_corpus_report report = {0};
    gaz_error error;
    gaz_status status = options.format == GAZ_FORMAT_BRAT ? read_folder(&corpus, &report, input, &options, &error)
                                                          : read_text(&corpus, &report, &input, &options, &error);
    if (status == GAZ_OK)
        fuzz_check_corpus(&corpus, &report);
    else
        fuzz_check_error(status, &error);
    corpus_free(&corpus);
    return 0;
}
