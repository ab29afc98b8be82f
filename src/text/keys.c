#include "text/keys.h"

#include <string.h>

#include "base/unicode.h"

static bool is_ascii(const char *bytes, size_t size) {
    unsigned char any = 0;
    for (size_t i = 0; i < size; i++) any |= (unsigned char)bytes[i];
    return any < 0x80;
}

static char fold_ascii(char byte) {
    return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

static bool stays(const char *bytes, size_t size, bool fold) {
    return fold ? is_ascii(bytes, size) : unicode_is_plain(bytes, size);
}

size_t keys_make_one(char *output, const char *bytes, size_t size, bool fold, bool compose) {
    if (stays(bytes, size, fold)) {
        for (size_t i = 0; i < size; i++) output[i] = fold ? fold_ascii(bytes[i]) : bytes[i];
        return size;
    }
    return unicode_normalize(output, unicode_normalized_room(size), bytes, size, fold, compose);
}

size_t keys_capacity(size_t size) {
    return 2 * size + unicode_normalized_room(UNICODE_NORMALIZED_SIZE);
}

uint32_t keys_make(struct keys *keys, const char *text, size_t size, const struct token *tokens, uint32_t count) {
    /* ASCII stays where it is in a copy of the window, and what grows goes behind it. */
    if (keys->fold)
        for (size_t i = 0; i < size; i++) keys->bytes[i] = fold_ascii(text[i]);
    else
        memcpy(keys->bytes, text, size);
    size_t used = size;
    for (uint32_t i = 0; i < count; i++) {
        const char *bytes = text + tokens[i].begin;
        size_t token_size = tokens[i].end - tokens[i].begin;
        keys->tokens[i] = tokens[i];
        if (stays(bytes, token_size, keys->fold)) continue;
        if (token_size > UNICODE_NORMALIZED_SIZE) { /* compared as it is */
            if (keys->fold) memcpy(keys->bytes + tokens[i].begin, bytes, token_size);
            continue;
        }
        if (keys->capacity - used < unicode_normalized_room(token_size)) return i;
        size_t made =
            unicode_normalize(keys->bytes + used, keys->capacity - used, bytes, token_size, keys->fold, keys->compose);
        keys->tokens[i] = (struct token){(uint32_t)used, (uint32_t)(used + made)};
        used += made;
    }
    return count;
}
