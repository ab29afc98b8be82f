/* The loops of a kernel, written once. A file per instruction set defines, for 64 bytes of text (bit i stands for
 * byte i),
 *
 *   struct blank_masks { uint64_t blank, newline, carriage; };   mask_blanks(const char *text)
 *   struct word_masks { uint64_t word, single, newline, wide; }; mask_words(const char *text)
 *   flatten(uint32_t *out, uint64_t bits, uint32_t base): base + the numbers of the bits that are set
 *
 * and, where it has a better way (FILTER_EIGHT, INTERLEAVE_EIGHT), filter_eight and interleave_eight as below; then it
 * includes this file. Whatever needs a closer look, and the ends of a window, is left to the plain functions. */
#include "text/cut_plain.h"
#include "text/fingerprint.h"
#include "text/kernel.h"

enum { BLOCK = 64, SLACK = 16 /* flatten may write that many too many */ };

static inline unsigned count_bits(uint64_t bits) {
    return (unsigned)__builtin_popcountll(bits);
}

static inline unsigned lowest_bit(uint64_t bits) {
    return (unsigned)__builtin_ctzll(bits);
}

static inline bool has_room(const struct cut *cut, uint32_t tokens) {
    return tokens + BLOCK + SLACK < cut->capacity && cut->sentence_count + BLOCK < cut->capacity;
}

/* ---- Tokenized text ---- */

/* How many tokens end up to the newline, which is bit `bit` of its block. `ends`: the ends of tokens in the block;
 * `tokens` ended before it. */
static inline uint32_t ended_tokens(uint32_t tokens, uint64_t ends, unsigned bit) {
    return tokens + count_bits(ends & ~(uint64_t)0 >> (63 - bit));
}

static inline void end_line(struct cut *cut, const char *text, uint32_t newline, uint32_t ended) {
    uint32_t text_end = newline > 0 && text[newline - 1] == '\r' ? newline - 1 : newline;
    cut->sentences[cut->sentence_count++] = (struct sentence){ended, text_end, newline + 1};
}

static void cut_tokenized_blocks(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    uint32_t *marks = (uint32_t *)cut->tokens; /* begin, end, begin, end, ... */
    uint32_t count = 0;
    uint32_t at = 0;
    uint64_t before_blank = 1;
    cut_begin(cut, state);
    if (!state->in_token) {
        for (; at + BLOCK < size && has_room(cut, count / 2); at += BLOCK) {
            struct blank_masks masks = mask_blanks(text + at);
            uint64_t blank = masks.blank;
            if (masks.carriage) /* one before a newline belongs to the line end */
                blank |= masks.carriage & (masks.newline >> 1 | (uint64_t)(text[at + BLOCK] == '\n') << 63);
            uint64_t edges = blank ^ (blank << 1 | before_blank);
            before_blank = blank >> 63;
            for (uint64_t left = masks.newline; left; left &= left - 1)
                end_line(cut, text, at + lowest_bit(left), ended_tokens(count / 2, edges & blank, lowest_bit(left)));
            flatten(marks + count, edges, at);
            count += count_bits(edges);
        }
        if (count % 2) at = marks[--count]; /* a token that the last block does not end */
        cut->token_count = count / 2;
        cut->used = at;
        cut_note_sentence(cut, state);
    }
    cut_tokenized_rest(cut, state, text, at, size, final);
}

/* ---- Words ---- */

/* A stretch of ASCII that is being cut. */
struct stretch {
    uint32_t begin; /* of the token that is open */
    bool open;
    uint64_t before_word; /* 1: the byte before belongs to a word */
    uint64_t before_single;
};

#ifndef INTERLEAVE_EIGHT
static inline void interleave_eight(uint32_t *out, const uint32_t *first, const uint32_t *second) {
    for (unsigned i = 0; i < 8; i++) {
        out[2 * i] = first[i];
        out[2 * i + 1] = second[i];
    }
}
#endif

