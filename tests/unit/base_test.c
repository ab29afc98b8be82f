#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/file.h"
#include "base/file_map.h"
#include "base/parallel.h"
#include "base/strings.h"
#include "folder.h"

/* ---- Files of a test ---- */

static void check_map(struct file_map *map, const char *text) {
    assert_int_equal(map->size, strlen(text));
    if (map->size) assert_memory_equal(map->bytes, text, map->size);
    file_unmap(map);
}

static void check_file(const char *name, const char *text) {
    struct file_map map;
    assert_int_equal(file_map(&map, path_of(name), NULL), GAZ_OK);
    check_map(&map, text);
    assert_int_equal(file_copy(&map, path_of(name), NULL), GAZ_OK);
    check_map(&map, text);
}

/* Files in the folder, hidden ones too. */
static int count_files(void) {
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    int count = 0;
    for (struct dirent *item; (item = readdir(directory));)
        count += strcmp(item->d_name, ".") != 0 && strcmp(item->d_name, "..") != 0;
    closedir(directory);
    return count;
}

/* ---- Buffer ---- */

static void check_decimal(double number, const char *expected) {
    struct buffer buffer = {0};
    double back = 1e9;
    assert_true(decimal_add(&buffer, number));
    assert_int_equal(buffer.size, strlen(expected));
    assert_memory_equal(buffer.bytes, expected, buffer.size);
    assert_true(decimal_read(&back, buffer.bytes, buffer.size));
    if (!(fabs(back - number) <= 0.00005000001 + fabs(number) * 1e-15))
        print_error("%s: %.17g instead of %.17g\n", expected, back, number);
    assert_true(fabs(back - number) <= 0.00005000001 + fabs(number) * 1e-15);
    buffer_free(&buffer);
}

static void buffer_writes_decimals(void **state) {
    (void)state;
    check_decimal(0, "0");
    check_decimal(-0.0, "0");
    check_decimal(1, "1");
    check_decimal(-1, "-1");
    check_decimal(-1.5, "-1.5");
    check_decimal(12.0625, "12.0625");
    check_decimal(-0.00004, "0");
    check_decimal(-0.00006, "-0.0001");
    check_decimal(0.99994, "0.9999");
    check_decimal(0.99996, "1");
    check_decimal(2.0 / 3, "0.6667");
    check_decimal(-9.99996, "-10");
    check_decimal(10.01, "10.01");
    check_decimal(-1000, "-1000");
    check_decimal(123456789.1234, "123456789.1234");
    check_decimal(100000000000, "100000000000");
    check_decimal(-99999999999, "-99999999999");
    char text[32];
    for (int units = 1; units < 30000; units++) {
        int size = snprintf(text, sizeof text, "-%.4f", units / 10000.0);
        while (text[size - 1] == '0') text[--size] = 0;
        if (text[size - 1] == '.') text[--size] = 0;
        check_decimal(-units / 10000.0, text);
        check_decimal(units / 10000.0, text + 1);
    }
}

static void check_whole(const char *text, bool good, uint64_t expected, const char *rest) {
    uint64_t number;
    const char *at = text;
    assert_int_equal(decimal_read_whole(&number, &at, text + strlen(text)), good);
    assert_int_equal(number, expected);
    assert_string_equal(at, rest);
}

static void whole_numbers_are_read_to_their_end(void **state) {
    (void)state;
    check_whole("", false, 0, "");
    check_whole("-1", false, 0, "-1");
    check_whole("0", true, 0, "");
    check_whole("007;8", true, 7, ";8");
    check_whole("18446744073709551614", true, UINT64_MAX - 1, "");
    check_whole("18446744073709551615", true, UINT64_MAX, "");
    check_whole("18446744073709551616 ", true, UINT64_MAX, " ");
    check_whole("99999999999999999999999", true, UINT64_MAX, "");
}

static void check_rounded(double number, double expected) {
    struct buffer buffer = {0};
    double back;
    double rounded = decimal_round(number);
    assert_memory_equal(&rounded, &expected, sizeof rounded); /* 0 is not -0 */
    assert_true(decimal_add(&buffer, number));
    assert_true(decimal_read(&back, buffer.bytes, buffer.size));
    assert_memory_equal(&back, &rounded, sizeof back);
    buffer_free(&buffer);
}

