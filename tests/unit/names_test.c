/* The words for the values of the public enums. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gaz.h"

static const struct {
    const char *(*name)(int value);
    int (*find)(const char *name);
    int last;
} enums[] = {
    {gaz_scheme_name, gaz_scheme_find, GAZ_SCHEME_BARE},
    {gaz_separator_name, gaz_separator_find, GAZ_SEPARATOR_BLANK},
    {gaz_offsets_name, gaz_offsets_find, GAZ_OFFSETS_GRAPHEME},
    {gaz_list_format_name, gaz_list_format_find, GAZ_LIST_MISP},
    {gaz_export_format_name, gaz_export_format_find, GAZ_EXPORT_TSV},
    {gaz_tokens_name, gaz_tokens_find, GAZ_TOKENS_WORDS},
    {gaz_reason_name, gaz_reason_find, GAZ_REASON_DIGITS},
};

static void each_value_has_a_name_of_its_own(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof enums / sizeof *enums; i++) {
        for (int value = 0; value <= enums[i].last; value++) {
            assert_non_null(enums[i].name(value));
            assert_int_equal(enums[i].find(enums[i].name(value)), value);
        }
        assert_null(enums[i].name(enums[i].last + 1));
        assert_null(enums[i].name(-1));
        assert_int_equal(enums[i].find("no such name"), -1);
        assert_int_equal(enums[i].find(NULL), -1);
    }
}

static void names_are_those_of_their_values(void **state) {
    (void)state;
    assert_int_equal(gaz_scheme_find("bioes"), GAZ_SCHEME_BIOES);
    assert_int_equal(gaz_separator_find("tab"), GAZ_SEPARATOR_TAB);
    assert_int_equal(gaz_offsets_find("utf16"), GAZ_OFFSETS_UTF16);
    assert_int_equal(gaz_list_format_find("gate"), GAZ_LIST_GATE);
    assert_int_equal(gaz_export_format_find("tsv"), GAZ_EXPORT_TSV);
    assert_int_equal(gaz_tokens_find("corpus"), GAZ_TOKENS_CORPUS);
    assert_int_equal(gaz_reason_find("not in model"), GAZ_REASON_NOT_IN_MODEL);
}

static void variants_are_bits(void **state) {
    (void)state;
    static const struct {
        const char *name;
        unsigned bit;
    } variants[] = {{"first", GAZ_VARIANT_FIRST},       {"lower-first", GAZ_VARIANT_LOWER_FIRST},
                    {"title", GAZ_VARIANT_TITLE},       {"upper", GAZ_VARIANT_UPPER},
                    {"lower", GAZ_VARIANT_LOWER},       {"plural", GAZ_VARIANT_PLURAL},
                    {"singular", GAZ_VARIANT_SINGULAR}, {"joined", GAZ_VARIANT_JOINED},
                    {"accents", GAZ_VARIANT_ACCENTS},   {"possessive", GAZ_VARIANT_POSSESSIVE},
                    {"greek", GAZ_VARIANT_GREEK},       {"inverted", GAZ_VARIANT_INVERTED},
                    {"numeral", GAZ_VARIANT_NUMERAL},   {"british", GAZ_VARIANT_BRITISH},
                    {"digits", GAZ_VARIANT_DIGITS}};
    unsigned all = 0;
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
        assert_string_equal(gaz_variant_name(variants[i].bit), variants[i].name);
        assert_int_equal(gaz_variant_find(variants[i].name), variants[i].bit);
        all |= variants[i].bit;
    }
    assert_int_equal(all, GAZ_VARIANT_ALL);
    assert_null(gaz_variant_name(0));
    assert_null(gaz_variant_name(GAZ_VARIANT_FIRST | GAZ_VARIANT_UPPER));
    assert_null(gaz_variant_name(GAZ_VARIANT_ALL + 2));
    assert_int_equal(gaz_variant_find(""), 0);
    assert_int_equal(gaz_variant_find(NULL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_value_has_a_name_of_its_own),
        cmocka_unit_test(names_are_those_of_their_values),
        cmocka_unit_test(variants_are_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
