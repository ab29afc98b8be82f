/* Telling what gaz suggested from what a person has changed. */
#ifndef DOCUMENT_SUGGESTION_H
#define DOCUMENT_SUGGESTION_H

#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"

/* A number for the spans of a document, which formats keep beside them: as long as the spans that are read give the
 * same one, nobody has touched them. It depends on the places, surfaces, types and ids (the latter if `ids`: a format
 * without ids leaves them out), not on the order of spans or senses, nor on blanks and line ends, which tools change.
 * Never 0. False: out of memory. */
bool suggestion_measure(uint64_t *number, const gaz_document *document, bool ids);

enum { SUGGESTION_DIGITS = 16 };

/* The number as so many hexadecimal digits, and back. False: these are none. */
void suggestion_print(char digits[SUGGESTION_DIGITS + 1], uint64_t number);
bool suggestion_read(uint64_t *number, const char *digits, size_t size);

#endif
