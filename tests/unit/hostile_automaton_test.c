/* Hostile automata in a file whose checksum is right: every value that would lead out of bounds or round in circles is
 * refused, and every value that is allowed opens. The rules are those of model/image.h, said once more. */
#include "oracle.h"
#include "refusing.h"
#include "text/cut.h"

#define EACH_TOKENIZATION(tokenization)                                                                                \
    for (uint32_t tokenization = TOKENS_CORPUS; (tokenization) <= TOKENS_WORDS; (tokenization)++)

/* ---- Counts ---- */

enum {
    WORD_TOKENS = 1,
    WORD_STATES,
    WORD_OUTPUTS,
    WORD_LONGEST,
    WORD_LONGEST_TOKEN,
    WORD_LINES,
    WORD_GROUPS,
    WORD_RECORDS,
    WORD_DEEP,
    WORD_FILTER
};

static void wrong_counts_are_refused(void **state) {
    (void)state;
    static const size_t counts[] = {WORD_TOKENS, WORD_OUTPUTS, WORD_GROUPS,     WORD_RECORDS,
                                    WORD_DEEP,   WORD_FILTER,  WORD_FILTER + 1, WORD_FILTER + 2};
    all_refused = true;
    EACH_TOKENIZATION(tokenization)
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        refuse_changes(tokenization, SECTION_AUTOMATON, counts[i], "count");
    assert_true(all_refused);
}

/* Numbers that may be larger than they have to be; that of the states is for people. */
static void limits_may_be_larger(void **state) {
    (void)state;
    all_refused = true;
    EACH_TOKENIZATION(tokenization) {
        uint32_t longest = automaton_header(tokenization)->longest;
        uint32_t longest_token = automaton_header(tokenization)->longest_token;
        const uint32_t values[] = {0,
                                   1,
                                   longest - 1,
                                   longest,
                                   longest + 1,
                                   longest_token - 1,
                                   UINT16_MAX,
                                   1 << 16,
                                   longest_token + 1,
                                   FAR,
                                   UINT32_MAX,
                                   longest_token,
                                   TOKEN_SIZE_MAX};
        for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
            char *copy = copy_image();
            words_of(copy, tokenization, SECTION_AUTOMATON)[WORD_LONGEST] = values[i];
            expect(copy, values[i] >= longest && values[i] <= UINT16_MAX, "longest", tokenization, values[i]);
            copy = copy_image();
            words_of(copy, tokenization, SECTION_AUTOMATON)[WORD_LONGEST_TOKEN] = values[i];
            expect(copy, values[i] >= longest_token && values[i] <= TOKEN_SIZE_MAX, "longest token", tokenization,
                   values[i]);
            copy = copy_image();
            words_of(copy, tokenization, SECTION_AUTOMATON)[WORD_STATES] = values[i];
            expect(copy, true, "states", tokenization, values[i]);
        }
    }
    assert_true(all_refused);
}

/* ---- Filters ---- */

/* The sizes of sections agree, but the number does not do. */
static void filters_of_other_sizes_are_refused(void **state) {
    (void)state;
    static const uint32_t sizes[] = {0, 1, 2, FILTER_WORDS_MIN / 2, FILTER_WORDS_MIN - 1, FILTER_WORDS_MIN - 16};
    all_refused = true;
    EACH_TOKENIZATION(tokenization)
    for (uint32_t filter = 0; filter < FILTER_END; filter++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            char *copy = copy_image();
            words_of(copy, tokenization, SECTION_AUTOMATON)[WORD_FILTER + filter] = sizes[i];
            section_of(copy, tokenization, SECTION_FILTER_ONES + filter)->size = sizeof(uint32_t) * sizes[i];
            expect_refused(copy, "filter words", filter, sizes[i]);
        }
    assert_true(all_refused);
}

static void drop_section(char *bytes, uint32_t tokenization, uint32_t kind) {
    struct image_section *rows = (struct image_section *)(void *)(bytes + sizeof(struct image_header));
    struct image_section *dropped = section_of(bytes, tokenization, kind);
    *dropped = rows[--header_of(bytes)->section_count];
}

