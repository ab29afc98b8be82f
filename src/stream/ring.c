#include "stream/ring.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"

enum { JOB_FREE, JOB_READY, JOB_TAKEN, JOB_DONE };

struct worker {
    struct ring *ring;
    unsigned number;
    pthread_t thread;
};

struct ring {
    ring_work *work;
    ring_write *write;
    void *context;
    struct job *jobs;
    size_t job_count;
    struct worker *workers;
    unsigned worker_count;
    pthread_mutex_t lock; /* all below, and the jobs' states */
    pthread_cond_t ready; /* a job waits for a worker, or the work ends */
    pthread_cond_t moved; /* a job was written */
    uint64_t filled;      /* jobs handed in */
    uint64_t taken;       /* of these, jobs that a worker has taken */
    uint64_t written;     /* of these, jobs that are written */
    bool writing;         /* a thread writes */
    bool ended;
    gaz_status status;
    gaz_error error;
};

static struct job *job_at(struct ring *ring, uint64_t number) {
    return &ring->jobs[number % ring->job_count];
}

/* Writes the jobs that are done, as far as they follow one another. Holds the lock but while writing. */
static void write_done(struct ring *ring) {
    if (ring->writing) return; /* whoever writes goes on to this job */
    ring->writing = true;
    while (ring->written < ring->taken && job_at(ring, ring->written)->state == JOB_DONE) {
        struct job *job = job_at(ring, ring->written);
        if (ring->status == GAZ_OK) {
            pthread_mutex_unlock(&ring->lock);
            gaz_error error;
            gaz_status status = ring->write(ring->context, job, &error);
            pthread_mutex_lock(&ring->lock);
            if (status != GAZ_OK) {
                ring->status = status;
                ring->error = error;
            }
        }
        job->state = JOB_FREE;
        ring->written++;
        pthread_cond_broadcast(&ring->moved);
    }
    ring->writing = false;
}

/* Works on the next job that is ready, and writes what is done then. Holds the lock but while doing so. */
static void work_on_next(struct ring *ring, unsigned worker) {
    struct job *job = job_at(ring, ring->taken++);
    job->state = JOB_TAKEN;
    bool failed = ring->status != GAZ_OK;
    pthread_mutex_unlock(&ring->lock);
    if (!failed) ring->work(ring->context, worker, job);
    pthread_mutex_lock(&ring->lock);
    job->state = JOB_DONE;
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
    made->job_count = threads ? 2 * (size_t)threads + 1 : 1;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->ready, NULL);
    pthread_cond_init(&made->moved, NULL);
    made->jobs = calloc(made->job_count, sizeof *made->jobs);
    gaz_status status = made->jobs ? GAZ_OK : error_memory(error);
    for (size_t i = 0; i < made->job_count && status == GAZ_OK; i++) {
        made->jobs[i].block.bytes = malloc(block_size);
        made->jobs[i].block.capacity = block_size;
        if (!made->jobs[i].block.bytes) status = error_memory(error);
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
    for (size_t i = 0; ring->jobs && i < ring->job_count; i++) {
        free(ring->jobs[i].block.bytes);
        buffer_free(&ring->jobs[i].out);
    }
    free(ring->jobs);
    free(ring->workers);
    free(ring);
}

struct job *ring_next(struct ring *ring) {
    pthread_mutex_lock(&ring->lock);
    struct job *job = job_at(ring, ring->filled);
    while (job->state != JOB_FREE) help_or_wait(ring);
    pthread_mutex_unlock(&ring->lock);
    job->number = ring->filled;
    job->out.size = 0;
    job->totals = (gaz_stream_totals){0};
    job->status = GAZ_OK;
    return job;
}

/* Holds the lock. */
static gaz_status current_status(struct ring *ring, gaz_error *error) {
    if (ring->status != GAZ_OK && error) *error = ring->error;
    return ring->status;
}

gaz_status ring_submit(struct ring *ring, gaz_error *error) {
    pthread_mutex_lock(&ring->lock);
    struct job *job = job_at(ring, ring->filled++);
    if (ring->worker_count) {
        job->state = JOB_READY;
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

void ring_wait_turn(struct ring *ring, const struct job *job) {
    pthread_mutex_lock(&ring->lock);
    while (ring->written < job->number) pthread_cond_wait(&ring->moved, &ring->lock);
    pthread_mutex_unlock(&ring->lock);
}

bool ring_failed(struct ring *ring) {
    pthread_mutex_lock(&ring->lock);
    bool failed = ring->status != GAZ_OK;
    pthread_mutex_unlock(&ring->lock);
    return failed;
}
