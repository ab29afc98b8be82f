/* A page that needs nothing else. */
#include "base/decimal.h"
#include "base/html.h"
#include "format/text.js.h"
#include "format/write.h"
#include "model/model.h"

/* A block of text is cut at the first line end behind so many bytes, or a line at the first blank behind so many: what
 * is not in sight is then not laid out. Spans that overlap are shown to this depth. */
enum { BLOCK_SIZE = 8 << 10, LINE_SIZE = 64 << 10, LONG_SIZE = 2 << 10, DEPTH_MAX = 16 };

/* ---- The page's frame ---- */

static const char tools[] =
    "<form class=\"find scripted\" role=\"search\">\n"
    "<label class=\"unseen\" for=\"find\">Search the text</label>\n"
    "<input id=\"find\" type=\"search\" placeholder=\"Search\" autocomplete=\"off\" spellcheck=\"false\" "
    "aria-keyshortcuts=\"/\">\n"
    "<output id=\"found\" for=\"find\" aria-live=\"polite\"></output>\n</form>\n"
    "<div class=\"tools scripted\">\n<button type=\"button\" id=\"keys\" "
    "aria-keyshortcuts=\"?\">Keys</button>\n</div>\n";

static const char help[] =
    "<dialog id=\"help\" aria-labelledby=\"help-title\">\n<h2 id=\"help-title\">Keys</h2>\n<dl>\n"
    "<dt><kbd>n</kbd> <kbd>j</kbd></dt><dd>next span</dd>\n"
    "<dt><kbd>p</kbd> <kbd>k</kbd></dt><dd>previous span</dd>\n"
    "<dt><kbd>Enter</kbd></dt><dd>open the page of the span's concept, if there is a link</dd>\n"
    "<dt><kbd>1</kbd> to <kbd>9</kbd></dt><dd>show or hide a type</dd>\n"
    "<dt><kbd>0</kbd></dt><dd>show or hide all types</dd>\n"
    "<dt><kbd>/</kbd></dt><dd>search; <kbd>Enter</kbd> next, <kbd>Shift</kbd> <kbd>Enter</kbd> previous hit</dd>\n"
    "<dt><kbd>Esc</kbd></dt><dd>close search or explanation</dd>\n"
    "<dt><kbd>?</kbd></dt><dd>these keys</dd>\n</dl>\n"
    "<form method=\"dialog\" class=\"tools\"><button>Close</button></form>\n</dialog>\n";

/* A hue for a type, far from those of the types before it. */
static uint64_t hue(uint32_t type) {
    return ((uint64_t)type * 137508 + 250000) / 1000 % 360;
}

/* The rules that tell types apart, by colour and by name. */
static bool add_type_styles(struct buffer *out, const struct strings *types) {
    bool good = buffer_add_text(out, "<style>\n");
    for (uint32_t type = 0; type < types->count && good; type++)
        good = buffer_add_text(out, ".t") && buffer_add_number(out, type) && buffer_add_text(out, "{--h:") &&
               buffer_add_number(out, hue(type)) && buffer_add_text(out, "}mark.t") && buffer_add_number(out, type) &&
               buffer_add_text(out, "::after{content:\"") &&
               html_add_css(out, types->items[type].bytes, types->items[type].size) && buffer_add_text(out, "\"}\n");
    return good && buffer_add_text(out, "</style>\n");
}

static bool add_legend(struct buffer *out, const struct strings *types) {
    bool good = buffer_add_text(out, "<nav class=\"legend\" aria-labelledby=\"legend-title\">\n"
                                     "<h2 id=\"legend-title\">Types</h2>\n<ul id=\"types\">\n");
    for (uint32_t type = 0; type < types->count && good; type++)
        good = buffer_add_text(out, "<li class=\"t") && buffer_add_number(out, type) && buffer_add_text(out, "\">") &&
               html_add_text(out, types->items[type].bytes, types->items[type].size) && buffer_add_text(out, "</li>\n");
    return good && buffer_add_text(out, "</ul>\n</nav>\n");
}

