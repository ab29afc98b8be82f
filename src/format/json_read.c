/* Annotated texts as JSON: what doccano, Label Studio, Prodigy, spaCy and gaz write. */

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/json.h"
#include "base/unicode.h"
#include "document/offsets.h"
#include "format/conll_layout.h"
#include "format/json_schemas.h"
#include "format/read.h"

struct records {
    gaz_document *document;
    gaz_corpus_report *report;
    const gaz_corpus_options *options;
    struct buffer mended; /* the file as UTF-8, if it is not */
    struct json_reader reader;
    size_t reported;             /* bytes, to the progress function */
    uint64_t count;              /* records so far */
    json_t *value;               /* the newest record; owned */
    struct json_members members; /* that hold the text's other fields */
    struct record record;
    struct offset_index offsets;
    struct place { /* of a region, in bytes */
        size_t begin;
        size_t end;
    } * places;
    size_t place_capacity;
};

/* ---- Offsets ---- */

/* A whole number from 0 on; false if it is none. One that is too large is UINT64_MAX. */
static bool read_number(uint64_t *number, const json_t *value) {
    if (json_is_integer(value)) {
        *number = (uint64_t)json_integer_value(value);
        return json_integer_value(value) >= 0;
    }
    double real = json_real_value(value);
    if (!json_is_real(value) || !(real >= 0)) return false;
    *number = real < 9007199254740992.0 ? (uint64_t)real : UINT64_MAX;
    return *number == UINT64_MAX || (double)*number == real;
}

static gaz_status wrong_place(const struct records *records, const struct region *region, const char *what,
                              uint64_t offset, gaz_error *error) {
    const struct offset_index *offsets = &records->offsets;
    const struct record *record = &records->record;
    return error_hint(error, GAZ_HINT_OFFSETS,
                      error_set(error, GAZ_ERROR_INPUT, record->name, record->line, "span %zu %s at %llu, %s %llu %s",
                                region->number, what, (unsigned long long)offset,
                                offset > offsets->count ? "beyond the text of" : "inside a character of the text's",
                                (unsigned long long)offsets->count, offset_unit_name(offsets->unit)));
}

/* Where a region's bytes are. */
static gaz_status find_place(struct place *place, const struct records *records, const struct region *region,
                             gaz_error *error) {
    const struct record *record = &records->record;
    uint64_t begin = 0;
    uint64_t end = 0;
    bool has_begin = read_number(&begin, region->begin);
    if (!has_begin || !read_number(&end, region->end))
        return error_set(error, GAZ_ERROR_INPUT, record->name, record->line,
                         "the %s of span %zu is no whole number from 0 on", has_begin ? "end" : "begin",
                         region->number);
    if (begin > end)
        return error_set(error, GAZ_ERROR_INPUT, record->name, record->line,
                         "span %zu begins at %llu, after its end at %llu", region->number, (unsigned long long)begin,
                         (unsigned long long)end);
    if (begin > records->offsets.count || !offset_index_find(&place->begin, &records->offsets, begin))
        return wrong_place(records, region, "begins", begin, error);
    if (end > records->offsets.count || !offset_index_find(&place->end, &records->offsets, end))
        return wrong_place(records, region, "ends", end, error);
    return GAZ_OK;
}

/* Whether a region's copy of the text, if there is one, is what its place holds. */
static gaz_status check_copy(const struct records *records, const struct region *region, const struct place *place,
                             const char *text, gaz_error *error) {
    size_t size;
    const char *copy = json_text(&size, region->text);
    size_t slice_size = place->end - place->begin;
    const struct record *record = &records->record;
    char quote[LAYOUT_QUOTE_SIZE];
    char slice_quote[LAYOUT_QUOTE_SIZE];
    if (!copy || offset_slices_agree(text + place->begin, slice_size, copy, size)) return GAZ_OK;
    bool cluster = records->offsets.unit == GAZ_OFFSETS_GRAPHEME; /* one at an end may hold more than the copy */
    if (cluster && memmem(text + place->begin, slice_size, copy, size)) return GAZ_OK;
    return error_hint(error, GAZ_HINT_OFFSETS,
                      error_set(error, GAZ_ERROR_INPUT, record->name, record->line,
                                "span %zu is \"%s\" by its offsets and \"%s\" by its text", region->number,
                                layout_quote(slice_quote, text + place->begin, slice_size),
                                layout_quote(quote, copy, size)));
}

