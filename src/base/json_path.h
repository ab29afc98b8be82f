/* Paths into JSON arrays: names and numbers with dots between them, and * for every element ("Records.*.message"). */
#ifndef BASE_JSON_PATH_H
#define BASE_JSON_PATH_H

#include "base/buffer.h"
#include "base/json_member.h"

/* Takes a value that the path leads to; its own path ("Records.0.message") ends with a zero byte and is borrowed until
 * it returns. False: out of memory. */
typedef bool json_visit(void *context, const struct json_member *value, const char *path, size_t size);

/* Whether a path may lead to several values. */
bool json_path_is_many(const char *path);

/* Whether a path may go through an array. */
bool json_path_has_arrays(const char *path);

/* Visits what a path leads to, in order. `way` is for the paths; what it holds is lost. False: out of memory. */
bool json_each(const struct json_members *members, const char *path, struct buffer *way, json_visit *visit,
               void *context);

#endif
