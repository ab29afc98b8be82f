#include "match/score.h"

#include <math.h>

enum { SHAPED_TOKENS = 8 /* the shape of a match is that of its first tokens */ };

static const char *token_bytes(size_t *size, const struct match_window *window, uint32_t i) {
    const struct token *token = &window->written[i];
    *size = token->end - token->begin;
    return window->written_text + token->begin;
}

struct neighbour score_neighbour(const struct context *context, const char *bytes, size_t size, bool before) {
    if (size == 0) return (struct neighbour){SHAPE_NONE, WORD_NONE};
    uint32_t slot = context_word_slot(context->words, context->about->word_slots, bytes, size);
    const struct format_word *word = &context->words[slot];
    uint16_t class = before ? word->introduces : word->extends;
    return (struct neighbour){shape_of(bytes, size), class ? (enum word_class) class : WORD_UNKNOWN};
}

void score_surroundings(struct surroundings *around, const struct context *context, const struct match_window *window,
                        const struct match *match, bool first, bool last) {
    struct shapes_set shapes = {0};
    const char *bytes;
    size_t size;
    uint32_t end = match->end - match->begin < SHAPED_TOKENS ? match->end : match->begin + SHAPED_TOKENS;
    for (uint32_t i = match->begin; i < end; i++) {
        bytes = token_bytes(&size, window, i);
        shapes_add(&shapes, shape_of(bytes, size));
    }
    around->token_count = match->end - match->begin;
    around->shapes = shapes_of(&shapes);
    around->left = around->right = (struct neighbour){SHAPE_NONE, WORD_NONE};
    if (match->begin == 0) {
        around->left = window->before;
    } else if (!first) {
        bytes = token_bytes(&size, window, match->begin - 1);
        around->left = score_neighbour(context, bytes, size, true);
    }
    if (last) return;
    bytes = token_bytes(&size, window, match->end);
    around->right = score_neighbour(context, bytes, size, false);
}

float score_match(const gaz_model *model, uint32_t entry, const struct surroundings *around) {
    uint32_t features[CONTEXT_FEATURES];
    uint32_t count = context_features(features, model->header->type_count, around);
    float odds = model->context.odds[entry];
    for (uint32_t i = 0; i < count; i++) odds += model->context.weights[features[i]];
    return 1 / (1 + expf(-odds));
}
