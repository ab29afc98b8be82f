/* What each harvest came to: lines of JSON in a file of the corpus folder, whose name begins with a dot, so that no
 * command takes it for a corpus. One thread adds; any may write what there is. */
#ifndef SERVE_HISTORY_H
#define SERVE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "gaz.h"

struct history;

/* Reads the newest rounds of a folder. */
gaz_status history_open(struct history **history, const char *folder, gaz_error *error);
void history_free(struct history *history);

/* Appends a round, an object of JSON without a line end, in one write that is synced. It is remembered even if that
 * fails. */
gaz_status history_add(struct history *history, const char *round, size_t size, gaz_error *error);

/* Appends the newest rounds, 100 at most, with commas between, the oldest first. False: out of memory. */
bool history_write(struct buffer *out, struct history *history);

#endif
