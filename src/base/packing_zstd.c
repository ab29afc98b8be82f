#include <stdlib.h>
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/packing.h"

enum { HEAD_SIZE = 18 /* bytes, the longest there is */ };

struct zstd {
    ZSTD_DCtx *context;
    char head[HEAD_SIZE]; /* of the frame, and what comes behind a shorter one */
    size_t head_size;
    unsigned long long made; /* bytes of the frame */
};

bool zstd_begin(void **state) {
    struct zstd *zstd = *state ? *state : calloc(1, sizeof *zstd);
    *state = zstd;
    if (!zstd) return false;
    zstd->head_size = 0;
    zstd->made = 0;
    if (!zstd->context) zstd->context = ZSTD_createDCtx();
    return zstd->context && !ZSTD_isError(ZSTD_DCtx_reset(zstd->context, ZSTD_reset_session_only));
}

/* Whether the frame that has ended holds as much as its head says. The library does not ask that of every frame, or
 * only if there is room for all of it. */
static bool is_complete(const struct zstd *zstd) {
    unsigned long long said = ZSTD_getFrameContentSize(zstd->head, zstd->head_size);
    return said == ZSTD_CONTENTSIZE_UNKNOWN || said == ZSTD_CONTENTSIZE_ERROR || said == zstd->made;
}

enum packing_result zstd_unpack(void *state, struct packing_step *step) {
    struct zstd *zstd = state;
    ZSTD_inBuffer in = {step->in, step->in_size, 0};
    ZSTD_outBuffer out = {step->out, step->out_size, 0};
    size_t result = ZSTD_decompressStream(zstd->context, &out, &in);
    size_t head = in.pos < HEAD_SIZE - zstd->head_size ? in.pos : HEAD_SIZE - zstd->head_size;
    if (head) memcpy(zstd->head + zstd->head_size, step->in, head);
    zstd->head_size += head;
    zstd->made += out.pos;
    *step =
        (struct packing_step){step->in + in.pos, step->in_size - in.pos, step->out + out.pos, step->out_size - out.pos};
    if (result == 0) return is_complete(zstd) ? PACKING_END : PACKING_DAMAGED;
    if (!ZSTD_isError(result)) return PACKING_MORE;
    switch (ZSTD_getErrorCode(result)) {
    case ZSTD_error_memory_allocation: return PACKING_MEMORY;
    case ZSTD_error_frameParameter_windowTooLarge: return PACKING_TOO_LARGE;
    case ZSTD_error_dictionary_wrong: return PACKING_INCOMPLETE;
    default: return PACKING_DAMAGED;
    }
}

void zstd_end(void *state) {
    struct zstd *zstd = state;
    if (zstd) ZSTD_freeDCtx(zstd->context);
    free(zstd);
}
