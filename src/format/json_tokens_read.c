/* Corpora of tokens as JSON: tags of tokens, as the data sets of Hugging Face have them, or spans that count in tokens.
 * The tags are read as those of columns are. */

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "format/conll_layout.h"
#include "format/json_labels.h"
#include "format/json_places.h"
#include "format/json_records.h"
#include "format/json_tokens.h"
#include "format/notation.h"
#include "format/read.h"
#include "format/scheme.h"
#include "format/scheme_tags.h"

struct token_reader {
    struct corpus *corpus;
    gaz_corpus_report *report;
    gaz_document *document;
    const char *name;
    const gaz_corpus_options *options;
    bool lenient;
    struct json_records records;
    struct field_choice choice;
    struct json_labels labels;
    struct token_shape shape; /* of the newest record */
    struct strings values;    /* the distinct tags as they are written, */
    struct tag_place {        /* where each stands first, */
        uint64_t line;
    } * places;
    size_t place_capacity;
    uint32_t *numbers; /* and which one each token has */
    size_t count;
    size_t capacity;
    bool tagged;  /* a record with tags was read, */
    bool spanned; /* or one with spans */
};

static gaz_status refuse(const struct token_reader *reader, gaz_hint hint, const char *message, size_t number,
                         gaz_error *error) {
    return error_hint(
        error, hint,
        error_set(error, GAZ_ERROR_INPUT, reader->name, reader->records.reader.value_line, message, number));
}

/* ---- Tokens ---- */

static gaz_status add_token(struct token_reader *reader, struct json_value token, gaz_error *error) {
    gaz_document *document = reader->document;
    size_t size = 0;
    const char *bytes = json_text(&size, token);
    bool good = bytes && size;
    for (size_t i = 0; i < size && good; i++) good = (unsigned char)bytes[i] >= ' ' && bytes[i] != 0x7F;
    if (good) return document_append_token(document, bytes, size, error);
    return refuse(reader, GAZ_HINT_LENIENT, "token %zu is no string, is empty, or has a control character in it",
                  document->token_count + 1, error);
}

static gaz_status add_sentence(struct token_reader *reader, struct json_value tokens, gaz_error *error) {
    gaz_status status = GAZ_OK;
    struct json_value token;
    for (uint32_t at = 0; status == GAZ_OK && json_each_element(&token, &at, tokens);)
        status = add_token(reader, token, error);
    return status == GAZ_OK ? document_end_sentence(reader->document, error) : status;
}

static gaz_status add_tokens(struct token_reader *reader, struct json_value tokens, gaz_error *error) {
    gaz_status status = GAZ_OK;
    bool nested = reader->shape.nested;
    struct json_value sentence;
    for (uint32_t at = 0; nested && status == GAZ_OK && json_each_element(&sentence, &at, tokens);)
        status = add_sentence(reader, sentence, error);
    if (!nested) status = add_sentence(reader, tokens, error);
    return status == GAZ_OK ? document_end_text(reader->document, error) : status;
}

/* ---- Tags ---- */

static gaz_status find_tag(struct field *tag, const struct token_reader *reader, struct json_value value, size_t number,
                           gaz_error *error) {
    size_t size = 0;
    *tag = (struct field){json_text(&size, value), 0};
    tag->size = size;
    if (tag->bytes) return GAZ_OK;
    if (!json_is_integer(value)) return refuse(reader, GAZ_HINT_LENIENT, "tag %zu is no string", number, error);
    const struct string *name = json_labels_find(&reader->labels, json_int64(value));
    if (!name) return refuse(reader, GAZ_HINT_LABELS, "tag %zu is a number, which has no name", number, error);
    *tag = (struct field){name->bytes, name->size};
    return GAZ_OK;
}

/* Keeps a tag for each token of the document. */
static gaz_status add_tags(struct token_reader *reader, struct json_value tags, gaz_error *error) {
    size_t count = reader->document->token_count;
    if (!json_is_array(tags) || json_count(tags) != count)
        return refuse(reader, GAZ_HINT_LENIENT, "the record has another number of tags than its %zu tokens", count,
                      error);
    if (!array_reserve(&reader->numbers, &reader->capacity, reader->count + count, sizeof *reader->numbers))
        return error_memory(error);
    gaz_status status = GAZ_OK;
    struct json_value value;
    uint32_t at = 0;
    for (size_t i = 0; status == GAZ_OK && json_each_element(&value, &at, tags); i++) {
        struct field tag;
        uint32_t known = reader->values.count;
        status = find_tag(&tag, reader, value, i + 1, error);
        if (status != GAZ_OK) break;
        uint32_t *number = &reader->numbers[reader->count + i];
        status = strings_add(number, &reader->values, tag.bytes, tag.size, error);
        if (status != GAZ_OK || *number < known) continue;
        if (!array_reserve(&reader->places, &reader->place_capacity, (size_t)*number + 1, sizeof *reader->places))
            return error_memory(error);
        reader->places[*number].line = reader->records.reader.value_line;
    }
    if (status == GAZ_OK) reader->count += count;
    return status;
}

