#include "skipped.h"

#include <stdio.h>

#include "command.h"
#include "progress.h"

enum { TOLD_MAX = 20 };

/* stdio's streams in memory lose what they have no memory for without a word. */
static bool add_to_list(struct skipped *skipped, const gaz_error *reason) {
    char line[sizeof reason->file + sizeof reason->message + 32];
    gaz_sink sink;
    gaz_sink_memory(&sink, &skipped->list);
    int size =
        snprintf(line, sizeof line, "%s\t%llu\t%s\n", reason->file, (unsigned long long)reason->line, reason->message);
    return sink.write(sink.user, line, (size_t)size, NULL) == GAZ_OK;
}

void skipped_take(void *context, const gaz_error *reason) {
    struct skipped *skipped = context;
    skipped->count++;
    if (!skipped->quiet && skipped->count <= TOLD_MAX) {
        progress_clear();
        const char *hint = command_hint(reason);
        tell("gaz: %s: line %llu: %s%s%s; skipped\n", reason->file, (unsigned long long)reason->line, reason->message,
             *hint ? "; " : "", hint);
    }
    if (skipped->path && !skipped->lost) skipped->lost = !add_to_list(skipped, reason);
}

void skipped_note(void *context, const gaz_error *reason) {
    const struct skipped *skipped = context;
    if (skipped->quiet) return;
    progress_clear();
    tell("gaz: %s: ", reason->file);
    if (reason->line) tell("line %llu: ", (unsigned long long)reason->line);
    const char *hint = command_hint(reason);
    tell("%s%s%s\n", reason->message, *hint ? "; " : "", hint);
}

static bool write_list(struct skipped *skipped) {
    if (skipped->lost) {
        fputs("gaz: out of memory\n", stderr);
        return false;
    }
    gaz_sink sink;
    gaz_error error;
    gaz_status status = gaz_sink_path(&sink, skipped->path, &error);
    if (status == GAZ_OK) status = sink.write(sink.user, skipped->list.bytes, skipped->list.size, &error);
    status = gaz_sink_finish(&sink, status, &error);
    return status == GAZ_OK || command_fail(&error) == EXIT_GOOD;
}

/* Tells what was not told line by line. */
static void print_rest(const struct skipped *skipped) {
    const char *list = skipped->path ? skipped->path : "--skipped FILE";
    if (skipped->quiet && skipped->count)
        tell("gaz: %llu lines skipped; %s lists them\n", (unsigned long long)skipped->count, list);
    else if (!skipped->quiet && skipped->count > TOLD_MAX)
        tell("gaz: and %llu more; %s lists all\n", (unsigned long long)skipped->count - TOLD_MAX, list);
}

bool skipped_finish(struct skipped *skipped, bool good) {
    if (good && skipped->path) good = write_list(skipped);
    if (good) print_rest(skipped);
    gaz_memory_free(&skipped->list);
    return good;
}
