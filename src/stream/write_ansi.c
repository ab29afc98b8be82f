#include <stdio.h>

#include "stream/sentence_format.h"

/* A colour per type; there are more types than colours that can be told apart. */
static void put_begin(struct writer *writer, uint32_t type) {
    static const unsigned char colours[] = {36, 33, 32, 35, 34, 31, 96, 93, 92, 95, 94, 91};
    char escape[16];
    int size = snprintf(escape, sizeof escape, "\x1b[1;%um", colours[type % (sizeof colours)]);
    writer_put(writer, escape, (size_t)size);
}

/* What a match means: "/TYPE", and the id behind it if there is one. */
static void put_sense(struct writer *writer, const struct match *match) {
    const char *id = model_id(writer->settings->model, match->entry);
    writer_put_text(writer, "/");
    writer_put_text(writer, writer_type(writer, match));
    if (*id) writer_put_text(writer, " ");
    writer_put_text(writer, id);
}

static void put_span(struct writer *writer, const struct window *window, const struct match *match) {
    size_t size;
    const char *surface = window_surface(&size, window, match);
    put_begin(writer, writer_type_number(writer, match));
    writer_put(writer, surface, size);
    writer_put_text(writer, "\x1b[0;2m");
    for (; match; match = writer_sense(writer)) put_sense(writer, match);
    writer_put_text(writer, "\x1b[0m");
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
