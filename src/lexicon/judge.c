#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "lexicon/lexicon.h"

void gaz_keep_init(gaz_keep *keep) {
    *keep = (gaz_keep){.min_purity = 0.25, .min_count = 1, .min_tokens = 1};
}

/* Of two entries of one surface, whether `a` has the stronger claim to be its majority type. */
static bool is_stronger(const gaz_lexicon *lexicon, const struct entry *a, const struct entry *b) {
    if (a->annotated != b->annotated) return a->annotated > b->annotated;
    return strcmp(lexicon->types.items[a->type].bytes, lexicon->types.items[b->type].bytes) < 0;
}

static enum entry_status judge_entry(const struct entry *entry, const struct entry *majority, const gaz_keep *keep) {
    if (entry != majority) return ENTRY_TYPE;
    if ((double)entry->annotated < keep->min_purity * (double)entry->seen) return ENTRY_PURITY;
    if (entry->annotated < keep->min_count) return ENTRY_COUNT;
    if (entry->token_count < keep->min_tokens) return ENTRY_TOKENS;
    return ENTRY_KEPT;
}

gaz_status judge(gaz_lexicon *lexicon, const gaz_keep *keep, gaz_error *error) {
    struct entry **majority = calloc((size_t)lexicon->surfaces.count + 1, sizeof *majority);
    if (!majority) return error_memory(error);
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        struct entry *entry = &lexicon->entries[i];
        struct entry **strongest = &majority[entry->surface];
        if (entry->annotated && (!*strongest || is_stronger(lexicon, entry, *strongest))) *strongest = entry;
    }
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        struct entry *entry = &lexicon->entries[i];
        if (entry->annotated) entry->status = (uint8_t)judge_entry(entry, majority[entry->surface], keep);
    }
    free(majority);
    return GAZ_OK;
}
