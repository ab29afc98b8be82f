#include "format/write.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "base/json.h"
#include "base/unicode.h"

bool write_text(struct buffer *out, const char *text, uint64_t size, bool newlines) {
    if (!newlines || size == 0) return unicode_mend(out, text, size);
    const char *end = text + size;
    bool good = true;
    while (text < end && good) {
        const char *stop = memchr(text, '\r', (size_t)(end - text));
        while (stop && !(stop + 1 < end && stop[1] == '\n')) stop = memchr(stop + 1, '\r', (size_t)(end - stop - 1));
        if (!stop) stop = end;
        good = unicode_mend(out, text, (size_t)(stop - text));
        text = stop < end ? stop + 1 : end; /* the line end comes with what follows */
    }
    return good;
}

bool write_string(struct buffer *out, const char *text, uint64_t size) {
    return buffer_add_byte(out, '"') && json_add_text(out, text, size) && buffer_add_byte(out, '"');
}

/* The size of the next piece of a text: up to where it can be cut, within no character and no line end. */
static uint64_t piece_of(const char *text, uint64_t size) {
    if (size <= WRITE_DRAINED) return size;
    uint64_t cut = WRITE_DRAINED;
    while (cut + 3 > WRITE_DRAINED && ((unsigned char)text[cut] & 0xC0) == 0x80) cut--;
    if (((unsigned char)text[cut] & 0xC0) == 0x80) return WRITE_DRAINED; /* no character has more bytes */
    return text[cut] == '\n' && text[cut - 1] == '\r' ? cut - 1 : cut;
}

bool write_long_text(struct buffer *out, const char *text, uint64_t size, const struct write_style *style) {
    bool good = true;
    for (uint64_t piece; size && good; text += piece, size -= piece) {
        piece = piece_of(text, size);
        good = write_text(out, text, piece, style->unit.newlines) && write_drain(out, style);
    }
    return good;
}

bool write_long_string(struct buffer *out, const char *text, uint64_t size, const struct write_style *style) {
    bool good = buffer_add_byte(out, '"');
    for (uint64_t piece; size && good; text += piece, size -= piece) {
        piece = piece_of(text, size);
        good = json_add_text(out, text, piece) && write_drain(out, style);
    }
    return good && buffer_add_byte(out, '"');
}

bool write_type(struct buffer *out, const gaz_document *document, uint32_t type) {
    const struct string *name = &document->names->types.items[type];
    return write_string(out, name->bytes, name->size);
}

bool write_suggestion(char digits[SUGGESTION_DIGITS + 1], const gaz_document *document, bool ids) {
    uint64_t number;
    digits[0] = 0;
    if (!document->unreviewed) return true;
    if (!suggestion_measure(&number, document, ids)) return false;
    suggestion_print(digits, number);
    return true;
}

bool write_suggestion_member(struct buffer *out, const gaz_document *document, bool ids) {
    char digits[SUGGESTION_DIGITS + 1];
    return write_suggestion(digits, document, ids) && (!digits[0] || write_known(out, FORMAT_SUGGESTION, digits));
}

bool write_version(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    char version[32] = FORMAT_CONVERTED;
    gaz_model_info info;
    if (style->model) {
        gaz_model_get_info(&info, style->model);
        snprintf(version, sizeof version, "gaz %016llx", (unsigned long long)info.checksum);
    } else if (document->unreviewed) {
        snprintf(version, sizeof version, "gaz suggested");
    }
    return write_string(out, version, strlen(version));
}

bool write_known(struct buffer *out, const char *key, const char *text) {
    return !text || (buffer_add_text(out, ", \"") && buffer_add_text(out, key) && buffer_add_text(out, "\": ") &&
                     write_string(out, text, strlen(text)));
}

bool write_score(struct buffer *out, float score) {
    return score < 0 || (buffer_add_text(out, ", \"score\": ") && decimal_add_fraction(out, (double)score));
}

