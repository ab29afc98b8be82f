/* TSV 2: a line of layers, " # name | feature # name | feature"; sentences of lines "#id=1" and "#text=...", and of
 * rows: SENTENCE-TOKEN, the token, and a column for each feature. A value is "B-X", "I-X", or "X" of a single token;
 * "|" parts several, each with a place of its own; "_" and "O" are none. TSV 1 has token numbers alone, and fixed
 * layers. */
#include "format/webanno_old.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/decimal.h"
#include "base/error.h"
#include "format/webanno_fields.h"
#include "format/webanno_layers.h"
#include "text/rows.h"

static const char first_layers[] = "# de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma | value "
                                   "# de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS | PosValue "
                                   "# de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity | value";

struct old {
    const char *name; /* for errors */
    uint64_t line;
    gaz_corpus_report *report;
    gaz_document *document;
    bool lenient;
    bool first; /* it is TSV 1 */
    struct webanno_layers layers;
    uint64_t sentence;     /* number of the newest row's */
    struct buffer written; /* the sentence's text as its header line has it, */
    size_t written_at;     /* up to here already in the document */
    bool in_header;        /* the newest lines were that one and what follows it */
    /* By their place in a column, the spans that may go on; those without tokens may not. */
    struct document_span *open;
    size_t open_count;
    size_t open_capacity;
};

static bool starts_with(const struct rows_line *line, const char *text) {
    return line->size >= strlen(text) && memcmp(line->bytes, text, strlen(text)) == 0;
}

static gaz_status refuse(const struct old *old, const char *message, gaz_error *error) {
    return error_hint(error, GAZ_HINT_LENIENT, error_set(error, GAZ_ERROR_INPUT, old->name, old->line, "%s", message));
}

/* ---- Detection ---- */

/* Whether a line is "# a.b | c", perhaps with blanks before it. */
static bool names_layers(const struct rows_line *line) {
    struct field field = field_trim((struct field){line->bytes, line->size});
    if (field.size < 2 || field.bytes[0] != '#' || field.bytes[1] != ' ') return false;
    const char *at = field.bytes + 2;
    const char *end = field.bytes + field.size;
    struct field name = {at, 0};
    (void)webanno_next_field(&name, &at, end, '|');
    name = field_trim(name);
    for (size_t i = 0; i < name.size; i++)
        if (byte_is_blank(name.bytes[i])) return false;
    return at <= end && name.size && memchr(name.bytes, '.', name.size);
}

/* Whether a row of TSV 1 is the next one. */
static bool is_first_row(const struct rows_line *line) {
    struct field fields[10];
    return fields_split(fields, 10, line->bytes, line->size, '\t') == 10 && field_is(&fields[0], "1");
}

bool webanno_is_old(const char *text, size_t size) {
    struct rows_line line;
    size_t position = byte_order_mark(text, size);
    bool has_id = false;
    bool has_text = false;
    bool has_layers = false;
    while (rows_next_line(&line, &position, text, size)) {
        if (!has_id && !has_text && names_layers(&line)) {
            has_layers = true;
            continue;
        }
        if (has_layers && line.size == 0) continue;
        if (has_layers) return starts_with(&line, "#id=") || starts_with(&line, "#text=");
        if (!starts_with(&line, "#")) return has_id && has_text && is_first_row(&line);
        has_id = has_id || starts_with(&line, "#id=");
        has_text = has_text || starts_with(&line, "#text=");
        if (!has_id && !has_text) return false;
    }
    return has_layers;
}

/* ---- Text ---- */

/* Appends a token, with what stands before it in the text of its sentence, or a space. */
static gaz_status add_token(struct old *old, const struct field *token, gaz_error *error) {
    enum { FARTHEST = 64 /* bytes between two tokens: each is looked for near the one before */ };
    gaz_document *document = old->document;
    struct buffer *made = &document->made;
    const struct buffer *written = &old->written;
    const char *from = written->size ? written->bytes + old->written_at : "";
    size_t left = written->size - old->written_at;
    size_t most = left < FARTHEST + token->size ? left : FARTHEST + token->size;
    const char *found = memmem(from, most, token->bytes, token->size);
    size_t gap = found ? (size_t)(found - from) : 0;
    bool first = document_at_sentence_begin(document);
    bool good = true;
    if (first)
        good = document->token_count == 0 || buffer_add_byte(made, '\n');
    else
        good = found ? buffer_add(made, from, gap) : buffer_add_byte(made, ' ');
    if (found) old->written_at += gap + token->size;
    size_t begin = made->size;
    if (!good || !buffer_add(made, token->bytes, token->size)) return error_memory(error);
    return document_add_token(document, begin, made->size, error);
}

