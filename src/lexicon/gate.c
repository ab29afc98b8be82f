#include "lexicon/gate.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "base/input.h"
#include "base/unicode.h"

enum { INDEX_LIST, INDEX_MAJOR, INDEX_MINOR, INDEX_LANGUAGE, INDEX_ANNOTATION, INDEX_END };

bool gate_is(const struct dictionary *file) {
    struct dictionary dictionary = *file;
    struct field line;
    if (!file_is_named(file->path, ".def") || !dictionary_line(&line, &dictionary)) return false;
    const char *colon = memchr(line.bytes, ':', line.size);
    return colon && colon > line.bytes;
}

/* ---- Features ---- */

static bool is_name(struct field name) {
    if (name.size == 0) return false;
    for (size_t i = 0; i < name.size; i++) {
        unsigned char byte = (unsigned char)name.bytes[i];
        bool letter = (byte | 32) >= 'a' && (byte | 32) <= 'z';
        bool inner = (byte >= '0' && byte <= '9') || byte == '-' || byte == '.';
        if (!letter && byte != '_' && byte < 0x80 && (i == 0 || !inner)) return false;
    }
    return true;
}

/* Takes the next pair name=value from `rest`; empty ones are skipped. Returns 1, 0 at the end, -1 if it is malformed.
 */
static int next_pair(struct field *name, struct field *value, struct field *rest, char separator) {
    while (rest->size) {
        const char *end = memchr(rest->bytes, separator, rest->size);
        struct field pair = {rest->bytes, end ? (size_t)(end - rest->bytes) : rest->size};
        size_t used = pair.size + (end != NULL);
        rest->bytes += used;
        rest->size -= used;
        if (pair.size == 0) continue;
        const char *equal = memchr(pair.bytes, '=', pair.size);
        if (!equal) return -1;
        *name = field_trim((struct field){pair.bytes, (size_t)(equal - pair.bytes)});
        *value = field_trim((struct field){equal + 1, (size_t)(pair.bytes + pair.size - equal - 1)});
        return is_name(*name) ? 1 : -1;
    }
    return 0;
}

/* The part of the line after the first separator; size 0: it is empty. */
static struct field find_features(struct field line, char separator) {
    const char *at = memchr(line.bytes, separator, line.size);
    if (!at || !separator) return (struct field){"", 0};
    return (struct field){at + 1, (size_t)(line.bytes + line.size - at - 1)};
}

/* Whether only pairs follow the separator in all lines, at least one. */
static bool is_separator(char separator, const char *text, size_t size) {
    struct dictionary list = {.text = text, .size = size};
    struct field line;
    bool any = false;
    while (dictionary_line(&line, &list)) {
        struct field rest = find_features(line, separator);
        struct field name;
        struct field value;
        int result;
        while ((result = next_pair(&name, &value, &rest, separator)) == 1) any = true;
        if (result < 0) return false;
    }
    return any;
}

/* The separator of a list, 0 if it has no features. */
static char find_separator(const char *text, size_t size) {
    static const char separators[] = "\t:&|@$";
    for (size_t i = 0; separators[i]; i++)
        if (is_separator(separators[i], text, size)) return separators[i];
    return 0;
}

/* Puts the id, or else all features as one text, into `room`. */
static bool join_features(struct buffer *room, struct field features, char separator) {
    struct field name;
    struct field value;
    struct field only = {"", 0};
    size_t count = 0;
    bool good = true;
    room->size = 0;
    while (good && next_pair(&name, &value, &features, separator) == 1) {
        good = buffer_add(room, "&", count > 0) && buffer_add(room, name.bytes, name.size) &&
               buffer_add_byte(room, '=') && buffer_add(room, value.bytes, value.size);
        if (count++ == 0 && field_is(&name, "id")) only = value;
    }
    if (count != 1 || only.size == 0 || !good) return good;
    room->size = 0;
    return buffer_add(room, only.bytes, only.size);
}

/* ---- Lists ---- */

