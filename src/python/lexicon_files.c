/* Lexicons in and out of files: lists, verdicts, models, reports. */
#include "fields.h"
#include "lexicon.h"
#include "paths.h"

/* Calls `work` with a path, without the GIL. */
static int with_path(struct lexicon *self, PyObject *path,
                     gaz_status (*work)(struct lexicon *self, const char *path, void *user, gaz_error *error),
                     void *user) {
    gaz_error error;
    PyObject *bytes = path_bytes(path);
    if (!bytes || lexicon_enter(self) < 0) {
        Py_XDECREF(bytes);
        return -1;
    }
    const char *name = PyBytes_AsString(bytes);
    PyThreadState *saved = PyEval_SaveThread();
    gaz_status status = work(self, name, user, &error);
    PyEval_RestoreThread(saved);
    lexicon_leave(self);
    Py_DECREF(bytes);
    if (status == GAZ_OK) return 0;
    if (!PyErr_Occurred()) error_raise(&error);
    return -1;
}

/* ---- Lists ---- */

struct import {
    gaz_import_options options;
    gaz_list_rule rule;
    gaz_import_report report;
    const char *split; /* NULL, or one character */
    const char *xref;  /* NULL, or a vocabulary */
    PyObject *reasons; /* list: why lines were skipped, and what was noted */
};

static const struct field import_fields[] = {
    {"format", FIELD_CHOICE, offsetof(struct import, options.format), gaz_list_format_find, gaz_list_format_name},
    {"label", FIELD_TEXT, offsetof(struct import, options.type)},
    {"growth", FIELD_FLAG, offsetof(struct import, options.growth)},
    {"gazetteer", FIELD_FLAG, offsetof(struct import, options.gazetteer)},
    {"encoding", FIELD_TEXT, offsetof(struct import, options.encoding)},
    {"lenient", FIELD_FLAG, offsetof(struct import, options.lenient)},
    {"priority", FIELD_INT, offsetof(struct import, rule.priority)},
    {"case", FIELD_CHOICE, offsetof(struct import, rule.match_case), gaz_case_find, gaz_case_name},
    {"edges", FIELD_CHOICE, offsetof(struct import, rule.edges), gaz_edges_find, gaz_edges_name},
    {"columns", FIELD_TEXT, offsetof(struct import, options.columns)},
    {"language", FIELD_TEXT, offsetof(struct import, options.language)},
    {"sources", FIELD_TEXT, offsetof(struct import, options.sources)},
    {"semantic_types", FIELD_TEXT, offsetof(struct import, options.semantic_types)},
    {"scopes", FIELD_UNSIGNED, offsetof(struct import, options.scopes)},
    {"split", FIELD_TEXT, offsetof(struct import, split)},
    {"xref", FIELD_TEXT, offsetof(struct import, xref)},
    {NULL}};

static const struct field import_report_fields[] = {
    {"entries", FIELD_COUNT, offsetof(gaz_import_report, entries)},
    {"duplicates", FIELD_COUNT, offsetof(gaz_import_report, duplicates)},
    {"skipped", FIELD_COUNT, offsetof(gaz_import_report, skipped)},
    {"comments", FIELD_COUNT, offsetof(gaz_import_report, comments)},
    {"obsolete", FIELD_COUNT, offsetof(gaz_import_report, obsolete)},
    {"other_scopes", FIELD_COUNT, offsetof(gaz_import_report, other_scopes)},
    {"not_wanted", FIELD_COUNT, offsetof(gaz_import_report, not_wanted)},
    {"without_xref", FIELD_COUNT, offsetof(gaz_import_report, without_xref)},
    {NULL}};

/* Called without the GIL, in the thread that gave it away. What fails here is raised when the import returns. */
static void add_reason(void *user, const gaz_error *reason) {
    PyGILState_STATE state = PyGILState_Ensure();
    if (!PyErr_Occurred()) {
        PyObject *object = error_object(reason);
        if (object) (void)PyList_Append(((struct import *)user)->reasons, object);
        Py_XDECREF(object);
    }
    PyGILState_Release(state);
}

static gaz_status import_path(struct lexicon *self, const char *path, void *user, gaz_error *error) {
    struct import *import = user;
    import->rule.list = path;
    return gaz_lexicon_import(self->lexicon, path, &import->options, &import->report, error);
}

