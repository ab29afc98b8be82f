/* Columns: a token and its IOB2 tag in each line, an empty line after each sentence, a -DOCSTART- line between two
 * documents. */
#include "format/write.h"

static bool add_token(struct buffer *out, const char *bytes, uint64_t size) {
    size_t begin = out->size;
    if (!write_text(out, bytes, size, false)) return false;
    for (size_t i = begin; i < out->size; i++)
        if (out->bytes[i] == '\t' || out->bytes[i] == '\n' || out->bytes[i] == '\r') out->bytes[i] = ' ';
    return true;
}

/* The tag of a token that a span holds, or not. */
static bool add_tag(struct buffer *out, const gaz_document *document, const struct document_span *span,
                    uint64_t token) {
    if (!span || span->token_begin > token) return buffer_add_text(out, "\tO\n");
    const struct string *type = document_type(document, span);
    return buffer_add_text(out, span->token_begin == token ? "\tB-" : "\tI-") &&
           buffer_add(out, type->bytes, type->size) && buffer_add_byte(out, '\n');
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    (void)style;
    bool good = true;
    uint64_t token = 0;
    size_t span = 0;
    for (size_t i = 0; i < document->sentence_count && good; i++) {
        for (; token < document->sentence_ends[i] && good; token++) {
            while (span < document->span_count && document->spans[span].token_end <= token) span++;
            const struct document_span *here = span < document->span_count ? &document->spans[span] : NULL;
            const struct document_token *place = &document->tokens[token];
            good = add_token(out, document->text + place->begin, place->end - place->begin) &&
                   add_tag(out, document, here, token);
        }
        /* A sentence that ends within a span goes on. */
        bool within = span < document->span_count && document->spans[span].token_begin < token &&
                      document->spans[span].token_end > token;
        if (!within) good = good && buffer_add_byte(out, '\n');
    }
    return good;
}

const struct format_writer conll_writer = {
    .ending = "conll", .between = "-DOCSTART-\tO\n\n", .unit = GAZ_OFFSETS_BYTE, .whole_tokens = true, .write = write};
