#include "format/json_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/json.h"
#include "base/unicode.h"
#include "document/annotation.h"
#include "document/offsets.h"
#include "format/conll_layout.h"
#include "format/json_schemas.h"

struct records {
    struct corpus *corpus;
    gaz_corpus_report *report;
    const gaz_corpus_options *options;
    struct record record;
    struct document document;
    struct offsets offsets;
    struct place { /* of a region, in bytes */
        size_t begin;
        size_t end;
    } * places;
    size_t place_capacity;
};

static const char advice[] = "--offsets says the unit";

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
    const struct offsets *offsets = &records->offsets;
    const struct record *record = &records->record;
    return error_set(error, GAZ_ERROR_INPUT, record->name, record->line, "span %zu %s at %llu, %s %llu %s; %s",
                     region->number, what, (unsigned long long)offset,
                     offset > offsets->count ? "behind the text of" : "inside a character of the text's",
                     (unsigned long long)offsets->count, offsets_name(offsets->unit), advice);
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
                         "span %zu begins at %llu, behind its end at %llu", region->number, (unsigned long long)begin,
                         (unsigned long long)end);
    if (begin > records->offsets.count || !offsets_find(&place->begin, &records->offsets, begin))
        return wrong_place(records, region, "begins", begin, error);
    if (end > records->offsets.count || !offsets_find(&place->end, &records->offsets, end))
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
    if (!copy || offsets_agree(text + place->begin, slice_size, copy, size)) return GAZ_OK;
    bool cluster = records->offsets.unit == GAZ_OFFSETS_GRAPHEME; /* one at an end may hold more than the copy */
    if (cluster && memmem(text + place->begin, slice_size, copy, size)) return GAZ_OK;
    return error_set(error, GAZ_ERROR_INPUT, record->name, record->line,
                     "span %zu is \"%s\" by its offsets and \"%s\" by its text; %s", region->number,
                     layout_quote(slice_quote, text + place->begin, slice_size), layout_quote(quote, copy, size),
                     advice);
}

/* Finds all places, with offsets in `unit`. */
static gaz_status find_places(struct records *records, const char *text, size_t size, gaz_offsets unit,
                              gaz_error *error) {
    const struct record *record = &records->record;
    gaz_status status = GAZ_OK;
    if (!offsets_make(&records->offsets, text, size, unit)) return error_memory(error);
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
    gaz_offsets unit = record->format == GAZ_CORPUS_DOCCANO ? GAZ_OFFSETS_UTF16 : GAZ_OFFSETS_CODEPOINT;
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

/* Names file and line in an error that has none. */
static gaz_status at_record(const struct record *record, gaz_status status, gaz_error *error) {
    if (status == GAZ_OK || status == GAZ_ERROR_MEMORY || !error || error->file[0]) return status;
    char message[sizeof error->message];
    memcpy(message, error->message, sizeof message);
    return error_set(error, status, record->name, record->line, "%s", message);
}

static gaz_status add_region(struct records *records, size_t number, gaz_error *error) {
    const struct record *record = &records->record;
    const json_t *label = record->regions[number].label;
    const struct place *place = &records->places[number];
    size_t size = 0;
    const char *bytes = json_text(&size, label);
    uint32_t type;
    if (!bytes && label && !json_is_null(label))
        return error_set(error, GAZ_ERROR_INPUT, record->name, record->line, "the label of span %zu is no string",
                         record->regions[number].number);
    gaz_status status = document_add_type(&type, &records->document, bytes ? bytes : "", size, error);
    if (status != GAZ_OK) return status;
    return document_annotate(&records->document, records->report, place->begin, place->end, type, error);
}

static gaz_status add_record(struct records *records, gaz_error *error) {
    const struct record *record = &records->record;
    size_t size = 0;
    const char *text = json_text(&size, record->text);
    gaz_status status = fit_places(records, text, size, error);
    if (status == GAZ_OK) status = document_cut(&records->document, text, size, error);
    for (size_t i = 0; i < record->region_count && status == GAZ_OK; i++) status = add_region(records, i, error);
    if (status == GAZ_OK) status = document_finish(&records->document, records->corpus, records->report, error);
    return at_record(record, status, error);
}

static gaz_status read_record(struct records *records, const json_t *value, gaz_error *error) {
    struct record *record = &records->record;
    gaz_status status = record_take(record, value, records->options->format, error);
    if (status != GAZ_OK) return status;
    if (record->region_count || (records->report->format == GAZ_CORPUS_AUTO && record->annotated))
        records->report->format = record->format; /* without spans the shape is a guess */
    if (record->annotated) return add_record(records, error);
    records->report->unannotated++;
    return GAZ_OK;
}

static gaz_status read_all(struct records *records, struct json_reader *reader, gaz_progress progress, void *context,
                           gaz_error *error) {
    enum { PROGRESS_STEP = 4 << 20 };
    size_t reported = 0;
    for (;;) {
        json_t *value;
        gaz_status status = json_next(&value, reader, error);
        if (status != GAZ_OK || !value) return status;
        records->record.line = reader->value_line;
        status = read_record(records, value, error);
        json_decref(value);
        if (status != GAZ_OK) return status;
        if (!progress || reader->end - reported < PROGRESS_STEP) continue;
        reported = reader->end;
        progress(context, "reading", reported, reader->size);
    }
}

gaz_status records_read(struct corpus *corpus, gaz_corpus_report *report, const char *name, const char *text,
                        size_t size, const gaz_corpus_options *options, gaz_progress progress, void *context,
                        gaz_error *error) {
    struct buffer mended = {0};
    if (!unicode_is_valid(text, size)) {
        if (!unicode_mend(&mended, text, size)) {
            buffer_free(&mended);
            return error_memory(error);
        }
        text = mended.bytes;
        size = mended.size;
    }
    struct records records = {.corpus = corpus, .report = report, .options = options};
    struct json_reader reader = {.name = name, .text = text, .size = size};
    records.record.name = name;
    records.record.field = options->field;
    report->format = options->format;
    gaz_status status = read_all(&records, &reader, progress, context, error);
    if (report->format == GAZ_CORPUS_AUTO) report->format = GAZ_CORPUS_JSONL;
    record_free(&records.record);
    document_free(&records.document);
    offsets_free(&records.offsets);
    free(records.places);
    buffer_free(&mended);
    return status;
}
