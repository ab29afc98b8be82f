/* Lexicons, and looking at what becomes of them. */
#ifndef FUZZ_LEXICON_H
#define FUZZ_LEXICON_H

#include "base/file.h"
#include "fuzz.h"

static inline gaz_lexicon *fuzz_new_lexicon(void) {
    gaz_lexicon *lexicon;
    FUZZ_REQUIRE(gaz_lexicon_new(&lexicon, NULL) == GAZ_OK);
    return lexicon;
}

/* A file's bytes with a zero byte after them, owned. */
static inline char *fuzz_read(size_t *size, const char *path) {
    FILE *file = fopen(path, "r");
    FUZZ_REQUIRE(file && fseek(file, 0, SEEK_END) == 0);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    FUZZ_REQUIRE(bytes && fread(bytes, 1, *size, file) == *size);
    bytes[*size] = 0;
    fclose(file);
    return bytes;
}

static inline void fuzz_check_same_file(const char *path, const char *other) {
    size_t size;
    size_t other_size;
    char *bytes = fuzz_read(&size, path);
    char *other_bytes = fuzz_read(&other_size, other);
    FUZZ_REQUIRE(strcmp(strrchr(path, '/'), strrchr(other, '/')) == 0);
    FUZZ_REQUIRE(size == other_size && memcmp(bytes, other_bytes, size) == 0);
    free(bytes);
    free(other_bytes);
}

/* Two folders have the same files with that ending. */
static inline void fuzz_check_same_files(const char *folder, const char *other, const char *ending) {
    char **paths;
    char **others;
    size_t i = 0;
    FUZZ_REQUIRE(file_find(&paths, folder, ending, NULL) == GAZ_OK);
    FUZZ_REQUIRE(file_find(&others, other, ending, NULL) == GAZ_OK);
    for (; paths[i] && others[i]; i++) fuzz_check_same_file(paths[i], others[i]);
    FUZZ_REQUIRE(!paths[i] && !others[i]);
    file_paths_free(paths);
    file_paths_free(others);
}

/* Builds a model in memory. Empty: it cannot be built, with a reason. */
static inline gaz_memory fuzz_build(const gaz_lexicon *lexicon) {
    gaz_memory image = {0};
    gaz_error error;
    gaz_status status = gaz_lexicon_build_bytes(&image, lexicon, NULL, NULL, &error);
    if (status != GAZ_OK) fuzz_check_error(status, &error);
    return image;
}

/* Two lexicons make the same model, or both none. */
static inline void fuzz_check_same_model(const gaz_lexicon *lexicon, const gaz_lexicon *other) {
    gaz_memory image = fuzz_build(lexicon);
    gaz_memory again = fuzz_build(other);
    FUZZ_REQUIRE(image.size == again.size);
    FUZZ_REQUIRE(image.size == 0 || memcmp(image.bytes, again.bytes, image.size) == 0);
    gaz_memory_free(&image);
    gaz_memory_free(&again);
}

/* Writes the lists, reads them back and writes them again: all of it is there, and the same, and so is a model. False:
 * they cannot be written, with a reason. */
static inline bool fuzz_check_lists(const gaz_lexicon *lexicon) {
    gaz_lexicon_counts before;
    gaz_lexicon_counts after;
    gaz_error error;
    gaz_lexicon_get_counts(&before, lexicon);
    gaz_status status = gaz_lexicon_write(lexicon, fuzz_empty("lists"), &error);
    if (status != GAZ_OK) {
        fuzz_check_error(status, &error);
        return false;
    }
    gaz_lexicon *back = fuzz_new_lexicon();
    FUZZ_REQUIRE(gaz_lexicon_read(back, fuzz_path("lists"), NULL, &error) == GAZ_OK);
    gaz_lexicon_get_counts(&after, back);
    FUZZ_REQUIRE(after.entries == before.entries && after.kept == before.kept);
    FUZZ_REQUIRE(after.types == before.types && after.verdicts == before.verdicts);
    fuzz_check_same_model(lexicon, back);
    FUZZ_REQUIRE(gaz_lexicon_write(back, fuzz_empty("again"), &error) == GAZ_OK);
    gaz_lexicon_free(back);
    fuzz_check_same_files(fuzz_path("lists"), fuzz_path("again"), ".tsv");
    fuzz_check_same_files(fuzz_path("lists"), fuzz_path("again"), ".txt");
    return true;
}

/* Builds the model `model.gaz`, which is a good one. False: it cannot be built, with a reason. */
static inline bool fuzz_check_model(const gaz_lexicon *lexicon) {
    gaz_model *model;
    gaz_error error;
    gaz_status status = gaz_lexicon_build(lexicon, fuzz_path("model.gaz"), NULL, NULL, &error);
    if (status != GAZ_OK) {
        fuzz_check_error(status, &error);
        return false;
    }
    FUZZ_REQUIRE(gaz_model_open(&model, fuzz_path("model.gaz"), 0, NULL) == GAZ_OK);
    gaz_model_close(model);
    return true;
}

#endif
