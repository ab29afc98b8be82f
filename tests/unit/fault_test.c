/* Every allocation and every call of the system fails in turn.
 *
 * The program defines malloc, open, write, ... itself, and so before the C library and the sanitizers do, to which it
 * passes the calls on. While a stage runs, the n-th call of one kind fails, n = 1, 2, ... until the stage makes no n-th
 * call. A stage that fails says so and leaves the old files; one that succeeds all the same has done all of its work.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/file.h"
#include "base/hash.h"
#include "folder.h"
#include "lexicon/lexicon.h"

/* ---- Calls that fail ---- */

enum call {
    CALL_NONE,
    CALL_MEMORY,
    CALL_OPEN,
    CALL_FSTAT,
    CALL_READ,
    CALL_WRITE,
    CALL_SYNC,
    CALL_CLOSE,
    CALL_RENAME,
    CALL_MAKE,
    CALL_MAP,
    CALL_OPEN_FOLDER,
    CALL_READ_FOLDER,
    CALL_MAKE_FOLDER,
    CALL_THREAD,
    CALL_INTERRUPTED, /* these two are no failures: */
    CALL_SHORT,       /* reads and writes that stop early */
    CALL_END
};

static const char *const call_names[CALL_END] = {
    "none",    "malloc", "open",    "fstat",   "read",  "write",          "fsync",       "close", "rename",
    "mkstemp", "mmap",   "opendir", "readdir", "mkdir", "pthread_create", "interrupted", "short"};

static atomic_int armed;      /* the kind of call that is to fail */
static atomic_long countdown; /* it fails when this comes to 0 */
static atomic_bool failed;
static atomic_long live;         /* blocks allocated and not freed */
static _Thread_local bool ready; /* what the sanitizer allocates before a thread runs is not the program's to lose */

/* The allocator is called before the address sanitizer is ready. */
#define EARLY   __attribute__((no_sanitize("address", "undefined")))
#define VISIBLE __attribute__((visibility("default")))

EARLY static bool fails(enum call call, int number) {
    if (!ready || armed != (int)call || atomic_fetch_sub(&countdown, 1) != 1) return false;
    failed = true;
    errno = number;
    return true;
}

/* What the sanitizers call theirs. */
void *__interceptor_malloc(size_t size);
void *__interceptor_calloc(size_t count, size_t size);
void *__interceptor_realloc(void *old, size_t size);
void __interceptor_free(void *block);

EARLY VISIBLE void *malloc(size_t size) {
    if (fails(CALL_MEMORY, ENOMEM)) return NULL;
    live++;
    return __interceptor_malloc(size);
}

EARLY VISIBLE void *calloc(size_t count, size_t size) {
    if (fails(CALL_MEMORY, ENOMEM)) return NULL;
    live++;
    return __interceptor_calloc(count, size);
}

EARLY VISIBLE void *realloc(void *old, size_t size) {
    if (fails(CALL_MEMORY, ENOMEM)) return NULL;
    if (!old) live++;
    return __interceptor_realloc(old, size);
}

EARLY VISIBLE void free(void *block) {
    if (block) live--;
    __interceptor_free(block);
}

VISIBLE char *strdup(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    return copy ? strcpy(copy, text) : NULL;
}

/* Defines `next` as the function that would have been called without this one. */
#define NEXT(result, name, ...)                                                                                        \
    result (*next)(__VA_ARGS__);                                                                                       \
    void *found = dlsym(RTLD_NEXT, name);                                                                              \
    memcpy(&next, &found, sizeof next)

VISIBLE int open(const char *path, int flags, ...) {
    NEXT(int, "open", const char *, int, ...);
    return fails(CALL_OPEN, EACCES) ? -1 : next(path, flags, 0600);
}

VISIBLE int fstat(int descriptor, struct stat *about) {
    NEXT(int, "fstat", int, struct stat *);
    return fails(CALL_FSTAT, EIO) ? -1 : next(descriptor, about);
}

VISIBLE ssize_t read(int descriptor, void *bytes, size_t size) {
    NEXT(ssize_t, "read", int, void *, size_t);
    if (fails(CALL_READ, EIO) || fails(CALL_INTERRUPTED, EINTR)) return -1;
    return next(descriptor, bytes, fails(CALL_SHORT, 0) ? (size + 1) / 2 : size);
}

VISIBLE ssize_t write(int descriptor, const void *bytes, size_t size) {
    NEXT(ssize_t, "write", int, const void *, size_t);
    if (fails(CALL_WRITE, ENOSPC) || fails(CALL_INTERRUPTED, EINTR)) return -1;
    return next(descriptor, bytes, fails(CALL_SHORT, 0) ? (size + 1) / 2 : size);
}

