/* Help, in lines of at most 80 columns. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

struct command;

/* To standard output. */
void help_print(const struct command *command);

#endif