/* (path, options) -> dict */
PyObject *lexicon_import(PyObject *self, PyObject *arguments) {
    struct import import = {0};
    PyObject *path;
    PyObject *options;
    gaz_import_options_init(&import.options);
    if (!PyArg_ParseTuple(arguments, "OO!", &path, &PyDict_Type, &options) ||
        fields_read(&import, import_fields, options) < 0)
        return NULL;
    if (import.split && (!import.split[0] || import.split[1])) {
        PyErr_SetString(PyExc_ValueError, "split must be one ASCII character");
        return NULL;
    }
    if (import.split) import.options.split = import.split[0];
    import.options.xrefs = &import.xref;
    import.options.xref_count = import.xref != NULL;
    import.options.rules = &import.rule;
    import.options.rule_count = import.rule.priority || import.rule.match_case || import.rule.edges ? 1 : 0;
    import.options.skipped = import.options.noted = add_reason;
    import.options.user = &import;
    import.reasons = PyList_New(0);
    if (!import.reasons) return NULL;
    int result = with_path((struct lexicon *)self, path, import_path, &import);
    PyObject *report = result < 0 || PyErr_Occurred() ? NULL : fields_dict(&import.report, import_report_fields);
    if (report && PyDict_SetItemString(report, "reasons", import.reasons) < 0) Py_CLEAR(report);
    Py_DECREF(import.reasons);
    return report;
}

static gaz_status write_lists(struct lexicon *self, const char *folder, void *user, gaz_error *error) {
    (void)user;
    return gaz_lexicon_write(self->lexicon, folder, error);
}

PyObject *lexicon_write(PyObject *self, PyObject *folder) {
    return with_path((struct lexicon *)self, folder, write_lists, NULL) < 0 ? NULL : none();
}

/* ---- Judgements of people ---- */

static gaz_status apply_blocklist(struct lexicon *self, const char *path, void *user, gaz_error *error) {
    return gaz_lexicon_apply_blocklist(user, self->lexicon, path, error);
}

PyObject *lexicon_apply_blocklist(PyObject *self, PyObject *path) {
    uint64_t count = 0;
    if (with_path((struct lexicon *)self, path, apply_blocklist, &count) < 0) return NULL;
    return PyLong_FromUnsignedLongLong(count);
}

static gaz_status apply_verdicts(struct lexicon *self, const char *path, void *user, gaz_error *error) {
    return gaz_lexicon_apply_verdicts(user, self->lexicon, path, error);
}

PyObject *lexicon_apply_verdicts(PyObject *self, PyObject *path) {
    uint64_t count = 0;
    if (with_path((struct lexicon *)self, path, apply_verdicts, &count) < 0) return NULL;
    return PyLong_FromUnsignedLongLong(count);
}

/* ---- Models ---- */

struct build {
    gaz_build_options options;
    gaz_build_report report;
};

static const struct field build_fields[] = {
    {"tokens", FIELD_CHOICE, offsetof(gaz_build_options, tokens), gaz_tokens_find, gaz_tokens_name},
    {"case", FIELD_CHOICE, offsetof(gaz_build_options, match_case), gaz_case_find, gaz_case_name},
    {"edges", FIELD_CHOICE, offsetof(gaz_build_options, edges), gaz_edges_find, gaz_edges_name},
    {"no_normalize", FIELD_FLAG, offsetof(gaz_build_options, no_normalize)},
    {"exact_typography", FIELD_FLAG, offsetof(gaz_build_options, exact_typography)},
    {"fold_accents", FIELD_FLAG, offsetof(gaz_build_options, fold_accents)},
    {"turkic", FIELD_FLAG, offsetof(gaz_build_options, turkic)},
    {"word_signs", FIELD_TEXT, offsetof(gaz_build_options, word_signs)},
    {"no_context", FIELD_FLAG, offsetof(gaz_build_options, no_context)},
    {"verdicts_score", FIELD_CHOICE, offsetof(gaz_build_options, verdicts_score), gaz_verdicts_score_find,
     gaz_verdicts_score_name},
    {"threads", FIELD_UNSIGNED, offsetof(gaz_build_options, threads)},
    {NULL}};

