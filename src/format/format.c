#include "format/format.h"

#include <string.h>

static const struct format formats[] = {
    {GAZ_FORMAT_TOKENIZED, "tokenized", .tagged = true},
    {GAZ_FORMAT_TEXT, "text", .tagged = true},
    {GAZ_FORMAT_CONLL, "conll", .tagged = true, .sentences = true, .reader = &conll_reader, .writer = &conll_writer},
    {GAZ_FORMAT_JSONL, "jsonl", .tagged = true, .sentences = true, .reader = &json_reader, .writer = &jsonl_writer},
    {GAZ_FORMAT_BRAT, "brat", .reader = &brat_reader, .writer = &brat_writer},
    {GAZ_FORMAT_DOCCANO, "doccano", .reader = &json_reader, .writer = &doccano_writer},
    {GAZ_FORMAT_LABEL_STUDIO, "label-studio", .reader = &json_reader, .writer = &label_studio_writer},
    {GAZ_FORMAT_PRODIGY, "prodigy", .reader = &json_reader, .writer = &prodigy_writer},
    {GAZ_FORMAT_SPACY, "spacy", .reader = &json_reader, .writer = &spacy_writer},
    {GAZ_FORMAT_WEBANNO, "webanno", .reader = &webanno_reader, .writer = &webanno_writer},
    {GAZ_FORMAT_HTML, "html", .writer = &html_writer},
    {GAZ_FORMAT_TSV, "tsv", .sentences = true},
    {GAZ_FORMAT_ANSI, "ansi", .sentences = true},
    {GAZ_FORMAT_COUNT, "count", .sentences = true},
};

enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

const struct format *format_at(size_t index) {
    return index < FORMAT_COUNT ? &formats[index] : NULL;
}

const struct format *format_of(gaz_format number) {
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (formats[i].number == number) return &formats[i];
    return NULL;
}

const struct format_writer *format_writer_of(gaz_format number) {
    const struct format *format = format_of(number);
    return format ? format->writer : NULL;
}

const char *gaz_format_name(gaz_format format) {
    const struct format *row = format_of(format);
    return row ? row->name : NULL;
}

gaz_format gaz_format_find(const char *name) {
    for (size_t i = 0; name && i < FORMAT_COUNT; i++)
        if (strcmp(formats[i].name, name) == 0) return formats[i].number;
    return GAZ_FORMAT_AUTO;
}

unsigned gaz_format_uses(gaz_format format) {
    const struct format *row = format_of(format);
    if (!row) return 0;
    return (row->reader ? GAZ_FORMAT_READS_SPANS : 0u) | (row->tagged ? GAZ_FORMAT_READS_TEXT : 0u) |
           (row->writer ? GAZ_FORMAT_WRITES_DOCUMENTS : 0u) | (row->sentences ? GAZ_FORMAT_WRITES_SENTENCES : 0u);
}

gaz_format gaz_format_next(gaz_format format) {
    size_t next = 0;
    if (format != GAZ_FORMAT_AUTO)
        while (next < FORMAT_COUNT && formats[next++].number != format) continue;
    return next < FORMAT_COUNT ? formats[next].number : GAZ_FORMAT_AUTO;
}
