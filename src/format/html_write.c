/* Documents with their spans as marks. */
#include "base/decimal.h"
#include "base/html.h"
#include "format/html_frame.h"
#include "format/html_lines.h"
#include "format/write.h"
#include "model/model.h"

/* A block of text is cut at the first line end behind so many bytes, or a line at the first blank behind so many: what
 * is not in sight is then not laid out. Spans that overlap are shown to this depth. */
enum { BLOCK_SIZE = 8 << 10, LINE_SIZE = 64 << 10, LONG_SIZE = 2 << 10, DEPTH_MAX = 16 };

struct page {
    struct buffer *out;
    const gaz_document *document;
    const struct write_style *style;
    uint64_t at;          /* written up to this byte */
    uint64_t block_begin; /* where the block began */
    uint64_t line;        /* lines before it */
    const struct document_span *open[DEPTH_MAX];
    size_t depth;
    uint64_t left_out; /* spans that lie too deep */
    bool log;          /* it is read line by line */
    bool numbered;     /* its lines have numbers */
};

/* What the model knows of a span's entry: its precision, and what the corpus says. */
static bool add_entry(struct buffer *out, const gaz_model *model, uint32_t entry) {
    bool good = buffer_add_byte(out, ',') && decimal_add_fraction(out, (double)model->entries[entry].score);
    if (!model->evidence) return good;
    const struct image_evidence *evidence = &model->evidence[entry];
    return good && buffer_add_byte(out, ',') && buffer_add_number(out, evidence->annotated) &&
           buffer_add_byte(out, ',') && buffer_add_number(out, evidence->occurrences) && buffer_add_byte(out, ',') &&
           buffer_add_number(out, evidence->nested);
}

static bool add_known(struct buffer *out, const char *text) {
    return buffer_add_byte(out, '\t') && (!text || html_add_text(out, text, strlen(text)));
}

/* What concepts the span is, if any: a line for each sense with the number of its type, id, name and score. */
static bool add_concepts(struct buffer *out, const gaz_document *document, const struct document_span *span) {
    if (!span->id && !span->name && !span->sense_count) return true;
    bool good = buffer_add_text(out, " data-c=\"");
    for (uint32_t i = 0; i <= span->sense_count && good; i++) {
        struct document_sense sense = document_get_sense(document, span, i);
        good = (i == 0 || buffer_add_byte(out, '\n')) && buffer_add_number(out, sense.type) &&
               add_known(out, sense.id) && add_known(out, sense.name) && buffer_add_byte(out, '\t') &&
               (sense.score < 0 || decimal_add_fraction(out, (double)sense.score));
    }
    return good && buffer_add_byte(out, '"');
}

/* Whether the span goes on behind the end of one that is open: it is cut into pieces. */
static bool is_cut(const struct page *page, const struct document_span *span) {
    for (size_t i = 0; i < page->depth; i++)
        if (page->open[i]->end < span->end) return true;
    return false;
}

/* The whole text of a span that is cut. */
static bool add_whole(const struct page *page, const struct document_span *span) {
    if (!is_cut(page, span)) return true;
    return buffer_add_text(page->out, " data-s=\"") &&
           html_add_text(page->out, page->document->text + span->begin, span->end - span->begin) &&
           buffer_add_byte(page->out, '"');
}

/* Its type, and how certain it is in twentieths; a certain one needs no class. */
static bool add_class(struct buffer *out, const struct document_span *span, const char *more) {
    unsigned certain = span->score < 0 ? 20 : (unsigned)((double)span->score * 20 + 1e-6);
    bool one = certain >= 20 && !*more;
    bool good = buffer_add_text(out, one ? "<mark class=t" : "<mark class=\"t") && buffer_add_number(out, span->type);
    if (certain < 20) good = good && buffer_add_text(out, " s") && buffer_add_number(out, certain);
    return good && buffer_add_text(out, more) && (one || buffer_add_byte(out, '"'));
}

static bool add_mark(struct page *page, const struct document_span *span) {
    struct buffer *out = page->out;
    bool good = add_class(out, span, "");
    if (span->score >= 0)
        good = good && buffer_add_text(out, " data-e=") && decimal_add_fraction(out, (double)span->score);
    const gaz_model *model = page->style->model; /* NULL: nothing is known of the entries */
    if (span->score >= 0 && model && span->entry != DOCUMENT_NO_ENTRY)
        good = good && add_entry(out, model, span->entry);
    return good && add_concepts(out, page->document, span) && add_whole(page, span) && buffer_add_byte(out, '>');
}

/* A span goes on behind the end of one that it crosses. */
static bool add_more(struct page *page, const struct document_span *span) {
    return add_class(page->out, span, " more") && buffer_add_byte(page->out, '>');
}

static bool open_block(struct page *page, uint64_t begin) {
    struct buffer *out = page->out;
    uint64_t lines = page->numbered ? html_count_lines(page->document->text, page->block_begin, begin) : 0;
    page->at = page->block_begin = begin;
    page->line += lines;
    bool is_long = page->document->size >= begin + LONG_SIZE; /* only the last block can be short */
    if (!page->numbered) return buffer_add_text(out, is_long ? "<p class=long>" : "<p>");
    return buffer_add_text(out, is_long ? "<p class=long" : "<p") &&
           buffer_add_text(out, " style=\"counter-reset:line ") && buffer_add_number(out, page->line) &&
           buffer_add_text(out, "\">") && (!html_begins_line(page->document->text, begin) || html_add_line(out));
}

