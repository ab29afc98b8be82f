/* Other forms of a surface, by each kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "lexicon/surface.h"
#include "lexicon/variants.h"

enum { CASE_AND_NUMBER = 2 * GAZ_VARIANT_SINGULAR - GAZ_VARIANT_FIRST };

static struct string name_of(const char *surface) {
    return (struct string){.bytes = surface, .size = (uint32_t)strlen(surface)};
}

/* "first=Operating system title=Operating System": all forms, in the order that they come in. */
static void list_forms(char list[8000], const char *surface, unsigned kinds) {
    const struct string name = name_of(surface);
    struct variants variants = {.surface = &name, .kinds = kinds};
    char *end = list;
    int more;
    *list = 0;
    while ((more = variants_next(&variants)) == 1)
        end += sprintf(end, "%s%s=%.*s", end == list ? "" : " ", variant_names[variants.kind], (int)variants.form.size,
                       variants.form.bytes);
    assert_int_equal(more, 0);
    assert_int_equal(variants_next(&variants), 0); /* and stays at the end */
    variants_free(&variants);
}

static void check_forms(const char *surface, const char *expected) {
    char list[8000];
    list_forms(list, surface, CASE_AND_NUMBER);
    assert_string_equal(list, expected);
}

static void one_token_has_forms(void **state) {
    (void)state;
    check_forms("kernel", "first=Kernel title=Kernel upper=KERNEL plural=kernels");
    check_forms("Kernel", "lower-first=kernel upper=KERNEL lower=kernel plural=Kernels");
    check_forms("BIOS", "lower-first=bIOS lower=bios");
    check_forms("ABC", "lower-first=aBC lower=abc plural=ABCs");
    check_forms("x86_64", "first=X86_64 title=X86_64 upper=X86_64");
    check_forms("--", "");
    check_forms("7", "");
}

static void several_tokens_have_forms(void **state) {
    (void)state;
    check_forms("operating system",
                "first=Operating system title=Operating System upper=OPERATING SYSTEM plural=operating systems");
    check_forms("Operating System", "lower-first=operating System upper=OPERATING SYSTEM lower=operating system "
                                    "plural=Operating Systems");
    check_forms("Operating system", "lower-first=operating system title=Operating System upper=OPERATING SYSTEM "
                                    "lower=operating system plural=Operating systems");
    check_forms("a b c", "first=A b c title=A B C upper=A B C");
    check_forms("( a )", "title=( A ) upper=( A )");
    check_forms("eBPF map", "first=EBPF map title=EBPF Map upper=EBPF MAP lower=ebpf map plural=eBPF maps");
}

static void english_has_number(void **state) {
    (void)state;
    const unsigned number = GAZ_VARIANT_PLURAL | GAZ_VARIANT_SINGULAR;
    static const char *const cases[][2] = {
        {"memory", "plural=memorys plural=memories"},
        {"page memory", "plural=page memorys plural=page memories"},
        {"memories", "singular=memorie singular=memory singular=memori"},
        {"classes", "singular=classe singular=class"},
        {"class", ""},
        {"the systems", "singular=the system"},
        {"bus", "singular=bu"},
        {"os", ""},
        {"by", ""},
        {"fly", "plural=flys plural=flies"},
        {"systems 2", ""},
        {"system2", ""},
        {"caf\u00E9", ""},
        {"two\\sparts", ""},
        {"two\\sparts last", "plural=two\\sparts lasts"},
    };
    char list[8000];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        list_forms(list, cases[i][0], number);
        assert_string_equal(list, cases[i][1]);
    }
}

/* The letter of an escape is none. */
static void escapes_stay(void **state) {
    (void)state;
    const unsigned letters = CASE_AND_NUMBER & ~(unsigned)(GAZ_VARIANT_PLURAL | GAZ_VARIANT_SINGULAR);
    static const char *const cases[][2] = {
        {"a\\sb c", "first=A\\sb c title=A\\sb C upper=A\\sB C"},
        {"\\sab cd", "title=\\sab Cd upper=\\sAB CD"},
        {"\\\\ab", "upper=\\\\AB"},
        {"A\\tB\\nC", "lower-first=a\\tB\\nC lower=a\\tb\\nc"},
        {"\\0 \\r", ""},
        {"ab\\", "first=Ab\\ title=Ab\\ upper=AB\\"}, /* no surface, but bytes */
    };
    char list[8000];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        list_forms(list, cases[i][0], letters);
        assert_string_equal(list, cases[i][1]);
    }
}

