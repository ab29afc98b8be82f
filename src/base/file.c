#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/packing.h"

int file_open(const char *path, int flags, mode_t mode) {
    int descriptor;
    do descriptor = open(path, flags | O_CLOEXEC, mode);
    while (descriptor < 0 && errno == EINTR); /* of a pipe, which waits for its other end, or from a slow disk */
    return descriptor;
}

/* The folder that a path is in, owned; NULL: out of memory. */
static char *folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    size_t size = slash ? (size_t)(slash - path) + 1 : 1;
    char *folder = malloc(size + 1);
    if (!folder) return NULL;
    memcpy(folder, slash ? path : ".", size);
    folder[size] = 0;
    return folder;
}

enum { TEMPORARY_SIZE = 7 /* bytes that a temporary name has more: a dot and six letters */ };

/* Makes a file without a name in the folder of a path: whatever ends the process, nothing is left of it. The system
 * takes the umask off the mode: there is no asking for it that other threads would not notice. -1: the file system
 * has no such files, or they could not be given a name. */
static int create_unnamed(const char *path, mode_t mode) {
    char *folder = folder_of(path);
    int descriptor = -1;
    if (folder && access("/proc/self/fd", X_OK) == 0) descriptor = file_open(folder, O_TMPFILE | O_RDWR, mode);
    free(folder);
    return descriptor;
}

static int link_unnamed(int descriptor, const char *name) {
    char unnamed[64];
    snprintf(unnamed, sizeof unnamed, "/proc/self/fd/%d", descriptor);
    return linkat(AT_FDCWD, unnamed, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

/* Gives a file a name that is not there: the first `size` bytes of `name`, which has room for it, and some more. The
 * file is the unnamed one of a descriptor; -1: it is created. Returns what the system did. */
static int name_beside(char *name, size_t size, int descriptor, mode_t mode) {
    enum { TRIES = 100 };
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    uint64_t number = (uint64_t)now.tv_nsec ^ (uint64_t)getpid() << 32 ^ (uint64_t)(uintptr_t)name;
    int result = -1;
    for (int i = 0; i < TRIES; i++) {
        number = number * 6364136223846793005u + 1442695040888963407u;
        uint64_t rest = number >> 32;
        name[size] = '.';
        for (size_t j = 1; j < TEMPORARY_SIZE; j++, rest /= 36) name[size + j] = letters[rest % 36];
        name[size + TEMPORARY_SIZE] = 0;
        result = descriptor >= 0 ? link_unnamed(descriptor, name) : file_open(name, O_RDWR | O_CREAT | O_EXCL, mode);
        if (result >= 0 || errno != EEXIST) break;
    }
    return result;
}

gaz_status file_create(struct file_writer *writer, const char *path, gaz_error *error) {
    *writer = (struct file_writer){.descriptor = -1};
    struct stat about;
    bool exists = stat(path, &about) == 0;
    if (exists && S_ISDIR(about.st_mode)) return error_set(error, GAZ_ERROR_IO, path, 0, "is a folder, not a file");
    size_t size = strlen(path);
    writer->path = malloc(size + 1);
    writer->temporary = malloc(size + TEMPORARY_SIZE + 1);
    if (!writer->path || !writer->temporary) {
        file_discard(writer);
        return error_memory(error);
    }
    memcpy(writer->path, path, size + 1);
    if (exists && !S_ISREG(about.st_mode)) { /* a device or a pipe cannot be replaced */
        free(writer->temporary);
        writer->temporary = NULL;
        writer->descriptor = file_open(path, O_WRONLY, 0);
    } else {
        memcpy(writer->temporary, path, size + 1);
        writer->descriptor = create_unnamed(path, exists ? 0600 : 0666);
        writer->named = writer->descriptor < 0;
        if (writer->named) writer->descriptor = name_beside(writer->temporary, size, -1, exists ? 0600 : 0666);
        if (writer->descriptor < 0) writer->named = false;
        if (writer->descriptor >= 0 && exists) (void)fchmod(writer->descriptor, about.st_mode & 0777);
    }
    if (writer->descriptor < 0) {
        gaz_status status = error_system(error, path, errno, "cannot create");
        file_discard(writer);
        return status;
    }
    return GAZ_OK;
}

gaz_status file_write_all(int descriptor, const void *bytes, size_t size, const char *name, gaz_error *error) {
    const char *next = bytes;
    while (size) {
        ssize_t written = write(descriptor, next, size);
        if (written < 0) {
            if (errno == EINTR) continue;
            if (errno == EPIPE) return error_set(error, GAZ_ERROR_CLOSED, name, 0, "output closed");
            return error_system(error, name, errno, "cannot write");
        }
        next += written;
        size -= (size_t)written;
    }
    return GAZ_OK;
}

gaz_status file_write(struct file_writer *writer, const void *bytes, size_t size, gaz_error *error) {
    return file_write_all(writer->descriptor, bytes, size, writer->path, error);
}

/* The rename is on disk only when the folder is. */
static void sync_folder(const char *path) {
    char *folder = folder_of(path);
    if (!folder) return;
    int descriptor = file_open(folder, O_RDONLY | O_DIRECTORY, 0);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
    free(folder);
}

/* Holds back what ends a process from without, for as long as the file has two names; other threads may still be ended.
 */
static void hold_signals(sigset_t *before) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, SIGQUIT);
    (void)pthread_sigmask(SIG_BLOCK, &signals, before);
}

