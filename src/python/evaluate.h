/* gaz.evaluate. */
#ifndef PYTHON_EVALUATE_H
#define PYTHON_EVALUATE_H

#include "extension.h"

/* (predicted, fill, gold, differences, page, options): `predicted` is a Model or a path, `gold` a tuple of paths, or of
 * None for one file of both; `fill`, `differences` and `page` are paths or None. Returns JSON. */
PyObject *evaluate(PyObject *module, PyObject *arguments);

#endif
