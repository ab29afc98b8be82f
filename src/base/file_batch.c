#include "base/file_batch.h"

#include <fcntl.h>

/* Lets the system begin to write to the disk, so that syncing the first file waits for all. */
static void begin_syncing(const struct file_batch *batch) {
#ifdef SYNC_FILE_RANGE_WRITE
    for (size_t i = 0; i < batch->count; i++)
        (void)sync_file_range(batch->writers[i].descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
#else
    (void)batch;
#endif
}

gaz_status file_batch_finish(struct file_batch *batch, gaz_error *error) {
    gaz_status status = GAZ_OK;
    begin_syncing(batch);
    for (size_t i = 0; i < batch->count && status == GAZ_OK; i++) {
        batch->writers[i].followed = i + 1 < batch->count;
        status = file_commit(&batch->writers[i], error);
    }
    if (status == GAZ_OK) batch->count = 0;
    file_batch_discard(batch);
    return status;
}

gaz_status file_batch_replace(struct file_batch *batch, const char *path, const void *bytes, size_t size,
                              gaz_error *error) {
    gaz_status status = batch->count == FILE_BATCH_MAX ? file_batch_finish(batch, error) : GAZ_OK;
    struct file_writer *writer = &batch->writers[batch->count];
    if (status == GAZ_OK) status = file_create(writer, path, error);
    if (status == GAZ_OK) {
        batch->count++;
        status = file_write(writer, bytes, size, error);
    }
    if (status != GAZ_OK) file_batch_discard(batch);
    return status;
}

void file_batch_discard(struct file_batch *batch) {
    for (size_t i = 0; i < batch->count; i++) file_discard(&batch->writers[i]);
    batch->count = 0;
}
