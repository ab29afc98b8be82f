#include "format/write.h"

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

bool write_type(struct buffer *out, const gaz_document *document, uint32_t type) {
    const struct string *name = &document->names->types.items[type];
    return write_string(out, name->bytes, name->size);
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
            good = good && (i + number == 0 || buffer_add_text(out, ", ")) &&
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

static bool write_member(struct buffer *out, const struct json_member *member) {
    return buffer_add(out, member->name, member->name_size) && buffer_add(out, ": ", 2) &&
           buffer_add(out, member->value, member->value_size);
}

bool write_members(struct buffer *out, const struct json_member *members, size_t count) {
    bool good = true;
    for (size_t i = 0; i < count && good; i++)
        good = (i == 0 || buffer_add(out, ", ", 2)) && write_member(out, &members[i]);
    return good;
}

bool write_fields(struct buffer *out, const gaz_document *document, const char *const *names) {
    bool good = true;
    for (size_t i = 0; document->source && i < document->source->count && good; i++) {
        const struct json_member *member = &document->source->items[i];
        if (json_member_is(member, document->field) || write_is_foreign(document, member) || is_among(member, names))
            continue;
        good = buffer_add(out, ", ", 2) && write_members(out, member, 1);
    }
    return good;
}
