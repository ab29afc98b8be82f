/* Members of JSON objects as they are written. */
#ifndef BASE_JSON_MEMBER_H
#define BASE_JSON_MEMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct json_member {
    const char *name; /* with its quotes */
    size_t name_size;
    const char *value;
    size_t value_size;
};

/* Those of an object in their order. All zero is none. */
struct json_members {
    struct json_member *items; /* owned; names and values are borrowed */
    size_t count;
    size_t capacity;
};

/* The next member of an object whose syntax is good; `*at` is 0 at first. False: there is none left. */
bool json_next_member(struct json_member *member, size_t *at, const char *object, size_t size);

/* Takes such an object's members. False: out of memory. */
bool json_list_members(struct json_members *members, const char *object, size_t size);

bool json_add_member(struct json_members *members, const struct json_member *member);
void json_members_free(struct json_members *members);

/* Whether a member has that name. */
bool json_member_named(const struct json_member *member, const char *name, size_t size);

static inline bool json_member_is(const struct json_member *member, const char *name) {
    return json_member_named(member, name, strlen(name));
}

/* Finds what json_find would find in the object. False: there is nothing. */
bool json_find_member(struct json_member *found, const struct json_members *members, const char *path);

#endif
