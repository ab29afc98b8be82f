/* Feeds of indicators in: lines with comments, hosts files, rules of ad blockers. */
#include "imported.h"
#include "lexicon/indicator.h"

/* ---- Indicators ---- */

static void indicators_are_told_by_their_form(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum indicator_kind kind;
        const char *value; /* NULL: the text */
    } cases[] = {
        {"evil.com", INDICATOR_HOST, NULL},
        {"a_b.evil-x.co.uk", INDICATOR_HOST, NULL},
        {"b\u00FCcher.de", INDICATOR_HOST, NULL},
        {"evil.com:8080", INDICATOR_HOST, NULL},
        {"evil[.]com", INDICATOR_HOST, "evil.com"},
        {"www(.)evil[dot]com", INDICATOR_HOST, "www.evil.com"},
        {"1.2.3.4", INDICATOR_IPV4, NULL},
        {"1.2.3[.]4", INDICATOR_IPV4, "1.2.3.4"},
        {"1.2.3.4:443", INDICATOR_IPV4, NULL},
        {"2001:db8::1", INDICATOR_IPV6, NULL},
        {"http://evil.com/a?b#c", INDICATOR_URL, NULL},
        {"hXXps[:]//evil[.]com/a", INDICATOR_URL, "https://evil.com/a"},
        {"hxxp://1.2.3.4/", INDICATOR_URL, "http://1.2.3.4/"},
        {"fxp[://]evil.com", INDICATOR_URL, "ftp://evil.com"},
        {"http://evil.com/a*b", INDICATOR_URL, NULL},
        {"evil.com/login.php", INDICATOR_URL, NULL},
        {"user[@]evil.com", INDICATOR_EMAIL, "user@evil.com"},
        {"d41d8cd98f00b204e9800998ecf8427e", INDICATOR_MD5, NULL},
        {"DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", INDICATOR_SHA1, NULL},
        {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", INDICATOR_SHA256, NULL},
        {"10.0.0.0/8", INDICATOR_BLOCK, NULL},
        {"10.0.0.0/255.0.0.0", INDICATOR_BLOCK, NULL},
        {"2001:db8::/32", INDICATOR_BLOCK, NULL},
        {"10.0.0.1-10.0.0.9", INDICATOR_RANGE, NULL},
        {"10.0.0.1 - 10.0.0.9", INDICATOR_RANGE, NULL},
        {"10.0.0.1-9", INDICATOR_RANGE, NULL},
        {"/evil\\.com$/", INDICATOR_EXPRESSION, NULL},
        {"^evil", INDICATOR_EXPRESSION, NULL},
        {"*.evil.com", INDICATOR_WILDCARD, NULL},
        {".evil.com", INDICATOR_WILDCARD, NULL},
        {"http://*.evil.com/", INDICATOR_WILDCARD, NULL},
        {"http://evil.com/*", INDICATOR_WILDCARD, NULL},
        {"", INDICATOR_NONE, NULL},
        {"localhost", INDICATOR_NONE, NULL},
        {"C #", INDICATOR_NONE, NULL},
        {"F#", INDICATOR_NONE, NULL},
        {"1.2.3", INDICATOR_NONE, NULL},
        {"256.1.1.1", INDICATOR_NONE, NULL},
        {"evil..com", INDICATOR_NONE, NULL},
        {"evil.com.", INDICATOR_NONE, NULL},
        {"-evil.com", INDICATOR_NONE, NULL},
        {"an evil.com", INDICATOR_NONE, NULL},
        {"http://", INDICATOR_NONE, NULL},
        {"d41d8cd98f00b204e9800998ecf8427", INDICATOR_NONE, NULL},
        {"@evil.com", INDICATOR_NONE, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct indicator found;
        const struct field text = {cases[i].text, strlen(cases[i].text)};
        char *room = malloc(text.size + (text.size == 0)); /* no more: the sanitizer looks */
        const char *value = cases[i].value ? cases[i].value : cases[i].text;
        assert_non_null(room);
        indicator_look(&found, room, text);
        if (found.kind != cases[i].kind) print_error("%s\n", cases[i].text);
        assert_int_equal(found.kind, cases[i].kind);
        assert_true(field_is(&found.value, value));
        assert_int_equal(found.refanged, cases[i].value != NULL);
        free(room);
    }
}

/* ---- Lines ---- */

static void inline_comments_are_cut_from_feeds_only(void **state) {
    (void)state;
    write_file("f.txt",
               "\xEF\xBB\xBF# Head\r\n1.2.3.4 # inline\r\n\nevil.com\t; note\n//x\nhttp://evil.com/a#b // c\n");
    expect("f.txt", NULL, "1.2.3.4|ipv4-addr|strict\nevil.com|domain-name|strict\nhttp://evil.com/a#b|url|strict\n",
           "");
    write_file("f.txt", "1.2.3.4 # one\nevil.com\n"); /* one comment tells nothing */
    expect("f.txt", NULL, "1.2.3.4 # one|f\nevil.com|f\n", "");
    write_file("f.txt", "1.2.3.4 # one\nevil.com # two\n");
    expect("f.txt", NULL, "1.2.3.4|ipv4-addr|strict\nevil.com|domain-name|strict\n", "");
    write_file("f.txt", "# Languages\nC #\nF#\nC # sharp\nNode.js\n");
    expect("f.txt", NULL, "C #|f\nF#|f\nC # sharp|f\nNode.js|f\n", "");
    write_file("f.txt", "# Companies\nbooking.com\namazon.com\n"); /* names like any others */
    expect("f.txt", NULL, "booking.com|f\namazon.com|f\n", "");
    write_file("f.txt", "# Head\n1.2.3.4\n5.6.7.8\n");
    expect("f.txt", NULL, "1.2.3.4|ipv4-addr|strict\n5.6.7.8|ipv4-addr|strict\n", "");
    write_file("f.txt", "1.2.3.4\nevil.com\n");
    expect("f.txt", NULL, "1.2.3.4|f\nevil.com|f\n", "");
    const gaz_import_options plain = {.format = GAZ_LIST_PLAIN};
    write_file("f.txt", "evil[.]com # a\nbad[.]com # b\n");
    expect("f.txt", &plain, "evil[.]com # a|f\nbad[.]com # b|f\n", "");
}

static void one_line_in_ten_may_be_something_else(void **state) {
    (void)state;
    const char *nine = "# Head\na.b.org # x\nb.org\nc.org\nd.org\ne.org\nf.org\ng.org\nh.org\ni.org\nthe end\n";
    write_file("f.txt", nine);
    expect("f.txt", NULL,
           "a.b.org|domain-name|strict\nb.org|domain-name|strict\nc.org|domain-name|strict\nd.org|domain-name|strict\n"
           "e.org|domain-name|strict\nf.org|domain-name|strict\ng.org|domain-name|strict\nh.org|domain-name|strict\n"
           "i.org|domain-name|strict\n",
           "f.txt:11 no host, address, URL, hash or e-mail address\n");
    write_file("f.txt", "# Head\nevil.org # x\nthe end\n");
    expect("f.txt", NULL, "evil.org # x|f\nthe end|f\n", "");
}

static void what_no_entry_can_express_is_skipped_with_its_line(void **state) {
    (void)state;
    write_file("f", "; Drop\n10.0.0.0/8 ; SBL1\n1.2.3.4 - 1.2.3.9\n*.evil.com\n/^evil/\n\n5.6.7.8\n");
    expect(
        "f", NULL, "5.6.7.8|ipv4-addr|strict\n",
        "f:2 a block of addresses, which no entry can express\nf:3 a range of addresses, which no entry can "
        "express\nf:4 a wildcard, which no entry can express\nf:5 a regular expression, which no entry can express\n");
}

static void defanged_forms_are_made_whole(void **state) {
    (void)state;
    write_file("f", "evil[.]com\nhxxp://bad[.]org/x\nuser[@]evil[.]com\n");
    expect("f", NULL, "evil.com|domain-name|strict\nhttp://bad.org/x|url|strict\nuser@evil.com|email-addr|strict\n",
           "");
}

static void options_say_type_and_edges(void **state) {
    (void)state;
    gaz_import_options options = {.type = "IOC", .feed_edges = GAZ_EDGES_TOKEN};
    write_file("f", "# Head\n1.2.3.4\n");
    expect("f", &options, "1.2.3.4|IOC|token\n", "");
    gaz_list_rule rule = {.list = "f", .edges = GAZ_EDGES_TOKEN};
    options = (gaz_import_options){.rules = &rule, .rule_count = 1};
    expect("f", &options, "1.2.3.4|ipv4-addr|token\n", "");
    rule.edges = GAZ_EDGES_DEFAULT;
    expect("f", &options, "1.2.3.4|ipv4-addr|strict\n", "");
    options = (gaz_import_options){.columns = "surface=1"};
    expect("f", &options, "# Head|f\n1.2.3.4|f\n", "");
    options = (gaz_import_options){.format = GAZ_LIST_FEED};
    write_file("f", "1.2.3.4\n");
    expect("f", &options, "1.2.3.4|ipv4-addr|strict\n", "");
}

static void hosts_files_have_hosts_behind_addresses_that_lead_nowhere(void **state) {
    (void)state;
    write_file("hosts", "# Title\n127.0.0.1\tlocalhost\nfe80::1%lo0 localhost\n0.0.0.0 evil.com www.evil.com # bad\n"
                        "0.0.0.0\tbad.org\r\n10.0.0.1 nas.lan\n:: x.org\n");
    expect("hosts", NULL,
           "evil.com|domain-name|strict\nwww.evil.com|domain-name|strict\nbad.org|domain-name|strict\n"
           "x.org|domain-name|strict\n",
           "hosts:2 a name of the machine itself\n"
           "hosts:3 an address that is in use, so that its names are not blocked\n"
           "hosts:6 an address that is in use, so that its names are not blocked\n");
    write_file("net", "10.0.0.1 nas.lan\n10.0.0.2 printer.lan\n0.0.0.0 evil.com\n"); /* these are a network's */
    expect("net", NULL, "10.0.0.1 nas.lan|net\n10.0.0.2 printer.lan|net\n0.0.0.0 evil.com|net\n", "");
}

static void rules_of_ad_blockers_are_hosts_or_skipped(void **state) {
    (void)state;
    const char *rules = "! Title\n||evil.com^\n||1.2.3.4^\n||bad.org^$third-party\n@@||good.org^\n||x.org/path^\n"
                        "x.org##.ad\n||*.z.org^\n||y.org\n";
    const char *skipped = "a:4 a rule with options, which no entry can express\n"
                          "a:5 an exception, which no entry can express\n"
                          "a:6 a rule with a path, which no entry can express\n"
                          "a:7 a rule for parts of pages, which no entry can express\n"
                          "a:8 a wildcard, which no entry can express\n"
                          "a:9 a rule that is not of the form ||host^\n";
    write_file("a", rules);
    expect("a", NULL, "evil.com|domain-name|strict\n1.2.3.4|ipv4-addr|strict\n", skipped);
    write_file("a", "[Adblock Plus 2.0]\n! Title\n-banner-\n");
    expect("a", NULL, "", "a:3 a rule that is not of the form ||host^\n");
    write_file("a", "||\n@@\n! x\n");
    expect("a", NULL, "|||a\n@@|a\n! x|a\n", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indicators_are_told_by_their_form),
        WITH_FOLDER(inline_comments_are_cut_from_feeds_only),
        WITH_FOLDER(one_line_in_ten_may_be_something_else),
        WITH_FOLDER(what_no_entry_can_express_is_skipped_with_its_line),
        WITH_FOLDER(defanged_forms_are_made_whole),
        WITH_FOLDER(options_say_type_and_edges),
        WITH_FOLDER(hosts_files_have_hosts_behind_addresses_that_lead_nowhere),
        WITH_FOLDER(rules_of_ad_blockers_are_hosts_or_skipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
