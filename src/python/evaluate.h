/* gaz.evaluate. */
#ifndef PYTHON_EVALUATE_H
#define PYTHON_EVALUATE_H

#include "extension.h"

/* (predicted, gold, options): `predicted` is a Model or a path, `gold` a list of paths, or None for one file of both.
 * Returns JSON. */
PyObject *evaluate(PyObject *module, PyObject *arguments);

#endif
