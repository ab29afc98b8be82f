/* Blocks of input on their way through the worker threads, given back in order. */
#ifndef TAG_RING_H
#define TAG_RING_H

#include <stdbool.h>

#include "base/buffer.h"
#include "gaz.h"

/* A block of input. */
struct block {
    char *bytes; /* owned; `capacity` */
    size_t size;
    size_t capacity;
    bool goes_on;      /* it begins inside a sentence */
    bool cut;          /* it ends inside a sentence */
    uint64_t document; /* number of the file */
    const char *name;  /* of the file; borrowed */
    uint64_t offset;   /* of its first byte in the file, in the output's units */
    uint64_t line;     /* of its first byte, from 1 */
    struct buffer out; /* what a worker made of it */
    gaz_stream_totals totals;
    gaz_status status;
    gaz_error error;
    int state;       /* the ring's */
    uint64_t number; /* in order of reading */
};

/* Does the work on a block. `worker` numbers the threads from 0. */
typedef void ring_work(void *context, unsigned worker, struct block *block);

/* Writes a finished block; called for one block at a time, in order. A failure ends the ring's work. */
typedef gaz_status ring_write(void *context, struct block *block, gaz_error *error);

struct ring;

/* `threads` that work, the caller's among them: it works while there is no free block to read into. 0: the work is done
 * by ring_submit itself. */
gaz_status ring_new(struct ring **ring, unsigned threads, size_t block_size, ring_work *work, ring_write *write,
                    void *context, gaz_error *error);

/* Ends the threads; blocks that are not written are lost. */
void ring_free(struct ring *ring);

/* A free block to fill, waiting for one if need be. */
struct block *ring_next(struct ring *ring);

/* Hands the block that ring_next gave to the workers. Fails with what a worker or writer failed with. */
gaz_status ring_submit(struct ring *ring, gaz_error *error);

/* Waits until all blocks are written. */
gaz_status ring_drain(struct ring *ring, gaz_error *error);

/* For a worker: waits until every block before this one is written. */
void ring_wait_turn(struct ring *ring, const struct block *block);

/* For a worker whose turn it is: whether the work has failed, so that nothing more is to be written. */
bool ring_failed(struct ring *ring);

#endif
