#include "lexicon/skweak.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/json.h"
#include "base/json_names.h"
#include "base/json_string.h"

bool skweak_is(const struct dictionary *file) {
    struct json_members lists = {0};
    enum json_scanned result = json_names_scan(&lists, file->text, file->size);
    json_members_free(&lists);
    return result != JSON_SCAN_REFUSED; /* if memory is short, reading says so */
}

/* Where reading stands. */
struct lists {
    struct dictionary *dictionary;
    const char *counted; /* lines up to here are */
    struct buffer text;  /* a string, decoded */
};

/* Makes the line of that place the dictionary's. */
static void move(struct lists *lists, const char *at) {
    lists->dictionary->line += bytes_count_lines(lists->counted, (size_t)(at - lists->counted));
    lists->counted = at;
}

/* Decodes a string, with its quotes. */
static gaz_status decode(struct field *text, struct lists *lists, const char *string, size_t size) {
    lists->text.size = 0;
    bool good = json_decode(&lists->text, string + 1, size - 2);
    *text = (struct field){lists->text.size ? lists->text.bytes : "", lists->text.size};
    return good ? GAZ_OK : error_memory(lists->dictionary->error);
}

/* Makes a name the dictionary's surface. */
static gaz_status take_name(struct lists *lists, const char *name, size_t size) {
    struct field text;
    const char *token;
    size_t token_size;
    size_t at = 0;
    dictionary_begin(lists->dictionary);
    if (name[0] == '"') {
        gaz_status status = decode(&text, lists, name, size);
        return status == GAZ_OK ? dictionary_add_words(lists->dictionary, text) : status;
    }
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && json_next_element(&token, &token_size, &at, name, size)) {
        status = decode(&text, lists, token, token_size);
        if (status == GAZ_OK && text.size) status = dictionary_add_token(lists->dictionary, text.bytes, text.size);
    }
    return status;
}

static gaz_status read_list(struct lists *lists, const struct json_member *list, struct field type) {
    struct dictionary_entry entry = {.priority = 0};
    const char *name;
    size_t size;
    size_t at = 0;
    gaz_status status = dictionary_type(&entry.type, lists->dictionary, type);
    while (status == GAZ_OK && json_next_element(&name, &size, &at, list->value, list->value_size)) {
        move(lists, name);
        status = take_name(lists, name, size);
        if (status == GAZ_OK) status = dictionary_add_entry(lists->dictionary, &entry);
    }
    return status;
}

/* Says why a file cannot be read. */
static gaz_status refuse(const struct dictionary *dictionary) {
    struct json_reader reader = {
        .name = error_file_name(dictionary->path), .text = dictionary->text, .size = dictionary->size};
    struct json_value value;
    gaz_status status = json_next(&value, &reader, dictionary->error);
    json_reader_free(&reader);
    if (status != GAZ_OK) return status;
    return error_set(dictionary->error, GAZ_ERROR_INPUT, reader.name, 0,
                     "expected one JSON object: {\"TYPE\": [\"name\", [\"name\", \"of\", \"tokens\"]]}");
}

gaz_status skweak_read(struct dictionary *dictionary) {
    struct json_members members = {0};
    struct buffer type = {0};
    struct lists lists = {.dictionary = dictionary, .counted = dictionary->text};
    enum json_scanned result = json_names_scan(&members, dictionary->text, dictionary->size);
    /* What was found to be one and is none was a want of memory. */
    bool memory = result == JSON_SCAN_MEMORY || dictionary->options->format == GAZ_LIST_AUTO;
    gaz_status status = GAZ_OK;
    if (result != JSON_SCAN_GOOD) status = memory ? error_memory(dictionary->error) : refuse(dictionary);
    dictionary->line = 1;
    for (size_t i = 0; status == GAZ_OK && i < members.count; i++) {
        const struct json_member *list = &members.items[i];
        type.size = 0;
        if (!json_decode(&type, list->name + 1, list->name_size - 2)) status = error_memory(dictionary->error);
        if (status == GAZ_OK) status = read_list(&lists, list, (struct field){type.size ? type.bytes : "", type.size});
    }
    buffer_free(&lists.text);
    buffer_free(&type);
    json_members_free(&members);
    return status;
}
