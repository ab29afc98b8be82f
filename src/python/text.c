#include "text.h"

#include <string.h>

/* UTF-8 of a str with lone surrogates, which U+FFFD replaces: both have three bytes. Nothing else in UTF-8 has a byte
 * over 0x9F after 0xED. */
static PyObject *encode_replaced(PyObject *string) {
    PyObject *encoded = PyUnicode_AsEncodedString(string, "utf-8", "surrogatepass");
    if (!encoded) return NULL;
    char *bytes = PyBytes_AsString(encoded);
    size_t size = (size_t)PyBytes_Size(encoded);
    for (char *at = memchr(bytes, 0xED, size); at; at = memchr(at, 0xED, size - (size_t)(at - bytes))) {
        if ((unsigned char)at[1] > 0x9F) memcpy(at, "\xEF\xBF\xBD", 3);
        at += 3;
    }
    return encoded;
}

static int open_string(struct text *text, PyObject *string, gaz_offsets unit, bool replace) {
    Py_ssize_t size = 0;
    PyObject *owner = string;
    const char *bytes = PyUnicode_AsUTF8AndSize(string, &size);
    if (bytes) {
        Py_INCREF(owner);
    } else {
        if (!replace || !PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return -1;
        PyErr_Clear();
        owner = encode_replaced(string);
        if (!owner) return -1;
        bytes = PyBytes_AsString(owner);
        size = PyBytes_Size(owner);
    }
    if (size == PyUnicode_GetLength(string)) unit = GAZ_OFFSETS_BYTE;
    if (unit == GAZ_OFFSETS_DEFAULT) unit = GAZ_OFFSETS_CODEPOINT;
    *text = (struct text){bytes, (size_t)size, unit, owner};
    return 0;
}

static int open_decoded(struct text *text, PyObject *bytes, gaz_offsets unit, bool replace) {
    PyObject *string = PyUnicode_FromEncodedObject(bytes, "utf-8", replace ? "replace" : "strict");
    if (!string) return -1;
    int result = open_string(text, string, unit, replace);
    Py_DECREF(string); /* the text holds it */
    return result;
}

static int open_bytes(struct text *text, PyObject *object) {
    text->owner = PyBytes_FromObject(object);
    if (!text->owner) return -1;
    text->bytes = PyBytes_AsString(text->owner);
    text->size = (size_t)PyBytes_Size(text->owner);
    text->unit = GAZ_OFFSETS_BYTE;
    return 0;
}

int text_open(struct text *text, PyObject *object, gaz_offsets unit, bool replace) {
    *text = (struct text){0};
    if (PyUnicode_Check(object)) return open_string(text, object, unit, replace);
    if (PyBytes_Check(object) || PyByteArray_Check(object) || PyMemoryView_Check(object)) {
        if (unit == GAZ_OFFSETS_DEFAULT || unit == GAZ_OFFSETS_BYTE) return open_bytes(text, object);
        return open_decoded(text, object, unit, replace);
    }
    PyErr_Format(PyExc_TypeError, "a text is str or bytes, not %R", (PyObject *)Py_TYPE(object));
    return -1;
}

void text_close(struct text *text) {
    Py_XDECREF(text->owner);
    *text = (struct text){0};
}