static void other_letters_have_case(void **state) {
    (void)state;
    char list[8000];
    check_forms("\u00E9tat x", "first=\u00C9tat x title=\u00C9tat X upper=\u00C9TAT X");
    check_forms("\u00C9TAT", "lower-first=\u00E9TAT lower=\u00E9tat");
    check_forms("\u03C3\u03BF\u03C6\u03CC\u03C2", "first=\u03A3\u03BF\u03C6\u03CC\u03C2 "
                                                  "title=\u03A3\u03BF\u03C6\u03CC\u03C2 "
                                                  "upper=\u03A3\u039F\u03A6\u038C\u03A3");
    check_forms("\u01C6ep", "first=\u01C5ep title=\u01C5ep upper=\u01C4EP"); /* title case is not upper case */
    check_forms("\u65E5\u672C", "");
    check_forms("\xFF"
                "ab cd",
                "title=\xFF"
                "ab Cd upper=\xFF"
                "AB CD");                               /* a byte that is no letter is the first */
    list_forms(list, "stra\u00DFe", GAZ_VARIANT_UPPER); /* has a capital letter only since Unicode 5.1 */
    if (strcmp(list, "upper=STRA\u00DFE") != 0) assert_string_equal(list, "upper=STRA\u1E9EE");
    list_forms(list, "\u00DF", GAZ_VARIANT_LOWER | GAZ_VARIANT_LOWER_FIRST);
    assert_string_equal(list, "");
}

static void kinds_can_be_left_out(void **state) {
    (void)state;
    static const char *const surfaces[] = {"Operating system",
                                           "OPERATING SYSTEM",
                                           "memory pages",
                                           "memory",
                                           "a\\sB",
                                           "Crohn's type-2 tumour, \u00E9 \u03B1"};
    for (size_t i = 0; i < sizeof surfaces / sizeof *surfaces; i++) {
        char all[8000];
        char some[8000];
        list_forms(some, surfaces[i], 0);
        assert_string_equal(some, "");
        list_forms(some, surfaces[i], 1); /* of no kind */
        assert_string_equal(some, "");
        list_forms(all, surfaces[i], GAZ_VARIANT_ALL);
        for (int kind = VARIANT_FIRST; kind < VARIANT_KINDS; kind++) {
            const struct string name = name_of(surfaces[i]);
            struct variants variants = {.surface = &name, .kinds = 1u << kind};
            while (variants_next(&variants) == 1) {
                char form[300];
                assert_int_equal(variants.kind, kind);
                sprintf(form, "%s=%.*s", variant_names[kind], (int)variants.form.size, variants.form.bytes);
                assert_non_null(strstr(all, form));
            }
            variants_free(&variants);
        }
    }
}

