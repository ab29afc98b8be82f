#include "lexicon/no_list.h"

#include <stdbool.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "lexicon/id_names.h"

/* Whether it is JSON, by its first signs: a list may begin with brackets that are entries. */
static bool is_json(const char *path, const char *text, size_t size) {
    if (size && (file_is_named(path, ".jsonl") || file_is_named(path, ".json"))) return true;
    enum { SIGNS = 3 };
    char signs[SIGNS + 1] = "";
    size_t count = 0;
    for (size_t at = byte_order_mark(text, size); at < size && count < SIGNS; at++)
        if (!byte_is_blank(text[at]) && text[at] != '\n' && text[at] != '\r') signs[count++] = text[at];
    bool nested = signs[0] == '[' && (signs[1] == '{' || signs[1] == '[');
    if (nested) return signs[2] && strchr("\"[]{}-0123456789", signs[2]);
    return (signs[0] == '{' || signs[0] == '[') && signs[1] == '"';
}

/* Whether the first line is this one. */
static bool begins_with_line(const char *text, size_t size, const char *line) {
    size_t at = byte_order_mark(text, size);
    size_t length = strlen(line);
    if (size - at < length || memcmp(text + at, line, length) != 0) return false;
    return size - at == length || text[at + length] == '\r' || text[at + length] == '\n';
}

static bool is_yaml(const char *path, const char *text, size_t size) {
    bool named = size && (file_is_named(path, ".yaml") || file_is_named(path, ".yml"));
    return named || begins_with_line(text, size, "---") || begins_with_line(text, size, "%YAML 1.2") ||
           begins_with_line(text, size, "%YAML 1.1");
}

/* Whether it has <START:type> and <END> in its beginning. */
static bool is_opennlp(const char *path, const char *text, size_t size) {
    static const char end[] = " <END>";
    (void)path;
    enum { LOOKED_AT = 4096 };
    const char *start = memmem(text, size < LOOKED_AT ? size : LOOKED_AT, "<START", 6);
    return start && (start[6] == ':' || start[6] == '>') &&
           memmem(start, (size_t)(text + size - start), end, sizeof end - 1);
}

static bool is_pubtator(const char *path, const char *text, size_t size) {
    (void)path;
    return file_is_pubtator(text, size);
}

static bool is_untyped(const char *path, const char *text, size_t size) {
    struct id_names found;
    (void)path;
    id_names_look(&found, text, size);
    return id_names_untyped(&found);
}

gaz_status no_list_check(const char *path, const char *text, size_t size, gaz_error *error) {
    static const struct {
        bool (*is)(const char *path, const char *text, size_t size);
        const char *reason;
        gaz_hint hint;
    } kinds[] = {
        {is_json, "JSON without patterns; if it is a corpus, harvest it", GAZ_HINT_NONE},
        {is_yaml, "YAML, which is no list", GAZ_HINT_NONE},
        {is_opennlp, "annotated text as OpenNLP has it, which is no list", GAZ_HINT_NONE},
        {is_pubtator, "is an annotated corpus of PubTator, not a list", GAZ_HINT_CORPUS},
        {is_untyped, "two columns, of which the second has too many values for types", GAZ_HINT_COLUMNS},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].is(path, text, size))
            return error_hint(error, kinds[i].hint,
                              error_set(error, GAZ_ERROR_INPUT, error_file_name(path), 0, "%s", kinds[i].reason));
    return GAZ_OK;
}
