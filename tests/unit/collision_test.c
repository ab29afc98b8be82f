/* Tokens that share their fingerprint, or their step's hash, with others: a false match never hides a true one. */
#include "forger.h"
#include "pool.h"

/* ---- Everything small ---- */

/* Texts of a, b and two tokens that pass for them. */
enum { LETTERS = 4, LETTERS_MAX = 5 };

static void check_small_texts(struct matcher **matchers, const gaz_model *model, const struct dictionary *dictionary,
                              const gaz_token *alphabet) {
    struct sentences sentences = {.count = 1};
    size_t texts = 1;
    for (size_t length = 1; length <= LETTERS_MAX; length++) {
        texts *= LETTERS;
        for (size_t text = 0; text < texts; text++) {
            size_t rest = text;
            for (size_t i = 0; i < length; i++, rest /= LETTERS) sentences.tokens[i] = alphabet[rest % LETTERS];
            sentences.ends[0] = length;
            check_matchers(matchers, model, dictionary, &sentences, text % 2, (uint32_t)length);
        }
    }
}

static void check_small_dictionary(size_t one, size_t two) {
    gaz_token alphabet[LETTERS] = {TOKEN("a"), TOKEN("b")};
    struct dictionary dictionary = {.count = 0};
    struct oracle_model model;
    struct matcher *matchers[2];
    size_t numbers[3];
    uint64_t random = seed;
    dictionary_add(&dictionary, alphabet, numbers, small_sequence(numbers, one));
    dictionary_add(&dictionary, alphabet, numbers, small_sequence(numbers, two));
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    fill_filter(&model, TOKENS_CORPUS);
    new_matchers(matchers, model.model);
    struct forger forger = {.automaton = &model.model->automata[TOKENS_CORPUS]};
    alphabet[2] = forge_twin(&forger, alphabet[0], &random);
    alphabet[3] = forge_twin(&forger, alphabet[1], &random);
    check_small_texts(matchers, model.model, &dictionary, alphabet);
    free_matchers(matchers);
    oracle_close(&model);
}

static void every_small_dictionary_and_forged_text(void **state) {
    (void)state;
    for (size_t one = 0; one < 2 + 4 + 8; one++)
        for (size_t two = one; two < 2 + 4 + 8; two++) check_small_dictionary(one, two);
}

/* ---- Cases ---- */

/* Entries between spaces, sentences between slashes; a token a letter; a capital passes for the small letter. */
struct collision_case {
    const char *entries;
    const char *text;
    const char *matches; /* of the leftmost longest: begin and end */
};

static const struct collision_case cases[] = {
    {"a", "A", ""},
    {"a", "aA", "0-1"},
    {"a", "Aa", "1-2"},
    {"a abc", "abC", "0-1"},                /* a longer false match hides a shorter true one */
    {"a abc", "aBc", "0-1"},                /**/
    {"ab abc", "abC", "0-2"},               /**/
    {"ab a", "aB", "0-1"},                  /* a false pair hides a single: the right token is forged, */
    {"ab b", "Ab", "1-2"},                  /* the left one, */
    {"ab a b", "AB", ""},                   /* both */
    {"abc c", "aBc", "2-3"},                /* a false one covers a true one to its right */
    {"abc bc", "Abc", "1-3"},               /**/
    {"abcd bc", "abcD", "1-3"},             /**/
    {"abcd cd d", "aBcd", "2-4"},           /**/
    {"abab ab", "abaBab", "0-2 4-6"},       /* a false match overlaps a true one */
    {"ab bc", "aBbc", "2-4"},               /**/
    {"aa aaa", "aaA", "0-2"},               /**/
    {"a ab", "aB/ab/AB/ab", "0-1 2-4 6-8"}, /* sentences before and behind it */
    {"abc", "ab/C/abc", "3-6"},             /* no match across a sentence's end, forged or not */
    {"ab b", "aB/b/Ab/ab", "2-3 4-5 5-7"},  /**/
    {"a b c", "aBcAbC", "0-1 2-3 4-5"},     /* every other one */
    {"abcdef", "abcdeF/Abcdef/abcdef", "12-18"},
};

