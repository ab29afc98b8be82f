/* WebAnno TSV 3, which WebAnno and INCEpTION write: a token a line, annotations in columns that the header names. */

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/fields.h"
#include "format/read.h"
#include "format/webanno_fields.h"
#include "format/webanno_layers.h"
#include "format/webanno_old.h"
#include "format/webanno_text.h"
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
    bool lenient;
    bool done; /* the document has been given out */
    struct webanno_layers layers;
    struct webanno_text text;
    struct buffer value; /* scratch */
    uint64_t sentence;   /* number of the newest row's, and */
    uint64_t token;      /* its number there */
    struct strings keys; /* the numbers and types of the chains, by their place in `chains` */
    struct chain *chains;
    size_t chain_count;
    size_t chain_capacity;
};

static const char signature[] = "#FORMAT=WebAnno TSV 3";

static bool is_new(const char *text, size_t size) {
    size_t mark = byte_order_mark(text, size);
    return size - mark >= sizeof signature - 1 && memcmp(text + mark, signature, sizeof signature - 1) == 0;
}

static gaz_status refuse(const struct webanno *webanno, const char *message, gaz_error *error) {
    return error_set(error, GAZ_ERROR_INPUT, webanno->name, webanno->line, "%s", message);
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

/* Makes one blank of the line ends and TABs between two words, and none of those at the ends: a type or id is part of a
 * line, while INCEpTION's values may be text of several. */
static void join_lines(struct buffer *value) {
    size_t kept = 0;
    bool parted = false;
    for (size_t i = 0; i < value->size; i++) {
        bool ends = value->bytes[i] >= '\t' && value->bytes[i] <= '\r';
        if (!ends && parted && kept) value->bytes[kept++] = ' ';
        if (!ends) value->bytes[kept++] = value->bytes[i];
        parted = ends;
    }
    value->size = kept;
}

/* Puts what a value says, without its number, into webanno->value: nothing, if it is "*". `*number` stays as it is if
 * it has none. False: there is no annotation. */
static gaz_status take_value(bool *there, uint64_t *number, struct webanno *webanno, struct field value,
                             gaz_error *error) {
    uint64_t found;
    bool linked = webanno_take_number(&found, &value);
    if (linked) *number = found;
    *there = !field_is(&value, "_") && (value.size || linked);
    if (field_is(&value, "*")) value.size = 0;
    webanno->value.size = 0;
    if (!buffer_reserve(&webanno->value, 1)) return error_memory(error);
    gaz_status status = webanno_unescape(&webanno->value, &value, error);
    join_lines(&webanno->value);
    return status;
}

/* One annotation of the newest token, or of a part of it: its value, and its id. */
static gaz_status add_value(struct webanno *webanno, struct field value, struct field id, bool part, gaz_error *error) {
    gaz_document *document = webanno->document;
    const struct buffer *text = &webanno->value;
    uint64_t number = UINT64_MAX;
    uint64_t other;
    bool there;
    bool has_id;
    struct document_span span = {.token_begin = document_number(document->token_count - 1),
                                 .token_end = document_number(document->token_count),
                                 .entry = DOCUMENT_NO_ENTRY,
                                 .score = -1,
                                 .widened = part};
    gaz_status status = take_value(&there, &number, webanno, value, error);
    if (status != GAZ_OK || !there) return status;
    status = document_add_type(&span.type, document, text->bytes, text->size, error);
    if (status == GAZ_OK) status = take_value(&has_id, &other, webanno, id, error);
    if (status == GAZ_OK && has_id) status = document_add_id(&span.id, document, text->bytes, text->size, error);
    if (status == GAZ_ERROR_INPUT) return refuse(webanno, "a value with a control character in it", error);
    if (status != GAZ_OK) return status;
    return number < UINT64_MAX ? add_link(webanno, number, &span, error) : document_add_span(document, &span, error);
}

/* The annotations of a token: a column of values, and one of their ids in the same order. */
static gaz_status add_values(struct webanno *webanno, struct field values, struct field ids, bool part,
                             gaz_error *error) {
    struct field value;
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && webanno_next_value(&value, &values)) {
        struct field id = {0};
        (void)webanno_next_value(&id, &ids);
        status = add_value(webanno, value, id, part, error);
        if (status != GAZ_ERROR_INPUT || !webanno->lenient) continue;
        webanno->report->skipped_spans++;
        status = GAZ_OK;
    }
    return status;
}

/* Counts the annotations of an empty part of a token: INCEpTION has some of no text. */
static gaz_status count_blank(struct webanno *webanno, struct field values, gaz_error *error) {
    struct field value;
    uint64_t number;
    bool there = false;
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && webanno_next_value(&value, &values)) {
        status = take_value(&there, &number, webanno, value, error);
        webanno->report->blank += there;
    }
    return status;
}

