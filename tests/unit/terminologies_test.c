/* Terminologies in: columns of ids, JSON, ConceptMapper, UMLS. */
#include <sys/stat.h>

#include "imported.h"

/* ---- Ids and names ---- */

/* Writes a line for each number below `count`, with the number wherever the formats have it. */
static void write_lines(const char *name, int count, const char *first, const char *second) {
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    for (int i = 0; i < count; i++) {
        fprintf(file, first, i);
        fputc('\t', file);
        fprintf(file, second, i);
        fputc('\n', file);
    }
    assert_int_equal(fclose(file), 0);
}

/* How many entries of a type it has; -1: it is refused, and why is right. */
static int count_typed(const char *name, const gaz_import_options *options, const char *type) {
    static char told[4000];
    gaz_lexicon *lexicon;
    gaz_error error = {0};
    int count = 0;
    gaz_status status = import(&lexicon, told, name, options, &error);
    for (size_t i = 0; i < lexicon->entry_count; i++)
        count += strcmp(lexicon->types.items[lexicon->entries[i].type].bytes, type) == 0;
    gaz_lexicon_free(lexicon);
    if (status == GAZ_OK) return count;
    assert_int_equal(status, GAZ_ERROR_INPUT);
    assert_int_equal(error.hint, GAZ_HINT_COLUMNS);
    assert_string_equal(error.message, "two columns, of which the second has too many values for types");
    return -1;
}

static void ids_before_names_are_found_by_how_they_look(void **state) {
    (void)state;
    write_file("i.tsv", "# MeSH\nD003920\tdiabetes  mellitus\t\r\nD001943\tcancer\n\nD001943\tbreast cancer\n");
    expect("i.tsv", NULL, "diabetes mellitus|i|D003920\ncancer|i|D001943\nbreast cancer|i|D001943\n",
           "i.tsv:1 no surface\n");
    static const char *const ids[] = {"Q%d", "MESH:D%05d", "%d", "http://a.org/x_%d", "DOID:%d", "C%07d"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        write_lines("i.tsv", 30, ids[i], "name of %d");
        assert_int_equal(count_typed("i.tsv", NULL, "i"), 30);
        write_lines("i.tsv", 2, ids[i], "name of %d");
        assert_int_equal(count_typed("i.tsv", NULL, "i"), 2);
    }
    const gaz_import_options forced = {.format = GAZ_LIST_IDS};
    write_file("i.tsv", "kernel\tOS\n");
    expect("i.tsv", &forced, "OS|i|kernel\n", "");
    const gaz_import_options plain = {.format = GAZ_LIST_PLAIN};
    write_file("i.tsv", "D003920\tdiabetes mellitus\nD001943\tbreast cancer\n");
    expect("i.tsv", &plain, "D003920|diabetes mellitus\nD001943|breast cancer\n", "");
}

static void a_second_column_with_too_many_values_is_none_of_types(void **state) {
    (void)state;
    const gaz_import_options plain = {.format = GAZ_LIST_PLAIN};
    write_lines("i.tsv", 20, "name %d", "T%d");
    assert_int_equal(count_typed("i.tsv", NULL, "T7"), 1); /* by hand */
    write_lines("i.tsv", 21, "name %d", "Q%d");
    assert_int_equal(count_typed("i.tsv", NULL, "Q7"), -1);
    assert_int_equal(count_typed("i.tsv", &plain, "Q7"), 1);
    write_lines("i.tsv", 21, "B%d", "Q%d"); /* which are the ids is not clear */
    assert_int_equal(count_typed("i.tsv", NULL, "Q7"), -1);
    write_lines("i.tsv", 21, "name %d", "T");
    assert_int_equal(count_typed("i.tsv", NULL, "T"), 21);
    write_file("few.tsv", "A320\tNarrow\nA330\tWide\n");
    expect("few.tsv", NULL, "A320|Narrow\nA330|Wide\n", "");
    write_file("one.tsv", "D003920\tdiabetes mellitus\n");
    expect("one.tsv", NULL, "D003920|diabetes mellitus\n", "");
    mkdir(path_of("lists"), 0700);
    write_lines("lists/i.tsv", 30, "D%d", "a name %d");
    assert_int_equal(count_typed("lists", NULL, "i"), 30);
    write_lines("lists/i.tsv", 30, "a name %d", "another %d");
    assert_int_equal(count_typed("lists", NULL, "i"), -1);
}

