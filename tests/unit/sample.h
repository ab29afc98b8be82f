/* A small model of both tokenizations, as a file and in memory, and changing it. */
#ifndef UNIT_SAMPLE_H
#define UNIT_SAMPLE_H

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
#include "base/file_map.h"
#include "base/hash.h"
#include "folder.h"
#include "lexicon/lexicon.h"
#include "lexicon/scoring_model.h"
#include "model/context.h"
#include "model/model.h"

static char path[128];
static char *image; /* the file of the entries below, both tokenizations */
static size_t image_size;

/* The entries: tokens between spaces, and a type of one letter each. There are records of one, two and three tokens,
 * deep states with and without either link, keys of each size that three entries share, and far tokens. */
static const char types[] = "CCCBABAABAABBABAABCABCABCCBAABC";
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
                                              "a the a the",
                                              "configuration", /* tokens with the same first eight bytes */
                                              "configurator",
                                              "configurable",
                                              "the configuration",
                                              "the configurator",
                                              "the configurable",
                                              "of the configuration",
                                              "of the configurator",
                                              "of the configurable",
                                              "out of the configurator",
                                              "left\tright", /* as a given token it has the blank inside */
                                              "the left\tright",
                                              "a b c",
                                              "a b c d a",
                                              "a b c d a b"};

static inline gaz_lexicon *new_lexicon(void) {
    gaz_lexicon *lexicon;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    return lexicon;
}

/* Splits at single spaces; at most 6 tokens. */
static inline size_t split(gaz_token *tokens, const char *surface) {
    size_t count = 0;
    for (const char *at = surface; *at; at += *at == ' ') {
        tokens[count] = (gaz_token){at, strcspn(at, " ")};
        at += tokens[count++].size;
    }
    return count;
}

static inline void add(gaz_lexicon *lexicon, const char *surface, const char *type) {
    gaz_token tokens[6];
    size_t count = split(tokens, surface);
    assert_int_equal(gaz_lexicon_add(lexicon, tokens, count, type, NULL), GAZ_OK);
}

static inline char *read_file(size_t *size) {
    struct file_map map;
    assert_int_equal(file_map(&map, path, NULL), GAZ_OK);
    char *bytes = malloc(map.size + 1);
    memcpy(bytes, map.bytes, map.size);
    *size = map.size;
    file_unmap(&map);
    return bytes;
}

static inline gaz_build_report build_model(const gaz_lexicon *lexicon, const gaz_build_options *options) {
    gaz_build_report report;
    assert_int_equal(gaz_lexicon_build(lexicon, path, options, &report, NULL), GAZ_OK);
    return report;
}

static inline gaz_model *open_model(void) {
    gaz_model *model;
    assert_int_equal(gaz_model_open(&model, path, 0, NULL), GAZ_OK);
    return model;
}

enum { POINTS = 11, KNOWN_WORDS = 7 };

/* A scoring model of the types A, B and C. */
static inline struct scoring_model *make_scoring_model(void) {
    static const char *const words[KNOWN_WORDS] = {"a", "b", "kernel", "The", ".", "noir", "space"};
    struct scoring_model *scoring = calloc(1, sizeof *scoring);
    size_t count = context_weight_count(3);
    uint32_t number;
    assert_non_null(scoring);
    scoring->estimate = (gaz_estimate){.judged = 1, .context = 1, .threshold = 0.3};
    for (int i = 0; i < POINTS; i++)
        scoring->points[scoring->point_count++] = (struct image_point){(float)i / 10, 0.5f + (float)i / 20, 0.5f};
    for (int i = 0; i < 3; i++) strings_add(&number, &scoring->types, &"A\0B\0C"[2 * i], 1, NULL);
    scoring->weights = malloc(count * sizeof *scoring->weights);
    scoring->classes = calloc(KNOWN_WORDS, sizeof *scoring->classes);
    assert_true(scoring->weights && scoring->classes);
    for (size_t i = 0; i < count; i++) scoring->weights[i] = (float)(i * 7 % 11) / 8 - 0.5f;
    for (size_t i = 0; i < KNOWN_WORDS; i++) {
        strings_add(&number, &scoring->words, words[i], strlen(words[i]), NULL);
        scoring->classes[number] = (struct word_classes){(uint8_t)(1 + i), (uint8_t)(WORD_CLASS_END - 1 - i)};
    }
    return scoring;
}

/* Patterns beside the entries: of one token to six. */
enum { PATTERNS = 9 };
static const char *const patterns[PATTERNS] = {"Q_\\d",
                                               "a \\d",
                                               "\\d",
                                               "\\d.\\d b c d",
                                               "a \\d a \\d a \\d",
                                               "\\d a \\d a \\d",
                                               "the \\dth floor",
                                               "b c \\d d",
                                               "averyveryverylongtoken\\d c d \\d"};

