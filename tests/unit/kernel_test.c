/* Choosing a kernel; what every kernel computes of tokens: fingerprints, sketches, and what the filter lets through. */
#include "kernels.h"
#include "oracle.h"
#include "text/fingerprint.h"
#include "text/normalized.h"

/* ---- Choosing ---- */

static void kernels_have_names(void **state) {
    (void)state;
    assert_ptr_equal(kernel_find("scalar"), &kernel_scalar);
    assert_non_null(kernel_find(NULL));
    assert_null(kernel_find(""));
    assert_null(kernel_find("Scalar"));
    assert_null(kernel_find("avx"));
    bool best_is_named = false;
    for (size_t i = 0; i < KERNELS; i++) {
        const struct kernel *found = kernel_find(kernel_names[i]);
        if (found) assert_string_equal(found->name, kernel_names[i]);
        best_is_named = best_is_named || (found && found == kernel_find(NULL));
    }
    assert_true(best_is_named); /* or a kernel is missing in these tests */
}

/* ---- What a fingerprint is: models depend on it ---- */

/* The schoolbook product in four parts. */
static uint64_t fold_by_parts(uint64_t left, uint64_t right) {
    uint64_t a = left >> 32, b = left & UINT32_MAX;
    uint64_t c = right >> 32, d = right & UINT32_MAX;
    uint64_t middle = a * d;
    uint64_t low = b * d;
    uint64_t high = a * c;
    uint64_t sum = low + (middle << 32);
    high += (middle >> 32) + (sum < low);
    low = sum;
    middle = b * c;
    sum = low + (middle << 32);
    high += (middle >> 32) + (sum < low);
    return sum ^ high;
}

static void products_are_folded(void **state) {
    (void)state;
    static const uint64_t edges[] = {0, 1, 2, UINT32_MAX, (uint64_t)1 << 32, (uint64_t)1 << 63, UINT64_MAX};
    uint64_t random = seed;
    for (size_t i = 0; i < 7; i++)
        for (size_t j = 0; j < 7; j++)
            assert_true(fingerprint_fold(edges[i], edges[j]) == fold_by_parts(edges[i], edges[j]));
    for (int i = 0; i < 10000; i++) {
        uint64_t left = oracle_random(&random);
        uint64_t right = oracle_random(&random);
        assert_true(fingerprint_fold(left, right) == fold_by_parts(left, right));
    }
}

/* A change here needs a new format version: models would match nothing. */
static void fingerprints_are_as_they_always_were(void **state) {
    (void)state;
    static const struct {
        const char *token;
        uint64_t seed;
        uint64_t fingerprint;
    } cases[] = {
        {"", 1u, 0x0F451A6A278E9149u},
        {"a", 1u, 0xA9EB85EECD85A973u},
        {"kernel", 1u, 0x7BC0D028014A7897u},
        {"12345678", 1u, 0x28CB1AE95160817Eu},
        {"123456789", 1u, 0x7AFE8280070FB11Du},
        {"x86_64-linux-gnu", 1u, 0x128E14DFE7711FCDu},
        {"", 2u, 0x4307B189ECA0EB56u},
        {"a", 2u, 0xF175491CF6071DDCu},
        {"kernel", 2u, 0x98283F7E243138D3u},
        {"12345678", 2u, 0x00C0501CBC24B5BAu},
        {"123456789", 2u, 0x06722AA9C2B795E9u},
        {"x86_64-linux-gnu", 2u, 0x34D07F6C2149A483u},
        {"", 12345678901234567890u, 0x5D97E08A8F7A237Fu},
        {"a", 12345678901234567890u, 0x405A9AB927D22C7Du},
        {"kernel", 12345678901234567890u, 0xC7E5685D0DE9F11Du},
        {"12345678", 12345678901234567890u, 0x74EFE82966C2349Du},
        {"123456789", 12345678901234567890u, 0xFCE8CC29C0BFE02Eu},
        {"x86_64-linux-gnu", 12345678901234567890u, 0x8B776B096865CCF6u},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fingerprint_keys keys;
        fingerprint_seed(&keys, cases[i].seed);
        uint64_t got = fingerprint(&keys, cases[i].token, strlen(cases[i].token));
        if (got != cases[i].fingerprint)
            fail_msg("\"%s\", seed %llu: %#llx", cases[i].token, (unsigned long long)cases[i].seed,
                     (unsigned long long)got);
    }
}

