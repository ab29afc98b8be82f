/* What Label Studio sends, read while every allocation fails in turn. */
#include "stages.h"

#ifdef GAZ_LIBXML2

#include "serve/annotated_task.h"

static const char plain_config[] = "<View><Labels name=\"label\" toName=\"text\"><Label value=\"OS\" alias=\"os\"/>"
                                   "</Labels><Text name=\"text\" value=\"$a.body\" valueType=\"text\"/></View>";
static const char markup_config[] = "<View><HyperTextLabels name=\"label\" toName=\"text\"><Label value=\"OS\"/>"
                                    "</HyperTextLabels><HyperText name=\"text\" value=\"$html\"/></View>";
static const char plain_task[] = "{\"data\": {\"a\": {\"body\": \"\\ud83d\\ude00 the kernel\"}}}";
static const char markup_task[] = "{\"data\": {\"html\": \"<p>the &amp; <b>kernel</b></p>\"}}";
static const char plain_object[] = "{\"result\": [{\"from_name\": \"label\", \"meta\": {\"id\": \"Q1\"}, \"value\": "
                                   "{\"start\": 6, \"end\": 12, \"text\": \"kernel\", \"labels\": [\"OS\", \"B\"]}}]}";
static const char empty_object[] = "{\"result\": []}";

static gaz_status run_read(uint64_t *digest, const char *xml, const char *task, const char *object, gaz_error *error) {
    const struct json_member members[] = {{.value = task, .value_size = strlen(task)},
                                          {.value = object, .value_size = strlen(object)}};
    struct annotated_task annotated = {0};
    struct label_config config;
    *digest = 0;
    gaz_status status = label_config_read(&config, xml, strlen(xml), error);
    for (uint32_t i = 0; i < config.labels.count && status == GAZ_OK; i++)
        *digest = mix(*digest, config.labels.items[i].bytes, config.labels.items[i].size);
    if (status == GAZ_OK)
        status = annotated_task_read(&annotated, &config, &members[0], &members[1], GAZ_OFFSETS_DEFAULT, error);
    if (status == GAZ_OK) {
        const gaz_document *document = annotated.document;
        *digest = mix(*digest, document->text, document->size);
        for (size_t i = 0; i < document->span_count; i++) {
            *digest = mix(*digest, &document->spans[i].begin, 2 * sizeof document->spans[i].begin);
            *digest = mix(*digest, document->spans[i].id, strlen(document->spans[i].id));
            *digest = mix(*digest, &document->spans[i].sense_count, sizeof document->spans[i].sense_count);
        }
    }
    annotated_task_free(&annotated);
    label_config_free(&config);
    return status;
}

static gaz_status run_spans(uint64_t *digest, gaz_error *error) {
    return run_read(digest, plain_config, plain_task, plain_object, error);
}

static gaz_status run_text(uint64_t *digest, gaz_error *error) {
    return run_read(digest, plain_config, plain_task, empty_object, error);
}

static gaz_status run_markup(uint64_t *digest, gaz_error *error) {
    return run_read(digest, markup_config, markup_task, empty_object, error);
}

STAGE(reading_spans_survives, run_spans, NULL, NULL, 0)
STAGE(reading_a_text_survives, run_text, NULL, NULL, 0)
STAGE(reading_markup_survives, run_markup, NULL, NULL, 0)

static int make_world(void **state) {
    begin_failing();
    return make_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reading_spans_survives),
                                       cmocka_unit_test(reading_a_text_survives),
                                       cmocka_unit_test(reading_markup_survives)};
    return cmocka_run_group_tests(tests, make_world, remove_folder);
}

#else

int main(void) {
    return 0; /* no configuration is read */
}

#endif
