#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "format/json_fields.h"
#include "format/json_labels.h"
#include "format/read.h"

/* ---- Every shape: what is read, and that nothing else happens to what is cut or changed ---- */

/* "begin-end TYPE" of each span in bytes, "| " behind each document; or a message. */
static void read_all(struct buffer *found, const char *text, size_t size, const gaz_corpus_options *options) {
    gaz_corpus_report report = {0};
    char *bytes = memcpy(malloc(size + 1), text, size); /* so that a byte too many is noticed */
    gaz_format row = options->format == GAZ_FORMAT_AUTO ? GAZ_FORMAT_JSONL : options->format;
    struct corpus_source source = {
        .path = "path", .name = "name", .format = format_of(row), .text = bytes, .size = size};
    struct document_reader reader = {.source = &source, .options = options, .report = &report};
    gaz_error error = {.status = GAZ_OK};
    bool there = true;
    char line[256];
    bytes[size] = 0;
    found->size = 0;
    while (there) {
        gaz_status status = document_reader_next(&there, &reader, &error);
        assert_true(status == GAZ_OK || status == GAZ_ERROR_INPUT);
        if (status != GAZ_OK) {
            assert_string_equal(error.file, "name");
            assert_true(buffer_add_text(found, error.message));
            break;
        }
        for (size_t i = 0; there && i < reader.document.span_count; i++) {
            const struct document_span *span = &reader.document.spans[i];
            assert_true(span->begin < span->end && span->end <= reader.document.size);
            snprintf(line, sizeof line, "%llu-%llu %s ", (unsigned long long)span->begin, (unsigned long long)span->end,
                     document_type(&reader.document, span)->bytes);
            assert_true(buffer_add_text(found, line));
        }
        if (there) assert_true(buffer_add_text(found, "| "));
    }
    assert_true(buffer_add_byte(found, 0));
    document_reader_free(&reader);
    corpus_close(&source);
}

static const struct {
    gaz_format format;
    const char *labels;
    const char *text;
    const char *expected;
} shapes[] = {
    {GAZ_FORMAT_AUTO, NULL,
     "{\"text\": \"\xC3\xA9 EU\", \"entities\": [{\"begin\": 2, \"end\": 4, \"type\": \"ORG\"}]}\n"
     "{\"content\": \"EU\", \"mentions\": [{\"offset\": 0, \"length\": 2, \"tag\": [\"A\"]}]}",
     "3-5 ORG | 0-2 A | "},
    {GAZ_FORMAT_AUTO, "7=ORG",
     "{\"text\": \"EU\", \"annotations\": [{\"label\": 7, \"start_offset\": 0, \"end_offset\": 2}]}", "0-2 ORG | "},
    {GAZ_FORMAT_AUTO, NULL, "{\"text\": \"ab c\", \"label\": {\"x\": {\"ab\": [[0, 1]], \"c\": [[3, 3]]}}}",
     "0-2 x 3-4 x | "},
    {GAZ_FORMAT_AUTO, NULL, "{\"classes\": [], \"annotations\": [null, [\"EU\", {\"entities\": [[0, 2, \"O\"]]}]]}",
     "0-2 O | "},
    {GAZ_FORMAT_AUTO, NULL,
     "{\"rasa_nlu_data\": {\"common_examples\": [{\"text\": \"a b\", \"entities\": [{\"start\": 2, \"end\": 3, "
     "\"value\": \"x\", \"entity\": \"c\"}]}]}}",
     "2-3 c | "},
    {GAZ_FORMAT_PUBANNOTATION, NULL,
     "{\"text\": \"EU\", \"denotations\": [{\"id\": \"T1\", \"span\": {\"begin\": 0, \"end\": 2}, \"obj\": \"O\"}]}",
     "0-2 O | "},
    {GAZ_FORMAT_BIOC, NULL,
     "{\"documents\": [{\"passages\": [{\"offset\": 5, \"text\": \"\xC3\xA9.\"}, {\"offset\": 8, \"text\": \"a EU\", "
     "\"annotations\": [{\"infons\": {\"type\": \"O\"}, \"locations\": [{\"offset\": 10, \"length\": 2}]}]}]}]}",
     "6-8 O | "},
    {GAZ_FORMAT_ARGILLA, NULL,
     "[{\"fields\": {\"t\": \"EU\"}, \"responses\": {\"q\": [{\"value\": [{\"start\": 0, \"end\": 2, \"label\": "
     "\"O\"}]}]}}, {\"text\": \"EU x\", \"annotation\": [[\"O\", 0, 2]]}]",
     "0-2 O | 0-2 O | "},
    {GAZ_FORMAT_LABEL_STUDIO, NULL,
     "[{\"data\": {\"text\": \"<p>&amp;EU</p>\"}, \"annotations\": [{\"result\": [{\"value\": {\"start\": \"/p\", "
     "\"globalOffsets\": {\"start\": 1, \"end\": 3}, \"text\": \"EU\", \"hypertextlabels\": [\"O\"]}}]}]}]",
     "1-3 O | "},
    {GAZ_FORMAT_JSON_TOKENS, NULL,
     "{\"tokens\": [\"a\", \"\xC3\xA9 x\", \"c\"], \"ner_tags\": [\"O\", \"B-X\", \"I-X\"]}", "2-8 X | "},
    {GAZ_FORMAT_JSON_TOKENS, "O,B-X",
     "{\"words\": [\"a\", \"b\"], \"labels\": [0, 1]}\n{\"words\": [], \"labels\": []}", "2-3 X | "},
    {GAZ_FORMAT_JSON_TOKENS, NULL,
     "{\"sentences\": [[\"a\", \"b\"], [\"c\"]], \"ner\": [[[0, 1, \"X\"]], [[2, 2, \"Y\"]]]}", "0-3 X 4-5 Y | "},
    {GAZ_FORMAT_JSON_TOKENS, NULL,
     "{\"tokens\": [\"a\", \"b\"], \"entities\": [{\"type\": \"X\", \"start\": 0, \"end\": 2}]}", "0-3 X | "},
};

