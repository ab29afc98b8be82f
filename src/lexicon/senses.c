#include "lexicon/senses.h"

#include <stdlib.h>

static size_t place(const struct senses *senses, uint32_t surface, uint32_t type, uint32_t id) {
    uint64_t hash = ((uint64_t)surface << 32 | id) * UINT64_C(0x9E3779B97F4A7C15) + type;
    hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return (size_t)(hash >> 32) & (senses->slot_count - 1);
}

static struct sense *find_slot(const struct senses *senses, uint32_t surface, uint32_t type, uint32_t id) {
    size_t at = place(senses, surface, type, id);
    for (;; at = (at + 1) & (senses->slot_count - 1)) {
        struct sense *slot = &senses->slots[at];
        if (slot->entry == 0 || (slot->surface == surface && slot->type == type && slot->id == id)) return slot;
    }
}

uint32_t senses_find(const struct senses *senses, uint32_t surface, uint32_t type, uint32_t id) {
    return senses->slot_count ? find_slot(senses, surface, type, id)->entry : 0;
}

/* Makes room for one more. */
static bool reserve(struct senses *senses) {
    if (senses->slot_count && senses->count < senses->slot_count / 2) return true;
    struct senses grown = {.slot_count = senses->slot_count ? 2 * senses->slot_count : 64, .count = senses->count};
    grown.slots = calloc(grown.slot_count, sizeof *grown.slots);
    if (!grown.slots) return false;
    for (size_t i = 0; i < senses->slot_count; i++) {
        const struct sense *old = &senses->slots[i];
        if (old->entry) *find_slot(&grown, old->surface, old->type, old->id) = *old;
    }
    free(senses->slots);
    *senses = grown;
    return true;
}

bool senses_add(struct senses *senses, const struct sense *sense) {
    if (!reserve(senses)) return false;
    *find_slot(senses, sense->surface, sense->type, sense->id) = *sense;
    senses->count++;
    return true;
}

void senses_free(struct senses *senses) {
    free(senses->slots);
    *senses = (struct senses){0};
}
