/* Many files of a folder, each replaced as a whole, or removed. To wait until one is on the disk takes milliseconds, so
 * that they are written first, some at a time, and then waited for together. */
#ifndef BASE_FILE_BATCH_H
#define BASE_FILE_BATCH_H

#include "base/file.h"

enum { FILE_BATCH_MAX = 64 /* open at a time */ };

/* All zero is an empty batch. */
struct file_batch {
    struct file_change {
        struct file_writer writer;
        char *removed; /* path of a file that is removed instead; owned; NULL: none is */
    } changes[FILE_BATCH_MAX];
    size_t count;
    const char *mark; /* for the user to set: path of a file that is there while some files are new and others are old,
                       * whatever ends the process; NULL: there is none. It outlives the batch */
    bool marked;      /* this batch has made it */
    bool changed;     /* a file was replaced or removed */
};

/* Writes these bytes, which replace the file when the batch is full or finished. After a failure nothing of the batch
 * is left, and the files that had not been replaced are as they were; the mark stays if others had. */
gaz_status file_batch_replace(struct file_batch *batch, const char *path, const void *bytes, size_t size,
                              gaz_error *error);

/* Removes a file in its turn; that there is none is no error. */
gaz_status file_batch_remove(struct file_batch *batch, const char *path, gaz_error *error);

/* Replaces and removes the rest, in the order in which they were given, and then removes the mark. */
gaz_status file_batch_finish(struct file_batch *batch, gaz_error *error);

/* Gives up what is not replaced yet. */
void file_batch_discard(struct file_batch *batch);

#endif
