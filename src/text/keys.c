#include "text/keys.h"

#include <string.h>

#include "base/unicode.h"

static char fold_ascii(char byte) {
    return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

static bool stays(const char *bytes, size_t size, bool fold) {
    return fold ? unicode_ascii_run(bytes, size) == size : unicode_is_plain(bytes, size);
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

/* The offset of the next byte outside of ASCII, or `size`. */
static size_t find_wide(const char *text, size_t at, size_t size) {
    return at + unicode_ascii_run(text + at, size - at);
}

/* The first token from number `i` on that ends behind the offset. */
static uint32_t token_at(const struct token *tokens, uint32_t i, uint32_t count, size_t offset) {
    uint32_t end = count;
    while (i < end) {
        uint32_t middle = i + (end - i) / 2;
        if (tokens[middle].end <= offset)
            i = middle + 1;
        else
            end = middle;
    }
    return i;
}

/* From here on the keys are copies: ASCII stays where it is, and what grows goes behind it. */
static void copy_window(struct keys *keys, const char *text, size_t size, const struct token *tokens, uint32_t count) {
    if (!keys->fold) memcpy(keys->bytes, text, size);
    memcpy(keys->tokens, tokens, count * sizeof *tokens);
    keys->text = keys->bytes;
    keys->text_size = keys->capacity + KEYS_MARGIN;
    keys->made = keys->tokens;
}

uint32_t keys_make(struct keys *keys, const char *text, size_t size, bool ascii, const struct token *tokens,
                   uint32_t count) {
    size_t used = size;
    keys->text = text;
    keys->text_size = size;
    keys->made = tokens;
    if (keys->fold) {
        for (size_t i = 0; i < size; i++) keys->bytes[i] = fold_ascii(text[i]);
        keys->text = keys->bytes;
        keys->text_size = keys->capacity + KEYS_MARGIN;
    }
    uint32_t i = 0;
    if (ascii) return count;
    for (size_t at = find_wide(text, 0, size); at < size; at = find_wide(text, at, size)) {
        i = token_at(tokens, i, count, at);
        if (i == count) break;
        if (at < tokens[i].begin) {
            at++;
            continue;
        }
        const char *bytes = text + tokens[i].begin;
        size_t token_size = tokens[i].end - tokens[i].begin;
        at = tokens[i].end;
        if (stays(bytes, token_size, keys->fold)) continue;
        if (token_size > UNICODE_NORMALIZED_SIZE) { /* compared as it is */
            if (keys->fold) memcpy(keys->bytes + tokens[i].begin, bytes, token_size);
            continue;
        }
        if (keys->made == tokens) copy_window(keys, text, size, tokens, count);
        if (keys->capacity - used < unicode_normalized_room(token_size)) return i;
        size_t made =
            unicode_normalize(keys->bytes + used, keys->capacity - used, bytes, token_size, keys->fold, keys->compose);
        keys->tokens[i] = (struct token){(uint32_t)used, (uint32_t)(used + made)};
        used += made;
    }
    return count;
}
