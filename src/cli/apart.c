#include "apart.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool is_file(const char *path) {
    return path && strcmp(path, "-") != 0;
}

/* What is at a path. False: nothing, or it is standard input or output. */
static bool identify(struct stat *about, const char *path) {
    return is_file(path) && stat(path, about) == 0;
}

static bool are_same(const struct stat *one, const struct stat *other) {
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/* The folder that a path is in. */
static bool identify_folder(struct stat *about, const char *path) {
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int size = slash == path ? 1 : slash ? (int)(slash - path) : 0;
    if (size >= PATH_MAX) return false;
    snprintf(folder, sizeof folder, "%.*s", size, path);
    return identify(about, size ? folder : ".");
}

/* Whether a file that is there is an input, or one of those in a folder that is an input. */
static bool is_input(const char *path, char *const *inputs, size_t count) {
    struct stat output;
    struct stat folder;
    struct stat input;
    if (!identify(&output, path) || !S_ISREG(output.st_mode)) return false;
    bool placed = identify_folder(&folder, path);
    for (size_t i = 0; i < count; i++)
        if (identify(&input, inputs[i]) && (are_same(&input, &output) || (placed && are_same(&input, &folder))))
            return true;
    return false;
}

bool apart_check(char *const *inputs, size_t input_count, const char *const *outputs, size_t output_count,
                 const struct command *command) {
    for (size_t i = 0; i < output_count; i++) {
        if (!is_file(outputs[i])) continue;
        if (is_input(outputs[i], inputs, input_count))
            return command_usage(command, "%s: this input would be written over; choose another file", outputs[i]),
                   false;
        for (size_t j = 0; j < i; j++)
            if (is_file(outputs[j]) && strcmp(outputs[i], outputs[j]) == 0)
                return command_usage(command, "%s: two outputs would go there", outputs[i]), false;
    }
    return true;
}

bool apart_check_folder(char *const *inputs, size_t input_count, const char *folder, const struct command *command) {
    struct stat output;
    struct stat about;
    struct stat input;
    if (!identify(&output, folder)) return true;
    for (size_t i = 0; i < input_count; i++)
        if (identify(&about, inputs[i]) && S_ISREG(about.st_mode) && identify_folder(&input, inputs[i]) &&
            are_same(&input, &output))
            return command_usage(command, "%s lies in %s, whose lists are read and written; choose another folder",
                                 inputs[i], folder),
                   false;
    return true;
}