/* What the second filter is asked the first one has let through: neither is there without the other. */
static void one_of_two_filters_is_refused(void **state) {
    (void)state;
    all_refused = true;
    EACH_TOKENIZATION(tokenization)
    for (unsigned missing = 0; missing < 1u << FILTER_END; missing++) {
        char *copy = copy_image();
        for (uint32_t filter = 0; filter < FILTER_END; filter++) {
            if (!(missing >> filter & 1)) continue;
            words_of(copy, tokenization, SECTION_AUTOMATON)[WORD_FILTER + filter] = 0;
            drop_section(copy, tokenization, SECTION_FILTER_ONES + filter);
        }
        bool both = (missing >> FILTER_PAIRS & 1) == (missing >> FILTER_ENDS & 1);
        expect(copy, both, "filters missing", tokenization, missing);
    }
    assert_true(all_refused);
}

/* ---- Tokens ---- */

static struct image_token *tokens_of(char *bytes, uint32_t tokenization) {
    return (struct image_token *)(void *)words_of(bytes, tokenization, SECTION_TOKENS);
}

static bool is_far(const struct image_token *token) {
    return (uint8_t)token->bytes[TOKEN_INLINE_MAX] == TOKEN_FAR;
}

static bool far_allowed(uint32_t tokenization, uint32_t offset, uint32_t size) {
    uint64_t end = section_of(image, tokenization, SECTION_TOKEN_BYTES)->size;
    return (uint64_t)offset + size <= end && size > 0 && size <= automaton_header(tokenization)->longest_token;
}

static bool holds_blank(const char *bytes, uint32_t size) {
    return memchr(bytes, ' ', size) || memchr(bytes, '\t', size) || memchr(bytes, '\n', size);
}

static bool token_allowed(uint32_t tokenization, const struct image_token *token) {
    uint32_t far[2];
    uint8_t size = (uint8_t)token->bytes[TOKEN_INLINE_MAX];
    memcpy(far, token->bytes, sizeof far);
    if (is_far(token)) return far_allowed(tokenization, far[0], far[1]);
    return size > 0 && size <= TOKEN_INLINE_MAX && !holds_blank(token->bytes, size);
}

/* Each token gets each size; token 0, which is none, none. */
static void wrong_token_sizes_are_refused(void **state) {
    (void)state;
    all_refused = true;
    EACH_TOKENIZATION(tokenization)
    for (uint32_t token = 0; token <= automaton_header(tokenization)->token_count; token++)
        for (unsigned size = 0; size < 256; size++) {
            char *copy = copy_image();
            struct image_token *changed = &tokens_of(copy, tokenization)[token];
            changed->bytes[TOKEN_INLINE_MAX] = (char)size;
            bool allowed = token ? token_allowed(tokenization, changed) : size == 0;
            expect(copy, allowed, "size of a token", token, size);
        }
    assert_true(all_refused);
}

/* A line's end or a blank must not be a part of a token in the text: what has one is compared as a whole. */
static void blanks_in_tokens_are_refused(void **state) {
    (void)state;
    all_refused = true;
    EACH_TOKENIZATION(tokenization)
    for (uint32_t token = 0; token <= automaton_header(tokenization)->token_count; token++)
        for (size_t i = 0; i < TOKEN_INLINE_MAX; i++)
            for (const char *blank = " \t\n\r"; *blank; blank++) {
                char *copy = copy_image();
                struct image_token *changed = &tokens_of(copy, tokenization)[token];
                changed->bytes[i] = *blank;
                bool allowed = token && token_allowed(tokenization, changed);
                expect(copy, allowed, "byte of a token", token, (unsigned char)*blank);
            }
    assert_true(all_refused);
}

