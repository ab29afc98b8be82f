/* How files are packed: a table with a row for each compression, and a room for each that is unpacked here. */
#ifndef BASE_PACKING_H
#define BASE_PACKING_H

#include <stdbool.h>
#include <stddef.h>

enum packing_result {
    PACKING_MORE,       /* as far as the input or the room for output went */
    PACKING_END,        /* the stream has ended; others may follow */
    PACKING_DAMAGED,    /* or of a kind that is not known */
    PACKING_TOO_LARGE,  /* unpacking it would take more memory than is given */
    PACKING_INCOMPLETE, /* unpacking it takes a dictionary, which is not in it */
    PACKING_MEMORY      /* out of memory */
};

/* What unpacking moves through: both pairs are moved on. Never over 1 GB. */
struct packing_step {
    const char *in;
    size_t in_size;
    char *out;
    size_t out_size;
};

struct packing {
    const char *name;    /* "packed by gzip" */
    const char *ending;  /* of the names of such files; NULL: there is none */
    const char *command; /* that unpacks them */
    const char *magic;   /* that they begin with; NULL: they are known by their ending only */
    size_t magic_size;
    int loose; /* bits of its first byte that do not count */
    /* How many of some first bytes, which begin with the magic number, are to be known to be sure; `*is`: whether they
     * are of this kind, if there are so many. NULL: the magic number says it. */
    size_t (*confirm)(bool *is, const char *bytes);
    /* Makes ready for a stream. `*state` is NULL, or that of a stream that has ended. False: out of memory. NULL: it is
     * not unpacked here. */
    bool (*begin)(void **state);
    enum packing_result (*unpack)(void *state, struct packing_step *step);
    void (*end)(void *state);
};

/* The rows of the table; NULL behind the last. */
const struct packing *packing_at(size_t number);

/* Finds what bytes are packed by; NULL: they are not. `*more`: it takes more of them to know. */
const struct packing *packing_find(bool *more, const char *bytes, size_t size);

/* The row whose ending a path has; NULL: none. */
const struct packing *packing_named(const char *path);

/* The functions of the rows. What a library is missing for is absent. */
#define PACKING_DECLARE(name)                                                                                          \
    bool name##_begin(void **state);                                                                                   \
    enum packing_result name##_unpack(void *state, struct packing_step *step);                                         \
    void name##_end(void *state);

PACKING_DECLARE(gzip)
PACKING_DECLARE(zstd)
PACKING_DECLARE(xz)
PACKING_DECLARE(bzip2)
PACKING_DECLARE(lz4)

#endif
