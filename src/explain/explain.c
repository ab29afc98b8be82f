#include "explain/explain.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "base/input.h"

void gaz_explain_options_init(gaz_explain_options *options) {
    *options = (gaz_explain_options){.min_score = -1};
}

gaz_status gaz_explainer_new(gaz_explainer **explainer, const gaz_model *model, const gaz_lexicon *lexicon,
                             const gaz_explain_options *options, gaz_error *error) {
    if (!explainer || !model) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_new without a model");
    *explainer = NULL;
    gaz_explain_options defaults;
    gaz_explain_options_init(&defaults);
    if (!options) options = &defaults;
    if (options->offsets == GAZ_OFFSETS_GRAPHEME)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "spans are explained by bytes, code points or UTF-16");
    gaz_explainer *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->units.unit = options->offsets ? options->offsets : GAZ_OFFSETS_BYTE;
    made->lost = calloc(LOST_MAX + 1, sizeof *made->lost);
    made->near = calloc(NEAR_MAX, sizeof *made->near);
    gaz_status status = made->lost && made->near ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK) status = finder_init(&made->finder, model, lexicon, options, error);
    if (status == GAZ_OK) status = gaz_explainer_text(made, "", 0, error);
    if (status != GAZ_OK) {
        gaz_explainer_free(made);
        return status;
    }
    *explainer = made;
    return GAZ_OK;
}

static void forget_question(struct question *question) {
    free(question->surface);
    free(question->key_ends);
    buffer_free(&question->keys);
    *question = (struct question){0};
}

void gaz_explainer_free(gaz_explainer *explainer) {
    if (!explainer) return;
    forget_question(&explainer->question);
    finder_free(&explainer->finder);
    block_free(&explainer->scene.block);
    block_free(&explainer->elsewhere.block);
    rivals_free(&explainer->scene.rivals);
    rivals_free(&explainer->elsewhere.rivals);
    names_free(&explainer->strings);
    buffer_free(&explainer->room);
    free(explainer->file);
    free(explainer->owned);
    free(explainer->lost);
    free(explainer->near);
    free(explainer);
}

/* Takes a text, and what it owns of it. */
static void begin(gaz_explainer *explainer, const char *text, uint64_t size, char *file, char *owned) {
    free(explainer->file);
    free(explainer->owned);
    explainer->file = file;
    explainer->owned = owned;
    explainer->text = size ? text : "";
    explainer->size = size;
    explainer->next = 0;
    explainer->ready = explainer->has_explanation = false;
    explainer->counted = explainer->units_before = 0;
    scene_rewind(&explainer->scene);
    scene_rewind(&explainer->elsewhere);
    forget_question(&explainer->question);
}

gaz_status gaz_explainer_text(gaz_explainer *explainer, const char *text, size_t size, gaz_error *error) {
    if (!explainer || (!text && size))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_text without an explainer or text");
    begin(explainer, text, size, NULL, NULL);
    return GAZ_OK;
}

gaz_status gaz_explainer_file(gaz_explainer *explainer, const char *path, gaz_error *error) {
    if (!explainer || !path)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_file without an explainer or path");
    struct input *input = NULL;
    char *text = NULL;
    char *name = NULL;
    size_t size;
    gaz_status status = input_open(&input, path, error);
    if (status == GAZ_OK) status = input_read_all(&text, &size, input, error);
    input_close(input);
    if (status == GAZ_OK && !(name = strdup(path))) status = error_memory(error);
    if (status == GAZ_OK)
        begin(explainer, text, size, name, text);
    else
        free(text);
    return status;
}

/* ---- One after the other ---- */

/* Makes the scene's next block ready, if it is not. `*done`: there is none. */
static gaz_status make_ready(bool *done, gaz_explainer *explainer, gaz_error *error) {
    struct scene *scene = &explainer->scene;
    *done = false;
    if (explainer->ready) return GAZ_OK;
    gaz_status status = explain_go_on(explainer, &scene->block, error);
    explainer->next = 0;
    *done = scene->block.size == 0;
    if (status != GAZ_OK || *done) return status;
    explainer->ready = true;
    return rivals_find(&scene->rivals, &explainer->finder, &scene->block, 0, 0, error);
}

static gaz_status next_span(bool *found, gaz_explainer *explainer, gaz_error *error) {
    const struct rivals *rivals = &explainer->scene.rivals;
    bool done;
    for (;;) {
        gaz_status status = make_ready(&done, explainer, error);
        if (status != GAZ_OK || done) return status;
        while (explainer->next < rivals->count) {
            size_t number = explainer->next++;
            if (rivals->items[number].reason != GAZ_REASON_TAGGED) continue;
            *found = true;
            return explain_candidate(explainer, &explainer->scene, number, error);
        }
        explainer->ready = false;
    }
}

/* ---- Where a surface stands ---- */

gaz_status gaz_explainer_why(gaz_explainer *explainer, const char *surface, size_t size, gaz_error *error) {
    if (!explainer || !surface)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_why without an explainer or a surface");
    struct question *question = &explainer->question;
    struct block block = {0};
    forget_question(question);
    scene_rewind(&explainer->scene);
    explainer->next = 0;
    explainer->ready = explainer->has_explanation = false;
    question->surface = malloc(size + 1);
    if (!question->surface) return error_memory(error);
    memcpy(question->surface, surface, size);
    question->size = size;
    gaz_status status = GAZ_OK;
    size_t capacity = 0;
    struct index *index = &explainer->finder.index;
    do {
        status = block_next(&block, explainer->finder.cut, question->surface, size, error);
        for (uint32_t i = 0; i < block.token_count && status == GAZ_OK; i++) {
            const char *key;
            size_t key_size;
            if (!index_key(&key, &key_size, index, block.text + block.tokens[i].begin,
                           block.tokens[i].end - block.tokens[i].begin) ||
                !buffer_add(&question->keys, key, key_size) ||
                !array_reserve(&question->key_ends, &capacity, question->token_count + 1, sizeof(size_t)))
                status = error_memory(error);
            else
                question->key_ends[question->token_count++] = question->keys.size;
        }
    } while (status == GAZ_OK && block.size);
    block_free(&block);
    if (status == GAZ_OK && question->token_count == 0)
        status = error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "what is asked about holds no token");
    if (status != GAZ_OK) forget_question(question);
    return status;
}

