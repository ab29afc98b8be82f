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
    static const char *const digits[] = {"Q_12",          "a 7", "1.25 b c d", "a 1 a 22 a 333",
                                         "the 4th floor", "0",   "b c 2 d"};
    for (size_t i = 0; i < SURFACES; i++) {
        const char *surface = surfaces[oracle_below(random, ENTRIES)];
        if (oracle_below(random, 4) == 0) surface = digits[oracle_below(random, sizeof digits / sizeof *digits)];
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
    gaz_tagger_options options;
    gaz_tagger_options_init(&options);
    if (oracle_below(random, 2)) options.input.format = GAZ_FORMAT_TOKENIZED;
    if (options.input.format != GAZ_FORMAT_TOKENIZED) options.input.paragraphs = (int)oracle_below(random, 2);
    options.match.all = (int)oracle_below(random, 2);
    options.match.kernel = kernel->name;
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

/* ---- Any words ---- */

/* Changes a few words, mostly of the sections that hold indices. */
static void change_words(char *bytes, uint64_t *random) {
    static const uint32_t kinds[] = {
        SECTION_AUTOMATON,   SECTION_TOKENS,        SECTION_TOKEN_BYTES,   SECTION_RECORDS,
        SECTION_RECORDS,     SECTION_RECORDS,       SECTION_DEEP,          SECTION_DEEP,
        SECTION_DEEP,        SECTION_OUTPUTS,       SECTION_FILTER_ONES,   SECTION_FILTER_PAIRS,
        SECTION_FILTER_ENDS, SECTION_DISPLACEMENTS, SECTION_DIGITS_BEFORE, SECTION_DIGITS_BEHIND};
    bool patterns_too = section_of(bytes, TOKENS_WORDS_MASKED, SECTION_AUTOMATON) != NULL;
    for (size_t count = 1 + oracle_below(random, 3); count; count--) {
        uint32_t tokenization = TOKENS_CORPUS + (uint32_t)oracle_below(random, patterns_too ? 4 : 2);
        uint32_t kind = kinds[oracle_below(random, sizeof kinds / sizeof *kinds)];
        if (oracle_below(random, 16) == 0) {
            tokenization = TOKENS_MODEL;
            kind = 1 + (uint32_t)oracle_below(random, 3);
            if (oracle_below(random, 2)) kind = SECTION_POINTS + (uint32_t)oracle_below(random, 6);
        }
        const struct image_section *section = section_of(image, tokenization, kind);
        if (!section || section->size < 4)
            section = section_of(image, tokenization ? tokenization : TOKENS_CORPUS, SECTION_RECORDS);
        uint32_t *words = (uint32_t *)(void *)(bytes + section->offset);
        size_t word_count = section->size / 4;
        if (oracle_below(random, 16) == 0) { /* header and section table */
            words = (uint32_t *)(void *)bytes;
            word_count =
                (sizeof(struct image_header) + header_of(image)->section_count * sizeof(struct image_section)) / 4;
        }
        uint32_t *word = &words[oracle_below(random, word_count)];
        const uint32_t few[] = {0, 1, *word + 1, *word - 1, UINT32_MAX, 0x7FFFFFFF, 0x20000000};
        const uint32_t any[] = {(uint32_t)oracle_below(random, 40), words[oracle_below(random, word_count)],
                                *word ^ 1u << oracle_below(random, 32)};
        *word = oracle_below(random, 2) ? few[oracle_below(random, 7)] : any[oracle_below(random, 3)];
    }
}

/* ---- Words that the format allows ---- */

static uint32_t below(uint32_t end, uint64_t *random) {
    return (uint32_t)oracle_below(random, end);
}

static uint32_t any_token(uint32_t tokenization, uint64_t *random) {
    return 1 + below(automaton_header(tokenization)->token_count, random);
}

static uint32_t any_record(uint32_t tokenization, uint64_t *random) {
    return below(automaton_header(tokenization)->record_count, random);
}

static void set_bytes(char *bytes, uint32_t tokenization, uint32_t kind, bool any, uint64_t *random) {
    const struct image_section *section = section_of(bytes, tokenization, kind);
    for (uint64_t i = 0; i < section->size; i++) bytes[section->offset + i] = (char)(any ? below(256, random) : 0xFF);
}

/* One that leads anywhere behind the lines. */
static void share_record(struct image_record *record, uint32_t tokenization, uint64_t *random) {
    const struct image_automaton *header = automaton_header(tokenization);
    uint32_t in_lines = 4 * header->line_count;
    uint32_t slots = 1u << below(6, random);
    if (slots > header->record_count - in_lines) slots = 1;
    record->first = (record->first & ~(uint32_t)RECORD_TOKEN) | slots;
    record->third = RECORD_SHARED;
    record->output = in_lines + below(header->record_count - in_lines - slots + 1, random);
}

/* Gives a record other tokens, as many as it had or not, another output, all signatures, or the check of another. */
static void change_record(char *bytes, uint32_t tokenization, uint64_t *random) {
    const struct image_automaton *header = automaton_header(tokenization);
    struct image_record *records = records_of(bytes, tokenization);
    uint32_t number = any_record(tokenization, random);
    struct image_record *record = &records[number];
    const struct image_record *other = &records[any_record(tokenization, random)];
    uint32_t upper = ~(uint32_t)RECORD_TOKEN;
    bool shared = record_is_shared(record);
    unsigned size = shared ? 1 : record_size(record);
    uint32_t words[3] = {record->first & upper, record->second & upper, record->third & upper};
    switch (below(6, random)) {
    case 0:
        if (!shared && size) record->third |= upper;
        break;
    case 1:
        if (!shared) record->output = below(header->output_count + 1, random);
        if (!shared && size < 3) record->output += record->output == 0;
        break;
    case 2:
        if (number < 4 * header->line_count) share_record(record, tokenization, random);
        break;
    case 3:
        if (size) record->first = (record->first & RECORD_TOKEN) | (other->first & upper);
        if (size) record->second = (record->second & RECORD_TOKEN) | (other->second & upper);
        break;
    default:
        if (below(4, random) == 0 || !size) size = 1 + below(3, random);
        for (unsigned i = 0; i < size; i++) words[i] |= any_token(tokenization, random);
        *record = (struct image_record){words[0], words[1], words[2], 1 + below(header->output_count, random)};
    }
}

/* A state of so many tokens; STATE_NONE: a few tries found none. */
static uint32_t any_state(const char *bytes, uint32_t tokenization, uint32_t least, uint32_t most, uint64_t *random) {
    const struct image_automaton *header = automaton_header(tokenization);
    for (int tries = 0; tries < 100; tries++) {
        uint32_t state = state_number(tokenization, below(header->record_count + header->deep_slots, random));
        uint32_t depth = depth_of_state(bytes, tokenization, state);
        if (depth >= least && depth <= most) return state;
    }
    return STATE_NONE;
}

static void set_deep_check(char *bytes, uint32_t tokenization, struct image_deep *deep) {
    struct fingerprint_keys keys;
    struct automaton automaton = {
        .tokens = (const struct image_token *)(const void *)words_of(bytes, tokenization, SECTION_TOKENS),
        .token_bytes = bytes + section_of(bytes, tokenization, SECTION_TOKEN_BYTES)->offset};
    uint32_t size;
    const char *token = automaton_token(&size, &automaton, deep->token & RECORD_TOKEN);
    fingerprint_seed(&keys, automaton_header(tokenization)->seed);
    uint64_t hash = deep_hash(deep->parent, fingerprint(&keys, token, size));
    deep->token = (deep->token & RECORD_TOKEN) | deep_check(hash);
}

/* Gives a deep state another token, parent, link, or output; or an empty slot a state. */
static void change_deep(char *bytes, uint32_t tokenization, uint64_t *random) {
    const struct image_automaton *header = automaton_header(tokenization);
    struct image_deep *slots = deep_of(bytes, tokenization);
    struct image_deep *deep = &slots[below(header->deep_slots, random)];
    const struct image_deep *other = &slots[below(header->deep_slots, random)];
    if (deep->token == 0) {
        uint32_t empty = 0;
        for (uint32_t i = 0; i < header->deep_slots; i++) empty += slots[i].token == 0;
        if (empty > 1) *deep = *other;
        return;
    }
    uint32_t state;
    deep->signature = UINT16_MAX;
    switch (below(6, random)) {
    case 0: deep->token = any_token(tokenization, random); break;
    case 1:
        state = any_state(bytes, tokenization, deep->depth - 1u, deep->depth - 1u, random);
        if (state != STATE_NONE) deep->parent = state;
        break;
    case 2: deep->fail = any_state(bytes, tokenization, 3, deep->depth - 1u, random); break;
    case 3:
        if (other->output && other->depth < deep->depth) deep->shorter = 1 + (uint32_t)(other - slots);
        break;
    case 4: deep->output = 1 + below(header->output_count, random); break;
    default: deep->fail = STATE_NONE;
    }
    set_deep_check(bytes, tokenization, deep);
}

/* Swaps two items of a section. */
static void swap_items(char *bytes, uint32_t tokenization, uint32_t kind, size_t size, size_t first, uint64_t *random) {
    const struct image_section *section = section_of(bytes, tokenization, kind);
    char held[16];
    size_t count = section->size / size - first;
    char *one = bytes + section->offset + size * (first + oracle_below(random, count));
    char *two = bytes + section->offset + size * (first + oracle_below(random, count));
    memcpy(held, one, size);
    memmove(one, two, size);
    memcpy(two, held, size);
}

/* Makes any token a far one of any bytes that there are. */
static void change_far(char *bytes, uint32_t tokenization, uint64_t *random) {
    uint32_t end = (uint32_t)section_of(bytes, tokenization, SECTION_TOKEN_BYTES)->size;
    char *token = bytes + section_of(bytes, tokenization, SECTION_TOKENS)->offset +
                  sizeof(struct image_token) * any_token(tokenization, random);
    uint32_t offset = below(end, random);
    uint32_t size = 1 + below(end - offset, random);
    if (size > automaton_header(tokenization)->longest_token) size = automaton_header(tokenization)->longest_token;
    memcpy(token, &offset, sizeof offset);
    memcpy(token + sizeof offset, &size, sizeof size);
    token[TOKEN_INLINE_MAX] = (char)TOKEN_FAR;
}

static void change_structure(char *bytes, uint64_t *random) {
    for (uint32_t tokenization = TOKENS_CORPUS; tokenization <= TOKENS_WORDS; tokenization++) {
        for (uint32_t kind = SECTION_FILTER_ONES; kind <= SECTION_FILTER_ENDS; kind++)
            if (oracle_below(random, 8)) set_bytes(bytes, tokenization, kind, oracle_below(random, 8) == 0, random);
        if (oracle_below(random, 8) == 0) set_bytes(bytes, tokenization, SECTION_DISPLACEMENTS, true, random);
        if (oracle_below(random, 4) == 0) /* every record leads on, as far as it can */
            for (uint32_t i = 0; i < automaton_header(tokenization)->record_count; i++)
                if (depth_of_state(bytes, tokenization, i)) records_of(bytes, tokenization)[i].third |= 0xFC000000;
        for (size_t count = 1 + oracle_below(random, 12); count; count--) {
            switch (oracle_below(random, 10)) {
            case 0: swap_items(bytes, tokenization, SECTION_RECORDS, sizeof(struct image_record), 0, random); break;
            case 1: swap_items(bytes, tokenization, SECTION_TOKENS, sizeof(struct image_token), 1, random); break;
            case 2: change_far(bytes, tokenization, random); break;
            case 3:
            case 4:
            case 5: change_record(bytes, tokenization, random); break;
            default: change_deep(bytes, tokenization, random);
            }
        }
    }
}

/* Gives a few numbers of the scoring model other values, mostly such as are allowed. */
static void change_scoring(char *bytes, uint64_t *random) {
    static const float floats[] = {0,   -0.0f,     1,          -1, 1000, -1000, 1e-40f, INFINITY,
                                   100, -INFINITY, (float)NAN, 2,  -100, 0.5f,  0.99f,  88};
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
    assert_true(check_changes(change_words, oracle_rounds(5000), seed) > oracle_rounds(80));
}

static void words_that_the_format_allows_do_no_harm(void **state) {
    (void)state;
    assert_true(check_changes(change_structure, oracle_rounds(2500), seed + 1) > oracle_rounds(80));
}

/* Any bytes beside digits, and any reach. */
static void change_digits(char *bytes, uint64_t *random) {
    for (uint32_t tokenization = TOKENS_CORPUS_MASKED; tokenization <= TOKENS_WORDS_MASKED; tokenization++)
        for (uint32_t kind = SECTION_DIGITS_BEFORE; kind <= SECTION_DIGITS_BEHIND; kind++)
            if (section_of(bytes, tokenization, kind) && oracle_below(random, 4))
                set_bytes(bytes, tokenization, kind, oracle_below(random, 4) == 0, random);
}

static void any_digits_do_no_harm(void **state) {
    (void)state;
    assert_int_equal(check_changes(change_digits, oracle_rounds(500), seed + 3), oracle_rounds(500));
}

static void any_scoring_model_does_no_harm(void **state) {
    (void)state;
    assert_true(check_changes(change_scoring, oracle_rounds(2000), seed + 2) > oracle_rounds(1000));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_words_do_no_harm),
        cmocka_unit_test(words_that_the_format_allows_do_no_harm),
    };
    const struct CMUnitTest scored_tests[] = {
        cmocka_unit_test(any_words_do_no_harm),
        cmocka_unit_test(words_that_the_format_allows_do_no_harm),
        cmocka_unit_test(any_scoring_model_does_no_harm),
    };
    const struct CMUnitTest pattern_tests[] = {
        cmocka_unit_test(any_words_do_no_harm),
        cmocka_unit_test(any_digits_do_no_harm),
    };
    int failed = 0;
    oracle_seed();
    for (size_t i = 0; i < KERNELS; i++) {
        if (!kernels_choose(i)) continue;
        failed += cmocka_run_group_tests_name(kernel->name, tests, make_image, drop_image);
        failed += cmocka_run_group_tests_name("scored", scored_tests, make_scored_image, drop_image);
        failed += cmocka_run_group_tests_name("patterns", pattern_tests, make_image_with_patterns, drop_image);
    }
    return failed;
}
