#include "learn/evidence.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/unicode.h"
#include "learn/corpus_window.h"
#include "lexicon/surface.h"
#include "lexicon/variants.h"
#include "match/matcher.h"
#include "model/builder.h"
#include "text/digits.h"
#include "text/normalized.h"

/* ---- Other forms ---- */

static gaz_status add_source(struct evidence *evidence, uint32_t **first, size_t *capacity, uint32_t form,
                             uint32_t surface, enum variant kind, gaz_error *error) {
    size_t known = *capacity;
    if (!array_reserve(&evidence->sources, &evidence->source_capacity, evidence->source_count + 1,
                       sizeof *evidence->sources) ||
        !array_reserve(first, capacity, (size_t)form + 1, sizeof **first))
        return error_memory(error);
    memset(*first + known, 0, (*capacity - known) * sizeof **first);
    for (uint32_t at = (*first)[form]; at; at = evidence->sources[at - 1].next)
        if (evidence->sources[at - 1].surface == surface) return GAZ_OK; /* by another kind */
    evidence->sources[evidence->source_count++] = (struct source){surface, (*first)[form], (uint8_t)kind};
    (*first)[form] = (uint32_t)evidence->source_count;
    return GAZ_OK;
}

static gaz_status add_forms(struct evidence *evidence, uint32_t **first, size_t *capacity, gaz_lexicon *lexicon,
                            uint32_t surface, unsigned kinds, gaz_error *error) {
    struct variants variants = {.surface = &lexicon->surfaces.items[surface], .kinds = kinds};
    if (variants.surface->size > VARIED_SIZE_MAX) return GAZ_OK;
    gaz_status status = GAZ_OK;
    int more = 1;
    while (status == GAZ_OK && (more = variants_next(&variants)) == 1) {
        uint32_t form;
        status = strings_add(&form, &lexicon->surfaces, variants.form.bytes, variants.form.size, error);
        variants.surface = &lexicon->surfaces.items[surface]; /* they may have moved */
        if (status == GAZ_OK) status = add_source(evidence, first, capacity, form, surface, variants.kind, error);
    }
    if (more < 0) status = error_memory(error);
    variants_free(&variants);
    return status;
}

/* Adds the variants of every surface that the corpus annotates, or a gazetteer has. `*first` (owned by the caller)
 * holds, by surface, 1 + the number of its first source. */
static gaz_status add_all_forms(struct evidence *evidence, uint32_t **first, size_t *capacity, gaz_lexicon *lexicon,
                                unsigned kinds, gaz_error *error) {
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < lexicon->entry_count && status == GAZ_OK; i++)
        if (lexicon->entries[i].annotated || lexicon->entries[i].gazetteer >= GAZETTEER_ASKED)
            status = add_forms(evidence, first, capacity, lexicon, lexicon->entries[i].surface, kinds, error);
    return status;
}

/* ---- A model of the surfaces, and what their features need ---- */

static gaz_status add_surface(struct builder *builder, struct form *form, struct buffer *room,
                              const struct string *surface, uint32_t number, gaz_error *error) {
    struct shapes_set shapes = {0};
    gaz_token token;
    size_t at = 0;
    int more = 1;
    form->pattern = surface_is_pattern(surface->bytes, surface->size);
    uint32_t tokenization = form->pattern ? TOKENS_CORPUS_MASKED : TOKENS_CORPUS;
    builder->tokenizations[tokenization].wanted = true;
    gaz_status status = builder_add_entry(builder, "", number, 1, 0, error);
    while (status == GAZ_OK && (more = surface_next_token(&token, room, surface->bytes, surface->size, &at)) == 1) {
        form->token_count++;
        shapes_add(&shapes, shape_of(token.bytes, token.size));
        status = builder_add_token(builder, tokenization, token.bytes, token.size, error);
    }
    if (more < 0) return error_memory(error);
    form->shapes = (uint8_t)shapes_of(&shapes);
    form->length = (uint8_t)(surface->size < 255 ? surface->size : 255);
    return status;
}

