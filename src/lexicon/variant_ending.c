#include "lexicon/variant_forms.h"

/* The ending of a last word, and its replacement, by ENDING_ number. */
struct ending {
    const char *old;
    const char *new;
    const char *unless; /* the word must not end so; NULL: no condition */
};

static const struct ending endings[ENDING_PLURALS + ENDING_SINGULARS] = {
    {"", "s", "s"}, {"y", "ies", NULL}, {"s", "", "ss"}, {"ies", "y", NULL}, {"es", "", NULL},
};

static bool ends_with(const struct string *surface, const char *ending) {
    size_t size = strlen(ending);
    return surface->size >= size && memcmp(surface->bytes + surface->size - size, ending, size) == 0;
}

/* Whether the last word is one of three letters at least, which may be in the singular or plural. */
static bool has_number(const struct string *surface) {
    size_t letters = 0;
    for (size_t i = surface->size; i-- > 0 && surface->bytes[i] != ' '; letters++) {
        char letter = (char)(surface->bytes[i] | 0x20);
        if (letter < 'a' || letter > 'z') return false;
    }
    return letters > 2;
}

/* The S of BIOS and the like is no plural ending, and none is added. */
static bool ends_in_capital_s(const struct string *surface) {
    return ends_with(surface, "S");
}

bool variant_write_ending(struct buffer *form, const struct string *surface, unsigned number) {
    const struct ending *ending = &endings[number];
    if (!has_number(surface) || ends_in_capital_s(surface)) return true;
    if (!ends_with(surface, ending->old) || (ending->unless && ends_with(surface, ending->unless))) return true;
    size_t kept = surface->size - strlen(ending->old);
    return buffer_add(form, surface->bytes, kept) && buffer_add_text(form, ending->new);
}
