/* Tags in other spellings: written in each of them, and read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "format/notation.h"
#include "oracle.h"

enum { TOKENS = 12, TAG_SIZE = 64 };

/* A sentence's tags, in the usual spelling. */
static void make_tags(char tags[TOKENS][TAG_SIZE], uint64_t *random) {
    static const char *const types[] = {"PER", "C-OL", "a_b", "Ort/Land", "\u00C9"};
    const char *open = NULL;
    for (int i = 0; i < TOKENS; i++) {
        uint64_t what = oracle_below(random, 4);
        if (what == 0 || (what == 1 && !open)) {
            open = NULL;
            strcpy(tags[i], "O");
        } else {
            bool begins = what > 1;
            if (begins) open = types[oracle_below(random, sizeof types / sizeof *types)];
            snprintf(tags[i], TAG_SIZE, "%c-%s", begins ? 'B' : 'I', open);
        }
    }
}

/* The tag of token `i` as the notation writes it. */
static void spell(char *written, enum notation notation, char tags[TOKENS][TAG_SIZE], int i) {
    const char *tag = tags[i];
    bool inside = tag[0] != 'O';
    bool last = i + 1 == TOKENS || tags[i + 1][0] != 'I';
    switch (notation) {
    case NOTATION_JOINED: snprintf(written, TAG_SIZE, inside ? "%c_%s" : "%c", tag[0], tag + 2); break;
    case NOTATION_SUFFIX: snprintf(written, TAG_SIZE, inside ? "%s-%c" : "%s%c", inside ? tag + 2 : "", tag[0]); break;
    case NOTATION_ATTRIBUTE: snprintf(written, TAG_SIZE, inside ? "A=b|Entity=%s|C=d" : "A=b", tag); break;
    case NOTATION_BRACKETS:
        if (tag[0] == 'B')
            snprintf(written, TAG_SIZE, last ? "(%s)" : "(%s*", tag + 2);
        else
            strcpy(written, inside && last ? "*)" : "*");
        break;
    default: strcpy(written, tag);
    }
}

static void what_is_written_is_read(void **state) {
    (void)state;
    uint64_t random = seed;
    for (int round = 0; round < 2000; round++) {
        for (int notation = NOTATION_USUAL; notation < NOTATION_LAYERS; notation++) {
            struct notation_reader reader = {.notation = (enum notation)notation};
            char tags[TOKENS][TAG_SIZE];
            make_tags(tags, &random);
            for (int i = 0; i < TOKENS; i++) {
                char written[TAG_SIZE];
                spell(written, reader.notation, tags, i);
                struct field tag = {written, strlen(written)};
                if (tags[i][0] != 'O') assert_int_equal(notation_of(tag.bytes, tag.size), notation);
                assert_int_equal(notation_read(&tag, &reader), NOTATION_READ);
                assert_true(field_is(&tag, tags[i]));
            }
            assert_false(notation_end_sentence(&reader));
            buffer_free(&reader.open);
            buffer_free(&reader.made);
        }
    }
}

static void each_text_has_one_notation(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum notation notation;
    } cases[] = {{"O", NOTATION_USUAL},      {"", NOTATION_USUAL},          {"B-PER", NOTATION_USUAL},
                 {"PER", NOTATION_USUAL},    {"B-PER_B", NOTATION_USUAL},   {"B-x=y", NOTATION_USUAL},
                 {"B_PER", NOTATION_JOINED}, {"S.x", NOTATION_JOINED},      {"X_PER", NOTATION_USUAL},
                 {"PER-B", NOTATION_SUFFIX}, {"a_b_E", NOTATION_SUFFIX},    {"PER-X", NOTATION_USUAL},
                 {"*", NOTATION_BRACKETS},   {"*)", NOTATION_BRACKETS},     {"(A*", NOTATION_BRACKETS},
                 {"(A)", NOTATION_BRACKETS}, {"(A*)", NOTATION_BRACKETS},   {"(A(B*", NOTATION_USUAL},
                 {"()", NOTATION_USUAL},     {"(*", NOTATION_USUAL},        {"A*", NOTATION_USUAL},
                 {"X-PER", NOTATION_LETTER}, {"b-per", NOTATION_LETTER},    {"W-PER", NOTATION_USUAL},
                 {"X-", NOTATION_USUAL},     {"é-a", NOTATION_USUAL},       {"1-a", NOTATION_USUAL},
                 {"B-A|O", NOTATION_LAYERS}, {"B-A|_", NOTATION_LAYERS},    {"O|O", NOTATION_USUAL},
                 {"B-A|x", NOTATION_USUAL},  {"E=B-A", NOTATION_ATTRIBUTE}, {"x=y|E=I-A", NOTATION_ATTRIBUTE},
                 {"x=y", NOTATION_USUAL},    {"=B-A", NOTATION_USUAL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(notation_of(cases[i].text, strlen(cases[i].text)), cases[i].notation);
}

static enum notation_result read_one(struct notation_reader *reader, const char *text) {
    struct field tag = {text, strlen(text)};
    return notation_read(&tag, reader);
}

static void brackets_that_do_not_match_are_wrong(void **state) {
    (void)state;
    struct notation_reader reader = {.notation = NOTATION_BRACKETS};
    assert_int_equal(read_one(&reader, "*)"), NOTATION_WRONG);
    assert_int_equal(read_one(&reader, "(A*"), NOTATION_READ);
    assert_int_equal(read_one(&reader, "(B)"), NOTATION_WRONG);
    assert_int_equal(read_one(&reader, "PER"), NOTATION_WRONG);
    assert_true(notation_end_sentence(&reader));
    assert_int_equal(read_one(&reader, "(B)"), NOTATION_READ);
    buffer_free(&reader.open);
    buffer_free(&reader.made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(each_text_has_one_notation),
        cmocka_unit_test(brackets_that_do_not_match_are_wrong),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