/* What is kept in memory is what comes back from a file, to the bit. */
static void numbers_are_rounded_as_they_are_written(void **state) {
    (void)state;
    check_rounded(0, 0);
    check_rounded(-0.0, 0);
    check_rounded(-0.00004, 0);
    check_rounded(0.00004, 0);
    check_rounded(0.00006, 0.0001);
    check_rounded(-0.00006, -0.0001);
    check_rounded(2.0 / 3, 0.6667);
    check_rounded(-2.0 / 3, -0.6667);
    check_rounded(0.99996, 1);
    check_rounded(1000, 1000);
    for (int i = -25000; i <= 25000; i++) check_rounded((i + 0.3) / 10000, i / 10000.0 + 0.0);
}

static void check_read_decimal(const char *text, double expected) {
    double number = 1e9;
    assert_true(decimal_read(&number, text, strlen(text)));
    assert_true(fabs(number - expected) <= fabs(expected) * 1e-15);
}

static void decimals_are_read(void **state) {
    (void)state;
    static const char *const wrong[] = {"",      "-",    ".",   "-.",   ".5",  "-.5", "1.",  "-1.",
                                        "1.2.3", "1..2", "+1",  "--1",  "1-",  " 1",  "1 ",  "1e5",
                                        "0x10",  "nan",  "inf", "-inf", "1,5", "one", "1.-", "1.a",
                                        "\xFF",  "1.5.", "-e",  "1/2",  "1:2", "1\n", "1\t", "000000000000000000001"};
    double number;
    check_read_decimal("0", 0);
    check_read_decimal("-0", 0);
    check_read_decimal("007", 7);
    check_read_decimal("-2.50", -2.5);
    check_read_decimal("0.123456789", 0.123456789);
    check_read_decimal("0.00000000000000001", 1e-17);
    check_read_decimal("12345678901234567890", 12345678901234567890.0);
    check_read_decimal("-1234567890123456789", -1234567890123456789.0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (decimal_read(&number, wrong[i], strlen(wrong[i]))) fail_msg("\"%s\" is read", wrong[i]);
    assert_false(decimal_read(&number, "1\0", 2));
    assert_true(decimal_read(&number, "1.5x", 3)); /* what stands behind is not looked at */
    assert_false(decimal_read(&number, "1.5x", 2));
}

static void buffer_grows(void **state) {
    (void)state;
    struct buffer buffer = {0};
    static const uint64_t numbers[] = {0, 7, 10, 99, 100, 4294967296, UINT64_MAX};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_true(buffer_add_number(&buffer, numbers[i]) && buffer_add_byte(&buffer, ' '));
    assert_true(buffer_add(&buffer, "", 1));
    assert_string_equal(buffer.bytes, "0 7 10 99 100 4294967296 18446744073709551615 ");
    for (int i = 0; i < 5000; i++) assert_true(buffer_add_text(&buffer, "text"));
    assert_int_equal(buffer.size, 47 + 20000);
    assert_memory_equal(buffer.bytes, "0 7 10", 6);
    assert_false(buffer_reserve(&buffer, SIZE_MAX));
    assert_int_equal(buffer.size, 47 + 20000);
    size_t capacity = 0;
    assert_false(array_reserve(&buffer.bytes, &capacity, SIZE_MAX / 8 + 2, 8));
    assert_int_equal(capacity, 0);
    buffer_free(&buffer);
    assert_null(buffer.bytes);
}

/* ---- Arena, names, errors ---- */

static size_t piece_size(size_t i) {
    return i % 100 == 99 ? 300000 : i % 37;
}

static void arena_gives_distinct_aligned_memory(void **state) {
    (void)state;
    enum { COUNT = 3000 };
    static unsigned char *pieces[COUNT];
    struct arena arena = {0};
    for (size_t i = 0; i < COUNT; i++) {
        pieces[i] = arena_alloc(&arena, piece_size(i));
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        memset(pieces[i], (int)(i & 255), piece_size(i));
        assert_memory_equal(arena_copy(&arena, "o\0d", 3), "o\0d", 4); /* brings the next out of alignment */
        assert_string_equal(arena_copy(&arena, NULL, 0), "");
    }
    for (size_t i = 0; i < COUNT; i++)
        for (size_t k = 0; k < piece_size(i); k += 1 + piece_size(i) / 100) assert_int_equal(pieces[i][k], i & 255);
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(arena_copy(&arena, "", SIZE_MAX));
    arena_free(&arena);
}

static uint32_t number_of(struct strings *names, const char *bytes, size_t size) {
    uint32_t number = UINT32_MAX;
    assert_int_equal(strings_add(&number, names, bytes, size, NULL), GAZ_OK);
    return number;
}

static void names_are_numbered_by_first_sight(void **state) {
    (void)state;
    struct strings names = {0};
    char text[2000];
    assert_int_equal(number_of(&names, "b", 1), 0);
    assert_int_equal(number_of(&names, "", 0), 1);
    assert_int_equal(number_of(&names, "b\0", 2), 2);
    memset(text, 'x', sizeof text);
    for (unsigned i = 0; i < 2 * sizeof text; i++) { /* each twice */
        size_t size = sizeof text - i % sizeof text;
        assert_int_equal(number_of(&names, text, size), 3 + i % sizeof text);
        assert_int_equal(strlen(names.items[3 + i % sizeof text].bytes), size);
    }
    assert_int_equal(names.count, 3 + sizeof text);
    assert_memory_equal(names.items[2].bytes, "b\0", 3);
    strings_free(&names);
}

static void names_can_be_asked_for(void **state) {
    (void)state;
    struct strings names = {0};
    uint32_t number;
    char text[16];
    assert_false(strings_have(&names, "a", 1));
    for (int i = 0; i < 1000; i += 2)
        assert_int_equal(strings_add(&number, &names, text, (size_t)sprintf(text, "%d", i), NULL), GAZ_OK);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(strings_have(&names, text, (size_t)sprintf(text, "%d", i)), i % 2 == 0);
    assert_false(strings_have(&names, "", 0));
    assert_int_equal(strings_add(&number, &names, "", 0, NULL), GAZ_OK);
    assert_true(strings_have(&names, "", 0));
    strings_free(&names);
    assert_false(strings_have(&names, "0", 1));
}

/* Batches of any size, with strings twice in one and again in later ones, as one by one; the table is dropped now and
 * then. */
static void names_in_batches_are_numbered_alike(void **state) {
    (void)state;
    enum { COUNT = 20000, DISTINCT = 3000 };
    struct strings one_by_one = {0};
    struct strings batched = {0};
    struct field texts[STRINGS_BATCH];
    char bytes[STRINGS_BATCH][16];
    uint32_t numbers[STRINGS_BATCH];
    unsigned random = 1;
    for (unsigned done = 0, size = 0; done < COUNT; done += size, size = (size + 7) % (STRINGS_BATCH + 1)) {
        for (unsigned i = 0; i < size; i++) {
            random = random * 1103515245 + 12345;
            texts[i] = (struct field){bytes[i], (size_t)sprintf(bytes[i], "%u", (random >> 8) % DISTINCT)};
        }
        if (size == 7) strings_drop_table(&batched);
        assert_int_equal(strings_add_batch(numbers, &batched, texts, size, NULL), GAZ_OK);
        for (unsigned i = 0; i < size; i++)
            assert_int_equal(numbers[i], number_of(&one_by_one, texts[i].bytes, texts[i].size));
    }
    assert_int_equal(batched.count, one_by_one.count);
    assert_true(strings_reserve(&batched, 100000));
    assert_true(strings_have(&batched, one_by_one.items[0].bytes, one_by_one.items[0].size));
    strings_free(&one_by_one);
    strings_free(&batched);
}

/* ---- Jobs ---- */

enum { JOBS = 5000, NO_JOB = JOBS };

struct jobs {
    atomic_int ran[JOBS];
    uint64_t failing;   /* NO_JOB: none */
    atomic_bool failed; /* the others behind it wait for that */
    atomic_ullong total;
    uint64_t reported; /* by the caller's thread only */
    pthread_t caller;
};

static bool run_job(void *context, uint64_t number) {
    struct jobs *jobs = context;
    atomic_fetch_add(&jobs->ran[number], 1);
    atomic_fetch_add(&jobs->total, 1);
    if (number == jobs->failing) {
        atomic_store(&jobs->failed, true);
        return false;
    }
    while (number > jobs->failing && !atomic_load(&jobs->failed)) sched_yield();
    return true;
}

static void note_progress(void *context, const char *stage, uint64_t done, uint64_t total) {
    struct jobs *jobs = context;
    assert_string_equal(stage, "testing");
    assert_true(pthread_equal(pthread_self(), jobs->caller));
    assert_true(done >= 1 && done <= total && done >= jobs->reported);
    jobs->reported = done;
}

/* Returns how many jobs were run. */
static uint64_t check_jobs(unsigned threads, uint64_t count, uint64_t failing) {
    static struct jobs jobs;
    memset(&jobs, 0, sizeof jobs);
    jobs.failing = failing;
    jobs.caller = pthread_self();
    const struct parallel parallel = {threads, count % 2 ? NULL : note_progress, &jobs, "testing"};
    assert_int_equal(parallel_run(&parallel, count, run_job, &jobs), failing >= count);
    for (uint64_t i = 0; i < JOBS; i++) {
        if (failing >= count) assert_int_equal(jobs.ran[i], i < count);
        assert_true(jobs.ran[i] <= (i < count));
    }
    if (failing < count) assert_int_equal(jobs.ran[failing], 1);
    return jobs.total;
}

static void jobs_run_once_each(void **state) {
    (void)state;
    static const unsigned threads[] = {0, 1, 2, 4, 300};
    static const uint64_t counts[] = {0, 1, 2, 3, 4, 5, 64, JOBS - 1, JOBS};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++)
        for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
            assert_int_equal(check_jobs(threads[i], counts[k], NO_JOB), counts[k]);
}

