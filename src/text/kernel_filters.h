/* What the filters let through, written once. A file per instruction set may define LANES, how many 32-bit numbers a
 * vector has, and
 *
 *   lanes                                  a vector of them
 *   lanes_all(number), lanes_numbered()    the same in all; 0, 1, 2, ...
 *   lanes_load(from), lanes_store(to, lanes)
 *   lanes_gather(from, places)             from[place] for each
 *   lanes_add, lanes_xor, lanes_or, lanes_multiply(left, right); lanes_rotate(lanes, bits)
 *   lanes_in_filter(filter, keys)          bit i: filter_has of key i
 *   lanes_pack(to, lanes, bits)            those whose bits are set, one behind the other; may write LANES
 *
 * Without LANES, and where fewer are left, it goes one by one. */
#ifndef TEXT_KERNEL_FILTERS_H
#define TEXT_KERNEL_FILTERS_H

#include "text/kernel.h"
#include "text/masks.h"

/* A filter of 2^17 words does not stay in a cache of the second level: what comes is asked for in time. */
static inline bool filter_is_far(const struct filter *filter) {
    return filter->shift <= 32 - 17;
}

/* ---- Finds: until their lines are worked out, `lines` has the hashes ---- */

static inline void find_one(struct finds *finds, uint32_t unit, struct key key, const struct filter *filter) {
    finds->units[finds->count] = unit;
    finds->lines[finds->count] = key.hash;
    finds->checks[finds->count] = key.check;
    finds->count += (uint32_t)filter_has(filter, key.hash);
}

/* The home line of a key, asked for. */
static inline uint32_t ask_line(const struct homes *homes, struct key key) {
    uint32_t line = home_line(homes, key.hash, key.check);
    __builtin_prefetch(homes->lines + (size_t)line * HOME_SIZE);
    return line;
}

/* Works out the lines of the finds from number `from` on, and asks for them. Returns how many finds have theirs. */
static inline uint32_t find_lines(const struct finds *finds, uint32_t from, const struct homes *homes) {
    for (; from < finds->count; from++)
        finds->lines[from] = ask_line(homes, (struct key){finds->lines[from], finds->checks[from]});
    return from;
}

/* ---- Keys of many (keys.h) ---- */

#ifdef LANES
static inline lanes lanes_key_neighbours(lanes left, lanes right) {
    return lanes_add(left, lanes_rotate(right, 13));
}

/* What both kinds of checks are made of. */
static inline lanes lanes_key_sum(lanes left, lanes right) {
    return lanes_add(right, lanes_rotate(left, 11));
}

static inline lanes lanes_key_check(lanes sum) {
    return lanes_or(lanes_multiply(sum, lanes_all(KEY_CHECK)), lanes_all(1));
}

static inline void find_lanes(struct finds *finds, lanes units, lanes hashes, lanes checks,
                              const struct filter *filter) {
    uint32_t has = lanes_in_filter(filter, hashes);
    lanes_pack(finds->units + finds->count, units, has);
    lanes_pack(finds->lines + finds->count, hashes, has);
    lanes_pack(finds->checks + finds->count, checks, has);
    finds->count += count_bits(has);
}
#endif

/* ---- What all units are asked ---- */

/* What filter one knows a unit by, or the filter of single tokens. */
static inline uint32_t unit_key(const uint32_t *sketch, bool single) {
    return single ? key_one(sketch[0]).hash : key_neighbours(sketch[0], sketch[1]);
}

#ifdef LANES
static inline lanes lanes_unit_key(const uint32_t *sketches, bool single) {
    lanes units = lanes_load(sketches);
    if (!single) return lanes_key_neighbours(units, lanes_load(sketches + 1));
    return lanes_xor(lanes_multiply(units, lanes_all(KEY_ONE)), lanes_all(KEY_ONE_X));
}

enum { VECTORS = 4 };

/* Lists what the filter has of so many vectors from unit `i` on, and returns how many. All are asked before any is
 * listed: loads need not wait for stores whose place is not yet known. */
static inline uint32_t list_lanes(uint32_t *list, const struct filter *filter, const uint32_t *sketches, uint32_t i,
                                  bool single, uint32_t vectors) {
    uint32_t has[VECTORS];
    uint32_t listed = 0;
    for (uint32_t k = 0; k < vectors; k++) {
        uint32_t at = i + k * LANES;
        has[k] = lanes_in_filter(filter, lanes_unit_key(sketches + at, single));
    }
    for (uint32_t k = 0; k < vectors; k++) {
        lanes_pack(list + listed, lanes_add(lanes_numbered(), lanes_all(i + k * LANES)), has[k]);
        listed += count_bits(has[k]);
    }
    return listed;
}
#endif

/* Lists the units whose key the filter has. */
static inline uint32_t list_units(uint32_t *list, const struct filter *filter, const uint32_t *sketches, uint32_t count,
                                  bool single) {
    uint32_t listed = 0;
    uint32_t i = 0;
#ifdef LANES
    for (; count - i >= VECTORS * LANES; i += VECTORS * LANES)
        listed += list_lanes(list + listed, filter, sketches, i, single, VECTORS);
    for (; count - i >= LANES; i += LANES) listed += list_lanes(list + listed, filter, sketches, i, single, 1);
#endif
    for (; i < count; i++) {
        list[listed] = i;
        listed += (uint32_t)filter_has(filter, unit_key(sketches + i, single));
    }
    return listed;
}

static uint32_t neighbours_lanes(uint32_t *list, const struct filter *filter, const uint32_t *sketches,
                                 uint32_t count) {
    return list_units(list, filter, sketches, count, false);
}

