/* Any bytes as what Label Studio sends: a labelling configuration is refused with a reason, or names Labels, a text and
 * its field; an annotation of a task is refused, or a document whose spans lie in its text.
 *
 * Choice: the unit of offsets. Then the configuration, the task and the annotation, parted by lines of equal signs. */
#include "base/json_scan.h"
#include "fuzz.h"
#include "serve/annotated_task.h"

static void check_config(const struct label_config *config) {
    FUZZ_REQUIRE(config->from_name && config->to_name && config->key && *config->key);
    FUZZ_REQUIRE(config->is_open || config->labels.count > 0);
}

static void check_document(const gaz_document *document) {
    gaz_document_info info;
    gaz_document_span span;
    gaz_document_get_info(&info, document);
    for (uint64_t i = 0; i < info.spans; i++) {
        gaz_document_get_span(&span, document, i);
        FUZZ_REQUIRE(span.begin < span.end && span.end <= info.size);
        FUZZ_REQUIRE(span.token_begin < span.token_end && span.token_end <= info.tokens);
        FUZZ_REQUIRE(*span.type);
    }
}

/* Whether it is an object of JSON, from its first byte on: what the body of a request has as a member. */
static bool is_object(const struct fuzz_input *part) {
    struct json_members members = {0};
    enum json_scanned scanned =
        part->size && *part->bytes == '{' ? json_scan(&members, part->bytes, part->size) : JSON_SCAN_REFUSED;
    json_members_free(&members);
    return scanned == JSON_SCAN_GOOD;
}

static void read_annotation(const struct label_config *config, const struct fuzz_input *task,
                            const struct fuzz_input *object, gaz_offsets offsets) {
    const struct json_member members[] = {{.value = task->bytes, .value_size = task->size},
                                          {.value = object->bytes, .value_size = object->size}};
    struct annotated_task annotated = {0};
    gaz_error error;
    if (!is_object(task) || !is_object(object)) return;
    gaz_status status = annotated_task_read(&annotated, config, &members[0], &members[1], offsets, &error);
    if (status == GAZ_OK)
        check_document(annotated.document);
    else
        fuzz_check_error(status, &error);
    annotated_task_free(&annotated);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const gaz_offsets units[] = {GAZ_OFFSETS_DEFAULT, GAZ_OFFSETS_CODEPOINT, GAZ_OFFSETS_UTF16, GAZ_OFFSETS_BYTE,
                                        GAZ_OFFSETS_GRAPHEME};
    struct fuzz_input input = {(const char *)data, size};
    struct label_config config;
    gaz_error error;
    gaz_offsets offsets = units[fuzz_choose(&input, sizeof units / sizeof *units)];
    struct fuzz_input xml = fuzz_part(&input);
    struct fuzz_input task = fuzz_part(&input);
    gaz_status status = label_config_read(&config, xml.size ? xml.bytes : "", xml.size, &error);
    if (status == GAZ_OK) {
        check_config(&config);
        read_annotation(&config, &task, &input, offsets);
    } else {
        fuzz_check_error(status, &error);
    }
    label_config_free(&config);
    return 0;
}
