/* Reports that several functions give, as dicts. */
#ifndef PYTHON_REPORTS_H
#define PYTHON_REPORTS_H

#include "extension.h"

PyObject *corpus_report_dict(const gaz_corpus_report *report);

#endif
