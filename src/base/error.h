/* Filling in a caller's gaz_error. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "gaz.h"

/* Fills `error` (NULL is fine) and returns `status`. `file` may be NULL, `line` 0. */
gaz_status error_set(gaz_error *error, gaz_status status, const char *file, uint64_t line, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Adds what can be done about a failure that is filled in already. Returns `status`, so that it can stand around
 * error_set. */
gaz_status error_hint(gaz_error *error, gaz_hint hint, gaz_status status);

/* As error_set, with GAZ_ERROR_IO and the system's reason for `number` (an errno value) after the message. */
gaz_status error_system(gaz_error *error, const char *file, int number, const char *action);

/* Names the file of a failure that is filled in already. */
void error_name_file(gaz_error *error, const char *file);

/* Names file and line of a failure that has neither, unless memory is short. Returns `status`. */
gaz_status error_locate(gaz_status status, const char *file, uint64_t line, gaz_error *error);

static inline gaz_status error_argument(gaz_error *error, const char *message) {
    return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "%s", message);
}

static inline gaz_status error_memory(gaz_error *error) {
    (void)error_set(error, GAZ_ERROR_MEMORY, NULL, 0, "out of memory");
    return GAZ_ERROR_MEMORY;
}

/* "standard input" for "-", else the path itself. */
const char *error_file_name(const char *path);

#endif
