/* Folders of annotated texts, each of which is a file. */
#ifndef FORMAT_FOLDER_H
#define FORMAT_FOLDER_H

#include "gaz.h"

/* The files of a folder whose names are those of annotated texts, sorted by name: one owned array of owned paths up to
 * a NULL. Raw texts, column files and empty files are none. */
gaz_status folder_find_texts(char ***files, const char *folder, gaz_error *error);

#endif
