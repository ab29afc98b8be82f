/* What the writers of formats share. All append to `out`; false: out of memory. */
#ifndef FORMAT_WRITE_H
#define FORMAT_WRITE_H

#include <string.h>

#include "base/json_member.h"
#include "document/document.h"
#include "document/suggestion.h"
#include "format/format.h"

static inline struct offset_counter write_counter(const gaz_document *document, const struct write_style *style) {
    return (struct offset_counter){.unit = style->unit, .text = document->text, .size = document->size};
}

enum { WRITE_DRAINED = 1 << 18 };

/* To be called between two pieces of a document, if nothing of it is looked at again: most outputs are several times as
 * long as the text. */
static inline bool write_drain(struct buffer *out, const struct write_style *style) {
    return !style->drain || out->size < WRITE_DRAINED || style->drain(out, style->drain_context);
}

/* The span that holds a token, of spans that do not overlap; NULL: none does. `*next` is 0 before the first token, and
 * belongs to this function for those behind it. */
static inline const struct document_span *write_span_at(size_t *next, const gaz_document *document, uint64_t token) {
    while (*next < document->span_count && document->spans[*next].token_end <= token) ++*next;
    bool within = *next < document->span_count && document->spans[*next].token_begin <= token;
    return within ? &document->spans[*next] : NULL;
}

/* A piece of a text as valid UTF-8; `newlines`: LF stands for CR LF. */
bool write_text(struct buffer *out, const char *text, uint64_t size, bool newlines);

/* A whole text, which is drained in pieces; `style` tells the newlines. */
bool write_long_text(struct buffer *out, const char *text, uint64_t size, const struct write_style *style);

/* A JSON string. */
bool write_string(struct buffer *out, const char *text, uint64_t size);

/* A long one, in the same way. */
bool write_long_string(struct buffer *out, const char *text, uint64_t size, const struct write_style *style);
bool write_type(struct buffer *out, const gaz_document *document, uint32_t type);

/* `, "id": "Q1"` under the name given; nothing if there is no text. */
bool write_known(struct buffer *out, const char *key, const char *text);

/* `"start": 1, "end": 2` under the names given. */
bool write_range(struct buffer *out, struct offset_range range, const char *begin_key, const char *end_key);

/* `, "score": 0.5`; nothing if there is no score. */
bool write_score(struct buffer *out, float score);

/* What was written last for each of some small numbers, as those of types; 0: nothing. All zero is empty; free the
 * items. */
struct write_marks {
    uint64_t *items;
    size_t capacity;
};

/* The mark of a number. NULL: out of memory. */
uint64_t *write_mark(struct write_marks *marks, size_t number);

/* Which senses of a span are written as arrays. */
enum write_senses {
    WRITE_FIRST, /* the first one */
    WRITE_TYPES, /* one of each type */
    WRITE_ALL    /* all, with the id as a fourth element */
};

/* All spans as [[begin, end, type], ...]. */
bool write_triples(struct buffer *out, const gaz_document *document, const struct write_style *style,
                   enum write_senses senses);

/* Members of one object that follow each other, at least one, as they are written; but blanks
 * for line ends, which no string holds. */
bool write_members(struct buffer *out, const struct json_member *members, size_t count);

/* The fields of the object that the text comes from, but for the text's own, those that its format gives a meaning, and
 * those among `names` (up to a NULL), and what is known of the document as a whole: its id, unless the object has such
 * a member, and where it is from. A comma before each. */
bool write_fields(struct buffer *out, const gaz_document *document, const char *const *names,
                  const struct format_place *place);

/* The second part of that. */
bool write_whole(struct buffer *out, const gaz_document *document, const struct format_place *place);

/* Whether a field of the object is written over by where the document is from; and whether one is. */
bool write_hides(const gaz_document *document, const struct json_member *member, const struct format_place *place);
bool write_hides_any(const gaz_document *document, const struct format_place *place);

/* `"file": "a.txt", "line": 1, "offset": 0`. */
bool write_place(struct buffer *out, const struct document_place *place);

/* Takes the comma away that stands before what was written from `begin` on. */
void write_drop_comma(struct buffer *out, size_t begin);

/* The number of the document's spans, if they are suggestions that nobody has touched; else "". `ids`: the format has
 * them. */
bool write_suggestion(char digits[SUGGESTION_DIGITS + 1], const gaz_document *document, bool ids);

/* The same as a member of a JSON object, with a comma before it; nothing if they are none. */
bool write_suggestion_member(struct buffer *out, const gaz_document *document, bool ids);

/* Who has made predictions, as a JSON string: a model of gaz by its checksum, so that those of several can be told
 * apart; FORMAT_CONVERTED: they were annotations elsewhere. */
bool write_version(struct buffer *out, const gaz_document *document, const struct write_style *style);

/* Whether a text can be write_style.id_url. */
bool write_is_url(const char *text);

/* Whether a field of the object that the text comes from belongs to the format that it was read from. */
bool write_is_foreign(const gaz_document *document, const struct json_member *member);

#endif
