#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "lexicon/certainty.h"
#include "lexicon/conflicts.h"
#include "lexicon/lexicon.h"
#include "lexicon/scoring_model.h"
#include "lexicon/surface.h"
#include "lexicon/surface_words.h"
#include "lexicon/tolerance.h"
#include "model/builder.h"
#include "text/shape.h"
#include "text/signs.h"

void gaz_build_options_init(gaz_build_options *options) {
    *options = (gaz_build_options){0};
}

/* Whether an entry goes into the model. */
static bool is_wanted(const struct entry *entry, const gaz_lexicon *lexicon, const gaz_build_options *options) {
    return entry_is_kept(entry, scoring_model_has_context(lexicon->scoring) && !options->no_context);
}

/* ---- Tolerance ---- */

/* The case of an entry's matches. */
static gaz_case case_of(const gaz_lexicon *lexicon, const struct entry *entry, const gaz_build_options *options) {
    gaz_case wanted = entry->match_case ? (gaz_case)entry->match_case : options->match_case;
    const struct string *surface = &lexicon->surfaces.items[entry->surface];
    if (wanted == GAZ_CASE_DEFAULT) return GAZ_CASE_EXACT;
    return tolerance_of_case(wanted, surface->bytes, surface->size);
}

/* Whether an entry has any case, so that the model has to fold tokens. */
static bool folds(const gaz_lexicon *lexicon, const gaz_build_options *options) {
    if (options->match_case == GAZ_CASE_IGNORE) return true;
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        bool may = entry->match_case ? entry->match_case != GAZ_CASE_EXACT : options->match_case > GAZ_CASE_EXACT;
        if (may && is_wanted(entry, lexicon, options) && case_of(lexicon, entry, options) == GAZ_CASE_IGNORE)
            return true;
    }
    return false;
}

/* The entry's flags; `fold`: the model's tokens are folded. */
static uint32_t flags_of(const gaz_lexicon *lexicon, const struct entry *entry, const gaz_build_options *options,
                         bool fold) {
    gaz_edges edges = entry->edges ? (gaz_edges)entry->edges : options->edges;
    uint32_t flags = edges == GAZ_EDGES_STRICT ? ENTRY_STRICT_EDGES : 0;
    return fold && case_of(lexicon, entry, options) == GAZ_CASE_EXACT ? flags | ENTRY_EXACT_CASE : flags;
}

/* ---- Claims: who wins a surface ---- */

static bool wins_claim(const void *context, uint32_t left, uint32_t right) {
    const gaz_lexicon *lexicon = context;
    enum claim claim;
    return conflicts_is_stronger(&claim, lexicon, &lexicon->entries[left], &lexicon->entries[right]);
}

/* Has the builder record who wins each surface, for the table of conflicts. */
static gaz_status ask_for_winners(struct builder *builder, const gaz_lexicon *lexicon, gaz_error *error) {
    size_t size = (lexicon->entry_count + 1) * sizeof(uint32_t);
    for (uint32_t plain = TOKENS_CORPUS; plain <= TOKENS_WORDS; plain++) {
        if (!builder->tokenizations[plain].wanted) continue;
        uint32_t *winners = malloc(size);
        if (!winners) return error_memory(error);
        memset(winners, 0xFF, size); /* CONFLICTS_NO_WINNER */
        builder->tokenizations[plain].winners = winners;
        builder->tokenizations[tokens_masked(plain)].winners = winners; /* other entries have a place in it */
    }
    return GAZ_OK;
}

static gaz_status list_conflicts(const struct builder *builder, const gaz_lexicon *lexicon, const gaz_sink *sink,
                                 gaz_error *error) {
    uint32_t *const winners[2] = {builder->tokenizations[TOKENS_CORPUS].winners,
                                  builder->tokenizations[TOKENS_WORDS].winners};
    return conflicts_write(lexicon, winners, sink, error);
}

/* ---- Surfaces ---- */

