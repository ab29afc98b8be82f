/* Surfaces: tokens as one string and back. */
#include "lexicon/surface.h"
#include "oracle.h"

enum { TOKENS = 5, SIZE = 20 };

/* A token of 1 to SIZE bytes, half of the tokens without any that needs an escape. */
static size_t random_token(char *bytes, uint64_t *random) {
    static const char any[] = " \t\n\r\\snrtab\xFF\x01\0";
    static const char plain[] = "snrtab!~\x7F\x80\xFF";
    bool is_plain = oracle_below(random, 2);
    size_t size = 1 + oracle_below(random, SIZE);
    for (size_t i = 0; i < size; i++)
        bytes[i] = is_plain ? plain[oracle_below(random, sizeof plain - 1)] : any[oracle_below(random, sizeof any - 1)];
    return size;
}

/* Takes the tokens of a surface that lies in memory of just its size. */
static void check_tokens(const struct buffer *surface, const gaz_token *tokens, size_t count, struct buffer *room) {
    char *exact = malloc(surface->size);
    gaz_token token;
    size_t at = 0;
    assert_non_null(exact);
    memcpy(exact, surface->bytes, surface->size);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(surface_next_token(&token, room, exact, surface->size, &at), 1);
        assert_true(oracle_same_token(&token, &tokens[i]));
    }
    assert_int_equal(surface_next_token(&token, room, exact, surface->size, &at), 0);
    assert_int_equal(surface_next_token(&token, room, exact, surface->size, &at), 0);
    free(exact);
}

static void surfaces_come_back(void **state) {
    (void)state;
    uint64_t random = seed;
    struct buffer surface = {0};
    struct buffer room = {0};
    for (int round = 0; round < 5000; round++) {
        char bytes[TOKENS][SIZE];
        gaz_token tokens[TOKENS];
        size_t count = 1 + oracle_below(&random, TOKENS);
        surface.size = 0;
        for (size_t i = 0; i < count; i++) {
            tokens[i] = (gaz_token){bytes[i], random_token(bytes[i], &random)};
            assert_true(surface_add_token(&surface, tokens[i].bytes, tokens[i].size));
        }
        for (size_t i = 0; i < surface.size; i++) assert_null(memchr("\t\n\r", surface.bytes[i], 4));
        check_tokens(&surface, tokens, count, &room);
    }
    buffer_free(&surface);
    buffer_free(&room);
}

static void wrong_escapes_are_told(void **state) {
    (void)state;
    static const char *const wrong[] = {"\\", "a\\", "\\x", "a\\ b", "aaaaaaaaaaaaaaaaa\\", "\\s\\x", "\\S"};
    struct buffer room = {0};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        gaz_token token;
        size_t at = 0;
        assert_int_equal(surface_next_token(&token, &room, wrong[i], strlen(wrong[i]), &at), -2);
    }
    buffer_free(&room);
}

static void check_pattern(const char *surface, bool is, bool good) {
    assert_int_equal(surface_is_pattern(surface, strlen(surface)), is);
    if (is) assert_int_equal(surface_pattern_is_good(surface, strlen(surface)), good);
}

static void patterns_are_told(void **state) {
    (void)state;
    check_pattern("CVE-\\d-\\d", true, true);
    check_pattern("\\d", true, true);
    check_pattern("a \\d\\s\\0", true, true);
    check_pattern("a\\\\d", false, false); /* a backslash and a d */
    check_pattern("d 1", false, false);
    check_pattern("IPv6 \\d", true, false);
    check_pattern("\\d\\d", true, false);
    check_pattern("\\d \\d", true, true);
}

/* ---- Counting without taking apart ---- */

static uint32_t count_plainly(const char *surface, size_t size) {
    uint32_t count = 1;
    if (size == 0 || size > 65535 || surface[0] == ' ' || surface[size - 1] == ' ') return 0;
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)surface[i] < ' ' || surface[i] == '\\') return 0;
        if (surface[i] == ' ' && surface[i - 1] == ' ') return 0;
        count += surface[i] == ' ';
    }
    return count;
}

static void check_count(const char *surface, size_t size) {
    char *exact = malloc(size ? size : 1);
    assert_non_null(exact);
    memcpy(exact, surface, size);
    uint32_t count = surface_plain_tokens(exact, size);
    if (count != count_plainly(exact, size)) {
        const gaz_token token = {surface, size};
        oracle_print_token(&token);
        fail_msg(": %u tokens, not %u, GAZ_TEST_SEED=%llu", count, count_plainly(exact, size),
                 (unsigned long long)seed);
    }
    free(exact);
}

static void plain_tokens_are_counted(void **state) {
    (void)state;
    static const char pieces[][3] = {"a", "a", "a", "ab", " ", "z ", "\xFF", "\x80", "!", "[", "]", "\x7F"};
    static const char rare[] = "\\\0\t\n\x1F\x01 ";
    uint64_t random = seed + 1;
    for (int round = 0; round < 20000; round++) {
        char surface[64];
        size_t size = 0;
        size_t wanted = oracle_below(&random, 40);
        while (size < wanted) {
            const char *piece = pieces[oracle_below(&random, sizeof pieces / sizeof *pieces)];
            if (*piece == ' ' && (size == 0 || surface[size - 1] == ' ' || size + 1 >= wanted)) continue;
            memcpy(surface + size, piece, strlen(piece));
            size += strlen(piece);
        }
        check_count(surface, size);
        if (size == 0) continue;
        surface[oracle_below(&random, size)] = rare[oracle_below(&random, sizeof rare - 1)];
        check_count(surface, size);
    }
}

static void every_byte_at_every_place(void **state) {
    (void)state;
    for (size_t size = 1; size < 20; size++)
        for (size_t place = 0; place < size; place++)
            for (unsigned byte = 0; byte < 256; byte++) {
                char surface[20];
                memset(surface, 'x', sizeof surface);
                surface[place] = (char)byte;
                check_count(surface, size);
            }
}

static void long_surfaces_are_not_counted(void **state) {
    (void)state;
    char *surface = malloc(65537);
    assert_non_null(surface);
    for (size_t i = 0; i < 65537; i++) surface[i] = i % 2 ? ' ' : 'x';
    assert_int_equal(surface_plain_tokens(surface, 65535), 32768);
    assert_int_equal(surface_plain_tokens(surface, 65537), 0);
    free(surface);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(surfaces_come_back),        cmocka_unit_test(wrong_escapes_are_told),
        cmocka_unit_test(patterns_are_told),         cmocka_unit_test(plain_tokens_are_counted),
        cmocka_unit_test(every_byte_at_every_place), cmocka_unit_test(long_surfaces_are_not_counted),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
