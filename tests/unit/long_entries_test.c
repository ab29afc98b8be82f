/* Entries of hundreds and thousands of tokens, across many windows and in linear time. */
#include "matching.h"

/* The dictionary a a a ... b and b a a a ..., and a text of runs of a between single b. */
struct long_case {
    size_t length; /* a in an entry */
    size_t count;  /* tokens of the text */
    gaz_token *tokens;
    gaz_token *first;
    gaz_token *second;
    struct oracle_entry entries[2];
    size_t *run; /* how many a begin at each token */
};

static const gaz_token token_a = TOKEN("a");
static const gaz_token token_b = TOKEN("b");

static void make_long_case(struct long_case *made, size_t length, size_t count, uint64_t *random) {
    *made = (struct long_case){.length = length, .count = count};
    made->tokens = malloc(count * sizeof *made->tokens);
    made->run = calloc(count + 2, sizeof *made->run);
    made->first = malloc((length + 1) * sizeof *made->first);
    made->second = malloc((length + 1) * sizeof *made->second);
    assert_true(made->tokens && made->run && made->first && made->second);
    for (size_t i = 0; i <= length; i++) {
        made->first[i] = i < length ? token_a : token_b;
        made->second[i] = i ? token_a : token_b;
    }
    made->entries[0] = (struct oracle_entry){.tokens = made->first, .count = length + 1};
    made->entries[1] = (struct oracle_entry){.tokens = made->second, .count = length + 1};
    for (size_t i = 0; i < count;) {
        size_t about =
            oracle_below(random, 2) ? length + oracle_below(random, 4) - 2 : oracle_below(random, 3 * length);
        for (size_t j = 0; j < about && i < count; j++) made->tokens[i++] = token_a;
        if (i < count) made->tokens[i++] = token_b;
    }
    for (size_t i = count; i-- > 0;) made->run[i] = made->tokens[i].bytes == token_a.bytes ? made->run[i + 1] + 1 : 0;
}

static void free_long_case(struct long_case *made) {
    free(made->tokens);
    free(made->run);
    free(made->first);
    free(made->second);
}

/* The oracle's answer from the lengths of the runs, which are quick to look up. */
static size_t match_runs(struct oracle_match *matches, const struct long_case *given, bool all) {
    size_t found = 0;
    for (size_t i = 0; i + given->length < given->count;) {
        bool is_a = given->run[i] > 0;
        bool first = given->run[i] == given->length;
        bool second = !is_a && given->run[i + 1] >= given->length;
        if (first || second) matches[found++] = (struct oracle_match){i, i + given->length + 1, first ? 0 : 1};
        i += (first || second) && !all ? given->length + 1 : 1;
    }
    return found;
}

static size_t scan_line(struct oracle_match *matches, struct scanner *scanner, const gaz_model *model,
                        const struct long_case *given) {
    char *text = malloc(2 * given->count);
    size_t found = 0;
    size_t before = 0;
    struct window window;
    struct match match;
    assert_non_null(text);
    for (size_t i = 0; i < given->count; i++) {
        text[2 * i] = given->tokens[i].bytes[0];
        text[2 * i + 1] = ' ';
    }
    scanner_reset(scanner);
    scanner_feed(scanner, text, 2 * given->count, true);
    while (scanner_next(&window, scanner)) {
        assert_true(window.tokens < given->count); /* else the test is of one window only */
        while (scanner_match(&match, scanner))
            matches[found++] =
                (struct oracle_match){before + match.begin, before + match.end, oracle_number(model, match.entry)};
        before += window.tokens;
    }
    free(text);
    return found;
}

static void check_long_case(size_t length, size_t count, bool naive, uint64_t *random) {
    struct long_case made;
    struct oracle_model model;
    gaz_tagger *taggers[2];
    struct scanner *scanners[2];
    make_long_case(&made, length, count, random);
    struct oracle_match *expected = malloc(2 * count * sizeof *expected);
    struct oracle_match *got = malloc(2 * count * sizeof *got);
    assert_true(expected && got);
    oracle_compile(&model, made.entries, 2, TOKENS_CORPUS, 0);
    new_taggers(taggers, model.model);
    new_scanners(scanners, model.model);
    for (int all = 0; all < 2; all++) {
        size_t wanted = match_runs(expected, &made, all);
        if (naive) {
            size_t found = oracle_match(got, made.entries, 2, made.tokens, count, all);
            check_same("test", NULL, 0, made.tokens, count, got, found, expected, wanted);
        }
        size_t tagged = tag_tokens(got, 2 * count, taggers[all], model.model, made.tokens, count);
        check_same("tagger, long", NULL, 0, made.tokens, count, expected, wanted, got, tagged);
        size_t scanned = scan_line(got, scanners[all], model.model, &made);
        check_same("scanner, long", NULL, 0, made.tokens, count, expected, wanted, got, scanned);
    }
    free_scanners(scanners);
    free_taggers(taggers);
    oracle_close(&model);
    free(expected);
    free(got);
    free_long_case(&made);
}

static void long_entries(void **state) {
    (void)state;
    uint64_t random = seed + 2;
    for (int i = 0; i < 10; i++) check_long_case(200, 15000, i < 3, &random);
    for (int i = 0; i < 3; i++) check_long_case(3000, 70000, false, &random);
}

/* The text a a a ... without b, on which walking the entry from each token takes 6 billion steps. */
static void long_entries_in_linear_time(void **state) {
    (void)state;
    uint64_t random = seed + 3;
    struct long_case made;
    struct oracle_model model;
    gaz_tagger *taggers[2];
    make_long_case(&made, 30000, 300000, &random);
    oracle_compile(&model, made.entries, 2, TOKENS_CORPUS, 0);
    new_taggers(taggers, model.model);
    for (size_t i = 0; i < made.count; i++) made.tokens[i] = token_a;
    struct oracle_match none;
    assert_int_equal(tag_tokens(&none, 1, taggers[0], model.model, made.tokens, made.count), 0);
    made.tokens[made.count - 1] = token_b;
    assert_int_equal(tag_tokens(&none, 1, taggers[0], model.model, made.tokens, made.count), 1);
    assert_int_equal(none.begin, made.count - 30001);
    free_taggers(taggers);
    oracle_close(&model);
    free_long_case(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_entries),
        cmocka_unit_test(long_entries_in_linear_time),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
