/* Stages of work, each with each failure: while a stage runs, the n-th call of one kind fails, n = 1, 2, ... until the
 * stage makes no n-th call. A stage that fails says so and leaves the old files; one that succeeds all the same has
 * done all of its work. */
#ifndef UNIT_STAGES_H
#define UNIT_STAGES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/file_map.h"
#include "base/hash.h"
#include "failing.h"
#include "folder.h"
#include "lexicon/lexicon.h"

/* ---- What a stage leaves ---- */

static const char old[] = "surface\tannotated\nold\t1\n"; /* what stood in a file before */

/* 0 if there is no such file. */
static inline uint64_t file_digest(const char *name) {
    struct file_map map;
    if (file_map(&map, path_of(name), NULL) != GAZ_OK) return 0;
    uint64_t digest = hash_bytes(map.bytes ? map.bytes : "", map.size, 0);
    file_unmap(&map);
    return digest;
}

static inline size_t count_files(const char *name) {
    size_t count = 0;
    DIR *directory = opendir(path_of(name));
    assert_non_null(directory);
    for (struct dirent *item; (item = readdir(directory));) count += item->d_name[0] != '.';
    closedir(directory);
    return count;
}

static inline uint64_t mix(uint64_t digest, const void *bytes, size_t size) {
    return hash_bytes(bytes, size, digest);
}

static inline uint64_t lexicon_digest(const gaz_lexicon *from) {
    uint64_t digest = from->entry_count;
    gaz_estimate expected;
    gaz_lexicon_get_estimate(&expected, from);
    digest = mix(digest, &expected, sizeof expected);
    for (size_t i = 0; i < from->entry_count; i++) {
        const struct entry *entry = &from->entries[i];
        const struct string *surface = &from->surfaces.items[entry->surface];
        const uint64_t numbers[] = {entry->annotated, entry->occurrences, entry->nested, entry->status, entry->verdict};
        digest = mix(mix(digest, surface->bytes, surface->size), numbers, sizeof numbers);
        digest = mix(digest, &entry->precision, sizeof entry->precision);
        digest = mix(digest, &entry->log_odds, sizeof entry->log_odds);
        digest = mix(digest, &entry->variant, sizeof entry->variant);
        if (entry->id) digest = mix(digest, from->ids.items[entry->id - 1].bytes, from->ids.items[entry->id - 1].size);
    }
    return digest;
}

/* ---- Each failure ---- */

struct stage {
    gaz_status (*run)(uint64_t *digest, gaz_error *error);
    void (*prepare)(void);    /* may be NULL */
    void (*check)(bool good); /* may be NULL */
    long step;                /* for a stage that takes long: only every so many-th allocation fails. Without
                               * GAZ_TEST_LONG a tenth of these */
};

static inline int lowest_descriptor(void) {
    int descriptor = dup(STDIN_FILENO);
    close(descriptor);
    return descriptor;
}

/* That a folder cannot be made does not matter if it is there. */
static inline bool may_be_passed_over(enum call call) {
    return call == CALL_MEMORY || call == CALL_OPEN || call == CALL_CLOSE || call == CALL_MAKE_FOLDER ||
           call >= CALL_THREAD;
}

/* Whether a failure is told, and not as a fault of the input. */
static inline bool is_told(gaz_status status, const gaz_error *error) {
    bool fits = status == GAZ_ERROR_MEMORY || status == GAZ_ERROR_IO;
    return failed && fits && error->status == status && error->message[0];
}

/* Runs a stage whose n-th call fails. Returns whether there was one. */
static inline bool run_failing(const struct stage *stage, enum call call, long n, uint64_t expected) {
    gaz_error error = {0};
    uint64_t digest = 0;
    if (stage->prepare) stage->prepare();
    int descriptor = lowest_descriptor();
    long before = live;
    failed = false;
    countdown = n;
    armed = (int)call;
    gaz_status status = stage->run(&digest, &error);
    armed = CALL_NONE;
    bool good = status == GAZ_OK;
    bool right = live == before && lowest_descriptor() == descriptor &&
                 (good ? digest == expected : is_told(status, &error)) &&
                 (!failed || (good ? may_be_passed_over(call) : call < CALL_INTERRUPTED));
    if (!right)
        print_error("%s number %ld failed: status %d, %ld blocks and %d descriptors left, %s\n", call_names[call], n,
                    (int)status, live - before, lowest_descriptor() - descriptor,
                    good && digest != expected ? "wrong result" : error.message);
    assert_true(right);
    if (stage->check) stage->check(good);
    return failed;
}

static inline void run_stage(const struct stage *stage) {
    uint64_t expected = 0;
    long calls = 0;
    for (int i = 0; i < 2; i++) { /* the first run may leave something in the C library */
        if (stage->prepare) stage->prepare();
        assert_int_equal(stage->run(&expected, NULL), GAZ_OK);
    }
    if (stage->check) stage->check(true);
    for (int call = CALL_MEMORY; call < CALL_END; call++) {
        long n = 1;
        long step = call == CALL_MEMORY ? (stage->step ? stage->step : 1) * (getenv("GAZ_TEST_LONG") ? 1 : 10) : 1;
        while (run_failing(stage, (enum call)call, n, expected)) n += step;
        calls += n - 1;
    }
    assert_true(calls >= 4); /* opening a model makes few calls */
}

#define STAGE(name, ...)                                                                                               \
    static void name(void **state) {                                                                                   \
        (void)state;                                                                                                   \
        run_stage(&(struct stage){__VA_ARGS__});                                                                       \
    }

#endif