/* ---- Spans ---- */

/* The paths of a span's parts; false: they are not known. */
static bool find_parts(struct field_paths *paths, struct json_value item) {
    const char **of = paths->of;
    bool array = json_is_array(item);
    if (!of[FIELD_BEGIN]) {
        const struct field_place *place = array ? NULL : field_place_of(item);
        if (!place) return false;
        of[FIELD_BEGIN] = place->begin;
        of[place->kind] = place->end;
    }
    if (array && !of[FIELD_LABEL]) of[FIELD_LABEL] = "2";
    for (const char *const *names = field_names(FIELD_LABEL); *names && !of[FIELD_LABEL]; names++)
        if (json_is_string(field_find(item, *names)) || json_is_integer(field_find(item, *names)))
            of[FIELD_LABEL] = *names;
    return of[FIELD_LABEL] != NULL;
}

static gaz_status wrong_item(const struct token_reader *reader, struct json_value item, size_t number,
                             gaz_error *error) {
    if (json_is_array(item))
        return refuse(reader, GAZ_HINT_FIELDS,
                      "whether the end of span %zu is a token of it cannot be known: name it as the end or the last",
                      number, error);
    return refuse(reader, GAZ_HINT_FIELDS, "begin, end or label of span %zu are members that are not known", number,
                  error);
}

static gaz_status add_span(struct token_reader *reader, struct json_value item, size_t number, gaz_error *error) {
    struct field_paths paths = reader->shape.paths;
    gaz_document *document = reader->document;
    uint64_t begin = 0;
    uint64_t end = 0;
    struct document_span span = {.entry = DOCUMENT_NO_ENTRY, .score = -1};
    struct field type;
    if (!find_parts(&paths, item)) return wrong_item(reader, item, number, error);
    const char *const *of = paths.of;
    const char *end_path = of[FIELD_LENGTH] ? of[FIELD_LENGTH] : of[FIELD_LAST] ? of[FIELD_LAST] : of[FIELD_END];
    if (!json_read_whole(&begin, field_find(item, of[FIELD_BEGIN])) ||
        !json_read_whole(&end, field_find(item, end_path)))
        return refuse(reader, GAZ_HINT_LENIENT, "begin or end of span %zu is no whole number from 0 on", number, error);
    uint64_t before = of[FIELD_LENGTH] ? begin : of[FIELD_LAST] != NULL;
    span.token_begin = document_number(begin);
    span.token_end = document_number(end > UINT64_MAX - before ? UINT64_MAX : end + before);
    if (span.token_begin >= span.token_end || span.token_end > document->token_count)
        return refuse(reader, GAZ_HINT_LENIENT, "span %zu is empty, or beyond the tokens of the record", number, error);
    gaz_status status = find_tag(&type, reader, field_find(item, of[FIELD_LABEL]), number, error);
    if (status == GAZ_OK) status = document_add_type(&span.type, document, type.bytes, type.size, error);
    if (status != GAZ_OK) return error_hint(error, error && error->hint ? error->hint : GAZ_HINT_LENIENT, status);
    if (!reader->report->fields[0]) field_paths_tell(reader->report->fields, sizeof reader->report->fields, &paths);
    return document_add_span(document, &span, error);
}

/* Adds the spans of an array; in one of sentences, those of each. */
static gaz_status add_spans(struct token_reader *reader, struct json_value spans, bool nested, gaz_error *error) {
    gaz_status status = GAZ_OK;
    struct json_value item;
    size_t number = 0;
    for (uint32_t at = 0; status == GAZ_OK && json_each_element(&item, &at, spans);) {
        if (nested) {
            status = add_spans(reader, item, false, error);
            continue;
        }
        status = add_span(reader, item, ++number, error);
        if (status != GAZ_ERROR_INPUT || !reader->lenient) continue;
        reader->report->skipped_spans++;
        status = GAZ_OK;
    }
    return status;
}

/* ---- Records ---- */

