#include "match/refuse.h"

#include "base/unicode.h"
#include "text/digits.h"
#include "text/normalized.h"

/* ---- Case ---- */

enum { FORM_SIZE = 8 * UNICODE_NORMALIZED_SIZE + 16 };

/* A text that comes in pieces: what a token is compared as, but for its case. */
struct pieces {
    unsigned normalization;
    bool masked;        /* digits are */
    struct field piece; /* what is left of the newest one */
    char form[FORM_SIZE];
};

static void take_piece(struct pieces *pieces, struct field token) {
    pieces->piece = token;
    if (token.size > UNICODE_NORMALIZED_SIZE) return;
    if (!unicode_is_plain(token.bytes, token.size, pieces->normalization))
        pieces->piece =
            (struct field){pieces->form, normalize_token(pieces->form, token.bytes, token.size, pieces->normalization)};
    if (pieces->masked)
        pieces->piece =
            (struct field){pieces->form, digits_mask(pieces->form, pieces->piece.bytes, pieces->piece.size)};
}

/* Whether the tokens of the text together are the entry's as they are written. What tokens either side is cut into does
 * not matter: those they are compared by are the same. */
static bool is_exact(const gaz_model *model, const struct automaton *automaton, const struct units *written,
                     const struct match *match) {
    unsigned normalization = automaton->header->flags & ~(unsigned)UNICODE_FOLD;
    struct pieces text = {.normalization = normalization, .masked = match->masked, .piece = {"", 0}};
    struct pieces own = {.normalization = normalization, .masked = match->masked, .piece = {"", 0}};
    uint32_t unit = match->begin;
    const char *at = "";
    size_t left = model_written(&at, model, match->entry);
    for (;;) {
        struct field token;
        while (text.piece.size == 0 && unit < match->end) {
            uint32_t begin = written->begins[unit];
            take_piece(&text, (struct field){written->text + begin, unit_end(written, unit) - begin});
            unit++;
        }
        while (own.piece.size == 0 && model_written_token(&token, &at, &left)) take_piece(&own, token);
        size_t size = text.piece.size < own.piece.size ? text.piece.size : own.piece.size;
        if (size == 0) return text.piece.size == own.piece.size;
        if (memcmp(text.piece.bytes, own.piece.bytes, size) != 0) return false;
        text.piece.bytes += size;
        text.piece.size -= size;
        own.piece.bytes += size;
        own.piece.size -= size;
    }
}

enum choice match_look_closer(const gaz_model *model, const struct automaton *automaton,
                              const struct match_window *window, const struct match *match) {
    uint32_t flags = entry_flags(model->entries[match->entry]);
    if ((flags & ENTRY_EXACT_CASE) && !is_exact(model, automaton, &window->written, match)) return CHOICE_CASE;
    if ((flags & ENTRY_STRICT_EDGES) && !edges_are_free(&window->edges, &window->compared, match->begin, match->end))
        return CHOICE_EDGES;
    return CHOICE_CHOSEN;
}
