/* Prodigy's JSONL. Its tokens, with a space where `ws` says so, are the whole text: what else stands between two tokens
 * is a token, too, as spaCy has it. Senses are spans at the same place; what their concept is called is a member of
 * gaz's own. */
#include <stdlib.h>

#include "format/write.h"

/* The tokens as they are written. */
struct prodigy {
    struct buffer *out;
    const gaz_document *document;
    const struct write_style *style;
    struct offset_counter counter;
    uint64_t count;    /* written so far */
    uint32_t *numbers; /* as what every STEPth token of the document was written; owned */
};

enum { STEP = 32 };

static bool add_token(struct prodigy *prodigy, uint64_t begin, uint64_t end, bool space) {
    struct buffer *out = prodigy->out;
    return buffer_add_text(out, prodigy->count ? ", {\"text\": " : "{\"text\": ") &&
           write_string(out, prodigy->document->text + begin, end - begin) && buffer_add_text(out, ", ") &&
           write_range(out, offset_counter_measure(&prodigy->counter, begin, end), "start", "end") &&
           buffer_add_text(out, ", \"id\": ") && buffer_add_number(out, prodigy->count++) &&
           buffer_add_text(out, space ? ", \"ws\": true}" : ", \"ws\": false}");
}

/* Whether a token is followed by a space of its own. */
static bool has_space(const gaz_document *document, uint64_t end) {
    return end < document->size && document->text[end] == ' ';
}

/* As what a token was written. */
static uint64_t number_of(const struct prodigy *prodigy, uint64_t token) {
    const gaz_document *document = prodigy->document;
    uint64_t i = token / STEP * STEP;
    uint64_t number = prodigy->numbers[i / STEP];
    for (; i < token; i++) { /* what no token holds before the next one was written as one, too */
        uint64_t end = document->tokens[i].end;
        number += end + has_space(document, end) < document->tokens[i + 1].begin ? 2 : 1;
    }
    return number;
}

static bool add_tokens(struct prodigy *prodigy) {
    const gaz_document *document = prodigy->document;
    uint64_t at = 0;
    bool good = buffer_add_text(prodigy->out, "\"tokens\": [");
    for (size_t i = 0; i <= document->token_count && good; i++) {
        uint64_t begin = i < document->token_count ? document->tokens[i].begin : document->size;
        if (at < begin) { /* what no token holds */
            bool space = begin - at > 1 && document->text[begin - 1] == ' ';
            good = add_token(prodigy, at, begin - space, space);
        }
        if (i == document->token_count || !good) break;
        uint64_t end = document->tokens[i].end;
        bool space = has_space(document, end);
        if (i % STEP == 0) prodigy->numbers[i / STEP] = (uint32_t)prodigy->count;
        good = add_token(prodigy, begin, end, space) && write_drain(prodigy->out, prodigy->style);
        at = end + space;
    }
    return good && buffer_add_byte(prodigy->out, ']');
}

/* A span as one of its senses. */
static bool add_sense(struct prodigy *prodigy, const struct document_span *span, struct offset_range range,
                      uint32_t number) {
    struct buffer *out = prodigy->out;
    struct document_sense sense = document_get_sense(prodigy->document, span, number);
    struct offset_range tokens = {number_of(prodigy, span->token_begin), number_of(prodigy, span->token_end - 1)};
    return buffer_add_byte(out, '{') && write_range(out, range, "start", "end") && buffer_add_text(out, ", ") &&
           write_range(out, tokens, "token_start", "token_end") && buffer_add_text(out, ", \"label\": ") &&
           write_type(out, prodigy->document, sense.type) && write_known(out, "kb_id", sense.id) &&
           write_known(out, "name", sense.name) && write_score(out, sense.score) && buffer_add_byte(out, '}');
}

static bool add_span(struct prodigy *prodigy, const struct document_span *span) {
    struct offset_range range = offset_counter_measure(&prodigy->counter, span->begin, span->end);
    bool good = true;
    for (uint32_t i = 0; i <= span->sense_count && good; i++)
        good = (i == 0 || buffer_add_text(prodigy->out, ", ")) && add_sense(prodigy, span, range, i);
    return good;
}

/* What the tool shows beside the text. */
static const struct format_place place = {.id = "id", .inside = "meta"};

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    static const char *const own[] = {"text", "tokens", "spans", "answer", FORMAT_SUGGESTION, NULL};
    struct prodigy prodigy = {.out = out,
                              .document = document,
                              .style = style,
                              .counter = write_counter(document, style),
                              .numbers = malloc((document->token_count / STEP + 1) * sizeof *prodigy.numbers)};
    bool good = prodigy.numbers && buffer_add_text(out, "{\"text\": ") &&
                write_long_string(out, document->text, document->size, style) && buffer_add_text(out, ", ") &&
                add_tokens(&prodigy) && buffer_add_text(out, ", \"spans\": [");
    prodigy.counter = write_counter(document, style);
    for (size_t i = 0; i < document->span_count && good; i++)
        good =
            write_drain(out, style) && buffer_add_text(out, i ? ", " : "") && add_span(&prodigy, &document->spans[i]);
    free(prodigy.numbers);
    return good && buffer_add_byte(out, ']') && write_suggestion_member(out, document, true) &&
           write_fields(out, document, own, &place) && buffer_add_text(out, "}\n");
}

const struct format_writer prodigy_writer = {.ending = "jsonl",
                                             .unit = GAZ_OFFSETS_CODEPOINT,
                                             .overlaps = true,
                                             .whole_tokens = true,
                                             .fields = true,
                                             .place = &place,
                                             .write = write};
