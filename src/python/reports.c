#include "reports.h"

#include "fields.h"

static const struct field corpus_fields[] = {
    {"format", FIELD_CHOICE, offsetof(gaz_corpus_report, format), field_format_find, field_format_name},
    {"scheme", FIELD_CHOICE, offsetof(gaz_corpus_report, detected.scheme), gaz_scheme_find, gaz_scheme_name},
    {"files", FIELD_COUNT, offsetof(gaz_corpus_report, files), NULL, NULL},
    {"documents", FIELD_COUNT, offsetof(gaz_corpus_report, documents), NULL, NULL},
    {"sentences", FIELD_COUNT, offsetof(gaz_corpus_report, sentences), NULL, NULL},
    {"tokens", FIELD_COUNT, offsetof(gaz_corpus_report, tokens), NULL, NULL},
    {"entities", FIELD_COUNT, offsetof(gaz_corpus_report, entities), NULL, NULL},
    {"comments", FIELD_COUNT, offsetof(gaz_corpus_report, comments), NULL, NULL},
    {"crlf_lines", FIELD_COUNT, offsetof(gaz_corpus_report, crlf_lines), NULL, NULL},
    {"byte_order_mark", FIELD_COUNT, offsetof(gaz_corpus_report, byte_order_mark), NULL, NULL},
    {"stray_inside", FIELD_COUNT, offsetof(gaz_corpus_report, stray_inside), NULL, NULL},
    {"unclosed", FIELD_COUNT, offsetof(gaz_corpus_report, unclosed), NULL, NULL},
    {"skipped_rows", FIELD_COUNT, offsetof(gaz_corpus_report, skipped_rows), NULL, NULL},
    {"widened", FIELD_COUNT, offsetof(gaz_corpus_report, widened), NULL, NULL},
    {"overlapping", FIELD_COUNT, offsetof(gaz_corpus_report, overlapping), NULL, NULL},
    {"discontinuous", FIELD_COUNT, offsetof(gaz_corpus_report, discontinuous), NULL, NULL},
    {"blank", FIELD_COUNT, offsetof(gaz_corpus_report, blank), NULL, NULL},
    {"unannotated", FIELD_COUNT, offsetof(gaz_corpus_report, unannotated), NULL, NULL},
    {"other_layers", FIELD_COUNT, offsetof(gaz_corpus_report, other_layers), NULL, NULL},
    {NULL, 0, 0, NULL, NULL}};

PyObject *corpus_report_dict(const gaz_corpus_report *report) {
    return fields_dict(report, corpus_fields);
}
