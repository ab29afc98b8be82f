/* What the head of a page says of how it was made. */
#ifndef CLI_ABOUT_H
#define CLI_ABOUT_H

#include "command.h"

enum { ABOUT_COMMAND_MAX = 400 };

struct about {
    gaz_about head; /* borrows from the members below */
    char command[ABOUT_COMMAND_MAX];
    char date[sizeof "2026-01-31"];
    char threshold[32];
    char title[256];
    char model[256];
};

/* Takes date and command, before getopt moves the arguments: without what does not change the page. The date is that of
 * SOURCE_DATE_EPOCH, if it is set. */
void about_begin(struct about *about, const struct command *command, int count, char **arguments);

/* The title is the file's name without `ending`. */
void about_set_model(struct about *about, const char *path, const char *ending, double threshold);

/* The title names all paths by their last parts. */
void about_set_title(struct about *about, char **paths, size_t count);

#endif
