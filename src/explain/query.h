/* A queried surface: where its tokens occur, or tokens that are nearly the same, or only its bytes. */
#ifndef EXPLAIN_QUERY_H
#define EXPLAIN_QUERY_H

#include "explain/index.h"
#include "scan/passage.h"
#include "text/cut.h"

enum { OCCURRENCES_MAX = 10 /* of inexact matches */ };

/* The keys that the tokens of a surface are compared by. */
struct phrase {
    struct buffer keys; /* one after the other */
    size_t *ends;       /* of each key; owned */
    size_t capacity;
    size_t count;
};

/* How well a part of the text matches. */
enum query_match {
    QUERY_NO_MATCH,
    QUERY_BYTES,  /* the bytes occur, as parts of tokens */
    QUERY_NEARLY, /* the tokens are the same but for a kind of difference */
    QUERY_TOKENS  /* the tokens are the same to the model */
};

/* All zero: there is no query. */
struct query {
    char *surface; /* owned; NULL: there is no query */
    size_t size;
    struct phrase exact;              /* as the model compares tokens */
    struct phrase kinds[INDEX_KINDS]; /* by kind of difference, without it */
    struct buffer room;

    /* While the tokens have not been found: the passages with the best inexact matches, which come after the input. */
    bool found;
    enum query_match best; /* of the passages that are kept */
    struct passage_copy copies[OCCURRENCES_MAX];
    size_t copy_count;
    bool at_copies;     /* the input has ended */
    size_t copy;        /* the next one */
    size_t occurrences; /* found in the copies so far */
    uint64_t next;      /* QUERY_BYTES: the byte to search from */
};

/* Sets the query to a surface, which is copied and cut by the function. */
gaz_status query_set(struct query *query, struct index *index, cut_function *cut, const char *surface, size_t size,
                     gaz_error *error);
void query_clear(struct query *query);

/* Compares the surface with the passage's tokens from `token` on: QUERY_NO_MATCH, QUERY_TOKENS, or, with `nearly`,
 * QUERY_NEARLY. False: out of memory. */
bool query_compare(enum query_match *match, struct query *query, struct index *index, const struct passage *passage,
                   uint64_t token, bool nearly);

/* How QUERY_NEARLY tokens differ: the name of a kind. NULL: out of memory. */
const char *query_difference(struct query *query, const struct passage *passage, uint64_t token);

/* Finds the next occurrence of the bytes; false if there is none. */
bool query_next_bytes(uint64_t *at, struct query *query, const struct passage *passage);

/* Keeps a passage, whose best match is `match`, if no better ones are kept. */
gaz_status query_keep_passage(struct query *query, const struct passage *passage, enum query_match match,
                              gaz_error *error);

#endif
