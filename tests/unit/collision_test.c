/* Tokens that share their sketch, and so their keys, or their fingerprint, with others: what is taken for an entry at
 * first never hides one. */
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
    char bytes[2][FORGED_SIZE];
    uint64_t random = seed + one * 14 + two;
    dictionary_add(&dictionary, alphabet, numbers, small_sequence(numbers, one));
    dictionary_add(&dictionary, alphabet, numbers, small_sequence(numbers, two));
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    fill_filters(&model, TOKENS_CORPUS);
    new_matchers(matchers, model.model);
    for (size_t i = 0; i < 2; i++)
        alphabet[2 + i] = forge_sketch_twin(bytes[i], &model.model->automata[TOKENS_CORPUS], alphabet[i], &random);
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
    {"abcd bcde", "Abcde", "1-5"},                  /* false steps from states of three tokens and more, */
    {"abcdef cdef def", "aBcdef", "2-6"},           /**/
    {"abcdef bcde cd", "Abcdef/abCdef", "1-5"},     /**/
    {"abcde abcd bcde", "abcdE/Abcde", "0-4 6-10"}, /* and along links */
};

/* The forged tokens of a case. */
struct case_twins {
    const struct automaton *automaton;
    gaz_token tokens[26];
    char bytes[26][FORGED_SIZE];
    bool prints; /* they have the fingerprints of the small letters, not their sketches */
};

