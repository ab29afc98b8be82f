#include "match/score.h"

#include <math.h>

#include "base/math.h"

struct neighbour score_neighbour(const struct context *context, const struct match_window *window, uint32_t i,
                                 bool before) {
    const struct token *token = &window->written[i];
    const char *bytes = window->written_text + token->begin;
    uint32_t size = token->end - token->begin;
    if (size == 0) return (struct neighbour){SHAPE_NONE, WORD_NONE};
    bool inside = token->end >= 8 && token->begin + (size_t)8 <= window->written_size;
    uint64_t hash = context_word_hash(&context->keys, bytes, size, inside);
    const struct image_word *word =
        &context->words[context_word_slot(context->words, context->header->word_slots, hash)];
    if (word->shape == SHAPE_NONE) return (struct neighbour){shape_of(bytes, size), WORD_UNKNOWN};
    return (struct neighbour){(enum shape)word->shape, (enum word_class)(before ? word->introduces : word->extends)};
}

struct surroundings score_surroundings(const gaz_model *model, const struct match_window *window,
                                       const struct match *match, bool first, bool last, bool shorter) {
    const struct context *context = &model->context;
    struct surroundings around = {.type = model->entries[match->entry].type,
                                  .token_count = match->end - match->begin,
                                  .shapes = (enum shapes)context->priors[match->entry].shapes,
                                  .shorter = shorter};
    if (match->begin == 0)
        around.left = window->before;
    else if (!first)
        around.left = score_neighbour(context, window, match->begin - 1, true);
    if (!last) around.right = score_neighbour(context, window, match->end, false);
    return around;
}

float score_log_odds(const gaz_model *model, const struct match_window *window, const struct match *match, bool first,
                     bool last, bool shorter) {
    const struct context *context = &model->context;
    struct surroundings around = score_surroundings(model, window, match, first, last, shorter);
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
