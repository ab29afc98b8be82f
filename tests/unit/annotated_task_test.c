/* Annotations that Label Studio sends, as documents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#ifdef GAZ_LIBXML2

#include "serve/annotated_task.h"

static const char plain_config[] = "<View><Labels name=\"label\" toName=\"text\"><Label value=\"OS\"/></Labels>"
                                   "<Text name=\"text\" value=\"$a.body\"/></View>";
static const char markup_config[] = "<View><HyperTextLabels name=\"label\" toName=\"text\"><Label value=\"OS\"/>"
                                    "</HyperTextLabels><HyperText name=\"text\" value=\"$html\"/></View>";
static const char plain_task[] = "{\"id\": 41, \"data\": {\"text\": \"no\", \"spans\": [], \"a\": {\"body\": "
                                 "\"\\ud83d\\ude00 the kernel runs C ++\"}}}";

static struct annotated_task annotated;
static struct label_config config;
static gaz_error error;

static void release(void) {
    annotated_task_free(&annotated);
    label_config_free(&config);
}

static gaz_status read_annotation(const char *xml, const char *task, const char *object, gaz_offsets offsets) {
    const struct json_member members[] = {{.value = task, .value_size = strlen(task)},
                                          {.value = object, .value_size = strlen(object)}};
    release();
    memset(&error, 0, sizeof error);
    assert_int_equal(label_config_read(&config, xml, strlen(xml), NULL), GAZ_OK);
    return annotated_task_read(&annotated, &config, &members[0], &members[1], offsets, &error);
}

/* The spans as "kernel/OS/0.9 C ++/Language/-". */
static void expect_spans(const char *expected) {
    char spans[512] = "";
    gaz_document_info info;
    gaz_document_get_info(&info, annotated.document);
    for (uint64_t i = 0; i < info.spans; i++) {
        gaz_document_span span;
        gaz_document_get_span(&span, annotated.document, i);
        size_t used = strlen(spans);
        (void)snprintf(spans + used, sizeof spans - used, "%s%.*s/%s/%s", i ? " " : "", (int)(span.end - span.begin),
                       info.text + span.begin, span.type, span.id ? span.id : "-");
    }
    assert_string_equal(spans, expected);
}

static void expect_text(const char *expected) {
    gaz_document_info info;
    gaz_document_get_info(&info, annotated.document);
    assert_int_equal(info.size, strlen(expected));
    assert_memory_equal(info.text, expected, info.size);
}

#define REGION(name, begin, end, text, label)                                                                          \
    "{\"id\": \"x\", \"from_name\": \"" name "\", \"to_name\": \"text\", \"type\": \"labels\", \"value\": "            \
    "{\"start\": " #begin ", \"end\": " #end ", \"text\": \"" text "\", \"labels\": [\"" label "\"]}}"

static void regions(void **state) {
    (void)state;
    gaz_document_info info;
    assert_int_equal(read_annotation(plain_config, plain_task,
                                     "{\"id\": 9, \"result\": [" REGION(
                                         "label", 6, 12, "kernel",
                                         "OS") ", "                                                               /**/
                                               "{\"type\": \"relation\", \"from_id\": \"x\", \"to_id\": \"x\"}, " /**/
                                     REGION("other", 0, 99, "no", "No") ", "                                      /**/
                                     REGION("label", 18, 22, "C ++", "Language") "]}",
                                     GAZ_OFFSETS_DEFAULT),
                     GAZ_OK);
    expect_spans("kernel/OS/- C ++/Language/-");
    gaz_document_get_info(&info, annotated.document);
    assert_null(info.id);
    assert_int_equal(info.size, strlen("😀 the kernel runs C ++"));
    assert_null(annotated.document->source);
}

static void concepts(void **state) {
    (void)state;
    assert_int_equal(read_annotation(plain_config, plain_task,
                                     "{\"result\": [{\"from_name\": \"\\u006cabel\", \"meta\": {\"id\": \"Q1\"}, "
                                     "\"value\": {\"start\": 6, \"end\": 12, \"labels\": [\"OS\"]}}]}",
                                     GAZ_OFFSETS_DEFAULT),
                     GAZ_OK);
    expect_spans("kernel/OS/Q1");
}

