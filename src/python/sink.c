#include "sink.h"

PyObject *memory_string(gaz_memory *memory, gaz_status status, const gaz_error *error) {
    PyObject *string =
        status == GAZ_OK ? PyUnicode_DecodeUTF8(memory->size ? memory->bytes : "", (Py_ssize_t)memory->size, "replace")
                         : error_raise(error);
    gaz_memory_free(memory);
    return string;
}
