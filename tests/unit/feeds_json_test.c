/* Feeds of indicators in JSON: STIX and MISP. */
#include "imported.h"
#include "lexicon/stix_pattern.h"

/* ---- STIX ---- */

/* Writes "path=value;" for each equality, and ! behind them if the pattern has more. */
static void walk(char *found, const char *text) {
    struct stix_pattern pattern = {.rest = {text, strlen(text)}};
    enum stix_result result;
    *found = 0;
    while ((result = stix_pattern_next(&pattern)) == STIX_EQUALITY)
        found += sprintf(found, "%.*s=%.*s;", (int)pattern.path.size, pattern.path.bytes, (int)pattern.value.size,
                         pattern.value.size ? pattern.value.bytes : "");
    strcpy(found, result == STIX_END ? "" : "!");
    buffer_free(&pattern.value);
}

static void patterns_are_equalities_or_more(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"[url:value = 'a']", "url:value=a;"},
        {" [ url:value='a' ] ", "url:value=a;"},
        {"[url:value == 'a']", "url:value=a;"},
        {"[a:b = 'x' OR c:d = 'y'] OR [e:f='']", "a:b=x;c:d=y;e:f=;"},
        {"[file:hashes.'SHA-256' = 'x']", "file:hashes.'SHA-256'=x;"},
        {"[a:b = 'it\\'s \\\\ ]']", "a:b=it's \\ ];"},
        {"[a:b = 'x' AND c:d = 'y']", "a:b=x;!"},
        {"[a:b = 'x'] AND [c:d = 'y']", "a:b=x;!"},
        {"[a:b = 'x'] WITHIN 5 SECONDS", "a:b=x;!"},
        {"[a:b != 'x']", "!"},
        {"[a:b LIKE 'x%']", "!"},
        {"[a:b MATCHES '^x']", "!"},
        {"[a:b IN ('x','y')]", "a:b=x;a:b=y;"},
        {"[a:b IN ( 'x' ) OR c:d='y']", "a:b=x;c:d=y;"},
        {"[a:b IN ('x' 'y')]", "!"},
        {"[a:b IN 'x']", "!"},
        {"[a:b IN ('x'", "!"},
        {"[NOT a:b = 'x']", "!"},
        {"[a:b = 5]", "!"},
        {"[a:b = 'x", "!"},
        {"[a:b = 'x\\", "!"},
        {"[a:b = 'x'", "a:b=x;!"},
        {"[a:b = 'x'] OR", "a:b=x;!"},
        {"[a = 'x']", "!"},
        {"a:b = 'x'", "!"},
        {"[]", "!"},
        {"", "!"},
    };
    char found[200];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        walk(found, cases[i][0]);
        assert_string_equal(found, cases[i][1]);
    }
}

static void object_paths_have_types(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"domain-name:value", "domain-name"},
        {"ipv4-addr:value", "ipv4-addr"},
        {"file:hashes.MD5", "md5"},
        {"file:hashes.'SHA-1'", "sha1"},
        {"file:hashes.\"SHA-256\"", "sha256"},
        {"file:hashes.ssdeep", "ssdeep"},
        {"file:name", "file-name"},
        {"email-message:from_ref.value", "email-addr"},
        {"network-traffic:dst_ref.value", ""},
        {"mutex:name", "mutex"},
        {"a-name-that-is-longer-than-any-that-the-standard-has-for-its-objects-is:x",
         "a-name-that-is-longer-than-any-that-the-standard-has-for-its-ob"},
    };
    char room[64];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stix_find_type(room, (struct field){cases[i][0], strlen(cases[i][0])});
        assert_string_equal(room, cases[i][1]);
    }
}

