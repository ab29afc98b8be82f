#include "format/markup_page.h"

#include <string.h>

/* Counts an element that opens or closes; end tags may come alone. */
static void count(size_t *number, bool opens) {
    if (opens)
        ++*number;
    else if (*number)
        --*number;
}

/* A tag in SVG or MathML, where each element may be empty, and scripts hold tags. */
static void note_foreign(struct markup_page *page, const struct markup_element *element, bool opens) {
    bool hidden = strcmp(element->name, "script") == 0 || strcmp(element->name, "style") == 0;
    if (hidden) count(&page->hidden, opens);
    if (element->bits & MARKUP_FOREIGN) count(&page->foreign, opens);
}

/* Text in a table, but in no cell, goes before the table, and what is blank only stays: elements around some of its
 * words would take the blanks between them away. Other blocks in there keep their text together. */
static void note_table(struct markup_page *page, const struct markup_element *element, bool opens) {
    bool table = strcmp(element->name, "table") == 0;
    if (table) count(&page->tables, opens);
    if (element->bits & MARKUP_ROWS)
        page->astray = page->tables && (opens || !table);
    else if (element->bits & MARKUP_CELL)
        page->astray = page->tables && !opens;
    else if (opens && element->bits & MARKUP_BLOCK && !(element->bits & MARKUP_VOID))
        page->astray = false;
}

/* What a tag changes for the text that follows. */
static void note_element(struct markup_page *page, const struct markup_element *element, bool opens, bool empty) {
    unsigned bits = element->bits;
    if (bits & MARKUP_AS_IT_IS) {
        if (!opens) return;
        page->raw = element;
        page->scan.raw = strcmp(element->name, "plaintext") == 0 ? "" : element->name;
        page->scan.references = (bits & MARKUP_REFERENCES) != 0;
        page->begins = (bits & MARKUP_LINES) != 0;
        return;
    }
    note_table(page, element, opens);
    if (bits & MARKUP_LINES) count(&page->lines, opens);
    page->begins = opens && bits & MARKUP_LINES;
    if (bits & MARKUP_NO_TEXT) count(&page->hidden, opens);
    if (bits & MARKUP_FOREIGN && !empty)
        count(&page->foreign, opens);
    else if (bits & MARKUP_CLOSED)
        page->control = opens;
}

static bool is_one_of(const struct markup_scan *scan, struct markup_range name, const char *const *names) {
    while (*names && !markup_is_name(scan->source + name.begin, name.end - name.begin, *names)) names++;
    return *names != NULL;
}

/* Some tags of HTML leave SVG and MathML, however many elements are open there, unless one is that may hold HTML. */
static void leave_foreign(struct markup_page *page, const struct markup_token *token) {
    static const char *const points[] = {"foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms",
                                         "mtext",         NULL};
    static const char *const leaving[] = {
        "b",       "big",  "blockquote", "body",  "br", "center", "code", "dd",   "div", "dl",    "dt",   "em",
        "embed",   "h1",   "h2",         "h3",    "h4", "h5",     "h6",   "head", "hr",  "i",     "img",  "li",
        "listing", "menu", "meta",       "nobr",  "ol", "p",      "pre",  "ruby", "s",   "small", "span", "strike",
        "strong",  "sub",  "sup",        "table", "tt", "u",      "ul",   "var",  NULL};
    static const char *const closing[] = {"br", "p", NULL};
    bool opens = token->kind == MARKUP_OPEN;
    if (!token->empty && is_one_of(&page->scan, token->text, points)) count(&page->points, opens);
    if (page->points || page->hidden || !is_one_of(&page->scan, token->text, opens ? leaving : closing)) return;
    page->foreign = 0;
}

static void note_tag(struct markup_page *page, const struct markup_token *token) {
    bool opens = token->kind == MARKUP_OPEN;
    const struct markup_range *name = &token->text;
    page->raw = NULL;
    page->element = markup_element_find(page->scan.source + name->begin, name->end - name->begin);
    if (page->foreign) leave_foreign(page, token);
    if (!page->foreign) page->points = 0;
    page->crossed = page->foreign > 0;
    if (!page->element) return;
    page->crossed = page->crossed || page->element->bits & MARKUP_FOREIGN;
    if (!page->foreign)
        note_element(page, page->element, opens, token->empty);
    else if (!token->empty)
        note_foreign(page, page->element, opens);
}

struct markup_token markup_page_next(struct markup_page *page) {
    page->scan.sections = page->foreign > 0;
    struct markup_token token = markup_scan_next(&page->scan);
    bool tag = token.kind == MARKUP_OPEN || token.kind == MARKUP_CLOSE;
    if (token.kind != MARKUP_TEXT && token.kind != MARKUP_RAW) page->begins = false;
    if (tag && !page->scan.xml) note_tag(page, &token);
    return token;
}
