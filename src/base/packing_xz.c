#include "base/packing.h"

#ifdef GAZ_LZMA

#include <lzma.h>
#include <stdlib.h>

bool xz_begin(void **state) {
    enum { MEMORY_MAX = 1 << 30 /* the highest preset takes 65 MB */ };
    static const lzma_stream empty = LZMA_STREAM_INIT;
    lzma_stream *stream = *state ? *state : malloc(sizeof *stream);
    if (stream && !*state) *stream = empty;
    *state = stream;
    return stream && lzma_stream_decoder(stream, MEMORY_MAX, 0) == LZMA_OK;
}

enum packing_result xz_unpack(void *state, struct packing_step *step) {
    lzma_stream *stream = state;
    stream->next_in = (const uint8_t *)step->in;
    stream->avail_in = step->in_size;
    stream->next_out = (uint8_t *)step->out;
    stream->avail_out = step->out_size;
    lzma_ret result = lzma_code(stream, LZMA_RUN);
    *step = (struct packing_step){(const char *)stream->next_in, stream->avail_in, (char *)stream->next_out,
                                  stream->avail_out};
    switch (result) {
    case LZMA_OK:
    case LZMA_BUF_ERROR: return PACKING_MORE;
    case LZMA_STREAM_END: return PACKING_END;
    case LZMA_MEM_ERROR: return PACKING_MEMORY;
    case LZMA_MEMLIMIT_ERROR: return PACKING_TOO_LARGE;
    default: return PACKING_DAMAGED;
    }
}

void xz_end(void *state) {
    if (state) lzma_end(state);
    free(state);
}

#else
typedef int xz_is_absent; /* a file must hold something */
#endif
