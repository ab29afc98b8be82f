#include <stdio.h>

#include "stream/sentence_format.h"

/* A colour per type; there are more types than colours that can be told apart. */
static void put_begin(struct writer *writer, uint32_t type) {
    static const unsigned char colours[] = {36, 33, 32, 35, 34, 31, 96, 93, 92, 95, 94, 91};
    char escape[16];
    int size = snprintf(escape, sizeof escape, "\x1b[1;%um", colours[type % (sizeof colours)]);
    writer_put(writer, escape, (size_t)size);
}

static void put_end(struct writer *writer, const char *type) {
    writer_put_text(writer, "\x1b[0;2m/");
    writer_put_text(writer, type);
    writer_put_text(writer, "\x1b[0m");
}

static void put_span(struct writer *writer, const struct window *window, const struct match *match) {
    size_t size;
    const char *surface = window_surface(&size, window, match);
    put_begin(writer, writer_type_number(writer, match));
    writer_put(writer, surface, size);
    put_end(writer, writer_type(writer, match));
}

void write_ansi(struct writer *writer, const struct range *range) {
    const struct window *window = range->window;
    uint32_t at = range->text_begin;
    const struct match *match;
    while ((match = writer_match(writer, range)) != NULL) {
        writer_put(writer, window->text + at, window_begin(window, match->begin) - at);
        put_span(writer, window, match);
        at = window_end(window, match->end - 1);
    }
    writer_put(writer, window->text + at, range->text_end - at);
}
