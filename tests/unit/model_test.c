#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "model/model.h"

/* ---- A small model ---- */

static char folder[64];
static char path[80];
static char *image; /* the file of the entries below, both tokenizations */
static size_t image_size;

/* The entries: tokens between spaces, and a type of one letter each. */
static const char types[] = "CCCBABAABAABBABA";
enum { ENTRIES = sizeof types - 1 };
static const char *const surfaces[ENTRIES] = {"kernel space",
                                              "space",
                                              "user space",
                                              "a b c d",
                                              "b c",
                                              "c d",
                                              "d",
                                              "a a a b",
                                              "a b",
                                              "x86_64",
                                              "caf\u00E9 noir",
                                              "input/output",
                                              "a averyveryverylongtoken",
                                              "a a a a c d",
                                              "the",
                                              "a the a the"};

static gaz_lexicon *new_lexicon(void) {
    gaz_lexicon *lexicon;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    return lexicon;
}

/* Splits at single spaces; at most 6 tokens. */
static size_t split(gaz_token *tokens, const char *surface) {
    size_t count = 0;
    for (const char *at = surface; *at; at += *at == ' ') {
        tokens[count] = (gaz_token){at, strcspn(at, " ")};
        at += tokens[count++].size;
    }
    return count;
}

static void add(gaz_lexicon *lexicon, const char *surface, const char *type) {
    gaz_token tokens[6];
    size_t count = split(tokens, surface);
    assert_int_equal(gaz_lexicon_add(lexicon, tokens, count, type, NULL), GAZ_OK);
}

static char *read_file(size_t *size) {
    struct file_map map;
    assert_int_equal(file_map(&map, path, NULL), GAZ_OK);
    char *bytes = malloc(map.size + 1);
    memcpy(bytes, map.bytes, map.size);
    *size = map.size;
    file_unmap(&map);
    return bytes;
}

static gaz_build_report build_model(const gaz_lexicon *lexicon, const gaz_build_options *options) {
    gaz_build_report report;
    assert_int_equal(gaz_lexicon_build(lexicon, path, options, &report, NULL), GAZ_OK);
    return report;
}

static gaz_model *open_model(void) {
    gaz_model *model;
    assert_int_equal(gaz_model_open(&model, path, 0, NULL), GAZ_OK);
    return model;
}

static int make_image(void **state) {
    (void)state;
    strcpy(folder, "/tmp/gaz_model_XXXXXX");
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/model.gaz", folder);
    gaz_lexicon *lexicon = new_lexicon();
    for (size_t i = 0; i < ENTRIES; i++) add(lexicon, surfaces[i], (char[]){types[i], 0});
    build_model(lexicon, NULL);
    gaz_lexicon_free(lexicon);
    image = read_file(&image_size);
    return 0;
}

static int drop_image(void **state) {
    (void)state;
    free(image);
    unlink(path);
    return rmdir(folder);
}

/* ---- Building and opening ---- */

static void an_opened_model_describes_itself(void **state) {
    (void)state;
    gaz_model_info info;
    gaz_model *model;
    assert_int_equal(model_open_memory(&model, image, image_size, false, "m", NULL), GAZ_OK);
    gaz_model_describe(&info, model);
    assert_int_equal(info.version, FORMAT_VERSION);
    assert_int_equal(info.file_size, image_size);
    assert_int_equal(info.entries, ENTRIES);
    assert_int_equal(info.types, 3);
    assert_true(info.corpus.present && !info.corpus.ignore_case && !info.corpus.normalize);
    assert_true(info.words.present && !info.words.ignore_case && info.words.normalize);
    assert_int_equal(info.corpus.entries, ENTRIES);
    assert_int_equal(info.corpus.tokens, 13);
    assert_int_equal(info.words.tokens, 15);
    assert_int_equal(info.corpus.longest, 6);
    assert_int_equal(info.corpus.states, 28);
    assert_true(info.corpus.bytes + info.words.bytes < image_size);
    static const uint64_t counts[] = {7, 6, 3};
    for (uint32_t type = 0; type < 3; type++) {
        assert_string_equal(gaz_model_type(model, type), ((char[]){(char)('A' + type), 0}));
        assert_int_equal(gaz_model_type_entries(model, type), counts[type]);
    }
    assert_null(gaz_model_type(model, 3));
    gaz_model_close(model);
    gaz_model_close(NULL);
}

