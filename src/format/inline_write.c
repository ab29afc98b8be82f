/* Annotations inside of the text, in every dialect of inline_dialect.h. Markup leaves the text as it is, but for
 * character references; where words are parted by blanks, a line is a sentence. Of several senses the first is written.
 */
#include <stdlib.h>

#include "base/bytes.h"
#include "base/error.h"
#include "format/conll_layout.h"
#include "format/inline_dialect.h"
#include "format/write.h"

/* A piece of text, or a type in quotes, in markup. */
static bool add_escaped(struct buffer *out, const char *text, uint64_t size, bool quoted) {
    static const char special[] = "<>&\"";
    static const char *const references[] = {"&lt;", "&gt;", "&amp;", "&quot;"};
    const size_t count = quoted ? 4 : 3;
    const char *end = text + size;
    bool good = true;
    while (text < end && good) {
        const char *stop = text;
        while (stop < end && !memchr(special, *stop, count)) stop++;
        good = write_text(out, text, (uint64_t)(stop - text), false);
        if (good && stop < end) good = buffer_add_text(out, references[strchr(special, *stop) - special]);
        text = stop < end ? stop + 1 : end;
    }
    return good;
}

static bool add_type(struct buffer *out, const struct inline_dialect *dialect, const struct string *type) {
    return (dialect->words || dialect->closed ? write_text(out, type->bytes, type->size, false)
                                              : add_escaped(out, type->bytes, type->size, true));
}

static bool add_open(struct buffer *out, const struct inline_dialect *dialect, const struct string *type) {
    return buffer_add_text(out, dialect->open) && add_type(out, dialect, type) && buffer_add_text(out, dialect->opened);
}

static bool add_close(struct buffer *out, const struct inline_dialect *dialect, const struct string *type) {
    if (!dialect->closed) return buffer_add_text(out, dialect->close);
    return buffer_add_text(out, dialect->close) && add_type(out, dialect, type) &&
           buffer_add_text(out, dialect->closed);
}

/* ---- Text between marks ---- */

/* A piece of a document's text. What would be taken for the file's byte order mark is a reference. */
static bool add_piece(struct buffer *out, const gaz_document *document, uint64_t begin, uint64_t end) {
    if (begin == end) return true;
    size_t mark = begin == 0 ? byte_order_mark(document->text, document->size) : 0;
    return (mark == 0 || buffer_add_text(out, "&#xFEFF;")) &&
           add_escaped(out, document->text + begin + mark, end - begin - mark, false);
}

static bool write_marked_text(struct buffer *out, const struct inline_dialect *dialect, const gaz_document *document,
                              const struct write_style *style) {
    uint64_t at = 0;
    bool good = true;
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        const struct string *type = document_type(document, span);
        good = write_drain(out, style) && add_piece(out, document, at, span->begin) && add_open(out, dialect, type) &&
               add_piece(out, document, span->begin, span->end) && add_close(out, dialect, type);
        at = span->end;
    }
    return good && add_piece(out, document, at, document->size);
}

/* ---- Words and marks ---- */

/* Ends the newest word: a sentence that ends within a span goes on. */
static bool end_word(struct buffer *out, bool ends_line) {
    return buffer_add_byte(out, ends_line ? '\n' : ' ');
}

static bool write_marked_words(struct buffer *out, const struct inline_dialect *dialect, const gaz_document *document,
                               const struct write_style *style) {
    bool good = true;
    uint64_t token = 0;
    size_t span = 0;
    for (size_t i = 0; i < document->sentence_count && good; i++) {
        good = write_drain(out, style);
        for (; token < document->sentence_ends[i] && good; token++) {
            const struct document_span *found = write_span_at(&span, document, token);
            const struct document_token *place = &document->tokens[token];
            bool last = token + 1 == document->sentence_ends[i];
            if (found && found->token_begin == token)
                good = add_open(out, dialect, document_type(document, found)) && end_word(out, false);
            good = good && write_text(out, document->text + place->begin, place->end - place->begin, false);
            bool closes = found && found->token_end == token + 1;
            if (closes) good = good && end_word(out, false) && add_close(out, dialect, document_type(document, found));
            good = good && end_word(out, last && (!found || closes));
        }
    }
    return good;
}

/* ---- What cannot be written ---- */

static gaz_status refuse(const gaz_document *document, const struct inline_dialect *dialect, struct field word,
                         const char *what, const char *rules, gaz_error *error) {
    char quote[LAYOUT_QUOTE_SIZE];
    return error_set(error, GAZ_ERROR_INPUT, document_title(document), document_title_number(document),
                     "%s cannot have the %s \"%s\": %s", dialect->name, what,
                     layout_quote(quote, word.bytes, word.size), rules);
}

static bool has_blank(const char *bytes, size_t size) {
    size_t i = 0;
    while (i < size && !byte_is_blank(bytes[i])) i++;
    return i < size;
}

