/* What the files of the extension module gaz._gaz share. Like the command, they see gaz.h only.
 *
 * Functions that return PyObject * or int (0, or -1) set a Python exception when they fail, and need the GIL. Those
 * that return gaz_status know nothing of Python, and run without it. */
#ifndef PYTHON_EXTENSION_H
#define PYTHON_EXTENSION_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>

#include "gaz.h"

/* What the module takes from the Python part of the package, and its types; set when it is imported. */
struct extension {
    PyObject *error_make;    /* gaz._errors.make */
    PyTypeObject *span_type; /* gaz._span.Span, a named tuple */
    allocfunc span_alloc;
    PyTypeObject *model_type;
    PyTypeObject *lexicon_type;
    PyTypeObject *tag_many_type;
    PyTypeObject *spans_type;  /* of Arrow, in one array */
    PyTypeObject *chunks_type; /* of Arrow, in a stream */
    PyTypeObject *reader_type;
    PyTypeObject *writer_type;
};

extern struct extension extension;

/* Each makes types or adds functions to the module. */
int model_type_add(PyObject *module);
int tag_many_type_add(PyObject *module);
int arrow_types_add(PyObject *module);
int lexicon_type_add(PyObject *module);
int document_types_add(PyObject *module);

/* Makes a type and adds it to the module. NULL if it failed. */
PyTypeObject *type_add(PyObject *module, PyType_Spec *spec, const char *name);

/* An object of a type made here, or of a subclass, all zero; and what ends its tp_dealloc. */
PyObject *object_new(PyTypeObject *type);
void object_free(PyObject *object);

/* Raises what a gaz_error tells: a subclass of gaz.Error, or MemoryError. Returns NULL. */
PyObject *error_raise(const gaz_error *error);

/* The exception, not raised. */
PyObject *error_object(const gaz_error *error);

/* The path that an argument names, as bytes of the file system; NULL if it is none. */
PyObject *path_bytes(PyObject *path);

static inline PyObject *none(void) {
    Py_INCREF(Py_None);
    return Py_None;
}

#endif
