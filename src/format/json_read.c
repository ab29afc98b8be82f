/* Annotated texts as JSON: what annotation tools, and gaz, write. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "format/json_labels.h"
#include "format/json_places.h"
#include "format/json_records.h"
#include "format/json_schemas.h"
#include "format/markup_show.h"
#include "format/read.h"

struct texts {
    gaz_document *document;
    gaz_corpus_report *report;
    const gaz_corpus_options *options;
    struct json_records records;
    struct field_choice choice;
    struct json_labels labels;
    size_t reported;             /* bytes, to the progress function */
    struct json_members members; /* that hold the text's other fields */
    struct record record;
    struct markup shown;   /* what its text shows, if that is markup, */
    struct markup counted; /* and what its offsets count in, if that is another text */
    struct json_places places;
    const char *own[2];    /* the member with the spans, and NULL */
    struct strings ids;    /* of texts that may come several times */
    struct buffer id;      /* of the newest text; a zero byte after it */
    uint64_t annotated;    /* records so far */
    bool plain;            /* a record has a text, and nothing else to be read */
    bool may_be_annotated; /* what is not understood is so */
    uint64_t unread;       /* the line of the first record that may have annotations, or else of one without a text, */
    char unread_members[FIELD_LIST_SIZE]; /* and its members */
};

/* ---- Spans ---- */

/* The score of a region, or what says that there is none. */
static float read_score(const struct region *region) {
    double score = json_is_number(region->score) ? json_double(region->score) : -1;
    return score >= 0 && score <= 1 ? (float)score : -1;
}

/* The id or name of a region; NULL: it has none. */
static gaz_status read_id(const char **id, struct texts *texts, struct json_value value, gaz_error *error) {
    size_t size = 0;
    const char *bytes = json_text(&size, value);
    return document_add_id(id, texts->document, bytes, size, error);
}

static gaz_status read_label(uint32_t *type, struct texts *texts, const struct region *region, gaz_error *error) {
    const struct record *record = &texts->record;
    struct json_value label = region->label;
    size_t size = 0;
    const char *bytes = region_label(&size, region);
    if (!bytes && json_is_integer(label)) {
        const struct string *name = json_labels_find(&texts->labels, json_int64(label));
        if (!name)
            return record_refuse(record, GAZ_HINT_LABELS, error, "the label of span %zu is the number %lld, %s",
                                 region->number, (long long)json_int64(label), "which has no name");
        bytes = name->bytes;
        size = name->size;
    } else if (!bytes && json_is_there(label) && !json_is_null(label)) {
        return record_refuse(record, GAZ_HINT_LENIENT, error, "the label of span %zu is no string", region->number);
    }
    return document_add_type(type, texts->document, bytes ? bytes : "", size, error);
}

static gaz_status add_region(struct texts *texts, size_t number, gaz_error *error) {
    struct region region = record_region(&texts->record, number);
    struct document_span span = {.begin = texts->places.items[number].begin,
                                 .end = texts->places.items[number].end,
                                 .entry = DOCUMENT_NO_ENTRY,
                                 .score = read_score(&region)};
    gaz_status status = read_label(&span.type, texts, &region, error);
    if (status == GAZ_OK) status = read_id(&span.id, texts, region.id, error);
    if (status == GAZ_OK) status = read_id(&span.name, texts, region.name, error);
    return status == GAZ_OK ? document_add_span(texts->document, &span, error) : status;
}

static gaz_status add_regions(struct texts *texts, gaz_error *error) {
    struct record *record = &texts->record;
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < record->region_count && status == GAZ_OK; i++) {
        if (texts->places.items[i].begin == JSON_PLACE_WRONG) continue;
        status = add_region(texts, i, error);
        if (status != GAZ_ERROR_INPUT) continue;
        if (!record->lenient) return error_hint(error, error && error->hint ? error->hint : GAZ_HINT_LENIENT, status);
        record->skipped++;
        status = GAZ_OK;
    }
    return status;
}

/* ---- Records ---- */

