#include "document/suggestion.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/unicode.h"

/* The surface, as every format writes it, without blanks and line ends. */
static bool take_surface(struct buffer *surface, const gaz_document *document, const struct document_span *span) {
    surface->size = 0;
    if (!unicode_mend(surface, document->text + span->begin, span->end - span->begin)) return false;
    size_t kept = 0;
    for (size_t i = 0; i < surface->size; i++)
        if ((unsigned char)surface->bytes[i] > ' ') surface->bytes[kept++] = surface->bytes[i];
    surface->size = kept;
    return true;
}

static uint64_t hash_sense(const gaz_document *document, const struct document_sense *sense, bool ids) {
    const struct string *type = &document->names->types.items[sense->type];
    const char *id = ids && sense->id ? sense->id : "";
    return hash_bytes(id, strlen(id), hash_bytes(type->bytes, type->size, 0));
}

bool suggestion_measure(uint64_t *number, const gaz_document *document, bool ids) {
    struct buffer surface = {0};
    bool good = true;
    uint64_t sum = 0;
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        uint64_t senses[2] = {UINT64_MAX,
                              0}; /* the least and the greatest: the same in any order, and if one repeats */
        for (uint32_t s = 0; s <= span->sense_count; s++) {
            struct document_sense sense = document_get_sense(document, span, s);
            uint64_t hash = hash_sense(document, &sense, ids);
            if (hash < senses[0]) senses[0] = hash;
            if (hash > senses[1]) senses[1] = hash;
        }
        good = take_surface(&surface, document, span);
        if (good) sum += hash_bytes(senses, sizeof senses, hash_bytes(surface.bytes, surface.size, 0));
    }
    buffer_free(&surface);
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
