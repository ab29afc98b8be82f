/* Documents as Python objects, and the other way round. */
#ifndef PYTHON_DOCUMENTS_H
#define PYTHON_DOCUMENTS_H

#include "extension.h"

/* (name, number, text, tokens, sentences, spans), as gaz.documents.Document is made from. */
PyObject *document_tuple(const gaz_document *document);

/* A document of a text, a name or None, and a sequence of spans: (start, end, label, score, id, name, senses), each
 * sense (label, score, id, name). NULL if it failed. */
gaz_document *document_from(PyObject *text, PyObject *name, PyObject *id, PyObject *spans, bool unreviewed);

int document_writer_type_add(PyObject *module);

#endif
