/* In each thread: opens a model, tags with it and with one that all threads share, lets a stream go in the middle,
 * closes the model, again and again. Neither memory nor descriptors are lost.
 *
 * usage: reload MODEL MODEL TEXT COUNT THREADS
 * Both models find two spans in the text below. */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gaz.h"

enum {
    WARM = 200 /* reloads until memory is counted */,
    STREAM_EACH = 100,
    GROWTH = 4096 /* KB: the C library keeps some for a thread */
};

/* The program's memory, in KB. */
static long resident(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%*d %ld", &pages) != 1) pages = 0;
    if (file) fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static int lowest_descriptor(void) {
    int descriptor = dup(STDIN_FILENO);
    close(descriptor);
    return descriptor;
}

static int tag(const gaz_model *model, gaz_error *error) {
    static const char text[] = "the linux kernel and a zebra";
    gaz_tagger *tagger = NULL;
    gaz_span span;
    gaz_status status = gaz_tagger_new(&tagger, model, NULL, error);
    if (status == GAZ_OK) status = gaz_tagger_text(tagger, text, sizeof text - 1, error);
    int count = 0;
    while (status == GAZ_OK && gaz_tagger_next(&span, tagger)) count++;
    gaz_tagger_free(tagger);
    return status == GAZ_OK ? count : -1;
}

/* A stream on two threads that gets another model, and is freed before it is finished. */
static gaz_status stream(const gaz_model *model, const gaz_model *other, const char *path, gaz_error *error) {
    gaz_stream_options options;
    gaz_memory output = {0};
    gaz_sink sink;
    gaz_stream *made = NULL;
    gaz_stream_options_init(&options);
    gaz_sink_memory(&sink, &output);
    options.input.format = GAZ_FORMAT_TEXT;
    options.output = GAZ_FORMAT_TSV;
    options.threads = 2;
    gaz_status status = gaz_stream_new(&made, model, &options, &sink, error);
    if (status == GAZ_OK) status = gaz_stream_file(made, path, error);
    if (status == GAZ_OK) status = gaz_stream_set_model(made, other, &options.match, error);
    if (status == GAZ_OK) status = gaz_stream_file(made, path, error);
    gaz_stream_free(made);
    gaz_memory_free(&output);
    return status;
}

/* What the threads work with; each has its own number. */
static const char *const *paths; /* two models, and a text */
static const gaz_model *shared;
static long reloads;

/* Returns whether all went well. */
static bool reload(long i) {
    gaz_model *model = NULL;
    gaz_error error = {0};
    gaz_status status = gaz_model_open(&model, paths[i % 2], i % 3 ? 0 : GAZ_OPEN_COPY, &error);
    bool good = status == GAZ_OK && tag(model, &error) == 2 && tag(shared, &error) == 2;
    if (good && i % STREAM_EACH == 0) good = stream(model, shared, paths[2], &error) == GAZ_OK;
    gaz_model_close(model);
    if (!good) fprintf(stderr, "reload %ld: %s\n", i, error.message);
    return good;
}

static void *work(void *good) {
    for (long i = 0; i < reloads && *(bool *)good; i++) *(bool *)good = reload(i);
    return NULL;
}

int main(int count, char **arguments) {
    enum { THREADS_MAX = 64 };
    pthread_t threads[THREADS_MAX];
    bool good[THREADS_MAX];
    gaz_model *model = NULL;
    if (count != 6 || gaz_model_open(&model, arguments[1], 0, NULL) != GAZ_OK) return 2;
    long thread_count = atol(arguments[5]);
    if (thread_count < 1 || thread_count > THREADS_MAX) return 2;
    paths = (const char *const *)&arguments[1];
    shared = model;
    reloads = WARM;
    good[0] = true;
    work(&good[0]); /* until memory is counted */
    long before = resident();
    int descriptor = lowest_descriptor();
    reloads = atol(arguments[4]);
    bool all = good[0];
    for (long i = 0; i < thread_count; i++) good[i] = all;
    for (long i = 0; i < thread_count; i++)
        if (pthread_create(&threads[i], NULL, work, &good[i]) != 0) return 2;
    for (long i = 0; i < thread_count; i++) {
        pthread_join(threads[i], NULL);
        all = all && good[i];
    }
    long after = resident();
    int lost = lowest_descriptor() - descriptor;
    gaz_model_close(model);
    printf("%ld reloads in %ld threads: %ld KB before, %ld KB after, %d descriptors lost\n", reloads * thread_count,
           thread_count, before, after, lost);
    return all && lost == 0 && (thread_count > 1 || after <= before + GROWTH) ? 0 : 1;
}
