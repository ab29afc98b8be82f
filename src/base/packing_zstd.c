#include <zstd.h>
#include <zstd_errors.h>

#include "base/packing.h"

bool zstd_begin(void **state) {
    if (!*state) *state = ZSTD_createDCtx();
    return *state && !ZSTD_isError(ZSTD_DCtx_reset(*state, ZSTD_reset_session_only));
}

enum packing_result zstd_unpack(void *state, struct packing_step *step) {
    ZSTD_inBuffer in = {step->in, step->in_size, 0};
    ZSTD_outBuffer out = {step->out, step->out_size, 0};
    size_t result = ZSTD_decompressStream(state, &out, &in);
    *step =
        (struct packing_step){step->in + in.pos, step->in_size - in.pos, step->out + out.pos, step->out_size - out.pos};
    if (!ZSTD_isError(result)) return result ? PACKING_MORE : PACKING_END;
    switch (ZSTD_getErrorCode(result)) {
    case ZSTD_error_memory_allocation: return PACKING_MEMORY;
    case ZSTD_error_frameParameter_windowTooLarge: return PACKING_TOO_LARGE;
    default: return PACKING_DAMAGED;
    }
}

void zstd_end(void *state) {
    ZSTD_freeDCtx(state);
}
