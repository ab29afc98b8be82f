#include "lexicon.h"

#include "fields.h"
#include "tokens.h"

struct lexicon *lexicon_of(PyObject *object) {
    if (PyObject_TypeCheck(object, extension.lexicon_type)) return (struct lexicon *)object;
    PyErr_Format(PyExc_TypeError, "a gaz.Lexicon is needed, not %R", (PyObject *)Py_TYPE(object));
    return NULL;
}

int lexicon_enter(struct lexicon *lexicon) {
    if (lexicon->busy) {
        PyErr_SetString(PyExc_RuntimeError, "the lexicon is in use by another thread");
        return -1;
    }
    lexicon->busy = true;
    return 0;
}

void lexicon_leave(struct lexicon *lexicon) {
    lexicon->busy = false;
}

static PyObject *lexicon_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)keywords;
    (void)arguments;
    gaz_error error;
    struct lexicon *self = (struct lexicon *)object_new(type);
    if (!self || gaz_lexicon_new(&self->lexicon, &error) == GAZ_OK) {
        if (self) gaz_lexicon_track_sources(self->lexicon);
        return (PyObject *)self;
    }
    Py_DECREF(self);
    return error_raise(&error);
}

static void lexicon_dealloc(PyObject *object) {
    gaz_lexicon_free(((struct lexicon *)object)->lexicon);
    object_free(object);
}

/* ---- One entry ---- */

static const struct field entry_fields[] = {
    {"label", FIELD_TEXT, offsetof(gaz_entry, type)},
    {"id", FIELD_TEXT, offsetof(gaz_entry, id)},
    {"name", FIELD_TEXT, offsetof(gaz_entry, name)},
    {"priority", FIELD_INT, offsetof(gaz_entry, priority)},
    {"case", FIELD_CHOICE, offsetof(gaz_entry, match_case), gaz_case_find, gaz_case_name},
    {"edges", FIELD_CHOICE, offsetof(gaz_entry, edges), gaz_edges_find, gaz_edges_name},
    {NULL}};

static int add_entry(struct lexicon *self, const gaz_entry *entry) {
    gaz_error error;
    if (lexicon_enter(self) < 0) return -1;
    gaz_status status = gaz_lexicon_add_entry(self->lexicon, entry, &error);
    lexicon_leave(self);
    if (status == GAZ_OK) return 0;
    error_raise(&error);
    return -1;
}

/* (bits) -> number of variants */
static PyObject *lexicon_add_variants(PyObject *object, PyObject *arguments) {
    struct lexicon *self = (struct lexicon *)object;
    unsigned kinds;
    uint64_t added;
    gaz_error error;
    if (!PyArg_ParseTuple(arguments, "I", &kinds) || lexicon_enter(self) < 0) return NULL;
    PyThreadState *saved = PyEval_SaveThread();
    gaz_status status = gaz_lexicon_add_variants(&added, self->lexicon, kinds, &error);
    PyEval_RestoreThread(saved);
    lexicon_leave(self);
    return status == GAZ_OK ? PyLong_FromUnsignedLongLong(added) : error_raise(&error);
}

/* (tokens, options) */
static PyObject *lexicon_add(PyObject *self, PyObject *arguments) {
    PyObject *sequence;
    PyObject *options;
    struct tokens tokens;
    gaz_entry entry;
    gaz_entry_init(&entry);
    if (!PyArg_ParseTuple(arguments, "OO!", &sequence, &PyDict_Type, &options) ||
        fields_read(&entry, entry_fields, options) < 0 || tokens_open(&tokens, sequence, false) < 0)
        return NULL;
    entry.tokens = tokens.tokens;
    entry.token_count = tokens.count;
    int result = add_entry((struct lexicon *)self, &entry);
    tokens_close(&tokens);
    return result < 0 ? NULL : none();
}

/* ---- What is in it ---- */

static const struct field count_fields[] = {
    {"entries", FIELD_COUNT, offsetof(gaz_lexicon_counts, entries)},
    {"kept", FIELD_COUNT, offsetof(gaz_lexicon_counts, kept)},
    {"dropped_purity", FIELD_COUNT, offsetof(gaz_lexicon_counts, dropped_purity)},
    {"dropped_count", FIELD_COUNT, offsetof(gaz_lexicon_counts, dropped_count)},
    {"dropped_tokens", FIELD_COUNT, offsetof(gaz_lexicon_counts, dropped_tokens)},
    {"dropped_type", FIELD_COUNT, offsetof(gaz_lexicon_counts, dropped_type)},
    {"dropped_precision", FIELD_COUNT, offsetof(gaz_lexicon_counts, dropped_precision)},
    {"dropped_verdict", FIELD_COUNT, offsetof(gaz_lexicon_counts, dropped_verdict)},
    {"variants", FIELD_COUNT, offsetof(gaz_lexicon_counts, variants)},
    {"verdicts", FIELD_COUNT, offsetof(gaz_lexicon_counts, verdicts)},
    {NULL}};