/* ---- Annotations ---- */

/* Takes the span at a place as it is: nothing more belongs to it. */
static gaz_status close_span(struct old *old, size_t place, gaz_error *error) {
    struct document_span *span = &old->open[place];
    if (span->token_end == 0) return GAZ_OK;
    gaz_status status = document_add_span(old->document, span, error);
    span->token_end = 0;
    return status;
}

/* Closes the spans from a place on. */
static gaz_status close_spans(struct old *old, size_t place, gaz_error *error) {
    gaz_status status = GAZ_OK;
    for (size_t i = place; i < old->open_count && status == GAZ_OK; i++) status = close_span(old, i, error);
    if (old->open_count > place) old->open_count = place;
    return status;
}

/* Takes the prefix off a value, and the name of the layer, which stands for none. Returns B, I, or S for a value
 * without a prefix; 0: there is no annotation. */
static char take_prefix(const struct old *old, struct field *value) {
    char prefix = 'S';
    if (value->size == 0 || field_is(value, "_") || field_is(value, "O") || (old->first && field_is(value, "-")))
        return 0;
    if (value->size > 1 && (value->bytes[1] == '-' || (old->first && value->bytes[1] == '_')) &&
        memchr("BIO", value->bytes[0], 3)) {
        prefix = value->bytes[0];
        *value = (struct field){value->bytes + 2, value->size - 2};
    }
    if (prefix == 'O' || field_is(value, "_")) return 0;
    const struct field *layer = &old->layers.name;
    if (value->size >= layer->size && memcmp(value->bytes, layer->bytes, layer->size) == 0) value->size = 0;
    return prefix;
}

/* One value of the newest token, with its id. */
static gaz_status add_value(struct old *old, size_t place, struct field value, struct field id, gaz_error *error) {
    gaz_document *document = old->document;
    struct document_span *open = &old->open[place];
    uint32_t token = document_number(document->token_count - 1);
    char prefix = take_prefix(old, &value);
    if (!prefix) return close_span(old, place, error);
    struct document_span span = {.token_begin = token, .token_end = token + 1, .entry = DOCUMENT_NO_ENTRY, .score = -1};
    gaz_status status = document_add_type(&span.type, document, value.bytes, value.size, error);
    bool has_id = take_prefix(old, &id) != 0;
    if (status == GAZ_OK && has_id) status = document_add_id(&span.id, document, id.bytes, id.size, error);
    if (status == GAZ_ERROR_INPUT) return refuse(old, "a value with a control character in it", error);
    if (status != GAZ_OK) return status;
    bool goes_on = prefix == 'I' && open->token_end && open->type == span.type;
    if (goes_on) {
        open->token_end = token + 1;
        return GAZ_OK;
    }
    old->report->stray_inside += prefix == 'I';
    status = close_span(old, place, error);
    *open = span;
    return status == GAZ_OK && prefix == 'S' ? close_span(old, place, error) : status;
}

static gaz_status add_values(struct old *old, struct field values, struct field ids, gaz_error *error) {
    const char *value_at = values.bytes;
    const char *id_at = ids.bytes;
    struct field value;
    size_t place = 0;
    gaz_status status = GAZ_OK;
    for (; status == GAZ_OK && values.bytes && webanno_next_field(&value, &value_at, values.bytes + values.size, '|');
         place++) {
        struct field id = {0};
        if (id_at) (void)webanno_next_field(&id, &id_at, ids.bytes + ids.size, '|');
        if (place == old->open_count) {
            if (!array_reserve(&old->open, &old->open_capacity, place + 1, sizeof *old->open))
                return error_memory(error);
            old->open[old->open_count++] = (struct document_span){.token_end = 0};
        }
        status = add_value(old, place, value, id, error);
        if (status != GAZ_ERROR_INPUT || !old->lenient) continue;
        old->report->skipped_spans++;
        status = GAZ_OK;
    }
    return status == GAZ_OK ? close_spans(old, place, error) : status;
}

/* ---- Lines ---- */

/* Takes the numbers that a row begins with; false: it is none. */
static bool take_numbers(uint64_t *sentence, const struct old *old, const struct field *id) {
    uint64_t number;
    bool part;
    const char *at = id->bytes;
    const char *end = at + id->size;
    if (!old->first) return webanno_read_pair(sentence, &number, &part, id) && !part;
    *sentence = old->sentence;
    if (!decimal_read_whole(&number, &at, end) || at != end) return false;
    *sentence += number == 1;
    return true;
}

