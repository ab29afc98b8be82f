/* One annotated text: what every format is read into and written from, and what tagging a text makes. */
#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/json_member.h"
#include "base/strings.h"
#include "document/markup.h"
#include "gaz.h"

/* Documents are held whole, so that tokens and spans are small: a text has at most 2^31 - 1 bytes. */
struct document_token {
    uint32_t begin; /* bytes of the text */
    uint32_t end;
};

struct document_span {
    const char *id;   /* of the concept; NULL = none; borrowed from the document's names, or a model */
    const char *name; /* of the concept, the preferred one; the same */
    uint32_t begin;   /* bytes of the text, as they were annotated or matched */
    uint32_t end;
    uint32_t token_begin; /* the whole tokens that hold them */
    uint32_t token_end;
    uint32_t order; /* in which spans were added */
    uint32_t sense; /* the first of its weaker senses, among the document's */
    uint32_t sense_count;
    uint32_t type;  /* number in the document's names */
    uint32_t entry; /* of the model that tagged; DOCUMENT_NO_ENTRY = none did */
    float score;    /* 0 to 1; below 0: there is none */
    bool widened;   /* the tokens hold more than the bytes */
    bool joined;    /* as a sense's, until spans become senses */
};

#define DOCUMENT_NO_ENTRY UINT32_MAX

/* The bytes that a text may have. */
#define DOCUMENT_SIZE_MAX INT32_MAX

/* Says that a document has more. `file` may be NULL. Returns GAZ_ERROR_LIMIT. */
gaz_status document_too_large(const char *file, gaz_error *error);

/* A place in a text, or a token's number, of what was not looked at yet: what is too large is behind every text. */
static inline uint32_t document_number(uint64_t place) {
    return place < UINT32_MAX ? (uint32_t)place : UINT32_MAX;
}

/* What else a span may mean: as in document_span. */
struct document_sense {
    const char *id;
    const char *name;
    uint32_t type;
    uint32_t entry;
    float score;
    bool joined; /* the span means this and the sense before it, both at once */
};

/* The names that the spans of several documents have in common: those of a reader's or a tagger's. All zero is empty.
 */
struct document_names {
    struct strings types;
    struct strings ids;
};

/* Where a document begins that was tagged. */
struct document_place {
    const char *file; /* as it was given; NULL = unknown; borrowed */
    uint64_t line;    /* from 1 */
    uint64_t offset;  /* bytes, of the unpacked file */
};

/* All zero but `names` is an empty document. Cleared, it is used for the next text. */
struct gaz_document {
    struct document_names *names; /* borrowed */
    const char *name;             /* of the file, without folder and ending; NULL = none; borrowed */
    uint64_t number;              /* of the line, record or part in the file, from 1; 0: the file is the document */
    const char *id;               /* what its record, or its own file, calls it; NULL = none; borrowed */
    struct document_place place;
    const char *text; /* any bytes; borrowed, or in `made` */
    uint64_t size;
    const struct markup *markup;   /* the source that shows the text; NULL = it is its own source; borrowed */
    struct buffer made;            /* the text of documents that come as tokens */
    struct document_token *tokens; /* ascending, not overlapping; owned, as are the next two */
    size_t token_count;
    size_t token_capacity;
    uint64_t *sentence_ends; /* token numbers, exclusive; every sentence has a token */
    size_t sentence_count;
    size_t sentence_capacity;
    struct document_span *spans; /* owned */
    size_t span_count;
    size_t span_capacity;
    struct document_sense *senses; /* of all spans; owned */
    size_t sense_count;
    size_t sense_capacity;
    const struct json_members *source; /* the JSON object with the text's other fields; NULL = none; borrowed */
    const char *field;                 /* the text's in it; borrowed */
    const gaz_document *next;          /* the text of another field of the same object; NULL = none; borrowed */
    bool shows_field;                  /* the object may have several texts: spans say in which field they are */
    const char *const *source_names; /* what else in it its own format means, up to a NULL; NULL = nothing; borrowed */
    uint64_t suggestion; /* what the file says of the spans that gaz suggested (document/suggestion.h); 0 = nothing */
    bool unreviewed;     /* gaz suggested the spans, and nobody has touched them */
};

void document_names_free(struct document_names *names);

/* What a document is called: by its id, or by its file and, if it is one of several there, its number. "": nothing. */
static inline const char *document_title(const gaz_document *document) {
    return document->id ? document->id : document->name ? document->name : "";
}

/* The number that goes with the title; 0: none does. */
static inline uint64_t document_title_number(const gaz_document *document) {
    return document->id ? 0 : document->number;
}

/* Forgets the text with all that belongs to it, but not the document's name, number and names. */
void document_clear(gaz_document *document);
void document_free(gaz_document *document);

/* ---- Tokens and sentences ---- */