static int add_type_counts(PyObject *types, const gaz_type_counts *of) {
    PyObject *key = PyUnicode_DecodeUTF8(of->name, (Py_ssize_t)strlen(of->name), "replace");
    PyObject *value = key ? fields_dict(&of->counts, count_fields) : NULL;
    int result = value ? PyDict_SetItem(types, key, value) : -1;
    Py_XDECREF(key);
    Py_XDECREF(value);
    return result;
}

static PyObject *types_dict(const gaz_lexicon *lexicon, uint64_t count) {
    PyObject *types = PyDict_New();
    gaz_type_counts *counts = malloc((count + 1) * sizeof *counts);
    bool known = counts && gaz_lexicon_get_type_counts(counts, lexicon, NULL) == GAZ_OK;
    if (!known) PyErr_NoMemory();
    bool good = types && known;
    for (uint64_t i = 0; good && i < count; i++) good = add_type_counts(types, &counts[i]) == 0;
    free(counts);
    if (!good) Py_CLEAR(types);
    return types;
}

static PyObject *counts_dict(const gaz_lexicon *lexicon) {
    gaz_lexicon_counts counts;
    gaz_lexicon_get_counts(&counts, lexicon);
    PyObject *dict = fields_dict(&counts, count_fields);
    PyObject *types = dict ? types_dict(lexicon, counts.types) : NULL;
    if (!types || PyDict_SetItemString(dict, "types", types) < 0) Py_CLEAR(dict);
    Py_XDECREF(types);
    return dict;
}

static PyObject *get_counts(PyObject *object, void *unused) {
    (void)unused;
    struct lexicon *self = (struct lexicon *)object;
    if (lexicon_enter(self) < 0) return NULL;
    PyObject *dict = counts_dict(self->lexicon);
    lexicon_leave(self);
    return dict;
}

static const struct field estimate_fields[] = {
    {"context", FIELD_FLAG, offsetof(gaz_estimate, context)},
    {"threshold", FIELD_NUMBER, offsetof(gaz_estimate, threshold)},
    {"precision", FIELD_NUMBER, offsetof(gaz_estimate, precision)},
    {"precision_range", FIELD_RANGE, offsetof(gaz_estimate, precision_range)},
    {"recall", FIELD_NUMBER, offsetof(gaz_estimate, recall)},
    {"recall_range", FIELD_RANGE, offsetof(gaz_estimate, recall_range)},
    {"f1", FIELD_NUMBER, offsetof(gaz_estimate, f1)},
    {"f1_range", FIELD_RANGE, offsetof(gaz_estimate, f1_range)},
    {"recall_bound", FIELD_NUMBER, offsetof(gaz_estimate, recall_bound)},
    {"calibration", FIELD_NUMBER, offsetof(gaz_estimate, calibration)},
    {"folds", FIELD_COUNT, offsetof(gaz_estimate, folds)},
    {NULL}};

static PyObject *get_estimate(PyObject *object, void *unused) {
    (void)unused;
    struct lexicon *self = (struct lexicon *)object;
    gaz_estimate estimate;
    if (lexicon_enter(self) < 0) return NULL;
    gaz_lexicon_get_estimate(&estimate, self->lexicon);
    lexicon_leave(self);
    return estimate.judged ? fields_dict(&estimate, estimate_fields) : none();
}

static PyMethodDef methods[] = {{"_add", lexicon_add, METH_VARARGS, NULL},
                                {"_import", lexicon_import, METH_VARARGS, NULL},
                                {"_harvest", lexicon_harvest, METH_VARARGS, NULL},
                                {"_grow", lexicon_grow, METH_VARARGS, NULL},
                                {"_build", lexicon_build, METH_VARARGS, NULL},
                                {"_export", lexicon_export, METH_VARARGS, NULL},
                                {"_write", lexicon_write, METH_O, NULL},
                                {"_write_report", lexicon_write_report, METH_VARARGS, NULL},
                                {"_add_variants", lexicon_add_variants, METH_VARARGS, NULL},
                                {"_apply_blocklist", lexicon_apply_blocklist, METH_O, NULL},
                                {"_apply_verdicts", lexicon_apply_verdicts, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};

static PyGetSetDef attributes[] = {
    {"counts", get_counts, NULL,
     "Numbers of entries, kept and dropped for each reason, as a dict; `types` has such a dict for each label.", NULL},
    {"estimate", get_estimate, NULL,
     "What the last harvest promises of new text, as a dict of shares, 0 to 1, and ranges of them; None: nothing was "
     "judged.",
     NULL},
    {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot slots[] = {{Py_tp_new, lexicon_new},
                              {Py_tp_dealloc, lexicon_dealloc},
                              {Py_tp_methods, methods},
                              {Py_tp_getset, attributes},
                              {0, NULL}};

static PyType_Spec spec = {"gaz._gaz.Lexicon", sizeof(struct lexicon), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                           slots};

int lexicon_type_add(PyObject *module) {
    extension.lexicon_type = type_add(module, &spec, "Lexicon");
    return extension.lexicon_type ? 0 : -1;
}
