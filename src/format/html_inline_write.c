/* The page that a document was read from, with its spans as <mark> elements: nothing else of it changes. A mark holds
 * no tag: where one stands in a span, its piece before and that behind are marked by themselves. */
#include "base/bytes.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/html.h"
#include "base/unicode.h"
#include "format/markup_marks.h"
#include "format/markup_scan.h"
#include "format/write.h"

/* ---- Pieces ---- */

/* A walk along the pieces of a span that can be marked. */
struct pieces {
    const struct markup *markup;
    size_t run;
    size_t end; /* of the span, in the text */
    size_t begin;
};

static struct pieces pieces_of(const struct markup *markup, const struct document_span *span) {
    return (struct pieces){markup, markup_find_run(markup, span->begin), span->end, span->begin};
}

/* Without the blanks at both ends. */
static struct markup_range trim(const struct markup *markup, struct markup_range range) {
    while (range.begin < range.end && markup_is_blank(markup->source[range.begin])) range.begin++;
    while (range.begin < range.end && markup_is_blank(markup->source[range.end - 1])) range.end--;
    return range;
}

/* The part of a run that lies in the span, in the source; a reference is taken as a whole. */
static struct markup_range part_of(const struct pieces *pieces, const struct markup_run *run) {
    struct markup_range range = {run->source, run->source + run->source_size};
    if (run->reference) return range;
    if (pieces->begin > run->text) range.begin += pieces->begin - run->text;
    if (pieces->end < run->text + run->size) range.end -= run->text + run->size - pieces->end;
    return range;
}

/* The next piece; false: there is none left. */
static bool next_piece(struct markup_range *range, struct pieces *pieces) {
    const struct markup *markup = pieces->markup;
    while (pieces->run < markup->run_count && markup->runs[pieces->run].text < pieces->end) {
        const struct markup_run *run = &markup->runs[pieces->run++];
        if (run->closed) continue;
        *range = part_of(pieces, run);
        for (; pieces->run < markup->run_count; pieces->run++) {
            run = &markup->runs[pieces->run];
            if (run->text >= pieces->end || run->closed || run->source != range->end) break;
            range->end = part_of(pieces, run).end;
        }
        *range = trim(markup, *range);
        if (range->begin < range->end) return true;
    }
    return false;
}

static size_t count_pieces(const struct markup *markup, const struct document_span *span) {
    struct pieces pieces = pieces_of(markup, span);
    struct markup_range range;
    size_t count = 0;
    while (count < 2 && next_piece(&range, &pieces)) count++;
    return count;
}

/* ---- Marks ---- */

static bool add_attribute(struct buffer *out, const char *name, const char *value) {
    return buffer_add_text(out, " data-") && buffer_add_text(out, name) && buffer_add_text(out, "=\"") &&
           html_add_text(out, value, strlen(value)) && buffer_add_byte(out, '"');
}

static bool add_number(struct buffer *out, const char *name, uint64_t number) {
    return buffer_add_text(out, " data-") && buffer_add_text(out, name) && buffer_add_text(out, "=\"") &&
           buffer_add_number(out, number) && buffer_add_byte(out, '"');
}

/* A piece of a span in several. */
struct part {
    uint64_t span; /* the number of the span among those, from 1 */
    uint64_t part; /* from 1; 0: the span is in one piece */
};

static bool open_mark(struct buffer *out, const gaz_document *document, const struct document_sense *sense,
                      struct part part) {
    const struct string *type = &document->names->types.items[sense->type];
    bool good = buffer_add_text(out, "<mark") && add_attribute(out, "type", type->bytes) &&
                (!sense->id || add_attribute(out, "id", sense->id));
    if (good && sense->score >= 0)
        good = buffer_add_text(out, " data-score=\"") && decimal_add_fraction(out, (double)sense->score) &&
               buffer_add_byte(out, '"');
    if (good && part.part) good = add_number(out, "span", part.span) && add_number(out, "part", part.part);
    return good && buffer_add_byte(out, '>');
}

