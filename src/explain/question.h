/* A surface that was asked about: where its tokens stand, or tokens that are nearly the same, or only its bytes. */
#ifndef EXPLAIN_QUESTION_H
#define EXPLAIN_QUESTION_H

#include "explain/index.h"
#include "explain/passage.h"
#include "text/cut.h"

enum { PLACES_MAX = 10 /* near ones */ };

/* What the tokens of a surface are compared by, one behind the other. */
struct phrase {
    struct buffer keys;
    size_t *ends; /* of each; owned */
    size_t capacity;
    size_t count;
};

enum likeness {
    LIKE_NOTHING,
    LIKE_BYTES,  /* the bytes stand there, as parts of tokens */
    LIKE_FOLDED, /* the tokens are the same in another case or normalization */
    LIKE_TOKENS  /* the tokens are the same to the model */
};

/* All zero: nothing is asked. */
struct question {
    char *surface; /* owned; NULL: nothing is asked */
    size_t size;
    struct phrase exact;  /* as the model compares tokens */
    struct phrase folded; /* in no case, composed */
    struct phrase composed;
    struct buffer room;

    /* While the tokens were found nowhere: passages that hold something like them, which are gone through at last. */
    bool found;
    enum likeness like; /* what they hold */
    struct passage_copy copies[PLACES_MAX];
    size_t copy_count;
    bool at_copies; /* the input has ended */
    size_t copy;    /* the next one of them */
    size_t places;  /* found in them so far */
    uint64_t next;  /* LIKE_BYTES: from this byte on */
};

/* Asks for a surface, which is copied and cut by the function. */
gaz_status question_ask(struct question *question, struct index *index, cut_function *cut, const char *surface,
                        size_t size, gaz_error *error);
void question_forget(struct question *question);

/* Whether the surface begins at a token of the passage: LIKE_NOTHING, LIKE_TOKENS, or, if asked for, LIKE_FOLDED.
 * False: out of memory. */
bool question_stands(enum likeness *like, struct question *question, struct index *index, const struct passage *passage,
                     uint64_t token, bool folded);

/* How LIKE_FOLDED tokens differ: "case" or "normalization". NULL: out of memory. */
const char *question_difference(struct question *question, const struct passage *passage, uint64_t token);

/* The next place at which the bytes stand; false if there is none. */
bool question_next_bytes(uint64_t *at, struct question *question, const struct passage *passage);

/* Keeps a passage in which nothing like better than `like` stands, if it is among the best. */
gaz_status question_keep(struct question *question, const struct passage *passage, enum likeness like,
                         gaz_error *error);

#endif
