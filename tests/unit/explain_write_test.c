/* What is written of explanations: each reason in its words, and all that is known of an entry. */
#include "sample.h"

struct made {
    gaz_lexicon *lexicon;
    gaz_model *model;
    gaz_explainer *explainer;
};

static struct made made;
static const char *const *wanted; /* types; NULL: all */
static double least = -1;         /* score */

static int set_up(void **state) {
    made = (struct made){.lexicon = new_lexicon()};
    wanted = NULL;
    least = -1;
    return make_folder(state);
}

static int tear_down(void **state) {
    gaz_explainer_free(made.explainer);
    gaz_model_close(made.model);
    gaz_lexicon_free(made.lexicon);
    return remove_folder(state);
}

static void add_entry(const char *surface, const gaz_entry *about) {
    gaz_token tokens[6];
    gaz_entry entry = *about;
    entry.tokens = tokens;
    entry.token_count = split(tokens, surface);
    assert_int_equal(gaz_lexicon_add_entry(made.lexicon, &entry, NULL), GAZ_OK);
}

/* Builds the model and begins to explain the text. */
static void explain(const char *text, size_t size, const gaz_build_options *building) {
    gaz_memory bytes = {0};
    gaz_explain_options options;
    gaz_explain_options_init(&options);
    options.match.types = wanted;
    options.match.type_count = wanted ? 1 : 0;
    options.match.min_score = least;
    assert_int_equal(gaz_lexicon_build_bytes(&bytes, made.lexicon, building, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_model_open_bytes(&made.model, bytes.bytes, bytes.size, 0, NULL), GAZ_OK);
    gaz_memory_free(&bytes);
    assert_int_equal(gaz_explainer_new(&made.explainer, made.model, made.lexicon, &options, NULL), GAZ_OK);
    assert_int_equal(gaz_explainer_text(made.explainer, text, size, NULL), GAZ_OK);
}

/* The newest explanation holds all these words, up to a NULL. */
static void expect_words(const char *const *words) {
    gaz_memory out = {0};
    gaz_sink sink;
    gaz_sink_memory(&sink, &out);
    assert_int_equal(gaz_explainer_write(made.explainer, &sink, GAZ_EXPLAIN_TEXT, NULL), GAZ_OK);
    for (; *words; words++)
        if (!memmem(out.bytes, out.size, *words, strlen(*words)))
            fail_msg("\"%s\" is not in: %.*s", *words, (int)out.size, out.bytes);
    gaz_memory_free(&out);
}

static void expect_at(uint64_t begin, uint64_t end, gaz_reason reason, const char *words) {
    const gaz_explanation *explanation;
    assert_int_equal(gaz_explainer_span(&explanation, made.explainer, begin, end, NULL), GAZ_OK);
    assert_int_equal(explanation->span.reason, reason);
    expect_words((const char *const[]){words, NULL});
}

static void winners_are_named(void **state) {
    (void)state;
    static const char text[] = "a b c";
    add(made.lexicon, "a b", "A");
    add(made.lexicon, "a", "B");
    add(made.lexicon, "b c", "C");
    explain(text, sizeof text - 1, NULL);
    expect_at(0, 1, GAZ_REASON_SHORTER, "shorter than ");
    expect_at(2, 5, GAZ_REASON_OVERLAPS, "begins inside ");
}

static void types_that_are_not_wanted(void **state) {
    (void)state;
    static const char *const types_wanted[] = {"A"};
    static const char text[] = "a b";
    add(made.lexicon, "a", "A");
    add(made.lexicon, "b", "B");
    wanted = types_wanted;
    explain(text, sizeof text - 1, NULL);
    expect_at(2, 3, GAZ_REASON_FILTERED, "spans of its type are not wanted");
}

static void case_and_edges(void **state) {
    (void)state;
    static const char text[] = "not-evil.com is who";
    gaz_build_options options;
    gaz_entry entry;
    gaz_build_options_init(&options);
    options.match_case = GAZ_CASE_IGNORE;
    gaz_entry_init(&entry);
    entry.type = "Host";
    entry.edges = GAZ_EDGES_STRICT;
    add_entry("evil . com", &entry);
    entry = (gaz_entry){.type = "Body", .match_case = GAZ_CASE_EXACT};
    add_entry("WHO", &entry);
    explain(text, sizeof text - 1, &options);
    expect_at(4, 12, GAZ_REASON_EDGES, "it touches a part of a longer name");
    expect_at(16, 19, GAZ_REASON_CASE, "its case must be exact");
}

static void digits_of_the_text_come_first(void **state) {
    (void)state;
    static const char text[] = "see CVE-1-2";
    add(made.lexicon, "CVE-1-2", "A");
    assert_int_equal(gaz_lexicon_add_variants(NULL, made.lexicon, GAZ_VARIANT_DIGITS, NULL), GAZ_OK);
    explain(text, sizeof text - 1, NULL);
    const gaz_explanation *explanation;
    assert_int_equal(gaz_explainer_span(&explanation, made.explainer, 4, 11, NULL), GAZ_OK);
    assert_int_equal(explanation->span.reason, GAZ_REASON_TAGGED);
    assert_int_equal(explanation->rejected_count, 1);
    assert_int_equal(explanation->rejected[0].reason, GAZ_REASON_DIGITS);
    expect_words((const char *const[]){"a pattern, and ", "has the text's own digits", NULL});
}

static void a_token_may_be_too_long(void **state) {
    (void)state;
    enum { SIZE = 70000 };
    static char text[SIZE + 2];
    memset(text, 'x', SIZE);
    text[SIZE] = ' ';
    text[SIZE + 1] = 'a';
    add(made.lexicon, "a", "A");
    explain(text, sizeof text, NULL);
    expect_at(0, SIZE, GAZ_REASON_LONG_TOKEN, "holds a token of over 65535 bytes at 0");
}

static void all_that_is_known_of_an_entry(void **state) {
    (void)state;
    static const char text[] = "a b";
    gaz_entry entry = {.type = "A", .id = "Q1", .name = "the name", .priority = -7};
    add_entry("a", &entry);
    entry = (gaz_entry){.type = "B", .id = "Q2", .priority = 5};
    add_entry("b", &entry);
    explain(text, sizeof text - 1, NULL);
    const gaz_explanation *explanation;
    assert_int_equal(gaz_explainer_next(&explanation, made.explainer, NULL), GAZ_OK);
    expect_words((const char *const[]){"priority -7", "id Q1", "name the name", NULL});
    assert_int_equal(gaz_explainer_next(&explanation, made.explainer, NULL), GAZ_OK);
    expect_words((const char *const[]){"priority 5", "id Q2", NULL});
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(winners_are_named),       TEST(types_that_are_not_wanted),
        TEST(case_and_edges),          TEST(digits_of_the_text_come_first),
        TEST(a_token_may_be_too_long), TEST(all_that_is_known_of_an_entry),
    };
    return cmocka_run_group_tests_name("explain_write", tests, NULL, NULL);
}
