#include "scan/row_text.h"

#include <stdlib.h>
#include <string.h>

enum { SHORT = 16 /* bytes that are copied at once, though fewer may be wanted */ };

bool row_text_init(struct row_text *text, size_t size, size_t capacity) {
    text->bytes = malloc(size + 2 + SHORT); /* a token and the byte before it take no more than its row */
    text->begins = malloc((capacity + 1) * sizeof *text->begins);
    text->ends = malloc((capacity + 1) * sizeof *text->ends);
    return text->bytes && text->begins && text->ends;
}

void row_text_free(struct row_text *text) {
    free(text->bytes);
    free(text->begins);
    free(text->ends);
}

static void add_token(struct row_text *text, const struct units *rows, uint32_t unit) {
    uint32_t begin = rows->begins[unit];
    uint32_t size = rows->ends[unit] - begin;
    if (text->open) text->bytes[text->size++] = ' ';
    char *to = text->bytes + text->size;
    if (size <= SHORT && begin + SHORT <= rows->size)
        memcpy(to, rows->text + begin, SHORT);
    else
        memcpy(to, rows->text + begin, size);
    text->begins[unit] = text->size;
    text->size += size;
    text->ends[unit] = text->size;
    text->open = true;
}

static void end_sentence(struct row_text *text, uint32_t unit) {
    text->begins[unit] = text->size;
    text->bytes[text->size++] = '\n';
    text->ends[unit] = text->size | UNIT_LINE_END;
    text->open = false;
}

static void add_units(struct row_text *text, const struct units *rows, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; i++) {
        if (unit_is_line_end(rows, i))
            end_sentence(text, i);
        else
            add_token(text, rows, i);
    }
}

void row_text_fill(struct units *units, struct row_text *text, uint32_t ahead) {
    text->size = 0;
    add_units(text, units, 0, units->count);
    struct row_text rest = *text;
    add_units(&rest, units, units->count, units->count + ahead);
    if (ahead == 0) text->begins[units->count] = text->size;
    *units = (struct units){
        .text = text->bytes, .size = rest.size, .begins = text->begins, .ends = text->ends, .count = units->count};
}
