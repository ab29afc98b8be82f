#include "match/matcher.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/math.h"
#include "match/masks.h"
#include "match/refuse.h"
#include "match/score.h"

/* What is left of the findings at a unit. */
struct shorter {
    uint32_t deep;    /* 1 + the deep state of the next shorter entry */
    unsigned shallow; /* bits of enum found_size: shorter ones */
};

/* Goes over the entries that begin at a unit: the longest first, of one surface the strongest first. Of the same tokens
 * entries come before patterns. */
struct cursor {
    uint32_t unit;
    uint32_t size;   /* tokens of the newest */
    bool masked;     /* it is a pattern */
    uint32_t placed; /* tokens of the newest that was given */
    uint32_t output; /* of the next sense of the same tokens; 0: there is none */
    struct shorter exact;
    struct shorter patterns;
};

enum { AHEAD_MAX = 64 };

struct matcher {
    const gaz_model *model;
    struct finder finder;
    struct masks *masks;    /* NULL: the model has no patterns */
    struct chooser chooser; /* by log odds if matches are scored in context */
    enum matcher_scope scope;
    uint32_t limit;
    uint32_t next;                 /* the first unit that was not looked at */
    bool longest_wins;             /* the longest entry at a token is chosen, whatever its score */
    struct match ahead[AHEAD_MAX]; /* then: matches that were not given yet */
    uint32_t ahead_count;
    uint32_t ahead_next;
    struct cursor cursor; /* not only the chosen ones: those left where the newest one begins */
};

gaz_status matcher_new(struct matcher **matcher, const gaz_model *model, const struct kernel *kernel,
                       const struct matcher_options *options, gaz_error *error) {
    *matcher = NULL;
    struct matcher *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->model = model;
    float threshold = model->context.header ? score_min_log_odds(options->min_score) : options->min_score;
    made->scope = options->scope;
    made->chooser = (struct chooser){.threshold = (double)threshold, .all = options->scope != MATCHER_CHOSEN};
    made->longest_wins = options->scope == MATCHER_CHOSEN && !model->context.header && options->min_score <= 0 &&
                         !(model->header->entry_flags & ENTRY_REFUSING);
    bool good = finder_init(&made->finder, model, &model->automata[options->tokenization], kernel, options->capacity);
    const struct automaton *patterns = &model->automata[tokens_masked(options->tokenization)];
    if (good && patterns->header && patterns->header->longest) {
        made->masks = calloc(1, sizeof *made->masks);
        good = made->masks && masks_init(made->masks, model, patterns, kernel, options->capacity);
    }
    if (!good) {
        matcher_free(made);
        return error_memory(error);
    }
    *matcher = made;
    return GAZ_OK;
}

void matcher_free(struct matcher *matcher) {
    if (!matcher) return;
    finder_free(&matcher->finder);
    if (matcher->masks) masks_free(matcher->masks);
    free(matcher->masks);
    free(matcher);
}

void matcher_scan(struct matcher *matcher, const struct match_window *window, uint32_t limit) {
    matcher->limit = limit < window->compared.count ? limit : window->compared.count;
    matcher->next = matcher->ahead_count = matcher->ahead_next = 0;
    matcher->cursor = (struct cursor){0};
    matcher->chooser = (struct chooser){.threshold = matcher->chooser.threshold, .all = matcher->chooser.all};
    if (matcher->limit == 0) return;
    finder_scan(&matcher->finder, window);
    if (!matcher->masks) return;
    masks_scan(matcher->masks, window);
    for (uint32_t word = 0; word <= window->compared.count / 64; word++)
        matcher->finder.findings.begins[word] |= matcher->masks->findings.begins[word];
}

/* ---- What begins at a unit ---- */

static struct shorter shorter_at(const struct findings *findings, uint32_t unit) {
    struct shorter left = {0, 0};
    if (found_has(findings, FOUND_DEEP, unit)) left.deep = findings->found[unit].at[FOUND_DEEP];
    for (int size = FOUND_ONE; size < FOUND_DEEP; size++)
        left.shallow |= (unsigned)found_has(findings, (enum found_size)size, unit) << size;
    return left;
}