static void a_failing_job_stops_the_rest(void **state) {
    (void)state;
    for (unsigned threads = 0; threads <= 4; threads++) {
        uint64_t taken = threads < 2 ? 0 : threads - 1; /* at most, by others that see the failure before they begin */
        uint64_t ran = check_jobs(threads, JOBS, 0);
        assert_true(threads < 2 ? ran == 1 : ran < JOBS);
        ran = check_jobs(threads, JOBS, 17);
        assert_true(threads < 2 ? ran == 18 : ran + taken >= 18 && ran < JOBS);
        assert_true(check_jobs(threads, JOBS, JOBS - 1) + taken >= JOBS);
        check_jobs(threads, 1, 0);
    }
}

static void errors_are_filled(void **state) {
    (void)state;
    char path[1200];
    gaz_error error;
    memset(path, 'p', sizeof path - 1);
    memcpy(path + sizeof path - 5, ".tsv", 5);
    assert_int_equal(error_set(&error, GAZ_ERROR_INPUT, path, 7, "%s %d", path, 1), GAZ_ERROR_INPUT);
    assert_int_equal(error.status, GAZ_ERROR_INPUT);
    assert_int_equal(error.line, 7);
    assert_int_equal(strlen(error.file), sizeof error.file - 1);
    assert_memory_equal(error.file, "...p", 4);
    assert_string_equal(error.file + strlen(error.file) - 5, "p.tsv");
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
    assert_int_equal(error_system(&error, "f", 2, "cannot open"), GAZ_ERROR_IO);
    assert_string_equal(error.message, "cannot open: No such file or directory");
    assert_int_equal(error_memory(NULL), GAZ_ERROR_MEMORY);
}

