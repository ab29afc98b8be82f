#include "stream/writer.h"

static void put_json(struct writer *writer, struct buffer *json, const char *bytes, size_t size) {
    if (!json_add_text(json, bytes, size)) writer->failed = true;
}

static void put_key(struct writer *writer, const char *key) {
    if (!buffer_add_text(&writer->spans, key)) writer->failed = true;
}

static void put_number(struct writer *writer, uint64_t number) {
    if (!buffer_add_number(&writer->spans, number)) writer->failed = true;
}

void write_jsonl_begin(struct writer *writer) {
    writer_put_text(writer, "{\"text\": \"");
}

void write_jsonl_end(struct writer *writer, bool goes_on) {
    if (goes_on && writer->input == GAZ_FORMAT_CONLL) writer_put(writer, " ", 1); /* so that the parts can be joined */
    writer_put_text(writer, "\", \"spans\": [");
    writer_put(writer, writer->spans.bytes, writer->spans.size);
    writer_put_text(writer, goes_on ? "], \"continues\": true}\n" : "]}\n");
    /* Column input: a record without tokens is what stands between the sentences, not a sentence. */
    if (writer->input == GAZ_FORMAT_CONLL && writer->token_count == 0) writer->out.size = writer->out_before;
}

/* The units of tokens [first, end) and what stands between them in the record's text. */
static uint64_t extent(const struct writer *writer, const struct window *window, uint32_t first, uint32_t end) {
    const struct token *tokens = window->tokens;
    if (writer->input != GAZ_FORMAT_CONLL)
        return units_count(writer->units, window->text + tokens[first].begin,
                           tokens[end - 1].end - tokens[first].begin);
    uint64_t units = end - first - 1; /* spaces */
    for (uint32_t i = first; i < end; i++)
        units += units_count(writer->units, window->text + tokens[i].begin, tokens[i].end - tokens[i].begin);
    return units;
}

static void put_span(struct writer *writer, const struct window *window, const struct match *match, uint64_t start) {
    put_key(writer, writer->spans.size ? ", {\"start\": " : "{\"start\": ");
    put_number(writer, start);
    put_key(writer, ", \"end\": ");
    put_number(writer, start + extent(writer, window, match->begin, match->end));
    put_key(writer, ", \"label\": \"");
    const char *type = writer_type(writer, match);
    put_json(writer, &writer->spans, type, strlen(type));
    put_key(writer, "\", \"score\": ");
    if (!buffer_add_decimal(&writer->spans, (double)match->score)) writer->failed = true;
    put_key(writer, ", \"text\": \"");
    struct buffer surface = {0};
    if (!writer_surface(&surface, writer, window, match)) writer->failed = true;
    put_json(writer, &writer->spans, surface.bytes, surface.size);
    buffer_free(&surface);
    put_key(writer, "\"}");
}

/* Raw and tokenized text: the record's text is the sentence's. */
static void write_text(struct writer *writer, const struct range *range) {
    const struct window *window = range->window;
    uint32_t at = range->text_begin;
    uint64_t units = writer->text_units;
    const struct match *match;
    put_json(writer, &writer->out, window->text + at, range->text_end - at);
    while ((match = writer_match(writer, range)) != NULL) {
        uint32_t begin = window->tokens[match->begin].begin;
        units += units_count(writer->units, window->text + at, begin - at);
        at = begin;
        put_span(writer, window, match, units);
    }
    if (!range->ends) units += units_count(writer->units, window->text + at, range->text_end - at);
    writer->text_units = units;
}

/* Columns: the record's text is its tokens with a space between. */
static void write_columns(struct writer *writer, const struct range *range) {
    const struct window *window = range->window;
    for (uint32_t i = range->token_begin; i < range->token_end; i++) {
        const struct token *token = &window->tokens[i];
        if (writer->text_units) {
            writer_put(writer, " ", 1);
            writer->text_units++;
        }
        struct range here = *range;
        here.token_end = i + 1;
        const struct match *match;
        while ((match = writer_match(writer, &here)) != NULL) put_span(writer, window, match, writer->text_units);
        put_json(writer, &writer->out, window->text + token->begin, token->end - token->begin);
        writer->text_units += extent(writer, window, i, i + 1);
    }
}

void write_jsonl(struct writer *writer, const struct range *range) {
    if (writer->input == GAZ_FORMAT_CONLL)
        write_columns(writer, range);
    else
        write_text(writer, range);
}
