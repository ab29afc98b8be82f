/* The table of entries of one and two tokens and of the last three of longer ones: each key in its home line
 * (text/keys.h). */
#include <stdlib.h>

#include "base/ask.h"
#include "base/error.h"
#include "base/sort.h"
#include "model/automaton_parts.h"
#include "text/keys.h"

enum {
    LINE_RECORDS = 4,
    GROUP_KEYS = 4,    /* on average */
    LOAD_PERCENT = 90, /* of the lines */
    DISPLACEMENTS = 256,
    GROWTHS_MAX = 8,     /* how often the lines become a bit more */
    SHARED_MIN = 3,      /* keys that are the same, and get a record for all */
    SHARED_ROW_MAX = 128 /* records in use in a row there; more than any but keys made to collide will need */
};

/* A key that has to be in a line: that of one state, or the shared one of several. */
struct table_key {
    uint32_t hash;
    uint32_t check;
    uint32_t first; /* of its states in `states`: 1, or SHARED_MIN and more, up to the next one's */
};

struct table {
    struct automaton_parts *parts;
    const struct states *given;
    uint32_t *states; /* the states that have a key, ordered by it */
    uint32_t state_count;
    struct table_key *keys; /* ordered by hash and check; one more ends the last one's states */
    uint32_t key_count;
    uint32_t shared_count; /* records behind the lines */
    uint32_t *groups;      /* group_count + 1: the first key of each group */
    uint32_t *order;       /* groups, the largest first */
    uint8_t *filled;       /* by line: its records */
    uint32_t *homes;       /* scratch: the lines of a group's keys */
    uint32_t *state_of;
    uint32_t *record_of;
};

/* ---- Keys ---- */

static struct key key_of(const struct states *states, uint32_t number) {
    const struct state *state = &states->items[number];
    const uint32_t *sketches = states->sketches;
    if (state->third) return key_three(sketches[state->first], sketches[state->second], sketches[state->third]);
    if (state->second) return key_two(sketches[state->first], sketches[state->second]);
    return key_one(sketches[state->first]);
}

/* By their tokens, of which no two states have the same. */
static int compare_states(const void *left, const void *right, void *context) {
    const struct states *states = context;
    const struct state *a = &states->items[*(const uint32_t *)left];
    const struct state *b = &states->items[*(const uint32_t *)right];
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    if (a->second != b->second) return a->second < b->second ? -1 : 1;
    return (a->third > b->third) - (a->third < b->third);
}

static uint32_t slots_for(uint32_t keys) {
    uint32_t slots = 4;
    while (slots < 2 * keys) slots *= 2;
    return slots;
}

/* Puts keys that are the same together, if they are many. */
static void share_keys(struct table *table, const struct sort_item *sorted) {
    for (uint32_t begin = 0; begin < table->state_count;) {
        uint32_t end = begin + 1;
        while (end < table->state_count && sorted[end].key == sorted[begin].key) end++;
        bool shared = end - begin >= SHARED_MIN;
        if (end - begin > 1)
            qsort_r(table->states + begin, end - begin, sizeof *table->states, compare_states,
                    (void *)(uintptr_t)table->given);
        for (uint32_t i = begin; i < end; i += shared ? end - begin : 1)
            table->keys[table->key_count++] =
                (struct table_key){(uint32_t)(sorted[i].key >> 32), (uint32_t)sorted[i].key, i};
        if (shared) table->shared_count += slots_for(end - begin);
        begin = end;
    }
    table->keys[table->key_count].first = table->state_count;
}

static uint32_t count_states(const struct table_key *key) {
    return key[1].first - key->first;
}

static gaz_status sort_keys(struct table *table, gaz_error *error) {
    const struct states *states = table->given;
    uint32_t end = states->deep;
    size_t room = (size_t)end + 1;
    struct sort_item *sorted = malloc(room * sizeof *sorted);
    struct sort_item *scratch = malloc(room * sizeof *scratch);
    bool good = sorted && scratch;
    for (uint32_t i = 1; i < end && good; i++) {
        struct key key = key_of(states, i);
        sorted[table->state_count++] = (struct sort_item){(uint64_t)key.hash << 32 | key.check, i};
    }
    if (good) sort_items(sorted, scratch, table->state_count);
    free(scratch); /* before there are more: this is when the builder needs the most memory */
    table->states = malloc(room * sizeof *table->states);
    table->keys = malloc(room * sizeof *table->keys);
    good = good && table->states && table->keys;
    if (good) {
        for (uint32_t i = 0; i < table->state_count; i++) table->states[i] = sorted[i].item;
        share_keys(table, sorted);
    }
    free(sorted);
    return good ? GAZ_OK : error_memory(error);
}

