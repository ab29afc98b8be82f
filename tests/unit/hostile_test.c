/* Hostile model files, whose checksum is right: sections, types, entries and scoring models that would lead out of
 * bounds or round in circles are refused. Automata: hostile_automaton_test.c. */
#include "refusing.h"

/* ---- Counts ---- */

static void wrong_counts_are_refused(void **state) {
    (void)state;
    static const uint32_t counts[] = {0, 1, ENTRIES - 1, ENTRIES + 1, HUGE, FAR, UINT32_MAX};
    all_refused = true;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        char *copy = copy_image();
        header_of(copy)->entry_count = counts[i];
        expect_refused(copy, "entry count", 0, counts[i]);
        copy = copy_image();
        header_of(copy)->type_count = counts[i];
        expect_refused(copy, "type count", 0, counts[i]);
    }
    assert_true(all_refused);
}

/* ---- Sections ---- */

/* Those that may be longer than needed: a name or token ends where the offsets say. */
static bool may_be_longer(const struct image_section *row) {
    return row->kind == SECTION_TYPE_NAMES || row->kind == SECTION_TOKEN_BYTES;
}

static void refuse_row(uint32_t number, struct image_section wrong, const char *what) {
    char *copy = copy_image();
    struct image_section *rows = (struct image_section *)(void *)(copy + sizeof(struct image_header));
    rows[number] = wrong;
    expect_refused(copy, what, number, wrong.kind);
}

static void refuse_rows(uint32_t number, struct image_section row) {
    static const uint64_t offsets[] = {1, 4, 32, UINT64_MAX};
    struct image_section wrong = row;
    wrong.kind = SECTION_KIND_END;
    refuse_row(number, wrong, "section of kind END");
    wrong.kind = UINT32_MAX;
    refuse_row(number, wrong, "section of kind MAX");
    wrong = row;
    wrong.tokenization = TOKENS_END;
    refuse_row(number, wrong, "section of tokenization END");
    wrong.tokenization = UINT32_MAX;
    refuse_row(number, wrong, "section of tokenization MAX");
    wrong.tokenization = (row.tokenization + 1) % TOKENS_END;
    refuse_row(number, wrong, "section of another tokenization");
    wrong = row;
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
        wrong.offset = row.offset + offsets[i];
        refuse_row(number, wrong, "section moved");
    }
    wrong.offset = (image_size + SECTION_ALIGNMENT) / SECTION_ALIGNMENT * SECTION_ALIGNMENT;
    refuse_row(number, wrong, "section behind the end");
    wrong.offset = UINT64_MAX - 63;
    refuse_row(number, wrong, "section far away");
    wrong = row;
    const uint64_t sizes[] = {row.size - 1, row.size - 4, row.size - 8,
                              row.size + 1, row.size + 4, row.size + 8,
                              2 * row.size, image_size,   UINT64_MAX - row.offset,
                              UINT64_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        wrong.size = sizes[i];
        bool fits = sizes[i] <= image_size - row.offset;
        if (!(may_be_longer(&row) && sizes[i] > row.size && fits)) refuse_row(number, wrong, "section size");
    }
}

static void a_wrong_section_table_is_refused(void **state) {
    (void)state;
    const struct image_section *rows =
        (const struct image_section *)(const void *)(image + sizeof(struct image_header));
    uint32_t count = header_of(image)->section_count;
    static const uint32_t counts[] = {SECTION_LIMIT + 1, UINT32_MAX, FAR, 0};
    all_refused = true;
    for (uint32_t i = 0; i < count; i++) {
        refuse_rows(i, rows[i]);
        refuse_row(i, rows[(i + 1) % count], "section twice");
        if (rows[i].kind == SECTION_OUTPUTS || rows[i].kind == SECTION_POINTS || rows[i].kind == SECTION_EVIDENCE)
            continue;
        struct image_section missing = rows[i];
        missing.kind = 0;
        refuse_row(i, missing, "section missing");
    }
    for (uint32_t i = 1; i < count; i++) { /* the last ones are missing */
        char *copy = copy_image();
        header_of(copy)->section_count = i;
        uint32_t tokenization = rows[i].tokenization;
        if (tokenization == TOKENS_WORDS &&
            rows[i - 1].tokenization != tokenization) /* only the one tokenization is left */
            assert_true(opens(copy));
        else
            expect_refused(copy, "section count", i, i);
        if (tokenization == TOKENS_WORDS && rows[i - 1].tokenization != tokenization) free(copy);
    }
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        char *copy = copy_image();
        header_of(copy)->section_count = counts[i];
        expect_refused(copy, "section count", i, counts[i]);
    }
    assert_true(all_refused);
}

