#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void error_name_file(gaz_error *error, const char *file) {
    size_t size = file ? strlen(file) : 0;
    size_t room = sizeof error->file - 1;
    if (size <= room) {
        memcpy(error->file, file ? file : "", size);
        error->file[size] = 0;
    } else { /* the end of a path tells more than its beginning */
        memcpy(error->file, "...", 3);
        memcpy(error->file + 3, file + size - (room - 3), room - 3);
        error->file[room] = 0;
    }
}

gaz_status error_set(gaz_error *error, gaz_status status, const char *file, uint64_t line, const char *format, ...) {
    if (!error) return status;
    error->status = status;
    error->hint = GAZ_HINT_NONE;
    error->line = line;
    error_name_file(error, file);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    for (char *at = error->message; *at; at++) /* what the input holds may stand in it: it stays one line */
        if ((unsigned char)*at < ' ' || *at == 0x7F) *at = '?';
    return status;
}

gaz_status error_hint(gaz_error *error, gaz_hint hint, gaz_status status) {
    if (error) error->hint = hint;
    return status;
}

gaz_status error_system(gaz_error *error, const char *file, int number, const char *action) {
    char room[128] = "";
#ifdef __GLIBC__
    const char *reason = strerror_r(number, room, sizeof room); /* GNU's: thread-safe, may leave the room unused */
#else
    const char *reason = strerror_r(number, room, sizeof room) == 0 ? room : "unknown error";
#endif
    return error_set(error, GAZ_ERROR_IO, file, 0, "%s: %s", action, reason);
}

const char *error_file_name(const char *path) {
    return path && strcmp(path, "-") == 0 ? "standard input" : path;
}

const char *gaz_status_name(gaz_status status) {
    switch (status) {
    case GAZ_OK: return "ok";
    case GAZ_ERROR_ARGUMENT: return "wrong argument";
    case GAZ_ERROR_MEMORY: return "out of memory";
    case GAZ_ERROR_IO: return "input/output error";
    case GAZ_ERROR_INPUT: return "malformed input";
    case GAZ_ERROR_MODEL: return "damaged model";
    case GAZ_ERROR_VERSION: return "other model version";
    case GAZ_ERROR_LIMIT: return "limit exceeded";
    case GAZ_ERROR_CLOSED: return "output closed";
    }
    return "unknown status";
}

#define TEXT_OF(number) #number
#define TEXT(number)    TEXT_OF(number)

const char *gaz_version(void) {
    return TEXT(GAZ_VERSION_MAJOR) "." TEXT(GAZ_VERSION_MINOR) "." TEXT(GAZ_VERSION_PATCH);
}

gaz_status error_locate(gaz_status status, const char *file, uint64_t line, gaz_error *error) {
    if (status == GAZ_OK || status == GAZ_ERROR_MEMORY || !error || error->file[0]) return status;
    char message[sizeof error->message];
    gaz_hint hint = error->hint;
    memcpy(message, error->message, sizeof message);
    return error_hint(error, hint, error_set(error, status, file, line, "%s", message));
}
