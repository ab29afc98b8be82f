#include "stream/writer.h"

/* A tab or a line end in a surface would end its column: it is written as a space. */
static void put_surface(struct writer *writer, const struct window *window, const struct match *match) {
    struct buffer *surface = &writer->spans;
    if (!writer_surface(surface, writer, window, match)) writer->failed = true;
    for (size_t i = 0; i < surface->size; i++) {
        char byte = surface->bytes[i];
        if (byte == '\t' || byte == '\n' || byte == '\r') surface->bytes[i] = ' ';
    }
    writer_put(writer, surface->bytes, surface->size);
}

static void put_number(struct writer *writer, uint64_t number) {
    if (!buffer_add_number(&writer->out, number)) writer->failed = true;
    writer_put(writer, "\t", 1);
}

void write_tsv(struct writer *writer, const struct range *range) {
    const struct window *window = range->window;
    const struct match *match;
    while ((match = writer_match(writer, range)) != NULL) {
        writer_put_text(writer, writer->document);
        writer_put(writer, "\t", 1);
        uint32_t begin = window->tokens[match->begin].begin;
        uint32_t end = window->tokens[match->end - 1].end;
        if (writer->input == GAZ_FORMAT_CONLL) {
            uint64_t first = writer->token_count + (match->begin - range->token_begin);
            put_number(writer, writer->sentence + 1);
            put_number(writer, first);
            put_number(writer, first + (match->end - match->begin));
        } else {
            writer_move(writer, window, begin);
            put_number(writer, writer->line);
            put_number(writer, writer->offset);
            put_number(writer, writer->offset + units_count(writer->units, window->text + begin, end - begin));
        }
        writer_put_text(writer, writer_type(writer, match));
        writer_put(writer, "\t", 1);
        if (!buffer_add_decimal(&writer->out, (double)match->score)) writer->failed = true;
        writer_put(writer, "\t", 1);
        put_surface(writer, window, match);
        writer_put(writer, "\n", 1);
    }
}
