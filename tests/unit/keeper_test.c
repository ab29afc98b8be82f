#include <pthread.h>

#include "base/file.h"
#include "folder.h"
#include "serve/build_choice.h"
#include "serve/keeper.h"
#include "serve/learner.h"

static unsigned told;

static void tell(const char *message) {
    assert_non_null(message);
    told++;
}

/* ---- Names ---- */

static const char *name_of(const char *source, const char *id) {
    static struct buffer name;
    name.size = 0;
    assert_true(kept_documents_add_name(&name, source, id));
    assert_int_equal(strlen(name.bytes) + 1, name.size);
    assert_true(name.size <= 220);
    return name.bytes;
}

static void names(void **state) {
    char long_id[4000];
    char other[300];
    (void)state;
    assert_string_equal(name_of("http", "41"), "http.41.jsonl");
    assert_string_equal(name_of("a.b", "c/d e"), "a%2Eb.c%2Fd%20e.jsonl");
    assert_string_equal(name_of(".", ".."), "%2E.%2E%2E.jsonl");
    assert_string_equal(name_of("http", "%2F"), "http.%252F.jsonl");
    assert_string_equal(name_of("http", "\xC3\xBC~\n"), "http.%C3%BC%7E%0A.jsonl");
    assert_string_equal(name_of("", ""), "..jsonl");
    memset(long_id, 'x', sizeof long_id);
    long_id[sizeof long_id - 1] = 0;
    snprintf(other, sizeof other, "%s", name_of("http", long_id));
    long_id[sizeof long_id - 2] = 'y';
    assert_string_not_equal(name_of("http", long_id), other);
    long_id[sizeof long_id - 2] = 'x';
    assert_string_equal(name_of("http", long_id), other);
    assert_non_null(strchr(other, '~'));
}

/* ---- Documents ---- */

static gaz_document *make_document(const char *text, uint64_t begin, uint64_t end) {
    gaz_document *document;
    assert_int_equal(gaz_document_new(&document, NULL), GAZ_OK);
    assert_int_equal(gaz_document_set_text(document, "file", text, strlen(text), NULL), GAZ_OK);
    if (end > begin) assert_int_equal(gaz_document_add_span(document, begin, end, "Animal", -1, NULL), GAZ_OK);
    return document;
}

static void add(struct kept_documents *documents, const char *source, const char *id, const char *text, uint64_t begin,
                uint64_t end) {
    gaz_document *document = make_document(text, begin, end);
    gaz_error error;
    if (kept_documents_add(documents, source, id, document, &error) != GAZ_OK) fail_msg("%s", error.message);
    gaz_document_free(document);
}

static struct kept_counts count(struct kept_documents *documents) {
    struct kept_counts counts;
    kept_documents_count(&counts, documents);
    return counts;
}

static struct kept_documents *open_documents(void) {
    struct kept_documents *documents;
    static char path[200];
    snprintf(path, sizeof path, "%s/corpus", folder);
    assert_int_equal(kept_documents_open(&documents, path, tell, NULL), GAZ_OK);
    return documents;
}

