#include "serve/history.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/file_map.h"
#include "base/json_scan.h"

enum { ROUNDS = 100 };

struct history {
    char *path;           /* owned */
    pthread_mutex_t lock; /* of the rounds */
    char *rounds[ROUNDS]; /* owned, zero-terminated; the oldest first */
    size_t count;
};

/* False: out of memory. */
static bool remember(struct history *history, const char *round, size_t size) {
    char *copy = malloc(size + 1);
    if (!copy) return false;
    memcpy(copy, round, size);
    copy[size] = 0;
    if (history->count == ROUNDS) {
        free(history->rounds[0]);
        memmove(history->rounds, history->rounds + 1, (ROUNDS - 1) * sizeof *history->rounds);
        history->count--;
    }
    history->rounds[history->count++] = copy;
    return true;
}

/* Takes a line, if it is a whole round: a machine that went down may have left a part of one. False: out of memory. */
static bool read_round(struct history *history, const char *line, size_t size) {
    struct json_members members = {0};
    enum json_scanned scanned = size ? json_scan(&members, line, size) : JSON_SCAN_REFUSED;
    json_members_free(&members);
    return scanned != JSON_SCAN_MEMORY && (scanned != JSON_SCAN_GOOD || remember(history, line, size));
}

static bool read_rounds(struct history *history, const struct file_map *map) {
    bool good = true;
    for (size_t at = 0; at < map->size && good;) {
        const char *line = map->bytes + at;
        const char *newline = memchr(line, '\n', map->size - at);
        size_t size = newline ? (size_t)(newline - line) : map->size - at;
        good = read_round(history, line, size);
        at += size + 1;
    }
    return good;
}

gaz_status history_open(struct history **history, const char *folder, gaz_error *error) {
    struct file_map map;
    struct history *opened = calloc(1, sizeof *opened);
    *history = NULL;
    if (!opened) return error_memory(error);
    pthread_mutex_init(&opened->lock, NULL);
    opened->path = file_join(folder, ".gaz-history");
    gaz_status status = opened->path ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK && file_is_there(opened->path)) {
        status = file_copy(&map, opened->path, error);
        if (status == GAZ_OK) {
            if (!read_rounds(opened, &map)) status = error_memory(error);
            file_unmap(&map);
        }
    }
    if (status == GAZ_OK)
        *history = opened;
    else
        history_free(opened);
    return status;
}

void history_free(struct history *history) {
    if (!history) return;
    for (size_t i = 0; i < history->count; i++) free(history->rounds[i]);
    pthread_mutex_destroy(&history->lock);
    free(history->path);
    free(history);
}

/* Whether what is there ends in the middle of a line. False: that cannot be found out, and errno says why. */
static bool find_end(bool *inside, int descriptor) {
    struct stat about;
    char last = '\n';
    if (fstat(descriptor, &about) != 0) return false;
    if (about.st_size > 0 && pread(descriptor, &last, 1, about.st_size - 1) < 0) return false;
    *inside = last != '\n';
    return true;
}

static gaz_status append(const struct history *history, const char *round, size_t size, gaz_error *error) {
    struct buffer line = {0};
    int descriptor = file_open(history->path, O_RDWR | O_APPEND | O_CREAT, 0666);
    if (descriptor < 0) return error_system(error, history->path, errno, "cannot create");
    bool inside;
    gaz_status status = GAZ_OK;
    if (!find_end(&inside, descriptor))
        status = error_system(error, history->path, errno, "cannot read");
    else if ((inside && !buffer_add_byte(&line, '\n')) || !buffer_add(&line, round, size) ||
             !buffer_add_byte(&line, '\n'))
        status = error_memory(error);
    if (status == GAZ_OK) status = file_write_all(descriptor, line.bytes, line.size, history->path, error);
    if (status == GAZ_OK && fsync(descriptor) != 0) status = error_system(error, history->path, errno, "cannot write");
    if (close(descriptor) != 0 && status == GAZ_OK) status = error_system(error, history->path, errno, "cannot write");
    buffer_free(&line);
    return status;
}

gaz_status history_add(struct history *history, const char *round, size_t size, gaz_error *error) {
    gaz_status status = append(history, round, size, error);
    pthread_mutex_lock(&history->lock);
    bool good = remember(history, round, size);
    pthread_mutex_unlock(&history->lock);
    return status == GAZ_OK && !good ? error_memory(error) : status;
}

bool history_write(struct buffer *out, struct history *history) {
    bool good = true;
    pthread_mutex_lock(&history->lock);
    for (size_t i = 0; i < history->count && good; i++)
        good = buffer_add_text(out, i ? ", " : "") && buffer_add_text(out, history->rounds[i]);
    pthread_mutex_unlock(&history->lock);
    return good;
}
