/* The loops of a vector kernel, written once. A file per instruction set defines, for 64 bytes of text,
 *
 *   struct blank_masks { uint64_t blank, newline, carriage; };  mask_blanks(const char *text)
 *   struct word_masks { uint64_t word, single, newline, wide; }; mask_words(const char *text)
 *   flatten(uint32_t *out, unsigned stride, uint64_t bits, uint32_t base)
 *
 * and includes this file. Bit i of a mask stands for byte i. Whatever needs a closer look, and the ends of a window, is
 * left to the plain functions. */
#include "text/cut_plain.h"

enum { BLOCK = 64, SLACK = 8 /* flatten may write that many too many */ };

static inline unsigned count_bits(uint64_t bits) {
    return (unsigned)__builtin_popcountll(bits);
}

static inline bool has_room(const struct cut *cut, uint32_t tokens) {
    return tokens + BLOCK + SLACK < cut->capacity && cut->sentence_count + BLOCK < cut->capacity;
}

/* Sentences that end at the newlines of a block. `ends`: the ends of tokens in the block; `tokens` ended before it. */
static inline void end_sentences(struct cut *cut, const char *text, uint64_t newlines, uint32_t at, uint64_t ends,
                                 uint32_t tokens) {
    for (; newlines; newlines &= newlines - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(newlines);
        uint32_t newline = at + bit;
        uint64_t up_to = ~(uint64_t)0 >> (63 - bit);
        uint32_t text_end = newline > 0 && text[newline - 1] == '\r' ? newline - 1 : newline;
        cut->sentences[cut->sentence_count++] =
            (struct sentence){tokens + count_bits(ends & up_to), text_end, newline + 1};
    }
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
            end_sentences(cut, text, masks.newline, at, edges & blank, count / 2);
            flatten(marks + count, 1, edges, at);
            count += count_bits(edges);
        }
        if (count % 2) at = marks[--count]; /* a token that the last block does not end */
        cut->token_count = count / 2;
        cut->used = at;
        cut_note_sentence(cut, state);
    }
    cut_tokenized_rest(cut, state, text, at, size, final);
}

/* Cuts ASCII text up to the first byte that is none, or to the end of the whole blocks. Returns where it stopped. */
static inline uint32_t cut_ascii(struct cut *cut, const char *text, uint32_t at, size_t size) {
    uint32_t *begins = (uint32_t *)(cut->tokens + cut->token_count);
    uint32_t begin_count = 0;
    uint32_t end_count = 0;
    uint64_t before_word = 0;
    uint64_t before_single = 0;
    uint32_t tokens = cut->token_count;
    bool ascii = true;
    while (ascii && at + BLOCK < size && has_room(cut, tokens + begin_count)) {
        struct word_masks masks = mask_words(text + at);
        uint64_t valid = ~(uint64_t)0;
        unsigned used = BLOCK;
        if (masks.wide) {
            used = (unsigned)__builtin_ctzll(masks.wide);
            valid = ((uint64_t)1 << used) - 1;
            ascii = false;
            masks.word &= valid;
            masks.single &= valid;
            masks.newline &= valid;
        }
        uint64_t shifted = masks.word << 1 | before_word;
        uint64_t begins_here = (masks.word & ~shifted) | masks.single;
        uint64_t word_ends = ~masks.word & shifted & valid;
        uint64_t ends_here = (word_ends | masks.single << 1 | before_single) & valid;
        end_sentences(cut, text, masks.newline, at, ends_here, tokens + end_count);
        flatten(begins + 2 * (size_t)begin_count, 2, begins_here, at);
        flatten(begins + 2 * (size_t)end_count + 1, 2, ends_here, at);
        begin_count += count_bits(begins_here);
        end_count += count_bits(ends_here);
        at += used;
        if (used < BLOCK) break;
        before_word = masks.word >> 63;
        before_single = masks.single >> 63;
    }
    if (end_count < begin_count) { /* the last token's end was not seen: a single's is known, a word's is not */
        uint32_t begin = begins[2 * (size_t)end_count];
        if (is_single_byte(text[begin])) {
            begins[2 * (size_t)end_count + 1] = begin + 1;
            end_count++;
        } else {
            at = begin;
        }
    }
    cut->token_count = tokens + end_count;
    return at;
}

static void cut_words_blocks(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    uint32_t at = 0;
    uint32_t limit = cut_whole_sequences(text, (uint32_t)size);
    cut_begin(cut, state);
    while (!state->in_token && at + BLOCK < size && has_room(cut, cut->token_count)) {
        uint32_t begin = at;
        at = cut_ascii(cut, text, at, size);
        if (at > begin) cut->used = at;
        cut_note_sentence(cut, state);
        if (at + BLOCK >= size || !has_room(cut, cut->token_count)) break;
        if (!cut_words_step(cut, state, text, &at, limit)) break; /* over what is not ASCII */
    }
    cut_words_rest(cut, state, text, at, size, final);
}

/* Tokens in groups: what a group's fingerprints are mixed from is loaded first, then mixed side by side. */
enum { GROUP = 32 };

static void fingerprint_blocks(uint64_t *fingerprints, const struct fingerprint_keys *keys, const char *text,
                               size_t size, const struct token *tokens, size_t count) {
    /* Tokens follow one another in the text, or (keys) have a margin around them. */
    size_t done = 0;
    while (done < count && tokens[done].end < 8) done++; /* the last eight bytes would begin before the text */
    fingerprint_tokens(fingerprints, keys, text, size, tokens, done);
    size_t safe = count;
    while (safe > done && tokens[safe - 1].begin + 8 > size) safe--; /* the first eight would end behind it */
    for (; done + GROUP <= safe; done += GROUP) {
        uint64_t first[GROUP];
        uint64_t last[GROUP];
        uint32_t length[GROUP];
        uint32_t any_long = 0;
        for (int i = 0; i < GROUP; i++) {
            memcpy(&first[i], text + tokens[done + (size_t)i].begin, 8);
            memcpy(&last[i], text + tokens[done + (size_t)i].end - 8, 8);
            length[i] = tokens[done + (size_t)i].end - tokens[done + (size_t)i].begin;
        }
        uint64_t *out = fingerprints + done;
        for (int i = 0; i < GROUP; i++) {
            uint64_t head = length[i] < 8 ? first[i] & (((uint64_t)1 << 8 * (length[i] & 7)) - 1) : first[i];
            uint64_t tail = length[i] > 8 ? last[i] : 0;
            out[i] = fingerprint_mix(keys, head, tail, length[i]);
            any_long |= length[i] > FINGERPRINT_SHORT;
        }
        if (!any_long) continue;
        for (int i = 0; i < GROUP; i++)
            if (length[i] > FINGERPRINT_SHORT)
                out[i] = hash_bytes(text + tokens[done + (size_t)i].begin, length[i], keys->seed);
    }
    fingerprint_tokens(fingerprints + done, keys, text, size, tokens + done, count - done);
}
