/* gaz_document, its reader and writer, and the documents of a tagger, as users have them. */
#include <unistd.h>

#include "folder.h"
#include "gaz.h"

static gaz_document *new_document(const char *name, const char *text) {
    gaz_document *document;
    assert_int_equal(gaz_document_new(&document, NULL), GAZ_OK);
    assert_int_equal(gaz_document_set_text(document, name, text, strlen(text), NULL), GAZ_OK);
    return document;
}

/* The text that a format makes of documents. */
static void check_written(gaz_format format, const gaz_write_options *options, gaz_document *const *documents,
                          size_t count, const char *expected, const gaz_write_report *report) {
    gaz_memory memory = {0};
    gaz_sink sink;
    gaz_document_writer *writer;
    gaz_write_report found;
    gaz_sink_memory(&sink, &memory);
    assert_int_equal(gaz_document_writer_new(&writer, format, options, &sink, NULL), GAZ_OK);
    for (size_t i = 0; i < count; i++) assert_int_equal(gaz_document_write(writer, documents[i], NULL), GAZ_OK);
    assert_int_equal(gaz_document_writer_finish(&found, writer, NULL), GAZ_OK);
    gaz_document_writer_free(writer);
    assert_int_equal(memory.size, strlen(expected));
    assert_memory_equal(memory.bytes, expected, memory.size);
    if (report) assert_memory_equal(&found, report, sizeof found);
    gaz_memory_free(&memory);
}

static void a_document_is_made_and_looked_at(void **state) {
    (void)state;
    gaz_document *document = new_document("a", "caf\xC3\xA9 au lait.\nfoobar");
    gaz_document_info info;
    gaz_document_span span;
    uint64_t begin;
    uint64_t end;
    assert_int_equal(gaz_document_add_span(document, 0, 8, "DRINK", 0.5, NULL), GAZ_OK);
    assert_int_equal(gaz_document_add_span(document, 15, 18, "PART", -1, NULL), GAZ_OK);
    gaz_document_get_info(&info, document);
    assert_string_equal(info.name, "a");
    assert_int_equal(info.number, 0);
    assert_int_equal(info.tokens, 5);
    assert_int_equal(info.sentences, 2);
    assert_int_equal(info.spans, 2);
    gaz_document_get_token(&begin, &end, document, 3);
    assert_int_equal(begin, 13);
    assert_int_equal(end, 14);
    gaz_document_get_sentence(&begin, &end, document, 1);
    assert_int_equal(begin, 4);
    assert_int_equal(end, 5);
    gaz_document_get_span(&span, document, 1);
    assert_int_equal(span.begin, 15);
    assert_int_equal(span.end, 18);
    assert_int_equal(span.token_begin, 4);
    assert_int_equal(span.token_end, 5);
    assert_string_equal(span.type, "PART");
    assert_null(span.id);
    assert_true(span.score < 0);
    assert_true(span.widened);
    gaz_document_get_span(&span, document, 0);
    assert_true(span.score == 0.5);
    assert_false(span.widened);
    /* A new text forgets the spans. */
    assert_int_equal(gaz_document_set_text(document, NULL, NULL, 0, NULL), GAZ_OK);
    gaz_document_get_info(&info, document);
    assert_null(info.name);
    assert_int_equal(info.size + info.tokens + info.sentences + info.spans, 0);
    gaz_document_free(document);
    gaz_document_free(NULL);
}

