/* A model in use that is read again when its file has changed, or on SIGHUP. One at a time: a signal is the process's.
 */
#ifndef CLI_WATCH_H
#define CLI_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gaz.h"

/* What tells one state of a file from another. */
struct watch_version {
    uint64_t device;
    uint64_t number;
    int64_t size;
    int64_t changed; /* contents, name or rights; in nanoseconds since 1970 */
};

/* How far a version has been read. */
enum watch_reading {
    WATCH_UNREAD,
    WATCH_EARLY, /* but it may have been written to since, or not have been complete */
    WATCH_READ
};

/* The members up to `quiet` are set by the caller; the rest is zero. */
struct watch {
    const char *path;
    bool polls; /* the file is looked at; else the signal alone counts */
    bool quiet; /* only failures are told */

    /* Goes on with a model. Fails if the options do not fit it: the old one stays. */
    gaz_status (*take)(void *user, const gaz_model *model, gaz_error *error);
    void *user;

    gaz_model *model; /* owned: the one in use */
    struct watch_version version;
    enum watch_reading reading;
    int64_t rest; /* after a failure: no sooner than at this time is a new version read */
};

/* Whether an input is a pipe, a terminal or the like: the command may wait for it, while the model changes. No paths
 * are standard input. */
bool watch_may_wait(char *const *paths, size_t count);

/* Opens the model. If it is to be read again, as a copy, which its file's writers cannot harm; SIGHUP then asks for
 * that, and no longer ends the process. */
gaz_status watch_open(struct watch *watch, bool again, gaz_error *error);

/* To be called between two lines: reads the model again if there is reason to, and tells what came of it. */
void watch_look(struct watch *watch);

void watch_close(struct watch *watch);

#endif
