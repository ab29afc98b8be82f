#include "format/folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "format/format.h"

/* Whether a file may hold annotated texts, by its name; .txt is that of any text. */
static bool may_be_read(const char *path) {
    const struct format *row;
    if (file_is_folder(path) || file_is_named(path, ".txt")) return false;
    for (size_t i = 0; (row = format_at(i)) != NULL; i++) {
        if (!row->reader || !row->reader->endings || row->reader->read_corpus) continue;
        for (const char *const *ending = row->reader->endings; *ending; ending++)
            if (file_is_named(path, *ending)) return true;
    }
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
