/* Batches of texts, tagged in order by threads. Knows nothing of Python, and needs no GIL. */
#ifndef PYTHON_BATCHES_H
#define PYTHON_BATCHES_H

#include <stddef.h>

#include "tagging.h"

enum { BATCH_TEXTS = 256, BATCH_BYTES = 1 << 17 };

struct batch_text {
    const char *bytes; /* NULL: none, which has no spans */
    size_t size;
    gaz_offsets unit;
    size_t end; /* one past its last span in the batch's */
};

/* Filled by its user, then tagged, then read by its user. */
struct batch {
    struct batch_text texts[BATCH_TEXTS];
    size_t count;
    struct span_list spans; /* of all texts, those of the first one first */
    size_t tagged;          /* texts that were tagged: all, unless one failed */
    gaz_status status;
    gaz_error error;
};

/* Some batches in a circle: the user submits and waits for them in the same order. Threads take them as they come. */
struct batches;

/* How many batches there are. */
size_t batches_capacity(size_t threads);

/* `threads` taggers, one of them for whoever waits, who tags meanwhile: a thread is started for each other one. NULL:
 * out of memory, or of threads. */
struct batches *batches_new(gaz_tagger *const *taggers, size_t threads, bool senses);

/* Waits until no thread runs. */
void batches_free(struct batches *batches);

/* The batch to fill next; NULL if all are in use. */
struct batch *batches_empty(struct batches *batches);

/* The batch that was filled may be tagged. */
void batches_submit(struct batches *batches);

/* The oldest batch that was submitted, once it is tagged; NULL if there is none. Tags what no thread has taken rather
 * than sleep. The batch stays in use until batches_release. */
struct batch *batches_wait(struct batches *batches);
void batches_release(struct batches *batches);

#endif
