/* Patterns of STIX 2.1 (OASIS Standard, 2021, section 9) that are equalities, or sets of values, with OR
 * between. */
#ifndef LEXICON_STIX_PATTERN_H
#define LEXICON_STIX_PATTERN_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fields.h"

/* A pattern that is being read. At the beginning all but `rest` is zero. */
struct stix_pattern {
    struct field rest;   /* that is not read yet */
    struct field path;   /* of the newest equality, as file:hashes.MD5; borrowed from the pattern */
    struct buffer value; /* of the newest equality */
    bool begun;
    bool inside; /* of brackets */
    bool in_set; /* another element follows */
};

enum stix_result {
    STIX_EQUALITY,
    STIX_END,
    STIX_BEYOND, /* it is more than equalities with OR between */
    STIX_MEMORY
};

/* Reads the next equality. */
enum stix_result stix_pattern_next(struct stix_pattern *pattern);

/* The type of what an object path leads to, in `room` of 64 bytes: "" is that of the value's form. */
void stix_find_type(char room[64], struct field path);

#endif
