/* Any bytes as JSON lines, text, rows or tokens for each format of documents: refused with a reason, or written so that
 * as many spans can be read back as were found.
 *
 * Choices: the format, the input, the unit of offsets, what a document is, what is lenient, threads. */
#include "tagging.h"

/* Formats that are written only. */
static void check_page(const char *path, gaz_stream_options *options) {
    gaz_error error;
    options->output = GAZ_FORMAT_HTML;
    gaz_status status = fuzz_tag(NULL, path, options, &error);
    if (status != GAZ_OK) fuzz_check_error(status, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const gaz_format inputs[] = {GAZ_FORMAT_JSONL, GAZ_FORMAT_TEXT, GAZ_FORMAT_CONLL, GAZ_FORMAT_TOKENIZED};
    struct fuzz_input input = {(const char *)data, size};
    const struct fuzz_format *format = &fuzz_formats[fuzz_choose(&input, FUZZ_FORMATS)];
    gaz_stream_options options;
    gaz_stream_options_init(&options);
    options.output = format->output;
    options.input.format = inputs[fuzz_choose(&input, 4)];
    gaz_offsets offsets = (gaz_offsets)fuzz_choose(&input, GAZ_OFFSETS_GRAPHEME + 1);
    options.document = fuzz_choose(&input, 2) ? GAZ_DOCUMENT_LINE : GAZ_DOCUMENT_FILE;
    options.input.columns.lenient = fuzz_choose(&input, 2) == 1;
    options.strict = options.input.format == GAZ_FORMAT_JSONL && !options.input.columns.lenient;
    options.threads = fuzz_choose(&input, 8) == 1 ? 2 : 0; /* they are slow to start */
    const char *path = fuzz_write("text", input.bytes, input.size);
    if (input.size && input.bytes[0] == 0) check_page(path, &options);
    options.output = format->output;
    options.offsets = format->any_unit ? offsets : GAZ_OFFSETS_DEFAULT;
    gaz_stream_totals totals;
    gaz_error error;
    gaz_status status = fuzz_tag(&totals, path, &options, &error);
    struct corpus corpus = {0};
    bool exact = fuzz_is_exact(&input, options.offsets);
    bool passed =
        options.input.columns.lenient && options.input.format == GAZ_FORMAT_JSONL; /* bad lines stay in JSONL */
    if (status != GAZ_OK)
        fuzz_check_error(status, &error);
    else if (!passed || format->output != GAZ_FORMAT_JSONL)
        fuzz_read_back(&corpus, format, offsets, exact);
    if (status == GAZ_OK && !passed && exact) FUZZ_REQUIRE(corpus.span_count == totals.spans);
    corpus_free(&corpus);
    return 0;
}
