#include "lexicon/list_folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool has_ending(const char *name, const char *const *endings) {
    while (*endings && !file_has_ending(name, *endings)) endings++;
    return *endings != NULL;
}

/* Whether a file is documentation, a corpus, or what belongs to the lists. */
static bool is_known(const char *name) {
    static const char *const names[] = {"scoring.txt", "growth.txt", NULL};
    static const char *const beginnings[] = {"README", "LICENSE", "LICENCE", "COPYING",
                                             "NOTICE", "AUTHORS", "CHANGE",  NULL};
    static const char *const endings[] = {".md", ".conll", ".iob", ".iob2", ".bio", ".bioes", ".gaz", NULL};
    for (const char *const *known = names; *known; known++)
        if (strcmp(name, *known) == 0) return true;
    for (const char *const *known = beginnings; *known; known++)
        if (strncmp(name, *known, strlen(*known)) == 0) return true;
    return has_ending(name, endings);
}

gaz_status list_folder_find(char ***lists, bool *tsv, struct buffer *left_out, const char *folder, gaz_error *error) {
    static const char *const endings[] = {".tsv", ".txt", ".lst", NULL};
    bool good = true;
    bool index = false; /* of GATE, whose lists the *.lst are */
    size_t count = 0;
    *tsv = false;
    left_out->size = 0;
    gaz_status status = file_find(lists, folder, "", error);
    for (size_t i = 0; status == GAZ_OK && (*lists)[i]; i++)
        index = index || strcmp(name_of((*lists)[i]), "lists.def") == 0;
    for (size_t i = 0; status == GAZ_OK && (*lists)[i]; i++) {
        char *path = (*lists)[i];
        const char *name = name_of(path);
        bool known = is_known(name) || file_is_folder(path);
        bool list = !known && has_ending(name, endings) && !(index && file_has_ending(name, ".lst"));
        *tsv = *tsv || (list && file_has_ending(name, ".tsv"));
        if (!list && !known)
            good = good && buffer_add(left_out, ", ", left_out->size ? 2 : 0) && buffer_add_text(left_out, name);
        (*lists)[count] = path;
        count += list;
        if (!list) free(path);
    }
    if (status != GAZ_OK) return status;
    (*lists)[count] = NULL;
    return good && buffer_add_byte(left_out, 0) ? GAZ_OK : error_memory(error);
}
