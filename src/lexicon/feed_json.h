/* Feeds as JSON: what their readers share. */
#ifndef LEXICON_FEED_JSON_H
#define LEXICON_FEED_JSON_H

#include "base/json_member.h"
#include "lexicon/feed.h"

/* A feed that is one JSON value. */
struct feed_json {
    struct feed feed;
    struct json_members root; /* of the object; those of an array are in one, "" */
    const char *counted;      /* lines up to here are */
    struct buffer array;      /* the object that an array was put into */
};

/* Opens a dictionary's text; fails, `expected`, for one that is no such JSON. feed_json_end ends it in any case. */
gaz_status feed_json_open(struct feed_json *json, struct dictionary *dictionary, const char *expected);
void feed_json_end(struct feed_json *json, gaz_status status, const char *what);

/* Makes the line of that place the dictionary's; places come in their order. */
void feed_json_move(struct feed_json *json, const char *at);

/* A member by its name; NULL: there is none. */
const struct json_member *feed_json_find(const struct json_members *members, const char *name);

/* Whether a member is that JSON, as "indicator" with its quotes. */
bool feed_json_is(const struct json_members *members, const char *name, const char *value);

/* Decodes a member that is a string; the text is empty if it is none. False: out of memory. */
bool feed_json_text(struct field *text, struct buffer *room, const struct json_members *members, const char *name);

#endif
