/* Tokens and tags as data sets of Hugging Face have them: a sentence a line, {"tokens": ["EU", "law"], "ner_tags":
 * ["B-ORG", "O"]}, with IOB2 tags. Each sentence has what its text's record says besides. */
#include "base/json.h"
#include "format/write.h"

static const struct format_place place = {.id = "id", .source = "source"};

/* Appends the tags of the tokens from `first` up to `end`; `*span` is the first that ends behind the newest. */
static bool add_tags(struct buffer *out, const gaz_document *document, size_t *span, uint64_t first, uint64_t end) {
    bool good = true;
    for (uint64_t token = first; token < end && good; token++) {
        const struct document_span *found = write_span_at(span, document, token);
        good = token == first || buffer_add(out, ", ", 2);
        if (!found) {
            good = good && buffer_add_text(out, "\"O\"");
            continue;
        }
        const struct string *type = document_type(document, found);
        good = good && buffer_add_text(out, found->token_begin == token ? "\"B-" : "\"I-") &&
               json_add_text(out, type->bytes, type->size) && buffer_add_byte(out, '"');
    }
    return good;
}

static bool add_tokens(struct buffer *out, const gaz_document *document, uint64_t first, uint64_t end) {
    bool good = true;
    for (uint64_t i = first; i < end && good; i++) {
        const struct document_token *token = &document->tokens[i];
        good = (i == first || buffer_add(out, ", ", 2)) &&
               write_string(out, document->text + token->begin, token->end - token->begin);
    }
    return good;
}

/* A sentence that ends within a span goes on, so that the span is one. */
static bool goes_on(const gaz_document *document, size_t span, uint64_t end) {
    while (span < document->span_count && document->spans[span].token_end <= end) span++;
    return span < document->span_count && document->spans[span].token_begin < end;
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    static const char *const own[] = {"tokens", "ner_tags", NULL};
    bool good = true;
    uint64_t first = 0;
    size_t span = 0;
    for (size_t i = 0; i < document->sentence_count && good; i++) {
        uint64_t end = document->sentence_ends[i];
        if (goes_on(document, span, end)) continue;
        good = write_drain(out, style) && buffer_add_text(out, "{\"tokens\": [") &&
               add_tokens(out, document, first, end) && buffer_add_text(out, "], \"ner_tags\": [") &&
               add_tags(out, document, &span, first, end) && buffer_add_byte(out, ']') &&
               write_fields(out, document, own, &place) && buffer_add_text(out, "}\n");
        first = end;
    }
    return good;
}

const struct format_writer json_tokens_writer = {
    .ending = "jsonl", .unit = GAZ_OFFSETS_BYTE, .whole_tokens = true, .fields = true, .place = &place, .write = write};
