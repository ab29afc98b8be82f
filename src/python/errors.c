/* A gaz_error as a Python exception. */
#include "extension.h"

/* File names are what the system gave; messages may be cut off inside a character. */
static PyObject *text_of(const char *text) {
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace");
}

PyObject *error_object(const gaz_error *error) {
    PyObject *message = text_of(error->message);
    PyObject *file = error->file[0] ? PyUnicode_DecodeFSDefault(error->file) : none();
    PyObject *exception = NULL;
    if (message && file)
        exception = PyObject_CallFunction(extension.error_make, "iOOKi", (int)error->status, message, file,
                                          (unsigned long long)error->line, (int)error->hint);
    Py_XDECREF(message);
    Py_XDECREF(file);
    return exception;
}

PyObject *error_raise(const gaz_error *error) {
    if (error->status == GAZ_ERROR_MEMORY) return PyErr_NoMemory();
    PyObject *exception = error_object(error);
    if (exception) PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
    Py_XDECREF(exception);
    return NULL;
}

PyObject *path_bytes(PyObject *path) {
    PyObject *bytes = NULL;
    return PyUnicode_FSConverter(path, &bytes) ? bytes : NULL;
}
