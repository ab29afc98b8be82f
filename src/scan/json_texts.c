#include "scan/json_texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_path.h"
#include "base/json_string.h"

bool json_fields_are_many(const char *const *fields, size_t count) {
    return count > 1 || (count == 1 && json_path_is_many(fields[0]));
}

void json_texts_free(struct json_texts *texts) {
    free(texts->items);
    buffer_free(&texts->decoded);
    buffer_free(&texts->names);
    buffer_free(&texts->way);
    *texts = (struct json_texts){0};
}

/* Adds a value, if it is a text. False: out of memory. */
static bool add_value(struct json_texts *texts, const struct json_member *value, const char *field) {
    texts->has_field = true;
    struct json_text text = {.bytes = value->value + 1, .size = value->value_size - 2, .field = field};
    if (value->value[0] == '"') {
        text.form = value->unescaped ? JSON_TEXT_PLAIN : JSON_TEXT_ESCAPED;
    } else if (value->value[0] == '[' && json_is_bytes(value->value, value->value_size)) {
        text.form = JSON_TEXT_BYTES;
    } else {
        return true;
    }
    if (texts->count == texts->capacity &&
        !array_reserve(&texts->items, &texts->capacity, texts->count + 1, sizeof *texts->items))
        return false;
    texts->items[texts->count++] = text;
    return true;
}

/* json_visit: the same for a value in an array. */
static bool add_element(void *context, const struct json_member *value, const char *path, size_t size) {
    struct json_texts *texts = context;
    size_t before = texts->count;
    if (!add_value(texts, value, NULL)) return false;
    if (texts->count == before) return true;
    texts->items[before].name = texts->names.size;
    return buffer_add(&texts->names, path, size + 1);
}

static bool add_field(struct json_texts *texts, const struct json_members *members, const char *field) {
    struct json_member member;
    if (json_find_member(&member, members, field)) return add_value(texts, &member, field);
    return !json_path_has_arrays(field) || json_each(members, field, &texts->way, add_element, texts);
}

/* Decodes what does not stand for itself. */
static bool decode(struct json_texts *texts, size_t room) {
    if (!buffer_reserve(&texts->decoded, room)) return false; /* no text is moved afterwards */
    for (size_t i = 0; i < texts->count; i++) {
        struct json_text *text = &texts->items[i];
        if (text->form == JSON_TEXT_PLAIN) continue;
        size_t begin = texts->decoded.size;
        bool good = text->form == JSON_TEXT_BYTES ? json_decode_bytes(&texts->decoded, text->bytes - 1, text->size + 2)
                                                  : json_decode(&texts->decoded, text->bytes, text->size);
        if (!good) return false;
        text->bytes = texts->decoded.bytes + begin;
        text->size = texts->decoded.size - begin;
    }
    return true;
}

bool json_texts_find(struct json_texts *texts, const struct json_members *members, const char *const *fields,
                     size_t field_count) {
    size_t room = 0;
    texts->count = texts->decoded.size = texts->names.size = 0;
    texts->has_field = false;
    for (size_t i = 0; i < field_count; i++)
        if (!add_field(texts, members, fields[i])) return false;
    for (size_t i = 0; i < texts->count; i++) {
        struct json_text *text = &texts->items[i];
        text->own_field = !text->field;
        if (text->own_field) text->field = texts->names.bytes + text->name;
        if (text->form != JSON_TEXT_PLAIN) room += text->size;
    }
    return room == 0 || decode(texts, room);
}
