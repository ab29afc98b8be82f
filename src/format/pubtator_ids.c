#include "format/pubtator_ids.h"

static const char *const nones[] = {"-1", "-", NULL}; /* the first is written */

/* ---- Reading ---- */

/* What can happen to a sequence, as tmVar has it. */
static const char *const changes[] = {"SUB", "DEL", "INS", "DUP", "INDEL", "FS", NULL};

static bool is_among(const struct field *field, const char *const *texts) {
    while (*texts && !field_is(field, *texts)) texts++;
    return *texts != NULL;
}

/* Whether an id of a mutation begins here: a letter, behind a source and a colon perhaps, and a change. */
static bool is_mutation(const struct field *rest) {
    struct field pieces[3]; /* the last is what follows */
    if (fields_split(pieces, 3, rest->bytes, rest->size, '|') < 3) return false;
    const struct field *kind = &pieces[0];
    bool letter = kind->size <= 1 || kind->bytes[kind->size - 2] == ':';
    return letter && is_among(&pieces[1], changes);
}

bool pubtator_ids_next(struct field *id, struct pubtator_ids *ids) {
    struct field *rest = &ids->rest;
    if (!rest->bytes) return false;
    size_t size = 0;
    if (is_mutation(rest)) size = rest->size;
    while (size < rest->size && rest->bytes[size] != '|' && rest->bytes[size] != '+') size++;
    *id = field_trim((struct field){rest->bytes, size});
    if (is_among(id, nones)) id->size = 0;
    ids->joined = ids->plus;
    ids->plus = size < rest->size && rest->bytes[size] == '+';
    *rest = size < rest->size ? (struct field){rest->bytes + size + 1, rest->size - size - 1} : (struct field){0};
    return true;
}

/* ---- Writing ---- */

uint32_t pubtator_ids_end(const gaz_document *document, const struct document_span *span, uint32_t first) {
    struct document_sense one = document_get_sense(document, span, first++);
    for (; one.id && first <= span->sense_count; first++) {
        struct document_sense sense = document_get_sense(document, span, first);
        if (sense.type != one.type || !sense.id) break;
    }
    return first;
}

bool pubtator_ids_add(struct buffer *out, const gaz_document *document, const struct document_span *span,
                      uint32_t first, uint32_t end) {
    bool good = true;
    for (uint32_t i = first; i < end && good; i++) {
        struct document_sense sense = document_get_sense(document, span, i);
        good = (i == first || buffer_add_byte(out, sense.joined ? '+' : '|')) &&
               buffer_add_text(out, sense.id ? sense.id : nones[0]);
    }
    return good;
}

bool pubtator_ids_fit(const struct buffer *column, const gaz_document *document, const struct document_span *span,
                      uint32_t first, uint32_t end) {
    struct pubtator_ids ids = {.rest = {column->bytes, column->size}};
    struct field id;
    while (pubtator_ids_next(&id, &ids)) {
        if (first == end) return false;
        struct document_sense sense = document_get_sense(document, span, first++);
        if (!field_is(&id, sense.id ? sense.id : "")) return false;
    }
    return first == end;
}
