/* Output of the library as a Python string. */
#ifndef PYTHON_SINK_H
#define PYTHON_SINK_H

#include "extension.h"

/* A str of what was written into memory, which is freed; NULL with an exception if the status is no success. */
PyObject *memory_string(gaz_memory *memory, gaz_status status, const gaz_error *error);

#endif
