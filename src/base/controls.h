/* Control characters, none of which may reach a terminal or part the columns of a row: C0 and DEL, and C1 in UTF-8. */
#ifndef BASE_CONTROLS_H
#define BASE_CONTROLS_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes of a control character stand at `bytes` (size over 0), 1 or 2; 0: it is none. */
static inline size_t control_size(const char *bytes, size_t size) {
    unsigned char byte = (unsigned char)bytes[0];
    unsigned char next = size > 1 ? (unsigned char)bytes[1] : 0;
    if (byte < ' ' || byte == 0x7F) return 1;
    return byte == 0xC2 && next >= 0x80 && next < 0xA0 ? 2 : 0;
}

/* Whether there is one in the bytes. */
bool controls_are_there(const char *bytes, size_t size);

/* Makes each byte of one `with`. */
void controls_replace(char *bytes, size_t size, char with);

#endif
