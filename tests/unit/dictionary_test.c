/* Foreign dictionaries in, patterns out. */
#include <stdbool.h>
#include <sys/stat.h>
#include <time.h>

#include "imported.h"

/* ---- Patterns ---- */

static void a_string_is_cut_at_blanks_and_a_list_gives_its_own_tokens(void **state) {
    (void)state;
    write_file("p.jsonl",
               "\xEF\xBB\xBF{\"label\":\"ORG\",\"pattern\":\" European  Union\\n\",\"id\":\"Q458\"}\r\n\r\n"
               "{\"label\":\"L\",\"pattern\":[{\"ORTH\":\"C\"},{\"text\":\"+ +\",\"OP\":\"1\"}],\"meta\":{}}\n"
               "{\"label\":\"\u00C9\",\"pattern\":\"\\ud83d\\ude00 x\",\"id\":null}");
    expect("p.jsonl", NULL, "European Union|ORG|Q458\nC +\\s+|L|exact\n\U0001F600 x|\u00C9\n", "");
}

static void patterns_are_found_by_their_first_line_or_their_name(void **state) {
    (void)state;
    write_file("patterns", "{\"label\":\"T\",\"pattern\":\"a\"}\n{\"label\":\"T\",\"pattern\":\"b\"}\n");
    expect("patterns", NULL, "a|T\nb|T\n", "");
    write_file("p.json", "[\n {\"label\":\"T\",\n  \"pattern\":\"a\"},\n {\"label\":\"T\"}\n]\n");
    expect("p.json", NULL, "a|T\n", "p.json:4 no \"pattern\"\n");
    write_file("c.jsonl", "{\"text\":\"a\",\"label\":[]}\n");
    expect_error("c.jsonl", NULL, 0, "JSON without patterns");
    write_file("T.tsv", "{a}\n[b]\n");
    expect("T.tsv", NULL, "{a}|T\n[b]|T\n", "");
    write_file("empty.jsonl", "");
    expect("empty.jsonl", NULL, "", "");
}

#define LINE(pattern) "{\"label\":\"T\",\"pattern\":" pattern "}\n"

static void a_pattern_that_is_no_entry_is_told_and_skipped(void **state) {
    (void)state;
    write_file("p.jsonl",
               LINE("[{\"ORTH\":\"a\",\"OP\":\"+\"}]") LINE("[{\"ORTH\":\"a\"},{\"OP\":\"?\",\"ORTH\":\"b\"}]")
                   LINE("[{\"TEXT\":{\"REGEX\":\"a\"}}]") LINE("[{\"POS\":\"NOUN\"}]") LINE("[{\"_\":{\"a\":1}}]") LINE(
                       "[{}]") LINE("[]") LINE("\"  \"") LINE("3") LINE("[\"a\"]") LINE("[{\"ORTH\":\"\"}]")
                       LINE("[{\"ORTH\":\"a\",\"TEXT\":\"a\"}]") LINE("[{\"is\\u001b\":1}]") LINE(
                           "[{\"ORTH\":null}]") "{\"label\":\"\",\"pattern\":\"a\"}\n{\"pattern\":\"a\"}\n{\"label\":1,"
                                                "\"pattern\":"
                                                "\"a\"}\n{\"label\":\"T\\t\",\"pattern\":\"a\"}\n{\"label\":\"T\","
                                                "\"pattern\":\"a\","
                                                "\"id\":7}\n{\"label\":\"T\",\"pattern\":\"a\",\"id\":\"\\n\"}\n[]\n");
    expect("p.jsonl", NULL, "",
           "p.jsonl:1 the operator OP\n"
           "p.jsonl:2 the operator OP\n"
           "p.jsonl:3 TEXT with a condition (REGEX, IN, ...) instead of a string\n"
           "p.jsonl:4 POS: an entry has TEXT, ORTH or LOWER only\n"
           "p.jsonl:5 _: an entry has TEXT, ORTH or LOWER only\n"
           "p.jsonl:6 a token of any text\n"
           "p.jsonl:7 the surface is empty\n"
           "p.jsonl:8 the surface is empty\n"
           "p.jsonl:9 \"pattern\" is neither a string nor a list\n"
           "p.jsonl:10 a token that is not an object\n"
           "p.jsonl:11 ORTH with an empty string\n"
           "p.jsonl:12 a token with two attributes\n"
           "p.jsonl:13 another attribute: an entry has TEXT, ORTH or LOWER only\n"
           "p.jsonl:14 ORTH with a value that is not a string\n"
           "p.jsonl:15 the type is empty\n"
           "p.jsonl:16 no \"label\"\n"
           "p.jsonl:17 \"label\" is not a string\n"
           "p.jsonl:18 the type holds a control character\n"
           "p.jsonl:19 \"id\" is not a string\n"
           "p.jsonl:20 the id holds a control character\n"
           "p.jsonl:21 not an object with \"label\" and \"pattern\"\n");
}

