#include "format/markup_show.h"

#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "document/document.h"
#include "format/markup_page.h"
#include "format/markup_text.h"

/* ---- HTML ---- */

static bool take_tag(struct markup *markup, const struct markup_page *page) {
    if (page->crossed) return markup_add_break(markup, ' ');
    if (!page->element) return true;
    if (page->element->bits & MARKUP_BLOCK) return markup_add_break(markup, '\n');
    return !(page->element->bits & MARKUP_BREAK) || markup_add_break(markup, ' ');
}

static bool take_text(struct markup *markup, struct markup_page *page, const struct markup_token *token) {
    unsigned raw = page->raw ? page->raw->bits : 0;
    bool section = token->kind == MARKUP_RAW;
    struct markup_range text = token->text;
    bool closed = section || page->foreign || page->control || page->astray || raw & MARKUP_CLOSED;
    const struct markup_manner manner = {
        .references = !section, .closed = closed, .wraps = page->lines == 0 && !(raw & MARKUP_LINES)};
    if (page->begins && text.begin < text.end && markup->source[text.begin] == '\r') text.begin++;
    if (page->begins && text.begin < text.end && markup->source[text.begin] == '\n') text.begin++;
    page->begins = false;
    return page->hidden || raw & MARKUP_NO_TEXT || markup_add_text(markup, text, &manner);
}

static bool show_html(struct markup *markup) {
    struct markup_page page = {.scan = {.source = markup->source, .size = markup->size}};
    page.scan.at = byte_order_mark(markup->source, markup->size);
    for (bool good = true; good;) {
        struct markup_token token = markup_page_next(&page);
        if (token.kind == MARKUP_END) return true;
        if (token.kind == MARKUP_OPEN || token.kind == MARKUP_CLOSE)
            good = take_tag(markup, &page);
        else if (token.kind == MARKUP_TEXT || token.kind == MARKUP_RAW)
            good = take_text(markup, &page, &token);
    }
    return false;
}

bool markup_show_nodes(struct markup *markup, const char *source, size_t size) {
    struct markup_page page = {.scan = {.source = source, .size = size}};
    markup_clear(markup);
    markup->source = size ? source : ""; /* of nothing, there may be no place either */
    markup->size = size;
    for (bool good = true; good;) {
        struct markup_token token = markup_page_next(&page);
        const struct markup_manner manner = {.references = token.kind == MARKUP_TEXT, .bare = true};
        bool line = token.kind == MARKUP_OPEN && page.element && strcmp(page.element->name, "br") == 0;
        if (token.kind == MARKUP_END) return true;
        if (line)
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
    markup->source = size ? source : ""; /* of nothing, there may be no place either */
    markup->size = size;
    markup->xml = xml;
    if (size > DOCUMENT_SIZE_MAX) return document_too_large(file, error);
    gaz_status status = GAZ_OK;
    if (xml)
        status = markup_show_xml(markup, file, error);
    else if (!show_html(markup))
        status = error_memory(error);
    markup_end(markup);
    return status;
}
