/* Model.tag_arrow: what offers the Arrow PyCapsule interface is tagged, and the result offers it. */
#include "model.h"

#include <stdlib.h>

#include "arrow_spans.h"

/* The result: one array, or the arrays of a stream. */
struct result {
    PyObject ob_base;
    struct arrow_spans **chunks; /* owned */
    size_t count;
    size_t capacity;
};

static void result_dealloc(PyObject *object) {
    struct result *self = (struct result *)object;
    for (size_t i = 0; i < self->count; i++) arrow_spans_free(self->chunks[i]);
    PyMem_Free(self->chunks);
    object_free(object);
}

static int add_chunk(struct result *self, struct arrow_spans *spans) {
    if (self->count == self->capacity) {
        size_t capacity = self->capacity ? 2 * self->capacity : 1;
        struct arrow_spans **chunks = PyMem_Realloc(self->chunks, capacity * sizeof(struct arrow_spans *));
        if (!chunks) {
            PyErr_NoMemory();
            return -1;
        }
        self->chunks = chunks;
        self->capacity = capacity;
    }
    self->chunks[self->count++] = spans;
    return 0;
}

/* ---- Exporting ---- */

static void drop_schema(PyObject *capsule) {
    struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, "arrow_schema");
    if (schema->release) schema->release(schema);
    free(schema);
}

static void drop_array(PyObject *capsule) {
    struct ArrowArray *array = PyCapsule_GetPointer(capsule, "arrow_array");
    if (array->release) array->release(array);
    free(array);
}

static void drop_stream(PyObject *capsule) {
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream->release) stream->release(stream);
    free(stream);
}

static PyObject *export_schema(PyObject *self, PyObject *unused) {
    (void)self;
    (void)unused;
    struct ArrowSchema *schema = malloc(sizeof *schema);
    if (!schema || !arrow_export_schema(schema)) {
        free(schema);
        return PyErr_NoMemory();
    }
    PyObject *capsule = PyCapsule_New(schema, "arrow_schema", drop_schema);
    if (capsule) return capsule;
    schema->release(schema);
    free(schema);
    return NULL;
}

static PyObject *array_capsule(struct result *self) {
    struct ArrowArray *array = malloc(sizeof *array);
    if (!array || !arrow_export_spans(array, self->chunks[0])) {
        free(array);
        return PyErr_NoMemory();
    }
    PyObject *capsule = PyCapsule_New(array, "arrow_array", drop_array);
    if (capsule) return capsule;
    array->release(array);
    free(array);
    return NULL;
}

/* A requested schema is a wish that an exporter need not grant. */
static PyObject *export_array(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"requested_schema", NULL};
    PyObject *wish = NULL;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O", names, &wish)) return NULL;
    PyObject *schema = export_schema(self, NULL);
    PyObject *array = schema ? array_capsule((struct result *)self) : NULL;
    PyObject *both = array ? PyTuple_Pack(2, schema, array) : NULL;
    Py_XDECREF(schema);
    Py_XDECREF(array);
    return both;
}

static PyObject *export_stream(PyObject *object, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"requested_schema", NULL};
    PyObject *wish = NULL;
    struct result *self = (struct result *)object;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O", names, &wish)) return NULL;
    struct ArrowArrayStream *stream = malloc(sizeof *stream);
    if (!stream || !arrow_export_stream(stream, self->chunks, self->count)) {
        free(stream);
        return PyErr_NoMemory();
    }
    PyObject *capsule = PyCapsule_New(stream, "arrow_array_stream", drop_stream);
    if (capsule) return capsule;
    stream->release(stream);
    free(stream);
    return NULL;
}

static Py_ssize_t result_length(PyObject *object) {
    const struct result *self = (const struct result *)object;
    int64_t rows = 0;
    for (size_t i = 0; i < self->count; i++) rows += arrow_spans_rows(self->chunks[i]);
    return (Py_ssize_t)rows;
}

/* ---- Importing ---- */

/* Tags one array and adds the result. */
static int tag_array(struct result *self, const struct ArrowSchema *schema, const struct ArrowArray *array,
                     const struct arrow_options *options) {
    struct arrow_texts texts;
    struct arrow_spans *spans;
    gaz_error error;
    if (!arrow_texts_init(&texts, schema)) {
        PyErr_Format(PyExc_TypeError,
                     "an Arrow array of strings is needed (string, large_string, string_view), not one of format "
                     "\"%s\"%s",
                     schema->format, schema->dictionary ? " with a dictionary" : "");
        return -1;
    }
    texts.array = array;
    PyThreadState *saved = PyEval_SaveThread();
    gaz_status status = arrow_spans_new(&spans, &texts, options, &error);
    PyEval_RestoreThread(saved);
    if (status != GAZ_OK) {
        error_raise(&error);
        return -1;
    }
    if (add_chunk(self, spans) == 0) return 0;
    arrow_spans_free(spans);
    return -1;
}

