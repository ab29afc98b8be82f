/* What the members of JSON records are called: what tools call them, what a user says, and what was found. */
#ifndef FORMAT_JSON_FIELDS_H
#define FORMAT_JSON_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/json.h"
#include "gaz.h"

/* What a member may be. */
enum field_role {
    FIELD_TEXT,   /* of the record: a string, */
    FIELD_TOKENS, /* an array of strings, */
    FIELD_SPANS,  /* an array of spans, */
    FIELD_TAGS,   /* or of tags, one a token */
    FIELD_BEGIN,  /* of a span: where it begins, */
    FIELD_END,    /* and ends, exclusive, */
    FIELD_LAST,   /* or inclusive, */
    FIELD_LENGTH, /* or how long it is, */
    FIELD_LABEL,  /* its type, */
    FIELD_ID,     /* and its concept */
    FIELD_ROLES
};

/* A path for each role: names and numbers of elements with dots between. NULL: there is none, or it is not known. */
struct field_paths {
    const char *of[FIELD_ROLES];
};

/* Paths that a user gives: "text=body,label=kind.name". All zero is none. */
struct field_choice {
    struct field_paths paths;
    char *bytes; /* owned; what the paths point into */
};

/* Reads them; `text` may be NULL. GAZ_ERROR_ARGUMENT: it is something else. */
gaz_status field_choice_read(struct field_choice *choice, const char *text, gaz_error *error);
void field_choice_free(struct field_choice *choice);

/* Writes paths as a user gives them, as far as they fit, with a zero byte behind. */
void field_paths_tell(char *text, size_t capacity, const struct field_paths *paths);

/* What stands at a path, if anything does. A name with dots in it goes before the path of its parts. */
struct json_value field_find(struct json_value value, const char *path);

/* The same for a path that ends at `size`. */
struct json_value field_find_sized(struct json_value value, const char *path, size_t size);

/* The names that a role's member may have, the best one first, up to a NULL. Names of tokens and tags are those of
 * arrays that are looked at. */
const char *const *field_names(enum field_role role);

struct field_place {
    const char *begin;
    const char *end;
    enum field_role kind; /* of the end */
};

/* Where a span's begin and end are: the first of the known places of which both are there, or NULL. */
const struct field_place *field_place_of(struct json_value span);

/* Whether a member of a span has a meaning beside those of its roles, or none that matters here. */
bool field_is_known(struct json_value member);

/* Lists the names of an object's members for a message, as far as they fit. Returns `text`. */
enum { FIELD_LIST_SIZE = 200 };
const char *field_list(char text[FIELD_LIST_SIZE], struct json_value object);

#endif
