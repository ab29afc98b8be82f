/* What gaz serve keeps, while every allocation and every call of the system fails in turn. */
#include "stages.h"

#include "serve/history.h"
#include "serve/kept_documents.h"
#include "serve/kept_lists.h"

static gaz_document *document;
static gaz_error first_told;

/* What is told instead of returned counts as a failure of the stage. */
static void tell(const char *message) {
    first_told.status = GAZ_ERROR_IO;
    (void)snprintf(first_told.message, sizeof first_told.message, "%s", message);
}

static gaz_status finish(gaz_status status, gaz_error *error) {
    if (status == GAZ_OK && first_told.status != GAZ_OK) {
        if (error) *error = first_told;
        status = first_told.status;
    }
    first_told = (gaz_error){0};
    return status;
}

static void empty(const char *name) {
    char command[256];
    (void)snprintf(command, sizeof command, "rm -rf %s && mkdir %s", path_of(name), path_of(name));
    assert_int_equal(system(command), 0);
}

/* ---- Documents ---- */

static const char kept[] = "{\"text\": \"a zebra\", \"id\": \"1\", \"spans\": [{\"start\": 2, \"end\": 7, \"label\": "
                           "\"Animal\", \"text\": \"zebra\"}]}\n";
static const char earlier[] = "{\"text\": \"a lion\", \"spans\": []}\n";

static void prepare_documents(void) {
    empty("corpus");
    write_file("corpus/http.1.jsonl", earlier);
    write_file("corpus/http.2.jsonl", earlier);
    write_file("corpus/other.conll", "a O\nlion B-Animal\n\n");
}

static gaz_status run_documents(uint64_t *digest, gaz_error *error) {
    struct kept_documents *documents;
    struct kept_counts counts = {0};
    char **paths = NULL;
    size_t count = 0;
    gaz_status status = kept_documents_open(&documents, path_of("corpus"), tell, error);
    if (status != GAZ_OK) return finish(status, error);
    status = kept_documents_add(documents, "http", "1", document, error);
    if (status == GAZ_OK) status = kept_documents_add(documents, "http", "3", document, error);
    if (status == GAZ_OK) status = kept_documents_remove(documents, "http", "2", error);
    if (status == GAZ_OK) status = kept_documents_find(&paths, &count, documents, error);
    if (status == GAZ_OK) status = kept_documents_settle(documents, 3, error);
    if (paths) file_paths_free(paths);
    kept_documents_count(&counts, documents);
    kept_documents_free(documents);
    *digest = mix(mix(1, &counts, sizeof counts), &count, sizeof count);
    return finish(status, error);
}

static bool is_text(const char *name, const char *text) {
    return file_digest(name) == hash_bytes(text, strlen(text), 0);
}

static void check_documents(bool good) {
    assert_true(is_text("corpus/http.1.jsonl", kept) || (!good && is_text("corpus/http.1.jsonl", earlier)));
    assert_true(!file_is_there(path_of("corpus/http.2.jsonl")) || (!good && is_text("corpus/http.2.jsonl", earlier)));
    assert_int_equal(count_files("corpus"),
                     file_is_there(path_of("corpus/http.3.jsonl")) + file_is_there(path_of("corpus/http.2.jsonl")) + 2);
    if (good) assert_true(file_is_there(path_of("corpus/http.3.jsonl")) && !file_is_there(path_of("corpus/.gaz-new")));
}

STAGE(documents_survive, run_documents, prepare_documents, check_documents, 0)

/* ---- History ---- */

static void prepare_history(void) {
    empty("corpus");
    write_file("corpus/.gaz-history", "{\"n\": 1}\n{\"n\": ");
}

static gaz_status run_history(uint64_t *digest, gaz_error *error) {
    struct history *history;
    struct buffer out = {0};
    gaz_status status = history_open(&history, path_of("corpus"), error);
    if (status != GAZ_OK) return status;
    status = history_add(history, "{\"n\": 2}", 8, error);
    if (status == GAZ_OK && !history_write(&out, history)) {
        status = GAZ_ERROR_MEMORY;
        if (error) *error = (gaz_error){.status = status, .message = "out of memory"};
    }
    history_free(history);
    *digest = mix(1, out.bytes ? out.bytes : "", out.size);
    buffer_free(&out);
    return status;
}

