/* gaz._gaz.TagMany: the iterator of Model.tag_many. The thread that iterates reads texts ahead, makes Python objects,
 * and tags when it would have to wait; other threads, if there are any, only tag. */
#include "model.h"

#include <pthread.h>

#include "batches.h"
#include "text.h"

struct many {
    PyObject ob_base;
    struct model *model; /* entered; NULL at the end */
    PyObject *source;    /* iterator over texts; NULL when it has ended */
    struct tag_options options;
    struct crew crew;
    struct batches *batches;
    PyObject **owners; /* of the texts' bytes: BATCH_TEXTS for each batch, as it comes */
    size_t owner_batches;
    size_t filled;        /* batches */
    struct batch *batch;  /* that is read; NULL = none */
    size_t at;            /* its next text */
    PyObject *failure[3]; /* what the source raised, for when all texts before it have been given */
    unsigned forks;       /* when the threads were started */
    bool busy;
};

/* ---- The end ---- */

static unsigned forks; /* from the first process to this one; to ask for the process would be a system call a text */

static void count_fork(void) {
    forks++;
}

/* Threads do not survive a fork. */
static bool lost_threads(const struct many *self) {
    return self->options.threads > 1 && self->forks != forks;
}

/* Where the threads are lost, there is nothing to wait for, and the taggers that they used are lost, too. */
static void stop(struct many *self) {
    bool lost = lost_threads(self);
    struct batches *batches = self->batches;
    self->batches = NULL;
    self->batch = NULL;
    if (!lost) {
        PyThreadState *saved = PyEval_SaveThread();
        batches_free(batches);
        PyEval_RestoreThread(saved);
    }
    crew_give(&self->crew, self->model, lost);
    for (size_t i = 0; self->owners && i < self->owner_batches * BATCH_TEXTS; i++) Py_CLEAR(self->owners[i]);
    Py_CLEAR(self->source);
    tag_options_close(&self->options);
    if (!self->model) return;
    struct model *model = self->model;
    self->model = NULL;
    model_leave(model);
    Py_DECREF(model);
}

static int many_clear(PyObject *object) {
    struct many *self = (struct many *)object;
    if (self->busy) return 0;
    stop(self);
    for (int i = 0; i < 3; i++) Py_CLEAR(self->failure[i]);
    return 0;
}

static int many_traverse(PyObject *object, visitproc visit, void *arg) {
    struct many *self = (struct many *)object;
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(self->source);
    Py_VISIT((PyObject *)self->model);
    for (int i = 0; i < 3; i++) Py_VISIT(self->failure[i]);
    return 0;
}

static void many_dealloc(PyObject *object) {
    struct many *self = (struct many *)object;
    PyObject_GC_UnTrack(object);
    (void)many_clear(object);
    PyMem_Free(self->owners);
    object_free(object);
}

/* ---- Reading ahead ---- */

static PyObject **owners_of(struct many *self, size_t batch) {
    return self->owners + batch % self->owner_batches * BATCH_TEXTS;
}

/* The end of the source, or what it raised, which is raised once the texts before it have been given. */
static void end_source(struct many *self) {
    Py_CLEAR(self->source);
    PyErr_Fetch(&self->failure[0], &self->failure[1], &self->failure[2]);
}

static void fill_batch(struct many *self, struct batch *batch) {
    PyObject **owners = owners_of(self, self->filled);
    size_t bytes = 0;
    while (batch->count < BATCH_TEXTS && bytes < BATCH_BYTES) {
        struct text text;
        PyObject *item = PyIter_Next(self->source);
        int opened = item ? text_open(&text, item, self->options.offsets, self->options.replace_surrogates) : -1;
        Py_XDECREF(item);
        if (opened < 0) {
            end_source(self);
            return;
        }
        Py_XDECREF(owners[batch->count]);
        owners[batch->count] = text.owner;
        batch->texts[batch->count++] = (struct batch_text){text.bytes, text.size, text.unit, 0};
        bytes += text.size;
    }
}

static void read_ahead(struct many *self) {
    struct batch *batch;
    while (self->source && (batch = batches_empty(self->batches))) {
        fill_batch(self, batch);
        if (batch->count == 0) return;
        self->filled++;
        batches_submit(self->batches);
    }
}