static const struct field build_report_fields[] = {{"entries", FIELD_COUNT, offsetof(gaz_build_report, entries)},
                                                   {"lower", FIELD_COUNT, offsetof(gaz_build_report, lower)},
                                                   {"repeated", FIELD_COUNT, offsetof(gaz_build_report, repeated)},
                                                   {"left_out", FIELD_COUNT, offsetof(gaz_build_report, left_out)},
                                                   {"weighed", FIELD_COUNT, offsetof(gaz_build_report, weighed)},
                                                   {NULL}};

static gaz_status build_model(struct lexicon *self, const char *path, void *user, gaz_error *error) {
    struct build *build = user;
    return gaz_lexicon_build(self->lexicon, path, &build->options, &build->report, error);
}

/* (path, options) -> dict */
PyObject *lexicon_build(PyObject *self, PyObject *arguments) {
    struct build build = {0};
    PyObject *path;
    PyObject *options;
    gaz_build_options_init(&build.options);
    if (!PyArg_ParseTuple(arguments, "OO!", &path, &PyDict_Type, &options) ||
        fields_read(&build.options, build_fields, options) < 0 ||
        with_path((struct lexicon *)self, path, build_model, &build) < 0)
        return NULL;
    return fields_dict(&build.report, build_report_fields);
}

/* ---- Other files ---- */

struct export {
    gaz_export_options options;
    gaz_export_report report;
};

static const struct field export_fields[] = {
    {"format", FIELD_CHOICE, offsetof(gaz_export_options, format), gaz_export_format_find, gaz_export_format_name},
    {"token_patterns", FIELD_FLAG, offsetof(gaz_export_options, token_patterns)},
    {NULL}};

static const struct field export_report_fields[] = {{"entries", FIELD_COUNT, offsetof(gaz_export_report, entries)},
                                                    {"lost", FIELD_COUNT, offsetof(gaz_export_report, lost)},
                                                    {"left_out", FIELD_COUNT, offsetof(gaz_export_report, left_out)},
                                                    {"exact", FIELD_COUNT, offsetof(gaz_export_report, exact)},
                                                    {NULL}};

static gaz_status export_entries(struct lexicon *self, const char *path, void *user, gaz_error *error) {
    struct export *export = user;
    gaz_sink sink;
    gaz_status status = gaz_sink_path(&sink, path, error);
    if (status != GAZ_OK) return status;
    status = gaz_lexicon_export(self->lexicon, &sink, &export->options, &export->report, error);
    return gaz_sink_finish(&sink, status, error);
}

/* (path, options) -> dict */
PyObject *lexicon_export(PyObject *self, PyObject *arguments) {
    struct export export = {0};
    PyObject *path;
    PyObject *options;
    gaz_export_options_init(&export.options);
    if (!PyArg_ParseTuple(arguments, "OO!", &path, &PyDict_Type, &options) ||
        fields_read(&export.options, export_fields, options) < 0 ||
        with_path((struct lexicon *)self, path, export_entries, &export) < 0)
        return NULL;
    return fields_dict(&export.report, export_report_fields);
}

/* A report, and what its head says. */
struct report {
    gaz_report_options options;
    gaz_about about;
    struct paths texts;
};

static const struct field report_fields[] = {{"title", FIELD_TEXT, offsetof(struct report, about.title)},
                                             {"rows", FIELD_COUNT, offsetof(struct report, options.rows)},
                                             {NULL}};

static gaz_status write_report(struct lexicon *self, const char *path, void *user, gaz_error *error) {
    struct report *report = user;
    gaz_sink sink;
    gaz_status status = gaz_sink_path(&sink, path, error);
    if (status != GAZ_OK) return status;
    status = gaz_lexicon_write_report(self->lexicon, &sink, &report->options, error);
    return gaz_sink_finish(&sink, status, error);
}

/* (path, texts, options) */
PyObject *lexicon_write_report(PyObject *self, PyObject *arguments) {
    struct report report = {0};
    PyObject *path;
    PyObject *texts;
    PyObject *options;
    gaz_report_options_init(&report.options);
    if (!PyArg_ParseTuple(arguments, "OO!O!", &path, &PyTuple_Type, &texts, &PyDict_Type, &options) ||
        fields_read(&report, report_fields, options) < 0 || paths_open(&report.texts, texts) < 0)
        return NULL;
    report.options.about = &report.about;
    report.options.texts = report.texts.names;
    report.options.text_count = report.texts.count;
    int written = with_path((struct lexicon *)self, path, write_report, &report);
    paths_close(&report.texts);
    return written < 0 ? NULL : none();
}
