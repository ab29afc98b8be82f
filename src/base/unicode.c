#include "base/unicode.h"

#include <string.h>
#include <utf8proc.h>

#include "base/search.h"
#include "base/typography.h"

unsigned unicode_decode(uint32_t *code, const char *bytes, size_t size) {
    const unsigned char *next = (const unsigned char *)bytes;
    unsigned first = next[0];
    if (first < 0x80) {
        *code = first;
        return 1;
    }
    unsigned length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || size < length) return 0;
    uint32_t value = first & (0x7Fu >> length);
    for (unsigned i = 1; i < length; i++) {
        if ((next[i] & 0xC0) != 0x80) return 0;
        value = value << 6 | (next[i] & 0x3Fu);
    }
    if (length == 3 && (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF))) return 0;
    if (length == 4 && (value < 0x10000 || value > 0x10FFFF)) return 0;
    *code = value;
    return length;
}

size_t unicode_valid_run(const char *bytes, size_t size) {
    size_t i = 0;
    while (i < size) {
        i += unicode_ascii_run(bytes + i, size - i);
        if (i == size) break;
        unsigned length = unicode_length(bytes + i, size - i);
        if (length == 0) break;
        i += length;
    }
    return i;
}

bool unicode_mend(struct buffer *output, const char *bytes, size_t size) {
    uint32_t code;
    bool good = true;
    for (size_t i = 0; i < size && good;) {
        size_t run = unicode_ascii_run(bytes + i, size - i);
        good = buffer_add(output, bytes + i, run);
        i += run;
        if (i == size) break;
        unsigned length = unicode_decode(&code, bytes + i, size - i);
        good = good && (length ? buffer_add(output, bytes + i, length) : buffer_add_text(output, "\xEF\xBF\xBD"));
        i += length ? length : 1;
    }
    return good;
}

struct range {
    uint32_t first;
    uint32_t last;
};

static bool in_ranges(const struct range *ranges, size_t count, uint32_t code) {
    size_t i;
    SEARCH_FIRST(i, count, code <= ranges[i].last);
    return i < count && code >= ranges[i].first;
}

/* Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar: the Script property of Unicode 15 (Scripts.txt), blocks joined
 * where what lies between is unassigned or of the same kind. utf8proc does not carry the property. */
static bool is_spaceless(uint32_t code) {
    static const struct range ranges[] = {
        {0x0E01, 0x0E3A},   {0x0E40, 0x0E5B},   {0x0E80, 0x0EFF},   {0x1000, 0x109F},   {0x1780, 0x17FF},
        {0x19E0, 0x19FF},   {0x2E80, 0x2FD5},   {0x3005, 0x3005},   {0x3007, 0x3007},   {0x3021, 0x3029},
        {0x3038, 0x303B},   {0x3041, 0x3096},   {0x309D, 0x309F},   {0x30A1, 0x30FA},   {0x30FC, 0x30FF},
        {0x31F0, 0x31FF},   {0x32D0, 0x32FE},   {0x3300, 0x3357},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
        {0xA9E0, 0xA9FE},   {0xAA60, 0xAA7F},   {0xF900, 0xFAD9},   {0xFF66, 0xFF9D},   {0x16FE2, 0x16FE3},
        {0x16FF0, 0x16FF1}, {0x1AFF0, 0x1B167}, {0x1F200, 0x1F200}, {0x20000, 0x323AF},
    };
    return code >= ranges[0].first && in_ranges(ranges, sizeof ranges / sizeof *ranges, code);
}

/* Letters that are written as quotes are, and often with them. */
static bool is_quote(uint32_t code) {
    return code >= 0x02BB && code <= 0x02BD;
}

enum unicode_class unicode_classify(uint32_t code) {
    if (typography_is_invisible(code)) return UNICODE_INVISIBLE;
    if (is_spaceless(code) || is_quote(code)) return UNICODE_SINGLE;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_PC: return UNICODE_WORD;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF: return UNICODE_BLANK;
    default: return UNICODE_SINGLE;
    }
}