static void lower_is_any_case(void **state) {
    (void)state;
    write_file("p.jsonl", LINE("[{\"LOWER\":\"a\"}]") LINE("[{\"lower\":\"42\"},{\"LOWER\":\"\uD55C/\"}]")
                              LINE("[{\"LOWER\":\"Ab\"}]") LINE("[{\"LOWER\":\"\u00C9\"}]"));
    expect("p.jsonl", NULL, "a|T|ignore\n42 \uD55C/|T\n",
           "p.jsonl:3 LOWER with upper case letters, which matches nothing\n"
           "p.jsonl:4 LOWER with upper case letters, which matches nothing\n");
}

static void damaged_json_is_an_error_with_its_line(void **state) {
    (void)state;
    static char deep[40000];
    write_file("p.jsonl", LINE("\"a\"") LINE("\"b\\q\""));
    expect_error("p.jsonl", NULL, 2, "no JSON");
    write_file("p.jsonl", LINE("\"a\"") LINE("\"b\xFF\""));
    expect_error("p.jsonl", NULL, 2, "no JSON");
    write_file("p.jsonl", LINE("\"a\"") "{\"label\":\"T\",\"pat");
    expect_error("p.jsonl", NULL, 2, "no JSON");
    memset(deep, '[', sizeof deep - 1);
    memcpy(deep, "{\"pattern\":", 11);
    write_file("p.jsonl", deep);
    expect_error("p.jsonl", NULL, 1, "no JSON");
    const gaz_import_options forced = {.format = GAZ_LIST_PATTERNS};
    write_file("list", "kernel\n");
    expect_error("list", &forced, 1, "no JSON");
}

static void a_surface_that_is_too_long_is_skipped(void **state) {
    (void)state;
    size_t size = 70000 * 2;
    char *text = malloc(size + 100);
    assert_non_null(text);
    char *end = text + sprintf(text, "{\"label\":\"T\",\"pattern\":\"");
    memset(end, 'a', 65536);
    end += 65536 + sprintf(end + 65536, "\"}\n{\"label\":\"T\",\"pattern\":\"");
    write_bytes("p.jsonl", text, (size_t)(end - text));
    FILE *file = fopen(path_of("p.jsonl"), "a");
    assert_non_null(file);
    for (int i = 0; i < 65536; i++) fputs("a ", file);
    fputs("\"}\n", file);
    assert_int_equal(fclose(file), 0);
    free(text);
    expect("p.jsonl", NULL, "",
           "p.jsonl:1 the surface is too long: at most 65535 tokens of at most 65535 bytes\n"
           "p.jsonl:2 the surface is too long: at most 65535 tokens of at most 65535 bytes\n");
}

/* ---- GATE ---- */

static void the_index_names_lists_and_types(void **state) {
    (void)state;
    mkdir(path_of("sub"), 0700);
    write_file("city.lst", "\xEF\xBB\xBFLondon\r\n\n  New  York  \n");
    write_file("sub/day.lst", "Monday");
    write_file("org.lst", "IBM\n");
    write_file("lists.def", "\xEF\xBB\xBF"
                            "city.lst:location:city:en:City\r\n\r\nsub/day.lst:date_key:day\norg.lst:org::en:Lookup\n");
    const char *entries = "London|City\nNew York|City\nMonday|date_key\nIBM|org\n";
    expect("lists.def", NULL, entries, "");
    expect("", NULL, entries, ""); /* the folder */
    write_file("T.tsv", "list\n");
    expect("", NULL, "list|T\n", ""); /* a folder of lists */
    const gaz_import_options forced = {.format = GAZ_LIST_GATE};
    expect("", &forced, entries, "");
}

