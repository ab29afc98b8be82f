#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/packing.h"

bool gzip_begin(void **state) {
    enum { WINDOW = 15, GZIP = 16 };
    z_stream *stream = *state;
    if (stream) return inflateReset(stream) == Z_OK;
    stream = calloc(1, sizeof *stream);
    if (stream && inflateInit2(stream, WINDOW + GZIP) != Z_OK) {
        free(stream);
        stream = NULL;
    }
    *state = stream;
    return stream != NULL;
}

enum packing_result gzip_unpack(void *state, struct packing_step *step) {
    z_stream *stream = state;
    stream->next_in = (unsigned char *)(uintptr_t)step->in;
    stream->avail_in = (unsigned)step->in_size;
    stream->next_out = (unsigned char *)step->out;
    stream->avail_out = (unsigned)step->out_size;
    int result = inflate(stream, Z_NO_FLUSH);
    *step = (struct packing_step){(const char *)stream->next_in, stream->avail_in, (char *)stream->next_out,
                                  stream->avail_out};
    switch (result) {
    case Z_OK:
    case Z_BUF_ERROR: return PACKING_MORE;
    case Z_STREAM_END: return PACKING_END;
    case Z_MEM_ERROR: return PACKING_MEMORY;
    default: return PACKING_DAMAGED;
    }
}

void gzip_end(void *state) {
    if (state) inflateEnd(state);
    free(state);
}