/* ---- Objects of lists ---- */

static void an_object_of_lists_has_names_by_type(void **state) {
    (void)state;
    write_file(
        "s.json",
        "\xEF\xBB\xBF {\n\"ORG\": [\"European  Union\", [\"U.N.\", \"a b\"],\n\"\"],\n \"L\\u00F6\": [\"O\\\"s\\n\"], "
        "\"none\": []}\n");
    expect("s.json", NULL, "European Union|ORG\nU.N. a\\sb|ORG\nO\"s|L\u00F6\n", "s.json:3 the surface is empty\n");
    const gaz_import_options typed = {.type = "T"};
    write_file("s", "{\"A\":[\"a\"],\"B\":[[\"b\"]]}"); /* whatever its name */
    expect("s", &typed, "a|T\nb|T\n", "");
    static const char *const others[] = {"{\"tokens\":[\"a\"],\"tags\":[\"O\"]}",
                                         "{\"A\":[\"a\",1]}",
                                         "{\"A\":[[[\"a\"]]]}",
                                         "{\"A\":\"a\"}",
                                         "{\"A\":[]}",
                                         "{\"A\":[\"a\"]}\n{\"A\":[\"a\"]}"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        write_file("s.json", others[i]);
        expect_error("s.json", NULL, 0, "JSON without patterns");
    }
    const gaz_import_options forced = {.format = GAZ_LIST_SKWEAK};
    expect_error("s.json", &forced, 0, "expected one JSON object");
    write_file("s.json", "{\"A\":[\n\"a\"}");
    expect_error("s.json", &forced, 2, "no JSON");
}

/* ---- ConceptMapper ---- */

#ifdef GAZ_LIBXML2

#define TOKENS(text) "<?xml version=\"1.0\"?>\n<synonym>\n" text "\n</synonym>"

static void variants_are_entries_with_what_their_tokens_say(void **state) {
    (void)state;
    write_file("c.xml",
               TOKENS("<token canonical=\"colon, NOS\" CodeType=\"ICDO\" CodeValue=\"C18.9\" SemClass=\"Site\">\n"
                      "<variant base=\"large &lt; colon&#10;\"/><variant base=\"colic\" semclass=\"Adj\"/>\n"
                      "<variant POS=\"JJ\" base=\"colonic\"></variant></token>\n"
                      "<token id=\"1\" codevalue=\"2\"><variant base=\"x\" ID=\"3\"/><variant base=\"y\"/></token>\n"
                      "<token canonical=\"n\"/>\n<token><variant base=\"\"/></token>"));
    expect("c.xml", NULL, "colic|Adj|C18.9\nlarge < colon|Site|C18.9\ncolonic|Site|C18.9\nx|c|3\ny|c|1\n",
           "c.xml:7 a token without variants, so that nothing is found\nc.xml:8 a variant without a base\n");
    write_file("c.xml",
               "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><d><token><variant base=\"caf\xE9\"/></token></d>");
    expect("c.xml", NULL, "caf\u00E9|c\n", "");
}

static void damaged_xml_is_an_error_with_its_line(void **state) {
    (void)state;
    const gaz_import_options forced = {.format = GAZ_LIST_CONCEPTMAPPER};
    write_file("c.xml", TOKENS("<token><variant base=\"a\"></token>"));
    expect_error("c.xml", NULL, 3, "no XML: ");
    write_file("c.xml", TOKENS("<variant base=\"a\"/><token/>"));
    expect_error("c.xml", NULL, 3, "a variant outside of a token");
    write_file("c.xml", TOKENS("<token><token><variant base=\"a\"/></token></token>"));
    expect_error("c.xml", NULL, 3, "a token inside of another");
    write_file("c.xml", "<!DOCTYPE s [<!ENTITY e \"a\">]>\n<s><token><variant base=\"&e;\"/></token></s>");
    expect_error("c.xml", NULL, 0, "XML that declares entities");
    write_file("c.xml", "kernel\n");
    expect_error("c.xml", &forced, 1, "no XML: ");
    write_file("c.xml", "<token> is no XML\n"); /* nor has it variants */
    expect("c.xml", NULL, "<token> is no XML|c\n", "");
}

