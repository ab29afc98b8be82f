/* Any bytes as the file in which a harvest keeps what it has learnt of names: refused with a reason, or read, written
 * again as it was, and names are searched with it.
 *
 * Choice: changes to the file of a harvest, or a whole file. */
#include "../unit/batch.h"
#include "changed.h"
#include "harvested.h"
#include "lexicon/growth.h"
#include "lexicon/lexicon.h"

enum { STRIDE = 3 /* so that changes reach into all parts of the file */ };

/* A corpus in which most names occur once. */
static const char *write_corpus(void) {
    const char *path = fuzz_path("names.conll");
    FILE *file = fopen(path, "w");
    FUZZ_REQUIRE(file);
    for (int i = 0; i < 200; i++) {
        fprintf(file, "met\tO\nZor%c%c\tB-Person\nin\tO\n", 'a' + i % 26, 'a' + i / 26);
        fprintf(file, "%c%cborg\tB-Place\nHarbour\t%s\n.\tO\n\n", 'A' + i % 23, 'a' + i / 23, i % 3 ? "O" : "I-Place");
    }
    FUZZ_REQUIRE(fclose(file) == 0);
    return path;
}

/* The folder of a harvest with growth, made once. */
static const char *grown(void) {
    static char folder[160];
    if (folder[0]) return folder;
    gaz_lexicon *lexicon = fuzz_new_lexicon();
    const char *corpus = write_corpus();
    gaz_harvest_options options;
    gaz_harvest_options_init(&options);
    options.growth = 1;
    strcpy(folder, fuzz_path("grown"));
    FUZZ_REQUIRE(gaz_lexicon_harvest(lexicon, &corpus, 1, &options, NULL, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_lexicon_write(lexicon, folder, NULL) == GAZ_OK);
    gaz_lexicon_free(lexicon);
    return folder;
}

static const char *growth_path(void) {
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", grown(), growth_file_name);
    return path;
}

static const char *good_file(void) {
    static char *text; /* reachable to the end */
    size_t size;
    if (!text) text = fuzz_read(&size, growth_path());
    return text;
}

static gaz_status read_lists(gaz_lexicon **lexicon, gaz_error *error) {
    gaz_import_options options;
    gaz_import_options_init(&options);
    options.growth = 1;
    *lexicon = fuzz_new_lexicon();
    return gaz_lexicon_import(*lexicon, grown(), &options, NULL, error);
}

static gaz_status write_growth(const struct growth *growth, const char *where, gaz_error *error) {
    struct file_batch batch = {.count = 0};
    return batch_end(&batch, growth_put(&batch, growth, where, error), error);
}

/* What is written again is what was read, from then on. */
static void check_written(gaz_lexicon *lexicon) {
    size_t size;
    gaz_lexicon *again;
    FUZZ_REQUIRE(write_growth(lexicon->growth, grown(), NULL) == GAZ_OK);
    char *first = fuzz_read(&size, growth_path());
    FUZZ_REQUIRE(read_lists(&again, NULL) == GAZ_OK);
    FUZZ_REQUIRE(write_growth(again->growth, grown(), NULL) == GAZ_OK);
    char *second = fuzz_read(&size, growth_path());
    FUZZ_REQUIRE(strcmp(first, second) == 0);
    free(first);
    free(second);
    gaz_lexicon_free(again);
}

static gaz_status count_bytes(void *user, const void *bytes, size_t size, gaz_error *error) {
    (void)bytes;
    (void)error;
    *(size_t *)user += size;
    return GAZ_OK;
}

static void search(const gaz_lexicon *lexicon) {
    static const char text[] = "met Zorxx in Qqborg Harbour . met Zoran Zorax, in Kyborg and Elborg; Harbour";
    gaz_suggest *suggest;
    gaz_error error = {0};
    size_t written = 0;
    const gaz_sink sink = {.write = count_bytes, .user = &written};
    gaz_status status = gaz_suggest_new(&suggest, lexicon, NULL, &error);
    if (status != GAZ_OK) {
        fuzz_check_error(status, &error);
        return;
    }
    for (int i = 0; i < 3; i++) FUZZ_REQUIRE(gaz_suggest_add_text(suggest, text, sizeof text - 1, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_suggest_write(suggest, &sink, 1000, NULL) == GAZ_OK && written > 0);
    gaz_suggest_free(suggest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *lines = good_file();
    changed_write_file(growth_path(), lines, STRIDE, (struct fuzz_input){(const char *)data, size});
    gaz_lexicon *lexicon;
    gaz_error error;
    gaz_status status = read_lists(&lexicon, &error);
    if (status == GAZ_OK && lexicon->growth) {
        check_written(lexicon);
        search(lexicon);
    } else if (status != GAZ_OK) {
        fuzz_check_error(status, &error);
    }
    gaz_lexicon_free(lexicon);
    return 0;
}
