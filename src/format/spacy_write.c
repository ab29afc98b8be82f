/* spaCy's training pairs: [text, {"entities": [[begin, end, type], ...]}]. Entities have no ids and do not overlap.
 * What is known beyond them is a group of spans, "spans": {"gaz": [[begin, end, type, id], ...]}, of all senses. */
#include "format/write.h"

/* Whether the entities do not say all that is known. */
static bool has_more(const gaz_document *document) {
    for (size_t i = 0; i < document->span_count; i++)
        if (document->spans[i].id || document->spans[i].sense_count) return true;
    return false;
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    bool good = buffer_add_byte(out, '[') && write_long_string(out, document->text, document->size, style) &&
                buffer_add_text(out, ", {\"entities\": ") && write_triples(out, document, style, WRITE_FIRST);
    if (has_more(document))
        good = good && buffer_add_text(out, ", \"spans\": {\"gaz\": ") &&
               write_triples(out, document, style, WRITE_ALL) && buffer_add_byte(out, '}');
    return good && buffer_add_text(out, "}]\n");
}

const struct format_writer spacy_writer = {
    .ending = "jsonl", .unit = GAZ_OFFSETS_CODEPOINT, .nameless = true, .write = write};
