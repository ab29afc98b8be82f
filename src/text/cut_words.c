#include <string.h>

#include "text/characters.h"
#include "text/cut.h"

/* What the cutter looks at. */
struct looked {
    const char *text;
    uint32_t limit; /* what is from here on is not decided */
    uint32_t size;
    uint32_t signs;
    bool final; /* nothing comes behind the limit */
};

static struct character look(const struct looked *looked, uint32_t at) {
    return character_at(looked->text + at, looked->size - at, looked->signs);
}

/* Where the token goes on to that has a run of word characters up to `at`; invisible ones that it ends with are not
 * part of it. */
static uint32_t skip_run(const struct looked *looked, uint32_t at, struct unicode_clusters walk) {
    uint32_t end = at;
    while (at < looked->limit) {
        if (character_is_word((unsigned char)looked->text[at])) {
            end = ++at;
            walk = (struct unicode_clusters){' ', 0};
            continue;
        }
        struct character character = look(looked, at);
        bool extends = character_extends(&walk, &character);
        if (!extends && character.class != UNICODE_WORD && character.class != UNICODE_INVISIBLE) return end;
        at += character.length;
        if (extends || character.class == UNICODE_WORD) end = at;
    }
    return looked->final ? end : at;
}

/* The same for a token that is not a run: what belongs to its character. */
static uint32_t skip_extending(const struct looked *looked, uint32_t at, struct unicode_clusters walk) {
    while (at < looked->limit) {
        struct character character = look(looked, at);
        if (!character_extends(&walk, &character)) break;
        at += character.length;
    }
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
    uint32_t nearest = size < ESCAPE_SIZE ? size : ESCAPE_SIZE - 1;
    for (uint32_t at = size - nearest; at < size; at++)
        if (character_begins_escape(text[at]) && character_escape(text + at, size - at) == 0) return at;
    return size;
}

/* Where the token at `at` ends; `at` itself if there is none. `*length` is of the character at `at`. */
static uint32_t token_end(uint32_t *length, const struct looked *looked, uint32_t at) {
    struct character character = look(looked, at);
    struct unicode_clusters walk = {0};
    character_extends(&walk, &character);
    *length = character.length;
    switch (character.class) {
    case UNICODE_WORD: return skip_run(looked, at + *length, walk);
    case UNICODE_SINGLE: return skip_extending(looked, at + *length, walk);
    default: return at;
    }
}

/* Where the blank stretch that begins at `at` ends: at the next token, behind a line end (the second one if a paragraph
 * is to end), or at the limit. */
static uint32_t skip_blanks(uint32_t *line_ends, const struct looked *looked, uint32_t at, uint32_t wanted) {
    *line_ends = 0;
    while (at < looked->limit && *line_ends < wanted) {
        uint32_t length;
        if (token_end(&length, looked, at) > at) break;
        *line_ends += looked->text[at] == '\n';
        at += length;
    }
    return at;
}

/* Handles the blanks at `at`. Returns where to go on, or `at` if that takes the next window to tell. */
static uint32_t cut_blanks(struct cut *cut, struct cut_state *state, const struct looked *looked, uint32_t at,
                           bool paragraphs) {
    uint32_t wanted = paragraphs && state->in_sentence && !state->line_ended ? 2 : 1;
    uint32_t line_ends;
    uint32_t end = skip_blanks(&line_ends, looked, at, wanted);
    if (paragraphs && !state->in_sentence) return end;               /* blank lines before a paragraph belong to none */
    bool last = paragraphs && looked->final && end == looked->limit; /* the text's end ends a paragraph too */
    if (line_ends < wanted && !last) {
        bool may_end = end == looked->limit && !looked->final && (paragraphs || looked->text[end - 1] == '\r');
        return may_end ? at : end;
    }
    uint32_t text_end = at;
    if (!paragraphs) {
        text_end = end - 1;
        if (text_end > 0 && looked->text[text_end - 1] == '\r') text_end--;
    }
    cut_end_sentence(cut, state, text_end, end);
    return end;
}

/* Cuts the token, or passes over the blanks, at `*at`. False: what is left is the next window's, or nothing. */
static inline bool cut_step(struct cut *cut, struct cut_state *state, const struct looked *looked, uint32_t *at,
                            bool paragraphs) {
    static const struct unicode_clusters any = {' ', 0};
    uint32_t length;
    bool inside = state->in_token;
    uint32_t end = inside ? skip_run(looked, *at, any) : token_end(&length, looked, *at);
    if (end == *at && !inside) {
        end = cut_blanks(cut, state, looked, *at, paragraphs);
        if (end == *at) return false;
        cut->used = *at = end;
        return true;
    }
    if (end == looked->limit && !looked->final) {
        if (*at > 0 || looked->limit <= TOKEN_SIZE_MAX) return false; /* it may be longer: the next window's */
        cut->last_goes_on = true;
    }
    cut_add_token(cut, state, *at, end);
    *at = end;
    return !inside;
}

static inline void cut_window(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final,
                              bool paragraphs) {
    const struct looked looked = {.text = text,
                                  .limit = final ? (uint32_t)size : whole_sequences(text, (uint32_t)size),
                                  .size = (uint32_t)size,
                                  .signs = cut->signs,
                                  .final = final};
    uint32_t at = 0;
    cut_begin(cut, state);
    while (at < looked.limit && cut->token_count < cut->capacity && cut->sentence_count < cut->capacity)
        if (!cut_step(cut, state, &looked, &at, paragraphs)) break;
    cut_finish(cut, state, (uint32_t)size, final);
}

void cut_words(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    cut_window(cut, state, text, size, final, false);
}

void cut_paragraphs(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    cut_window(cut, state, text, size, final, true);
}
