/* brat standoff: NAME.ann beside NAME.txt. A span never holds a line end: it is written in pieces. Senses of one type
 * are concepts of one span, those of another type another span at the same place. */
#include <stdlib.h>

#include "base/bytes.h"
#include "base/decimal.h"
#include "document/suggestion.h"
#include "format/brat_lines.h"
#include "format/brat_types.h"
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

/* Where the writing of a document stands. */
struct brat {
    struct buffer *out;
    const gaz_document *document;
    struct offset_counter counter;
    uint64_t spans;                         /* T1, T2, ... so far */
    uint64_t notes;                         /* N1, N2, ... */
    struct write_marks marks;               /* by type, and whether there is an id: the newest span */
    char suggestion[SUGGESTION_DIGITS + 1]; /* of the document; "" = its spans are none */
};

/* The score, as a note to the span. The first one says that all are suggestions. */
static bool add_note(struct brat *brat, float score) {
    struct buffer *out = brat->out;
    uint64_t number = brat->spans;
    bool marks = number == 1 && brat->suggestion[0];
    if (score < 0 && !marks) return true;
    return buffer_add_byte(out, '#') && buffer_add_number(out, number) && buffer_add_text(out, "\tAnnotatorNotes T") &&
           buffer_add_number(out, number) && buffer_add_text(out, "\tgaz ") &&
           decimal_add_fraction(out, score < 0 ? 1 : (double)score) &&
           (!marks || (buffer_add_byte(out, ' ') && buffer_add_text(out, brat->suggestion))) &&
           buffer_add_byte(out, '\n');
}

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

/* Which concept a span is. */
static bool add_concept(struct brat *brat, uint64_t number, const struct document_sense *sense) {
    const char *name = sense->name ? sense->name : "";
    return buffer_add_byte(brat->out, 'N') && buffer_add_number(brat->out, ++brat->notes) &&
           buffer_add_text(brat->out, "\tReference T") && buffer_add_number(brat->out, number) &&
           buffer_add_byte(brat->out, ' ') && add_id(brat->out, sense->id) && buffer_add_byte(brat->out, '\t') &&
           write_text(brat->out, name, strlen(name), false) && buffer_add_byte(brat->out, '\n');
}

static bool add_span(struct brat *brat, const struct document_span *span, const struct document_sense *sense) {
    const gaz_document *document = brat->document;
    struct buffer *out = brat->out;
    return buffer_add_byte(out, 'T') && buffer_add_number(out, ++brat->spans) && buffer_add_byte(out, '\t') &&
           brat_type_add(out, &document->names->types.items[sense->type]) &&
           add_pieces(out, document, brat->counter, span) && buffer_add_byte(out, '\n') && add_note(brat, sense->score);
}

/* A span for each type, with its concepts; senses without one are a span of their own, for brat has no concepts without
 * an id. */
static bool add_senses(struct brat *brat, const struct document_span *span) {
    uint64_t before = brat->spans;
    bool good = true;
    for (uint32_t i = 0; i <= span->sense_count && good; i++) {
        struct document_sense sense = document_get_sense(brat->document, span, i);
        uint64_t *mark = write_mark(&brat->marks, 2 * (size_t)sense.type + (sense.id != NULL));
        good = mark && (*mark > before || add_span(brat, span, &sense));
        if (good && *mark <= before) *mark = brat->spans;
        if (good && sense.id) good = add_concept(brat, *mark, &sense);
    }
    return good;
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    struct brat brat = {.out = out, .document = document, .counter = write_counter(document, style)};
    bool good = write_suggestion(brat.suggestion, document, true);
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        (void)offset_counter_measure(&brat.counter, span->begin, span->begin); /* the pieces go on from here */
        good = add_senses(&brat, span) && write_drain(out, style);
    }
    free(brat.marks.items);
    return good;
}

static bool write_beside(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    return write_long_text(out, document->text, document->size, style);
}

/* brat offers the types that its configuration names. */
static bool write_types(struct buffer *out, const struct strings *types, bool suggested) {
    bool good = buffer_add_text(out, suggested ? BRAT_SUGGESTED "[entities]\n" : "[entities]\n");
    for (uint32_t i = 0; i < types->count && good; i++)
        good = brat_type_add(out, &types->items[i]) && buffer_add_byte(out, '\n');
    return good && buffer_add_text(out, "[relations]\n[events]\n[attributes]\n");
}

/* It shows them under the names that another file gives them, between bars; a bar of a type is a broken one there. */
static bool write_label(struct buffer *out, const struct string *type) {
    size_t begin = out->size;
    bool good = brat_type_add(out, type);
    if (good && out->size - begin == type->size) { /* it stands for itself */
        out->size = begin;
        return true;
    }
    good = good && buffer_add_text(out, " | ");
    for (const char *at = type->bytes; good && at;) {
        const char *bar = strchr(at, '|');
        good = write_text(out, at, bar ? (size_t)(bar - at) : strlen(at), false) &&
               (!bar || buffer_add_text(out, "\xC2\xA6"));
        at = bar ? bar + 1 : NULL;
    }
    return good && buffer_add_byte(out, '\n');
}

/* Nothing, if all types stand for themselves. The colours are brat's own, which hold without such a file. */
static bool write_labels(struct buffer *out, const struct strings *types, bool suggested) {
    (void)suggested;
    static const char head[] = "[labels]\n";
    bool good = buffer_add_text(out, head);
    for (uint32_t i = 0; i < types->count && good; i++) good = write_label(out, &types->items[i]);
    if (out->size == sizeof head - 1) out->size = 0;
    return good && (out->size == 0 ||
                    buffer_add_text(out, "[drawing]\n"
                                         "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:black\n"
                                         "ARC_DEFAULT\tcolor:black\n"));
}

static const struct format_settings settings[] = {
    {"annotation.conf", write_types}, {"visual.conf", write_labels}, {NULL, NULL}};

const struct format_writer brat_writer = {.ending = "ann",
                                          .unit = GAZ_OFFSETS_CODEPOINT,
                                          .own_file = true,
                                          .edited = true,
                                          .tells = GAZ_FORMAT_BRAT,
                                          .overlaps = true,
                                          .newlines = true,
                                          .write = write,
                                          .settings = settings,
                                          .text_ending = "txt",
                                          .write_text = write_beside};
