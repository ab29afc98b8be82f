#include "lexicon/feed_json.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/json.h"
#include "base/json_scan.h"
#include "base/json_string.h"

/* Says why a text cannot be read. */
static gaz_status refuse(const struct dictionary *dictionary, const char *expected) {
    struct json_reader reader = {
        .name = error_file_name(dictionary->path), .text = dictionary->text, .size = dictionary->size};
    struct json_value value;
    gaz_status status;
    do status = json_next(&value, &reader, dictionary->error);
    while (status == GAZ_OK && json_is_there(value));
    json_reader_free(&reader);
    if (status != GAZ_OK) return status;
    return error_set(dictionary->error, GAZ_ERROR_INPUT, reader.name, 0, "expected %s", expected);
}

gaz_status feed_json_open(struct feed_json *json, struct dictionary *dictionary, const char *expected) {
    size_t mark = byte_order_mark(dictionary->text, dictionary->size);
    struct field text = field_trim((struct field){dictionary->text + mark, dictionary->size - mark});
    *json = (struct feed_json){.feed = {.dictionary = dictionary}};
    json->counted = dictionary->text;
    dictionary->line = 1;
    if (text.size && text.bytes[0] == '[') {
        struct buffer *array = &json->array;
        dictionary->line += bytes_count_lines(dictionary->text, (size_t)(text.bytes - dictionary->text));
        if (!buffer_add_text(array, "{\"\":") || !buffer_add(array, text.bytes, text.size) ||
            !buffer_add_byte(array, '}'))
            return error_memory(dictionary->error);
        json->counted = array->bytes;
        text = (struct field){array->bytes, array->size};
    }
    enum json_scanned result = json_scan(&json->root, text.bytes, text.size);
    if (result == JSON_SCAN_MEMORY) return error_memory(dictionary->error);
    return result == JSON_SCAN_GOOD ? GAZ_OK : refuse(dictionary, expected);
}

void feed_json_end(struct feed_json *json, gaz_status status, const char *what) {
    feed_end(&json->feed, status == GAZ_OK ? what : NULL);
    json_members_free(&json->root);
    buffer_free(&json->array);
}

void feed_json_move(struct feed_json *json, const char *at) {
    json->feed.dictionary->line += bytes_count_lines(json->counted, (size_t)(at - json->counted));
    json->counted = at;
}

const struct json_member *feed_json_find(const struct json_members *members, const char *name) {
    for (size_t i = 0; i < members->count; i++)
        if (json_member_is(&members->items[i], name)) return &members->items[i];
    return NULL;
}

bool feed_json_is(const struct json_members *members, const char *name, const char *value) {
    const struct json_member *member = feed_json_find(members, name);
    return member && member->value_size == strlen(value) && memcmp(member->value, value, member->value_size) == 0;
}

bool feed_json_text(struct field *text, struct buffer *room, const struct json_members *members, const char *name) {
    const struct json_member *member = feed_json_find(members, name);
    *text = (struct field){"", 0};
    room->size = 0;
    if (!member || member->value[0] != '"') return true;
    if (!json_decode(room, member->value + 1, member->value_size - 2)) return false;
    if (room->size) *text = (struct field){room->bytes, room->size};
    return true;
}
