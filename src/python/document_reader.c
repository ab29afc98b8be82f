/* gaz._gaz.DocumentReader, an iterator over the documents of a file, and Model._document. */
#include "documents.h"
#include "fields.h"
#include "model.h"
#include "reports.h"
#include "text.h"

struct reader {
    PyObject ob_base;
    gaz_document_reader *reader; /* NULL: it has failed */
    gaz_corpus_options options;
    PyObject *path;   /* bytes */
    PyObject *wanted; /* dict, whose strings the options borrow */
    bool busy;
};

static const struct field option_fields[] = {
    {"", FIELD_PART, offsetof(struct reader, options), .part = corpus_option_fields}, {NULL}};

/* (path, options) */
static PyObject *reader_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    PyObject *path;
    PyObject *wanted;
    gaz_error error;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "OO!:DocumentReader", &path, &PyDict_Type, &wanted)) return NULL;
    struct reader *self = (struct reader *)object_new(type);
    if (!self) return NULL;
    gaz_corpus_options_init(&self->options);
    Py_INCREF(wanted);
    self->wanted = wanted;
    self->path = path_bytes(path);
    if (self->path && fields_read(self, option_fields, wanted) == 0) {
        if (gaz_document_reader_new(&self->reader, PyBytes_AsString(self->path), &self->options, &error) == GAZ_OK)
            return (PyObject *)self;
        error_raise(&error);
    }
    Py_DECREF(self);
    return NULL;
}

static void reader_dealloc(PyObject *object) {
    struct reader *self = (struct reader *)object;
    gaz_document_reader_free(self->reader);
    Py_XDECREF(self->path);
    Py_XDECREF(self->wanted);
    object_free(object);
}

static PyObject *read_next(struct reader *self) {
    gaz_error error;
    const gaz_document *document;
    PyThreadState *saved = PyEval_SaveThread();
    gaz_status status = gaz_document_read(&document, self->reader, &error);
    PyEval_RestoreThread(saved);
    if (status == GAZ_OK) return document ? document_tuple(document) : NULL;
    gaz_document_reader_free(self->reader);
    self->reader = NULL;
    return error_raise(&error);
}

static PyObject *reader_next(PyObject *object) {
    struct reader *self = (struct reader *)object;
    if (!self->reader) return NULL;
    if (self->busy) {
        PyErr_SetString(PyExc_RuntimeError, "the reader is in use by another thread");
        return NULL;
    }
    self->busy = true;
    PyObject *tuple = read_next(self);
    self->busy = false;
    return tuple;
}

static PyObject *reader_report(PyObject *object, void *unused) {
    (void)unused;
    const struct reader *self = (const struct reader *)object;
    gaz_corpus_report report = {0};
    if (self->reader && !self->busy) gaz_document_reader_get_report(&report, self->reader);
    return corpus_report_dict(&report);
}

static PyGetSetDef attributes[] = {{"report", reader_report, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot slots[] = {{Py_tp_new, reader_new},         {Py_tp_dealloc, reader_dealloc},
                              {Py_tp_iter, PyObject_SelfIter}, {Py_tp_iternext, reader_next},
                              {Py_tp_getset, attributes},      {0, NULL}};

static PyType_Spec spec = {"gaz._gaz.DocumentReader", sizeof(struct reader), 0, Py_TPFLAGS_DEFAULT, slots};

int document_types_add(PyObject *module) {
    extension.reader_type = type_add(module, &spec, "DocumentReader");
    return extension.reader_type ? document_writer_type_add(module) : -1;
}

/* ---- A tagged text as a document ---- */

static PyObject *tag_document(struct model *self, const struct text *text, const struct tag_options *options) {
    gaz_error error;
    const gaz_document *document;
    struct pooled *pooled = model_take(self, &options->key);
    if (!pooled) return NULL;
    PyThreadState *saved = PyEval_SaveThread();
    gaz_status status = gaz_tagger_document(&document, pooled->tagger, text->bytes, text->size, &error);
    PyEval_RestoreThread(saved);
    PyObject *tuple = status == GAZ_OK ? document_tuple(document) : error_raise(&error);
    model_give(self, pooled);
    return tuple;
}

PyObject *model_document(PyObject *object, PyObject *const *arguments, Py_ssize_t count, PyObject *keywords) {
    struct model *self = (struct model *)object;
    struct tag_options options;
    struct text text;
    PyObject *tuple = NULL;
    if (count != 1) {
        PyErr_SetString(PyExc_TypeError, "document takes one text");
        return NULL;
    }
    if (tag_options_read(&options, self, arguments + count, keywords, TAG_TEXT | TAG_ERRORS) < 0) return NULL;
    if (text_open(&text, arguments[0], GAZ_OFFSETS_DEFAULT, options.replace_surrogates) == 0) {
        if (model_enter(self) == 0) {
            tuple = tag_document(self, &text, &options);
            model_leave(self);
        }
        text_close(&text);
    }
    tag_options_close(&options);
    return tuple;
}
