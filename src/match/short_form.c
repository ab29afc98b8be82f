#include "match/short_form.h"

#include "base/unicode.h"

/* ---- Characters ---- */

struct character {
    uint32_t code; /* in lower case */
    enum unicode_case kind;
};

/* Reads a character, or a byte that is not UTF-8, which is a sign. Returns its size. */
static size_t read_character(struct character *character, const char *bytes, size_t size) {
    char lower[4];
    uint32_t code;
    unsigned length = unicode_decode(&code, bytes, size);
    *character = (struct character){0, UNICODE_SIGN};
    if (length == 0) return 1;
    character->kind = unicode_case_of(code);
    unsigned lower_length = unicode_encode_lower(lower, code);
    if (!unicode_decode(&character->code, lower, lower_length)) character->code = code;
    return length;
}

static bool is_of_word(const struct character *character) {
    return character->kind != UNICODE_SIGN;
}

bool short_form_has_capital(const struct field *short_form, size_t count) {
    struct character character;
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < short_form[i].size;) {
            at += read_character(&character, short_form[i].bytes + at, short_form[i].size - at);
            if (character.kind == UNICODE_UPPER) return true;
        }
    return false;
}

/* ---- Short forms ---- */

struct short_form {
    uint32_t letters[SHORT_FORM_CHARACTERS]; /* and digits, in lower case */
    size_t letter_count;
    size_t characters;
    size_t words;
    bool has_letter;   /* and not only digits */
    bool begins_right; /* with a letter or digit */
};

/* Adds a token. False: the form is too long. */
static bool add_token(struct short_form *form, const struct field *token, bool *joined) {
    struct character character;
    bool word = false;
    for (size_t at = 0; at < token->size; form->characters++) {
        if (form->characters == SHORT_FORM_CHARACTERS) return false;
        at += read_character(&character, token->bytes + at, token->size - at);
        if (!is_of_word(&character)) continue;
        word = true;
        form->begins_right = form->begins_right || form->characters == 0;
        form->has_letter = form->has_letter || character.kind != UNICODE_DIGIT;
        form->letters[form->letter_count++] = character.code;
    }
    form->words += word && !*joined;
    *joined = !word && form->characters > 0;
    return true;
}

static bool read_short_form(struct short_form *form, const struct field *tokens, size_t count) {
    bool joined = false;
    *form = (struct short_form){0};
    if (count == 0 || count > SHORT_FORM_TOKENS || tokens->size == 0) return false; /* tokens may be empty */
    for (size_t i = 0; i < count; i++)
        if (!add_token(form, &tokens[i], &joined)) return false;
    return form->begins_right && form->has_letter && form->characters > 1 && form->words <= SHORT_FORM_WORDS;
}

/* ---- Long forms ---- */

static bool is_same(const struct field *left, const struct field *right) {
    return left->size == right->size && (left->size == 0 || memcmp(left->bytes, right->bytes, left->size) == 0);
}

/* Whether the tokens of the short form are among those of the long form. */
static bool contains(const struct field *long_form, size_t long_count, const struct field *short_form,
                     size_t short_count) {
    for (size_t i = 0; i + short_count <= long_count; i++) {
        size_t same = 0;
        while (same < short_count && is_same(&long_form[i + same], &short_form[same])) same++;
        if (same == short_count) return true;
    }
    return false;
}

/* Whether the long form begins with the first letter, and has the others behind it in their order; and is not too long
 * by its words. The paper looks for them from the right, which finds them in the same long forms. */
static bool has_letters(const struct short_form *form, const struct field *tokens, size_t count) {
    size_t most_words =
        form->letter_count < 5 ? 2 * form->letter_count : form->letter_count + 5; /* the lesser of the two */
    size_t characters = 0;
    size_t words = 0;
    size_t found = 0;
    struct character character;
    for (size_t i = 0; i < count; i++) {
        bool word = false;
        for (size_t at = 0; at < tokens[i].size; characters++) {
            at += read_character(&character, tokens[i].bytes + at, tokens[i].size - at);
            bool same = found < form->letter_count && is_of_word(&character) && character.code == form->letters[found];
            if (characters == 0 && !same) return false;
            found += same;
            word = word || is_of_word(&character);
        }
        words += word;
        if (words > most_words) return false;
    }
    return found == form->letter_count && characters > form->characters;
}

bool short_form_stands_for(const struct field *short_form, size_t short_count, const struct field *long_form,
                           size_t long_count) {
    struct short_form form;
    return read_short_form(&form, short_form, short_count) && has_letters(&form, long_form, long_count) &&
           !contains(long_form, long_count, short_form, short_count);
}
