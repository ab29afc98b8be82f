/* WebAnno TSV 3, which WebAnno and INCEpTION write: a token a line, annotations in columns that the header names. */

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/fields.h"
#include "document/offsets.h"
#include "format/read.h"
#include "text/rows.h"

/* An annotation with a number, [N]: its tokens follow each other. */
struct chain {
    struct document_span span;
    bool broken; /* it has gaps */
};

struct webanno {
    const char *name; /* for errors */
    uint64_t line;
    gaz_corpus_report *report;
    gaz_document *document;
    bool done;             /* the document has been given out */
    uint64_t units;        /* UTF-16 units before the end of the newest token */
    uint64_t filler;       /* blanks that may still be put where the file does not say the text */
    struct buffer written; /* the sentence's text as its header lines have it, */
    size_t written_at;     /* up to here already in the document */
    bool in_header;        /* the newest line was one of these */
    struct buffer value;   /* scratch */
    unsigned columns;      /* of annotations, as the header has them so far */
    unsigned column;       /* of the values, from 0 among them */
    const char *wanted;    /* the layer, or NULL */
    unsigned rank;         /* how good the layer is that was found; 0: there is none */
    uint64_t layers;       /* of spans */
    uint64_t sentence;     /* number of the newest row's, and */
    uint64_t token;        /* its number there */
    struct strings keys;   /* the numbers and types of the chains, by their place in `chains` */
    struct chain *chains;
    size_t chain_count;
    size_t chain_capacity;
};

static const char signature[] = "#FORMAT=WebAnno TSV 3";

static bool recognize(const char *text, size_t size) {
    size_t mark = byte_order_mark(text, size);
    return size - mark >= sizeof signature - 1 && memcmp(text + mark, signature, sizeof signature - 1) == 0;
}

static gaz_status refuse(const struct webanno *webanno, const char *message, gaz_error *error) {
    return error_set(error, GAZ_ERROR_INPUT, webanno->name, webanno->line, "%s", message);
}

/* Gives the piece up to the next `mark` or the end and moves on behind it. False at the end. */
static bool next_field(struct field *field, const char **at, const char *end, char mark) {
    if (*at > end) return false;
    const char *stop = memchr(*at, mark, (size_t)(end - *at));
    if (!stop) stop = end;
    *field = (struct field){*at, (size_t)(stop - *at)};
    *at = stop + 1;
    return true;
}

/* ---- Header ---- */

static bool starts_with(const struct rows_line *line, const char *text) {
    return line->size >= strlen(text) && memcmp(line->bytes, text, strlen(text)) == 0;
}

static bool contains(const struct field *field, const char *text) {
    return memmem(field->bytes, field->size, text, strlen(text)) != NULL;
}

/* Whether a layer's name is that one, or ends so behind a dot. */
static bool is_called(const struct field *layer, const char *name) {
    size_t size = strlen(name);
    if (layer->size < size || memcmp(layer->bytes + layer->size - size, name, size) != 0) return false;
    return layer->size == size || layer->bytes[layer->size - size - 1] == '.';
}

/* How likely a span layer holds the entities: the one that is wanted, else the named entities, else the project's own
 * rather than what the tokens' grammar is. 0: it is not wanted. */
static unsigned rank_layer(const struct webanno *webanno, const struct field *layer) {
    if (webanno->wanted) return is_called(layer, webanno->wanted);
    if (is_called(layer, "NamedEntity")) return 3;
    return contains(layer, ".lexmorph.") || contains(layer, ".segmentation.") ? 1 : 2;
}

/* The place of the feature "value", or else of the first that is no slot, whose columns are two. */
static unsigned find_value(unsigned *features, const char *at, const char *end) {
    struct field field;
    unsigned first = 0;
    bool has_first = false;
    bool target = false; /* the feature before was a slot */
    bool has_value = false;
    for (*features = 0; next_field(&field, &at, end, '|'); ++*features) {
        bool slot = field.size > 5 && memcmp(field.bytes, "ROLE_", 5) == 0;
        bool value = field_is(&field, "value");
        if (!slot && !target && !has_value && (value || !has_first)) {
            first = *features;
            has_first = true;
            has_value = value;
        }
        target = slot;
    }
    return first;
}