/* Adds the tokens that end in a block; begins and ends are listed one by one and then brought together. */
static inline void add_tokens(struct cut *cut, struct stretch *stretch, uint64_t begin_bits, uint64_t end_bits,
                              uint32_t at) {
    uint32_t begins[1 + BLOCK + SLACK];
    uint32_t ends[BLOCK + SLACK];
    begins[0] = stretch->begin;
    flatten(begins + stretch->open, begin_bits, at);
    flatten(ends, end_bits, at);
    unsigned begun = count_bits(begin_bits) + stretch->open;
    unsigned ended = count_bits(end_bits);
    struct token *tokens = cut->tokens + cut->token_count;
    for (unsigned i = 0; i < ended; i += 8) interleave_eight((uint32_t *)(tokens + i), begins + i, ends + i);
    cut->token_count += ended;
    stretch->open = begun > ended;
    stretch->begin = begins[ended];
}

/* Paragraphs end at the second newline behind a token. `*newline_tokens`: how many tokens had ended at the last one. */
static inline void end_paragraph(struct cut *cut, const struct cut_state *state, uint32_t newline, uint32_t ended,
                                 uint32_t *newline_tokens) {
    bool inside = cut->sentence_count ? ended > cut->sentences[cut->sentence_count - 1].token_end
                                      : ended > 0 || state->in_sentence;
    if (inside && *newline_tokens == ended)
        cut->sentences[cut->sentence_count++] =
            (struct sentence){ended, ended ? cut->tokens[ended - 1].end : 0, newline + 1};
    *newline_tokens = ended;
}

/* Cuts ASCII from `at` on up to the first byte that is none, or to the end of the whole blocks. Returns where it
 * stopped; a token that is open there is not added. */
static inline uint32_t cut_ascii(struct cut *cut, const struct cut_state *state, const char *text, uint32_t at,
                                 size_t size, bool paragraphs) {
    struct stretch stretch = {0};
    uint32_t newline_tokens = UINT32_MAX;
    unsigned used = BLOCK;
    for (; used == BLOCK && at + BLOCK < size && has_room(cut, cut->token_count); at += used) {
        struct word_masks masks = mask_words(text + at);
        uint64_t valid = ~(uint64_t)0;
        if (masks.wide) {
            used = lowest_bit(masks.wide);
            valid = ((uint64_t)1 << used) - 1;
        }
        uint64_t word = masks.word & valid;
        uint64_t single = masks.single & valid;
        uint64_t shifted = word << 1 | stretch.before_word;
        uint64_t begins = (word & ~shifted) | single;
        uint64_t ends = ((~word & shifted) | single << 1 | stretch.before_single) & valid;
        uint32_t tokens = cut->token_count;
        add_tokens(cut, &stretch, begins, ends, at);
        for (uint64_t left = masks.newline & valid; left; left &= left - 1) {
            unsigned bit = lowest_bit(left);
            if (paragraphs)
                end_paragraph(cut, state, at + bit, ended_tokens(tokens, ends, bit), &newline_tokens);
            else
                end_line(cut, text, at + bit, ended_tokens(tokens, ends, bit));
        }
        stretch.before_word = word >> 63;
        stretch.before_single = single >> 63;
    }
    return at;
}

static inline bool is_wide(char byte) {
    return (unsigned char)byte >= 0x80;
}

static inline void cut_words_blocks_as(struct cut *cut, struct cut_state *state, const char *text, size_t size,
                                       bool final, bool paragraphs) {
    uint32_t at = 0;
    uint32_t limit = cut_whole_sequences(text, (uint32_t)size);
    cut_begin(cut, state);
    bool plain = state->in_token || state->line_ended;
    while (!plain && at + BLOCK < size && has_room(cut, cut->token_count)) {
        uint32_t stopped = cut_ascii(cut, state, text, at, size, paragraphs);
        uint32_t sentence = cut->sentence_count ? cut->sentences[cut->sentence_count - 1].next : 0;
        if (cut->token_count && cut->tokens[cut->token_count - 1].end > at) at = cut->tokens[cut->token_count - 1].end;
        if (sentence > at) at = sentence;
        if (at > cut->used) cut->used = at;
        cut_note_sentence(cut, state);
        if (stopped + BLOCK >= size || !is_wide(text[stopped])) break;
        /* Over what is not ASCII, from the end of the token before it. */
        while (!plain && at < limit && has_room(cut, cut->token_count) &&
               (at <= stopped || is_wide(text[at]) || (at + 1 < limit && is_wide(text[at + 1]))))
            plain = !(paragraphs ? cut_paragraphs_step : cut_words_step)(cut, state, text, &at, limit);
    }
    (paragraphs ? cut_paragraphs_rest : cut_words_rest)(cut, state, text, at, size, final);
}