/* Adds the words of the newest entry under a tokenization. `*count` is their number. */
static gaz_status add_words(uint32_t *count, struct builder *builder, struct surface_words *words,
                            uint32_t tokenization, gaz_error *error) {
    if (!surface_words_cut(words)) return error_memory(error);
    *count = words->token_count;
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < words->token_count && status == GAZ_OK; i++)
        status = builder_add_token(builder, tokenization, words->text.bytes + words->tokens[i].begin,
                                   words->tokens[i].end - words->tokens[i].begin, error);
    return status;
}

/* Whether the surface is not written as its words, which have been cut, are. */
static bool differs(struct surface_words *words, const struct string *surface) {
    struct buffer *joined = &words->room;
    joined->size = 0;
    return !surface_words_add(joined, words) || joined->size != surface->size ||
           (surface->size && memcmp(joined->bytes, surface->bytes, surface->size) != 0);
}

/* Adds the newest entry's surface as it is written. */
static gaz_status add_written(struct builder *builder, struct buffer *room, const struct string *surface,
                              gaz_error *error) {
    gaz_status status = GAZ_OK;
    gaz_token token;
    size_t at = 0;
    int more = 1;
    while (status == GAZ_OK && (more = surface_next_token(&token, room, surface->bytes, surface->size, &at)) == 1)
        status = builder_add_written(builder, token.bytes, token.size, error);
    return more < 0 ? error_memory(error) : status;
}

/* Gives the entry that is being added its part of the log odds of a match. */
static gaz_status add_prior(struct builder *builder, gaz_build_report *report, const gaz_lexicon *lexicon,
                            const struct entry *entry, enum shapes shapes, gaz_verdicts_score wanted,
                            gaz_error *error) {
    float log_odds = certainty_log_odds(lexicon, entry, wanted);
    report->weighed += certainty_is_asked(entry) && isfinite(log_odds);
    return builder_set_prior(builder, (struct image_prior){log_odds, (uint32_t)shapes}, error);
}

/* Adds one entry under the wanted tokenizations; `*left_out` is set if one of them cannot hold it. */
static gaz_status add_entry(struct builder *builder, struct surface_words *words, bool *left_out,
                            gaz_build_report *report, const gaz_lexicon *lexicon, uint32_t number,
                            const gaz_build_options *options, gaz_error *error) {
    const struct entry *entry = &lexicon->entries[number];
    const struct string *surface = &lexicon->surfaces.items[entry->surface];
    const char *type = lexicon->types.items[entry->type].bytes;
    bool corpus = builder->tokenizations[TOKENS_CORPUS].wanted;
    bool as_words = builder->tokenizations[TOKENS_WORDS].wanted;
    bool context = builder->scoring && builder->scoring->types;
    gaz_token token;
    float score = entry->verdict == VERDICT_KEEP ? 1 : entry->precision;
    struct shapes_set shapes = {0};
    bool fold = builder->tokenizations[corpus ? TOKENS_CORPUS : TOKENS_WORDS].normalization & UNICODE_FOLD;
    bool pattern = surface_is_pattern(surface->bytes, surface->size);
    uint32_t by_tokens = pattern ? tokens_masked(TOKENS_CORPUS) : TOKENS_CORPUS;
    uint32_t by_words = pattern ? tokens_masked(TOKENS_WORDS) : TOKENS_WORDS;
    builder->tokenizations[by_tokens].wanted = corpus;
    builder->tokenizations[by_words].wanted = as_words;
    uint32_t flags = flags_of(lexicon, entry, options, fold) | (pattern ? ENTRY_MASKED : 0);
    gaz_status status = builder_add_entry(builder, type, number, score, flags, error);
    size_t at = 0;
    int more = 1;
    words->text.size = 0;
    while (status == GAZ_OK && /* one walk for all: there are millions of entries */
           (more = surface_next_token(&token, &words->room, surface->bytes, surface->size, &at)) == 1) {
        if (context) shapes_add(&shapes, shape_of(token.bytes, token.size));
        if (as_words && (!buffer_add(&words->text, " ", words->text.size > 0) ||
                         !buffer_add(&words->text, token.bytes, token.size)))
            status = error_memory(error);
        if (status == GAZ_OK && corpus) status = builder_add_token(builder, by_tokens, token.bytes, token.size, error);
    }
    if (more < 0) status = error_memory(error);
    if (status == GAZ_OK && context)
        status = add_prior(builder, report, lexicon, entry, shapes_of(&shapes), options->verdicts_score, error);
    if (status == GAZ_OK && (entry->annotated || entry->occurrences || entry->nested))
        status = builder_set_evidence(
            builder, (struct image_evidence){entry->annotated, entry->occurrences, entry->nested}, error);
    uint32_t name = lexicon_notes(lexicon, entry).name;
    if (status == GAZ_OK && (entry->id || name))
        status = builder_set_concept(builder, lexicon_id(lexicon, entry), lexicon_name(lexicon, entry), error);
    uint32_t count = 0;
    if (status == GAZ_OK && as_words) status = add_words(&count, builder, words, by_words, error);
    bool respelled = builder->respelled || (!corpus && as_words && differs(words, surface));
    if (status == GAZ_OK && ((flags & (ENTRY_EXACT_CASE | ENTRY_MASKED)) || respelled))
        status = add_written(builder, &words->room, surface, error);
    if (!as_words) return status;
    if (count > ENTRY_TOKENS_MAX || status == GAZ_ERROR_LIMIT) { /* its words do not fit, its tokens may */
        status = builder_drop_surface(builder, by_words, error);
        count = 0;
    }
    if (count == 0) *left_out = true;
    return status;
}