/* "#T_SP=name|feature|feature": each feature is a column, and a layer without any is one. */
static void read_layer(struct webanno *webanno, const struct rows_line *line) {
    const char *at = line->bytes + 6;
    const char *end = line->bytes + line->size;
    struct field name = {0};
    unsigned features = 0;
    (void)next_field(&name, &at, end, '|');
    unsigned value = find_value(&features, at, end);
    if (starts_with(line, "#T_SP=")) {
        unsigned rank = rank_layer(webanno, &name);
        webanno->layers++;
        if (rank > webanno->rank) {
            webanno->rank = rank;
            webanno->column = webanno->columns + value;
        }
    }
    webanno->columns += features ? features : 1;
}

/* ---- Rows ---- */

static bool read_number(uint64_t *number, const char **at, const char *end) {
    return decimal_read_whole(number, at, end) && *number < UINT64_MAX;
}

/* "2-1", or "2-1.3" for a part of a token. */
static bool read_pair(uint64_t *left, uint64_t *right, bool *part, const struct field *field) {
    const char *at = field->bytes;
    const char *end = at + field->size;
    uint64_t number;
    *part = false;
    if (!read_number(left, &at, end) || at == end || *at++ != '-' || !read_number(right, &at, end)) return false;
    if (at == end) return true;
    *part = *at++ == '.';
    return *part && read_number(&number, &at, end) && at == end;
}

/* The character that a letter after a backslash means. */
static char escaped_byte(char letter) {
    static const char letters[] = "tnrfb";
    static const char bytes[] = "\t\n\r\f\b";
    const char *found = strchr(letters, letter);
    return found && letter ? bytes[found - letters] : letter;
}

static bool is_escape(const char *at, const char *end) {
    return *at == '\\' && at + 1 < end && memchr("\\[]|_->;tnr*", at[1], 12);
}

/* Appends a field without its escapes. */
static gaz_status unescape(struct buffer *output, const struct field *field, gaz_error *error) {
    const char *end = field->bytes + field->size;
    for (const char *at = field->bytes; at < end; at++) {
        char byte = *at;
        if (is_escape(at, end)) {
            byte = escaped_byte(*++at);
        }
        if (!buffer_add_byte(output, byte)) return error_memory(error);
    }
    return GAZ_OK;
}

/* Adds a header line with the sentence's text, which may have several lines. */
static gaz_status add_written(struct webanno *webanno, const struct rows_line *line, gaz_error *error) {
    static const char mark[] = "#Text=";
    const char *at = line->bytes + sizeof mark - 1;
    const char *end = line->bytes + line->size;
    bool good = true;
    if (!webanno->in_header) webanno->written.size = webanno->written_at = 0;
    if (webanno->in_header) good = buffer_add_byte(&webanno->written, '\n');
    for (; at < end && good; at++) {
        bool escape = *at == '\\' && at + 1 < end;
        good = buffer_add_byte(&webanno->written, escape ? escaped_byte(*++at) : *at);
    }
    webanno->in_header = true;
    return good ? GAZ_OK : error_memory(error);
}

/* The bytes of the sentence's text that lie before a token, if it says so; false if it does not. */
static bool find_gap(size_t *size, const struct webanno *webanno, uint64_t units, const char *token,
                     size_t token_size) {
    const struct offset_unit utf16 = {.unit = GAZ_OFFSETS_UTF16};
    const struct buffer *written = &webanno->written;
    if (written->size == webanno->written_at || token_size == 0) return false;
    const char *from = written->bytes + webanno->written_at;
    const char *found = memmem(from, written->size - webanno->written_at, token, token_size);
    if (!found) return false;
    *size = (size_t)(found - from);
    return offset_unit_count(utf16, from, *size) == units;
}