static void lines_of_an_index_that_name_no_list_are_skipped(void **state) {
    (void)state;
    write_file("a.lst", "a\n");
    write_file("lists.def", "a.lst:T\na.lst:U\nnothing\nb.lst:\n:T\na:b:c:d:e:f\n");
    expect("lists.def", NULL, "a|T\n",
           "lists.def:2 the list is named twice; GATE reads it once\n"
           "lists.def:3 no type: expected list:major type\n"
           "lists.def:4 no type: expected list:major type\n"
           "lists.def:5 no list name\n"
           "lists.def:6 more than list:major:minor:language:annotation type\n");
    const gaz_import_options typed = {.type = "X"};
    write_file("lists.def", "a.lst:\n");
    expect("lists.def", &typed, "a|X\n", "");
    write_file("lists.def", "a.lst:T\nabsent.lst:T\n");
    expect_error("lists.def", NULL, 2, "absent.lst: cannot open");
    write_file("names.def", "kernel\n");
    expect("names.def", NULL, "kernel|names\n", "");
}

/* A hostile index would have files read that are not its own, or one that never ends. */
static void an_index_names_no_lists_elsewhere(void **state) {
    (void)state;
    mkdir(path_of("sub"), 0700);
    write_file("a.lst", "a\n");
    write_file("sub/..b.lst", "b\n");
    write_file("sub/lists.def", "/dev/zero:T\n../a.lst:T\n-:T\n./../a.lst:T\n..:T\n..b.lst:T\n./..b.lst:U\n");
    static const char reason[] = "a list outside the folder of the index";
    char expected[600];
    snprintf(expected, sizeof expected,
             "lists.def:1 %s\nlists.def:2 %s\nlists.def:3 %s\nlists.def:4 %s\nlists.def:5 %s\n", reason, reason, reason,
             reason, reason);
    expect("sub/lists.def", NULL, "b|T\nb|U\n", expected);
    write_file("lists.def", "a\rb\033[2J\x7F:T\n");
    expect_error("lists.def", NULL, 1, "a?b?[2J?: cannot open"); /* nothing of it reaches a terminal */
}

static void features_are_kept_in_place_of_an_id(void **state) {
    (void)state;
    write_file("lists.def", "tab.lst:T\ncolon.lst:C\nand.lst:A\nnone.lst:N\nbad.lst:B\n");
    write_file("tab.lst", "London\tid=Q84\nParis \tid = Q90 \tcountry=FR\nRome\nOslo\t\n");
    write_file("colon.lst", "IBM:type=it\n");
    write_file("and.lst", "Mr&gender=male&&x=\n");
    write_file("none.lst", "AT&T\nC:\nstd::map\n"); /* no separator has pairs behind it everywhere */
    write_file("bad.lst", "caf\xE9\nx\n");
    expect("lists.def", NULL,
           "London|T|Q84\nParis|T|id=Q90&country=FR\nRome|T\nOslo|T\nIBM|C|type=it\nMr|A|gender=male&x=\n"
           "AT&T|N\nC:|N\nstd::map|N\nx|B\n",
           "bad.lst:1 not UTF-8; convert the list to UTF-8\n");
}

/* ---- TokensRegexNER ---- */

static void a_mapping_is_found_by_its_columns(void **state) {
    (void)state;
    write_file("m.tab", "\xEF\xBB\xBFLos  Angeles\tCITY\tLOCATION,MISC\t2.0\r\n\r\nU\\.S\\.\tCOUNTRY, X\t\t-3\n"
                        "a-b_c\tT\t\t\t\nd\tT\t\t\t0\nBern\tCITY\n");
    expect("m.tab", NULL, "Los Angeles|CITY|2\nU.S.|COUNTRY|-3\na-b_c|T\nd|T\nBern|CITY\n", "");
    write_file("three.tab", "a\tT\tMISC\n");
    expect("three.tab", NULL, "a|T\n", "");
    write_file("header.tab", "pattern\tner\tnote\tpriority\na\\*\tT\tmine\t5\n");
    expect("header.tab", NULL, "a*|T|5\n", "");
    write_file("tags.tab", "the\tDT\tO\n"); /* a corpus */
    expect_error("tags.tab", NULL, 1, "TokensRegexNER");
    write_file("ids.tab", "a\tT\tQ1\n");
    expect_error("ids.tab", NULL, 1, "TokensRegexNER");
    write_file("late.tab", "a\tT\nb\tT\tMISC\t1\n");
    expect_error("late.tab", NULL, 2, "TokensRegexNER");
    const gaz_import_options forced = {.format = GAZ_LIST_TOKENSREGEX};
    expect("late.tab", &forced, "a|T\nb|T|1\n", "");
}