/* UTF-16 by the copies, or as it is said. */
static void units(void **state) {
    (void)state;
    assert_int_equal(read_annotation(plain_config, plain_task,
                                     "{\"result\": [" REGION("label", 7, 13, "kernel", "OS") "]}", GAZ_OFFSETS_DEFAULT),
                     GAZ_OK);
    expect_spans("kernel/OS/-");
    assert_int_equal(read_annotation(plain_config, plain_task,
                                     "{\"result\": [" REGION("label", 7, 13, "kernel", "OS") "]}", GAZ_OFFSETS_UTF16),
                     GAZ_OK);
    expect_spans("kernel/OS/-");
    assert_int_equal(read_annotation(plain_config, plain_task,
                                     "{\"result\": [" REGION("label", 7, 13, "kernel", "OS") "]}",
                                     GAZ_OFFSETS_CODEPOINT),
                     GAZ_ERROR_INPUT);
}

/* A person has looked, and found nothing: that is kept too. */
static void nothing_found(void **state) {
    (void)state;
    assert_int_equal(read_annotation(plain_config, plain_task, "{\"result\": []}", GAZ_OFFSETS_DEFAULT), GAZ_OK);
    expect_spans("");
    assert_int_equal(annotated.document->token_count, 7);
    assert_int_equal(read_annotation(plain_config, "{\"data\": {\"a\": {\"body\": \"<b>x</b>\"}}}", "{\"result\": []}",
                                     GAZ_OFFSETS_DEFAULT),
                     GAZ_OK);
    expect_text("<b>x</b>");
    assert_int_equal(read_annotation(markup_config, "{\"data\": {\"html\": \"a &amp; <b>x</b>\"}}", "{\"result\": []}",
                                     GAZ_OFFSETS_DEFAULT),
                     GAZ_OK);
    expect_text("a & x");
}

static void markup(void **state) {
    (void)state;
    assert_int_equal(
        read_annotation(markup_config, "{\"id\": 1, \"data\": {\"html\": \"<p>the <b>kernel</b></p>\"}}",
                        "{\"result\": [{\"from_name\": \"label\", \"type\": \"hypertextlabels\", \"value\": "
                        "{\"start\": \"/p[1]/b[1]/text()[1]\", \"end\": \"/p[1]/b[1]/text()[1]\", \"startOffset\": 0, "
                        "\"endOffset\": 6, \"globalOffsets\": {\"start\": 4, \"end\": 10}, \"text\": \"kernel\", "
                        "\"hypertextlabels\": [\"OS\"]}}]}",
                        GAZ_OFFSETS_DEFAULT),
        GAZ_OK);
    expect_spans("kernel/OS/-");
}

static void refused(void **state) {
    (void)state;
    static const struct {
        const char *task;
        const char *object;
        const char *message;
    } rows[] = {
        {"{\"data\": 1}", "{\"result\": []}", "no object \"data\""},
        {"[]", "{\"result\": []}", "no object \"data\""},
        {"{\"data\": {\"body\": \"a\"}}", "{\"result\": []}", "no text in the field \"a.body\""},
        {"{\"data\": {\"a\": {\"body\": 1}}}", "{\"result\": []}", "no text in the field \"a.body\""},
        {plain_task, "{\"result\": {}}", "no array \"result\""},
        {plain_task, "1", "no array \"result\""},
        {plain_task, "{\"result\": [" REGION("label", 6, 99, "kernel", "OS") "]}", "beyond the text"},
        {plain_task, "{\"result\": [" REGION("label", 5, 12, "user", "OS") "]}", "by its text"},
        {plain_task, "{\"result\": [" REGION("label", 12, 6, "kernel", "OS") "]}", "after its end"},
        {plain_task, "{\"result\": [" REGION("label", 6, 12, "kernel", "O\\nS") "]}", "control character"},
        {plain_task, "{\"result\": [{\"from_name\": \"label\", \"value\": {\"start\": -1, \"labels\": [\"a\"]}}]}",
         "no whole number"},
        {plain_task, "{\"result\": [{\"from_name\": \"label\", \"value\": {\"rectanglelabels\": [\"a\"]}}]}",
         "no spans of text"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(read_annotation(plain_config, rows[i].task, rows[i].object, GAZ_OFFSETS_DEFAULT),
                         GAZ_ERROR_INPUT);
        if (!strstr(error.message, rows[i].message)) fail_msg("%s: \"%s\"", rows[i].object, error.message);
        assert_int_equal(error.line, 0);
        assert_null(annotated.document);
    }
}

static int release_all(void **state) {
    (void)state;
    release();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(regions), cmocka_unit_test(concepts),
                                       cmocka_unit_test(units),   cmocka_unit_test(nothing_found),
                                       cmocka_unit_test(markup),  cmocka_unit_test(refused)};
    return cmocka_run_group_tests(tests, NULL, release_all);
}

#else

int main(void) {
    return 0; /* no configuration is read */
}

#endif