static void remove_temporary(struct file_writer *writer) {
    if (writer->named) (void)unlink(writer->temporary);
    writer->named = false;
}

/* Closes the file and gives it its name: at once, if it has none and nothing is there, else through the temporary one.
 */
static gaz_status put_in_place(struct file_writer *writer, gaz_error *error) {
    bool replaces = writer->temporary != NULL;
    bool placed = replaces && !writer->named && link_unnamed(writer->descriptor, writer->path) == 0;
    if (replaces && !placed && !writer->named) {
        writer->named = name_beside(writer->temporary, strlen(writer->path), writer->descriptor, 0) == 0;
        if (!writer->named) return error_system(error, writer->path, errno, "cannot create");
    }
    int closed = close(writer->descriptor);
    writer->descriptor = -1;
    if (closed != 0) {
        gaz_status status = error_system(error, writer->path, errno, "cannot write");
        if (placed) (void)unlink(writer->path);
        return status;
    }
    if (!writer->named) return GAZ_OK;
    if (rename(writer->temporary, writer->path) != 0) return error_system(error, writer->path, errno, "cannot create");
    writer->named = false;
    return GAZ_OK;
}

gaz_status file_commit(struct file_writer *writer, gaz_error *error) {
    gaz_status status = GAZ_OK;
    sigset_t before;
    bool synced = writer->temporary && !writer->unsynced;
    if (synced && fsync(writer->descriptor) != 0) status = error_system(error, writer->path, errno, "cannot write");
    if (status == GAZ_OK) {
        hold_signals(&before);
        status = put_in_place(writer, error);
        remove_temporary(writer);
        (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    if (status == GAZ_OK && synced && !writer->followed) sync_folder(writer->path);
    file_discard(writer);
    return status;
}

void file_discard(struct file_writer *writer) {
    if (writer->descriptor >= 0) close(writer->descriptor);
    remove_temporary(writer);
    free(writer->temporary);
    free(writer->path);
    *writer = (struct file_writer){.descriptor = -1};
}

gaz_status file_replace(const char *path, const void *bytes, size_t size, gaz_error *error) {
    struct file_writer writer;
    gaz_status status = file_create(&writer, path, error);
    if (status != GAZ_OK) return status;
    status = file_write(&writer, bytes, size, error);
    if (status == GAZ_OK) status = file_commit(&writer, error);
    file_discard(&writer);
    return status;
}

gaz_status file_remove(const char *path, gaz_error *error) {
    if (unlink(path) == 0 || errno == ENOENT) return GAZ_OK;
    return error_system(error, path, errno, "cannot remove the file");
}

bool file_is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static gaz_status make_folder(const char *path, gaz_error *error) {
    if (mkdir(path, 0777) == 0) return GAZ_OK;
    if (errno != EEXIST) return error_system(error, path, errno, "cannot make the folder");
    return file_is_folder(path) ? GAZ_OK : error_set(error, GAZ_ERROR_IO, path, 0, "is a file, not a folder");
}

gaz_status file_make_parents(const char *path, gaz_error *error) {
    gaz_status status = GAZ_OK;
    char *parents = strdup(path);
    if (!parents) return error_memory(error);
    for (char *slash = strchr(parents + 1, '/'); slash && status == GAZ_OK; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        if (!file_is_folder(parents)) status = make_folder(parents, error);
        *slash = '/';
    }
    free(parents);
    return status;
}

gaz_status file_make_folder(const char *path, gaz_error *error) {
    gaz_status status = *path ? file_make_parents(path, error) : GAZ_OK;
    return status == GAZ_OK ? make_folder(path, error) : status;
}

gaz_status file_look(bool *there, bool *empty, const char *path, gaz_error *error) {
    struct stat about;
    bool found = stat(path, &about) == 0;
    *there = found && !S_ISDIR(about.st_mode);
    *empty = found && S_ISREG(about.st_mode) && about.st_size == 0;
    return found || errno == ENOENT || errno == ENOTDIR ? GAZ_OK : error_system(error, path, errno, "cannot look for");
}

bool file_is_there(const char *path) {
    bool there;
    bool empty;
    return file_look(&there, &empty, path, NULL) != GAZ_OK || there;
}

bool file_is_empty(const char *path) {
    bool there;
    bool empty;
    return file_look(&there, &empty, path, NULL) == GAZ_OK && empty;
}

bool file_identify(struct file_identity *identity, const char *path) {
    struct stat about;
    *identity = (struct file_identity){0};
    if ((strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &about) : stat(path, &about)) != 0) return false;
    identity->device = (uint64_t)about.st_dev;
    identity->number = (uint64_t)about.st_ino;
    return true;
}

char *file_join(const char *folder, const char *name) {
    size_t folder_size = strlen(folder);
    size_t name_size = strlen(name);
    bool slash = folder_size > 0 && folder[folder_size - 1] != '/';
    char *path = malloc(folder_size + slash + name_size + 1);
    if (!path) return NULL;
    memcpy(path, folder, folder_size);
    if (slash) path[folder_size] = '/';
    memcpy(path + folder_size + slash, name, name_size + 1);
    return path;
}

static int compare_paths(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool ends_with(const char *path, size_t size, const char *ending) {
    size_t ending_size = strlen(ending);
    return size > ending_size && memcmp(path + size - ending_size, ending, ending_size) == 0;
}

bool file_has_ending(const char *path, const char *ending) {
    return ends_with(path, strlen(path), ending);
}

size_t file_name_size(const char *path) {
    const struct packing *packing = packing_named(path);
    return strlen(path) - (packing && packing->begin ? strlen(packing->ending) : 0);
}

gaz_status file_beside(char **found, const char *path, const char *name, gaz_error *error) {
    struct buffer room = {0};
    const char *slash = strrchr(path, '/');
    const struct packing *row = NULL;
    bool there = false;
    *found = NULL;
    bool good = buffer_add(&room, path, slash ? (size_t)(slash + 1 - path) : 0) && buffer_add_text(&room, name);
    size_t size = room.size;
    for (size_t i = 0; good && !there && (i == 0 || (row = packing_at(i - 1)) != NULL); i++) {
        if (row && !row->ending) continue;
        room.size = size;
        good = buffer_add_text(&room, row ? row->ending : "") && buffer_add_byte(&room, 0);
        there = good && file_is_there(room.bytes);
    }
    if (there) *found = room.bytes;
    if (!there) buffer_free(&room);
    return good ? GAZ_OK : error_memory(error);
}

bool file_add_stem(struct buffer *stem, const char *path) {
    const char *slash = strrchr(path, '/');
    return file_add_name(stem, slash ? slash + 1 : path);
}

bool file_add_name(struct buffer *stem, const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = strcmp(path, "-") == 0 ? "stdin" : slash ? slash + 1 : path;
    if (slash && !buffer_add(stem, path, (size_t)(slash + 1 - path))) return false;
    size_t size = file_name_size(name);
    const char *dot = memrchr(name, '.', size);
    bool rotated = dot && strspn(dot + 1, "0123456789") >= size - (size_t)(dot + 1 - name); /* syslog.2 */
    if (dot && dot > name && !rotated) size = (size_t)(dot - name);
    return buffer_add(stem, name, size) && buffer_add_byte(stem, 0);
}

bool file_is_named(const char *path, const char *ending) {
    return ends_with(path, file_name_size(path), ending);
}

gaz_status file_find(char ***paths, const char *folder, const char *ending, gaz_error *error) {
    *paths = NULL;
    DIR *directory;
    do directory = opendir(folder);
    while (!directory && errno == EINTR);
    if (!directory) return error_system(error, folder, errno, "cannot open");
    gaz_status status = GAZ_OK;
    size_t count = 0;
    size_t capacity = 0;
    char **found = NULL;
    struct dirent *item = NULL;
    do {
        if (!array_reserve(&found, &capacity, count + 2, sizeof *found)) {
            status = error_memory(error);
            break;
        }
        found[count] = found[count + 1] = NULL; /* one more each time, and the end */
        errno = 0;
        item = readdir(directory);
        if (!item && errno) status = error_system(error, folder, errno, "cannot read");
        if (item && item->d_name[0] != '.' && file_has_ending(item->d_name, ending)) {
            found[count] = file_join(folder, item->d_name);
            if (!found[count]) {
                status = error_memory(error);
                break;
            }
            count++;
        }
    } while (item);
    closedir(directory);
    if (status != GAZ_OK) {
        file_paths_free(found);
        return status;
    }
    qsort(found, count, sizeof *found, compare_paths);
    *paths = found;
    return GAZ_OK;
}

void file_paths_free(char **paths) {
    if (!paths) return;
    for (size_t i = 0; paths[i]; i++) free(paths[i]);
    free(paths);
}
