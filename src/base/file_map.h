/* A whole file in memory, read-only: mapped, or as a copy. */
#ifndef BASE_FILE_MAP_H
#define BASE_FILE_MAP_H

#include <stddef.h>

#include "gaz.h"

struct file_map {
    const char *bytes;
    size_t size;
};

/* Maps a regular file. An empty file gives size 0 and no bytes. Who shortens the file later kills the process that
 * reads the map. */
gaz_status file_map(struct file_map *map, const char *path, gaz_error *error);

/* The same by reading: what happens to the file later changes nothing. A file that becomes shorter meanwhile is an
 * error. */
gaz_status file_copy(struct file_map *map, const char *path, gaz_error *error);

void file_unmap(struct file_map *map);

#endif
