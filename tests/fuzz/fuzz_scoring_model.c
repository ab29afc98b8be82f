/* Any bytes as the file that a harvest writes beside its lists: refused with a reason, or read, written again as it
 * was, and built into a good model.
 *
 * Choice: changes to the file of a harvest, or a whole file. */
#include "changed.h"
#include "harvested.h"

/* The path of that file, the only one of its kind beside the lists. Holds until the next call. */
static const char *path_in(const char *folder) {
    static char path[512];
    char **found;
    FUZZ_REQUIRE(file_find(&found, folder, ".txt", NULL) == GAZ_OK && found[0] && !found[1]);
    FUZZ_REQUIRE(strlen(found[0]) < sizeof path);
    strcpy(path, found[0]);
    file_paths_free(found);
    return path;
}

static const char *good_file(void) {
    static char *text; /* reachable to the end */
    size_t size;
    if (!text) text = fuzz_read(&size, path_in(fuzz_harvest()));
    return text;
}

static void check_expected(const gaz_lexicon *lexicon) {
    gaz_estimate expected;
    gaz_lexicon_get_estimate(&expected, lexicon);
    const double shares[] = {expected.threshold, expected.precision,   expected.recall,
                             expected.f1,        expected.calibration, expected.f1_without_context};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) FUZZ_REQUIRE(shares[i] >= 0 && shares[i] <= 1);
}

static void check_model(const gaz_lexicon *lexicon) {
    static const char text[] = "install ' python ' today. The ruby slept, sold / swift kit (parts); run build elm";
    gaz_model *model;
    FUZZ_REQUIRE(fuzz_check_model(lexicon));
    FUZZ_REQUIRE(gaz_model_open(&model, fuzz_path("model.gaz"), 0, NULL) == GAZ_OK);
    fuzz_use_model(model, text, sizeof text - 1, 0);
    gaz_model_close(model);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    const char *lines = good_file();
    changed_write_file(path_in(fuzz_harvest()), lines, 1, input);

    gaz_lexicon *lexicon = fuzz_new_lexicon();
    gaz_error error;
    gaz_status status = gaz_lexicon_read(lexicon, fuzz_harvest(), NULL, &error);
    if (status == GAZ_OK) {
        check_expected(lexicon);
        FUZZ_REQUIRE(fuzz_check_lists(lexicon));
        check_model(lexicon);
    } else {
        fuzz_check_error(status, &error);
    }
    gaz_lexicon_free(lexicon);
    return 0;
}
