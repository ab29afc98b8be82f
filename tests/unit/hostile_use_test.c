/* Tagging with hostile models: whatever is not refused stays in bounds and ends. */
#include "kernels.h"
#include "oracle.h"
#include "sample.h"

/* ---- Using a model ---- */

enum { SURFACES = 30 };

static void check_spans(gaz_tagger *tagger, const gaz_model *model, uint64_t size) {
    gaz_span span;
    uint64_t begin = 0;
    for (int count = 0; gaz_tagger_next(&span, tagger); count++) {
        assert_true(begin <= span.begin && span.begin < span.end && span.end <= size);
        assert_true(span.entry < model->header->entry_count);
        assert_non_null(gaz_model_type(model, span.type));
        assert_true(span.score >= 0 && span.score <= 1 && count < 100000);
        begin = span.begin;
    }
}

/* Tokens, and text, of the sample's entries, some of them cut off. */
static size_t random_surfaces(gaz_token *tokens, char *text, uint64_t *random) {
    size_t count = 0;
    size_t size = 0;
    for (size_t i = 0; i < SURFACES; i++) {
        const char *surface = surfaces[oracle_below(random, ENTRIES)];
        count += split(tokens + count, surface);
        if (oracle_below(random, 3) == 0) count--; /* not the whole of it */
        size += (size_t)sprintf(text + size, "%s%s", surface, oracle_below(random, 4) ? " " : ".\n");
    }
    return count;
}

static void use(const gaz_model *model, uint64_t *random) {
    gaz_tagger *tagger;
    gaz_token tokens[SURFACES * 6];
    char text[SURFACES * 32];
    gaz_tagger_options options = {.input = {.paragraphs = (int)oracle_below(random, 2)},
                                  .match = {.all = (int)oracle_below(random, 2), .kernel = kernel->name}};
    assert_int_equal(gaz_tagger_new(&tagger, model, &options, NULL), GAZ_OK);
    size_t count = random_surfaces(tokens, text, random);
    size_t size = strlen(text);
    char *exact = malloc(size); /* of just its size, so that a read behind it is noticed */
    assert_non_null(exact);
    memcpy(exact, text, size);
    if (gaz_tagger_tokens(tagger, tokens, count, NULL) == GAZ_OK) check_spans(tagger, model, count);
    if (gaz_tagger_text(tagger, exact, size, NULL) == GAZ_OK) check_spans(tagger, model, size);
    gaz_tagger_free(tagger);
    free(exact);
}

/* Opens a changed image, in memory of just its size, and uses it if it is not refused. Returns whether it was. */
static bool try_use(char *copy, uint64_t *random) {
    gaz_model *model;
    sign(copy, image_size);
    if (model_open_memory(&model, copy, image_size, false, "m", NULL) != GAZ_OK) return false;
    use(model, random);
    gaz_model_close(model);
    return true;
}

static void open_filter(char *copy, uint32_t tokenization) {
    const struct image_section *section = section_of(copy, tokenization, SECTION_FILTER);
    memset(copy + section->offset, 0xFF, section->size);
}

/* ---- Any words ---- */

/* Changes a few words, mostly of the sections that hold indices. */
static void change_words(char *bytes, uint64_t *random) {
    static const uint32_t kinds[] = {SECTION_AUTOMATON, SECTION_TOKEN_OFFSETS, SECTION_STEPS,  SECTION_LEVELS,
                                     SECTION_STATES,    SECTION_FINGERPRINTS,  SECTION_STATES, SECTION_OUTPUTS,
                                     SECTION_STATES,    SECTION_TOKEN_BYTES,   SECTION_STEPS,  SECTION_FILTER};
    for (size_t count = 1 + oracle_below(random, 3); count; count--) {
        uint32_t tokenization = 1 + (uint32_t)oracle_below(random, 2);
        uint32_t kind = kinds[oracle_below(random, sizeof kinds / sizeof *kinds)];
        if (oracle_below(random, 16) == 0) {
            tokenization = TOKENS_MODEL;
            kind = 1 + (uint32_t)oracle_below(random, 3);
            if (oracle_below(random, 2)) kind = SECTION_POINTS + (uint32_t)oracle_below(random, 6);
        }
        const struct image_section *section = section_of(image, tokenization, kind);
        if (!section) section = section_of(image, tokenization ? tokenization : TOKENS_CORPUS, SECTION_STATES);
        uint32_t *words = (uint32_t *)(void *)(bytes + section->offset);
        size_t word_count = section->size / 4;
        if (oracle_below(random, 16) == 0) { /* header and section table */
            words = (uint32_t *)(void *)bytes;
            word_count = (sizeof(struct image_header) + header_of(image)->section_count * 24) / 4;
        }
        uint32_t *word = &words[oracle_below(random, word_count)];
        const uint32_t few[] = {0, 1, *word + 1, *word - 1, UINT32_MAX, 0x7FFFFFFF, 0x20000000};
        const uint32_t any[] = {(uint32_t)oracle_below(random, 40), words[oracle_below(random, word_count)],
                                *word ^ 1u << oracle_below(random, 32)};
        *word = oracle_below(random, 2) ? few[oracle_below(random, 7)] : any[oracle_below(random, 3)];
    }
}

