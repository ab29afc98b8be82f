/* The text of XML. An element whose parent has text of its own is inline, so that a first pass looks for those. */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "format/markup_elements.h"
#include "format/markup_scan.h"
#include "format/markup_text.h"

/* An element that is open. */
struct open_element {
    struct markup_range name;
    size_t number; /* of all elements, from 1; 0: the document */
    bool block;    /* its tags end a sentence */
    bool lines;    /* as markup_bits say it; so are those in it */
    bool hidden;
};

struct tree {
    struct markup *markup;
    const char *file; /* for errors */
    struct markup_scan scan;
    struct open_element *open; /* the first is the document */
    size_t open_count;
    size_t open_capacity;
    size_t count;        /* elements so far */
    struct buffer mixed; /* by their numbers: 1 = the element has text of its own */
};

static gaz_status refuse(const struct tree *tree, size_t at, const char *message, gaz_error *error) {
    return error_set(error, GAZ_ERROR_INPUT, tree->file, 1 + bytes_count_lines(tree->scan.source, at), "%s", message);
}

static bool push(struct tree *tree, const struct open_element *element) {
    if (!array_reserve(&tree->open, &tree->open_capacity, tree->open_count + 1, sizeof *tree->open)) return false;
    tree->open[tree->open_count++] = *element;
    return true;
}

static bool begin(struct tree *tree) {
    const struct open_element document = {.number = 0};
    tree->scan = (struct markup_scan){.source = tree->markup->source, .size = tree->markup->size, .xml = true};
    tree->scan.at = byte_order_mark(tree->scan.source, tree->scan.size);
    tree->open_count = tree->count = 0;
    return push(tree, &document);
}

static struct open_element *top(const struct tree *tree) {
    return &tree->open[tree->open_count - 1];
}

static bool are_same(const struct tree *tree, struct markup_range left, struct markup_range right) {
    const char *source = tree->scan.source;
    size_t size = left.end - left.begin;
    return size == right.end - right.begin && memcmp(source + left.begin, source + right.begin, size) == 0;
}

static bool is_blank(const char *bytes, size_t size) {
    size_t i = 0;
    while (i < size && markup_is_blank(bytes[i])) i++;
    return i == size;
}

/* ---- The first pass: which elements have text, and whether all are closed ---- */

static gaz_status refuse_close(const struct tree *tree, const struct markup_token *token, gaz_error *error) {
    enum { MOST = 100 };
    const char *source = tree->scan.source;
    const struct markup_range *open = &top(tree)->name;
    size_t size = token->text.end - token->text.begin;
    size_t open_size = open->end - open->begin;
    uint64_t line = 1 + bytes_count_lines(source, token->all.begin);
    int shown = (int)(size < MOST ? size : MOST);
    if (tree->open_count == 1)
        return error_set(error, GAZ_ERROR_INPUT, tree->file, line, "the end of %.*s, which is not open", shown,
                         source + token->text.begin);
    return error_set(error, GAZ_ERROR_INPUT, tree->file, line, "the end of %.*s, where %.*s is open", shown,
                     source + token->text.begin, (int)(open_size < MOST ? open_size : MOST), source + open->begin);
}

static gaz_status check_close(struct tree *tree, const struct markup_token *token, gaz_error *error) {
    if (tree->open_count == 1 || !are_same(tree, top(tree)->name, token->text)) return refuse_close(tree, token, error);
    tree->open_count--;
    return GAZ_OK;
}

static gaz_status look_at(struct tree *tree, const struct markup_token *token, gaz_error *error) {
    size_t size = token->text.end - token->text.begin;
    const struct open_element element = {.name = token->text, .number = tree->count + 1};
    switch (token->kind) {
    case MARKUP_BROKEN: return refuse(tree, token->all.begin, token->fault, error);
    case MARKUP_CLOSE: return check_close(tree, token, error);
    case MARKUP_TEXT:
    case MARKUP_RAW:
        if (!is_blank(tree->scan.source + token->text.begin, size)) tree->mixed.bytes[top(tree)->number] = 1;
        return GAZ_OK;
    case MARKUP_OPEN:
        tree->count++;
        if (!buffer_add_byte(&tree->mixed, 0)) return error_memory(error);
        return token->empty || push(tree, &element) ? GAZ_OK : error_memory(error);
    default: return GAZ_OK;
    }
}

static gaz_status look(struct tree *tree, gaz_error *error) {
    gaz_status status = begin(tree) && buffer_add_byte(&tree->mixed, 0) ? GAZ_OK : error_memory(error);
    for (struct markup_token token = {.kind = MARKUP_OTHER}; status == GAZ_OK && token.kind != MARKUP_END;) {
        token = markup_scan_next(&tree->scan);
        status = look_at(tree, &token, error);
    }
    if (status == GAZ_OK && tree->open_count > 1)
        return refuse(tree, top(tree)->name.begin, "an element is not closed", error);
    return status;
}

/* ---- The second pass ---- */

static bool is_named(const char *name, size_t size, const char *wanted) {
    return size == strlen(wanted) && memcmp(name, wanted, size) == 0;
}

/* What an element is, in what it stands. */
static struct open_element make_element(const struct tree *tree, const struct markup_token *token) {
    const char *name = tree->scan.source + token->text.begin;
    size_t size = token->text.end - token->text.begin;
    const char *colon = memrchr(name, ':', size);
    if (colon) size -= (size_t)(colon + 1 - name);
    if (colon) name = colon + 1;
    const struct markup_element *html = markup_element_find(name, size);
    unsigned bits = html ? html->bits : 0;
    const struct open_element *parent = top(tree);
    bool script = is_named(name, size, "script") || is_named(name, size, "style");
    return (struct open_element){.name = token->text,
                                 .number = tree->count,
                                 .block = !tree->mixed.bytes[parent->number] || bits & MARKUP_BLOCK,
                                 .lines = parent->lines || bits & MARKUP_LINES,
                                 .hidden = parent->hidden || script};
}

/* An empty element is a place between two words. */
static bool take_open(struct tree *tree, const struct markup_token *token) {
    tree->count++;
    struct open_element element = make_element(tree, token);
    bool good = true;
    if (element.block || token->empty) good = markup_add_break(tree->markup, element.block ? '\n' : ' ');
    return good && (token->empty || push(tree, &element));
}

static bool take(struct tree *tree, const struct markup_token *token) {
    const struct open_element *open = top(tree);
    const struct markup_manner manner = {
        .references = token->kind == MARKUP_TEXT, .closed = token->kind == MARKUP_RAW, .wraps = !open->lines};
    switch (token->kind) {
    case MARKUP_OPEN: return take_open(tree, token);
    case MARKUP_CLOSE: tree->open_count--; return !open->block || markup_add_break(tree->markup, '\n');
    case MARKUP_TEXT:
    case MARKUP_RAW: return open->hidden || markup_add_text(tree->markup, token->text, &manner);
    default: return true;
    }
}

static bool show(struct tree *tree) {
    bool good = begin(tree);
    for (struct markup_token token = {.kind = MARKUP_OTHER}; good && token.kind != MARKUP_END;) {
        token = markup_scan_next(&tree->scan);
        good = take(tree, &token);
    }
    return good;
}

gaz_status markup_show_xml(struct markup *markup, const char *file, gaz_error *error) {
    struct tree tree = {.markup = markup, .file = file};
    gaz_status status = look(&tree, error);
    if (status == GAZ_OK && !show(&tree)) status = error_memory(error);
    free(tree.open);
    buffer_free(&tree.mixed);
    return status;
}
