/* Unicode: the one place that includes utf8proc. */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/bytes.h"

/* What the word tokenizer does with a code point. */
enum unicode_class {
    UNICODE_BLANK,     /* separators, controls, most format characters */
    UNICODE_WORD,      /* letters, marks, digits, connector punctuation: runs of them are a token */
    UNICODE_INVISIBLE, /* of typography.h: part of a run that goes on behind them, blank elsewhere */
    UNICODE_SINGLE     /* a token of its own: other visible code points, and scripts written without spaces */
};

/* How many bytes from `bytes` on are ASCII. */
static inline size_t unicode_ascii_run(const char *bytes, size_t size) {
    size_t i = 0;
#if defined(__SSE2__)
    for (; i + 32 <= size; i += 32) {
        const __m128i *words = (const __m128i *)(bytes + i);
        unsigned low = (unsigned)_mm_movemask_epi8(_mm_loadu_si128(words));
        unsigned tops = low | (unsigned)_mm_movemask_epi8(_mm_loadu_si128(words + 1)) << 16;
        if (tops) return i + (unsigned)__builtin_ctz(tops);
    }
#endif
    while (i + 8 <= size && !(load_bytes(bytes + i, 8) & BYTES_TOPS)) i += 8;
    uint64_t tops = load_some_bytes(bytes + i, size - i) & BYTES_TOPS;
    return tops ? i + (size_t)__builtin_ctzll(tops) / 8 : size;
}

/* Decodes the code point at `bytes` (size over 0). Returns its length, 1 to 4, or 0 if the first byte begins no valid
 * UTF-8 sequence (RFC 3629: no surrogates, no overlong forms). */
unsigned unicode_decode(uint32_t *code, const char *bytes, size_t size);

/* Only the length of what unicode_decode would decode. */
static inline unsigned unicode_length(const char *bytes, size_t size) {
    uint32_t code;
    if (size < 4) return unicode_decode(&code, bytes, size);
    uint64_t word = load_bytes(bytes, 4);
    if (!(word & 0x80)) return 1;
    if ((word & 0xC0E0) == 0x80C0) return word & 0x1E ? 2 : 0;
    if ((word & 0xC0C0F0) != 0x8080E0) return unicode_decode(&code, bytes, size);
    uint64_t high = word & 0x200F; /* the first five bits of the code point */
    return high == 0 || high == 0x200D ? 0 : 3;
}

/* How many bytes from `bytes` on are UTF-8. */
size_t unicode_valid_run(const char *bytes, size_t size);

static inline bool unicode_is_valid(const char *bytes, size_t size) {
    return unicode_valid_run(bytes, size) == size;
}

/* Appends the text with U+FFFD for each byte that is not part of valid UTF-8. False: out of memory. */
bool unicode_mend(struct buffer *output, const char *bytes, size_t size);

enum unicode_class unicode_classify(uint32_t code);

/* A walk along code points that tells which of them belong to the grapheme cluster of the one before (UAX #29). All
 * zero: nothing is before. */
struct unicode_clusters {
    uint32_t before;
    int32_t state;
};

/* Whether some cluster may go on with the code point, or it matters to what follows; not asked of Hangul, and not told
 * by a prepended mark, all of which the word tokenizer takes for letters. */
bool unicode_may_extend(uint32_t code);

/* Whether the cluster does. The walk passes the code point; one that may not extend any begins anew: its `state` is 0.
 */
bool unicode_extends(struct unicode_clusters *walk, uint32_t code);

/* What a code point is to the shape of a token. */
enum unicode_case { UNICODE_SIGN, UNICODE_UPPER, UNICODE_LOWER, UNICODE_DIGIT, UNICODE_CASELESS };

enum unicode_case unicode_case_of(uint32_t code);

/* Writes a code point in UTF-8. Returns its length. */
unsigned unicode_encode(char output[4], uint32_t code);

/* Appends the code point in UTF-8 to `output`, in upper (title at the front of a word) or lower case by the simple
 * mappings. Returns its length, at most 4. */
unsigned unicode_encode_upper(char output[4], uint32_t code);
unsigned unicode_encode_title(char output[4], uint32_t code);
unsigned unicode_encode_lower(char output[4], uint32_t code);

/* By what tokens that differ are still the same: bits. */
enum unicode_normalization {
    UNICODE_FOLD = 1,       /* full case folding */
    UNICODE_COMPOSE = 2,    /* NFC */
    UNICODE_TYPOGRAPHY = 4, /* typography.h */
    UNICODE_ACCENTS = 8,    /* letters are compared without their accents, and in NFC */
    UNICODE_TURKIC = 16     /* with UNICODE_FOLD: I is the capital of a dotless i, and a dotted one that of i */
};

/* Tokens longer than this many bytes are compared as they are. */
enum { UNICODE_NORMALIZED_SIZE = 1000 };

/* Room that the normalised form of `size` bytes surely fits in. */
static inline size_t unicode_normalized_room(size_t size) {
    return 8 * size + 16;
}

/* Writes the normalised form of a UTF-8 token; by `normalization` see above. Invalid bytes stay as they are; what
 * has nothing but accents and invisible characters keeps them. Dotless i is written as I. Returns its size, or 0 if
 * `capacity` is too small. */
size_t unicode_normalize(char *output, size_t capacity, const char *bytes, size_t size, unsigned normalization);

/* How many bytes from `bytes` on that surely leaves as they are, but for the case of ASCII; found without the tables of
 * NFC. */
size_t unicode_plain_run(const char *bytes, size_t size, unsigned normalization);

static inline bool unicode_is_plain(const char *bytes, size_t size, unsigned normalization) {
    return unicode_plain_run(bytes, size, normalization) == size;
}

#endif
