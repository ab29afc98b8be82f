/* The specification of cutting text in a few obvious lines: a whole text at once, character by character. Shares with
 * the library only what a code point is (unicode_classify); clusters are those of utf8proc. */
#ifndef FUZZ_CUT_SLOWLY_H
#define FUZZ_CUT_SLOWLY_H

#include <utf8proc.h>

#include "base/unicode.h"
#include "fuzz.h"
#include "text/cut.h"

enum slow_way { SLOW_TOKENIZED, SLOW_WORDS, SLOW_PARAGRAPHS };

/* What a text is cut into; token_end of a sentence counts tokens of the text. */
struct slow_cut {
    struct token *tokens; /* owned */
    struct sentence *sentences;
    uint32_t token_count;
    uint32_t sentence_count;
};

static inline struct slow_cut slow_cut_new(size_t size) {
    struct slow_cut cut = {.tokens = malloc((size + 1) * sizeof *cut.tokens),
                           .sentences = malloc((size + 1) * sizeof *cut.sentences)};
    FUZZ_REQUIRE(cut.tokens && cut.sentences);
    return cut;
}

static inline void slow_cut_free(struct slow_cut *cut) {
    free(cut->tokens);
    free(cut->sentences);
}

static inline void slow_add_sentence(struct slow_cut *cut, size_t text_end, size_t next) {
    cut->sentences[cut->sentence_count++] = (struct sentence){cut->token_count, (uint32_t)text_end, (uint32_t)next};
}

/* What the end of the text ends: a sentence that has anything. */
static inline void slow_end_text(struct slow_cut *cut, size_t size) {
    size_t begin = cut->sentence_count ? cut->sentences[cut->sentence_count - 1].next : 0;
    if (begin < size) slow_add_sentence(cut, size, size);
}

/* ---- Text in which tokens stand between blanks ---- */

static inline void slow_cut_tokenized(struct slow_cut *cut, const char *text, size_t size) {
    for (size_t at = 0; at < size; at++) {
        size_t end = at;
        while (end < size && !strchr(" \t\n", text[end] ? text[end] : 'x')) end++;
        bool line_ends = end < size && text[end] == '\n';
        size_t text_end = line_ends && end > 0 && text[end - 1] == '\r' ? end - 1 : end;
        if (text_end > at) cut->tokens[cut->token_count++] = (struct token){(uint32_t)at, (uint32_t)text_end};
        if (line_ends) slow_add_sentence(cut, text_end, end + 1);
        at = end;
    }
    slow_end_text(cut, size);
}

/* ---- Words ---- */

/* The size of a control sequence as a terminal or a log has it; 0: none is at `at`. */
static inline size_t slow_sequence(const char *at, size_t size) {
    static const char *const begins[] = {"\x1B[",    "#033[",    "\\x1b[", "\\x1B[", "\\033[",
                                         "\\u001b[", "\\u001B[", "\\e[",   "^[["};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        size_t end = strlen(begins[i]);
        if (size < end || memcmp(at, begins[i], end) != 0) continue;
        while (end < size && at[end] >= 0x30 && at[end] <= 0x3F) end++;
        if (end < size && end < 32 && at[end] >= 0x40 && at[end] <= 0x7E) return end + 1;
    }
    return 0;
}

/* The same of a control character that is written as #ooo, with a letter, #, or what is not ASCII behind it. */
static inline size_t slow_octal(const char *at, size_t size) {
    int code = 0;
    if (size < 5 || at[0] != '#') return 0;
    for (int i = 1; i < 4; i++) {
        if (at[i] < '0' || at[i] > '7') return 0;
        code = 8 * code + at[i] - '0';
    }
    unsigned char behind = (unsigned char)at[4];
    bool glued = behind >= 0x80 || behind == '#' || behind == '_' || (behind >= 'A' && behind <= 'Z') ||
                 (behind >= 'a' && behind <= 'z');
    return (code < 32 || code == 127) && glued ? 4 : 0;
}

struct slow_character {
    size_t size;
    int32_t code; /* -1: none that belongs to others */
    enum unicode_class class;
};

