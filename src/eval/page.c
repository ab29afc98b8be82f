#include "eval/page.h"

#include "base/error.h"
#include "base/html.h"
#include "base/search.h"
#include "document/corpus_select.h"
#include "eval/differences.h"
#include "eval/title.h"
#include "eval/units.h"

enum {
    CONTEXT = 40,      /* tokens on either side of a difference, as far as its sentence goes */
    MOST_TOKENS = 400, /* of a row, about */
    MOST_ROWS = 2000   /* of a page */
};

/* A document that is written, a row for some tokens at a time. */
struct writer {
    struct page *page;
    const struct pair *pair;
    const uint32_t *map;
    uint64_t begin; /* its tokens */
    uint64_t end;
    const struct named_text *text; /* NULL: there is none, it has columns */
    uint64_t row_begin;            /* the tokens of the open row; the same: there is none */
    uint64_t row_end;
    uint64_t units_end; /* of the units in it */
    bool good;
};

static void put(struct writer *writer, const char *text) {
    writer->good = writer->good && buffer_add_text(&writer->page->body, text);
}

static void put_text(struct writer *writer, const char *bytes, size_t size) {
    writer->good = writer->good && html_add_text(&writer->page->body, bytes, size);
}

static void put_number(struct writer *writer, uint64_t number) {
    writer->good = writer->good && buffer_add_number(&writer->page->body, number);
}

/* ---- Text ---- */

/* What stands at the tokens [begin, end), or with `gap` between the one before and `begin`. */
static void put_tokens(struct writer *writer, uint64_t begin, uint64_t end, bool gap) {
    const struct corpus *gold = &writer->pair->gold;
    if (writer->text) {
        const struct corpus_texts *texts = &writer->pair->gold_texts;
        const struct document_token *tokens = texts->tokens + writer->text->token;
        const char *bytes = texts->bytes.bytes + writer->text->position;
        uint64_t first = begin - writer->begin;
        uint64_t from = gap ? tokens[first - 1].end : tokens[first].begin;
        uint64_t to = gap ? tokens[first].begin : tokens[end - 1 - writer->begin].end;
        put_text(writer, bytes + from, (size_t)(to - from));
        return;
    }
    if (gap) put(writer, " ");
    for (uint64_t i = begin; i < end && !gap; i++) {
        const struct string *token = &gold->vocabulary.items[gold->tokens[i]];
        if (i > begin) put(writer, " ");
        put_text(writer, token->bytes, token->size);
    }
}

/* How a span differs from the other side; NULL: it is there, too. */
static const char *difference_of(const struct corpus_span *span, const struct corpus *other, bool predicted) {
    uint64_t next;
    SEARCH_FIRST(next, other->span_count, other->spans[next].begin + other->spans[next].size > span->begin);
    const struct corpus_span *first = next < other->span_count ? &other->spans[next] : NULL;
    bool overlaps = first && first->begin < span->begin + span->size;
    bool same = overlaps && first->begin == span->begin && first->size == span->size;
    const struct unit unit = {.begin = span->begin,
                              .size = span->size,
                              .gold = !predicted ? span
                                      : same     ? first
                                                 : NULL,
                              .predicted = predicted ? span
                                           : same    ? first
                                                     : NULL,
                              .overlaps = overlaps};
    return difference_kind(&unit);
}

static void put_mark(struct writer *writer, const struct corpus_span *span, const char *kind) {
    put(writer, "<mark class=\"t");
    put_number(writer, writer->map[span->type]);
    put(writer, kind ? " differs\" title=\"" : " same\">");
    if (kind) put(writer, kind);
    if (kind) put(writer, "\">");
}

