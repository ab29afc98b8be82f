/* Reading a file, a pipe or standard input, unpacking (packing.h) and decoding, on the way. */
#ifndef BASE_INPUT_H
#define BASE_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "gaz.h"

struct input;

/* "-" is standard input. A folder is refused. How it is packed is found from its first bytes; plain text in
 * UTF-16 with a byte order mark is refused when it is read, unless it is decoded. */
gaz_status input_open(struct input **input, const char *path, gaz_error *error);

/* Makes UTF-8 of text in that encoding (decode.h). To be called before the first read; NULL: the bytes stay. */
gaz_status input_decode(struct input *input, const char *encoding, gaz_error *error);

/* Reads at most `capacity` (over 0) bytes and returns what is there as soon as something is; `*size` 0 is the end. */
gaz_status input_read(size_t *size, struct input *input, char *bytes, size_t capacity, gaz_error *error);

/* Bytes of the file read so far and in all (0: unknown), packed bytes where it is packed. For progress. */
void input_position(uint64_t *done, uint64_t *total, const struct input *input);

/* Reads all that is left into owned memory with a zero byte behind it. */
gaz_status input_read_all(char **bytes, size_t *size, struct input *input, gaz_error *error);

void input_close(struct input *input);

/* All of that: the bytes of a whole file. `*bytes` is NULL after a failure. */
gaz_status input_read_file(char **bytes, size_t *size, const char *path, const char *encoding, gaz_error *error);

#endif