/* Writes what the surfaces of a group have in common; `masked`: their pattern. False: out of memory. */
static bool write_common(struct buffer *common, struct buffer *pattern, const struct string *surface, bool masked) {
    struct field text = {surface->bytes, surface->size};
    if (masked) {
        pattern->size = 0;
        if (!surface_add_masked(pattern, surface->bytes, surface->size)) return false;
        text = (struct field){pattern->bytes, pattern->size};
    }
    common->size = 0;
    if (!buffer_reserve(common, unicode_normalized_room(text.size))) return false;
    common->size = normalize_token(common->bytes, text.bytes, text.size, UNICODE_FOLD);
    return true;
}

/* Groups the surfaces that differ in case only, and with patterns, in digits. */
static gaz_status group_by_casefold(struct evidence *evidence, const gaz_lexicon *lexicon, bool patterns,
                                    gaz_error *error) {
    struct strings folded = {0};
    struct buffer room = {0};
    struct buffer pattern = {0};
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < lexicon->surfaces.count && status == GAZ_OK; i++) {
        const struct string *surface = &lexicon->surfaces.items[i];
        struct form *form = &evidence->forms[i];
        bool masked = patterns && digits_any(surface->bytes, surface->size);
        if (!write_common(&room, &pattern, surface, masked)) {
            status = error_memory(error);
            break;
        }
        status = strings_add(&form->casefold_group, &folded, room.bytes, room.size, error);
        bool differs =
            masked && (pattern.size != surface->size || memcmp(pattern.bytes, surface->bytes, pattern.size) != 0);
        form->in_pattern = differs && strings_have(&lexicon->surfaces, pattern.bytes, pattern.size);
    }
    buffer_free(&pattern);
    evidence->casefold_group_count = folded.count;
    evidence->casefold_groups = calloc((size_t)folded.count + 1, sizeof *evidence->casefold_groups);
    if (status == GAZ_OK && !evidence->casefold_groups) status = error_memory(error);
    buffer_free(&room);
    strings_free(&folded);
    return status;
}

/* The model's entry numbers are the surfaces'. */
static gaz_status compile_surfaces(struct buffer *image, struct evidence *evidence, const gaz_lexicon *lexicon,
                                   gaz_error *error) {
    struct builder builder = {.in_order = true};
    struct buffer room = {0};
    builder.tokenizations[TOKENS_CORPUS].wanted = true;
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < lexicon->surfaces.count && status == GAZ_OK; i++)
        status = add_surface(&builder, &evidence->forms[i], &room, &lexicon->surfaces.items[i], i, error);
    if (status == GAZ_OK) status = builder_finish(image, &builder, 1, NULL, NULL, error);
    buffer_free(&room);
    builder_free(&builder);
    return status;
}

/* ---- Occurrences ---- */

/* How tokens [begin, end) of the corpus, a surface, are annotated; `span` is the first that ends after `begin`. Returns
 * enum gold. */
static uint32_t gold_of(const struct corpus *corpus, const gaz_lexicon *lexicon, uint64_t span, uint32_t surface,
                        uint64_t begin, uint64_t end) {
    if (span == corpus->span_count) return GOLD_NONE;
    const struct corpus_span *gold = &corpus->spans[span];
    if (gold->begin == begin && end - begin == gold->size) {
        uint32_t entry = lexicon_find(lexicon, surface, &corpus->types.items[gold->type], 0);
        return entry ? GOLD_ENTRY + entry - 1 : GOLD_NONE;
    }
    return gold->begin <= begin && end <= gold->begin + gold->size ? GOLD_NESTED : GOLD_NONE;
}

/* The gold of a pattern is that of what stands there, which came just before if it is annotated. */
static uint32_t gold_before(const struct evidence *evidence, uint64_t begin, uint32_t size) {
    if (evidence->occurrence_count == 0) return GOLD_NONE;
    const struct occurrence *before = &evidence->occurrences[evidence->occurrence_count - 1];
    return before->begin == begin && evidence->forms[before->surface].token_count == size ? before->gold : GOLD_NONE;
}

static void count(struct evidence *evidence, const struct occurrence *occurrence) {
    struct form *form = &evidence->forms[occurrence->surface];
    form->occurrences++;
    form->nested += occurrence->gold == GOLD_NESTED;
    struct casefold_group *group = occurrence_group(evidence->casefold_groups, evidence, occurrence);
    if (!group) return;
    group->occurrences++;
    group->annotated += occurrence->gold >= GOLD_ENTRY;
}