/* Finds all places, with offsets in `unit`. */
static gaz_status find_places(struct records *records, const char *text, size_t size, gaz_offsets unit,
                              gaz_error *error) {
    const struct record *record = &records->record;
    gaz_status status = GAZ_OK;
    if (!offset_index_init(&records->offsets, text, size, unit)) return error_memory(error);
    for (size_t i = 0; i < record->region_count && status == GAZ_OK; i++) {
        status = find_place(&records->places[i], records, &record->regions[i], error);
        if (status == GAZ_OK) status = check_copy(records, &record->regions[i], &records->places[i], text, error);
    }
    return status;
}

/* Finds all places: where copies of the text show that the format's own unit is not the file's, with the first that
 * fits. */
static gaz_status fit_places(struct records *records, const char *text, size_t size, gaz_error *error) {
    static const gaz_offsets units[] = {GAZ_OFFSETS_CODEPOINT, GAZ_OFFSETS_UTF16, GAZ_OFFSETS_BYTE,
                                        GAZ_OFFSETS_GRAPHEME};
    const struct record *record = &records->record;
    gaz_offsets forced = records->options->offsets;
    gaz_offsets unit = record->format == GAZ_FORMAT_DOCCANO ? GAZ_OFFSETS_UTF16 : GAZ_OFFSETS_CODEPOINT;
    if (record->region_count == 0) return GAZ_OK;
    if (!array_reserve(&records->places, &records->place_capacity, record->region_count, sizeof *records->places))
        return error_memory(error);
    gaz_status status = find_places(records, text, size, forced ? forced : unit, error);
    bool copies = false;
    for (size_t i = 0; i < record->region_count; i++) copies |= json_is_string(record->regions[i].text);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (status != GAZ_ERROR_INPUT || forced || !copies) break;
        if (units[i] == unit) continue;
        gaz_status other = find_places(records, text, size, units[i], NULL);
        if (other != GAZ_ERROR_INPUT) status = other == GAZ_OK ? GAZ_OK : error_memory(error);
    }
    return status;
}

/* ---- Records ---- */

/* The score of a region, or what says that there is none. */
static float read_score(const struct region *region) {
    double score = json_is_number(region->score) ? json_number_value(region->score) : -1;
    return score >= 0 && score <= 1 ? (float)score : -1;
}

/* The id or name of a region; NULL: it has none. */
static gaz_status read_id(const char **id, struct records *records, const json_t *value, gaz_error *error) {
    size_t size = 0;
    const char *bytes = json_text(&size, value);
    return document_add_id(id, records->document, bytes, size, error);
}

static gaz_status add_region(struct records *records, size_t number, gaz_error *error) {
    const struct record *record = &records->record;
    const struct region *region = &record->regions[number];
    size_t size = 0;
    const char *bytes = json_text(&size, region->label);
    struct document_span span = {.begin = records->places[number].begin,
                                 .end = records->places[number].end,
                                 .entry = DOCUMENT_NO_ENTRY,
                                 .score = read_score(region)};
    bool blank;
    if (!bytes && region->label && !json_is_null(region->label))
        return error_set(error, GAZ_ERROR_INPUT, record->name, record->line, "the label of span %zu is no string",
                         region->number);
    gaz_status status = document_add_type(&span.type, records->document, bytes ? bytes : "", size, error);
    if (status == GAZ_OK) status = read_id(&span.id, records, region->id, error);
    if (status == GAZ_OK) status = read_id(&span.name, records, region->name, error);
    if (status == GAZ_OK) status = document_annotate(&blank, records->document, &span, error);
    if (status == GAZ_OK) records->report->blank += blank;
    return status;
}

