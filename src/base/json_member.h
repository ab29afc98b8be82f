/* Members of JSON objects as they are written. */
#ifndef BASE_JSON_MEMBER_H
#define BASE_JSON_MEMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/array.h"

struct json_member {
    const char *name; /* with its quotes */
    size_t name_size;
    const char *value;
    size_t value_size;
    bool plain_name; /* has no escapes */
    bool unescaped;  /* the value is surely no string with escapes */
};

/* Those of an object in their order. All zero is none. */
struct json_members {
    struct json_member *items; /* owned; names and values are borrowed */
    size_t count;
    size_t capacity;
    bool adjacent; /* they follow each other in one object */
};

/* The next member of an object whose syntax is good; `*at` is 0 at first. False: there is none left. */
bool json_next_member(struct json_member *member, size_t *at, const char *object, size_t size);

/* The next element of such an array. */
bool json_next_element(const char **element, size_t *element_size, size_t *at, const char *array, size_t size);

/* Takes such an object's members. False: out of memory. */
bool json_list_members(struct json_members *members, const char *object, size_t size);

static inline bool json_add_member(struct json_members *members, const struct json_member *member) {
    if (members->count == members->capacity &&
        !array_reserve(&members->items, &members->capacity, members->count + 1, sizeof *members->items))
        return false;
    members->items[members->count++] = *member;
    return true;
}

void json_members_free(struct json_members *members);

/* json_member_named for a name with escapes. */
bool json_name_stands_for(const struct json_member *member, const char *name, size_t size);

/* Whether a member has that name. */
static inline bool json_member_named(const struct json_member *member, const char *name, size_t size) {
    if (!member->plain_name) return json_name_stands_for(member, name, size);
    return member->name_size == size + 2 && memcmp(member->name + 1, name, size) == 0;
}

static inline bool json_member_is(const struct json_member *member, const char *name) {
    return json_member_named(member, name, strlen(name));
}

/* Finds the last member of that name: of several, the last one counts. */
bool json_last_member(struct json_member *found, const struct json_members *members, const char *name, size_t size);

/* The same in a value; no value but an object has one. */
bool json_last_member_in(struct json_member *found, const struct json_member *outer, const char *name, size_t size);

/* Finds what json_find would find in the object. False: there is nothing. */
bool json_find_member(struct json_member *found, const struct json_members *members, const char *path);

#endif
