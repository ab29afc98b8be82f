/* Many files of a folder, each replaced as a whole. To wait until one is on the disk takes milliseconds, so that they
 * are written first, some at a time, and then waited for together. */
#ifndef BASE_FILE_BATCH_H
#define BASE_FILE_BATCH_H

#include "base/file.h"

enum { FILE_BATCH_MAX = 64 /* open at a time */ };

/* All zero is an empty batch. */
struct file_batch {
    struct file_writer writers[FILE_BATCH_MAX];
    size_t count;
};

/* Writes these bytes, which replace the file when the batch is full or finished. After a failure nothing of the batch
 * is left, and the files that had not been replaced are as they were. */
gaz_status file_batch_replace(struct file_batch *batch, const char *path, const void *bytes, size_t size,
                              gaz_error *error);

/* Replaces the rest, in the order in which they were given. */
gaz_status file_batch_finish(struct file_batch *batch, gaz_error *error);

/* Gives up what is not replaced yet. */
void file_batch_discard(struct file_batch *batch);

#endif
