#include "learn/words.h"

void words_count(struct word_count *counts, const struct corpus *corpus, const uint8_t *folds, unsigned fold) {
    uint64_t begin = 0;
    uint64_t span = 0;
    for (uint64_t i = 0; i < corpus->sentence_count; i++) {
        uint64_t end = corpus->sentence_ends[i];
        bool wanted = !folds || folds[i] == fold;
        for (uint64_t token = begin; token < end && wanted; token++) counts[corpus->tokens[token]].occurrences++;
        for (; span < corpus->span_count && corpus->spans[span].begin < end; span++) {
            const struct corpus_span *entity = &corpus->spans[span];
            for (uint32_t at = 0; at < entity->size && wanted; at++) {
                struct word_count *count = &counts[corpus->tokens[entity->begin + at]];
                count->goes_on += at > 0;
                count->goes_ahead += at + 1 < entity->size;
            }
        }
        begin = end;
    }
}

enum word_class words_class(uint32_t part, uint32_t occurrences) {
    if (part == 0) return occurrences < 3 ? WORD_UNKNOWN : WORD_NEVER;
    double share = (double)part / occurrences;
    unsigned often = share < 0.05 ? 0 : share < 0.2 ? 1 : share < 0.5 ? 2 : 3;
    unsigned known = occurrences < 3 ? 0 : occurrences < 10 ? 1 : 2;
    return (enum word_class)(WORD_OFTEN + 3 * often + known);
}