VISIBLE int fsync(int descriptor) {
    bool of_folder = (fcntl(descriptor, F_GETFL) & O_DIRECTORY) != 0; /* there it does not matter */
    return !of_folder && fails(CALL_SYNC, EIO) ? -1 : 0;              /* the disk need not turn for a test */
}

VISIBLE int close(int descriptor) {
    NEXT(int, "close", int);
    int result = next(descriptor); /* closed it is in any case */
    return fails(CALL_CLOSE, EIO) ? -1 : result;
}

VISIBLE int rename(const char *old, const char *new) {
    NEXT(int, "rename", const char *, const char *);
    return fails(CALL_RENAME, EACCES) ? -1 : next(old, new);
}

VISIBLE int mkstemp(char *name) {
    NEXT(int, "mkstemp", char *);
    return fails(CALL_MAKE, EACCES) ? -1 : next(name);
}

VISIBLE void *mmap(void *address, size_t size, int protection, int flags, int descriptor, off_t offset) {
    NEXT(void *, "mmap", void *, size_t, int, int, int, off_t);
    return fails(CALL_MAP, ENOMEM) ? MAP_FAILED : next(address, size, protection, flags, descriptor, offset);
}

VISIBLE DIR *opendir(const char *name) {
    NEXT(DIR *, "opendir", const char *);
    return fails(CALL_OPEN_FOLDER, EACCES) ? NULL : next(name);
}

VISIBLE struct dirent *readdir(DIR *directory) {
    NEXT(struct dirent *, "readdir", DIR *);
    return fails(CALL_READ_FOLDER, EIO) ? NULL : next(directory);
}

VISIBLE int mkdir(const char *name, mode_t mode) {
    NEXT(int, "mkdir", const char *, mode_t);
    return fails(CALL_MAKE_FOLDER, EACCES) ? -1 : next(name, mode);
}

static void *(*thread_work)(void *); /* there is one thread at most */

static void *run_thread(void *argument) {
    ready = true;
    return thread_work(argument);
}

