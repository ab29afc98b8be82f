#include "skipped.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "progress.h"

enum { TOLD_MAX = 20 };

void skipped_take(void *context, const gaz_error *reason) {
    struct skipped *skipped = context;
    skipped->count++;
    if (!skipped->quiet && skipped->count <= TOLD_MAX) {
        progress_clear();
        const char *hint = command_hint(reason);
        tell("gaz: %s: line %llu: %s%s%s; skipped\n", reason->file, (unsigned long long)reason->line, reason->message,
             *hint ? "; " : "", hint);
    }
    if (!skipped->path) return;
    if (!skipped->list) skipped->list = open_memstream(&skipped->text, &skipped->size);
    if (!skipped->list ||
        fprintf(skipped->list, "%s\t%llu\t%s\n", reason->file, (unsigned long long)reason->line, reason->message) < 0)
        skipped->lost = true;
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
    bool complete = !skipped->lost;
    if (skipped->list && ferror(skipped->list)) complete = false;
    if (skipped->list && fclose(skipped->list) != 0) complete = false;
    skipped->list = NULL;
    if (!complete) {
        fputs("gaz: out of memory\n", stderr);
        return false;
    }
    gaz_sink sink;
    gaz_error error;
    gaz_status status = gaz_sink_path(&sink, skipped->path, &error);
    if (status == GAZ_OK) status = sink.write(sink.user, skipped->text, skipped->size, &error);
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
    if (skipped->list) fclose(skipped->list);
    free(skipped->text);
    skipped->list = NULL;
    skipped->text = NULL;
    return good;
}