static void every_shape_is_read_cut_and_changed(void **state) {
    (void)state;
    struct buffer found = {0};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t size = strlen(shapes[i].text);
        gaz_corpus_options options;
        gaz_corpus_options_init(&options);
        options.format = shapes[i].format;
        options.labels = shapes[i].labels;
        for (int lenient = 0; lenient < 2; lenient++) {
            char changed[1024];
            options.columns.lenient = lenient;
            assert_true(size < sizeof changed);
            for (size_t k = 0; k < size; k++) {
                read_all(&found, shapes[i].text, k, &options);
                memcpy(changed, shapes[i].text, size);
                changed[k] = (char)(changed[k] ^ (1 << k % 8));
                read_all(&found, changed, size, &options);
            }
        }
        read_all(&found, shapes[i].text, size, &options);
        assert_string_equal(found.bytes, shapes[i].expected);
    }
    buffer_free(&found);
}

/* As a file, whose format and shape are found. */
static void every_shape_is_found(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char path[] = "/tmp/json_corpora_XXXXXX";
        int descriptor = mkstemp(path);
        FILE *file = fdopen(descriptor, "w");
        assert_true(file && fputs(shapes[i].text, file) >= 0 && fclose(file) == 0);
        gaz_document_reader *reader;
        gaz_corpus_options options;
        gaz_corpus_options_init(&options);
        options.labels = shapes[i].labels;
        assert_int_equal(gaz_document_reader_new(&reader, path, &options, NULL), GAZ_OK);
        const gaz_document *document;
        char found[256] = "";
        for (;;) {
            assert_int_equal(gaz_document_read(&document, reader, NULL), GAZ_OK);
            if (!document) break;
            for (size_t k = 0; k < document->span_count; k++)
                snprintf(found + strlen(found), sizeof found - strlen(found), "%llu-%llu %s ",
                         (unsigned long long)document->spans[k].begin, (unsigned long long)document->spans[k].end,
                         document_type(document, &document->spans[k])->bytes);
            strcat(found, "| ");
        }
        assert_string_equal(found, shapes[i].expected);
        gaz_document_reader_free(reader);
        remove(path);
    }
}

/* ---- The parts ---- */

