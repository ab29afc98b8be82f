#include "match/abbreviations.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"
#include "match/short_form.h"

enum { BUCKETS = 1 << 8 };

/* What a short form means. */
struct definition {
    char bytes[SHORT_FORM_BYTES]; /* of its tokens */
    unsigned char sizes[SHORT_FORM_TOKENS];
    unsigned char token_count;
    uint16_t bucket;
    uint16_t next;           /* 1 + number of another in the bucket; 0 = none */
    struct match_list means; /* the match of the long form, with its weaker senses */
};

struct abbreviations {
    const gaz_model *model;
    struct definition *items; /* memory of those that are forgotten is kept */
    size_t count;
    size_t made; /* items that have been in use */
    size_t capacity;
    size_t oldest;             /* if all are in use: the next to be forgotten */
    uint16_t buckets[BUCKETS]; /* by first token: 1 + number of a definition; 0 = none */
    bool begun[UCHAR_MAX + 1]; /* by first byte: perhaps a short form begins so */
};

gaz_status abbreviations_new(struct abbreviations **abbreviations, const gaz_model *model, gaz_error *error) {
    *abbreviations = calloc(1, sizeof **abbreviations);
    if (!*abbreviations) return error_memory(error);
    (*abbreviations)->model = model;
    return GAZ_OK;
}

void abbreviations_free(struct abbreviations *abbreviations) {
    if (!abbreviations) return;
    for (size_t i = 0; i < abbreviations->made; i++) free(abbreviations->items[i].means.items);
    free(abbreviations->items);
    free(abbreviations);
}

void abbreviations_clear(struct abbreviations *abbreviations) {
    if (abbreviations->count) {
        memset(abbreviations->buckets, 0, sizeof abbreviations->buckets);
        memset(abbreviations->begun, 0, sizeof abbreviations->begun);
    }
    abbreviations->count = abbreviations->oldest = 0;
}

bool match_list_add(struct match_list *list, const struct match *match) {
    if (!array_reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items)) return false;
    list->items[list->count++] = *match;
    return true;
}

/* ---- Definitions ---- */

static uint16_t bucket_of(const struct field *token) {
    return (uint16_t)(hash_bytes(token->bytes, token->size, 0) % BUCKETS);
}

/* Whether the tokens are the short form. */
static bool is_defined(const struct definition *definition, const struct field *tokens) {
    const char *bytes = definition->bytes;
    for (unsigned i = 0; i < definition->token_count; i++) {
        size_t size = definition->sizes[i];
        if (tokens[i].size != size || (size && memcmp(tokens[i].bytes, bytes, size) != 0)) return false;
        bytes += size;
    }
    return true;
}

/* The definition of the longest short form that the tokens begin with, or NULL. */
static struct definition *find_definition(const struct abbreviations *abbreviations, const struct field *tokens,
                                          size_t count) {
    struct definition *longest = NULL;
    if (count == 0 || tokens->size == 0 || tokens->size > SHORT_FORM_BYTES) return NULL;
    if (!abbreviations->begun[(unsigned char)*tokens->bytes]) return NULL;
    for (unsigned next = abbreviations->buckets[bucket_of(tokens)]; next;) {
        struct definition *definition = &abbreviations->items[next - 1];
        bool longer = definition->token_count <= count && (!longest || definition->token_count > longest->token_count);
        if (longer && is_defined(definition, tokens)) longest = definition;
        next = definition->next;
    }
    return longest;
}

/* Takes a definition out of its bucket. */
static void forget(struct abbreviations *abbreviations, const struct definition *definition) {
    uint16_t *link = &abbreviations->buckets[definition->bucket];
    while (&abbreviations->items[*link - 1] != definition) link = &abbreviations->items[*link - 1].next;
    *link = definition->next;
}

/* An item for one more definition, or NULL: out of memory. */
static struct definition *new_definition(struct abbreviations *abbreviations) {
    if (abbreviations->count == ABBREVIATIONS_MOST) {
        struct definition *oldest = &abbreviations->items[abbreviations->oldest];
        abbreviations->oldest = (abbreviations->oldest + 1) % ABBREVIATIONS_MOST;
        forget(abbreviations, oldest);
        return oldest;
    }
    size_t count = abbreviations->count + 1;
    if (!array_reserve(&abbreviations->items, &abbreviations->capacity, count, sizeof *abbreviations->items))
        return NULL;
    if (count > abbreviations->made) abbreviations->items[abbreviations->made++] = (struct definition){0};
    return &abbreviations->items[abbreviations->count++];
}