/* ---- Words that the format allows ---- */

static uint32_t between(uint32_t first, uint32_t end, uint64_t *random) {
    return first + (uint32_t)oracle_below(random, end - first);
}

/* Any output of a level before `level`, or none. */
static uint32_t any_output(uint32_t tokenization, uint32_t level, uint64_t *random) {
    const struct image_level *row = levels_of(tokenization) + between(1, level, random);
    uint32_t count = row[1].output - row->output;
    return count ? between(row->state, row->state + count, random) : 0;
}

/* Gives a state another token, parent, link, output or set of children. */
static void change_state(char *bytes, uint32_t tokenization, uint64_t *random) {
    const struct image_level *levels = levels_of(tokenization);
    uint32_t level = between(2, automaton_header(tokenization)->longest + 1, random);
    uint32_t state = between(levels[level].state, levels[level + 1].state, random);
    switch (oracle_below(random, 5)) {
    case 0:
        set_field(bytes, tokenization, state, FIELD_TOKEN,
                  between(1, automaton_header(tokenization)->token_count + 1, random));
        break;
    case 1:
        set_field(bytes, tokenization, state, FIELD_PARENT,
                  between(levels[level - 1].state, levels[level].state, random));
        break;
    case 2:
        set_field(bytes, tokenization, state, FIELD_FAIL, (uint32_t)oracle_below(random, levels[level].state));
        break;
    case 3:
        if (!is_output(tokenization, state))
            set_field(bytes, tokenization, state, FIELD_OUTPUT, any_output(tokenization, level, random));
        break;
    default:
        *field_word(bytes, tokenization, state, FIELD_TOKEN) |= (uint64_t)0xFF << 56;
        *field_word(bytes, tokenization, state, FIELD_OUTPUT) |= (uint64_t)0xFF << 56;
    }
}

/* Swaps two items of a section. */
static void swap_items(char *bytes, uint32_t tokenization, uint32_t kind, size_t size, uint64_t *random) {
    const struct image_section *section = section_of(bytes, tokenization, kind);
    char held[16];
    size_t count = section->size / size;
    char *one = bytes + section->offset + size * oracle_below(random, count);
    char *two = bytes + section->offset + size * oracle_below(random, count);
    memcpy(held, one, size);
    memmove(one, two, size);
    memcpy(two, held, size);
}

/* A state stands where the step to another should. */
static void mislead_step(char *bytes, uint32_t tokenization, uint64_t *random) {
    uint32_t *step =
        words_of(bytes, tokenization, SECTION_STEPS) + oracle_below(random, automaton_header(tokenization)->step_count);
    uint32_t state = between(1, automaton_header(tokenization)->state_count, random);
    bool is_token = state <= automaton_header(tokenization)->token_count;
    if (*step && (!is_token || is_output(tokenization, state))) *step = (*step & ~(uint32_t)STATE_MASK) | state;
}

/* One fingerprint for two tokens. */
static void share_fingerprint(char *bytes, uint32_t tokenization, uint64_t *random) {
    uint64_t *prints = (uint64_t *)(void *)words_of(bytes, tokenization, SECTION_FINGERPRINTS);
    uint32_t tokens = automaton_header(tokenization)->token_count;
    prints[between(1, tokens + 1, random)] = prints[between(1, tokens + 1, random)];
}

static void change_structure(char *bytes, uint64_t *random) {
    for (uint32_t tokenization = TOKENS_CORPUS; tokenization < TOKENS_END; tokenization++) {
        open_filter(bytes, tokenization);
        for (size_t count = 1 + oracle_below(random, 12); count; count--) {
            switch (oracle_below(random, 8)) {
            case 0: mislead_step(bytes, tokenization, random); break;
            case 1: swap_items(bytes, tokenization, SECTION_STEPS, 4, random); break;
            case 2: swap_items(bytes, tokenization, SECTION_FINGERPRINTS, 8, random); break;
            case 3: share_fingerprint(bytes, tokenization, random); break;
            default: change_state(bytes, tokenization, random);
            }
        }
    }
}