static void order_and_threads_do_not_change_the_bytes(void **state) {
    (void)state;
    for (unsigned round = 0; round < 30; round++) {
        gaz_lexicon *lexicon = new_lexicon();
        for (size_t i = 0; i < ENTRIES; i++) {
            size_t k = round < 15 ? (i + round) % ENTRIES : (i * (2 * round + 1) + 3) % ENTRIES; /* 16 entries */
            add(lexicon, surfaces[k], (char[]){types[k], 0});
        }
        build_model(lexicon, &(gaz_build_options){.threads = round % 4});
        gaz_lexicon_free(lexicon);
        size_t size;
        char *bytes = read_file(&size);
        assert_int_equal(size, image_size);
        assert_memory_equal(bytes, image, size);
        free(bytes);
    }
}

static void options_choose_the_sides(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    add(lexicon, "system's", "A");
    for (int tokens = GAZ_TOKENS_BOTH; tokens <= GAZ_TOKENS_WORDS; tokens++) {
        gaz_model_info info;
        build_model(lexicon, &(gaz_build_options){.tokens = (gaz_tokens)tokens, .ignore_case = 1, .no_normalize = 1});
        gaz_model *model = open_model();
        gaz_model_describe(&info, model);
        assert_int_equal(info.corpus.present, tokens != GAZ_TOKENS_WORDS);
        assert_int_equal(info.words.present, tokens != GAZ_TOKENS_CORPUS);
        if (info.corpus.present) assert_true(info.corpus.tokens == 1 && info.corpus.ignore_case);
        if (info.words.present) assert_true(info.words.tokens == 3 && info.words.ignore_case && !info.words.normalize);
        gaz_model_close(model);
    }
    gaz_lexicon_free(lexicon);
}

static void reports_count_conflicts_and_what_is_left_out(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    add(lexicon, "java", "Language");
    add(lexicon, "java", "Island");
    add(lexicon, "\u00AD", "Invisible"); /* holds no word */
    add(lexicon, "tool", "Tool");
    gaz_build_report report = build_model(lexicon, NULL);
    assert_int_equal(report.entries, 3);
    assert_int_equal(report.conflicts, 1);
    assert_int_equal(report.left_out, 1);
    report = build_model(lexicon, &(gaz_build_options){.tokens = GAZ_TOKENS_WORDS});
    assert_int_equal(report.entries, 2);
    assert_int_equal(report.left_out, 1);
    assert_int_equal(report.conflicts, 1); /* what is left out lost its surface to nothing */
    gaz_lexicon_free(lexicon);
}