/* ---- Types and entries ---- */

static void wrong_types_and_entries_are_refused(void **state) {
    (void)state;
    enum { TYPES = 3, NAN_BITS = 0x7FC00000, TWO = 0x40000000, ABOVE_ONE = 0x3F800001 };
    static const uint32_t scores[] = {NAN_BITS, TWO, ABOVE_ONE, 0xBF800000, 0x80000001, 0x7F800000, 0xFF800000};
    all_refused = true;
    for (size_t i = 0; i <= TYPES; i++)
        for (uint32_t value = 0; value <= 2 * TYPES + 1; value++) /* the names are of two bytes each */
            refuse_word(TOKENS_MODEL, SECTION_TYPE_OFFSETS, i, value, "type offset");
    for (size_t i = 0; i < TYPES; i++) {
        char *copy = copy_image();
        copy[section_of(copy, TOKENS_MODEL, SECTION_TYPE_NAMES)->offset + 2 * i + 1] = 'x';
        expect_refused(copy, "name without end", i, 0);
    }
    for (size_t i = 0; i < ENTRIES; i++) {
        for (size_t k = 0; k < sizeof scores / sizeof *scores; k++)
            refuse_word(TOKENS_MODEL, SECTION_ENTRIES, 2 * i, scores[k], "score");
        refuse_word(TOKENS_MODEL, SECTION_ENTRIES, 2 * i + 1, TYPES, "type");
        refuse_word(TOKENS_MODEL, SECTION_ENTRIES, 2 * i + 1, UINT32_MAX, "type");
    }
    assert_true(all_refused);
}

/* The header of this model says that its entries have none. */
static void unknown_flags_are_refused(void **state) {
    (void)state;
    all_refused = true;
    for (uint32_t i = 0; i < ENTRIES; i++)
        for (uint32_t flags = 0; flags < 256; flags++) {
            char *copy = copy_image();
            uint32_t *kind = words_of(copy, TOKENS_MODEL, SECTION_ENTRIES) + 2 * (size_t)i + 1;
            *kind = (*kind & (ENTRY_TYPES_MAX - 1)) | flags << ENTRY_TYPE_BITS;
            bool allowed = flags == 0;
            expect(copy, allowed, "flags of an entry", i, flags);
        }
    assert_true(all_refused);
}

/* ---- The scoring model ---- */

enum {
    NO_NUMBER = 0x7FC00000,
    INFINITE = 0x7F800000,
    MINUS_INFINITE = (int)0xFF800000,
    SIGNALLING = 0x7F800001,
    LARGE = 0x447A0001, /* the first float over 1000 */
    MINUS_LARGE = (int)0xC47A0001
};

/* A word of the section becomes what a share of 0 to 1 cannot be. */
static void refuse_share(uint32_t kind, size_t word, const char *what) {
    static const uint32_t wrong[] = {NO_NUMBER,  INFINITE,  (uint32_t)MINUS_INFINITE, SIGNALLING, 0x3F800001,
                                     0x80000001, UINT32_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) refuse_word(TOKENS_MODEL, kind, word, wrong[i], what);
}

