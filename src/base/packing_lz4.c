#include "base/packing.h"

#ifdef GAZ_LZ4

#include <lz4frame.h>
#include <string.h>

bool lz4_begin(void **state) {
    LZ4F_dctx *context = *state;
    if (context)
        LZ4F_resetDecompressionContext(context);
    else if (LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION)))
        context = NULL;
    *state = context;
    return context != NULL;
}

enum packing_result lz4_unpack(void *state, struct packing_step *step) {
    size_t in_size = step->in_size;
    size_t out_size = step->out_size;
    size_t result = LZ4F_decompress(state, step->out, &out_size, step->in, &in_size, NULL);
    if (LZ4F_isError(result)) return strstr(LZ4F_getErrorName(result), "allocation") ? PACKING_MEMORY : PACKING_DAMAGED;
    *step = (struct packing_step){step->in + in_size, step->in_size - in_size, step->out + out_size,
                                  step->out_size - out_size};
    return result ? PACKING_MORE : PACKING_END;
}

void lz4_end(void *state) {
    LZ4F_freeDecompressionContext(state);
}

#else
typedef int lz4_is_absent; /* a file must hold something */
#endif