static void paths_lead_to_members_and_elements(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"a", "1"},      {"b.c", "2"},   {"b.d.0", "3"}, {"b.d.1.e", "4"}, {"f.g", "5"},    {"b.d.2", NULL},
        {"b.d.x", NULL}, {"b.d.", NULL}, {"a.b", NULL},  {"", NULL},       {"b.d.00", "3"}, {"h.i", "6"},
        {"h.i.j", "7"},  {"h.k.l", "8"}, {"h.m.n", "9"}, {"o.", "10"},     {"h", NULL},     {"h.", NULL},
        {"h..i", NULL},  {".a", NULL},   {"a.0", NULL}};
    static const char text[] = "{\"a\": 1, \"b\": {\"c\": 2, \"d\": [3, {\"e\": 4}]}, \"f.g\": 5, \"h\": {\"i\": 0, "
                               "\"i.j\": 7, \"k\": {\"l\": 8}}, \"h.i\": 6, \"h.m\": {\"n\": 9}, \"o\": {\"\": 10}}";
    struct json_reader reader = {.name = "name", .text = text, .size = sizeof text - 1};
    struct json_value value;
    assert_int_equal(json_next(&value, &reader, NULL), GAZ_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_value found = field_find(value, cases[i][0]);
        if (json_is_integer(found) != (cases[i][1] != NULL)) fail_msg("%s", cases[i][0]);
        if (cases[i][1]) assert_int_equal(json_int64(found), atoi(cases[i][1]));
    }
    assert_false(json_is_there(field_find((struct json_value){0}, "a.b")));
    json_reader_free(&reader);
}

static void a_choice_is_told_as_it_is_read(void **state) {
    (void)state;
    static const char *const good[] = {"text=a,spans=b.0,begin=c,end=d,label=e,id=f", "tokens=a,tags=b",
                                       "begin=0,last=1", "begin=x,length=y"};
    static const char *const bad[] = {"", "text", "text=", "text=a,", "text=a,text=b", "odd=a", "begin=a", "end=a"};
    struct field_choice choice;
    char told[256];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(field_choice_read(&choice, good[i], NULL), GAZ_OK);
        field_paths_tell(told, sizeof told, &choice.paths);
        assert_string_equal(told, good[i]);
        field_paths_tell(told, 8, &choice.paths); /* whole parts only */
        assert_true(strlen(told) < 8 && (!*told || strcmp(told, "text=a") == 0 || strcmp(told, "begin=0") == 0 ||
                                         strcmp(told, "begin=x") == 0));
        field_choice_free(&choice);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(field_choice_read(&choice, bad[i], NULL), GAZ_ERROR_ARGUMENT);
        field_choice_free(&choice);
    }
    assert_int_equal(field_choice_read(&choice, NULL, NULL), GAZ_OK);
    field_choice_free(&choice);
}

static void labels_have_numbers(void **state) {
    (void)state;
    struct json_labels labels;
    assert_int_equal(json_labels_read(&labels, "O,B-X,7=B=Y,Z", NULL), GAZ_OK);
    assert_string_equal(json_labels_find(&labels, 0)->bytes, "O");
    assert_string_equal(json_labels_find(&labels, 1)->bytes, "B-X");
    assert_string_equal(json_labels_find(&labels, 7)->bytes, "B=Y");
    assert_string_equal(json_labels_find(&labels, 8)->bytes, "Z");
    assert_null(json_labels_find(&labels, 2));
    assert_null(json_labels_find(&labels, -1));
    json_labels_free(&labels);
    static const char *const bad[] = {"", "a,", ",a", "a,0=b", "1=", "absent.json"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        gaz_status status = json_labels_read(&labels, bad[i], NULL);
        assert_true(status == GAZ_ERROR_ARGUMENT || (status == GAZ_ERROR_IO && i == 5));
        json_labels_free(&labels);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shape_is_read_cut_and_changed),
        cmocka_unit_test(every_shape_is_found),
        cmocka_unit_test(paths_lead_to_members_and_elements),
        cmocka_unit_test(a_choice_is_told_as_it_is_read),
        cmocka_unit_test(labels_have_numbers),
    };
    return cmocka_run_group_tests_name("json corpora", tests, NULL, NULL);
}