/* The size counts too, and zero bytes do. */
static void tokens_with_zeros_differ(void **state) {
    (void)state;
    static const char zeros[20];
    struct fingerprint_keys keys;
    for (uint64_t number = 1; number <= 100; number++) {
        fingerprint_seed(&keys, number);
        for (size_t size = 0; size < sizeof zeros; size++)
            for (size_t other = 0; other < size; other++)
                assert_true(fingerprint(&keys, zeros, size) != fingerprint(&keys, zeros, other));
    }
}

/* ---- Fingerprints and sketches of many tokens ---- */

enum { COUNT_MAX = 200 };

struct task {
    char *text;
    size_t size;
    struct token *tokens;
    size_t count;
};

static size_t random_size(uint64_t *random) {
    switch (oracle_below(random, 8)) {
    case 0: return 0;
    case 1: return 1 + oracle_below(random, 40);
    case 2: return 15 + oracle_below(random, 4);
    default: return 1 + oracle_below(random, 17);
    }
}

/* Tokens in order, blanks between some; text and tokens in room of just their size. */
static void make_task(struct task *task, uint64_t *random) {
    struct token tokens[COUNT_MAX];
    *task = (struct task){.count = oracle_below(random, COUNT_MAX + 1)};
    size_t most_blanks = 1 + oracle_below(random, 12);
    if (oracle_below(random, 2)) task->size += oracle_below(random, most_blanks);
    for (size_t i = 0; i < task->count; i++) {
        size_t size = random_size(random);
        tokens[i] = (struct token){(uint32_t)task->size, (uint32_t)(task->size + size)};
        task->size += size;
        if (i + 1 < task->count || oracle_below(random, 2)) task->size += oracle_below(random, most_blanks);
    }
    task->text = malloc(task->size ? task->size : 1);
    task->tokens = malloc((task->count ? task->count : 1) * sizeof *task->tokens);
    assert_true(task->text && task->tokens);
    for (size_t i = 0; i < task->size; i++) task->text[i] = (char)oracle_random(random);
    memcpy(task->tokens, tokens, task->count * sizeof *tokens);
}

static void free_task(struct task *task) {
    free(task->text);
    free(task->tokens);
}

/* A token's fingerprint is the same whether it is read from the text around it or by itself. */
static void fingerprints_in_text(void **state) {
    (void)state;
    uint64_t random = seed + 1;
    for (int i = 0; i < 1000; i++) {
        struct task task;
        struct fingerprint_keys keys;
        make_task(&task, &random);
        fingerprint_seed(&keys, oracle_random(&random));
        for (size_t k = 0; k < task.count; k++) {
            const char *bytes = task.text + task.tokens[k].begin;
            size_t size = task.tokens[k].end - task.tokens[k].begin;
            bool inside = task.tokens[k].end >= 8 && task.tokens[k].begin + 8 <= task.size;
            assert_true(fingerprint_in_text(&keys, bytes, size, inside) == fingerprint(&keys, bytes, size));
            assert_true(fingerprint_in_text(&keys, bytes, size, false) == fingerprint(&keys, bytes, size));
        }
        free_task(&task);
    }
}

int main(void) {
    const struct CMUnitTest common[] = {
        cmocka_unit_test(kernels_have_names),
        cmocka_unit_test(products_are_folded),
        cmocka_unit_test(fingerprints_are_as_they_always_were),
        cmocka_unit_test(tokens_with_zeros_differ),
        cmocka_unit_test(fingerprints_in_text),
    };
    oracle_seed();
    return cmocka_run_group_tests(common, NULL, NULL);
}