static void check_history(bool good) {
    if (good) assert_true(is_text("corpus/.gaz-history", "{\"n\": 1}\n{\"n\": \n{\"n\": 2}\n"));
}

STAGE(history_survives, run_history, prepare_history, check_history, 0)

/* ---- Lists ---- */

static void prepare_lists(void) {
    gaz_lexicon *lexicon;
    empty("lists");
    write_file("lists/Animal.tsv", "zebra\nbrown bear\n");
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_read(lexicon, path_of("lists"), NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_build(lexicon, path_of("m.gaz"), NULL, NULL, NULL), GAZ_OK);
    gaz_lexicon_free(lexicon);
    write_file("lists/.gaz-change.tsv", "surface\ttype\tid\tverdict\tcase\nokapi\tAnimal\t\tkeep\t\n");
}

static gaz_status change_lists(struct kept_lists *lists, gaz_error *error) {
    char texts[4][8] = {"zebra", "Animal", "lynx", "Animal"};
    struct verdict verdicts[] = {{texts[0], texts[1], NULL, false, false}, {texts[2], texts[3], NULL, true, false}};
    gaz_lexicon *lexicon = NULL;
    gaz_status status = kept_lists_begin_harvest(&lexicon, lists, error);
    if (status != GAZ_OK) return status;
    status = kept_lists_give(lists, verdicts, 2, error);
    gaz_status ended = kept_lists_end_harvest(lists, status == GAZ_OK ? lexicon : NULL, error);
    gaz_lexicon_free(lexicon);
    return status == GAZ_OK ? ended : status;
}

static gaz_status run_lists(uint64_t *digest, gaz_error *error) {
    const char *name = "m";
    char path[192];
    const char *paths[] = {path};
    struct models models;
    struct kept_lists *lists = NULL;
    bool unfinished = false;
    (void)snprintf(path, sizeof path, "%s", path_of("m.gaz"));
    gaz_status status = models_open(&models, &name, paths, 1, error);
    if (status != GAZ_OK) return status;
    char lists_path[192];
    (void)snprintf(lists_path, sizeof lists_path, "%s", path_of("lists"));
    const struct kept_lists_options options = {.folder = lists_path, .tell = tell};
    status = kept_lists_open(&lists, &unfinished, &options, models.slots, error);
    if (status == GAZ_OK) status = change_lists(lists, error);
    kept_lists_free(lists);
    *digest = mix(1, models.slots[0].current->version, strlen(models.slots[0].current->version));
    models_close(&models);
    return finish(status, error);
}

static void check_lists(bool good) {
    gaz_lexicon *lexicon;
    gaz_model *model;
    gaz_lexicon_counts counts;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_read(lexicon, path_of("lists"), NULL, NULL), GAZ_OK);
    gaz_lexicon_get_counts(&counts, lexicon);
    assert_in_range(counts.entries, good ? 4 : 2, 4);
    if (good) assert_int_equal(counts.kept, 3);
    if (good) assert_false(file_is_there(path_of("lists/.gaz-change.tsv")));
    gaz_lexicon_free(lexicon);
    assert_int_equal(gaz_model_open(&model, path_of("m.gaz"), 0, NULL), GAZ_OK);
    gaz_model_close(model);
}

STAGE(lists_survive, run_lists, prepare_lists, check_lists, 0)

/* ---- All of it ---- */

static int make_world(void **state) {
    begin_failing();
    if (make_folder(state) != 0) return -1;
    if (gaz_document_new(&document, NULL) != GAZ_OK ||
        gaz_document_set_text(document, NULL, "a zebra", 7, NULL) != GAZ_OK)
        return -1;
    return gaz_document_add_span(document, 2, 7, "Animal", -1, NULL) == GAZ_OK ? 0 : -1;
}

static int end_world(void **state) {
    gaz_document_free(document);
    return remove_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_survive),
        cmocka_unit_test(history_survives),
        cmocka_unit_test(lists_survive),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