static void far_tokens_out_of_bounds_are_refused(void **state) {
    (void)state;
    int count = 0;
    all_refused = true;
    EACH_TOKENIZATION(tokenization)
    for (uint32_t token = 1; token <= automaton_header(tokenization)->token_count; token++) {
        if (!is_far(&tokens_of(image, tokenization)[token])) continue;
        uint32_t end = (uint32_t)section_of(image, tokenization, SECTION_TOKEN_BYTES)->size;
        uint32_t values[64] = {FAR, UINT32_MAX, UINT32_MAX - 1, UINT32_MAX - end, 1u << 31};
        size_t value_count = 5;
        for (uint32_t i = 0; i <= end + 2; i++) values[value_count++] = i;
        assert_true(value_count <= sizeof values / sizeof *values);
        count++;
        for (size_t i = 0; i < value_count; i++)
            for (size_t k = 0; k < value_count; k++) {
                char *copy = copy_image();
                const uint32_t far[2] = {values[i], values[k]};
                memcpy(tokens_of(copy, tokenization)[token].bytes, far, sizeof far);
                expect(copy, far_allowed(tokenization, far[0], far[1]), "offset of a token", far[0], far[1]);
            }
    }
    assert_int_equal(count, 3); /* two of the given ones, one of words */
    assert_true(all_refused);
}

/* ---- Records ---- */

static bool is_number(uint32_t word, uint32_t most) {
    return (word & RECORD_TOKEN) <= most;
}

static bool shared_allowed(const struct image_automaton *header, uint32_t number, const struct image_record *record) {
    uint32_t slots = record->first & RECORD_TOKEN;
    uint32_t in_lines = 4 * header->line_count;
    return number < in_lines && slots > 0 && (slots & (slots - 1)) == 0 && record->output >= in_lines &&
           (uint64_t)record->output + slots <= header->record_count;
}

static bool record_allowed(const struct image_automaton *header, uint32_t number, const struct image_record *record) {
    bool first = record->first & RECORD_TOKEN;
    bool second = record->second & RECORD_TOKEN;
    bool third = record->third & RECORD_TOKEN;
    if (record_is_shared(record)) return shared_allowed(header, number, record);
    if (!first && !second && !third) return !record->first && !record->second && !record->third && !record->output;
    return first && (second || !third) && (third || record->output) && record->output <= header->output_count &&
           is_number(record->first, header->token_count) && is_number(record->second, header->token_count) &&
           is_number(record->third, header->token_count);
}

/* ---- Deep states ---- */

static bool deep_allowed(char *bytes, uint32_t tokenization, const struct image_deep *deep) {
    const struct image_automaton *header = automaton_header(tokenization);
    if (deep->token == 0) return deep->output == 0 && deep->depth == 0;
    uint32_t fail = depth_of_state(bytes, tokenization, deep->fail);
    bool shorter = deep->shorter == 0;
    if (deep->shorter && deep->shorter <= header->deep_slots) {
        const struct image_deep *other = &deep_of(bytes, tokenization)[deep->shorter - 1];
        shorter = other->token && other->output && other->depth < deep->depth;
    }
    return (deep->token & RECORD_TOKEN) && is_number(deep->token, header->token_count) && deep->depth >= 4 &&
           deep->depth <= header->longest && deep->output <= header->output_count &&
           depth_of_state(bytes, tokenization, deep->parent) + 1 == deep->depth &&
           (deep->fail == STATE_NONE || (fail >= 3 && fail < deep->depth)) && shorter;
}

static bool all_allowed(char *bytes, uint32_t tokenization) {
    const struct image_automaton *header = automaton_header(tokenization);
    bool has_empty = false;
    for (uint32_t i = 0; i < header->record_count; i++)
        if (!record_allowed(header, i, &records_of(bytes, tokenization)[i])) return false;
    for (uint32_t i = 0; i < header->deep_slots; i++) {
        const struct image_deep *deep = &deep_of(bytes, tokenization)[i];
        has_empty = has_empty || deep->token == 0;
        if (!deep_allowed(bytes, tokenization, deep)) return false;
    }
    return has_empty;
}

/* A word of 32 bits of an item becomes each number up to some more than there are of anything, deep or not (at times
 * only some of these, oracle_step), and some far ones; with the upper bits that it had, and without. */
