/* Model.explain: why spans of a text were tagged, or were not. */
#include "fields.h"
#include "lexicon.h"
#include "model.h"
#include "sink.h"
#include "text.h"

struct query {
    PyObject *text;
    PyObject *start; /* None: no span is asked for */
    PyObject *end;
    PyObject *surface; /* None: no surface is asked for */
    PyObject *lexicon; /* or None */
    PyObject *types;   /* or None */
};

static const struct field option_fields[] = {
    {"paragraphs", FIELD_FLAG, offsetof(gaz_explain_options, input.paragraphs)},
    {"min_score", FIELD_NUMBER, offsetof(gaz_explain_options, match.min_score)},
    {"offsets", FIELD_CHOICE, offsetof(gaz_explain_options, offsets), gaz_offsets_find, gaz_offsets_name},
    {NULL}};

static int append_explanation(PyObject *list, gaz_explainer *explainer) {
    gaz_error error;
    gaz_sink sink;
    gaz_memory memory = {0};
    gaz_sink_memory(&sink, &memory);
    gaz_status status = gaz_explainer_write(explainer, &sink, GAZ_EXPLAIN_JSON, &error);
    PyObject *json = memory_string(&memory, status, &error);
    int result = json ? PyList_Append(list, json) : -1;
    Py_XDECREF(json);
    return result;
}

static int explain_span(PyObject *list, gaz_explainer *explainer, const struct query *query) {
    gaz_error error;
    const gaz_explanation *explanation;
    unsigned long long start = PyLong_AsUnsignedLongLong(query->start);
    unsigned long long end = PyErr_Occurred() ? 0 : PyLong_AsUnsignedLongLong(query->end);
    if (PyErr_Occurred()) return -1;
    if (gaz_explainer_span(&explanation, explainer, start, end, &error) == GAZ_OK)
        return append_explanation(list, explainer);
    error_raise(&error);
    return -1;
}

static int ask_surface(gaz_explainer *explainer, PyObject *surface) {
    gaz_error error;
    struct text text;
    if (surface == Py_None) return 0;
    if (text_open(&text, surface, GAZ_OFFSETS_DEFAULT, false) < 0) return -1;
    gaz_status status = gaz_explainer_why(explainer, text.bytes, text.size, &error);
    text_close(&text);
    if (status == GAZ_OK) return 0;
    error_raise(&error);
    return -1;
}

static int explain_all(PyObject *list, gaz_explainer *explainer, const struct query *query) {
    gaz_error error;
    const gaz_explanation *explanation;
    if (ask_surface(explainer, query->surface) < 0) return -1;
    for (;;) {
        if (gaz_explainer_next(&explanation, explainer, &error) != GAZ_OK) {
            error_raise(&error);
            return -1;
        }
        if (!explanation) return 0;
        if (append_explanation(list, explainer) < 0) return -1;
    }
}

static PyObject *explain_text(gaz_explainer *explainer, const struct text *text, const struct query *query) {
    gaz_error error;
    if (gaz_explainer_text(explainer, text->bytes, text->size, &error) != GAZ_OK) return error_raise(&error);
    PyObject *list = PyList_New(0);
    if (list &&
        (query->start == Py_None ? explain_all(list, explainer, query) : explain_span(list, explainer, query)) < 0)
        Py_CLEAR(list);
    return list;
}

static PyObject *explain(struct model *self, const struct lexicon *lexicon, const gaz_explain_options *options,
                         const struct query *query) {
    gaz_error error;
    struct text text;
    gaz_explainer *explainer;
    if (text_open(&text, query->text, GAZ_OFFSETS_DEFAULT, false) < 0) return NULL;
    PyObject *list = NULL;
    if (gaz_explainer_new(&explainer, self->model, lexicon ? lexicon->lexicon : NULL, options, &error) == GAZ_OK) {
        list = explain_text(explainer, &text, query);
        gaz_explainer_free(explainer);
    } else {
        error_raise(&error);
    }
    text_close(&text);
    return list;
}

/* (text, start, end, surface, lexicon, types, options) -> list of JSON */
PyObject *model_explain(PyObject *object, PyObject *arguments) {
    struct model *self = (struct model *)object;
    struct query query;
    struct strings types;
    struct lexicon *lexicon = NULL;
    PyObject *wanted;
    gaz_explain_options options;
    gaz_explain_options_init(&options);
    if (!PyArg_ParseTuple(arguments, "OOOOOOO!", &query.text, &query.start, &query.end, &query.surface, &query.lexicon,
                          &query.types, &PyDict_Type, &wanted) ||
        fields_read(&options, option_fields, wanted) < 0)
        return NULL;
    if (query.lexicon != Py_None && !(lexicon = lexicon_of(query.lexicon))) return NULL;
    if (strings_open(&types, query.types, "types") < 0) return NULL;
    if (options.offsets == GAZ_OFFSETS_DEFAULT)
        options.offsets = PyUnicode_Check(query.text) ? GAZ_OFFSETS_CODEPOINT : GAZ_OFFSETS_BYTE;
    options.match.types = types.names;
    options.match.type_count = types.count;
    PyObject *list = NULL;
    if (model_enter(self) == 0) {
        if (!lexicon || lexicon_enter(lexicon) == 0) {
            list = explain(self, lexicon, &options, &query);
            if (lexicon) lexicon_leave(lexicon);
        }
        model_leave(self);
    }
    strings_close(&types);
    return list;
}