/* ---- Displacements ---- */

static uint32_t group_size(const struct table *table, uint32_t group) {
    return table->groups[group + 1] - table->groups[group];
}

/* Finds the groups, and their order: counted, not compared. */
static gaz_status order_groups(struct table *table, gaz_error *error) {
    uint32_t groups = table->key_count / GROUP_KEYS + 1;
    table->parts->header.group_count = groups;
    table->groups = calloc((size_t)groups + 2, sizeof *table->groups);
    table->order = calloc(groups, sizeof *table->order);
    table->parts->displacements = calloc(groups, 1);
    if (!table->groups || !table->order || !table->parts->displacements) return error_memory(error);
    for (uint32_t i = 0; i < table->key_count; i++) table->groups[key_scale(table->keys[i].hash, groups) + 1]++;
    uint32_t largest = 0;
    for (uint32_t i = 0; i < groups; i++) {
        if (table->groups[i + 1] > largest) largest = table->groups[i + 1];
        table->groups[i + 1] += table->groups[i];
    }
    uint32_t *places = calloc((size_t)largest + 2, sizeof *places);
    table->homes = malloc(((size_t)largest + 1) * sizeof *table->homes);
    if (places && table->homes) {
        for (uint32_t i = 0; i < groups; i++) places[group_size(table, i)]++;
        uint32_t place = 0;
        for (uint32_t size = largest + 1; size-- > 0;) {
            uint32_t count = places[size];
            places[size] = place;
            place += count;
        }
        for (uint32_t i = 0; i < groups; i++) table->order[places[group_size(table, i)]++] = i;
    }
    bool good = places && table->homes;
    free(places);
    return good ? GAZ_OK : error_memory(error);
}

/* Gives all keys of a group a record in their lines, or none. */
static bool try_displacement(struct table *table, uint32_t group, uint32_t displacement) {
    uint32_t begin = table->groups[group];
    uint32_t size = group_size(table, group);
    uint32_t i = 0;
    for (; i < size; i++) {
        uint32_t line = key_line(table->keys[begin + i].check, displacement, table->parts->header.line_count);
        if (table->filled[line] == LINE_RECORDS) break;
        table->filled[line]++;
        table->homes[i] = line;
    }
    if (i == size) return true;
    while (i > 0) table->filled[table->homes[--i]]--;
    return false;
}

static bool displace_group(struct table *table, uint32_t group) {
    for (uint32_t displacement = 0; displacement < DISPLACEMENTS; displacement++) {
        if (!try_displacement(table, group, displacement)) continue;
        table->parts->displacements[group] = (uint8_t)displacement;
        return true;
    }
    return false;
}

static bool displace_all(struct table *table) {
    uint32_t groups = table->parts->header.group_count;
    memset(table->filled, 0, table->parts->header.line_count);
    for (uint32_t i = 0; i < groups; i++)
        if (!displace_group(table, table->order[i])) return false;
    return true;
}

/* ---- Records ---- */

static void put_record(struct table *table, uint32_t number, uint32_t state, uint64_t check) {
    const struct state *item = &table->given->items[state];
    table->parts->records[number] =
        (struct image_record){item->first | (uint32_t)check, item->second | (uint32_t)(check >> 32), item->third, 0};
    table->state_of[number] = state;
    table->record_of[state] = number;
}

static uint64_t shared_hash_of(const struct states *states, uint32_t state) {
    const struct state *item = &states->items[state];
    const uint64_t *prints = states->fingerprints; /* token 0 has fingerprint 0 */
    return shared_hash(prints[item->first], prints[item->second], prints[item->third]);
}

/* Puts the states of a shared key behind the lines, from record `base` on. False: a search would take too long. */
static bool put_shared(struct table *table, const struct table_key *key, uint32_t base) {
    uint32_t slots = slots_for(count_states(key));
    for (uint32_t i = key->first; i < key[1].first; i++) {
        uint64_t hash = shared_hash_of(table->given, table->states[i]);
        uint32_t place = (uint32_t)hash & (slots - 1);
        for (uint32_t run = 0; table->state_of[base + place]; run++) {
            if (run == SHARED_ROW_MAX) return false;
            place = (place + 1) & (slots - 1);
        }
        put_record(table, base + place, table->states[i], record_check((uint32_t)(hash >> 32)));
    }
    return !slots_row_over(table->state_of + base, slots, SHARED_ROW_MAX);
}

