/* Asking hostile models for ids, names and surfaces: whatever is not refused stays in bounds and ends. */
#include "kernels.h"
#include "oracle.h"
#include "sample.h"

/* Some entries with ids, names, exact case and strict edges, two senses of each other surface, in any case. */
static int make_senses(void **state) {
    (void)state;
    gaz_build_options options;
    if (make_folder(NULL) != 0) return -1;
    strcpy(path, path_of("model.gaz"));
    gaz_lexicon *lexicon = new_lexicon();
    for (size_t i = 0; i < 2 * ENTRIES; i++) {
        gaz_token tokens[6];
        char id[24];
        snprintf(id, sizeof id, "Q%zu", i / 3);
        gaz_entry entry = {.tokens = tokens, .type = (char[]){types[i / 2], 0}, .id = i % 3 ? id : NULL};
        entry.token_count = split(tokens, surfaces[i % 4 ? i / 2 : i / 4]);
        if (i % 5 == 0) entry.name = i % 2 ? "a name" : "another one";
        if (i % 4 == 0) entry.match_case = GAZ_CASE_EXACT;
        if (i % 7 == 0) entry.edges = GAZ_EDGES_STRICT;
        assert_int_equal(gaz_lexicon_add_entry(lexicon, &entry, NULL), GAZ_OK);
    }
    gaz_build_options_init(&options);
    options.match_case = GAZ_CASE_IGNORE;
    build_model(lexicon, &options);
    gaz_lexicon_free(lexicon);
    image = read_file(&image_size);
    return 0;
}

/* Asks for all that is known of each entry, and tags its surface. */
static void use(const gaz_model *model) {
    gaz_lookup *lookup;
    gaz_tagger *tagger;
    gaz_model_entry entry;
    uint32_t numbers[4];
    assert_int_equal(gaz_lookup_new(&lookup, model, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_new(&tagger, model, NULL, NULL), GAZ_OK);
    for (uint32_t i = 0; gaz_model_get_entry(&entry, model, i); i++) {
        const char *surface;
        size_t size;
        gaz_span span;
        assert_int_equal(gaz_lookup_surface(&surface, &size, lookup, i, NULL), GAZ_OK);
        assert_int_equal(surface[size], 0);
        gaz_lookup_senses(numbers, 4, lookup, surface, size);
        if (entry.id) gaz_model_find_id(numbers, 4, model, entry.id);
        assert_true(!entry.name || strlen(entry.name) < image_size);
        if (gaz_tagger_text(tagger, surface, size, NULL) != GAZ_OK) continue;
        while (gaz_tagger_next(&span, tagger))
            while (gaz_tagger_next_sense(&span, tagger)) assert_true(span.entry < model->header->entry_count);
    }
    assert_false(gaz_model_get_entry(&entry, model, model->header->entry_count));
    gaz_tagger_free(tagger);
    gaz_lookup_free(lookup);
}

/* Changes a few words or bytes of the sections about senses, or what the header says of them. */
static void change(char *bytes, uint64_t *random) {
    static const uint32_t kinds[] = {SECTION_CONCEPTS,        SECTION_CONCEPT_OFFSETS, SECTION_CONCEPT_BYTES,
                                     SECTION_SURFACE_OFFSETS, SECTION_SURFACE_BYTES,   SECTION_ENTRIES};
    for (size_t count = 1 + oracle_below(random, 3); count; count--) {
        uint32_t kind = kinds[oracle_below(random, sizeof kinds / sizeof *kinds)];
        const struct image_section *section = section_of(image, TOKENS_MODEL, kind);
        assert_non_null(section);
        char *at = bytes + section->offset + oracle_below(random, section->size);
        uint32_t *word = (uint32_t *)(void *)(bytes + section->offset) + oracle_below(random, section->size / 4);
        switch (oracle_below(random, 6)) {
        case 0: *at = (char)oracle_random(random); break;
        case 1: *at = 0; break;
        case 2: *word += 1; break;
        case 3: *word -= 1; break;
        case 4: *word ^= 1u << oracle_below(random, 32); break;
        default: *word = (uint32_t)oracle_below(random, 64);
        }
    }
    if (oracle_below(random, 32) == 0) header_of(bytes)->concept_count = (uint32_t)oracle_below(random, 40);
    if (oracle_below(random, 32) == 0) header_of(bytes)->entry_flags = (uint32_t)oracle_below(random, 16);
}

static void changed_senses_do_no_harm(void **state) {
    (void)state;
    enum { ROUNDS = 4000 };
    uint64_t random = seed;
    char *copy = malloc(image_size);
    int used = 0;
    assert_non_null(copy);
    for (int round = 0; round < ROUNDS; round++) {
        gaz_model *model;
        memcpy(copy, image, image_size);
        if (round) change(copy, &random);
        sign(copy, image_size);
        if (model_open_memory(&model, copy, image_size, false, "m", NULL) != GAZ_OK) continue;
        use(model);
        gaz_model_close(model);
        used++;
    }
    print_message("%d hostile models, %d of them opened\n", (int)ROUNDS, used);
    assert_in_range(used, ROUNDS / 50, ROUNDS - ROUNDS / 50);
    free(copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(changed_senses_do_no_harm)};
    oracle_seed();
    return cmocka_run_group_tests(tests, make_senses, drop_image);
}