/* Appends the members of a member of the record. False: out of memory. */
static bool list_inner(struct json_members *members, const struct json_member *outer) {
    struct json_member inner;
    bool good = true;
    for (size_t at = 0;
         good && outer->value[0] == '{' && json_next_member(&inner, &at, outer->value, outer->value_size);)
        good = json_add_member(members, &inner);
    return good;
}

/* Appends a member of the record that has none of that name yet, or what is in it. False: out of memory. */
static bool list_beside(struct json_members *members, const struct json_members *outer, const char *name) {
    struct json_member found;
    struct json_member other;
    size_t size = strcspn(name, ".");
    if (!json_last_member(&found, outer, name, size)) return true;
    if (name[size]) return list_inner(members, &found);
    return json_last_member(&other, members, name, size) || json_add_member(members, &found);
}

/* Takes the members of the object that holds the text's other fields. False: out of memory. */
static bool list_members(struct texts *texts) {
    const struct json_reader *reader = &texts->records.reader;
    const struct record *record = &texts->record;
    struct json_members *members = &texts->members;
    struct json_members outer = {0};
    struct json_member holder;
    if (!record->holder) return json_list_members(members, reader->text + reader->begin, reader->end - reader->begin);
    members->count = 0;
    members->adjacent = false;
    bool good =
        json_list_members(&outer, reader->text + reader->begin, reader->end - reader->begin) &&
        (!json_last_member(&holder, &outer, record->holder, strlen(record->holder)) || list_inner(members, &holder));
    for (const char *const *name = record->schema->beside; name && *name && good; name++)
        good = list_beside(members, &outer, *name);
    json_members_free(&outer);
    return good;
}

/* Remembers the text's other fields as they are written. */
static gaz_status find_source(struct texts *texts, gaz_error *error) {
    const struct record *record = &texts->record;
    gaz_document *document = texts->document;
    if (!json_is_object(record->value) || !record->text_field || record->is_markup) return GAZ_OK;
    if (record->schema->format == GAZ_FORMAT_LABEL_STUDIO && !record->holder)
        return GAZ_OK; /* any may hold the regions */
    if (!list_members(texts)) return error_memory(error);
    document->source = &texts->members;
    document->field = record->text_field;
    texts->own[0] = record->paths.of[FIELD_SPANS];
    document->source_names = record->schema->own ? record->schema->own : texts->own;
    return GAZ_OK;
}

/* Finds what the record calls the text: a string, or a whole number. */
static gaz_status find_id(struct texts *texts, gaz_error *error) {
    const struct record *record = &texts->record;
    const char *path = texts->options->id_field ? texts->options->id_field : record->schema->id;
    struct json_value id = {0};
    if (path && record->holder) id = field_find(json_get(record->value, record->holder), path);
    if (path && !json_is_there(id)) id = field_find(record->value, path);
    struct buffer *out = &texts->id;
    size_t size = 0;
    const char *text = json_text(&size, id);
    char digits[32];
    if (json_is_integer(id)) {
        size = (size_t)snprintf(digits, sizeof digits, "%lld", (long long)json_int64(id));
        text = digits;
    }
    out->size = 0;
    bool good = !text || memchr(text, 0, size) || buffer_add(out, text, size);
    if (!good || !buffer_add_byte(out, 0)) return error_memory(error);
    if (out->size > 1) texts->document->id = out->bytes;
    texts->report->unnamed += texts->options->id_field && out->size == 1;
    return GAZ_OK;
}

/* Whether gaz has written the record of a source of markup; it says so. */
static bool is_source(bool *xml, const struct record *record) {
    struct json_value markup = json_get(record->value, "markup");
    if (record->schema->format != GAZ_FORMAT_JSONL || !record->text_field) return false;
    *xml = json_text_is(markup, "xml");
    return *xml || json_text_is(markup, "html");
}

