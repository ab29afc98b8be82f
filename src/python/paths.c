#include "paths.h"

static int open_each(struct paths *paths, PyObject *tuple) {
    size_t count = (size_t)PyTuple_Size(tuple);
    paths->names = PyMem_Calloc(count + 1, sizeof *paths->names);
    paths->owners = PyMem_Calloc(count + 1, sizeof(PyObject *));
    if (!paths->names || !paths->owners) {
        PyErr_NoMemory();
        return -1;
    }
    while (paths->count < count) {
        PyObject *bytes = path_bytes(PyTuple_GetItem(tuple, (Py_ssize_t)paths->count));
        if (!bytes) return -1;
        paths->owners[paths->count] = bytes;
        paths->names[paths->count++] = PyBytes_AsString(bytes);
    }
    return 0;
}

int paths_open(struct paths *paths, PyObject *tuple) {
    *paths = (struct paths){0};
    if (open_each(paths, tuple) == 0) return 0;
    paths_close(paths);
    return -1;
}

void paths_close(struct paths *paths) {
    while (paths->count) Py_DECREF(paths->owners[--paths->count]);
    PyMem_Free(paths->names);
    PyMem_Free(paths->owners);
    *paths = (struct paths){0};
}
