/* gaz as an engine of the bench: tags a text in memory and counts the spans, through the public functions alone.
 *
 *     gaz-engine MODEL TEXT [--kernel NAME] [--from text] [--threads N]
 *
 * With --threads it is the stream that runs, from a file in memory: reading is timed too, as in a command. */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <gaz.h>

#include "engine.h"

static void fail(const gaz_error *error) {
    engine_fail(error->file[0] ? error->file : "gaz", error->message);
}

/* A file in memory with the text. */
static int text_in_memory(const char *text, size_t size) {
    int file = memfd_create("text", 0);
    for (size_t done = 0; done < size;) {
        ssize_t written = write(file, text + done, size - done);
        if (written <= 0) engine_fail("gaz-engine", "the text does not fit in memory");
        done += (size_t)written;
    }
    return file;
}

static uint64_t tag_file(const gaz_model *model, const gaz_stream_options *options, const char *path, int output) {
    gaz_stream *stream;
    gaz_stream_totals totals;
    gaz_error error;
    gaz_sink sink;
    gaz_sink_descriptor(&sink, output, NULL);
    if (gaz_stream_new(&stream, model, options, &sink, &error) != GAZ_OK) fail(&error);
    if (gaz_stream_file(stream, path, &error) != GAZ_OK) fail(&error);
    if (gaz_stream_finish(&totals, stream, &error) != GAZ_OK) fail(&error);
    gaz_stream_free(stream);
    return totals.spans;
}

static uint64_t tag_text(gaz_tagger *tagger, const char *text, size_t size) {
    gaz_span span;
    gaz_error error;
    uint64_t spans = 0;
    if (gaz_tagger_text(tagger, text, size, &error) != GAZ_OK) fail(&error);
    while (gaz_tagger_next(&span, tagger)) spans++;
    return spans;
}

int main(int argc, char **argv) {
    unsigned threads = 0;
    gaz_tagger_options options;
    gaz_tagger_options_init(&options);
    options.input.format = GAZ_FORMAT_TOKENIZED;
    if (argc < 3) engine_fail("gaz-engine", "usage: MODEL TEXT [--kernel NAME] [--from text] [--threads N]");
    for (int i = 3; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--threads") == 0) threads = (unsigned)atoi(argv[i + 1]);
        if (strcmp(argv[i], "--kernel") == 0) options.match.kernel = argv[i + 1];
        if (strcmp(argv[i], "--from") == 0) options.input.format = GAZ_FORMAT_TEXT;
    }

    gaz_model *model;
    gaz_model_info info;
    gaz_tagger *tagger;
    gaz_error error;
    double begin = engine_clock(CLOCK_MONOTONIC);
    if (gaz_model_open(&model, argv[1], 0, &error) != GAZ_OK) fail(&error);
    double open_seconds = engine_clock(CLOCK_MONOTONIC) - begin;
    gaz_model_get_info(&info, model);
    if (gaz_tagger_new(&tagger, model, &options, &error) != GAZ_OK)
        engine_skip("this machine or this model lacks what is asked for");
    engine_ready("gaz", gaz_version(), open_seconds, engine_peak(), info.file_size);

    gaz_stream_options streaming;
    gaz_stream_options_init(&streaming);
    streaming.output = GAZ_FORMAT_COUNT;
    streaming.threads = threads;
    streaming.input = options.input;
    streaming.match = options.match;
    size_t size;
    char *text = engine_read(argv[2], &size);
    char path[64];
    if (threads) snprintf(path, sizeof path, "/proc/self/fd/%d", text_in_memory(text, size));
    int output = open("/dev/null", O_WRONLY);
    while (engine_ordered()) {
        double wall = engine_clock(CLOCK_MONOTONIC);
        double seconds = engine_clock(CLOCK_PROCESS_CPUTIME_ID);
        uint64_t spans = threads ? tag_file(model, &streaming, path, output) : tag_text(tagger, text, size);
        seconds = engine_clock(CLOCK_PROCESS_CPUTIME_ID) - seconds;
        engine_result(seconds, engine_clock(CLOCK_MONOTONIC) - wall, spans);
    }
    gaz_tagger_free(tagger);
    gaz_model_close(model);
    free(text);
    return 0;
}
