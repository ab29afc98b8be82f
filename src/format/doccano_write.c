/* doccano's JSONL: text, label [[begin, end, type], ...]. It has no place for ids. */
#include "format/write.h"

static const struct format_place place = {.id = "id", .source = "source"};

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    static const char *const own[] = {"text", "label", "labels", "entities", "relations", FORMAT_SUGGESTION, NULL};
    return buffer_add_text(out, "{\"text\": ") && write_long_string(out, document->text, document->size, style) &&
           buffer_add_text(out, ", \"label\": ") && write_triples(out, document, style, WRITE_TYPES) &&
           write_suggestion_member(out, document, false) && write_fields(out, document, own, &place) &&
           buffer_add_text(out, "}\n");
}

const struct format_writer doccano_writer = {.ending = "jsonl",
                                             .unit = GAZ_OFFSETS_UTF16,
                                             .any_unit = true,
                                             .overlaps = true,
                                             .fields = true,
                                             .place = &place,
                                             .write = write};