/* Puts what stands between the newest token and the next one, which begins `gap` units after it, into the text. The
 * file does not say what stands between two sentences: a line end, and spaces. */
static gaz_status fill_gap(struct webanno *webanno, uint64_t gap, const char *token, size_t token_size,
                           gaz_error *error) {
    gaz_document *document = webanno->document;
    struct buffer *text = &document->made;
    size_t size;
    bool first = document_at_sentence_begin(document);
    bool good = true;
    if (!first && find_gap(&size, webanno, gap, token, token_size)) {
        good = buffer_add(text, webanno->written.bytes + webanno->written_at, size);
        webanno->written_at += size;
        return good ? GAZ_OK : error_memory(error);
    }
    for (uint64_t i = 0; i < gap && good && (i == 0 || webanno->filler > 0); i++) {
        good = buffer_add_byte(text, first && i == 0 && document->token_count ? '\n' : ' ');
        webanno->filler -= webanno->filler > 0;
    }
    return good ? GAZ_OK : error_memory(error);
}

/* Adds a row's token, units [first, last) of the text. Some writers escape no tokens: the offsets tell. */
static gaz_status add_token(struct webanno *webanno, const struct field *token, uint64_t first, uint64_t last,
                            gaz_error *error) {
    const struct offset_unit utf16 = {.unit = GAZ_OFFSETS_UTF16};
    struct buffer *value = &webanno->value;
    value->size = 0;
    gaz_status status = unescape(value, token, error);
    if (status != GAZ_OK) return status;
    bool plain = offset_unit_count(utf16, value->bytes, value->size) != last - first &&
                 offset_unit_count(utf16, token->bytes, token->size) == last - first;
    const char *bytes = plain ? token->bytes : value->bytes;
    size_t size = plain ? token->size : value->size;
    if (first > webanno->units) status = fill_gap(webanno, first - webanno->units, bytes, size, error);
    if (status != GAZ_OK) return status;
    const struct buffer *written = &webanno->written;
    if (written->size - webanno->written_at >= size && memcmp(written->bytes + webanno->written_at, bytes, size) == 0)
        webanno->written_at += size;
    webanno->units = last;
    struct buffer *text = &webanno->document->made;
    size_t begin = text->size;
    if (!buffer_add(text, bytes, size)) return error_memory(error);
    return document_add_token(webanno->document, begin, text->size, error);
}

/* ---- Annotations ---- */

/* Adds one of several tokens to the annotation that they have in common. */
static gaz_status add_link(struct webanno *webanno, uint64_t number, const struct document_span *span,
                           gaz_error *error) {
    const uint64_t key[2] = {number, span->type};
    uint32_t place;
    gaz_status status = strings_add(&place, &webanno->keys, (const char *)key, sizeof key, error);
    if (status != GAZ_OK) return status;
    if (place == webanno->chain_count) {
        if (!array_reserve(&webanno->chains, &webanno->chain_capacity, webanno->chain_count + 1,
                           sizeof *webanno->chains))
            return error_memory(error);
        webanno->chains[webanno->chain_count++] = (struct chain){.span = *span};
        return GAZ_OK;
    }
    struct chain *chain = &webanno->chains[place];
    if (chain->span.token_end + 1 < span->token_end) chain->broken = true;
    chain->span.token_end = span->token_end;
    chain->span.widened |= span->widened;
    return GAZ_OK;
}

/* Takes the [N] off the end of a value. False: it has none. */
static bool take_number(uint64_t *number, struct field *value) {
    if (value->size < 3 || value->bytes[value->size - 1] != ']') return false;
    size_t open = value->size - 1;
    while (open > 0 && value->bytes[open] != '[') open--;
    if (value->bytes[open] != '[' || (open > 0 && value->bytes[open - 1] == '\\')) return false;
    const char *at = value->bytes + open + 1;
    const char *end = value->bytes + value->size - 1;
    if (!read_number(number, &at, end) || at != end) return false;
    value->size = open;
    return true;
}

