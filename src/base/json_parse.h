/* One JSON value of a text, as jansson's values, but not read by jansson: where it has no memory for a character, it
 * goes on without it, and so reads another text, or writes where nothing was allocated. What makes its values says so
 * when there is no memory, and is used here. */
#ifndef BASE_JSON_PARSE_H
#define BASE_JSON_PARSE_H

#include <jansson.h>
#include <stddef.h>

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

/* Reads the value at the beginning of a text, behind blanks. `*end` is the byte behind it. Strings may have zero bytes,
 * names of members may not; of two members with one name the last one counts. Whole numbers of over 64 bits become
 * reals. NULL: the failure says why. */
json_t *json_parse(size_t *end, const char *text, size_t size, struct json_failure *failure);

#endif
