/* Every kernel cuts text into units, sketches them and asks the filters just as plain code does: any bytes, windows of
 * any size, room of just what is promised. */
#include "kernels.h"
#include "oracle.h"
#include "text/keys.h"

/* ---- Texts ---- */

enum { WINDOW_MAX = 20000 };

struct window {
    char *text; /* in room of just its size and the margin */
    uint32_t size;
};

static char random_blank(uint64_t *random) {
    size_t number = oracle_below(random, 20);
    return number == 0 ? '\t' : number < 3 ? '\n' : ' ';
}

static bool is_unit_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n';
}

/* A byte of a token: letters, or any but the three blanks. */
static char random_byte(bool any, uint64_t *random) {
    if (!any) return (char)('a' + oracle_below(random, 26));
    char byte = (char)oracle_below(random, 256);
    return is_unit_blank(byte) ? '\0' : byte;
}

/* Ordinary tokens, and some of up to 70 bytes. */
static size_t random_token_size(uint64_t *random) {
    return 1 + oracle_below(random, oracle_below(random, 16) ? 11 : 70);
}

static void fill_text(char *text, size_t size, uint64_t *random) {
    size_t any_bytes = oracle_below(random, 3); /* none, some, all of the tokens have any bytes */
    size_t runs = 1 + oracle_below(random, 12);
    char run_of = random_blank(random);
    for (size_t at = 0; at < size;) {
        bool any = any_bytes == 2 || (any_bytes == 1 && oracle_below(random, 4) == 0);
        for (size_t left = random_token_size(random); left && at < size; left--) text[at++] = random_byte(any, random);
        if (oracle_below(random, runs) == 0)
            for (size_t left = oracle_below(random, 80); left && at < size; left--) text[at++] = run_of;
        if (at < size) text[at++] = random_blank(random);
    }
}

static struct window window_make(uint32_t size, uint64_t *random) {
    struct window window = {malloc(size + UNITS_MARGIN), size};
    assert_non_null(window.text);
    fill_text(window.text, size, random);
    if (size) window.text[size - 1] = random_blank(random);
    for (size_t i = 0; i < UNITS_MARGIN; i++) window.text[size + i] = (char)oracle_random(random);
    return window;
}

/* ---- Units ---- */

struct cut_units {
    uint32_t *begins;
    uint32_t *sketches;
    struct unit_counts counts;
    uint32_t count;
};

static struct sketch_factors factors;

static uint32_t *numbers_make(size_t count) {
    uint32_t *numbers = malloc((count + UNITS_ROOM) * sizeof *numbers);
    assert_non_null(numbers);
    memset(numbers, 0xA5, (count + UNITS_ROOM) * sizeof *numbers);
    return numbers;
}

static struct cut_units units_make(uint32_t size) {
    return (struct cut_units){.begins = numbers_make(size), .sketches = numbers_make(size)};
}

static void units_free(struct cut_units *units) {
    free(units->begins);
    free(units->sketches);
}

static void add_unit(struct cut_units *units, uint32_t begin, uint32_t sketch) {
    units->begins[units->count] = begin;
    units->sketches[units->count++] = sketch;
}

static void cut_plainly(struct cut_units *units, const char *text, uint32_t size) {
    struct unit_counts *counts = &units->counts;
    units->count = 0;
    for (uint32_t at = 0; at < size;) {
        uint32_t end = at;
        for (; !is_unit_blank(text[end]); end++)
            counts->special |= text[end] == '\r' || (unsigned char)text[end] >= 0x80;
        if (end > at) {
            add_unit(units, at, sketch_token(&factors, text + at, end - at));
            counts->in_sentence = true;
        }
        if (text[end] == '\n') {
            add_unit(units, end, 0);
            counts->line_ends++;
            counts->sentences += counts->in_sentence;
            counts->in_sentence = false;
        }
        at = end + 1;
    }
    units->begins[units->count] = size;
    units->sketches[units->count] = 0;
}

