#include "explain/near_miss.h"

#include "base/error.h"
#include "base/unicode.h"
#include "lexicon/surface.h"
#include "lexicon/surface_words.h"
#include "lexicon/variants.h"

/* The span that near misses are searched for. */
struct span_text {
    gaz_explainer *explainer;
    struct buffer text;         /* its tokens with spaces between */
    struct buffer surface;      /* its tokens as lists have them */
    struct surface_words other; /* scratch: the tokens of another surface */
    struct buffer keys[2];
};

static bool is_full(const gaz_explainer *explainer) {
    return explainer->explanation.near_miss_count == NEAR_MISSES_MAX;
}

/* Whether it is there already. */
static bool have(const gaz_explainer *explainer, const char *surface, const char *type) {
    for (size_t i = 0; i < explainer->explanation.near_miss_count; i++)
        if (strcmp(explainer->near_misses[i].surface, surface) == 0 &&
            strcmp(explainer->near_misses[i].type, type) == 0)
            return true;
    return false;
}

/* Adds an entry of the lists. */
static void add_entry(gaz_explainer *explainer, uint32_t number, const char *kind) {
    const gaz_lexicon *lexicon = explainer->finder.index.lexicon;
    const struct entry *entry = &lexicon->entries[number];
    const char *surface = lexicon->surfaces.items[entry->surface].bytes;
    const char *type = lexicon->types.items[entry->type].bytes;
    if (is_full(explainer) || entry->status == ENTRY_GONE || have(explainer, surface, type)) return;
    struct place place = lexicon_place(lexicon, number);
    explainer->near_misses[explainer->explanation.near_miss_count++] =
        (gaz_near_miss){.surface = surface,
                        .type = type,
                        .kind = kind,
                        .status = entry_status_names[entry->status],
                        .verdict = entry_verdict_names[entry->verdict],
                        .list = place.file ? lexicon->files.items[place.file - 1].bytes : NULL,
                        .line = place.line};
}

/* ---- The same words ---- */

/* Makes the key that texts are compared by. False: out of memory. */
static bool add_normalized(struct buffer *key, const struct buffer *text, unsigned normalization) {
    size_t room = unicode_normalized_room(text->size);
    key->size = 0;
    if (!buffer_reserve(key, room)) return false;
    key->size = unicode_normalize(key->bytes, room, text->bytes, text->size, normalization);
    return true;
}

static bool are_same(const struct buffer *left, const struct buffer *right) {
    return left->size == right->size && (left->size == 0 || memcmp(left->bytes, right->bytes, left->size) == 0);
}

/* How an entry with the same words differs. NULL: out of memory. */
static const char *kind_of(struct span_text *span, uint32_t number) {
    const gaz_lexicon *lexicon = span->explainer->finder.index.lexicon;
    const struct string *surface = &lexicon->surfaces.items[lexicon->entries[number].surface];
    if (!surface_words_join(&span->other, surface->bytes, surface->size)) return NULL;
    if (are_same(&span->text, &span->other.text)) return "tokens";
    for (int i = 0; i < INDEX_KINDS; i++) {
        if (!add_normalized(&span->keys[0], &span->text, index_kinds[i].normalization) ||
            !add_normalized(&span->keys[1], &span->other.text, index_kinds[i].normalization))
            return NULL;
        if (are_same(&span->keys[0], &span->keys[1])) return index_kinds[i].name;
    }
    return "punctuation";
}

static gaz_status add_same_words(struct span_text *span, gaz_error *error) {
    struct index *index = &span->explainer->finder.index;
    uint32_t first;
    gaz_status status = index_find_words(&first, index, span->text.bytes, span->text.size, error);
    for (uint32_t at = first; at && status == GAZ_OK && !is_full(span->explainer); at = index->words_next[at - 1]) {
        const char *kind = kind_of(span, at - 1);
        if (!kind) return error_memory(error);
        add_entry(span->explainer, at - 1, kind);
    }
    return status;
}