static gaz_status add_record(struct token_reader *reader, gaz_error *error) {
    struct json_value value = reader->records.value;
    gaz_document *document = reader->document;
    const struct token_shape *shape = &reader->shape;
    bool tagged = shape->paths.of[FIELD_TAGS] != NULL;
    if (tagged ? reader->spanned : reader->tagged)
        return refuse(reader, GAZ_HINT_LENIENT,
                      tagged ? "the record has tags, where those before have spans"
                             : "the record has spans, where those before have tags",
                      0, error);
    document_clear(document);
    gaz_status status = add_tokens(reader, field_find(value, shape->paths.of[FIELD_TOKENS]), error);
    if (status == GAZ_OK && tagged) status = add_tags(reader, field_find(value, shape->paths.of[FIELD_TAGS]), error);
    if (status == GAZ_OK && !tagged)
        status = add_spans(reader, field_find(value, shape->paths.of[FIELD_SPANS]), shape->nested, error);
    if (status != GAZ_OK) return status;
    *(tagged ? &reader->tagged : &reader->spanned) = true;
    if (tagged && !reader->report->fields[0])
        field_paths_tell(reader->report->fields, sizeof reader->report->fields, &shape->paths);
    document_find_span_bytes(document);
    status = document_gather_senses(document, error);
    return status == GAZ_OK ? corpus_add_document(reader->corpus, reader->report, document, error) : status;
}

static gaz_status read_record(struct token_reader *reader, gaz_error *error) {
    char list[FIELD_LIST_SIZE];
    struct json_value value = reader->records.value;
    gaz_status status;
    if (json_is_null(value)) {
        reader->report->unannotated++;
        return GAZ_OK;
    }
    if (token_shape_find(&reader->shape, value, &reader->choice.paths)) {
        status = add_record(reader, error);
    } else {
        field_list(list, value);
        status = error_hint(error, GAZ_HINT_FIELDS,
                            error_set(error, GAZ_ERROR_INPUT, reader->name, reader->records.reader.value_line,
                                      "the members of the record are not known as tokens and their tags or spans: %s",
                                      list));
    }
    if (status != GAZ_ERROR_INPUT || !reader->lenient) return status;
    reader->report->skipped_rows++;
    return GAZ_OK;
}

static gaz_status read_records(struct token_reader *reader, const struct corpus_source *source, gaz_error *error) {
    gaz_status status = field_choice_read(&reader->choice, reader->options->fields, error);
    if (status == GAZ_OK) status = json_labels_read(&reader->labels, reader->options->labels, error);
    if (status == GAZ_OK)
        status = json_records_begin(&reader->records, source->name, source->text, source->size, error);
    while (status == GAZ_OK) {
        status = json_records_next(&reader->records, &reader->choice.paths, error);
        if (status != GAZ_OK || !json_is_there(reader->records.value)) break;
        status = read_record(reader, error);
    }
    return error_locate(status, reader->name, reader->records.reader.value_line, error);
}

/* ---- What the tags mean ---- */

/* How the tags are written, by all that there are. */
static gaz_status survey(struct notation_reader *notation, bool *bare, const struct token_reader *reader,
                         gaz_error *error) {
    bool typed = false;
    bool outside = false;
    const struct string *label = NULL;
    *bare = reader->options->columns.scheme == GAZ_SCHEME_BARE;
    for (uint32_t i = 0; i < reader->values.count; i++) {
        const struct string *value = &reader->values.items[i];
        enum tag_form form = tag_form(value->bytes, value->size);
        enum notation found = form == TAG_LABEL && !*bare ? notation_of(value->bytes, value->size) : NOTATION_USUAL;
        typed |= form == TAG_TYPED || form == TAG_LONE;
        outside |= form == TAG_OUTSIDE;
        if (form == TAG_LABEL && found == NOTATION_USUAL) label = value;
        if (found != NOTATION_USUAL && notation_annotates(found, value->bytes, value->size)) notation->notation = found;
    }
    if (typed || *bare) notation->notation = NOTATION_USUAL;
    if (typed || *bare || notation->notation || !label) return GAZ_OK;
    *bare = outside;
    if (outside) return GAZ_OK;
    char quote[LAYOUT_QUOTE_SIZE];
    return error_hint(error, GAZ_HINT_FIELDS,
                      error_set(error, GAZ_ERROR_INPUT, reader->name, reader->places[0].line,
                                "\"%s\" and the others are no tags of entities: none of them is O",
                                layout_quote(quote, label->bytes, label->size)));
}

static gaz_status wrong_tag(const struct token_reader *reader, uint32_t number, gaz_error *error) {
    const struct string *value = &reader->values.items[number];
    char quote[LAYOUT_QUOTE_SIZE];
    return error_hint(error, GAZ_HINT_LENIENT,
                      error_set(error, GAZ_ERROR_INPUT, reader->name, reader->places[number].line,
                                "\"%s\" is no tag as the others of the file are",
                                layout_quote(quote, value->bytes, value->size)));
}

