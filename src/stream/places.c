/* Where the parts of sentences, and the sentences of rows, are in their file. */
#include "base/bytes.h"
#include "base/error.h"
#include "stream/writer.h"

void writer_begin_places(struct writer *writer, const struct block *block) {
    writer->walk = (struct rows_walk){.text = block->bytes, .size = block->size, .line = block->line};
    writer->base = block->at;
    writer->place = (struct document_place){.file = error_file_name(block->name)};
}

struct document_place writer_next_rows(struct writer *writer) {
    const struct rows *rows = writer->rows;
    unsigned chosen = writer->settings->options->input.columns.token_column;
    struct document_place place = writer->place;
    (void)rows_walk_next(&writer->walk, rows, chosen ? chosen : rows_token_column(rows));
    place.line = writer->walk.begin_line;
    place.offset = writer->base + writer->walk.begin;
    return place;
}

/* Moves to a byte of the window. */
static void move(struct writer *writer, const struct window *window, uint32_t at) {
    writer->line += bytes_count_lines(window->text + writer->at, at - writer->at);
    writer->at = at;
}

void writer_begin_place(struct writer *writer, const struct range *range, bool goes_on) {
    if (writer->settings->options->input.format == GAZ_FORMAT_CONLL) {
        if (!goes_on) writer->place = writer_next_rows(writer);
        return;
    }
    move(writer, range->window, range->text_begin);
    writer->place.line = writer->line;
    writer->place.offset = writer->base + range->text_begin;
}

void writer_end_places(struct writer *writer, const struct window *window) {
    if (writer->settings->options->input.format == GAZ_FORMAT_CONLL) return;
    move(writer, window, window->size);
    writer->base += window->size;
    writer->at = 0;
}
