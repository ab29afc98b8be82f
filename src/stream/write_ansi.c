#include <stdio.h>
#include <string.h>

#include "stream/sentence_format.h"

#include "base/controls.h"

/* How many bytes of a control character that is no TAB or line end are at `bytes`. */
static size_t shown_control(const char *bytes, size_t size) {
    bool line_end = bytes[0] == '\n' || (bytes[0] == '\r' && size > 1 && bytes[1] == '\n');
    return line_end || bytes[0] == '\t' ? 0 : control_size(bytes, size);
}

/* Puts a text in which control characters are written as ^ and a letter, those of C1 as their ESC and a letter: a
 * terminal does nothing that the text says. */
static void put_safely(struct writer *writer, const char *bytes, size_t size) {
    size_t done = 0;
    for (size_t at = 0; at < size; at++) {
        size_t control = shown_control(bytes + at, size - at);
        if (control == 0) continue;
        char letter = (char)((bytes[at + control - 1] & 0x1F) | '@');
        if (bytes[at] == 0x7F) letter = '?';
        writer_put(writer, bytes + done, at - done);
        writer_put_text(writer, control == 2 ? "^[" : "^");
        writer_put(writer, &letter, 1);
        done = at + control;
        at = done - 1;
    }
    writer_put(writer, bytes + done, size - done);
}

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
    const char *type = writer_type(writer, match);
    put_safely(writer, type, strlen(type));
    if (*id) writer_put_text(writer, " ");
    put_safely(writer, id, strlen(id));
}

static void put_span(struct writer *writer, const struct window *window, const struct match *match) {
    size_t size;
    const char *surface = window_surface(&size, window, match);
    put_begin(writer, writer_type_number(writer, match));
    put_safely(writer, surface, size);
    writer_put_text(writer, "\x1b[0;2m");
    for (; match; match = writer_sense(writer)) put_sense(writer, match);
    writer_put_text(writer, "\x1b[0m");
}

void write_ansi(struct writer *writer, const struct range *range) {
    const struct window *window = range->window;
    uint32_t at = range->text_begin;
    const struct match *match;
    while ((match = writer_match(writer, range)) != NULL) {
        put_safely(writer, window->text + at, window_begin(window, match->begin) - at);
        put_span(writer, window, match);
        at = window_end(window, match->end - 1);
    }
    put_safely(writer, window->text + at, range->text_end - at);
}