/* `*claims` is the number of entries that claim a surface under at least one tokenization. */
static gaz_status add_entries(struct builder *builder, gaz_build_report *report, uint64_t *claims,
                              const gaz_lexicon *lexicon, const gaz_build_options *options, gaz_error *error) {
    struct surface_words words = {.signs = builder->tokenizations[TOKENS_WORDS].signs};
    uint64_t tokens = 0;
    for (size_t i = 0; i < lexicon->entry_count; i++) tokens += lexicon->entries[i].token_count;
    gaz_status status = builder_reserve(builder, lexicon->entry_count, tokens, error);
    for (uint32_t i = 0; i < lexicon->entry_count && status == GAZ_OK; i++) {
        if (options->progress && i % 4096 == 0)
            options->progress(options->user, "reading entries", i, lexicon->entry_count);
        if (!is_wanted(&lexicon->entries[i], lexicon, options)) continue;
        bool left_out = false;
        status = add_entry(builder, &words, &left_out, report, lexicon, i, options, error);
        report->left_out += left_out;
        *claims += !left_out || builder->tokenizations[TOKENS_CORPUS].wanted;
    }
    surface_words_free(&words);
    return status;
}

/* The scoring model of the lexicon, as the builder takes it. The caller frees `*words`. */
static gaz_status lay_out_scoring(struct builder_context *context, struct image_word **words,
                                  const gaz_lexicon *lexicon, const gaz_build_options *options, gaz_error *error) {
    const struct scoring_model *scoring = lexicon->scoring;
    bool with_context = scoring_model_has_context(scoring);
    if (!scoring || (with_context && options->no_context)) return GAZ_OK;
    context->points = scoring->points;
    context->point_count = scoring->point_count;
    if (!with_context) return GAZ_OK;
    *words = scoring_model_word_table(&context->word_slots, scoring);
    if (!*words) return error_memory(error);
    context->threshold = (float)scoring->estimate.threshold;
    context->types = &scoring->types;
    context->weights = scoring->weights;
    context->words = *words;
    return GAZ_OK;
}

/* By what tokens are the same. Those of a corpus are compared as they are written, but for NFC. */
static void set_normalization(struct builder *builder, const gaz_lexicon *lexicon, const gaz_build_options *options) {
    unsigned both = (options->no_normalize ? 0u : UNICODE_COMPOSE) | (folds(lexicon, options) ? UNICODE_FOLD : 0u) |
                    (options->fold_accents ? UNICODE_ACCENTS : 0u) | (options->turkic ? UNICODE_TURKIC : 0u);
    for (uint32_t plain = TOKENS_CORPUS; plain <= TOKENS_WORDS; plain++) {
        bool typography = plain == TOKENS_WORDS && !options->exact_typography;
        unsigned normalization = both | (typography ? UNICODE_TYPOGRAPHY : 0u);
        builder->tokenizations[plain].normalization = normalization;
        builder->tokenizations[tokens_masked(plain)].normalization = normalization;
        builder->tokenizations[tokens_masked(plain)].signs = builder->tokenizations[plain].signs;
    }
}