static const char bundle[] =
    "{\"type\": \"bundle\", \"id\": \"bundle--1\", \"objects\": [\n"
    "{\"type\": \"identity\", \"id\": \"identity--1\", \"name\": \"x\"},\n"
    "{\"type\": \"indicator\", \"id\": \"i1\", \"name\": \"Bad\", \"pattern_type\": \"stix\",\n"
    " \"pattern\": \"[domain-name:value = 'evil.com' OR ipv4-addr:value = '1.2.3.4'] OR "
    "[url:value='hxxp://a[.]org']\"},\n"
    "{\"type\": \"indicator\", \"id\": \"i2\", \"pattern\": \"[ipv4-addr:value = '10.0.0.0/8']\"},\n"
    "{\"type\": \"indicator\", \"id\": \"i3\", \"pattern\": \"[url:value = 'a' AND url:value = 'b']\"},\n"
    "{\"type\": \"indicator\", \"id\": \"i4\", \"pattern\": \"rule x {}\", \"pattern_type\": \"yara\"},\n"
    "{\"type\": \"indicator\", \"id\": \"i5\", \"pattern\": \"[url:value = 'http://old.org']\", \"revoked\": true},\n"
    "{\"type\": \"indicator\", \"id\": \"i6\", \"pattern\": \"[mutex:name = '*a  b']\"},\n"
    "{\"type\": \"indicator\", \"id\": \"i7\"}, 5,\n"
    "{\"type\": \"indicator\", \"id\": \"i8\", \"pattern\": \"[network-traffic:dst_ref.value = '5.6.7.8']\"}]}\n";

static const char bundle_skipped[] = "b:5 a block of addresses, which no entry can express\n"
                                     "b:6 a pattern of more than equalities with OR, which no entry can express\n"
                                     "b:7 a pattern in another language than that of STIX\n"
                                     "b:10 an indicator without a pattern\n";

static void a_bundle_has_indicators_with_ids(void **state) {
    (void)state;
    write_file("b", bundle);
    expect("b", NULL,
           "evil.com|domain-name|i1|strict\n1.2.3.4|ipv4-addr|i1|strict\nhttp://a.org|url|i1|strict\n*a b|mutex|i6\n"
           "5.6.7.8|ipv4-addr|i8|strict\n",
           bundle_skipped);
    const gaz_import_options typed = {.type = "IOC", .feed_edges = GAZ_EDGES_TOKEN};
    expect("b", &typed,
           "evil.com|IOC|i1|token\n1.2.3.4|IOC|i1|token\nhttp://a.org|IOC|i1|token\n*a b|IOC|i6\n"
           "5.6.7.8|IOC|i8|token\n",
           bundle_skipped);
    write_file("taxii", "{\"more\":false,\"objects\":[{\"type\":\"indicator\",\"id\":\"indicator--1\",\"pattern\":"
                        "\"[domain-name:value='x.org']\"}]}");
    expect("taxii", NULL, "x.org|domain-name|indicator--1|strict\n", "");
}

static void damaged_bundles_are_errors(void **state) {
    (void)state;
    write_file("b", "{\"objects\": [\n\"bundle--\",}");
    expect_error("b", NULL, 2, "no JSON");
    const gaz_import_options forced = {.format = GAZ_LIST_STIX};
    write_file("b", "{\"a\":1}");
    expect_error("b", &forced, 0, "expected one JSON object with \"objects\"");
    write_file("b", "{\"objects\":{}}");
    expect_error("b", &forced, 0, "expected one JSON object with \"objects\"");
    write_file("b", "5");
    expect_error("b", &forced, 0, "expected one JSON object with \"objects\"");
    write_file("b.jsonl", "{\"label\":\"T\",\"pattern\":\"objects bundle--\"}\n"); /* a pattern of spaCy */
    expect("b.jsonl", NULL, "objects bundle--|T\n", "");
}

static void only_feeds_are_no_corpora(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int corpus;
    } cases[] = {
        {bundle, 0},
        {"{\"Event\":{\"Attribute\":[{\"type\":\"md5\",\"value\":\"x\"}]}}", 0},
        {"{\"text\":\"a \\\"objects\\\": [ \\\"bundle--\",\"spans\":[]}\n", 1},
        {"{\"text\":\"Attribute\",\"spans\":[],\"type\":\"x\",\"value\":\"Attribute\"}\n", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int found;
        write_file("c.json", cases[i].text);
        assert_int_equal(gaz_corpus_recognize(&found, path_of("c.json"), NULL, NULL), GAZ_OK);
        assert_int_equal(found, cases[i].corpus);
    }
}

/* ---- MISP ---- */

