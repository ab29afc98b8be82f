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
static bool is_once(struct json_value value) {
    return json_text_is(value, "1") || json_text_is(value, "{1}");
}

/* Whether an attribute is called so, in any case. */
static bool is_named(struct json_value attribute, const char *name) {
    struct field field;
    field.bytes = json_name(&field.size, attribute);
    return field.size == strlen(name) && field_begins(field, name);
}

/* The name of an attribute if it can be printed, or a word for it. */
static struct field printable(struct json_value attribute) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
    static const char other[] = "another attribute";
    struct field name;
    name.bytes = json_name(&name.size, attribute);
    bool good = name.size > 0 && name.size <= 32;
    for (size_t i = 0; i < name.size && good; i++) good = memchr(letters, name.bytes[i], sizeof letters - 1) != NULL;
    return good ? name : (struct field){other, sizeof other - 1};
}

/* Takes the value of TEXT, ORTH or LOWER. `*fits` false: the line was left out. */
static gaz_status take_value(bool *fits, struct dictionary *dictionary, struct json_value value) {
    size_t size;
    const char *text = json_text(&size, value);
    struct field name = printable(value);
    *fits = false;
    bool lower = is_named(value, "LOWER");
    if (!text)
        dictionary_skip(dictionary, "%.*s with %s", (int)name.size, name.bytes,
                        json_is_object(value) ? "a condition (REGEX, IN, ...) instead of a string"
                                              : "a value that is not a string");
    else if (size == 0)
        dictionary_skip(dictionary, "%.*s with an empty string", (int)name.size, name.bytes);
    else if (lower && !is_lower(text, size))
        dictionary_skip(dictionary, "LOWER with upper case letters, which matches nothing");
    else
        *fits = true;
    if (*fits && !is_caseless(text, size)) dictionary->cases |= 1u << (lower ? GAZ_CASE_IGNORE : GAZ_CASE_EXACT);
    return *fits ? dictionary_add_token(dictionary, text, size) : GAZ_OK;
}

/* Takes one object of a list. */
static gaz_status take_token(bool *fits, struct dictionary *dictionary, struct json_value token) {
    struct json_value member;
    struct json_value attribute = {0};
    uint32_t at = 0;
    *fits = false;
    while (json_each_member(&member, &at, token)) {
        bool known = is_named(member, "TEXT") || is_named(member, "ORTH") || is_named(member, "LOWER");
        bool is_operator = is_named(member, "OP");
        struct field name = printable(member);
        if (is_operator && is_once(member)) continue;
        if (is_operator)
            dictionary_skip(dictionary, "the operator OP");
        else if (!known)
            dictionary_skip(dictionary, "%.*s: an entry has TEXT, ORTH or LOWER only", (int)name.size, name.bytes);
        else if (json_is_there(attribute))
            dictionary_skip(dictionary, "a token with two attributes");
        if (is_operator || !known || json_is_there(attribute)) return GAZ_OK;
        attribute = member;
    }
    if (json_is_there(attribute)) return take_value(fits, dictionary, attribute);
    dictionary_skip(dictionary, json_is_object(token) ? "a token of any text" : "a token that is not an object");
    return GAZ_OK;
}

static gaz_status take_pattern(bool *fits, struct dictionary *dictionary, struct json_value pattern) {
    size_t size;
    const char *text = json_text(&size, pattern);
    *fits = text || json_is_array(pattern);
    dictionary_begin(dictionary);
    if (text) return dictionary_add_words(dictionary, (struct field){text, size});
    if (!*fits)
        dictionary_skip(dictionary,
                        json_is_there(pattern) ? "\"pattern\" is neither a string nor a list" : "no \"pattern\"");
    gaz_status status = GAZ_OK;
    struct json_value token;
    for (uint32_t at = 0; *fits && status == GAZ_OK && json_each_element(&token, &at, pattern);)
        status = take_token(fits, dictionary, token);
    if (*fits && dictionary->cases == (1u << GAZ_CASE_IGNORE | 1u << GAZ_CASE_EXACT)) {
        dictionary_skip(dictionary, "words of any case (LOWER) beside words of one case (ORTH, TEXT)");
        *fits = false;
    }
    return status;
}

static gaz_status read_object(struct dictionary *dictionary, struct json_value object) {
    struct dictionary_entry entry = {.priority = 0};
    struct json_value label = json_get(object, "label");
    struct json_value id = json_get(object, "id");
    const char *reason = NULL;
    entry.type.bytes = json_text(&entry.type.size, label);
    entry.id.bytes = json_text(&entry.id.size, id);
    if (!json_is_object(object))
        reason = "not an object with \"label\" and \"pattern\"";
    else if (!entry.type.bytes)
        reason = json_is_there(label) ? "\"label\" is not a string" : "no \"label\"";
    else if (json_is_there(id) && !entry.id.bytes && !json_is_null(id))
        reason = "\"id\" is not a string";
    if (reason) {
        dictionary_skip(dictionary, "%s", reason);
        return GAZ_OK;
    }
    bool fits;
    gaz_status status = take_pattern(&fits, dictionary, json_get(object, "pattern"));
    if (dictionary->cases) entry.match_case = dictionary->cases >> GAZ_CASE_IGNORE ? GAZ_CASE_IGNORE : GAZ_CASE_EXACT;
    return status == GAZ_OK && fits ? dictionary_add_entry(dictionary, &entry) : status;
}

gaz_status patterns_read(struct dictionary *dictionary) {
    struct json_reader reader = {
        .name = error_file_name(dictionary->path), .text = dictionary->text, .size = dictionary->size};
    struct json_value object;
    gaz_status status;
    while ((status = json_next(&object, &reader, dictionary->error)) == GAZ_OK && json_is_there(object)) {
        dictionary->line = reader.value_line;
        status = read_object(dictionary, object);
        if (status != GAZ_OK) break;
    }
    json_reader_free(&reader);
    return status;
}
