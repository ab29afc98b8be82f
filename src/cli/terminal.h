/* What terminals show, and what is written to them. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>

/* Whether a descriptor is a terminal that follows control sequences: TERM is not "dumb". */
bool terminal_is_smart(int descriptor);

/* Whether it is one on which colours are wanted: NO_COLOR is not set, or empty. */
bool terminal_has_colours(int descriptor);

/* Prints to standard error, as printf does: control characters of the arguments become ?, so that no name and no text
 * moves a cursor or hides a line. A line end is one at the end of the format only. */
void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
