/* Texts that are no lists, though each of their lines could be a surface. */
#ifndef LEXICON_NO_LIST_H
#define LEXICON_NO_LIST_H

#include <stddef.h>

#include "gaz.h"

/* Fails for a file that is something else by its name or its bytes. */
gaz_status no_list_check(const char *path, const char *text, size_t size, gaz_error *error);

#endif
