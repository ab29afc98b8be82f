/* The extension module gaz._gaz: the part of the package that calls libgaz. */
#include "evaluate.h"
#include "extension.h"

struct extension extension;

PyTypeObject *type_add(PyObject *module, PyType_Spec *spec, const char *name) {
    PyObject *type = PyType_FromSpec(spec);
    if (!type) return NULL;
    if (PyModule_AddObjectRef(module, name, type) == 0) return (PyTypeObject *)type;
    Py_DECREF(type);
    return NULL;
}

PyObject *object_new(PyTypeObject *type) {
    return ((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
}

void object_free(PyObject *object) {
    PyTypeObject *type = Py_TYPE(object);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

static PyObject *import_from(const char *module_name, const char *name) {
    PyObject *module = PyImport_ImportModule(module_name);
    PyObject *value = module ? PyObject_GetAttrString(module, name) : NULL;
    Py_XDECREF(module);
    return value;
}

static int import_package(void) {
    extension.error_make = import_from("gaz._errors", "make");
    extension.span_type = (PyTypeObject *)import_from("gaz._span", "Span");
    if (!extension.error_make || !extension.span_type) return -1;
    extension.span_alloc = (allocfunc)PyType_GetSlot(extension.span_type, Py_tp_alloc);
    return 0;
}

static PyMethodDef functions[] = {
    {"evaluate", (PyCFunction)(void (*)(void))evaluate, METH_VARARGS, "evaluate(predicted, gold, options) -> str"},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "gaz._gaz", "What gaz does in C.", -1, functions, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__gaz(void) {
    PyObject *module = PyModule_Create(&definition);
    if (module && import_package() == 0 && model_type_add(module) == 0 && tag_many_type_add(module) == 0 &&
        arrow_types_add(module) == 0 && lexicon_type_add(module) == 0 && document_types_add(module) == 0 &&
        PyModule_AddStringConstant(module, "version", gaz_version()) == 0)
        return module;
    Py_XDECREF(module);
    return NULL;
}
