#include "lexicon/conflicts.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/sink.h"

const char *const conflicts_claim_names[] = {"verdict", "priority",  "precision", "annotated",
                                             "variant", "type name", "id",        "surface"};

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
    *claim = CLAIM_VARIANT;
    if (!left->variant != !right->variant) return !left->variant;
    *claim = CLAIM_TYPE;
    const struct string *types = lexicon->types.items;
    if (left->type != right->type) return strcmp(types[left->type].bytes, types[right->type].bytes) < 0;
    *claim = CLAIM_ID;
    if (!left->id != !right->id) return left->id != 0;
    if (left->id != right->id) return strcmp(lexicon_id(lexicon, left), lexicon_id(lexicon, right)) < 0;
    *claim = CLAIM_SURFACE;
    const struct string *surfaces = lexicon->surfaces.items;
    return strcmp(surfaces[left->surface].bytes, surfaces[right->surface].bytes) < 0;
}

/* `tokens`: the tokenization under which it loses. */
static bool add_line(struct buffer *text, const gaz_lexicon *lexicon, uint32_t lost, uint32_t won, const char *tokens) {
    const struct entry *loser = &lexicon->entries[lost];
    const struct entry *winner = &lexicon->entries[won];
    enum claim claim;
    conflicts_is_stronger(&claim, lexicon, winner, loser);
    const char *const fields[] = {lexicon->surfaces.items[loser->surface].bytes,
                                  lexicon->types.items[loser->type].bytes,
                                  lexicon->types.items[winner->type].bytes,
                                  conflicts_claim_names[claim],
                                  lexicon->surfaces.items[winner->surface].bytes,
                                  tokens,
                                  lexicon_id(lexicon, loser),
                                  lexicon_id(lexicon, winner)};
    enum { FIELDS = sizeof fields / sizeof *fields };
    bool good = true;
    for (size_t i = 0; i < FIELDS && good; i++)
        good = buffer_add_text(text, fields[i]) && buffer_add_byte(text, i + 1 < FIELDS ? '\t' : '\n');
    return good;
}

/* The lines of an entry: one if it loses to the same entry under both tokenizations. */
static bool add_lines(struct buffer *text, const gaz_lexicon *lexicon, uint32_t *const winners[2], uint32_t number) {
    static const char *const names[] = {"corpus", "words"};
    bool lost[2];
    for (int i = 0; i < 2; i++)
        lost[i] = winners[i] && winners[i][number] != CONFLICTS_NO_WINNER && winners[i][number] != number;
    if (lost[0] && lost[1] && winners[0][number] == winners[1][number])
        return add_line(text, lexicon, number, winners[0][number], "both");
    bool good = true;
    for (int i = 0; i < 2 && good; i++)
        if (lost[i]) good = add_line(text, lexicon, number, winners[i][number], names[i]);
    return good;
}

gaz_status conflicts_write(const gaz_lexicon *lexicon, uint32_t *const winners[2], const gaz_sink *sink,
                           gaz_error *error) {
    struct buffer text = {0};
    uint32_t *sorted = lexicon_sorted(lexicon);
    bool good = sorted && buffer_add_text(&text, "surface\ttype\twinner\tby\twinner_surface\ttokens\tid\twinner_id\n");
    for (size_t i = 0; i < lexicon->entry_count && good; i++) good = add_lines(&text, lexicon, winners, sorted[i]);
    free(sorted);
    gaz_status status = good ? sink_write(sink, text.bytes, text.size, error) : error_memory(error);
    buffer_free(&text);
    return status;
}
