/* Argilla's records (2.x) as its SDK reads them from a file, with the spans as suggestions of the question "spans". It
 * has no place for ids. The user's own fields are metadata. */
#include "base/decimal.h"
#include "format/write.h"

static bool add_spans(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    struct offset_counter counter = write_counter(document, style);
    bool good = true;
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        struct offset_range range = offset_counter_measure(&counter, span->begin, span->end);
        for (uint32_t number = 0; number <= span->sense_count && good; number++)
            good = write_drain(out, style) && buffer_add_text(out, i + number ? ", {" : "{") &&
                   write_range(out, range, "start", "end") && buffer_add_text(out, ", \"label\": ") &&
                   write_type(out, document, document_get_sense(document, span, number).type) &&
                   buffer_add_byte(out, '}');
    }
    return good;
}

/* A score for each of the spans that were written, if all have one. */
static bool add_scores(struct buffer *out, const gaz_document *document) {
    bool good = buffer_add_text(out, ", \"score\": [");
    size_t first = out->size;
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        for (uint32_t number = 0; number <= span->sense_count && good; number++)
            good = (out->size == first || buffer_add_text(out, ", ")) &&
                   decimal_add_fraction(out, (double)document_get_sense(document, span, number).score);
    }
    return good && buffer_add_byte(out, ']');
}

static bool has_scores(const gaz_document *document) {
    for (size_t i = 0; i < document->span_count; i++)
        for (uint32_t number = 0; number <= document->spans[i].sense_count; number++)
            if (document_get_sense(document, &document->spans[i], number).score < 0) return false;
    return document->span_count > 0;
}

/* Metadata are texts and numbers: they take no object. */
static const struct format_place place = {.id = NULL};

/* The other fields: write_fields puts a comma before each. */
static bool add_metadata(struct buffer *out, const gaz_document *document) {
    static const char *const own[] = {"text", "id", "fields", "suggestions", "metadata", NULL};
    size_t begin = out->size;
    bool good = write_fields(out, document, own, &place);
    if (good) write_drop_comma(out, begin);
    return good;
}

/* The id of the document, or what its record has under that name. */
static bool add_id(struct buffer *out, const gaz_document *document) {
    struct json_member member;
    size_t begin = out->size;
    bool good = write_known(out, "id", document->id);
    if (!document->id && document->source && json_last_member(&member, document->source, "id", 2))
        good = buffer_add(out, ", ", 2) && write_members(out, &member, 1);
    if (good && out->size > begin) {
        write_drop_comma(out, begin);
        good = buffer_add(out, ", ", 2);
    }
    return good;
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    return buffer_add_byte(out, '{') && add_id(out, document) && buffer_add_text(out, "\"fields\": {\"text\": ") &&
           write_long_string(out, document->text, document->size, style) &&
           buffer_add_text(out, "}, \"metadata\": {") && add_metadata(out, document) &&
           buffer_add_text(out, "}, \"suggestions\": {\"spans\": {\"value\": [") && add_spans(out, document, style) &&
           buffer_add_byte(out, ']') && (!has_scores(document) || add_scores(out, document)) &&
           buffer_add_text(out, ", \"agent\": ") && write_version(out, document, style) && buffer_add_text(out, "}}}");
}

const struct format_writer argilla_writer = {.ending = "json",
                                             .before = "[\n",
                                             .between = ",\n",
                                             .after = "\n]\n",
                                             .unit = GAZ_OFFSETS_CODEPOINT,
                                             .overlaps = true,
                                             .fields = true,
                                             .place = &place,
                                             .write = write};
