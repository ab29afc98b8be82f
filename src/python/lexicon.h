/* gaz._gaz.Lexicon. */
#ifndef PYTHON_LEXICON_H
#define PYTHON_LEXICON_H

#include "extension.h"

struct lexicon {
    PyObject ob_base;
    gaz_lexicon *lexicon;
    bool busy; /* a call works on it without the GIL */
};

/* Begins a call: fails if another thread is in one. */
int lexicon_enter(struct lexicon *lexicon);
void lexicon_leave(struct lexicon *lexicon);

/* The lexicon of an argument; NULL and TypeError if it is none. */
struct lexicon *lexicon_of(PyObject *object);

/* Methods that other files define. */
PyObject *lexicon_import(PyObject *self, PyObject *arguments);
PyObject *lexicon_harvest(PyObject *self, PyObject *arguments);
PyObject *lexicon_grow(PyObject *self, PyObject *arguments);
PyObject *lexicon_build(PyObject *self, PyObject *arguments);
PyObject *lexicon_export(PyObject *self, PyObject *arguments);
PyObject *lexicon_write(PyObject *self, PyObject *folder);
PyObject *lexicon_write_report(PyObject *self, PyObject *arguments);
PyObject *lexicon_apply_blocklist(PyObject *self, PyObject *path);
PyObject *lexicon_apply_verdicts(PyObject *self, PyObject *path);

#endif
