/* Any bytes as each input of a stream, to each format of sentences: refused with a reason, or tagged, with the same
 * output whatever the number of threads, and as many spans as the totals tell.
 *
 * Choices: the input, the format, the unit of offsets, what is lenient, paragraphs, every match, what is left out,
 * which columns, threads. */
#include "tagging.h"

static gaz_status tag(gaz_stream_totals *totals, gaz_memory *output, const gaz_stream_options *options,
                      gaz_error *error) {
    gaz_stream *stream;
    gaz_sink sink;
    gaz_sink_memory(&sink, output);
    gaz_status status = gaz_stream_new(&stream, fuzz_model(), options, &sink, error);
    if (status == GAZ_OK) status = gaz_stream_file(stream, fuzz_path("text"), error);
    if (status == GAZ_OK) status = gaz_stream_finish(totals, stream, error);
    gaz_stream_free(stream);
    return status;
}

/* A line of tsv for each span. */
static void check_lines(const gaz_memory *output, uint64_t spans) {
    uint64_t lines = 0;
    for (size_t i = 0; i < output->size; i++) lines += output->bytes[i] == '\n';
    FUZZ_REQUIRE(lines == spans && (lines == 0 || output->bytes[output->size - 1] == '\n'));
}

static void check_threads(gaz_stream_options options, const gaz_memory *output, const gaz_stream_totals *totals) {
    gaz_memory again = {0};
    gaz_stream_totals others;
    options.threads = 2;
    FUZZ_REQUIRE(tag(&others, &again, &options, NULL) == GAZ_OK);
    FUZZ_REQUIRE(memcmp(&others, totals, sizeof others) == 0);
    FUZZ_REQUIRE(again.size == output->size &&
                 (again.size == 0 || memcmp(again.bytes, output->bytes, again.size) == 0));
    gaz_memory_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const gaz_format inputs[] = {GAZ_FORMAT_TOKENIZED, GAZ_FORMAT_CONLL, GAZ_FORMAT_TEXT, GAZ_FORMAT_JSONL};
    static const gaz_format outputs[] = {GAZ_FORMAT_CONLL, GAZ_FORMAT_TSV, GAZ_FORMAT_JSONL, GAZ_FORMAT_COUNT,
                                         GAZ_FORMAT_ANSI};
    struct fuzz_input input = {(const char *)data, size};
    gaz_stream_options options;
    gaz_stream_options_init(&options);
    options.input.format = inputs[fuzz_choose(&input, 4)];
    options.output = outputs[fuzz_choose(&input, 5)];
    options.offsets = (gaz_offsets)fuzz_choose(&input, GAZ_OFFSETS_GRAPHEME + 1);
    options.input.columns.lenient = fuzz_choose(&input, 2) == 1;
    options.input.paragraphs = fuzz_choose(&input, 2) == 1;
    options.match.all = fuzz_choose(&input, 2) == 1;
    options.only_matching = fuzz_choose(&input, 2) == 1;
    unsigned columns = fuzz_choose(&input, 8);
    options.input.columns.token_column = columns % 4;
    options.replace_tag = columns / 4 == 1;
    bool threads = fuzz_choose(&input, 8) == 1; /* they are slow to start */
    fuzz_write("text", input.bytes, input.size);

    gaz_memory output = {0};
    gaz_stream_totals totals;
    gaz_error error;
    gaz_status status = tag(&totals, &output, &options, &error);
    if (status == GAZ_OK) {
        if (options.output == GAZ_FORMAT_TSV) check_lines(&output, totals.spans);
        if (threads) check_threads(options, &output, &totals);
    } else if (status != GAZ_ERROR_ARGUMENT) { /* options that do not go together */
        fuzz_check_error(status, &error);
    }
    gaz_memory_free(&output);
    return 0;
}
