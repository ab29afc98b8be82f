#include "text/normalized.h"

#include <string.h>

static bool is_ascii(const char *bytes, size_t size) {
    return unicode_ascii_run(bytes, size) == size;
}

size_t normalize_token(char *output, const char *bytes, size_t size, unsigned normalization) {
    if (!is_ascii(bytes, size) && !unicode_is_plain(bytes, size, normalization))
        return unicode_normalize(output, unicode_normalized_room(size), bytes, size, normalization);
    for (size_t i = 0; i < size; i++) output[i] = normalize_ascii(bytes[i], normalization);
    return size;
}

size_t normalized_capacity(size_t size) {
    return 2 * size + unicode_normalized_room(UNICODE_NORMALIZED_SIZE);
}

/* The offset of the next byte outside of ASCII, or `size`. */
static size_t find_wide(const char *text, size_t at, size_t size) {
    return at + unicode_ascii_run(text + at, size - at);
}

/* The first token from number `i` on that ends after the offset. */
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

/* From here on the tokens are copies: ASCII stays where it is, and what grows goes after it. */
static void copy_window(struct normalized *normalized, const char *text, size_t size, const struct token *tokens,
                        uint32_t count) {
    if (!(normalized->normalization & UNICODE_FOLD)) memcpy(normalized->bytes, text, size);
    memcpy(normalized->copies, tokens, count * sizeof *tokens);
    normalized->text = normalized->bytes;
    normalized->text_size = normalized->capacity + NORMALIZED_MARGIN;
    normalized->tokens = normalized->copies;
}

uint32_t normalize_tokens(struct normalized *normalized, const char *text, size_t size, const struct token *tokens,
                          uint32_t count) {
    size_t used = size;
    normalized->text = text;
    normalized->text_size = size;
    normalized->tokens = tokens;
    bool fold = normalized->normalization & UNICODE_FOLD;
    if (fold) {
        for (size_t i = 0; i < size; i++) normalized->bytes[i] = normalize_ascii(text[i], normalized->normalization);
        normalized->text = normalized->bytes;
        normalized->text_size = normalized->capacity + NORMALIZED_MARGIN;
    }
    uint32_t i = 0;
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
        if (is_ascii(bytes, token_size) || unicode_is_plain(bytes, token_size, normalized->normalization)) continue;
        if (token_size > UNICODE_NORMALIZED_SIZE) { /* compared as it is */
            if (fold) memcpy(normalized->bytes + tokens[i].begin, bytes, token_size);
            continue;
        }
        if (normalized->tokens == tokens) copy_window(normalized, text, size, tokens, count);
        if (normalized->capacity - used < unicode_normalized_room(token_size)) return i;
        size_t copied = unicode_normalize(normalized->bytes + used, normalized->capacity - used, bytes, token_size,
                                          normalized->normalization);
        normalized->copies[i] = (struct token){(uint32_t)used, (uint32_t)(used + copied)};
        used += copied;
    }
    return count;
}
