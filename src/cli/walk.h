/* The files of a folder, and of the folders in it. */
#ifndef CLI_WALK_H
#define CLI_WALK_H

#include <stdbool.h>
#include <stddef.h>

/* What is told of them. */
struct walk {
    void *context;
    bool (*file)(void *context, const char *path); /* false: the walk ends */
    void (*fail)(void *context, const char *path, const char *reason);
};

bool walk_is_folder(const char *path);

/* Visits the files by name; "" is the working folder. Links are not followed, devices and pipes left out. False: `file`
 * has ended it. */
bool walk_folder(const struct walk *walk, const char *folder);

/* Files to be read, each with the name that it has inside of its folder. */
struct walk_files {
    char **paths; /* owned, as each is */
    char **names; /* the same; NULL: it is not of a folder */
    size_t count;
    size_t failed; /* folders that could not be read, which was told; and memory that there was not */
};

/* Lists the files that arguments name. Without arguments: standard input, "-". */
void walk_list(struct walk_files *files, char **arguments, size_t count);

/* The same with the files of folders; without arguments, those of the working folder. */
void walk_list_folders(struct walk_files *files, char **arguments, size_t count);
void walk_free(struct walk_files *files);

#endif
