/* gaz tag --review. */
#ifndef CLI_REVIEW_H
#define CLI_REVIEW_H

#include "command.h"

struct review {
    uint64_t count;    /* of entries wanted; 0 = spans are wanted, not entries */
    const char *lists; /* NULL = none */
};

/* Writes the entries whose check would help most in the files. Returns the exit code. */
int review_files(const struct review *review, const gaz_stream_options *options, const gaz_model *model, char **paths,
                 size_t count);

#endif