/* ---- Files ---- */

static void a_discarded_writer_leaves_the_old_file(void **state) {
    (void)state;
    struct file_writer writer;
    write_file("data", "old");
    assert_int_equal(file_create(&writer, path_of("data"), NULL), GAZ_OK);
    assert_int_equal(file_write(&writer, "new", 3, NULL), GAZ_OK);
    check_file("data", "old");
    file_discard(&writer);
    check_file("data", "old");
    assert_int_equal(count_files(), 1);
    file_discard(&writer);
}

static void a_committed_writer_replaces_the_old_file(void **state) {
    (void)state;
    struct file_writer writer;
    struct stat about;
    write_file("data", "old");
    assert_int_equal(chmod(path_of("data"), 0640), 0);
    assert_int_equal(file_create(&writer, path_of("data"), NULL), GAZ_OK);
    assert_int_equal(file_write(&writer, "ne", 2, NULL), GAZ_OK);
    assert_int_equal(file_write(&writer, "w!", 2, NULL), GAZ_OK);
    check_file("data", "old");
    assert_int_equal(file_commit(&writer, NULL), GAZ_OK);
    file_discard(&writer);
    check_file("data", "new!");
    assert_int_equal(count_files(), 1);
    assert_int_equal(stat(path_of("data"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
}

static void a_new_file_has_the_usual_mode(void **state) {
    (void)state;
    struct file_writer writer;
    struct stat about;
    mode_t mask = umask(027);
    assert_int_equal(file_create(&writer, path_of("data"), NULL), GAZ_OK);
    assert_int_not_equal(stat(path_of("data"), &about), 0); /* not there before it is complete */
    assert_int_equal(file_commit(&writer, NULL), GAZ_OK);
    assert_int_equal(umask(mask), 027);
    assert_int_equal(stat(path_of("data"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
}

static void *create_files(void *context) {
    enum { TIMES = 3000 };
    for (int i = 0; i < TIMES; i++) {
        struct file_writer writer;
        gaz_status status = file_create(&writer, context, NULL);
        file_discard(&writer);
        if (status != GAZ_OK) return context;
    }
    return NULL;
}

static void threads_that_create_files_leave_the_mask_alone(void **state) {
    (void)state;
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    char paths[THREADS][128];
    mode_t mask = umask(027);
    for (int i = 0; i < THREADS; i++) { /* a folder each: in one they would wait for each other */
        snprintf(paths[i], sizeof paths[i], "%s%d", path_of("data"), i);
        assert_int_equal(mkdir(paths[i], 0777), 0);
        strcat(paths[i], "/x");
    }
    for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_create(&threads[i], NULL, create_files, paths[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        void *failed;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    assert_int_equal(umask(mask), 027);
}

static void a_file_is_replaced_at_once(void **state) {
    (void)state;
    gaz_error error;
    assert_int_equal(file_replace(path_of("data"), "old", 3, NULL), GAZ_OK);
    check_file("data", "old");
    assert_int_equal(file_replace(path_of("data"), "new!", 4, NULL), GAZ_OK);
    check_file("data", "new!");
    assert_int_equal(file_replace(path_of("data"), NULL, 0, NULL), GAZ_OK);
    check_file("data", "");
    assert_int_equal(file_replace(path_of("missing/data"), "x", 1, &error), GAZ_ERROR_IO);
    assert_string_equal(error.file, path_of("missing/data"));
    assert_int_equal(file_replace("/dev/full", "x", 1, &error), GAZ_ERROR_IO);
    assert_int_equal(count_files(), 1);
}

static void a_file_is_removed(void **state) {
    (void)state;
    gaz_error error;
    write_file("data", "old");
    assert_int_equal(file_remove(path_of("data"), NULL), GAZ_OK);
    assert_int_equal(count_files(), 0);
    assert_int_equal(file_remove(path_of("data"), NULL), GAZ_OK); /* there is none to remove */
    assert_int_equal(file_remove(folder, &error), GAZ_ERROR_IO);
    assert_string_equal(error.file, folder);
}

static void what_cannot_be_written_is_an_error(void **state) {
    (void)state;
    struct file_writer writer;
    gaz_error error;
    assert_int_equal(file_create(&writer, folder, &error), GAZ_ERROR_IO);
    assert_string_equal(error.file, folder);
    assert_int_equal(file_create(&writer, path_of("missing/data"), &error), GAZ_ERROR_IO);
    assert_string_equal(error.file, path_of("missing/data"));
    write_file("data", "old");
    assert_int_equal(file_create(&writer, path_of("data/below"), &error), GAZ_ERROR_IO);
    assert_int_equal(count_files(), 1);
    assert_int_equal(file_create(&writer, "/dev/full", &error), GAZ_OK);
    assert_int_equal(file_write(&writer, "x", 1, &error), GAZ_ERROR_IO);
    assert_string_equal(error.file, "/dev/full");
    file_discard(&writer);
    assert_int_equal(access("/dev/full", F_OK), 0);
    assert_int_equal(file_create(&writer, "/dev/null", &error), GAZ_OK);
    assert_int_equal(file_write(&writer, "x", 1, &error), GAZ_OK);
    assert_int_equal(file_commit(&writer, &error), GAZ_OK);
}

static void a_broken_pipe_is_told_apart(void **state) {
    (void)state;
    int ends[2];
    gaz_error error;
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    assert_int_equal(file_write_all(ends[1], "x", 1, "out", &error), GAZ_ERROR_CLOSED);
    close(ends[1]);
    signal(SIGPIPE, SIG_DFL);
}

static void files_are_mapped(void **state) {
    (void)state;
    struct file_map map;
    gaz_error error;
    write_file("empty", "");
    check_file("empty", "");
    write_file("data", "abc");
    check_file("data", "abc");
    assert_int_equal(file_map(&map, path_of("missing"), &error), GAZ_ERROR_IO);
    assert_int_equal(file_map(&map, folder, &error), GAZ_ERROR_IO);
    assert_int_equal(file_map(&map, "/dev/null", &error), GAZ_ERROR_IO);
    assert_int_equal(file_copy(&map, "/dev/null", &error), GAZ_ERROR_IO);
}

/* A file of the system that says that it is longer than it is. */
static void a_file_that_becomes_shorter_is_not_copied(void **state) {
    (void)state;
    static const char longer[] = "/sys/kernel/mm/transparent_hugepage/enabled";
    struct file_map map;
    gaz_error error;
    if (access(longer, R_OK) != 0) skip();
    assert_int_equal(file_copy(&map, longer, &error), GAZ_ERROR_IO);
    assert_non_null(strstr(error.message, "became shorter while it was read"));
    assert_null(map.bytes);
}

static void what_cannot_be_looked_for_is_there(void **state) {
    static char name[5000]; /* longer than a name may be: the system refuses to look */
    gaz_error error = {0};
    bool there;
    bool empty;
    (void)state;
    memset(name, 'x', sizeof name - 1);
    write_bytes("data", "", 0);
    assert_int_equal(file_look(&there, &empty, path_of("data"), &error), GAZ_OK);
    assert_true(there && empty && file_is_there(path_of("data")) && file_is_empty(path_of("data")));
    assert_int_equal(file_look(&there, &empty, path_of("absent"), &error), GAZ_OK);
    assert_false(there || empty || file_is_there(path_of("absent")));
    assert_int_equal(file_look(&there, &empty, path_of("data/inside"), &error), GAZ_OK);
    assert_false(there || file_is_there(path_of("data/inside")));
    assert_int_equal(file_look(&there, &empty, name, &error), GAZ_ERROR_IO);
    assert_true(file_is_there(name) && !file_is_empty(name));
}

static void lists_of_a_folder_are_sorted(void **state) {
    (void)state;
    static const char *const names[] = {"b.tsv", ".tsv", "a.tsv", "B.tsv", ".hidden.tsv", "c.tsv.x", "tsv", "a.b.tsv"};
    static const char *const expected[] = {"B.tsv", "a.b.tsv", "a.tsv", "b.tsv"};
    char **paths;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) write_file(names[i], "");
    for (char name[] = "ca.tsv"; name[1] <= 'z'; name[1]++) write_file(name, ""); /* more than the array begins with */
    assert_int_equal(file_find(&paths, folder, ".tsv", NULL), GAZ_OK);
    for (size_t i = 0; i < 4; i++) assert_string_equal(paths[i], path_of(expected[i]));
    assert_string_equal(paths[29], path_of("cz.tsv"));
    assert_null(paths[30]);
    file_paths_free(paths);
    assert_int_equal(file_find(&paths, path_of("missing"), ".tsv", NULL), GAZ_ERROR_IO);
    assert_null(paths);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffer_writes_decimals),
        cmocka_unit_test(whole_numbers_are_read_to_their_end),
        cmocka_unit_test(numbers_are_rounded_as_they_are_written),
        cmocka_unit_test(decimals_are_read),
        cmocka_unit_test(buffer_grows),
        cmocka_unit_test(arena_gives_distinct_aligned_memory),
        cmocka_unit_test(names_are_numbered_by_first_sight),
        cmocka_unit_test(names_can_be_asked_for),
        cmocka_unit_test(names_in_batches_are_numbered_alike),
        cmocka_unit_test(jobs_run_once_each),
        cmocka_unit_test(a_failing_job_stops_the_rest),
        cmocka_unit_test(errors_are_filled),
        WITH_FOLDER(a_discarded_writer_leaves_the_old_file),
        WITH_FOLDER(a_committed_writer_replaces_the_old_file),
        WITH_FOLDER(a_new_file_has_the_usual_mode),
        WITH_FOLDER(threads_that_create_files_leave_the_mask_alone),
        WITH_FOLDER(a_file_is_replaced_at_once),
        WITH_FOLDER(a_file_is_removed),
        WITH_FOLDER(what_cannot_be_written_is_an_error),
        WITH_FOLDER(a_broken_pipe_is_told_apart),
        WITH_FOLDER(files_are_mapped),
        WITH_FOLDER(a_file_that_becomes_shorter_is_not_copied),
        WITH_FOLDER(what_cannot_be_looked_for_is_there),
        WITH_FOLDER(lists_of_a_folder_are_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
