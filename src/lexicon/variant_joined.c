#include "lexicon/variant_forms.h"
#include "lexicon/variant_text.h"

/* What stands between two words: a blank, or a hyphen with or without blanks around it. */
struct separator {
    size_t begin; /* bytes of the surface */
    size_t end;
    bool hyphen;
};

enum { SEPARATORS_MAX = 8 }; /* those behind stay */

static size_t find_separators(struct separator separators[SEPARATORS_MAX], const struct string *surface) {
    static const char *const signs[] = {" - ", "-", " "};
    const size_t sign_count = sizeof signs / sizeof *signs;
    size_t count = 0;
    size_t step;
    for (size_t at = 1; at < surface->size && count < SEPARATORS_MAX; at += step) {
        size_t sign = 0;
        step = variant_unit(surface, at);
        while (sign < sign_count && !variant_has(surface, at, signs[sign])) sign++;
        size_t end = sign < sign_count ? at + strlen(signs[sign]) : surface->size;
        if (end >= surface->size || !variant_is_word(surface->bytes[at - 1]) || !variant_is_word(surface->bytes[end]))
            continue;
        separators[count++] = (struct separator){at, end, signs[sign][strlen(signs[sign]) / 2] == '-'};
        step = end - at;
    }
    return count;
}

/* What is put in place of a separator. NULL: it stays. */
struct change {
    const char *chosen;    /* for some in a row */
    const char *hyphens;   /* for the other hyphens */
    unsigned chosen_count; /* how many in a row */
    bool of_hyphen;        /* the first chosen one must be a hyphen, or a blank */
    bool of_blank;
};

/* Corpora have hyphens as tokens of their own, or inside of tokens. */
static const struct change changes[] = {
    {"", NULL, 1, true, true},     {"", " ", 1, true, true},    {" ", NULL, 1, true, false},
    {"-", NULL, 1, false, true},   {"-", NULL, 2, false, true}, {" - ", NULL, 1, false, true},
    {" - ", NULL, 2, false, true},
};
_Static_assert(JOINED_FORMS == 1 + SEPARATORS_MAX * sizeof changes / sizeof *changes, "number of forms");

/* The first form has blanks for all hyphens; each change is tried at each separator. */
bool variant_write_joined(struct buffer *form, const struct string *surface, unsigned number) {
    static const struct change split = {NULL, " ", 0, true, true};
    struct separator separators[SEPARATORS_MAX];
    size_t count = find_separators(separators, surface);
    const struct change *change = number ? &changes[(number - 1) / SEPARATORS_MAX] : &split;
    size_t first = number ? (number - 1) % SEPARATORS_MAX : 0;
    if (first + change->chosen_count > count) return true;
    for (size_t i = first; i < first + change->chosen_count; i++)
        if (!(separators[i].hyphen ? change->of_hyphen : change->of_blank)) return true;
    size_t at = 0;
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        const struct separator *separator = &separators[i];
        bool chosen = i >= first && i < first + change->chosen_count;
        const char *new = chosen ? change->chosen : separator->hyphen ? change->hyphens : NULL;
        if (!new) continue;
        good = buffer_add(form, surface->bytes + at, separator->begin - at) && buffer_add_text(form, new);
        at = separator->end;
    }
    return good && buffer_add(form, surface->bytes + at, surface->size - at);
}