static void wrong_points_are_refused(void **state) {
    (void)state;
    all_refused = true;
    for (size_t i = 0; i < (size_t)3 * POINTS; i++) refuse_share(SECTION_POINTS, i, "point");
    const struct image_point *points =
        (const struct image_point *)(const void *)words_of(image, TOKENS_MODEL, SECTION_POINTS);
    for (size_t i = 0; i + 1 < POINTS; i++) { /* they ascend */
        uint32_t next;
        memcpy(&next, &points[i + 1].score, sizeof next);
        refuse_word(TOKENS_MODEL, SECTION_POINTS, 3 * i, next + 1, "score above the next");
        if (i) refuse_word(TOKENS_MODEL, SECTION_POINTS, 3 * (i + 1), 0, "score below the last");
    }
    assert_true(all_refused);
    for (size_t left = 0; left < POINTS; left++) { /* there may be less of them */
        char *copy = copy_image();
        section_of(copy, TOKENS_MODEL, SECTION_POINTS)->size = left * sizeof(struct image_point);
        assert_true(opens(copy));
        free(copy);
    }
}

static void wrong_contexts_are_refused(void **state) {
    (void)state;
    uint32_t slots = words_of(image, TOKENS_MODEL, SECTION_CONTEXT)[1];
    all_refused = true;
    refuse_share(SECTION_CONTEXT, 0, "threshold");
    refuse_changes(TOKENS_MODEL, SECTION_CONTEXT, 1, "slots");
    const uint32_t sizes[] = {0, 3, slots - 1, slots - 2, slots / 2 + 1, slots / 4 * 3};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) { /* no powers of two; the section has that size */
        char *copy = copy_image();
        words_of(copy, TOKENS_MODEL, SECTION_CONTEXT)[1] = sizes[i];
        section_of(copy, TOKENS_MODEL, SECTION_WORDS)->size = sizes[i] * sizeof(struct image_word);
        expect_refused(copy, "slots", i, sizes[i]);
    }
    assert_true(all_refused);
}

static void wrong_weights_are_refused(void **state) {
    (void)state;
    size_t count = context_weight_count(3);
    all_refused = true;
    for (size_t i = 0; i < count; i++) {
        static const uint32_t wrong[] = {NO_NUMBER, INFINITE, (uint32_t)MINUS_INFINITE, SIGNALLING, UINT32_MAX};
        refuse_word(TOKENS_MODEL, SECTION_WEIGHTS, i, wrong[i % 5], "weight");
        refuse_word(TOKENS_MODEL, SECTION_WEIGHTS, i, wrong[(i + 1) % 5], "weight");
        refuse_word(TOKENS_MODEL, SECTION_WEIGHTS, i, i % 2 ? LARGE : (uint32_t)MINUS_LARGE, "weight");
    }
    assert_true(all_refused);
}

/* The log odds of an entry may be infinite: then it is certain, or never right. */
static void wrong_priors_are_refused(void **state) {
    (void)state;
    all_refused = true;
    for (size_t i = 0; i < ENTRIES; i++) {
        char *copy = copy_image();
        words_of(copy, TOKENS_MODEL, SECTION_PRIORS)[2 * i] = i % 2 ? INFINITE : (uint32_t)MINUS_INFINITE;
        assert_true(opens(copy));
        free(copy);
        refuse_word(TOKENS_MODEL, SECTION_PRIORS, 2 * i, NO_NUMBER, "log odds");
        refuse_word(TOKENS_MODEL, SECTION_PRIORS, 2 * i, UINT32_MAX, "log odds");
        refuse_word(TOKENS_MODEL, SECTION_PRIORS, 2 * i, SIGNALLING, "log odds");
        refuse_word(TOKENS_MODEL, SECTION_PRIORS, 2 * i, i % 2 ? LARGE : (uint32_t)MINUS_LARGE, "log odds");
        refuse_word(TOKENS_MODEL, SECTION_PRIORS, 2 * i + 1, SHAPES_END, "shapes");
        refuse_word(TOKENS_MODEL, SECTION_PRIORS, 2 * i + 1, UINT32_MAX, "shapes");
    }
    assert_true(all_refused);
}

