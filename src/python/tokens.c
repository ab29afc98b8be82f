#include "tokens.h"

static int open_each(struct tokens *tokens, PyObject *tuple, bool replace) {
    size_t count = (size_t)PyTuple_Size(tuple);
    tokens->texts = PyMem_Calloc(count + 1, sizeof *tokens->texts);
    tokens->tokens = PyMem_Calloc(count + 1, sizeof *tokens->tokens);
    if (!tokens->texts || !tokens->tokens) {
        PyErr_NoMemory();
        return -1;
    }
    while (tokens->count < count) {
        struct text *text = &tokens->texts[tokens->count];
        PyObject *token = PyTuple_GetItem(tuple, (Py_ssize_t)tokens->count);
        if (text_open(text, token, GAZ_OFFSETS_DEFAULT, replace) < 0) return -1;
        tokens->tokens[tokens->count++] = (gaz_token){text->bytes, text->size};
    }
    return 0;
}

int tokens_open(struct tokens *tokens, PyObject *sequence, bool replace) {
    *tokens = (struct tokens){0};
    PyObject *tuple = PySequence_Tuple(sequence);
    if (!tuple) return -1;
    int result = open_each(tokens, tuple, replace);
    Py_DECREF(tuple); /* the texts hold what they need */
    if (result < 0) tokens_close(tokens);
    return result;
}

void tokens_close(struct tokens *tokens) {
    while (tokens->count) text_close(&tokens->texts[--tokens->count]);
    PyMem_Free(tokens->texts);
    PyMem_Free(tokens->tokens);
    *tokens = (struct tokens){0};
}
