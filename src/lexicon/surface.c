#include "lexicon/surface.h"

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
    default: return -1;
    }
}

bool surface_add_token(struct buffer *surface, const char *bytes, size_t size) {
    if (!buffer_reserve(surface, 2 * size + 1)) return false;
    if (surface->size) surface->bytes[surface->size++] = ' ';
    for (size_t i = 0; i < size; i++) {
        char escape = escape_of(bytes[i]);
        if (escape) surface->bytes[surface->size++] = '\\';
        surface->bytes[surface->size++] = escape ? escape : bytes[i];
    }
    return true;
}

int surface_next_token(struct buffer *token, const char *surface, size_t size, size_t *at) {
    size_t i = *at;
    while (i < size && surface[i] == ' ') i++;
    token->size = 0;
    if (i == size) return 0;
    for (; i < size && surface[i] != ' '; i++) {
        char byte = surface[i];
        if (byte == '\\') {
            int meant = ++i < size ? unescape(surface[i]) : -1;
            if (meant < 0) return -2;
            byte = (char)meant;
        }
        if (!buffer_add_byte(token, byte)) return -1;
    }
    *at = i;
    return 1;
}
