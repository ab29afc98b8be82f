#include "base/packing.h"

#ifdef GAZ_BZIP2

#include <bzlib.h>
#include <stdint.h>
#include <stdlib.h>

bool bzip2_begin(void **state) {
    bz_stream *stream = *state ? *state : malloc(sizeof *stream);
    if (stream && *state) BZ2_bzDecompressEnd(stream);
    if (stream) *stream = (bz_stream){0};
    if (stream && BZ2_bzDecompressInit(stream, 0, 0) != BZ_OK) {
        free(stream);
        stream = NULL;
    }
    *state = stream;
    return stream != NULL;
}

enum packing_result bzip2_unpack(void *state, struct packing_step *step) {
    bz_stream *stream = state;
    stream->next_in = (char *)(uintptr_t)step->in;
    stream->avail_in = (unsigned)step->in_size;
    stream->next_out = step->out;
    stream->avail_out = (unsigned)step->out_size;
    int result = BZ2_bzDecompress(stream);
    *step = (struct packing_step){stream->next_in, stream->avail_in, stream->next_out, stream->avail_out};
    switch (result) {
    case BZ_OK: return PACKING_MORE;
    case BZ_STREAM_END: return PACKING_END;
    case BZ_MEM_ERROR: return PACKING_MEMORY;
    default: return PACKING_DAMAGED;
    }
}

void bzip2_end(void *state) {
    if (state) BZ2_bzDecompressEnd(state);
    free(state);
}

#else
typedef int bzip2_is_absent; /* a file must hold something */
#endif