static void name_definition(struct abbreviations *abbreviations, struct definition *definition,
                            const struct field *tokens, size_t count) {
    char *bytes = definition->bytes;
    definition->token_count = (unsigned char)count;
    for (size_t i = 0; i < count; i++) {
        definition->sizes[i] = (unsigned char)tokens[i].size;
        if (tokens[i].size) memcpy(bytes, tokens[i].bytes, tokens[i].size);
        bytes += tokens[i].size;
    }
    abbreviations->begun[(unsigned char)*tokens->bytes] = true;
    definition->bucket = bucket_of(tokens);
    definition->next = abbreviations->buckets[definition->bucket];
    abbreviations->buckets[definition->bucket] = (uint16_t)(definition - abbreviations->items + 1);
}

/* Defines a short form, anew if it was defined; `match` with its weaker senses. False: out of memory. */
static bool define(struct abbreviations *abbreviations, const struct field *tokens, size_t count,
                   const struct match *match, const struct match *end) {
    struct definition *definition = find_definition(abbreviations, tokens, count);
    if (!definition || definition->token_count != count) {
        definition = new_definition(abbreviations);
        if (!definition) return false;
        name_definition(abbreviations, definition, tokens, count);
    }
    definition->means.count = 0;
    bool good = match_list_add(&definition->means, match);
    while (good && ++match < end && match->weaker) good = match_list_add(&definition->means, match);
    return good;
}

/* ---- Finding definitions ---- */

/* Parentheses as texts and treebanks write them. */
static const struct brackets {
    struct field open;
    struct field close;
} all_brackets[] = {{{"(", 1}, {")", 1}}, {{"-LRB-", 5}, {"-RRB-", 5}}, {{"\xEF\xBC\x88", 3}, {"\xEF\xBC\x89", 3}}};

enum { BRACKETS = sizeof all_brackets / sizeof *all_brackets };

static bool is_token(const struct field *token, const struct field *expected) {
    return token->size == expected->size && *token->bytes == *expected->bytes &&
           memcmp(token->bytes, expected->bytes, expected->size) == 0;
}

/* The brackets that a token opens, or NULL. */
static const struct brackets *find_brackets(const struct field *token) {
    for (int i = 0; i < BRACKETS; i++)
        if (is_token(token, &all_brackets[i].open)) return &all_brackets[i];
    return NULL;
}

/* Whether what is in the brackets ends before the token, or what is of interest in it: (CT, a disease). */
static bool ends_bracketed(const struct field *token, const struct brackets *brackets) {
    return is_token(token, &brackets->close) || field_is(token, ",") || field_is(token, ";");
}

bool abbreviations_matter(const struct abbreviations *abbreviations, const char *text, size_t size) {
    bool found = abbreviations->count > 0;
    for (int i = 0; i < BRACKETS && !found; i++)
        found = memmem(text, size, all_brackets[i].open.bytes, all_brackets[i].open.size) != NULL;
    return found;
}

/* How far the sentence has been gone through. */
struct walk {
    const struct abbreviated_sentence *sentence;
    uint32_t token;
    size_t match; /* the first that begins at the token, or later */
};

/* Whether the match before the brackets is defined by what they hold from the walk's token on: LONG FORM (SF). False:
 * out of memory. */
static bool define_behind(struct abbreviations *abbreviations, const struct walk *walk) {
    const struct abbreviated_sentence *sentence = walk->sentence;
    const struct field *tokens = sentence->tokens;
    uint32_t begin = walk->token;
    if (begin < 2 || walk->match == 0) return true;
    const struct brackets *brackets = find_brackets(&tokens[begin - 1]);
    const struct match *match = &sentence->matches[walk->match - 1];
    if (!brackets || match->end != begin - 1) return true;
    uint32_t end = begin + 1;
    while (end < sentence->token_count && end - begin < SHORT_FORM_TOKENS && !ends_bracketed(&tokens[end], brackets))
        end++;
    if (end == sentence->token_count || !ends_bracketed(&tokens[end], brackets)) return true;
    while (match->weaker) match--;
    if (!short_form_stands_for(tokens + begin, end - begin, tokens + match->begin, match->end - match->begin))
        return true;
    return define(abbreviations, tokens + begin, end - begin, match, sentence->matches + sentence->match_count);
}

