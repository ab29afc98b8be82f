#include "reports.h"

#include <string.h>

#include "fields.h"

static const struct field corpus_fields[] = {
    {"format", FIELD_CHOICE, offsetof(gaz_corpus_report, format), field_format_find, field_format_name},
    {"scheme", FIELD_CHOICE, offsetof(gaz_corpus_report, detected.scheme), gaz_scheme_find, gaz_scheme_name},
    {"files", FIELD_COUNT, offsetof(gaz_corpus_report, files)},
    {"documents", FIELD_COUNT, offsetof(gaz_corpus_report, documents)},
    {"sentences", FIELD_COUNT, offsetof(gaz_corpus_report, sentences)},
    {"tokens", FIELD_COUNT, offsetof(gaz_corpus_report, tokens)},
    {"entities", FIELD_COUNT, offsetof(gaz_corpus_report, entities)},
    {"comments", FIELD_COUNT, offsetof(gaz_corpus_report, comments)},
    {"header_rows", FIELD_COUNT, offsetof(gaz_corpus_report, headers)},
    {"multiword_rows", FIELD_COUNT, offsetof(gaz_corpus_report, ranges)},
    {"empty_tokens", FIELD_COUNT, offsetof(gaz_corpus_report, empty_tokens)},
    {"ragged_rows", FIELD_COUNT, offsetof(gaz_corpus_report, ragged_rows)},
    {"crlf_lines", FIELD_COUNT, offsetof(gaz_corpus_report, crlf_lines)},
    {"byte_order_mark", FIELD_COUNT, offsetof(gaz_corpus_report, byte_order_mark)},
    {"stray_inside", FIELD_COUNT, offsetof(gaz_corpus_report, stray_inside)},
    {"unclosed", FIELD_COUNT, offsetof(gaz_corpus_report, unclosed)},
    {"skipped_rows", FIELD_COUNT, offsetof(gaz_corpus_report, skipped_rows)},
    {"skipped_spans", FIELD_COUNT, offsetof(gaz_corpus_report, skipped_spans)},
    {"widened", FIELD_COUNT, offsetof(gaz_corpus_report, widened)},
    {"overlapping", FIELD_COUNT, offsetof(gaz_corpus_report, overlapping)},
    {"discontinuous", FIELD_COUNT, offsetof(gaz_corpus_report, discontinuous)},
    {"blank", FIELD_COUNT, offsetof(gaz_corpus_report, blank)},
    {"unnamed", FIELD_COUNT, offsetof(gaz_corpus_report, unnamed)},
    {"unannotated", FIELD_COUNT, offsetof(gaz_corpus_report, unannotated)},
    {"unreviewed", FIELD_COUNT, offsetof(gaz_corpus_report, unreviewed)},
    {"not_utf8", FIELD_COUNT, offsetof(gaz_corpus_report, not_utf8)},
    {"repeated", FIELD_COUNT, offsetof(gaz_corpus_report, repeated)},
    {"other_layers", FIELD_COUNT, offsetof(gaz_corpus_report, other_layers)},
    {"relations", FIELD_COUNT, offsetof(gaz_corpus_report, relations)},
    {"mixed_forms", FIELD_COUNT, offsetof(gaz_corpus_report, mixed_forms)},
    {NULL}};

PyObject *corpus_report_dict(const gaz_corpus_report *report) {
    PyObject *dict = fields_dict(report, corpus_fields);
    PyObject *fields =
        dict ? PyUnicode_DecodeUTF8(report->fields, (Py_ssize_t)strlen(report->fields), "replace") : NULL;
    if (dict && (!fields || PyDict_SetItemString(dict, "fields", fields) < 0)) Py_CLEAR(dict);
    Py_XDECREF(fields);
    return dict;
}
