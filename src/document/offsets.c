#include "document/offsets.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/grapheme.h"
#include "base/unicode.h"

/* ---- Bytes to units ---- */

uint64_t offset_unit_count(struct offset_unit unit, const char *bytes, size_t size) {
    if (unit.unit == GAZ_OFFSETS_BYTE && !unit.replaced) return size;
    uint64_t count = 0;
    for (size_t i = 0; i < size;) {
        size_t run = unicode_ascii_run(bytes + i, size - i);
        count += run;
        i += run;
        if (i == size) break;
        uint32_t code;
        unsigned length = unicode_decode(&code, bytes + i, size - i);
        if (unit.unit == GAZ_OFFSETS_BYTE)
            count += length ? length : 3; /* U+FFFD has three bytes */
        else
            count += unit.unit == GAZ_OFFSETS_UTF16 && length == 4 ? 2 : 1;
        i += length ? length : 1;
    }
    return count;
}

/* Moves to the last position at or before `end` where a unit begins. */
static void move(struct offset_counter *counter, uint64_t end) {
    const char *text = counter->text;
    if (counter->unit.unit == GAZ_OFFSETS_GRAPHEME) {
        while (counter->at < end) {
            if (counter->cluster_end <= counter->at)
                counter->cluster_end = counter->at + grapheme_size(text + counter->at, counter->size - counter->at);
            if (counter->cluster_end > end) return;
            counter->at = counter->cluster_end;
            counter->count++;
        }
        return;
    }
    counter->count += offset_unit_count(counter->unit, text + counter->at, end - counter->at);
    const char *at = text + counter->at;
    while (counter->unit.newlines && at < text + end && (at = memchr(at, '\r', (size_t)(text + end - at))) != NULL)
        if (++at < text + counter->size && *at == '\n') counter->count--;
    counter->at = end;
}

struct offset_range offset_counter_measure(struct offset_counter *counter, uint64_t begin, uint64_t end) {
    move(counter, begin);
    struct offset_counter behind = *counter;
    move(&behind, end);
    return (struct offset_range){counter->count, behind.count + (behind.at < end)};
}

/* ---- Units to bytes ---- */

/* Units between two marks, and bytes, more or less: grapheme clusters may be long. */
enum { MARK_STEP = 64, MARK_BYTES = 1 << 12 };

/* The bytes of the next character, and how many units that is. */
static size_t step(unsigned *units, const struct offset_index *offsets, size_t at) {
    uint32_t code;
    const char *bytes = offsets->text + at;
    *units = 1;
    if (offsets->unit == GAZ_OFFSETS_GRAPHEME) return grapheme_size(bytes, offsets->size - at);
    unsigned length = unicode_decode(&code, bytes, offsets->size - at);
    if (length == 0) return 1;
    if (offsets->unit == GAZ_OFFSETS_BYTE) *units = length;
    if (offsets->unit == GAZ_OFFSETS_UTF16 && length == 4) *units = 2;
    return length;
}

bool offset_index_init(struct offset_index *offsets, const char *text, size_t size, gaz_offsets unit) {
    struct offset_mark here = {0};
    offsets->text = text;
    offsets->size = size;
    offsets->unit = unit;
    offsets->mark_count = 0;
    offsets->same = unit != GAZ_OFFSETS_GRAPHEME && unicode_ascii_run(text, size) == size;
    offsets->count = size;
    if (offsets->same) return true;
    uint64_t next = 0;
    for (size_t next_byte = 0; here.byte < size;) {
        if (here.unit >= next || here.byte >= next_byte) {
            if (!array_reserve(&offsets->marks, &offsets->mark_capacity, offsets->mark_count + 1,
                               sizeof *offsets->marks))
                return false;
            offsets->marks[offsets->mark_count++] = here;
            next = here.unit + MARK_STEP;
            next_byte = here.byte + MARK_BYTES;
        }
        unsigned units;
        here.byte += step(&units, offsets, here.byte);
        here.unit += units;
    }
    offsets->count = here.unit;
    return true;
}

bool offset_index_find(size_t *byte, const struct offset_index *offsets, uint64_t offset) {
    *byte = (size_t)offset;
    if (offsets->same || offsets->mark_count == 0) return true;
    *byte = offsets->size;
    if (offset == offsets->count) return true; /* behind the last unit, which may be long, no mark stands */
    size_t low = 0;                            /* the last mark that is not behind the offset */
    size_t high = offsets->mark_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (offsets->marks[middle].unit <= offset)
            low = middle;
        else
            high = middle;
    }
    struct offset_mark here = offsets->marks[low];
    while (here.unit < offset) {
        unsigned units;
        here.byte += step(&units, offsets, here.byte);
        here.unit += units;
    }
    *byte = here.byte;
    return here.unit == offset;
}

void offset_index_free(struct offset_index *offsets) {
    free(offsets->marks);
    *offsets = (struct offset_index){0};
}

const char *offset_unit_name(gaz_offsets unit) {
    switch (unit) {
    case GAZ_OFFSETS_BYTE: return "bytes";
    case GAZ_OFFSETS_UTF16: return "UTF-16 units";
    case GAZ_OFFSETS_GRAPHEME: return "grapheme clusters";
    default: return "code points";
    }
}

/* Passes over blanks. */
static size_t skip_blanks(const char *bytes, size_t at, size_t size) {
    while (at < size) {
        bool escape = bytes[at] == '\\' && at + 1 < size && (bytes[at + 1] == 'n' || bytes[at + 1] == 'r');
        if (!escape && bytes[at] != ' ' && (bytes[at] < '\t' || bytes[at] > '\r')) break;
        at += escape ? 2 : 1;
    }
    return at;
}

bool offset_slices_fit(size_t slice_size, size_t copy_size) {
    const size_t most_blanks = 4096;
    const size_t most_times = 16;
    return copy_size > SIZE_MAX / 2 / most_times || slice_size <= most_blanks + most_times * copy_size;
}

bool offset_slices_agree(const char *slice, size_t slice_size, const char *copy, size_t copy_size) {
    if (!offset_slices_fit(slice_size, copy_size)) return false;
    size_t i = skip_blanks(slice, 0, slice_size);
    size_t j = skip_blanks(copy, 0, copy_size);
    while (i < slice_size && j < copy_size && slice[i] == copy[j]) {
        i = skip_blanks(slice, i + 1, slice_size);
        j = skip_blanks(copy, j + 1, copy_size);
    }
    return i == slice_size && j == copy_size;
}