static void try_word(uint32_t tokenization, uint32_t kind, size_t word, const char *what) {
    const struct image_automaton *header = automaton_header(tokenization);
    uint32_t old = words_of(image, tokenization, kind)[word];
    uint32_t most = header->record_count + header->deep_slots + 3;
    const uint32_t far[] = {STATE_NONE, STATE_NONE - 1, FAR,    HUGE,           RECORD_TOKEN,  RECORD_TOKEN - 1,
                            1u << 25,   1u << 31,       ~(old), old ^ 1u << 26, old ^ 1u << 31};
    const uint32_t upper[] = {0, STATE_DEEP, old & ~(uint32_t)RECORD_TOKEN};
    const size_t near = sizeof upper / sizeof *upper * most;
    for (size_t i = word % oracle_step(); i < near + sizeof far / sizeof *far; i += i < near ? oracle_step() : 1) {
        uint32_t value = i < near ? (uint32_t)i % most | upper[i / most] : far[i - near];
        char *copy = copy_image();
        words_of(copy, tokenization, kind)[word] = value;
        expect(copy, all_allowed(copy, tokenization), what, word, value);
    }
}

static void wrong_records_are_refused(void **state) {
    (void)state;
    static const char *const names[] = {"first token", "second token", "third token", "output of a record"};
    all_refused = true;
    EACH_TOKENIZATION(tokenization) {
        int sizes[4] = {0};
        int shared = 0;
        for (uint32_t i = 0; i < automaton_header(tokenization)->record_count; i++) {
            const struct image_record *record = &records_of(image, tokenization)[i];
            shared += record_is_shared(record);
            if (!record_is_shared(record)) sizes[record_size(record)]++;
            for (size_t word = 0; word < 4; word++)
                try_word(tokenization, SECTION_RECORDS, 4 * (size_t)i + word, names[word]);
        }
        assert_true(shared == 3 && sizes[0] && sizes[1] && sizes[2] && sizes[3]);
    }
    assert_true(all_refused);
}

static void wrong_lines_are_refused(void **state) {
    (void)state;
    all_refused = true;
    EACH_TOKENIZATION(tokenization) {
        uint32_t lines = automaton_header(tokenization)->line_count;
        refuse_word(tokenization, SECTION_AUTOMATON, WORD_LINES, 0, "lines");
        for (uint32_t more = lines + 1; more < 3 * lines; more++) /* those behind them would be lines */
            refuse_word(tokenization, SECTION_AUTOMATON, WORD_LINES, more, "lines");
        static const uint32_t far[] = {1 << 28, 1 << 29, 1 << 30, FAR, UINT32_MAX}; /* some, times four, are none */
        for (size_t i = 0; i < sizeof far / sizeof *far; i++)
            refuse_word(tokenization, SECTION_AUTOMATON, WORD_LINES, far[i], "lines");
    }
    assert_true(all_refused);
}

static void wrong_deep_states_are_refused(void **state) {
    (void)state;
    static const char *const names[] = {"token", "parent", "output", "failure link", "shorter"};
    all_refused = true;
    EACH_TOKENIZATION(tokenization) {
        int fails = 0;
        int shorter = 0;
        for (uint32_t i = 0; i < automaton_header(tokenization)->deep_slots; i++) {
            const struct image_deep *deep = &deep_of(image, tokenization)[i];
            fails += deep->token && deep->fail != STATE_NONE;
            shorter += deep->shorter > 0;
            for (size_t word = 0; word < 5; word++)
                try_word(tokenization, SECTION_DEEP, 6 * (size_t)i + word, names[word]);
            for (uint32_t depth = 0; depth < 12; depth++) {
                char *copy = copy_image();
                deep_of(copy, tokenization)[i].depth = (uint16_t)(depth < 10 ? depth : UINT16_MAX - depth);
                expect(copy, all_allowed(copy, tokenization), "depth", i, depth);
            }
        }
        assert_true(fails > 1 && shorter > 1);
    }
    assert_true(all_refused);
}

