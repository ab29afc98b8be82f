#include "base/json_string.h"

#include <string.h>

#include "base/bytes.h"
#include "base/json_run.h"
#include "base/unicode.h"

/* Writes what an escape stands for. Returns its length in UTF-8. */
static unsigned unescape(char output[4], unsigned *length, const char *escape) {
    static const char meanings[] = {
        ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'};
    if (escape[1] != 'u') {
        *length = 2;
        output[0] = meanings[(unsigned char)escape[1]];
        return 1;
    }
    uint32_t code;
    uint32_t second;
    *length = 6;
    json_read_code(&code, escape + 2);
    if (code >= 0xD800 && code <= 0xDFFF) {
        json_read_code(&second, escape + 8);
        code = 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00);
        *length = 12;
    }
    return unicode_encode(output, code);
}

/* Copies up to the next backslash, and maybe some bytes behind it. Returns how many are before it. */
static size_t copy_run(char *output, const char *bytes, size_t size) {
    size_t i = 0;
    for (; i + JSON_STEP <= size; i += JSON_STEP) {
        uint64_t backslashes = json_copy_step(output + i, bytes + i);
        if (backslashes) return i + json_first(backslashes);
    }
    for (; i < size && bytes[i] != '\\'; i++) output[i] = bytes[i];
    return i;
}

bool json_decode(struct buffer *output, const char *inside, size_t size) {
    if (size == 0) return true;
    if (!buffer_reserve(output, size) || !output->bytes)
        return false; /* no escape is shorter than what it stands for */
    char *next = output->bytes + output->size;
    for (size_t i = 0; i < size;) {
        unsigned length;
        size_t run = copy_run(next, inside + i, size - i);
        i += run;
        next += run;
        if (i == size) break;
        char code[4];
        unsigned count = unescape(code, &length, inside + i);
        memcpy(next, code, count);
        next += count;
        i += length;
    }
    output->size = (size_t)(next - output->bytes);
    return true;
}

bool json_stands_for(const char *inside, size_t size, const char *bytes, size_t byte_count) {
    size_t at = 0;
    for (size_t i = 0; i < size;) {
        char code[4] = {inside[i]};
        unsigned length = 1;
        unsigned count = inside[i] == '\\' ? unescape(code, &length, inside + i) : 1;
        if (count > byte_count - at || memcmp(bytes + at, code, count) != 0) return false;
        i += length;
        at += count;
    }
    return at == byte_count;
}

/* ---- Arrays of bytes ---- */

/* Reads the number at `*at` of an array of good syntax, and moves behind it and its comma. False: it is no byte. */
static bool read_byte(unsigned char *byte, const char **at) {
    unsigned value = 0;
    const char *digit = *at;
    while (byte_is_blank(*digit)) digit++;
    if (*digit < '0' || *digit > '9') return false;
    for (; *digit >= '0' && *digit <= '9'; digit++) {
        value = value * 10 + (unsigned)(*digit - '0');
        if (value > UINT8_MAX) return false;
    }
    while (byte_is_blank(*digit)) digit++;
    if (*digit != ',' && *digit != ']') return false;
    *byte = (unsigned char)value;
    *at = digit + (*digit == ',');
    return true;
}

bool json_is_bytes(const char *array, size_t size) {
    unsigned char byte;
    const char *at = array + 1;
    if (array[0] != '[') return false;
    do {
        if (!read_byte(&byte, &at)) return false;
    } while (at < array + size - 1);
    return true;
}

bool json_decode_bytes(struct buffer *output, const char *array, size_t size) {
    unsigned char byte;
    const char *at = array + 1;
    if (!buffer_reserve(output, size)) return false; /* more than one byte stands for each */
    while (at < array + size - 1 && read_byte(&byte, &at))
        if (!buffer_add_byte(output, (char)byte)) return false;
    return true;
}