bool unicode_may_extend(uint32_t code) {
    switch (utf8proc_get_property((utf8proc_int32_t)code)->boundclass) {
    case UTF8PROC_BOUNDCLASS_EXTEND:
    case UTF8PROC_BOUNDCLASS_ZWJ:
    case UTF8PROC_BOUNDCLASS_SPACINGMARK:
    case UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR:
    case UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC: return true;
    default: return false;
    }
}

bool unicode_extends(struct unicode_clusters *walk, uint32_t code) {
    bool breaks =
        utf8proc_grapheme_break_stateful((utf8proc_int32_t)walk->before, (utf8proc_int32_t)code, &walk->state);
    walk->before = code;
    return !breaks;
}

enum unicode_case unicode_case_of(uint32_t code) {
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT: return UNICODE_UPPER;
    case UTF8PROC_CATEGORY_LL: return UNICODE_LOWER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return UNICODE_DIGIT;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return UNICODE_CASELESS;
    default: return UNICODE_SIGN;
    }
}

unsigned unicode_encode(char output[4], uint32_t code) {
    return (unsigned)utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)output);
}

unsigned unicode_encode_upper(char output[4], uint32_t code) {
    return (unsigned)utf8proc_encode_char(utf8proc_toupper((utf8proc_int32_t)code), (utf8proc_uint8_t *)output);
}

unsigned unicode_encode_title(char output[4], uint32_t code) {
    return (unsigned)utf8proc_encode_char(utf8proc_totitle((utf8proc_int32_t)code), (utf8proc_uint8_t *)output);
}

unsigned unicode_encode_lower(char output[4], uint32_t code) {
    return (unsigned)utf8proc_encode_char(utf8proc_tolower((utf8proc_int32_t)code), (utf8proc_uint8_t *)output);
}

/* Whether NFC surely leaves a code point from U+0300 on, and what is beside it, as it is. */
static bool is_composed(uint32_t code) {
    static const struct range plain[] = {
        {0x0391, 0x0482}, {0x048A, 0x052F}, {0x1E00, 0x1EFF}, {0x2002, 0x20CF},   {0x2190, 0x2328},
        {0x232B, 0x27BF}, {0x3000, 0x3029}, {0x3041, 0x3096}, {0x309D, 0x30FF},   {0x4E00, 0x9FFF},
        {0xAC00, 0xD7A3}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFFFD}, {0x1F000, 0x1FAFF},
    };
    return (code >= 0x2002 && code <= 0x20CF) || in_ranges(plain, sizeof plain / sizeof *plain, code);
}

/* Whether a character outside of ASCII surely stays. */
static bool stays(uint32_t code, unsigned normalization) {
    if (normalization & (UNICODE_FOLD | UNICODE_ACCENTS)) return false;
    if (code >= 0x300 && normalization & UNICODE_COMPOSE && !is_composed(code)) return false;
    return !(normalization & UNICODE_TYPOGRAPHY) || typography_is_plain(code);
}

size_t unicode_plain_run(const char *bytes, size_t size, unsigned normalization) {
    size_t i = 0;
    while (i < size) {
        uint32_t code;
        if ((unsigned char)bytes[i] < 0x80) {
            i += unicode_ascii_run(bytes + i, size - i);
            continue;
        }
        unsigned length = unicode_decode(&code, bytes + i, size - i);
        if (length && !stays(code, normalization)) return i;
        i += length ? length : 1;
    }
    return i;
}

/* ---- Normalising ---- */

/* Code points of a stretch after decomposition: at most four for one of two bytes, three for one of three. */
enum { CODES = 2 * UNICODE_NORMALIZED_SIZE, DOT_ABOVE = 0x307, DOTLESS = 0x131, DOTTED = 0x130 };

struct output {
    char *bytes;
    size_t size;
    size_t capacity;
};

static bool put(struct output *output, const char *bytes, size_t size) {
    if (size > output->capacity - output->size) return false;
    if (size) memcpy(output->bytes + output->size, bytes, size);
    output->size += size;
    return true;
}

static bool put_code(struct output *output, uint32_t code) {
    char encoded[4];
    return put(output, encoded, unicode_encode(encoded, code));
}