/* A search must have an end: one empty slot is enough. */
static void deep_states_without_an_empty_slot_are_refused(void **state) {
    (void)state;
    all_refused = true;
    EACH_TOKENIZATION(tokenization)
    for (uint32_t kept = 0; kept < 2; kept++) {
        char *copy = copy_image();
        struct image_deep *deep = deep_of(copy, tokenization);
        uint32_t used = 0;
        uint32_t empty = 0;
        while (deep[used].token == 0) used++;
        for (uint32_t i = 0; i < automaton_header(tokenization)->deep_slots; i++)
            if (deep[i].token == 0 && empty++ >= kept) deep[i] = deep[used];
        expect(copy, kept == 1, "empty slots", tokenization, kept);
    }
    assert_true(all_refused);
}

/* ---- Outputs ---- */

static void wrong_outputs_are_refused(void **state) {
    (void)state;
    int count = 0;
    all_refused = true;
    EACH_TOKENIZATION(tokenization) {
        if (!section_of(image, tokenization, SECTION_OUTPUTS)) continue;
        uint32_t outputs = automaton_header(tokenization)->output_count;
        count++;
        for (uint32_t i = 0; i < outputs; i++)
            for (uint32_t value = 0; value < 2 * ENTRIES + 6; value++) {
                const uint32_t far[] = {ENTRIES, ENTRIES + 1, HUGE, FAR, STATE_DEEP - 1, UINT32_MAX};
                uint32_t entry = value < 2 * ENTRIES ? value % ENTRIES : far[value - 2 * ENTRIES];
                if (value >= ENTRIES && value < 2 * ENTRIES) entry |= OUTPUT_MORE;
                char *copy = copy_image();
                words_of(copy, tokenization, SECTION_OUTPUTS)[i] = entry;
                bool allowed = value < ENTRIES || (value < 2 * ENTRIES && i + 1 < outputs);
                expect(copy, allowed, "entry of an output", i, entry);
            }
    }
    assert_int_equal(count, 1); /* the first automaton's outputs and the entries have the same numbers */
    for (uint32_t entries = 0; entries < ENTRIES; entries++) { /* fewer entries than outputs without a section */
        char *copy = copy_image();
        header_of(copy)->entry_count = entries;
        section_of(copy, TOKENS_MODEL, SECTION_ENTRIES)->size = entries * sizeof(struct image_entry);
        struct image_section *outputs = section_of(copy, TOKENS_WORDS, SECTION_OUTPUTS);
        memset(copy + outputs->offset, 0, outputs->size);
        expect_refused(copy, "entries", entries, entries);
    }
    assert_true(all_refused);
}

/* ---- Any bytes ---- */

/* What is only a help to find things may be anything. */
static void helps_may_be_anything(void **state) {
    (void)state;
    static const uint32_t kinds[] = {SECTION_DISPLACEMENTS, SECTION_FILTER_ONES, SECTION_FILTER_PAIRS,
                                     SECTION_FILTER_ENDS};
    EACH_TOKENIZATION(tokenization)
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (int byte = 0; byte < 256; byte += 51) {
            char *copy = copy_image();
            const struct image_section *section = section_of(copy, tokenization, kinds[i]);
            memset(copy + section->offset, byte, section->size);
            assert_true(opens(copy));
            free(copy);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_counts_are_refused),
        cmocka_unit_test(limits_may_be_larger),
        cmocka_unit_test(filters_of_other_sizes_are_refused),
        cmocka_unit_test(one_of_two_filters_is_refused),
        cmocka_unit_test(wrong_token_sizes_are_refused),
        cmocka_unit_test(blanks_in_tokens_are_refused),
        cmocka_unit_test(far_tokens_out_of_bounds_are_refused),
        cmocka_unit_test(wrong_records_are_refused),
        cmocka_unit_test(wrong_lines_are_refused),
        cmocka_unit_test(wrong_deep_states_are_refused),
        cmocka_unit_test(deep_states_without_an_empty_slot_are_refused),
        cmocka_unit_test(wrong_outputs_are_refused),
        cmocka_unit_test(helps_may_be_anything),
    };
    return cmocka_run_group_tests(tests, make_image, drop_image);
}
