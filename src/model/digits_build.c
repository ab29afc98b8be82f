/* What tells that a run of digits may be in a pattern: of each pattern's runs the side of one that says most. */
#include <stdlib.h>

#include "base/error.h"
#include "model/automaton_parts.h"

/* The bytes beside a run, the nearest first, as far as they are the same in all that the pattern matches. */
struct side {
    enum digits_side side;
    unsigned known;
    unsigned worth; /* how much they say */
    bool edge;      /* the last is the blank at the pattern's edge, which may be a line end in a text */
    char bytes[DIGITS_FAR];
    struct digits_reach reach;
};

static bool is_letter(char byte) {
    return ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || (unsigned char)byte >= 0x80;
}

/* Of a pattern's tokens, with blanks around each. */
static struct side look(const struct buffer *pattern, size_t run, enum digits_side which) {
    struct side side = {.side = which};
    size_t step = which == DIGITS_BEFORE ? (size_t)-1 : 1;
    for (size_t at = run + step; side.known < DIGITS_FAR; at += step) {
        char byte = pattern->bytes[at];
        side.worth += side.known < DIGITS_NEAR && is_letter(byte) ? 3 : 1; /* letters say more */
        side.bytes[side.known++] = byte;
        side.edge = at == 0 || at + 1 == pattern->size;
        if (side.edge || digit_is(byte)) break; /* how it goes on is not known */
    }
    return side;
}

/* A pattern as it is looked at. */
struct pattern {
    struct buffer text;   /* its tokens, with a blank before and behind each */
    uint32_t token_count; /* at most ENTRY_TOKENS_MAX, which fits into a reach */
};

static struct side find_best(const struct pattern *pattern, const uint32_t *tokens_at) {
    const struct buffer *text = &pattern->text;
    struct side best = {.known = 0};
    for (size_t at = 0; tokens_at && at < text->size; at++) {
        if (!digit_is(text->bytes[at])) continue;
        for (int which = 0; which < DIGITS_SIDES; which++) {
            struct side side = look(text, at, (enum digits_side)which);
            if (side.worth <= best.worth) continue;
            best = side;
            best.reach =
                (struct digits_reach){(uint16_t)tokens_at[at], (uint16_t)(pattern->token_count - 1 - tokens_at[at])};
        }
    }
    return best;
}

static void add_hash(struct digits_table *table, uint32_t *words, uint32_t hash, struct digits_reach reach) {
    digits_add(words, hash);
    digits_reach_join(&table->reaches[digits_reach_slot(hash)], reach);
}

/* Adds all that begins so, if that are fewer than three bytes. */
static void add_short(struct digits_table *table, const struct digits_numbers *numbers, const struct side *side,
                      uint32_t hash) {
    if (side->known < DIGITS_NEAR - 1) {
        memset(table->near, 0xFF, sizeof table->near);
        memset(table->enough, 0xFF, sizeof table->enough);
        for (unsigned i = 0; i < sizeof table->reaches / sizeof *table->reaches; i++)
            digits_reach_join(&table->reaches[i], side->reach);
        return;
    }
    for (unsigned byte = 0; byte < 256; byte++) {
        uint32_t whole = hash ^ digits_number(numbers, side->known, (char)byte);
        digits_add(table->near, whole);
        add_hash(table, table->enough, whole, side->reach);
    }
}

static void add(struct digits_table *table, const struct digits_numbers *numbers, const struct side *side) {
    uint32_t hash = 0;
    unsigned at = 0;
    for (; at < side->known && at < DIGITS_NEAR; at++) hash ^= digits_number(numbers, at, side->bytes[at]);
    if (at < DIGITS_NEAR) {
        add_short(table, numbers, side, hash);
        return;
    }
    digits_add(table->near, hash);
    if (side->known < DIGITS_FAR) {
        add_hash(table, table->enough, hash, side->reach);
        return;
    }
    for (; at < DIGITS_FAR; at++) hash ^= digits_number(numbers, at, side->bytes[at]);
    add_hash(table, table->far, hash, side->reach);
}

/* Which token each byte of the text is of. */
struct token_numbers {
    uint32_t *items;
    size_t capacity;
};

static bool write_pattern(struct pattern *pattern, struct token_numbers *numbers,
                          const struct builder_tokenization *tokenization, size_t surface) {
    uint32_t end = tokenization->surfaces[surface].end;
    struct buffer *text = &pattern->text;
    pattern->token_count = builder_surface_count(tokenization, surface);
    text->size = 0;
    bool good = buffer_add_byte(text, ' ');
    for (uint32_t i = 0; i < pattern->token_count && good; i++) {
        const struct string *token =
            &tokenization->vocabulary.items[tokenization->tokens[end - pattern->token_count + i]];
        size_t begin = text->size;
        good = buffer_add(text, token->bytes, token->size) && buffer_add_byte(text, ' ') &&
               array_reserve(&numbers->items, &numbers->capacity, text->size, sizeof *numbers->items);
        for (size_t at = begin; good && at < text->size; at++) numbers->items[at] = i;
    }
    return good;
}

gaz_status digits_build(struct automaton_parts *parts, const struct builder_tokenization *tokenization,
                        gaz_error *error) {
    struct digits_numbers numbers;
    struct token_numbers tokens = {0};
    struct pattern pattern = {0};
    bool good = true;
    digits_make_numbers(&numbers);
    for (size_t i = 0; i < tokenization->surface_count && good; i++) {
        good = write_pattern(&pattern, &tokens, tokenization, i);
        if (!good) break;
        struct side side = find_best(&pattern, tokens.items);
        struct digits_table **table = &parts->beside_digits[side.side];
        if (side.known == 0) continue; /* no digit: it is never looked for */
        if (!*table) *table = calloc(1, sizeof **table);
        good = *table != NULL;
        if (good) add(*table, &numbers, &side);
        if (good && side.edge) {
            side.bytes[side.known - 1] = '\n';
            add(*table, &numbers, &side);
        }
    }
    buffer_free(&pattern.text);
    free(tokens.items);
    return good ? GAZ_OK : error_memory(error);
}
