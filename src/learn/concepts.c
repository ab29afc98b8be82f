#include "learn/concepts.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* The key of an entry's surface and type. */
static struct entry_key key_of(const gaz_lexicon *lexicon, const struct entry *entry) {
    const struct string *surface = &lexicon->surfaces.items[entry->surface];
    const struct string *type = &lexicon->types.items[entry->type];
    return (struct entry_key){.surface = {surface->bytes, surface->size},
                              .type = {type->bytes, type->size},
                              .token_count = entry->token_count};
}

/* What a human said of an entry, or what it asks of a text, is not in the corpus. */
static bool is_touched(const struct entry *entry) {
    return entry->verdict != VERDICT_NONE || entry->priority || entry->match_case != GAZ_CASE_DEFAULT ||
           entry->edges != GAZ_EDGES_DEFAULT;
}

/* ---- Before ---- */

gaz_status concepts_join(struct concepts *concepts, gaz_lexicon *lexicon, gaz_error *error) {
    size_t count = lexicon->entry_count;
    concepts->before = calloc(count + 1, sizeof *concepts->before);
    if (!concepts->before) return error_memory(error);
    concepts->before_count = count;
    for (size_t i = 0; i < count; i++) concepts->before[i] = lexicon->entries[i].annotated;
    for (size_t i = 0; i < count; i++) {
        uint8_t gazetteer = lexicon->entries[i].gazetteer >= GAZETTEER_ASKED ? lexicon->entries[i].gazetteer : 0;
        if (lexicon->entries[i].id == 0 || (lexicon->entries[i].annotated == 0 && !gazetteer)) continue;
        const struct entry_key key = key_of(lexicon, &lexicon->entries[i]);
        struct entry *joined;
        size_t before = lexicon->entry_count;
        gaz_status status = lexicon_entry(&joined, lexicon, &key, error);
        if (status != GAZ_OK) return status;
        struct entry *entry = &lexicon->entries[i];
        bool added = lexicon->entry_count > before;
        if (added && entry->annotated == 0) joined->status = ENTRY_GONE; /* unless it is judged */
        if (gazetteer > joined->gazetteer) joined->gazetteer = gazetteer;
        if (gazetteer) entry->gazetteer = gazetteer == GAZETTEER_JUDGED ? GAZETTEER_LISTED : GAZETTEER_NONE;
        if (entry->annotated == 0 && !added) continue;
        joined->annotated += entry->annotated;
        joined->occurrences = entry->occurrences;
        joined->nested = entry->nested;
        entry->annotated = 0;
    }
    return GAZ_OK;
}

/* ---- While reading the corpus ---- */

gaz_status concepts_count(struct concepts *concepts, gaz_lexicon *lexicon, const struct corpus *corpus,
                          struct entry_key key, uint32_t id, uint32_t name, gaz_error *error) {
    const struct string *text = &corpus->ids.items[id - 1];
    struct entry *entry;
    gaz_status status = lexicon_add_id(&key.id, lexicon, text->bytes, text->size, error);
    if (status == GAZ_OK) status = lexicon_entry(&entry, lexicon, &key, error);
    if (status != GAZ_OK) return status;
    size_t number = (size_t)(entry - lexicon->entries);
    size_t known = concepts->capacity;
    if (!array_reserve(&concepts->now, &concepts->capacity, number + 1, sizeof *concepts->now))
        return error_memory(error);
    memset(concepts->now + known, 0, (concepts->capacity - known) * sizeof *concepts->now);
    if (concepts->count < number + 1) concepts->count = number + 1;
    concepts->now[number]++;
    struct entry_notes notes = lexicon_notes(lexicon, entry);
    if (name == 0 || notes.name) return GAZ_OK;
    text = &corpus->names.items[name - 1];
    status = lexicon_add_name(&notes.name, lexicon, text->bytes, text->size, error);
    return status == GAZ_OK ? lexicon_set_notes(lexicon, entry, notes, error) : status;
}

/* ---- After ---- */

static uint32_t counted(const uint32_t *counts, size_t count, size_t entry) {
    return entry < count ? counts[entry] : 0;
}

/* The next entry of the surface that has an id and the type, from the entry `number` on (1 + number, 0 = none). */
static uint32_t next_with_id(const gaz_lexicon *lexicon, uint32_t number, uint32_t type) {
    while (number && (lexicon->entries[number - 1].id == 0 || lexicon->entries[number - 1].type != type))
        number = lexicon->entries[number - 1].next;
    return number;
}

/* How often the entries of a surface and type were annotated. */
struct share {
    uint64_t now;       /* with an id, in the corpus */
    uint64_t before;    /* with an id or without one, in the lists */
    uint32_t strongest; /* 1 + the number of the one with an id that the lists have most often; 0: there is none */
};

static uint32_t before_of(const struct concepts *concepts, size_t entry) {
    return counted(concepts->before, concepts->before_count, entry);
}

static uint32_t now_of(const struct concepts *concepts, size_t entry) {
    return counted(concepts->now, concepts->count, entry);
}

static struct share share_of(const struct concepts *concepts, const gaz_lexicon *lexicon, const struct entry *learnt) {
    struct share share = {.before = before_of(concepts, (size_t)(learnt - lexicon->entries))};
    uint32_t number = lexicon->first[learnt->surface];
    while ((number = next_with_id(lexicon, number, learnt->type)) != 0) {
        share.now += now_of(concepts, number - 1);
        share.before += before_of(concepts, number - 1);
        if (!share.strongest || before_of(concepts, number - 1) > before_of(concepts, share.strongest - 1))
            share.strongest = number;
        number = lexicon->entries[number - 1].next;
    }
    return share;
}

