/* Sinks: files, descriptors, memory, and those of the caller. */
#include <dirent.h>
#include <signal.h>
#include <unistd.h>

#include "base/sink.h"
#include "folder.h"

/* Files in the folder, temporary ones too. */
static int count_files(void) {
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    int count = 0;
    for (struct dirent *item; (item = readdir(directory));)
        count += strcmp(item->d_name, ".") != 0 && strcmp(item->d_name, "..") != 0;
    closedir(directory);
    return count;
}

static void check_file(const char *name, const char *text) {
    char found[64] = "";
    FILE *file = fopen(path_of(name), "r");
    assert_non_null(file);
    found[fread(found, 1, sizeof found - 1, file)] = 0;
    fclose(file);
    assert_string_equal(found, text);
}

static void a_file_appears_when_its_sink_is_finished(void **state) {
    (void)state;
    gaz_sink sink;
    write_file("data", "old");
    assert_int_equal(gaz_sink_path(&sink, path_of("data"), NULL), GAZ_OK);
    assert_string_equal(sink.name, path_of("data"));
    assert_int_equal(sink_write(&sink, "ne", 2, NULL), GAZ_OK);
    assert_int_equal(sink_write(&sink, "w", 1, NULL), GAZ_OK);
    check_file("data", "old");
    assert_int_equal(gaz_sink_finish(&sink, GAZ_OK, NULL), GAZ_OK);
    check_file("data", "new");
    assert_int_equal(count_files(), 1);
    assert_null(sink.write);
    assert_int_equal(gaz_sink_finish(&sink, GAZ_OK, NULL), GAZ_OK);
}

static void what_failed_leaves_the_old_file_and_the_error(void **state) {
    (void)state;
    gaz_sink sink;
    gaz_error error = {.message = "before"};
    write_file("data", "old");
    assert_int_equal(gaz_sink_path(&sink, path_of("data"), &error), GAZ_OK);
    assert_int_equal(sink_write(&sink, "new", 3, &error), GAZ_OK);
    assert_int_equal(gaz_sink_finish(&sink, GAZ_ERROR_INPUT, &error), GAZ_ERROR_INPUT);
    assert_string_equal(error.message, "before");
    check_file("data", "old");
    assert_int_equal(count_files(), 1);
}

static void what_cannot_be_created_is_told(void **state) {
    (void)state;
    gaz_sink sink;
    gaz_error error;
    assert_int_equal(gaz_sink_path(&sink, path_of("missing/data"), &error), GAZ_ERROR_IO);
    assert_string_equal(error.file, path_of("missing/data"));
    assert_null(sink.finish);
    assert_int_equal(gaz_sink_finish(&sink, GAZ_ERROR_IO, &error), GAZ_ERROR_IO);
    assert_int_equal(gaz_sink_path(&sink, NULL, &error), GAZ_ERROR_ARGUMENT);
}

static void descriptors_tell_their_name(void **state) {
    (void)state;
    gaz_sink sink;
    gaz_error error;
    int ends[2];
    char bytes[4];
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    gaz_sink_descriptor(&sink, ends[1], "a pipe");
    assert_int_equal(sink_write(&sink, "abc", 3, &error), GAZ_OK);
    assert_int_equal(read(ends[0], bytes, 4), 3);
    close(ends[0]);
    assert_int_equal(sink_write(&sink, "", 0, &error), GAZ_OK);
    assert_int_equal(sink_write(&sink, "abc", 3, &error), GAZ_ERROR_CLOSED);
    assert_string_equal(error.file, "a pipe");
    assert_int_equal(gaz_sink_finish(&sink, GAZ_OK, &error), GAZ_OK);
    close(ends[1]);
    gaz_sink_descriptor(&sink, -1, NULL);
    assert_int_equal(sink_write(&sink, "abc", 3, &error), GAZ_ERROR_IO);
    assert_string_equal(error.file, "");
    assert_string_equal(error.message, "cannot write: Bad file descriptor");
}

static void memory_grows(void **state) {
    (void)state;
    gaz_memory memory = {0};
    gaz_sink sink;
    gaz_sink_memory(&sink, &memory);
    for (int i = 0; i < 1000; i++) assert_int_equal(sink_write(&sink, "0123456789", 10, NULL), GAZ_OK);
    assert_int_equal(memory.size, 10000);
    assert_memory_equal(memory.bytes + 9990, "0123456789", 10);
    gaz_memory_free(&memory);
    assert_null(memory.bytes);
    gaz_memory_free(NULL);
}

static gaz_status refuse(void *user, const void *bytes, size_t size, gaz_error *error) {
    (void)bytes;
    (void)size;
    (void)error;
    return *(gaz_status *)user;
}

static gaz_status remember(void *user, gaz_status status, gaz_error *error) {
    (void)error;
    *(gaz_status *)user = status;
    return GAZ_ERROR_LIMIT;
}

static void a_sink_of_the_caller(void **state) {
    (void)state;
    gaz_status status = GAZ_ERROR_IO;
    gaz_error error = {.file = "other", .line = 7};
    gaz_sink sink = {.write = refuse, .finish = remember, .user = &status, .name = "socket"};
    assert_int_equal(sink_write(&sink, "x", 1, &error), GAZ_ERROR_IO);
    assert_int_equal(error.status, GAZ_ERROR_IO);
    assert_string_equal(error.file, "socket");
    assert_int_equal(error.line, 0);
    assert_string_equal(error.message, "cannot write");
    status = GAZ_ERROR_CLOSED;
    assert_int_equal(sink_write(&sink, "x", 1, NULL), GAZ_ERROR_CLOSED);
    assert_int_equal(gaz_sink_finish(&sink, GAZ_OK, NULL), GAZ_ERROR_LIMIT);
    assert_int_equal(status, GAZ_OK);
    sink = (gaz_sink){.write = refuse, .finish = remember, .user = &status};
    assert_int_equal(gaz_sink_finish(&sink, GAZ_ERROR_INPUT, NULL), GAZ_ERROR_INPUT);
    assert_int_equal(status, GAZ_ERROR_INPUT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(a_file_appears_when_its_sink_is_finished),
        WITH_FOLDER(what_failed_leaves_the_old_file_and_the_error),
        WITH_FOLDER(what_cannot_be_created_is_told),
        cmocka_unit_test(descriptors_tell_their_name),
        cmocka_unit_test(memory_grows),
        cmocka_unit_test(a_sink_of_the_caller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
