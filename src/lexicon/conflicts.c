#include "lexicon/conflicts.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/sink.h"

const char *const conflicts_claim_names[] = {"verdict", "priority", "precision", "annotated", "type name", "surface"};

bool conflicts_is_stronger(enum claim *claim, const gaz_lexicon *lexicon, const struct entry *left,
                           const struct entry *right) {
    bool left_kept = left->verdict == VERDICT_KEEP;
    bool right_kept = right->verdict == VERDICT_KEEP;
    *claim = CLAIM_VERDICT;
    if (left_kept != right_kept) return left_kept;
    *claim = CLAIM_PRIORITY;
    if (left->priority != right->priority) return left->priority > right->priority;
    *claim = CLAIM_PRECISION;
    if (left->precision < right->precision || left->precision > right->precision)
        return left->precision > right->precision;
    *claim = CLAIM_ANNOTATED;
    if (left->annotated != right->annotated) return left->annotated > right->annotated;
    *claim = CLAIM_TYPE;
    const struct string *types = lexicon->types.items;
    if (left->type != right->type) return strcmp(types[left->type].bytes, types[right->type].bytes) < 0;
    *claim = CLAIM_SURFACE;
    const struct string *surfaces = lexicon->surfaces.items;
    return strcmp(surfaces[left->surface].bytes, surfaces[right->surface].bytes) < 0;
}

const struct entry *conflicts_winner(const gaz_lexicon *lexicon, const bool *kept, uint32_t surface) {
    const struct entry *winner = NULL;
    enum claim claim;
    for (uint32_t at = lexicon_first(lexicon, surface); at; at = lexicon->entries[at - 1].next) {
        const struct entry *entry = &lexicon->entries[at - 1];
        if (kept[at - 1] && (!winner || conflicts_is_stronger(&claim, lexicon, entry, winner))) winner = entry;
    }
    return winner;
}

static bool add_line(struct buffer *text, const gaz_lexicon *lexicon, const struct entry *loser,
                     const struct entry *winner) {
    const struct string *surface = &lexicon->surfaces.items[loser->surface];
    enum claim claim;
    conflicts_is_stronger(&claim, lexicon, winner, loser);
    return buffer_add(text, surface->bytes, surface->size) && buffer_add_byte(text, '\t') &&
           buffer_add_text(text, lexicon->types.items[loser->type].bytes) && buffer_add_byte(text, '\t') &&
           buffer_add_text(text, lexicon->types.items[winner->type].bytes) && buffer_add_byte(text, '\t') &&
           buffer_add_text(text, conflicts_claim_names[claim]) && buffer_add_byte(text, '\n');
}

gaz_status conflicts_write(const gaz_lexicon *lexicon, const bool *kept, const gaz_sink *sink, gaz_error *error) {
    struct buffer text = {0};
    uint32_t *sorted = lexicon_sorted(lexicon);
    bool good = sorted && buffer_add_text(&text, "surface\ttype\twinner\tby\n");
    for (size_t i = 0; i < lexicon->entry_count && good; i++) {
        const struct entry *loser = &lexicon->entries[sorted[i]];
        if (!kept[sorted[i]]) continue;
        const struct entry *winner = conflicts_winner(lexicon, kept, loser->surface);
        if (winner != loser) good = add_line(&text, lexicon, loser, winner);
    }
    free(sorted);
    gaz_status status = good ? sink_write(sink, text.bytes, text.size, error) : error_memory(error);
    buffer_free(&text);
    return status;
}
