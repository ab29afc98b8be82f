#include "scan/compared.h"

#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "text/cut.h"
#include "text/kernel.h"
#include "text/masks.h"
#include "text/units.h"

enum { FORM_ROOM = 8 * UNICODE_NORMALIZED_SIZE + 16 };

bool compared_init(struct compared *compared, const struct kernel *kernel, size_t size, unsigned normalization) {
    *compared = (struct compared){.kernel = kernel, .normalization = normalization};
    if (normalization) compared->bytes = malloc(size + 1 + UNITS_MARGIN + BLOCK);
    return compared->bytes || !normalization;
}

void compared_free(struct compared *compared) {
    free(compared->bytes);
}

/* The token that a byte of the text belongs to, without the CR of a line end. */
static struct token token_around(const char *text, size_t at) {
    size_t begin = at;
    size_t end = at;
    while (begin > 0 && !unit_blank(text[begin - 1])) begin--;
    while (!unit_blank(text[end])) end++;
    if (text[end] == '\n' && text[end - 1] == '\r') end--;
    return (struct token){(uint32_t)begin, (uint32_t)end};
}

/* Puts the form of a token in its place. False: it is longer. */
static bool put_form(struct compared *compared, const char *text, struct token token) {
    char form[FORM_ROOM];
    size_t size = token.end - token.begin;
    if (size > UNICODE_NORMALIZED_SIZE) { /* compared as it is */
        memcpy(compared->bytes + token.begin, text + token.begin, size);
        return true;
    }
    size_t made = unicode_normalize(form, sizeof form, text + token.begin, size, compared->normalization);
    if (made > size) return false;
    memcpy(compared->bytes + token.begin, form, made);
    memset(compared->bytes + token.begin + made, ' ', size - made);
    return true;
}

/* What the text becomes first. NULL: nothing else than the text. */
static char *begin(struct compared *compared, const char *text, size_t size) {
    if (!(compared->normalization & UNICODE_FOLD)) return NULL;
    compared->kernel->fold(compared->bytes, text, size, compared->normalization & UNICODE_TURKIC ? 'I' : 0);
    memset(compared->bytes + size, ' ', UNITS_MARGIN);
    return compared->bytes;
}

/* Normalises the token at `*at`, which goes behind it. False: its form is longer. */
static bool change(char **changed, struct compared *compared, const char *text, size_t size, size_t *at) {
    struct token token = token_around(text, *at);
    *at = token.end;
    if (!*changed) {
        memcpy(compared->bytes, text, size);
        memset(compared->bytes + size, ' ', UNITS_MARGIN);
        *changed = compared->bytes;
    }
    return put_form(compared, text, token);
}

const char *compared_text(struct compared *compared, const char *text, size_t size) {
    char *changed = begin(compared, text, size);
    for (size_t at = 0; compared->normalization;) {
        at += unicode_plain_run(text + at, size - at, compared->normalization);
        if (at == size) break;
        if (!change(&changed, compared, text, size, &at)) return NULL;
    }
    return changed ? changed : text;
}

const char *compared_spread(struct compared *compared, const struct spread *spread, size_t size) {
    if (spread->change_count > SPREAD_CHANGES) return compared_text(compared, spread->text, size);
    char *changed = begin(compared, spread->text, size);
    size_t end = 0;
    for (uint32_t i = 0; i < spread->change_count; i++) {
        size_t at = spread_made_offset(spread, spread->changes[i]);
        if (at < end) continue; /* of the token before */
        if (!change(&changed, compared, spread->text, size, &at)) return NULL;
        end = at;
    }
    return changed ? changed : spread->text;
}
