#include "format/json_places.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "document/document.h"
#include "format/conll_layout.h"

bool json_read_whole(uint64_t *number, struct json_value value) {
    if (json_is_integer(value)) {
        *number = (uint64_t)json_int64(value);
        return json_int64(value) >= 0;
    }
    double real = json_double(value);
    if (!json_is_real(value) || !(real >= 0)) return false;
    *number = real < 9007199254740992.0 ? (uint64_t)real : UINT64_MAX;
    return *number == UINT64_MAX || (double)*number == real;
}

/* ---- One ---- */

static gaz_status wrong_place(const struct json_places *places, const struct record *record,
                              const struct region *region, const char *what, uint64_t offset, gaz_error *error) {
    const struct offset_index *offsets = &places->offsets;
    return record_refuse(record, GAZ_HINT_OFFSETS, error, "span %zu %s at %llu, %s %llu %s", region->number, what,
                         (unsigned long long)offset,
                         offset > offsets->count ? "beyond the text of" : "inside a character of the text's",
                         (unsigned long long)offsets->count, offset_unit_name(offsets->unit));
}

static uint64_t add(uint64_t left, uint64_t right) {
    return left > UINT64_MAX - right ? UINT64_MAX : left + right;
}

/* An offset of a part of the text as one of the whole. */
static uint64_t shift(const struct record *record, const struct region *region, uint64_t offset) {
    if (region->part == 0) return offset;
    const struct record_part *part = &record->parts[region->part - 1];
    return offset < part->from ? UINT64_MAX : add(offset - part->from, part->to);
}

/* Where a region's bytes are. */
static gaz_status find_place(struct markup_range *place, const struct json_places *places, const struct record *record,
                             const struct region *region, gaz_error *error) {
    static const char *const ends[] = {[FIELD_END] = "end", [FIELD_LAST] = "end", [FIELD_LENGTH] = "length"};
    uint64_t begin = 0;
    uint64_t end = 0;
    bool has_begin = json_read_whole(&begin, region->begin);
    if (!has_begin || !json_read_whole(&end, region->end))
        return record_refuse(record, GAZ_HINT_LENIENT, error, "the %s of span %zu is no whole number from 0 on",
                             has_begin ? ends[region->end_is] : "begin", region->number);
    begin = shift(record, region, begin);
    if (region->end_is == FIELD_LENGTH)
        end = add(begin, end);
    else
        end = add(shift(record, region, end), region->end_is == FIELD_LAST);
    if (begin > end)
        return record_refuse(record, GAZ_HINT_LENIENT, error, "span %zu begins at %llu, after its end at %llu",
                             region->number, (unsigned long long)begin, (unsigned long long)end);
    if (begin > places->offsets.count || !offset_index_find(&place->begin, &places->offsets, begin))
        return wrong_place(places, record, region, "begins", begin, error);
    if (end > places->offsets.count || !offset_index_find(&place->end, &places->offsets, end))
        return wrong_place(places, record, region, "ends", end, error);
    return GAZ_OK;
}

/* The text that offsets count in. */
static const char *counted_text(size_t *size, const struct record *record) {
    const struct markup *counted = record->counted;
    *size = counted ? counted->text.size : record->size;
    return counted ? counted->text.bytes : record->text;
}

/* Makes a place in it one in the text that markup shows. */
static void show_place(struct markup_range *place, const struct record *record) {
    if (!record->shown) return;
    if (place->begin < place->end && record->counted) *place = markup_find_source(record->counted, *place);
    *place = markup_find_text(record->shown, *place);
}

/* Whether a region's copy of the text, if there is one, is what its place holds. */
static gaz_status check_copy(const struct json_places *places, const struct record *record, const struct region *region,
                             const struct markup_range *place, gaz_error *error) {
    size_t size;
    const char *copy = region_text(&size, region);
    const char *slice = (record->shown ? record->shown->text.bytes : record->text) + place->begin;
    size_t slice_size = place->end - place->begin;
    char quote[LAYOUT_QUOTE_SIZE];
    char slice_quote[LAYOUT_QUOTE_SIZE];
    if (!copy || offset_slices_agree(slice, slice_size, copy, size)) return GAZ_OK;
    bool cluster = places->offsets.unit == GAZ_OFFSETS_GRAPHEME; /* one at an end may hold more than the copy */
    if (cluster && offset_slices_fit(slice_size, size) && memmem(slice, slice_size, copy, size)) return GAZ_OK;
    return record_refuse(record, GAZ_HINT_OFFSETS, error, "span %zu is \"%s\" by its offsets and \"%s\" by its text",
                         region->number, layout_quote(slice_quote, slice, slice_size), layout_quote(quote, copy, size));
}

/* ---- All ---- */

/* Finds all places, with offsets in `unit`. `lenient`: those that are wrong are marked and counted. */
static gaz_status find_places(struct json_places *places, struct record *record, gaz_offsets unit, bool lenient,
                              gaz_error *error) {
    gaz_status status = GAZ_OK;
    size_t size;
    const char *text = counted_text(&size, record);
    if (!offset_index_init(&places->offsets, text, size, unit)) return error_memory(error);
    for (size_t i = 0; i < record->region_count && status == GAZ_OK; i++) {
        struct region region = record_region(record, i);
        struct markup_range place = {0};
        status = find_place(&place, places, record, &region, error);
        if (status == GAZ_OK) show_place(&place, record);
        if (status == GAZ_OK) status = check_copy(places, record, &region, &place, error);
        places->items[i] = (struct json_place){document_number(place.begin), document_number(place.end)};
        if (status != GAZ_ERROR_INPUT || !lenient) continue;
        places->items[i].begin = JSON_PLACE_WRONG;
        record->skipped++;
        status = GAZ_OK;
    }
    return status;
}

/* Whether a region has a copy of its text. */
static bool has_copies(const struct record *record) {
    bool found = false;
    for (size_t i = 0; i < record->region_count && !found; i++) {
        struct region region = record_region(record, i);
        size_t size;
        found = region_text(&size, &region) != NULL;
    }
    return found;
}

/* Where copies of the text show that the format's own unit is not the file's, the first that fits is taken. */
gaz_status json_places_find(struct json_places *places, struct record *record, gaz_error *error) {
    static const gaz_offsets units[] = {GAZ_OFFSETS_CODEPOINT, GAZ_OFFSETS_UTF16, GAZ_OFFSETS_BYTE,
                                        GAZ_OFFSETS_GRAPHEME};
    gaz_offsets unit = record->schema->format == GAZ_FORMAT_DOCCANO ? GAZ_OFFSETS_UTF16 : GAZ_OFFSETS_CODEPOINT;
    if (record->forced) unit = record->forced;
    if (record->region_count == 0) return GAZ_OK;
    if (!array_reserve(&places->items, &places->capacity, record->region_count, sizeof *places->items))
        return error_memory(error);
    gaz_status status = find_places(places, record, unit, false, error);
    bool copies = has_copies(record);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (status != GAZ_ERROR_INPUT || record->forced || !copies) break;
        if (units[i] == unit) continue;
        gaz_status other = find_places(places, record, units[i], false, NULL);
        if (other != GAZ_ERROR_INPUT) status = other == GAZ_OK ? GAZ_OK : error_memory(error);
    }
    if (status != GAZ_ERROR_INPUT || !record->lenient) return status;
    return find_places(places, record, unit, true, error);
}

void json_places_free(struct json_places *places) {
    offset_index_free(&places->offsets);
    free(places->items);
    *places = (struct json_places){0};
}