/* Of `all` annotations those of an entry with an id: what the corpus says, or if it has no ids, as large a part as the
 * lists say. If they have not counted any either, each has all. */
static uint32_t part_of(const struct concepts *concepts, const struct share *share, size_t entry, uint32_t all) {
    if (share->now) return now_of(concepts, entry);
    if (share->before == 0) return all;
    return (uint32_t)((uint64_t)before_of(concepts, entry) * all / share->before);
}

/* Each takes what was learnt, and its part. */
static void part_annotated(const struct concepts *concepts, gaz_lexicon *lexicon, struct entry *learnt) {
    struct share share = share_of(concepts, lexicon, learnt);
    uint32_t all = learnt->annotated;
    uint64_t parted = 0;
    if (!share.strongest || (all == 0 && share.before == 0 && !entry_is_listed(learnt))) return;
    uint32_t number = lexicon->first[learnt->surface];
    while ((number = next_with_id(lexicon, number, learnt->type)) != 0) {
        struct entry *entry = &lexicon->entries[number - 1];
        entry_take_evidence(entry, learnt);
        entry->annotated = part_of(concepts, &share, number - 1, all);
        if (entry_is_listed(learnt)) entry->gazetteer = GAZETTEER_LISTED;
        parted += entry->annotated;
        number = entry->next;
    }
    uint32_t rest = parted < all ? (uint32_t)(all - parted) : 0;
    if (!share.now && before_of(concepts, (size_t)(learnt - lexicon->entries)) == 0) { /* what division has left */
        lexicon->entries[share.strongest - 1].annotated += rest;
        rest = 0;
    }
    learnt->annotated = rest;
    if (rest == 0 && !is_touched(learnt)) learnt->status = ENTRY_GONE;
}

/* Whether a variant is rather one of `entry` than of `other`: more annotations, then the order of ids and names; one
 * without a name comes last. */
static bool is_stronger(const gaz_lexicon *lexicon, const struct entry *entry, const struct entry *other) {
    if (entry->annotated != other->annotated) return entry->annotated > other->annotated;
    int order = strcmp(lexicon_id(lexicon, entry), lexicon_id(lexicon, other));
    const char *name = lexicon_name(lexicon, entry);
    const char *other_name = lexicon_name(lexicon, other);
    if (order) return order < 0;
    return *name && (!*other_name || strcmp(name, other_name) < 0);
}

/* The strongest entry with an id of the surfaces that a form is derived from: 1 + its number, 0 = none. A pattern has
 * an id only if all of them have the same one: type 1 is another concept than type 2. */
static uint32_t find_source(const gaz_lexicon *lexicon, const struct evidence *evidence, const struct entry *made) {
    uint32_t strongest = 0;
    for (uint32_t at = evidence->forms[made->surface].source; at; at = evidence->sources[at - 1].next) {
        uint32_t number = lexicon_first(lexicon, evidence->sources[at - 1].surface);
        while ((number = next_with_id(lexicon, number, made->type)) != 0) {
            const struct entry *entry = &lexicon->entries[number - 1];
            if (strongest && made->variant == VARIANT_DIGITS && entry->id != lexicon->entries[strongest - 1].id)
                return 0;
            if (!strongest || is_stronger(lexicon, entry, &lexicon->entries[strongest - 1])) strongest = number;
            number = entry->next;
        }
    }
    return strongest;
}

/* A variant is an entry of the same concept. */
static gaz_status part_variant(gaz_lexicon *lexicon, const struct evidence *evidence, size_t number, gaz_error *error) {
    const struct entry made = lexicon->entries[number];
    uint32_t source = find_source(lexicon, evidence, &made);
    if (source == 0) return GAZ_OK;
    struct entry_key key = key_of(lexicon, &made);
    key.id = lexicon->entries[source - 1].id;
    struct entry_notes notes = lexicon_notes(lexicon, &lexicon->entries[source - 1]);
    struct entry *entry;
    gaz_status status = lexicon_entry(&entry, lexicon, &key, error);
    if (status != GAZ_OK) return status;
    entry_take_evidence(entry, &made);
    lexicon->entries[number].status = ENTRY_GONE;
    notes.extra = lexicon_notes(lexicon, entry).extra;
    return notes.name ? lexicon_set_notes(lexicon, entry, notes, error) : GAZ_OK;
}

gaz_status concepts_part(const struct concepts *concepts, gaz_lexicon *lexicon, const struct evidence *evidence,
                         gaz_error *error) {
    size_t count = lexicon->entry_count;
    gaz_status status = GAZ_OK;
    if (lexicon->ids.count == 0) return GAZ_OK;
    for (size_t i = 0; i < count; i++)
        if (lexicon->entries[i].id == 0) part_annotated(concepts, lexicon, &lexicon->entries[i]);
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (entry->variant && entry->id == 0 && entry->status != ENTRY_GONE && !is_touched(entry))
            status = part_variant(lexicon, evidence, i, error);
    }
    return status;
}

void concepts_free(struct concepts *concepts) {
    free(concepts->now);
    free(concepts->before);
    *concepts = (struct concepts){0};
}
