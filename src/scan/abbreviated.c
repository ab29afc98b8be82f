#include "scan/abbreviated.h"

#include <stdlib.h>

#include "base/array.h"

void abbreviated_free(struct abbreviated *abbreviated) {
    abbreviations_free(abbreviated->abbreviations);
    free(abbreviated->matches);
    free(abbreviated->words);
    free(abbreviated->open.items);
    free(abbreviated->coming.items);
    free(abbreviated->result.items);
}

void abbreviated_begin(struct abbreviated *abbreviated, const char *text, const gaz_token *given) {
    abbreviated->match_count = abbreviated->match_next = 0;
    abbreviated->tokens = 0;
    abbreviated->given = given;
    abbreviated->word_count = abbreviated->open.count = abbreviated->coming.count = 0;
    abbreviated->row_end = text;
    abbreviated->known = false;
}

bool abbreviated_add_match(struct abbreviated *abbreviated, const struct match *match) {
    return match_list_add(&abbreviated->coming, match);
}

/* ---- Sentences ---- */

static bool keep_matches(struct abbreviated *abbreviated) {
    uint64_t first = abbreviated->tokens - abbreviated->word_count;
    size_t count = abbreviated->match_count + abbreviated->result.count;
    if (!array_reserve(&abbreviated->matches, &abbreviated->match_capacity, count, sizeof *abbreviated->matches))
        return false;
    for (size_t i = 0; i < abbreviated->result.count; i++) {
        const struct match *match = &abbreviated->result.items[i];
        abbreviated->matches[abbreviated->match_count].token = first + match->begin;
        abbreviated->matches[abbreviated->match_count++].match = *match;
    }
    return true;
}

/* The sentence has ended. */
static bool end_sentence(struct abbreviated *abbreviated) {
    const struct abbreviated_sentence sentence = {.tokens = abbreviated->words,
                                                  .token_count = (uint32_t)abbreviated->word_count,
                                                  .matches = abbreviated->open.items,
                                                  .match_count = abbreviated->open.count};
    if (abbreviated->word_count == 0) return true;
    abbreviated->result.count = 0;
    bool good = abbreviations_apply(&abbreviated->result, abbreviated->abbreviations, &sentence);
    if (good) good = keep_matches(abbreviated);
    if (abbreviated->by_sentence) abbreviations_clear(abbreviated->abbreviations);
    abbreviated->word_count = abbreviated->open.count = 0;
    return good;
}

/* Whether one of the whole lines of rows up to `end` begins a document. */
static bool begins_document(struct abbreviated *abbreviated, const char *end) {
    bool found = false;
    const char *newline;
    for (const char *line = abbreviated->row_end; (newline = memchr(line, '\n', (size_t)(end - line))) != NULL;) {
        size_t size = (size_t)(newline - line);
        if (size && line[size - 1] == '\r') size--;
        found = found || rows_classify(abbreviated->rows, line, size) == ROW_DOCUMENT;
        line = newline + 1;
        abbreviated->row_end = line;
    }
    return found;
}

/* ---- Windows ---- */

/* `cursor` goes through the window with it. */
static struct field word_of(const struct abbreviated *abbreviated, const struct window *window,
                            struct spread_cursor *cursor, uint32_t unit) {
    const gaz_token *given = abbreviated->given;
    if (given) return (struct field){given[abbreviated->tokens].bytes, given[abbreviated->tokens].size};
    uint32_t at = window->units.begins[unit];
    uint32_t size = unit_end(&window->units, unit) - at;
    return (struct field){window->text + (window->spread ? spread_cursor_offset(cursor, at) : at), size};
}

static bool add_word(struct abbreviated *abbreviated, struct field word) {
    size_t count = abbreviated->word_count;
    if (!array_reserve(&abbreviated->words, &abbreviated->word_capacity, count + 1, sizeof *abbreviated->words))
        return false;
    if (count == 0 && abbreviated->rows && begins_document(abbreviated, word.bytes))
        abbreviations_clear(abbreviated->abbreviations);
    abbreviated->words[abbreviated->word_count++] = word;
    abbreviated->tokens++;
    return true;
}

/* Moves the coming matches that begin at a unit, `*next` the first of them, to the sentence's. */
static bool take_matches(struct abbreviated *abbreviated, size_t *next, uint32_t unit) {
    const struct match_list *coming = &abbreviated->coming;
    bool good = true;
    for (; *next < coming->count && coming->items[*next].begin == unit && good; ++*next) {
        struct match match = coming->items[*next];
        match.end = (uint32_t)abbreviated->word_count + (match.end - match.begin);
        match.begin = (uint32_t)abbreviated->word_count;
        good = match_list_add(&abbreviated->open, &match);
    }
    return good;
}

bool abbreviated_add_window(struct abbreviated *abbreviated, const struct window *window) {
    const struct units *units = &window->units;
    struct spread_cursor cursor = {.spread = window->spread};
    bool good = true;
    size_t next = 0;
    for (uint32_t i = window->first_goes_on && abbreviated->tokens; i < units->count && good; i++) {
        if (unit_is_line_end(units, i))
            good = end_sentence(abbreviated);
        else
            good =
                take_matches(abbreviated, &next, i) && add_word(abbreviated, word_of(abbreviated, window, &cursor, i));
    }
    abbreviated->coming.count = 0;
    return good;
}

bool abbreviated_end(struct abbreviated *abbreviated, const char *end) {
    if (!end_sentence(abbreviated)) return false;
    if (abbreviated->rows && begins_document(abbreviated, end)) abbreviations_clear(abbreviated->abbreviations);
    abbreviated->tokens = 0;
    return true;
}

/* ---- What is known ---- */

uint32_t abbreviated_give(struct match *matches, struct abbreviated *abbreviated, const struct units *units,
                          uint32_t limit, bool inside) {
    uint64_t token = abbreviated->tokens - (inside && abbreviated->tokens);
    uint32_t count = 0;
    for (uint32_t i = 0; i < limit && abbreviated->match_next < abbreviated->match_count; i++) {
        size_t next = abbreviated->match_next;
        if (unit_is_line_end(units, i) || abbreviated->matches[next].token != token++) continue;
        struct match match = abbreviated->matches[next].match;
        match.end = i + (match.end - match.begin);
        match.begin = i;
        match.output = (uint32_t)next;
        while (++next < abbreviated->match_count && abbreviated->matches[next].match.weaker) continue;
        abbreviated->match_next = next;
        if (match.end <= units->count) matches[count++] = match; /* else it needs more text than a window may have */
    }
    return count;
}

bool abbreviated_next_sense(struct match *match, const struct abbreviated *abbreviated) {
    size_t next = (size_t)match->output + 1;
    if (next >= abbreviated->match_count || !abbreviated->matches[next].match.weaker) return false;
    match->entry = abbreviated->matches[next].match.entry;
    match->score = abbreviated->matches[next].match.score;
    match->output = (uint32_t)next;
    return true;
}
