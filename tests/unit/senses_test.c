/* Entries that ask for more than their tokens: the case of their letters, free edges; and several senses of a surface.
 * The tagger and the scanner, with all kinds of input, compared with the oracle. */
#include <math.h>

#include "expecting.h"

enum { PIECES = 14, KEY_SIZE = 8, LINE_MAX = 64, ENTRIES_MAX = 12, ENTRY_TOKENS = 4 };

/* Tokens of the word tokenizer; some are one when folded. */
static const gaz_token pieces[PIECES] = {
    TOKEN("ab"), TOKEN("Ab"), TOKEN("AB"), TOKEN("b1"), TOKEN("B1"), TOKEN("x"), TOKEN("X"),
    TOKEN("7"),  TOKEN("."),  TOKEN("-"),  TOKEN("/"),  TOKEN("@"),  TOKEN(","), TOKEN("longer_than_entries")};

/* What is to be compared. The entries' tokens are folded. */
struct bench {
    struct oracle_entry entries[ENTRIES_MAX];
    gaz_token keys[ENTRIES_MAX][ENTRY_TOKENS];
    gaz_token written[ENTRIES_MAX][ENTRY_TOKENS];
    size_t count;
    size_t some; /* of the pieces that entries are made of */
    bool fold;
    struct oracle_model model;
};

/* What a token is compared as; it holds until the end. */
static gaz_token key_of(gaz_token token, bool fold) {
    static char keys[PIECES][KEY_SIZE];
    for (size_t i = 0; i + 1 < PIECES && fold; i++) {
        if (!oracle_same_token(&pieces[i], &token)) continue;
        for (size_t k = 0; k < token.size; k++)
            keys[i][k] = (char)(token.bytes[k] >= 'A' && token.bytes[k] <= 'Z' ? token.bytes[k] | 32 : token.bytes[k]);
        return (gaz_token){keys[i], token.size};
    }
    return token;
}

static void make_bench(struct bench *bench, uint64_t *random) {
    *bench = (struct bench){.count = 1 + oracle_below(random, ENTRIES_MAX),
                            .some = 3 + oracle_below(random, PIECES - 4),
                            .fold = oracle_below(random, 4) > 0};
    for (size_t i = 0; i < bench->count; i++) {
        struct oracle_entry *entry = &bench->entries[i];
        entry->count = 1 + oracle_below(random, ENTRY_TOKENS);
        for (size_t k = 0; k < entry->count; k++) {
            bench->written[i][k] = pieces[oracle_below(random, bench->some)];
            bench->keys[i][k] = key_of(bench->written[i][k], bench->fold);
        }
        entry->tokens = bench->keys[i];
        if (bench->fold && oracle_below(random, 2)) entry->written = bench->written[i];
        entry->strict = oracle_below(random, 2);
        entry->score = (double)oracle_below(random, 5) / 4;
    }
    oracle_compile(&bench->model, bench->entries, bench->count, TOKENS_MODEL, bench->fold ? AUTOMATON_FOLD : 0);
}

static gaz_token random_piece(const struct bench *bench, uint64_t *random) {
    return pieces[oracle_below(random, 12) ? oracle_below(random, bench->some) : PIECES - 1];
}

/* The oracle on one sentence; `all`: all places. */
static size_t expect(struct oracle_match *matches, const struct bench *bench, const gaz_token *tokens,
                     const gaz_token *text, size_t count, bool all, double threshold) {
    static gaz_token keys[SENTENCE_MAX];
    assert_true(count <= SENTENCE_MAX);
    for (size_t i = 0; i < count; i++) keys[i] = key_of(tokens[i], bench->fold);
    if (!all) return oracle_choose(matches, bench->entries, bench->count, keys, tokens, text, count, threshold);
    size_t found = oracle_all(matches, bench->entries, bench->count, keys, tokens, text, count);
    return found;
}

/* ---- Given tokens, and their senses ---- */

/* Those below a match are all that are behind it, of the same tokens, and fit. */
static void check_senses(const struct bench *bench, gaz_tagger *tagger, const gaz_span *first,
                         const gaz_token *tokens) {
    size_t number = oracle_number(bench->model.model, first->entry);
    const struct oracle_entry *entry = &bench->entries[number];
    gaz_span span = *first;
    for (size_t i = number + 1; i < bench->count; i++) {
        const struct oracle_entry *other = &bench->entries[i];
        if (other->count != entry->count || !oracle_begins(other, entry->tokens, entry->count) ||
            !oracle_fits(other, tokens + first->begin, &oracle_no_text))
            continue;
        assert_true(gaz_tagger_next_sense(&span, tagger));
        assert_int_equal(oracle_number(bench->model.model, span.entry), i);
        assert_int_equal(span.begin, first->begin);
        assert_int_equal(span.end, first->end);
        assert_true(fabs(span.score - other->score) < 1e-6);
    }
    assert_false(gaz_tagger_next_sense(&span, tagger));
}