/* One value: of the newest token, or of a part of it. */
static gaz_status add_value(struct webanno *webanno, struct field value, bool part, gaz_error *error) {
    gaz_document *document = webanno->document;
    uint64_t number = 0;
    bool linked = take_number(&number, &value);
    if (field_is(&value, "_") || (value.size == 0 && !linked)) return GAZ_OK;
    if (field_is(&value, "*")) value.size = 0;
    uint32_t type;
    webanno->value.size = 0;
    if (!buffer_reserve(&webanno->value, 1)) return error_memory(error);
    gaz_status status = unescape(&webanno->value, &value, error);
    if (status == GAZ_OK) status = document_add_type(&type, document, webanno->value.bytes, webanno->value.size, error);
    if (status == GAZ_ERROR_INPUT) return refuse(webanno, "a value with a control character in it", error);
    if (status != GAZ_OK) return status;
    struct document_span span = {.token_begin = document->token_count - 1,
                                 .token_end = document->token_count,
                                 .type = type,
                                 .entry = DOCUMENT_NO_ENTRY,
                                 .score = -1,
                                 .widened = part};
    return linked ? add_link(webanno, number, &span, error) : document_add_span(document, &span, error);
}

/* Values with | between them. */
static gaz_status add_values(struct webanno *webanno, const struct field *values, bool part, gaz_error *error) {
    const char *end = values->bytes + values->size;
    const char *begin = values->bytes;
    gaz_status status = GAZ_OK;
    for (const char *at = begin; at <= end && status == GAZ_OK; at++) {
        if (at < end && is_escape(at, end))
            at++;
        else if (at == end || *at == '|') {
            status = add_value(webanno, (struct field){begin, (size_t)(at - begin)}, part, error);
            begin = at + 1;
        }
    }
    return status;
}

static gaz_status read_row(struct webanno *webanno, const struct rows_line *line, gaz_error *error) {
    const char *at = line->bytes;
    const char *end = at + line->size;
    struct field id = {0};
    struct field place = {0};
    struct field token = {0};
    struct field values = {0};
    uint64_t sentence;
    uint64_t number;
    uint64_t first;
    uint64_t last;
    bool part;
    bool whole;
    if (!next_field(&id, &at, end, '\t') || !next_field(&place, &at, end, '\t') ||
        !next_field(&token, &at, end, '\t') || token.size == 0 || !read_pair(&sentence, &number, &part, &id) ||
        !read_pair(&first, &last, &whole, &place) || whole || first > last)
        return refuse(webanno, "no token: expected SENTENCE-TOKEN, TAB, BEGIN-END, TAB and the token", error);
    for (unsigned i = 0; webanno->rank && i <= webanno->column; i++)
        if (!next_field(&values, &at, end, '\t'))
            return refuse(webanno, "the row has fewer columns than the header's layers", error);
    if (part && (sentence != webanno->sentence || number != webanno->token))
        return refuse(webanno, "a part of a token that does not stand right before it", error);
    gaz_status status = GAZ_OK;
    if (sentence != webanno->sentence) status = document_end_sentence(webanno->document, error);
    webanno->sentence = sentence;
    webanno->token = number;
    if (status == GAZ_OK && !part) status = add_token(webanno, &token, first, last, error);
    return status == GAZ_OK && webanno->rank ? add_values(webanno, &values, part, error) : status;
}

/* ---- All of it ---- */

