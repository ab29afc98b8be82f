#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/math.h"
#include "base/sink.h"
#include "lexicon/list.h"
#include "lexicon/surface.h"
#include "suggest/suggest.h"

/* ---- Ranking ---- */

/* The most names first. */
static int compare(const void *left, const void *right) {
    const struct suggestion *a = left;
    const struct suggestion *b = right;
    double one = a->probability * (double)a->count;
    double two = b->probability * (double)b->count;
    if (one < two || one > two) return one > two ? -1 : 1;
    if (a->probability < b->probability || a->probability > b->probability)
        return a->probability > b->probability ? -1 : 1;
    return strcmp(a->surface, b->surface);
}

struct suggestion *suggestions_find(size_t *count, const gaz_suggest *suggest) {
    const struct name_table *table = &suggest->table;
    struct suggestion *found = malloc(((size_t)table->strings.count + 1) * sizeof *found);
    *count = 0;
    for (uint32_t i = 0; i < table->strings.count && found; i++) {
        const struct name_item *item = &table->items[i];
        struct suggestion *made = &found[*count];
        if (item->evidence.won == 0) continue;
        *made = (struct suggestion){.surface = table->strings.items[i].bytes,
                                    .size = table->strings.items[i].size,
                                    .count = item->evidence.won,
                                    .examples = &item->examples};
        made->probability = decimal_round(name_model_surface(&made->type, suggest->lexicon->growth, &item->evidence,
                                                             table->types + i * table->type_count));
        *count += suggest->wanted[made->type];
    }
    if (found) qsort(found, *count, sizeof *found, compare);
    return found;
}

/* ---- A list to review ---- */

gaz_status gaz_suggest_write(gaz_suggest *suggest, const gaz_sink *sink, size_t count, gaz_error *error) {
    if (!suggest || !sink) return error_argument(error, "gaz_suggest_write without object or sink");
    size_t found;
    struct suggestion *suggestions = suggestions_find(&found, suggest);
    struct buffer out = {0};
    bool good = suggestions && buffer_add_text(&out, "surface\ttype\tprobability\tcount\texample\tverdict\n");
    for (size_t i = 0; i < found && i < count && good; i++) {
        const struct suggestion *item = &suggestions[i];
        good = buffer_add(&out, item->surface, item->size) && buffer_add_byte(&out, '\t') &&
               buffer_add_text(&out, suggest->lexicon->growth->types.items[item->type].bytes) &&
               buffer_add_byte(&out, '\t') && decimal_add_fraction(&out, item->probability) &&
               buffer_add_byte(&out, '\t') && buffer_add_number(&out, item->count) && buffer_add_byte(&out, '\t') &&
               buffer_add(&out, item->examples->bytes, item->examples->size) && buffer_add_text(&out, "\t\n");
    }
    gaz_status status = good ? sink_write(sink, out.bytes, out.size, error) : error_memory(error);
    buffer_free(&out);
    free(suggestions);
    return status;
}

/* ---- Lists of their own ---- */

/* How much the log odds of the lists' entries, which the context of a match adds to, are above those of their
 * precision: the mean over their annotations. */
static double find_offset(const gaz_lexicon *lexicon) {
    double sum = 0;
    double count = 0;
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        double precision = (double)entry->precision;
        if (entry->annotated == 0 || isinf(entry->log_odds) || precision <= 0 || precision >= 1) continue;
        sum += entry->annotated * ((double)entry->log_odds - math_log(precision / (1 - precision)));
        count += entry->annotated;
    }
    return count > 0 ? sum / count : 0;
}

/* The number of tokens of a surface. */
static uint32_t count_tokens(const struct suggestion *suggestion, struct buffer *room) {
    uint32_t count = 0;
    gaz_token token;
    size_t at = 0;
    while (surface_next_token(&token, room, suggestion->surface, suggestion->size, &at) == 1) count++;
    return count;
}

static gaz_status add_entry(gaz_lexicon *lists, const gaz_suggest *suggest, const struct suggestion *suggestion,
                            double offset, struct buffer *room, gaz_error *error) {
    const struct string *type = &suggest->lexicon->growth->types.items[suggestion->type];
    const struct entry_key key = {.surface = {suggestion->surface, suggestion->size},
                                  .type = {type->bytes, type->size},
                                  .token_count = count_tokens(suggestion, room)};
    double probability = suggestion->probability < 0.9999 ? suggestion->probability : 0.9999;
    struct entry *entry;
    gaz_status status = lexicon_entry(&entry, lists, &key, error);
    if (status != GAZ_OK) return status;
    entry->variant = VARIANT_SUGGESTED;
    entry->precision = (float)suggestion->probability;
    if (suggest->lexicon->scoring && probability > 0)
        entry->log_odds = (float)decimal_round(math_log(probability / (1 - probability)) + offset);
    return GAZ_OK;
}

/* Keeps what was accepted earlier and a person has given a verdict. */
static gaz_status keep_verdicts(gaz_lexicon *lists, const gaz_lexicon *lexicon, gaz_error *error) {
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < lexicon->entry_count && status == GAZ_OK; i++) {
        const struct entry *from = &lexicon->entries[i];
        const struct string *surface = &lexicon->surfaces.items[from->surface];
        const struct string *type = &lexicon->types.items[from->type];
        const char *id = lexicon_id(lexicon, from);
        if (from->variant != VARIANT_SUGGESTED || from->verdict == VERDICT_NONE) continue;
        struct entry_key key = {.surface = {surface->bytes, surface->size},
                                .type = {type->bytes, type->size},
                                .token_count = from->token_count};
        struct entry *entry;
        status = lexicon_add_id(&key.id, lists, id, strlen(id), error);
        if (status == GAZ_OK) status = lexicon_entry(&entry, lists, &key, error);
        if (status != GAZ_OK) break;
        struct entry copy = *from;
        copy.surface = entry->surface;
        copy.type = entry->type;
        copy.id = entry->id;
        copy.next = entry->next;
        *entry = copy;
    }
    return status;
}

gaz_status gaz_suggest_accept(uint64_t *accepted, gaz_suggest *suggest, const char *folder, double probability,
                              size_t count, gaz_error *error) {
    if (!suggest || !folder) return error_argument(error, "gaz_suggest_accept without object or folder");
    gaz_lexicon lists = {0};
    struct buffer room = {0};
    size_t found;
    struct suggestion *suggestions = suggestions_find(&found, suggest);
    double offset = find_offset(suggest->lexicon);
    gaz_status status = suggestions ? GAZ_OK : error_memory(error);
    for (size_t i = 0; i < found && i < count && status == GAZ_OK; i++)
        if (suggestions[i].probability >= probability)
            status = add_entry(&lists, suggest, &suggestions[i], offset, &room, error);
    size_t added = lists.entry_count;
    if (status == GAZ_OK) status = keep_verdicts(&lists, suggest->lexicon, error);
    if (status == GAZ_OK) status = lists_write_suggested(&lists, &suggest->lexicon->growth->types, folder, error);
    if (accepted) *accepted = added;
    lexicon_clear(&lists);
    buffer_free(&room);
    free(suggestions);
    return status;
}
