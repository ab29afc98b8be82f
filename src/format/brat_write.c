/* brat standoff: NAME.ann beside NAME.txt. A span never holds a line end: it is written in pieces. Senses of one type
 * are concepts of one span, those of another type another span at the same place. */
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
static bool add_note(struct buffer *out, float score, uint64_t number) {
    return score < 0 ||
           (buffer_add_byte(out, '#') && buffer_add_number(out, number) && buffer_add_text(out, "\tAnnotatorNotes T") &&
            buffer_add_number(out, number) && buffer_add_text(out, "\tgaz ") &&
            decimal_add_fraction(out, (double)score) && buffer_add_byte(out, '\n'));
}

/* Where the writing of a document stands. */
struct brat {
    struct buffer *out;
    const gaz_document *document;
    struct offset_counter counter;
    uint64_t spans; /* T1, T2, ... so far */
    uint64_t notes; /* N1, N2, ... */
};

/* Whether brat takes an id as it is: SOURCE:ID without blanks. What begins as gaz's own source would be misread. */
static bool has_source(const char *id) {
    const char *colon = strchr(id + 1, ':');
    return colon && colon[1] && !strchr(id, ' ') && strncmp(id, "gaz:", 4) != 0;
}

/* Any other id is one of the source "gaz", with %20 for a blank and %25 for a percent sign. */
static bool add_id(struct buffer *out, const char *id) {
    if (has_source(id)) return write_text(out, id, strlen(id), false);
    bool good = buffer_add_text(out, "gaz:");
    while (*id && good) {
        size_t plain = strcspn(id, " %");
        good = write_text(out, id, plain, false);
        id += plain;
        if (*id) good = good && buffer_add_text(out, *id++ == ' ' ? "%20" : "%25");
    }
    return good;
}

/* Which concept the newest span is. brat has no concepts without an id. */
static bool add_concept(struct brat *brat, const struct document_sense *sense) {
    const char *name = sense->name ? sense->name : "";
    if (!sense->id) return true;
    return buffer_add_byte(brat->out, 'N') && buffer_add_number(brat->out, ++brat->notes) &&
           buffer_add_text(brat->out, "\tReference T") && buffer_add_number(brat->out, brat->spans) &&
           buffer_add_byte(brat->out, ' ') && add_id(brat->out, sense->id) && buffer_add_byte(brat->out, '\t') &&
           write_text(brat->out, name, strlen(name), false) && buffer_add_byte(brat->out, '\n');
}

/* Whether two senses are of one span: concepts of a type. A sense without one is a span of its own. */
static bool go_together(const struct document_sense *left, const struct document_sense *right) {
    return left->type == right->type && !left->id == !right->id;
}

/* Whether none of the stronger senses goes together with this one. */
static bool is_first(const gaz_document *document, const struct document_span *span, uint32_t number) {
    struct document_sense sense = document_get_sense(document, span, number);
    for (uint32_t i = 0; i < number; i++) {
        struct document_sense stronger = document_get_sense(document, span, i);
        if (go_together(&stronger, &sense)) return false;
    }
    return true;
}

/* A span with the type of one of its senses, and the concepts of all that go together with that. */
static bool add_typed(struct brat *brat, const struct document_span *span, uint32_t number) {
    const gaz_document *document = brat->document;
    struct buffer *out = brat->out;
    struct document_sense first = document_get_sense(document, span, number);
    bool good = buffer_add_byte(out, 'T') && buffer_add_number(out, ++brat->spans) && buffer_add_byte(out, '\t') &&
                add_type(out, &document->names->types.items[first.type]) &&
                add_pieces(out, document, brat->counter, span) && buffer_add_byte(out, '\n') &&
                add_note(out, first.score, brat->spans);
    for (uint32_t i = number; i <= span->sense_count && good; i++) {
        struct document_sense sense = document_get_sense(document, span, i);
        if (go_together(&first, &sense)) good = add_concept(brat, &sense);
    }
    return good;
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    struct brat brat = {.out = out, .document = document, .counter = write_counter(document, style)};
    bool good = true;
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        (void)offset_counter_measure(&brat.counter, span->begin, span->begin); /* the pieces go on from here */
        for (uint32_t number = 0; number <= span->sense_count && good; number++)
            if (is_first(document, span, number)) good = add_typed(&brat, span, number);
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
