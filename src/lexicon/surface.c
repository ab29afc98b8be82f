#include "lexicon/surface.h"

#include "base/bytes.h"
#include "text/digits.h"

static char escape_of(char byte) {
    switch (byte) {
    case ' ': return 's';
    case '\t': return 't';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\\': return '\\';
    case 0: return '0';
    default: return 0;
    }
}

/* The byte, or -1. */
static int unescape(char letter) {
    switch (letter) {
    case 's': return ' ';
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case '\\': return '\\';
    case '0': return 0;
    case 'd': return '0';
    default: return -1;
    }
}

/* Whether a byte has to be escaped. */
static bool is_special(char byte) {
    return (unsigned char)byte <= ' ' ? escape_of(byte) != 0 : byte == '\\';
}

bool surface_add_token(struct buffer *surface, const char *bytes, size_t size) {
    if (!buffer_reserve(surface, 2 * size + 1)) return false;
    if (surface->size) surface->bytes[surface->size++] = ' ';
    for (size_t i = 0; i < size; i++) {
        if (is_special(bytes[i])) {
            surface->bytes[surface->size++] = '\\';
            surface->bytes[surface->size++] = escape_of(bytes[i]);
        } else {
            surface->bytes[surface->size++] = bytes[i];
        }
    }
    return true;
}

/* The number of bytes before the first space or backslash. */
static size_t plain_run(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i += 8) {
        uint64_t word = load_some_bytes(bytes + i, size - i);
        uint64_t found = bytes_like(word, ' ') | bytes_like(word, '\\');
        if (found) return i + (size_t)__builtin_ctzll(found) / 8;
    }
    return size;
}

uint32_t surface_plain_tokens(const char *surface, size_t size) {
    if (size == 0 || size > UINT16_MAX || surface[size - 1] == ' ') return 0;
    uint64_t before = 0x80; /* the top bit of the lowest byte: as if a space came before */
    uint64_t special = 0;   /* control characters, backslashes, spaces after a space */
    uint32_t count = 1;
    for (size_t i = 0; i < size; i += 8) {
        uint64_t word = BYTES_ONES * 'x';
        memcpy(&word, surface + i, size - i < 8 ? size - i : 8);
        uint64_t others = word ^ BYTES_ONES * ' ';
        uint64_t spaces =
            ~(((others & ~BYTES_TOPS) + ~BYTES_TOPS) | others) & BYTES_TOPS; /* every space, no other byte */
        special |= bytes_below(word, ' ') | bytes_like(word, '\\') | (spaces & (spaces << 8 | before));
        before = spaces >> 56;
        count += (uint32_t)((spaces >> 7) * BYTES_ONES >> 56);
    }
    return special ? 0 : count;
}

/* ---- Patterns ---- */

/* The bytes at `at` that stand for one: an escape has two. */
static size_t unit_size(const char *surface, size_t size, size_t at) {
    return surface[at] == '\\' && at + 1 < size ? 2 : 1;
}

static bool is_run(const char *surface, size_t at, size_t unit) {
    return unit == 2 && surface[at + 1] == 'd';
}

bool surface_is_pattern(const char *surface, size_t size) {
    const char *escape = memchr(surface, '\\', size);
    if (!escape) return false; /* nearly all */
    for (size_t at = (size_t)(escape - surface), unit; at < size; at += unit) {
        unit = unit_size(surface, size, at);
        if (is_run(surface, at, unit)) return true;
    }
    return false;
}

bool surface_pattern_is_good(const char *surface, size_t size) {
    bool before = false;
    for (size_t at = 0, unit; at < size; at += unit) {
        unit = unit_size(surface, size, at);
        bool run = is_run(surface, at, unit);
        if ((run && before) || (unit == 1 && digit_is(surface[at]))) return false;
        before = run;
    }
    return true;
}

bool surface_add_masked(struct buffer *pattern, const char *surface, size_t size) {
    bool before = false;
    bool good = true;
    for (size_t at = 0, unit; at < size && good; at += unit) {
        unit = unit_size(surface, size, at);
        bool digit = unit == 1 && digit_is(surface[at]);
        if (!digit) good = buffer_add(pattern, surface + at, unit);
        if (digit && !before) good = buffer_add_text(pattern, "\\d");
        before = digit;
    }
    return good;
}

bool surface_mask(struct buffer *surface) {
    struct buffer pattern = {0};
    if (!surface_add_masked(&pattern, surface->bytes, surface->size)) {
        buffer_free(&pattern);
        return false;
    }
    buffer_free(surface);
    *surface = pattern;
    return true;
}

/* ---- Tokens ---- */

/* As surface_next_token, for a token that begins with its first escape at `i`; the bytes before are in `room`. */
static int unescape_rest(gaz_token *token, struct buffer *room, const char *surface, size_t size, size_t i,
                         size_t *at) {
    for (; i < size && surface[i] != ' '; i++) {
        char byte = surface[i];
        if (byte == '\\') {
            int meant = ++i < size ? unescape(surface[i]) : -1;
            if (meant < 0) return -2;
            byte = (char)meant;
        }
        if (!buffer_add_byte(room, byte)) return -1;
    }
    *token = (gaz_token){room->bytes, room->size};
    *at = i;
    return 1;
}

int surface_next_token(gaz_token *token, struct buffer *room, const char *surface, size_t size, size_t *at) {
    size_t begin = *at;
    while (begin < size && surface[begin] == ' ') begin++;
    if (begin == size) return 0;
    size_t i = begin + plain_run(surface + begin, size - begin);
    if (i < size && surface[i] == '\\') {
        room->size = 0;
        if (!buffer_add(room, surface + begin, i - begin)) return -1;
        return unescape_rest(token, room, surface, size, i, at);
    }
    *token = (gaz_token){surface + begin, i - begin};
    *at = i;
    return 1;
}
