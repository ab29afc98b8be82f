#include "about.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Appends to a text of limited size; false: it is full. */
static bool append(char *text, size_t capacity, const char *more, size_t size) {
    size_t at = strlen(text);
    if (at + size >= capacity) return false;
    memcpy(text + at, more, size);
    text[at + size] = 0;
    return true;
}

/* Options that do not change the page. */
static const struct {
    const char *name;
    bool has_value;
} silent[] = {{"-j", true},       {"--threads", true}, {"--kernel", true}, {"-o", true},
              {"--output", true}, {"--quiet", false},  {"--watch", false}};

/* How many arguments from this one on are such an option; 0: it is another one. */
static int count_silent(const char *argument) {
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        const char *name = silent[i].name;
        size_t size = strlen(name);
        bool word = name[1] == '-';
        if (strcmp(argument, name) == 0) return silent[i].has_value ? 2 : 1;
        if (strncmp(argument, name, size) == 0 && silent[i].has_value && (!word || argument[size] == '=')) return 1;
    }
    return 0;
}

/* Appends an argument as a shell reads it. */
static bool append_argument(char *text, size_t capacity, const char *argument) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:=,@%";
    if (!append(text, capacity, " ", 1)) return false;
    if (*argument && strspn(argument, plain) == strlen(argument))
        return append(text, capacity, argument, strlen(argument));
    bool good = append(text, capacity, "'", 1);
    for (; *argument && good; argument++)
        good = *argument == '\'' ? append(text, capacity, "'\\''", 4) : append(text, capacity, argument, 1);
    return good && append(text, capacity, "'", 1);
}

static void find_command(char *text, size_t capacity, const struct command *command, int count, char **arguments) {
    static const char more[] = " ...";
    snprintf(text, capacity, "gaz %s", command->name);
    for (int i = 1; i < count;) {
        size_t before = strlen(text);
        int skipped = count_silent(arguments[i]);
        if (skipped == 0 && !append_argument(text, capacity - sizeof more, arguments[i])) {
            memcpy(text + before, more, sizeof more); /* there is always room */
            return;
        }
        i += skipped ? skipped : 1;
    }
}

void about_begin(struct about *about, const struct command *command, int count, char **arguments) {
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    time_t now = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
    struct tm parts;
    *about = (struct about){.head = {.command = about->command}};
    find_command(about->command, sizeof about->command, command, count, arguments);
    if (gmtime_r(&now, &parts) && strftime(about->date, sizeof about->date, "%Y-%m-%d", &parts))
        about->head.date = about->date;
}

/* The last part of a path, without a closing slash. */
static void find_name(char *name, size_t size, const char *path) {
    size_t end = strlen(path);
    while (end > 1 && path[end - 1] == '/') end--;
    size_t begin = end;
    while (begin > 0 && path[begin - 1] != '/') begin--;
    snprintf(name, size, "%.*s", (int)(end - begin), path + begin);
}

void about_set_model(struct about *about, const char *path, const char *ending, double threshold) {
    find_name(about->model, sizeof about->model, path);
    find_name(about->title, sizeof about->title, path);
    size_t size = strlen(about->title);
    size_t end = strlen(ending);
    if (size > end && strcmp(about->title + size - end, ending) == 0) about->title[size - end] = 0;
    snprintf(about->threshold, sizeof about->threshold, "%.4g", threshold);
    about->head.title = about->title;
    about->head.model = about->model;
    about->head.threshold = about->threshold;
}

void about_set_title(struct about *about, char **paths, size_t count) {
    static const char more[] = " ...";
    char name[256];
    about->title[0] = 0;
    for (size_t i = 0; i < count; i++) {
        size_t before = strlen(about->title);
        size_t room = sizeof about->title - sizeof more;
        find_name(name, sizeof name, paths[i]);
        if ((i && !append(about->title, room, ", ", 2)) || !append(about->title, room, name, strlen(name))) {
            memcpy(about->title + before, more, sizeof more);
            break;
        }
    }
    about->head.title = about->title;
}
