/* A gaz_document as Python objects. */
#include "documents.h"
#include "tagging.h"

struct reading {
    const gaz_document *document;
    gaz_document_info info;
    gaz_offsets unit; /* bytes, if the text is ASCII */
    struct place place;
};

/* Offsets mostly ascend. */
static PyObject *offset_of(struct reading *reading, uint64_t byte) {
    if (reading->unit != GAZ_OFFSETS_BYTE && byte < reading->place.byte) reading->place = (struct place){0};
    return PyLong_FromUnsignedLongLong(place_move(&reading->place, reading->info.text, byte, reading->unit));
}

static PyObject *text_or_none(const char *text) {
    return text ? PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace") : none();
}

/* A negative score is none. */
static PyObject *score_or_none(double score) {
    return score < 0 ? none() : PyFloat_FromDouble(score);
}

static PyObject *token_tuple(struct reading *reading, uint64_t index) {
    uint64_t begin;
    uint64_t end;
    gaz_document_get_token(&begin, &end, reading->document, index);
    PyObject *start = offset_of(reading, begin);
    return start ? Py_BuildValue("NN", start, offset_of(reading, end)) : NULL;
}

static PyObject *sentence_tuple(struct reading *reading, uint64_t index) {
    uint64_t begin;
    uint64_t end;
    gaz_document_get_sentence(&begin, &end, reading->document, index);
    return Py_BuildValue("KK", (unsigned long long)begin, (unsigned long long)end);
}

static PyObject *sense_tuple(const gaz_document_sense *sense) {
    return Py_BuildValue("NNNN", text_or_none(sense->type), score_or_none(sense->score), text_or_none(sense->id),
                         text_or_none(sense->name));
}

static PyObject *span_tuple(struct reading *reading, uint64_t index) {
    gaz_document_span span;
    gaz_document_get_span(&span, reading->document, index);
    PyObject *senses = PyTuple_New((Py_ssize_t)span.senses);
    for (uint64_t i = 0; senses && i < span.senses; i++) {
        gaz_document_sense sense;
        gaz_document_get_sense(&sense, reading->document, index, i);
        PyObject *tuple = sense_tuple(&sense);
        if (!tuple || PyTuple_SetItem(senses, (Py_ssize_t)i, tuple) < 0) Py_CLEAR(senses);
    }
    if (!senses) return NULL;
    PyObject *start = offset_of(reading, span.begin);
    PyObject *end = offset_of(reading, span.end);
    return Py_BuildValue("NNNNNNN", start, end, text_or_none(span.type), score_or_none(span.score),
                         text_or_none(span.id), text_or_none(span.name), senses);
}

static PyObject *list_of(struct reading *reading, uint64_t count, PyObject *(*make)(struct reading *, uint64_t)) {
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (uint64_t i = 0; list && i < count; i++) {
        PyObject *item = make(reading, i);
        if (!item || PyList_SetItem(list, (Py_ssize_t)i, item) < 0) Py_CLEAR(list);
    }
    return list;
}

PyObject *document_tuple(const gaz_document *document) {
    struct reading reading = {.document = document};
    gaz_document_get_info(&reading.info, document);
    const gaz_document_info *info = &reading.info;
    PyObject *text = PyUnicode_DecodeUTF8(info->size ? info->text : "", (Py_ssize_t)info->size, "strict");
    if (!text) return NULL;
    reading.unit = PyUnicode_GetLength(text) == (Py_ssize_t)info->size ? GAZ_OFFSETS_BYTE : GAZ_OFFSETS_CODEPOINT;
    PyObject *tokens = list_of(&reading, info->tokens, token_tuple);
    PyObject *sentences = tokens ? list_of(&reading, info->sentences, sentence_tuple) : NULL;
    PyObject *spans = sentences ? list_of(&reading, info->spans, span_tuple) : NULL;
    if (spans)
        return Py_BuildValue("NKNNNNNN", text_or_none(info->name), (unsigned long long)info->number,
                             text_or_none(info->id), text, tokens, sentences, spans, PyBool_FromLong(info->unreviewed));
    Py_DECREF(text);
    Py_XDECREF(tokens);
    Py_XDECREF(sentences);
    return NULL;
}