VISIBLE int pthread_create(pthread_t *thread, const pthread_attr_t *about, void *(*work)(void *), void *argument) {
    NEXT(int, "pthread_create", pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    thread_work = work;
    return fails(CALL_THREAD, EAGAIN) ? EAGAIN : next(thread, about, run_thread, argument);
}

/* ---- Files ---- */

enum { TYPES = 20 }; /* more lists than the array of their names begins with */

/* 0 if there is no such file. */
static uint64_t file_digest(const char *name) {
    struct file_map map;
    if (file_map(&map, path_of(name), NULL) != GAZ_OK) return 0;
    uint64_t digest = hash_bytes(map.bytes ? map.bytes : "", map.size, 0);
    file_unmap(&map);
    return digest;
}

static size_t count_files(const char *name) {
    size_t count = 0;
    DIR *directory = opendir(path_of(name));
    assert_non_null(directory);
    for (struct dirent *item; (item = readdir(directory));) count += item->d_name[0] != '.';
    closedir(directory);
    return count;
}

static const char *list_name(int type) {
    static char name[32];
    snprintf(name, sizeof name, "lists/Type%02d.tsv", type);
    return name;
}

/* ---- Stages ---- */

/* What the stages work with; made before calls fail. */
static gaz_lexicon *lexicon;
static int nowhere; /* a descriptor */
static gaz_model *model;
static gaz_model *folded; /* the same entries, in any case */
static gaz_lexicon *judged;
static gaz_model *scored; /* its entries; their matches are scored by what surrounds them */
static const char old[] = "surface\tannotated\nold\t1\n";

static uint64_t mix(uint64_t digest, const void *bytes, size_t size) {
    return hash_bytes(bytes, size, digest);
}

static uint64_t lexicon_digest(const gaz_lexicon *from) {
    uint64_t digest = from->entry_count;
    gaz_expected expected;
    gaz_lexicon_expect(&expected, from);
    digest = mix(digest, &expected, sizeof expected);
    for (size_t i = 0; i < from->entry_count; i++) {
        const struct entry *entry = &from->entries[i];
        const struct name *surface = &from->surfaces.items[entry->surface];
        const uint64_t numbers[] = {entry->annotated, entry->seen, entry->inside, entry->status, entry->verdict};
        digest = mix(mix(digest, surface->bytes, surface->size), numbers, sizeof numbers);
        digest = mix(digest, &entry->precision, sizeof entry->precision);
        digest = mix(digest, &entry->odds, sizeof entry->odds);
        digest = mix(digest, &entry->variant, sizeof entry->variant);
        if (entry->id) digest = mix(digest, from->ids.items[entry->id - 1].bytes, from->ids.items[entry->id - 1].size);
    }
    return digest;
}

static gaz_status run_harvest(uint64_t *digest, gaz_error *error) {
    const char *const paths[] = {path_of("corpus.gz"), path_of("corpus.zst")};
    const gaz_harvest_options options = {.min_purity = 0.25};
    gaz_lexicon *made = NULL;
    gaz_status status = gaz_lexicon_new(&made, error);
    if (status == GAZ_OK) status = gaz_lexicon_harvest(made, paths, 2, &options, NULL, error);
    if (status == GAZ_OK) *digest = lexicon_digest(made);
    gaz_lexicon_free(made);
    return status;
}

/* Annotated texts in every format. */
static gaz_status run_harvest_texts(uint64_t *digest, gaz_error *error) {
    const char *const paths[] = {path_of("texts.json"), path_of("texts.tsv"), path_of("brat")};
    const gaz_harvest_options options = {.min_purity = 0.25};
    gaz_corpus_report report;
    gaz_lexicon *made = NULL;
    gaz_status status = gaz_lexicon_new(&made, error);
    for (int i = 0; i < 3 && status == GAZ_OK; i++) {
        int found;
        status = gaz_corpus_recognize(&found, paths[i], error);
        if (status == GAZ_OK && !found) status = GAZ_ERROR_ARGUMENT; /* nothing is passed over */
    }
    if (status == GAZ_OK) status = gaz_lexicon_harvest(made, paths, 3, &options, &report, error);
    if (status == GAZ_OK) *digest = mix(lexicon_digest(made), &report, sizeof report);
    gaz_lexicon_free(made);
    return status;
}

static gaz_status run_judge_with(uint64_t *digest, const gaz_harvest_options *options, gaz_error *error) {
    const char *const paths[] = {path_of("judged.conll")};
    gaz_lexicon *made = NULL;
    gaz_status status = gaz_lexicon_new(&made, error);
    if (status == GAZ_OK) status = gaz_lexicon_harvest(made, paths, 1, options, NULL, error);
    if (status == GAZ_OK) *digest = lexicon_digest(made);
    gaz_lexicon_free(made);
    return status;
}

static gaz_status run_judge(uint64_t *digest, gaz_error *error) {
    return run_judge_with(digest, NULL, error);
}

static gaz_status run_judge_in_threads(uint64_t *digest, gaz_error *error) {
    gaz_harvest_options options;
    gaz_harvest_options_init(&options);
    options.threads = 2;
    options.no_context = 1;
    return run_judge_with(digest, &options, error);
}

static gaz_status run_add(uint64_t *digest, gaz_error *error) {
    static const gaz_token tokens[] = {{"a", 1}, {"token with spaces", 17}};
    gaz_lexicon *made = NULL;
    gaz_status status = gaz_lexicon_new(&made, error);
    for (size_t count = 1; count <= 2 && status == GAZ_OK; count++)
        status = gaz_lexicon_add(made, tokens, count, "T", error);
    if (status == GAZ_OK) *digest = lexicon_digest(made);
    gaz_lexicon_free(made);
    return status;
}

static gaz_status run_read_from(uint64_t *digest, const char *name, gaz_error *error) {
    gaz_lexicon *made = NULL;
    gaz_status status = gaz_lexicon_new(&made, error);
    if (status == GAZ_OK) status = gaz_lexicon_read(made, path_of(name), NULL, error);
    if (status == GAZ_OK) status = gaz_lexicon_block(NULL, made, path_of("blocked"), error);
    if (status == GAZ_OK) *digest = lexicon_digest(made);
    gaz_lexicon_free(made);
    return status;
}

static gaz_status run_read(uint64_t *digest, gaz_error *error) {
    return run_read_from(digest, "source", error);
}

static gaz_status run_read_judged(uint64_t *digest, gaz_error *error) {
    return run_read_from(digest, "judged", error);
}

/* One after the other: patterns, a gazetteer of GATE in a folder, a mapping of TokensRegexNER. */
static gaz_status run_import(uint64_t *digest, gaz_error *error) {
    static const char *const names[] = {"foreign/p.jsonl", "foreign", "foreign/mapping"};
    gaz_lexicon *made = NULL;
    gaz_status status = gaz_lexicon_new(&made, error);
    for (size_t i = 0; i < sizeof names / sizeof *names && status == GAZ_OK; i++)
        status = gaz_lexicon_import(made, path_of(names[i]), NULL, NULL, error);
    if (status == GAZ_OK) *digest = lexicon_digest(made);
    gaz_lexicon_free(made);
    return status;
}

static void prepare_export(void) {
    write_bytes("tables/patterns.jsonl", old, sizeof old - 1);
}

static gaz_status run_export(uint64_t *digest, gaz_error *error) {
    *digest = 1;
    return gaz_lexicon_export(lexicon, path_of("tables/patterns.jsonl"), NULL, NULL, error);
}

static void check_export(bool good) {
    static uint64_t written;
    uint64_t digest = file_digest("tables/patterns.jsonl");
    if (!written) written = digest; /* the first run succeeds */
    assert_true(digest == (good ? written : hash_bytes(old, sizeof old - 1, 0)));
}

static void prepare_write_judged(void) {
    write_bytes("judged/judgement.txt", old, sizeof old - 1);
}

static gaz_status run_write_judged(uint64_t *digest, gaz_error *error) {
    *digest = 1;
    return gaz_lexicon_write(judged, path_of("judged"), error);
}

static void check_write_judged(bool good) {
    static uint64_t written;
    static size_t files;
    uint64_t digest = file_digest("judged/judgement.txt");
    if (!files) files = count_files("judged"); /* the first run succeeds */
    if (!written) written = digest;
    assert_int_equal(count_files("judged"), files);
    assert_true(digest == written || (!good && digest == hash_bytes(old, sizeof old - 1, 0)));
}

static void prepare_write(void) {
    for (int type = 0; type < TYPES; type++) write_bytes(list_name(type), old, sizeof old - 1);
}

static gaz_status run_write(uint64_t *digest, gaz_error *error) {
    *digest = 1;
    return gaz_lexicon_write(lexicon, path_of("lists"), error);
}

/* Each list is the old one or the new one; all are new ones if the stage succeeded. */
static void check_write(bool good) {
    static uint64_t digests[TYPES]; /* of the new ones */
    assert_int_equal(count_files("lists"), TYPES);
    for (int type = 0; type < TYPES; type++) {
        uint64_t digest = file_digest(list_name(type));
        if (!digests[type]) digests[type] = digest; /* the first run succeeds */
        assert_true(digest == digests[type] || (!good && digest == hash_bytes(old, sizeof old - 1, 0)));
    }
}

static void prepare_report(void) {
    write_bytes("page.html", old, sizeof old - 1);
}

static gaz_status run_report(uint64_t *digest, gaz_error *error) {
    *digest = 1;
    const gaz_report_options options = {.title = "Lists & more", .rows = 3};
    return gaz_lexicon_report(judged, &options, path_of("page.html"), -1, error);
}

/* The page is the old one or the new one. */
static void check_report(bool good) {
    static uint64_t written;
    uint64_t digest = file_digest("page.html");
    if (!written) written = digest; /* the first run succeeds */
    assert_true(digest == written || (!good && digest == hash_bytes(old, sizeof old - 1, 0)));
}

static void prepare_build(void) {
    write_bytes("models/model.gaz", old, sizeof old - 1);
}

static gaz_status run_build_with(uint64_t *digest, unsigned threads, gaz_error *error) {
    gaz_build_options options = {.threads = threads, .ignore_case = 1};
    *digest = 1;
    return gaz_lexicon_build(lexicon, path_of("models/model.gaz"), &options, NULL, error);
}

static gaz_status run_build(uint64_t *digest, gaz_error *error) {
    return run_build_with(digest, 1, error);
}

static gaz_status run_build_in_threads(uint64_t *digest, gaz_error *error) {
    return run_build_with(digest, 2, error);
}

static void check_built(bool good, uint64_t *built) {
    assert_int_equal(count_files("models"), 1);
    uint64_t digest = file_digest("models/model.gaz");
    if (!*built) *built = digest; /* the first run succeeds */
    assert_true(digest == (good ? *built : hash_bytes(old, sizeof old - 1, 0)));
}

static void check_build(bool good) {
    static uint64_t built;
    check_built(good, &built);
}

static gaz_status run_build_scored(uint64_t *digest, gaz_error *error) {
    *digest = 1;
    return gaz_lexicon_build(judged, path_of("models/model.gaz"), NULL, NULL, error);
}

static void check_build_scored(bool good) {
    static uint64_t built;
    check_built(good, &built);
}

static gaz_status run_open(uint64_t *digest, gaz_error *error) {
    gaz_model *opened = NULL;
    gaz_model_info info = {0};
    gaz_status status = gaz_model_open(&opened, path_of("good.gaz"), 0, error);
    if (status == GAZ_OK) gaz_model_describe(&info, opened);
    *digest = info.checksum;
    gaz_model_close(opened);
    return status;
}

static gaz_status run_tag(uint64_t *digest, gaz_error *error) {
    static const char text[] = "The kernel 03 and User Space 07;\nspace 11's";
    static const gaz_token tokens[] = {{"user", 4}, {"space", 5}, {"07", 2}, {"kernel", 6}, {"03", 2}};
    gaz_tagger *tagger = NULL;
    gaz_span span;
    memset(&span, 0, sizeof span);
    *digest = 0;
    gaz_status status = gaz_tagger_new(&tagger, model, NULL, error);
    if (status == GAZ_OK) status = gaz_tagger_text(tagger, text, sizeof text - 1, error);
    while (status == GAZ_OK && gaz_tagger_next(&span, tagger)) *digest = mix(*digest, &span.begin, 16);
    if (status == GAZ_OK) status = gaz_tagger_tokens(tagger, tokens, 5, error);
    while (status == GAZ_OK && gaz_tagger_next(&span, tagger)) *digest = mix(*digest, &span.begin, 16);
    gaz_tagger_free(tagger);
    return status;
}

static gaz_status run_tag_scored(uint64_t *digest, gaz_error *error) {
    static const char text[] = "the zoa and the plb .\nzoc zoc";
    gaz_tagger *tagger = NULL;
    gaz_span span;
    memset(&span, 0, sizeof span);
    *digest = 0;
    gaz_status status = gaz_tagger_new(&tagger, scored, NULL, error);
    if (status == GAZ_OK) status = gaz_tagger_text(tagger, text, sizeof text - 1, error);
    while (status == GAZ_OK && gaz_tagger_next(&span, tagger)) *digest = mix(*digest, &span, sizeof span);
    gaz_tagger_free(tagger);
    return status;
}

static void prepare_eval(void) {
    write_bytes("tables/entries.tsv", old, sizeof old - 1);
}

static gaz_status write_explanations(uint64_t *digest, gaz_explainer *explainer, int output, gaz_error *error) {
    const gaz_explanation *found;
    gaz_status status;
    while ((status = gaz_explainer_next(&found, explainer, error)) == GAZ_OK && found) {
        *digest = mix(*digest, &found->span.begin, 16) + (uint64_t)found->span.reason + found->lost_count;
        status = gaz_explainer_write(explainer, GAZ_EXPLAIN_JSON, output, error);
        if (status == GAZ_OK) status = gaz_explainer_write(explainer, GAZ_EXPLAIN_COLOURS, output, error);
        if (status != GAZ_OK) break;
    }
    return status;
}

static gaz_status run_explain(uint64_t *digest, gaz_error *error) {
    static const char text[] = "the zoa and the Plb .\nzoc zoc";
    gaz_explainer *explainer = NULL;
    gaz_lexicon *lists = NULL;
    const gaz_explanation *found;
    *digest = 0;
    gaz_status status = gaz_lexicon_new(&lists, error);
    if (status == GAZ_OK) gaz_lexicon_keep_places(lists);
    if (status == GAZ_OK) status = gaz_lexicon_read(lists, path_of("judged"), NULL, error);
    if (status == GAZ_OK) status = gaz_explainer_new(&explainer, scored, lists, NULL, error);
    if (status == GAZ_OK) status = gaz_explainer_file(explainer, path_of("both.conll"), error);
    if (status == GAZ_OK) status = gaz_explainer_text(explainer, text, sizeof text - 1, error);
    if (status == GAZ_OK) status = write_explanations(digest, explainer, nowhere, error);
    if (status == GAZ_OK) status = gaz_explainer_span(&found, explainer, 12, 15, error);
    if (status == GAZ_OK) status = gaz_explainer_span(&found, explainer, 16, 19, error);
    if (status == GAZ_OK) *digest += found->near_count;
    if (status == GAZ_OK) status = gaz_explainer_why(explainer, "zoc", 3, error);
    if (status == GAZ_OK) status = write_explanations(digest, explainer, nowhere, error);
    gaz_explainer_free(explainer);
    gaz_lexicon_free(lists);
    return status;
}

static gaz_status run_review(uint64_t *digest, gaz_error *error) {
    static const char text[] = "the zoa and the plb .\nzoc zoc pla";
    gaz_lexicon *lists = NULL;
    gaz_review *review = NULL;
    gaz_status status = gaz_lexicon_new(&lists, error);
    if (status == GAZ_OK) status = gaz_lexicon_read(lists, path_of("judged"), NULL, error);
    if (status == GAZ_OK) status = gaz_review_new(&review, scored, lists, NULL, error);
    if (status == GAZ_OK) status = gaz_review_text(review, text, sizeof text - 1, error);
    if (status == GAZ_OK) status = gaz_review_file(review, path_of("both.conll"), error);
    if (status == GAZ_OK) status = gaz_review_write(review, 10, nowhere, error);
    if (status == GAZ_OK) status = gaz_lexicon_verdicts(digest, lists, path_of("verdicts"), error);
    gaz_review_free(review);
    gaz_lexicon_free(lists);
    return status;
}

static gaz_status run_eval(uint64_t *digest, gaz_error *error) {
    gaz_eval_options options = {.entries = 1, .strict = 1};
    gaz_eval_result result;
    gaz_eval *eval = NULL;
    gaz_status status = gaz_eval_new(&eval, &options, error);
    if (status == GAZ_OK) status = gaz_eval_add_model(eval, model, path_of("corpus.gz"), error);
    if (status == GAZ_OK) status = gaz_eval_add_model(eval, folded, path_of("both.conll"), error);
    if (status == GAZ_OK) status = gaz_eval_add_model(eval, scored, path_of("judged.conll"), error);
    if (status == GAZ_OK) status = gaz_eval_add_file(eval, path_of("both.conll"), NULL, error);
    if (status == GAZ_OK) status = gaz_eval_add_file(eval, path_of("both.conll"), path_of("both.conll"), error);
    if (status == GAZ_OK) status = gaz_eval_write_entries(eval, path_of("tables/entries.tsv"), error);
    if (status == GAZ_OK) {
        gaz_eval_get(&result, eval);
        *digest = mix(mix(result.types, &result.all, sizeof result.all), result.bins, sizeof result.bins);
    }
    gaz_eval_free(eval);
    return status;
}

static void check_eval(bool good) {
    static uint64_t written;
    assert_int_equal(count_files("tables"), 1);
    uint64_t digest = file_digest("tables/entries.tsv");
    if (!written) written = digest; /* the first run succeeds */
    assert_true(digest == (good ? written : hash_bytes(old, sizeof old - 1, 0)));
}

/* ---- Each stage with each failure ---- */

struct stage {
    gaz_status (*run)(uint64_t *digest, gaz_error *error);
    void (*prepare)(void);    /* may be NULL */
    void (*check)(bool good); /* may be NULL */
    long step;                /* for a stage that takes long: only every so many-th allocation fails */
};

static int lowest_descriptor(void) {
    int descriptor = dup(STDIN_FILENO);
    close(descriptor);
    return descriptor;
}

static bool may_be_passed_over(enum call call) {
    return call == CALL_MEMORY || call == CALL_OPEN || call == CALL_CLOSE || call >= CALL_THREAD;
}

/* Runs a stage whose n-th call fails. Returns whether there was one. */
static bool run_failing(const struct stage *stage, enum call call, long n, uint64_t expected) {
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
                 (good ? digest == expected : failed && error.status == status && error.message[0]) &&
                 (!failed || (good ? may_be_passed_over(call) : call < CALL_INTERRUPTED));
    if (!right)
        print_error("%s number %ld failed: status %d, %ld blocks and %d descriptors left, %s\n", call_names[call], n,
                    (int)status, live - before, lowest_descriptor() - descriptor,
                    good && digest != expected ? "wrong result" : error.message);
    assert_true(right);
    if (stage->check) stage->check(good);
    return failed;
}

static void run_stage(const struct stage *stage) {
    uint64_t expected = 0;
    long calls = 0;
    for (int i = 0; i < 2; i++) { /* the first run may leave something in the C library */
        if (stage->prepare) stage->prepare();
        assert_int_equal(stage->run(&expected, NULL), GAZ_OK);
    }
    if (stage->check) stage->check(true);
    for (int call = CALL_MEMORY; call < CALL_END; call++) {
        long n = 1;
        long step = stage->step && call == CALL_MEMORY ? stage->step : 1;
        while (run_failing(stage, (enum call)call, n, expected)) n += step;
        calls += n - 1;
    }
    assert_true(calls >= 4); /* opening a model makes few calls */
}

enum { JUDGED_STEP = 17 };

#define STAGE(name, ...)                                                                                               \
    static void name(void **state) {                                                                                   \
        (void)state;                                                                                                   \
        run_stage(&(struct stage){__VA_ARGS__});                                                                       \
    }

STAGE(adding_survives, run_add, NULL, NULL, 0)
STAGE(harvesting_survives, run_harvest, NULL, NULL, 0)
STAGE(harvesting_texts_survives, run_harvest_texts, NULL, NULL, 0)
STAGE(judging_survives, run_judge, NULL, NULL, JUDGED_STEP)
STAGE(judging_in_threads_survives, run_judge_in_threads, NULL, NULL, JUDGED_STEP)
STAGE(reading_lists_survives, run_read, NULL, NULL, 0)
STAGE(reading_judged_lists_survives, run_read_judged, NULL, NULL, 0)
STAGE(writing_lists_survives, run_write, prepare_write, check_write, 0)
STAGE(writing_judged_lists_survives, run_write_judged, prepare_write_judged, check_write_judged, 0)
STAGE(reporting_survives, run_report, prepare_report, check_report, 0)
STAGE(building_survives, run_build, prepare_build, check_build, 0)
STAGE(building_in_threads_survives, run_build_in_threads, prepare_build, check_build, 0)
STAGE(building_scored_survives, run_build_scored, prepare_build, check_build_scored, 0)
STAGE(opening_survives, run_open, NULL, NULL, 0)
STAGE(tagging_survives, run_tag, NULL, NULL, 0)
STAGE(tagging_scored_survives, run_tag_scored, NULL, NULL, 0)
STAGE(explaining_survives, run_explain, NULL, NULL, 0)
STAGE(reviewing_survives, run_review, NULL, NULL, 0)
STAGE(evaluating_survives, run_eval, prepare_eval, check_eval, 0)
STAGE(importing_survives, run_import, NULL, NULL, 0)
STAGE(exporting_survives, run_export, prepare_export, check_export, 0)

/* ---- Set-up ---- */

static void make_corpora(void) {
    static char text[8000];
    static char packed[16000];
    size_t size = 0;
    for (int i = 0; i < 2 * TYPES; i++)
        size += (size_t)sprintf(text + size, "the\tO\nuser\tB-Type%02d\nspace\tI-Type%02d\n%02d\tI-Type%02d\n\n%s\tO\n",
                                i % TYPES, i % TYPES, i, i % TYPES, i % 3 ? "user" : "caf\u00E9 s");
    for (int i = 0; i < TYPES; i++)
        size += (size_t)sprintf(text + size, "kernel\tB-Type%02d\n%02d\tI-Type%02d\n", i, i, i);
    write_bytes("corpus.zst", packed, ZSTD_compress(packed, sizeof packed, text, size, 1));
    gzFile file = gzopen(path_of("corpus.gz"), "w");
    assert_int_equal(gzwrite(file, text, (unsigned)size), size);
    assert_int_equal(gzclose(file), Z_OK);
}

static void make_texts(void) {
    static const char json[] = "[[\"\u00E9 EU\xFF\\n\", {\"entities\": [[2, 4, \"ORG\"], [2, 3, \"X\"]]}],\n"
                               "{\"text\": \"x \u00E9\", \"label\": [[2, 3, \"Y\"]]}]";
    static const char tsv[] = "#FORMAT=WebAnno TSV 3.3\n#T_SP=NamedEntity|value\n\n#Text=a b\n"
                              "1-1\t0-1\ta\tP[1]|Q\t\n1-2\t2-3\tb\tP[1]\t\n";
    static const char spans[] = "T1\tORG 2 3;4 5\ta b\n";
    write_bytes("texts.json", json, sizeof json - 1);
    write_bytes("texts.tsv", tsv, sizeof tsv - 1);
    mkdir(path_of("brat"), 0700);
    write_bytes("brat/a.txt", "\u00E9\r\na b", 7);
    write_bytes("brat/a.ann", spans, sizeof spans - 1);
    write_bytes("brat/b.txt", "b", 1);
}

/* Just large enough to be judged: tools always are tools, other words half of the time. */
static void make_judged_corpus(void) {
    static char text[16000];
    size_t size = 0;
    for (int i = 0; i < 60; i++)
        size += (size_t)sprintf(text + size, "the\tO\nzo%c\tB-Tool\nand\tO\nzo%c\tB-Tool\n%cl%c\t%s\npl%c\tO\n.\tO\n\n",
                                'a' + i % 3, 'a' + i % 4, i % 5 ? 'p' : 'P', 'a' + i % 2, i % 3 ? "O" : "B-Place",
                                'a' + i % 3);
    write_bytes("judged.conll", text, size);
}

static void make_dictionaries(void) {
    static const char patterns[] = "{\"label\":\"T\",\"pattern\":\"a b\",\"id\":\"Q1\"}\n"
                                   "{\"label\":\"U\",\"pattern\":[{\"ORTH\":\"a\"},{\"OP\":\"+\"}]}\n";
    static const char mapping[] = "a\\.b c\tT\tMISC\t1\na.b\tT\n";
    mkdir(path_of("foreign"), 0700);
    write_bytes("foreign/p.jsonl", patterns, sizeof patterns - 1);
    write_bytes("foreign/lists.def", "a.lst:T\n", 8);
    write_bytes("foreign/a.lst", "x\nx y:id=Q2\n", 13);
    write_bytes("foreign/mapping", mapping, sizeof mapping - 1);
}

static int make_world(void **state) {
    static const char both[] = "the\tO\tO\nuser\tB-T\tB-T\nspace\tI-T\tI-U\n\n03\tB-U\tB-U\n";
    static const char verdicts[] = "surface\ttype\tverdict\nzoa\tTool\tdrop\nzo.a\tTool\tkeep\npla\tPlace\tTool\n";
    static const char bare[] = "a bare surface\nan other\n";
    static const char given[] =
        "surface\tverdict\tpriority\tid\nspace 11\tkeep\t3\tQ1\nUser\\sSpace \u00C4\tdrop\t\tQ2\n";
    const gaz_build_options any_case = {.ignore_case = 1};
    const gaz_harvest_options by_purity = {.min_purity = 0.25};
    gaz_error error;
    ready = true;
    if (make_folder(state) != 0) return -1;
    mkdir(path_of("models"), 0700);
    mkdir(path_of("lists"), 0700);
    mkdir(path_of("source"), 0700);
    mkdir(path_of("tables"), 0700);
    mkdir(path_of("judged"), 0700);
    make_corpora();
    make_judged_corpus();
    make_dictionaries();
    make_texts();
    write_bytes("blocked", "zob\nabsent\n", 11);
    write_bytes("both.conll", both, sizeof both - 1);
    write_bytes("verdicts", verdicts, sizeof verdicts - 1);
    nowhere = open("/dev/null", O_WRONLY);
    write_bytes("source/Bare.tsv", bare, sizeof bare - 1);
    write_bytes("source/Given.tsv", given, sizeof given - 1);
    const char *const corpora[] = {path_of("corpus.zst")};
    if (gaz_lexicon_new(&lexicon, &error) != GAZ_OK ||
        gaz_lexicon_harvest(lexicon, corpora, 1, &by_purity, NULL, &error) != GAZ_OK ||
        gaz_lexicon_write(lexicon, path_of("source"), &error) != GAZ_OK ||
        gaz_lexicon_build(lexicon, path_of("good.gaz"), NULL, NULL, &error) != GAZ_OK ||
        gaz_lexicon_build(lexicon, path_of("folded.gaz"), &any_case, NULL, &error) != GAZ_OK ||
        gaz_model_open(&model, path_of("good.gaz"), 0, &error) != GAZ_OK ||
        gaz_model_open(&folded, path_of("folded.gaz"), 0, &error) != GAZ_OK)
        return -1;
    const char *const judged_corpora[] = {path_of("judged.conll")};
    if (gaz_lexicon_new(&judged, &error) != GAZ_OK ||
        gaz_lexicon_harvest(judged, judged_corpora, 1, NULL, NULL, &error) != GAZ_OK ||
        gaz_lexicon_write(judged, path_of("judged"), &error) != GAZ_OK ||
        gaz_lexicon_build(judged, path_of("scored.gaz"), NULL, NULL, &error) != GAZ_OK ||
        gaz_model_open(&scored, path_of("scored.gaz"), 0, &error) != GAZ_OK)
        return -1;
    gaz_model_info info;
    gaz_model_describe(&info, scored);
    if (!info.context) return -1; /* it was not judged */
    return 0;
}

static int end_world(void **state) {
    close(nowhere);
    gaz_model_close(model);
    gaz_model_close(folded);
    gaz_model_close(scored);
    gaz_lexicon_free(lexicon);
    gaz_lexicon_free(judged);
    return remove_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judging_survives),
        cmocka_unit_test(judging_in_threads_survives),
        cmocka_unit_test(reading_judged_lists_survives),
        cmocka_unit_test(writing_judged_lists_survives),
        cmocka_unit_test(reporting_survives),
        cmocka_unit_test(building_scored_survives),
        cmocka_unit_test(tagging_scored_survives),
        cmocka_unit_test(adding_survives),
        cmocka_unit_test(harvesting_survives),
        cmocka_unit_test(harvesting_texts_survives),
        cmocka_unit_test(reading_lists_survives),
        cmocka_unit_test(writing_lists_survives),
        cmocka_unit_test(building_survives),
        cmocka_unit_test(building_in_threads_survives),
        cmocka_unit_test(opening_survives),
        cmocka_unit_test(tagging_survives),
        cmocka_unit_test(explaining_survives),
        cmocka_unit_test(reviewing_survives),
        cmocka_unit_test(evaluating_survives),
        cmocka_unit_test(importing_survives),
        cmocka_unit_test(exporting_survives),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
