#include "corpus/detect.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/input.h"
#include "base/json.h"
#include "base/unicode.h"
#include "corpus/brat.h"
#include "corpus/webanno.h"

static size_t skip_blanks(const char *text, size_t at, size_t size) {
    while (at < size && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) at++;
    return at;
}

/* Reads the first record; NULL if there is none, or no JSON. */
static json_t *first_value(const char *text, size_t size) {
    struct buffer mended = {0};
    struct json_reader reader = {.name = "", .text = text, .size = size};
    json_t *value = NULL;
    if (!unicode_is_valid(text, size)) {
        if (!unicode_mend(&mended, text, size)) reader.size = 0;
        reader.text = mended.bytes ? mended.bytes : "";
        if (reader.size) reader.size = mended.size;
    }
    if (json_next(&value, &reader, NULL) != GAZ_OK) value = NULL;
    buffer_free(&mended);
    return value;
}

/* Whether it is JSON. A column file may begin with the token { or [, so that one byte does not tell. */
static bool is_json(const char *text, size_t size) {
    size_t at = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    bool array = false;
    at = skip_blanks(text, at, size);
    for (int depth = 0; depth < 2 && at < size && text[at] == '['; depth++) {
        array = true;
        at = skip_blanks(text, at + 1, size);
    }
    if (at < size && text[at] == '{') {
        at = skip_blanks(text, at + 1, size);
        return at < size && (text[at] == '"' || text[at] == '}');
    }
    if (!array || at == size || (text[at] != '"' && text[at] != ']')) return false;
    json_t *value = first_value(text, size);
    json_decref(value);
    return value != NULL;
}

gaz_corpus_format detect_format(const char *text, size_t size) {
    if (webanno_is_there(text, size)) return GAZ_CORPUS_WEBANNO;
    return is_json(text, size) ? GAZ_CORPUS_JSONL : GAZ_CORPUS_CONLL;
}

/* ---- Without reading it ---- */

static bool ends_with(const char *text, size_t size, const char *end) {
    size_t end_size = strlen(end);
    return size > end_size && memcmp(text + size - end_size, end, end_size) == 0;
}

/* Whether a path, without an ending for packed files, ends in one of several ways. */
static bool has_ending(const char *path, const char *const *endings) {
    size_t size = strlen(path);
    if (ends_with(path, size, ".gz")) size -= 3;
    if (ends_with(path, size, ".zst")) size -= 4;
    for (size_t i = 0; endings[i]; i++)
        if (ends_with(path, size, endings[i])) return true;
    return false;
}

/* Whether a JSON file holds annotated texts: its first record is none of a dictionary. */
static bool holds_texts(const char *text, size_t size) {
    json_t *value = is_json(text, size) ? first_value(text, size) : NULL;
    bool found = json_is_array(value) || (json_is_object(value) && !json_object_get(value, "pattern"));
    json_decref(value);
    return found;
}

gaz_status gaz_corpus_recognize(int *found, const char *path, gaz_error *error) {
    static const char *const columns[] = {".conll", ".iob", ".iob2", ".bio", ".bioes", NULL};
    static const char *const json[] = {".jsonl", ".json", ".ndjson", NULL};
    static const char *const tsv[] = {".tsv", NULL};
    *found = strcmp(path, "-") != 0 && (brat_is_there(path) || has_ending(path, columns));
    bool is_named_json = has_ending(path, json);
    if (*found || file_is_folder(path) || (!is_named_json && !has_ending(path, tsv))) return GAZ_OK;
    struct input *input;
    gaz_status status = input_open(&input, path, error);
    if (status != GAZ_OK) return status;
    char *text = NULL;
    size_t size = 0;
    char begin[64];
    if (is_named_json) {
        status = input_read_all(&text, &size, input, error);
        *found = status == GAZ_OK && holds_texts(text, size);
        free(text);
    } else {
        for (size_t got = 1; status == GAZ_OK && got && size < sizeof begin; size += got)
            status = input_read(&got, input, begin + size, sizeof begin - size, error);
        *found = status == GAZ_OK && webanno_is_there(begin, size);
    }
    input_close(input);
    return status;
}