static gaz_status add_window(struct evidence *evidence, struct matcher *matcher, const struct corpus_window *window,
                             const gaz_lexicon *lexicon, uint64_t *span, gaz_error *error) {
    const struct corpus *corpus = window->corpus;
    struct match match;
    matcher_scan(matcher, &window->window, window->window.compared.count);
    while (matcher_next(&match, matcher)) {
        uint64_t begin = corpus_window_token(window, match.begin);
        uint64_t end = begin + (match.end - match.begin);
        while (*span < corpus->span_count && corpus->spans[*span].begin + corpus->spans[*span].size <= begin) ++*span;
        if (!array_reserve(&evidence->occurrences, &evidence->occurrence_capacity, evidence->occurrence_count + 1,
                           sizeof *evidence->occurrences))
            return error_memory(error);
        struct occurrence occurrence = {begin, match.entry, gold_of(corpus, lexicon, *span, match.entry, begin, end)};
        if (occurrence.gold == GOLD_NONE && match.masked)
            occurrence.gold = gold_before(evidence, begin, match.end - match.begin);
        count(evidence, &occurrence);
        evidence->occurrences[evidence->occurrence_count++] = occurrence;
    }
    return GAZ_OK;
}

static gaz_status find_occurrences(struct evidence *evidence, const gaz_model *model, const gaz_lexicon *lexicon,
                                   const struct corpus *corpus, gaz_progress progress, void *context,
                                   gaz_error *error) {
    struct corpus_window window = {0};
    struct matcher *matcher = NULL;
    gaz_status status = corpus_window_init(&window, corpus, NULL, &model->automata[TOKENS_CORPUS].factors, error);
    struct matcher_options options = {
        .tokenization = TOKENS_CORPUS, .capacity = 2 * window.capacity, .scope = MATCHER_SENSES};
    if (status == GAZ_OK) status = matcher_new(&matcher, model, kernel_find(NULL), &options, error);
    uint64_t span = 0;
    for (uint64_t sentence = 0; sentence < corpus->sentence_count && status == GAZ_OK;) {
        status = corpus_window_fill(&window, &sentence, error);
        if (status == GAZ_OK) status = add_window(evidence, matcher, &window, lexicon, &span, error);
        if (progress) progress(context, "counting", sentence, corpus->sentence_count);
    }
    matcher_free(matcher);
    corpus_window_free(&window);
    return status;
}

gaz_status evidence_collect(struct evidence *evidence, gaz_lexicon *lexicon, const struct corpus *corpus,
                            unsigned variants, gaz_progress progress, void *context, gaz_error *error) {
    *evidence = (struct evidence){0};
    uint32_t *first = NULL;
    size_t capacity = 0;
    struct buffer image = {0};
    gaz_model *model = NULL;
    gaz_status status = variants ? add_all_forms(evidence, &first, &capacity, lexicon, variants, error) : GAZ_OK;
    if (status == GAZ_OK) {
        evidence->forms = calloc((size_t)lexicon->surfaces.count + 1, sizeof *evidence->forms);
        if (!evidence->forms) status = error_memory(error);
    }
    if (status == GAZ_OK)
        for (uint32_t i = 0; i < lexicon->surfaces.count && i < capacity; i++) evidence->forms[i].source = first[i];
    free(first);
    if (status == GAZ_OK) status = group_by_casefold(evidence, lexicon, (variants & GAZ_VARIANT_DIGITS) != 0, error);
    if (status == GAZ_OK) status = compile_surfaces(&image, evidence, lexicon, error);
    if (status == GAZ_OK) status = model_open_memory(&model, image.bytes, image.size, true, "the surfaces", error);
    if (status == GAZ_OK) status = find_occurrences(evidence, model, lexicon, corpus, progress, context, error);
    gaz_model_close(model);
    buffer_free(&image);
    return status;
}

void evidence_free(struct evidence *evidence) {
    free(evidence->forms);
    free(evidence->casefold_groups);
    free(evidence->sources);
    free(evidence->occurrences);
    *evidence = (struct evidence){0};
}
