/* gaz._gaz.Model: a model, its labels as Python strings, and a pool of taggers. */
#ifndef PYTHON_MODEL_H
#define PYTHON_MODEL_H

#include "extension.h"
#include "fields.h"
#include "tagging.h"

/* What a tagger is made for. */
struct tagger_key {
    bool tokenized; /* text whose tokens are separated by blanks */
    bool paragraphs;
    gaz_format markup; /* text that is a page of it; GAZ_FORMAT_AUTO: it is none */
    bool all;
    bool senses;
    bool abbreviations;
    double min_score;     /* negative: the model's */
    struct strings types; /* none: all */
};

/* A tagger in use by one thread, or in a model's pool. */
struct pooled {
    struct pooled *next;
    struct tagger_key key; /* owned */
    gaz_tagger *tagger;
    struct span_list spans; /* for its user: room for spans, which is kept */
};

/* Options of tag, tag_many and others, as their keywords give them. */
struct tag_options {
    struct tagger_key key; /* owned: tag_options_close */
    gaz_offsets offsets;
    bool replace_surrogates;
    unsigned threads;
};

struct model {
    PyObject ob_base;
    gaz_model *model; /* NULL: closed, and no longer used */
    PyObject *labels; /* tuple of interned str, by number of the type */
    PyObject *path;   /* None: opened from bytes */
    gaz_model_info info;
    struct pooled *idle; /* taggers that are not in use, the latest first */
    size_t users;        /* calls and iterators that need `model` */
    bool closed;
};

/* Options of these names are allowed. Bits of `allowed` in tag_options_read. */
enum {
    TAG_ERRORS = 1,  /* errors */
    TAG_TEXT = 2,    /* paragraphs, tokenized, markup */
    TAG_OFFSETS = 4, /* offsets */
    TAG_THREADS = 8  /* threads */
};

/* Reads keywords as METH_FASTCALL gives them: their values follow the positional arguments. */
int tag_options_read(struct tag_options *options, const struct model *model, PyObject *const *values,
                     PyObject *keywords, unsigned allowed);
void tag_options_close(struct tag_options *options);

/* Begins to use the model: it stays mapped until model_leave, even if it is closed. Fails if it is closed. */
int model_enter(struct model *model);
void model_leave(struct model *model);

/* A tagger for the caller alone, until model_give. The model must have been entered. */
struct pooled *model_take(struct model *model, const struct tagger_key *key);
void model_give(struct model *model, struct pooled *pooled);

/* Taggers for threads. Zero-initialized: none. */
struct crew {
    struct pooled **pooled; /* owned */
    size_t count;
    gaz_tagger **taggers; /* owned: those of `pooled` */
};

int crew_take(struct crew *crew, struct model *model, const struct tagger_key *key, size_t count);

/* Forgets them if they are lost: threads of the process before a fork used them. */
void crew_give(struct crew *crew, struct model *model, bool lost);

/* Spans as a list of gaz.Span. */
PyObject *model_spans(const struct model *model, const gaz_span *spans, size_t count);

/* The model of an argument; NULL and TypeError if it is none. */
struct model *model_of(PyObject *object);

/* Methods that other files define. */
PyObject *model_tag(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *keywords);
PyObject *model_tag_tokens(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *keywords);
PyObject *model_tag_many(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *keywords);
PyObject *model_tag_arrow(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *keywords);
PyObject *model_explain(PyObject *self, PyObject *arguments);
PyObject *model_document(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *keywords);

#endif
