#include "learn/gazetteer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "lexicon/merge.h"
#include "lexicon/surface.h"
#include "lexicon/surface_words.h"

static bool is_annotated(const struct corpus *corpus, const gaz_lexicon *lexicon, const struct entry *entry) {
    const struct string *type = &lexicon->types.items[entry->type];
    return strings_have(&corpus->types, type->bytes, type->size);
}

/* ---- Types ---- */

/* The types that a corpus annotates, with commas between, as far as there is room. */
static void name_types(char names[128], const struct corpus *corpus) {
    size_t size = 0;
    names[0] = 0;
    for (uint32_t i = 0; i < corpus->types.count; i++) {
        const struct string *type = &corpus->types.items[i];
        bool fits = size + type->size + 8 < 128;
        size += (size_t)snprintf(names + size, 128 - size, "%s%s", i ? ", " : "", fits ? type->bytes : "...");
        if (!fits) return;
    }
}

static gaz_status refuse_type(const gaz_lexicon *lexicon, const struct entry *entry, const struct corpus *corpus,
                              gaz_error *error) {
    char names[128];
    name_types(names, corpus);
    return error_hint(error, GAZ_HINT_GAZETTEER,
                      error_set(error, GAZ_ERROR_INPUT, NULL, 0,
                                "the gazetteer's entry \"%.60s\" has the type %.60s, which no corpus can judge: they "
                                "annotate %s",
                                lexicon->surfaces.items[entry->surface].bytes, lexicon->types.items[entry->type].bytes,
                                corpus->types.count ? names : "nothing"));
}

/* ---- Tokens ---- */

/* Of a hundred words of the vocabulary, as many may be cut by the word tokenizer where a corpus is cut by it: of
 * ncbi-disease and bc5cdr none is, of PTB-like corpora 5 and more. */
enum { CUT_WORDS_MAX = 1 };

/* Whether the tokens of the corpus are those of the word tokenizer. */
static gaz_status is_cut_in_words(bool *is, const struct corpus *corpus, struct surface_words *words,
                                  gaz_error *error) {
    struct buffer surface = {0};
    uint64_t cut = 0;
    bool good = true;
    for (uint32_t i = 0; i < corpus->vocabulary.count && good; i++) {
        const struct string *token = &corpus->vocabulary.items[i];
        surface.size = 0;
        good = surface_add_token(&surface, token->bytes, token->size) &&
               surface_words_join(words, surface.bytes, surface.size) && surface_words_cut(words);
        cut += words->token_count > 1;
    }
    *is = cut * 100 <= (uint64_t)corpus->vocabulary.count * CUT_WORDS_MAX;
    buffer_free(&surface);
    return good ? GAZ_OK : error_memory(error);
}

/* Moves an entry to its surface as the word tokenizer cuts it. */
static gaz_status cut_entry(gaz_lexicon *lexicon, size_t number, struct surface_words *words, struct buffer *surface,
                            gaz_error *error) {
    const struct entry from = lexicon->entries[number];
    const struct string *written = &lexicon->surfaces.items[from.surface];
    const struct string *type = &lexicon->types.items[from.type];
    bool good = surface_words_join(words, written->bytes, written->size) && surface_words_cut(words);
    surface->size = 0;
    for (uint32_t i = 0; i < words->token_count && good; i++) {
        const struct token *token = &words->tokens[i];
        good = surface_add_token(surface, words->text.bytes + token->begin, token->end - token->begin);
    }
    if (surface_is_pattern(written->bytes, written->size)) good = good && surface_mask(surface);
    if (!good) return error_memory(error);
    if (surface->size == 0 || words->token_count > ENTRY_TOKENS_MAX) return GAZ_OK;
    if (surface->size == written->size && memcmp(surface->bytes, written->bytes, written->size) == 0) return GAZ_OK;
    const struct entry_key key = {.surface = {surface->bytes, surface->size},
                                  .type = {type->bytes, type->size},
                                  .id = from.id,
                                  .token_count = words->token_count};
    struct entry_notes notes = lexicon_notes(lexicon, &lexicon->entries[number]);
    gaz_status status = merge_entry(lexicon, &key, &from, notes, NULL, 0, error);
    lexicon->entries[number].status = ENTRY_GONE;
    lexicon->entries[number].verdict = VERDICT_NONE;
    lexicon->entries[number].gazetteer = GAZETTEER_NONE;
    return status;
}

static gaz_status cut_new(gaz_lexicon *lexicon, const struct corpus *corpus, gaz_error *error) {
    struct surface_words words = {0};
    struct buffer surface = {0};
    bool in_words = false;
    gaz_status status = is_cut_in_words(&in_words, corpus, &words, error);
    size_t count = lexicon->entry_count;
    for (size_t i = 0; i < count && in_words && status == GAZ_OK; i++)
        if (lexicon->entries[i].gazetteer == GAZETTEER_NEW) status = cut_entry(lexicon, i, &words, &surface, error);
    buffer_free(&surface);
    surface_words_free(&words);
    return status;
}

/* ---- What is judged ---- */

/* An entry that somebody has put into the lists, and of which no harvest and no person has said anything. */
static bool is_without_evidence(const struct entry *entry) {
    return entry->annotated == 0 && entry->variant == VARIANT_NONE && entry->status == ENTRY_KEPT &&
           entry->verdict == VERDICT_NONE && isinf(entry->log_odds);
}

gaz_status gazetteer_begin(gaz_lexicon *lexicon, const struct corpus *corpus, gaz_error *error) {
    bool any = false;
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (entry->gazetteer != GAZETTEER_NEW) continue;
        any = true;
        if (entry->verdict == VERDICT_NONE && !is_annotated(corpus, lexicon, entry))
            return refuse_type(lexicon, entry, corpus, error);
    }
    gaz_status status = any ? cut_new(lexicon, corpus, error) : GAZ_OK;
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        struct entry *entry = &lexicon->entries[i];
        if (!is_annotated(corpus, lexicon, entry)) continue;
        if (entry->gazetteer != GAZETTEER_NONE) {
            entry->gazetteer = GAZETTEER_JUDGED;
            entry->variant = VARIANT_NONE; /* an earlier harvest may have made one */
        } else if (is_without_evidence(entry)) {
            entry->gazetteer = GAZETTEER_ASKED;
        }
    }
    return status;
}

void gazetteer_settle(gaz_lexicon *lexicon, const struct evidence *evidence) {
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        struct entry *entry = &lexicon->entries[i];
        if (entry->gazetteer == GAZETTEER_ASKED)
            entry->gazetteer = evidence->forms[entry->surface].occurrences ? GAZETTEER_JUDGED : GAZETTEER_NONE;
    }
}

void gazetteer_end(gaz_lexicon *lexicon) {
    for (size_t i = 0; i < lexicon->entry_count; i++)
        if (lexicon->entries[i].gazetteer) lexicon->entries[i].gazetteer = GAZETTEER_LISTED;
}
