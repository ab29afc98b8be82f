#include "lexicon/variants.h"

#include "lexicon/variant_forms.h"

/* The kinds, by enum variant; variant_names has their names. */
static const struct kind {
    variant_writer *write;
    unsigned first; /* number of its first form */
    unsigned count; /* of its forms */
} kinds[VARIANT_KINDS] = {
    [VARIANT_NONE] = {NULL, 0, 0},
    [VARIANT_FIRST] = {variant_write_case, CASE_FIRST, 1},
    [VARIANT_LOWER_FIRST] = {variant_write_case, CASE_LOWER_FIRST, 1},
    [VARIANT_TITLE] = {variant_write_case, CASE_TITLE, 1},
    [VARIANT_UPPER] = {variant_write_case, CASE_UPPER, 1},
    [VARIANT_LOWER] = {variant_write_case, CASE_LOWER, 1},
    [VARIANT_PLURAL] = {variant_write_ending, ENDING_PLURAL, ENDING_PLURALS},
    [VARIANT_SINGULAR] = {variant_write_ending, ENDING_SINGULAR, ENDING_SINGULARS},
    [VARIANT_JOINED] = {variant_write_joined, 0, JOINED_FORMS},
    [VARIANT_ACCENTS] = {variant_write_accents, 0, ACCENTS_FORMS},
    [VARIANT_POSSESSIVE] = {variant_write_possessive, 0, POSSESSIVE_FORMS},
    [VARIANT_GREEK] = {variant_write_greek, 0, GREEK_FORMS},
    [VARIANT_INVERTED] = {variant_write_inverted, 0, INVERTED_FORMS},
    [VARIANT_NUMERAL] = {variant_write_numeral, 0, NUMERAL_FORMS},
    [VARIANT_BRITISH] = {variant_write_british, 0, BRITISH_FORMS},
    [VARIANT_DIGITS] = {variant_write_digits, 0, DIGITS_FORMS},
};

static bool is_same(const struct variants *variants) {
    const struct string *surface = variants->surface;
    return variants->form.size == surface->size && memcmp(variants->form.bytes, surface->bytes, surface->size) == 0;
}

int variants_next(struct variants *variants) {
    for (; variants->kind < VARIANT_KINDS; variants->kind++, variants->step = 0) {
        const struct kind *kind = &kinds[variants->kind];
        if (!(variants->kinds >> variants->kind & 1)) continue;
        while (variants->step < kind->count) {
            variants->form.size = 0;
            if (!kind->write(&variants->form, variants->surface, kind->first + variants->step++)) return -1;
            if (variants->form.size && !is_same(variants)) return 1;
        }
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
