/* Matching by normal forms, at offsets of the text as it is. */
#include "expecting.h"

struct normal_case {
    const char *entry;
    const char *text;
    const char *match; /* NULL: none */
    unsigned flags;
};

static const struct normal_case normal_cases[] = {
    {"caf\xC3\xA9", "un cafe\xCC\x81 .", "cafe\xCC\x81", AUTOMATON_COMPOSE},
    {"cafe\xCC\x81", "un caf\xC3\xA9 .", "caf\xC3\xA9", AUTOMATON_COMPOSE},
    {"caf\xC3\xA9", "un cafe\xCC\x81 .", NULL, 0},
    {"caf\xC3\xA9", "un CAFE\xCC\x81 .", NULL, AUTOMATON_COMPOSE},
    {"caf\xC3\xA9", "un CAFE\xCC\x81 .", "CAFE\xCC\x81", AUTOMATON_COMPOSE | AUTOMATON_FOLD},
    {"caf\xC3\xA9", "un CAF\xC3\x89 .", "CAF\xC3\x89", AUTOMATON_FOLD},
    {"caf\xC3\xA9", "un CAF\xC3\x89 .", NULL, 0},
    {"STRASSE",
     "die stra\xC3\x9F"
     "e .",
     "stra\xC3\x9F"
     "e",
     AUTOMATON_FOLD},
    {"stra\xC3\x9F"
     "e",
     "die STRASSE .", "STRASSE", AUTOMATON_FOLD},
    {"Stra\xC3\x9F"
     "e",
     "Gro\xC3\x9F"
     "e STRASSE",
     "STRASSE", AUTOMATON_FOLD | AUTOMATON_COMPOSE},
    {"\xCE\xA3\xCE\x99\xCE\xA3", "x \xCF\x83\xCE\xB9\xCF\x82 x", "\xCF\x83\xCE\xB9\xCF\x82", AUTOMATON_FOLD},
    {"\xEF\xBC\xA1", "a \xEF\xBD\x81", "\xEF\xBD\x81", AUTOMATON_FOLD},
    {"\xE2\x84\xAB", "1 A\xCC\x8A", "A\xCC\x8A", AUTOMATON_COMPOSE},
    {"ABC", "b aBc", "aBc", AUTOMATON_FOLD},
    {"ABC", "b aBc", NULL, AUTOMATON_COMPOSE},
    {"Krankenhaus", "das Kran\u00ADken\u2060haus .", "Kran\u00ADken\u2060haus", UNICODE_TYPOGRAPHY},
    {"Krankenhaus", "das Kran\u00ADkenhaus .", NULL, AUTOMATON_COMPOSE},
    {"-", "a \u2013 b", "\u2013", UNICODE_TYPOGRAPHY},
    {"\u2013", "a - b", "-", UNICODE_TYPOGRAPHY},
    {"office", "the O\uFB03ce .", "O\uFB03ce", UNICODE_TYPOGRAPHY | UNICODE_FOLD},
    {"\u0574\u056D", "a \uFB17 b", "\uFB17", UNICODE_TYPOGRAPHY}, /* longer than it is written */
    {"\u0574\u056D", "a \uFB17 b", NULL, 0},
    {"Ab5", "x \uFF21\uFF42\uFF15 y", "\uFF21\uFF42\uFF15", UNICODE_TYPOGRAPHY},
    {"x2", "x\u00B2 x\u2082", NULL, UNICODE_TYPOGRAPHY},
    {"cafe", "un Caf\u00E9 .", "Caf\u00E9", UNICODE_ACCENTS | UNICODE_FOLD},
    {"caf\u00E9", "un cafe .", "cafe", UNICODE_ACCENTS},
    {"diyarbak\u0131r", "D\u0130YARBAKIR .", "D\u0130YARBAKIR", UNICODE_TURKIC | UNICODE_FOLD},
    {"diyarbakir", "DIYARBAKIR .", NULL, UNICODE_TURKIC | UNICODE_FOLD},
    {"\u0915\u093C", "\u0958 x", "\u0958", AUTOMATON_COMPOSE}, /* longer composed */
};

