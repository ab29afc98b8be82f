#include "text/digits.h"

#include <stdint.h>

#include "base/bytes.h"

size_t digits_mask(char *mask, const char *bytes, size_t size) {
    size_t made = 0;
    for (size_t i = 0; i < size; i++) {
        bool digit = digit_is(bytes[i]);
        if (digit && i && digit_is(bytes[i - 1])) continue;
        mask[made++] = digit ? '0' : bytes[i];
    }
    return made;
}

size_t digits_find(const char *text, size_t at, size_t size) {
    for (; at + 8 <= size; at += 8) {
        uint64_t word = load_bytes(text + at, 8);
        uint64_t found = bytes_in_range(word & ~BYTES_TOPS, '0', '9') & ~word;
        if (found) return at + (size_t)__builtin_ctzll(found) / 8;
    }
    while (at < size && !digit_is(text[at])) at++;
    return at;
}
