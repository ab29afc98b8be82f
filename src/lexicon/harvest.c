#include <stdlib.h>

#include "base/error.h"
#include "corpus/columns.h"
#include "lexicon/lexicon.h"
#include "lexicon/surface.h"
#include "match/matcher.h"
#include "model/builder.h"

/* ---- First pass: what is annotated ---- */

static gaz_status add_span(gaz_lexicon *lexicon, struct buffer *surface, const struct corpus *corpus,
                           const struct corpus_span *span, gaz_error *error) {
    surface->size = 0;
    for (uint32_t i = 0; i < span->size; i++) {
        const struct name *token = &corpus->vocabulary.items[corpus->tokens[span->begin + i]];
        if (token->size > TOKEN_SIZE_MAX) return GAZ_OK; /* no entry can hold it */
        if (!surface_add_token(surface, token->bytes, token->size)) return error_memory(error);
    }
    const struct name *type = &corpus->types.items[span->type];
    struct entry *entry;
    gaz_status status =
        lexicon_entry(&entry, lexicon, surface->bytes, surface->size, span->size, type->bytes, type->size, error);
    if (status == GAZ_OK) entry->annotated++;
    return status;
}

static gaz_status add_spans(gaz_lexicon *lexicon, const struct corpus *corpus, gaz_error *error) {
    struct buffer surface = {0};
    gaz_status status = GAZ_OK;
    for (uint64_t i = 0; i < corpus->span_count && status == GAZ_OK; i++)
        if (corpus->spans[i].size <= ENTRY_TOKENS_MAX)
            status = add_span(lexicon, &surface, corpus, &corpus->spans[i], error);
    buffer_free(&surface);
    return status;
}

/* ---- Second pass: where the surfaces occur ---- */

/* A model of all surfaces; its entry numbers are the surfaces'. */
static gaz_status compile_surfaces(struct buffer *image, const gaz_lexicon *lexicon, gaz_error *error) {
    struct builder builder = {0};
    struct buffer room = {0};
    gaz_token token;
    builder.in_order = true;
    builder.sides[SIDE_CORPUS].wanted = true;
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < lexicon->surfaces.count && status == GAZ_OK; i++) {
        const struct name *surface = &lexicon->surfaces.items[i];
        size_t at = 0;
        int more = 1;
        status = builder_add_entry(&builder, "", i, 0, error);
        while (status == GAZ_OK && (more = surface_next_token(&token, &room, surface->bytes, surface->size, &at)) == 1)
            status = builder_add_token(&builder, SIDE_CORPUS, token.bytes, token.size, error);
        if (more < 0) status = error_memory(error);
    }
    if (status == GAZ_OK) status = builder_finish(image, &builder, 1, NULL, NULL, error);
    buffer_free(&room);
    builder_free(&builder);
    return status;
}

enum { WINDOW_TOKENS = 1 << 13 };

/* A run of whole sentences laid out for the matcher. */
struct stretch {
    const struct corpus *corpus;
    struct buffer text;
    struct token *tokens;
    struct sentence *sentences;
    uint32_t capacity;
    uint64_t first; /* token number in the corpus of the stretch's first */
    struct match_window window;
};

/* Room for at least one sentence. */
static gaz_status stretch_make(struct stretch *stretch, const struct corpus *corpus, gaz_error *error) {
    uint64_t longest = WINDOW_TOKENS;
    for (uint64_t i = 0; i < corpus->sentence_count; i++) {
        uint64_t size = corpus->sentence_ends[i] - (i ? corpus->sentence_ends[i - 1] : 0);
        if (size > longest) longest = size;
    }
    if (longest > UINT32_MAX / 16)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a sentence has over 268 million tokens");
    *stretch = (struct stretch){.corpus = corpus, .capacity = (uint32_t)longest};
    stretch->tokens = malloc(longest * sizeof *stretch->tokens);
    stretch->sentences = malloc(longest * sizeof *stretch->sentences);
    return stretch->tokens && stretch->sentences ? GAZ_OK : error_memory(error);
}

static void stretch_free(struct stretch *stretch) {
    buffer_free(&stretch->text);
    free(stretch->tokens);
    free(stretch->sentences);
}

/* Takes the sentences from `*sentence` on, as many as there is room for. */
static gaz_status stretch_fill(struct stretch *stretch, uint64_t *sentence, gaz_error *error) {
    const struct corpus *corpus = stretch->corpus;
    uint32_t count = 0;
    uint32_t sentences = 0;
    stretch->text.size = 0;
    stretch->first = *sentence ? corpus->sentence_ends[*sentence - 1] : 0;
    for (; *sentence < corpus->sentence_count; ++*sentence) {
        uint64_t end = corpus->sentence_ends[*sentence];
        if (end - stretch->first > stretch->capacity) break;
        for (uint64_t i = stretch->first + count; i < end; i++) {
            const struct name *token = &corpus->vocabulary.items[corpus->tokens[i]];
            uint32_t size = token->size > TOKEN_SIZE_MAX ? 0 : token->size;
            if (!buffer_add(&stretch->text, token->bytes, size)) return error_memory(error);
            if (stretch->text.size > UINT32_MAX)
                return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a sentence has over 4 GiB");
            uint32_t text_end = (uint32_t)stretch->text.size;
            stretch->tokens[count++] = (struct token){text_end - size, text_end};
        }
        stretch->sentences[sentences++] = (struct sentence){.token_end = count};
    }
    stretch->window = (struct match_window){stretch->text.bytes, stretch->text.size, stretch->tokens, count,
                                            stretch->sentences,  sentences};
    return GAZ_OK;
}

/* How often each surface occurs, and how often inside a longer entity. */
struct counts {
    uint32_t *seen; /* by surface */
    uint32_t *inside;
};

