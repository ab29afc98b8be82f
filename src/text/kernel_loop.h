/* The loops of a kernel, written once. A file per instruction set defines, for 64 bytes of text (bit i stands for
 * byte i),
 *
 *   struct blank_masks mask_blanks(const char *text), struct word_masks mask_words(const char *text): masks.h
 *   flatten(uint32_t *out, uint64_t bits, uint32_t base): base + the numbers of the bits that are set
 *
 * and, where it has a better way (INTERLEAVE_EIGHT), interleave_eight as below, and what kernel_units.h and
 * kernel_filters.h want; then it includes this file. Whatever needs a closer look, and the ends of a window, is left to
 * the plain functions. */
#include "base/unicode.h"
#include "text/cut_plain.h"
#include "text/kernel.h"
#include "text/kernel_filters.h"
#include "text/kernel_units.h"
#include "text/masks.h"

enum { SLACK = 16 }; /* flatten may write that many too many */

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
            __builtin_prefetch(text + at + TEXT_AHEAD, 0, 2);
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

#ifndef INTERLEAVE_EIGHT
static inline void interleave_eight(uint32_t *out, const uint32_t *first, const uint32_t *second) {
    for (unsigned i = 0; i < 8; i++) {
        *out++ = first[i];
        *out++ = second[i];
    }
}
#endif

/* The begins and ends of tokens are listed one by one for some blocks, and then brought together. */
enum { CHUNK = 16 };

struct marks {
    uint32_t begins[1 + CHUNK * BLOCK + SLACK]; /* one more than ends if a token is open */
    uint32_t ends[CHUNK * BLOCK + SLACK];
    uint32_t begin_count;
    uint32_t end_count;
};

/* How many blocks from `at` on can be cut with the text and room that there is. */
static inline uint32_t chunk_blocks(const struct cut *cut, uint32_t at, size_t size) {
    if (cut->token_count + SLACK >= cut->capacity || at >= size) return 0;
    uint32_t blocks = CHUNK;
    uint32_t by_text = ((uint32_t)size - at - 1) / BLOCK;
    uint32_t by_tokens = (cut->capacity - cut->token_count - SLACK - 1) / BLOCK;
    uint32_t by_sentences = (cut->capacity - cut->sentence_count - 1) / BLOCK;
    if (blocks > by_text) blocks = by_text;
    if (blocks > by_tokens) blocks = by_tokens;
    return blocks > by_sentences ? by_sentences : blocks;
}

static inline void add_tokens(struct cut *cut, struct marks *marks) {
    struct token *tokens = cut->tokens + cut->token_count;
    for (uint32_t i = 0; i < marks->end_count; i += 8)
        interleave_eight((uint32_t *)(tokens + i), marks->begins + i, marks->ends + i);
    cut->token_count += marks->end_count;
    marks->begins[0] = marks->begins[marks->end_count];
    marks->begin_count -= marks->end_count;
    marks->end_count = 0;
}

/* Paragraphs end at the second newline behind a token. `ended`: of the marks, tokens up to the newline.
 * `*newline_tokens`: how many tokens of the window had ended at the newline before. */
static inline void end_paragraph(struct cut *cut, const struct cut_state *state, const struct marks *marks,
                                 uint32_t newline, uint32_t ended, uint32_t *newline_tokens) {
    uint32_t tokens = cut->token_count + ended;
    bool inside = cut->sentence_count ? tokens > cut->sentences[cut->sentence_count - 1].token_end
                                      : tokens > 0 || state->in_sentence;
    if (inside && *newline_tokens == tokens) {
        uint32_t before = cut->token_count ? cut->tokens[cut->token_count - 1].end : 0;
        cut->sentences[cut->sentence_count++] =
            (struct sentence){tokens, ended ? marks->ends[ended - 1] : before, newline + 1};
    }
    *newline_tokens = tokens;
}

/* Cuts ASCII from `at` on up to the first byte that is none, or to the end of the whole blocks. Returns where it
 * stopped; a token that is open there is not added. */
static inline uint32_t cut_ascii(struct cut *cut, const struct cut_state *state, const char *text, uint32_t at,
                                 size_t size, bool paragraphs) {
    struct marks marks;
    marks.begins[0] = marks.begin_count = marks.end_count = 0;
    uint32_t newline_tokens = UINT32_MAX;
    uint64_t before_word = 0; /* 1: the byte before belongs to a word, or is a token by itself */
    uint64_t before_single = 0;
    unsigned used = BLOCK;
    uint32_t blocks;
    while (used == BLOCK && (blocks = chunk_blocks(cut, at, size)) > 0) {
        for (; blocks && used == BLOCK; blocks--, at += used) {
            struct word_masks masks = mask_words(text + at);
            uint64_t valid = ~(uint64_t)0;
            if (masks.wide) {
                used = lowest_bit(masks.wide);
                valid = ((uint64_t)1 << used) - 1;
            }
            uint64_t word = masks.word & valid;
            uint64_t single = masks.single & valid;
            uint64_t shifted = word << 1 | before_word;
            uint64_t begins = (word & ~shifted) | single;
            uint64_t ends = ((~word & shifted) | single << 1 | before_single) & valid;
            flatten(marks.begins + marks.begin_count, begins, at);
            flatten(marks.ends + marks.end_count, ends, at);
            for (uint64_t left = masks.newline & valid; left; left &= left - 1) {
                unsigned bit = lowest_bit(left);
                uint32_t ended = ended_tokens(marks.end_count, ends, bit);
                if (paragraphs)
                    end_paragraph(cut, state, &marks, at + bit, ended, &newline_tokens);
                else
                    end_line(cut, text, at + bit, cut->token_count + ended);
            }
            marks.begin_count += count_bits(begins);
            marks.end_count += count_bits(ends);
            before_word = word >> 63;
            before_single = single >> 63;
        }
        add_tokens(cut, &marks);
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
    bool wide = false;
    while (!plain && at + BLOCK < size && has_room(cut, cut->token_count)) {
        uint32_t stopped = cut_ascii(cut, state, text, at, size, paragraphs);
        uint32_t sentence = cut->sentence_count ? cut->sentences[cut->sentence_count - 1].next : 0;
        if (cut->token_count && cut->tokens[cut->token_count - 1].end > at) at = cut->tokens[cut->token_count - 1].end;
        if (sentence > at) at = sentence;
        if (at > cut->used) cut->used = at;
        cut_note_sentence(cut, state);
        if (!is_wide(text[stopped])) break;
        wide = true;
        /* Over what is not ASCII, from the end of the token before it. */
        while (!plain && at < limit && has_room(cut, cut->token_count) &&
               (at <= stopped || is_wide(text[at]) || (at + 1 < limit && is_wide(text[at + 1]))))
            plain = !(paragraphs ? cut_paragraphs_step : cut_words_step)(cut, state, text, &at, limit);
    }
    cut->ascii = !wide && unicode_ascii_run(text + at, size - at) == size - at;
    (paragraphs ? cut_paragraphs_rest : cut_words_rest)(cut, state, text, at, size, final);
}

static void cut_words_blocks(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    cut_words_blocks_as(cut, state, text, size, final, false);
}

static void cut_paragraphs_blocks(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    cut_words_blocks_as(cut, state, text, size, final, true);
}

/* What a kernel has, behind its name. */
#define KERNEL_FUNCTIONS                                                                                               \
    cut_tokenized_blocks, cut_words_blocks, cut_paragraphs_blocks, units_blocks, neighbours_lanes, ends_lanes,         \
        ones_lanes
