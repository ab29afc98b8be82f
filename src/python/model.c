#include "model.h"

#include <string.h>

#include "model_docs.h"

static const struct field info_fields[] = {{"version", FIELD_UNSIGNED, offsetof(gaz_model_info, version)},
                                           {"file_size", FIELD_COUNT, offsetof(gaz_model_info, file_size)},
                                           {"entries", FIELD_COUNT, offsetof(gaz_model_info, entries)},
                                           {"context", FIELD_FLAG, offsetof(gaz_model_info, context)},
                                           {"min_score", FIELD_NUMBER, offsetof(gaz_model_info, min_score)},
                                           {NULL}};

static const struct field tokenization_fields[] = {
    {"ignore_case", FIELD_FLAG, offsetof(gaz_model_tokenization, ignore_case)},
    {"normalize", FIELD_FLAG, offsetof(gaz_model_tokenization, normalize)},
    {"typography", FIELD_FLAG, offsetof(gaz_model_tokenization, typography)},
    {"fold_accents", FIELD_FLAG, offsetof(gaz_model_tokenization, fold_accents)},
    {"turkic", FIELD_FLAG, offsetof(gaz_model_tokenization, turkic)},
    {"entries", FIELD_COUNT, offsetof(gaz_model_tokenization, entries)},
    {"tokens", FIELD_COUNT, offsetof(gaz_model_tokenization, tokens)},
    {"longest", FIELD_COUNT, offsetof(gaz_model_tokenization, longest)},
    {NULL}};

struct model *model_of(PyObject *object) {
    if (PyObject_TypeCheck(object, extension.model_type)) return (struct model *)object;
    PyErr_Format(PyExc_TypeError, "a gaz.Model is needed, not %R", (PyObject *)Py_TYPE(object));
    return NULL;
}

/* ---- Opening and closing ---- */

static PyObject *labels_of(const gaz_model *model, uint64_t count) {
    PyObject *labels = PyTuple_New((Py_ssize_t)count);
    for (uint64_t i = 0; labels && i < count; i++) {
        const char *name = gaz_model_type(model, (uint32_t)i);
        PyObject *label = PyUnicode_DecodeUTF8(name, (Py_ssize_t)strlen(name), "replace");
        if (label) PyUnicode_InternInPlace(&label);
        if (!label || PyTuple_SetItem(labels, (Py_ssize_t)i, label) < 0) Py_CLEAR(labels);
    }
    return labels;
}

static gaz_status open_path(struct model *self, PyObject *path, unsigned flags, gaz_error *error) {
    PyThreadState *saved = PyEval_SaveThread();
    gaz_status status = gaz_model_open(&self->model, PyBytes_AsString(path), flags, error);
    PyEval_RestoreThread(saved);
    return status;
}

static gaz_status open_bytes(struct model *self, PyObject *bytes, unsigned flags, gaz_error *error) {
    const char *start = PyBytes_AsString(bytes);
    size_t size = (size_t)PyBytes_Size(bytes);
    PyThreadState *saved = PyEval_SaveThread();
    gaz_status status = gaz_model_open_bytes(&self->model, start, size, flags, error);
    PyEval_RestoreThread(saved);
    return status;
}

static int open_source(struct model *self, PyObject *source, unsigned flags, int in_memory) {
    gaz_error error;
    PyObject *bytes = in_memory ? PyBytes_FromObject(source) : path_bytes(source);
    if (!bytes) return -1;
    gaz_status status = in_memory ? open_bytes(self, bytes, flags, &error) : open_path(self, bytes, flags, &error);
    self->path = in_memory ? none() : PyUnicode_DecodeFSDefault(PyBytes_AsString(bytes));
    Py_DECREF(bytes);
    if (status != GAZ_OK) {
        PyErr_Clear();
        error_raise(&error);
        return -1;
    }
    if (!self->path) return -1;
    gaz_model_get_info(&self->info, self->model);
    self->labels = labels_of(self->model, self->info.types);
    return self->labels ? 0 : -1;
}

static PyObject *model_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"source", "trusted", "in_memory", "copy", NULL};
    PyObject *source;
    int trusted = 0;
    int in_memory = 0;
    int copy = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O|ppp:Model", names, &source, &trusted, &in_memory, &copy))
        return NULL;
    unsigned flags = (trusted ? GAZ_OPEN_TRUSTED : 0) | (copy ? GAZ_OPEN_COPY : 0);
    struct model *self = (struct model *)object_new(type);
    if (self && open_source(self, source, flags, in_memory) < 0) Py_CLEAR(self);
    return (PyObject *)self;
}

static PyObject *model_close(PyObject *object, PyObject *unused) {
    (void)unused;
    struct model *self = (struct model *)object;
    if (!self->closed) {
        self->users++;
        self->closed = true;
        model_leave(self);
    }
    return none();
}

static void model_dealloc(PyObject *object) {
    struct model *self = (struct model *)object;
    Py_DECREF(model_close(object, NULL));
    Py_XDECREF(self->labels);
    Py_XDECREF(self->path);
    object_free(object);
}

/* ---- What a model tells of itself ---- */