/* Whether a type is read as it is written. `mark` is scratch. */
static bool fits_type(bool *good, struct buffer *mark, const struct inline_dialect *dialect,
                      const struct string *type) {
    struct inline_mark read;
    mark->size = 0;
    *good = add_open(mark, dialect, type);
    if (!*good || (dialect->words && has_blank(type->bytes, type->size))) return false;
    dialect->look(&read, mark->bytes, mark->bytes + mark->size, false);
    size_t size = mark->size - strlen(dialect->open) - strlen(dialect->opened);
    return read.kind == INLINE_OPEN && read.size == mark->size && read.type.size == size;
}

static gaz_status check_types(const gaz_document *document, const struct inline_dialect *dialect, gaz_error *error) {
    struct buffer mark = {0};
    struct write_marks seen = {0};
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < document->span_count && status == GAZ_OK; i++) {
        bool good = true;
        uint64_t *known = write_mark(&seen, document->spans[i].type);
        const struct string *type = document_type(document, &document->spans[i]);
        if (known && *known) continue;
        if (known && !fits_type(&good, &mark, dialect, type) && good)
            status =
                refuse(document, dialect, (struct field){type->bytes, type->size}, "type", dialect->type_rules, error);
        if (!known || !good) status = error_memory(error);
        if (known) *known = 1;
    }
    buffer_free(&mark);
    free(seen.items);
    return status;
}

/* Whether a word is text where it stands, and no mark. */
static bool fits_word(const struct inline_dialect *dialect, struct field word, bool within) {
    struct inline_mark read;
    if (word.size == 0 || has_blank(word.bytes, word.size)) return false;
    dialect->look(&read, word.bytes, word.bytes + word.size, within);
    return read.kind == INLINE_TEXT;
}

static gaz_status check_words(const gaz_document *document, const struct inline_dialect *dialect, gaz_error *error) {
    gaz_status status = GAZ_OK;
    size_t span = 0;
    for (size_t i = 0; i < document->token_count && status == GAZ_OK; i++) {
        const struct document_token *token = &document->tokens[i];
        struct field word = {document->text + token->begin, (size_t)(token->end - token->begin)};
        bool within = write_span_at(&span, document, i);
        if (!fits_word(dialect, word, within) || (i == 0 && byte_order_mark(word.bytes, word.size)))
            status = refuse(document, dialect, word, "token", "it would be read as something else", error);
    }
    return status;
}

static gaz_status check(const gaz_document *document, gaz_format format, gaz_error *error) {
    const struct inline_dialect *dialect = inline_dialect_of(format);
    gaz_status status = dialect->type_rules ? check_types(document, dialect, error) : GAZ_OK;
    return status == GAZ_OK && dialect->words ? check_words(document, dialect, error) : status;
}

static gaz_status check_inline_xml(const gaz_document *document, gaz_error *error) {
    return check(document, GAZ_FORMAT_INLINE_XML, error);
}

static gaz_status check_opennlp(const gaz_document *document, gaz_error *error) {
    return check(document, GAZ_FORMAT_OPENNLP, error);
}

static gaz_status check_brackets(const gaz_document *document, gaz_error *error) {
    return check(document, GAZ_FORMAT_BRACKETS, error);
}

/* ---- The rows ---- */

static bool write_enamex(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    return write_marked_text(out, inline_dialect_of(GAZ_FORMAT_ENAMEX), document, style);
}

static bool write_inline_xml(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    return write_marked_text(out, inline_dialect_of(GAZ_FORMAT_INLINE_XML), document, style);
}

static bool write_opennlp(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    return write_marked_words(out, inline_dialect_of(GAZ_FORMAT_OPENNLP), document, style);
}

static bool write_brackets(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    return write_marked_words(out, inline_dialect_of(GAZ_FORMAT_BRACKETS), document, style);
}

const struct format_writer enamex_writer = {
    .ending = "enamex", .unit = GAZ_OFFSETS_BYTE, .own_file = true, .edited = true, .write = write_enamex};
const struct format_writer inline_xml_writer = {.ending = "xml",
                                                .unit = GAZ_OFFSETS_BYTE,
                                                .own_file = true,
                                                .edited = true,
                                                .write = write_inline_xml,
                                                .check = check_inline_xml};
const struct format_writer opennlp_writer = {.ending = "opennlp",
                                             .between = "\n",
                                             .unit = GAZ_OFFSETS_BYTE,
                                             .whole_tokens = true,
                                             .nameless = true,
                                             .write = write_opennlp,
                                             .check = check_opennlp};
const struct format_writer brackets_writer = {.ending = "brackets",
                                              .between = "\n",
                                              .unit = GAZ_OFFSETS_BYTE,
                                              .whole_tokens = true,
                                              .nameless = true,
                                              .write = write_brackets,
                                              .check = check_brackets};
