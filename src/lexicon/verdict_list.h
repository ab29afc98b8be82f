/* Lists of verdicts: lists whose header names at least surface, type and verdict, for entries of several types. */
#ifndef LEXICON_VERDICT_LIST_H
#define LEXICON_VERDICT_LIST_H

#include "lexicon/lexicon.h"

/* Reads a list of verdicts into `list`. A verdict may be one of `types`, or a type of the list itself. */
gaz_status verdict_list_read(gaz_lexicon *list, const char *path, const struct strings *types, gaz_error *error);

#endif
