#include "fields.h"

#include <string.h>

int field_format_find(const char *name) {
    gaz_format format = gaz_format_find(name);
    return format == GAZ_FORMAT_AUTO ? -1 : (int)format;
}

const char *field_format_name(int value) {
    return gaz_format_name((gaz_format)value);
}

int field_choice(int *value, PyObject *name, int (*find)(const char *name), const char *what) {
    const char *text = PyUnicode_Check(name) ? PyUnicode_AsUTF8AndSize(name, NULL) : NULL;
    if (!text) {
        if (!PyErr_Occurred()) PyErr_Format(PyExc_TypeError, "%s must be a str", what);
        return -1;
    }
    int found = find(text);
    if (found < 0) {
        PyErr_Format(PyExc_ValueError, "there is no %s \"%s\"", what, text);
        return -1;
    }
    *value = found;
    return 0;
}

const struct field corpus_option_fields[] = {
    {"format", FIELD_CHOICE, offsetof(gaz_corpus_options, format), field_format_find, field_format_name},
    {"offsets", FIELD_CHOICE, offsetof(gaz_corpus_options, offsets), gaz_offsets_find, gaz_offsets_name},
    {"field", FIELD_TEXT, offsetof(gaz_corpus_options, field)},
    {"encoding", FIELD_TEXT, offsetof(gaz_corpus_options, encoding)},
    {"id_field", FIELD_TEXT, offsetof(gaz_corpus_options, id_field)},
    {"fields", FIELD_TEXT, offsetof(gaz_corpus_options, fields)},
    {"labels", FIELD_TEXT, offsetof(gaz_corpus_options, labels)},
    {"scheme", FIELD_CHOICE, offsetof(gaz_corpus_options, columns.scheme), gaz_scheme_find, gaz_scheme_name},
    {"separator", FIELD_CHOICE, offsetof(gaz_corpus_options, columns.separator), gaz_separator_find,
     gaz_separator_name},
    {"token_column", FIELD_UNSIGNED, offsetof(gaz_corpus_options, columns.token_column)},
    {"tag_column", FIELD_UNSIGNED, offsetof(gaz_corpus_options, columns.tag_column)},
    {"id_column", FIELD_UNSIGNED, offsetof(gaz_corpus_options, columns.id_column)},
    {"lenient", FIELD_FLAG, offsetof(gaz_corpus_options, columns.lenient)},
    {"reviewed_only", FIELD_FLAG, offsetof(gaz_corpus_options, reviewed_only)},
    {NULL}};

static int read_text(const char **text, PyObject *value, const char *name) {
    Py_ssize_t size;
    if (!PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "%s must be a str", name);
        return -1;
    }
    *text = PyUnicode_AsUTF8AndSize(value, &size);
    if (*text && strlen(*text) == (size_t)size) return 0;
    if (*text) PyErr_Format(PyExc_ValueError, "%s has a zero character", name);
    return -1;
}

static int read_unsigned(unsigned long long *number, PyObject *value, unsigned long long limit, const char *name) {
    *number = PyLong_AsUnsignedLongLong(value);
    if (PyErr_Occurred()) return -1;
    if (*number <= limit) return 0;
    PyErr_Format(PyExc_OverflowError, "%s is at most %llu", name, limit);
    return -1;
}

static int read_field(void *at, const struct field *field, PyObject *value) {
    unsigned long long number = 0;
    long integer;
    switch (field->kind) {
    case FIELD_FLAG: *(int *)at = PyObject_IsTrue(value); return *(int *)at < 0 ? -1 : 0;
    case FIELD_INT:
        integer = PyLong_AsLong(value);
        if (PyErr_Occurred()) return -1;
        if (integer < INT32_MIN || integer > INT32_MAX) {
            PyErr_Format(PyExc_OverflowError, "%s does not fit 32 bits", field->name);
            return -1;
        }
        *(int32_t *)at = (int32_t)integer;
        return 0;
    case FIELD_UNSIGNED:
        if (read_unsigned(&number, value, UINT32_MAX, field->name) < 0) return -1;
        *(unsigned *)at = (unsigned)number;
        return 0;
    case FIELD_COUNT:
        if (read_unsigned(&number, value, UINT64_MAX, field->name) < 0) return -1;
        *(uint64_t *)at = number;
        return 0;
    case FIELD_NUMBER: *(double *)at = PyFloat_AsDouble(value); return PyErr_Occurred() ? -1 : 0;
    case FIELD_TEXT: return read_text(at, value, field->name);
    case FIELD_CHOICE: return field_choice(at, value, field->find, field->name);
    case FIELD_RANGE:
    case FIELD_PART: break;
    }
    PyErr_Format(PyExc_TypeError, "%s cannot be set", field->name);
    return -1;
}

