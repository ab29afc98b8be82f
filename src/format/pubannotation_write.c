/* PubAnnotation's JSON: {text, denotations: [{id, span: {begin, end}, obj}]}. It has no place for ids of concepts. */
#include "format/write.h"

static bool add_denotation(struct buffer *out, const gaz_document *document, struct offset_range range, uint32_t type,
                           uint64_t number) {
    return buffer_add_text(out, number > 1 ? ", {\"id\": \"T" : "{\"id\": \"T") && buffer_add_number(out, number) &&
           buffer_add_text(out, "\", \"span\": {") && write_range(out, range, "begin", "end") &&
           buffer_add_text(out, "}, \"obj\": ") && write_type(out, document, type) && buffer_add_byte(out, '}');
}

static const struct format_place place = {.id = "sourceid", .source = "source"};

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    static const char *const own[] = {"text", "denotations", "tracks", "relations", "attributes", NULL};
    struct offset_counter counter = write_counter(document, style);
    uint64_t count = 0;
    bool good = buffer_add_text(out, "{\"text\": ") && write_long_string(out, document->text, document->size, style) &&
                buffer_add_text(out, ", \"denotations\": [");
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        struct offset_range range = offset_counter_measure(&counter, span->begin, span->end);
        for (uint32_t number = 0; number <= span->sense_count && good; number++)
            good = write_drain(out, style) &&
                   add_denotation(out, document, range, document_get_sense(document, span, number).type, ++count);
    }
    return good && buffer_add_byte(out, ']') && write_fields(out, document, own, &place) && buffer_add_byte(out, '}');
}

const struct format_writer pubannotation_writer = {.ending = "json",
                                                   .before = "[\n",
                                                   .between = ",\n",
                                                   .after = "\n]\n",
                                                   .unit = GAZ_OFFSETS_CODEPOINT,
                                                   .overlaps = true,
                                                   .fields = true,
                                                   .place = &place,
                                                   .write = write};