uint64_t *write_mark(struct write_marks *marks, size_t number) {
    size_t known = marks->capacity;
    if (!array_reserve(&marks->items, &marks->capacity, number + 1, sizeof *marks->items)) return NULL;
    if (marks->capacity > known) memset(marks->items + known, 0, (marks->capacity - known) * sizeof *marks->items);
    return &marks->items[number];
}

static bool write_triple(struct buffer *out, const gaz_document *document, struct offset_range range,
                         const struct document_sense *sense, bool with_id) {
    const char *id = sense->id ? sense->id : "";
    return buffer_add_byte(out, '[') && buffer_add_number(out, range.begin) && buffer_add_text(out, ", ") &&
           buffer_add_number(out, range.end) && buffer_add_text(out, ", ") && write_type(out, document, sense->type) &&
           (!with_id || (buffer_add_text(out, ", ") && write_string(out, id, strlen(id)))) && buffer_add_byte(out, ']');
}

bool write_triples(struct buffer *out, const gaz_document *document, const struct write_style *style,
                   enum write_senses senses) {
    struct offset_counter counter = write_counter(document, style);
    struct write_marks marks = {0}; /* by type: 1 + the newest span that has it */
    bool good = buffer_add_byte(out, '[');
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        struct offset_range range = offset_counter_measure(&counter, span->begin, span->end);
        uint32_t last = senses == WRITE_FIRST ? 0 : span->sense_count;
        for (uint32_t number = 0; number <= last && good; number++) {
            struct document_sense sense = document_get_sense(document, span, number);
            if (senses == WRITE_TYPES && last) {
                uint64_t *mark = write_mark(&marks, sense.type);
                if (mark && *mark == i + 1) continue;
                good = mark != NULL;
                if (mark) *mark = i + 1;
            }
            good = good && write_drain(out, style) && (i + number == 0 || buffer_add_text(out, ", ")) &&
                   write_triple(out, document, range, &sense, senses == WRITE_ALL);
        }
    }
    free(marks.items);
    return good && buffer_add_byte(out, ']');
}

bool write_range(struct buffer *out, struct offset_range range, const char *begin_key, const char *end_key) {
    return buffer_add_byte(out, '"') && buffer_add_text(out, begin_key) && buffer_add_text(out, "\": ") &&
           buffer_add_number(out, range.begin) && buffer_add_text(out, ", \"") && buffer_add_text(out, end_key) &&
           buffer_add_text(out, "\": ") && buffer_add_number(out, range.end);
}

bool write_is_url(const char *text) {
    bool web = strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0;
    return web && strstr(text, "{id}");
}

static bool is_among(const struct json_member *member, const char *const *names) {
    for (; *names; names++)
        if (json_member_is(member, *names)) return true;
    return false;
}

bool write_is_foreign(const gaz_document *document, const struct json_member *member) {
    return document->source_names && is_among(member, document->source_names);
}

bool write_members(struct buffer *out, const struct json_member *members, size_t count) {
    const struct json_member *last = &members[count - 1];
    size_t begin = out->size;
    if (!buffer_add(out, members->name, (size_t)(last->value + last->value_size - members->name))) return false;
    char *at = out->bytes + begin;
    while ((at = memchr(at, '\n', (size_t)(out->bytes + out->size - at))) != NULL) *at = ' ';
    return true;
}

void write_drop_comma(struct buffer *out, size_t begin) {
    if (out->size == begin) return;
    memmove(out->bytes + begin, out->bytes + begin + 2, out->size - begin - 2);
    out->size -= 2;
}

/* ---- The document as a whole ---- */

bool write_place(struct buffer *out, const struct document_place *place) {
    return buffer_add_text(out, "\"file\": ") && write_string(out, place->file, strlen(place->file)) &&
           buffer_add_text(out, ", \"line\": ") && buffer_add_number(out, place->line) &&
           buffer_add_text(out, ", \"offset\": ") && buffer_add_number(out, place->offset);
}

/* Whether a member, of the object that has what belongs to the document, is written over. */
static bool is_hidden(const gaz_document *document, const struct json_member *member,
                      const struct format_place *place) {
    static const char *const parts[] = {"file", "line", "offset", NULL};
    if (!document->place.file) return false;
    return place->source ? json_member_is(member, place->source) : is_among(member, parts);
}

