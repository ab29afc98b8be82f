/* Python objects as a gaz_document. */
#include "documents.h"

#include <string.h>

#include "text.h"

struct writing {
    gaz_document *document;
    struct text text;
    uint64_t byte; /* where the last offset was */
    uint64_t offset;
};

/* The byte of an offset in code points. Offsets mostly ascend. */
static int byte_of(uint64_t *byte, struct writing *writing, unsigned long long offset) {
    const struct text *text = &writing->text;
    if (text->unit == GAZ_OFFSETS_BYTE) {
        *byte = offset;
    } else {
        if (offset < writing->offset) writing->byte = writing->offset = 0;
        while (writing->offset < offset && writing->byte < text->size) {
            writing->byte++;
            while (writing->byte < text->size && (text->bytes[writing->byte] & 0xC0) == 0x80) writing->byte++;
            writing->offset++;
        }
        *byte = writing->offset == offset ? writing->byte : UINT64_MAX;
    }
    if (*byte <= text->size) return 0;
    PyErr_Format(PyExc_ValueError, "offset %llu is beyond the text", offset);
    return -1;
}

static int failed(gaz_status status, const gaz_error *error) {
    if (status == GAZ_OK) return 0;
    error_raise(error);
    return -1;
}

/* None: there is no score. */
static int read_score(double *score, PyObject *value) {
    *score = value == Py_None ? -1 : PyFloat_AsDouble(value);
    return PyErr_Occurred() ? -1 : 0;
}

static int add_sense(gaz_document *document, PyObject *tuple) {
    gaz_error error;
    gaz_document_sense sense = {0};
    PyObject *score;
    if (!PyArg_ParseTuple(tuple, "sOzz;a sense is (label, score, id, name)", &sense.type, &score, &sense.id,
                          &sense.name) ||
        read_score(&sense.score, score) < 0)
        return -1;
    return failed(gaz_document_add_sense(document, &sense, &error), &error);
}

static int add_senses(gaz_document *document, PyObject *senses) {
    PyObject *tuple = PySequence_Tuple(senses);
    if (!tuple) return -1;
    int result = 0;
    for (Py_ssize_t i = 0; result == 0 && i < PyTuple_Size(tuple); i++)
        result = add_sense(document, PyTuple_GetItem(tuple, i));
    Py_DECREF(tuple);
    return result;
}

static int add_span(struct writing *writing, PyObject *tuple) {
    gaz_error error;
    unsigned long long start;
    unsigned long long end;
    uint64_t begin_byte;
    uint64_t end_byte;
    const char *label;
    const char *id;
    const char *name;
    PyObject *wanted;
    PyObject *senses;
    double score;
    if (!PyArg_ParseTuple(tuple, "KKsOzzO;a span is (start, end, label, score, id, name, senses)", &start, &end, &label,
                          &wanted, &id, &name, &senses) ||
        read_score(&score, wanted) < 0 || byte_of(&begin_byte, writing, start) < 0 ||
        byte_of(&end_byte, writing, end) < 0 ||
        failed(gaz_document_add_span(writing->document, begin_byte, end_byte, label, score, &error), &error) < 0 ||
        ((id || name) && failed(gaz_document_set_concept(writing->document, id, name, &error), &error) < 0))
        return -1;
    return add_senses(writing->document, senses);
}

/* A str, or None, which is NULL. */
static int read_name(const char **name, PyObject *object) {
    *name = object == Py_None ? NULL : PyUnicode_AsUTF8AndSize(object, NULL);
    return *name || object == Py_None ? 0 : -1;
}

static int fill(struct writing *writing, PyObject *name, PyObject *id, PyObject *spans) {
    gaz_error error;
    const char *file;
    const char *own;
    if (read_name(&file, name) < 0 || read_name(&own, id) < 0) return -1;
    gaz_status status = gaz_document_set_text(writing->document, file, writing->text.bytes, writing->text.size, &error);
    if (status == GAZ_OK) status = gaz_document_set_id(writing->document, own, &error);
    if (failed(status, &error) < 0) return -1;
    PyObject *tuple = PySequence_Tuple(spans);
    int result = tuple ? 0 : -1;
    for (Py_ssize_t i = 0; result == 0 && i < PyTuple_Size(tuple); i++)
        result = add_span(writing, PyTuple_GetItem(tuple, i));
    Py_XDECREF(tuple);
    return result;
}

gaz_document *document_from(PyObject *text, PyObject *name, PyObject *id, PyObject *spans, bool unreviewed) {
    gaz_error error;
    struct writing writing = {0};
    if (text_open(&writing.text, text, GAZ_OFFSETS_CODEPOINT, false) < 0) return NULL;
    int result = failed(gaz_document_new(&writing.document, &error), &error);
    if (result == 0) result = fill(&writing, name, id, spans);
    if (result == 0) gaz_document_set_unreviewed(writing.document, unreviewed);
    text_close(&writing.text);
    if (result == 0) return writing.document;
    gaz_document_free(writing.document);
    return NULL;
}