static void what_is_no_plain_word_is_told_and_skipped(void **state) {
    (void)state;
    const char *plain = "a regular expression; put a \\ before special characters meant literally\n";
    static char expected[4000];
    static const char *const words[] = {"U.S.", "a|b",  "(a)", "[ab]", "a*",  "a+",
                                        "a?",   "a{2}", "^a",  "a$",   "\\d", "a\\"};
    FILE *file = fopen(path_of("m"), "w");
    assert_non_null(file);
    expected[0] = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        fprintf(file, "x %s\tT\n", words[i]);
        sprintf(expected + strlen(expected), "m:%d %s", (int)i + 1, plain);
    }
    fputs("( /a/ [{b}] )\tT\na\tT\t\t1.5\na\tT\t\tx\na\tT\t\t1e99\na\tT\t\t\t1\na\n\tT\na\t\tX\na\tT\t1\t2\t0\t6\n",
          file);
    fputs("a\\\\b \\( #\tT\n", file);
    assert_int_equal(fclose(file), 0);
    strcat(expected, "m:13 a TokensRegex expression\n"
                     "m:14 the priority is not a whole number from -1000000000 to 1000000000\n"
                     "m:15 the priority is not a number\n"
                     "m:16 the priority is not a number\n"
                     "m:17 only a group of the pattern has the type\n"
                     "m:18 no type: expected pattern TAB type\n"
                     "m:19 the surface is empty\n"
                     "m:20 no type: expected pattern TAB type\n"
                     "m:21 more columns than pattern, type, overwritable types, priority and group\n");
    const gaz_import_options forced = {.format = GAZ_LIST_TOKENSREGEX};
    expect("m", &forced, "a\\\\b ( #|T\n", expected);
}

/* Lists of it could not be read. */
static void what_is_not_utf8_is_told_and_skipped(void **state) {
    (void)state;
    const gaz_import_options forced = {.format = GAZ_LIST_TOKENSREGEX};
    const gaz_import_options lenient = {.format = GAZ_LIST_TOKENSREGEX, .lenient = 1};
    write_file("m", "caf\xE9\tT\na\tT\nb\tT\xFF\n");
    expect("m", &forced, "a|T\n",
           "m:1 not UTF-8; convert the file to UTF-8\nm:3 not UTF-8; convert the file to UTF-8\n");
    expect("m", &lenient, "caf\xE9|T\na|T\nb|T\xFF\n", "");
}

/* ---- Lists ---- */

static void a_file_without_a_byte_is_a_list(void **state) {
    (void)state;
    write_file("T.tsv", "");
    write_file("T.csv", "");
    expect("T.tsv", NULL, "", "");
    expect("T.csv", NULL, "", "");
}

static void a_bare_list_has_blank_lines_and_blanks_around_types(void **state) {
    (void)state;
    write_file("l.tsv", "a b\t T \r\n  \n# c\tT\n");
    expect("l.tsv", NULL, "a b|T\n# c|T\n", "");
    write_file("T.tsv", "a\n \tx\n");
    expect_error("T.tsv", NULL, 2, "TAB");
    write_file("T.tsv", "# a comment\n#\n#b\na\t\n## c\n");
    expect("T.tsv", NULL, "#b|T\na|T\n", "");
    write_file("l.tsv", "# a comment\na\tT\t\n# c\nd\tT\n");
    expect("l.tsv", NULL, "a|T\nd|T\n", "");
}

/* ---- Damage ---- */

