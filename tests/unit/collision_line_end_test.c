/* Tokens that share their sketch with the ends of lines, which is 0: a line end is no token, whatever keys it has. */
#include "forger.h"

enum { ZEROS = 4, LETTERS = 2 };

/* Tokens of sketch 0, and letters. */
static void make_alphabet(gaz_token *alphabet, char (*bytes)[FORGED_SIZE], uint64_t *random) {
    static const char letters[] = "ab";
    struct sketch_factors factors;
    sketch_seed(&factors, 1);
    for (size_t i = 0; i < ZEROS; i++) {
        forge_sketch(bytes[i], &factors, 0, random);
        bytes[i][SKETCH_SIZE] = (char)('a' + i);
        alphabet[i] = (gaz_token){bytes[i], SKETCH_SIZE + 1};
    }
    for (size_t i = 0; i < LETTERS; i++) alphabet[ZEROS + i] = (gaz_token){letters + i, 1};
}

/* Entries with the tokens of sketch 0 at some places; keys that three of them share with a line end among them. */
static void make_dictionary(struct dictionary *dictionary, const gaz_token *alphabet, uint64_t *random) {
    dictionary->count = dictionary->token_count = 0;
    for (size_t i = 0; i < DICTIONARY_ENTRIES; i++) {
        size_t numbers[DICTIONARY_TOKENS];
        size_t count = 1 + oracle_below(random, DICTIONARY_TOKENS);
        for (size_t k = 0; k < count; k++) numbers[k] = ZEROS + oracle_below(random, 2);
        for (size_t zeros = oracle_below(random, 3); zeros; zeros--)
            numbers[oracle_below(random, 2) ? 0 : oracle_below(random, count)] = oracle_below(random, ZEROS);
        dictionary_add(dictionary, alphabet, numbers, count);
    }
}

static void make_sentences(struct sentences *sentences, const gaz_token *alphabet, uint64_t *random) {
    size_t used = 0;
    sentences->count = SENTENCES_MAX;
    for (size_t i = 0; i < SENTENCES_MAX; i++) {
        for (size_t count = oracle_below(random, 9); count; count--)
            sentences->tokens[used++] =
                alphabet[oracle_below(random, 5) ? ZEROS + oracle_below(random, 2) : oracle_below(random, ZEROS)];
        sentences->ends[i] = used;
    }
}

static void line_ends_are_no_tokens(void **state) {
    (void)state;
    uint64_t random = seed;
    struct buffer text = {0};
    for (int round = 0; round < 150; round++) {
        gaz_token alphabet[ZEROS + LETTERS];
        char bytes[ZEROS][FORGED_SIZE];
        struct dictionary dictionary;
        struct oracle_model model;
        struct scanner *scanners[2];
        struct matcher *matchers[2];
        make_alphabet(alphabet, bytes, &random);
        make_dictionary(&dictionary, alphabet, &random);
        dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
        assert_int_equal(model.model->automata[TOKENS_CORPUS].header->seed, 1);
        new_scanners(scanners, model.model);
        new_matchers(matchers, model.model);
        for (int i = 0; i < 30; i++) {
            struct sentences sentences;
            make_sentences(&sentences, alphabet, &random);
            check_matchers(matchers, model.model, &dictionary, &sentences, i % 2, TOKENS_MAX);
            check_scanners(scanners, model.model, &dictionary, &sentences, &text);
        }
        free_matchers(matchers);
        free_scanners(scanners);
        oracle_close(&model);
    }
    buffer_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_ends_are_no_tokens),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
