/* Writing into a caller's gaz_sink. */
#ifndef BASE_SINK_H
#define BASE_SINK_H

#include "gaz.h"

/* Gives the sink all of the bytes; no bytes are none of its business. A failure is filled in completely, with the
 * sink's name, whatever its function left out. */
gaz_status sink_write(const gaz_sink *sink, const void *bytes, size_t size, gaz_error *error);

#endif
