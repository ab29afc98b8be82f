#include "format/markup_marks.h"

#include <stdlib.h>

#include "base/bytes.h"
#include "format/markup_page.h"

/* A <mark> that is open. */
struct open_mark {
    size_t number; /* among the marks; OTHER_MARK: it is the page's own */
};

#define OTHER_MARK SIZE_MAX

struct taker {
    struct markup_marks *marks;
    struct markup_page page;
    struct open_mark *open;
    size_t open_count;
    size_t open_capacity;
    size_t copied; /* of the page with the marks */
    size_t line;   /* from 1, of this byte: */
    size_t line_at;
};

static bool is_mark(const struct markup_page *page, const struct markup_token *token) {
    bool tag = token->kind == MARKUP_OPEN || token->kind == MARKUP_CLOSE;
    const char *name = page->scan.source + token->text.begin;
    return tag && markup_is_name(name, token->text.end - token->text.begin, "mark");
}

/* Reads what a mark says. False: it is none of gaz's. */
static bool read_mark(struct markup_mark *mark, const struct markup_page *page, const struct markup_token *token) {
    struct markup_attribute attribute;
    bool typed = false;
    *mark = (struct markup_mark){.line = 0};
    for (size_t at = 0; markup_scan_attribute(&attribute, &at, &page->scan, token);) {
        const char *name = page->scan.source + attribute.name.begin;
        size_t size = attribute.name.end - attribute.name.begin;
        typed = typed || markup_is_name(name, size, "data-type");
        if (markup_is_name(name, size, "data-type")) mark->type = attribute.value;
        if (markup_is_name(name, size, "data-id")) mark->id = attribute.value;
        if (markup_is_name(name, size, "data-score")) mark->score = attribute.value;
        if (markup_is_name(name, size, "data-span")) mark->span = attribute.value;
    }
    return typed;
}

/* Copies the page up to a tag, which is left out. */
static bool copy_until(struct taker *taker, const struct markup_token *tag) {
    const char *source = taker->page.scan.source;
    if (!buffer_add(&taker->marks->source, source + taker->copied, tag->all.begin - taker->copied)) return false;
    taker->copied = tag->all.end;
    return true;
}

static bool push(struct taker *taker, size_t number) {
    if (!array_reserve(&taker->open, &taker->open_capacity, taker->open_count + 1, sizeof *taker->open)) return false;
    taker->open[taker->open_count++].number = number;
    return true;
}

static bool take_open(struct taker *taker, const struct markup_token *token) {
    struct markup_marks *marks = taker->marks;
    struct markup_mark mark;
    bool empty = taker->page.scan.xml && token->empty;
    if (!read_mark(&mark, &taker->page, token)) return empty || push(taker, OTHER_MARK);
    if (!copy_until(taker, token)) return false;
    if (empty) return true;
    taker->line += bytes_count_lines(taker->page.scan.source + taker->line_at, token->all.begin - taker->line_at);
    taker->line_at = token->all.begin;
    mark.line = taker->line;
    mark.source = (struct markup_range){marks->source.size, SIZE_MAX};
    if (!array_reserve(&marks->items, &marks->capacity, marks->count + 1, sizeof *marks->items)) return false;
    marks->items[marks->count] = mark;
    return push(taker, marks->count++);
}

static bool take_close(struct taker *taker, const struct markup_token *token) {
    if (taker->open_count == 0) return true;
    size_t number = taker->open[--taker->open_count].number;
    if (number == OTHER_MARK) return true;
    if (!copy_until(taker, token)) return false;
    taker->marks->items[number].source.end = taker->marks->source.size;
    return true;
}

/* Removes marks without an end. */
static void drop_open(struct markup_marks *marks) {
    size_t kept = 0;
    for (size_t i = 0; i < marks->count; i++)
        if (marks->items[i].source.end != SIZE_MAX) marks->items[kept++] = marks->items[i];
    marks->open = marks->count - kept;
    marks->count = kept;
}

bool markup_marks_take(struct markup_marks *marks, const char *page, size_t size, bool xml) {
    struct taker taker = {.marks = marks, .page = {.scan = {.source = page, .size = size, .xml = xml}}, .line = 1};
    bool good = true;
    struct markup_token token = {.kind = MARKUP_OTHER};
    while (good && token.kind != MARKUP_END) {
        token = markup_page_next(&taker.page);
        if (token.kind == MARKUP_BROKEN) break; /* reading what is left tells it */
        if (is_mark(&taker.page, &token))
            good = token.kind == MARKUP_OPEN ? take_open(&taker, &token) : take_close(&taker, &token);
    }
    good = good && buffer_add(&marks->source, page + taker.copied, size - taker.copied);
    free(taker.open);
    if (good) drop_open(marks);
    return good;
}

void markup_marks_free(struct markup_marks *marks) {
    buffer_free(&marks->source);
    free(marks->items);
    *marks = (struct markup_marks){.count = 0};
}

size_t markup_marks_find(const char *page, size_t size, bool xml) {
    struct markup_page walk = {.scan = {.source = page, .size = size, .xml = xml}};
    struct markup_mark mark;
    for (struct markup_token token = {.kind = MARKUP_OTHER}; token.kind != MARKUP_END;) {
        token = markup_page_next(&walk);
        if (token.kind == MARKUP_OPEN && is_mark(&walk, &token) && read_mark(&mark, &walk, &token))
            return token.all.begin;
    }
    return size;
}
