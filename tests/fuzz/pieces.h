/* Bytes that a read gets in pieces, as a pipe may give them, without another thread. */
#ifndef FUZZ_PIECES_H
#define FUZZ_PIECES_H

#include <fcntl.h>

#include "fuzz.h"

enum {
    PIECES_MAX = 240, /* a pipe of 1 MiB has room for a few more */
    PIECE_SIZE = 4096 /* at most; a read that has room for less loses some of it */
};

/* A pipe that gives the bytes, at most `piece` (1 to PIECE_SIZE) in a read. Where that would be too many pieces for a
 * pipe, they are larger. Returns its descriptor, which the caller closes; -1: it cannot be made. */
static inline int pieces_open(const struct fuzz_input *input, size_t piece) {
    int ends[2];
    size_t least = input->size / PIECES_MAX + 1;
    if (piece < least) piece = least;
    if (piece > PIECE_SIZE || pipe2(ends, O_CLOEXEC | O_DIRECT) != 0) return -1;
    bool good = fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) > 0 && fcntl(ends[1], F_SETFL, O_DIRECT | O_NONBLOCK) == 0;
    for (size_t at = 0; good && at < input->size; at += piece) {
        size_t size = input->size - at < piece ? input->size - at : piece;
        good = write(ends[1], input->bytes + at, size) == (ssize_t)size;
    }
    close(ends[1]);
    if (good) return ends[0];
    close(ends[0]);
    return -1;
}

/* The path that opens a descriptor once more. Holds until the next call. */
static inline const char *pieces_path(int descriptor) {
    static char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    return path;
}

#endif