static void count_stretch(struct counts *counts, struct matcher *matcher, const struct stretch *stretch,
                          uint64_t *next_span) {
    const struct corpus *corpus = stretch->corpus;
    struct match match;
    matcher_scan(matcher, &stretch->window, stretch->window.token_count);
    while (matcher_next(&match, matcher)) {
        uint64_t begin = stretch->first + match.begin;
        uint64_t end = stretch->first + match.end;
        while (*next_span < corpus->span_count &&
               corpus->spans[*next_span].begin + corpus->spans[*next_span].size <= begin)
            ++*next_span;
        counts->seen[match.entry]++;
        if (*next_span == corpus->span_count) continue;
        const struct corpus_span *span = &corpus->spans[*next_span];
        bool covered = span->begin <= begin && end <= span->begin + span->size;
        counts->inside[match.entry] += covered && end - begin < span->size;
    }
}

static gaz_status count_all(struct counts *counts, const gaz_model *model, const struct corpus *corpus,
                            gaz_progress progress, void *context, gaz_error *error) {
    struct stretch stretch = {0};
    struct matcher *matcher = NULL;
    gaz_status status = stretch_make(&stretch, corpus, error);
    if (status == GAZ_OK)
        status = matcher_new(&matcher, &model->sides[SIDE_CORPUS], kernel_find(NULL), stretch.capacity, true, error);
    uint64_t span = 0;
    for (uint64_t sentence = 0; sentence < corpus->sentence_count && status == GAZ_OK;) {
        status = stretch_fill(&stretch, &sentence, error);
        if (status == GAZ_OK) count_stretch(counts, matcher, &stretch, &span);
        if (progress) progress(context, "counting", sentence, corpus->sentence_count);
    }
    matcher_free(matcher);
    stretch_free(&stretch);
    return status;
}

/* To the four decimals that lists have, so that a list says exactly what the lexicon does. */
static float share(uint32_t part, uint32_t whole) {
    return (float)((double)(uint32_t)((double)part / whole * 10000 + 0.5) / 10000);
}

/* New evidence for what the corpus has; what it has not at all keeps the evidence it had. */
static void take_counts(gaz_lexicon *lexicon, const struct counts *counts, const uint32_t *annotated_before,
                        size_t entries_before) {
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        struct entry *entry = &lexicon->entries[i];
        if (counts->seen[entry->surface] == 0) {
            if (i < entries_before) entry->annotated = annotated_before[i];
            continue;
        }
        entry->seen = counts->seen[entry->surface];
        entry->inside = counts->inside[entry->surface];
        if (entry->annotated) entry->precision = share(entry->annotated, entry->seen);
        if (entry->annotated || i >= entries_before || annotated_before[i] == 0) continue;
        entry->status = ENTRY_PURITY; /* the corpus has it and no longer annotates it */
        entry->precision = 0;
    }
}

static gaz_status count_surfaces(gaz_lexicon *lexicon, const struct corpus *corpus, const uint32_t *annotated_before,
                                 size_t entries_before, gaz_progress progress, void *context, gaz_error *error) {
    size_t surfaces = (size_t)lexicon->surfaces.count + 1;
    struct counts counts = {calloc(surfaces, sizeof(uint32_t)), calloc(surfaces, sizeof(uint32_t))};
    struct buffer image = {0};
    gaz_model *model = NULL;
    gaz_status status = counts.seen && counts.inside ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK) status = compile_surfaces(&image, lexicon, error);
    if (status == GAZ_OK) status = model_open_memory(&model, image.bytes, image.size, true, "the surfaces", error);
    if (status == GAZ_OK) status = count_all(&counts, model, corpus, progress, context, error);
    if (status == GAZ_OK) take_counts(lexicon, &counts, annotated_before, entries_before);
    gaz_model_close(model);
    buffer_free(&image);
    free(counts.seen);
    free(counts.inside);
    return status;
}

/* ---- Both ---- */

static gaz_status harvest(gaz_lexicon *lexicon, const struct corpus *corpus, const gaz_keep *keep,
                          gaz_progress progress, void *context, gaz_error *error) {
    size_t before = lexicon->entry_count;
    uint32_t *annotated_before = malloc((before + 1) * sizeof *annotated_before);
    if (!annotated_before) return error_memory(error);
    for (size_t i = 0; i < before; i++) {
        annotated_before[i] = lexicon->entries[i].annotated;
        lexicon->entries[i].annotated = 0;
    }
    gaz_status status = add_spans(lexicon, corpus, error);
    if (status == GAZ_OK) status = count_surfaces(lexicon, corpus, annotated_before, before, progress, context, error);
    if (status == GAZ_OK) status = judge(lexicon, keep, error);
    free(annotated_before);
    return status;
}

gaz_status gaz_lexicon_harvest(gaz_lexicon *lexicon, const char *const *paths, size_t path_count,
                               const gaz_columns *columns, const gaz_keep *keep, gaz_corpus_report *report,
                               gaz_progress progress, void *context, gaz_error *error) {
    if (!lexicon || !paths || path_count == 0)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_harvest without lexicon or corpus");
    gaz_columns detect;
    gaz_keep defaults;
    gaz_corpus_report unread = {0};
    gaz_columns_init(&detect);
    gaz_keep_init(&defaults);
    if (!columns) columns = &detect;
    if (!keep) keep = &defaults;
    if (!report) report = &unread;
    *report = (gaz_corpus_report){0};
    struct corpus corpus = {0};
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < path_count && status == GAZ_OK; i++)
        status = columns_read(&corpus, report, paths[i], columns, progress, context, error);
    if (status == GAZ_OK) status = harvest(lexicon, &corpus, keep, progress, context, error);
    corpus_free(&corpus);
    return status;
}