static uint32_t line_of(const struct table *table, const struct table_key *key) {
    const struct image_automaton *header = &table->parts->header;
    uint32_t displacement = table->parts->displacements[key_scale(key->hash, header->group_count)];
    return key_line(key->check, displacement, header->line_count);
}

/* Keys lie in the order of their hashes, states and lines do not: what comes is asked for. */
ASKS_AHEAD ask_ahead(const struct table *table, uint32_t key) {
    enum { NEAR = 8, FAR = 16 };
    if (key + FAR < table->key_count)
        __builtin_prefetch(&table->given->items[table->states[table->keys[key + FAR].first]]);
    if (key + NEAR >= table->key_count) return;
    uint32_t line = line_of(table, &table->keys[key + NEAR]);
    __builtin_prefetch(&table->parts->records[LINE_RECORDS * (size_t)line], 1);
    __builtin_prefetch(&table->state_of[LINE_RECORDS * (size_t)line], 1);
    __builtin_prefetch(&table->filled[line], 1);
}

/* The records in the lines, in the order of the keys, and those behind them. */
static bool put_records(struct table *table) {
    const struct image_automaton *header = &table->parts->header;
    uint32_t behind = LINE_RECORDS * header->line_count;
    memset(table->filled, 0, header->line_count);
    for (uint32_t i = 0; i < table->key_count; i++) {
        const struct table_key *key = &table->keys[i];
        ask_ahead(table, i);
        uint32_t line = line_of(table, key);
        uint32_t number = LINE_RECORDS * line + table->filled[line]++;
        uint64_t check = record_check(key->check);
        if (count_states(key) == 1) {
            put_record(table, number, table->states[key->first], check);
            continue;
        }
        uint32_t slots = slots_for(count_states(key));
        table->parts->records[number] =
            (struct image_record){slots | (uint32_t)check, (uint32_t)(check >> 32), RECORD_SHARED, behind};
        if (!put_shared(table, key, behind)) return false;
        behind += slots;
    }
    return true;
}

/* ---- All of it ---- */

/* Frees what only displacing needs. */
static void free_groups(struct table *table) {
    free(table->groups);
    free(table->order);
    free(table->homes);
    table->groups = table->order = table->homes = NULL;
}

/* Finds room for all keys in as few lines as will do. */
static gaz_status place_keys(struct table *table, bool *another, gaz_error *error) {
    struct image_automaton *header = &table->parts->header;
    uint64_t lines = (uint64_t)table->key_count * 100 / LOAD_PERCENT / LINE_RECORDS + 1;
    *another = true;
    for (int growth = 0; growth < GROWTHS_MAX && *another; growth++, lines += lines / 64 + 1) {
        if (LINE_RECORDS * lines + table->shared_count > RECORD_LIMIT)
            return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the automaton is too large");
        header->line_count = (uint32_t)lines;
        free(table->filled);
        table->filled = malloc(lines);
        if (!table->filled) return error_memory(error);
        *another = !displace_all(table);
    }
    return GAZ_OK;
}

static gaz_status fill_records(struct table *table, bool *another, gaz_error *error) {
    const struct states *states = table->given;
    struct image_automaton *header = &table->parts->header;
    header->record_count = LINE_RECORDS * header->line_count + table->shared_count;
    header->state_count = table->state_count;
    table->parts->records = calloc(header->record_count, sizeof *table->parts->records);
    table->state_of = calloc(header->record_count, sizeof *table->state_of);
    table->record_of = malloc(((size_t)states->deep + 1) * sizeof *table->record_of);
    if (!table->parts->records || !table->state_of || !table->record_of) return error_memory(error);
    *another = !put_records(table);
    return GAZ_OK;
}

gaz_status table_build(struct automaton_parts *parts, uint32_t **record_of, uint32_t **state_of, bool *another,
                       const struct states *states, gaz_error *error) {
    struct table table = {.parts = parts, .given = states};
    gaz_status status = sort_keys(&table, error);
    if (status == GAZ_OK) status = order_groups(&table, error);
    if (status == GAZ_OK) status = place_keys(&table, another, error);
    free_groups(&table);
    if (status == GAZ_OK && !*another) status = fill_records(&table, another, error);
    free(table.states);
    free(table.keys);
    free(table.filled);
    *record_of = table.record_of;
    *state_of = table.state_of;
    return status;
}
