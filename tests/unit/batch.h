/* A batch of files that a test writes. */
#ifndef UNIT_BATCH_H
#define UNIT_BATCH_H

#include "base/file_batch.h"

/* Ends a batch. `status` is what came of filling it. */
static inline gaz_status batch_end(struct file_batch *batch, gaz_status status, gaz_error *error) {
    if (status == GAZ_OK) status = file_batch_finish(batch, error);
    file_batch_discard(batch);
    return status;
}

#endif