/* Makes room for more tokens. */
gaz_status document_reserve_tokens(gaz_document *document, size_t count, gaz_error *error);

/* Adds a token, bytes [begin, end) of the text. */
static inline gaz_status document_add_token(gaz_document *document, uint64_t begin, uint64_t end, gaz_error *error) {
    if (document->token_count == document->token_capacity) {
        gaz_status status = document_reserve_tokens(document, 1, error);
        if (status != GAZ_OK) return status;
    }
    document->tokens[document->token_count++] = (struct document_token){(uint32_t)begin, (uint32_t)end};
    return GAZ_OK;
}

/* Ends the sentence after the newest token; an empty one is none. */
gaz_status document_end_sentence(gaz_document *document, gaz_error *error);

/* Sets a text, which is borrowed, and cuts it with the word tokenizer; each line end ends a sentence. Over 2^31 - 1
 * bytes are GAZ_ERROR_LIMIT, without a file. */
gaz_status document_tokenize(gaz_document *document, const char *text, size_t size, gaz_error *error);

/* For documents that come as tokens: appends a token to the text, after a space, or at the begin of a sentence after a
 * line end. */
gaz_status document_append_token(gaz_document *document, const char *bytes, size_t size, gaz_error *error);

/* To be called after the last token: ends the text, and its last line. */
gaz_status document_end_text(gaz_document *document, gaz_error *error);

static inline uint64_t document_sentence_begin(const gaz_document *document, size_t sentence) {
    return sentence ? document->sentence_ends[sentence - 1] : 0;
}

/* Whether the next token is the first of its sentence. */
static inline bool document_at_sentence_begin(const gaz_document *document) {
    return document->token_count == document_sentence_begin(document, document->sentence_count);
}

/* ---- Spans ---- */

static inline const struct string *document_type(const gaz_document *document, const struct document_span *span) {
    return &document->names->types.items[span->type];
}

/* The number of a type. An empty one is ENTITY; one with a control character is GAZ_ERROR_INPUT, without a file. */
gaz_status document_add_type(uint32_t *type, gaz_document *document, const char *bytes, size_t size, gaz_error *error);

/* Keeps the id or the name of a concept with the document's names: equal ones are one string. NULL: it is empty. One
 * with a control character is GAZ_ERROR_INPUT, without a file. */
gaz_status document_add_id(const char **id, gaz_document *document, const char *bytes, size_t size, gaz_error *error);

/* Adds a span of given bytes and tokens. */
gaz_status document_add_span(gaz_document *document, const struct document_span *span, gaz_error *error);

/* Adds a weaker sense of the newest span. */
gaz_status document_add_sense(gaz_document *document, const struct document_sense *sense, gaz_error *error);

/* One of the sense_count + 1 senses of a span, the strongest first: number 0 is what the span itself says. */
static inline struct document_sense document_get_sense(const gaz_document *document, const struct document_span *span,
                                                       uint32_t number) {
    if (number) return document->senses[span->sense + number - 1];
    return (struct document_sense){span->id, span->name, span->type, span->entry, span->score, span->joined};
}

/* Adds a span, of which bytes, type, id, name and score are set: finds its tokens. `*blank`: it holds none, and is left
 * out. */
gaz_status document_annotate(bool *blank, gaz_document *document, const struct document_span *span, gaz_error *error);

/* The same for all spans, which were added before the text was set. Returns how many are left out. */
uint64_t document_find_span_tokens(gaz_document *document);

/* Sets the bytes of all spans by their tokens. */
void document_find_span_bytes(gaz_document *document);

/* Makes one span of those that hold the same tokens and differ in type or id: the others become weaker senses of the
 * one that was added first. The same type and id a second time stays a span. For spans without senses, whose ids are
 * those of document_add_id, in the order in which they were added, which is kept. */
gaz_status document_gather_senses(gaz_document *document, gaz_error *error);

/* Sorts the spans by their first byte, then the longest first, then as they were added. */
void document_sort_spans(gaz_document *document);

/* Whether the spans are sorted so, and unless they may overlap, none shares a token with another. */
bool document_is_sorted(const gaz_document *document, bool overlaps);

/* Leaves of the spans that share a token the one whose tokens begin first, then the longest, then the one that was
 * added first; sorts them so. Returns how many are left out. */
uint64_t document_drop_overlapping(gaz_document *document);

/* ---- Lines ---- */

/* Where a walk along the lines of a document is. All zero is before the first. */
struct document_lines {
    size_t token; /* the first after the line */
    size_t span;
    uint64_t number; /* of the line, from 0 */
};

/* Makes a document of the next line that has a token, with the same names. `*found` false: there is none left. */
gaz_status document_next_line(bool *found, gaz_document *line, struct document_lines *lines, const gaz_document *whole,
                              gaz_error *error);

#endif