#endif

/* ---- UMLS ---- */

#define CONCEPT(cui, name) cui "|ENG|P|L1|PF|S1|Y|A1||M1|D1|MSH|MH|D1|" name "|0|N|256|\n"

static void take_note(void *context, const gaz_error *reason) {
    snprintf(context, 600, "%d %s", (int)reason->hint, reason->message);
}

static void note_nothing(void *context, const gaz_error *reason) {
    (void)context;
    (void)reason;
}

static void semantic_types_are_those_beside_the_names(void **state) {
    (void)state;
    char note[600] = "";
    char types[200];
    static char told[4000];
    gaz_lexicon *lexicon;
    gaz_import_options options = {.noted = take_note, .user = note, .skipped = note_nothing};
    write_file("MRCONSO.RRF", CONCEPT("C0000001", "a b") CONCEPT("C0000002", "c") CONCEPT("C0000003", "d"));
    const gaz_import_options typed = {.type = "T"};
    expect("MRCONSO.RRF", NULL, "a b|MRCONSO|C0000001\nc|MRCONSO|C0000002\nd|MRCONSO|C0000003\n", "");
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_import(lexicon, path_of("MRCONSO.RRF"), &options, NULL, NULL), GAZ_OK);
    assert_string_equal(note, "21 no MRSTY.RRF beside it: the type of all entries is MRCONSO");
    write_file("types",
               "C0000003|T047|B|Disease|AT|256|\nno row\nC0000001|T121|A|Drug|AT|256|\nC0000001|T109|A|Org|AT|256|\n"
               "C0000001|T121|A|Drug|AT|256|\n");
    const gaz_import_options named = {.semantic_types = strcpy(types, path_of("types"))};
    options.semantic_types = types;
    expect("MRCONSO.RRF", &named, "a b|T109|C0000001\na b|T121|C0000001\nc|MRCONSO|C0000002\nd|T047|C0000003\n",
           "types:2 no row CUI|TUI|...\n");
    assert_int_equal(gaz_lexicon_import(lexicon, path_of("MRCONSO.RRF"), &options, NULL, NULL), GAZ_OK);
    assert_non_null(strstr(note, "types; 1 names have none there, and their type is MRCONSO"));
    gaz_lexicon_free(lexicon);
    assert_int_equal(rename(types, path_of("MRSTY.RRF")), 0);
    expect("MRCONSO.RRF", NULL, "a b|T109|C0000001\na b|T121|C0000001\nc|MRCONSO|C0000002\nd|T047|C0000003\n",
           "MRSTY.RRF:2 no row CUI|TUI|...\n");
    expect("MRCONSO.RRF", &typed, "a b|T|C0000001\nc|T|C0000002\nd|T|C0000003\n", "");
    write_file("MRSTY.RRF", "");
    expect_error("MRCONSO.RRF", NULL, 0, "has no row CUI|TUI|...");
    assert_int_equal(import(&lexicon, told, "MRCONSO.RRF", &(gaz_import_options){.semantic_types = "/absent"}, NULL),
                     GAZ_ERROR_IO);
    gaz_lexicon_free(lexicon);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(ids_before_names_are_found_by_how_they_look),
        WITH_FOLDER(a_second_column_with_too_many_values_is_none_of_types),
        WITH_FOLDER(an_object_of_lists_has_names_by_type),
#ifdef GAZ_LIBXML2
        WITH_FOLDER(variants_are_entries_with_what_their_tokens_say),
        WITH_FOLDER(damaged_xml_is_an_error_with_its_line),
#endif
        WITH_FOLDER(semantic_types_are_those_beside_the_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