static PyObject *get_checksum(PyObject *self, void *unused) {
    (void)unused;
    char digits[17];
    (void)PyOS_snprintf(digits, sizeof digits, "%016llx", (unsigned long long)((struct model *)self)->info.checksum);
    return PyUnicode_FromString(digits);
}

static PyObject *get_labels(PyObject *self, void *unused) {
    (void)unused;
    Py_INCREF(((struct model *)self)->labels);
    return ((struct model *)self)->labels;
}

static PyObject *get_path(PyObject *self, void *unused) {
    (void)unused;
    Py_INCREF(((struct model *)self)->path);
    return ((struct model *)self)->path;
}

static PyObject *get_closed(PyObject *self, void *unused) {
    (void)unused;
    return PyBool_FromLong(((struct model *)self)->closed);
}

static int add_tokenization(PyObject *dict, const char *name, const gaz_model_tokenization *tokenization) {
    PyObject *value = tokenization->present ? fields_dict(tokenization, tokenization_fields) : none();
    int result = value ? PyDict_SetItemString(dict, name, value) : -1;
    Py_XDECREF(value);
    return result;
}

static PyObject *get_info(PyObject *self, void *unused) {
    (void)unused;
    const gaz_model_info *info = &((struct model *)self)->info;
    PyObject *dict = fields_dict(info, info_fields);
    if (dict &&
        (add_tokenization(dict, "corpus", &info->corpus) < 0 || add_tokenization(dict, "words", &info->words) < 0))
        Py_CLEAR(dict);
    return dict;
}

static PyObject *model_to_bytes(PyObject *object, PyObject *unused) {
    (void)unused;
    struct model *self = (struct model *)object;
    if (model_enter(self) < 0) return NULL;
    PyObject *bytes = PyBytes_FromStringAndSize(gaz_model_bytes(self->model), (Py_ssize_t)self->info.file_size);
    model_leave(self);
    return bytes;
}

static const struct field entry_fields[] = {{"label", FIELD_TEXT, offsetof(gaz_model_entry, type)},
                                            {"id", FIELD_TEXT, offsetof(gaz_model_entry, id)},
                                            {"name", FIELD_TEXT, offsetof(gaz_model_entry, name)},
                                            {"score", FIELD_NUMBER, offsetof(gaz_model_entry, score)},
                                            {"exact_case", FIELD_FLAG, offsetof(gaz_model_entry, exact_case)},
                                            {"strict_edges", FIELD_FLAG, offsetof(gaz_model_entry, strict_edges)},
                                            {NULL}};

static PyObject *model_entry(PyObject *object, PyObject *number) {
    struct model *self = (struct model *)object;
    gaz_model_entry entry;
    unsigned long index = PyLong_AsUnsignedLong(number);
    if (PyErr_Occurred() || model_enter(self) < 0) return NULL;
    PyObject *dict = NULL;
    if (index < UINT32_MAX && gaz_model_get_entry(&entry, self->model, (uint32_t)index))
        dict = fields_dict(&entry, entry_fields);
    else
        PyErr_Format(PyExc_IndexError, "the model has no entry %lu", index);
    model_leave(self);
    return dict;
}

#define FAST(function) (PyCFunction)(void (*)(void))(function), METH_FASTCALL | METH_KEYWORDS

static PyMethodDef methods[] = {{"tag", FAST(model_tag), tag_doc},
                                {"tag_tokens", FAST(model_tag_tokens), tag_tokens_doc},
                                {"tag_many", FAST(model_tag_many), tag_many_doc},
                                {"tag_arrow", FAST(model_tag_arrow), tag_arrow_doc},
                                {"_document", FAST(model_document), NULL},
                                {"_explain", (PyCFunction)(void (*)(void))model_explain, METH_VARARGS, NULL},
                                {"entry", model_entry, METH_O, entry_doc},
                                {"to_bytes", model_to_bytes, METH_NOARGS, to_bytes_doc},
                                {"close", model_close, METH_NOARGS, close_doc},
                                {NULL, NULL, 0, NULL}};

static PyGetSetDef attributes[] = {
    {"types", get_labels, NULL, "The labels, as a sorted tuple of str.", NULL},
    {"checksum", get_checksum, NULL, "16 hexadecimal digits: equal for equal models.", NULL},
    {"path", get_path, NULL, "Of the file as it was given; None: opened from bytes.", NULL},
    {"closed", get_closed, NULL, "Whether close was called.", NULL},
    {"info", get_info, NULL,
     "A dict: version (of the format), file_size (bytes), entries, context (whether matches are scored by what "
     "surrounds "
     "them), min_score, and for each tokenization, corpus and words, a dict or None.",
     NULL},
    {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot slots[] = {{Py_tp_new, model_new},
                              {Py_tp_dealloc, model_dealloc},
                              {Py_tp_methods, methods},
                              {Py_tp_getset, attributes},
                              {0, NULL}};

static PyType_Spec spec = {"gaz._gaz.Model", sizeof(struct model), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};

int model_type_add(PyObject *module) {
    extension.model_type = type_add(module, &spec, "Model");
    return extension.model_type ? 0 : -1;
}
