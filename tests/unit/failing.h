/* Calls that fail: a program that includes this defines malloc, open, write, ... itself, and so before the C library
 * and the sanitizers do, to which it passes the calls on. One kind of call can be armed: its n-th call fails. */
#ifndef UNIT_FAILING_H
#define UNIT_FAILING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum call {
    CALL_NONE,
    CALL_MEMORY,
    CALL_OPEN,
    CALL_FSTAT,
    CALL_READ,
    CALL_WRITE,
    CALL_SYNC,
    CALL_CLOSE,
    CALL_RENAME,
    CALL_MAKE,
    CALL_MAP,
    CALL_OPEN_FOLDER,
    CALL_READ_FOLDER,
    CALL_MAKE_FOLDER,
    CALL_THREAD,
    CALL_INTERRUPTED, /* these two are no failures: */
    CALL_SHORT,       /* reads and writes that stop early */
    CALL_END
};

static const char *const call_names[CALL_END] = {
    "none",    "malloc", "open",    "fstat",   "read",  "write",          "fsync",       "close", "rename",
    "mkstemp", "mmap",   "opendir", "readdir", "mkdir", "pthread_create", "interrupted", "short"};

static atomic_int armed;      /* the kind of call that is to fail */
static atomic_long countdown; /* it fails when this comes to 0 */
static atomic_bool failed;
static atomic_long live;         /* blocks allocated and not freed */
static _Thread_local bool ready; /* what the sanitizer allocates before a thread runs is not the program's to lose */

/* The allocator is called before the address sanitizer is ready. */
#define EARLY   __attribute__((no_sanitize("address", "undefined")))
#define VISIBLE __attribute__((visibility("default")))

EARLY static inline bool fails(enum call call, int number) {
    if (!ready || armed != (int)call || atomic_fetch_sub(&countdown, 1) != 1) return false;
    failed = true;
    errno = number;
    return true;
}

EARLY static inline bool lacks_memory(void) {
    return fails(CALL_MEMORY, ENOMEM);
}

static void *stuck; /* a block that cannot be made larger; NULL: there is none */

EARLY static inline bool is_stuck(const void *block) {
    if (!block || block != stuck) return false;
    failed = true;
    errno = ENOMEM;
    return true;
}

/* What the sanitizers call theirs; without them, the C library. */
#ifdef __has_feature
#define HAS_ADDRESS_SANITIZER __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_ADDRESS_SANITIZER 1
#else
#define HAS_ADDRESS_SANITIZER 0
#endif
#if HAS_ADDRESS_SANITIZER
#define NEXT_ALLOCATOR(name) __interceptor_##name
#else
#define NEXT_ALLOCATOR(name) __libc_##name
#endif

void *NEXT_ALLOCATOR(malloc)(size_t size);
void *NEXT_ALLOCATOR(calloc)(size_t count, size_t size);
void *NEXT_ALLOCATOR(realloc)(void *old, size_t size);
void NEXT_ALLOCATOR(free)(void *block);

EARLY VISIBLE void *malloc(size_t size) {
    if (lacks_memory()) return NULL;
    live++;
    return NEXT_ALLOCATOR(malloc)(size);
}

EARLY VISIBLE void *calloc(size_t count, size_t size) {
    if (lacks_memory()) return NULL;
    live++;
    return NEXT_ALLOCATOR(calloc)(count, size);
}

EARLY VISIBLE void *realloc(void *old, size_t size) {
    if (lacks_memory() || is_stuck(old)) return NULL;
    if (!old) live++;
    return NEXT_ALLOCATOR(realloc)(old, size);
}

EARLY VISIBLE void free(void *block) {
    if (block) live--;
    NEXT_ALLOCATOR(free)(block);
}

VISIBLE char *strdup(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    return copy ? strcpy(copy, text) : NULL;
}

/* Defines `next` as the function that would have been called without this one. */
#define NEXT(result, name, ...)                                                                                        \
    result (*next)(__VA_ARGS__);                                                                                       \
    void *found = dlsym(RTLD_NEXT, name);                                                                              \
    memcpy(&next, &found, sizeof next)

VISIBLE int open(const char *path, int flags, ...) {
    NEXT(int, "open", const char *, int, ...);
    return fails(CALL_OPEN, EACCES) ? -1 : next(path, flags, 0600);
}

VISIBLE int fstat(int descriptor, struct stat *about) {
    NEXT(int, "fstat", int, struct stat *);
    return fails(CALL_FSTAT, EIO) ? -1 : next(descriptor, about);
}

VISIBLE ssize_t read(int descriptor, void *bytes, size_t size) {
    NEXT(ssize_t, "read", int, void *, size_t);
    if (fails(CALL_READ, EIO) || fails(CALL_INTERRUPTED, EINTR)) return -1;
    return next(descriptor, bytes, fails(CALL_SHORT, 0) ? (size + 1) / 2 : size);
}

VISIBLE ssize_t write(int descriptor, const void *bytes, size_t size) {
    NEXT(ssize_t, "write", int, const void *, size_t);
    if (fails(CALL_WRITE, ENOSPC) || fails(CALL_INTERRUPTED, EINTR)) return -1;
    return next(descriptor, bytes, fails(CALL_SHORT, 0) ? (size + 1) / 2 : size);
}

VISIBLE int fsync(int descriptor) {
    bool of_folder = (fcntl(descriptor, F_GETFL) & O_DIRECTORY) != 0; /* there it does not matter */
    return !of_folder && fails(CALL_SYNC, EIO) ? -1 : 0;              /* the disk need not turn for a test */
}

VISIBLE int close(int descriptor) {
    NEXT(int, "close", int);
    int result = next(descriptor); /* closed it is in any case */
    return fails(CALL_CLOSE, EIO) ? -1 : result;
}

VISIBLE int rename(const char *old, const char *new) {
    NEXT(int, "rename", const char *, const char *);
    return fails(CALL_RENAME, EACCES) ? -1 : next(old, new);
}

VISIBLE int mkstemp(char *name) {
    NEXT(int, "mkstemp", char *);
    return fails(CALL_MAKE, EACCES) ? -1 : next(name);
}

VISIBLE void *mmap(void *address, size_t size, int protection, int flags, int descriptor, off_t offset) {
    NEXT(void *, "mmap", void *, size_t, int, int, int, off_t);
    return fails(CALL_MAP, ENOMEM) ? MAP_FAILED : next(address, size, protection, flags, descriptor, offset);
}

VISIBLE DIR *opendir(const char *name) {
    NEXT(DIR *, "opendir", const char *);
    return fails(CALL_OPEN_FOLDER, EACCES) ? NULL : next(name);
}

VISIBLE struct dirent *readdir(DIR *directory) {
    NEXT(struct dirent *, "readdir", DIR *);
    return fails(CALL_READ_FOLDER, EIO) ? NULL : next(directory);
}

VISIBLE int mkdir(const char *name, mode_t mode) {
    NEXT(int, "mkdir", const char *, mode_t);
    return fails(CALL_MAKE_FOLDER, EACCES) ? -1 : next(name, mode);
}

static void *(*thread_work)(void *); /* there is one thread at most */

static inline void *run_thread(void *argument) {
    ready = true;
    return thread_work(argument);
}

VISIBLE int pthread_create(pthread_t *thread, const pthread_attr_t *about, void *(*work)(void *), void *argument) {
    NEXT(int, "pthread_create", pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    thread_work = work;
    return fails(CALL_THREAD, EAGAIN) ? EAGAIN : next(thread, about, run_thread, argument);
}

/* Calls can be armed from here on. */
static inline void begin_failing(void) {
    ready = true;
}

#endif