static gaz_status add_tag(struct scheme_tags *tags, struct token_reader *reader, struct notation_reader *notation,
                          uint32_t number, gaz_error *error) {
    const struct string *value = &reader->values.items[number];
    struct field tag = {value->bytes, value->size};
    enum notation_result result = notation_read(&tag, notation);
    if (result == NOTATION_MEMORY) return error_memory(error);
    enum tag_form form = tag_form(tag.bytes, tag.size);
    bool any_bare = reader->options->columns.scheme == GAZ_SCHEME_BARE;
    bool good =
        result == NOTATION_READ && form != TAG_NONE && (any_bare || form != (tags->bare ? TAG_TYPED : TAG_LABEL));
    for (size_t i = 0; i < tag.size && good; i++) good = (unsigned char)tag.bytes[i] >= ' ' && tag.bytes[i] != 0x7F;
    if (good) return scheme_add(tags, tag.bytes, tag.size, error);
    if (!reader->lenient) return wrong_tag(reader, number, error);
    reader->report->skipped_spans++;
    return scheme_add(tags, "O", 1, error);
}

/* Makes spans of all tags; the corpus's tokens from `token` on are those of the file. */
static gaz_status read_tags(struct scheme_tags *tags, struct token_reader *reader, struct notation_reader *notation,
                            uint64_t token, uint64_t sentence, gaz_error *error) {
    struct corpus *corpus = reader->corpus;
    gaz_status status = survey(notation, &tags->bare, reader, error);
    size_t at = 0;
    for (uint64_t i = sentence; i < corpus->sentence_count && status == GAZ_OK; i++) {
        for (; at < corpus->sentence_ends[i] - token && status == GAZ_OK; at++)
            status = add_tag(tags, reader, notation, reader->numbers[at], error);
        reader->report->unclosed += notation_end_sentence(notation);
    }
    gaz_scheme scheme = reader->options->columns.scheme;
    if (status == GAZ_OK && scheme == GAZ_SCHEME_AUTO) scheme = scheme_detect(tags, corpus, token, sentence);
    if (status == GAZ_OK) status = scheme_spans(corpus, reader->report, tags, scheme, token, sentence, error);
    if (status == GAZ_OK && corpus->keep_tags) status = scheme_keep(corpus, tags, token, error);
    reader->report->detected = (gaz_columns){.scheme = scheme};
    return status;
}

static gaz_status read_all(struct token_reader *reader, const struct corpus_source *source, gaz_error *error) {
    struct corpus *corpus = reader->corpus;
    gaz_corpus_report *report = reader->report;
    struct scheme_tags tags = {.bare = false};
    struct notation_reader notation = {.notation = NOTATION_USUAL};
    uint64_t tokens = corpus->token_count;
    uint64_t sentences = corpus->sentence_count;
    uint64_t documents = corpus->document_count;
    uint64_t spans = corpus->span_count;
    report->fields[0] = 0;
    report->detected = (gaz_columns){.scheme = GAZ_SCHEME_IOB2};
    gaz_status status = read_records(reader, source, error);
    if (status == GAZ_OK && reader->tagged)
        status = read_tags(&tags, reader, &notation, tokens, sentences, error);
    else if (status == GAZ_OK && corpus->keep_tags)
        status = spelling_keep(corpus, tokens, spans, error);
    scheme_free(&tags);
    buffer_free(&notation.open);
    buffer_free(&notation.made);
    if (status != GAZ_OK) return status;
    report->files++;
    report->byte_order_mark += byte_order_mark(source->text, source->size) > 0;
    report->documents += corpus->document_count - documents;
    report->sentences += corpus->sentence_count - sentences;
    report->tokens += corpus->token_count - tokens;
    report->entities += corpus->span_count - spans;
    return GAZ_OK;
}

static gaz_status read_corpus(struct corpus *corpus, struct document_reader *reader, gaz_error *error) {
    struct document_names names = {.types = {.count = 0}};
    gaz_document document = {.names = &names};
    struct token_reader token_reader = {.corpus = corpus,
                                        .report = reader->report,
                                        .document = &document,
                                        .name = reader->source->name,
                                        .options = reader->options,
                                        .lenient = reader->options->columns.lenient != 0};
    gaz_status status = read_all(&token_reader, reader->source, error);
    if (status == GAZ_OK && reader->progress)
        reader->progress(reader->user, "reading", reader->source->size, reader->source->size);
    document_free(&document);
    document_names_free(&names);
    json_records_free(&token_reader.records);
    json_labels_free(&token_reader.labels);
    field_choice_free(&token_reader.choice);
    strings_free(&token_reader.values);
    free(token_reader.places);
    free(token_reader.numbers);
    return status;
}

const struct format_reader json_tokens_reader = {.read_corpus = read_corpus};
