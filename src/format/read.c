#include "format/read.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/input.h"
#include "format/brat_read.h"
#include "format/conll_read.h"
#include "format/detect.h"
#include "format/json_read.h"
#include "format/scheme_tags.h"
#include "format/webanno_read.h"

void gaz_corpus_options_init(gaz_corpus_options *options) {
    *options = (gaz_corpus_options){.format = GAZ_CORPUS_AUTO};
    gaz_columns_init(&options->columns);
}

bool corpus_has_words(gaz_corpus_format format) {
    return format != GAZ_CORPUS_CONLL && format != GAZ_CORPUS_WEBANNO;
}

/* The JSON formats are one to those who do not look into them. */
static gaz_corpus_format kind_of(gaz_corpus_format format) {
    switch (format) {
    case GAZ_CORPUS_AUTO:
    case GAZ_CORPUS_CONLL:
    case GAZ_CORPUS_BRAT:
    case GAZ_CORPUS_WEBANNO: return format;
    default: return GAZ_CORPUS_JSONL;
    }
}

gaz_status corpus_open(struct corpus_source *source, const char *path, gaz_corpus_format forced, gaz_error *error) {
    *source = (struct corpus_source){.path = path, .name = error_file_name(path), .format = kind_of(forced)};
    bool is_brat = source->format == GAZ_CORPUS_BRAT;
    gaz_status status = forced == GAZ_CORPUS_AUTO ? brat_find(&is_brat, path, error) : GAZ_OK;
    if (is_brat) source->format = GAZ_CORPUS_BRAT;
    if (status != GAZ_OK || is_brat) return status;
    if (forced == GAZ_CORPUS_AUTO && file_is_folder(path))
        return error_set(error, GAZ_ERROR_IO, path, 0,
                         "is a folder without .ann files; name the corpus's files, or brat's folders one by one");
    status = input_read_file(&source->text, &source->size, path, error);
    if (status == GAZ_OK && forced == GAZ_CORPUS_AUTO)
        status = detect_format(&source->format, source->text, source->size, error);
    return status;
}

void corpus_close(struct corpus_source *source) {
    free(source->text);
    source->text = NULL;
}

/* Reads annotated texts, which have no tags: those that IOB2 has for them are made. */
static gaz_status read_documents(struct corpus *corpus, gaz_corpus_report *report, const struct corpus_source *source,
                                 const gaz_corpus_options *options, gaz_progress progress, void *context,
                                 gaz_error *error) {
    uint64_t tokens = corpus->token_count;
    uint64_t sentences = corpus->sentence_count;
    uint64_t documents = corpus->document_count;
    uint64_t spans = corpus->span_count;
    const char *text = source->text;
    size_t size = source->size;
    gaz_status status;
    if (source->format == GAZ_CORPUS_BRAT)
        status = brat_read(corpus, report, source->path, progress, context, error);
    else if (source->format == GAZ_CORPUS_WEBANNO)
        status = webanno_read(corpus, report, source->name, text, size, options->field, error);
    else
        status = records_read(corpus, report, source->name, text, size, options, progress, context, error);
    if (status == GAZ_OK && corpus->keep_tags) status = spelling_keep(corpus, tokens, spans, error);
    if (status != GAZ_OK) return status;
    if (progress) progress(context, "reading", size, size);
    report->detected = (gaz_columns){.scheme = GAZ_SCHEME_IOB2};
    report->files += source->format != GAZ_CORPUS_BRAT;
    report->byte_order_mark += size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    report->documents += corpus->document_count - documents;
    report->sentences += corpus->sentence_count - sentences;
    report->tokens += corpus->token_count - tokens;
    report->entities += corpus->span_count - spans;
    return GAZ_OK;
}

gaz_status corpus_read_source(struct corpus *corpus, gaz_corpus_report *report, const struct corpus_source *source,
                              const gaz_corpus_options *options, gaz_progress progress, void *context,
                              gaz_error *error) {
    if (source->format != GAZ_CORPUS_CONLL)
        return read_documents(corpus, report, source, options, progress, context, error);
    report->format = GAZ_CORPUS_CONLL;
    return columns_read_text(corpus, report, source->name, source->text, source->size, &options->columns, progress,
                             context, error);
}

gaz_status corpus_read(struct corpus *corpus, gaz_corpus_report *report, const char *path,
                       const gaz_corpus_options *options, gaz_progress progress, void *context, gaz_error *error) {
    struct corpus_source source;
    gaz_status status = corpus_open(&source, path, options->format, error);
    if (status == GAZ_OK) status = corpus_read_source(corpus, report, &source, options, progress, context, error);
    corpus_close(&source);
    return status;
}