static uint64_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static void any_damage_is_refused_or_skipped(void **state) {
    (void)state;
    static const char *const seeds[] = {
        LINE("[{\"ORTH\":\"a\"},{\"LOWER\":\"b\"}]") "{\"label\":\"T\",\"pattern\":\"a b\",\"id\":\"Q1\"}\n" LINE(
            "\"c\""),
        "\xEF\xBB\xBFlist.lst:T:m:en:X\r\nlist.lst:U\n",
        "a\\.b c\tT\tMISC,X\t1.0\t0\nd\tT\n",
        "a b\tT\nc\tT\n",
        "{\"A\": [\"a\", [\"b\", \"c\\n\"], \"\"],\n \"B\\\"\": [\"d e\"]}",
        "<s>\n<token id=\"1\" canonical=\"c\"><variant base=\"a &amp; b\" id=\"2\"/>\n<variant "
        "base=\"c\"/></token></s>",
        "C0000001|ENG|P|L1|PF|S1|Y|A1||M1|D1|MSH|MH|D1|a b|0|N|256|\n",
        "D003920\ta b\nD003921\tc\n"};
    enum { SEEDS = sizeof seeds / sizeof *seeds };
    static const char bytes[] = "\0\t\n\r\"\\{}[]:=,&.\xFF\xC3 aT19-";
    const char *given = getenv("GAZ_SEED");
    uint64_t random = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    print_message("GAZ_SEED=%llu\n", (unsigned long long)random);
    for (int round = 0; round < 4000; round++) {
        char text[400];
        const char *seed = seeds[round % SEEDS];
        size_t size = strlen(seed);
        memcpy(text, seed, size);
        for (uint64_t changes = next_random(&random) % 6; changes; changes--)
            text[next_random(&random) % size] = bytes[next_random(&random) % (sizeof bytes - 1)];
        size -= next_random(&random) % 4 ? 0 : next_random(&random) % size;
        bool list = round % SEEDS == 1 && round / SEEDS % 2 == 0;
        write_bytes(list ? "list.lst" : "file", text, size);
        if (list) write_file("file", "list.lst:T\n");
        gaz_import_options options = {
            .format = (gaz_list_format)(list ? GAZ_LIST_GATE : next_random(&random) % (GAZ_LIST_MISP + 1)),
            .type = "T"};
        gaz_lexicon *lexicon;
        gaz_error error = {0};
        assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
        gaz_status status = gaz_lexicon_import(lexicon, path_of("file"), &options, NULL, &error);
        assert_true(status == GAZ_OK || (error.status == status && error.message[0]));
        gaz_memory written = {0};
        gaz_sink sink;
        gaz_sink_memory(&sink, &written);
        assert_int_equal(gaz_lexicon_export(lexicon, &sink, NULL, NULL, NULL), GAZ_OK);
        gaz_memory_free(&written);
        gaz_lexicon_free(lexicon);
    }
}

/* ---- Export ---- */

static void add(gaz_lexicon *lexicon, const char *const *words, size_t count, const char *type) {
    gaz_token tokens[8];
    for (size_t i = 0; i < count; i++) tokens[i] = (gaz_token){words[i], strlen(words[i])};
    assert_int_equal(gaz_lexicon_add(lexicon, tokens, count, type, NULL), GAZ_OK);
}

static void expect_export(const gaz_lexicon *lexicon, gaz_export_format format, int token_patterns,
                          const char *expected) {
    const gaz_export_options options = {.format = format, .token_patterns = token_patterns};
    gaz_memory written = {0};
    gaz_sink sink;
    gaz_sink_memory(&sink, &written);
    assert_int_equal(gaz_lexicon_export(lexicon, &sink, &options, NULL, NULL), GAZ_OK);
    assert_int_equal(written.size, strlen(expected));
    assert_memory_equal(written.bytes, expected, written.size);
    gaz_memory_free(&written);
}

