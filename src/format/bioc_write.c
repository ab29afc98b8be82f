/* BioC as JSON: a collection of documents of one passage each. The infon identifier has the concept. */
#include "base/json.h"
#include "format/write.h"

static bool add_annotation(struct buffer *out, const gaz_document *document, const struct document_span *span,
                           struct offset_range range, uint32_t number, uint64_t count) {
    struct document_sense sense = document_get_sense(document, span, number);
    return buffer_add_text(out, count ? ", {\"id\": \"" : "{\"id\": \"") && buffer_add_number(out, count) &&
           buffer_add_text(out, "\", \"infons\": {\"type\": ") && write_type(out, document, sense.type) &&
           write_known(out, "identifier", sense.id) && write_known(out, "name", sense.name) &&
           buffer_add_text(out, "}, \"text\": ") &&
           write_string(out, document->text + span->begin, span->end - span->begin) &&
           buffer_add_text(out, ", \"locations\": [{\"offset\": ") && buffer_add_number(out, range.begin) &&
           buffer_add_text(out, ", \"length\": ") && buffer_add_number(out, range.end - range.begin) &&
           buffer_add_text(out, "}]}");
}

/* Where the document is from: infons are strings. */
static bool add_place(struct buffer *out, const gaz_document *document) {
    const struct document_place *place = &document->place;
    return !place->file || (buffer_add_text(out, "\"file\": ") && write_string(out, place->file, strlen(place->file)) &&
                            buffer_add_text(out, ", \"line\": \"") && buffer_add_number(out, place->line) &&
                            buffer_add_text(out, "\", \"offset\": \"") && buffer_add_number(out, place->offset) &&
                            buffer_add_byte(out, '"'));
}

static const struct format_place place = {.id = NULL}; /* it is written here */

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    struct offset_counter counter = write_counter(document, style);
    const char *title = document_title(document);
    uint64_t own = document_title_number(document);
    uint64_t count = 0;
    bool good = buffer_add_text(out, "{\"id\": \"") && json_add_text(out, title, strlen(title)) &&
                (own == 0 || (buffer_add_byte(out, ':') && buffer_add_number(out, own))) &&
                buffer_add_text(out, "\", \"infons\": {") && add_place(out, document) &&
                buffer_add_text(out, "}, \"passages\": [{\"offset\": 0, \"infons\": {}, \"text\": ") &&
                write_long_string(out, document->text, document->size, style) &&
                buffer_add_text(out, ", \"sentences\": [], \"annotations\": [");
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        struct offset_range range = offset_counter_measure(&counter, span->begin, span->end);
        for (uint32_t number = 0; number <= span->sense_count && good; number++)
            good = write_drain(out, style) && add_annotation(out, document, span, range, number, count++);
    }
    return good && buffer_add_text(out, "], \"relations\": []}], \"annotations\": [], \"relations\": []}");
}

const struct format_writer bioc_writer = {
    .ending = "json",
    .before = "{\"source\": \"gaz\", \"date\": \"\", \"key\": \"\", \"infons\": {}, \"documents\": [\n",
    .between = ",\n",
    .after = "\n]}\n",
    .unit = GAZ_OFFSETS_CODEPOINT,
    .overlaps = true,
    .place = &place,
    .write = write};
