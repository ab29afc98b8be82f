/* Texts that are no lists, though each of their lines could be a surface. */
#ifndef LEXICON_NO_LIST_H
#define LEXICON_NO_LIST_H

#include <stddef.h>

/* What a file is instead, as the beginning of a message; NULL: it may be a list. */
const char *no_list_reason(const char *path, const char *text, size_t size);

#endif