static uint32_t next_random(uint32_t below) {
    static uint32_t state = 7;
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

static size_t count_tokens(const char *bytes, size_t size) {
    struct buffer room = {0};
    gaz_token token;
    size_t at = 0;
    size_t count = 0;
    int more;
    while ((more = surface_next_token(&token, &room, bytes, size, &at)) == 1) count++;
    assert_int_equal(more, 0);
    buffer_free(&room);
    return count;
}

/* ---- Kinds for names in English ---- */

struct forms_case {
    const char *surface;
    const char *forms;
};

static void check_kind(unsigned kind, const struct forms_case *cases, size_t count) {
    const char *name = gaz_variant_name(kind);
    char list[8000];
    char expected[8000];
    for (size_t i = 0; i < count; i++) {
        char *end = expected;
        *end = 0;
        for (const char *form = cases[i].forms; *form;) { /* "a|b" */
            size_t size = strcspn(form, "|");
            end += sprintf(end, "%s%s=%.*s", end == expected ? "" : " ", name, (int)size, form);
            form += size + (form[size] == '|');
        }
        list_forms(list, cases[i].surface, kind);
        assert_string_equal(list, expected);
    }
}

#define CHECK_KIND(kind, ...)                                                                                          \
    do {                                                                                                               \
        static const struct forms_case cases[] = {__VA_ARGS__};                                                        \
        check_kind(kind, cases, sizeof cases / sizeof *cases);                                                         \
    } while (0)

static void words_are_joined(void **state) {
    (void)state;
    CHECK_KIND(GAZ_VARIANT_JOINED,
               {"non-small-cell", "non small cell|nonsmall-cell|non-smallcell|nonsmall cell|"
                                  "non smallcell|non small-cell|non-small cell"},
               {"breast cancer", "breastcancer|breastcancer|breast-cancer|breast - cancer"},
               {"non - small cell", "non small cell|nonsmall cell|non - smallcell|nonsmall cell|non smallcell|"
                                    "non small cell|non - small-cell|non - small - cell"},
               {"a b c", "ab c|a bc|ab c|a bc|a-b c|a b-c|a-b-c|a - b c|a b - c|a - b - c"}, {"-ase", ""}, {"pre-", ""},
               {"a--b", ""}, {"( a )", ""}, {"C", ""}, {"a\\sb", ""}, {"x, -y", ""},
               {"\u03B1-\u03B2", "\u03B1 \u03B2|\u03B1\u03B2|\u03B1\u03B2|\u03B1 \u03B2"});
}

static void accents_go(void **state) {
    (void)state;
    CHECK_KIND(GAZ_VARIANT_ACCENTS, {"Sj\u00F6gren syndrome", "Sjogren syndrome"}, {"Sjogren", ""},
               {"caf\u00E9s", "cafes"}, {"Sjo\u0308gren", "Sjogren"}, {"\u00E9\\s\u00E8", "e\\se"},
               {"\u65E5\u672C", ""}, {"\u03B1", ""},
               {"\xFF\u00E9", "\xFF"
                              "e"});
}

static void names_own(void **state) {
    (void)state;
    CHECK_KIND(
        GAZ_VARIANT_POSSESSIVE, {"Crohn's disease", "Crohn disease|Crohns disease"},
        {"Crohn 's disease", "Crohn disease|Crohns disease"}, {"Crohn ' s disease", "Crohn disease|Crohns disease"},
        {"Crohn\u2019s disease", "Crohn disease|Crohns disease"}, {"Crohn's", "Crohn|Crohns"},
        {"Crohn disease", "Crohn's disease|Crohn 's disease|Crohn ' s disease|Crohns disease"},
        {"Crohns disease", "Crohn's disease|Crohn 's disease|Crohn ' s disease|Crohn disease"},
        {"von Gierke disease", "von Gierke's disease|von Gierke 's disease|von Gierke ' s disease|von Gierkes disease"},
        {"Crohn", ""}, {"breast cancer", ""}, {"DNA repair", ""}, {"Abc disease", ""}, {"Glass disease", ""},
        {"Crohn-like disease", ""}, {"'s", ""}, {"7's", ""}, {"Crohn'stown", ""}, {"x\\s's", "x\\s|x\\ss"});
}

static void greek_letters_have_names(void **state) {
    (void)state;
    CHECK_KIND(GAZ_VARIANT_GREEK, {"IFN-\u03B1", "IFN-alpha|IFN-alpha"}, {"TNF\u03B1", "TNFalpha|TNF-alpha"},
               {"\u03B2-catenin", "beta-catenin|beta-catenin"}, {"\u0394 chain", "Delta chain|Delta chain"},
               {"5 \u00B5m", "5 mum|5 mum"}, {"TNF-alpha", "TNF-\u03B1|TNF\u03B1"},
               {"interferon alpha 2", "interferon \u03B1 2|interferon\u03B1 2"},
               {"Beta-catenin", "\u03B2-catenin|\u03B2-catenin|\u0392-catenin"}, {"alphabet", ""}, {"betaine", ""},
               {"IFNalpha", ""}, {"\\salpha", ""}, {"\u0436", ""});
}

static void commas_invert(void **state) {
    (void)state;
    CHECK_KIND(GAZ_VARIANT_INVERTED, {"Leukemia, Myeloid, Acute", "Acute Myeloid Leukemia"},
               {"Leukemia , Myeloid", "Myeloid Leukemia"}, {"diabetes mellitus, type 2", "type 2 diabetes mellitus"},
               {"Myeloid Leukemia", ""}, {"1,2-dichloroethane", ""}, {"a, ", ""}, {", b", ""}, {"a, , b", ""},
               {"a, b, c, d, e", "e d c b a"}, {"a, b, c, d, e, f", ""});
}

static void numerals_are_roman_or_not(void **state) {
    (void)state;
    CHECK_KIND(GAZ_VARIANT_NUMERAL, {"diabetes type 2", "diabetes type II"}, {"diabetes type II", "diabetes type 2"},
               {"Type-1 diabetes", "Type-I diabetes"}, {"type I collagen", "type 1 collagen"},
               {"factor VIII deficiency", "factor 8 deficiency"}, {"World War II", "World War 2"},
               {"type 20", "type XX"}, {"type 21", ""}, {"type XXI", ""}, {"type 02", ""}, {"2", ""}, {"II", ""},
               {"7 2", ""}, {"chapter 2 notes", ""}, {"type ii", ""}, {"vitamin C", ""}, {"type 2a", ""},
               {"prototype 2 x", ""});
}

static void british_is_american(void **state) {
    (void)state;
    CHECK_KIND(GAZ_VARIANT_BRITISH, {"anaemia", "anemia"}, {"anemia", "anaemia"}, {"leukaemias", "leukemias"},
               {"Oesophageal tumours", "Esophageal tumors"}, {"esophageal tumor", "oesophageal tumour"},
               {"HAEMOPHILIA", "HEMOPHILIA"}, {"Hemophilia", "Haemophilia"}, {"lymphoedema", "lymphedema"},
               {"lymphedema", "lymphoedema"}, {"edema", "oedema"}, {"diarrhea", "diarrhoea"},
               {"organisation", "organization"}, {"organized", "organised"},
               {"anaemia of the color", "anemia of the color|anaemia of the colour"}, {"phantom", ""}, {"fantasy", ""},
               {"four hours", ""}, {"doctor", ""}, {"disease", ""}, {"foam", ""}, {"emia", ""}, {"\\nemia", ""},
               {"rhythm", ""});
}

static void digits_are_a_pattern(void **state) {
    (void)state;
    CHECK_KIND(GAZ_VARIANT_DIGITS, {"CVE-2021-44228", "CVE-\\d-\\d"}, {"Python 3.11", "Python \\d.\\d"},
               {"2038", "\\d"}, {"a\\s1", "a\\s\\d"}, {"a\\01", "a\\0\\d"}, {"a\\\\1", "a\\\\\\d"}, {"x \u0663", ""},
               {"kernel", ""}, {"a\\0", ""}, {"Python \\d", ""});
}

/* ---- Any surface ---- */

/* A form is as a list has it: neither empty tokens nor bad escapes. */
static void check_surface(const struct buffer *form) {
    struct buffer again = {0};
    struct buffer room = {0};
    gaz_token token;
    size_t at = 0;
    while (surface_next_token(&token, &room, form->bytes, form->size, &at) == 1)
        assert_true(surface_add_token(&again, token.bytes, token.size));
    if (surface_is_pattern(form->bytes, form->size)) {
        assert_true(surface_pattern_is_good(form->bytes, form->size));
        room.size = 0;
        assert_true(surface_add_masked(&room, again.bytes, again.size));
        again.size = 0;
        assert_true(buffer_add(&again, room.bytes, room.size));
    }
    assert_int_equal(again.size, form->size);
    assert_memory_equal(again.bytes, form->bytes, form->size);
    buffer_free(&again);
    buffer_free(&room);
}

/* No form is the surface itself; all are surfaces, those of case and number of as many tokens, and those of case
 * differ in nothing else. */
static void forms_of_any_surface(void **state) {
    (void)state;
    static const char *const pieces[] = {"a", "B",    "s",  "es",   "ies", "y",      "\\s",   "\\\\",   "7",
                                         "-", "ab",   "CD", "'s",   ",",   "Crohn",  "alpha", "\u03B1", "\u00E9",
                                         "2", "type", "II", "emia", "oe",  "\u2019", "haem",  "colour"};
    const uint32_t piece_count = sizeof pieces / sizeof *pieces;
    for (int round = 0; round < 20000; round++) {
        char surface[200] = "";
        size_t tokens = 1 + next_random(3);
        for (size_t i = 0; i < tokens; i++) {
            if (i) strcat(surface, " ");
            for (uint32_t count = 1 + next_random(4); count; count--) strcat(surface, pieces[next_random(piece_count)]);
        }
        const struct string name = name_of(surface);
        struct variants variants = {.surface = &name, .kinds = GAZ_VARIANT_ALL};
        while (variants_next(&variants) == 1) {
            const struct buffer *form = &variants.form;
            bool same_letters = form->size == name.size && strncasecmp(form->bytes, surface, form->size) == 0;
            assert_false(form->size == name.size && memcmp(form->bytes, surface, form->size) == 0);
            check_surface(form);
            if (variants.kind > VARIANT_SINGULAR) continue;
            assert_int_equal(count_tokens(form->bytes, form->size), tokens);
            if (variants.kind >= VARIANT_PLURAL) assert_false(same_letters);
        }
        variants_free(&variants);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_token_has_forms),
        cmocka_unit_test(several_tokens_have_forms),
        cmocka_unit_test(english_has_number),
        cmocka_unit_test(escapes_stay),
        cmocka_unit_test(other_letters_have_case),
        cmocka_unit_test(kinds_can_be_left_out),
        cmocka_unit_test(words_are_joined),
        cmocka_unit_test(accents_go),
        cmocka_unit_test(names_own),
        cmocka_unit_test(greek_letters_have_names),
        cmocka_unit_test(commas_invert),
        cmocka_unit_test(numerals_are_roman_or_not),
        cmocka_unit_test(british_is_american),
        cmocka_unit_test(digits_are_a_pattern),
        cmocka_unit_test(forms_of_any_surface),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
