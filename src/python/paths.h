/* Several paths of a call. */
#ifndef PYTHON_PATHS_H
#define PYTHON_PATHS_H

#include "extension.h"

/* Zero-initialized: none. */
struct paths {
    const char **names;
    size_t count;
    PyObject **owners; /* bytes */
};

/* `tuple` has paths: str, bytes or os.PathLike. */
int paths_open(struct paths *paths, PyObject *tuple);
void paths_close(struct paths *paths);

#endif
