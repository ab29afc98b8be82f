#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "terminal.h"

bool walk_is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* ---- Walking ---- */

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

static bool visit(const struct walk *walk, const char *path) {
    struct stat about;
    if (lstat(path, &about) != 0)
        walk->fail(walk->context, path, strerror(errno));
    else if (S_ISDIR(about.st_mode))
        return walk_folder(walk, path);
    else if (S_ISREG(about.st_mode))
        return walk->file(walk->context, path);
    return true;
}

bool walk_folder(const struct walk *walk, const char *folder) {
    struct dirent **names;
    bool goes_on = true;
    int count;
    do count = scandir(*folder ? folder : ".", &names, is_inside, alphasort);
    while (count < 0 && errno == EINTR);
    if (count < 0) {
        walk->fail(walk->context, folder, strerror(errno));
        return true;
    }
    for (int i = 0; i < count; i++) {
        char *path = goes_on ? path_in(folder, names[i]->d_name) : NULL;
        if (path)
            goes_on = visit(walk, path);
        else if (goes_on)
            walk->fail(walk->context, folder, "out of memory");
        free(path);
        free(names[i]);
    }
    free(names);
    return goes_on;
}

/* ---- Listing ---- */

/* What is being listed. */
struct listing {
    struct walk_files *files;
    const char *folder; /* NULL: a file that an argument names */
};

static void note_failure(void *context, const char *path, const char *reason) {
    struct listing *listing = context;
    tell("gaz: %s: cannot open: %s\n", path, reason);
    listing->files->failed++;
}

static bool list_file(void *context, const char *path) {
    struct listing *listing = context;
    struct walk_files *files = listing->files;
    size_t folder = listing->folder ? strlen(listing->folder) : 0;
    while (folder && path[folder] == '/') folder++;
    if ((files->count & (files->count - 1)) == 0) { /* full */
        size_t capacity = files->count ? 2 * files->count : 1;
        char **paths = realloc(files->paths, capacity * sizeof *paths);
        if (paths) files->paths = paths;
        char **names = paths ? realloc(files->names, capacity * sizeof *names) : NULL;
        if (names) files->names = names;
        if (!names) {
            note_failure(context, path, "out of memory");
            return false;
        }
    }
    char *copy = strdup(path);
    char *name = listing->folder ? strdup(path + folder) : NULL;
    if (!copy || (listing->folder && !name)) {
        free(copy);
        free(name);
        note_failure(context, path, "out of memory");
        return true;
    }
    files->paths[files->count] = copy;
    files->names[files->count++] = name;
    return true;
}

void walk_list(struct walk_files *files, char **arguments, size_t count) {
    *files = (struct walk_files){0};
    struct listing listing = {.files = files, .folder = NULL};
    if (count == 0) (void)list_file(&listing, "-");
    for (size_t i = 0; i < count; i++) (void)list_file(&listing, arguments[i]);
}

void walk_list_folders(struct walk_files *files, char **arguments, size_t count) {
    *files = (struct walk_files){0};
    struct listing listing = {.files = files, .folder = ""};
    const struct walk walk = {&listing, list_file, note_failure};
    bool goes_on = count > 0 || walk_folder(&walk, "");
    for (size_t i = 0; i < count && goes_on; i++) {
        listing.folder = walk_is_folder(arguments[i]) ? arguments[i] : NULL;
        goes_on = listing.folder ? walk_folder(&walk, arguments[i]) : list_file(&listing, arguments[i]);
    }
}

void walk_free(struct walk_files *files) {
    for (size_t i = 0; i < files->count; i++) {
        free(files->paths[i]);
        free(files->names[i]);
    }
    free(files->paths);
    free(files->names);
}