/* What gaz harvest finds in all files. */
static gaz_corpus_report harvest(struct kept_documents *documents) {
    char **paths;
    size_t path_count;
    gaz_lexicon *lexicon;
    gaz_error error;
    gaz_corpus_report report = {0};
    assert_int_equal(kept_documents_find(&paths, &path_count, documents, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    if (gaz_lexicon_harvest(lexicon, (const char *const *)paths, path_count, NULL, &report, &error) != GAZ_OK)
        fail_msg("%s: %s", error.file, error.message);
    gaz_lexicon_free(lexicon);
    file_paths_free(paths);
    return report;
}

static void assert_document(const char *name, const char *text) {
    char bytes[1000];
    FILE *file = fopen(path_of(name), "r");
    assert_non_null(file);
    size_t size = fread(bytes, 1, sizeof bytes - 1, file);
    bytes[size] = 0;
    fclose(file);
    assert_string_equal(bytes, text);
}

static void documents_are_files(void **state) {
    (void)state;
    struct kept_documents *documents = open_documents();
    add(documents, "http", "a/b", "ein sch\xC3\xB6nes Zebra", 13, 18);
    assert_document("corpus/http.a%2Fb.jsonl", "{\"text\": \"ein sch\xC3\xB6nes Zebra\", \"id\": \"a/b\", \"spans\": "
                                               "[{\"start\": 12, \"end\": 17, \"label\": \"Animal\", \"text\": "
                                               "\"Zebra\"}]}\n");
    add(documents, "http", "none", "nothing here", 0, 0);
    add(documents, "http", "empty", "", 0, 0);
    assert_document("corpus/http.none.jsonl", "{\"text\": \"nothing here\", \"id\": \"none\", \"spans\": []}\n");
    assert_int_equal(count(documents).documents, 3);
    assert_int_equal(count(documents).annotations, 1);
    assert_int_equal(count(documents).changes, 3);
    gaz_corpus_report report = harvest(documents);
    assert_int_equal(report.documents, 2); /* with a token */
    assert_int_equal(report.entities, 1);
    assert_int_equal(report.unannotated, 0);

    add(documents, "http", "none", "nothing here", 0, 0); /* as it is */
    assert_int_equal(count(documents).changes, 3);
    add(documents, "http", "none", "a zebra", 2, 7);
    assert_int_equal(count(documents).documents, 3);
    assert_int_equal(count(documents).annotations, 2);
    assert_int_equal(count(documents).changes, 4);
    assert_int_equal(kept_documents_remove(documents, "http", "a/b", NULL), GAZ_OK);
    assert_int_equal(kept_documents_remove(documents, "http", "a/b", NULL), GAZ_OK);
    assert_int_equal(count(documents).documents, 2);
    assert_int_equal(count(documents).annotations, 1);
    assert_int_equal(count(documents).changes, 5);
    kept_documents_free(documents);

    write_file("corpus/other.conll", "a O\nlion B-Animal\n\n");
    write_file("corpus/README.md", "no corpus\n");
    write_file("corpus/bad.jsonl", "{\"text\": 1\n");
    told = 0;
    documents = open_documents();
    assert_int_equal(told, 1); /* of bad.jsonl */
    assert_int_equal(count(documents).documents, 3);
    assert_int_equal(count(documents).annotations, 2);
    assert_int_equal(count(documents).changes, 0);
    kept_documents_free(documents);
}

static void what_is_new_is_known(void **state) {
    (void)state;
    struct kept_documents *documents = open_documents();
    assert_false(kept_documents_are_new(documents));
    add(documents, "http", "1", "a zebra", 2, 7);
    add(documents, "http", "2", "a zebra", 2, 7);
    assert_true(kept_documents_are_new(documents));
    assert_int_equal(kept_documents_settle(documents, 1, NULL), GAZ_OK); /* one more has come */
    assert_true(kept_documents_are_new(documents));
    kept_documents_free(documents);
    documents = open_documents();
    assert_true(kept_documents_are_new(documents));
    assert_int_equal(kept_documents_settle(documents, 0, NULL), GAZ_OK);
    assert_false(kept_documents_are_new(documents));
    kept_documents_free(documents);
    documents = open_documents();
    assert_false(kept_documents_are_new(documents));
    add(documents, "http", "1", "a zebra", 2, 7); /* as it is */
    assert_false(kept_documents_are_new(documents));
    assert_int_equal(kept_documents_remove(documents, "http", "1", NULL), GAZ_OK);
    assert_true(kept_documents_are_new(documents));
    kept_documents_free(documents);
}

enum { THREADS = 8, EACH = 25 };

struct adder {
    struct kept_documents *documents;
    unsigned number;
};

static void *add_many(void *context) {
    const struct adder *adder = context;
    for (unsigned i = 0; i < EACH; i++) {
        char id[40];
        snprintf(id, sizeof id, "%u/%u", adder->number, i);
        add(adder->documents, "http", id, "a zebra", 2, 7);
        add(adder->documents, "http", "common", i % 2 ? "a zebra" : "zebra zebra", i % 2 ? 2 : 0, i % 2 ? 7 : 5);
        if (i % 5 == 0) assert_int_equal(kept_documents_remove(adder->documents, "http", id, NULL), GAZ_OK);
    }
    return NULL;
}

static void many_threads_add(void **state) {
    (void)state;
    struct kept_documents *documents = open_documents();
    pthread_t threads[THREADS];
    struct adder adders[THREADS];
    for (unsigned i = 0; i < THREADS; i++) {
        adders[i] = (struct adder){documents, i};
        assert_int_equal(pthread_create(&threads[i], NULL, add_many, &adders[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    assert_int_equal(count(documents).documents, THREADS * (EACH - 5) + 1);
    assert_int_equal(count(documents).annotations, THREADS * (EACH - 5) + 1);
    gaz_corpus_report report = harvest(documents);
    assert_int_equal(report.documents, THREADS * (EACH - 5) + 1);
    assert_int_equal(report.files, THREADS * (EACH - 5) + 1);
    kept_documents_free(documents);
}

static void folder_is_none(void **state) {
    gaz_error error;
    struct kept_documents *documents;
    (void)state;
    write_file("file", "x");
    assert_int_equal(kept_documents_open(&documents, path_of("file"), tell, &error), GAZ_ERROR_IO);
    assert_null(documents);
}

/* ---- History ---- */

static void history_is_kept(void **state) {
    struct history *history;
    struct buffer out = {0};
    char round[80];
    (void)state;
    assert_int_equal(history_open(&history, folder, NULL), GAZ_OK);
    for (int i = 0; i < 130; i++) {
        snprintf(round, sizeof round, "{\"time\": \"1970-01-02T00:00:%02dZ\", \"n\": %d}", i % 60, i);
        assert_int_equal(history_add(history, round, strlen(round), NULL), GAZ_OK);
    }
    history_free(history);

    FILE *file = fopen(path_of(".gaz-history"), "a");
    fputs("{\"time\": \"1970-", file); /* the machine went down */
    fclose(file);
    assert_int_equal(history_open(&history, folder, NULL), GAZ_OK);
    assert_int_equal(history_add(history, "{\"n\": 130}", 10, NULL), GAZ_OK);
    history_free(history);

    assert_int_equal(history_open(&history, folder, NULL), GAZ_OK);
    assert_true(history_write(&out, history) && buffer_add_byte(&out, 0));
    assert_non_null(strstr(out.bytes, "\"n\": 31}"));
    assert_null(strstr(out.bytes, "\"n\": 30}"));
    assert_string_equal(out.bytes + strlen(out.bytes) - 21, "\"n\": 129}, {\"n\": 130}");
    history_free(history);
    buffer_free(&out);
}

/* ---- What is taken ---- */

static bool takes(const struct learner_facts *before, int judged, double f1, uint64_t annotations) {
    const struct learner_facts after = {{.judged = judged, .f1 = f1}, annotations};
    return !learner_objection(before, &after);
}

static void rule(void **state) {
    const struct learner_facts none = {.annotations = 0};
    const struct learner_facts small = {.annotations = 10};
    const struct learner_facts good = {{.judged = 1, .f1 = 0.7, .f1_range = {0.6, 0.8}}, 100};
    const struct learner_facts old = {{.judged = 1, .f1 = 0.7}, 100}; /* of lists without ranges */
    const struct learner_facts narrow = {{.judged = 1, .f1 = 0.7, .f1_range = {0.695, 0.705}}, 100};
    (void)state;
    assert_true(takes(&none, 0, 0, 0));
    assert_true(takes(&none, 1, 0.1, 100));
    assert_true(takes(&small, 0, 0, 5));
    assert_false(takes(&small, 0, 0, 4));
    assert_false(takes(&good, 0, 0, 100));
    assert_true(takes(&good, 1, 0.61, 100));
    assert_false(takes(&good, 1, 0.59, 100));
    assert_false(takes(&good, 1, 0.9, 49));
    assert_true(takes(&old, 1, 0.69, 100));
    assert_false(takes(&old, 1, 0.67, 100));
    assert_true(takes(&narrow, 1, 0.69, 100));
    assert_false(takes(&narrow, 1, 0.67, 100));
}

/* ---- Options of a model ---- */

static void add_entry(gaz_lexicon *lexicon, const char *surface, gaz_edges edges) {
    const gaz_token token = {surface, strlen(surface)};
    gaz_entry entry;
    gaz_entry_init(&entry);
    entry.tokens = &token;
    entry.token_count = 1;
    entry.type = "Thing";
    entry.edges = edges;
    assert_int_equal(gaz_lexicon_add_entry(lexicon, &entry, NULL), GAZ_OK);
}

/* Builds a model with given options, and again with those that are found. */
static void assert_found(const gaz_lexicon *lexicon, const gaz_build_options *options) {
    gaz_memory image = {0};
    gaz_model *model;
    struct build_choice choice;
    bool same;
    assert_int_equal(gaz_lexicon_build_bytes(&image, lexicon, options, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_model_open_bytes(&model, image.bytes, image.size, 0, NULL), GAZ_OK);
    assert_int_equal(build_choice_find(&choice, &same, lexicon, model, NULL), GAZ_OK);
    assert_true(same);
    gaz_model_close(model);
    gaz_memory_free(&image);
}

static void options_are_found(void **state) {
    gaz_lexicon *lexicon;
    gaz_build_options options;
    (void)state;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    add_entry(lexicon, "WHO", GAZ_EDGES_DEFAULT);
    add_entry(lexicon, "na\xC3\xAFve-bayes", GAZ_EDGES_DEFAULT);
    add_entry(lexicon, "evil.com", GAZ_EDGES_STRICT);
    for (unsigned bits = 0; bits < 1 << 10; bits++) {
        gaz_build_options_init(&options);
        options.match_case = (gaz_case)(bits % 4);
        options.edges = bits & 4 ? GAZ_EDGES_STRICT : GAZ_EDGES_DEFAULT;
        options.tokens = bits & 8 ? GAZ_TOKENS_WORDS : GAZ_TOKENS_BOTH;
        options.no_normalize = bits >> 4 & 1;
        options.exact_typography = bits >> 5 & 1;
        options.fold_accents = bits >> 6 & 1;
        options.turkic = bits >> 7 & 1;
        options.word_signs = bits & 256 ? "-/" : NULL;
        options.no_context = bits >> 9 & 1;
        assert_found(lexicon, &options);
    }
    gaz_lexicon_free(lexicon);
}

static void options_are_guessed(void **state) {
    gaz_lexicon *lexicon;
    gaz_memory image = {0};
    gaz_model *model;
    struct build_choice choice;
    bool same;
    const gaz_build_options options = {.match_case = GAZ_CASE_IGNORE, .fold_accents = 1};
    (void)state;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    add_entry(lexicon, "kernel", GAZ_EDGES_DEFAULT);
    assert_int_equal(gaz_lexicon_build_bytes(&image, lexicon, &options, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_model_open_bytes(&model, image.bytes, image.size, 0, NULL), GAZ_OK);
    add_entry(lexicon, "other", GAZ_EDGES_DEFAULT); /* that the model has not */
    assert_int_equal(build_choice_find(&choice, &same, lexicon, model, NULL), GAZ_OK);
    assert_false(same);
    assert_int_equal(choice.options.match_case, GAZ_CASE_IGNORE);
    assert_int_equal(choice.options.fold_accents, 1);
    assert_int_equal(choice.options.edges, GAZ_EDGES_TOKEN);
    gaz_model_close(model);
    gaz_memory_free(&image);
    gaz_lexicon_free(lexicon);
}

/* ---- The keeper ---- */

static void nothing_is_kept(void **state) {
    struct keeper *keeper;
    struct models models = {0};
    gaz_error error;
    (void)state;
    assert_int_equal(keeper_start(&keeper, &(struct keeper_options){.tell = tell}, &models, &error), GAZ_OK);
    assert_null(keeper);
    assert_false(keeper_has_corpus(keeper));
    gaz_document *document = make_document("a zebra", 2, 7);
    assert_int_equal(keeper_add_document(keeper, "http", "1", document, &error), GAZ_ERROR_ARGUMENT);
    assert_int_equal(keeper_remove_document(keeper, "http", "1", &error), GAZ_ERROR_ARGUMENT);
    gaz_document_free(document);
    keeper_stop(keeper);
    keeper_free(keeper);
    assert_int_equal(keeper_start(&keeper, &(struct keeper_options){.tell = tell, .learn = true}, &models, &error),
                     GAZ_ERROR_ARGUMENT);
}

static void a_keeper_keeps_documents(void **state) {
    struct keeper *keeper;
    struct slot slot = {.name = "m"};
    struct models models = {.slots = &slot, .count = 1};
    const char *corpus = path_of("corpus/of/it");
    gaz_document *document = make_document("a zebra", 2, 7);
    (void)state;
    assert_int_equal(keeper_start(&keeper, &(struct keeper_options){.corpus = corpus, .tell = tell}, &models, NULL),
                     GAZ_OK);
    assert_true(keeper_has_corpus(keeper));
    assert_int_equal(keeper_add_document(keeper, "label-studio-7", "41", document, NULL), GAZ_OK);
    keeper_stop(keeper);
    assert_int_equal(keeper_add_document(keeper, "label-studio-7", "42", document, NULL), GAZ_OK); /* to the last */
    assert_int_equal(keeper_remove_document(keeper, "label-studio-7", "41", NULL), GAZ_OK);
    keeper_free(keeper);
    assert_true(file_is_there(path_of("corpus/of/it/label-studio-7.42.jsonl")));
    assert_false(file_is_there(path_of("corpus/of/it/label-studio-7.41.jsonl")));
    gaz_document_free(document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        WITH_FOLDER(documents_are_files),
        WITH_FOLDER(what_is_new_is_known),
        WITH_FOLDER(many_threads_add),
        WITH_FOLDER(folder_is_none),
        WITH_FOLDER(history_is_kept),
        cmocka_unit_test(rule),
        cmocka_unit_test(options_are_found),
        cmocka_unit_test(options_are_guessed),
        cmocka_unit_test(nothing_is_kept),
        WITH_FOLDER(a_keeper_keeps_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