/* Takes the members of the object that holds the text's other fields. False: out of memory. */
static bool list_members(struct records *records) {
    const struct json_reader *reader = &records->reader;
    struct json_members *members = &records->members;
    if (!json_list_members(members, reader->text + reader->begin, reader->end - reader->begin)) return false;
    for (size_t i = 0; records->record.in_data && i < members->count; i++)
        if (json_member_is(&members->items[i], "data"))
            return json_list_members(members, members->items[i].value, members->items[i].value_size);
    return true;
}

/* Remembers the text's other fields as they are written. */
static gaz_status find_source(struct records *records, gaz_error *error) {
    const struct record *record = &records->record;
    gaz_document *document = records->document;
    if (!json_is_object(records->value)) return GAZ_OK;
    if (record->format == GAZ_FORMAT_LABEL_STUDIO && !record->in_data) return GAZ_OK; /* any may hold the regions */
    if (!list_members(records)) return error_memory(error);
    document->source = &records->members;
    document->field = record->text_field;
    document->source_names = schema_names(record->format);
    return GAZ_OK;
}

static gaz_status add_record(struct records *records, gaz_error *error) {
    const struct record *record = &records->record;
    size_t size = 0;
    const char *text = json_text(&size, record->text);
    gaz_status status = fit_places(records, text, size, error);
    if (status == GAZ_OK) status = document_tokenize(records->document, text, size, error);
    for (size_t i = 0; i < record->region_count && status == GAZ_OK; i++) status = add_region(records, i, error);
    if (status == GAZ_OK) status = find_source(records, error);
    records->document->number = records->count;
    return error_locate(status, record->name, record->line, error);
}

static gaz_status read_record(bool *found, struct records *records, gaz_error *error) {
    struct record *record = &records->record;
    gaz_status status = record_take(record, records->value, records->options->format, error);
    if (status != GAZ_OK) return status;
    if (record->region_count || (records->report->format == GAZ_FORMAT_AUTO && record->annotated))
        records->report->format = record->format; /* without spans the shape is a guess */
    *found = record->annotated;
    if (record->annotated) return add_record(records, error);
    records->report->unannotated++;
    return GAZ_OK;
}

static void report_progress(const struct document_reader *reader, struct records *records) {
    enum { PROGRESS_STEP = 4 << 20 };
    if (!reader->progress || records->reader.end - records->reported < PROGRESS_STEP) return;
    records->reported = records->reader.end;
    reader->progress(reader->user, "reading", records->reported, records->reader.size);
}

static gaz_status begin(struct document_reader *reader, gaz_error *error) {
    struct records *records = calloc(1, sizeof *records);
    if (!records) return error_memory(error);
    reader->state = records;
    records->document = &reader->document;
    records->report = reader->report;
    records->options = reader->options;
    records->report->format = reader->options->format;
    const struct corpus_source *source = reader->source;
    records->reader = (struct json_reader){.name = source->name, .text = source->text, .size = source->size};
    records->record.name = source->name;
    records->record.field = reader->options->field;
    if (unicode_is_valid(source->text, source->size)) return GAZ_OK;
    if (!unicode_mend(&records->mended, source->text, source->size)) return error_memory(error);
    records->reader.text = records->mended.bytes;
    records->reader.size = records->mended.size;
    return GAZ_OK;
}

static gaz_status next(bool *found, struct document_reader *reader, gaz_error *error) {
    struct records *records = reader->state;
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && !*found) {
        report_progress(reader, records);
        json_decref(records->value);
        records->value = NULL;
        status = json_next(&records->value, &records->reader, error);
        if (status != GAZ_OK || !records->value) break;
        records->count++;
        records->record.line = records->reader.value_line;
        status = read_record(found, records, error);
    }
    if (records->report->format == GAZ_FORMAT_AUTO && !*found) records->report->format = GAZ_FORMAT_JSONL;
    return status;
}

static void end(struct document_reader *reader) {
    struct records *records = reader->state;
    if (!records) return;
    json_decref(records->value);
    record_free(&records->record);
    offset_index_free(&records->offsets);
    free(records->places);
    json_members_free(&records->members);
    buffer_free(&records->mended);
    free(records);
}

static const char *const endings[] = {".jsonl", ".json", ".ndjson", NULL};

const struct format_reader json_reader = {.words = true, .endings = endings, .begin = begin, .next = next, .end = end};