static struct image_word *known_words(char *bytes) {
    return (struct image_word *)(void *)words_of(bytes, TOKENS_MODEL, SECTION_WORDS);
}

static void wrong_words_are_refused(void **state) {
    (void)state;
    uint32_t slots = words_of(image, TOKENS_MODEL, SECTION_CONTEXT)[1];
    uint32_t known = 0;
    all_refused = true;
    for (uint32_t i = 0; i < slots; i++) {
        known += known_words(image)[i].shape > 0;
        for (int field = 0; field < 6; field++) {
            char *copy = copy_image();
            struct image_word *word = &known_words(copy)[i];
            uint8_t *const places[] = {&word->shape, &word->extends, &word->introduces};
            const uint8_t ends[] = {SHAPE_END, WORD_CLASS_END, WORD_CLASS_END};
            *places[field / 2] = field % 2 ? UINT8_MAX : ends[field / 2];
            expect_refused(copy, "class of a word", i, *places[field / 2]);
        }
    }
    assert_int_equal(known, KNOWN_WORDS);
    char *copy = copy_image(); /* without an empty slot a search has no end */
    for (uint32_t i = 0; i < slots; i++) known_words(copy)[i].shape = SHAPE_LOWER;
    expect_refused(copy, "words without an empty slot", 0, slots);
    assert_true(all_refused);
    copy = copy_image(); /* one is enough */
    for (uint32_t i = 1; i < slots; i++) known_words(copy)[i].shape = SHAPE_LOWER;
    known_words(copy)[0] = (struct image_word){.hash = 0};
    assert_true(opens(copy));
    free(copy);
}

/* All four sections or none. */
static void a_part_of_a_scoring_model_is_refused(void **state) {
    (void)state;
    static const uint32_t kinds[] = {SECTION_CONTEXT, SECTION_WEIGHTS, SECTION_PRIORS, SECTION_WORDS};
    all_refused = true;
    for (unsigned missing = 1; missing < 16; missing++) {
        char *copy = copy_image();
        struct image_section *rows = (struct image_section *)(void *)(copy + sizeof(struct image_header));
        uint32_t kept = 0;
        for (uint32_t i = 0; i < header_of(copy)->section_count; i++) {
            bool drop = false;
            for (unsigned k = 0; k < 4; k++) drop = drop || ((missing >> k & 1) && rows[i].kind == kinds[k]);
            if (!drop) rows[kept++] = rows[i];
        }
        header_of(copy)->section_count = kept;
        if (missing < 15) {
            expect_refused(copy, "sections missing", missing, 0);
            continue;
        }
        assert_true(opens(copy));
        free(copy);
    }
    assert_true(all_refused);
}

int main(void) {
    const struct CMUnitTest scored_tests[] = {
        cmocka_unit_test(a_wrong_section_table_is_refused),
        cmocka_unit_test(wrong_counts_are_refused),
        cmocka_unit_test(wrong_types_and_entries_are_refused),
        cmocka_unit_test(wrong_points_are_refused),
        cmocka_unit_test(wrong_contexts_are_refused),
        cmocka_unit_test(wrong_weights_are_refused),
        cmocka_unit_test(wrong_priors_are_refused),
        cmocka_unit_test(wrong_words_are_refused),
        cmocka_unit_test(a_part_of_a_scoring_model_is_refused),
    };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_counts_are_refused),
        cmocka_unit_test(a_wrong_section_table_is_refused),
        cmocka_unit_test(wrong_types_and_entries_are_refused),
        cmocka_unit_test(unknown_flags_are_refused),
    };
    int failed = cmocka_run_group_tests(tests, make_image, drop_image);
    return failed + cmocka_run_group_tests_name("scored", scored_tests, make_scored_image, drop_image);
}