static void an_empty_lexicon_makes_a_model_that_matches_nothing(void **state) {
    (void)state;
    gaz_lexicon *lexicon = new_lexicon();
    assert_int_equal(build_model(lexicon, NULL).entries, 0);
    gaz_lexicon_free(lexicon);
    gaz_model *model = open_model();
    gaz_tagger *tagger;
    gaz_span span;
    gaz_token token = {"a", 1};
    assert_null(gaz_model_type(model, 0));
    assert_int_equal(gaz_tagger_new(&tagger, model, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_text(tagger, "a b, c\n", 7, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_next(&span, tagger), 0);
    assert_int_equal(gaz_tagger_tokens(tagger, &token, 1, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_next(&span, tagger), 0);
    gaz_tagger_free(tagger);
    gaz_model_close(model);
}

static void check_no_model(const char *name, gaz_status expected) {
    gaz_error error = {0};
    gaz_model *model = (gaz_model *)(uintptr_t)1;
    assert_int_equal(gaz_model_open(&model, name, 0, &error), expected);
    assert_string_equal(error.file, name);
    assert_null(model);
}

static void what_is_no_model_is_refused(void **state) {
    (void)state;
    assert_int_equal(truncate(path, 0), 0);
    check_no_model(path, GAZ_ERROR_MODEL);
    check_no_model("/proc/self/exe", GAZ_ERROR_MODEL);
    check_no_model(folder, GAZ_ERROR_IO);
    unlink(path);
    check_no_model(path, GAZ_ERROR_IO);
    assert_int_equal(gaz_model_open(NULL, path, 0, NULL), GAZ_ERROR_ARGUMENT);
}

/* ---- Damaged files ---- */

/* Opens bytes in memory of just their size, so that a read behind them is noticed. */
static gaz_status try_open(const char *bytes, size_t size) {
    gaz_model *model;
    char *copy = malloc(size + !size);
    memcpy(copy, bytes, size);
    gaz_status status = model_open_memory(&model, copy, size, false, "m", NULL);
    gaz_model_close(model);
    free(copy);
    return status;
}

static char *copy_image(void) {
    char *copy = malloc(image_size);
    memcpy(copy, image, image_size);
    return copy;
}

static struct format_header *header_of(char *bytes) {
    return (struct format_header *)(void *)bytes;
}

static void sign(char *bytes, size_t size) {
    struct format_header header = *header_of(bytes);
    header.checksum = 0;
    header_of(bytes)->checksum =
        hash_bytes(bytes + sizeof header, size - sizeof header, hash_bytes(&header, sizeof header, 0));
}

static void cut_off_models_are_refused(void **state) {
    (void)state;
    char *copy = copy_image();
    assert_int_equal(try_open(copy, image_size), GAZ_OK);
    for (size_t size = 0; size < image_size; size++) {
        assert_int_equal(try_open(image, size), GAZ_ERROR_MODEL);
        if (size < sizeof(struct format_header)) continue;
        memcpy(copy, image, size); /* and with a header that says so */
        header_of(copy)->file_size = size;
        sign(copy, size);
        assert_int_equal(try_open(copy, size), GAZ_ERROR_MODEL);
    }
    free(copy);
}

static void every_changed_byte_is_noticed(void **state) {
    (void)state;
    static const char changes[] = {1, 0x40, -1};
    char *copy = copy_image();
    for (size_t i = 0; i < image_size; i++) {
        for (size_t k = 0; k < sizeof changes; k++) {
            gaz_model *model;
            copy[i] ^= changes[k];
            gaz_status status = model_open_memory(&model, copy, image_size, false, "m", NULL);
            copy[i] = image[i];
            assert_int_equal(status, i >= 8 && i < 12 ? GAZ_ERROR_VERSION : GAZ_ERROR_MODEL);
        }
    }
    header_of(copy)->version++;
    sign(copy, image_size);
    assert_int_equal(try_open(copy, image_size), GAZ_ERROR_VERSION);
    free(copy);
}

/* ---- Hostile files: the check sum is right ---- */

static struct format_section *section_of(char *bytes, uint32_t side, uint32_t kind) {
    struct format_section *sections = (struct format_section *)(void *)(bytes + sizeof(struct format_header));
    for (uint32_t i = 0; i < header_of(bytes)->section_count; i++)
        if (sections[i].side == side && sections[i].kind == kind) return &sections[i];
    return NULL;
}

static uint32_t *words_of(char *bytes, uint32_t side, uint32_t kind) {
    return (uint32_t *)(void *)(bytes + section_of(bytes, side, kind)->offset);
}

/* Refused after one 32-bit word of a section has been set? */
static bool refused_with(uint32_t side, uint32_t kind, const uint32_t change[2]) {
    char *copy = copy_image();
    words_of(copy, side, kind)[change[0]] = change[1];
    sign(copy, image_size);
    bool refused = try_open(copy, image_size) == GAZ_ERROR_MODEL;
    if (!refused) print_error("section %u, word %u, value %#x: not refused\n", kind, change[0], change[1]);
    free(copy);
    return refused;
}

static void one_wrong_index_is_refused(void **state) {
    (void)state;
    enum { C = SIDE_CORPUS, M = SIDE_MODEL, STATES = 28, LAST = STATES - 1, FAR = 0x7FFFFFFF };
    static const struct {
        uint32_t side;
        uint32_t kind;
        uint32_t count;
        uint32_t changes[6][2]; /* which word, and what it becomes */
    } cases[] = {
        {C, SECTION_FAIL, 4, {{0, FAR}, {1, 1}, {LAST, LAST}, {LAST, FAR}}},
        {C, SECTION_FIRST_CHILD, 6, {{0, 0}, {1, 2}, {5, 0}, {5, STATES + 1}, {STATES, LAST}, {STATES, FAR}}},
        {C, SECTION_TOKEN, 5, {{1, 0}, {1, 2}, {15, 13}, {LAST, FAR}, {LAST, 0}}},
        {C, SECTION_PARENT, 2, {{LAST, LAST}, {1, FAR}}},
        {C, SECTION_OUTPUT, 3, {{0, 1}, {LAST, FAR}, {4, 0}}},
        {C, SECTION_OUTPUTS, 5, {{0, ENTRIES}, {1, STATES}, {1, 0}, {2, 0}, {2, FAR}}},
        {C, SECTION_SIDE, 5, {{1, FAR}, {2, STATES}, {2, 0}, {3, 0}, {4, FAR}}},                   /* counts */
        {C, SECTION_SIDE, 5, {{5, 5}, {5, 0x20000000}, {5, UINT32_MAX}, {6, 1}, {6, UINT32_MAX}}}, /* longest */
        {C, SECTION_SIDE, 5, {{7, 0}, {7, 24}, {7, FAR}, {8, 0}, {8, 3}}},                         /* slots, filter */
        {C, SECTION_TOKEN_OFFSETS, 3, {{0, 1}, {3, 0}, {14, FAR}}},
        {C, SECTION_SLOTS, 1, {{2, 14}}},
        {M, SECTION_TYPE_OFFSETS, 4, {{0, 1}, {1, 3}, {1, 0}, {3, FAR}}},
        {M, SECTION_ENTRIES, 4, {{1, 3}, {0, 0x7FC00000}, {0, 0x40000000}, {0, 0xBF800000}}}, /* NaN, 2, -1 */
    };
    bool all_refused = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (uint32_t k = 0; k < cases[i].count; k++)
            all_refused = refused_with(cases[i].side, cases[i].kind, cases[i].changes[k]) && all_refused;
    assert_true(all_refused);
}

static void check_refused(char *bytes) {
    sign(bytes, image_size);
    assert_int_equal(try_open(bytes, image_size), GAZ_ERROR_MODEL);
}

static void a_wrong_section_table_is_refused(void **state) {
    (void)state;
    char *copy = copy_image();
    struct format_section *rows = (struct format_section *)(void *)(copy + sizeof(struct format_header));
    for (uint32_t i = 0; i < header_of(copy)->section_count; i++) {
        struct format_section row = rows[i];
        struct format_section wrong[8];
        for (size_t k = 0; k < 8; k++) wrong[k] = row;
        wrong[0].kind = SECTION_KIND_END;
        wrong[1].kind = 0;
        wrong[2].side = SIDE_END;
        wrong[3].offset += 4;
        wrong[4].offset = image_size + 64;
        wrong[5].offset = UINT64_MAX - 63;
        wrong[6].size = UINT64_MAX;
        wrong[7].size = image_size;
        for (size_t k = 0; k < 8; k++) {
            rows[i] = wrong[k];
            check_refused(copy);
        }
        rows[i] = row;
    }
    header_of(copy)->section_count = SECTION_LIMIT + 1;
    check_refused(copy);
    header_of(copy)->section_count = 0;
    check_refused(copy);
    free(copy);
}

/* A full table of slots has no end for a probe. */
static void full_slots_are_refused(void **state) {
    (void)state;
    char *copy = copy_image();
    uint32_t *slots = words_of(copy, SIDE_WORDS, SECTION_SLOTS);
    for (size_t i = 2; i < section_of(copy, SIDE_WORDS, SECTION_SLOTS)->size / 4; i += 4) slots[i] = 1;
    check_refused(copy);
    free(copy);
}

static uint64_t random_state;

static uint32_t next_random(uint32_t below) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % below;
}

/* Changes a few words, mostly of the sections that hold indices. */
static void change(char *bytes) {
    static const uint32_t kinds[] = {SECTION_SIDE,   SECTION_TOKEN_OFFSETS, SECTION_SLOTS, SECTION_FIRST_CHILD,
                                     SECTION_TOKEN,  SECTION_PARENT,        SECTION_FAIL,  SECTION_OUTPUT,
                                     SECTION_OUTPUT, SECTION_OUTPUTS,       SECTION_FAIL,  SECTION_FILTER};
    for (uint32_t count = 1 + next_random(3); count; count--) {
        uint32_t side = 1 + next_random(2);
        uint32_t kind = kinds[next_random(sizeof kinds / sizeof *kinds)];
        if (next_random(16) == 0) {
            side = SIDE_MODEL;
            kind = 1 + next_random(3);
        }
        const struct format_section *section = section_of(image, side, kind);
        uint32_t *words = (uint32_t *)(void *)(bytes + section->offset);
        uint32_t word_count = (uint32_t)(section->size / 4);
        if (next_random(16) == 0) { /* header and section table */
            words = (uint32_t *)(void *)bytes;
            word_count = (uint32_t)(sizeof(struct format_header) + header_of(image)->section_count * 24) / 4;
        }
        uint32_t *word = &words[next_random(word_count)];
        const uint32_t few[] = {0, 1, *word + 1, *word - 1, UINT32_MAX, 0x7FFFFFFF, 0x20000000};
        const uint32_t any[] = {next_random(40), words[next_random(word_count)], *word ^ 1u << next_random(32)};
        *word = next_random(2) ? few[next_random(7)] : any[next_random(3)];
    }
}

static void check_spans(gaz_tagger *tagger, const gaz_model *model, uint64_t size) {
    gaz_span span;
    uint64_t begin = 0;
    for (int count = 0; gaz_tagger_next(&span, tagger); count++) {
        assert_true(begin <= span.begin && span.begin < span.end && span.end <= size);
        assert_non_null(gaz_model_type(model, span.type));
        assert_true(span.score >= 0 && span.score <= 1 && count < 100000);
        begin = span.begin;
    }
}

/* Tags random texts of the entries' tokens. */
static void use(const gaz_model *model) {
    enum { SURFACES = 30 };
    gaz_tagger *tagger;
    gaz_tagger_options options = {.all = (int)next_random(2), .paragraphs = (int)next_random(2)};
    assert_int_equal(gaz_tagger_new(&tagger, model, &options, NULL), GAZ_OK);
    gaz_token tokens[SURFACES * 6];
    char text[SURFACES * 32] = "";
    size_t count = 0;
    for (size_t i = 0; i < SURFACES; i++) {
        const char *surface = surfaces[next_random(ENTRIES)];
        count += split(tokens + count, surface);
        if (next_random(3) == 0) count--; /* not the whole of it */
        strcat(strcat(text, surface), next_random(4) ? " " : ".\n");
    }
    if (gaz_tagger_tokens(tagger, tokens, count, NULL) == GAZ_OK) check_spans(tagger, model, count);
    if (gaz_tagger_text(tagger, text, strlen(text), NULL) == GAZ_OK) check_spans(tagger, model, strlen(text));
    gaz_tagger_free(tagger);
}

/* A changed model is refused, or tagging with it stays in bounds and ends. */
static void hostile_models_do_no_harm(void **state) {
    (void)state;
    enum { ROUNDS = 40000 };
    const char *seed = getenv("GAZ_SEED");
    random_state = seed ? strtoull(seed, NULL, 10) : 20240601;
    print_message("GAZ_SEED=%llu\n", (unsigned long long)random_state);
    char *copy = malloc(image_size);
    int opened = 0;
    alarm(60); /* a scan without end */
    for (int round = 0; round < ROUNDS; round++) {
        gaz_model *model;
        memcpy(copy, image, image_size);
        change(copy);
        sign(copy, image_size);
        if (model_open_memory(&model, copy, image_size, false, "m", NULL) != GAZ_OK) continue;
        opened++;
        use(model);
        gaz_model_close(model);
    }
    alarm(0);
    print_message("%d hostile models, %d of them opened\n", ROUNDS, opened);
    assert_true(opened > ROUNDS / 100);
    free(copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opened_model_describes_itself),
        cmocka_unit_test(order_and_threads_do_not_change_the_bytes),
        cmocka_unit_test(options_choose_the_sides),
        cmocka_unit_test(reports_count_conflicts_and_what_is_left_out),
        cmocka_unit_test(an_empty_lexicon_makes_a_model_that_matches_nothing),
        cmocka_unit_test(what_is_no_model_is_refused),
        cmocka_unit_test(cut_off_models_are_refused),
        cmocka_unit_test(every_changed_byte_is_noticed),
        cmocka_unit_test(one_wrong_index_is_refused),
        cmocka_unit_test(a_wrong_section_table_is_refused),
        cmocka_unit_test(full_slots_are_refused),
        cmocka_unit_test(hostile_models_do_no_harm),
    };
    return cmocka_run_group_tests(tests, make_image, drop_image);
}