static gaz_status read_row(struct webanno *webanno, const struct rows_line *line, gaz_error *error) {
    const char *at = line->bytes;
    const char *end = at + line->size;
    struct field id = {0};
    struct field place = {0};
    struct field token = {0};
    struct field values;
    struct field ids;
    uint64_t sentence;
    uint64_t number;
    uint64_t first;
    uint64_t last;
    bool part;
    bool whole;
    if (!webanno_next_field(&id, &at, end, '\t') || !webanno_next_field(&place, &at, end, '\t') ||
        !webanno_next_field(&token, &at, end, '\t') || !webanno_read_pair(&sentence, &number, &part, &id) ||
        !webanno_read_pair(&first, &last, &whole, &place) || whole || first > last ||
        (token.size == 0 && !(part && first == last)))
        return refuse(webanno, "no token: expected SENTENCE-TOKEN, TAB, BEGIN-END, TAB and the token", error);
    if (!webanno_layers_find(&values, &ids, &webanno->layers, at, end))
        return refuse(webanno, "the row has fewer columns than the header's layers", error);
    if (part && (sentence != webanno->sentence || number != webanno->token))
        return refuse(webanno, "a part of a token that does not stand right before it", error);
    gaz_status status = GAZ_OK;
    if (sentence != webanno->sentence) status = document_end_sentence(webanno->document, error);
    webanno->sentence = sentence;
    webanno->token = number;
    if (status == GAZ_OK && !part) status = webanno_text_add_token(&webanno->text, &token, first, last, error);
    if (status != GAZ_OK) return status;
    return token.size ? add_values(webanno, values, ids, part, error) : count_blank(webanno, values, error);
}

/* ---- All of it ---- */

static bool starts_with(const struct rows_line *line, const char *text) {
    return line->size >= strlen(text) && memcmp(line->bytes, text, strlen(text)) == 0;
}

static gaz_status read_line(struct webanno *webanno, const struct rows_line *line, gaz_error *error) {
    bool layer = starts_with(line, "#T_SP=") || starts_with(line, "#T_CH=") || starts_with(line, "#T_RL=");
    if (layer && webanno->document->token_count == 0) webanno_layers_add(&webanno->layers, line);
    if (starts_with(line, "#Text=")) return webanno_text_add_header(&webanno->text, line, error);
    webanno->text.in_header = false;
    if (line->size == 0) return document_end_sentence(webanno->document, error);
    if (line->bytes[0] == '#') return GAZ_OK;
    gaz_status status = read_row(webanno, line, error);
    if (status != GAZ_ERROR_INPUT) return status;
    if (!webanno->lenient) return error_hint(error, GAZ_HINT_LENIENT, status);
    webanno->report->skipped_rows++;
    return GAZ_OK;
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

static gaz_status read_lines(struct webanno *webanno, const char *text, size_t size, gaz_error *error) {
    struct rows_line line;
    size_t position = 0;
    gaz_status status = GAZ_OK;
    if (!is_new(text, size))
        return error_set(error, GAZ_ERROR_INPUT, webanno->name, 1, "no WebAnno TSV 3: expected \"%s\"", signature);
    if (size > DOCUMENT_SIZE_MAX) return document_too_large(webanno->name, error);
    if (text[0] != '#') position = 3; /* a byte order mark */
    for (webanno->line = 1; status == GAZ_OK && rows_next_line(&line, &position, text, size); webanno->line++) {
        if (line.crlf) webanno->report->crlf_lines++;
        status = read_line(webanno, &line, error);
    }
    return status;
}

/* Whether the file holds a document as it was imported, before anybody annotated it: what INCEpTION exports projects
 * with beside the files of each annotator, of whom there is none for a document that is new to them. */
static bool is_initial(const char *path) {
    static const char name[] = "INITIAL_CAS.";
    const char *slash = strrchr(path, '/');
    return strncmp(slash ? slash + 1 : path, name, sizeof name - 1) == 0;
}

/* Reads the only document of a file. `*found` false: nobody has annotated it. */
static gaz_status read_document(bool *found, struct webanno *webanno, const struct corpus_source *source,
                                gaz_error *error) {
    gaz_status status = read_lines(webanno, source->text, source->size, error);
    if (status == GAZ_OK && !webanno->layers.rank && webanno->layers.count)
        return webanno_layers_refuse(&webanno->layers, webanno->name, "lines that begin with #T_SP= name them", error);
    if (status == GAZ_OK && !webanno->layers.rank) {
        webanno->report->unannotated++;
        return GAZ_OK;
    }
    uint64_t others = webanno->layers.count - 1;
    if (webanno->report->other_layers < others) webanno->report->other_layers = others;
    if (status == GAZ_OK) status = add_chains(webanno, error);
    if (status == GAZ_OK) status = document_end_text(webanno->document, error);
    document_find_span_bytes(webanno->document);
    webanno->document->unreviewed = is_initial(source->path);
    *found = status == GAZ_OK;
    return status;
}

static gaz_status begin(struct document_reader *reader, gaz_error *error) {
    struct webanno *webanno = calloc(1, sizeof *webanno);
    if (!webanno) return error_memory(error);
    reader->state = webanno;
    webanno->name = reader->source->name;
    webanno->report = reader->report;
    webanno->lenient = reader->options->columns.lenient != 0;
    webanno->layers.wanted = reader->options->field;
    webanno->document = &reader->document;
    webanno->text = (struct webanno_text){.document = webanno->document, .filler = reader->source->size};
    return GAZ_OK;
}

static gaz_status next(bool *found, struct document_reader *reader, gaz_error *error) {
    struct webanno *webanno = reader->state;
    if (webanno->done) return GAZ_OK;
    webanno->done = true;
    if (webanno_is_old(reader->source->text, reader->source->size)) return webanno_old_read(found, reader, error);
    return read_document(found, webanno, reader->source, error);
}

static void end(struct document_reader *reader) {
    struct webanno *webanno = reader->state;
    if (!webanno) return;
    webanno_text_free(&webanno->text);
    buffer_free(&webanno->value);
    strings_free(&webanno->keys);
    free(webanno->chains);
    free(webanno);
}

static bool recognize(const char *text, size_t size) {
    return is_new(text, size) || webanno_is_old(text, size);
}

static const char *const endings[] = {".tsv", NULL};

const struct format_reader webanno_reader = {
    .endings = endings, .recognize = recognize, .begin = begin, .next = next, .end = end};
