#include "stream/sentence_format.h"

#include "base/controls.h"

#include "base/decimal.h"

/* A tab or a line end would end a column, and a terminal would do what other control characters say: each byte of them
 * is written as a space. */
static void put_column(struct writer *writer, const char *bytes, size_t size) {
    struct buffer *out = &writer->out;
    size_t begin = out->size;
    writer_put(writer, bytes, size);
    controls_replace(out->bytes + begin, out->size - begin, ' ');
}

static void put_number(struct writer *writer, uint64_t number) {
    if (!buffer_add_number(&writer->out, number)) writer->failed = true;
    writer_put(writer, "\t", 1);
}

/* `line`, `begin` and `end` say where the span is: in the file, or in tokens of a sentence. */
static void put_span(struct writer *writer, const struct window *window, const struct match *match, uint64_t line,
                     uint64_t begin, uint64_t end) {
    const gaz_model *model = writer->settings->model;
    size_t size;
    const char *surface = window_surface(&size, window, match);
    put_column(writer, writer->document, strlen(writer->document));
    writer_put(writer, "\t", 1);
    put_number(writer, line);
    put_number(writer, begin);
    put_number(writer, end);
    writer_put_text(writer, writer_type(writer, match));
    writer_put(writer, "\t", 1);
    if (!decimal_add_fraction(&writer->out, (double)match->score)) writer->failed = true;
    writer_put(writer, "\t", 1);
    put_column(writer, surface, size);
    if (model->known.concepts) {
        writer_put(writer, "\t", 1);
        writer_put_text(writer, model_id(model, match->entry));
        writer_put(writer, "\t", 1);
        writer_put_text(writer, model_name(model, match->entry));
    }
    if (writer->field) {
        writer_put(writer, "\t", 1);
        put_column(writer, writer->field, strlen(writer->field));
    }
    writer_put(writer, "\n", 1);
}

void write_tsv(struct writer *writer, const struct range *range) {
    const struct window *window = range->window;
    const struct match *match;
    while ((match = writer_match(writer, range)) != NULL) {
        struct writer_position at = writer_locate(writer, window, match);
        put_span(writer, window, match, at.line, at.range.begin, at.range.end);
        while ((match = writer_sense(writer)) != NULL)
            put_span(writer, window, match, at.line, at.range.begin, at.range.end);
    }
}

void write_tsv_end_window(struct writer *writer, const struct window *window) {
    writer_move(writer, window, window->size);
    writer->at = 0;
}

/* Columns: the number of the sentence in its file, and of the tokens in it. */
void write_token_tsv(struct writer *writer, const struct range *range) {
    const struct match *match;
    while ((match = writer_match(writer, range)) != NULL) {
        uint64_t begin = writer->token_count + (match->begin - range->token_begin);
        uint64_t end = begin + (match->end - match->begin);
        put_span(writer, range->window, match, writer->sentence + 1, begin, end);
        while ((match = writer_sense(writer)) != NULL)
            put_span(writer, range->window, match, writer->sentence + 1, begin, end);
    }
}
