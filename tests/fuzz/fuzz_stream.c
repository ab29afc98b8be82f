/* Any bytes as each input of a stream, to each format of sentences, and to most of documents: refused with a reason, or
 * tagged, with the same output whatever the kernel, the number of threads and the pieces in which the input comes.
 * There are as many spans as the totals tell, and each is among all matches.
 *
 * Choices: the input, the format, the unit of offsets, what is lenient, paragraphs, every match, what is left out,
 * which columns, how it is done again. */
#include "pieces.h"
#include "tagging.h"

static gaz_status tag(gaz_stream_totals *totals, gaz_memory *output, const char *path,
                      const gaz_stream_options *options, gaz_error *error) {
    gaz_stream *stream;
    gaz_sink sink;
    output->size = 0;
    gaz_sink_memory(&sink, output);
    gaz_status status = gaz_stream_new(&stream, fuzz_model(), options, &sink, error);
    if (status == GAZ_OK) status = gaz_stream_file_as(stream, path, "text", error);
    if (status == GAZ_OK) status = gaz_stream_finish(totals, stream, error);
    gaz_stream_free(stream);
    return status;
}

/* What tagging gave first. */
struct outcome {
    gaz_status status;
    gaz_stream_totals totals;
    gaz_memory output;
    gaz_error error;
};

static void check_again(const struct outcome *first, const char *path, const gaz_stream_options *options) {
    static struct outcome again;
    again.status = tag(&again.totals, &again.output, path, options, &again.error);
    FUZZ_REQUIRE(again.status == first->status);
    if (first->status != GAZ_OK) {
        FUZZ_REQUIRE(again.error.line == first->error.line);
        FUZZ_REQUIRE(strcmp(again.error.message, first->error.message) == 0);
        return;
    }
    again.totals.kind = first->totals.kind; /* as far as the first piece tells */
    FUZZ_REQUIRE(memcmp(&again.totals, &first->totals, sizeof again.totals) == 0);
    FUZZ_REQUIRE(again.output.size == first->output.size);
    FUZZ_REQUIRE(again.output.size == 0 || memcmp(again.output.bytes, first->output.bytes, again.output.size) == 0);
}

/* Other kernels, or other threads (which are slow to start), or pieces; not for tsv, which shows the path. */
static void check_ways(const struct outcome *first, const struct fuzz_input *input, gaz_stream_options options,
                       unsigned way) {
    static const char *const kernels[] = {"scalar", "avx2", "avx512", "neon"};
    const char *path = fuzz_path("text");
    gaz_stream_options other = options;
    other.match.kernel = kernels[way / 8 % 4];
    gaz_tagger *tagger;
    const gaz_tagger_options tagging = {.match = other.match};
    if (gaz_tagger_new(&tagger, fuzz_model(), &tagging, NULL) == GAZ_OK) check_again(first, path, &other);
    gaz_tagger_free(tagger);
    options.threads = way % 8 == 1 ? 2 : way % 8 == 2 ? 3 : 0;
    if (options.threads) check_again(first, path, &options);
    int descriptor = options.output == GAZ_FORMAT_TSV ? -1 : pieces_open(input, 1 + way * 3);
    if (descriptor < 0) return;
    check_again(first, pieces_path(descriptor), &options);
    close(descriptor);
}

/* A line of tsv for each span. */
static void check_lines(const gaz_memory *output, uint64_t spans) {
    uint64_t lines = 0;
    for (size_t i = 0; i < output->size; i++) lines += output->bytes[i] == '\n';
    FUZZ_REQUIRE(lines == spans && (lines == 0 || output->bytes[output->size - 1] == '\n'));
}

/* Each line of the longest matches is among those of all. */
static void check_superset(const gaz_memory *output, gaz_stream_options options) {
    static gaz_memory all;
    gaz_stream_totals totals;
    options.match.all = 1;
    FUZZ_REQUIRE(tag(&totals, &all, fuzz_path("text"), &options, NULL) == GAZ_OK);
    const char *at = all.bytes;
    for (size_t begin = 0, size; begin < output->size; begin += size) {
        const char *line = output->bytes + begin;
        size = (size_t)((const char *)memchr(line, '\n', output->size - begin) - line) + 1;
        at = memmem(at, all.size - (size_t)(at - all.bytes), line, size); /* in the same order */
        FUZZ_REQUIRE(at);
        at += size;
    }
}

static gaz_format choose_output(struct fuzz_input *input) {
    static const gaz_format outputs[] = {
        GAZ_FORMAT_CONLL,        GAZ_FORMAT_TSV,     GAZ_FORMAT_JSONL,   GAZ_FORMAT_COUNT,       GAZ_FORMAT_ANSI,
        GAZ_FORMAT_LABEL_STUDIO, GAZ_FORMAT_DOCCANO, GAZ_FORMAT_SPACY,   GAZ_FORMAT_PRODIGY,     GAZ_FORMAT_HTML,
        GAZ_FORMAT_ARGILLA,      GAZ_FORMAT_BIOC,    GAZ_FORMAT_OPENNLP, GAZ_FORMAT_JSON_TOKENS, GAZ_FORMAT_PUBTATOR};
    return outputs[fuzz_choose(input, sizeof outputs / sizeof *outputs)];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const gaz_format inputs[] = {GAZ_FORMAT_TOKENIZED, GAZ_FORMAT_CONLL, GAZ_FORMAT_TEXT, GAZ_FORMAT_JSONL};
    static struct outcome first;
    struct fuzz_input input = {(const char *)data, size};
    gaz_stream_options options;
    gaz_stream_options_init(&options);
    options.input.format = inputs[fuzz_choose(&input, 4)];
    options.output = choose_output(&input);
    options.offsets = (gaz_offsets)fuzz_choose(&input, GAZ_OFFSETS_GRAPHEME + 1);
    options.input.columns.lenient = fuzz_choose(&input, 2) == 1;
    options.input.paragraphs = fuzz_choose(&input, 2) == 1;
    options.match.all = fuzz_choose(&input, 2) == 1;
    options.only_matching = fuzz_choose(&input, 2) == 1;
    unsigned columns = fuzz_choose(&input, 8);
    options.input.columns.token_column = columns % 4;
    options.replace_tag = columns / 4 == 1;
    unsigned way = fuzz_choose(&input, 64);
    fuzz_write("text", input.bytes, input.size);

    first.status = tag(&first.totals, &first.output, fuzz_path("text"), &options, &first.error);
    if (first.status == GAZ_ERROR_ARGUMENT) return 0; /* options that do not go together */
    if (first.status != GAZ_OK) fuzz_check_error(first.status, &first.error);
    check_ways(&first, &input, options, way);
    if (first.status != GAZ_OK || options.output != GAZ_FORMAT_TSV) return 0;
    check_lines(&first.output, first.totals.spans);
    if (!options.match.all && first.output.size) check_superset(&first.output, options);
    return 0;
}
