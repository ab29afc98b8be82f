#include "eval/predict.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/unicode.h"
#include "format/scheme_tags.h"
#include "learn/corpus_window.h"
#include "match/abbreviations.h"
#include "match/matcher.h"
#include "text/kernel.h"
#include "text/normalized.h"

/* ---- Tokens as the model compares them ---- */

static gaz_status add_key(struct pair_keys *keys, uint32_t number, struct buffer *room, const struct string *token,
                          const struct image_automaton *header, gaz_error *error) {
    room->size = 0;
    if (!buffer_reserve(room, unicode_normalized_room(token->size))) return error_memory(error);
    size_t size = normalize_token(room->bytes, token->bytes, token->size, header->flags);
    uint32_t key;
    gaz_status status = strings_add(&key, &keys->distinct, room->bytes, size, error);
    if (status == GAZ_OK) keys->items[number] = keys->distinct.items[key];
    return status;
}

/* Makes pair->surfaces. */
static gaz_status make_surfaces(struct pair *pair, const struct automaton *automaton, gaz_error *error) {
    struct strings *vocabulary = &pair->gold.vocabulary;
    pair->surfaces = pair->gold;
    if (automaton->header->flags == 0) return GAZ_OK;
    struct buffer room = {0};
    pair->keys.items = calloc((size_t)vocabulary->count + 1, sizeof *pair->keys.items);
    gaz_status status = pair->keys.items ? GAZ_OK : error_memory(error);
    for (uint32_t i = 0; i < vocabulary->count && status == GAZ_OK; i++)
        status = add_key(&pair->keys, i, &room, &vocabulary->items[i], automaton->header, error);
    buffer_free(&room);
    pair->surfaces.vocabulary.items = pair->keys.items;
    return status;
}

/* ---- Tags ---- */

/* The tags that a type's spans are written with, and the type's own number in the gold. */
struct tags {
    struct spelling spelling;
    uint32_t type;
};

static gaz_status spell_type(struct tags *tags, struct pair *pair, struct spelling_letters letters, const char *type,
                             struct buffer *room, gaz_error *error) {
    struct corpus *gold = &pair->gold;
    gaz_status status = strings_add(&tags->type, &gold->types, type, strlen(type), error);
    if (status != GAZ_OK) return status;
    return spelling_make(&tags->spelling, &gold->tag_names, pair->scheme, letters, type, room, error);
}

/* ---- Spans ---- */

struct predictor {
    struct pair *pair;
    const gaz_model *model;
    unsigned tokenization; /* the model's that has the gold's tokens */
    struct tags *tags;     /* by type number in the model */
    struct corpus_window window;
    struct matcher *chosen; /* the longest at each place, as gaz tag has them */
    struct matcher *all;
    struct abbreviations *abbreviations; /* NULL: they are not asked for */
    struct match_list found;             /* with abbreviations: matches of a stretch, by units */
    struct match_list result;            /* of a sentence, by its tokens */
    struct field *tokens;                /* of a sentence */
    size_t token_capacity;
    uint64_t document;  /* the first that has not begun */
    uint64_t sentence;  /* of the newest hit */
    uint64_t gold_span; /* the first that may begin where the next match does */
};

/* Whether a span of the same type ends where this one begins, in the same sentence. */
static bool follows_same_type(struct predictor *predictor, const struct corpus_span *span) {
    const struct corpus *gold = &predictor->pair->gold;
    const struct pair *pair = predictor->pair;
    while (gold->sentence_ends[predictor->sentence] <= span->begin) predictor->sentence++;
    uint64_t sentence_begin = predictor->sentence ? gold->sentence_ends[predictor->sentence - 1] : 0;
    if (pair->hit_count == 0 || span->begin == sentence_begin) return false;
    const struct corpus_span *last = &pair->hits[pair->hit_count - 1].span;
    return last->begin + last->size == span->begin && last->type == span->type;
}

static gaz_status add_hit(struct predictor *predictor, const struct match *match, gaz_error *error) {
    struct pair *pair = predictor->pair;
    struct corpus *predicted = &pair->predicted;
    const struct tags *tags = &predictor->tags[entry_type(predictor->model->entries[match->entry])];
    struct corpus_span span = {.begin = corpus_window_token(&predictor->window, match->begin),
                               .size = match->end - match->begin,
                               .type = tags->type};
    bool follows = follows_same_type(predictor, &span);
    spelling_write(predicted->tags + span.begin, span.size, &tags->spelling, pair->scheme, follows);
    if (!array_reserve(&pair->hits, &pair->hit_capacity, (size_t)pair->hit_count + 1, sizeof *pair->hits))
        return error_memory(error);
    pair->hits[pair->hit_count++] = (struct hit){span, (double)match->score};
    if (follows && pair->scheme == GAZ_SCHEME_BARE) { /* nothing parts the two: who reads the tags finds one */
        predicted->spans[predicted->span_count - 1].size += span.size;
        return GAZ_OK;
    }
    gaz_status status = corpus_append_span(predicted, &span, error);
    if (status != GAZ_OK || !predictor->model->known.concepts) return status;
    return corpus_set_concept(predicted, predicted->span_count - 1, model_id(predictor->model, match->entry), NULL,
                              error);
}

