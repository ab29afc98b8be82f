/* WebAnno TSV 3.3, as INCEpTION reads it: sentences with their text, a row for each token. The text between sentences
 * is not written; the reader fills it with spaces. */
#include "format/write.h"

/* Where the writing of a document stands. */
struct webanno {
    struct buffer *out;
    const gaz_document *document;
    struct offset_counter counter;
    size_t span;   /* the first that ends behind the token */
    uint64_t many; /* spans of several tokens so far, which have numbers */
};

/* One byte of a line of text: control characters would end it, or be taken for its structure. */
static bool add_text_byte(struct buffer *out, char byte) {
    static const char escaped[] = "\t\r\f\b\\";
    static const char letters[] = "trfb\\";
    const char *found = byte ? strchr(escaped, byte) : NULL;
    if (!found) return buffer_add_byte(out, byte);
    return buffer_add_byte(out, '\\') && buffer_add_byte(out, letters[found - escaped]);
}

/* The text of a sentence, a header line for each of its lines. */
static bool add_sentence_text(struct buffer *out, const char *text, uint64_t size) {
    struct buffer mended = {0};
    bool good = write_text(&mended, text, size, false) && buffer_add_text(out, "\n#Text=");
    for (size_t i = 0; i < mended.size && good; i++)
        good = mended.bytes[i] == '\n' ? buffer_add_text(out, "\n#Text=") : add_text_byte(out, mended.bytes[i]);
    buffer_free(&mended);
    return good && buffer_add_byte(out, '\n');
}

/* Types hold no zero byte. */
static bool add_type(struct buffer *out, const char *type) {
    bool good = true;
    for (; *type && good; type++) {
        if (type[0] == '-' && type[1] == '>') {
            good = buffer_add_text(out, "\\->");
            type++;
        } else if (*type == '\t' || *type == '\n') {
            good = buffer_add_text(out, *type == '\t' ? "\\t" : "\\n");
        } else {
            good = (!strchr("\\[]|_;*", *type) || buffer_add_byte(out, '\\')) && buffer_add_byte(out, *type);
        }
    }
    return good;
}

/* The column of a token's span. */
static bool add_value(struct webanno *webanno, uint64_t token) {
    const gaz_document *document = webanno->document;
    while (webanno->span < document->span_count && document->spans[webanno->span].token_end <= token) webanno->span++;
    if (webanno->span == document->span_count) return buffer_add_byte(webanno->out, '_');
    const struct document_span *span = &document->spans[webanno->span];
    if (span->token_begin > token) return buffer_add_byte(webanno->out, '_');
    if (!add_type(webanno->out, document_type(document, span)->bytes)) return false;
    if (span->token_end - span->token_begin == 1) return true;
    webanno->many += span->token_begin == token;
    return buffer_add_byte(webanno->out, '[') && buffer_add_number(webanno->out, webanno->many) &&
           buffer_add_byte(webanno->out, ']');
}

static bool add_token(struct webanno *webanno, uint64_t sentence, uint64_t number, uint64_t token) {
    struct buffer *out = webanno->out;
    const struct document_token *place = &webanno->document->tokens[token];
    struct offset_range range = offset_counter_measure(&webanno->counter, place->begin, place->end);
    return buffer_add_number(out, sentence) && buffer_add_byte(out, '-') && buffer_add_number(out, number) &&
           buffer_add_byte(out, '\t') && buffer_add_number(out, range.begin) && buffer_add_byte(out, '-') &&
           buffer_add_number(out, range.end) && buffer_add_byte(out, '\t') &&
           write_text(out, webanno->document->text + place->begin, place->end - place->begin, false) &&
           buffer_add_byte(out, '\t') && add_value(webanno, token) && buffer_add_text(out, "\t\n");
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    struct webanno webanno = {.out = out, .document = document, .counter = write_counter(document, style)};
    bool good = buffer_add_text(out, "#FORMAT=WebAnno TSV 3.3\n"
                                     "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value\n\n");
    uint64_t token = 0;
    for (size_t i = 0; i < document->sentence_count && good; i++) {
        uint64_t first = token;
        uint64_t end = document->sentence_ends[i];
        uint64_t begin = document->tokens[first].begin;
        good = add_sentence_text(out, document->text + begin, document->tokens[end - 1].end - begin);
        for (; token < end && good; token++) good = add_token(&webanno, i + 1, token - first + 1, token);
    }
    return good;
}

const struct format_writer webanno_writer = {
    .ending = "tsv", .unit = GAZ_OFFSETS_UTF16, .own_file = true, .whole_tokens = true, .write = write};
