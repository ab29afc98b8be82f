/* Any bytes as the file that a harvest writes beside its lists: refused with a reason, or read, written again as it
 * was, and built into a good model.
 *
 * Choice: changes to the file of a harvest, or a whole file. A change is a line: a byte for the line that is changed, a
 * byte for its field, and the new field. */
#include "harvested.h"

enum { LINES = 256, FIELDS = 16 }; /* that a change can name */

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

/* Takes the next line of the input, without its end. */
static struct fuzz_input next_line(struct fuzz_input *input) {
    const char *end = memchr(input->bytes, '\n', input->size);
    struct fuzz_input line = {input->bytes, end ? (size_t)(end - input->bytes) : input->size};
    input->bytes += line.size + (end != NULL);
    input->size -= line.size + (end != NULL);
    return line;
}

/* A line with another field, or one more after the last. */
static void write_changed(FILE *file, const char *line, struct fuzz_input change) {
    for (unsigned field = (unsigned char)change.bytes[1] % FIELDS; field && *line != '\n'; field--) {
        size_t size = strcspn(line, "\t\n");
        size += line[size] == '\t';
        fwrite(line, 1, size, file);
        line += size;
    }
    fwrite(change.bytes + 2, 1, change.size - 2, file);
    line += strcspn(line, "\t\n");
    fwrite(line, 1, strcspn(line, "\n") + 1, file);
}

static void write_changes(FILE *file, struct fuzz_input input) {
    struct fuzz_input changes[LINES] = {0};
    while (input.size) {
        struct fuzz_input change = next_line(&input);
        if (change.size >= 2) changes[(unsigned char)change.bytes[0]] = change;
    }
    const char *line = good_file();
    for (unsigned i = 0; *line; i++, line += strcspn(line, "\n") + 1) {
        if (i < LINES && changes[i].bytes)
            write_changed(file, line, changes[i]);
        else
            fwrite(line, 1, strcspn(line, "\n") + 1, file);
    }
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
    bool is_whole = fuzz_choose(&input, 2) == 1;
    good_file();
    FILE *file = fopen(path_in(fuzz_harvest()), "w");
    FUZZ_REQUIRE(file);
    if (is_whole)
        fwrite(input.bytes, 1, input.size, file);
    else
        write_changes(file, input);
    FUZZ_REQUIRE(fclose(file) == 0);

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