bool write_hides(const gaz_document *document, const struct json_member *member, const struct format_place *place) {
    if (!place->inside) return is_hidden(document, member, place);
    struct json_member inner;
    if (!document->place.file || !json_member_is(member, place->inside)) return false;
    if (member->value[0] != '{') return true;
    for (size_t at = 0; json_next_member(&inner, &at, member->value, member->value_size);)
        if (is_hidden(document, &inner, place)) return true;
    return false;
}

bool write_hides_any(const gaz_document *document, const struct format_place *place) {
    for (size_t i = 0; document->source && i < document->source->count; i++) {
        const struct json_member *member = &document->source->items[i];
        if (!write_is_foreign(document, member) && write_hides(document, member, place)) return true;
    }
    return false;
}

/* Id and source; a comma before each. */
static bool add_whole(struct buffer *out, const gaz_document *document, const struct format_place *place, bool has_id) {
    bool good = has_id || !place->id || write_known(out, place->id, document->id);
    if (!good || !document->place.file) return good;
    if (!place->source) return buffer_add(out, ", ", 2) && write_place(out, &document->place);
    return buffer_add_text(out, ", \"") && buffer_add_text(out, place->source) && buffer_add_text(out, "\": {") &&
           write_place(out, &document->place) && buffer_add_byte(out, '}');
}

/* The user's object that holds them, of which `object` is what the record has; NULL: nothing. Something else than an
 * object is written over by where the document is from only. */
static bool add_inside(struct buffer *out, const gaz_document *document, const struct format_place *place,
                       const struct json_member *object) {
    struct json_member member;
    size_t begin = out->size;
    bool has_id = object && object->value[0] != '{' && !document->place.file;
    bool good = buffer_add_text(out, ", \"") && buffer_add_text(out, place->inside) && buffer_add_text(out, "\": {");
    size_t inner = out->size;
    for (size_t at = 0; good && object && object->value[0] == '{' &&
                        json_next_member(&member, &at, object->value, object->value_size);) {
        has_id = has_id || json_member_is(&member, place->id);
        if (!is_hidden(document, &member, place)) good = buffer_add(out, ", ", 2) && write_members(out, &member, 1);
    }
    good = good && add_whole(out, document, place, has_id);
    if (good && out->size == inner) { /* nothing is written over */
        out->size = begin;
        return !object || (buffer_add(out, ", ", 2) && write_members(out, object, 1));
    }
    if (good) write_drop_comma(out, inner);
    return good && buffer_add_byte(out, '}');
}

/* Whether a member of the record is that. */
static bool is_inside(const struct json_member *member, const struct format_place *place) {
    return place->inside && json_member_is(member, place->inside);
}

bool write_whole(struct buffer *out, const gaz_document *document, const struct format_place *place) {
    bool has_inside = false;
    bool has_id = false;
    if (!document->id && !document->place.file) return true;
    for (size_t i = 0; document->source && i < document->source->count; i++) {
        const struct json_member *member = &document->source->items[i];
        has_inside = has_inside || is_inside(member, place);
        has_id = has_id || (place->id && json_member_is(member, place->id));
    }
    if (place->inside) return has_inside || add_inside(out, document, place, NULL);
    return add_whole(out, document, place, has_id);
}

bool write_fields(struct buffer *out, const gaz_document *document, const char *const *names,
                  const struct format_place *place) {
    bool good = true;
    for (size_t i = 0; document->source && i < document->source->count && good; i++) {
        const struct json_member *member = &document->source->items[i];
        if (json_member_is(member, document->field) || write_is_foreign(document, member) || is_among(member, names))
            continue;
        if (is_inside(member, place))
            good = add_inside(out, document, place, member);
        else if (!is_hidden(document, member, place) || place->inside)
            good = buffer_add(out, ", ", 2) && write_members(out, member, 1);
    }
    return good && write_whole(out, document, place);
}
