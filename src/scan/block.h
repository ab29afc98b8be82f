/* A part of an input, as the reader cuts it. */
#ifndef SCAN_BLOCK_H
#define SCAN_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct block {
    char *bytes; /* owned; `capacity` */
    size_t size;
    size_t capacity;
    bool goes_on;     /* it begins inside a sentence */
    bool cut;         /* it ends inside a sentence */
    const char *name; /* of the file; borrowed */
    uint64_t offset;  /* of its first byte in the file, in the reader's units */
    uint64_t at;      /* the same in bytes */
    uint64_t line;    /* of its first byte, from 1 */
};

#endif
