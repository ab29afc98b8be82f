/* Outputs that would be written over inputs, or over each other. */
#ifndef CLI_APART_H
#define CLI_APART_H

#include <stdbool.h>
#include <stddef.h>

#include "command.h"

/* Whether files can be written without harm to any input: none of the outputs (NULL and "-" are no files) is an input,
 * a file that is there in a folder that is one, or another output. False after a message. */
bool apart_check(char *const *inputs, size_t input_count, const char *const *outputs, size_t output_count,
                 const struct command *command);

/* Whether lists can be written into a folder: none of the inputs lies in it. False after a message. */
bool apart_check_folder(char *const *inputs, size_t input_count, const char *folder, const struct command *command);

#endif