/* ---- Other forms ---- */

/* Whether the model has an entry that is all of the text; its type. */
static gaz_status find_in_model(const char **type, gaz_explainer *explainer, const char *text, size_t size,
                                gaz_error *error) {
    gaz_tagger *tagger = explainer->finder.tagger;
    gaz_span span;
    *type = NULL;
    gaz_status status = gaz_tagger_text(tagger, text, size, error);
    while (status == GAZ_OK && gaz_tagger_next(&span, tagger))
        if (span.begin == 0 && span.end == size) *type = gaz_model_type(explainer->finder.model, span.type);
    return status;
}

static gaz_status add_from_model(struct span_text *span, const struct buffer *form, const char *kind,
                                 gaz_error *error) {
    gaz_explainer *explainer = span->explainer;
    const char *type;
    if (!surface_words_join(&span->other, form->bytes, form->size)) return error_memory(error);
    gaz_status status = find_in_model(&type, explainer, span->other.text.bytes, span->other.text.size, error);
    if (status != GAZ_OK || !type) return status;
    const char *surface = explainer_keep(explainer, form->bytes, form->size);
    if (!surface) return error_memory(error);
    if (is_full(explainer) || have(explainer, surface, type)) return GAZ_OK;
    explainer->near_misses[explainer->explanation.near_miss_count++] =
        (gaz_near_miss){.surface = surface, .type = type, .kind = kind, .status = "kept", .verdict = ""};
    return GAZ_OK;
}

static gaz_status add_variants(struct span_text *span, gaz_error *error) {
    const gaz_lexicon *lexicon = span->explainer->finder.index.lexicon;
    struct string surface = {.bytes = span->surface.bytes, .size = (uint32_t)span->surface.size};
    struct variants variants = {.surface = &surface, .kinds = GAZ_VARIANT_ALL};
    gaz_status status = GAZ_OK;
    int more = 1;
    while (status == GAZ_OK && (more = variants_next(&variants)) == 1) {
        uint32_t number;
        const char *kind = variant_names[variants.kind];
        if (!lexicon)
            status = add_from_model(span, &variants.form, kind, error);
        else if (strings_find(&number, &lexicon->surfaces, variants.form.bytes, variants.form.size))
            for (uint32_t at = lexicon_first(lexicon, number); at; at = lexicon->entries[at - 1].next)
                add_entry(span->explainer, at - 1, kind);
    }
    variants_free(&variants);
    return more < 0 ? error_memory(error) : status;
}

gaz_status near_miss_find(gaz_explainer *explainer, const gaz_document *document, uint64_t begin, uint64_t end,
                          gaz_error *error) {
    struct span_text span = {.explainer = explainer};
    gaz_status status = GAZ_OK;
    explainer->explanation.near_miss_count = 0;
    const struct document_token *tokens = document->tokens;
    uint64_t size = tokens[end - 1].end - tokens[begin].begin;
    if (size > TOKEN_SIZE_MAX) return GAZ_OK; /* nobody asks for that to be found in another form */
    for (uint64_t i = begin; i < end && status == GAZ_OK; i++) {
        const char *bytes = document->text + tokens[i].begin;
        size_t token_size = tokens[i].end - tokens[i].begin;
        bool apart = i > begin && tokens[i].begin > tokens[i - 1].end;
        if (!buffer_add(&span.text, " ", apart) || !buffer_add(&span.text, bytes, token_size) ||
            !surface_add_token(&span.surface, bytes, token_size))
            status = error_memory(error);
    }
    if (status == GAZ_OK && explainer->finder.index.lexicon) status = add_same_words(&span, error);
    if (status == GAZ_OK) status = add_variants(&span, error);
    buffer_free(&span.text);
    buffer_free(&span.surface);
    surface_words_free(&span.other);
    buffer_free(&span.keys[0]);
    buffer_free(&span.keys[1]);
    return status;
}
