#include "base/file_map.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

/* Reads the whole file into pages of its own. */
static gaz_status fill(const struct file_map *map, int descriptor, const char *path, gaz_error *error) {
    char *bytes = (char *)(uintptr_t)map->bytes;
    (void)madvise(bytes, map->size, MADV_HUGEPAGE); /* what is read here and there misses the TLB less often */
    for (size_t done = 0; done < map->size;) {
        ssize_t got = read(descriptor, bytes + done, map->size - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return error_system(error, path, errno, "cannot read");
        if (got == 0)
            return error_set(error, GAZ_ERROR_IO, path, 0, "became shorter while it was read (%zu of %zu bytes)", done,
                             map->size);
        done += (size_t)got;
    }
    return GAZ_OK;
}

static gaz_status take(struct file_map *map, int descriptor, size_t size, bool copy, const char *path,
                       gaz_error *error) {
    void *bytes = copy ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                       : mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (bytes == MAP_FAILED) return error_system(error, path, errno, "cannot map");
    *map = (struct file_map){bytes, size};
    return copy ? fill(map, descriptor, path, error) : GAZ_OK;
}

static gaz_status take_file(struct file_map *map, const char *path, bool copy, gaz_error *error) {
    *map = (struct file_map){0};
    int descriptor = file_open(path, O_RDONLY, 0);
    if (descriptor < 0) return error_system(error, path, errno, "cannot open");
    gaz_status status = GAZ_OK;
    struct stat about;
    if (fstat(descriptor, &about) != 0)
        status = error_system(error, path, errno, "cannot open");
    else if (S_ISDIR(about.st_mode))
        status = error_set(error, GAZ_ERROR_IO, path, 0, "is a folder, not a file");
    else if (!S_ISREG(about.st_mode))
        status = error_set(error, GAZ_ERROR_IO, path, 0, "is not a regular file");
    else if (about.st_size > 0)
        status = take(map, descriptor, (size_t)about.st_size, copy, path, error);
    close(descriptor);
    if (status != GAZ_OK) file_unmap(map);
    return status;
}

gaz_status file_map(struct file_map *map, const char *path, gaz_error *error) {
    return take_file(map, path, false, error);
}

gaz_status file_copy(struct file_map *map, const char *path, gaz_error *error) {
    return take_file(map, path, true, error);
}

void file_unmap(struct file_map *map) {
    if (map->bytes) munmap((void *)(uintptr_t)map->bytes, map->size);
    *map = (struct file_map){0};
}