static inline enum unicode_class slow_ascii_class(char byte) {
    if (byte <= ' ' || byte == 0x7F) return UNICODE_BLANK;
    bool word = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
    return word || byte == '_' ? UNICODE_WORD : UNICODE_SINGLE;
}

static inline struct slow_character slow_character_at(const char *at, size_t size) {
    size_t sequence = slow_sequence(at, size);
    if (!sequence) sequence = slow_octal(at, size);
    if (sequence) return (struct slow_character){sequence, -1, UNICODE_BLANK};
    if ((unsigned char)*at < 0x80) return (struct slow_character){1, *at, slow_ascii_class(*at)};
    int32_t code;
    utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)at, (utf8proc_ssize_t)size, &code);
    if (length <= 0) return (struct slow_character){1, -1, UNICODE_SINGLE};
    return (struct slow_character){(size_t)length, code, unicode_classify((uint32_t)code)};
}

/* Whether the character belongs to the cluster that has gone on to `*before`, which becomes it. */
static inline bool slow_extends(int32_t *before, int32_t *state, const struct slow_character *character) {
    bool known = *before >= 0 && character->code >= 0x80;
    bool extends = known && !utf8proc_grapheme_break_stateful(*before, character->code, state);
    if (!known) *state = 0;
    *before = character->code;
    return extends;
}

/* Where the token at `at` ends; `at` itself: there is none. */
static inline size_t slow_token_end(const char *text, size_t at, size_t size) {
    struct slow_character character = slow_character_at(text + at, size - at);
    int32_t before = character.code;
    int32_t state = 0;
    bool run = character.class == UNICODE_WORD;
    if (!run && character.class != UNICODE_SINGLE) return at;
    size_t end = at + character.size;
    for (at = end; at < size; at += character.size) {
        character = slow_character_at(text + at, size - at);
        bool extends = slow_extends(&before, &state, &character);
        bool word = run && character.class == UNICODE_WORD;
        if (!extends && !word && !(run && character.class == UNICODE_INVISIBLE)) break;
        if (extends || word) end = at + character.size;
    }
    return end;
}

/* Ends sentences in the blanks [begin, end). Paragraphs end at the second line end behind a token, or with the text. */
static inline void slow_cut_blanks(struct slow_cut *cut, const char *text, size_t begin, size_t end, size_t size,
                                   bool paragraphs, bool *in_sentence) {
    unsigned line_ends = 0;
    for (size_t at = begin; at < end; at++) {
        if (text[at] != '\n') continue;
        if (!paragraphs) slow_add_sentence(cut, at > 0 && text[at - 1] == '\r' ? at - 1 : at, at + 1);
        if (!paragraphs || !*in_sentence || ++line_ends < 2) continue;
        slow_add_sentence(cut, begin, at + 1);
        *in_sentence = false;
    }
    if (paragraphs && *in_sentence && end == size) slow_add_sentence(cut, begin, size);
}

static inline void slow_cut_words(struct slow_cut *cut, const char *text, size_t size, bool paragraphs) {
    bool in_sentence = false;
    size_t at = 0;
    while (at < size) {
        size_t end = slow_token_end(text, at, size);
        if (end > at) {
            cut->tokens[cut->token_count++] = (struct token){(uint32_t)at, (uint32_t)end};
            in_sentence = true;
            at = end;
            continue;
        }
        while (end < size && slow_token_end(text, end, size) == end)
            end += slow_character_at(text + end, size - end).size;
        slow_cut_blanks(cut, text, at, end, size, paragraphs, &in_sentence);
        at = end;
    }
    slow_end_text(cut, size);
}

static inline struct slow_cut slow_cut(enum slow_way way, const char *text, size_t size) {
    struct slow_cut cut = slow_cut_new(size);
    if (way == SLOW_TOKENIZED)
        slow_cut_tokenized(&cut, text, size);
    else
        slow_cut_words(&cut, text, size, way == SLOW_PARAGRAPHS);
    return cut;
}

#endif
