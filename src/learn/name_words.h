/* What the words of a text tell about names, as classes: how often they are parts of names, or stand beside them. */
#ifndef LEARN_NAME_WORDS_H
#define LEARN_NAME_WORDS_H

#include "base/buffer.h"
#include "lexicon/growth.h"
#include "text/shape.h"

/* A share of the occurrences of a word: six steps of it, each with three of how often the word occurs. */
enum { SHARE_UNKNOWN = 18 /* the word does not occur */, SHARE_END };

static inline unsigned share_step(unsigned share) {
    return share / 3;
}

/* The class of `part` of so many occurrences. */
unsigned share_class(uint32_t part, uint32_t occurrences);

/* A token as the features see it. */
struct name_token {
    uint8_t shape; /* enum shape */
    uint8_t first; /* share of a name's first word; the next in its turn */
    uint8_t last;
    uint8_t inside;
    uint8_t before; /* beside a name; the next too */
    uint8_t after;
    uint8_t ending;  /* share of words with such an ending inside a name */
    uint8_t lower;   /* class of its occurrences in lower case */
    uint8_t kind;    /* enum name_kind */
    uint32_t word;   /* 1 + number in the growth; 0 = the corpus does not have it */
    uint32_t prefix; /* the first three bytes of the word; the next: the last ones */
    uint32_t suffix;
    uint8_t script; /* one letter of a script without spaces: which one; 0 = it is not */
    bool likely;    /* often enough inside names to make one of words in lower case */
};

/* Tokens that names are listed with. */
enum name_kind { KIND_OTHER, KIND_COMMA, KIND_AND };

/* Occurrences of words with one ending. */
struct ending_count {
    uint32_t occurrences;
    uint32_t inside;
};

/* The last four characters of a word, or all of it. */
struct field name_ending(const char *bytes, size_t size);

/* `folded`: the word; `word` and `ending`: NULL if the corpus has none such. Sets all but `word`. */
void name_token_make(struct name_token *token, const char *bytes, size_t size, const struct field *folded,
                     const struct growth_word *word, const struct ending_count *ending);

/* Writes the word of a token to `room`, replacing its content. False: out of memory. */
bool name_fold(struct buffer *room, const char *bytes, size_t size);

/* The class of a count: 0, 1, 2, up to 4, up to 9, up to 24, more. */
unsigned name_count_class(uint32_t count);

/* The words that were learnt, to be looked up. All zero until name_words_make. */
struct name_words {
    const struct growth *growth;
    struct strings endings;
    struct ending_count *counts;
};

gaz_status name_words_make(struct name_words *words, const struct growth *growth, gaz_error *error);
void name_words_free(struct name_words *words);

/* `room` is scratch. False: out of memory. */
bool name_words_token(struct name_token *token, const struct name_words *words, struct buffer *room, const char *bytes,
                      size_t size);

#endif
