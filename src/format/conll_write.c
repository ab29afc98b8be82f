/* Columns: a token, its IOB2 tag and, if they are wanted, its span's ids in each line, an empty line after each
 * sentence, a -DOCSTART- line between two documents. */
#include "format/id_column.h"
#include "format/write.h"

static bool add_token(struct buffer *out, const char *bytes, uint64_t size) {
    size_t begin = out->size;
    if (!write_text(out, bytes, size, false)) return false;
    for (size_t i = begin; i < out->size; i++)
        if (out->bytes[i] == '\t' || out->bytes[i] == '\n' || out->bytes[i] == '\r') out->bytes[i] = ' ';
    return true;
}

/* The tag of a token and, if they are wanted, the ids. `span` is NULL where there is none. */
static bool add_tag(struct buffer *out, const gaz_document *document, const struct document_span *span, uint64_t token,
                    bool ids) {
    if (!span) return buffer_add_text(out, ids ? "\tO\t_\n" : "\tO\n");
    const struct string *type = document_type(document, span);
    return buffer_add_text(out, span->token_begin == token ? "\tB-" : "\tI-") &&
           buffer_add(out, type->bytes, type->size) &&
           (!ids || (buffer_add_byte(out, '\t') && id_column_add_span(out, document, span))) &&
           buffer_add_byte(out, '\n');
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    bool good = true;
    uint64_t token = 0;
    size_t span = 0;
    for (size_t i = 0; i < document->sentence_count && good; i++) {
        for (; token < document->sentence_ends[i] && good; token++) {
            const struct document_span *found = write_span_at(&span, document, token);
            const struct document_token *place = &document->tokens[token];
            good = add_token(out, document->text + place->begin, place->end - place->begin) &&
                   add_tag(out, document, found, token, style->id_column);
        }
        /* A sentence that ends within a span goes on. */
        bool within = span < document->span_count && document->spans[span].token_begin < token &&
                      document->spans[span].token_end > token;
        if (!within) good = good && buffer_add_byte(out, '\n');
    }
    return good;
}

const struct format_writer conll_writer = {.ending = "conll",
                                           .between = "-DOCSTART-\tO\n\n",
                                           .unit = GAZ_OFFSETS_BYTE,
                                           .whole_tokens = true,
                                           .nameless = true,
                                           .write = write};