/* Finds the row with a name, and where its member is. */
static const struct field *find_field(void **at, void *structure, const struct field *fields, PyObject *name) {
    for (const struct field *field = fields; field->name; field++) {
        *at = (char *)structure + field->offset;
        if (field->kind == FIELD_PART) {
            const struct field *found = find_field(at, *at, field->part, name);
            if (found) return found;
        } else if (PyUnicode_CompareWithASCIIString(name, field->name) == 0) {
            return field;
        }
    }
    return NULL;
}

int fields_read(void *structure, const struct field *fields, PyObject *options) {
    PyObject *name;
    PyObject *value;
    Py_ssize_t position = 0;
    while (PyDict_Next(options, &position, &name, &value)) {
        void *at = NULL;
        const struct field *field = find_field(&at, structure, fields, name);
        if (!field) {
            PyErr_Format(PyExc_TypeError, "there is no option %R here", name);
            return -1;
        }
        if (value != Py_None && read_field(at, field, value) < 0) return -1;
    }
    return 0;
}

static PyObject *field_value(const void *at, const struct field *field) {
    const char *text = NULL;
    switch (field->kind) {
    case FIELD_PART: break;
    case FIELD_FLAG: return PyBool_FromLong(*(const int *)at);
    case FIELD_INT: return PyLong_FromLong(*(const int32_t *)at);
    case FIELD_UNSIGNED: return PyLong_FromUnsignedLong(*(const unsigned *)at);
    case FIELD_COUNT: return PyLong_FromUnsignedLongLong(*(const uint64_t *)at);
    case FIELD_NUMBER: return PyFloat_FromDouble(*(const double *)at);
    case FIELD_RANGE: return Py_BuildValue("dd", ((const gaz_range *)at)->low, ((const gaz_range *)at)->high);
    case FIELD_TEXT: text = *(const char *const *)at; break;
    case FIELD_CHOICE: text = field->name_of(*(const int *)at); break;
    }
    return text ? PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace") : none();
}

PyObject *fields_dict(const void *structure, const struct field *fields) {
    PyObject *dict = PyDict_New();
    for (const struct field *field = fields; dict && field->name; field++) {
        PyObject *value = field_value((const char *)structure + field->offset, field);
        if (!value || PyDict_SetItemString(dict, field->name, value) < 0) Py_CLEAR(dict);
        Py_XDECREF(value);
    }
    return dict;
}

int strings_open(struct strings *strings, PyObject *sequence, const char *what) {
    *strings = (struct strings){0};
    if (!sequence || sequence == Py_None) return 0;
    if (PyUnicode_Check(sequence) || PyBytes_Check(sequence)) {
        PyErr_Format(PyExc_TypeError, "%s must be a list of str, not one", what);
        return -1;
    }
    strings->owner = PySequence_Tuple(sequence);
    if (!strings->owner) return -1;
    size_t count = (size_t)PyTuple_Size(strings->owner);
    strings->names = PyMem_Malloc((count + 1) * sizeof *strings->names);
    if (!strings->names) PyErr_NoMemory();
    for (size_t i = 0; strings->names && i < count; i++) {
        if (read_text(&strings->names[i], PyTuple_GetItem(strings->owner, (Py_ssize_t)i), what) < 0) break;
        strings->count++;
    }
    if (!PyErr_Occurred()) return 0;
    strings_close(strings);
    return -1;
}

void strings_close(struct strings *strings) {
    PyMem_Free(strings->names);
    Py_XDECREF(strings->owner);
    *strings = (struct strings){0};
}