static void surfaces_are_written_as_the_reader_needs_them(void **state) {
    (void)state;
    gaz_lexicon *lexicon;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    add(lexicon, (const char *[]){"C", "++"}, 2, "L");
    add(lexicon, (const char *[]){"f( )", "a \n b\t"}, 2, "F");
    add(lexicon, (const char *[]){"\"\\\u00E9"}, 1, "L\"");
    add(lexicon, (const char *[]){"\xE9"}, 1, "L");
    add(lexicon, (const char *[]){" "}, 1, "L");
    expect_export(lexicon, GAZ_EXPORT_PATTERNS, 0,
                  "{\"label\":\"F\",\"pattern\":\"f( ) a b\"}\n{\"label\":\"L\",\"pattern\":\"C ++\"}\n"
                  "{\"label\":\"L\\\"\",\"pattern\":\"\\\"\\\\\u00E9\"}\n");
    expect_export(lexicon, GAZ_EXPORT_PATTERNS, 1,
                  "{\"label\":\"F\",\"pattern\":[{\"ORTH\":\"f( )\"},{\"ORTH\":\"a \\n b\\t\"}]}\n"
                  "{\"label\":\"L\",\"pattern\":[{\"ORTH\":\"C\"},{\"ORTH\":\"++\"}]}\n"
                  "{\"label\":\"L\",\"pattern\":[{\"ORTH\":\" \"}]}\n"
                  "{\"label\":\"L\\\"\",\"pattern\":[{\"ORTH\":\"\\\"\\\\\u00E9\"}]}\n");
    expect_export(lexicon, GAZ_EXPORT_TSV, 0, "C ++\tL\n\xE9\tL\n\"\\\u00E9\tL\"\n");
    gaz_lexicon_free(lexicon);
}

static void surfaces_of_the_same_words_have_one_type(void **state) {
    (void)state;
    gaz_lexicon *lexicon;
    gaz_export_report report;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    add(lexicon, (const char *[]){"input/output"}, 1, "B");
    add(lexicon, (const char *[]){"input", "/", "output"}, 3, "A");
    add(lexicon, (const char *[]){"input", "/output"}, 2, "A");
    add(lexicon, (const char *[]){"x"}, 1, "A");
    add(lexicon, (const char *[]){"x"}, 1, "B");
    lexicon->entries[4].priority = 1;
    expect_export(lexicon, GAZ_EXPORT_PATTERNS, 0,
                  "{\"label\":\"A\",\"pattern\":\"input / output\"}\n{\"label\":\"A\",\"pattern\":\"input /output\"}\n"
                  "{\"label\":\"B\",\"pattern\":\"x\"}\n");
    gaz_memory written = {0};
    gaz_sink sink;
    gaz_sink_memory(&sink, &written);
    assert_int_equal(gaz_lexicon_export(lexicon, &sink, NULL, &report, NULL), GAZ_OK);
    gaz_memory_free(&written);
    assert_int_equal(report.entries, 3);
    assert_int_equal(report.lost, 2);
    expect_export(lexicon, GAZ_EXPORT_TSV, 0, "input / output\tA\ninput /output\tA\nx\tA\ninput/output\tB\nx\tB\n");
    gaz_lexicon_free(lexicon);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(a_string_is_cut_at_blanks_and_a_list_gives_its_own_tokens),
        WITH_FOLDER(patterns_are_found_by_their_first_line_or_their_name),
        WITH_FOLDER(a_pattern_that_is_no_entry_is_told_and_skipped),
        WITH_FOLDER(lower_is_any_case),
        WITH_FOLDER(damaged_json_is_an_error_with_its_line),
        WITH_FOLDER(a_surface_that_is_too_long_is_skipped),
        WITH_FOLDER(the_index_names_lists_and_types),
        WITH_FOLDER(lines_of_an_index_that_name_no_list_are_skipped),
        WITH_FOLDER(an_index_names_no_lists_elsewhere),
        WITH_FOLDER(features_are_kept_in_place_of_an_id),
        WITH_FOLDER(a_mapping_is_found_by_its_columns),
        WITH_FOLDER(what_is_no_plain_word_is_told_and_skipped),
        WITH_FOLDER(what_is_not_utf8_is_told_and_skipped),
        WITH_FOLDER(a_file_without_a_byte_is_a_list),
        WITH_FOLDER(a_bare_list_has_blank_lines_and_blanks_around_types),
        WITH_FOLDER(any_damage_is_refused_or_skipped),
        WITH_FOLDER(surfaces_are_written_as_the_reader_needs_them),
        WITH_FOLDER(surfaces_of_the_same_words_have_one_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