/* Finds what the text shows, if it is markup. */
static gaz_status show_markup(struct texts *texts, gaz_error *error) {
    struct record *record = &texts->record;
    bool xml = false;
    bool source = is_source(&xml, record);
    record->shown = record->counted = NULL;
    if (!record->is_markup && !source) return GAZ_OK;
    gaz_status status = markup_show(&texts->shown, record->text, record->size, xml, record->name, error);
    if (status != GAZ_OK) return status;
    record->shown = &texts->shown;
    if (!record->is_markup) return GAZ_OK;
    record->counted = &texts->counted;
    return markup_show_nodes(&texts->counted, record->text, record->size) ? GAZ_OK : error_memory(error);
}

/* Sets the document's text. */
static gaz_status set_text(struct texts *texts, gaz_error *error) {
    const struct markup *shown = texts->record.shown;
    const char *text = shown ? shown->text.bytes : texts->record.text;
    gaz_status status = document_tokenize(texts->document, text, shown ? shown->text.size : texts->record.size, error);
    if (!texts->record.counted) texts->document->markup = shown; /* the source of others is in no file */
    return status;
}

/* Gives back what holds a large record, but its text: the document has the rest. */
static void release(struct texts *texts) {
    enum { KEPT = 1 << 16 }; /* values */
    if (texts->records.reader.tree.count <= KEPT) return;
    record_free_regions(&texts->record);
    json_places_free(&texts->places);
    json_reader_drop(&texts->records.reader);
}

/* Adds the newest record's text and spans. What holds the one is given back before the other needs room. */
static gaz_status add_record(struct texts *texts, gaz_error *error) {
    struct record *record = &texts->record;
    gaz_document *document = texts->document;
    gaz_status status = show_markup(texts, error);
    if (status == GAZ_OK) status = json_places_find(&texts->places, record, error);
    if (status == GAZ_OK) status = add_regions(texts, error);
    if (status == GAZ_OK) status = find_source(texts, error);
    if (status == GAZ_OK) status = find_id(texts, error);
    release(texts);
    if (status == GAZ_OK) status = set_text(texts, error);
    if (status == GAZ_OK) texts->report->blank += document_find_span_tokens(document);
    document->number = texts->records.count;
    document->suggestion = record->suggestion;
    document->unreviewed = record->unreviewed;
    return error_locate(status, record->name, record->line, error);
}

/* Whether the text of a record stood in one before, as JSON-MIN has it. */
static gaz_status find_repeated(bool *repeated, struct texts *texts, gaz_error *error) {
    const struct record *record = &texts->record;
    struct json_value id = json_get(record->value, "id");
    uint32_t number;
    uint32_t known = texts->ids.count;
    struct buffer key = {0};
    bool good = json_is_integer(id) ? buffer_add_number(&key, (uint64_t)json_int64(id)) && buffer_add_byte(&key, ' ')
                                    : buffer_add(&key, record->text, record->size);
    gaz_status status = good ? strings_add(&number, &texts->ids, key.bytes, key.size, error) : error_memory(error);
    *repeated = status == GAZ_OK && texts->ids.count == known;
    buffer_free(&key);
    return status;
}

/* Remembers the first record that has what may be annotations; one without a text is as good until there is one. */
static void note_unread(struct texts *texts) {
    const struct record *record = &texts->record;
    if (record->known || json_is_null(record->value)) return;
    bool text = record_has_text(record->value);
    bool may_be_annotated = record_may_be_annotated(record->value);
    texts->plain = texts->plain || text;
    if (texts->may_be_annotated || (!may_be_annotated && (text || texts->unread))) return;
    texts->may_be_annotated = may_be_annotated;
    texts->unread = record->line;
    field_list(texts->unread_members, record->value);
}

static gaz_status read_record(bool *found, struct texts *texts, gaz_error *error) {
    struct record *record = &texts->record;
    gaz_corpus_report *report = texts->report;
    gaz_status status = record_take(record, texts->records.value, texts->options->format, error);
    if (status != GAZ_OK) return status;
    if (!record->annotated) {
        report->unannotated++;
        note_unread(texts);
        return GAZ_OK;
    }
    bool repeated = false;
    if (record->repeats) status = find_repeated(&repeated, texts, error);
    report->repeated += repeated;
    if (status != GAZ_OK || repeated) return status;
    if (record->region_count || report->format == GAZ_FORMAT_AUTO)
        report->format = record->schema->format; /* without spans the shape is a guess */
    if (record->region_count && !report->fields[0]) {
        record->told.of[FIELD_TEXT] = record->paths.of[FIELD_TEXT];
        field_paths_tell(report->fields, sizeof report->fields, &record->told);
    }
    texts->annotated++;
    *found = true;
    return add_record(texts, error);
}

