#include "base/json_member.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/json_run.h"
#include "base/json_string.h"

/* Behind the string at `at`. */
static size_t skip_string(const char *text, size_t at, size_t size) {
    for (at++; at < size; at++) {
        at += json_plain_run(text + at, size - at);
        if (at < size && text[at] == '"') break;
        at += at < size && text[at] == '\\';
    }
    return at + 1;
}

/* Behind the value at `at`. */
static size_t skip_value(const char *text, size_t at, size_t size) {
    size_t depth = 0;
    for (; at < size; at++) {
        char byte = text[at];
        if (byte == '"') at = skip_string(text, at, size) - 1;
        if (depth == 0 && (byte == ',' || byte == '}' || byte == ']' || byte_is_blank(byte))) break;
        if (byte == '{' || byte == '[') depth++;
        if (byte == '}' || byte == ']') depth--;
    }
    return at;
}

/* The first byte from `at` on that is neither blank nor what separates members and their parts. */
static size_t skip_between(const char *text, size_t at, size_t size) {
    while (at < size && (byte_is_blank(text[at]) || text[at] == ',' || text[at] == ':')) at++;
    return at;
}

bool json_next_member(struct json_member *member, size_t *at, const char *object, size_t size) {
    size_t name = skip_between(object, *at ? *at : 1, size);
    if (name == size || object[name] != '"') return false;
    size_t name_end = skip_string(object, name, size);
    size_t value = skip_between(object, name_end, size);
    *at = skip_value(object, value, size);
    *member = (struct json_member){object + name, name_end - name, object + value, *at - value,
                                   .plain_name = !memchr(object + name, '\\', name_end - name)};
    return true;
}

bool json_next_element(const char **element, size_t *element_size, size_t *at, const char *array, size_t size) {
    size_t begin = skip_between(array, *at ? *at : 1, size);
    if (begin == size || array[begin] == ']') return false;
    *at = skip_value(array, begin, size);
    *element = array + begin;
    *element_size = *at - begin;
    return true;
}

bool json_list_members(struct json_members *members, const char *object, size_t size) {
    struct json_member member;
    members->count = 0;
    members->adjacent = true;
    for (size_t at = 0; json_next_member(&member, &at, object, size);)
        if (!json_add_member(members, &member)) return false;
    return true;
}

void json_members_free(struct json_members *members) {
    free(members->items);
    *members = (struct json_members){0};
}

/* ---- Names ---- */

bool json_name_stands_for(const struct json_member *member, const char *name, size_t size) {
    return json_stands_for(member->name + 1, member->name_size - 2, name, size);
}

bool json_last_member(struct json_member *found, const struct json_members *members, const char *name, size_t size) {
    for (size_t i = members->count; i-- > 0;) {
        if (!json_member_named(&members->items[i], name, size)) continue;
        *found = members->items[i];
        return true;
    }
    return false;
}

bool json_last_member_in(struct json_member *found, const struct json_member *outer, const char *name, size_t size) {
    struct json_member member;
    size_t at = 0;
    bool is_found = false;
    if (!outer || outer->value[0] != '{') return false;
    while (json_next_member(&member, &at, outer->value, outer->value_size)) {
        if (!json_member_named(&member, name, size)) continue;
        *found = member;
        is_found = true;
    }
    return is_found;
}

static bool find_in(struct json_member *found, const struct json_member *outer, const char *path) {
    struct json_member inner;
    if (json_last_member_in(found, outer, path, strlen(path))) return true;
    for (const char *dot = strchr(path, '.'); dot; dot = strchr(dot + 1, '.'))
        if (json_last_member_in(&inner, outer, path, (size_t)(dot - path)) && find_in(found, &inner, dot + 1))
            return true;
    return false;
}

bool json_find_member(struct json_member *found, const struct json_members *members, const char *path) {
    struct json_member outer;
    if (json_last_member(found, members, path, strlen(path))) return true;
    for (const char *dot = strchr(path, '.'); dot; dot = strchr(dot + 1, '.'))
        if (json_last_member(&outer, members, path, (size_t)(dot - path)) && find_in(found, &outer, dot + 1))
            return true;
    return false;
}
