#include "evaluate.h"

#include "fields.h"
#include "model.h"
#include "sink.h"

static const struct field option_fields[] = {
    {"", FIELD_PART, offsetof(gaz_eval_options, corpus), .part = corpus_option_fields},
    {"strict", FIELD_FLAG, offsetof(gaz_eval_options, strict)},
    {"abbreviations", FIELD_FLAG, offsetof(gaz_eval_options, match.abbreviations)},
    {"agreement", FIELD_FLAG, offsetof(gaz_eval_options, agreement)},
    {"documents", FIELD_FLAG, offsetof(gaz_eval_options, documents)},
    {"differences", FIELD_FLAG, offsetof(gaz_eval_options, differences)},
    {"page", FIELD_FLAG, offsetof(gaz_eval_options, page)},
    {"min_score", FIELD_NUMBER, offsetof(gaz_eval_options, match.min_score)},
    {NULL}};

/* What is compared with one gold file. */
struct prediction {
    struct model *model; /* entered; NULL: `path` */
    PyObject *path;      /* bytes */
    PyObject *fill;      /* bytes; NULL: nothing fills its gaps */
};

static int add_file(gaz_eval *eval, const struct prediction *prediction, PyObject *gold) {
    gaz_error error;
    gaz_status status;
    PyObject *gold_path = gold == Py_None ? none() : path_bytes(gold);
    if (!gold_path) return -1;
    const char *gold_name = gold_path == Py_None ? NULL : PyBytes_AsString(gold_path);
    const char *predicted = prediction->model ? NULL : PyBytes_AsString(prediction->path);
    const char *fill = prediction->fill ? PyBytes_AsString(prediction->fill) : NULL;
    PyThreadState *saved = PyEval_SaveThread();
    if (prediction->model)
        status = gaz_eval_add_model(eval, prediction->model->model, gold_name, &error);
    else if (prediction->fill)
        status = gaz_eval_add_filled(eval, predicted, fill, gold_name, &error);
    else
        status = gaz_eval_add_file(eval, predicted, gold_name, &error);
    PyEval_RestoreThread(saved);
    Py_DECREF(gold_path);
    if (status == GAZ_OK) return 0;
    error_raise(&error);
    return -1;
}

/* Files that are written, too: bytes; NULL: none. */
struct tables {
    PyObject *differences;
    PyObject *page;
};

static gaz_status write_page(const gaz_eval *eval, const gaz_sink *sink, gaz_error *error) {
    return gaz_eval_write_page(eval, NULL, sink, error);
}

/* Writes what a path receives, unless it is NULL. */
static gaz_status write_table(const gaz_eval *eval, PyObject *path,
                              gaz_status (*write)(const gaz_eval *, const gaz_sink *, gaz_error *), gaz_error *error) {
    gaz_sink sink;
    if (!path) return GAZ_OK;
    gaz_status status = gaz_sink_path(&sink, PyBytes_AsString(path), error);
    if (status == GAZ_OK) status = write(eval, &sink, error);
    return gaz_sink_finish(&sink, status, error);
}

static PyObject *evaluate_all(const struct prediction *prediction, PyObject *gold, const struct tables *tables,
                              const gaz_eval_options *options) {
    gaz_error error;
    gaz_eval *eval;
    gaz_sink sink;
    gaz_memory memory = {0};
    if (gaz_eval_new(&eval, options, &error) != GAZ_OK) return error_raise(&error);
    for (Py_ssize_t i = 0; !PyErr_Occurred() && i < PyTuple_Size(gold); i++)
        if (add_file(eval, prediction, PyTuple_GetItem(gold, i)) < 0) break;
    PyObject *json = NULL;
    if (!PyErr_Occurred()) {
        gaz_sink_memory(&sink, &memory);
        gaz_status status = write_table(eval, tables->differences, gaz_eval_write_differences, &error);
        if (status == GAZ_OK) status = write_table(eval, tables->page, write_page, &error);
        if (status == GAZ_OK) status = gaz_eval_write_json(eval, &sink, &error);
        json = memory_string(&memory, status, &error);
    }
    gaz_eval_free(eval);
    return json;
}

PyObject *evaluate(PyObject *module, PyObject *arguments) {
    (void)module;
    PyObject *predicted;
    PyObject *fill;
    PyObject *gold;
    PyObject *differences;
    PyObject *page;
    PyObject *wanted;
    struct tables tables = {0};
    struct prediction prediction = {0};
    gaz_eval_options options;
    gaz_eval_options_init(&options);
    if (!PyArg_ParseTuple(arguments, "OOO!OOO!:evaluate", &predicted, &fill, &PyTuple_Type, &gold, &differences, &page,
                          &PyDict_Type, &wanted) ||
        fields_read(&options, option_fields, wanted) < 0)
        return NULL;
    if (PyObject_TypeCheck(predicted, extension.model_type)) {
        prediction.model = (struct model *)predicted;
        if (model_enter(prediction.model) < 0) return NULL;
    } else {
        prediction.path = path_bytes(predicted);
        if (!prediction.path) return NULL;
        if (fill != Py_None) prediction.fill = path_bytes(fill);
    }
    if (!PyErr_Occurred() && differences != Py_None) tables.differences = path_bytes(differences);
    if (!PyErr_Occurred() && page != Py_None) tables.page = path_bytes(page);
    PyObject *json = PyErr_Occurred() ? NULL : evaluate_all(&prediction, gold, &tables, &options);
    if (prediction.model) model_leave(prediction.model);
    Py_XDECREF(prediction.path);
    Py_XDECREF(prediction.fill);
    Py_XDECREF(tables.differences);
    Py_XDECREF(tables.page);
    return json;
}
