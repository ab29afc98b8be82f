/* Completion by shells, made from the tables of options. */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include <stdbool.h>

struct command;

/* Prints the script that a shell reads to complete these commands (NULL ends them) and their options. False: there is
 * none for that shell. */
bool completion_print(const char *shell, const struct command *const *commands);

#endif
