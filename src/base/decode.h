/* Text in other encodings than UTF-8, by iconv of the C library. The one place that includes it. */
#ifndef BASE_DECODE_H
#define BASE_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "gaz.h"

struct decoder;

/* `encoding` is a name that iconv knows; one that it does not is GAZ_ERROR_ARGUMENT. */
gaz_status decoder_new(struct decoder **decoder, const char *encoding, gaz_error *error);
void decoder_free(struct decoder *decoder);

/* Where the next bytes are to be put, and how many: at least one. */
char *decoder_room(size_t *room, struct decoder *decoder);

/* Takes that many of them; 0: there are no more. */
void decoder_put(struct decoder *decoder, size_t size);

/* Gives at most `capacity` bytes of UTF-8. `*size` 0: more is to be put first, or, when `*done` is set, that was all.
 * Bytes that are no character are GAZ_ERROR_INPUT; `name` is the file's, for errors. */
gaz_status decoder_get(size_t *size, bool *done, struct decoder *decoder, char *bytes, size_t capacity,
                       const char *name, gaz_error *error);

#endif