/* Gives a few numbers of the scoring model other values, mostly such as are allowed. */
static void change_scoring(char *bytes, uint64_t *random) {
    static const float floats[] = {0,   -0.0f,     1,          -1, 3e38f, -3e38f, 1e-40f, INFINITY,
                                   100, -INFINITY, (float)NAN, 2,  -100,  0.5f,   0.99f,  88};
    uint32_t slots = words_of(bytes, TOKENS_MODEL, SECTION_CONTEXT)[1];
    struct image_word *known = (struct image_word *)(void *)words_of(bytes, TOKENS_MODEL, SECTION_WORDS);
    for (size_t count = 1 + oracle_below(random, 40); count; count--) {
        bool rare = oracle_below(random, 100) == 0;
        float number = floats[oracle_below(random, rare ? 16 : 7)];
        struct image_word *word = &known[oracle_below(random, slots)];
        uint32_t *prior = words_of(bytes, TOKENS_MODEL, SECTION_PRIORS) + 2 * oracle_below(random, ENTRIES);
        uint32_t *weights = words_of(bytes, TOKENS_MODEL, SECTION_WEIGHTS);
        switch (oracle_below(random, 8)) {
        case 0: memcpy(prior, rare ? &number : &floats[7 + 2 * oracle_below(random, 2)], sizeof number); break;
        case 1: prior[1] = (uint32_t)oracle_below(random, SHAPES_END + rare); break;
        case 2: word->shape = (uint8_t)oracle_below(random, SHAPE_END + rare); break;
        case 3: word->extends = (uint8_t)oracle_below(random, WORD_CLASS_END + rare); break;
        case 4: word->introduces = (uint8_t)oracle_below(random, WORD_CLASS_END + rare); break;
        case 5: word->hash = known[oracle_below(random, slots)].hash; break;
        default: memcpy(&weights[oracle_below(random, context_weight_count(3))], &number, sizeof number);
        }
    }
    float threshold = (float)oracle_below(random, 101) / 100;
    memcpy(words_of(bytes, TOKENS_MODEL, SECTION_CONTEXT), &threshold, sizeof threshold);
}

/* Changes the image many times over. Returns how many of the models could be used. */
static int check_changes(void (*change)(char *bytes, uint64_t *random), int rounds, uint64_t random) {
    char *copy = malloc(image_size);
    int used = 0;
    assert_non_null(copy);
    alarm(100); /* a scan without end */
    for (int round = 0; round < rounds; round++) {
        memcpy(copy, image, image_size);
        change(copy, &random);
        used += try_use(copy, &random);
    }
    alarm(0);
    print_message("%d hostile models, %d of them opened\n", rounds, used);
    free(copy);
    return used;
}

static void any_words_do_no_harm(void **state) {
    (void)state;
    assert_true(check_changes(change_words, 5000, seed) > 80);
}

static void words_that_the_format_allows_do_no_harm(void **state) {
    (void)state;
    assert_true(check_changes(change_structure, 2500, seed + 1) > 80);
}

static void any_scoring_model_does_no_harm(void **state) {
    (void)state;
    assert_true(check_changes(change_scoring, 2000, seed + 2) > 1000);
}

/* ---- Tokens that are no entries ---- */

/* A model of two entries and many tokens: a step from the root to a token that is no entry, were it taken for one,
 * would give an entry that does not exist. */
static void no_entry_beyond_the_last(void **state) {
    (void)state;
    enum { TOKENS = 9 };
    gaz_token tokens[TOKENS] = {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}, {"e", 1},
                                {"f", 1}, {"g", 1}, {"h", 1}, {"i", 1}};
    const struct oracle_entry entries[] = {{.tokens = tokens, .count = 1}, {.tokens = tokens + 1, .count = TOKENS - 1}};
    struct oracle_model made;
    oracle_compile(&made, entries, 2, TOKENS_CORPUS, 0);
    char *bytes = made.image.bytes;
    const struct automaton *automaton = &made.model->automata[TOKENS_CORPUS];
    uint32_t *steps = words_of(bytes, TOKENS_CORPUS, SECTION_STEPS);
    open_filter(bytes, TOKENS_CORPUS);
    for (uint32_t token = 2; token <= TOKENS; token++) {
        uint32_t place = step_place(automaton->fingerprints[token], automaton->header->step_count);
        while (steps[place]) place = (place + 1) % automaton->header->step_count;
        steps[place] = token | step_tag(automaton->fingerprints[token]);
    }
    gaz_model_close(made.model);
    char *exact = malloc(made.image.size);
    assert_non_null(exact);
    memcpy(exact, bytes, made.image.size);
    sign(exact, made.image.size);
    if (model_open_memory(&made.model, exact, made.image.size, false, "m", NULL) == GAZ_OK) {
        gaz_tagger *tagger;
        gaz_tagger_options options = {.match = {.kernel = kernel->name}};
        assert_int_equal(gaz_tagger_new(&tagger, made.model, &options, NULL), GAZ_OK);
        for (size_t i = 0; i < TOKENS; i++) {
            assert_int_equal(gaz_tagger_tokens(tagger, tokens + i, 1, NULL), GAZ_OK);
            check_spans(tagger, made.model, 1);
        }
        gaz_tagger_free(tagger);
    }
    free(exact);
    oracle_close(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_words_do_no_harm),
        cmocka_unit_test(words_that_the_format_allows_do_no_harm),
        cmocka_unit_test(no_entry_beyond_the_last),
    };
    const struct CMUnitTest scored_tests[] = {
        cmocka_unit_test(any_words_do_no_harm),
        cmocka_unit_test(words_that_the_format_allows_do_no_harm),
        cmocka_unit_test(any_scoring_model_does_no_harm),
    };
    int failed = 0;
    oracle_seed();
    for (size_t i = 0; i < KERNELS; i++) {
        if (!kernels_choose(i)) continue;
        failed += cmocka_run_group_tests_name(kernel->name, tests, make_image, drop_image);
        failed += cmocka_run_group_tests_name("scored", scored_tests, make_scored_image, drop_image);
    }
    return failed;
}
