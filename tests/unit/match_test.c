/* Matching compared with the oracle: exhaustively on small cases, at random, with tokens of any size. */
#include "pool.h"

/* ---- Everything small ---- */

enum { SMALL_TOKENS = 7, SMALL_TEXTS = (2 << SMALL_TOKENS) - 2 };

static void check_small_dictionary(const size_t *chosen, size_t count, const gaz_token *alphabet) {
    struct dictionary dictionary = {.count = 0};
    size_t numbers[SMALL_TOKENS];
    for (size_t i = 0; i < count; i++)
        dictionary_add(&dictionary, alphabet, numbers, small_sequence(numbers, chosen[i]));
    struct oracle_model model;
    gaz_tagger *taggers[2];
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    new_taggers(taggers, model.model);
    gaz_token tokens[SMALL_TOKENS];
    for (size_t text = 0; text < SMALL_TEXTS; text++) {
        size_t length = small_sequence(numbers, text);
        for (size_t i = 0; i < length; i++) tokens[i] = alphabet[numbers[i]];
        check_taggers(taggers, model.model, &dictionary, tokens, length);
    }
    check_taggers(taggers, model.model, &dictionary, tokens, 0);
    free_taggers(taggers);
    oracle_close(&model);
}

static void every_small_dictionary_and_text(void **state) {
    (void)state;
    const gaz_token alphabet[] = {TOKEN("a"), TOKEN("b")};
    const size_t sequences = 2 + 4 + 8;
    size_t checked = 0;
    for (size_t i = 0; i < sequences; i++)
        for (size_t j = i; j < sequences; j++)
            for (size_t k = j; k < sequences; k++) {
                if (j == k && i != j) continue;
                const size_t chosen[] = {i, j, k};
                check_small_dictionary(chosen, i == j ? (j == k ? 1 : 2) : 3, alphabet);
                checked++;
            }
    check_small_dictionary(NULL, 0, alphabet);
    assert_int_equal(checked, 14 + 91 * 2 - 91 + 364);
}

/* ---- At random ---- */

static void check_random_dictionary(uint64_t *random, size_t texts, struct buffer *room) {
    gaz_token alphabet[ALPHABET_MAX];
    struct dictionary dictionary;
    struct oracle_model model;
    gaz_tagger *taggers[2];
    struct scanner *scanners[2];
    struct matcher *matchers[2];
    size_t alphabet_count = random_alphabet(alphabet, random);
    dictionary_random(&dictionary, alphabet, alphabet_count, 12, DICTIONARY_TOKENS, random);
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    new_taggers(taggers, model.model);
    new_scanners(scanners, model.model);
    new_matchers(matchers, model.model);
    for (size_t i = 0; i < texts; i++) {
        gaz_token tokens[TOKENS_MAX];
        struct sentences sentences;
        size_t count = random_text(tokens, TOKENS_MAX, alphabet, alphabet_count, random);
        check_taggers(taggers, model.model, &dictionary, tokens, count);
        random_sentences(&sentences, alphabet, alphabet_count, random);
        check_scanners(scanners, model.model, &dictionary, &sentences, room);
        bool open = oracle_below(random, 2);
        uint32_t limit = (uint32_t)oracle_below(random, token_count(&sentences) + 2);
        check_matchers(matchers, model.model, &dictionary, &sentences, open, limit);
    }
    free_matchers(matchers);
    free_scanners(scanners);
    free_taggers(taggers);
    oracle_close(&model);
}

static void random_dictionaries_and_texts(void **state) {
    (void)state;
    uint64_t random = seed;
    struct buffer room = {0};
    for (int i = 0; i < oracle_rounds(1200); i++) check_random_dictionary(&random, 8, &room);
    buffer_free(&room);
}

/* Tokens with one beginning, end and length, in the dictionary and beside it. */
static void tokens_that_share_both_ends(void **state) {
    (void)state;
    const gaz_token alphabet[] = {TOKEN(EIGHT "cc-cc" EIGHT), TOKEN(EIGHT "cc.cc" EIGHT), TOKEN(EIGHT "cc:cc" EIGHT),
                                  TOKEN(EIGHT "-" EIGHT), TOKEN(EIGHT "." EIGHT)};
    struct dictionary dictionary = {.count = 0};
    dictionary_add(&dictionary, alphabet, (const size_t[]){0}, 1);
    dictionary_add(&dictionary, alphabet, (const size_t[]){1}, 1);
    dictionary_add(&dictionary, alphabet, (const size_t[]){1, 0}, 2);
    dictionary_add(&dictionary, alphabet, (const size_t[]){0, 1, 3}, 3);
    struct oracle_model model;
    gaz_tagger *taggers[2];
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    new_taggers(taggers, model.model);
    gaz_token tokens[4];
    for (size_t text = 0; text < 5 * 5 * 5 * 5; text++) {
        size_t rest = text;
        for (size_t i = 0; i < 4; i++, rest /= 5) tokens[i] = alphabet[rest % 5];
        check_taggers(taggers, model.model, &dictionary, tokens, 4);
    }
    free_taggers(taggers);
    oracle_close(&model);
}

/* Given tokens may be empty or longer than any entry's, and more than a window holds. */
static void given_tokens_of_any_size(void **state) {
    (void)state;
    enum { LONG = 70000 };
    uint64_t random = seed + 4;
    char *bytes = malloc(LONG);
    assert_non_null(bytes);
    memset(bytes, 'x', LONG);
    const gaz_token alphabet[] = {TOKEN("a"), {bytes, 60000}, {bytes, 65535}};
    const gaz_token others[] = {{bytes, 0}, {bytes, 65536}, {bytes, LONG}, {NULL, 0}};
    struct dictionary dictionary = {.count = 0};
    dictionary_add(&dictionary, alphabet, (const size_t[]){0, 0}, 2);
    dictionary_add(&dictionary, alphabet, (const size_t[]){1, 2, 1, 0}, 4);
    dictionary_add(&dictionary, alphabet, (const size_t[]){2}, 1);
    struct oracle_model model;
    gaz_tagger *taggers[2];
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    new_taggers(taggers, model.model);
    for (int round = 0; round < oracle_rounds(30); round++) {
        gaz_token tokens[TOKENS_MAX];
        for (size_t i = 0; i < TOKENS_MAX; i++)
            tokens[i] =
                oracle_below(&random, 16) ? alphabet[oracle_below(&random, 3)] : others[oracle_below(&random, 4)];
        check_taggers(taggers, model.model, &dictionary, tokens, TOKENS_MAX);
    }
    free_taggers(taggers);
    oracle_close(&model);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_small_dictionary_and_text),
        cmocka_unit_test(random_dictionaries_and_texts),
        cmocka_unit_test(tokens_that_share_both_ends),
        cmocka_unit_test(given_tokens_of_any_size),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
