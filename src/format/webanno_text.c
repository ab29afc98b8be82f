#include "format/webanno_text.h"

#include <string.h>

#include "base/error.h"
#include "document/offsets.h"
#include "format/webanno_fields.h"

gaz_status webanno_text_add_header(struct webanno_text *text, const struct rows_line *line, gaz_error *error) {
    static const char mark[] = "#Text=";
    const char *at = line->bytes + sizeof mark - 1;
    const char *end = line->bytes + line->size;
    bool good = true;
    if (!text->in_header) text->written.size = text->written_at = 0;
    if (text->in_header) good = buffer_add_byte(&text->written, '\n');
    for (; at < end && good; at++) {
        bool escape = *at == '\\' && at + 1 < end;
        good = buffer_add_byte(&text->written, escape ? webanno_escaped_byte(*++at) : *at);
    }
    text->in_header = true;
    return good ? GAZ_OK : error_memory(error);
}

/* The bytes of the sentence's text that lie before a token, if it says so; false if it does not. */
static bool find_gap(size_t *size, const struct webanno_text *text, uint64_t units, const char *token,
                     size_t token_size) {
    const struct offset_unit utf16 = {.unit = GAZ_OFFSETS_UTF16};
    const struct buffer *written = &text->written;
    if (written->size == text->written_at || token_size == 0) return false;
    const char *from = written->bytes + text->written_at;
    const char *found = memmem(from, written->size - text->written_at, token, token_size);
    if (!found) return false;
    *size = (size_t)(found - from);
    return offset_unit_count(utf16, from, *size) == units;
}

/* Puts what stands between the newest token and the next one, which begins `gap` units after it, into the text. The
 * file does not say what stands between two sentences: a line end, and spaces. */
static gaz_status fill_gap(struct webanno_text *text, uint64_t gap, const char *token, size_t token_size,
                           gaz_error *error) {
    gaz_document *document = text->document;
    struct buffer *made = &document->made;
    size_t size;
    bool first = document_at_sentence_begin(document);
    bool good = true;
    if (!first && find_gap(&size, text, gap, token, token_size)) {
        good = buffer_add(made, text->written.bytes + text->written_at, size);
        text->written_at += size;
        return good ? GAZ_OK : error_memory(error);
    }
    for (uint64_t i = 0; i < gap && good && (i == 0 || text->filler > 0); i++) {
        good = buffer_add_byte(made, first && i == 0 && document->token_count ? '\n' : ' ');
        text->filler -= text->filler > 0;
    }
    return good ? GAZ_OK : error_memory(error);
}

gaz_status webanno_text_add_token(struct webanno_text *text, const struct field *token, uint64_t first, uint64_t last,
                                  gaz_error *error) {
    const struct offset_unit utf16 = {.unit = GAZ_OFFSETS_UTF16};
    struct buffer *value = &text->value;
    value->size = 0;
    gaz_status status = webanno_unescape(value, token, error);
    if (status != GAZ_OK) return status;
    /* Some writers escape no tokens: the offsets tell. */
    bool plain = offset_unit_count(utf16, value->bytes, value->size) != last - first &&
                 offset_unit_count(utf16, token->bytes, token->size) == last - first;
    const char *bytes = plain ? token->bytes : value->bytes;
    size_t size = plain ? token->size : value->size;
    if (first > text->units) status = fill_gap(text, first - text->units, bytes, size, error);
    if (status != GAZ_OK) return status;
    const struct buffer *written = &text->written;
    if (written->size - text->written_at >= size && memcmp(written->bytes + text->written_at, bytes, size) == 0)
        text->written_at += size;
    text->units = last;
    struct buffer *made = &text->document->made;
    size_t begin = made->size;
    if (!buffer_add(made, bytes, size)) return error_memory(error);
    return document_add_token(text->document, begin, made->size, error);
}

void webanno_text_free(struct webanno_text *text) {
    buffer_free(&text->written);
    buffer_free(&text->value);
}
