/* WebAnno TSV 3.3, as INCEpTION reads it: sentences with their text, a row for each token. Senses are stacked
 * annotations. The text between sentences is not written; the reader fills it with spaces. */
#include "format/write.h"

/* Where the writing of a document stands. */
struct webanno {
    struct buffer *out;
    const gaz_document *document;
    struct offset_counter counter;
    bool ids;         /* there is a column of them */
    size_t span;      /* the first that ends behind the token */
    uint64_t numbers; /* of annotations so far: of spans of several tokens, and of those that have senses */
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

/* A type or id, which hold no control characters. */
static bool add_escaped(struct buffer *out, const char *text) {
    bool good = true;
    for (; *text && good; text++) {
        bool arrow = text[0] == '-' && text[1] == '>';
        good = (!(arrow || strchr("\\[]|_;*", *text)) || buffer_add_byte(out, '\\')) && buffer_add_byte(out, *text);
    }
    return good;
}

/* The span that holds a token, or NULL. */
static const struct document_span *find_span(struct webanno *webanno, uint64_t token) {
    const gaz_document *document = webanno->document;
    while (webanno->span < document->span_count && document->spans[webanno->span].token_end <= token) webanno->span++;
    if (webanno->span == document->span_count) return NULL;
    const struct document_span *span = &document->spans[webanno->span];
    return span->token_begin <= token ? span : NULL;
}

static bool has_number(const struct document_span *span) {
    return span->token_end - span->token_begin > 1 || span->sense_count;
}

/* A column of a token: the ids or types of all senses of its span, with the numbers of the annotations. */
static bool add_values(struct webanno *webanno, const struct document_span *span, bool ids) {
    struct buffer *out = webanno->out;
    bool good = true;
    for (uint32_t i = 0; i <= span->sense_count && good; i++) {
        struct document_sense sense = document_get_sense(webanno->document, span, i);
        const char *text = ids ? sense.id : webanno->document->names->types.items[sense.type].bytes;
        good = (i == 0 || buffer_add_byte(out, '|')) && (text ? add_escaped(out, text) : buffer_add_byte(out, '*'));
        if (has_number(span))
            good = good && buffer_add_byte(out, '[') &&
                   buffer_add_number(out, webanno->numbers - span->sense_count + i) && buffer_add_byte(out, ']');
    }
    return good && buffer_add_byte(out, '\t');
}

/* The columns of a token: of ids, if there is one, and of types. */
static bool add_columns(struct webanno *webanno, uint64_t token) {
    const struct document_span *span = find_span(webanno, token);
    if (!span) return buffer_add_text(webanno->out, webanno->ids ? "_\t_\t" : "_\t");
    if (span->token_begin == token && has_number(span)) webanno->numbers += (uint64_t)span->sense_count + 1;
    return (!webanno->ids || add_values(webanno, span, true)) && add_values(webanno, span, false);
}

static bool add_token(struct webanno *webanno, uint64_t sentence, uint64_t number, uint64_t token) {
    struct buffer *out = webanno->out;
    const struct document_token *place = &webanno->document->tokens[token];
    struct offset_range range = offset_counter_measure(&webanno->counter, place->begin, place->end);
    return buffer_add_number(out, sentence) && buffer_add_byte(out, '-') && buffer_add_number(out, number) &&
           buffer_add_byte(out, '\t') && buffer_add_number(out, range.begin) && buffer_add_byte(out, '-') &&
           buffer_add_number(out, range.end) && buffer_add_byte(out, '\t') &&
           write_text(out, webanno->document->text + place->begin, place->end - place->begin, false) &&
           buffer_add_byte(out, '\t') && add_columns(webanno, token) && buffer_add_byte(out, '\n');
}

static bool has_ids(const gaz_document *document) {
    for (size_t i = 0; i < document->span_count; i++)
        for (uint32_t number = 0; number <= document->spans[i].sense_count; number++)
            if (document_get_sense(document, &document->spans[i], number).id) return true;
    return false;
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    struct webanno webanno = {
        .out = out, .document = document, .counter = write_counter(document, style), .ids = has_ids(document)};
    bool good = buffer_add_text(out, "#FORMAT=WebAnno TSV 3.3\n"
                                     "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity") &&
                buffer_add_text(out, webanno.ids ? "|identifier|value\n\n" : "|value\n\n");
    uint64_t token = 0;
    for (size_t i = 0; i < document->sentence_count && good; i++) {
        uint64_t first = token;
        uint64_t end = document->sentence_ends[i];
        uint64_t begin = document->tokens[first].begin;
        good = write_drain(out, style) &&
               add_sentence_text(out, document->text + begin, document->tokens[end - 1].end - begin);
        for (; token < end && good; token++)
            good = write_drain(out, style) && add_token(&webanno, i + 1, token - first + 1, token);
    }
    return good;
}

const struct format_writer webanno_writer = {
    .ending = "tsv", .unit = GAZ_OFFSETS_UTF16, .own_file = true, .edited = true, .whole_tokens = true, .write = write};