static gaz_token letter_token(struct forger *forger, const char *letter, gaz_token *twins, uint64_t *random) {
    static const char small[] = "abcdefghijklmnopqrstuvwxyz";
    size_t number = (size_t)(*letter & 31) - 1;
    if (*letter >= 'a') return (gaz_token){small + number, 1};
    if (!twins[number].bytes) twins[number] = forge_twin(forger, (gaz_token){small + number, 1}, random);
    return twins[number];
}

static void make_case_dictionary(struct dictionary *dictionary, const char *entries) {
    const gaz_token alphabet[] = {TOKEN("a"), TOKEN("b"), TOKEN("c"), TOKEN("d"), TOKEN("e"), TOKEN("f")};
    dictionary->count = dictionary->token_count = 0;
    for (const char *at = entries; *at; at += *at == ' ') {
        size_t numbers[DICTIONARY_TOKENS];
        size_t count = 0;
        while (*at && *at != ' ') numbers[count++] = (size_t)(*at++ - 'a');
        dictionary_add(dictionary, alphabet, numbers, count);
    }
}

static void make_case_sentences(struct sentences *sentences, struct forger *forger, const char *text,
                                uint64_t *random) {
    gaz_token twins[26] = {{NULL, 0}};
    size_t count = 0;
    sentences->count = 0;
    for (; *text; text++) {
        if (*text == '/')
            sentences->ends[sentences->count++] = count;
        else
            sentences->tokens[count++] = letter_token(forger, text, twins, random);
    }
    sentences->ends[sentences->count++] = count;
}

static void check_case(const struct collision_case *given, uint64_t *random) {
    struct dictionary dictionary;
    struct sentences sentences;
    struct oracle_model model;
    struct matcher *matchers[2];
    make_case_dictionary(&dictionary, given->entries);
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    fill_filter(&model, TOKENS_CORPUS);
    new_matchers(matchers, model.model);
    struct forger forger = {.automaton = &model.model->automata[TOKENS_CORPUS]};
    make_case_sentences(&sentences, &forger, given->text, random);
    check_matchers(matchers, model.model, &dictionary, &sentences, false, TOKENS_MAX);
    struct oracle_match matches[MATCHES_MAX];
    char written[200] = "";
    size_t found = match_sentences(matches, &dictionary, &sentences, false);
    for (size_t i = 0; i < found; i++)
        sprintf(written + strlen(written), i ? " %zu-%zu" : "%zu-%zu", matches[i].begin, matches[i].end);
    assert_string_equal(written, given->matches);
    free_matchers(matchers);
    oracle_close(&model);
}

static void a_false_match_hides_no_true_one(void **state) {
    (void)state;
    uint64_t random = seed + 1;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int round = 0; round < 10; round++) check_case(&cases[i], &random);
}

/* ---- At random ---- */

/* A part of an entry, or all of it, some of its tokens forged. */
static size_t forged_entry(gaz_token *tokens, struct forger *forger, uint64_t *random) {
    const struct dictionary *dictionary = forger->dictionary;
    const struct oracle_entry *entry = &dictionary->entries[oracle_below(random, dictionary->count)];
    size_t begin = oracle_below(random, 3) ? 0 : oracle_below(random, entry->count);
    size_t end = oracle_below(random, 3) ? entry->count : begin + 1 + oracle_below(random, entry->count - begin);
    size_t one_in = 1 + oracle_below(random, 5);
    for (size_t i = begin; i < end; i++)
        tokens[i - begin] =
            oracle_below(random, one_in) ? entry->tokens[i] : forge_twin(forger, entry->tokens[i], random);
    return end - begin;
}

