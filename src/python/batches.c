#include "batches.h"

#include <pthread.h>
#include <stdlib.h>

/* Each thread works on one batch while two more wait for it or are being read. */
enum { BATCHES_PER_THREAD = 3 };

struct worker {
    struct batches *batches;
    gaz_tagger *tagger;
    pthread_t thread;
};

/* Batches are numbered as they are submitted; the number modulo `capacity` is the place. */
struct batches {
    pthread_mutex_t lock;
    pthread_cond_t submitted_more;
    pthread_cond_t tagged_one;
    struct batch *batches;
    bool *done;
    size_t capacity;
    size_t released;
    size_t taken;
    size_t submitted;
    bool stop;
    bool senses;
    size_t threads;          /* that run */
    struct worker workers[]; /* the first is whoever waits */
};

static void tag_batch(struct batch *batch, gaz_tagger *tagger, bool senses) {
    batch->spans.count = 0;
    batch->status = GAZ_OK;
    for (batch->tagged = 0; batch->tagged < batch->count; batch->tagged++) {
        struct batch_text *text = &batch->texts[batch->tagged];
        if (text->bytes)
            batch->status = tag_text(&batch->spans, tagger, text->bytes, text->size, text->unit, senses, &batch->error);
        if (batch->status != GAZ_OK) return;
        text->end = batch->spans.count;
    }
}

/* Tags the oldest batch that nobody has taken. The lock is held before and after. */
static void tag_next(struct batches *all, gaz_tagger *tagger) {
    size_t place = all->taken++ % all->capacity;
    pthread_mutex_unlock(&all->lock);
    tag_batch(&all->batches[place], tagger, all->senses);
    pthread_mutex_lock(&all->lock);
    all->done[place] = true;
}

static void *work(void *argument) {
    struct worker *worker = argument;
    struct batches *all = worker->batches;
    pthread_mutex_lock(&all->lock);
    for (;;) {
        while (!all->stop && all->taken == all->submitted) pthread_cond_wait(&all->submitted_more, &all->lock);
        if (all->stop) break;
        tag_next(all, worker->tagger);
        pthread_cond_signal(&all->tagged_one);
    }
    pthread_mutex_unlock(&all->lock);
    return NULL;
}

size_t batches_capacity(size_t threads) {
    return threads > 1 ? BATCHES_PER_THREAD * threads : 1;
}

struct batches *batches_new(gaz_tagger *const *taggers, size_t threads, bool senses) {
    struct batches *all = calloc(1, sizeof *all + threads * sizeof all->workers[0]);
    if (!all) return NULL;
    all->capacity = batches_capacity(threads);
    all->senses = senses;
    all->batches = calloc(all->capacity, sizeof *all->batches);
    all->done = calloc(all->capacity, sizeof *all->done);
    pthread_mutex_init(&all->lock, NULL);
    pthread_cond_init(&all->submitted_more, NULL);
    pthread_cond_init(&all->tagged_one, NULL);
    bool good = all->batches && all->done;
    for (size_t i = 0; i < threads; i++) all->workers[i] = (struct worker){.batches = all, .tagger = taggers[i]};
    while (good && all->threads + 1 < threads) {
        struct worker *worker = &all->workers[1 + all->threads];
        good = pthread_create(&worker->thread, NULL, work, worker) == 0;
        if (good) all->threads++;
    }
    if (good) return all;
    batches_free(all);
    return NULL;
}

void batches_free(struct batches *all) {
    if (!all) return;
    pthread_mutex_lock(&all->lock);
    all->stop = true;
    pthread_cond_broadcast(&all->submitted_more);
    pthread_mutex_unlock(&all->lock);
    for (size_t i = 0; i < all->threads; i++) pthread_join(all->workers[1 + i].thread, NULL);
    for (size_t i = 0; all->batches && i < all->capacity; i++) span_list_free(&all->batches[i].spans);
    pthread_mutex_destroy(&all->lock);
    pthread_cond_destroy(&all->submitted_more);
    pthread_cond_destroy(&all->tagged_one);
    free(all->batches);
    free(all->done);
    free(all);
}

struct batch *batches_empty(struct batches *all) {
    if (all->submitted - all->released == all->capacity) return NULL;
    struct batch *batch = &all->batches[all->submitted % all->capacity];
    batch->count = 0;
    return batch;
}

void batches_submit(struct batches *all) {
    pthread_mutex_lock(&all->lock);
    all->done[all->submitted % all->capacity] = false;
    all->submitted++;
    pthread_cond_signal(&all->submitted_more);
    pthread_mutex_unlock(&all->lock);
}

struct batch *batches_wait(struct batches *all) {
    if (all->released == all->submitted) return NULL;
    size_t place = all->released % all->capacity;
    pthread_mutex_lock(&all->lock);
    while (!all->done[place]) {
        if (all->taken < all->submitted)
            tag_next(all, all->workers[0].tagger);
        else
            pthread_cond_wait(&all->tagged_one, &all->lock);
    }
    pthread_mutex_unlock(&all->lock);
    return &all->batches[place];
}

void batches_release(struct batches *all) {
    all->released++;
}