/* Whether the question's tokens begin at a token of the block. `*good` false: out of memory. */
static bool stands_at(bool *good, gaz_explainer *explainer, const struct block *block, uint32_t token) {
    const struct question *question = &explainer->question;
    uint32_t sentence_end = block->sentences[block_sentence(block, token)].token_end;
    if (question->token_count > sentence_end - token) return false;
    for (size_t i = 0; i < question->token_count; i++) {
        const struct token *written = &block->tokens[token + i];
        const char *key;
        size_t size;
        size_t before = i ? question->key_ends[i - 1] : 0;
        *good = index_key(&key, &size, &explainer->finder.index, block->text + written->begin,
                          written->end - written->begin);
        if (!*good || size != question->key_ends[i] - before || memcmp(key, question->keys.bytes + before, size) != 0)
            return false;
    }
    return true;
}

/* The places at which the bytes stand, cutting tokens or whatever. */
static gaz_status next_bytes(bool *found, gaz_explainer *explainer, gaz_error *error) {
    enum { PLACES_MAX = 10 };
    struct question *question = &explainer->question;
    if (question->found == PLACES_MAX || question->next >= explainer->size) return GAZ_OK;
    const char *at =
        memmem(explainer->text + question->next, explainer->size - question->next, question->surface, question->size);
    if (!at) return GAZ_OK;
    uint64_t begin_at = (uint64_t)(at - explainer->text);
    struct scene *scene = &explainer->elsewhere;
    question->next = begin_at + question->size;
    question->found++;
    *found = true;
    while (scene->block.size == 0 || scene->block.offset + scene->block.size <= begin_at) {
        gaz_status status = explain_go_on(explainer, &scene->block, error);
        if (status != GAZ_OK) return status;
        if (scene->block.size == 0) break;
    }
    return explain_bytes(explainer, scene, begin_at, begin_at + question->size, error);
}

/* Where a token has so many candidates that some were left out, those on the tokens asked about are looked for again.
 */
static gaz_status find_all_at(gaz_explainer *explainer, struct scene *scene, uint32_t begin, uint32_t end,
                              gaz_error *error) {
    struct rivals *rivals = &scene->rivals;
    size_t count = rivals_at(rivals, begin + 1) - rivals_at(rivals, begin);
    if (count < RIVALS_AT_TOKEN) return GAZ_OK;
    return rivals_find(rivals, &explainer->finder, &scene->block, begin, end, error);
}

static gaz_status next_place(bool *found, gaz_explainer *explainer, gaz_error *error) {
    struct question *question = &explainer->question;
    struct scene *scene = &explainer->scene;
    bool done = false;
    while (!question->by_bytes) {
        gaz_status status = make_ready(&done, explainer, error);
        if (status != GAZ_OK) return status;
        if (done) break;
        while (explainer->next < scene->block.token_count) {
            uint32_t token = (uint32_t)explainer->next++;
            bool good = true;
            bool here = stands_at(&good, explainer, &scene->block, token);
            if (!good) return error_memory(error);
            if (!here) continue;
            status = find_all_at(explainer, scene, token, token + (uint32_t)question->token_count, error);
            if (status != GAZ_OK) return status;
            *found = true;
            question->found++;
            return explain_tokens(explainer, scene, token, token + (uint32_t)question->token_count, error);
        }
        explainer->ready = false;
    }
    if (!question->by_bytes) {
        if (question->found) return GAZ_OK;
        question->by_bytes = true;
        scene_rewind(&explainer->elsewhere);
    }
    return next_bytes(found, explainer, error);
}

gaz_status gaz_explainer_next(const gaz_explanation **explanation, gaz_explainer *explainer, gaz_error *error) {
    if (!explanation || !explainer)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_next without an explainer");
    *explanation = NULL;
    explainer->has_explanation = false;
    bool found = false;
    gaz_status status =
        explainer->question.surface ? next_place(&found, explainer, error) : next_span(&found, explainer, error);
    if (status == GAZ_OK && found) *explanation = &explainer->explanation;
    return status;
}

/* ---- Writing ---- */

uint64_t explain_units(gaz_explainer *explainer, uint64_t at) {
    uint64_t from = explainer->counted;
    if (at < from) return explainer->units_before - units_count(explainer->units, explainer->text + at, from - at);
    return explainer->units_before + units_count(explainer->units, explainer->text + from, at - from);
}

gaz_status gaz_explainer_write(gaz_explainer *explainer, gaz_explain_format format, int output, gaz_error *error) {
    if (!explainer || !explainer->has_explanation)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_write without an explanation");
    uint64_t begin_at = explainer->explanation.span.begin;
    explainer->units_before = explain_units(explainer, begin_at);
    explainer->counted = begin_at;
    struct buffer out = {0};
    bool good = format == GAZ_EXPLAIN_JSON ? write_json(&out, explainer)
                                           : write_lines(&out, explainer, format == GAZ_EXPLAIN_COLOURS);
    gaz_status status =
        good ? file_write_all(output, out.bytes, out.size, "standard output", error) : error_memory(error);
    buffer_free(&out);
    return status;
}
