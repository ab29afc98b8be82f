#include "text/shape.h"

#include <stdbool.h>

#include "base/unicode.h"

enum { SHAPE_BYTES = 64 };

/* What the characters of a token are. */
struct characters {
    bool first_upper;
    bool more_upper; /* behind the first */
    bool lower;
    bool digits;
    bool caseless;
};

static void note_character(struct characters *characters, enum unicode_case letter, bool first) {
    switch (letter) {
    case UNICODE_UPPER: *(first ? &characters->first_upper : &characters->more_upper) = true; break;
    case UNICODE_LOWER: characters->lower = true; break;
    case UNICODE_DIGIT: characters->digits = true; break;
    case UNICODE_CASELESS: characters->caseless = true; break;
    case UNICODE_SIGN: break;
    }
}

static enum unicode_case case_of(unsigned *length, const char *bytes, size_t size) {
    unsigned char byte = (unsigned char)bytes[0];
    *length = 1;
    if (byte >= 'a' && byte <= 'z') return UNICODE_LOWER;
    if (byte >= 'A' && byte <= 'Z') return UNICODE_UPPER;
    if (byte >= '0' && byte <= '9') return UNICODE_DIGIT;
    if (byte < 0x80) return UNICODE_SIGN;
    uint32_t code;
    *length = unicode_decode(&code, bytes, size);
    if (*length) return unicode_case_of(code);
    *length = 1;
    return UNICODE_SIGN;
}

/* The signs of ASCII in their order: 32 of them. */
static enum shape sign(unsigned char byte) {
    if (byte < ' ' + 1 || byte > '~') return SHAPE_SYMBOLS;
    unsigned number = byte - (byte < '0' ? '!' : byte < 'A' ? ':' - 15u : byte < 'a' ? '[' - 22u : '{' - 28u);
    return (enum shape)(SHAPE_PUNCTUATION + number);
}

static enum shape shape_from(const struct characters *found, const char *bytes, size_t size) {
    bool upper = found->first_upper || found->more_upper;
    bool letters = upper || found->lower || found->caseless;
    if (found->digits) return letters ? SHAPE_ALPHANUMERIC : SHAPE_DIGITS;
    if (!letters) return size == 1 ? sign((unsigned char)bytes[0]) : SHAPE_SYMBOLS;
    if (!upper) return found->lower ? SHAPE_LOWER : SHAPE_CASELESS;
    if (!found->more_upper) return SHAPE_CAPITALIZED;
    return found->lower ? SHAPE_MIXED : SHAPE_CAPITALS;
}

/* Looks at eight bytes at a time. False: they are not all ASCII. */
static bool note_ascii(struct characters *found, const char *bytes, size_t size) {
    uint64_t upper = 0;
    uint64_t lower = 0;
    uint64_t digits = 0;
    for (size_t i = 0; i < size; i += 8) {
        uint64_t word = load_some_bytes(bytes + i, size - i);
        if (word & BYTES_TOPS) return false;
        uint64_t capitals = bytes_in_range(word, 'A', 'Z');
        if (i == 0) {
            found->first_upper = (capitals & 0x80) != 0;
            capitals &= ~(uint64_t)0x80;
        }
        upper |= capitals;
        lower |= bytes_in_range(word, 'a', 'z');
        digits |= bytes_in_range(word, '0', '9');
    }
    found->more_upper = upper != 0;
    found->lower = lower != 0;
    found->digits = digits != 0;
    return true;
}

enum shape shape_of(const char *bytes, size_t size) {
    struct characters found = {0};
    size_t end = size < SHAPE_BYTES ? size : SHAPE_BYTES;
    if (size == 0) return SHAPE_NONE;
    if (note_ascii(&found, bytes, end)) return shape_from(&found, bytes, size);
    found = (struct characters){0};
    unsigned length;
    for (size_t i = 0; i < end; i += length) {
        enum unicode_case letter = case_of(&length, bytes + i, size - i);
        note_character(&found, letter, i == 0);
    }
    return shape_from(&found, bytes, size);
}

enum shapes shapes_of(const struct shapes_set *shapes) {
    const unsigned small = 1u << SHAPE_LOWER | 1u << SHAPE_DIGITS | 1u << SHAPE_SYMBOLS;
    const unsigned large = 1u << SHAPE_CAPITALS | 1u << SHAPE_DIGITS | 1u << SHAPE_SYMBOLS | 1u << SHAPE_ALPHANUMERIC;
    if (shapes->set & 1u << SHAPE_CASELESS) return SHAPES_CASELESS;
    if ((shapes->set & ~small) == 0) return SHAPES_LOWER;
    if ((shapes->set & ~large) == 0) return SHAPES_CAPITALS;
    if (shapes->first == SHAPE_CAPITALIZED) return (shapes->rest & ~small) == 0 ? SHAPES_FIRST : SHAPES_FIRST_AND_MORE;
    if (shapes->set & (1u << SHAPE_MIXED | 1u << SHAPE_ALPHANUMERIC)) return SHAPES_MIXED;
    return SHAPES_OTHER;
}