static bool begin(struct buffer *out, const struct strings *types) {
    return html_begin(out, "gaz", text_js, sizeof text_js) && add_type_styles(out, types) &&
           html_add_top(out, "gaz", tools) && buffer_add_text(out, help) &&
           buffer_add_text(out, "<div id=\"tip\" role=\"tooltip\" hidden></div>\n<div class=\"page\">\n") &&
           add_legend(out, types) && buffer_add_text(out, "<main class=\"text\" id=\"main\" lang=\"\">\n");
}

/* ---- A document ---- */

struct page {
    struct buffer *out;
    const gaz_document *document;
    const gaz_model *model; /* NULL: nothing is known of the entries */
    uint64_t at;            /* written up to this byte */
    uint64_t block_begin;   /* where the block began */
    const struct document_span *open[DEPTH_MAX];
    size_t depth;
    uint64_t left_out; /* spans that lie too deep */
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

static bool add_mark(struct page *page, const struct document_span *span) {
    struct buffer *out = page->out;
    bool good = buffer_add_text(out, "<mark class=t") && buffer_add_number(out, span->type);
    if (span->score >= 0)
        good = good && buffer_add_text(out, " data-e=") && decimal_add_fraction(out, (double)span->score);
    if (span->score >= 0 && page->model && span->entry != DOCUMENT_NO_ENTRY)
        good = good && add_entry(out, page->model, span->entry);
    return good && add_concepts(out, page->document, span) && buffer_add_byte(out, '>');
}

/* A span goes on behind the end of one that it crosses. */
static bool add_more(struct page *page, const struct document_span *span) {
    return buffer_add_text(page->out, "<mark class=\"t") && buffer_add_number(page->out, span->type) &&
           buffer_add_text(page->out, " more\">");
}

static bool open_block(struct page *page, uint64_t begin) {
    page->at = page->block_begin = begin;
    bool is_long = page->document->size >= begin + LONG_SIZE; /* only the last block can be short */
    return buffer_add_text(page->out, is_long ? "<p class=long>" : "<p>");
}

static bool close_block(struct page *page) {
    return buffer_add_text(page->out, "</p>\n");
}

static bool add_text(struct page *page, uint64_t end) {
    const char *text = page->document->text + page->at;
    size_t size = end - page->at;
    page->at = end;
    return html_add_text(page->out, text, size);
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
        good = add_text(page, found + blank) && close_block(page) && open_block(page, found + 1);
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
        good = (page->depth ? add_text(page, span->begin) : add_between(page, span->begin)) && add_mark(page, span);
        page->open[page->depth++] = span;
    }
    return good;
}

/* The begin of an article, with the address of concepts. */
static bool add_heading(struct buffer *out, const gaz_document *document, const char *url) {
    const char *name = document->name ? document->name : "";
    bool good = buffer_add_text(out, document->number ? "<article class=record" : "<article");
    if (url)
        good = good && buffer_add_text(out, " data-url=\"") && html_add_text(out, url, strlen(url)) &&
               buffer_add_byte(out, '"');
    good = good && buffer_add_text(out, ">\n<h2>") && html_add_text(out, name, strlen(name));
    if (document->number) good = good && buffer_add_byte(out, ' ') && buffer_add_number(out, document->number);
    return good && buffer_add_text(out, "</h2>\n");
}

static bool add_left_out(struct buffer *out, uint64_t count) {
    if (count == 0) return true;
    return buffer_add_text(out, "<small>") && buffer_add_number(out, count) &&
           buffer_add_text(out, " more spans overlap too many others to be shown.</small>\n");
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    struct page page = {.out = out, .document = document, .model = style->model};
    return add_heading(out, document, style->id_url) && open_block(&page, 0) && add_spans(&page) &&
           add_between(&page, document->size) && close_block(&page) && add_left_out(out, page.left_out) &&
           buffer_add_text(out, "</article>\n");
}

const struct format_writer html_writer = {.ending = "html",
                                          .begin = begin,
                                          .after = "</main>\n</div>\n</body>\n</html>\n",
                                          .unit = GAZ_OFFSETS_BYTE,
                                          .overlaps = true,
                                          .write = write};
