#include "learn/corpus_window.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/error.h"

enum { WINDOW_TOKENS = 1 << 13 };

static uint32_t *new_numbers(uint32_t tokens) {
    return malloc(((size_t)2 * tokens + UNITS_ROOM) * sizeof(uint32_t));
}

static bool text_init(struct corpus_text *text, uint32_t tokens) {
    text->begins = new_numbers(tokens);
    text->ends = new_numbers(tokens);
    return text->begins && text->ends;
}

static void text_free(struct corpus_text *text) {
    buffer_free(&text->bytes);
    free(text->begins);
    free(text->ends);
}

gaz_status corpus_window_init(struct corpus_window *window, const struct corpus *corpus, const struct strings *written,
                              const struct sketch_factors *factors, gaz_error *error) {
    uint64_t longest = WINDOW_TOKENS;
    for (uint64_t i = 0; i < corpus->sentence_count; i++) {
        uint64_t size = corpus->sentence_ends[i] - (i ? corpus->sentence_ends[i - 1] : 0);
        if (size > longest) longest = size;
    }
    if (longest > UINT32_MAX / 16)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a sentence has over 268 million tokens");
    *window =
        (struct corpus_window){.corpus = corpus, .written = written, .factors = factors, .capacity = (uint32_t)longest};
    window->sketches = new_numbers(window->capacity);
    window->numbers = new_numbers(window->capacity);
    bool good = window->sketches && window->numbers && text_init(&window->compared_text, window->capacity) &&
                (!written || text_init(&window->written_text, window->capacity));
    return good ? GAZ_OK : error_memory(error);
}

void corpus_window_free(struct corpus_window *window) {
    text_free(&window->compared_text);
    text_free(&window->written_text);
    free(window->sketches);
    free(window->numbers);
}

/* Adds a token to a text. */
static gaz_status add_token(struct corpus_text *text, uint32_t unit, const struct string *name, gaz_error *error) {
    uint32_t size = name->size > TOKEN_SIZE_MAX ? 0 : name->size;
    if (!buffer_add(&text->bytes, name->bytes, size)) return error_memory(error);
    if (text->bytes.size >= UNIT_LINE_END)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a sentence has over 2 GiB");
    text->begins[unit] = (uint32_t)text->bytes.size - size;
    text->ends[unit] = (uint32_t)text->bytes.size;
    return GAZ_OK;
}

static void end_line(struct corpus_text *text, uint32_t unit) {
    text->begins[unit] = (uint32_t)text->bytes.size;
    text->ends[unit] = (uint32_t)text->bytes.size | UNIT_LINE_END;
}

static struct units units_of(const struct corpus_text *text, uint32_t count) {
    text->begins[count] = (uint32_t)text->bytes.size;
    return (struct units){.text = text->bytes.bytes ? text->bytes.bytes : "",
                          .size = text->bytes.size,
                          .begins = text->begins,
                          .ends = text->ends,
                          .count = count};
}

/* Adds a sentence. */
static gaz_status add_sentence(struct corpus_window *window, uint32_t *units, uint32_t *tokens, uint64_t end,
                               gaz_error *error) {
    const struct corpus *corpus = window->corpus;
    const struct strings *written = window->written;
    gaz_status status = GAZ_OK;
    for (; window->first + *tokens < end && status == GAZ_OK; ++*units, ++*tokens) {
        uint32_t token = corpus->tokens[window->first + *tokens];
        const struct string *name = &corpus->vocabulary.items[token];
        status = add_token(&window->compared_text, *units, name, error);
        if (status == GAZ_OK && written)
            status = add_token(&window->written_text, *units, &written->items[token], error);
        window->sketches[*units] =
            sketch_token(window->factors, name->bytes, name->size > TOKEN_SIZE_MAX ? 0 : name->size);
        window->numbers[*units] = *tokens;
    }
    end_line(&window->compared_text, *units);
    if (written) end_line(&window->written_text, *units);
    window->numbers[*units] = *tokens;
    window->sketches[(*units)++] = 0;
    return status;
}

/* Whether a unit touches the one before it. */
static bool touch(const void *context, uint32_t unit) {
    const struct corpus_window *window = context;
    return corpus_touches(window->corpus, corpus_window_token(window, unit));
}

gaz_status corpus_window_fill(struct corpus_window *window, uint64_t *sentence, gaz_error *error) {
    const struct corpus *corpus = window->corpus;
    uint32_t units = 0;
    uint32_t tokens = 0;
    window->compared_text.bytes.size = window->written_text.bytes.size = 0;
    window->first = *sentence ? corpus->sentence_ends[*sentence - 1] : 0;
    for (; *sentence < corpus->sentence_count; ++*sentence) {
        uint64_t end = corpus->sentence_ends[*sentence];
        uint64_t begin = window->first + tokens;
        if (end - window->first > window->capacity || (end - begin) + units >= 2 * (uint64_t)window->capacity) break;
        gaz_status status = add_sentence(window, &units, &tokens, end, error);
        if (status != GAZ_OK) return status;
    }
    window->sketches[units] = 0;
    window->window =
        (struct match_window){.compared = units_of(&window->compared_text, units), .sketches = window->sketches};
    if (corpus->touching) window->window.edges = (struct edges){touch, window, EDGE_FREE};
    window->window.written = window->written ? units_of(&window->written_text, units) : window->window.compared;
    return GAZ_OK;
}