static void check_units(const struct window *window, bool in_sentence) {
    struct cut_units plain = units_make(window->size);
    struct cut_units fast = units_make(window->size);
    plain.counts.in_sentence = fast.counts.in_sentence = in_sentence;
    cut_plainly(&plain, window->text, window->size);
    fast.counts.special = !plain.counts.special; /* does not matter */
    fast.counts.sentences = fast.counts.line_ends = 7;
    fast.count = kernel->units(fast.begins, fast.sketches, &fast.counts, &factors, window->text, window->size);
    if (fast.count != plain.count)
        fail_msg("%s, GAZ_TEST_SEED=%llu: %u units of %u bytes, not %u", kernel->name, (unsigned long long)seed,
                 fast.count, window->size, plain.count);
    const struct unit_counts *got = &fast.counts;
    const struct unit_counts *wanted = &plain.counts;
    if (got->special != wanted->special || got->line_ends != wanted->line_ends || got->sentences != wanted->sentences ||
        got->in_sentence != wanted->in_sentence)
        fail_msg(
            "%s, GAZ_TEST_SEED=%llu: of %u bytes special %d, line ends %u, sentences %u, open %d; not %d, %u, %u, %d",
            kernel->name, (unsigned long long)seed, window->size, got->special, got->line_ends, got->sentences,
            got->in_sentence, wanted->special, wanted->line_ends, wanted->sentences, wanted->in_sentence);
    for (uint32_t i = 0; i <= plain.count; i++)
        if (fast.begins[i] != plain.begins[i] || fast.sketches[i] != plain.sketches[i])
            fail_msg("%s, GAZ_TEST_SEED=%llu: unit %u of %u in %u bytes at %u, not %u; sketch %#x, not %#x",
                     kernel->name, (unsigned long long)seed, i, plain.count, window->size, fast.begins[i],
                     plain.begins[i], fast.sketches[i], plain.sketches[i]);
    units_free(&plain);
    units_free(&fast);
}

static void check_random_window(uint32_t size, uint64_t *random) {
    struct window window = window_make(size, random);
    sketch_seed(&factors, oracle_random(random));
    check_units(&window, oracle_below(random, 2));
    free(window.text);
}

static void units_of_every_size(void **state) {
    (void)state;
    uint64_t random = seed;
    for (uint32_t size = 0; size <= 400; size++)
        for (int i = 0; i < 5; i++) check_random_window(size, &random);
}

static void units_of_large_windows(void **state) {
    (void)state;
    uint64_t random = seed + 1;
    for (int i = 0; i < 60; i++) {
        uint32_t size = (uint32_t)oracle_below(&random, WINDOW_MAX + 1);
        check_random_window(i % 2 ? size : size / 64 * 64, &random);
    }
}

/* Offsets need more than sixteen bits. */
static void units_of_a_very_large_window(void **state) {
    (void)state;
    uint64_t random = seed + 2;
    check_random_window(200000, &random);
}

/* A window of one byte over and over, which is all units or none. */
static void units_of_one_byte(void **state) {
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++)
        for (uint32_t size = 1; size < 200; size += 1 + size / 4) {
            struct window window = {malloc(size + UNITS_MARGIN), size};
            assert_non_null(window.text);
            memset(window.text, (int)byte, size + UNITS_MARGIN);
            window.text[size - 1] = is_unit_blank((char)byte) ? (char)byte : ' ';
            check_units(&window, window.size % 2);
            free(window.text);
        }
}

/* Each byte at each place of a token that lies across blocks; "a" and blanks around it, and units that fill a block. */
static void units_with_every_byte_everywhere(void **state) {
    (void)state;
    static const char *const around[] = {"a", " ", "a ", "\n", "ab\n"};
    enum { SIZE = 140 };
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        for (unsigned byte = 0; byte < 256; byte++)
            for (size_t place = 50; place < 72; place++) {
                struct window window = {malloc(SIZE + UNITS_MARGIN), SIZE};
                assert_non_null(window.text);
                for (size_t at = 0; at < SIZE + UNITS_MARGIN; at++) window.text[at] = around[i][at % strlen(around[i])];
                window.text[place] = (char)byte;
                window.text[SIZE - 1] = '\n';
                check_units(&window, window.size % 2);
                free(window.text);
            }
}

/* What the margin holds does not matter: no CR of it is told, no unit of it is given. */
static void margins_do_not_matter(void **state) {
    (void)state;
    static const char bytes[] = {'\r', '\n', ' ', 'a', '\0', '\xFF'};
    for (size_t i = 0; i < sizeof bytes; i++)
        for (uint32_t size = 0; size < 200; size++) {
            struct window window = {malloc(size + UNITS_MARGIN), size};
            assert_non_null(window.text);
            memset(window.text, 'x', size);
            memset(window.text + size, bytes[i], UNITS_MARGIN);
            if (size) window.text[size - 1] = ' ';
            check_units(&window, window.size % 2);
            free(window.text);
        }
}

/* ---- Filters ---- */

enum { COUNT_MAX = 600 };

/* Sketches, three filters that have some of their keys, and a table that is large enough. */
struct task {
    uint32_t *sketches; /* with UNITS_ROOM and no more */
    uint32_t count;
    uint32_t *words[3];
    struct filter neighbours;
    struct filter ends;
    struct filter ones;
    struct homes homes;
};

