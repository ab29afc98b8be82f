#include "lexicon/patterns.h"

#include <strings.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/unicode.h"

bool patterns_are(const struct dictionary *file) {
    static const char key[] = "\"pattern\"";
    bool named = file_is_named(file->path, ".jsonl") || file_is_named(file->path, ".json");
    size_t mark = byte_order_mark(file->text, file->size);
    struct field rest = field_trim((struct field){file->text + mark, file->size - mark});
    if (rest.size == 0 || (rest.bytes[0] != '{' && !(named && rest.bytes[0] == '['))) return false;
    const char *end = named ? NULL : memchr(rest.bytes, '\n', rest.size);
    return memmem(rest.bytes, end ? (size_t)(end - rest.bytes) : rest.size, key, sizeof key - 1) != NULL;
}

/* Whether it has no letters with case, so that matching with case and without are the same. */
static bool is_caseless(const char *bytes, size_t size) {
    uint32_t code;
    for (size_t i = 0; i < size; i += unicode_decode(&code, bytes + i, size - i)) {
        if (unicode_decode(&code, bytes + i, size - i) == 0) return false;
        enum unicode_case kind = unicode_case_of(code);
        if (kind == UNICODE_UPPER || kind == UNICODE_LOWER) return false;
    }
    return true;
}

/* Whether it has no upper case letters: spaCy's LOWER never matches other values. */
static bool is_lower(const char *bytes, size_t size) {
    uint32_t code;
    for (size_t i = 0; i < size;) {
        unsigned length = unicode_decode(&code, bytes + i, size - i);
        if (length == 0 || unicode_case_of(code) == UNICODE_UPPER) return false;
        i += length;
    }
    return true;
}

/* "1" and "{1}" are the default. */
static bool is_once(const json_t *operator) {
    const char *text = json_string_value(operator);
    return text && (strcmp(text, "1") == 0 || strcmp(text, "{1}") == 0);
}

/* The name of an attribute if it can be printed, or a word for it. */
static const char *printable(const char *name) {
    size_t size = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");
    return size > 0 && size <= 32 && name[size] == 0 ? name : "another attribute";
}

/* Takes the value of TEXT, ORTH or LOWER. `*fits` false: the line was left out. */
static gaz_status take_value(bool *fits, struct dictionary *dictionary, const char *name, const json_t *value) {
    size_t size;
    const char *text = json_text(&size, value);
    *fits = false;
    bool lower = strcasecmp(name, "LOWER") == 0;
    if (!text)
        dictionary_skip(dictionary, "%s with %s", name,
                        json_is_object(value) ? "a condition (REGEX, IN, ...) instead of a string"
                                              : "a value that is not a string");
    else if (size == 0)
        dictionary_skip(dictionary, "%s with an empty string", name);
    else if (lower && !is_lower(text, size))
        dictionary_skip(dictionary, "LOWER with upper case letters, which matches nothing");
    else
        *fits = true;
    if (*fits && !is_caseless(text, size)) dictionary->cases |= 1u << (lower ? GAZ_CASE_IGNORE : GAZ_CASE_EXACT);
    return *fits ? dictionary_add_token(dictionary, text, size) : GAZ_OK;
}

/* Takes one object of a list. */
static gaz_status take_token(bool *fits, struct dictionary *dictionary, json_t *token) {
    const char *name;
    json_t *value;
    const char *attribute = NULL;
    const json_t *text = NULL;
    *fits = false;
    json_object_foreach(token, name, value) {
        bool known = strcasecmp(name, "TEXT") == 0 || strcasecmp(name, "ORTH") == 0 || strcasecmp(name, "LOWER") == 0;
        if (strcasecmp(name, "OP") == 0 && is_once(value)) continue;
        if (strcasecmp(name, "OP") == 0)
            dictionary_skip(dictionary, "the operator OP");
        else if (!known)
            dictionary_skip(dictionary, "%s: an entry has TEXT, ORTH or LOWER only", printable(name));
        else if (attribute)
            dictionary_skip(dictionary, "a token with two attributes");
        if (strcasecmp(name, "OP") == 0 || !known || attribute) return GAZ_OK;
        attribute = name;
        text = value;
    }
    if (attribute) return take_value(fits, dictionary, attribute, text);
    dictionary_skip(dictionary, json_is_object(token) ? "a token of any text" : "a token that is not an object");
    return GAZ_OK;
}

static gaz_status take_pattern(bool *fits, struct dictionary *dictionary, const json_t *pattern) {
    size_t size;
    const char *text = json_text(&size, pattern);
    *fits = text || json_is_array(pattern);
    dictionary_begin(dictionary);
    if (text) return dictionary_add_words(dictionary, (struct field){text, size});
    if (!*fits) dictionary_skip(dictionary, pattern ? "\"pattern\" is neither a string nor a list" : "no \"pattern\"");
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < json_array_size(pattern) && *fits && status == GAZ_OK; i++)
        status = take_token(fits, dictionary, json_array_get(pattern, i));
    if (*fits && dictionary->cases == (1u << GAZ_CASE_IGNORE | 1u << GAZ_CASE_EXACT)) {
        dictionary_skip(dictionary, "words of any case (LOWER) beside words of one case (ORTH, TEXT)");
        *fits = false;
    }
    return status;
}

static gaz_status read_object(struct dictionary *dictionary, const json_t *object) {
    struct dictionary_entry entry = {.priority = 0};
    const json_t *label = json_object_get(object, "label");
    const json_t *id = json_object_get(object, "id");
    const char *reason = NULL;
    entry.type.bytes = json_text(&entry.type.size, label);
    entry.id.bytes = json_text(&entry.id.size, id);
    if (!json_is_object(object))
        reason = "not an object with \"label\" and \"pattern\"";
    else if (!entry.type.bytes)
        reason = label ? "\"label\" is not a string" : "no \"label\"";
    else if (id && !entry.id.bytes && !json_is_null(id))
        reason = "\"id\" is not a string";
    if (reason) {
        dictionary_skip(dictionary, "%s", reason);
        return GAZ_OK;
    }
    bool fits;
    gaz_status status = take_pattern(&fits, dictionary, json_object_get(object, "pattern"));
    if (dictionary->cases) entry.match_case = dictionary->cases >> GAZ_CASE_IGNORE ? GAZ_CASE_IGNORE : GAZ_CASE_EXACT;
    return status == GAZ_OK && fits ? dictionary_add_entry(dictionary, &entry) : status;
}

gaz_status patterns_read(struct dictionary *dictionary) {
    struct json_reader reader = {
        .name = error_file_name(dictionary->path), .text = dictionary->text, .size = dictionary->size};
    json_t *object;
    gaz_status status;
    while ((status = json_next(&object, &reader, dictionary->error)) == GAZ_OK && object) {
        dictionary->line = reader.value_line;
        status = read_object(dictionary, object);
        json_decref(object);
        if (status != GAZ_OK) break;
    }
    return status;
}
