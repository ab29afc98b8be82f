/* Sorting by numbers compared with the C library's, made stable by the items' places. */
#include "base/sort.h"
#include "oracle.h"

static int compare_items(const void *left, const void *right) {
    const struct sort_item *a = left;
    const struct sort_item *b = right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

/* Items are numbered in order, so that those with the same key show whether they stayed in order. The room is of just
 * the size, so that whatever lies beyond is noticed. */
static void check_keys(const uint64_t *keys, size_t count) {
    size_t size = (count ? count : 1) * sizeof(struct sort_item);
    struct sort_item *items = malloc(size);
    struct sort_item *expected = malloc(size);
    struct sort_item *scratch = malloc(size);
    assert_true(items && expected && scratch);
    for (size_t i = 0; i < count; i++) items[i] = expected[i] = (struct sort_item){.key = keys[i], .item = (uint32_t)i};
    qsort(expected, count, sizeof *expected, compare_items);
    sort_items(items, scratch, count);
    for (size_t i = 0; i < count; i++)
        if (items[i].key != expected[i].key || items[i].item != expected[i].item)
            fail_msg("GAZ_TEST_SEED=%llu, %zu items: number %zu is %llx/%u, not %llx/%u", (unsigned long long)seed,
                     count, i, (unsigned long long)items[i].key, items[i].item, (unsigned long long)expected[i].key,
                     expected[i].item);
    free(items);
    free(expected);
    free(scratch);
}

static void few_items(void **state) {
    (void)state;
    check_keys(NULL, 0);
    check_keys((const uint64_t[]){7}, 1);
    check_keys((const uint64_t[]){7, 7}, 2);
    check_keys((const uint64_t[]){7, 8}, 2);
    check_keys((const uint64_t[]){8, 7}, 2);
    check_keys((const uint64_t[]){UINT64_MAX, 0}, 2);
    check_keys((const uint64_t[]){(uint64_t)1 << 63, 1, 0, (uint64_t)1 << 63}, 4);
}

/* Two keys that differ in one bit, in either order: each bit counts, and as what it is. */
static void every_bit_counts(void **state) {
    (void)state;
    for (unsigned bit = 0; bit < 64; bit++)
        for (unsigned other = 0; other < 64; other++) {
            uint64_t one = (uint64_t)1 << bit;
            uint64_t two = (uint64_t)1 << other;
            check_keys((const uint64_t[]){one | two, two, one, 0, two, one}, 6);
        }
}

/* A key of a kind: all bits; few values; few bits at one place; two distant groups of bits; mostly one value. */
static uint64_t random_key(size_t kind, unsigned shift, uint64_t *random) {
    uint64_t word = oracle_random(random);
    switch (kind) {
    case 0: return word;
    case 1: return word & 7;
    case 2: return (word & 0xFFF) << shift;
    case 3: return (word & 0xF00000000000000F) | (uint64_t)0xABCDEF << 20;
    case 4: return word & 63 ? 42 : word;
    default: return word >> shift;
    }
}

static void random_keys(void **state) {
    (void)state;
    enum { MOST = 5000 };
    uint64_t random = seed;
    uint64_t *keys = malloc(MOST * sizeof *keys);
    assert_non_null(keys);
    for (size_t i = 0; i < 1200; i++) {
        size_t count = oracle_below(&random, i % 10 ? 200 : MOST + 1);
        unsigned shift = (unsigned)oracle_below(&random, 64);
        for (size_t k = 0; k < count; k++) keys[k] = random_key(i % 6, shift, &random);
        check_keys(keys, count);
    }
    free(keys);
}

/* As the builder sorts: already in order, backwards, and all the same. */
static void keys_in_order(void **state) {
    (void)state;
    enum { COUNT = 3000 };
    uint64_t *keys = calloc(COUNT, sizeof *keys);
    assert_non_null(keys);
    check_keys(keys, COUNT);
    for (uint64_t i = 0; i < COUNT; i++) keys[i] = i * 0x100000001;
    check_keys(keys, COUNT);
    for (uint64_t i = 0; i < COUNT; i++) keys[i] = (COUNT - i) * 0x100000001;
    check_keys(keys, COUNT);
    for (uint64_t i = 0; i < COUNT; i++) keys[i] = i / 2 << 40;
    check_keys(keys, COUNT);
    free(keys);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_items),
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(random_keys),
        cmocka_unit_test(keys_in_order),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