/* Marks a piece of a span: its senses stand in each other, the strongest outside. */
static bool add_piece(struct buffer *out, const gaz_document *document, const struct document_span *of,
                      struct markup_range range, struct part part) {
    bool good = true;
    for (uint32_t i = 0; i <= of->sense_count && good; i++) {
        struct document_sense sense = document_get_sense(document, of, i);
        good = open_mark(out, document, &sense, part);
    }
    good = good && buffer_add(out, document->markup->source + range.begin, range.end - range.begin);
    for (uint32_t i = 0; i <= of->sense_count && good; i++) good = buffer_add_text(out, "</mark>");
    return good;
}

static bool write_page(struct buffer *out, const gaz_document *document) {
    const struct markup *markup = document->markup;
    size_t at = 0;
    uint64_t count = 0; /* of spans in several pieces */
    bool good = true;
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        struct pieces pieces = pieces_of(markup, span);
        struct markup_range range;
        bool several = count_pieces(markup, span) > 1;
        count += several;
        for (struct part part = {count, several}; good && next_piece(&range, &pieces); part.part += several) {
            if (range.begin < at) continue; /* what was marked as a whole already */
            good =
                buffer_add(out, markup->source + at, range.begin - at) && add_piece(out, document, span, range, part);
            at = range.end;
        }
    }
    return good && buffer_add(out, markup->source + at, markup->size - at);
}

static uint64_t count_left_out(const gaz_document *document) {
    uint64_t count = 0;
    for (size_t i = 0; i < document->span_count && document->markup; i++)
        count += count_pieces(document->markup, &document->spans[i]) == 0;
    return count;
}

/* ---- Documents that have no page ---- */

/* What has to be written otherwise at the begin of some text; `*size` is what it takes. NULL: nothing has. */
static const char *escape_of(size_t *size, const char *text, size_t left) {
    *size = 1;
    switch (*text) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    default: return unicode_length(text, left) ? NULL : "\xEF\xBF\xBD";
    }
}

/* Makes a page of the text, and the runs that say where it is there. */
static bool make_page(struct buffer *page, struct markup *markup, const gaz_document *document) {
    const char *text = document->text;
    bool good =
        buffer_add_text(page, "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<pre style=\"white-space:pre-wrap\">\n");
    for (size_t at = 0; at < document->size && good;) {
        struct markup_range source = {page->size, 0};
        size_t begin = at;
        size_t size;
        const char *escape = escape_of(&size, text + at, document->size - at);
        if (escape) {
            at += size;
            good = buffer_add_text(page, escape);
        } else {
            while (at < document->size && !escape_of(&size, text + at, document->size - at))
                at += unicode_length(text + at, document->size - at);
            good = buffer_add(page, text + begin, at - begin);
        }
        source.end = page->size;
        struct markup_run run = {begin, at - begin, source.begin, source.end - source.begin, escape != NULL, false};
        good = good && markup_add_run(markup, run);
    }
    good = good && buffer_add_text(page, "</pre>\n");
    markup->source = page->bytes;
    markup->size = page->size;
    return good;
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    (void)style;
    if (document->markup) return write_page(out, document);
    struct buffer page = {0};
    struct markup markup = {.source = NULL};
    gaz_document paged = *document;
    paged.markup = &markup;
    bool good = make_page(&page, &markup, document) && write_page(out, &paged);
    markup_free(&markup);
    buffer_free(&page);
    return good;
}

/* A page that has marks would have both, and nobody could tell which are whose. */
static gaz_status check(const gaz_document *document, gaz_error *error) {
    const struct markup *markup = document->markup;
    if (!markup) return GAZ_OK;
    size_t at = markup_marks_find(markup->source, markup->size, markup->xml);
    if (at == markup->size) return GAZ_OK;
    return error_set(error, GAZ_ERROR_INPUT, document->name, 1 + bytes_count_lines(markup->source, at),
                     "has a <mark data-type> already; tag the page as it was before it was marked");
}

static const char *ending_of(const gaz_document *document) {
    return document->markup && document->markup->xml ? "xml" : "html";
}

const struct format_writer html_inline_writer = {.ending = "html",
                                                 .unit = GAZ_OFFSETS_BYTE,
                                                 .own_file = true,
                                                 .marks = true,
                                                 .write = write,
                                                 .check = check,
                                                 .ending_of = ending_of,
                                                 .left_out = count_left_out};
