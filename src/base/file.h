/* Files: replaced as a whole for writing; folders and names. Reading is in file_map.h and input.h. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "gaz.h"

/* open, again if a signal has interrupted it. Files are closed when another program is run. */
int file_open(const char *path, int flags, mode_t mode);

/* ---- A file that appears under its name only when it is complete ---- */

struct file_writer {
    int descriptor;
    char *path;      /* owned */
    char *temporary; /* owned; a name in the same folder; NULL: the path is written in place */
    bool named;      /* the file has that name; until it is complete, it has none if the file system allows that */
    bool followed; /* for the user to set: another file of the folder is committed right behind it, which syncs that */
    bool unsynced; /* for the user to set: it need not be on the disk before it gets its name. That is for one of many
                    * files that can be made again: each wait takes milliseconds */
};

/* Creates the file, without a name: a process that is killed leaves nothing. A path that exists and is no regular file
 * (/dev/full, a pipe) is written in place. */
gaz_status file_create(struct file_writer *writer, const char *path, gaz_error *error);
gaz_status file_write(struct file_writer *writer, const void *bytes, size_t size, gaz_error *error);

/* Syncs (unless `unsynced`), closes and renames; on failure nothing is left under either name. Ends the writer. */
gaz_status file_commit(struct file_writer *writer, gaz_error *error);

/* Closes and removes the file. After file_commit it does nothing. */
void file_discard(struct file_writer *writer);

/* All of that: the file is replaced by these bytes, or left as it is. */
gaz_status file_replace(const char *path, const void *bytes, size_t size, gaz_error *error);

/* Removes a file; that there is none is no error. */
gaz_status file_remove(const char *path, gaz_error *error);

/* ---- Folders ---- */

bool file_is_folder(const char *path);

/* Makes a folder, if it is not there, and those that it is in; or only these, of a file. */
gaz_status file_make_folder(const char *path, gaz_error *error);
gaz_status file_make_parents(const char *path, gaz_error *error);

/* Whether there is something by that name that is no folder, and whether it is an empty file. Fails if the system does
 * not say. */
gaz_status file_look(bool *there, bool *empty, const char *path, gaz_error *error);

/* The same. Where the system does not say, a file is there, so that none is taken for absent: who reads it is told. */
bool file_is_there(const char *path);
bool file_is_empty(const char *path);

/* What tells a file from all others that are there, whatever path leads to it. */
struct file_identity {
    uint64_t device;
    uint64_t number;
};

/* False: there is no file. "-" is standard input. */
bool file_identify(struct file_identity *identity, const char *path);

/* Whether a name or path ends so and has something before it. */
bool file_has_ending(const char *path, const char *ending);

/* The same without .gz, .zst and the like, which packed files end in; and how long the path is then. */
bool file_is_named(const char *path, const char *ending);
size_t file_name_size(const char *path);

/* Finds a file of that name, plain or packed, in the folder where the file at `path` is. `*found` is an owned path;
 * NULL: there is none. */
gaz_status file_beside(char **found, const char *path, const char *name, gaz_error *error);

/* Appends a file's name without folder, .gz and the like, and what follows its last dot; "stdin" for "-"; a zero byte
 * after it, which counts. False: out of memory. */
bool file_add_stem(struct buffer *stem, const char *path);

/* The same of a name that keeps its folders: "a/b.txt" is a/b. */
bool file_add_name(struct buffer *stem, const char *path);

/* The files in `folder` whose names have that ending, sorted by name, as one owned array of owned paths that ends in
 * NULL; names that begin with a dot are left out. */
gaz_status file_find(char ***paths, const char *folder, const char *ending, gaz_error *error);

void file_paths_free(char **paths);

/* "folder/name" in owned memory, or NULL. */
char *file_join(const char *folder, const char *name);

/* Writes all bytes to a descriptor; GAZ_ERROR_CLOSED on a broken pipe. `name` is for the error. */
gaz_status file_write_all(int descriptor, const void *bytes, size_t size, const char *name, gaz_error *error);

#endif
