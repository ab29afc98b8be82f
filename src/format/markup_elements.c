#include "format/markup_elements.h"

#include <stdlib.h>
#include <string.h>

enum {
    HIDDEN = MARKUP_NO_TEXT | MARKUP_AS_IT_IS, /* without a sentence's end: a script stands inside of sentences, too */
    CONTROL = MARKUP_BREAK | MARKUP_CLOSED,
    OTHER = MARKUP_BREAK | MARKUP_FOREIGN | MARKUP_CLOSED,
    PLAIN = MARKUP_BLOCK | MARKUP_AS_IT_IS | MARKUP_LINES | MARKUP_CLOSED
};

static const struct markup_element elements[] = {
    /* in the order of bytes */
    {"address", MARKUP_BLOCK},
    {"article", MARKUP_BLOCK},
    {"aside", MARKUP_BLOCK},
    {"audio", MARKUP_BREAK},
    {"blockquote", MARKUP_BLOCK},
    {"body", MARKUP_BLOCK},
    {"br", MARKUP_BLOCK | MARKUP_VOID},
    {"button", MARKUP_BREAK},
    {"canvas", MARKUP_BREAK},
    {"caption", MARKUP_BLOCK | MARKUP_CELL},
    {"center", MARKUP_BLOCK},
    {"col", MARKUP_BLOCK | MARKUP_VOID},
    {"colgroup", MARKUP_BLOCK},
    {"datalist", CONTROL},
    {"dd", MARKUP_BLOCK},
    {"details", MARKUP_BLOCK},
    {"dialog", MARKUP_BLOCK},
    {"dir", MARKUP_BLOCK},
    {"div", MARKUP_BLOCK},
    {"dl", MARKUP_BLOCK},
    {"dt", MARKUP_BLOCK},
    {"embed", MARKUP_BREAK},
    {"fieldset", MARKUP_BLOCK},
    {"figcaption", MARKUP_BLOCK},
    {"figure", MARKUP_BLOCK},
    {"footer", MARKUP_BLOCK},
    {"form", MARKUP_BLOCK},
    {"frame", MARKUP_BLOCK},
    {"frameset", MARKUP_BLOCK},
    {"h1", MARKUP_BLOCK},
    {"h2", MARKUP_BLOCK},
    {"h3", MARKUP_BLOCK},
    {"h4", MARKUP_BLOCK},
    {"h5", MARKUP_BLOCK},
    {"h6", MARKUP_BLOCK},
    {"head", MARKUP_BLOCK},
    {"header", MARKUP_BLOCK},
    {"hgroup", MARKUP_BLOCK},
    {"hr", MARKUP_BLOCK | MARKUP_VOID},
    {"html", MARKUP_BLOCK},
    {"iframe", HIDDEN | MARKUP_BREAK},
    {"img", MARKUP_BREAK},
    {"input", MARKUP_BREAK},
    {"legend", MARKUP_BLOCK},
    {"li", MARKUP_BLOCK},
    {"listing", MARKUP_BLOCK | MARKUP_LINES},
    {"main", MARKUP_BLOCK},
    {"math", OTHER},
    {"menu", MARKUP_BLOCK},
    {"meter", MARKUP_BREAK},
    {"nav", MARKUP_BLOCK},
    {"noembed", HIDDEN},
    {"noframes", HIDDEN},
    {"noscript", HIDDEN},
    {"object", MARKUP_BREAK},
    {"ol", MARKUP_BLOCK},
    {"optgroup", MARKUP_BLOCK},
    {"option", MARKUP_BLOCK},
    {"p", MARKUP_BLOCK},
    {"plaintext", PLAIN},
    {"pre", MARKUP_BLOCK | MARKUP_LINES},
    {"progress", MARKUP_BREAK},
    {"rp", MARKUP_BREAK},
    {"rt", MARKUP_BREAK},
    {"script", HIDDEN},
    {"search", MARKUP_BLOCK},
    {"section", MARKUP_BLOCK},
    {"select", CONTROL},
    {"style", HIDDEN},
    {"summary", MARKUP_BLOCK},
    {"svg", OTHER},
    {"table", MARKUP_BLOCK | MARKUP_ROWS},
    {"tbody", MARKUP_BLOCK | MARKUP_ROWS},
    {"td", MARKUP_BLOCK | MARKUP_CELL},
    {"template", MARKUP_BLOCK | MARKUP_NO_TEXT},
    {"textarea", PLAIN | MARKUP_REFERENCES},
    {"tfoot", MARKUP_BLOCK | MARKUP_ROWS},
    {"th", MARKUP_BLOCK | MARKUP_CELL},
    {"thead", MARKUP_BLOCK | MARKUP_ROWS},
    {"title", MARKUP_BLOCK | MARKUP_AS_IT_IS | MARKUP_REFERENCES | MARKUP_CLOSED},
    {"tr", MARKUP_BLOCK | MARKUP_ROWS},
    {"ul", MARKUP_BLOCK},
    {"video", MARKUP_BREAK},
    {"xmp", PLAIN},
};

static int compare(const void *name, const void *element) {
    return strcmp(name, ((const struct markup_element *)element)->name);
}

const struct markup_element *markup_element_find(const char *name, size_t size) {
    enum { LONGEST = 10 /* blockquote */ };
    char lower[LONGEST + 1];
    if (size > LONGEST) return NULL;
    for (size_t i = 0; i < size; i++)
        lower[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + ('a' - 'A')) : name[i];
    lower[size] = 0;
    return bsearch(lower, elements, sizeof elements / sizeof *elements, sizeof *elements, compare);
}
