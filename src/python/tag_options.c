/* The keywords of tag and its like. */
#include "model.h"

static int read_errors(bool *replace, PyObject *value) {
    if (PyUnicode_Check(value)) {
        *replace = PyUnicode_CompareWithASCIIString(value, "replace") == 0;
        if (*replace || PyUnicode_CompareWithASCIIString(value, "strict") == 0) return 0;
    }
    PyErr_Format(PyExc_ValueError, "errors is \"strict\" or \"replace\", not %R", value);
    return -1;
}

static int read_offsets(gaz_offsets *offsets, PyObject *value) {
    int found = 0;
    if (value == Py_None) return 0;
    if (field_choice(&found, value, gaz_offsets_find, "unit of offsets") < 0) return -1;
    *offsets = (gaz_offsets)found;
    if (found != GAZ_OFFSETS_GRAPHEME) return 0;
    PyErr_SetString(PyExc_ValueError, "offsets are \"codepoint\", \"utf16\" or \"byte\" here");
    return -1;
}

static int read_share(double *share, PyObject *value, const char *name) {
    *share = PyFloat_AsDouble(value);
    if (PyErr_Occurred()) return -1;
    if (*share >= 0 && *share <= 1) return 0;
    PyErr_Format(PyExc_ValueError, "%s is between 0 and 1", name);
    return -1;
}

static int read_precision(double *min_score, const struct model *model, PyObject *value) {
    double precision;
    if (read_share(&precision, value, "precision") < 0) return -1;
    if (model->closed) {
        PyErr_SetString(PyExc_ValueError, "the model is closed");
        return -1;
    }
    if (gaz_model_threshold(min_score, model->model, precision)) return 0;
    PyErr_SetString(PyExc_ValueError, model->info.context ? "no score promises that precision"
                                                          : "the model has no estimates, from which precision follows");
    return -1;
}

static int read_flag(bool *flag, PyObject *value) {
    int truth = PyObject_IsTrue(value);
    *flag = truth > 0;
    return truth < 0 ? -1 : 0;
}

/* A name of a format of markup; None: the text is none. */
static int read_markup(gaz_format *markup, PyObject *value) {
    if (value == Py_None) return 0;
    for (gaz_format format = GAZ_FORMAT_AUTO; (format = gaz_format_next(format)) != GAZ_FORMAT_AUTO;) {
        if (!(gaz_format_uses(format) & GAZ_FORMAT_READS_MARKUP) || !PyUnicode_Check(value)) continue;
        if (PyUnicode_CompareWithASCIIString(value, gaz_format_name(format)) != 0) continue;
        *markup = format;
        return 0;
    }
    PyErr_Format(PyExc_ValueError, "markup is \"html\" or \"xml\", not %R", value);
    return -1;
}

static bool is_named(PyObject *name, const char *wanted) {
    return PyUnicode_CompareWithASCIIString(name, wanted) == 0;
}

/* 1: read; 0: there is no such option; -1: refused. */
static int read_text_option(struct tag_options *options, PyObject *name, PyObject *value) {
    if (is_named(name, "paragraphs")) return read_flag(&options->key.paragraphs, value) < 0 ? -1 : 1;
    if (is_named(name, "tokenized")) return read_flag(&options->key.tokenized, value) < 0 ? -1 : 1;
    if (is_named(name, "markup")) return read_markup(&options->key.markup, value) < 0 ? -1 : 1;
    return 0;
}

/* Markup says itself where sentences end. */
static int check(const struct tag_options *options) {
    const struct tagger_key *key = &options->key;
    if (!key->markup || !(key->tokenized || key->paragraphs)) return 0;
    PyErr_SetString(PyExc_ValueError, "markup has neither tokens nor paragraphs of its own");
    return -1;
}

static int read_match_option(struct tag_options *options, const struct model *model, PyObject *name, PyObject *value) {
    if (is_named(name, "all")) return read_flag(&options->key.all, value) < 0 ? -1 : 1;
    if (is_named(name, "senses")) return read_flag(&options->key.senses, value) < 0 ? -1 : 1;
    if (is_named(name, "abbreviations")) return read_flag(&options->key.abbreviations, value) < 0 ? -1 : 1;
    if (is_named(name, "min_score"))
        return value != Py_None && read_share(&options->key.min_score, value, "min_score") < 0 ? -1 : 1;
    if (is_named(name, "precision"))
        return value != Py_None && read_precision(&options->key.min_score, model, value) < 0 ? -1 : 1;
    if (is_named(name, "types")) return strings_open(&options->key.types, value, "types") < 0 ? -1 : 1;
    return 0;
}

static int read_threads(unsigned *threads, PyObject *value) {
    enum { MOST_THREADS = 1024 };
    long count = PyLong_AsLong(value);
    if (PyErr_Occurred()) return -1;
    if (count < 1 || count > MOST_THREADS) {
        PyErr_SetString(PyExc_ValueError, "threads is between 1 and 1024");
        return -1;
    }
    *threads = (unsigned)count;
    return 1;
}

int tag_options_read(struct tag_options *options, const struct model *model, PyObject *const *values,
                     PyObject *keywords, unsigned allowed) {
    *options = (struct tag_options){.key.min_score = -1, .threads = 1};
    if (!keywords) return 0;
    Py_ssize_t count = PyTuple_Size(keywords);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *name = PyTuple_GetItem(keywords, i);
        int read = read_match_option(options, model, name, values[i]);
        if (read == 0 && (allowed & TAG_ERRORS) && is_named(name, "errors"))
            read = read_errors(&options->replace_surrogates, values[i]) < 0 ? -1 : 1;
        if (read == 0 && (allowed & TAG_OFFSETS) && is_named(name, "offsets"))
            read = read_offsets(&options->offsets, values[i]) < 0 ? -1 : 1;
        if (read == 0 && (allowed & TAG_TEXT)) read = read_text_option(options, name, values[i]);
        if (read == 0 && (allowed & TAG_THREADS) && is_named(name, "threads"))
            read = read_threads(&options->threads, values[i]);
        if (read == 0) PyErr_Format(PyExc_TypeError, "there is no option %R here", name);
        if (read > 0) continue;
        tag_options_close(options);
        return -1;
    }
    if (check(options) == 0) return 0;
    tag_options_close(options);
    return -1;
}

void tag_options_close(struct tag_options *options) {
    strings_close(&options->key.types);
}
