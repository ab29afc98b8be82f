/* Any bytes as a dictionary of each format: read, with reasons for the lines left out, or refused with a reason. What
 * was read goes out as a folder of lists, as patterns and as a model, and the lists come back as they were.
 *
 * Choices: the format, whether the model ignores case, the file's name. GATE: the index, ====, a.lst, ====, b.lst. */
#include "lexicon.h"

static void check_skipped(void *context, const gaz_error *reason) {
    uint64_t *count = context;
    ++*count;
    FUZZ_REQUIRE(reason->file[0] && reason->message[0] && reason->line > 0 && !strpbrk(reason->message, "\r\n"));
}

/* Returns the path of what is to be read. */
static const char *write_files(struct fuzz_input input, gaz_list_format format, unsigned name) {
    static const char *const names[] = {"in/T.tsv", "in/patterns.jsonl", "in/a.txt", "in/lists.def"};
    fuzz_empty("in");
    if (format != GAZ_LIST_GATE && name < 3) return fuzz_write(names[name], input.bytes, input.size);
    struct fuzz_input index = fuzz_part(&input);
    struct fuzz_input list = fuzz_part(&input);
    fuzz_write("in/a.lst", list.bytes, list.size);
    fuzz_write("in/b.lst", input.bytes, input.size);
    return fuzz_write(names[3], index.bytes, index.size);
}

static void check_export(const gaz_lexicon *lexicon, int token_patterns) {
    const gaz_export_options options = {.token_patterns = token_patterns};
    uint64_t skipped = 0;
    const gaz_import_options reading = {.skipped = check_skipped, .user = &skipped};
    gaz_export_report report;
    gaz_import_report back_report;
    gaz_lexicon *back = fuzz_new_lexicon();
    gaz_sink sink;
    FUZZ_REQUIRE(gaz_sink_path(&sink, fuzz_path("out.jsonl"), NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_lexicon_export(lexicon, &sink, &options, &report, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_sink_finish(&sink, GAZ_OK, NULL) == GAZ_OK);
    if (report.entries) {
        FUZZ_REQUIRE(gaz_lexicon_import(back, fuzz_path("out.jsonl"), &reading, &back_report, NULL) == GAZ_OK);
        FUZZ_REQUIRE(skipped == 0 && back_report.entries <= report.entries && back_report.entries > 0);
    }
    gaz_lexicon_free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    uint64_t skipped = 0;
    gaz_import_options options = {.skipped = check_skipped, .user = &skipped};
    options.format = (gaz_list_format)fuzz_choose(&input, GAZ_LIST_MISP + 1);
    unsigned name = fuzz_choose(&input, 4);
    gaz_lexicon *lexicon = fuzz_new_lexicon();
    gaz_import_report report = {0};
    gaz_error error;
    gaz_status status =
        gaz_lexicon_import(lexicon, write_files(input, options.format, name), &options, &report, &error);
    FUZZ_REQUIRE(report.skipped == skipped || status != GAZ_OK);
    if (status == GAZ_OK) {
        fuzz_check_lists(lexicon);
        check_export(lexicon, 0);
        check_export(lexicon, 1);
        fuzz_check_model(lexicon);
    } else if (status == GAZ_ERROR_MODEL || status == GAZ_ERROR_VERSION) {
        FUZZ_REQUIRE(options.format == GAZ_LIST_MODEL || options.format == GAZ_LIST_AUTO);
    } else {
        fuzz_check_error(status, &error);
    }
    gaz_lexicon_free(lexicon);
    return 0;
}
