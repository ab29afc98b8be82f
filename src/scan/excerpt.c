#include "scan/excerpt.h"

#include "base/bytes.h"
#include "base/controls.h"
#include "base/unicode.h"
#include "lexicon/surface.h"

enum { EXAMPLE_BYTES = 40 /* on each side of the surface */ };

bool excerpt_add_plain(struct buffer *out, const char *bytes, size_t size) {
    size_t from = out->size;
    if (!unicode_mend(out, bytes, size)) return false;
    controls_replace(out->bytes + from, out->size - from, ' ');
    return true;
}

/* Whether there is a blank in bytes [begin, end). */
static bool holds_blank(const gaz_document *document, uint64_t begin, uint64_t end) {
    while (begin < end && !byte_is_blank(document->text[begin])) begin++;
    return begin < end;
}

bool excerpt_add_surface(struct buffer *surface, const gaz_document *document, uint64_t begin, uint64_t end) {
    const struct document_token *tokens = document->tokens;
    for (uint64_t i = begin; i < end; i++) {
        uint64_t from = tokens[i].begin;
        while (i + 1 < end && !holds_blank(document, tokens[i].end, tokens[i + 1].begin)) i++;
        if (!surface_add_token(surface, document->text + from, tokens[i].end - from)) return false;
    }
    return true;
}

/* Moves to the beginning of a character. */
static uint64_t whole(const gaz_document *document, uint64_t at) {
    for (int back = 0; back < 3 && at > 0 && at < document->size; back++, at--)
        if (((unsigned char)document->text[at] & 0xC0) != 0x80) break;
    return at;
}

bool excerpt_add_example(struct buffer *example, const gaz_document *document, uint64_t begin, uint64_t end,
                         uint64_t first, uint64_t last) {
    const struct document_token *tokens = document->tokens;
    uint64_t least = tokens[first].begin;
    uint64_t most = tokens[last - 1].end;
    uint64_t from = tokens[begin].begin;
    uint64_t to = tokens[end - 1].end;
    from = from - least > EXAMPLE_BYTES ? whole(document, from - EXAMPLE_BYTES) : least;
    to = most - to > EXAMPLE_BYTES ? whole(document, to + EXAMPLE_BYTES) : most;
    return buffer_add(example, "...", from > least ? 3 : 0) &&
           excerpt_add_plain(example, document->text + from, to - from) &&
           buffer_add(example, "...", to < most ? 3 : 0);
}
