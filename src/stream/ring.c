#include "stream/ring.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"

enum { JOB_FREE, JOB_READY, JOB_TAKEN, JOB_DONE };

struct thread {
    struct ring *ring;
    unsigned number;
    pthread_t id;
};

struct ring {
    ring_work *work;
    ring_write *write;
    void *context;
    struct job *jobs;
    size_t job_count;
    struct thread *threads;
    unsigned thread_count;
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
    if (ring->writing) return; /* the thread that is writing will also write this job */
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

static void *run_thread(void *argument) {
    struct thread *thread = argument;
    struct ring *ring = thread->ring;
    pthread_mutex_lock(&ring->lock);
    for (;;) {
        while (!ring->ended && ring->taken == ring->filled) pthread_cond_wait(&ring->ready, &ring->lock);
        if (ring->ended) break;
        work_on_next(ring, thread->number);
    }
    pthread_mutex_unlock(&ring->lock);
    return NULL;
}

/* For the thread that reads: works itself if it can, and waits for the others if not. Holds the lock. */
static void help_or_wait(struct ring *ring) {
    if (ring->taken < ring->filled)
        work_on_next(ring, ring->thread_count);
    else
        pthread_cond_wait(&ring->moved, &ring->lock);
}

static gaz_status start(struct ring *ring, unsigned threads, gaz_error *error) {
    ring->threads = calloc(threads, sizeof *ring->threads);
    if (!ring->threads) return error_memory(error);
    for (unsigned i = 0; i + 1 < threads; i++) {
        ring->threads[i] = (struct thread){.ring = ring, .number = i};
        int failure = pthread_create(&ring->threads[i].id, NULL, run_thread, &ring->threads[i]);
        if (failure) return error_system(error, NULL, failure, "cannot start a thread");
        ring->thread_count++;
    }
    return GAZ_OK;
}

gaz_status ring_new(struct ring **ring, unsigned threads, size_t block_size, ring_work *work, ring_write *write,
                    void *context, gaz_error *error) {
    *ring = NULL;
    struct ring *new_ring = calloc(1, sizeof *new_ring);
    if (!new_ring) return error_memory(error);
    new_ring->work = work;
    new_ring->write = write;
    new_ring->context = context;
    new_ring->job_count = threads ? 2 * (size_t)threads + 1 : 1;
    pthread_mutex_init(&new_ring->lock, NULL);
    pthread_cond_init(&new_ring->ready, NULL);
    pthread_cond_init(&new_ring->moved, NULL);
    new_ring->jobs = calloc(new_ring->job_count, sizeof *new_ring->jobs);
    gaz_status status = new_ring->jobs ? GAZ_OK : error_memory(error);
    for (size_t i = 0; i < new_ring->job_count && status == GAZ_OK; i++) {
        new_ring->jobs[i].block.bytes = malloc(block_size);
        new_ring->jobs[i].block.capacity = block_size;
        if (!new_ring->jobs[i].block.bytes) status = error_memory(error);
    }
    if (status == GAZ_OK && threads) status = start(new_ring, threads, error);
    if (status != GAZ_OK) {
        ring_free(new_ring);
        return status;
    }
    *ring = new_ring;
    return GAZ_OK;
}

void ring_free(struct ring *ring) {
    if (!ring) return;
    pthread_mutex_lock(&ring->lock);
    ring->ended = true;
    if (ring->status == GAZ_OK) ring->status = GAZ_ERROR_ARGUMENT; /* nothing is written any more */
    pthread_cond_broadcast(&ring->ready);
    pthread_mutex_unlock(&ring->lock);
    for (unsigned i = 0; i < ring->thread_count; i++) pthread_join(ring->threads[i].id, NULL);
    pthread_cond_destroy(&ring->moved);
    pthread_cond_destroy(&ring->ready);
    pthread_mutex_destroy(&ring->lock);
    for (size_t i = 0; ring->jobs && i < ring->job_count; i++) {
        free(ring->jobs[i].block.bytes);
        buffer_free(&ring->jobs[i].out);
    }
    free(ring->jobs);
    free(ring->threads);
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
    if (ring->thread_count) {
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