static bool close_block(struct page *page) {
    return buffer_add_text(page->out, "</p>\n");
}

static bool add_text(struct page *page, uint64_t end) {
    const char *text = page->document->text + page->at;
    size_t size = end - page->at;
    page->at = end;
    return page->numbered ? html_add_lines(page->out, text, size, end == page->document->size)
                          : html_add_text(page->out, text, size);
}

/* The first blank or line end from `begin` on, or `end`. */
static uint64_t find_blank(const char *text, uint64_t begin, uint64_t end) {
    while (begin < end && text[begin] != ' ' && text[begin] != '\t' && text[begin] != '\n') begin++;
    return begin;
}

/* Where the block can be cut before `end`: at a line end, or far behind the block's begin at a blank, too. `end`:
 * nowhere. */
static uint64_t find_cut(const struct page *page, uint64_t end) {
    const char *text = page->document->text;
    uint64_t from = page->block_begin + BLOCK_SIZE;
    uint64_t far = page->block_begin + LINE_SIZE;
    if (from < page->at) from = page->at;
    if (far < page->at) far = page->at;
    uint64_t near = far < end ? far : end;
    const char *line_end = from < near ? memchr(text + from, '\n', near - from) : NULL;
    return line_end ? (uint64_t)(line_end - text) : find_blank(text, far, end);
}

/* Text outside of all spans, where blocks can be cut. */
static bool add_between(struct page *page, uint64_t end) {
    const char *text = page->document->text;
    bool good = true;
    while (good && end > page->block_begin + BLOCK_SIZE) {
        uint64_t found = find_cut(page, end);
        bool blank = found < end && text[found] != '\n'; /* it stays; a line end is the block's end */
        if (found + blank >= end) break;
        good = add_text(page, found + blank) && close_block(page) && write_drain(page->out, page->style) &&
               open_block(page, found + 1);
    }
    return good && add_text(page, end);
}

/* Closes the spans that end here, and those in them that go on, which are opened again. */
static bool close_spans(struct page *page, uint64_t end) {
    size_t first = 0;
    while (page->open[first]->end != end) first++;
    bool good = true;
    for (size_t i = first; i < page->depth; i++) good = good && buffer_add_text(page->out, "</mark>");
    size_t kept = first;
    for (size_t i = first; i < page->depth && good; i++) {
        if (page->open[i]->end == end) continue;
        page->open[kept++] = page->open[i];
        good = add_more(page, page->open[i]);
    }
    page->depth = kept;
    return good;
}

/* Where the next open span ends; UINT64_MAX: none is open. */
static uint64_t next_end(const struct page *page) {
    uint64_t end = UINT64_MAX;
    for (size_t i = 0; i < page->depth; i++)
        if (page->open[i]->end < end) end = page->open[i]->end;
    return end;
}

static bool add_spans(struct page *page) {
    const gaz_document *document = page->document;
    size_t next = 0;
    bool good = true;
    while (good && (page->depth || next < document->span_count)) {
        uint64_t end = next_end(page);
        const struct document_span *span = &document->spans[next];
        if (page->depth && (next == document->span_count || end <= span->begin)) {
            good = add_text(page, end) && close_spans(page, end);
            continue;
        }
        next++;
        if (page->depth == DEPTH_MAX) {
            page->left_out++;
            continue;
        }
        good = write_drain(page->out, page->style) &&
               (page->depth ? add_text(page, span->begin) : add_between(page, span->begin)) && add_mark(page, span);
        page->open[page->depth++] = span;
    }
    return good;
}

/* The begin of an article, with the address of concepts. */
static bool add_heading(const struct page *page, const char *url) {
    const gaz_document *document = page->document;
    struct buffer *out = page->out;
    const char *title = document_title(document);
    uint64_t number = document_title_number(document);
    bool good = buffer_add_text(out, "<article");
    if (document->number || page->log)
        good = good && buffer_add_text(out, " class=\"") && buffer_add_text(out, document->number ? "record " : "") &&
               buffer_add_text(out, page->log ? "log" : "") && buffer_add_byte(out, '"');
    if (url)
        good = good && buffer_add_text(out, " data-url=\"") && html_add_text(out, url, strlen(url)) &&
               buffer_add_byte(out, '"');
    good =
        good && buffer_add_text(out, number ? ">\n<h2><span>" : ">\n<h2>") && html_add_text(out, title, strlen(title));
    if (number) good = good && buffer_add_text(out, "</span> ") && buffer_add_number(out, number);
    return good && buffer_add_text(out, "</h2>\n");
}

static bool add_left_out(struct buffer *out, uint64_t count) {
    if (count == 0) return true;
    return buffer_add_text(out, "<small>") && buffer_add_number(out, count) &&
           buffer_add_text(out, " more spans overlap too many others to be shown.</small>\n");
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    struct page page = {
        .out = out, .document = document, .style = style, .log = html_is_log(document->text, document->size)};
    page.numbered = page.log && document->number == 0; /* the number of a record is that of its line */
    return add_heading(&page, style->id_url) && open_block(&page, 0) && add_spans(&page) &&
           add_between(&page, document->size) && close_block(&page) && add_left_out(out, page.left_out) &&
           buffer_add_text(out, "</article>\n");
}

const struct format_writer html_writer = {.ending = "html",
                                          .begin = html_begin_page,
                                          .after = html_end_page,
                                          .unit = GAZ_OFFSETS_BYTE,
                                          .overlaps = true,
                                          .write = write};