static void check_tagger(const struct bench *bench, bool all, const gaz_token *tokens, size_t count, double threshold) {
    struct oracle_match expected[LINE_MAX * ENTRY_TOKENS];
    struct oracle_match got[LINE_MAX * ENTRY_TOKENS];
    gaz_tagger_options options;
    gaz_tagger *tagger;
    gaz_error error;
    gaz_span span;
    size_t found = 0;
    gaz_tagger_options_init(&options);
    options.match.all = all;
    options.match.kernel = kernel->name;
    options.match.min_score = threshold;
    oracle_check(gaz_tagger_new(&tagger, bench->model.model, &options, &error), &error);
    oracle_check(gaz_tagger_tokens(tagger, tokens, count, &error), &error);
    size_t wanted = expect(expected, bench, tokens, &oracle_no_text, count, all, threshold);
    for (; gaz_tagger_next(&span, tagger); found++) {
        got[found] = (struct oracle_match){span.begin, span.end, oracle_number(bench->model.model, span.entry)};
        check_senses(bench, tagger, &span, tokens);
    }
    if (!oracle_same_matches(expected, wanted, got, found)) {
        fprintf(stderr, "%s, at least %g, GAZ_TEST_SEED=%llu\n", kernel->name, threshold, (unsigned long long)seed);
        oracle_print_entries(bench->entries, bench->count);
        oracle_print_tokens("text", tokens, count);
        oracle_print_difference(expected, wanted, got, found);
        fail();
    }
    gaz_tagger_free(tagger);
}

static void given_tokens(void **state) {
    (void)state;
    uint64_t random = seed;
    for (int round = 0; round < oracle_rounds(300); round++) {
        struct bench bench;
        make_bench(&bench, &random);
        for (int i = 0; i < 6; i++) {
            gaz_token tokens[LINE_MAX];
            size_t count = oracle_below(&random, LINE_MAX);
            for (size_t k = 0; k < count; k++) tokens[k] = random_piece(&bench, &random);
            check_tagger(&bench, i % 2, tokens, count, i % 2 ? 0 : (double)oracle_below(&random, 5) / 4);
        }
        oracle_close(&bench.model);
    }
}

/* ---- Text, cut anywhere ---- */

/* In raw text pieces stand side by side, unless they would be one token. */
static void random_text(struct buffer *text, const struct bench *bench, size_t count, bool raw, uint64_t *random) {
    bool word = false;
    text->size = 0;
    for (size_t i = 0; i < count; i++) {
        gaz_token piece = random_piece(bench, random);
        bool begins = strchr(".-/@,", piece.bytes[0]) == NULL;
        if (!raw || (word && begins) || oracle_below(random, 4) == 0) repeat(text, " ", 1 + oracle_below(random, 2));
        add_text(text, piece.bytes, piece.size);
        word = begins;
        if (oracle_below(random, 12)) continue;
        repeat(text, "\n", 1);
        word = false;
    }
    repeat(text, "\n", oracle_below(random, 2));
}

static void expect_senses(struct result *expected, const struct bench *bench, const struct buffer *text, bool raw,
                          const struct scanner_options *options) {
    const gaz_token whole = {text->bytes, text->size};
    static gaz_token tokens[SENTENCE_MAX];
    static struct oracle_match matches[ENTRY_TOKENS * SENTENCE_MAX];
    size_t begin = 0;
    for (size_t s = 0; s < expected->sentence_count; s++) {
        size_t count = expected->sentences[s].token_end - begin;
        const struct stretch *stretches = expected->tokens + begin;
        for (size_t i = 0; i < count; i++)
            tokens[i] = (gaz_token){text->bytes + stretches[i].begin, stretches[i].end - stretches[i].begin};
        size_t found = expect(matches, bench, tokens, raw ? &whole : &oracle_no_text, count, options->match.all,
                              options->match.min_score);
        for (size_t i = 0; i < found; i++)
            add_match(expected, stretches[matches[i].begin].begin, stretches[matches[i].end - 1].end, matches[i].entry);
        begin += count;
    }
}

static void check_text(enum scanner_input input, size_t count, bool every_cut, uint64_t *random) {
    static const char *const names[] = {"tokenized", "rows", "words", "paragraphs"};
    struct bench bench;
    struct buffer text = {0};
    struct result expected = {0};
    bool raw = input != SCANNER_TOKENIZED;
    make_bench(&bench, random);
    struct scanner_options options = {.input = input, .match = {.all = oracle_below(random, 2) > 0}, .token_column = 1};
    if (!options.match.all) options.match.min_score = (double)oracle_below(random, 4) / 4;
    assert_true(buffer_reserve(&text, 1));
    random_text(&text, &bench, count, raw, random);
    if (raw)
        expect_ascii(&expected, text.bytes, text.size);
    else
        expect_tokenized(&expected, text.bytes, text.size);
    if (input == SCANNER_PARAGRAPHS) expect_paragraphs(&expected, text.bytes, text.size);
    expect_senses(&expected, &bench, &text, raw, &options);
    const struct sight sight = {names[input],  text.bytes,  text.size,
                                bench.entries, bench.count, input == SCANNER_PARAGRAPHS};
    struct scanner *scanner = make_scanner(&bench.model, &options);
    if (every_cut)
        check_every_cut(&sight, scanner, &expected, random);
    else
        check_pieces(&sight, scanner, &expected, random);
    scanner_free(scanner);
    free_result(&expected);
    buffer_free(&text);
    oracle_close(&bench.model);
}

static const enum scanner_input inputs[] = {SCANNER_TOKENIZED, SCANNER_WORDS, SCANNER_PARAGRAPHS};

static void texts_cut_anywhere(void **state) {
    (void)state;
    uint64_t random = seed + 1;
    for (int round = 0; round < oracle_rounds(80); round++)
        for (size_t i = 0; i < 3; i++) check_text(inputs[i], 1 + oracle_below(&random, 40), true, &random);
}

static void texts_of_many_windows(void **state) {
    (void)state;
    uint64_t random = seed + 2;
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < 3; i++) check_text(inputs[i], 60000, false, &random);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(given_tokens),
        cmocka_unit_test(texts_cut_anywhere),
        cmocka_unit_test(texts_of_many_windows),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