static void mark_reachable(struct predictor *predictor, const struct match *match) {
    const struct corpus *gold = &predictor->pair->gold;
    uint64_t begin = corpus_window_token(&predictor->window, match->begin);
    uint64_t *next = &predictor->gold_span;
    while (*next < gold->span_count && gold->spans[*next].begin < begin) ++*next;
    if (*next == gold->span_count) return;
    const struct corpus_span *span = &gold->spans[*next];
    if (span->begin == begin && span->size == match->end - match->begin) predictor->pair->reachable[*next] = true;
}

/* Adds what becomes of the matches of a sentence, whose tokens begin at a unit of the stretch. */
static gaz_status add_sentence_hits(struct predictor *predictor, const struct abbreviated_sentence *sentence,
                                    uint32_t unit, gaz_error *error) {
    struct match_list *result = &predictor->result;
    gaz_status status = GAZ_OK;
    result->count = 0;
    if (!abbreviations_apply(result, predictor->abbreviations, sentence)) return error_memory(error);
    for (size_t i = 0; i < result->count && status == GAZ_OK; i++) {
        struct match match = result->items[i];
        match.begin += unit;
        match.end += unit;
        status = add_hit(predictor, &match, error);
    }
    return status;
}

/* A document begins with the sentence, if it is the first of one. */
static void begin_document(struct predictor *predictor, uint64_t sentence) {
    const struct corpus *gold = &predictor->pair->gold;
    uint64_t *document = &predictor->document;
    uint64_t begin = *document ? gold->document_ends[*document - 1] : 0;
    if (*document == gold->document_count || sentence < begin) return;
    abbreviations_clear(predictor->abbreviations);
    ++*document;
}

/* The tokens of a sentence. */
static gaz_status take_tokens(struct predictor *predictor, uint64_t begin, uint64_t end, gaz_error *error) {
    const struct corpus *gold = &predictor->pair->gold;
    size_t count = (size_t)(end - begin);
    if (!array_reserve(&predictor->tokens, &predictor->token_capacity, count, sizeof *predictor->tokens))
        return error_memory(error);
    for (size_t i = 0; i < count; i++) {
        const struct string *token = &gold->vocabulary.items[gold->tokens[begin + i]];
        predictor->tokens[i] = (struct field){token->bytes, token->size};
    }
    return GAZ_OK;
}

/* The same as add_hit for the matches of a stretch from `sentence` up to `end`, with abbreviations. */
static gaz_status add_abbreviated_hits(struct predictor *predictor, uint64_t sentence, uint64_t end, gaz_error *error) {
    const struct corpus *gold = &predictor->pair->gold;
    const struct match_list *found = &predictor->found;
    size_t next = 0;
    uint32_t unit = 0;
    gaz_status status = GAZ_OK;
    for (; sentence < end && status == GAZ_OK; sentence++) {
        uint64_t begin = sentence ? gold->sentence_ends[sentence - 1] : 0;
        uint32_t size = (uint32_t)(gold->sentence_ends[sentence] - begin);
        size_t first = next;
        for (; next < found->count && found->items[next].begin < unit + size; next++) {
            found->items[next].begin -= unit;
            found->items[next].end -= unit;
        }
        begin_document(predictor, sentence);
        status = take_tokens(predictor, begin, begin + size, error);
        const struct abbreviated_sentence taken = {predictor->tokens, size, found->items + first, next - first};
        if (status == GAZ_OK) status = add_sentence_hits(predictor, &taken, unit, error);
        unit += size + 1;
    }
    return status;
}

static gaz_status predict_stretch(struct predictor *predictor, uint64_t sentence, uint64_t end, gaz_error *error) {
    const struct match_window *window = &predictor->window.window;
    bool abbreviations = predictor->abbreviations != NULL;
    struct match match;
    gaz_status status = GAZ_OK;
    predictor->found.count = 0;
    matcher_scan(predictor->chosen, window, window->compared.count);
    while (status == GAZ_OK && matcher_next(&match, predictor->chosen)) {
        if (!abbreviations)
            status = add_hit(predictor, &match, error);
        else if (!match_list_add(&predictor->found, &match))
            status = error_memory(error);
    }
    if (status == GAZ_OK && abbreviations) status = add_abbreviated_hits(predictor, sentence, end, error);
    matcher_scan(predictor->all, window, window->compared.count);
    while (status == GAZ_OK && matcher_next(&match, predictor->all)) mark_reachable(predictor, &match);
    return status;
}