/* The same; a record that cannot be read is left out, if the reader is lenient. */
static gaz_status try_record(bool *found, struct texts *texts, gaz_error *error) {
    struct record *record = &texts->record;
    gaz_corpus_report *report = texts->report;
    record->line = texts->records.reader.value_line;
    gaz_status status = read_record(found, texts, error);
    report->skipped_spans += record->skipped;
    report->discontinuous += record->discontinuous;
    record->skipped = record->discontinuous = 0;
    if (status != GAZ_ERROR_INPUT || !record->lenient) return status;
    document_clear(texts->document);
    *found = false;
    report->skipped_rows++;
    return GAZ_OK;
}

/* ---- All of them ---- */

static void report_progress(const struct document_reader *reader, struct texts *texts) {
    enum { PROGRESS_STEP = 4 << 20 };
    const struct json_reader *json = &texts->records.reader;
    if (!reader->progress || json->end < texts->reported + PROGRESS_STEP) return;
    texts->reported = json->end;
    reader->progress(reader->user, "reading", texts->reported, json->size);
}

static gaz_status begin(struct document_reader *reader, gaz_error *error) {
    struct texts *texts = calloc(1, sizeof *texts);
    if (!texts) return error_memory(error);
    reader->state = texts;
    texts->document = &reader->document;
    texts->report = reader->report;
    texts->options = reader->options;
    texts->report->format = reader->options->format;
    texts->report->fields[0] = 0;
    const struct corpus_source *source = reader->source;
    gaz_status status = field_choice_read(&texts->choice, reader->options->fields, error);
    if (status == GAZ_OK) status = json_labels_read(&texts->labels, reader->options->labels, error);
    if (!texts->choice.paths.of[FIELD_TEXT]) texts->choice.paths.of[FIELD_TEXT] = reader->options->field;
    texts->record = (struct record){.name = source->name,
                                    .choice = &texts->choice.paths,
                                    .lenient = reader->options->columns.lenient != 0,
                                    .forced = reader->options->offsets};
    if (status != GAZ_OK) return status;
    return json_records_begin(&texts->records, source->name, source->text, source->size, error);
}

static gaz_status next(bool *found, struct document_reader *reader, gaz_error *error) {
    struct texts *texts = reader->state;
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && !*found) {
        report_progress(reader, texts);
        status = json_records_next(&texts->records, &texts->choice.paths, error);
        if (status != GAZ_OK || !json_is_there(texts->records.value)) break;
        status = try_record(found, texts, error);
    }
    if (status != GAZ_OK || *found) return status;
    if (texts->report->format == GAZ_FORMAT_AUTO) texts->report->format = GAZ_FORMAT_JSONL;
    if (texts->annotated || !texts->unread || (texts->plain && !texts->may_be_annotated)) return GAZ_OK;
    return error_hint(error, GAZ_HINT_FIELDS,
                      error_set(error, GAZ_ERROR_INPUT, texts->record.name, texts->unread,
                                "no member of the record is known to hold its annotations: %s", texts->unread_members));
}

static void end(struct document_reader *reader) {
    struct texts *texts = reader->state;
    if (!texts) return;
    json_records_free(&texts->records);
    record_free(&texts->record);
    json_places_free(&texts->places);
    json_members_free(&texts->members);
    json_labels_free(&texts->labels);
    field_choice_free(&texts->choice);
    strings_free(&texts->ids);
    buffer_free(&texts->id);
    markup_free(&texts->shown);
    markup_free(&texts->counted);
    free(texts);
}

static const char *const endings[] = {".jsonl", ".json", ".ndjson", ".xml", NULL};

const struct format_reader json_reader = {.words = true, .endings = endings, .begin = begin, .next = next, .end = end};
