#include "match/matcher.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/math.h"
#include "match/finder.h"
#include "match/refuse.h"
#include "match/score.h"

/* Goes over the entries that begin at a unit: the longest first, of one surface the strongest first. */
struct cursor {
    uint32_t unit;
    uint32_t size;    /* tokens of the newest */
    uint32_t output;  /* of the next sense of the same tokens; 0: there is none */
    uint32_t deep;    /* 1 + the deep state of the next shorter entry */
    unsigned shallow; /* bits of enum found_size: shorter ones that are left */
};

enum { AHEAD_MAX = 64 };

struct matcher {
    const gaz_model *model;
    struct finder finder;
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
    if (!finder_init(&made->finder, model, &model->automata[options->tokenization], kernel, options->capacity)) {
        matcher_free(made);
        return error_memory(error);
    }
    *matcher = made;
    return GAZ_OK;
}

void matcher_free(struct matcher *matcher) {
    if (!matcher) return;
    finder_free(&matcher->finder);
    free(matcher);
}

void matcher_scan(struct matcher *matcher, const struct match_window *window, uint32_t limit) {
    matcher->limit = limit < window->compared.count ? limit : window->compared.count;
    matcher->next = matcher->ahead_count = matcher->ahead_next = 0;
    matcher->cursor = (struct cursor){0};
    matcher->chooser = (struct chooser){.threshold = matcher->chooser.threshold, .all = matcher->chooser.all};
    if (matcher->limit) finder_scan(&matcher->finder, window);
}

/* ---- What begins at a unit ---- */

static struct cursor cursor_at(const struct finder *finder, uint32_t unit) {
    struct cursor cursor = {.unit = unit};
    if (found_has(finder, FOUND_DEEP, unit)) cursor.deep = finder->found[unit].at[FOUND_DEEP];
    for (int size = FOUND_ONE; size < FOUND_DEEP; size++)
        cursor.shallow |= (unsigned)found_has(finder, (enum found_size)size, unit) << size;
    return cursor;
}

/* Moves on. Returns the output, or 0 if nothing is left. */
static uint32_t cursor_next(struct cursor *cursor, const struct finder *finder) {
    const struct automaton *automaton = finder->automaton;
    uint32_t output = cursor->output;
    if (output == 0 && cursor->deep) {
        const struct image_deep *deep = &automaton->deep[cursor->deep - 1];
        output = deep->output;
        cursor->size = deep->depth;
        cursor->deep = deep->shorter;
    } else if (output == 0 && cursor->shallow) {
        unsigned size = 31 - (unsigned)__builtin_clz(cursor->shallow);
        output = finder->found[cursor->unit].at[size];
        cursor->size = size + 1;
        cursor->shallow &= ~(1u << size);
    }
    cursor->output = output ? automaton_next_sense(automaton, finder->model->entries, output) : 0;
    return output;
}

/* The first unit from `unit` on at which an entry begins, or `limit`. */
static inline uint32_t find_unit(const struct finder *finder, uint32_t unit, uint32_t limit) {
    uint32_t word = unit / 64;
    uint64_t bits = finder->begins[word] & ~(uint64_t)0 << (unit % 64);
    while (!bits && ++word * 64 < limit) bits = finder->begins[word];
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
    while ((output = cursor_next(cursor, finder)) != 0) {
        uint32_t end = cursor->unit + cursor->size;
        if (chooser_try(&matcher->chooser, cursor->unit, end) != CHOICE_CHOSEN) break;
        *match = (struct match){.begin = cursor->unit,
                                .end = end,
                                .output = output,
                                .entry = automaton_entry(finder->automaton, output),
                                .shorter = chooser_is_shorter(&matcher->chooser)};
        match->refused = (uint8_t)match_refused(matcher->model, finder->automaton, finder->window, match);
        if (match->refused && matcher->scope != MATCHER_SENSES) continue;
        float weight = weigh(matcher, match);
        if (!chooser_take(&matcher->chooser, (double)weight)) continue;
        match->score = score_of(matcher, weight);
        if (matcher->scope == MATCHER_PLACES) cursor->output = 0;
        return true;
    }
    *cursor = (struct cursor){0};
    return false;
}

bool matcher_next_sense(struct match *match, const struct matcher *matcher) {
    const struct automaton *automaton = matcher->finder.automaton;
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

/* The longest entry at a unit where one begins; its score is not known yet. */
static void take_longest(struct match *match, const struct finder *finder, uint32_t unit) {
    unsigned sizes = 0;
    for (int size = FOUND_ONE; size <= FOUND_DEEP; size++)
        sizes |= (unsigned)found_has(finder, (enum found_size)size, unit) << size;
    unsigned size = 31 - (unsigned)__builtin_clz(sizes);
    uint32_t output = finder->found[unit].at[size++];
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
        matcher->cursor = cursor_at(&matcher->finder, matcher->next);
        bool chosen = choose(match, matcher);
        matcher->next = chosen && !all ? match->end : matcher->next + 1;
        if (chosen) return true;
    }
    return false;
}