/* 1: there is a batch; 0: there is none; all were read. */
static int next_batch(struct many *self) {
    read_ahead(self);
    PyThreadState *saved = PyEval_SaveThread();
    self->batch = batches_wait(self->batches);
    PyEval_RestoreThread(saved);
    self->at = 0;
    return self->batch != NULL;
}

/* ---- The iterator ---- */

static PyObject *finish(struct many *self) {
    PyErr_Restore(self->failure[0], self->failure[1], self->failure[2]);
    for (int i = 0; i < 3; i++) self->failure[i] = NULL;
    return NULL;
}

static PyObject *next_spans(struct many *self) {
    if (self->batch && self->at == self->batch->count) {
        self->batch = NULL;
        batches_release(self->batches);
    }
    if (!self->batch && !next_batch(self)) return finish(self);
    const struct batch *batch = self->batch;
    if (self->at == batch->tagged) return error_raise(&batch->error);
    size_t begin = self->at ? batch->texts[self->at - 1].end : 0;
    size_t end = batch->texts[self->at].end;
    self->at++;
    return model_spans(self->model, batch->spans.spans + begin, end - begin);
}

static PyObject *many_next(PyObject *object) {
    struct many *self = (struct many *)object;
    if (!self->batches) return NULL;
    if (self->busy || lost_threads(self)) {
        PyErr_SetString(PyExc_RuntimeError, self->busy ? "the iterator is in use by another thread"
                                                       : "the iterator belongs to the process that was forked");
        return NULL;
    }
    self->busy = true;
    PyObject *spans = next_spans(self);
    self->busy = false;
    if (spans) return spans;
    PyObject *failure[3];
    PyErr_Fetch(&failure[0], &failure[1], &failure[2]);
    stop(self);
    PyErr_Restore(failure[0], failure[1], failure[2]);
    return NULL;
}

static int start(struct many *self) {
    size_t threads = self->options.threads;
    self->forks = forks;
    self->owner_batches = batches_capacity(threads);
    self->owners = PyMem_Calloc(self->owner_batches * BATCH_TEXTS, sizeof *self->owners);
    if (self->owners && crew_take(&self->crew, self->model, &self->options.key, threads) == 0)
        self->batches = batches_new(self->crew.taggers, threads, self->options.key.senses);
    if (!self->batches && !PyErr_Occurred()) PyErr_NoMemory();
    return self->batches ? 0 : -1;
}

PyObject *model_tag_many(PyObject *object, PyObject *const *arguments, Py_ssize_t count, PyObject *keywords) {
    struct model *model = (struct model *)object;
    if (count != 1 || PyUnicode_Check(arguments[0]) || PyBytes_Check(arguments[0])) {
        PyErr_SetString(PyExc_TypeError, "tag_many takes one iterable of texts");
        return NULL;
    }
    struct many *self = (struct many *)object_new(extension.tag_many_type);
    if (!self) return NULL;
    if (tag_options_read(&self->options, model, arguments + count, keywords,
                         TAG_TEXT | TAG_OFFSETS | TAG_ERRORS | TAG_THREADS) == 0 &&
        model_enter(model) == 0) {
        Py_INCREF(object);
        self->model = model;
        self->source = PyObject_GetIter(arguments[0]);
        if (self->source && start(self) == 0) return (PyObject *)self;
    }
    Py_DECREF(self);
    return NULL;
}

static PyType_Slot slots[] = {{Py_tp_dealloc, many_dealloc}, {Py_tp_traverse, many_traverse},
                              {Py_tp_clear, many_clear},     {Py_tp_iter, PyObject_SelfIter},
                              {Py_tp_iternext, many_next},   {0, NULL}};

static PyType_Spec spec = {"gaz._gaz.TagMany", sizeof(struct many), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION, slots};

int tag_many_type_add(PyObject *module) {
    extension.tag_many_type = type_add(module, &spec, "TagMany");
    if (!extension.tag_many_type) return -1;
    if (pthread_atfork(NULL, NULL, count_fork) == 0) return 0;
    PyErr_NoMemory();
    return -1;
}
