/* Strings of JSON whose syntax is known to be good; but for json_read_code. */
#ifndef BASE_JSON_STRING_H
#define BASE_JSON_STRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Reads four hexadecimal digits. False: one is none, and nothing behind it was looked at. */
static inline bool json_read_code(uint32_t *code, const char *digits) {
    *code = 0;
    for (int i = 0; i < 4; i++) {
        unsigned digit = (unsigned char)digits[i] - '0';
        unsigned letter = ((unsigned char)digits[i] | 0x20u) - 'a';
        if (digit > 9 && letter > 5) return false;
        *code = *code << 4 | (digit <= 9 ? digit : letter + 10);
    }
    return true;
}

/* Appends what the inside of a string stands for. False: out of memory. */
bool json_decode(struct buffer *output, const char *inside, size_t size);

/* Whether an array of good syntax is one of bytes: whole numbers from 0 to 255, one at least. */
bool json_is_bytes(const char *array, size_t size);

/* Appends the bytes of such an array. False: out of memory. */
bool json_decode_bytes(struct buffer *output, const char *array, size_t size);

/* Whether it stands for these bytes. */
bool json_stands_for(const char *inside, size_t size, const char *bytes, size_t byte_count);

#endif