static void ones_lanes(struct finds *ones, const struct filter *filter, const struct homes *homes,
                       const uint32_t *sketches, uint32_t count) {
    struct finds one = {ones->units, ones->lines, ones->checks, 0};
    one.count = list_units(one.units, filter, sketches, count, true);
    for (uint32_t i = 0; i < one.count; i++) {
        struct key key = key_one(sketches[one.units[i]]);
        one.lines[i] = ask_line(homes, key);
        one.checks[i] = key.check;
    }
    *ones = one;
}

/* ---- The second filter ---- */

enum { ENDS_STEP = 32 };

/* The keys of some listed units. */
struct ends {
    const uint32_t *units;
    uint32_t count;
    uint32_t two_hashes[ENDS_STEP];
    uint32_t two_checks[ENDS_STEP];
    uint32_t three_hashes[ENDS_STEP];
    uint32_t three_checks[ENDS_STEP];
};

#ifdef LANES
static inline void lanes_ends(struct ends *ends, const uint32_t *sketches, uint32_t i) {
    lanes units = lanes_load(ends->units + i);
    lanes first = lanes_gather(sketches, lanes_add(units, lanes_all(UINT32_MAX)));
    lanes left = lanes_gather(sketches, units);
    lanes right = lanes_gather(sketches + 1, units);
    lanes neighbours = lanes_key_neighbours(left, right);
    lanes sum = lanes_key_sum(left, right);
    lanes two = lanes_multiply(lanes_xor(neighbours, lanes_all(KEY_TWO_X)), lanes_all(KEY_TWO));
    lanes three = lanes_multiply(lanes_add(neighbours, lanes_rotate(first, 7)), lanes_all(KEY_THREE));
    lanes_store(ends->two_hashes + i, two);
    lanes_store(ends->two_checks + i, lanes_key_check(sum));
    lanes_store(ends->three_hashes + i, three);
    lanes_store(ends->three_checks + i, lanes_key_check(lanes_xor(sum, lanes_rotate(first, 19))));
}
#endif

/* Works out the keys of the first units of the list, and asks for the words of a far filter. Returns how many units. */
static inline uint32_t make_ends(struct ends *ends, const struct filter *filter, const uint32_t *sketches,
                                 const uint32_t *list, uint32_t count) {
    uint32_t i = 0;
    ends->units = list;
    ends->count = count < ENDS_STEP ? count : ENDS_STEP;
#ifdef LANES
    for (; ends->count - i >= LANES; i += LANES) lanes_ends(ends, sketches, i);
#endif
    for (; i < ends->count; i++) {
        const uint32_t *left = sketches + list[i];
        struct key two = key_two(left[0], left[1]);
        struct key three = key_three(left[-1], left[0], left[1]);
        ends->two_hashes[i] = two.hash;
        ends->two_checks[i] = two.check;
        ends->three_hashes[i] = three.hash;
        ends->three_checks[i] = three.check;
    }
    for (i = 0; i < ends->count && filter_is_far(filter); i++) {
        __builtin_prefetch(filter->words + (ends->two_hashes[i] >> filter->shift));
        __builtin_prefetch(filter->words + (ends->three_hashes[i] >> filter->shift));
    }
    return ends->count;
}

static inline void find_ends(struct finds *twos, struct finds *threes, const struct filter *filter,
                             const struct ends *ends) {
    uint32_t i = 0;
#ifdef LANES
    for (; ends->count - i >= LANES; i += LANES) {
        lanes units = lanes_load(ends->units + i);
        find_lanes(twos, units, lanes_load(ends->two_hashes + i), lanes_load(ends->two_checks + i), filter);
        find_lanes(threes, lanes_add(units, lanes_all(UINT32_MAX)), lanes_load(ends->three_hashes + i),
                   lanes_load(ends->three_checks + i), filter);
    }
#endif
    for (; i < ends->count; i++) {
        find_one(twos, ends->units[i], (struct key){ends->two_hashes[i], ends->two_checks[i]}, filter);
        find_one(threes, ends->units[i] - 1, (struct key){ends->three_hashes[i], ends->three_checks[i]}, filter);
    }
}

/* In steps: how many are found cannot be foreseen, and a wrong guess would wait for the filter's words, so those of the
 * next step are asked for before the lines of the step before are worked out. */
static void ends_lanes(struct finds *twos, struct finds *threes, const struct filter *filter, const struct homes *homes,
                       const uint32_t *sketches, const uint32_t *list, uint32_t count) {
    struct finds two = {twos->units, twos->lines, twos->checks, 0};
    struct finds three = {threes->units, threes->lines, threes->checks, 0};
    struct ends steps[2];
    uint32_t two_asked = 0;
    uint32_t three_asked = 0;
    uint32_t made = 0;
    if (count && list[0] == 0) { /* nothing is before it */
        find_one(&two, 0, key_two(sketches[0], sketches[1]), filter);
        made = 1;
    }
    made += make_ends(&steps[0], filter, sketches, list + made, count - made);
    for (uint32_t step = 0; steps[step].count; step = !step) {
        made += make_ends(&steps[!step], filter, sketches, list + made, count - made);
        two_asked = find_lines(&two, two_asked, homes);
        three_asked = find_lines(&three, three_asked, homes);
        find_ends(&two, &three, filter, &steps[step]);
    }
    find_lines(&two, two_asked, homes);
    find_lines(&three, three_asked, homes);
    *twos = two;
    *threes = three;
}

#endif
