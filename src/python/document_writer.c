/* gaz._gaz.DocumentWriter. */
#include "documents.h"
#include "fields.h"

struct writer {
    PyObject ob_base;
    gaz_document_writer *writer; /* NULL: finished, or it has failed */
    gaz_sink sink;
    gaz_write_options options;
    PyObject *path;   /* bytes */
    PyObject *wanted; /* dict, whose strings the options borrow */
};

static const struct field option_fields[] = {
    {"offsets", FIELD_CHOICE, offsetof(gaz_write_options, offsets), gaz_offsets_find, gaz_offsets_name},
    {"from_name", FIELD_TEXT, offsetof(gaz_write_options, from_name)},
    {"to_name", FIELD_TEXT, offsetof(gaz_write_options, to_name)},
    {"data_key", FIELD_TEXT, offsetof(gaz_write_options, data_key)},
    {"id_column", FIELD_FLAG, offsetof(gaz_write_options, id_column)},
    {"id_url", FIELD_TEXT, offsetof(gaz_write_options, id_url)},
    {NULL}};

static const struct field report_fields[] = {{"documents", FIELD_COUNT, offsetof(gaz_write_report, documents)},
                                             {"spans", FIELD_COUNT, offsetof(gaz_write_report, spans)},
                                             {"overlapping", FIELD_COUNT, offsetof(gaz_write_report, overlapping)},
                                             {"widened", FIELD_COUNT, offsetof(gaz_write_report, widened)},
                                             {"nameless", FIELD_COUNT, offsetof(gaz_write_report, nameless)},
                                             {"unmarked", FIELD_COUNT, offsetof(gaz_write_report, unmarked)},
                                             {"stripped", FIELD_COUNT, offsetof(gaz_write_report, stripped)},
                                             {NULL}};

static int open_writer(struct writer *self, gaz_format format, bool folder) {
    gaz_error error;
    const char *path = PyBytes_AsString(self->path);
    if (folder) self->options.folder = path;
    gaz_status status = folder ? GAZ_OK : gaz_sink_path(&self->sink, path, &error);
    if (status == GAZ_OK)
        status = gaz_document_writer_new(&self->writer, format, &self->options, folder ? NULL : &self->sink, &error);
    if (status == GAZ_OK) return 0;
    (void)gaz_sink_finish(&self->sink, status, NULL);
    error_raise(&error);
    return -1;
}

/* (path, format, folder, options): with `folder`, files go into the folder `path`. */
static PyObject *writer_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    PyObject *path;
    PyObject *name;
    PyObject *wanted;
    int folder;
    int format = 0;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "OOpO!:DocumentWriter", &path, &name, &folder, &PyDict_Type, &wanted) ||
        field_choice(&format, name, field_format_find, "format") < 0)
        return NULL;
    struct writer *self = (struct writer *)object_new(type);
    if (!self) return NULL;
    gaz_write_options_init(&self->options);
    Py_INCREF(wanted);
    self->wanted = wanted;
    self->path = path_bytes(path);
    if (self->path && fields_read(&self->options, option_fields, wanted) == 0 &&
        open_writer(self, (gaz_format)format, folder != 0) == 0)
        return (PyObject *)self;
    Py_DECREF(self);
    return NULL;
}

/* Without finish, a file is not replaced. */
static void end(struct writer *self) {
    gaz_document_writer_free(self->writer);
    self->writer = NULL;
    (void)gaz_sink_finish(&self->sink, GAZ_ERROR_CLOSED, NULL);
}

static void writer_dealloc(PyObject *object) {
    struct writer *self = (struct writer *)object;
    end(self);
    Py_XDECREF(self->path);
    Py_XDECREF(self->wanted);
    object_free(object);
}

static int check_open(const struct writer *self) {
    if (!self->writer) PyErr_SetString(PyExc_ValueError, "the writer is finished");
    return self->writer ? 0 : -1;
}

/* (text, name, id, spans) */
static PyObject *writer_write(PyObject *object, PyObject *arguments) {
    struct writer *self = (struct writer *)object;
    PyObject *text;
    PyObject *name;
    PyObject *id;
    PyObject *spans;
    int unreviewed;
    gaz_error error;
    if (check_open(self) < 0 || !PyArg_ParseTuple(arguments, "OOOOp", &text, &name, &id, &spans, &unreviewed))
        return NULL;
    gaz_document *document = document_from(text, name, id, spans, unreviewed != 0);
    if (!document) return NULL;
    gaz_status status = gaz_document_write(self->writer, document, &error);
    gaz_document_free(document);
    if (status == GAZ_OK) return none();
    end(self);
    return error_raise(&error);
}

static PyObject *writer_finish(PyObject *object, PyObject *unused) {
    (void)unused;
    struct writer *self = (struct writer *)object;
    gaz_error error;
    gaz_write_report report = {0};
    if (check_open(self) < 0) return NULL;
    gaz_status status = gaz_document_writer_finish(&report, self->writer, &error);
    gaz_document_writer_free(self->writer);
    self->writer = NULL;
    status = gaz_sink_finish(&self->sink, status, &error);
    return status == GAZ_OK ? fields_dict(&report, report_fields) : error_raise(&error);
}

static PyObject *writer_close(PyObject *object, PyObject *unused) {
    (void)unused;
    end((struct writer *)object);
    return none();
}

static PyMethodDef methods[] = {{"write", writer_write, METH_VARARGS, NULL},
                                {"finish", writer_finish, METH_NOARGS, NULL},
                                {"close", writer_close, METH_NOARGS, NULL},
                                {NULL, NULL, 0, NULL}};

static PyType_Slot slots[] = {
    {Py_tp_new, writer_new}, {Py_tp_dealloc, writer_dealloc}, {Py_tp_methods, methods}, {0, NULL}};

static PyType_Spec spec = {"gaz._gaz.DocumentWriter", sizeof(struct writer), 0, Py_TPFLAGS_DEFAULT, slots};

int document_writer_type_add(PyObject *module) {
    extension.writer_type = type_add(module, &spec, "DocumentWriter");
    return extension.writer_type ? 0 : -1;
}
