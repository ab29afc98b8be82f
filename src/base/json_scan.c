/* The last byte of the object, which must be a brace, stops whatever reads byte by byte: of what has no fault, only the
 * end of the object may stand there. So all functions here are given places before the end, and give such, or NULL for
 * a fault. */
#include "base/json_scan.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "base/json_run.h"
#include "base/json_string.h"
#include "base/unicode.h"

enum {
    DEPTH_MAX = 1024, /* json_parse takes 2048 */
    NUMBER_MAX = 200, /* bytes; with an exponent of two digits, no such number is too large */
    EXPONENT_DIGITS_MAX = 2
};

static inline const char *skip_blanks(const char *at) {
    while ((unsigned char)*at <= ' ' && byte_is_blank(*at)) at++;
    return at;
}

/* ---- Strings ---- */

/* What a string has, as bits. */
enum { HAS_ESCAPE = 1, HAS_ZERO = 2 /* an escape that stands for a zero byte */ };

/* Behind the escape at `at`. */
static const char *scan_escape(unsigned *has, const char *at) {
    uint32_t code;
    uint32_t second;
    *has |= HAS_ESCAPE;
    switch (at[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't': return at + 2;
    case 'u': break;
    default: return NULL;
    }
    if (!json_read_code(&code, at + 2)) return NULL;
    if (code == 0) *has |= HAS_ZERO;
    at += 6;
    if (code < 0xD800 || code > 0xDFFF) return at;
    if (code > 0xDBFF || at[0] != '\\' || at[1] != 'u' || !json_read_code(&second, at + 2)) return NULL;
    return second >= 0xDC00 && second <= 0xDFFF ? at + 6 : NULL;
}

/* Behind the characters outside of ASCII that begin at `at`. */
static const char *scan_characters(const char *at, const char *end) {
    do {
        unsigned length = unicode_length(at, (size_t)(end - at));
        if (length == 0) return NULL;
        at += length;
    } while ((unsigned char)*at >= 0x80);
    return at;
}

/* Behind the rest of a string. */
static const char *scan_rest(unsigned *has, const char *at, const char *end) {
    for (; at; at = *at == '\\' ? scan_escape(has, at) : scan_characters(at, end)) {
        at += json_plain_run(at, (size_t)(end - at));
        if (at == end || (unsigned char)*at < ' ') return NULL;
        if (*at == '"') return at + 1;
    }
    return NULL;
}

/* Behind the string at `at`. Most are short and stand for themselves. */
static inline const char *scan_string(unsigned *has, const char *at, const char *end) {
    if (*at != '"') return NULL;
    at++;
    if (end - at < JSON_STEP) return scan_rest(has, at, end);
    uint64_t special = json_special_mask(at);
    if (!special) return scan_rest(has, at + JSON_STEP, end);
    at += json_first(special);
    return *at == '"' ? at + 1 : scan_rest(has, at, end);
}

/* ---- Other plain values ---- */

static const char *skip_digits(const char *at) {
    while (digit_is(*at)) at++;
    return at;
}

/* Behind an exponent, if one is at `at`. */
static const char *scan_exponent(const char *at) {
    if (*at != 'e' && *at != 'E') return at;
    at++;
    at += *at == '+' || *at == '-';
    const char *end = skip_digits(at);
    return end > at && end - at <= EXPONENT_DIGITS_MAX ? end : NULL;
}

static const char *scan_number(const char *at) {
    const char *begin = at;
    at += *at == '-';
    if (!digit_is(*at)) return NULL;
    at = *at == '0' ? at + 1 : skip_digits(at);
    if (*at == '.') {
        at++;
        if (!digit_is(*at)) return NULL;
        at = skip_digits(at);
    }
    return at - begin <= NUMBER_MAX ? scan_exponent(at) : NULL;
}

static const char *scan_word(const char *at, const char *end, const char *word, size_t size) {
    return (size_t)(end - at) > size && memcmp(at, word, size) == 0 ? at + size : NULL;
}

static const char *scan_plain(unsigned *has, const char *at, const char *end) {
    switch (*at) {
    case '"': return scan_string(has, at, end);
    case 't': return scan_word(at, end, "true", 4);
    case 'f': return scan_word(at, end, "false", 5);
    case 'n': return scan_word(at, end, "null", 4);
    default: return scan_number(at);
    }
}

/* ---- Objects and arrays ---- */

/* Those that are open: the bracket that will close each. */
struct nest {
    size_t depth;
    char closing[DEPTH_MAX];
};

/* From a name to its value. */
static const char *scan_name(unsigned *has, const char *at, const char *end, const char **name_end) {
    at = scan_string(has, at, end);
    *name_end = at;
    if (!at || *has & HAS_ZERO) return NULL;
    at = skip_blanks(at);
    return *at == ':' ? skip_blanks(at + 1) : NULL;
}

/* From a value to where what it begins with has ended: itself if it is plain, else the first plain value in it, or its
 * closing bracket if it is empty. */
static const char *scan_begin(struct nest *nest, const char *at, const char *end) {
    const char *name_end;
    unsigned has = 0;
    while (at && (*at == '{' || *at == '[')) {
        char closing = *at == '{' ? '}' : ']';
        if (nest->depth == DEPTH_MAX) return NULL;
        nest->closing[nest->depth++] = closing;
        at = skip_blanks(at + 1);
        if (*at == closing) return at;
        if (closing == '}') at = scan_name(&has, at, end, &name_end);
    }
    return at ? scan_plain(&has, at, end) : NULL;
}

/* From behind a value to the next one, or to the end of the outermost that was open. */
static const char *scan_between(struct nest *nest, const char *at, const char *end) {
    const char *name_end;
    unsigned has = 0;
    for (; nest->depth; at++, nest->depth--) {
        char closing = nest->closing[nest->depth - 1];
        if (at == end) return NULL;
        at = skip_blanks(at);
        if (*at == ',') {
            at = skip_blanks(at + 1);
            return closing == '}' ? scan_name(&has, at, end, &name_end) : at;
        }
        if (*at != closing) return NULL;
    }
    return at < end ? at : NULL;
}

static const char *scan_value(unsigned *has, const char *at, const char *end) {
    struct nest nest;
    if (*at != '{' && *at != '[') return scan_plain(has, at, end);
    nest.depth = 0;
    do {
        at = scan_begin(&nest, at, end);
        if (at) at = scan_between(&nest, at, end);
    } while (at && nest.depth);
    return at;
}

/* Scans the members, from the first one's name on. */
static enum json_scanned scan_members(struct json_members *members, const char *at, const char *end) {
    for (;;) {
        struct json_member member = {.name = at};
        const char *name_end;
        unsigned name_has = 0;
        unsigned has = 0;
        member.value = scan_name(&name_has, at, end, &name_end);
        const char *value_end = member.value ? scan_value(&has, member.value, end) : NULL;
        if (!value_end) return JSON_SCAN_REFUSED;
        member.name_size = (size_t)(name_end - member.name);
        member.value_size = (size_t)(value_end - member.value);
        member.plain_name = !(name_has & HAS_ESCAPE);
        member.unescaped = !(has & HAS_ESCAPE);
        if (!json_add_member(members, &member)) return JSON_SCAN_MEMORY;
        at = skip_blanks(value_end);
        if (*at == '}') return at + 1 == end ? JSON_SCAN_GOOD : JSON_SCAN_REFUSED;
        if (*at != ',') return JSON_SCAN_REFUSED;
        at = skip_blanks(at + 1);
    }
}

enum json_scanned json_scan(struct json_members *members, const char *line, size_t size) {
    const char *at = line;
    const char *end = line + size;
    members->count = 0;
    members->adjacent = true;
    while (end > at && byte_is_blank(end[-1])) end--;
    if (end == at || end[-1] != '}' || size > INT32_MAX) return JSON_SCAN_REFUSED;
    at = skip_blanks(at);
    if (*at != '{') return JSON_SCAN_REFUSED;
    at = skip_blanks(at + 1);
    if (*at == '}') return at + 1 == end ? JSON_SCAN_GOOD : JSON_SCAN_REFUSED;
    return scan_members(members, at, end);
}