/* ---- All of it ---- */

/* Makes room for the predictions: no spans, and every tag O. */
static gaz_status make_room(struct predictor *predictor, gaz_error *error) {
    struct pair *pair = predictor->pair;
    const gaz_model *model = predictor->model;
    uint32_t type_count = model->header->type_count;
    size_t token_count = (size_t)pair->gold.token_count;
    pair->predicted.tags = malloc((token_count + 1) * sizeof *pair->predicted.tags);
    pair->reachable = calloc((size_t)pair->gold.span_count + 1, sizeof *pair->reachable);
    predictor->tags = calloc((size_t)type_count + 1, sizeof *predictor->tags);
    if (!pair->predicted.tags || !pair->reachable || !predictor->tags) return error_memory(error);
    struct spelling_letters letters = spelling_letters(pair->scheme, &pair->gold.tag_names);
    struct buffer room = {0};
    uint32_t outside;
    gaz_status status = strings_add(&outside, &pair->gold.tag_names, "O", 1, error);
    for (uint32_t i = 0; i < type_count && status == GAZ_OK; i++)
        status = spell_type(&predictor->tags[i], pair, letters, gaz_model_type(model, i), &room, error);
    buffer_free(&room);
    for (size_t i = 0; i < token_count && status == GAZ_OK; i++) pair->predicted.tags[i] = outside;
    pair->predicted.token_count = token_count;
    return status;
}

/* The matches that gaz tag has, and all that there are, whatever their score. */
static gaz_status make_matchers(struct predictor *predictor, const gaz_match_options *match, gaz_error *error) {
    const gaz_model *model = predictor->model;
    const struct kernel *kernel = kernel_find(match->kernel);
    struct matcher_options options = {.tokenization = predictor->tokenization,
                                      .capacity = 2 * predictor->window.capacity,
                                      .min_score = model_min_score(model, match->min_score)};
    gaz_status status = matcher_new(&predictor->chosen, model, kernel, &options, error);
    options.scope = MATCHER_PLACES;
    options.min_score = 0;
    if (status == GAZ_OK) status = matcher_new(&predictor->all, model, kernel, &options, error);
    return status;
}

gaz_status predict(struct pair *pair, const gaz_model *model, const gaz_match_options *match, gaz_progress progress,
                   void *context, gaz_error *error) {
    const struct automaton *automaton = &model->automata[pair->words ? TOKENS_WORDS : TOKENS_CORPUS];
    if (!automaton->header)
        return error_hint(error, pair->words ? GAZ_HINT_TOKENS_WORDS : GAZ_HINT_TOKENS_CORPUS,
                          error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0,
                                    pair->words ? "the model holds no words, which raw text is cut into"
                                                : "the model holds no corpus tokens"));
    struct predictor predictor = {
        .pair = pair, .model = model, .tokenization = pair->words ? TOKENS_WORDS : TOKENS_CORPUS};
    uint64_t sentence_count = pair->gold.sentence_count;
    gaz_status status = make_room(&predictor, error);
    if (status == GAZ_OK) status = make_surfaces(pair, automaton, error);
    const struct strings *written = pair->keys.items ? &pair->gold.vocabulary : NULL;
    if (status == GAZ_OK)
        status = corpus_window_init(&predictor.window, &pair->surfaces, written, &automaton->factors, error);
    if (status == GAZ_OK) status = make_matchers(&predictor, match, error);
    if (status == GAZ_OK && match->abbreviations) status = abbreviations_new(&predictor.abbreviations, model, error);
    for (uint64_t sentence = 0; sentence < sentence_count && status == GAZ_OK;) {
        uint64_t first = sentence;
        status = corpus_window_fill(&predictor.window, &sentence, error);
        if (status == GAZ_OK) status = predict_stretch(&predictor, first, sentence, error);
        if (progress) progress(context, "tagging", sentence, sentence_count);
    }
    matcher_free(predictor.chosen);
    matcher_free(predictor.all);
    corpus_window_free(&predictor.window);
    abbreviations_free(predictor.abbreviations);
    free(predictor.found.items);
    free(predictor.result.items);
    free(predictor.tokens);
    free(predictor.tags);
    return status;
}
