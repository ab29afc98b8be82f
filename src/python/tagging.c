#include "tagging.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void span_list_free(struct span_list *list) {
    free(list->spans);
    *list = (struct span_list){0};
}

static gaz_status out_of_memory(gaz_error *error) {
    *error = (gaz_error){.status = GAZ_ERROR_MEMORY};
    (void)snprintf(error->message, sizeof error->message, "out of memory");
    return GAZ_ERROR_MEMORY;
}

static bool append(struct span_list *list, const gaz_span *span) {
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 64;
        gaz_span *spans = realloc(list->spans, capacity * sizeof *spans);
        if (!spans) return false;
        list->spans = spans;
        list->capacity = capacity;
    }
    list->spans[list->count++] = *span;
    return true;
}

static gaz_status collect(struct span_list *list, gaz_tagger *tagger, bool senses, gaz_error *error) {
    gaz_span span;
    while (gaz_tagger_next(&span, tagger)) {
        if (!append(list, &span)) return out_of_memory(error);
        while (senses && gaz_tagger_next_sense(&span, tagger))
            if (!append(list, &span)) return out_of_memory(error);
    }
    return GAZ_OK;
}

/* The bytes that begin a character, among eight. */
static unsigned starts_among(uint64_t bytes) {
    const uint64_t ones = 0x0101010101010101U;
    uint64_t continued = (bytes >> 7) & ~(bytes >> 6) & ones;
    return 8 - (unsigned)((continued * ones) >> 56);
}

/* Those that begin a character of four bytes, which is two units of UTF-16. */
static unsigned pairs_among(uint64_t bytes) {
    const uint64_t ones = 0x0101010101010101U;
    uint64_t high = (bytes >> 7) & (bytes >> 6) & (bytes >> 5) & (bytes >> 4) & ones;
    return (unsigned)((high * ones) >> 56);
}

uint64_t place_move(struct place *place, const char *text, uint64_t byte, gaz_offsets unit) {
    bool pairs = unit == GAZ_OFFSETS_UTF16;
    uint64_t at = place->byte;
    uint64_t offset = place->offset;
    if (unit == GAZ_OFFSETS_BYTE) return byte;
    for (; byte - at >= 8; at += 8) {
        uint64_t bytes;
        memcpy(&bytes, text + at, sizeof bytes);
        offset += starts_among(bytes) + (pairs ? pairs_among(bytes) : 0);
    }
    for (; at < byte; at++) {
        unsigned char one = (unsigned char)text[at];
        offset += (one & 0xC0U) != 0x80U ? 1U : 0U;
        offset += pairs && one >= 0xF0U ? 1U : 0U;
    }
    *place = (struct place){byte, offset};
    return offset;
}

/* Spans ascend by begin, so that each part of the text is counted once, but for the overlapping spans themselves. */
static void count_offsets(gaz_span *spans, size_t count, const char *text, gaz_offsets unit) {
    struct place begin = {0};
    for (size_t i = 0; i < count; i++) {
        struct place end;
        spans[i].begin = place_move(&begin, text, spans[i].begin, unit);
        end = begin;
        spans[i].end = place_move(&end, text, spans[i].end, unit);
    }
}

gaz_status tag_text(struct span_list *list, gaz_tagger *tagger, const char *text, size_t size, gaz_offsets unit,
                    bool senses, gaz_error *error) {
    size_t first = list->count;
    gaz_status status = gaz_tagger_text(tagger, text, size, error);
    if (status == GAZ_OK) status = collect(list, tagger, senses, error);
    if (status == GAZ_OK && unit != GAZ_OFFSETS_BYTE)
        count_offsets(list->spans + first, list->count - first, text, unit);
    return status;
}

gaz_status tag_tokens(struct span_list *list, gaz_tagger *tagger, const gaz_token *tokens, size_t count, bool senses,
                      gaz_error *error) {
    gaz_status status = gaz_tagger_tokens(tagger, tokens, count, error);
    return status == GAZ_OK ? collect(list, tagger, senses, error) : status;
}
