/* Model.tag and Model.tag_tokens, and spans as Python objects. */
#include "model.h"

#include <string.h>

#include "text.h"
#include "tokens.h"

/* Texts of fewer bytes are tagged sooner than another thread gets the GIL and gives it back. */
enum { HOLD_GIL_BYTES = 1 << 14 };

/* ---- Spans ---- */

static PyObject *entry_id(const struct model *self, uint32_t entry) {
    gaz_model_entry found;
    if (!gaz_model_get_entry(&found, self->model, entry) || !found.id) return none();
    return PyUnicode_DecodeUTF8(found.id, (Py_ssize_t)strlen(found.id), "replace");
}

static PyObject *make_span(const struct model *self, const gaz_span *span) {
    PyObject *label = PyTuple_GetItem(self->labels, (Py_ssize_t)span->type);
    if (!label) return NULL;
    Py_INCREF(label);
    PyObject *values[] = {PyLong_FromUnsignedLongLong(span->begin),
                          PyLong_FromUnsignedLongLong(span->end),
                          label,
                          PyFloat_FromDouble(span->score),
                          entry_id(self, span->entry),
                          PyLong_FromUnsignedLong(span->entry)};
    Py_ssize_t size = (Py_ssize_t)(sizeof values / sizeof *values);
    PyObject *made = extension.span_alloc(extension.span_type, size);
    bool good = made != NULL;
    for (Py_ssize_t i = 0; i < size; i++) {
        good = good && values[i];
        if (!made)
            Py_XDECREF(values[i]);
        else if (PyTuple_SetItem(made, i, values[i]) < 0)
            good = false;
    }
    if (!good) Py_CLEAR(made);
    return made;
}

PyObject *model_spans(const struct model *self, const gaz_span *spans, size_t count) {
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list && i < count; i++) {
        PyObject *span = make_span(self, &spans[i]);
        if (!span || PyList_SetItem(list, (Py_ssize_t)i, span) < 0) Py_CLEAR(list);
    }
    return list;
}

/* ---- Tagging ---- */

static PyObject *tag_opened(struct model *self, const struct text *text, const struct tag_options *options) {
    gaz_error error;
    struct pooled *pooled = model_take(self, &options->key);
    if (!pooled) return NULL;
    PyThreadState *saved = text->size >= HOLD_GIL_BYTES ? PyEval_SaveThread() : NULL;
    gaz_status status =
        tag_text(&pooled->spans, pooled->tagger, text->bytes, text->size, text->unit, options->key.senses, &error);
    if (saved) PyEval_RestoreThread(saved);
    PyObject *spans =
        status == GAZ_OK ? model_spans(self, pooled->spans.spans, pooled->spans.count) : error_raise(&error);
    model_give(self, pooled);
    return spans;
}

/* The one positional argument of a method; NULL if there is another number of them. */
static PyObject *only_argument(PyObject *const *arguments, Py_ssize_t count, const char *what) {
    if (count == 1) return arguments[0];
    PyErr_Format(PyExc_TypeError, "%s is the one positional argument, %zd were given", what, count);
    return NULL;
}

PyObject *model_tag(PyObject *object, PyObject *const *arguments, Py_ssize_t count, PyObject *keywords) {
    struct model *self = (struct model *)object;
    struct tag_options options;
    struct text text;
    PyObject *spans = NULL;
    PyObject *argument = only_argument(arguments, count, "text");
    if (!argument ||
        tag_options_read(&options, self, arguments + count, keywords, TAG_TEXT | TAG_OFFSETS | TAG_ERRORS) < 0)
        return NULL;
    if (text_open(&text, argument, options.offsets, options.replace_surrogates) == 0) {
        if (model_enter(self) == 0) {
            spans = tag_opened(self, &text, &options);
            model_leave(self);
        }
        text_close(&text);
    }
    tag_options_close(&options);
    return spans;
}

static PyObject *tag_sentence(struct model *self, const struct tokens *tokens, const struct tag_options *options) {
    gaz_error error;
    struct pooled *pooled = model_take(self, &options->key);
    if (!pooled) return NULL;
    gaz_status status =
        tag_tokens(&pooled->spans, pooled->tagger, tokens->tokens, tokens->count, options->key.senses, &error);
    PyObject *spans =
        status == GAZ_OK ? model_spans(self, pooled->spans.spans, pooled->spans.count) : error_raise(&error);
    model_give(self, pooled);
    return spans;
}

static PyObject *tag_sequence(struct model *self, PyObject *sequence, const struct tag_options *options) {
    struct tokens tokens;
    PyObject *spans = NULL;
    if (tokens_open(&tokens, sequence, options->replace_surrogates) < 0) return NULL;
    if (model_enter(self) == 0) {
        spans = tag_sentence(self, &tokens, options);
        model_leave(self);
    }
    tokens_close(&tokens);
    return spans;
}

PyObject *model_tag_tokens(PyObject *object, PyObject *const *arguments, Py_ssize_t count, PyObject *keywords) {
    struct tag_options options;
    PyObject *argument = only_argument(arguments, count, "tokens");
    if (argument && (PyUnicode_Check(argument) || PyBytes_Check(argument))) {
        PyErr_SetString(PyExc_TypeError, "tokens is a sequence of str, not one str");
        return NULL;
    }
    if (!argument || tag_options_read(&options, (struct model *)object, arguments + count, keywords, TAG_ERRORS) < 0)
        return NULL;
    PyObject *spans = tag_sequence((struct model *)object, argument, &options);
    tag_options_close(&options);
    return spans;
}