static gaz_status read_row(bool *is_row, struct old *old, const struct rows_line *line, gaz_error *error) {
    const char *at = line->bytes;
    const char *end = at + line->size;
    struct field id;
    struct field token;
    struct field values;
    struct field ids;
    uint64_t sentence = 0;
    *is_row = webanno_next_field(&id, &at, end, '\t') && take_numbers(&sentence, old, &id) &&
              webanno_next_field(&token, &at, end, '\t') && token.size;
    if (!*is_row && old->in_header) return GAZ_OK;
    if (!*is_row)
        return refuse(old,
                      old->first ? "no token: expected its number, TAB and the token"
                                 : "no token: expected SENTENCE-TOKEN, TAB and the token",
                      error);
    old->in_header = false;
    if (!webanno_layers_find(&values, &ids, &old->layers, at, end))
        return refuse(old, "the row has fewer columns than the header's layers", error);
    gaz_status status = GAZ_OK;
    if (sentence != old->sentence) status = document_end_sentence(old->document, error);
    old->sentence = sentence;
    if (status == GAZ_OK) status = add_token(old, &token, error);
    return status == GAZ_OK ? add_values(old, values, ids, error) : status;
}

/* Adds a line to the text of the sentence: the first one, or one that its text has run on to. */
static gaz_status add_text(struct old *old, const char *bytes, size_t size, bool first, gaz_error *error) {
    if (first) old->written.size = old->written_at = 0;
    bool good = (first || buffer_add_byte(&old->written, '\n')) && buffer_add(&old->written, bytes, size);
    return good ? GAZ_OK : error_memory(error);
}

static gaz_status read_line(struct old *old, const struct rows_line *line, gaz_error *error) {
    bool is_text = starts_with(line, "#text=");
    gaz_status status = GAZ_OK;
    if (is_text || starts_with(line, "#id=")) {
        status = document_end_sentence(old->document, error);
        old->in_header = is_text;
        return status == GAZ_OK && is_text ? add_text(old, line->bytes + 6, line->size - 6, true, error) : status;
    }
    if (old->document->token_count == 0 && !old->first && !old->in_header && names_layers(line)) {
        webanno_layers_add_old(&old->layers, line);
        return GAZ_OK;
    }
    if (line->size == 0 && !old->in_header) return document_end_sentence(old->document, error);
    if (line->size && line->bytes[0] == '#' && !old->in_header) return GAZ_OK;
    bool is_row;
    status = read_row(&is_row, old, line, error);
    if (status == GAZ_OK && !is_row) return add_text(old, line->bytes, line->size, false, error);
    if (status != GAZ_ERROR_INPUT || !old->lenient) return status;
    old->report->skipped_rows++;
    return GAZ_OK;
}

static gaz_status read_lines(struct old *old, const char *text, size_t size, gaz_error *error) {
    struct rows_line line;
    size_t position = byte_order_mark(text, size);
    gaz_status status = GAZ_OK;
    if (size > DOCUMENT_SIZE_MAX) return document_too_large(old->name, error);
    old->first = starts_with(&(struct rows_line){.bytes = text + position, .size = size - position}, "#id=") ||
                 starts_with(&(struct rows_line){.bytes = text + position, .size = size - position}, "#text=");
    if (old->first)
        webanno_layers_add_old(&old->layers,
                               &(struct rows_line){.bytes = first_layers, .size = sizeof first_layers - 1});
    for (old->line = 1; status == GAZ_OK && rows_next_line(&line, &position, text, size); old->line++) {
        old->report->crlf_lines += line.crlf;
        status = read_line(old, &line, error);
    }
    return status;
}

static gaz_status read_document(bool *found, struct old *old, const struct corpus_source *source, gaz_error *error) {
    gaz_status status = read_lines(old, source->text, source->size, error);
    if (status == GAZ_OK && !old->layers.rank && old->layers.count)
        return webanno_layers_refuse(&old->layers, old->name,
                                     old->first ? "they are Lemma, POS and NamedEntity" : "its first line names them",
                                     error);
    if (status != GAZ_OK) return status;
    if (!old->layers.rank) {
        old->report->unannotated++;
        return GAZ_OK;
    }
    uint64_t others = old->layers.count - 1;
    if (old->report->other_layers < others) old->report->other_layers = others;
    status = close_spans(old, 0, error);
    if (status == GAZ_OK) status = document_end_text(old->document, error);
    document_find_span_bytes(old->document);
    *found = status == GAZ_OK;
    return status;
}

gaz_status webanno_old_read(bool *found, struct document_reader *reader, gaz_error *error) {
    struct old old = {.name = reader->source->name,
                      .report = reader->report,
                      .document = &reader->document,
                      .lenient = reader->options->columns.lenient != 0,
                      .layers = {.wanted = reader->options->field}};
    gaz_status status = read_document(found, &old, reader->source, error);
    buffer_free(&old.written);
    free(old.open);
    return status;
}
