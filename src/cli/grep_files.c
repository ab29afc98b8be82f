/* gaz grep: which files are looked through. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grep.h"
#include "walk.h"

bool grep_shows_names(char **paths, size_t count, bool recursive) {
    return count > 1 || (recursive && (count == 0 || walk_is_folder(paths[0])));
}

static void report(struct search *search, const char *path, const char *what, const char *reason) {
    search->failed = true;
    if (!search->no_messages) tell("gaz: %s: %s%s\n", path, what, reason);
}

/* Whether a file is the one that standard output goes into: it would never end. */
static bool is_output(const char *path) {
    struct stat output;
    struct stat input;
    if (fstat(STDOUT_FILENO, &output) != 0 || !S_ISREG(output.st_mode)) return false;
    if ((strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &input) : stat(path, &input)) != 0) return false;
    return input.st_dev == output.st_dev && input.st_ino == output.st_ino;
}

static void take_failure(struct search *search, const gaz_grep_result *result, const gaz_error *error) {
    search->ended = search->ended || result->broken;
    if (error->status == GAZ_ERROR_CLOSED) return;
    search->failed = true;
    if (result->broken || !search->no_messages) (void)command_fail(error);
}

static void take_file(struct search *search, const char *path) {
    const char *name = strcmp(path, "-") == 0 ? "(standard input)" : path;
    gaz_grep_result result = {0};
    gaz_error error;
    if (search->guards && is_output(path)) {
        report(search, name, "input file is also the output", "");
        return;
    }
    if (gaz_grep_file(search->grep, path, &result, &error) != GAZ_OK) take_failure(search, &result, &error);
    if (result.binary && !search->ended) tell("gaz: %s: binary file matches\n", name);
    search->selected = search->selected || result.lines > 0;
    search->ended = search->ended || (search->stops && search->selected);
}

static bool visit_file(void *context, const char *path) {
    struct search *search = context;
    take_file(search, path);
    return !search->ended;
}

static void visit_failure(void *context, const char *path, const char *reason) {
    report(context, path, "cannot open: ", reason);
}

void grep_files(struct search *search, char **paths, size_t count) {
    const struct walk walk = {search, visit_file, visit_failure};
    if (count == 0 && search->recursive)
        (void)walk_folder(&walk, "");
    else if (count == 0)
        take_file(search, "-");
    for (size_t i = 0; i < count && !search->ended; i++) {
        if (!walk_is_folder(paths[i]))
            take_file(search, paths[i]);
        else if (search->recursive)
            (void)walk_folder(&walk, paths[i]);
        else
            report(search, paths[i], "is a folder; -r looks through its files", "");
    }
}
