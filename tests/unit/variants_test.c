/* Other forms of a surface: case and number. */
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

static struct string name_of(const char *surface) {
    return (struct string){.bytes = surface, .size = (uint32_t)strlen(surface)};
}

/* "first=Operating system title=Operating System": all forms, in the order that they come in. */
static void list_forms(char list[1000], const char *surface, unsigned kinds) {
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
    char list[1000];
    list_forms(list, surface, GAZ_VARIANT_ALL);
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
    char list[1000];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        list_forms(list, cases[i][0], number);
        assert_string_equal(list, cases[i][1]);
    }
}

/* The letter of an escape is none. */
static void escapes_stay(void **state) {
    (void)state;
    const unsigned letters = GAZ_VARIANT_ALL & ~(unsigned)(GAZ_VARIANT_PLURAL | GAZ_VARIANT_SINGULAR);
    static const char *const cases[][2] = {
        {"a\\sb c", "first=A\\sb c title=A\\sb C upper=A\\sB C"},
        {"\\sab cd", "title=\\sab Cd upper=\\sAB CD"},
        {"\\\\ab", "upper=\\\\AB"},
        {"A\\tB\\nC", "lower-first=a\\tB\\nC lower=a\\tb\\nc"},
        {"\\0 \\r", ""},
        {"ab\\", "first=Ab\\ title=Ab\\ upper=AB\\"}, /* no surface, but bytes */
    };
    char list[1000];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        list_forms(list, cases[i][0], letters);
        assert_string_equal(list, cases[i][1]);
    }
}

static void other_letters_have_case(void **state) {
    (void)state;
    char list[1000];
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
    static const char *const surfaces[] = {"Operating system", "OPERATING SYSTEM", "memory pages", "memory", "a\\sB"};
    for (size_t i = 0; i < sizeof surfaces / sizeof *surfaces; i++) {
        char all[1000];
        char some[1000];
        list_forms(some, surfaces[i], 0);
        assert_string_equal(some, "");
        list_forms(some, surfaces[i], 1); /* of no kind */
        assert_string_equal(some, "");
        list_forms(all, surfaces[i], GAZ_VARIANT_ALL);
        for (int kind = VARIANT_FIRST; kind < VARIANT_END; kind++) {
            const struct string name = name_of(surfaces[i]);
            struct variants variants = {.surface = &name, .kinds = 1u << kind};
            while (variants_next(&variants) == 1) {
                char form[200];
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

/* No form is the surface itself; all are surfaces of as many tokens, and those of case differ in nothing else. */
static void forms_of_any_surface(void **state) {
    (void)state;
    static const char *const pieces[] = {"a", "B", "s", "es", "ies", "y", "\\s", "\\\\", "7", "-", "ab", "CD"};
    for (int round = 0; round < 20000; round++) {
        char surface[100] = "";
        size_t tokens = 1 + next_random(3);
        for (size_t i = 0; i < tokens; i++) {
            if (i) strcat(surface, " ");
            for (uint32_t count = 1 + next_random(4); count; count--) strcat(surface, pieces[next_random(12)]);
        }
        const struct string name = name_of(surface);
        struct variants variants = {.surface = &name, .kinds = GAZ_VARIANT_ALL};
        while (variants_next(&variants) == 1) {
            const struct buffer *form = &variants.form;
            bool same_letters = form->size == name.size && strncasecmp(form->bytes, surface, form->size) == 0;
            assert_false(form->size == name.size && memcmp(form->bytes, surface, form->size) == 0);
            assert_int_equal(count_tokens(form->bytes, form->size), tokens);
            assert_int_equal(same_letters, variants.kind < VARIANT_PLURAL);
        }
        variants_free(&variants);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_token_has_forms),     cmocka_unit_test(several_tokens_have_forms),
        cmocka_unit_test(english_has_number),      cmocka_unit_test(escapes_stay),
        cmocka_unit_test(other_letters_have_case), cmocka_unit_test(kinds_can_be_left_out),
        cmocka_unit_test(forms_of_any_surface),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