/* One side of the open row. Spans that its ends cut are shown as far as they are inside. */
static void put_side(struct writer *writer, const struct corpus *side, const struct corpus *other, bool predicted) {
    uint64_t end = writer->row_end;
    uint64_t span;
    SEARCH_FIRST(span, side->span_count, side->spans[span].begin + side->spans[span].size > writer->row_begin);
    put(writer, predicted ? "<p class=\"predicted\">" : "<p class=\"gold\">");
    if (writer->row_begin > writer->begin) put(writer, "<i>\xE2\x80\xA6</i> ");
    for (uint64_t at = writer->row_begin, stop; at < end; at = stop) {
        const struct corpus_span *next = span < side->span_count ? &side->spans[span] : NULL;
        bool inside = next && next->begin <= at;
        stop = !next ? end : inside ? next->begin + next->size : next->begin;
        if (stop > end) stop = end;
        if (at > writer->row_begin) put_tokens(writer, at, at, true);
        if (inside) put_mark(writer, next, difference_of(next, other, predicted));
        put_tokens(writer, at, stop, false);
        if (inside) put(writer, "</mark>");
        span += inside;
    }
    if (end < writer->end) put(writer, " <i>\xE2\x80\xA6</i>");
    put(writer, "</p>\n");
}

static void put_row(struct writer *writer) {
    if (writer->row_begin == writer->row_end) return;
    put(writer, "<div class=\"sides\">\n");
    put_side(writer, &writer->pair->predicted, &writer->pair->gold, true);
    put_side(writer, &writer->pair->gold, &writer->pair->predicted, false);
    put(writer, "</div>\n");
    writer->row_begin = writer->row_end = 0;
    writer->page->rows++;
}

/* ---- Documents ---- */

/* Has the row hold a unit and what is around it; or begins another row. */
static void reach(struct writer *writer, const struct unit *unit) {
    const struct corpus *gold = &writer->pair->gold;
    uint64_t last = unit->begin + unit->size - 1;
    uint64_t sentence = corpus_sentence_of(gold, unit->begin);
    uint64_t begin = sentence ? gold->sentence_ends[sentence - 1] : 0;
    uint64_t end = gold->sentence_ends[corpus_sentence_of(gold, last)];
    if (unit->begin - begin > CONTEXT) begin = unit->begin - CONTEXT;
    if (end > last + 1 + CONTEXT) end = last + 1 + CONTEXT;
    bool open = writer->row_begin < writer->row_end;
    bool goes_on = open && begin < writer->row_end;
    if (goes_on && writer->row_end - writer->row_begin > MOST_TOKENS && unit->begin >= writer->units_end) {
        begin = writer->row_end = unit->begin;
        put_row(writer);
    }
    if (open && begin >= writer->row_end) put_row(writer);
    if (writer->row_begin == writer->row_end) writer->row_begin = begin;
    if (end > writer->row_end) writer->row_end = end;
    if (last + 1 > writer->units_end) writer->units_end = last + 1;
}

static bool begin_document(struct writer *writer, uint64_t document) {
    struct buffer title = {0};
    bool good = title_add(&title, writer->pair, document);
    put(writer, "<article>\n<h2>");
    put_text(writer, title.bytes, title.size);
    put(writer, "</h2>\n");
    writer->page->documents++;
    buffer_free(&title);
    return good;
}

/* Adds a unit of the document. `*begun`: the document is on the page. */
static void add_unit(struct writer *writer, const struct unit *unit, uint64_t document, bool *begun) {
    struct page *page = writer->page;
    if (!difference_kind(unit)) return;
    page->differences++;
    if (page->rows >= MOST_ROWS) {
        page->left_out++;
        return;
    }
    if (!*begun && !begin_document(writer, document)) writer->good = false;
    *begun = true;
    reach(writer, unit);
}

gaz_status page_add(struct page *page, const struct pair *pair, const uint32_t *map, gaz_error *error) {
    struct writer writer = {.page = page, .pair = pair, .map = map, .good = true};
    struct unit_walk walk = {.pair = pair};
    struct unit unit;
    bool more = unit_next(&unit, &walk);
    for (uint64_t i = 0; i < pair->gold.document_count && writer.good; i++) {
        bool begun = false;
        writer.begin = writer.end;
        writer.end = corpus_document_begin(&pair->gold, i + 1);
        writer.text = i < pair->gold_texts.count ? &pair->gold_texts.items[i] : NULL;
        for (; writer.good && more && unit.begin < writer.end; more = unit_next(&unit, &walk))
            add_unit(&writer, &unit, i, &begun);
        put_row(&writer);
        if (begun) put(&writer, "</article>\n");
    }
    page->of += pair->gold.document_count;
    return writer.good ? GAZ_OK : error_memory(error);
}
