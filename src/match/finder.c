/* A window through the passes, with the entries "kernel space", "linux kernel", "the linux kernel space" and "space".
 *
 *                   the        linux       kernel      space       LF
 *   first filter               x           x           x                two neighbours may be the last of an entry
 *   second filter              two         two                          they may be all of one,
 *                              three                                    or with the one before the last three
 *   lines                      record      record      record           a record has the key's check;
 *                              record                                   below them are those of single tokens
 *   verify                     "linux      "kernel     "space"          the tokens' bytes are the record's
 *                               kernel"     space"
 *                               leads                                   three tokens that begin nothing, but lead on
 *   deeper          "the linux kernel space"                            from right to left: deep.c
 *
 * Tables are far away in memory: each pass asks for what the next one reads, for all of the window. Whatever is found
 * is compared byte for byte before anything is concluded from it, and what is found of one, two and three tokens does
 * not hide what else there is: so tokens made to collide cost a comparison, and change nothing. */
#include "match/finder.h"

#include <stdlib.h>

static size_t bit_words(size_t count) {
    return count / 64 + 1;
}

bool findings_init(struct findings *findings, uint32_t capacity) {
    findings->found = malloc(capacity * sizeof *findings->found);
    findings->begins = malloc(bit_words(capacity) * sizeof *findings->begins);
    bool good = findings->found && findings->begins;
    for (int size = 0; size < FOUND_END; size++) {
        findings->bits[size] = malloc(bit_words(capacity) * sizeof *findings->bits[size]);
        good = good && findings->bits[size];
    }
    return good;
}

void findings_free(struct findings *findings) {
    free(findings->found);
    free(findings->begins);
    for (int size = 0; size < FOUND_END; size++) free(findings->bits[size]);
}

void findings_clear(struct findings *findings, uint32_t count) {
    for (int size = 0; size < FOUND_END; size++)
        memset(findings->bits[size], 0, bit_words(count) * sizeof *findings->bits[size]);
}

void findings_close(struct findings *findings, uint32_t count) {
    for (size_t i = 0; i < bit_words(count); i++)
        findings->begins[i] = findings->bits[FOUND_ONE][i] | findings->bits[FOUND_TWO][i] |
                              findings->bits[FOUND_THREE][i] | findings->bits[FOUND_DEEP][i];
}

static uint32_t *new_numbers(size_t count) {
    return malloc((count + UNITS_ROOM) * sizeof(uint32_t));
}

bool finder_init(struct finder *finder, const gaz_model *model, const struct automaton *automaton,
                 const struct kernel *kernel, uint32_t capacity) {
    *finder = (struct finder){.model = model, .automaton = automaton, .kernel = kernel, .capacity = capacity};
    finder->list = new_numbers(capacity);
    finder->leads = malloc(capacity * sizeof *finder->leads);
    bool good = findings_init(&finder->findings, capacity) && finder->list && finder->leads;
    for (int size = 0; size < FOUND_DEEP; size++) {
        struct finds *finds = &finder->finds[size];
        finds->units = new_numbers(capacity);
        finds->lines = new_numbers(capacity);
        finds->checks = new_numbers(capacity);
        finder->hits[size] = malloc((capacity + (size_t)1) * sizeof *finder->hits[size]);
        good = good && finds->units && finds->lines && finds->checks && finder->hits[size];
    }
    return good;
}

void finder_free(struct finder *finder) {
    free(finder->list);
    free(finder->leads);
    findings_free(&finder->findings);
    for (int size = 0; size < FOUND_DEEP; size++) {
        free(finder->finds[size].units);
        free(finder->finds[size].lines);
        free(finder->finds[size].checks);
        free(finder->hits[size]);
    }
}

/* ---- Filters ---- */

static void filter_units(struct finder *finder) {
    const struct automaton *automaton = finder->automaton;
    const struct kernel *kernel = finder->kernel;
    const uint32_t *sketches = finder->window->sketches;
    uint32_t count = finder->window->compared.count;
    for (int size = 0; size < FOUND_DEEP; size++) finder->finds[size].count = 0;
    if (automaton->filters[FILTER_ENDS].words) {
        uint32_t listed = kernel->neighbours(finder->list, &automaton->filters[FILTER_PAIRS], sketches, count);
        kernel->ends(&finder->finds[FOUND_TWO], &finder->finds[FOUND_THREE], &automaton->filters[FILTER_ENDS],
                     &automaton->homes, sketches, finder->list, listed);
    }
    if (automaton->filters[FILTER_ONES].words)
        kernel->ones(&finder->finds[FOUND_ONE], &automaton->filters[FILTER_ONES], &automaton->homes, sketches, count);
}

/* ---- Verifying ---- */

/* Whether the record's tokens stand at a unit. Without branches, for none of them could be foreseen. */
static inline __attribute__((always_inline)) bool stands_at(const struct finder *finder, uint32_t unit,
                                                            const struct image_record *record, enum found_size found) {
    unsigned size = (unsigned)found + 1;
    if (unit + size > finder->window->compared.count) return false;
    const struct units *units = &finder->window->compared;
    const struct automaton *automaton = finder->automaton;
    unsigned stands = record_size(record) == size;
    stands &= unit_is(units, unit, automaton, record->first & RECORD_TOKEN);
    if (found >= FOUND_TWO) stands &= unit_is(units, unit + 1, automaton, record->second & RECORD_TOKEN);
    if (found >= FOUND_THREE) stands &= unit_is(units, unit + 2, automaton, record->third & RECORD_TOKEN);
    return stands;
}

