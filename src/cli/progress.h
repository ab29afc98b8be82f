/* A bar with rate and remaining time on standard error, when that is a terminal and the work takes over a second. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>

/* A gaz_progress; the context is not used. */
void progress_show(void *context, const char *stage, uint64_t done, uint64_t total);

/* No bar from now on. */
void progress_quiet(void);

/* Takes the bar off the screen. */
void progress_clear(void);

#endif
