/* brat standoff: NAME.ann beside NAME.txt. A span never holds a line end: it is written in pieces. */
#include "base/bytes.h"
#include "base/decimal.h"
#include "format/write.h"

/* The next piece of a span, without blanks at its ends, from `*at` on. False: there is none. */
static bool next_piece(uint64_t *begin, uint64_t *end, uint64_t *at, const gaz_document *document, uint64_t stop) {
    const char *text = document->text;
    while (*at < stop && byte_is_blank(text[*at])) ++*at;
    if (*at == stop) return false;
    *begin = *at;
    const char *newline = memchr(text + *at, '\n', stop - *at);
    *at = newline ? (uint64_t)(newline - text) : stop;
    for (*end = *at; byte_is_blank(text[*end - 1]); --*end) continue;
    return true;
}

/* The pieces' offsets, then their text. */
static bool add_pieces(struct buffer *out, const gaz_document *document, struct offset_counter counter,
                       const struct document_span *span) {
    uint64_t begin;
    uint64_t end;
    bool good = true;
    for (uint64_t at = span->begin, count = 0; good && next_piece(&begin, &end, &at, document, span->end); count++) {
        struct offset_range range = offset_counter_measure(&counter, begin, end);
        good = buffer_add_byte(out, count ? ';' : ' ') && buffer_add_number(out, range.begin) &&
               buffer_add_byte(out, ' ') && buffer_add_number(out, range.end);
    }
    for (uint64_t at = span->begin, count = 0; good && next_piece(&begin, &end, &at, document, span->end); count++)
        good = buffer_add_byte(out, count ? ' ' : '\t') && write_text(out, document->text + begin, end - begin, true);
    return good;
}

/* A blank would end the type. */
static bool add_type(struct buffer *out, const struct string *type) {
    size_t begin = out->size;
    if (!buffer_add(out, type->bytes, type->size)) return false;
    for (size_t i = begin; i < out->size; i++)
        if (byte_is_blank(out->bytes[i])) out->bytes[i] = '_';
    return true;
}

/* The score, as a note to the span. */
static bool add_note(struct buffer *out, const struct document_span *span, size_t number) {
    return span->score < 0 ||
           (buffer_add_byte(out, '#') && buffer_add_number(out, number) && buffer_add_text(out, "\tAnnotatorNotes T") &&
            buffer_add_number(out, number) && buffer_add_text(out, "\tgaz ") &&
            decimal_add_fraction(out, (double)span->score) && buffer_add_byte(out, '\n'));
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    struct offset_counter counter = write_counter(document, style);
    bool good = true;
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        (void)offset_counter_measure(&counter, span->begin, span->begin); /* the pieces go on from here */
        good = buffer_add_byte(out, 'T') && buffer_add_number(out, i + 1) && buffer_add_byte(out, '\t') &&
               add_type(out, document_type(document, span)) && add_pieces(out, document, counter, span) &&
               buffer_add_byte(out, '\n') && add_note(out, span, i + 1);
    }
    return good;
}

static bool write_beside(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    return write_text(out, document->text, document->size, style->unit.newlines);
}

/* brat shows and offers the types that its configuration names. */
static bool write_settings(struct buffer *out, const struct strings *types) {
    bool good = buffer_add_text(out, "[entities]\n");
    for (uint32_t i = 0; i < types->count && good; i++)
        good = add_type(out, &types->items[i]) && buffer_add_byte(out, '\n');
    return good && buffer_add_text(out, "[relations]\n[events]\n[attributes]\n");
}

const struct format_writer brat_writer = {.ending = "ann",
                                          .unit = GAZ_OFFSETS_CODEPOINT,
                                          .own_file = true,
                                          .overlaps = true,
                                          .newlines = true,
                                          .write = write,
                                          .settings = "annotation.conf",
                                          .write_settings = write_settings,
                                          .text_ending = "txt",
                                          .write_text = write_beside};
