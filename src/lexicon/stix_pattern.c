#include "lexicon/stix_pattern.h"

#include <stdio.h>

#include "base/bytes.h"

/* ---- Equalities ---- */

static void skip(struct field *rest, size_t size) {
    *rest = (struct field){rest->bytes + size, rest->size - size};
}

static void skip_blanks(struct field *rest) {
    while (rest->size && byte_is_blank(rest->bytes[0])) skip(rest, 1);
}

/* Takes a sign, and the blanks around it. False: something else is there. */
static bool take(struct field *rest, const char *sign) {
    size_t size = strlen(sign);
    skip_blanks(rest);
    if (rest->size < size || memcmp(rest->bytes, sign, size) != 0) return false;
    skip(rest, size);
    skip_blanks(rest);
    return true;
}

/* Takes type:property, whose parts may be in quotes. */
static bool take_path(struct field *path, struct field *rest) {
    size_t size = 0;
    while (size < rest->size && !byte_is_blank(rest->bytes[size]) && !strchr("=!<>[]()", rest->bytes[size])) size++;
    *path = (struct field){rest->bytes, size};
    skip(rest, size);
    return memchr(path->bytes, ':', size) != NULL;
}

/* Takes a string in quotes, in which a backslash stands before quotes and backslashes. */
static enum stix_result take_value(struct buffer *value, struct field *rest) {
    value->size = 0;
    if (rest->size == 0 || rest->bytes[0] != '\'') return STIX_BEYOND;
    size_t at = 1;
    for (; at < rest->size && rest->bytes[at] != '\''; at++) {
        at += rest->bytes[at] == '\\';
        if (at < rest->size && !buffer_add_byte(value, rest->bytes[at])) return STIX_MEMORY;
    }
    if (at >= rest->size) return STIX_BEYOND;
    skip(rest, at + 1);
    return STIX_EQUALITY;
}

/* Takes an element of a set: IN ('a', 'b') is two equalities. */
static enum stix_result take_element(struct stix_pattern *pattern) {
    struct field *rest = &pattern->rest;
    enum stix_result result = take_value(&pattern->value, rest);
    pattern->in_set = result == STIX_EQUALITY && take(rest, ",");
    if (result != STIX_EQUALITY || pattern->in_set) return result;
    if (!take(rest, ")")) return STIX_BEYOND;
    if (take(rest, "]")) pattern->inside = false;
    return result;
}

enum stix_result stix_pattern_next(struct stix_pattern *pattern) {
    struct field *rest = &pattern->rest;
    skip_blanks(rest);
    if (pattern->begun && rest->size == 0) return pattern->inside ? STIX_BEYOND : STIX_END;
    if (pattern->in_set) return take_element(pattern);
    if (pattern->begun && !take(rest, "OR")) return STIX_BEYOND;
    pattern->begun = true;
    if (!pattern->inside && !take(rest, "[")) return STIX_BEYOND;
    pattern->inside = true;
    if (!take_path(&pattern->path, rest)) return STIX_BEYOND;
    if (take(rest, "IN")) return take(rest, "(") ? take_element(pattern) : STIX_BEYOND;
    if (!take(rest, "=")) return STIX_BEYOND;
    (void)take(rest, "="); /* == is the same */
    enum stix_result result = take_value(&pattern->value, rest);
    if (result == STIX_EQUALITY && take(rest, "]")) pattern->inside = false;
    return result;
}

/* ---- Types ---- */

/* The name of a hash as types have it: that of 'SHA-256' is sha256. */
static void name_hash(char room[64], struct field name) {
    size_t size = 0;
    for (size_t i = 0; i < name.size && size < 63; i++) {
        char byte = name.bytes[i];
        if (strchr("'\"-", byte)) continue;
        room[size++] = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
    }
    room[size] = 0;
}

void stix_find_type(char room[64], struct field path) {
    static const struct {
        const char *path;
        const char *type;
    } types[] = {
        {"file:name", "file-name"},
        {"email-message:from_ref.value", "email-addr"},
        {"email-message:sender_ref.value", "email-addr"},
        {"network-traffic:src_ref.value", ""},
        {"network-traffic:dst_ref.value", ""},
    };
    static const char hashes[] = "hashes.";
    const char *colon = memchr(path.bytes, ':', path.size);
    const char *hash = memmem(path.bytes, path.size, hashes, sizeof hashes - 1);
    if (hash) {
        hash += sizeof hashes - 1;
        name_hash(room, (struct field){hash, (size_t)(path.bytes + path.size - hash)});
        return;
    }
    snprintf(room, 64, "%.*s", (int)(colon - path.bytes), path.bytes);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (field_is(&path, types[i].path)) snprintf(room, 64, "%s", types[i].type);
}
