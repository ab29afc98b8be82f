/* spaCy's training pairs: [text, {"entities": [[begin, end, type], ...]}]. */
#include "format/write.h"

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    return buffer_add_byte(out, '[') && write_string(out, document->text, document->size) &&
           buffer_add_text(out, ", {\"entities\": ") && write_triples(out, document, style) &&
           buffer_add_text(out, "}]\n");
}

const struct format_writer spacy_writer = {.ending = "jsonl", .unit = GAZ_OFFSETS_CODEPOINT, .write = write};