static gaz_status read_entry(struct dictionary *list, struct buffer *room, struct field line, struct field type,
                             char separator) {
    struct field features = find_features(line, separator);
    if (memchr(line.bytes, 0, line.size) || !unicode_is_valid(line.bytes, line.size)) {
        dictionary_skip(list, "not UTF-8; convert the list to UTF-8");
        return GAZ_OK;
    }
    if (separator && memchr(line.bytes, separator, line.size)) line.size -= features.size + 1;
    if (!join_features(room, features, separator)) return error_memory(list->error);
    dictionary_begin(list);
    gaz_status status = dictionary_add_words(list, line);
    struct dictionary_entry entry = {.type = type, .id = {room->bytes, room->size}};
    return status == GAZ_OK ? dictionary_add_entry(list, &entry) : status;
}

static gaz_status read_list(struct dictionary *index, const char *path, struct field type) {
    char *text;
    size_t size;
    gaz_error reason;
    gaz_status status = input_read_file(&text, &size, path, index->options->encoding, &reason);
    if (status != GAZ_OK)
        return error_set(index->error, status, error_file_name(index->path), index->line, "the list %s: %s", path,
                         reason.message);
    struct dictionary list = {.lexicon = index->lexicon,
                              .options = index->options,
                              .report = index->report,
                              .path = path,
                              .text = text,
                              .size = size,
                              .error = index->error};
    struct buffer room = {0};
    struct field line;
    char separator = find_separator(text, size);
    while (status == GAZ_OK && dictionary_line(&line, &list)) status = read_entry(&list, &room, line, type, separator);
    buffer_free(&room);
    dictionary_free(&list);
    free(text);
    return status;
}

/* ---- The index ---- */

/* The path of a list beside the index, owned; NULL: out of memory. */
static char *list_path(const struct dictionary *index, struct field name) {
    struct buffer path = {0};
    const char *slash = strrchr(index->path, '/');
    bool good = (!slash || buffer_add(&path, index->path, (size_t)(slash + 1 - index->path))) &&
                buffer_add(&path, name.bytes, name.size) && buffer_add_byte(&path, 0);
    if (!good) buffer_free(&path);
    return path.bytes;
}

static struct field find_type(const struct dictionary *index, const struct field *fields, size_t count) {
    const char *other = index->options->type ? index->options->type : "";
    struct field type = count > INDEX_ANNOTATION ? field_trim(fields[INDEX_ANNOTATION]) : (struct field){"", 0};
    if (type.size == 0 || field_is(&type, "Lookup"))
        type = count > INDEX_MAJOR ? field_trim(fields[INDEX_MAJOR]) : (struct field){"", 0};
    return type.size ? type : (struct field){other, strlen(other)};
}

/* Whether a name leads out of the folder of the index: an index may not read other files. */
static bool leads_out(struct field name) {
    if (field_is(&name, "-") || name.bytes[0] == '/') return true; /* - is standard input */
    for (size_t begin = 0; begin <= name.size;) {
        const char *slash = memchr(name.bytes + begin, '/', name.size - begin);
        size_t end = slash ? (size_t)(slash - name.bytes) : name.size;
        if (end - begin == 2 && memcmp(name.bytes + begin, "..", 2) == 0) return true;
        begin = end + 1;
    }
    return false;
}

static gaz_status read_index_line(struct dictionary *index, struct strings *seen, struct field line) {
    struct field fields[INDEX_END + 1];
    size_t count = fields_split(fields, INDEX_END + 1, line.bytes, line.size, ':');
    struct field name = field_trim(fields[INDEX_LIST]);
    struct field type = find_type(index, fields, count);
    const char *reason = NULL;
    if (count > INDEX_END)
        reason = "more than list:major:minor:language:annotation type";
    else if (name.size == 0 || memchr(line.bytes, 0, line.size))
        reason = "no list name";
    else if (leads_out(name))
        reason = "a list outside the folder of the index";
    else if (type.size == 0)
        reason = "no type: expected list:major type";
    else if (strings_have(seen, name.bytes, name.size))
        reason = "the list is named twice; GATE reads it once";
    if (reason) {
        dictionary_skip(index, "%s", reason);
        return GAZ_OK;
    }
    uint32_t number;
    gaz_status status = strings_add(&number, seen, name.bytes, name.size, index->error);
    if (status != GAZ_OK) return status;
    char *path = list_path(index, name);
    status = path ? read_list(index, path, type) : error_memory(index->error);
    free(path);
    return status;
}

gaz_status gate_read(struct dictionary *dictionary) {
    struct strings seen = {0};
    struct field line;
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && dictionary_line(&line, dictionary)) status = read_index_line(dictionary, &seen, line);
    strings_free(&seen);
    return status;
}
