#include "match/score.h"

#include <math.h>

#include "base/math.h"

struct neighbour score_neighbour(const struct context *context, const struct units *written, uint32_t unit,
                                 bool before) {
    const struct neighbour none = {SHAPE_NONE, WORD_NONE};
    if (unit_is_line_end(written, unit)) return none;
    uint32_t begin = written->begins[unit];
    uint32_t size = unit_end(written, unit) - begin;
    const char *bytes = written->text + begin;
    if (size == 0) return none;
    bool inside = begin + size >= 8 && begin + (size_t)8 <= written->size;
    uint64_t hash = context_word_hash(&context->keys, bytes, size, inside);
    const struct image_word *word =
        &context->words[context_word_slot(context->words, context->header->word_slots, hash)];
    if (word->shape == SHAPE_NONE) return (struct neighbour){shape_of(bytes, size), WORD_UNKNOWN};
    return (struct neighbour){(enum shape)word->shape, (enum word_class)(before ? word->introduces : word->extends)};
}

struct surroundings score_surroundings(const gaz_model *model, const struct match_window *window,
                                       const struct match *match) {
    const struct context *context = &model->context;
    const struct units *written = &window->written;
    struct surroundings around = {.left = window->before,
                                  .type = entry_type(model->entries[match->entry]),
                                  .token_count = match->end - match->begin,
                                  .shapes = (enum shapes)context->priors[match->entry].shapes,
                                  .shorter = match->shorter};
    if (match->begin > 0) around.left = score_neighbour(context, written, match->begin - 1, true);
    if (match->end < written->count) around.right = score_neighbour(context, written, match->end, false);
    return around;
}

float score_log_odds(const gaz_model *model, const struct match_window *window, const struct match *match) {
    const struct context *context = &model->context;
    struct surroundings around = score_surroundings(model, window, match);
    return context->priors[match->entry].log_odds +
           context_log_odds(context->weights, model->header->type_count, &around);
}

float score_min_log_odds(float min_score) {
    float low = -1000; /* makes a score of 0, */
    float high = 1000; /* and of 1 */
    if (min_score <= 0) return -INFINITY;
    for (;;) {
        float middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) return high;
        if (math_probabilityf(middle) < min_score)
            low = middle;
        else
            high = middle;
    }
}
