/* A command's options: a table, from which parsing, help and completion are made. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>

/* An option, or a heading above some. A table ends with a row of zeros. */
struct option_row {
    int id;            /* what a command gets: the letter, if it has one; 0: a heading */
    const char *name;  /* the long name; of a heading "", or ROWS_BY_NAME */
    const char *value; /* what its value is called in help, [=NAME] if it may be left out; NULL: it has none */
    const char *help;  /* what it does; of a heading its words */
    const char *words; /* the words that it takes, with blanks between; NULL: any */
};

#define ROWS_UNDER(words)                                                                                              \
    { 0, "", NULL, words, NULL }

/* Help shows the rows behind this heading by their names only. */
#define ROWS_BY_NAME "..."

struct command;

/* Takes an option; its value is in optarg. False after a message. */
typedef bool options_take(void *context, int option, const struct command *command);

enum { OPTIONS_READ = -1 };

/* Takes all options, and answers --help. OPTIONS_READ, with optind at the first argument that is no option; or else the
 * exit code. */
int options_read(int count, char **arguments, const struct command *command, options_take *take, void *context);

#endif
