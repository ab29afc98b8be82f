#include "document/suggestion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "base/unicode.h"

/* Where spans begin, and room for what one of them is. */
struct measure {
    const gaz_document *document;
    bool ids;
    struct start {
        uint32_t begin; /* byte */
        uint32_t span;
    } * starts;     /* of the spans, in their order in the text; NULL: they stand in it; owned */
    uint64_t at;    /* byte of the text: */
    uint64_t count; /* code points before it that are no blanks or line ends */
    struct buffer surface;
    uint64_t *senses;
    size_t sense_capacity;
};

static int compare_starts(const void *left, const void *right) {
    const struct start *a = left;
    const struct start *b = right;
    if (a->begin != b->begin) return a->begin < b->begin ? -1 : 1;
    return a->span < b->span ? -1 : a->span > b->span;
}

static bool are_in_order(const gaz_document *document) {
    for (size_t i = 1; i < document->span_count; i++)
        if (document->spans[i].begin < document->spans[i - 1].begin) return false;
    return true;
}

static bool find_starts(struct measure *measure) {
    const gaz_document *document = measure->document;
    if (are_in_order(document)) return true;
    measure->starts = malloc((document->span_count + 1) * sizeof *measure->starts);
    if (!measure->starts) return false;
    for (uint32_t i = 0; i < document->span_count; i++)
        measure->starts[i] = (struct start){document->spans[i].begin, i};
    qsort(measure->starts, document->span_count, sizeof *measure->starts, compare_starts);
    return true;
}

/* Counts up to a byte of the text, which is not before the one of the call before. */
static void move_to(struct measure *measure, uint64_t begin) {
    const char *text = measure->document->text;
    while (measure->at < begin) {
        unsigned length = unicode_length(text + measure->at, (size_t)(begin - measure->at));
        measure->count += (unsigned char)text[measure->at] > ' ';
        measure->at += length ? length : 1;
    }
}

/* The surface, as every format writes it, without blanks and line ends. */
static bool take_surface(struct measure *measure, const struct document_span *span) {
    struct buffer *surface = &measure->surface;
    surface->size = 0;
    if (!unicode_mend(surface, measure->document->text + span->begin, span->end - span->begin)) return false;
    size_t kept = 0;
    for (size_t i = 0; i < surface->size; i++)
        if ((unsigned char)surface->bytes[i] > ' ') surface->bytes[kept++] = surface->bytes[i];
    surface->size = kept;
    return true;
}

static uint64_t hash_sense(const struct measure *measure, const struct document_sense *sense) {
    const struct string *type = &measure->document->names->types.items[sense->type];
    const char *id = measure->ids && sense->id ? sense->id : "";
    return hash_bytes(id, strlen(id), hash_bytes(type->bytes, type->size, 0));
}

static int compare_numbers(const void *left, const void *right) {
    const uint64_t *a = left;
    const uint64_t *b = right;
    return *a < *b ? -1 : *a > *b;
}

/* The senses in an order of their own, each once: a format may write one several times, or several as one. */
static bool hash_senses(uint64_t *hash, struct measure *measure, const struct document_span *span) {
    size_t count = (size_t)span->sense_count + 1;
    size_t kept = 1;
    if (!array_reserve(&measure->senses, &measure->sense_capacity, count, sizeof *measure->senses)) return false;
    for (uint32_t i = 0; i < count; i++) {
        struct document_sense sense = document_get_sense(measure->document, span, i);
        measure->senses[i] = hash_sense(measure, &sense);
    }
    qsort(measure->senses, count, sizeof *measure->senses, compare_numbers);
    for (size_t i = 1; i < count; i++)
        if (measure->senses[i] != measure->senses[i - 1]) measure->senses[kept++] = measure->senses[i];
    *hash = hash_bytes(measure->senses, kept * sizeof *measure->senses, 0);
    return true;
}

static bool add_spans(uint64_t *sum, struct measure *measure) {
    for (size_t i = 0; i < measure->document->span_count; i++) {
        const struct document_span *span = &measure->document->spans[measure->starts ? measure->starts[i].span : i];
        uint64_t place[2];
        move_to(measure, span->begin);
        place[0] = measure->count;
        if (!hash_senses(&place[1], measure, span) || !take_surface(measure, span)) return false;
        *sum += hash_bytes(place, sizeof place, hash_bytes(measure->surface.bytes, measure->surface.size, 0));
    }
    return true;
}

bool suggestion_measure(uint64_t *number, const gaz_document *document, bool ids) {
    struct measure measure = {.document = document, .ids = ids};
    uint64_t sum = 0;
    bool good = find_starts(&measure) && add_spans(&sum, &measure);
    free(measure.starts);
    free(measure.senses);
    buffer_free(&measure.surface);
    *number = sum ? sum : 1;
    return good;
}

void suggestion_print(char digits[SUGGESTION_DIGITS + 1], uint64_t number) {
    snprintf(digits, SUGGESTION_DIGITS + 1, "%016llx", (unsigned long long)number);
}

bool suggestion_read(uint64_t *number, const char *digits, size_t size) {
    *number = 0;
    for (size_t i = 0; i < size && size == SUGGESTION_DIGITS; i++) {
        unsigned digit = (unsigned char)digits[i] - '0';
        unsigned letter = (unsigned char)digits[i] - 'a';
        if (digit > 9 && letter > 5) return false;
        *number = *number << 4 | (digit <= 9 ? digit : letter + 10);
    }
    return size == SUGGESTION_DIGITS && *number;
}