static gaz_token letter_token(struct case_twins *twins, const char *letter, uint64_t *random) {
    static const char small[] = "abcdefghijklmnopqrstuvwxyz";
    size_t number = (size_t)(*letter & 31) - 1;
    const gaz_token token = {small + number, 1};
    if (*letter >= 'a') return token;
    if (!twins->tokens[number].bytes)
        twins->tokens[number] = (twins->prints ? forge_print_twin : forge_sketch_twin)(twins->bytes[number],
                                                                                       twins->automaton, token, random);
    return twins->tokens[number];
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

static void make_case_sentences(struct sentences *sentences, struct case_twins *twins, const char *text,
                                uint64_t *random) {
    size_t count = 0;
    sentences->count = 0;
    for (; *text; text++) {
        if (*text == '/')
            sentences->ends[sentences->count++] = count;
        else
            sentences->tokens[count++] = letter_token(twins, text, random);
    }
    sentences->ends[sentences->count++] = count;
}

static void check_case(const struct collision_case *given, bool prints, uint64_t *random) {
    struct dictionary dictionary;
    struct sentences sentences;
    struct oracle_model model;
    struct matcher *matchers[2];
    make_case_dictionary(&dictionary, given->entries);
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    fill_filters(&model, TOKENS_CORPUS);
    new_matchers(matchers, model.model);
    struct case_twins twins = {.automaton = &model.model->automata[TOKENS_CORPUS], .prints = prints};
    make_case_sentences(&sentences, &twins, given->text, random);
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
        for (int round = 0; round < 10; round++) check_case(&cases[i], round % 2, &random);
}

/* ---- At random ---- */

/* What is forged for one dictionary, for forging takes time: twins of its tokens, and phrases. */
enum { TWINS = 3, PHRASES = 4 };

struct forged_phrase {
    gaz_token tokens[3];
    size_t count; /* 0: it is not there */
    char bytes[3][FORGED_SIZE];
};

struct forgery {
    const struct dictionary *dictionary;
    const struct automaton *automaton;
    gaz_token alphabet[ALPHABET_MAX];
    size_t alphabet_count;
    gaz_token twins[ALPHABET_MAX][TWINS]; /* the last one has the fingerprint, the others the sketch */
    char twin_bytes[ALPHABET_MAX][TWINS][FORGED_SIZE];
    struct forged_phrase phrases[PHRASES]; /* with the check and line of a record */
    gaz_token steps[PHRASES];              /* before the state, with the hash of a step from another one */
    uint32_t step_states[PHRASES];         /* STATE_NONE: not there */
    char step_bytes[PHRASES][FORGED_SIZE];
};

static uint32_t random_record(const struct automaton *automaton, uint64_t *random) {
    for (;;) {
        uint32_t number = (uint32_t)oracle_below(random, (uint64_t)4 * automaton->header->line_count);
        if (record_check_of(&automaton->records[number])) return number;
    }
}

/* A state that leads on, or STATE_NONE. */
static uint32_t random_parent(const struct automaton *automaton, uint32_t *child, uint64_t *random) {
    if (automaton->header->deep_slots == 0) return STATE_NONE;
    do *child = (uint32_t)oracle_below(random, automaton->header->deep_slots);
    while (automaton->deep[*child].token == 0);
    return automaton->deep[*child].parent;
}

static gaz_token token_of(const struct automaton *automaton, uint32_t word) {
    uint32_t size;
    const char *bytes = automaton_token(&size, automaton, word & RECORD_TOKEN);
    return (gaz_token){bytes, size};
}

/* The tokens of a state of three or more. Returns how many. */
static size_t state_tokens(gaz_token *tokens, const struct automaton *automaton, uint32_t state) {
    size_t count = 0;
    for (; state & STATE_DEEP; state = automaton->deep[state & ~STATE_DEEP].parent)
        tokens[count++] = token_of(automaton, automaton->deep[state & ~STATE_DEEP].token);
    const struct image_record *record = &automaton->records[state];
    const uint32_t words[3] = {record->first, record->second, record->third};
    for (size_t i = 0; i < 3; i++) tokens[count++] = token_of(automaton, words[i]);
    return count;
}

static void forge_step(struct forgery *forgery, size_t number, uint64_t *random) {
    const struct automaton *automaton = forgery->automaton;
    uint32_t child;
    uint32_t other;
    uint32_t parent = random_parent(automaton, &child, random);
    forgery->step_states[number] = parent;
    if (parent == STATE_NONE) return;
    gaz_token own = token_of(automaton, automaton->deep[child].token);
    uint32_t from = random_parent(automaton, &other, random);
    gaz_token step = token_of(automaton, automaton->deep[other].token);
    uint64_t hash = deep_hash(from, fingerprint(&automaton->keys, step.bytes, step.size));
    forgery->steps[number] = forge_print(forgery->step_bytes[number], automaton, fingerprint_of_step(parent, hash),
                                         sketch_of(automaton, own), random);
}

static void forge_all(struct forgery *forgery, uint64_t *random) {
    for (size_t i = 0; i < forgery->alphabet_count; i++)
        for (size_t k = 0; k < TWINS; k++)
            forgery->twins[i][k] = (k == TWINS - 1 ? forge_print_twin : forge_sketch_twin)(
                forgery->twin_bytes[i][k], forgery->automaton, forgery->alphabet[i], random);
    for (size_t i = 0; i < PHRASES; i++) {
        struct forged_phrase *phrase = &forgery->phrases[i];
        phrase->count = 1 + oracle_below(random, 3);
        if (!forge_key(phrase->tokens, phrase->bytes, forgery->automaton, phrase->count,
                       random_record(forgery->automaton, random), random))
            phrase->count = 0;
        forge_step(forgery, i, random);
    }
}

/* A token that is taken for this one of the alphabet. */
static gaz_token twin_of(const struct forgery *forgery, gaz_token token, uint64_t *random) {
    size_t number = 0;
    while (!oracle_same_token(&forgery->alphabet[number], &token)) number++;
    return forgery->twins[number][oracle_below(random, TWINS)];
}

/* A part of an entry, or all of it, some of its tokens forged. */
static size_t forged_entry(gaz_token *tokens, const struct forgery *forgery, uint64_t *random) {
    const struct dictionary *dictionary = forgery->dictionary;
    const struct oracle_entry *entry = &dictionary->entries[oracle_below(random, dictionary->count)];
    size_t begin = oracle_below(random, 3) ? 0 : oracle_below(random, entry->count);
    size_t end = oracle_below(random, 3) ? entry->count : begin + 1 + oracle_below(random, entry->count - begin);
    size_t one_in = 1 + oracle_below(random, 5);
    for (size_t i = begin; i < end; i++)
        tokens[i - begin] =
            oracle_below(random, one_in) ? entry->tokens[i] : twin_of(forgery, entry->tokens[i], random);
    return end - begin;
}

static size_t forged_part(gaz_token *tokens, const struct forgery *forgery, uint64_t *random) {
    size_t number = oracle_below(random, PHRASES);
    const struct forged_phrase *phrase = &forgery->phrases[number];
    switch (oracle_below(random, 8)) {
    case 0:
    case 1: memcpy(tokens, phrase->tokens, phrase->count * sizeof *tokens); return phrase->count;
    case 2:
        if (forgery->step_states[number] == STATE_NONE) return 0;
        tokens[0] = forgery->steps[number];
        return 1 + state_tokens(tokens + 1, forgery->automaton, forgery->step_states[number]);
    case 3: tokens[0] = pool[oracle_below(random, POOL)]; return 1;
    default: return forged_entry(tokens, forgery, random);
    }
}

static void forged_sentences(struct sentences *sentences, const struct forgery *forgery, uint64_t *random) {
    size_t used = 0;
    sentences->count = 1 + oracle_below(random, SENTENCES_MAX);
    for (size_t i = 0; i < sentences->count; i++) {
        size_t end = used + oracle_below(random, (TOKENS_MAX - used) / (sentences->count - i) + 1);
        while (used + DICTIONARY_TOKENS < end) used += forged_part(sentences->tokens + used, forgery, random);
        sentences->ends[i] = used;
    }
}

/* Whether the tokens can be written between blanks. */
static bool can_be_written(const struct sentences *sentences) {
    for (size_t i = 0; i < token_count(sentences); i++)
        for (size_t k = 0; k < sentences->tokens[i].size; k++)
            if (byte_is_blank(sentences->tokens[i].bytes[k])) return false;
    return true;
}

static void check_forged_dictionary(uint64_t *random, struct buffer *text) {
    static struct forgery forgery;
    struct dictionary dictionary;
    struct oracle_model model;
    gaz_tagger *taggers[2];
    struct scanner *scanners[2];
    struct matcher *matchers[2];
    forgery.alphabet_count = random_alphabet(forgery.alphabet, random);
    dictionary_random(&dictionary, forgery.alphabet, forgery.alphabet_count, 12, DICTIONARY_TOKENS, random);
    dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
    if (oracle_below(random, 4)) fill_filters(&model, TOKENS_CORPUS);
    new_taggers(taggers, model.model);
    new_scanners(scanners, model.model);
    new_matchers(matchers, model.model);
    forgery.automaton = &model.model->automata[TOKENS_CORPUS];
    forgery.dictionary = &dictionary;
    forge_all(&forgery, random);
    for (int i = 0; i < oracle_rounds(40); i++) {
        struct sentences sentences;
        forged_sentences(&sentences, &forgery, random);
        size_t tokens = token_count(&sentences);
        size_t limit = oracle_below(random, 2) ? tokens : oracle_below(random, tokens + 1);
        check_matchers(matchers, model.model, &dictionary, &sentences, oracle_below(random, 2), (uint32_t)limit);
        check_taggers(taggers, model.model, &dictionary, sentences.tokens, tokens);
        if (can_be_written(&sentences)) check_scanners(scanners, model.model, &dictionary, &sentences, text);
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
    for (int i = 0; i < oracle_rounds(150); i++) check_forged_dictionary(&random, &text);
    buffer_free(&text);
}

/* ---- Many windows ---- */

/* One sentence, longer than a window, full of forged tokens. */
static void a_long_sentence_of_forged_tokens(void **state) {
    (void)state;
    enum { COUNT = 40000, MOST = 5 };
    char bytes[2][FORGED_SIZE];
    uint64_t random = seed + 3;
    gaz_token alphabet[LETTERS] = {TOKEN("a"), TOKEN("b")};
    gaz_token *tokens = malloc(COUNT * sizeof *tokens);
    struct oracle_match *expected = malloc((size_t)MOST * COUNT * sizeof *expected);
    struct oracle_match *got = malloc((size_t)MOST * COUNT * sizeof *got);
    assert_true(tokens && expected && got);
    for (int round = 0; round < 6; round++) {
        struct dictionary dictionary;
        struct oracle_model model;
        gaz_tagger *taggers[2];
        dictionary_random(&dictionary, alphabet, 2, 6, MOST, &random);
        dictionary_compile(&model, &dictionary, TOKENS_CORPUS);
        fill_filters(&model, TOKENS_CORPUS);
        new_taggers(taggers, model.model);
        for (size_t i = 0; i < 2; i++)
            alphabet[2 + i] = (round % 3 == 2 ? forge_print_twin : forge_sketch_twin)(
                bytes[i], &model.model->automata[TOKENS_CORPUS], alphabet[i], &random);
        size_t one_in = round % 2 ? 3 : 1000;
        for (size_t i = 0; i < COUNT; i++)
            tokens[i] = alphabet[oracle_below(&random, 2) + (oracle_below(&random, one_in) ? 0 : 2)];
        for (int all = 0; all < 2; all++) {
            size_t wanted = oracle_match(expected, dictionary.entries, dictionary.count, tokens, COUNT, all);
            size_t found = tag_tokens(got, (size_t)MOST * COUNT, taggers[all], model.model, tokens, COUNT);
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
    fill_filters(&model, TOKENS_CORPUS);
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