/* The tokens of the longest that is left; 0: none is. */
static inline uint32_t shorter_size(const struct shorter *left, const struct automaton *automaton) {
    if (left->deep) return automaton->deep[left->deep - 1].depth;
    return left->shallow ? 32 - (unsigned)__builtin_clz(left->shallow) : 0;
}

/* Takes the longest that is left, which there is, and returns its output. */
static inline uint32_t shorter_take(struct shorter *left, const struct automaton *automaton,
                                    const struct found *found) {
    if (left->deep) {
        const struct image_deep *deep = &automaton->deep[left->deep - 1];
        left->deep = deep->shorter;
        return deep->output;
    }
    unsigned size = 31 - (unsigned)__builtin_clz(left->shallow);
    left->shallow &= ~(1u << size);
    return found->at[size];
}

static struct cursor cursor_at(const struct matcher *matcher, uint32_t unit) {
    struct cursor cursor = {.unit = unit, .exact = shorter_at(&matcher->finder.findings, unit)};
    if (matcher->masks) cursor.patterns = shorter_at(&matcher->masks->findings, unit);
    return cursor;
}

static const struct automaton *automaton_of(const struct matcher *matcher, bool masked) {
    return masked ? matcher->masks->finder.automaton : matcher->finder.automaton;
}

/* Goes on to shorter tokens. Returns the output, or 0 if nothing is left. */
static uint32_t cursor_shorter(struct cursor *cursor, const struct matcher *matcher) {
    const struct finder *finder = &matcher->finder;
    const struct masks *masks = matcher->masks;
    uint32_t size = shorter_size(&cursor->exact, finder->automaton);
    uint32_t masked_size = masks ? shorter_size(&cursor->patterns, masks->finder.automaton) : 0;
    cursor->masked = masked_size > size;
    cursor->size = cursor->masked ? masked_size : size;
    if (cursor->masked)
        return shorter_take(&cursor->patterns, masks->finder.automaton, &masks->findings.found[cursor->unit]);
    return size ? shorter_take(&cursor->exact, finder->automaton, &finder->findings.found[cursor->unit]) : 0;
}

/* Moves on. Returns the output, or 0 if nothing is left. */
static uint32_t cursor_next(struct cursor *cursor, const struct matcher *matcher) {
    uint32_t output = cursor->output ? cursor->output : cursor_shorter(cursor, matcher);
    const struct automaton *automaton = automaton_of(matcher, cursor->masked);
    cursor->output = output ? automaton_next_sense(automaton, matcher->model->entries, output) : 0;
    return output;
}

/* The first unit from `unit` on at which an entry begins, or `limit`. */
static inline uint32_t find_unit(const struct finder *finder, uint32_t unit, uint32_t limit) {
    uint32_t word = unit / 64;
    uint64_t bits = finder->findings.begins[word] & ~(uint64_t)0 << (unit % 64);
    while (!bits && ++word * 64 < limit) bits = finder->findings.begins[word];
    unit = bits ? word * 64 + (uint32_t)__builtin_ctzll(bits) : limit;
    return unit < limit ? unit : limit;
}

/* ---- Choosing ---- */

/* What matches are chosen by: the log odds in context, or else the score. */
static float weigh(const struct matcher *matcher, const struct match *match) {
    const gaz_model *model = matcher->model;
    if (!model->context.header) return model->entries[match->entry].score;
    return score_log_odds(model, matcher->finder.window, match);
}

static float score_of(const struct matcher *matcher, float weight) {
    return matcher->model->context.header ? math_probabilityf(weight) : weight;
}

/* The next of the entries at the cursor that is chosen, or of every sense the next. */
static bool choose(struct match *match, struct matcher *matcher) {
    struct cursor *cursor = &matcher->cursor;
    const struct finder *finder = &matcher->finder;
    uint32_t output;
    while ((output = cursor_next(cursor, matcher)) != 0) {
        const struct automaton *automaton = automaton_of(matcher, cursor->masked);
        uint32_t end = cursor->unit + cursor->size;
        if (matcher->scope == MATCHER_PLACES && cursor->masked && cursor->size == cursor->placed) continue;
        if (chooser_try(&matcher->chooser, cursor->unit, end) != CHOICE_CHOSEN) break;
        *match = (struct match){.begin = cursor->unit,
                                .end = end,
                                .output = output,
                                .entry = automaton_entry(automaton, output),
                                .masked = cursor->masked,
                                .shorter = chooser_is_shorter(&matcher->chooser)};
        match->refused = (uint8_t)match_refused(matcher->model, automaton, finder->window, match);
        if (match->refused && matcher->scope != MATCHER_SENSES) continue;
        float weight = weigh(matcher, match);
        if (!chooser_take(&matcher->chooser, (double)weight)) continue;
        match->score = score_of(matcher, weight);
        if (matcher->scope == MATCHER_PLACES) cursor->output = 0;
        cursor->placed = cursor->size;
        return true;
    }
    *cursor = (struct cursor){0};
    return false;
}