/* Replaces characters by what they stand for. `output` has room for twice as much. */
static void put_meant(struct output *output, const char *bytes, size_t size, unsigned normalization) {
    bool turkic = (normalization & UNICODE_FOLD) && (normalization & UNICODE_TURKIC);
    uint32_t code;
    for (size_t i = 0; i < size;) {
        uint32_t meant[TYPOGRAPHY_CODES];
        unsigned count = 1;
        i += unicode_decode(&code, bytes + i, size - i);
        meant[0] = code;
        if (normalization & UNICODE_TYPOGRAPHY) count = typography_map(meant, code);
        if (turkic && count == 1 && (meant[0] == 'I' || meant[0] == DOTTED)) {
            unsigned dot = i < size ? unicode_decode(&code, bytes + i, size - i) : 0;
            bool dotted = meant[0] == 'I' && dot && code == DOT_ABOVE;
            meant[0] = dotted || meant[0] == DOTTED ? 'i' : DOTLESS;
            if (dotted) i += dot;
        }
        for (unsigned k = 0; k < count; k++) put_code(output, meant[k]);
    }
}

static size_t strip_accents(utf8proc_int32_t *codes, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t letter = typography_base_letter((uint32_t)codes[i]);
        if (letter) codes[kept++] = (utf8proc_int32_t)letter;
    }
    return kept;
}

static bool put_normalized(struct output *output, const char *bytes, size_t size, unsigned normalization) {
    utf8proc_int32_t codes[CODES];
    bool accents = normalization & UNICODE_ACCENTS;
    utf8proc_option_t options = UTF8PROC_STABLE;
    if (accents || normalization & UNICODE_COMPOSE) options |= UTF8PROC_COMPOSE;
    if (normalization & UNICODE_FOLD) options |= UTF8PROC_CASEFOLD;
    utf8proc_ssize_t count =
        utf8proc_decompose((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)size, codes, CODES, options);
    if (count < 0 || count > CODES) return false;
    if (accents) count = (utf8proc_ssize_t)strip_accents(codes, (size_t)count);
    if (options & UTF8PROC_COMPOSE) count = utf8proc_normalize_utf32(codes, count, options);
    bool turkic = normalization & UNICODE_FOLD && normalization & UNICODE_TURKIC;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        if (!put_code(output, turkic && codes[i] == DOTLESS ? 'I' : (uint32_t)codes[i])) return false;
    return true;
}

/* Puts bytes that are valid. */
static bool put_stretch(struct output *output, const char *bytes, size_t size, unsigned normalization) {
    char meant[2 * UNICODE_NORMALIZED_SIZE];
    struct output mapped = {meant, 0, sizeof meant};
    unsigned rest = normalization & ~(unsigned)UNICODE_TYPOGRAPHY;
    if (rest != normalization || normalization & UNICODE_TURKIC) {
        put_meant(&mapped, bytes, size, normalization);
        bytes = meant;
        size = mapped.size;
    }
    if (!(rest & UNICODE_FOLD) && unicode_is_plain(bytes, size, rest)) return put(output, bytes, size);
    return put_normalized(output, bytes, size, rest);
}

size_t unicode_normalize(char *output, size_t capacity, const char *bytes, size_t size, unsigned normalization) {
    struct output out = {output, 0, capacity};
    if (size > UNICODE_NORMALIZED_SIZE) return put(&out, bytes, size) ? size : 0;
    size_t begin = 0; /* of the valid stretch */
    for (size_t i = 0; i < size;) {
        uint32_t code;
        unsigned length = unicode_decode(&code, bytes + i, size - i);
        if (length == 0) {
            if (!put_stretch(&out, bytes + begin, i - begin, normalization) || !put(&out, bytes + i, 1)) return 0;
            begin = i + 1;
        }
        i += length ? length : 1;
    }
    if (!put_stretch(&out, bytes + begin, size - begin, normalization)) return 0;
    unsigned left_out = normalization & (UNICODE_ACCENTS | UNICODE_TYPOGRAPHY);
    if (out.size || !left_out) return out.size;
    return unicode_normalize(output, capacity, bytes, size, normalization & ~left_out);
}