#define ATTRIBUTES                                                                                                     \
    "{\"uuid\":\"u1\",\"type\":\"domain|ip\",\"to_ids\":true,\"value\":\"evil[.]com|1.2.3.4\"},\n"                     \
    "{\"uuid\":\"u2\",\"type\":\"filename|md5\",\"value\":\"a b.exe|d41d8cd98f00b204e9800998ecf8427e\"},\n"            \
    "{\"uuid\":\"u3\",\"type\":\"comment\",\"value\":\"hello\"},\n"                                                    \
    "{\"uuid\":\"u4\",\"type\":\"ip-dst\",\"value\":\"10.0.0.0/8\"},\n"                                                \
    "{\"uuid\":\"u5\",\"type\":\"ip-dst|port\",\"value\":\"5.6.7.8|443\"},\n"                                          \
    "{\"uuid\":\"u6\",\"type\":\"url\",\"value\":\"http://old.org\",\"deleted\":true},\n"                              \
    "{\"uuid\":\"u7\",\"type\":\"domain|ip\",\"value\":\"x.org\"},\n"                                                  \
    "{\"uuid\":\"u8\",\"type\":\"url\"},\n"                                                                            \
    "{\"uuid\":\"u9\",\"type\":\"malware-sample\",\"value\":\"c.exe|d41d8cd98f00b204e9800998ecf8427e\"}"
#define OBJECTS "[{\"name\":\"file\",\"Attribute\":[{\"uuid\":\"o1\",\"type\":\"hostname\",\"value\":\"y.org\"}]}]"

static void events_have_attributes_wherever_they_are(void **state) {
    (void)state;
    static const char *const texts[] = {
        "{\"Event\":{\"info\":\"x\",\"Attribute\":[\n" ATTRIBUTES "],\n\"Object\":" OBJECTS "}}",
        "\xEF\xBB\xBF[{\"Event\":{\"Attribute\":[\n" ATTRIBUTES "],\"Object\":" OBJECTS "}}]\n",
        "{\"response\":[{\"Event\":{\"Attribute\":[\n" ATTRIBUTES "],\"Object\":" OBJECTS "}}]}",
        "{\"response\":{\"Attribute\":[\n" ATTRIBUTES "],\"Object\":" OBJECTS "}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_file("m", texts[i]);
        expect("m", NULL,
               "evil.com|domain-name|u1|strict\n1.2.3.4|ipv4-addr|u1|strict\na b.exe|file-name|u2\n"
               "d41d8cd98f00b204e9800998ecf8427e|md5|u2|strict\n5.6.7.8|ipv4-addr|u5|strict\nc.exe|file-name|u9\n"
               "d41d8cd98f00b204e9800998ecf8427e|md5|u9|strict\ny.org|domain-name|o1|strict\n",
               "m:4 an attribute of a type that is not one of indicators\n"
               "m:5 a block of addresses, which no entry can express\n"
               "m:8 an attribute of two types without | in its value\n"
               "m:9 the surface is empty\n");
    }
    write_file("m", "{\"Attribute\":[{\"type\":\"md5\",\"value\":\"x\"}]");
    expect_error("m", NULL, 1, "no JSON");
    const gaz_import_options forced = {.format = GAZ_LIST_MISP};
    write_file("m", "[1");
    expect_error("m", &forced, 1, "no JSON");
    write_file("m", "{\"Object\":[]}");
    expect("m", &forced, "", "");
}

static void deep_nesting_ends(void **state) {
    (void)state;
    char text[4000] = "{\"Attribute\":[{\"type\":\"md5\",\"value\":\"x\"}],\"Event\":";
    for (int i = 0; i < 100; i++) strcat(text, "{\"Event\":");
    strcat(text, "{\"Attribute\":[{\"type\":\"md5\",\"value\":\"y\"}]}");
    for (int i = 0; i < 100; i++) strcat(text, "}");
    strcat(text, "}");
    write_file("m", text);
    expect("m", NULL, "x|md5|strict\n", "m:1 events or objects inside of too many others\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_are_equalities_or_more),
        cmocka_unit_test(object_paths_have_types),
        WITH_FOLDER(a_bundle_has_indicators_with_ids),
        WITH_FOLDER(damaged_bundles_are_errors),
        WITH_FOLDER(only_feeds_are_no_corpora),
        WITH_FOLDER(events_have_attributes_wherever_they_are),
        WITH_FOLDER(deep_nesting_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