/* Two tokens whose hash is that of the step to some state: of one token, of two or of more. */
static size_t forged_pair(gaz_token *tokens, struct forger *forger, uint64_t *random) {
    uint32_t state = 1 + (uint32_t)oracle_below(random, forger->automaton->header->state_count - 1);
    tokens[0] = pool[oracle_below(random, POOL)];
    tokens[1] = forge_right(forger, tokens[0], hash_to(forger->automaton, state), random);
    return 2;
}

/* A token whose fingerprint is the hash of the step to some state. */
static size_t forged_single(gaz_token *tokens, struct forger *forger, uint64_t *random) {
    uint32_t state = 1 + (uint32_t)oracle_below(random, forger->automaton->header->state_count - 1);
    tokens[0] = forge(forger, hash_to(forger->automaton, state), random);
    return 1;
}

/* The tokens that lead to a state, and before them one whose step from there has the hash of a step to another. */
static size_t forged_step(gaz_token *tokens, struct forger *forger, uint64_t *random) {
    uint32_t from = random_state(forger->automaton, random);
    uint32_t to = random_state(forger->automaton, random);
    if (!from) return 0;
    tokens[0] = forge(forger, hash_to(forger->automaton, to) - step_hash(from, 0), random);
    return 1 + state_tokens(tokens + 1, forger->automaton, from);
}

static size_t forged_phrase(gaz_token *tokens, struct forger *forger, uint64_t *random) {
    switch (oracle_below(random, 8)) {
    case 0: return forged_pair(tokens, forger, random);
    case 1: return forged_single(tokens, forger, random);
    case 2: return forged_step(tokens, forger, random);
    case 3: tokens[0] = pool[oracle_below(random, POOL)]; return 1;
    default: return forged_entry(tokens, forger, random);
    }
}

static void forged_sentences(struct sentences *sentences, struct forger *forger, uint64_t *random) {
    size_t used = 0;
    forger->used = 0;
    forger->has_blank = false;
    sentences->count = 1 + oracle_below(random, SENTENCES_MAX);
    for (size_t i = 0; i < sentences->count; i++) {
        size_t end = used + oracle_below(random, (TOKENS_MAX - used) / (sentences->count - i) + 1);
        while (used + DICTIONARY_TOKENS < end) used += forged_phrase(sentences->tokens + used, forger, random);
        sentences->ends[i] = used;
    }
}

static void check_forged_dictionary(uint64_t *random, struct buffer *text) {
    gaz_token alphabet[ALPHABET_MAX];
    struct dictionary dictionary;
    struct oracle_model model;
    gaz_tagger *taggers[2];
    struct scanner *scanners[2];
    struct matcher *matchers[2];
    size_t count = random_alphabet(alphabet, random);
    dictionary_random(&dictionary, alphabet, count, 12, DICTIONARY_TOKENS, random);
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    if (oracle_below(random, 4)) fill_filter(&model, TOKENS_CORPUS);
    new_taggers(taggers, model.model);
    new_scanners(scanners, model.model);
    new_matchers(matchers, model.model);
    struct forger forger = {.automaton = &model.model->automata[TOKENS_CORPUS], .dictionary = &dictionary};
    for (size_t i = 0; i < 10; i++) {
        struct sentences sentences;
        forged_sentences(&sentences, &forger, random);
        size_t tokens = token_count(&sentences);
        size_t limit = oracle_below(random, 2) ? tokens : oracle_below(random, tokens + 1);
        check_matchers(matchers, model.model, &dictionary, &sentences, oracle_below(random, 2), (uint32_t)limit);
        check_taggers(taggers, model.model, &dictionary, sentences.tokens, tokens);
        if (!forger.has_blank) check_scanners(scanners, model.model, &dictionary, &sentences, text);
    }
    free_matchers(matchers);
    free_scanners(scanners);
    free_taggers(taggers);
    oracle_close(&model);
}

static void forged_collisions_change_nothing(void **state) {
    (void)state;
    uint64_t random = seed + 2;
    struct buffer text = {0};
    for (size_t i = 0; i < 1000; i++) check_forged_dictionary(&random, &text);
    buffer_free(&text);
}

/* ---- Many windows ---- */

