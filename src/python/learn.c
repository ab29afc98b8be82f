/* What a lexicon learns from corpora, and finds in raw text. */
#include "fields.h"
#include "lexicon.h"
#include "paths.h"
#include "reports.h"
#include "sink.h"
#include "text.h"

/* ---- Harvest ---- */

static const struct field harvest_fields[] = {
    {"", FIELD_PART, offsetof(gaz_harvest_options, corpus), .part = corpus_option_fields},
    {"precision", FIELD_NUMBER, offsetof(gaz_harvest_options, precision)},
    {"no_context", FIELD_FLAG, offsetof(gaz_harvest_options, no_context)},
    {"variants", FIELD_UNSIGNED, offsetof(gaz_harvest_options, variants)},
    {"min_purity", FIELD_NUMBER, offsetof(gaz_harvest_options, min_purity)},
    {"min_count", FIELD_COUNT, offsetof(gaz_harvest_options, min_count)},
    {"min_tokens", FIELD_COUNT, offsetof(gaz_harvest_options, min_tokens)},
    {"growth", FIELD_FLAG, offsetof(gaz_harvest_options, growth)},
    {"threads", FIELD_UNSIGNED, offsetof(gaz_harvest_options, threads)},
    {NULL}};

/* (paths, cross_tags, options) -> dict */
PyObject *lexicon_harvest(PyObject *object, PyObject *arguments) {
    struct lexicon *self = (struct lexicon *)object;
    PyObject *tuple;
    PyObject *cross_tags;
    PyObject *wanted;
    struct paths paths;
    gaz_error error;
    gaz_sink sink = {0};
    gaz_corpus_report report = {0};
    gaz_harvest_options options;
    gaz_harvest_options_init(&options);
    if (!PyArg_ParseTuple(arguments, "O!OO!", &PyTuple_Type, &tuple, &cross_tags, &PyDict_Type, &wanted) ||
        fields_read(&options, harvest_fields, wanted) < 0 || paths_open(&paths, tuple) < 0)
        return NULL;
    PyObject *result = NULL;
    PyObject *path = cross_tags == Py_None ? NULL : path_bytes(cross_tags);
    if (!PyErr_Occurred() && lexicon_enter(self) == 0) {
        PyThreadState *saved = PyEval_SaveThread();
        gaz_status status = path ? gaz_sink_path(&sink, PyBytes_AsString(path), &error) : GAZ_OK;
        if (path) options.cross_tags = &sink;
        if (status == GAZ_OK)
            status = gaz_lexicon_harvest(self->lexicon, paths.names, paths.count, &options, &report, &error);
        status = gaz_sink_finish(&sink, status, &error);
        PyEval_RestoreThread(saved);
        lexicon_leave(self);
        result = status == GAZ_OK ? corpus_report_dict(&report) : error_raise(&error);
    }
    Py_XDECREF(path);
    paths_close(&paths);
    return result;
}

/* ---- Names that the lists lack ---- */

struct grow {
    gaz_suggest_options options;
    struct strings types;
    PyObject *texts; /* tuple */
    struct paths paths;
    unsigned long long count;
    PyObject *folder; /* bytes; NULL: nothing is accepted */
    double probability;
};

static const struct field grow_fields[] = {
    {"format", FIELD_CHOICE, offsetof(gaz_suggest_options, input.format), field_format_find, field_format_name},
    {"paragraphs", FIELD_FLAG, offsetof(gaz_suggest_options, input.paragraphs)},
    {"encoding", FIELD_TEXT, offsetof(gaz_suggest_options, input.encoding)},
    {"threads", FIELD_UNSIGNED, offsetof(gaz_suggest_options, threads)},
    {NULL}};

static int add_texts(gaz_suggest *suggest, const struct grow *grow) {
    gaz_error error;
    for (Py_ssize_t i = 0; i < PyTuple_Size(grow->texts); i++) {
        struct text text;
        if (text_open(&text, PyTuple_GetItem(grow->texts, i), GAZ_OFFSETS_DEFAULT, true) < 0) return -1;
        PyThreadState *saved = PyEval_SaveThread();
        gaz_status status = gaz_suggest_add_text(suggest, text.bytes, text.size, &error);
        PyEval_RestoreThread(saved);
        text_close(&text);
        if (status == GAZ_OK) continue;
        error_raise(&error);
        return -1;
    }
    for (size_t i = 0; i < grow->paths.count; i++) {
        PyThreadState *saved = PyEval_SaveThread();
        gaz_status status = gaz_suggest_add_file(suggest, grow->paths.names[i], &error);
        PyEval_RestoreThread(saved);
        if (status == GAZ_OK) continue;
        error_raise(&error);
        return -1;
    }
    return 0;
}

static PyObject *give_suggestions(gaz_suggest *suggest, const struct grow *grow) {
    gaz_error error;
    gaz_sink sink;
    gaz_memory memory = {0};
    uint64_t accepted = 0;
    if (grow->folder && gaz_suggest_accept(&accepted, suggest, PyBytes_AsString(grow->folder), grow->probability,
                                           grow->count, &error) != GAZ_OK)
        return error_raise(&error);
    gaz_sink_memory(&sink, &memory);
    gaz_status status = gaz_suggest_write(suggest, &sink, grow->count, &error);
    PyObject *table = memory_string(&memory, status, &error);
    return table ? Py_BuildValue("NK", table, (unsigned long long)accepted) : NULL;
}

static PyObject *grow_lexicon(struct lexicon *self, struct grow *grow) {
    gaz_error error;
    gaz_suggest *suggest;
    grow->options.types = grow->types.names;
    grow->options.type_count = grow->types.count;
    if (gaz_suggest_new(&suggest, self->lexicon, &grow->options, &error) != GAZ_OK) return error_raise(&error);
    PyObject *result = add_texts(suggest, grow) == 0 ? give_suggestions(suggest, grow) : NULL;
    gaz_suggest_free(suggest);
    return result;
}

/* (texts, paths, types, options, count, folder or None, probability) -> (table, accepted) */
PyObject *lexicon_grow(PyObject *object, PyObject *arguments) {
    struct lexicon *self = (struct lexicon *)object;
    struct grow grow = {0};
    PyObject *paths;
    PyObject *types;
    PyObject *options;
    PyObject *folder;
    gaz_suggest_options_init(&grow.options);
    if (!PyArg_ParseTuple(arguments, "O!O!OO!KOd", &PyTuple_Type, &grow.texts, &PyTuple_Type, &paths, &types,
                          &PyDict_Type, &options, &grow.count, &folder, &grow.probability) ||
        fields_read(&grow.options, grow_fields, options) < 0)
        return NULL;
    if (folder != Py_None && !(grow.folder = path_bytes(folder))) return NULL;
    PyObject *result = NULL;
    if (strings_open(&grow.types, types, "types") == 0 && paths_open(&grow.paths, paths) == 0 &&
        lexicon_enter(self) == 0) {
        result = grow_lexicon(self, &grow);
        lexicon_leave(self);
    }
    paths_close(&grow.paths);
    strings_close(&grow.types);
    Py_XDECREF(grow.folder);
    return result;
}
