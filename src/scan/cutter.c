#include "scan/cutter.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "scan/cut_rows.h"

/* ---- Memory ---- */

static bool normalizes(const struct cutter *cutter) {
    return cutter->automaton->header->flags != 0;
}

static bool init_cut(struct cut *cut, uint32_t signs, size_t capacity) {
    cut->signs = signs;
    cut->capacity = (uint32_t)capacity;
    cut->tokens = malloc(capacity * sizeof *cut->tokens);
    cut->sentences = malloc(capacity * sizeof *cut->sentences);
    return cut->tokens && cut->sentences;
}

static bool init_normalized(struct cutter *cutter, size_t capacity, size_t widest) {
    struct normalized *normalized = &cutter->normalized;
    normalized->normalization = cutter->automaton->header->flags;
    normalized->capacity = normalized_capacity(widest);
    cutter->normalized_bytes = calloc(normalized->capacity + NORMALIZED_MARGIN + NORMALIZED_MARGIN, 1);
    normalized->copies = malloc(capacity * sizeof *normalized->copies);
    if (!cutter->normalized_bytes || !normalized->copies) return false;
    normalized->bytes = cutter->normalized_bytes + NORMALIZED_MARGIN;
    return true;
}

bool cutter_init(struct cutter *cutter, size_t capacity, uint32_t units, size_t widest) {
    const struct image_automaton *header = cutter->automaton->header;
    cutter->straight = cutter->input == SCANNER_TOKENIZED;
    if (cutter->input == SCANNER_GIVEN && !(cutter->given_bytes = malloc(widest))) return false;
    if (!init_cut(&cutter->cut, header->signs, capacity)) return false;
    if (normalizes(cutter) && !init_normalized(cutter, capacity, widest)) return false;
    if (!unit_room_init(&cutter->room, cutter->kernel, units, widest, header->flags)) return false;
    return !cutter_is_raw(cutter) || raw_room_init(&cutter->raw, cutter->kernel, widest, header->flags, header->signs);
}

void cutter_free(struct cutter *cutter) {
    free(cutter->cut.tokens);
    free(cutter->cut.sentences);
    unit_room_free(&cutter->room);
    raw_room_free(&cutter->raw);
    free(cutter->normalized_bytes);
    free(cutter->normalized.copies);
    free(cutter->given_bytes);
}

void cutter_reset(struct cutter *cutter) {
    cutter->state = (struct cut_state){0};
    cutter->malformed = false;
}

/* ---- Tokens, then units ---- */

/* Copies given tokens side by side; one that is too long to match anything is left empty. */
static void cut_given(struct cutter *cutter, size_t size) {
    struct cut *cut = &cutter->cut;
    uint32_t used = 0;
    cut->token_count = cut->sentence_count = 0;
    cut->first_goes_on = cut->last_goes_on = false;
    while (cut->token_count < cutter->given_count && cut->token_count < cut->capacity) {
        const gaz_token *token = &cutter->given[cut->token_count];
        uint32_t length = token->size > TOKEN_SIZE_MAX ? 0 : (uint32_t)token->size;
        if (length > size - used) break;
        if (length) memcpy(cutter->given_bytes + used, token->bytes, length);
        cut->tokens[cut->token_count++] = (struct token){used, used + length};
        used += length;
    }
    cut->used = used;
    if (cut->token_count == cutter->given_count)
        cut->sentences[cut->sentence_count++] = (struct sentence){cut->token_count, used, used};
}

static void cut_window(struct cutter *cutter, const char *text, size_t size, bool final) {
    struct cut *cut = &cutter->cut;
    struct cut_state *state = &cutter->state;
    switch (cutter->input) {
    case SCANNER_TOKENIZED: cutter->kernel->tokenized(cut, state, text, size, final); break;
    case SCANNER_WORDS: cut_words(cut, state, text, size, final); break;
    case SCANNER_PARAGRAPHS: cut_paragraphs(cut, state, text, size, final); break;
    case SCANNER_GIVEN: cut_given(cutter, size); break;
    case SCANNER_ROWS:
        cutter->malformed =
            !cut_rows(cut, state, text, size, final, &cutter->rows, cutter->token_column, cutter->lenient);
        cutter->malformed_at = cut->used;
        break;
    }
}

/* Where the row that holds a byte begins. */
static uint32_t row_begin(const char *text, uint32_t at) {
    while (at > 0 && text[at - 1] != '\n') at--;
    return at;
}

/* Takes tokens that were cut back, from `end` on: the next window begins with them. */
static void take_cut_back(struct cutter *cutter, const char *text, uint32_t end) {
    struct cut *cut = &cutter->cut;
    if (end == cut->token_count) return;
    while (cut->sentence_count && cut->sentences[cut->sentence_count - 1].token_end > end) cut->sentence_count--;
    cutter->state = (struct cut_state){0}; /* of no matter before a token */
    cut->used = cut->tokens[end].begin;
    if (cutter->input == SCANNER_ROWS) cut->used = row_begin(text, cut->used);
    cut->token_count = end;
    cut->last_goes_on = false;
}

