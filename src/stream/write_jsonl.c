#include "stream/sentence_format.h"

#include "base/decimal.h"
#include "base/json.h"
#include "format/write.h"

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

static void put_source(struct writer *writer) {
    writer_put_text(writer, ", \"source\": {");
    if (!write_place(&writer->out, &writer->place)) writer->failed = true;
    writer_put_text(writer, "}");
}

void write_jsonl_end(struct writer *writer, bool goes_on) {
    writer_put_text(writer, "\", \"spans\": [");
    writer_put(writer, writer->spans.bytes, writer->spans.size);
    writer_put_text(writer, "]");
    if (writer->settings->options->with_source) put_source(writer);
    writer_put_text(writer, goes_on ? ", \"continues\": true}\n" : "}\n");
}

static uint64_t count(const struct writer *writer, const char *text, size_t size) {
    return offset_unit_count(writer->settings->unit, text, size);
}

static void put_member(struct writer *writer, const char *key, const char *text) {
    if (*text == 0) return;
    put_key(writer, key);
    put_json(writer, &writer->spans, text, strlen(text));
    put_key(writer, "\"");
}

/* What the match means: its type, id and name, and how probable it is. */
static void put_sense(struct writer *writer, const struct match *match) {
    const gaz_model *model = writer->settings->model;
    put_member(writer, "\"label\": \"", writer_type(writer, match));
    put_member(writer, ", \"id\": \"", model_id(model, match->entry));
    put_member(writer, ", \"name\": \"", model_name(model, match->entry));
    put_key(writer, ", \"score\": ");
    if (!decimal_add_fraction(&writer->spans, (double)match->score)) writer->failed = true;
}

/* All senses of the newest match, if it has several. */
static void put_senses(struct writer *writer, const struct match *match) {
    const struct match *sense = writer_sense(writer);
    if (!sense) return;
    put_key(writer, ", \"senses\": [{");
    put_sense(writer, match);
    for (; sense; sense = writer_sense(writer)) {
        put_key(writer, "}, {");
        put_sense(writer, sense);
    }
    put_key(writer, "}]");
}

static void put_span(struct writer *writer, const struct window *window, const struct match *match, uint64_t start) {
    size_t size;
    const char *surface = window_surface(&size, window, match);
    put_key(writer, writer->spans.size ? ", {\"start\": " : "{\"start\": ");
    put_number(writer, start);
    put_key(writer, ", \"end\": ");
    put_number(writer, start + count(writer, surface, size));
    put_key(writer, ", ");
    put_sense(writer, match);
    put_key(writer, ", \"text\": \"");
    put_json(writer, &writer->spans, surface, size);
    put_key(writer, "\"");
    if (writer->settings->options->match.senses) put_senses(writer, match);
    put_key(writer, "}");
}

void write_jsonl(struct writer *writer, const struct range *range) {
    const struct window *window = range->window;
    uint32_t at = range->text_begin;
    uint64_t units = writer->text_units;
    const struct match *match;
    put_json(writer, &writer->out, window->text + at, range->text_end - at);
    while ((match = writer_match(writer, range)) != NULL) {
        uint32_t begin = window_begin(window, match->begin);
        units += count(writer, window->text + at, begin - at);
        at = begin;
        put_span(writer, window, match, units);
    }
    if (!range->ends) units += count(writer, window->text + at, range->text_end - at);
    writer->text_units = units;
}
