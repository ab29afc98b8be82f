/* Given sentences laid out as a window for the matcher. */
#ifndef UNIT_LAYING_H
#define UNIT_LAYING_H

#include "match/matcher.h"
#include "oracle.h"

enum { LAID_MAX = 1 << 10 /* units */ };

struct laid {
    char *text; /* of just its size, so that a read behind it is noticed */
    uint32_t begins[LAID_MAX + 1];
    uint32_t ends[LAID_MAX];
    uint32_t sketches[LAID_MAX + UNITS_ROOM];
    size_t tokens[LAID_MAX]; /* by unit: which token it is, or comes before */
    struct match_window window;
};

static inline void lay_unit(struct laid *laid, uint32_t begin, uint32_t end, uint32_t sketch, size_t token) {
    uint32_t unit = laid->window.compared.count++;
    assert_true(unit < LAID_MAX);
    laid->begins[unit] = begin;
    laid->ends[unit] = end;
    laid->sketches[unit] = sketch;
    laid->tokens[unit] = token;
}

/* `ends` has the number of the token behind each sentence; the last one has no line end if `open`. */
static inline void lay(struct laid *laid, const struct automaton *automaton, const gaz_token *tokens,
                       const size_t *ends, size_t sentence_count, bool open) {
    size_t count = sentence_count ? ends[sentence_count - 1] : 0;
    size_t size = 0;
    size_t token = 0;
    memset(laid, 0, sizeof *laid);
    for (size_t i = 0; i < count; i++) size += tokens[i].size;
    laid->text = malloc(size ? size : 1);
    assert_non_null(laid->text);
    size = 0;
    for (size_t i = 0; i < sentence_count; i++) {
        for (; token < ends[i]; token++) {
            uint32_t begin = (uint32_t)size;
            if (tokens[token].size) memcpy(laid->text + size, tokens[token].bytes, tokens[token].size);
            size += tokens[token].size;
            lay_unit(laid, begin, (uint32_t)size,
                     sketch_token(&automaton->factors, tokens[token].bytes, tokens[token].size), token);
        }
        if (!open || i + 1 < sentence_count) lay_unit(laid, (uint32_t)size, (uint32_t)size | UNIT_LINE_END, 0, token);
    }
    laid->begins[laid->window.compared.count] = (uint32_t)size;
    laid->window.compared.text = laid->text;
    laid->window.compared.size = size;
    laid->window.compared.begins = laid->begins;
    laid->window.compared.ends = laid->ends;
    laid->window.sketches = laid->sketches;
    laid->window.written = laid->window.compared;
}

/* The unit that is a token, or the count if there is none. */
static inline uint32_t laid_unit(const struct laid *laid, size_t token) {
    uint32_t unit = 0;
    while (unit < laid->window.compared.count &&
           (laid->tokens[unit] < token || unit_is_line_end(&laid->window.compared, unit)))
        unit++;
    return unit;
}

/* A match as the oracle gives it. */
static inline struct oracle_match laid_match(const struct laid *laid, const gaz_model *model,
                                             const struct match *match) {
    size_t begin = laid->tokens[match->begin];
    return (struct oracle_match){begin, begin + (match->end - match->begin), oracle_number(model, match->entry)};
}

#endif
