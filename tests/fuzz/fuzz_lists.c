/* Any bytes as a list with evidence, as verdicts and as a block list: each is read, or refused with a reason. What was
 * read is written as lists that are the same when they are written again, as a page, and as a model.
 *
 * Choice: the list's name. The list, ====, verdicts, ====, the block list. */
#include "lexicon.h"

/* Whether that succeeded; if not, there is a reason. */
static bool passed(gaz_status status, const gaz_error *error) {
    if (status != GAZ_OK) fuzz_check_error(status, error);
    return status == GAZ_OK;
}

static bool read_all(gaz_lexicon *lexicon, struct fuzz_input input) {
    static const char *const names[] = {"T.tsv", "T.variants.tsv", "list"};
    gaz_error error;
    uint64_t count;
    const char *name = names[fuzz_choose(&input, 3)];
    struct fuzz_input list = fuzz_part(&input);
    struct fuzz_input verdicts = fuzz_part(&input);
    return passed(gaz_lexicon_read(lexicon, fuzz_write(name, list.bytes, list.size), NULL, &error), &error) &&
           (verdicts.size == 0 ||
            passed(gaz_lexicon_apply_verdicts(&count, lexicon, fuzz_write("verdicts", verdicts.bytes, verdicts.size),
                                              &error),
                   &error)) &&
           (input.size == 0 ||
            passed(gaz_lexicon_apply_blocklist(&count, lexicon, fuzz_write("block", input.bytes, input.size), &error),
                   &error));
}

static void check_page(const gaz_lexicon *lexicon) {
    gaz_memory page = {0};
    gaz_sink sink;
    gaz_sink_memory(&sink, &page);
    FUZZ_REQUIRE(gaz_lexicon_write_report(lexicon, &sink, NULL, NULL) == GAZ_OK && page.size > 0);
    gaz_memory_free(&page);
}

/* The exported surfaces with their types are those of the entries that are kept, and are exported again. */
static void check_export(const gaz_lexicon *lexicon) {
    const gaz_export_options options = {.format = GAZ_EXPORT_TSV};
    gaz_memory first = {0};
    gaz_memory again = {0};
    gaz_export_report report;
    gaz_sink sink;
    gaz_error error;
    gaz_sink_memory(&sink, &first);
    FUZZ_REQUIRE(gaz_lexicon_export(lexicon, &sink, &options, &report, NULL) == GAZ_OK);
    gaz_lexicon *back = fuzz_new_lexicon();
    const gaz_import_options reading = {.format = GAZ_LIST_PLAIN};
    gaz_status status = gaz_lexicon_import(back, fuzz_write("exported.tsv", first.bytes ? first.bytes : "", first.size),
                                           &reading, NULL, &error);
    if (status != GAZ_OK) fuzz_check_error(status, &error); /* lines that look like a list of another kind */
    gaz_sink_memory(&sink, &again);
    if (status == GAZ_OK) FUZZ_REQUIRE(gaz_lexicon_export(back, &sink, &options, NULL, NULL) == GAZ_OK);
    if (status == GAZ_OK) FUZZ_REQUIRE(first.size == again.size);
    if (status == GAZ_OK && first.size) FUZZ_REQUIRE(memcmp(first.bytes, again.bytes, first.size) == 0);
    gaz_lexicon_free(back);
    gaz_memory_free(&first);
    gaz_memory_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gaz_lexicon *lexicon = fuzz_new_lexicon();
    if (read_all(lexicon, (struct fuzz_input){(const char *)data, size})) {
        fuzz_check_lists(lexicon);
        check_export(lexicon);
        check_page(lexicon);
    }
    gaz_lexicon_free(lexicon);
    return 0;
}
