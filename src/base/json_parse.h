/* One JSON value of a text, made a tree. */
#ifndef BASE_JSON_PARSE_H
#define BASE_JSON_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/json_tree.h"

/* Why a text is not read. */
enum json_fault {
    JSON_FAULT_SYNTAX,
    JSON_FAULT_SURROGATE, /* half of a pair of escapes that stand for one character */
    JSON_FAULT_NUMBER,    /* beyond what a double holds */
    JSON_FAULT_DEPTH,     /* values inside of too many others */
    JSON_FAULT_MEMORY     /* none of the text */
};

struct json_failure {
    enum json_fault fault;
    size_t at;        /* the byte where it shows; the size of the text if that ends too early */
    const char *what; /* constant text */
};

/* Reads the value at the beginning of a text of at most 2^31 - 1 bytes, behind blanks; the tree borrows the text, and
 * what it held is lost. Strings may have zero bytes, names of members may not; of members with one name the last one
 * counts. Whole numbers of over 64 bits become reals. False: the failure says why. */
bool json_parse(struct json_tree *tree, const char *text, size_t size, struct json_failure *failure);

#endif