void cutter_take(struct cutter *cutter, const char *text, size_t size, bool final) {
    struct cut *cut = &cutter->cut;
    struct normalized *normalized = &cutter->normalized;
    cut_window(cutter, text, size, final);
    normalized->text = text;
    normalized->text_size = cut->used;
    normalized->tokens = cut->tokens;
    if (normalizes(cutter))
        take_cut_back(cutter, text, normalize_tokens(normalized, text, cut->used, cut->tokens, cut->token_count));
    unit_room_take_cut(&cutter->matching, &cutter->room, &cutter->automaton->factors, cut, normalized, text, cut->used);
    cutter->units = cutter->matching.written;
    cutter->used = cut->used;
}

/* Whether units end with the line end that the end of all text is, which is no byte of it. */
static bool end_all_text(const struct units *units) {
    return units->count > 0 && units->begins[units->count - 1] == units->begins[units->count];
}

/* The same for tokenized text, straight. False: there is no blank, or another reason to look closer. */
static bool take_text(struct cutter *cutter, const char *text, size_t size, size_t left, bool final) {
    struct cut_state *state = &cutter->state;
    uint32_t used = unit_room_take_text(&cutter->matching, &cutter->room, &cutter->counts, cutter->kernel,
                                        &cutter->automaton->factors, text, size, left, final);
    if (used == 0) return false;
    cutter->units = cutter->matching.written;
    cutter->used = used;
    state->in_line = state->in_sentence = text[used - 1] != '\n' && !end_all_text(&cutter->units);
    return true;
}

/* The same for raw text, which is made tokenized text. */
static bool take_raw(struct cutter *cutter, const char *text, size_t size, bool final) {
    struct cut_state *state = &cutter->state;
    struct spread *spread = &cutter->raw.spread;
    const struct units *units = &cutter->units;
    spread->paragraphs = cutter->input == SCANNER_PARAGRAPHS;
    spread->in_sentence = state->in_sentence;
    uint32_t used = raw_room_take(&cutter->matching, &cutter->raw, &cutter->room, &cutter->counts, cutter->kernel,
                                  &cutter->automaton->factors, text, size, final);
    if (used == 0) return false;
    cutter->units = cutter->matching.written;
    cutter->used = used;
    cutter->spread = spread;
    bool ended = spread->paragraphs ? unit_is_line_end(units, units->count - 1) : text[used - 1] == '\n';
    state->in_line = state->in_sentence = !ended && !end_all_text(units);
    return true;
}

bool cutter_take_quickly(struct cutter *cutter, const char *text, size_t size, size_t left, bool final) {
    const struct cut_state *state = &cutter->state;
    cutter->spread = NULL;
    cutter->counted = false;
    if (size == 0 || state->in_token || state->line_ended) return false;
    if (!cutter->straight && !cutter_is_raw(cutter)) return false;
    cutter->counts.in_sentence = false;
    cutter->cut.first_goes_on = cutter->cut.last_goes_on = false;
    cutter->counted =
        cutter->straight ? take_text(cutter, text, size, left, final) : take_raw(cutter, text, size, final);
    return cutter->counted;
}

void cutter_take_back(struct cutter *cutter, const char *text, uint32_t end) {
    struct units *units = &cutter->units;
    if (end == units->count) return;
    cutter->state = (struct cut_state){0}; /* of no matter before a token */
    cutter->used = units->begins[end];
    if (cutter->spread) cutter->used = spread_offset(cutter->spread, cutter->used);
    if (cutter->input == SCANNER_ROWS) cutter->used = row_begin(text, cutter->used);
    cutter->cut.last_goes_on = false;
    units->count = end;
}

/* ---- What touches ---- */

/* Of raw text: whether a unit touches the one before it. */
static bool touch(const void *context, uint32_t unit) {
    const struct cutter *cutter = context;
    const struct units *units = &cutter->matching.written;
    uint32_t end = unit_end(units, unit - 1) & ~UNIT_LINE_END;
    const struct spread *spread = cutter->spread;
    if (!spread) return units->begins[unit] == end;
    return units->begins[unit] == end + 1 && spread_offset(spread, units->begins[unit]) == spread_offset(spread, end);
}

/* How much of the raw text is before the first unit. */
static uint32_t first_offset(const struct cutter *cutter) {
    uint32_t begin = cutter->matching.written.begins[0];
    return cutter->spread ? spread_offset(cutter->spread, begin) : begin;
}

enum edge cutter_edge_behind(const struct cutter *cutter) {
    const struct units *units = &cutter->units;
    if (cutter->cut.last_goes_on) return EDGE_WORD;
    if (units->count == 0 || unit_is_line_end(units, units->count - 1)) return EDGE_FREE;
    uint32_t end = unit_end(units, units->count - 1);
    if (cutter->spread) end = spread_offset(cutter->spread, end);
    return end == cutter->used ? edges_at_end(&cutter->matching.edges, &cutter->matching.compared, units->count - 1)
                               : EDGE_FREE;
}

void cutter_find_edges(struct cutter *cutter, enum edge before) {
    cutter->matching.edges = (struct edges){touch, cutter, first_offset(cutter) ? EDGE_FREE : before};
}
