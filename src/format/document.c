#include "format/document.h"

#include "base/json.h"
#include "base/unicode.h"
#include "format/write.h"

const struct document_format *document_format_of(gaz_output output) {
    static const struct document_format jsonl = {.ending = "jsonl",
                                                 .unit = GAZ_OFFSETS_CODEPOINT,
                                                 .any_unit = true,
                                                 .overlaps = true,
                                                 .write = write_jsonl_document};
    static const struct document_format brat = {.ending = "ann",
                                                .unit = GAZ_OFFSETS_CODEPOINT,
                                                .own_file = true,
                                                .overlaps = true,
                                                .newlines = true,
                                                .write = write_brat,
                                                .settings = "annotation.conf",
                                                .write_settings = write_brat_settings,
                                                .text_ending = "txt",
                                                .write_text = write_brat_text};
    static const struct document_format doccano = {
        .ending = "jsonl", .unit = GAZ_OFFSETS_UTF16, .any_unit = true, .overlaps = true, .write = write_doccano};
    static const struct document_format label_studio = {.ending = "json",
                                                        .before = "[\n",
                                                        .between = ",\n",
                                                        .after = "\n]\n",
                                                        .unit = GAZ_OFFSETS_CODEPOINT,
                                                        .any_unit = true,
                                                        .overlaps = true,
                                                        .write = write_label_studio};
    static const struct document_format spacy = {
        .ending = "jsonl", .unit = GAZ_OFFSETS_CODEPOINT, .write = write_spacy};
    static const struct document_format prodigy = {
        .ending = "jsonl", .unit = GAZ_OFFSETS_CODEPOINT, .overlaps = true, .write = write_prodigy};
    static const struct document_format webanno = {
        .ending = "tsv", .unit = GAZ_OFFSETS_UTF16, .own_file = true, .write = write_webanno};
    static const struct document_format html = {.ending = "html",
                                                .begin = write_html_begin,
                                                .after = write_html_end,
                                                .unit = GAZ_OFFSETS_BYTE,
                                                .overlaps = true,
                                                .write = write_html_document};
    switch (output) {
    case GAZ_OUTPUT_JSONL: return &jsonl;
    case GAZ_OUTPUT_BRAT: return &brat;
    case GAZ_OUTPUT_DOCCANO: return &doccano;
    case GAZ_OUTPUT_LABEL_STUDIO: return &label_studio;
    case GAZ_OUTPUT_SPACY: return &spacy;
    case GAZ_OUTPUT_PRODIGY: return &prodigy;
    case GAZ_OUTPUT_WEBANNO: return &webanno;
    case GAZ_OUTPUT_HTML: return &html;
    default: return NULL;
    }
}

bool document_add_text(struct buffer *out, const char *text, uint64_t size, bool newlines) {
    if (!newlines || size == 0) return unicode_mend(out, text, size);
    const char *end = text + size;
    bool good = true;
    while (text < end && good) {
        const char *stop = memchr(text, '\r', (size_t)(end - text));
        while (stop && !(stop + 1 < end && stop[1] == '\n')) stop = memchr(stop + 1, '\r', (size_t)(end - stop - 1));
        if (!stop) stop = end;
        good = unicode_mend(out, text, (size_t)(stop - text));
        text = stop < end ? stop + 1 : end; /* the line end comes with what follows */
    }
    return good;
}

bool document_add_string(struct buffer *out, const char *text, uint64_t size) {
    return buffer_add_byte(out, '"') && json_add_text(out, text, size) && buffer_add_byte(out, '"');
}

bool document_add_extent(struct buffer *out, struct extent extent, const char *begin_key, const char *end_key) {
    return buffer_add_byte(out, '"') && buffer_add_text(out, begin_key) && buffer_add_text(out, "\": ") &&
           buffer_add_number(out, extent.begin) && buffer_add_text(out, ", \"") && buffer_add_text(out, end_key) &&
           buffer_add_text(out, "\": ") && buffer_add_number(out, extent.end);
}

static bool is_among(const struct json_member *member, const char *const *names) {
    for (; *names; names++)
        if (json_member_is(member, *names)) return true;
    return false;
}

bool document_add_fields(struct buffer *out, const struct document *document, const char *const *names) {
    struct json_member member;
    size_t at = 0;
    bool good = true;
    while (document->source && good && json_next_member(&member, &at, document->source, document->source_size)) {
        if (json_member_is(&member, document->field) || is_among(&member, names)) continue;
        good = buffer_add_text(out, ", ") && buffer_add(out, member.name, member.name_size) &&
               buffer_add_text(out, ": ") && buffer_add(out, member.value, member.value_size);
    }
    return good;
}
