#include "lexicon/variants.h"

#include "base/unicode.h"

/* What is done to the first letter of a word, and to the others. */
enum letters { LETTERS_SAME, LETTERS_UPPER, LETTERS_TITLE, LETTERS_LOWER };

struct change {
    enum variant kind;
    bool every_word; /* false: only the first */
    enum letters first;
    enum letters rest;
};

static const struct change changes[] = {
    {VARIANT_FIRST, false, LETTERS_TITLE, LETTERS_SAME}, {VARIANT_LOWER_FIRST, false, LETTERS_LOWER, LETTERS_SAME},
    {VARIANT_TITLE, true, LETTERS_TITLE, LETTERS_SAME},  {VARIANT_UPPER, true, LETTERS_UPPER, LETTERS_UPPER},
    {VARIANT_LOWER, true, LETTERS_LOWER, LETTERS_LOWER},
};

/* The ending of a last word, and its replacement. */
struct ending {
    enum variant kind;
    const char *old;
    const char *new;
    const char *unless; /* the word must not end so; NULL: no condition */
};

static const struct ending endings[] = {
    {VARIANT_PLURAL, "", "s", "s"},       {VARIANT_PLURAL, "y", "ies", NULL}, {VARIANT_SINGULAR, "s", "", "ss"},
    {VARIANT_SINGULAR, "ies", "y", NULL}, {VARIANT_SINGULAR, "es", "", NULL},
};

enum { CHANGE_COUNT = sizeof changes / sizeof *changes, ENDING_COUNT = sizeof endings / sizeof *endings };

static bool add_letter(struct buffer *form, const char *bytes, unsigned length, uint32_t code, enum letters letters) {
    char output[4];
    switch (letters) {
    case LETTERS_UPPER: return buffer_add(form, output, unicode_encode_upper(output, code));
    case LETTERS_TITLE: return buffer_add(form, output, unicode_encode_title(output, code));
    case LETTERS_LOWER: return buffer_add(form, output, unicode_encode_lower(output, code));
    case LETTERS_SAME: break;
    }
    return buffer_add(form, bytes, length);
}

static bool change_letters(struct buffer *form, const struct string *surface, const struct change *change) {
    bool word_begins = true;
    bool first_word = true;
    bool good = true;
    for (size_t i = 0; i < surface->size && good;) {
        const char *bytes = surface->bytes + i;
        uint32_t code;
        unsigned length = unicode_decode(&code, bytes, surface->size - i);
        bool changed = (first_word || change->every_word) && length;
        if (*bytes == '\\') { /* an escape is no letter */
            changed = false;
            length = i + 1 < surface->size ? 2 : 1;
        }
        if (length == 0) length = 1;
        enum letters letters = changed ? word_begins ? change->first : change->rest : LETTERS_SAME;
        good = add_letter(form, bytes, length, changed ? code : 0, letters);
        word_begins = *bytes == ' ';
        if (word_begins) first_word = false;
        i += length;
    }
    return good;
}

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

static bool change_ending(struct buffer *form, const struct string *surface, const struct ending *ending) {
    size_t kept = surface->size - strlen(ending->old);
    return buffer_add(form, surface->bytes, kept) && buffer_add_text(form, ending->new);
}

static bool is_same(const struct variants *variants) {
    const struct string *surface = variants->surface;
    return variants->form.size == surface->size && memcmp(variants->form.bytes, surface->bytes, surface->size) == 0;
}

/* Makes form number `step` if the surface has it. False: out of memory. */
static bool make(struct variants *variants, unsigned step) {
    const struct string *surface = variants->surface;
    variants->form.size = 0;
    if (step < CHANGE_COUNT) {
        variants->kind = changes[step].kind;
        if (!(variants->kinds >> variants->kind & 1)) return true;
        return change_letters(&variants->form, surface, &changes[step]);
    }
    const struct ending *ending = &endings[step - CHANGE_COUNT];
    variants->kind = ending->kind;
    if (!(variants->kinds >> variants->kind & 1) || !has_number(surface) || ends_in_capital_s(surface)) return true;
    if (!ends_with(surface, ending->old) || (ending->unless && ends_with(surface, ending->unless))) return true;
    return change_ending(&variants->form, surface, ending);
}

int variants_next(struct variants *variants) {
    while (variants->step < CHANGE_COUNT + ENDING_COUNT) {
        if (!make(variants, variants->step++)) return -1;
        if (variants->form.size && !is_same(variants)) return 1;
    }
    return 0;
}

void variants_free(struct variants *variants) {
    buffer_free(&variants->form);
}

/* ---- Names of the public bits ---- */

const char *gaz_variant_name(unsigned bit) {
    for (unsigned kind = VARIANT_NONE + 1; kind < VARIANT_KINDS; kind++)
        if (bit == 1u << kind) return variant_names[kind];
    return NULL;
}

unsigned gaz_variant_find(const char *name) {
    for (unsigned kind = VARIANT_NONE + 1; name && kind < VARIANT_KINDS; kind++)
        if (strcmp(variant_names[kind], name) == 0) return 1u << kind;
    return 0;
}