bool matcher_next_sense(struct match *match, const struct matcher *matcher) {
    const struct automaton *automaton = automaton_of(matcher, match->masked);
    struct match next = *match;
    while ((next.output = automaton_next_sense(automaton, matcher->model->entries, next.output)) != 0) {
        next.entry = automaton_entry(automaton, next.output);
        if (match_refused(matcher->model, automaton, matcher->finder.window, &next)) continue;
        next.score = score_of(matcher, weigh(matcher, &next));
        *match = next;
        return true;
    }
    return false;
}

/* The same where there may be patterns. */
static void take_longest_masked(struct match *match, const struct matcher *matcher, uint32_t unit) {
    struct cursor cursor = cursor_at(matcher, unit);
    uint32_t output = cursor_shorter(&cursor, matcher);
    *match = (struct match){.begin = unit,
                            .end = unit + cursor.size,
                            .output = output,
                            .entry = automaton_entry(automaton_of(matcher, cursor.masked), output),
                            .masked = cursor.masked};
}

/* The longest entry at a unit where one begins; its score is not known yet. */
static void take_longest(struct match *match, const struct finder *finder, uint32_t unit) {
    unsigned sizes = 0;
    for (int size = FOUND_ONE; size <= FOUND_DEEP; size++)
        sizes |= (unsigned)found_has(&finder->findings, (enum found_size)size, unit) << size;
    unsigned size = 31 - (unsigned)__builtin_clz(sizes);
    uint32_t output = finder->findings.found[unit].at[size++];
    if (size > FOUND_DEEP) {
        const struct image_deep *deep = &finder->automaton->deep[output - 1];
        output = deep->output;
        size = deep->depth;
    }
    *match = (struct match){
        .begin = unit, .end = unit + size, .output = output, .entry = automaton_entry(finder->automaton, output)};
}

/* If any score will do, matches are taken some at a time: their entries are far away in memory, and asked for. */
static void take_ahead(struct matcher *matcher) {
    uint32_t count = 0;
    uint32_t next = matcher->next;
    while (count < AHEAD_MAX && next < matcher->limit) {
        next = find_unit(&matcher->finder, next, matcher->limit);
        if (next == matcher->limit) break;
        struct match *match = &matcher->ahead[count++];
        if (matcher->masks)
            take_longest_masked(match, matcher, next);
        else
            take_longest(match, &matcher->finder, next);
        __builtin_prefetch(&matcher->model->entries[match->entry]);
        next = match->end;
    }
    matcher->next = next;
    matcher->ahead_next = 0;
    matcher->ahead_count = count;
}

static bool next_ahead(struct match *match, struct matcher *matcher) {
    if (matcher->ahead_next == matcher->ahead_count) take_ahead(matcher);
    if (matcher->ahead_next == matcher->ahead_count) return false;
    *match = matcher->ahead[matcher->ahead_next++];
    match->score = matcher->model->entries[match->entry].score;
    return true;
}

bool matcher_next(struct match *match, struct matcher *matcher) {
    bool all = matcher->chooser.all;
    if (matcher->longest_wins) return next_ahead(match, matcher);
    if (all && choose(match, matcher)) return true;
    while (matcher->next < matcher->limit) {
        matcher->next = find_unit(&matcher->finder, matcher->next, matcher->limit);
        if (matcher->next == matcher->limit) break;
        matcher->cursor = cursor_at(matcher, matcher->next);
        bool chosen = choose(match, matcher);
        matcher->next = chosen && !all ? match->end : matcher->next + 1;
        if (chosen) return true;
    }
    return false;
}
