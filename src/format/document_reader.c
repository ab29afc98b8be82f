/* gaz_document_reader: the documents of a path, for users. */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "format/read.h"

struct gaz_document_reader {
    gaz_corpus_options options;
    gaz_corpus_report report;
    struct corpus_source source;
    struct document_reader reader;
    bool ended;
};

gaz_status gaz_document_reader_new(gaz_document_reader **reader, const char *path, const gaz_corpus_options *options,
                                   gaz_error *error) {
    if (!reader || !path)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_document_reader_new without a path");
    *reader = NULL;
    gaz_document_reader *new_reader = calloc(1, sizeof *new_reader);
    if (!new_reader) return error_memory(error);
    gaz_corpus_options_init(&new_reader->options);
    if (options) new_reader->options = *options;
    new_reader->reader = (struct document_reader){
        .source = &new_reader->source, .options = &new_reader->options, .report = &new_reader->report};
    gaz_status status = corpus_open(&new_reader->source, path, &new_reader->options, error);
    if (status != GAZ_OK) {
        gaz_document_reader_free(new_reader);
        return status;
    }
    *reader = new_reader;
    return GAZ_OK;
}

void gaz_document_reader_free(gaz_document_reader *reader) {
    if (!reader) return;
    document_reader_free(&reader->reader);
    corpus_close(&reader->source);
    free(reader);
}

/* A corpus reader has counted already. */
static void count(gaz_document_reader *reader, const gaz_document *document) {
    gaz_corpus_report *report = &reader->report;
    if (reader->source.format->reader->read_corpus) return;
    report->documents += document->token_count > 0;
    report->sentences += document->sentence_count;
    report->tokens += document->token_count;
    report->entities += document->span_count;
}

gaz_status gaz_document_read(const gaz_document **document, gaz_document_reader *reader, gaz_error *error) {
    if (!document || !reader)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_document_read without a reader");
    *document = NULL;
    bool found = false;
    gaz_status status = reader->ended ? GAZ_OK : document_reader_next(&found, &reader->reader, error);
    reader->ended = status != GAZ_OK || !found;
    if (reader->ended) return status;
    count(reader, &reader->reader.document);
    *document = &reader->reader.document;
    return GAZ_OK;
}

void gaz_document_reader_get_report(gaz_corpus_report *report, const gaz_document_reader *reader) {
    *report = reader->report;
    report->not_utf8 += reader->source.not_utf8;
    const struct corpus_source *source = &reader->source;
    if (!source->text || source->format->reader->read_corpus) return;
    report->files = 1;
    report->byte_order_mark = byte_order_mark(source->text, source->size) > 0;
}
