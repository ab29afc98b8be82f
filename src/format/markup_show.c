#include "format/markup_show.h"

#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "format/markup_elements.h"
#include "format/markup_scan.h"
#include "format/markup_text.h"


/* ---- HTML ---- */

struct page {
    struct markup *markup;
    struct markup_scan scan;
    const struct markup_element *raw; /* the text that follows is in it; NULL: it is in none that holds only text */
    size_t lines;                     /* elements that are open: that keep lines, */
    size_t hidden;                    /* whose text is not shown, */
    size_t foreign;                   /* of SVG and MathML */
    bool control;                     /* a list to choose from is open */
};

/* Counts an element that opens or closes; end tags may come alone. */
static void count(size_t *number, bool opens) {
    if (opens)
        ++*number;
    else if (*number)
        --*number;
}

/* Tags in SVG and MathML, whose words are none of a sentence around. */
static bool take_foreign(struct page *page, const struct markup_element *element, bool opens, bool empty) {
    bool hidden = element && (strcmp(element->name, "script") == 0 || strcmp(element->name, "style") == 0);
    if (hidden && !empty) count(&page->hidden, opens);
    if (element && (element->bits & MARKUP_FOREIGN) && !empty) count(&page->foreign, opens);
    return markup_add_break(page->markup, ' ');
}

/* What an open tag, or its end, changes for the text that follows. */
static void note_element(struct page *page, const struct markup_element *element, bool opens, bool empty) {
    unsigned bits = element->bits;
    if (bits & MARKUP_AS_IT_IS) {
        if (!opens) return;
        page->raw = element;
        page->scan.raw = strcmp(element->name, "plaintext") == 0 ? "" : element->name;
        page->scan.references = (bits & MARKUP_REFERENCES) != 0;
        return;
    }
    if (bits & MARKUP_LINES) count(&page->lines, opens);
    if (bits & MARKUP_NO_TEXT) count(&page->hidden, opens);
    if (bits & MARKUP_FOREIGN && !empty)
        count(&page->foreign, opens);
    else if (bits & MARKUP_CLOSED)
        page->control = opens;
}

static bool take_tag(struct page *page, const struct markup_token *token) {
    bool opens = token->kind == MARKUP_OPEN;
    const struct markup_range *name = &token->text;
    const struct markup_element *element =
        markup_element_find(page->scan.source + name->begin, name->end - name->begin);
    page->raw = NULL;
    if (page->foreign) return take_foreign(page, element, opens, token->empty);
    if (!element) return true;
    note_element(page, element, opens, token->empty);
    if (element->bits & MARKUP_BLOCK) return markup_add_break(page->markup, '\n');
    return !(element->bits & MARKUP_BREAK) || markup_add_break(page->markup, ' ');
}

static bool take_text(struct page *page, const struct markup_token *token) {
    unsigned raw = page->raw ? page->raw->bits : 0;
    if (page->hidden || raw & MARKUP_NO_TEXT) return true;
    bool section = token->kind == MARKUP_RAW;
    const struct markup_manner manner = {.references = !section,
                                  .closed = section || page->foreign || page->control || raw & MARKUP_CLOSED,
                                  .wraps = page->lines == 0 && !(raw & MARKUP_LINES)};
    return markup_add_text(page->markup, token->text, &manner);
}

static bool show_html(struct markup *markup) {
    struct page page = {.markup = markup, .scan = {.source = markup->source, .size = markup->size}};
    page.scan.at = byte_order_mark(markup->source, markup->size);
    for (bool good = true; good;) {
        page.scan.sections = page.foreign > 0;
        struct markup_token token = markup_scan_next(&page.scan);
        if (token.kind == MARKUP_END) return true;
        if (token.kind == MARKUP_OPEN || token.kind == MARKUP_CLOSE)
            good = take_tag(&page, &token);
        else if (token.kind == MARKUP_TEXT || token.kind == MARKUP_RAW)
            good = take_text(&page, &token);
    }
    return false;
}

bool markup_show_nodes(struct markup *markup, const char *source, size_t size) {
    struct page page = {.markup = markup, .scan = {.source = source, .size = size}};
    markup_clear(markup);
    markup->source = source;
    markup->size = size;
    for (bool good = true; good;) {
        struct markup_token token = markup_scan_next(&page.scan);
        const struct markup_manner manner = {.references = token.kind == MARKUP_TEXT, .bare = true};
        const struct markup_element *element = NULL;
        if (token.kind == MARKUP_END) return true;
        if (token.kind == MARKUP_OPEN)
            element = markup_element_find(source + token.text.begin, token.text.end - token.text.begin);
        if (element) note_element(&page, element, true, token.empty);
        if (element && strcmp(element->name, "br") == 0)
            good = buffer_add_byte(&markup->text, '\n');
        else if (token.kind == MARKUP_TEXT || token.kind == MARKUP_RAW)
            good = markup_add_text(markup, token.text, &manner);
    }
    return false;
}

/* ---- All of it ---- */

gaz_status markup_show(struct markup *markup, const char *source, size_t size, bool xml, const char *file,
                       gaz_error *error) {
    markup_clear(markup);
    markup->source = source;
    markup->size = size;
    markup->xml = xml;
    if (size > INT32_MAX)
        return error_set(error, GAZ_ERROR_LIMIT, file, 0, "a document of over 2,147,483,647 bytes");
    if (xml) return markup_show_xml(markup, file, error);
    return show_html(markup) ? GAZ_OK : error_memory(error);
}