static struct filter task_filter(struct task *task, size_t number, uint64_t *random) {
    uint32_t words = (uint32_t)FILTER_WORDS_MIN << oracle_below(random, 5);
    if (oracle_below(random, 40) == 0) words = FILTER_WORDS_MAX;
    task->words[number] = calloc(words, sizeof **task->words);
    assert_non_null(task->words[number]);
    return (struct filter){task->words[number], filter_shift(words)};
}

/* What is found of every `rarity`-th. */
static void task_fill_filters(struct task *task, size_t rarity, uint64_t *random) {
    const uint32_t *sketches = task->sketches;
    for (uint32_t i = 0; i < task->count; i++) {
        if (oracle_below(random, rarity) == 0)
            filter_add(task->words[0], task->neighbours.shift, key_neighbours(sketches[i], sketches[i + 1]));
        if (oracle_below(random, rarity) == 0)
            filter_add(task->words[1], task->ends.shift, key_two(sketches[i], sketches[i + 1]).hash);
        if (i && oracle_below(random, rarity) == 0)
            filter_add(task->words[1], task->ends.shift, key_three(sketches[i - 1], sketches[i], sketches[i + 1]).hash);
        if (oracle_below(random, rarity) == 0) filter_add(task->words[2], task->ones.shift, key_one(sketches[i]).hash);
    }
}

static struct homes homes_make(uint64_t *random) {
    uint32_t lines = 1 + (uint32_t)oracle_below(random, oracle_below(random, 2) ? 5 : 3000);
    uint32_t groups = 1 + (uint32_t)oracle_below(random, oracle_below(random, 2) ? 5 : 3000);
    uint8_t *displacements = malloc(groups);
    char *table = calloc(lines, HOME_SIZE);
    assert_true(displacements && table);
    for (uint32_t i = 0; i < groups; i++) displacements[i] = (uint8_t)oracle_random(random);
    return (struct homes){table, displacements, lines, groups};
}

static struct task task_make(uint32_t count, uint64_t *random) {
    struct task task = {.sketches = numbers_make(count), .count = count, .homes = homes_make(random)};
    for (uint32_t i = 0; i < count; i++) task.sketches[i] = (uint32_t)oracle_random(random);
    task.sketches[count] = 0;
    task.neighbours = task_filter(&task, 0, random);
    task.ends = task_filter(&task, 1, random);
    task.ones = task_filter(&task, 2, random);
    task_fill_filters(&task, 1 + oracle_below(random, 12), random);
    return task;
}

static void task_free(struct task *task) {
    free(task->sketches);
    for (size_t i = 0; i < 3; i++) free(task->words[i]);
    free((void *)task->homes.lines);
    free((void *)task->homes.displacements);
}

static void check_number(const char *what, uint32_t i, uint32_t got, uint32_t expected) {
    if (got == expected) return;
    fail_msg("%s, GAZ_TEST_SEED=%llu: %s, number %u: %u, not %u", kernel->name, (unsigned long long)seed, what, i, got,
             expected);
}

static void check_neighbours(const struct task *task) {
    uint32_t *list = numbers_make(task->count);
    uint32_t count = kernel->neighbours(list, &task->neighbours, task->sketches, task->count);
    uint32_t expected = 0;
    for (uint32_t i = 0; i < task->count; i++) {
        if (!filter_has(&task->neighbours, key_neighbours(task->sketches[i], task->sketches[i + 1]))) continue;
        assert_true(expected < count);
        check_number("neighbours", expected, list[expected], i);
        expected++;
    }
    check_number("count of neighbours", 0, count, expected);
    free(list);
}

static struct finds finds_make(uint32_t candidates) {
    return (struct finds){numbers_make(candidates), numbers_make(candidates), numbers_make(candidates), 7};
}

static void finds_free(struct finds *finds) {
    free(finds->units);
    free(finds->lines);
    free(finds->checks);
}

/* Whether the next find, number `*at`, is this one, if the filter has it. */
static void check_find(const char *what, const struct finds *finds, uint32_t *at, uint32_t unit, struct key key,
                       const struct filter *filter, const struct homes *homes) {
    if (!filter_has(filter, key.hash)) return;
    if (*at >= finds->count) check_number(what, *at, finds->count, *at + 1);
    check_number(what, *at, finds->units[*at], unit);
    check_number(what, *at, finds->checks[*at], key.check);
    check_number(what, *at, finds->lines[*at], home_line(homes, key.hash, key.check));
    assert_true(finds->lines[*at] < homes->line_count);
    (*at)++;
}

