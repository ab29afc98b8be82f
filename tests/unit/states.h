/* Finding the states of an automaton by their tokens, as model/image.h says where they are: one after the other,
 * without filters, and with an eye on how much is looked at. */
#ifndef UNIT_STATES_H
#define UNIT_STATES_H

#include "oracle.h"

/* How much a search may look at in vain: states that are in use in a row. */
enum { SHARED_ROW_MAX = 128, DEEP_ROW_MAX = 4096 };

static inline uint32_t sketch_at(const struct automaton *automaton, const gaz_token *token) {
    return sketch_token(&automaton->factors, token->bytes, token->size);
}

static inline uint64_t print_at(const struct automaton *automaton, const gaz_token *token) {
    return fingerprint(&automaton->keys, token->bytes, token->size);
}

static inline struct key key_at(const struct automaton *automaton, const gaz_token *tokens, size_t count) {
    uint32_t sketches[3] = {0};
    for (size_t i = 0; i < count; i++) sketches[i] = sketch_at(automaton, &tokens[i]);
    if (count == 1) return key_one(sketches[0]);
    return count == 2 ? key_two(sketches[0], sketches[1]) : key_three(sketches[0], sketches[1], sketches[2]);
}

/* Whether the lower bits of a word are that token's number. */
static inline bool word_is(const struct automaton *automaton, uint32_t word, const gaz_token *token) {
    uint32_t size;
    const char *bytes = automaton_token(&size, automaton, word & RECORD_TOKEN);
    return (word & RECORD_TOKEN) && size == token->size && memcmp(bytes, token->bytes, size) == 0;
}

static inline bool record_is(const struct automaton *automaton, const struct image_record *record,
                             const gaz_token *tokens, size_t count) {
    const uint32_t words[3] = {record->first, record->second, record->third};
    bool same = !record_is_shared(record) && record_size(record) == count;
    for (size_t i = 0; i < count && same; i++) same = word_is(automaton, words[i], &tokens[i]);
    return same;
}

/* The records that share a key stand by open addressing; an empty one ends the search. */
static inline uint32_t find_shared(const struct automaton *automaton, const struct image_record *shared,
                                   const gaz_token *tokens, size_t count) {
    uint64_t prints[3] = {0};
    uint32_t slots = shared->first & RECORD_TOKEN;
    for (size_t i = 0; i < count; i++) prints[i] = print_at(automaton, &tokens[i]);
    uint64_t hash = shared_hash(prints[0], prints[1], prints[2]);
    for (uint32_t i = 0; i < slots; i++) {
        uint32_t number = shared->output + (((uint32_t)hash + i) & (slots - 1));
        const struct image_record *record = &automaton->records[number];
        if (record_size(record) == 0) return STATE_NONE;
        if (record_is(automaton, record, tokens, count)) {
            assert_true(record_check_of(record) == record_check((uint32_t)(hash >> 32)));
            return number;
        }
    }
    return STATE_NONE;
}

/* The record of one to three tokens, in the home line of their key or behind the lines; STATE_NONE: there is none. */
static inline uint32_t find_record(const struct automaton *automaton, const gaz_token *tokens, size_t count) {
    struct key key = key_at(automaton, tokens, count);
    uint32_t line = home_line(&automaton->homes, key.hash, key.check);
    assert_true(line < automaton->header->line_count);
    for (uint32_t number = 4 * line; number < 4 * line + 4; number++) {
        const struct image_record *record = &automaton->records[number];
        if (record_check_of(record) != record_check(key.check)) continue;
        if (record_is(automaton, record, tokens, count)) return number;
        uint32_t found = record_is_shared(record) ? find_shared(automaton, record, tokens, count) : STATE_NONE;
        if (found != STATE_NONE) return found;
    }
    return STATE_NONE;
}

/* The state of the tokens: a record, or from four on a deep state. */
static inline uint32_t find_state(const struct automaton *automaton, const gaz_token *tokens, size_t count) {
    if (count <= 3) return find_record(automaton, tokens, count);
    uint32_t slots = automaton->header->deep_slots;
    uint32_t parent = find_state(automaton, tokens + 1, count - 1);
    if (parent == STATE_NONE || slots == 0) return STATE_NONE;
    uint64_t hash = deep_hash(parent, print_at(automaton, &tokens[0]));
    for (uint32_t place = deep_place(hash, slots); automaton->deep[place].token; place = (place + 1) % slots) {
        const struct image_deep *deep = &automaton->deep[place];
        if (deep->parent != parent || !word_is(automaton, deep->token, &tokens[0])) continue;
        assert_int_equal(deep->token & ~(uint32_t)RECORD_TOKEN, deep_check(hash));
        return place | STATE_DEEP;
    }
    return STATE_NONE;
}

static inline uint32_t output_of_state(const struct automaton *automaton, uint32_t state) {
    return state & STATE_DEEP ? automaton->deep[state & ~STATE_DEEP].output : automaton->records[state].output;
}

/* The most records, or deep states, that are in use in a row, `first` to `first` + `slots`, whose end is followed by
 * their beginning. */
static inline uint32_t longest_row(const struct automaton *automaton, bool deep, uint32_t first, uint32_t slots) {
    uint32_t longest = 0;
    uint32_t row = 0;
    for (uint32_t i = 0; i < 2 * slots; i++) {
        uint32_t at = first + i % slots;
        row = (deep ? automaton->deep[at].token : record_size(&automaton->records[at])) ? row + 1 : 0;
        if (row > longest) longest = row;
    }
    return longest;
}

/* Every search in the automaton ends soon, whatever is looked for. */
static inline void check_rows(const struct automaton *automaton) {
    for (uint32_t i = 0; i < 4 * automaton->header->line_count; i++) {
        const struct image_record *record = &automaton->records[i];
        if (!record_is_shared(record)) continue;
        assert_true(longest_row(automaton, false, record->output, record->first & RECORD_TOKEN) <= SHARED_ROW_MAX);
    }
    assert_true(longest_row(automaton, true, 0, automaton->header->deep_slots) <= DEEP_ROW_MAX);
}

/* Whether the filters let the tokens' last ones through, as far as these are asked. */
static inline bool filters_let(const struct automaton *automaton, const gaz_token *tokens, size_t count) {
    const gaz_token *end = tokens + count;
    if (count == 1) return filter_has(&automaton->filters[FILTER_ONES], key_at(automaton, tokens, 1).hash);
    uint32_t pair = key_neighbours(sketch_at(automaton, end - 2), sketch_at(automaton, end - 1));
    size_t last = count < 3 ? count : 3;
    return filter_has(&automaton->filters[FILTER_PAIRS], pair) &&
           filter_has(&automaton->filters[FILTER_ENDS], key_at(automaton, end - last, last).hash);
}

/* How many records, but for shared ones, and deep states there are. */
static inline uint32_t count_states(const struct automaton *automaton) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < automaton->header->record_count; i++)
        count += !record_is_shared(&automaton->records[i]) && record_size(&automaton->records[i]);
    for (uint32_t i = 0; i < automaton->header->deep_slots; i++) count += automaton->deep[i].token != 0;
    return count;
}

#endif
