/* Columns of few words, repeated until they can be judged, with any tags: the harvest is the same with any number of
 * threads, its lists are the same when they are read and written again, and make the model that the lexicon makes.
 *
 * Choices: options of the harvest. Then a token for each byte: its word, and its tag. */
#include "harvested.h"

enum { SENTENCES = 80, TOKENS_MAX = 8 };

static void write_token(FILE *file, unsigned byte, unsigned *open) {
    static const char *const words[] = {"a", "b",      "Linux", "kernel", "the",     "THE",    "x1", "-",
                                        ".", "\u00E9", "Ab",    "of",     "systems", "system", "42", "\uD55C"};
    unsigned type = byte / 16 % 4; /* 3: none */
    fprintf(file, "%s\t", words[byte % 16]);
    if (type == 3)
        fputs("O\n", file);
    else
        fprintf(file, "%c-%c\n", *open == type && byte / 64 % 2 ? 'I' : 'B', "XYZ"[type]);
    *open = type;
}

/* The input again and again, with other sentence ends and, now and then, another byte. */
static const char *write_columns(const struct fuzz_input *input) {
    static char path[160]; /* which others do not take the place of */
    snprintf(path, sizeof path, "%s", fuzz_path("corpus.conll"));
    FILE *file = fopen(path, "w");
    FUZZ_REQUIRE(file);
    uint32_t random = 7;
    size_t at = 0;
    for (int i = 0; i < SENTENCES; i++) {
        unsigned open = 3;
        random = random * 1664525 + 1013904223;
        for (unsigned left = 1 + (random >> 24) % TOKENS_MAX; left; left--, at++) {
            unsigned byte = (unsigned char)input->bytes[at % input->size];
            random = random * 1664525 + 1013904223;
            write_token(file, (random >> 24) % 8 ? byte : byte ^ (random >> 16 & 0xFF), &open);
        }
        fputs("\n", file);
    }
    FUZZ_REQUIRE(fclose(file) == 0);
    return path;
}

static void check_estimate(const gaz_lexicon *lexicon) {
    gaz_estimate expected;
    gaz_lexicon_get_estimate(&expected, lexicon);
    const double shares[] = {expected.threshold,
                             expected.precision,
                             expected.recall,
                             expected.f1,
                             expected.calibration,
                             expected.f1_without_context,
                             expected.precision_range.low,
                             expected.precision_range.high,
                             expected.f1_range.low,
                             expected.f1_range.high};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) FUZZ_REQUIRE(shares[i] >= 0 && shares[i] <= 1);
    FUZZ_REQUIRE(expected.f1_range.low <= expected.f1 && expected.f1 <= expected.f1_range.high);
}

static gaz_lexicon *harvest(const char *corpus, gaz_harvest_options *options, unsigned threads) {
    gaz_lexicon *lexicon = fuzz_new_lexicon();
    options->threads = threads;
    gaz_error error;
    gaz_status status = gaz_lexicon_harvest(lexicon, &corpus, 1, options, NULL, &error);
    if (status != GAZ_OK) fprintf(stderr, "%s\n", error.message);
    FUZZ_REQUIRE(status == GAZ_OK);
    return lexicon;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    gaz_harvest_options options;
    gaz_harvest_options_init(&options);
    unsigned bits = fuzz_choose(&input, 256);
    unsigned variants = fuzz_choose(&input, 256);
    if (input.size == 0) return 0;
    options.corpus.format = GAZ_FORMAT_CONLL;
    options.corpus.columns.separator = GAZ_SEPARATOR_TAB;
    options.no_context = bits & 1;
    if (bits & 2) options.precision = bits / 16 / 16.0;
    if (bits & 4) options.min_count = 1 + bits / 64;
    if (bits & 8) options.variants = variants << 1 & GAZ_VARIANT_ALL;
    const char *corpus = write_columns(&input);
    gaz_lexicon *lexicon = harvest(corpus, &options, 1);
    check_estimate(lexicon);
    FUZZ_REQUIRE(fuzz_check_lists(lexicon));
    gaz_lexicon *threaded = harvest(corpus, &options, 3);
    FUZZ_REQUIRE(gaz_lexicon_write(threaded, fuzz_empty("again"), NULL) == GAZ_OK);
    fuzz_check_same_files(fuzz_path("lists"), fuzz_path("again"), ".tsv");
    fuzz_check_same_files(fuzz_path("lists"), fuzz_path("again"), ".txt");
    gaz_lexicon_free(threaded);
    gaz_lexicon_free(lexicon);
    return 0;
}