/* The text is given twice, so there are two matches or none. */
static void check_normal_case(const struct normal_case *given, enum scanner_input input) {
    const gaz_token token = {given->entry, strlen(given->entry)};
    const struct oracle_entry entry = {.tokens = &token, .count = 1};
    struct oracle_model model;
    struct result expected = {0};
    struct result got = {0};
    char text[100];
    snprintf(text, sizeof text, "%s %s", given->text, given->text);
    for (const char *at = text; given->match && (at = strstr(at, given->match)); at += strlen(given->match))
        add_match(&expected, (uint64_t)(at - text), (uint64_t)(at - text) + strlen(given->match), 0);
    assert_int_equal(expected.match_count, given->match ? 2 : 0);
    oracle_compile(&model, &entry, 1, TOKENS_MODEL, given->flags);
    struct scanner *scanner = new_scanner(&model, input, false);
    feed_whole(&got, scanner, text, strlen(text));
    if (!oracle_same_matches(expected.matches, expected.match_count, got.matches, got.match_count))
        fail_msg("\"%s\" in \"%s\", flags %u", given->entry, text, given->flags);
    scanner_free(scanner);
    free_result(&expected);
    free_result(&got);
    oracle_close(&model);
}

static void normal_forms_match_at_offsets_of_the_text(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof normal_cases / sizeof *normal_cases; i++) {
        check_normal_case(&normal_cases[i], SCANNER_WORDS);
        check_normal_case(&normal_cases[i], SCANNER_TOKENIZED);
    }
}

/* Tokens that are the same by a normalization, by class; the first of a class stands for it. */
enum { BIG = 300, CLASSES = 7, VARIANTS_MAX = 16 };

struct variant {
    gaz_token token;
    size_t class;
};

struct variants {
    unsigned normalization;
    size_t count;
    size_t staying; /* those from here on grow */
    struct variant of[VARIANTS_MAX];
};

static char big[2][3 * BIG];
static gaz_token class_tokens[CLASSES];
static size_t classes;

static struct variants folding = {UNICODE_FOLD,
                                  9,
                                  7,
                                  {{TOKEN("strasse"), 0},
                                   {TOKEN("STRASSE"), 0},
                                   {TOKEN("Stra\u00DFe"), 0},
                                   {TOKEN("ab"), 1},
                                   {TOKEN("aB"), 1},
                                   {TOKEN("\u00E9"), 2},
                                   {TOKEN("\u00C9"), 2},
                                   {{big[0], 2 * BIG}, 3},
                                   {{big[1], 3 * BIG}, 3}}};
static struct variants composing = {UNICODE_COMPOSE,
                                    7,
                                    5,
                                    {{TOKEN("a"), 0},
                                     {TOKEN("caf\u00E9"), 1},
                                     {TOKEN("cafe\u0301"), 1},
                                     {TOKEN("\u00C5"), 2},
                                     {TOKEN("\u212B"), 2},
                                     {TOKEN("\u0915\u093C\u0915\u093C"), 3},
                                     {TOKEN("\u0958\u0958"), 3}}};
static struct variants setting = {UNICODE_COMPOSE | UNICODE_TYPOGRAPHY,
                                  15,
                                  13,
                                  {{TOKEN("Krankenhaus"), 0},
                                   {TOKEN("Kran\u00ADken\u2060haus"), 0},
                                   {TOKEN("-"), 1},
                                   {TOKEN("\u2010"), 1},
                                   {TOKEN("\u2212"), 1},
                                   {TOKEN("office"), 2},
                                   {TOKEN("o\uFB03ce"), 2},
                                   {TOKEN("\uFF4F\uFF46\uFF46\uFF49\uFF43\uFF45"), 2},
                                   {TOKEN("\u30AC"), 3},
                                   {TOKEN("\uFF76\uFF9E"), 3},
                                   {TOKEN("'"), 4},
                                   {TOKEN("\u2019"), 4},
                                   {TOKEN("\u304B"), 5},
                                   {TOKEN("\uFB17"), 6},
                                   {TOKEN("\u0574\u056D"), 6}}};

