/* Lines of dictionaries that are left out: told, counted, written to a file. */
#ifndef CLI_SKIPPED_H
#define CLI_SKIPPED_H

#include <stdbool.h>
#include <stdint.h>

#include "gaz.h"

/* All zero is good to begin with. */
struct skipped {
    const char *path; /* the file that gets all of them, or NULL */
    bool quiet;       /* only their number is told */
    bool lost;        /* there was no memory for all of them */
    uint64_t count;
    gaz_memory list; /* what the file will hold */
};

/* A gaz_skipped; the context is a struct skipped. */
void skipped_take(void *context, const gaz_error *reason);

/* The same for a line that is not left out: it is only told. */
void skipped_note(void *context, const gaz_error *reason);

/* Tells how many more there are, and writes the file, if `good`. Ends it. False after a message. */
bool skipped_finish(struct skipped *skipped, bool good);

#endif