static void cut_words_blocks(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    cut_words_blocks_as(cut, state, text, size, final, false);
}

static void cut_paragraphs_blocks(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    cut_words_blocks_as(cut, state, text, size, final, true);
}

/* ---- Sketches ---- */

/* Tokens follow one another in the text, or (keys) have a margin behind them: eight bytes from the begin can be read
 * but for the last tokens of a text. */
static void sketch_blocks(uint32_t *sketches, const char *text, size_t size, const struct token *tokens, size_t count) {
    /* What of eight bytes belongs to the token, by its size; a branch would often be guessed wrongly. */
    static const uint64_t masks[SKETCH_SIZE + 1] = {
        0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, UINT64_MAX};
    size_t end = count;
    while (end > 0 && tokens[end - 1].begin + (size_t)SKETCH_SIZE > size) end--;
    for (size_t i = 0; i < end; i++) {
        uint32_t length = tokens[i].end - tokens[i].begin;
        uint64_t mask = masks[length < SKETCH_SIZE ? length : SKETCH_SIZE];
        sketches[i] = sketch_mix(load_bytes(text + tokens[i].begin, SKETCH_SIZE) & mask);
    }
    for (size_t i = end; i < count; i++) sketches[i] = sketch(text + tokens[i].begin, tokens[i].end - tokens[i].begin);
}

/* ---- Candidates ---- */

#ifndef FILTER_EIGHT
static inline uint64_t filter_eight(const struct filter *filter, const uint32_t *keys) {
    uint64_t bits = 0;
    for (unsigned i = 0; i < 8; i++) bits |= filter_has(filter, keys[i]) << i;
    return bits;
}
#endif

static inline uint32_t filter_key(const uint32_t *sketch, bool pairs) {
    return pairs ? filter_pair(sketch[0], sketch[1]) : sketch[0];
}

/* A filter of 2^16 words does not stay in a cache of the second level: what comes is asked for in time. */
enum { FILTER_FAR = 32 - 16 };

static inline void filter_blocks(uint64_t *bits, const struct filter *filter, const uint32_t *sketches, size_t count,
                                 bool pairs) {
    size_t i = 0;
    bool far = filter->shift <= FILTER_FAR;
    for (; i + 64 <= count; i += 64) {
        uint64_t word = 0;
        if (far && i + 128 <= count)
            for (size_t j = i + 64; j < i + 128; j++)
                __builtin_prefetch(&filter->words[filter_key(sketches + j, pairs) >> filter->shift]);
        for (size_t j = 0; j < 64; j += 8) {
            uint32_t keys[8];
            for (size_t k = 0; k < 8; k++) keys[k] = filter_key(sketches + i + j + k, pairs);
            word |= filter_eight(filter, keys) << j;
        }
        bits[i / 64] = word;
    }
    if (i == count) return;
    bits[i / 64] = 0;
    for (size_t j = i; j < count; j++) bits[i / 64] |= filter_has(filter, filter_key(sketches + j, pairs)) << (j - i);
}

static void filter_tokens_blocks(uint64_t *bits, const struct filter *filter, const uint32_t *sketches, size_t count) {
    filter_blocks(bits, filter, sketches, count, false);
}

static void filter_pairs_blocks(uint64_t *bits, const struct filter *filter, const uint32_t *sketches, size_t count) {
    filter_blocks(bits, filter, sketches, count, true);
}
