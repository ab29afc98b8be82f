/* Many files are on the disk before they get their names, and their folder is waited for once for many of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_batch.h"
#include "folder.h"

enum { FILES = 200 };

static ino_t synced[4 * FILES];
static size_t synced_count;
static size_t folders_synced;
static size_t linked;
static size_t renamed;
static size_t named_unsynced;
static size_t refused = SIZE_MAX; /* the sync that fails */

__attribute__((visibility("default"))) int fsync(int descriptor) {
    struct stat about;
    assert_int_equal(fstat(descriptor, &about), 0);
    if (S_ISDIR(about.st_mode)) {
        folders_synced++;
        return 0;
    }
    if (synced_count == refused) return -1;
    synced[synced_count++] = about.st_ino;
    return 0;
}

/* A file is about to get a name. */
static void look_at(const char *path) {
    struct stat about;
    size_t i = 0;
    assert_int_equal(stat(path, &about), 0);
    while (i < synced_count && synced[i] != about.st_ino) i++;
    named_unsynced += i == synced_count;
}

__attribute__((visibility("default"))) int rename(const char *old, const char *new) {
    int (*next)(const char *, const char *);
    void *found = dlsym(RTLD_NEXT, "rename");
    memcpy(&next, &found, sizeof next);
    look_at(old);
    renamed++;
    return next(old, new);
}

__attribute__((visibility("default"))) int linkat(int from, const char *old, int to, const char *new, int flags) {
    int (*next)(int, const char *, int, const char *, int);
    void *found = dlsym(RTLD_NEXT, "linkat");
    memcpy(&next, &found, sizeof next);
    look_at(old);
    linked++;
    return next(from, old, to, new, flags);
}

static gaz_status write_files(const char *text) {
    struct file_batch batch = {.count = 0};
    gaz_status status = GAZ_OK;
    synced_count = folders_synced = linked = renamed = named_unsynced = 0;
    for (int i = 0; i < FILES && status == GAZ_OK; i++) {
        char name[32];
        snprintf(name, sizeof name, "%d", i);
        status = file_batch_replace(&batch, path_of(name), text, strlen(text), NULL);
    }
    if (status == GAZ_OK) status = file_batch_finish(&batch, NULL);
    assert_int_equal(batch.count, 0);
    return status;
}

static size_t count_files(const char *text) {
    size_t count = 0;
    for (int i = 0; i < FILES; i++) {
        char name[32];
        char bytes[16] = {0};
        snprintf(name, sizeof name, "%d", i);
        FILE *file = fopen(path_of(name), "r");
        if (!file) continue;
        assert_true(fread(bytes, 1, sizeof bytes - 1, file) > 0);
        fclose(file);
        count += strcmp(bytes, text) == 0;
    }
    return count;
}

static void each_file_is_on_the_disk_before_its_name(void **state) {
    (void)state;
    assert_int_equal(write_files("old"), GAZ_OK);
    assert_int_equal(count_files("old"), FILES);
    assert_int_equal(linked + renamed, FILES); /* linked where a file can be without a name */
    assert_int_equal(named_unsynced, 0);
    assert_int_equal(write_files("other"), GAZ_OK);
    assert_int_equal(count_files("other"), FILES);
    assert_int_equal(renamed, FILES);
    assert_int_equal(named_unsynced, 0);
}

static void the_folder_is_waited_for_once_a_batch(void **state) {
    (void)state;
    assert_int_equal(write_files("old"), GAZ_OK);
    assert_int_equal(folders_synced, (FILES + FILE_BATCH_MAX - 1) / FILE_BATCH_MAX);
}

static bool is_marked(void) {
    return access(path_of("mark"), F_OK) == 0;
}

/* Replaces, removes and replaces a file; sync number `at` fails, and with it the rest. */
static void fail_at(size_t at) {
    char mark[192];
    (void)snprintf(mark, sizeof mark, "%s", path_of("mark"));
    struct file_batch batch = {.mark = mark};
    assert_int_equal(file_replace(path_of("b"), "b", 1, NULL), GAZ_OK);
    synced_count = 0;
    refused = at;
    assert_int_equal(file_batch_replace(&batch, path_of("a"), "a", 1, NULL), GAZ_OK);
    assert_int_equal(file_batch_remove(&batch, path_of("b"), NULL), GAZ_OK);
    assert_int_equal(file_batch_replace(&batch, path_of("c"), "c", 1, NULL), GAZ_OK);
    assert_false(is_marked());
    assert_int_equal(file_batch_finish(&batch, NULL), GAZ_ERROR_IO);
    refused = SIZE_MAX;
}

static void a_mark_is_there_while_files_are_mixed(void **state) {
    (void)state;
    char mark[192];
    (void)snprintf(mark, sizeof mark, "%s", path_of("mark"));
    fail_at(1); /* the first file; the mark was synced before it */
    assert_false(is_marked());
    assert_int_equal(access(path_of("b"), F_OK), 0);
    fail_at(2);
    assert_true(is_marked());
    assert_int_equal(access(path_of("a"), F_OK), 0);
    assert_int_not_equal(access(path_of("b"), F_OK), 0);
    assert_int_not_equal(access(path_of("c"), F_OK), 0);
    struct file_batch batch = {.mark = mark};
    assert_int_equal(file_batch_remove(&batch, path_of("a"), NULL), GAZ_OK);
    assert_int_equal(access(path_of("a"), F_OK), 0); /* until its turn comes */
    assert_int_equal(file_batch_finish(&batch, NULL), GAZ_OK);
    assert_int_not_equal(access(path_of("a"), F_OK), 0);
    assert_false(is_marked());
}

static void after_a_failure_files_are_old_or_new(void **state) {
    (void)state;
    assert_int_equal(write_files("old"), GAZ_OK);
    refused = 100;
    assert_int_equal(write_files("new"), GAZ_ERROR_IO);
    refused = SIZE_MAX;
    assert_int_equal(count_files("new"), 100);
    assert_int_equal(count_files("old"), FILES - 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_file_is_on_the_disk_before_its_name),
        cmocka_unit_test(the_folder_is_waited_for_once_a_batch),
        cmocka_unit_test(a_mark_is_there_while_files_are_mixed),
        cmocka_unit_test(after_a_failure_files_are_old_or_new),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
