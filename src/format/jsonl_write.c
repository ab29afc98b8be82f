/* gaz's own JSONL with a document a line. An object keeps its other fields as they are written. */
#include "format/write.h"

static bool add_sense(struct buffer *out, const gaz_document *document, const struct document_span *span,
                      uint32_t number) {
    struct document_sense sense = document_get_sense(document, span, number);
    return buffer_add_text(out, "\"label\": ") && write_type(out, document, sense.type) &&
           write_known(out, "id", sense.id) && write_known(out, "name", sense.name) && write_score(out, sense.score);
}

/* All that the span may mean, if that is several things. */
static bool add_senses(struct buffer *out, const gaz_document *document, const struct document_span *span) {
    if (span->sense_count == 0) return true;
    bool good = buffer_add_text(out, ", \"senses\": [");
    for (uint32_t i = 0; i <= span->sense_count && good; i++)
        good = buffer_add_text(out, i ? ", {" : "{") && add_sense(out, document, span, i) && buffer_add_byte(out, '}');
    return good && buffer_add_byte(out, ']');
}

static bool add_field(struct buffer *out, const gaz_document *document) {
    return !document->shows_field ||
           (buffer_add_text(out, "\"field\": ") && write_string(out, document->field, strlen(document->field)) &&
            buffer_add_text(out, ", "));
}

/* A comma before each but the first of all. */
static bool add_spans(struct buffer *out, bool *first, const gaz_document *document, const struct write_style *style) {
    struct offset_counter counter = write_counter(document, style);
    if (document->markup) {
        counter.text = document->markup->source;
        counter.size = document->markup->size;
    }
    bool good = true;
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        struct markup_range range = {(size_t)span->begin, (size_t)span->end};
        if (document->markup) range = markup_find_source(document->markup, range);
        good = write_drain(out, style) && buffer_add_text(out, *first ? "{" : ", {") && add_field(out, document) &&
               write_range(out, offset_counter_measure(&counter, range.begin, range.end), "start", "end") &&
               buffer_add_text(out, ", ") && add_sense(out, document, span, 0) &&
               buffer_add_text(out, ", \"text\": ") &&
               write_string(out, document->text + span->begin, span->end - span->begin) &&
               add_senses(out, document, span) && buffer_add_byte(out, '}');
        *first = false;
    }
    return good;
}

/* The spans of all texts of the object. */
static bool add_all_spans(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    bool good = buffer_add_byte(out, '[');
    bool first = true;
    for (; document && good; document = document->next) good = add_spans(out, &first, document, style);
    return good && buffer_add_byte(out, ']');
}

/* ---- The member with the spans ---- */

static const struct format_place place = {.id = "id", .source = "source"};

/* Its name, or its path. */
static const char *spans_path(const struct write_style *style) {
    return style->spans_as ? style->spans_as : "spans";
}

static bool add_spans_at(struct buffer *out, const struct json_member *outer, const char *path,
                         const gaz_document *document, const struct write_style *style);

/* The member for the path's first step, with the rest of the path in it; `old`: what was there, NULL: nothing. */
static bool add_step(struct buffer *out, const struct json_member *old, const char *path, const gaz_document *document,
                     const struct write_style *style) {
    if (!style->spans_as) return buffer_add_text(out, "\"spans\": ") && add_all_spans(out, document, style);
    size_t step = strcspn(path, ".");
    if (!write_string(out, path, step) || !buffer_add_text(out, ": ")) return false;
    if (path[step] == 0) return add_all_spans(out, document, style);
    return buffer_add_byte(out, '{') && add_spans_at(out, old, path + step + 1, document, style) &&
           buffer_add_byte(out, '}');
}

/* The members of an inner object, if it is one, and the spans in it or in an object inside. */
static bool add_spans_at(struct buffer *out, const struct json_member *outer, const char *path,
                         const gaz_document *document, const struct write_style *style) {
    struct json_member member;
    struct json_member old;
    bool found = false;
    bool good = true;
    size_t at = 0;
    while (good && outer && outer->value[0] == '{' && json_next_member(&member, &at, outer->value, outer->value_size)) {
        bool same = json_member_named(&member, path, strcspn(path, "."));
        if (same) old = member;
        found = found || same;
        good = same || (write_members(out, &member, 1) && buffer_add(out, ", ", 2));
    }
    return good && add_step(out, found ? &old : NULL, path, document, style);
}

/* Members that the spans have no place in are written over. */
static bool replaces(const gaz_document *document, const struct write_style *style) {
    const char *path = spans_path(style);
    size_t step = strcspn(path, ".");
    struct json_member member;
    bool found = json_last_member(&member, document->source, path, step);
    while (found && path[step] && member.value[0] == '{') {
        struct json_member outer = member;
        path += step + 1;
        step = strcspn(path, ".");
        found = json_last_member_in(&member, &outer, path, step);
    }
    return found;
}

/* ---- Objects ---- */

static bool is_kept(const gaz_document *document, const struct json_member *member) {
    return !write_is_foreign(document, member) && !write_hides(document, member, &place);
}

/* The object's members but the one that the spans go into, a comma behind each. Those that follow each other stay as
 * they are written, with what is between them. */
static bool add_members(struct buffer *out, const gaz_document *document, const char *name, size_t size) {
    const struct json_members *members = document->source;
    bool others = !document->source_names && !document->place.file; /* all others are kept */
    bool good = true;
    for (size_t i = 0; i < members->count && good;) {
        size_t first = i;
        while (i < members->count && (i == first || members->adjacent) &&
               !json_member_named(&members->items[i], name, size) && (others || is_kept(document, &members->items[i])))
            i++;
        if (i > first) good = write_members(out, &members->items[first], i - first) && buffer_add(out, ", ", 2);
        i += i == first; /* left out */
    }
    return good;
}

static bool add_record(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    const char *path = spans_path(style);
    size_t step = strcspn(path, ".");
    struct json_member old;
    if (!add_members(out, document, path, step)) return false;
    bool inside = path[step] && json_last_member(&old, document->source, path, step);
    return add_step(out, inside ? &old : NULL, path, document, style);
}

/* Offsets count in markup itself: whoever reads the record is told that it is some. The id stands before the spans,
 * where it is when this is read and written again. */
static bool add_text(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    gaz_document placed = *document;
    placed.id = NULL;
    const struct markup *markup = document->markup;
    const char *text = markup ? markup->source : document->text;
    return buffer_add_text(out, "\"text\": ") &&
           write_long_string(out, text, markup ? markup->size : document->size, style) &&
           write_known(out, "markup", markup ? markup_name(markup) : NULL) &&
           write_known(out, place.id, document->id) && buffer_add_text(out, ", ") &&
           add_step(out, NULL, spans_path(style), document, style) && write_whole(out, &placed, &place);
}

/* Nothing that the reader of the output has itself. */
static bool add_only_spans(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    gaz_document bare = *document;
    bare.source = NULL;
    return add_step(out, NULL, spans_path(style), document, style) && write_whole(out, &bare, &place);
}

static bool add_everything(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    if (!document->source) return add_text(out, document, style);
    return add_record(out, document, style) && write_whole(out, document, &place);
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    return buffer_add_byte(out, '{') && (style->spans_only ? add_only_spans : add_everything)(out, document, style) &&
           buffer_add_text(out, "}\n");
}

const struct format_writer jsonl_writer = {.ending = "jsonl",
                                           .unit = GAZ_OFFSETS_CODEPOINT,
                                           .any_unit = true,
                                           .overlaps = true,
                                           .fields = true,
                                           .place = &place,
                                           .write = write,
                                           .replaces = replaces};
