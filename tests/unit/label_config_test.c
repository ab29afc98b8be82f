/* The labelling configurations of Label Studio: where they say that the labels and the text are, and what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#ifdef GAZ_LIBXML2

#include "serve/label_config.h"

static struct label_config config;
static gaz_error error;

static gaz_status read_config(const char *xml) {
    label_config_free(&config);
    memset(&error, 0, sizeof error);
    return label_config_read(&config, xml, strlen(xml), &error);
}

static bool has(const char *label) {
    return strings_have(&config.labels, label, strlen(label));
}

static void plain(void **state) {
    (void)state;
    assert_int_equal(
        read_config("<View>\r\n <Labels name=\"label\" toName=\"text\">\n  <Label value=\"A &amp; B\"/>\n"
                    "  <Label value=\"System\" alias=\"OS\"/><View><Label value=\"한국어\"/></View></Labels>\n"
                    " <Label value=\"Outside\"/><Text name=\"text\" value=\"$a.body\"/></View>"),
        GAZ_OK);
    assert_string_equal(config.from_name, "label");
    assert_string_equal(config.to_name, "text");
    assert_string_equal(config.key, "a.body");
    assert_false(config.is_markup);
    assert_false(config.is_open);
    assert_int_equal(config.labels.count, 4);
    assert_true(has("A & B") && has("System") && has("OS") && has("한국어"));
}

/* The first Labels of a Text, wherever the Text is; those of an image, or of nothing, are passed over. */
static void several(void **state) {
    (void)state;
    assert_int_equal(read_config("<View><Image name=\"i\" value=\"$image\"/>"
                                 "<Labels name=\"boxes\" toName=\"i\"><Label value=\"Cat\"/></Labels>"
                                 "<Labels name=\"lost\" toName=\"nothing\"><Label value=\"Dog\"/></Labels>"
                                 "<HyperTextLabels name=\"h\" toName=\"page\"><Label value=\"Link\"/></HyperTextLabels>"
                                 "<Text name=\"other\" value=\"$title\"/>"
                                 "<Labels name=\"one\" toName=\"text\"><Label value=\"A\"/></Labels>"
                                 "<Labels name=\"two\" toName=\"other\"><Label value=\"B\"/></Labels>"
                                 "<Text name=\"text\" value=\"$body\" valueType=\"text\"/>"
                                 "<HyperText name=\"page\" value=\"$html\"/></View>"),
                     GAZ_OK);
    assert_string_equal(config.from_name, "one");
    assert_string_equal(config.key, "body");
    assert_int_equal(config.labels.count, 1);
    assert_true(has("A"));
}

static void markup(void **state) {
    (void)state;
    assert_int_equal(read_config("<View><HyperTextLabels name=\"h\" toName=\"p\"><Label value=\"L\"/></HyperTextLabels>"
                                 "<HyperText name=\"p\" value=\"$html\"/></View>"),
                     GAZ_OK);
    assert_true(config.is_markup);
    assert_string_equal(config.key, "html");
    assert_true(has("L"));
}

/* Labels that a task brings along. */
static void open_labels(void **state) {
    (void)state;
    static const char text[] = "<Text name=\"t\" value=\"$text\"/></View>";
    char xml[256];
    strcpy(xml, "<View><Labels name=\"l\" toName=\"t\" value=\"$labels\"><Label value=\"A\"/></Labels>");
    assert_int_equal(read_config(strcat(xml, text)), GAZ_OK);
    assert_true(config.is_open);
    strcpy(xml, "<View><Labels name=\"l\" toName=\"t\"/><Label value=\"A\"/>");
    assert_int_equal(read_config(strcat(xml, text)), GAZ_OK);
    assert_true(config.is_open);
    assert_int_equal(config.labels.count, 0);
}

static void refused(void **state) {
    (void)state;
    static const struct {
        const char *xml;
        const char *message;
    } rows[] = {
        {"", "no XML"},
        {"text", "no XML"},
        {"<View><Labels></View>", "no XML"},
        {"<View/>", "no Labels whose toName"},
        {"<View><Labels name=\"l\" toName=\"t\"/></View>", "no Labels whose toName"},
        {"<View><Labels toName=\"t\"/><Text name=\"t\" value=\"$text\"/></View>", "no Labels whose toName"},
        {"<View><Labels name=\"l\"/><Text value=\"$text\"/></View>", "no Labels whose toName"},
        {"<View><Labels name=\"l\" toName=\"t\"/><Text name=\"t\"/></View>", "has the value \"\""},
        {"<View><Labels name=\"l\" toName=\"t\"/><Text name=\"t\" value=\"$\"/></View>", "has the value \"$\""},
        {"<View><Labels name=\"l\" toName=\"t\"/><Text name=\"t\" value=\"text\"/></View>", "has the value \"text\""},
        {"<View><Labels name=\"l\" toName=\"t\"/><Text name=\"t\" value=\"$a $b\"/></View>", "has the value \"$a $b\""},
        {"<View><Labels name=\"l\" toName=\"t\"/><Text name=\"t\" value=\"$a\" valueType=\"url\"/></View>",
         "its valueType is \"url\""},
        {"<!DOCTYPE View [<!ENTITY a \"b\">]><View>&a;</View>", "declares entities"},
        {"<!DOCTYPE View [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><View>&a;</View>", "declares entities"},
        {"<View>&unknown;</View>", "no XML"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(read_config(rows[i].xml), GAZ_ERROR_INPUT);
        if (!strstr(error.message, rows[i].message)) fail_msg("%s: \"%s\"", rows[i].xml, error.message);
        assert_int_equal(error.file[0], 0);
    }
}

static int free_config(void **state) {
    (void)state;
    label_config_free(&config);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain), cmocka_unit_test(several), cmocka_unit_test(markup),
                                       cmocka_unit_test(open_labels), cmocka_unit_test(refused)};
    return cmocka_run_group_tests(tests, NULL, free_config);
}

#else

int main(void) {
    return 0; /* no configuration is read */
}

#endif