/* One sentence, longer than a window, full of forged tokens. */
static void a_long_sentence_of_forged_tokens(void **state) {
    (void)state;
    enum { COUNT = 40000 };
    uint64_t random = seed + 3;
    gaz_token alphabet[LETTERS] = {TOKEN("a"), TOKEN("b")};
    gaz_token *tokens = malloc(COUNT * sizeof *tokens);
    struct oracle_match *expected = malloc(3 * COUNT * sizeof *expected);
    struct oracle_match *got = malloc(3 * COUNT * sizeof *got);
    assert_true(tokens && expected && got);
    for (int round = 0; round < 6; round++) {
        struct dictionary dictionary;
        struct oracle_model model;
        gaz_tagger *taggers[2];
        dictionary_random(&dictionary, alphabet, 2, 6, 3, &random);
        dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
        fill_filter(&model, TOKENS_CORPUS);
        new_taggers(taggers, model.model);
        struct forger forger = {.automaton = &model.model->automata[TOKENS_CORPUS]};
        for (size_t i = 0; i < 2; i++) alphabet[2 + i] = forge_twin(&forger, alphabet[i], &random);
        size_t one_in = round % 2 ? 3 : 1000;
        for (size_t i = 0; i < COUNT; i++)
            tokens[i] = alphabet[oracle_below(&random, 2) + (oracle_below(&random, one_in) ? 0 : 2)];
        for (int all = 0; all < 2; all++) {
            size_t wanted = oracle_match(expected, dictionary.entries, dictionary.count, tokens, COUNT, all);
            size_t found = tag_tokens(got, 3 * COUNT, taggers[all], model.model, tokens, COUNT);
            check_same("long sentence", dictionary.entries, dictionary.count, tokens, COUNT, expected, wanted, got,
                       found);
        }
        free_taggers(taggers);
        oracle_close(&model);
    }
    free(tokens);
    free(expected);
    free(got);
}

/* ---- Collisions within the vocabulary ---- */

/* Tokens that share a fingerprint under the first seeds: the builder takes another seed, and all are told apart. */
static void check_vocabulary(uint64_t bad_seeds) {
    enum { SAME = 5 };
    char bytes[DICTIONARY_ENTRIES][FORGED_SIZE];
    gaz_token alphabet[DICTIONARY_ENTRIES];
    struct dictionary dictionary = {.count = 0};
    struct oracle_model model;
    gaz_tagger *taggers[2];
    size_t count = 0;
    for (uint64_t bad = 1; bad <= bad_seeds; bad++) {
        struct fingerprint_keys keys;
        fingerprint_seed(&keys, bad);
        for (unsigned i = 0; i < SAME; i++, count++) forge_bytes(bytes[count], &keys, 0xABCDEF, 7 * i);
    }
    for (size_t i = 0; i < count; i++) alphabet[i] = (gaz_token){bytes[i], FORGED_SIZE};
    for (size_t i = 0; i < count; i++)
        dictionary_add(&dictionary, alphabet, (const size_t[]){i, (i + 1) % count}, 1 + i % 2);
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    assert_int_equal(model.model->automata[TOKENS_CORPUS].header->seed, bad_seeds + 1);
    fill_filter(&model, TOKENS_CORPUS);
    new_taggers(taggers, model.model);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            const gaz_token tokens[] = {alphabet[i], alphabet[j], alphabet[i]};
            check_taggers(taggers, model.model, &dictionary, tokens, 3);
        }
    free_taggers(taggers);
    oracle_close(&model);
}

static void a_vocabulary_with_collisions_gets_another_seed(void **state) {
    (void)state;
    check_vocabulary(1);
    check_vocabulary(2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_small_dictionary_and_forged_text),
        cmocka_unit_test(a_false_match_hides_no_true_one),
        cmocka_unit_test(forged_collisions_change_nothing),
        cmocka_unit_test(a_long_sentence_of_forged_tokens),
        cmocka_unit_test(a_vocabulary_with_collisions_gets_another_seed),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
