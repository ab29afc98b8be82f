#include "format/brat_types.h"

#include <string.h>

#include "base/unicode.h"

static bool is_digit(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'F');
}

static bool is_plain(char byte) {
    char lower = (char)(byte | 0x20);
    return (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' || byte == '-';
}

/* Whether a number could begin here. */
static bool begins_number(const char *at, size_t left) {
    return left > 2 && at[0] == '_' && at[1] == 'x' && is_digit(at[2]);
}

static bool add_number(struct buffer *out, uint32_t code) {
    static const char digits[] = "0123456789ABCDEF";
    bool ok = buffer_add_text(out, "_x");
    for (int shift = 20; shift >= 0; shift -= 4)
        if (code >> shift || shift == 0) ok = ok && buffer_add_byte(out, digits[code >> shift & 0xF]);
    return ok && buffer_add_byte(out, '_');
}

static bool add_name(struct buffer *out, const char *type, size_t size) {
    bool hyphens = true;
    bool ok = true;
    for (size_t i = 0; i < size; i++) hyphens = hyphens && type[i] == '-';
    for (size_t i = 0; i < size && ok;) {
        uint32_t code;
        unsigned length = unicode_decode(&code, type + i, size - i);
        if (length == 0) code = 0xFFFD;
        bool kept = is_plain(type[i]) && !begins_number(type + i, size - i) && !(hyphens && i == 0);
        ok = kept ? buffer_add_byte(out, type[i]) : add_number(out, code);
        i += length ? length : 1;
    }
    return ok;
}

bool brat_type_add(struct buffer *out, const struct string *type) {
    return add_name(out, type->bytes, type->size);
}

/* Takes a number off the beginning of a name. Returns its bytes, 0 if there is none. */
static size_t take_number(uint32_t *code, const char *at, size_t left) {
    enum { DIGITS = 6 };
    size_t i = 2;
    if (!begins_number(at, left)) return 0;
    for (*code = 0; i < left && is_digit(at[i]); i++) {
        if (i == 2 + DIGITS) return 0;
        *code = *code << 4 | (uint32_t)(at[i] <= '9' ? at[i] - '0' : at[i] - 'A' + 10);
    }
    bool ends = i < left && at[i] == '_';
    bool surrogate = *code >= 0xD800 && *code <= 0xDFFF;
    return ends && *code <= 0x10FFFF && !surrogate ? i + 1 : 0;
}

bool brat_type_read(struct buffer *out, const char *name, size_t size) {
    struct buffer again = {0}; /* the name that the type would have */
    size_t begin = out->size;
    bool ok = true;
    for (size_t i = 0; i < size && ok;) {
        uint32_t code;
        char bytes[4];
        size_t length = take_number(&code, name + i, size - i);
        ok = length ? buffer_add(out, bytes, unicode_encode(bytes, code)) : buffer_add_byte(out, name[i]);
        i += length ? length : 1;
    }
    if (ok && out->size - begin < size) {
        ok = add_name(&again, out->bytes + begin, out->size - begin);
        if (ok && (again.size != size || memcmp(again.bytes, name, size) != 0)) {
            out->size = begin;
            ok = buffer_add(out, name, size);
        }
    }
    buffer_free(&again);
    return ok;
}
