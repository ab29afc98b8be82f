#include "lexicon/umls.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "lexicon/columns.h"
#include "lexicon/semantic_types.h"

static const char semantic_types_name[] = "MRSTY.RRF";

static const struct layout columns = {
    .format = {.separator = '|', .count = 19},
    .columns = {[ROLE_ID] = 1, [ROLE_LANGUAGE] = 2, [ROLE_SOURCE] = 12, [ROLE_SURFACE] = 15, [ROLE_SUPPRESSED] = 17}};

static bool is_concept(const struct csv_row *row) {
    const struct field *id = &row->fields[0];
    return id->size == CUI_SIZE && id->bytes[0] == 'C' && row->fields[18].size == 0;
}

bool umls_is(const struct dictionary *file) {
    return columns_fit(file, &columns, is_concept);
}

/* Where the semantic types are. `*path` is owned; NULL: they are not there, or not wanted. */
static gaz_status find_types(char **path, const struct dictionary *dictionary) {
    const char *given = dictionary->options->semantic_types;
    *path = NULL;
    if (dictionary->options->type) return GAZ_OK;
    if (!given && strcmp(dictionary->path, "-") != 0)
        return file_beside(path, dictionary->path, semantic_types_name, dictionary->error);
    if (!given) return GAZ_OK;
    *path = strdup(given);
    return *path ? GAZ_OK : error_memory(dictionary->error);
}

/* Says where the types are from, and what those are of which it is not known. */
static gaz_status tell(struct dictionary *dictionary, const char *path, uint64_t without) {
    gaz_error note;
    struct field type;
    const char *file = error_file_name(dictionary->path);
    const gaz_import_options *options = dictionary->options;
    if (options->type || !options->noted) return GAZ_OK;
    gaz_status status = dictionary_type(&type, dictionary, (struct field){"", 0});
    int size = (int)type.size;
    if (status != GAZ_OK) return status;
    if (!path)
        (void)error_hint(&note, GAZ_HINT_SEMANTIC_TYPES,
                         error_set(&note, GAZ_ERROR_INPUT, file, 0, "no %s beside it: the type of all entries is %.*s",
                                   semantic_types_name, size, type.bytes));
    else if (without)
        (void)error_set(&note, GAZ_ERROR_INPUT, file, 0,
                        "types are those of %s; %llu names have none there, and their type is %.*s", path,
                        (unsigned long long)without, size, type.bytes);
    else
        (void)error_set(&note, GAZ_ERROR_INPUT, file, 0, "types are those of %s", path);
    options->noted(options->user, &note);
    return GAZ_OK;
}

gaz_status umls_read(struct dictionary *dictionary) {
    struct semantic_types types = {0};
    struct layout layout = columns;
    char *path;
    gaz_status status = find_types(&path, dictionary);
    if (status == GAZ_OK && path) {
        layout.types = &types;
        status = semantic_types_read(&types, dictionary, path);
    }
    if (status == GAZ_OK) status = columns_read(dictionary, &layout, false);
    if (status == GAZ_OK) status = tell(dictionary, path, types.without);
    semantic_types_free(&types);
    free(path);
    return status;
}