static void check_ends(const struct task *task, const uint32_t *list, uint32_t count) {
    const uint32_t *sketches = task->sketches;
    struct finds twos = finds_make(count);
    struct finds threes = finds_make(count);
    uint32_t two = 0;
    uint32_t three = 0;
    kernel->ends(&twos, &threes, &task->ends, &task->homes, sketches, list, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t unit = list[i];
        check_find("twos", &twos, &two, unit, key_two(sketches[unit], sketches[unit + 1]), &task->ends, &task->homes);
        if (unit > 0)
            check_find("threes", &threes, &three, unit - 1,
                       key_three(sketches[unit - 1], sketches[unit], sketches[unit + 1]), &task->ends, &task->homes);
    }
    check_number("count of twos", 0, twos.count, two);
    check_number("count of threes", 0, threes.count, three);
    finds_free(&twos);
    finds_free(&threes);
}

/* A random choice of the units, as the first filter could have listed them. */
static void check_some_ends(const struct task *task, uint64_t *random) {
    size_t most = 1 + oracle_below(random, 20);
    uint32_t *chosen = numbers_make(task->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < task->count; i++)
        if (oracle_below(random, most) == 0) chosen[count++] = i;
    uint32_t *list = numbers_make(count);
    memcpy(list, chosen, count * sizeof *list);
    check_ends(task, list, count);
    free(chosen);
    free(list);
}

static void check_ones(const struct task *task) {
    struct finds ones = finds_make(task->count);
    uint32_t one = 0;
    kernel->ones(&ones, &task->ones, &task->homes, task->sketches, task->count);
    for (uint32_t i = 0; i < task->count; i++)
        check_find("ones", &ones, &one, i, key_one(task->sketches[i]), &task->ones, &task->homes);
    check_number("count of ones", 0, ones.count, one);
    finds_free(&ones);
}

static void check_filters(uint32_t count, uint64_t *random) {
    struct task task = task_make(count, random);
    check_neighbours(&task);
    check_some_ends(&task, random);
    check_ones(&task);
    task_free(&task);
}

static void filters_of_every_count(void **state) {
    (void)state;
    uint64_t random = seed + 3;
    for (int round = 0; round < 4; round++)
        for (uint32_t count = 0; count <= 100; count++) check_filters(count, &random);
}

static void filters_of_many(void **state) {
    (void)state;
    uint64_t random = seed + 4;
    for (int i = 0; i < 100; i++) check_filters((uint32_t)oracle_below(&random, COUNT_MAX + 1), &random);
}

/* A full filter lets all through, an empty one nothing. */
static void full_and_empty_filters(void **state) {
    (void)state;
    uint64_t random = seed + 5;
    for (uint32_t count = 0; count <= 70; count++)
        for (int fill = 0; fill < 256; fill += 255) {
            struct task task = task_make(count, &random);
            for (size_t i = 0; i < 3; i++) {
                unsigned shift = i == 0 ? task.neighbours.shift : i == 1 ? task.ends.shift : task.ones.shift;
                memset(task.words[i], fill, ((size_t)1 << (32 - shift)) * sizeof **task.words);
            }
            check_neighbours(&task);
            check_some_ends(&task, &random);
            check_ones(&task);
            task_free(&task);
        }
}

/* ---- Case ---- */

/* Every byte in every place of a block; what is behind the size is not looked at. */
static void capitals_of_ascii_are_folded(void **state) {
    (void)state;
    enum { LONGEST = 3 * BLOCK };
    static const char kept[] = {0, 'I', 'A', 'Z'};
    char text[LONGEST + BLOCK];
    char folded[LONGEST + BLOCK];
    uint64_t random = seed + 9;
    for (int round = 0; round < 2000; round++) {
        size_t size = oracle_below(&random, LONGEST);
        char stays = kept[round % 4];
        for (size_t i = 0; i < sizeof text; i++) text[i] = (char)oracle_random(&random);
        kernel->fold(folded, text, size, stays);
        for (size_t i = 0; i < size; i++) {
            bool capital = text[i] >= 'A' && text[i] <= 'Z' && (stays == 0 || text[i] != stays);
            assert_int_equal(folded[i], capital ? text[i] + ('a' - 'A') : text[i]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_of_every_size),
        cmocka_unit_test(units_of_large_windows),
        cmocka_unit_test(units_of_a_very_large_window),
        cmocka_unit_test(units_of_one_byte),
        cmocka_unit_test(units_with_every_byte_everywhere),
        cmocka_unit_test(margins_do_not_matter),
        cmocka_unit_test(filters_of_every_count),
        cmocka_unit_test(filters_of_many),
        cmocka_unit_test(full_and_empty_filters),
        cmocka_unit_test(capitals_of_ascii_are_folded),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
