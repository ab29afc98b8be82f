#include "format/folder.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "format/format.h"

/* Whether files of a format are called so: by other tools, or by gaz. */
static bool is_called(const char *path, const struct format *row) {
    const struct format_reader *reader = row->reader;
    for (const char *const *ending = reader->endings; ending && *ending; ending++)
        if (file_is_named(path, *ending)) return true;
    char written[16];
    if (!row->writer) return false;
    snprintf(written, sizeof written, ".%s", row->writer->ending);
    return file_is_named(path, written);
}

/* Whether a file may hold annotated texts, by its name; .txt is that of any text. An empty file holds none. */
static bool may_be_read(const char *path) {
    const struct format *row;
    if (file_is_folder(path) || file_is_empty(path) || file_is_named(path, ".txt")) return false;
    for (size_t i = 0; (row = format_at(i)) != NULL; i++)
        if (row->reader && !row->reader->read_corpus && !row->reader->opens && is_called(path, row)) return true;
    return false;
}

gaz_status folder_find_texts(char ***files, const char *folder, gaz_error *error) {
    gaz_status status = file_find(files, folder, "", error);
    if (status != GAZ_OK) return status;
    size_t count = 0;
    for (size_t i = 0; (*files)[i]; i++) {
        if (may_be_read((*files)[i]))
            (*files)[count++] = (*files)[i];
        else
            free((*files)[i]);
    }
    (*files)[count] = NULL;
    return GAZ_OK;
}
