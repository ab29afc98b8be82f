/* What an explainer holds, and the parts of an explanation. */
#ifndef EXPLAIN_EXPLAIN_H
#define EXPLAIN_EXPLAIN_H

#include "explain/rivals.h"
#include "tag/units.h"

enum { LOST_MAX = 100, NEAR_MAX = 20 };

/* A block with what stands in it. */
struct scene {
    struct block block;
    struct rivals rivals;
};

/* What a surface was asked about with. */
struct question {
    char *surface; /* owned; NULL: nothing was asked */
    size_t size;
    struct buffer keys; /* of its tokens */
    size_t *key_ends;   /* in `keys` */
    size_t token_count;
    uint64_t found; /* places so far */
    bool by_bytes;  /* its tokens stand nowhere: its bytes are looked for */
    uint64_t next;  /* from this byte on */
};

struct gaz_explainer {
    struct finder finder;
    struct units units;
    char *file;  /* name; owned; NULL = none */
    char *owned; /* the file's text */
    const char *text;
    uint64_t size;
    struct scene scene;     /* where gaz_explainer_next is, */
    size_t next;            /* and its next candidate (of a question: token) */
    bool ready;             /* the scene's candidates are found */
    struct scene elsewhere; /* where spans that were asked for are */
    struct question question;
    struct buffer room;

    bool has_explanation;
    gaz_explanation explanation; /* the newest; its parts: */
    gaz_candidate *lost;         /* LOST_MAX + 1: and the one that covers it */
    gaz_near *near;              /* NEAR_MAX */
    struct names strings;        /* what `near` and parts of scores borrow from */
    uint64_t counted;            /* up to this byte, `units` were counted */
    uint64_t units_before;
};

/* Goes back before the first block of the text. */
void scene_rewind(struct scene *scene);

/* Goes to the next block of the text. */
gaz_status explain_go_on(gaz_explainer *explainer, struct block *block, gaz_error *error);

/* Makes the explanation of a candidate; of tokens [begin, end) of one sentence, whatever they are; of bytes
 * [begin, end) of the text, whose first token is in the scene's block or behind it (its candidates are found anew). */
gaz_status explain_candidate(gaz_explainer *explainer, const struct scene *scene, size_t number, gaz_error *error);
gaz_status explain_tokens(gaz_explainer *explainer, const struct scene *scene, uint32_t begin, uint32_t end,
                          gaz_error *error);
gaz_status explain_bytes(gaz_explainer *explainer, struct scene *scene, uint64_t begin_at, uint64_t end_at,
                         gaz_error *error);

/* A candidate as the outside sees it. False: out of memory. */
bool describe_candidate(gaz_candidate *described, gaz_explainer *explainer, const struct scene *scene, size_t number);

/* A name that lives as long as the explainer; NULL: out of memory. */
const char *explain_string(gaz_explainer *explainer, const char *bytes, size_t size);

/* Fills explanation.near: entries that are nearly the text [begin, end) of a block. */
gaz_status near_find(gaz_explainer *explainer, const struct block *block, uint32_t begin, uint32_t end,
                     gaz_error *error);

/* The explanation as lines, or as a JSON object. False: out of memory. */
bool write_lines(struct buffer *out, gaz_explainer *explainer, bool colours);
bool write_json(struct buffer *out, gaz_explainer *explainer);

/* A byte of the text in the explainer's unit. */
uint64_t explain_units(gaz_explainer *explainer, uint64_t at);

#endif
