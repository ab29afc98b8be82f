/* What an explainer holds, and the parts of an explanation. */
#ifndef EXPLAIN_EXPLAIN_H
#define EXPLAIN_EXPLAIN_H

#include "explain/question.h"
#include "explain/rivals.h"

enum { LOST_MAX = 100, NEAR_MAX = 20 };

/* A passage with what stands in it. */
struct scene {
    struct passage passage;
    struct rivals rivals;
    bool ready;  /* they have been found */
    size_t next; /* the candidate (of a question: token) that is looked at next */
};

struct gaz_explainer {
    struct finder finder;
    gaz_format input;
    const char *text; /* in memory; NULL: a file is read */
    size_t size;
    struct scene scene;     /* where gaz_explainer_next is */
    struct scene elsewhere; /* where spans of a text in memory are */
    struct question question;
    struct buffer room;
    struct token *tokens; /* room */
    size_t token_capacity;

    struct scene *about; /* where the newest explanation is; NULL: there is none */
    gaz_explanation explanation;
    gaz_candidate *lost;    /* its parts: LOST_MAX + 1: and the one that covers it */
    gaz_near *near;         /* NEAR_MAX */
    struct strings strings; /* what `near` and parts of scores borrow from */
};

/* Goes on to the next passage that can be explained, and finds its candidates. `*done`: there is none. */
gaz_status scene_next(bool *done, gaz_explainer *explainer, struct scene *scene, gaz_error *error);

/* Makes the explanation of a candidate; of tokens [begin, end) of one sentence, whatever they are; of bytes
 * [begin, end) of the passage (its candidates are found anew). */
gaz_status explain_candidate(gaz_explainer *explainer, struct scene *scene, size_t number, gaz_error *error);
gaz_status explain_tokens(gaz_explainer *explainer, struct scene *scene, uint64_t begin, uint64_t end,
                          gaz_error *error);
gaz_status explain_bytes(gaz_explainer *explainer, struct scene *scene, uint64_t begin_at, uint64_t end_at,
                         gaz_error *error);

/* Explains the next place at which stands what was asked for. */
gaz_status explain_next_place(bool *found, gaz_explainer *explainer, gaz_error *error);

/* A candidate as the outside sees it. False: out of memory. */
bool describe_candidate(gaz_candidate *described, gaz_explainer *explainer, const struct scene *scene, size_t number);

/* A name that lives as long as the explainer; NULL: out of memory. */
const char *explain_string(gaz_explainer *explainer, const char *bytes, size_t size);

/* Fills explanation.near: entries that are nearly the tokens [begin, end) of a document. */
gaz_status near_find(gaz_explainer *explainer, const gaz_document *document, uint64_t begin, uint64_t end,
                     gaz_error *error);

/* The explanation as lines, or as a JSON object. False: out of memory. */
bool write_lines(struct buffer *out, const gaz_explanation *explanation, bool colours);
bool write_json(struct buffer *out, const gaz_explanation *explanation);

#endif
