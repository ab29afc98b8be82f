#include "tag/ring.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"

enum { BLOCK_FREE, BLOCK_READY, BLOCK_TAKEN, BLOCK_DONE };

struct worker {
    struct ring *ring;
    unsigned number;
    pthread_t thread;
};

struct ring {
    ring_work *work;
    ring_write *write;
    void *context;
    struct block *blocks;
    size_t block_count;
    struct worker *workers;
    unsigned worker_count;
    pthread_mutex_t lock; /* all below, and the blocks' states */
    pthread_cond_t ready; /* a block waits for a worker, or the work ends */
    pthread_cond_t moved; /* a block was written */
    uint64_t filled;      /* blocks handed in */
    uint64_t taken;       /* of these, blocks that a worker has taken */
    uint64_t written;     /* of these, blocks that are written */
    bool writing;         /* a thread writes */
    bool ended;
    gaz_status status;
    gaz_error error;
};

static struct block *block_at(struct ring *ring, uint64_t number) {
    return &ring->blocks[number % ring->block_count];
}

/* Writes the blocks that are done, as far as they follow one another. Holds the lock but while writing. */
static void write_done(struct ring *ring) {
    if (ring->writing) return; /* whoever writes goes on to this block */
    ring->writing = true;
    while (ring->written < ring->taken && block_at(ring, ring->written)->state == BLOCK_DONE) {
        struct block *block = block_at(ring, ring->written);
        if (ring->status == GAZ_OK) {
            pthread_mutex_unlock(&ring->lock);
            gaz_error error;
            gaz_status status = ring->write(ring->context, block, &error);
            pthread_mutex_lock(&ring->lock);
            if (status != GAZ_OK) {
                ring->status = status;
                ring->error = error;
            }
        }
        block->state = BLOCK_FREE;
        ring->written++;
        pthread_cond_broadcast(&ring->moved);
    }
    ring->writing = false;
}

/* Works on the next block that is ready, and writes what is done then. Holds the lock but while doing so. */
static void work_on_next(struct ring *ring, unsigned worker) {
    struct block *block = block_at(ring, ring->taken++);
    block->state = BLOCK_TAKEN;
    bool failed = ring->status != GAZ_OK;
    pthread_mutex_unlock(&ring->lock);
    if (!failed) ring->work(ring->context, worker, block);
    pthread_mutex_lock(&ring->lock);
    block->state = BLOCK_DONE;
    write_done(ring);
}

static void *run_worker(void *argument) {
    struct worker *worker = argument;
    struct ring *ring = worker->ring;
    pthread_mutex_lock(&ring->lock);
    for (;;) {
        while (!ring->ended && ring->taken == ring->filled) pthread_cond_wait(&ring->ready, &ring->lock);
        if (ring->ended) break;
        work_on_next(ring, worker->number);
    }
    pthread_mutex_unlock(&ring->lock);
    return NULL;
}

/* For the thread that reads: works itself if it can, and waits for the others if not. Holds the lock. */
static void help_or_wait(struct ring *ring) {
    if (ring->taken < ring->filled)
        work_on_next(ring, ring->worker_count);
    else
        pthread_cond_wait(&ring->moved, &ring->lock);
}

static gaz_status start(struct ring *ring, unsigned threads, gaz_error *error) {
    ring->workers = calloc(threads, sizeof *ring->workers);
    if (!ring->workers) return error_memory(error);
    for (unsigned i = 0; i + 1 < threads; i++) {
        ring->workers[i] = (struct worker){.ring = ring, .number = i};
        int failure = pthread_create(&ring->workers[i].thread, NULL, run_worker, &ring->workers[i]);
        if (failure) return error_system(error, NULL, failure, "cannot start a thread");
        ring->worker_count++;
    }
    return GAZ_OK;
}

gaz_status ring_new(struct ring **ring, unsigned threads, size_t block_size, ring_work *work, ring_write *write,
                    void *context, gaz_error *error) {
    *ring = NULL;
    struct ring *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->work = work;
    made->write = write;
    made->context = context;
    made->block_count = threads ? 2 * (size_t)threads + 1 : 1;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->ready, NULL);
    pthread_cond_init(&made->moved, NULL);
    made->blocks = calloc(made->block_count, sizeof *made->blocks);
    gaz_status status = made->blocks ? GAZ_OK : error_memory(error);
    for (size_t i = 0; i < made->block_count && status == GAZ_OK; i++) {
        made->blocks[i].bytes = malloc(block_size);
        made->blocks[i].capacity = block_size;
        if (!made->blocks[i].bytes) status = error_memory(error);
    }
    if (status == GAZ_OK && threads) status = start(made, threads, error);
    if (status != GAZ_OK) {
        ring_free(made);
        return status;
    }
    *ring = made;
    return GAZ_OK;
}

void ring_free(struct ring *ring) {
    if (!ring) return;
    pthread_mutex_lock(&ring->lock);
    ring->ended = true;
    if (ring->status == GAZ_OK) ring->status = GAZ_ERROR_ARGUMENT; /* nothing is written any more */
    pthread_cond_broadcast(&ring->ready);
    pthread_mutex_unlock(&ring->lock);
    for (unsigned i = 0; i < ring->worker_count; i++) pthread_join(ring->workers[i].thread, NULL);
    pthread_cond_destroy(&ring->moved);
    pthread_cond_destroy(&ring->ready);
    pthread_mutex_destroy(&ring->lock);
    for (size_t i = 0; ring->blocks && i < ring->block_count; i++) {
        free(ring->blocks[i].bytes);
        buffer_free(&ring->blocks[i].out);
    }
    free(ring->blocks);
    free(ring->workers);
    free(ring);
}

struct block *ring_next(struct ring *ring) {
    pthread_mutex_lock(&ring->lock);
    struct block *block = block_at(ring, ring->filled);
    while (block->state != BLOCK_FREE) help_or_wait(ring);
    pthread_mutex_unlock(&ring->lock);
    block->number = ring->filled;
    block->out.size = 0;
    block->totals = (gaz_stream_totals){0};
    block->status = GAZ_OK;
    return block;
}

/* Holds the lock. */
static gaz_status current_status(struct ring *ring, gaz_error *error) {
    if (ring->status != GAZ_OK && error) *error = ring->error;
    return ring->status;
}

gaz_status ring_submit(struct ring *ring, gaz_error *error) {
    pthread_mutex_lock(&ring->lock);
    struct block *block = block_at(ring, ring->filled++);
    if (ring->worker_count) {
        block->state = BLOCK_READY;
        pthread_cond_signal(&ring->ready);
    } else {
        work_on_next(ring, 0);
    }
    gaz_status status = current_status(ring, error);
    pthread_mutex_unlock(&ring->lock);
    return status;
}

gaz_status ring_drain(struct ring *ring, gaz_error *error) {
    pthread_mutex_lock(&ring->lock);
    while (ring->written < ring->filled) help_or_wait(ring);
    gaz_status status = current_status(ring, error);
    pthread_mutex_unlock(&ring->lock);
    return status;
}

void ring_wait_turn(struct ring *ring, const struct block *block) {
    pthread_mutex_lock(&ring->lock);
    while (ring->written < block->number) pthread_cond_wait(&ring->moved, &ring->lock);
    pthread_mutex_unlock(&ring->lock);
}

bool ring_failed(struct ring *ring) {
    pthread_mutex_lock(&ring->lock);
    bool failed = ring->status != GAZ_OK;
    pthread_mutex_unlock(&ring->lock);
    return failed;
}