/* The end of the word that begins at a token: hyphens join tokens. */
static uint32_t find_word_end(const struct abbreviated_sentence *sentence, uint32_t begin) {
    uint32_t end = begin + 1;
    while (end + 1 < sentence->token_count && end - begin < SHORT_FORM_TOKENS && field_is(&sentence->tokens[end], "-"))
        end += 2;
    return end;
}

/* Whether the word at the walk's token is defined by a match in brackets behind it: SF (LONG FORM). False: out of
 * memory. */
static bool define_before(struct abbreviations *abbreviations, const struct walk *walk) {
    const struct abbreviated_sentence *sentence = walk->sentence;
    const struct field *tokens = sentence->tokens;
    uint32_t begin = walk->token;
    if (begin > 0 && field_is(&tokens[begin - 1], "-")) return true;
    uint32_t end = find_word_end(sentence, begin);
    if (end >= sentence->token_count) return true;
    const struct brackets *brackets = find_brackets(&tokens[end]);
    if (!brackets) return true;
    const struct match *match = sentence->matches + walk->match;
    const struct match *last = sentence->matches + sentence->match_count;
    while (match < last && match->begin <= end) match++;
    if (match == last || match->begin != end + 1 || match->end >= sentence->token_count ||
        !ends_bracketed(&tokens[match->end], brackets))
        return true;
    if (!short_form_has_capital(tokens + begin, end - begin) ||
        !short_form_stands_for(tokens + begin, end - begin, tokens + match->begin, match->end - match->begin))
        return true;
    return define(abbreviations, tokens + begin, end - begin, match, last);
}

/* ---- Matches ---- */

/* Two entries are of one concept by their ids, or, if one has none, by their types. */
static bool are_one_concept(const gaz_model *model, uint32_t left, uint32_t right) {
    const char *left_id = model_id(model, left);
    const char *right_id = model_id(model, right);
    if (*left_id && *right_id) return strcmp(left_id, right_id) == 0;
    return entry_type(model->entries[left]) == entry_type(model->entries[right]);
}

/* Adds what the short form at the walk's token means. */
static bool add_defined(struct match_list *result, const struct definition *definition, struct walk *walk) {
    bool good = true;
    for (size_t i = 0; i < definition->means.count && good; i++) {
        struct match match = definition->means.items[i];
        match.begin = walk->token;
        match.end = walk->token + definition->token_count;
        match.shorter = false;
        good = match_list_add(result, &match);
    }
    walk->token += definition->token_count;
    return good;
}

/* Adds the match at the walk's token, unless the document says that it means something else. */
static bool add_match(struct match_list *result, const struct abbreviations *abbreviations, struct walk *walk) {
    const struct abbreviated_sentence *sentence = walk->sentence;
    const struct match *match = &sentence->matches[walk->match];
    uint32_t size = match->end - match->begin;
    const struct definition *defined = find_definition(abbreviations, sentence->tokens + match->begin, size);
    bool other = defined && defined->token_count == size &&
                 !are_one_concept(abbreviations->model, match->entry, defined->means.items[0].entry);
    bool good = other ? add_defined(result, defined, walk) : match_list_add(result, match);
    walk->token = match->end;
    walk->match++;
    for (; walk->match < sentence->match_count && sentence->matches[walk->match].weaker; walk->match++)
        if (good && !other) good = match_list_add(result, &sentence->matches[walk->match]);
    return good;
}

bool abbreviations_apply(struct match_list *result, struct abbreviations *abbreviations,
                         const struct abbreviated_sentence *sentence) {
    struct walk walk = {.sentence = sentence};
    bool good = true;
    while (walk.token < sentence->token_count && good) {
        uint32_t next =
            walk.match < sentence->match_count ? sentence->matches[walk.match].begin : sentence->token_count;
        good = define_behind(abbreviations, &walk) && define_before(abbreviations, &walk);
        if (!good) break;
        const struct definition *defined =
            find_definition(abbreviations, sentence->tokens + walk.token, next - walk.token);
        if (next == walk.token)
            good = add_match(result, abbreviations, &walk);
        else if (defined)
            good = add_defined(result, defined, &walk);
        else
            walk.token++;
    }
    return good;
}
