#include "base/file_batch.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Lets the system begin to write to the disk, so that syncing the first file waits for all. */
static void begin_syncing(const struct file_batch *batch) {
#ifdef SYNC_FILE_RANGE_WRITE
    for (size_t i = 0; i < batch->count; i++)
        if (!batch->changes[i].removed)
            (void)sync_file_range(batch->changes[i].writer.descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
#else
    (void)batch;
#endif
}

/* The mark is on the disk before anything else is. */
static gaz_status set_mark(struct file_batch *batch, gaz_error *error) {
    if (!batch->mark || batch->marked) return GAZ_OK;
    gaz_status status = file_replace(batch->mark, "", 0, error);
    batch->marked = status == GAZ_OK;
    return status;
}

/* Whether another file is replaced behind change `i`. */
static bool is_followed(const struct file_batch *batch, size_t i) {
    while (++i < batch->count)
        if (!batch->changes[i].removed) return true;
    return false;
}

static gaz_status make_changes(struct file_batch *batch, gaz_error *error) {
    begin_syncing(batch);
    gaz_status status = set_mark(batch, error);
    for (size_t i = 0; i < batch->count && status == GAZ_OK; i++) {
        struct file_change *change = &batch->changes[i];
        change->writer.followed = is_followed(batch, i);
        status = change->removed ? file_remove(change->removed, error) : file_commit(&change->writer, error);
        batch->changed = batch->changed || status == GAZ_OK;
    }
    if (status == GAZ_OK)
        for (size_t i = 0; i < batch->count; i++) free(batch->changes[i].removed);
    if (status == GAZ_OK) batch->count = 0;
    return status;
}

gaz_status file_batch_finish(struct file_batch *batch, gaz_error *error) {
    gaz_status status = make_changes(batch, error);
    if (status == GAZ_OK && batch->mark) status = file_remove(batch->mark, error);
    file_batch_discard(batch);
    return status;
}

/* Makes room for one more change. */
static gaz_status next(struct file_change **change, struct file_batch *batch, gaz_error *error) {
    gaz_status status = batch->count == FILE_BATCH_MAX ? make_changes(batch, error) : GAZ_OK;
    if (status != GAZ_OK) {
        file_batch_discard(batch);
        return status;
    }
    *change = &batch->changes[batch->count];
    **change = (struct file_change){.writer.descriptor = -1};
    return GAZ_OK;
}

gaz_status file_batch_replace(struct file_batch *batch, const char *path, const void *bytes, size_t size,
                              gaz_error *error) {
    struct file_change *change;
    gaz_status status = next(&change, batch, error);
    if (status != GAZ_OK) return status;
    status = file_create(&change->writer, path, error);
    if (status == GAZ_OK) {
        batch->count++;
        status = file_write(&change->writer, bytes, size, error);
    }
    if (status != GAZ_OK) file_batch_discard(batch);
    return status;
}

gaz_status file_batch_remove(struct file_batch *batch, const char *path, gaz_error *error) {
    struct file_change *change;
    gaz_status status = next(&change, batch, error);
    if (status != GAZ_OK) return status;
    change->removed = strdup(path);
    if (!change->removed) {
        file_batch_discard(batch);
        return error_memory(error);
    }
    batch->count++;
    return GAZ_OK;
}

void file_batch_discard(struct file_batch *batch) {
    for (size_t i = 0; i < batch->count; i++) {
        file_discard(&batch->changes[i].writer);
        free(batch->changes[i].removed);
    }
    batch->count = 0;
    if (batch->marked && !batch->changed) (void)file_remove(batch->mark, NULL);
    batch->marked = false;
}