static inline void add_pattern(gaz_lexicon *lexicon, const char *pattern) {
    gaz_token tokens[6];
    struct entry *entry;
    const struct entry_key key = {
        .surface = {pattern, strlen(pattern)}, .type = {"B", 1}, .token_count = (uint32_t)split(tokens, pattern)};
    assert_int_equal(lexicon_entry(&entry, lexicon, &key, NULL), GAZ_OK);
    entry->precision = 0.75F;
}

/* `scored`: matches are scored by what surrounds them. */
static inline int make_image_of(bool scored, bool with_patterns) {
    if (make_folder(NULL) != 0) return -1;
    strcpy(path, path_of("model.gaz"));
    gaz_lexicon *lexicon = new_lexicon();
    for (size_t i = 0; i < ENTRIES; i++) add(lexicon, surfaces[i], (char[]){types[i], 0});
    for (size_t i = 0; i < PATTERNS && with_patterns; i++) add_pattern(lexicon, patterns[i]);
    if (scored) lexicon->scoring = make_scoring_model();
    for (size_t i = 0; i < lexicon->entry_count && scored; i++)
        if (i % 4) {
            lexicon->entries[i].log_odds = (float)i / 8 - 1;
            lexicon->entries[i].annotated = lexicon->entries[i].occurrences = (uint32_t)i;
        }
    build_model(lexicon, NULL);
    gaz_lexicon_free(lexicon);
    image = read_file(&image_size);
    return 0;
}

static inline int make_image(void **state) {
    (void)state;
    return make_image_of(false, false);
}

static inline int make_scored_image(void **state) {
    (void)state;
    return make_image_of(true, false);
}

static inline int make_image_with_patterns(void **state) {
    (void)state;
    return make_image_of(true, true);
}

static inline int drop_image(void **state) {
    free(image);
    return remove_folder(state);
}

/* ---- Changing it ---- */

/* Opens bytes in memory of just their size, so that a read behind them is noticed. */
static inline gaz_status try_open(const char *bytes, size_t size) {
    gaz_model *model;
    char *copy = malloc(size + !size);
    memcpy(copy, bytes, size);
    gaz_status status = model_open_memory(&model, copy, size, false, "m", NULL);
    gaz_model_close(model);
    free(copy);
    return status;
}

static inline char *copy_image(void) {
    char *copy = malloc(image_size);
    memcpy(copy, image, image_size);
    return copy;
}

static inline struct image_header *header_of(char *bytes) {
    return (struct image_header *)(void *)bytes;
}

static inline void sign(char *bytes, size_t size) {
    struct image_header header = *header_of(bytes);
    header.checksum = 0;
    header_of(bytes)->checksum =
        hash_bytes(bytes + sizeof header, size - sizeof header, hash_bytes(&header, sizeof header, 0));
}

static inline struct image_section *section_of(char *bytes, uint32_t tokenization, uint32_t kind) {
    struct image_section *sections = (struct image_section *)(void *)(bytes + sizeof(struct image_header));
    for (uint32_t i = 0; i < header_of(bytes)->section_count; i++)
        if (sections[i].tokenization == tokenization && sections[i].kind == kind) return &sections[i];
    return NULL;
}

static inline uint32_t *words_of(char *bytes, uint32_t tokenization, uint32_t kind) {
    return (uint32_t *)(void *)(bytes + section_of(bytes, tokenization, kind)->offset);
}

static inline const struct image_automaton *automaton_header(uint32_t tokenization) {
    return (const struct image_automaton *)(const void *)words_of(image, tokenization, SECTION_AUTOMATON);
}

/* ---- Records and deep states ---- */

static inline struct image_record *records_of(char *bytes, uint32_t tokenization) {
    return (struct image_record *)(void *)words_of(bytes, tokenization, SECTION_RECORDS);
}

static inline struct image_deep *deep_of(char *bytes, uint32_t tokenization) {
    return (struct image_deep *)(void *)words_of(bytes, tokenization, SECTION_DEEP);
}

/* The tokens of a state that deep states may lead to: a record of three, or a deep state. 0: there is no such state. */
static inline uint32_t depth_of_state(const char *bytes, uint32_t tokenization, uint32_t state) {
    char *changed = (char *)(uintptr_t)bytes;
    const struct image_automaton *header = automaton_header(tokenization);
    uint32_t number = state & ~STATE_DEEP;
    if (state & STATE_DEEP) return number < header->deep_slots ? deep_of(changed, tokenization)[number].depth : 0;
    if (number >= header->record_count) return 0;
    const struct image_record *record = &records_of(changed, tokenization)[number];
    return !record_is_shared(record) && record_size(record) == 3 ? 3 : 0;
}

/* The state of that number among all that there can be: the records, then the deep slots. */
static inline uint32_t state_number(uint32_t tokenization, uint32_t number) {
    uint32_t records = automaton_header(tokenization)->record_count;
    return number < records ? number : (number - records) | STATE_DEEP;
}

#endif
