#include "format/format.h"

#include <string.h>

static const struct format formats[] = {
    {"tokenized", GAZ_FORMAT_TOKENIZED, .tagged = true},
    {"text", GAZ_FORMAT_TEXT, .tagged = true},
    {"conll", GAZ_FORMAT_CONLL, .tagged = true, .sentences = true, .reader = &conll_reader, .writer = &conll_writer},
    {"jsonl", GAZ_FORMAT_JSONL, .tagged = true, .sentences = true, .reader = &json_reader, .writer = &jsonl_writer},
    {"brat", GAZ_FORMAT_BRAT, .reader = &brat_reader, .writer = &brat_writer},
    {"doccano", GAZ_FORMAT_DOCCANO, .reader = &json_reader, .writer = &doccano_writer},
    {"label-studio", GAZ_FORMAT_LABEL_STUDIO, .reader = &json_reader, .writer = &label_studio_writer},
    {"prodigy", GAZ_FORMAT_PRODIGY, .reader = &json_reader, .writer = &prodigy_writer},
    {"spacy", GAZ_FORMAT_SPACY, .reader = &json_reader, .writer = &spacy_writer},
    {"webanno", GAZ_FORMAT_WEBANNO, .reader = &webanno_reader, .writer = &webanno_writer},
    {"pubtator", GAZ_FORMAT_PUBTATOR, .reader = &pubtator_reader, .writer = &pubtator_writer},
    {"argilla", GAZ_FORMAT_ARGILLA, .reader = &json_reader, .writer = &argilla_writer},
    {"pubannotation", GAZ_FORMAT_PUBANNOTATION, .reader = &json_reader, .writer = &pubannotation_writer},
    {"bioc", GAZ_FORMAT_BIOC, .reader = &json_reader, .writer = &bioc_writer},
    {"json-tokens", GAZ_FORMAT_JSON_TOKENS, .reader = &json_tokens_reader, .writer = &json_tokens_writer},
    {"enamex", GAZ_FORMAT_ENAMEX, .reader = &enamex_reader, .writer = &enamex_writer},
    {"inline-xml", GAZ_FORMAT_INLINE_XML, .reader = &inline_xml_reader, .writer = &inline_xml_writer},
    {"opennlp", GAZ_FORMAT_OPENNLP, .reader = &opennlp_reader, .writer = &opennlp_writer},
    {"brackets", GAZ_FORMAT_BRACKETS, .reader = &brackets_reader, .writer = &brackets_writer},
    {"html", GAZ_FORMAT_HTML, .markup = true, .writer = &html_writer},
    {"html-inline", GAZ_FORMAT_HTML_INLINE, .reader = &html_inline_reader, .writer = &html_inline_writer},
    {"xml", GAZ_FORMAT_XML, .markup = true},
    {"tsv", GAZ_FORMAT_TSV, .sentences = true},
    {"ansi", GAZ_FORMAT_ANSI, .sentences = true},
    {"count", GAZ_FORMAT_COUNT, .sentences = true},
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
           (row->markup ? GAZ_FORMAT_READS_MARKUP : 0u) | (row->writer ? GAZ_FORMAT_WRITES_DOCUMENTS : 0u) |
           (row->sentences ? GAZ_FORMAT_WRITES_SENTENCES : 0u);
}

gaz_format gaz_format_next(gaz_format format) {
    size_t next = 0;
    if (format != GAZ_FORMAT_AUTO)
        while (next < FORMAT_COUNT && formats[next++].number != format) continue;
    return next < FORMAT_COUNT ? formats[next].number : GAZ_FORMAT_AUTO;
}
