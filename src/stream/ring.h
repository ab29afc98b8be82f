/* Blocks of input on their way through the worker threads, given back in order. */
#ifndef STREAM_RING_H
#define STREAM_RING_H

#include <stdbool.h>

#include "base/buffer.h"
#include "gaz.h"
#include "scan/block.h"

/* A block of input, and what a worker makes of it. */
struct job {
    struct block block;
    uint64_t file;     /* number of the input file */
    struct buffer out; /* what is to be written */
    gaz_stream_totals totals;
    gaz_status status;
    gaz_error error;
    int state;       /* the ring's */
    uint64_t number; /* in order of reading */
};

/* Does the work on a job. `worker` numbers the threads from 0. */
typedef void ring_work(void *context, unsigned worker, struct job *job);

/* Writes a finished job; called for one at a time, in order. A failure ends the ring's work. */
typedef gaz_status ring_write(void *context, struct job *job, gaz_error *error);

struct ring;

/* `threads` that work, the caller's among them: it works while there is no free job to read into. 0: the work is done
 * by ring_submit itself. */
gaz_status ring_new(struct ring **ring, unsigned threads, size_t block_size, ring_work *work, ring_write *write,
                    void *context, gaz_error *error);

/* Ends the threads; jobs that are not written are lost. */
void ring_free(struct ring *ring);

/* A job whose block is free to fill, waiting for one if need be. */
struct job *ring_next(struct ring *ring);

/* Hands the job that ring_next gave to the workers. Fails with what a worker or writer failed with. */
gaz_status ring_submit(struct ring *ring, gaz_error *error);

/* Waits until all jobs are written. */
gaz_status ring_drain(struct ring *ring, gaz_error *error);

/* For a worker: waits until every job before this one is written. */
void ring_wait_turn(struct ring *ring, const struct job *job);

/* For a worker whose turn it is: whether the work has failed, so that nothing more is to be written. */
bool ring_failed(struct ring *ring);

#endif
