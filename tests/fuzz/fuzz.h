/* What the fuzz targets share: a scratch folder, the first bytes of an input as choices, and how a target fails. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gaz.h"

/* The target: libFuzzer calls it, or replay.c. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_REQUIRE(condition)                                                                                        \
    do {                                                                                                               \
        if (!(condition)) fuzz_fail(__FILE__, __LINE__, #condition);                                                   \
    } while (0)

_Noreturn static inline void fuzz_fail(const char *file, int line, const char *what) {
    fprintf(stderr, "%s:%d: not so: %s\n", file, line, what);
    abort();
}

/* ---- Inputs: a byte for each choice, then the text ---- */

struct fuzz_input {
    const char *bytes;
    size_t size;
};

/* 0 to `limit` - 1. */
static inline unsigned fuzz_choose(struct fuzz_input *input, unsigned limit) {
    if (input->size == 0) return 0;
    unsigned byte = (unsigned char)*input->bytes++;
    input->size--;
    return byte % limit;
}

/* What stands before the next line of four equal signs, which parts files; all that is left if there is none. */
static inline struct fuzz_input fuzz_part(struct fuzz_input *input) {
    static const char between[] = "====\n";
    const char *found = input->size ? memmem(input->bytes, input->size, between, sizeof between - 1) : NULL;
    struct fuzz_input part = {input->bytes, found ? (size_t)(found - input->bytes) : input->size};
    size_t used = part.size + (found ? sizeof between - 1 : 0);
    input->bytes += used;
    input->size -= used;
    return part;
}

/* ---- The scratch folder ---- */

static char fuzz_folder[64];

static inline void fuzz_remove_all(void) {
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", fuzz_folder);
    if (system(command) != 0) perror(command);
}

/* In memory, where the system has such a folder. Holds until the fourth call from now. */
static inline const char *fuzz_path(const char *name) {
    static char paths[4][160];
    static unsigned next;
    char *path = paths[next++ % 4];
    if (!fuzz_folder[0]) {
        strcpy(fuzz_folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/gaz_fuzz_XXXXXX" : "/tmp/gaz_fuzz_XXXXXX");
        FUZZ_REQUIRE(mkdtemp(fuzz_folder));
        atexit(fuzz_remove_all);
    }
    snprintf(path, sizeof *paths, "%s/%s", fuzz_folder, name);
    return path;
}

/* Returns the path, as fuzz_path does. */
static inline const char *fuzz_write(const char *name, const char *bytes, size_t size) {
    const char *path = fuzz_path(name);
    FILE *file = fopen(path, "w");
    FUZZ_REQUIRE(file && (size == 0 || fwrite(bytes, 1, size, file) == size));
    FUZZ_REQUIRE(fclose(file) == 0);
    return path;
}

/* Empties a folder in the scratch folder, or makes it. */
static inline const char *fuzz_empty(const char *name) {
    const char *path = fuzz_path(name);
    char inner[512];
    DIR *directory = opendir(path);
    if (!directory) FUZZ_REQUIRE(mkdir(path, 0700) == 0);
    for (struct dirent *item; directory && (item = readdir(directory));) {
        snprintf(inner, sizeof inner, "%s/%s", path, item->d_name);
        if (item->d_name[0] != '.') unlink(inner);
    }
    if (directory) closedir(directory);
    return path;
}

/* The disk need not turn. */
__attribute__((visibility("default"), weak)) int fsync(int descriptor) {
    (void)descriptor;
    return 0;
}

/* ---- Failures ---- */

/* A failure is told in one line, and is none of the program's own. */
static inline void fuzz_check_error(gaz_status status, const gaz_error *error) {
    bool fits = status == GAZ_ERROR_INPUT || status == GAZ_ERROR_IO || status == GAZ_ERROR_LIMIT;
    bool line = error->message[0] && !strpbrk(error->message, "\r\n");
    if (!fits || !line) fprintf(stderr, "%s: \"%s\"\n", gaz_status_name(status), error->message);
    FUZZ_REQUIRE(fits && line && error->status == status);
}

#endif
