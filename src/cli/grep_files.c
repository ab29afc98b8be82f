/* gaz grep: which files are looked through. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grep.h"

static bool is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool grep_shows_names(char **paths, size_t count, bool recursive) {
    return count > 1 || (recursive && (count == 0 || is_folder(paths[0])));
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

/* The path of what is in a folder; owned. NULL: out of memory. */
static char *path_in(const char *folder, const char *name) {
    size_t size = strlen(folder);
    const char *slash = size == 0 || folder[size - 1] == '/' ? "" : "/";
    char *path = malloc(size + strlen(name) + 2);
    if (path) sprintf(path, "%s%s%s", folder, slash, name);
    return path;
}

static int is_inside(const struct dirent *entry) {
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static void take_folder(struct search *search, const char *folder);

/* Takes what is in a folder; links are not followed, and devices and pipes not read. */
static void take_inside(struct search *search, const char *path) {
    struct stat about;
    if (lstat(path, &about) != 0)
        report(search, path, "cannot open: ", strerror(errno));
    else if (S_ISDIR(about.st_mode))
        take_folder(search, path);
    else if (S_ISREG(about.st_mode))
        take_file(search, path);
}

/* Takes the files of a folder, by name; "" is the working folder. */
static void take_folder(struct search *search, const char *folder) {
    struct dirent **names;
    int count = scandir(*folder ? folder : ".", &names, is_inside, alphasort);
    if (count < 0) {
        report(search, folder, "cannot open: ", strerror(errno));
        return;
    }
    for (int i = 0; i < count; i++) {
        char *path = search->ended ? NULL : path_in(folder, names[i]->d_name);
        if (path)
            take_inside(search, path);
        else if (!search->ended)
            report(search, folder, "out of memory", "");
        free(path);
        free(names[i]);
    }
    free(names);
}

void grep_files(struct search *search, char **paths, size_t count) {
    if (count == 0 && search->recursive)
        take_folder(search, "");
    else if (count == 0)
        take_file(search, "-");
    for (size_t i = 0; i < count && !search->ended; i++) {
        if (!is_folder(paths[i]))
            take_file(search, paths[i]);
        else if (search->recursive)
            take_folder(search, paths[i]);
        else
            report(search, paths[i], "is a folder; -r looks through its files", "");
    }
}
