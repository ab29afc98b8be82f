#include "base/unicode.h"
#include "lexicon/variant_forms.h"

/* What is done to the first letter of a word, and to the others. */
enum letters { LETTERS_SAME, LETTERS_UPPER, LETTERS_TITLE, LETTERS_LOWER };

struct change {
    bool every_word; /* false: only the first */
    enum letters first;
    enum letters rest;
};

static const struct change changes[] = {
    [CASE_FIRST] = {false, LETTERS_TITLE, LETTERS_SAME}, [CASE_LOWER_FIRST] = {false, LETTERS_LOWER, LETTERS_SAME},
    [CASE_TITLE] = {true, LETTERS_TITLE, LETTERS_SAME},  [CASE_UPPER] = {true, LETTERS_UPPER, LETTERS_UPPER},
    [CASE_LOWER] = {true, LETTERS_LOWER, LETTERS_LOWER},
};

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

bool variant_write_case(struct buffer *form, const struct string *surface, unsigned number) {
    const struct change *change = &changes[number];
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
