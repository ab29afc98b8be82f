/* A surface that was asked about: where its tokens stand, or tokens that are nearly the same, or only its bytes. */
#ifndef EXPLAIN_QUERY_H
#define EXPLAIN_QUERY_H

#include "explain/index.h"
#include "scan/passage.h"
#include "text/cut.h"

enum { OCCURRENCES_MAX = 10 /* near ones */ };

/* What the tokens of a surface are compared by, one behind the other. */
struct phrase {
    struct buffer keys;
    size_t *ends; /* of each; owned */
    size_t capacity;
    size_t count;
};

enum query_match {
    QUERY_NO_MATCH,
    QUERY_BYTES,  /* the bytes stand there, as parts of tokens */
    QUERY_FOLDED, /* the tokens are the same in another case or normalization */
    QUERY_TOKENS  /* the tokens are the same to the model */
};

/* All zero: nothing is asked. */
struct query {
    char *surface; /* owned; NULL: nothing is asked */
    size_t size;
    struct phrase exact;  /* as the model compares tokens */
    struct phrase folded; /* in no case, composed */
    struct phrase composed;
    struct buffer room;

    /* While the tokens were found nowhere: passages that hold something like them, which are gone through at last. */
    bool found;
    enum query_match like; /* what they hold */
    struct passage_copy copies[OCCURRENCES_MAX];
    size_t copy_count;
    bool at_copies; /* the input has ended */
    size_t copy;    /* the next one of them */
    size_t places;  /* found in them so far */
    uint64_t next;  /* QUERY_BYTES: from this byte on */
};

/* Asks for a surface, which is copied and cut by the function. */
gaz_status query_set(struct query *query, struct index *index, cut_function *cut, const char *surface, size_t size,
                     gaz_error *error);
void query_clear(struct query *query);

/* Whether the surface begins at a token of the passage: QUERY_NO_MATCH, QUERY_TOKENS, or, if asked for, QUERY_FOLDED.
 * False: out of memory. */
bool query_compare(enum query_match *like, struct query *query, struct index *index, const struct passage *passage,
                   uint64_t token, bool folded);

/* How QUERY_FOLDED tokens differ: "case" or "normalization". NULL: out of memory. */
const char *query_difference(struct query *query, const struct passage *passage, uint64_t token);

/* The next place at which the bytes stand; false if there is none. */
bool query_next_bytes(uint64_t *at, struct query *query, const struct passage *passage);

/* Keeps a passage in which nothing like better than `like` stands, if it is among the best. */
gaz_status query_keep_passage(struct query *query, const struct passage *passage, enum query_match like,
                              gaz_error *error);

#endif