static int tag_one(struct result *self, PyObject *source, const struct arrow_options *options) {
    PyObject *both = PyObject_CallMethod(source, "__arrow_c_array__", NULL);
    if (!both) return -1;
    int result = -1;
    if (PyTuple_Check(both) && PyTuple_Size(both) == 2) {
        struct ArrowSchema *schema = PyCapsule_GetPointer(PyTuple_GetItem(both, 0), "arrow_schema");
        struct ArrowArray *array = schema ? PyCapsule_GetPointer(PyTuple_GetItem(both, 1), "arrow_array") : NULL;
        if (array) result = tag_array(self, schema, array, options);
    } else {
        PyErr_SetString(PyExc_TypeError, "__arrow_c_array__ must return two capsules");
    }
    Py_DECREF(both); /* the capsules release what they hold */
    return result;
}

static int stream_failed(struct ArrowArrayStream *stream) {
    const char *reason = stream->get_last_error(stream);
    PyErr_Format(PyExc_RuntimeError, "the Arrow stream failed: %s", reason ? reason : "no reason given");
    return -1;
}

static int tag_chunks(struct result *self, struct ArrowArrayStream *stream, const struct arrow_options *options) {
    struct ArrowSchema schema = {0};
    if (stream->get_schema(stream, &schema) != 0) return stream_failed(stream);
    int result = 0;
    for (bool more = true; result == 0 && more;) {
        struct ArrowArray array = {0};
        if (stream->get_next(stream, &array) != 0) result = stream_failed(stream);
        more = array.release != NULL;
        if (result == 0 && more) result = tag_array(self, &schema, &array, options);
        if (array.release) array.release(&array);
    }
    if (schema.release) schema.release(&schema);
    return result;
}

static int tag_stream(struct result *self, PyObject *source, const struct arrow_options *options) {
    PyObject *capsule = PyObject_CallMethod(source, "__arrow_c_stream__", NULL);
    if (!capsule) return -1;
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    int result = stream ? tag_chunks(self, stream, options) : -1;
    Py_DECREF(capsule);
    return result;
}

static PyObject *tag_source(struct model *model, PyObject *source, bool is_array, const struct tag_options *wanted) {
    struct crew crew = {0};
    struct result *self = NULL;
    struct arrow_labels *labels = arrow_labels_new(model->model);
    if (!labels) PyErr_NoMemory();
    if (labels && crew_take(&crew, model, &wanted->key, wanted->threads) == 0)
        self = (struct result *)object_new(is_array ? extension.spans_type : extension.chunks_type);
    struct arrow_options options = {model->model, crew.taggers,    wanted->threads,
                                    labels,       wanted->offsets, wanted->key.senses};
    if (self && (is_array ? tag_one(self, source, &options) : tag_stream(self, source, &options)) < 0) Py_CLEAR(self);
    arrow_labels_free(labels);
    crew_give(&crew, model, false);
    return (PyObject *)self;
}

PyObject *model_tag_arrow(PyObject *object, PyObject *const *arguments, Py_ssize_t count, PyObject *keywords) {
    struct model *model = (struct model *)object;
    struct tag_options options;
    bool is_array = count == 1 && PyObject_HasAttrString(arguments[0], "__arrow_c_array__");
    if (!is_array && (count != 1 || !PyObject_HasAttrString(arguments[0], "__arrow_c_stream__"))) {
        PyErr_SetString(PyExc_TypeError, "tag_arrow takes one object with __arrow_c_array__ or __arrow_c_stream__");
        return NULL;
    }
    if (tag_options_read(&options, model, arguments + count, keywords, TAG_TEXT | TAG_OFFSETS | TAG_THREADS) < 0)
        return NULL;
    PyObject *result = NULL;
    if (model_enter(model) == 0) {
        result = tag_source(model, arguments[0], is_array, &options);
        model_leave(model);
    }
    tag_options_close(&options);
    return result;
}

#define KEYWORDS(function) (PyCFunction)(void (*)(void))(function), METH_VARARGS | METH_KEYWORDS

static PyMethodDef array_methods[] = {{"__arrow_c_schema__", export_schema, METH_NOARGS, NULL},
                                      {"__arrow_c_array__", KEYWORDS(export_array), NULL},
                                      {NULL, NULL, 0, NULL}};

static PyMethodDef stream_methods[] = {{"__arrow_c_schema__", export_schema, METH_NOARGS, NULL},
                                       {"__arrow_c_stream__", KEYWORDS(export_stream), NULL},
                                       {NULL, NULL, 0, NULL}};

static PyType_Slot array_slots[] = {
    {Py_tp_dealloc, result_dealloc}, {Py_tp_methods, array_methods}, {Py_sq_length, result_length}, {0, NULL}};

static PyType_Slot stream_slots[] = {
    {Py_tp_dealloc, result_dealloc}, {Py_tp_methods, stream_methods}, {Py_sq_length, result_length}, {0, NULL}};

enum { FLAGS = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION };

static PyType_Spec array_spec = {"gaz._gaz.ArrowSpans", sizeof(struct result), 0, FLAGS, array_slots};
static PyType_Spec stream_spec = {"gaz._gaz.ArrowSpansStream", sizeof(struct result), 0, FLAGS, stream_slots};

int arrow_types_add(PyObject *module) {
    extension.spans_type = type_add(module, &array_spec, "ArrowSpans");
    extension.chunks_type = extension.spans_type ? type_add(module, &stream_spec, "ArrowSpansStream") : NULL;
    return extension.chunks_type ? 0 : -1;
}
