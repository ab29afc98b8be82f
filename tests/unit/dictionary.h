/* Small dictionaries, by hand and at random. */
#ifndef UNIT_DICTIONARY_H
#define UNIT_DICTIONARY_H

#include "oracle.h"

enum { DICTIONARY_ENTRIES = 14, DICTIONARY_TOKENS = 6 /* of an entry */ };

/* A token from a string literal. */
#define TOKEN(text)                                                                                                    \
    { text, sizeof(text) - 1 }

struct dictionary {
    struct oracle_entry entries[DICTIONARY_ENTRIES];
    size_t count;
    gaz_token tokens[DICTIONARY_ENTRIES * DICTIONARY_TOKENS];
    size_t token_count;
};

/* Adds an entry of the tokens of those numbers, unless it is there. */
static inline void dictionary_add(struct dictionary *dictionary, const gaz_token *alphabet, const size_t *numbers,
                                  size_t count) {
    gaz_token *tokens = dictionary->tokens + dictionary->token_count;
    assert_true(dictionary->count < DICTIONARY_ENTRIES && count <= DICTIONARY_TOKENS);
    for (size_t i = 0; i < count; i++) tokens[i] = alphabet[numbers[i]];
    for (size_t i = 0; i < dictionary->count; i++)
        if (dictionary->entries[i].count == count && !dictionary->entries[i].pattern &&
            oracle_begins(&dictionary->entries[i], tokens, count))
            return;
    dictionary->entries[dictionary->count++] = (struct oracle_entry){.tokens = tokens, .count = count};
    dictionary->token_count += count;
}

/* 1 to `most` entries of 1 to `most_tokens` tokens. */
static inline void dictionary_random(struct dictionary *dictionary, const gaz_token *alphabet, size_t alphabet_count,
                                     size_t most, size_t most_tokens, uint64_t *random) {
    size_t wanted = 1 + oracle_below(random, most);
    dictionary->count = dictionary->token_count = 0;
    for (size_t i = 0; i < wanted; i++) {
        size_t numbers[DICTIONARY_TOKENS];
        size_t count = 1 + oracle_below(random, most_tokens);
        for (size_t j = 0; j < count; j++) numbers[j] = oracle_below(random, alphabet_count);
        dictionary_add(dictionary, alphabet, numbers, count);
    }
}

static inline void dictionary_compile(struct oracle_model *made, const struct dictionary *dictionary,
                                      enum format_tokenization tokenization) {
    oracle_compile(made, dictionary->entries, dictionary->count, tokenization, 0);
}

/* The sequence of that number of tokens of two: 0, 1, 00, 10, 01, 11, 000 ... Returns its length. */
static inline size_t small_sequence(size_t *numbers, size_t number) {
    size_t length = 1;
    for (; number >= (size_t)1 << length; length++) number -= (size_t)1 << length;
    for (size_t i = 0; i < length; i++) numbers[i] = number >> i & 1;
    return length;
}

#endif