/* The number of entries in a finished image. */
static uint64_t image_entries(const struct buffer *image) {
    struct image_header header;
    memcpy(&header, image->bytes, sizeof header);
    return header.entry_count;
}

static gaz_status check(struct builder *builder, const gaz_build_options *options, gaz_error *error) {
    builder->tokenizations[TOKENS_CORPUS].wanted = options->tokens != GAZ_TOKENS_WORDS;
    builder->tokenizations[TOKENS_WORDS].wanted = options->tokens != GAZ_TOKENS_CORPUS;
    if (options->word_signs && !signs_parse(&builder->tokenizations[TOKENS_WORDS].signs, options->word_signs))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0,
                         "only signs of ASCII can be parts of words, not all of '%s'", options->word_signs);
    return GAZ_OK;
}

/* Builds the bytes of the model file. */
static gaz_status build_image(struct buffer *image, gaz_build_report *report, const gaz_lexicon *lexicon,
                              const gaz_build_options *options, gaz_error *error) {
    struct builder_context scoring = {0};
    struct image_word *words = NULL;
    struct builder builder = {.is_stronger = wins_claim, .context = lexicon, .scoring = &scoring};
    uint64_t claims = 0;
    gaz_status status = lexicon_check_finished(lexicon, error);
    if (status == GAZ_OK) status = check(&builder, options, error);
    if (status != GAZ_OK) return status;
    set_normalization(&builder, lexicon, options);
    if (options->conflicts) status = ask_for_winners(&builder, lexicon, error);
    if (status == GAZ_OK) status = lay_out_scoring(&scoring, &words, lexicon, options, error);
    if (status == GAZ_OK) status = add_entries(&builder, report, &claims, lexicon, options, error);
    if (status == GAZ_OK)
        status = builder_finish(image, &builder, options->threads, options->progress, options->user, error);
    if (status == GAZ_OK && options->conflicts) status = list_conflicts(&builder, lexicon, options->conflicts, error);
    for (uint32_t plain = TOKENS_CORPUS; plain <= TOKENS_WORDS; plain++) free(builder.tokenizations[plain].winners);
    report->lower = builder.lower_count;
    builder_free(&builder);
    free(words);
    if (status != GAZ_OK) return status;
    report->entries = image_entries(image);
    report->repeated = claims - report->entries;
    return GAZ_OK;
}

gaz_status gaz_lexicon_build(const gaz_lexicon *lexicon, const char *path, const gaz_build_options *options,
                             gaz_build_report *report, gaz_error *error) {
    if (!lexicon || !path)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_build without lexicon or path");
    gaz_build_options defaults;
    gaz_build_options_init(&defaults);
    if (!options) options = &defaults;
    struct file_writer writer;
    struct buffer image = {0};
    gaz_build_report counts = {0};
    gaz_status status = file_create(&writer, path, error); /* so that a bad path fails before the long work */
    if (status != GAZ_OK) return status;
    status = build_image(&image, &counts, lexicon, options, error);
    if (status == GAZ_OK) status = file_write(&writer, image.bytes, image.size, error);
    if (status == GAZ_OK) status = file_commit(&writer, error);
    file_discard(&writer);
    buffer_free(&image);
    if (status == GAZ_OK && report) *report = counts;
    return status;
}

gaz_status gaz_lexicon_build_bytes(gaz_memory *image, const gaz_lexicon *lexicon, const gaz_build_options *options,
                                   gaz_build_report *report, gaz_error *error) {
    if (!lexicon || !image)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_build_bytes without lexicon or memory");
    gaz_build_options defaults;
    gaz_build_options_init(&defaults);
    struct buffer built = {0};
    gaz_build_report counts = {0};
    gaz_status status = build_image(&built, &counts, lexicon, options ? options : &defaults, error);
    if (status != GAZ_OK) {
        buffer_free(&built);
        return status;
    }
    *image = (gaz_memory){built.bytes, built.size, built.capacity};
    if (report) *report = counts;
    return GAZ_OK;
}