/* Two letters whose folded form is three code points of six bytes in all: U+0390 and U+1FD3. */
static void make_big(void) {
    for (size_t i = 0; i < BIG; i++) {
        memcpy(big[0] + 2 * i, "\xCE\x90", 2);
        memcpy(big[1] + 3 * i, "\xE1\xBF\x93", 3);
    }
}

static const struct variants *chosen;

static void choose_variants(const struct variants *variants) {
    chosen = variants;
    classes = 0;
    for (size_t i = variants->count; i-- > 0;) {
        class_tokens[variants->of[i].class] = variants->of[i].token;
        if (variants->of[i].class >= classes) classes = variants->of[i].class + 1;
    }
}

static gaz_token class_of(gaz_token token) {
    for (size_t i = 0; i < chosen->count; i++)
        if (oracle_same_token(&token, &chosen->of[i].token)) return class_tokens[chosen->of[i].class];
    fail_msg("a token that is no variant");
    return token;
}

/* A token, blanks enough that its window is widened as far as it goes, then tokens, some of which grow threefold when
 * folded if they may. */
static void random_variants(struct buffer *text, bool growing, uint64_t *random) {
    text->size = 0;
    for (int round = 0; round < 3; round++) {
        add_text(text, chosen->of[0].token.bytes, chosen->of[0].token.size);
        repeat(text, " ", 20000 + oracle_below(random, 50000));
        for (int i = 0; i < oracle_rounds(300); i++) {
            bool grows = growing && oracle_below(random, 3);
            size_t staying = chosen->staying;
            size_t number =
                grows ? staying + oracle_below(random, chosen->count - staying) : oracle_below(random, staying);
            const gaz_token *token = &chosen->of[number].token;
            add_text(text, token->bytes, token->size);
            repeat(text, oracle_below(random, 20) ? " " : oracle_below(random, 2) ? "\r\n" : "\n", 1);
        }
    }
}

static void check_variants(enum scanner_input input, bool growing, uint64_t *random) {
    struct dictionary dictionary;
    struct oracle_model model;
    struct buffer text = {0};
    struct result expected = {0};
    bool all = oracle_below(random, 2);
    dictionary_random(&dictionary, class_tokens, classes, 8, 4, random);
    oracle_compile(&model, dictionary.entries, dictionary.count, TOKENS_MODEL, chosen->normalization);
    struct scanner *scanner = new_scanner(&model, input, all);
    random_variants(&text, growing, random);
    expect_tokenized(&expected, text.bytes, text.size);
    if (input == SCANNER_PARAGRAPHS) expect_paragraphs(&expected, text.bytes, text.size);
    const struct sight sight = {"variants",         text.bytes,       text.size,
                                dictionary.entries, dictionary.count, input == SCANNER_PARAGRAPHS};
    expect_matches(&expected, &sight, all, class_of);
    check_pieces(&sight, scanner, &expected, random);
    scanner_free(scanner);
    free_result(&expected);
    buffer_free(&text);
    oracle_close(&model);
}

static void check_all_variants(bool growing, uint64_t random) {
    const struct variants *const all[] = {&folding, &composing, &setting};
    make_big();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        choose_variants(all[i]);
        check_variants(SCANNER_TOKENIZED, growing, &random);
        check_variants(SCANNER_WORDS, growing, &random);
        check_variants(SCANNER_PARAGRAPHS, growing, &random);
    }
}

static void keys_that_outgrow_their_room(void **state) {
    (void)state;
    check_all_variants(true, seed + 9);
}

static void keys_that_stay_where_they_are(void **state) {
    (void)state;
    for (uint64_t i = 0; i < 3; i++) check_all_variants(false, seed + 11 + i);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_forms_match_at_offsets_of_the_text),
        cmocka_unit_test(keys_that_outgrow_their_room),
        cmocka_unit_test(keys_that_stay_where_they_are),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