static gaz_status read_line(struct webanno *webanno, const struct rows_line *line, gaz_error *error) {
    bool layer = starts_with(line, "#T_SP=") || starts_with(line, "#T_CH=") || starts_with(line, "#T_RL=");
    if (layer && webanno->document->token_count == 0) read_layer(webanno, line);
    if (starts_with(line, "#Text=")) return add_written(webanno, line, error);
    webanno->in_header = false;
    if (line->size == 0) return document_end_sentence(webanno->document, error);
    return line->bytes[0] == '#' ? GAZ_OK : read_row(webanno, line, error);
}

static gaz_status add_chains(struct webanno *webanno, gaz_error *error) {
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < webanno->chain_count && status == GAZ_OK; i++) {
        const struct chain *chain = &webanno->chains[i];
        if (chain->broken)
            webanno->report->discontinuous++;
        else
            status = document_add_span(webanno->document, &chain->span, error);
    }
    return status;
}

static gaz_status no_layer(const struct webanno *webanno, gaz_error *error) {
    return error_set(error, GAZ_ERROR_INPUT, webanno->name, 0,
                     "has no span layer \"%.100s\" among its %llu; lines that begin with #T_SP= name them",
                     webanno->wanted, (unsigned long long)webanno->layers);
}

static gaz_status read_lines(struct webanno *webanno, const char *text, size_t size, gaz_error *error) {
    struct rows_line line;
    size_t position = 0;
    gaz_status status = GAZ_OK;
    if (!recognize(text, size))
        return error_set(error, GAZ_ERROR_INPUT, webanno->name, 1, "no WebAnno TSV 3: expected \"%s\"", signature);
    if (size > INT32_MAX)
        return error_set(error, GAZ_ERROR_LIMIT, webanno->name, 0, "a document of over 2,147,483,647 bytes");
    if (text[0] != '#') position = 3; /* a byte order mark */
    for (webanno->line = 1; status == GAZ_OK && rows_next_line(&line, &position, text, size); webanno->line++) {
        if (line.crlf) webanno->report->crlf_lines++;
        status = read_line(webanno, &line, error);
    }
    return status;
}

/* Reads the only document of a file. `*found` false: nobody has annotated it. */
static gaz_status read_document(bool *found, struct webanno *webanno, const struct corpus_source *source,
                                gaz_error *error) {
    gaz_status status = read_lines(webanno, source->text, source->size, error);
    if (status == GAZ_OK && !webanno->rank && webanno->layers) return no_layer(webanno, error);
    if (status == GAZ_OK && !webanno->rank) {
        webanno->report->unannotated++;
        return GAZ_OK;
    }
    uint64_t others = webanno->layers - 1;
    if (webanno->report->other_layers < others) webanno->report->other_layers = others;
    if (status == GAZ_OK) status = add_chains(webanno, error);
    if (status == GAZ_OK) status = document_end_text(webanno->document, error);
    document_find_span_bytes(webanno->document);
    *found = status == GAZ_OK;
    return status;
}

static gaz_status begin(struct document_reader *reader, gaz_error *error) {
    struct webanno *webanno = calloc(1, sizeof *webanno);
    if (!webanno) return error_memory(error);
    reader->state = webanno;
    webanno->name = reader->source->name;
    webanno->report = reader->report;
    webanno->wanted = reader->options->field;
    webanno->document = &reader->document;
    webanno->filler = reader->source->size;
    return GAZ_OK;
}

static gaz_status next(bool *found, struct document_reader *reader, gaz_error *error) {
    struct webanno *webanno = reader->state;
    if (webanno->done) return GAZ_OK;
    webanno->done = true;
    return read_document(found, webanno, reader->source, error);
}

static void end(struct document_reader *reader) {
    struct webanno *webanno = reader->state;
    if (!webanno) return;
    buffer_free(&webanno->written);
    buffer_free(&webanno->value);
    strings_free(&webanno->keys);
    free(webanno->chains);
    free(webanno);
}

static const char *const endings[] = {".tsv", NULL};

const struct format_reader webanno_reader = {
    .endings = endings, .recognize = recognize, .begin = begin, .next = next, .end = end};
