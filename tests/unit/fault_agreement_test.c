/* Comparing two annotators' folders, while every allocation and every call of the system fails in turn. */
#include "stages.h"

#include <stdio.h>

static gaz_status write_all(uint64_t *digest, gaz_eval *eval, gaz_error *error) {
    const gaz_about about = {.title = "a, b", .command = "gaz eval"};
    gaz_memory memory = {0};
    gaz_sink sink;
    gaz_sink_memory(&sink, &memory);
    gaz_status status = gaz_eval_write_differences(eval, &sink, error);
    if (status == GAZ_OK) status = gaz_eval_write_page(eval, &about, &sink, error);
    if (status == GAZ_OK) status = gaz_eval_write_json(eval, &sink, error);
    if (status == GAZ_OK) *digest = mix(*digest, memory.bytes, memory.size);
    gaz_memory_free(&memory);
    return status;
}

static gaz_status run_folders(uint64_t *digest, gaz_error *error) {
    gaz_eval_options options;
    gaz_eval *eval = NULL;
    gaz_eval_options_init(&options);
    options.agreement = options.documents = options.differences = options.page = 1;
    options.corpus.columns.lenient = 1;
    *digest = 0;
    gaz_status status = gaz_eval_new(&eval, &options, error);
    if (status == GAZ_OK) status = gaz_eval_add_file(eval, path_of("a"), path_of("b"), error);
    if (status == GAZ_OK) status = write_all(digest, eval, error);
    gaz_eval_free(eval);
    return status;
}

STAGE(comparing_folders_survives, run_folders, NULL, NULL, 0)

/* Documents of both, of one side only, and one whose text differs. */
static void make_side(const char *side, int first, const char *type, const char *differing) {
    static char text[16000];
    char path[64];
    size_t size = 0;
    mkdir(path_of(side), 0700);
    for (int i = 0; i < 40; i++)
        size += (size_t)sprintf(text + size,
                                "{\"id\": \"d%d\", \"text\": \"the user space of %d\", \"spans\": [{\"start\": 4, "
                                "\"end\": %d, \"label\": \"%s%d\"}]}\n",
                                i + first, i + first, i % 3 ? 14 : 8, type, i % 4);
    size += (size_t)sprintf(text + size, "{\"id\": \"x\", \"text\": \"%s\", \"spans\": []}\n", differing);
    snprintf(path, sizeof path, "%s/many.jsonl", side);
    write_bytes(path, text, size);
    snprintf(path, sizeof path, "%s/one.json", side);
    size = (size_t)sprintf(text, "{\"id\": \"one\", \"text\": \"a kernel\", \"spans\": [[2, 8, \"%s\"]]}\n", type);
    write_bytes(path, text, size);
}

static int make_world(void **state) {
    begin_failing();
    if (make_folder(state) != 0) return -1;
    make_side("a", 0, "A", "this");
    make_side("b", 5, "B", "that");
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(comparing_folders_survives)};
    return cmocka_run_group_tests(tests, make_world, remove_folder);
}