static void ids_are_set_and_written(void **state) {
    (void)state;
    gaz_document *documents[] = {new_document("file", "x"), new_document("file", "y"), new_document("file", "z")};
    gaz_document_info info;
    gaz_write_report report = {.documents = 3};
    assert_int_equal(gaz_document_set_id(NULL, "a", NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_set_id(documents[0], "a/b", NULL), GAZ_OK);
    assert_int_equal(gaz_document_set_id(documents[1], "a/b", NULL), GAZ_OK);
    assert_int_equal(gaz_document_set_id(documents[2], "gone", NULL), GAZ_OK);
    assert_int_equal(gaz_document_set_id(documents[2], NULL, NULL), GAZ_OK);
    gaz_document_get_info(&info, documents[1]);
    assert_string_equal(info.id, "a/b");
    assert_string_equal(info.name, "file");
    gaz_document_get_info(&info, documents[2]);
    assert_null(info.id);
    check_written(GAZ_FORMAT_DOCCANO, NULL, documents, 3,
                  "{\"text\": \"x\", \"label\": [], \"id\": \"a/b\"}\n{\"text\": \"y\", \"label\": [], \"id\": "
                  "\"a/b\"}\n{\"text\": \"z\", \"label\": []}\n",
                  &report);
    assert_int_equal(gaz_document_set_text(documents[0], NULL, "new", 3, NULL), GAZ_OK);
    gaz_document_get_info(&info, documents[0]);
    assert_null(info.id);
    for (int i = 0; i < 3; i++) gaz_document_free(documents[i]);
}

static void spans_that_are_none_are_refused(void **state) {
    (void)state;
    gaz_document *document = new_document(NULL, "a b");
    assert_int_equal(gaz_document_add_span(document, 1, 2, "X", 1, NULL), GAZ_ERROR_ARGUMENT); /* a blank */
    assert_int_equal(gaz_document_add_span(document, 2, 4, "X", 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_add_span(document, 2, 1, "X", 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_add_span(document, 0, 1, "X\n", 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_add_span(document, 0, 1, "X", 1.5, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_add_span(document, 0, 1, NULL, 1, NULL), GAZ_ERROR_ARGUMENT);
    gaz_document_info info;
    gaz_document_get_info(&info, document);
    assert_int_equal(info.spans, 0);
    gaz_document_free(document);
}

static void documents_are_written(void **state) {
    (void)state;
    gaz_document *documents[] = {new_document("a", "\xF0\x9F\x98\x80 EU x"), new_document("b", "UN")};
    const gaz_write_options bytes = {.offsets = GAZ_OFFSETS_BYTE};
    assert_int_equal(gaz_document_add_span(documents[0], 5, 9, "LATE", -1, NULL), GAZ_OK);
    assert_int_equal(gaz_document_add_span(documents[0], 5, 7, "ORG", 0.25, NULL), GAZ_OK);
    assert_int_equal(gaz_document_add_span(documents[1], 0, 2, "ORG", -1, NULL), GAZ_OK);
    check_written(GAZ_FORMAT_DOCCANO, NULL, documents, 2,
                  "{\"text\": \"\xF0\x9F\x98\x80 EU x\", \"label\": [[3, 7, \"LATE\"], [3, 5, \"ORG\"]]}\n"
                  "{\"text\": \"UN\", \"label\": [[0, 2, \"ORG\"]]}\n",
                  &(gaz_write_report){.documents = 2, .spans = 3});
    check_written(GAZ_FORMAT_JSONL, &bytes, documents + 1, 1,
                  "{\"text\": \"UN\", \"spans\": [{\"start\": 0, \"end\": 2, \"label\": \"ORG\", \"text\": \"UN\"}]}\n",
                  NULL);
    check_written(GAZ_FORMAT_CONLL, NULL, documents, 2,
                  "\xF0\x9F\x98\x80\tO\nEU\tB-LATE\nx\tI-LATE\n\n-DOCSTART-\tO\n\nUN\tB-ORG\n\n",
                  &(gaz_write_report){.documents = 2, .spans = 2, .overlapping = 1});
    gaz_document_free(documents[0]);
    gaz_document_free(documents[1]);
}

static void concepts_and_senses_are_set_and_written(void **state) {
    (void)state;
    gaz_document *document = new_document("a", "EU law");
    const gaz_document_sense none = {.type = NULL};
    const gaz_document_sense certain = {.type = "LOC", .score = 2};
    const gaz_document_sense sense = {.type = "LOC", .id = "Q7", .name = "U", .score = 0.5};
    const gaz_document_sense control = {.type = "LOC", .id = "Q\n7", .score = 0.5};
    gaz_document_span span;
    gaz_document_sense found;
    assert_int_equal(gaz_document_set_concept(document, "Q458", NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_add_sense(document, &sense, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_add_span(document, 0, 2, "ORG", -1, NULL), GAZ_OK);
    assert_int_equal(gaz_document_set_concept(document, "Q458", "European Union", NULL), GAZ_OK);
    assert_int_equal(gaz_document_set_concept(document, "Q\t458", NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_add_sense(document, &sense, NULL), GAZ_OK);
    assert_int_equal(gaz_document_add_sense(document, &none, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_add_sense(document, &certain, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_add_sense(document, &control, NULL), GAZ_ERROR_ARGUMENT);
    gaz_document_get_span(&span, document, 0);
    assert_string_equal(span.id, "Q458");
    assert_int_equal(span.senses, 1);
    gaz_document_get_sense(&found, document, 0, 0);
    assert_string_equal(found.name, "U");
    check_written(GAZ_FORMAT_CONLL, &(gaz_write_options){.id_column = 1}, &document, 1,
                  "EU\tB-ORG\tQ458\nlaw\tO\t_\n\n", NULL);
    check_written(GAZ_FORMAT_SPACY, NULL, &document, 1,
                  "[\"EU law\", {\"entities\": [[0, 2, \"ORG\"]], \"spans\": {\"gaz\": [[0, 2, \"ORG\", \"Q458\"], "
                  "[0, 2, \"LOC\", \"Q7\"]]}}]\n",
                  NULL);
    gaz_document_free(document);
}

static void writers_refuse(void **state) {
    (void)state;
    gaz_memory memory = {0};
    gaz_sink sink;
    gaz_document_writer *writer;
    const gaz_write_options bytes = {.offsets = GAZ_OFFSETS_BYTE};
    const gaz_write_options ids = {.id_column = 1};
    const gaz_write_options harm = {.id_url = "javascript:{id}"};
    gaz_sink_memory(&sink, &memory);
    assert_int_equal(gaz_document_writer_new(&writer, GAZ_FORMAT_JSONL, &ids, &sink, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_writer_new(&writer, GAZ_FORMAT_HTML, &harm, &sink, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_writer_new(&writer, GAZ_FORMAT_TSV, NULL, &sink, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_writer_new(&writer, GAZ_FORMAT_AUTO, NULL, &sink, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_writer_new(&writer, GAZ_FORMAT_BRAT, NULL, &sink, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_document_writer_new(&writer, GAZ_FORMAT_SPACY, &bytes, &sink, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(memory.size, 0);
    /* A name is not a path. */
    gaz_document *document = new_document("../a", "x");
    const gaz_write_options into = {.folder = folder};
    assert_int_equal(gaz_document_writer_new(&writer, GAZ_FORMAT_JSONL, &into, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_document_write(writer, document, NULL), GAZ_ERROR_ARGUMENT);
    gaz_document_writer_free(writer);
    gaz_document_free(document);
}

static void documents_are_read(void **state) {
    (void)state;
    write_file("a.jsonl", "{\"text\": \"EU x\", \"label\": [[0, 2, \"ORG\"], [0, 4, \"LONG\"]]}\n{\"text\": \"y\"}\n"
                          "{\"text\": \"UN\", \"label\": []}\n");
    gaz_document_reader *reader;
    const gaz_document *document;
    gaz_document_info info;
    gaz_corpus_report report;
    assert_int_equal(gaz_document_reader_new(&reader, path_of("a.jsonl"), NULL, NULL), GAZ_OK);
    static const char *const texts[] = {"EU x", "UN"};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(gaz_document_read(&document, reader, NULL), GAZ_OK);
        gaz_document_get_info(&info, document);
        assert_string_equal(info.name, "a");
        assert_int_equal(info.size, strlen(texts[i]));
        assert_memory_equal(info.text, texts[i], info.size);
        assert_int_equal(info.spans, i == 0 ? 2 : 0);
        assert_int_equal(info.number, i == 0 ? 1 : 3);
    }
    for (int again = 0; again < 2; again++) {
        assert_int_equal(gaz_document_read(&document, reader, NULL), GAZ_OK);
        assert_null(document);
    }
    gaz_document_reader_get_report(&report, reader);
    assert_int_equal(report.format, GAZ_FORMAT_DOCCANO);
    assert_int_equal(report.documents, 2);
    assert_int_equal(report.entities, 2);
    assert_int_equal(report.unannotated, 1);
    gaz_document_reader_free(reader);
    gaz_document_reader_free(NULL);
    assert_int_equal(gaz_document_reader_new(&reader, path_of("none"), NULL, NULL), GAZ_ERROR_IO);
    assert_null(reader);
}

/* The document of a tagger has the spans that it gives one by one. */
static void a_tagger_makes_documents(void **state) {
    (void)state;
    static const char text[] = "the kernel\nuser space, kernel";
    static const gaz_token kernel[] = {{"kernel", 6}};
    static const gaz_token user_space[] = {{"user", 4}, {"space", 5}};
    gaz_lexicon *lexicon;
    gaz_model *model;
    gaz_tagger *tagger;
    const gaz_document *document;
    gaz_document_info info;
    gaz_document_span found;
    gaz_span span;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_add(lexicon, kernel, 1, "B", NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_add(lexicon, user_space, 2, "A", NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_build(lexicon, path_of("m.gaz"), NULL, NULL, NULL), GAZ_OK);
    gaz_lexicon_free(lexicon);
    assert_int_equal(gaz_model_open(&model, path_of("m.gaz"), 0, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_new(&tagger, model, NULL, NULL), GAZ_OK);
    for (int again = 0; again < 2; again++) {
        uint64_t count = 0;
        assert_int_equal(gaz_tagger_document(&document, tagger, text, sizeof text - 1, NULL), GAZ_OK);
        gaz_document_get_info(&info, document);
        assert_int_equal(info.spans, 3);
        assert_int_equal(info.sentences, 2);
        assert_false(gaz_tagger_next(&span, tagger));
        gaz_tagger *other;
        assert_int_equal(gaz_tagger_new(&other, model, NULL, NULL), GAZ_OK);
        assert_int_equal(gaz_tagger_text(other, text, sizeof text - 1, NULL), GAZ_OK);
        for (; gaz_tagger_next(&span, other); count++) {
            gaz_document_get_span(&found, document, count);
            assert_int_equal(found.begin, span.begin);
            assert_int_equal(found.end, span.end);
            assert_int_equal(found.entry, span.entry);
            assert_string_equal(found.type, gaz_model_type(model, span.type));
            assert_true(found.score == span.score);
        }
        assert_int_equal(count, 3);
        gaz_tagger_free(other);
    }
    gaz_tagger_free(tagger);
    gaz_model_close(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_made_and_looked_at),
        cmocka_unit_test(ids_are_set_and_written),
        cmocka_unit_test(spans_that_are_none_are_refused),
        cmocka_unit_test(documents_are_written),
        cmocka_unit_test(concepts_and_senses_are_set_and_written),
        cmocka_unit_test(writers_refuse),
        cmocka_unit_test(documents_are_read),
        cmocka_unit_test(a_tagger_makes_documents),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
