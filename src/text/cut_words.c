#include "base/unicode.h"
#include "text/cut.h"

/* What a byte is for the word tokenizer. */
enum byte_class { BLANK, WORD, SINGLE, MULTIBYTE };

static enum byte_class classify_byte(unsigned char byte) {
    enum { B = BLANK, W = WORD, S = SINGLE };
    static const unsigned char ascii[128] = {
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, /* 0x00 */
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, /* 0x10 */
        B, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* 0x20 */
        W, W, W, W, W, W, W, W, W, W, S, S, S, S, S, S, /* 0x30 */
        S, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, /* 0x40 */
        W, W, W, W, W, W, W, W, W, W, W, S, S, S, S, W, /* 0x50 */
        S, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, /* 0x60 */
        W, W, W, W, W, W, W, W, W, W, W, S, S, S, S, B, /* 0x70 */
    };
    return byte < 128 ? (enum byte_class)ascii[byte] : MULTIBYTE;
}

/* The class of the code point at `text` and its length; an invalid byte is a token of its own. */
static enum unicode_class look(uint32_t *length, const char *text, uint32_t size) {
    unsigned char byte = (unsigned char)text[0];
    *length = 1;
    switch (classify_byte(byte)) {
    case WORD: return UNICODE_WORD;
    case SINGLE: return UNICODE_SINGLE;
    case MULTIBYTE: break;
    default: return UNICODE_BLANK;
    }
    uint32_t code;
    unsigned decoded = unicode_decode(&code, text, size);
    if (decoded == 0) return UNICODE_SINGLE;
    *length = decoded;
    return unicode_classify(code);
}

/* Where the run of word characters that goes on at `at` ends. */
static uint32_t skip_run(const char *text, uint32_t at, uint32_t size) {
    while (at < size) {
        enum byte_class class = classify_byte((unsigned char)text[at]);
        if (class == WORD) {
            at++;
            continue;
        }
        if (class != MULTIBYTE) break;
        uint32_t length;
        enum unicode_class wide = look(&length, text + at, size - at);
        if (wide == UNICODE_BLANK || wide == UNICODE_SINGLE) break;
        at += length;
    }
    return at;
}

static uint32_t skip_voicers(const char *text, uint32_t at, uint32_t size) {
    uint32_t length;
    while (at < size && look(&length, text + at, size - at) == UNICODE_VOICER) at += length;
    return at;
}

/* How much of a window that is not the last can be looked at: a sequence that its end cuts is no invalid one. */
static uint32_t whole_sequences(const char *text, uint32_t size) {
    for (uint32_t back = 1; back <= 3 && back <= size; back++) {
        unsigned char byte = (unsigned char)text[size - back];
        if (byte < 0x80) break;
        if (byte < 0xC0) continue;
        unsigned length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
        return length > back ? size - back : size;
    }
    return size;
}

/* Where the token at `at` ends; `at` itself if there is none. `*length` is of the code point at `at`. */
static uint32_t token_end(uint32_t *length, const char *text, uint32_t at, uint32_t limit) {
    enum unicode_class class = look(length, text + at, limit - at);
    switch (class) {
    case UNICODE_WORD:
    case UNICODE_VOICER: return skip_run(text, at + *length, limit);
    case UNICODE_SINGLE: return *length == 1 ? at + 1 : skip_voicers(text, at + *length, limit);
    default: return at;
    }
}

/* Where the blank stretch that begins at `at` ends: at the next token, behind a line end (the second one if a paragraph
 * is to end), or at the limit. */
static uint32_t skip_blanks(uint32_t *line_ends, const char *text, uint32_t at, uint32_t limit, uint32_t wanted) {
    *line_ends = 0;
    while (at < limit && *line_ends < wanted) {
        uint32_t length;
        if (token_end(&length, text, at, limit) > at) break;
        *line_ends += text[at] == '\n';
        at += length;
    }
    return at;
}

/* Handles the blanks at `at`. Returns where to go on, or `at` if that takes the next window to tell. */
static uint32_t cut_blanks(struct cut *cut, struct cut_state *state, const char *text, uint32_t at, uint32_t limit,
                           bool final, bool paragraphs) {
    uint32_t wanted = paragraphs && state->in_sentence && !state->line_ended ? 2 : 1;
    uint32_t line_ends;
    uint32_t end = skip_blanks(&line_ends, text, at, limit, wanted);
    if (paragraphs && !state->in_sentence) return end; /* blank lines before a paragraph belong to none */
    bool last = paragraphs && final && end == limit;   /* the text's end ends a paragraph too */
    if (line_ends < wanted && !last) {
        bool may_end = end == limit && !final && (paragraphs || text[end - 1] == '\r');
        return may_end ? at : end;
    }
    uint32_t text_end = at;
    if (!paragraphs) {
        text_end = end - 1;
        if (text_end > 0 && text[text_end - 1] == '\r') text_end--;
    }
    cut_end_sentence(cut, state, text_end, end);
    return end;
}

/* Cuts the token, or passes over the blanks, at `*at`. False: what is left is the next window's, or nothing. */
static inline bool cut_step(struct cut *cut, struct cut_state *state, const char *text, uint32_t *at, uint32_t limit,
                            bool final, bool paragraphs) {
    uint32_t length;
    bool inside = state->in_token;
    uint32_t end = inside ? skip_run(text, *at, limit) : token_end(&length, text, *at, limit);
    if (end == *at && !inside) {
        end = cut_blanks(cut, state, text, *at, limit, final, paragraphs);
        if (end == *at) return false;
        cut->used = *at = end;
        return true;
    }
    if (end == limit && !final) {
        if (*at > 0 || limit <= TOKEN_SIZE_MAX) return false; /* it may be longer: the next window's */
        cut->last_goes_on = true;
    }
    cut_add_token(cut, state, *at, end);
    *at = end;
    return !inside;
}

static inline void cut_window(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final,
                              bool paragraphs) {
    uint32_t limit = final ? (uint32_t)size : whole_sequences(text, (uint32_t)size);
    uint32_t at = 0;
    cut_begin(cut, state);
    while (at < limit && cut->token_count < cut->capacity && cut->sentence_count < cut->capacity)
        if (!cut_step(cut, state, text, &at, limit, final, paragraphs)) break;
    cut_finish(cut, state, (uint32_t)size, final);
}

void cut_words(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    cut_window(cut, state, text, size, final, false);
}

void cut_paragraphs(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    cut_window(cut, state, text, size, final, true);
}