static inline __attribute__((always_inline)) void verify(struct finder *finder, uint32_t unit, uint32_t number,
                                                         enum found_size found) {
    const struct image_record *record = &finder->automaton->records[number];
    bool stands = stands_at(finder, unit, record, found);
    found_set(&finder->findings, found, unit, record->output, stands & (record->output != 0));
    if (found < FOUND_THREE || unit == 0) return;
    bool leads = automaton_may_lead(finder->automaton, number, finder->window->sketches[unit - 1]);
    found_set(&finder->findings, FOUND_LEAD, unit, number, stands & leads);
}

static inline __attribute__((always_inline)) void verify_hits(struct finder *finder, enum found_size found) {
    const struct hit *hits = finder->hits[found];
    for (uint32_t i = 0; i < finder->hit_counts[found]; i++) verify(finder, hits[i].unit, hits[i].record, found);
}

/* ---- Lines ---- */

static inline void ask_for_token(const struct automaton *automaton, uint32_t token) {
    __builtin_prefetch(&automaton->tokens[token & RECORD_TOKEN]);
}

/* The records of a line that have a check, as bits. */
static inline unsigned find_in_line(const struct image_record *records, uint64_t check) {
#if defined(__SSE2__)
    const __m128i *line = (const __m128i *)records;
    __m128i meant = _mm_set1_epi64x((long long)RECORD_CHECK);
    __m128i wanted = _mm_set1_epi64x((long long)check);
    __m128i left = _mm_unpacklo_epi64(_mm_load_si128(line), _mm_load_si128(line + 1));
    __m128i right = _mm_unpacklo_epi64(_mm_load_si128(line + 2), _mm_load_si128(line + 3));
    left = _mm_cmpeq_epi32(_mm_and_si128(left, meant), wanted);
    right = _mm_cmpeq_epi32(_mm_and_si128(right, meant), wanted);
    unsigned halves = (unsigned)_mm_movemask_epi8(_mm_packs_epi16(_mm_packs_epi32(left, right), _mm_setzero_si128()));
    halves &= halves >> 1; /* both of a record, in bits 0, 2, 4, 6 */
    return (halves & 1) | (halves >> 1 & 2) | (halves >> 2 & 4) | (halves >> 3 & 8);
#else
    unsigned bits = 0;
    for (unsigned i = 0; i < 4; i++) bits |= (unsigned)(record_check_of(&records[i]) == check) << i;
    return bits;
#endif
}

/* Of the keys that share a record, looks for that of the tokens at a unit. */
static void verify_shared(struct finder *finder, uint32_t unit, const struct image_record *shared,
                          enum found_size found) {
    const struct automaton *automaton = finder->automaton;
    uint64_t prints[3] = {0, 0, 0};
    unsigned size = (unsigned)found + 1;
    if (unit + size > finder->window->compared.count) return;
    for (unsigned i = 0; i < size; i++)
        prints[i] = unit_fingerprint(&finder->window->compared, unit + i, &automaton->keys);
    uint64_t hash = shared_hash(prints[0], prints[1], prints[2]);
    uint64_t check = record_check((uint32_t)(hash >> 32));
    uint32_t slots = shared->first & RECORD_TOKEN;
    for (uint32_t i = 0; i < slots; i++) {
        uint32_t number = shared->output + (((uint32_t)hash + i) & (slots - 1));
        const struct image_record *record = &automaton->records[number];
        if (record_size(record) == 0) break;
        if (record_check_of(record) == check) verify(finder, unit, number, found);
    }
}

/* What a line has beside the first record, or in place of it: rare, and so verified at once. */
static void verify_others(struct finder *finder, uint32_t unit, uint32_t line, unsigned bits, enum found_size found) {
    for (; bits; bits &= bits - 1) {
        uint32_t number = 4 * line + (uint32_t)__builtin_ctz(bits);
        const struct image_record *record = &finder->automaton->records[number];
        if (record_is_shared(record))
            verify_shared(finder, unit, record, found);
        else
            verify(finder, unit, number, found);
    }
}

/* Looks the keys up in their lines, and asks for the tokens of what is there. */
static inline __attribute__((always_inline)) void look_up(struct finder *finder, enum found_size found) {
    const struct automaton *automaton = finder->automaton;
    const struct finds *finds = &finder->finds[found];
    struct hit *hits = finder->hits[found];
    uint32_t count = 0;
    for (uint32_t i = 0; i < finds->count; i++) {
        uint32_t unit = finds->units[i];
        uint32_t line = finds->lines[i];
        const struct image_record *records = &automaton->records[4 * (size_t)line];
        unsigned bits = find_in_line(records, record_check(finds->checks[i]));
        unsigned first = (unsigned)__builtin_ctz(bits | 16) & 3;
        const struct image_record *record = &records[first];
        bool shared = record_is_shared(record);
        hits[count] = (struct hit){unit, 4 * line + first};
        count += bits != 0 && !shared;
        ask_for_token(automaton, shared ? 0 : record->first);
        if (found >= FOUND_TWO) ask_for_token(automaton, record->second);
        if (found >= FOUND_THREE) ask_for_token(automaton, shared ? 0 : record->third);
        unsigned others = shared ? bits : bits & (bits - 1);
        if (__builtin_expect(others != 0, 0)) verify_others(finder, unit, line, others, found);
    }
    finder->hit_counts[found] = count;
}

void finder_scan(struct finder *finder, const struct match_window *window) {
    finder->window = window;
    findings_clear(&finder->findings, window->compared.count);
    filter_units(finder);
    look_up(finder, FOUND_ONE);
    look_up(finder, FOUND_TWO);
    look_up(finder, FOUND_THREE);
    verify_hits(finder, FOUND_ONE);
    verify_hits(finder, FOUND_TWO);
    verify_hits(finder, FOUND_THREE);
    if (finder->automaton->header->deep_slots) finder_go_deeper(finder);
    findings_close(&finder->findings, window->compared.count);
}
