/* Every kernel cuts tokenized text just as the plain functions do: any bytes, any room, any state, windows that end
 * anywhere. */
#include "kernels.h"
#include "nasty.h"

/* ---- Cutting both ways ---- */

/* A window's content, in room of just the capacity. */
struct outcome {
    struct cut cut;
    struct cut_state state;
};

static void make_room(struct outcome *outcome, uint32_t capacity) {
    *outcome = (struct outcome){.cut = {.capacity = capacity}};
    outcome->cut.tokens = malloc(capacity * sizeof *outcome->cut.tokens);
    outcome->cut.sentences = malloc(capacity * sizeof *outcome->cut.sentences);
    assert_true(outcome->cut.tokens && outcome->cut.sentences);
}

static void free_room(struct outcome *outcome) {
    free(outcome->cut.tokens);
    free(outcome->cut.sentences);
}

/* The first thing in which two outcomes differ, or NULL. */
static const char *difference(const struct outcome *left, const struct outcome *right) {
    const struct cut *a = &left->cut;
    const struct cut *b = &right->cut;
    if (a->token_count != b->token_count) return "token_count";
    if (a->token_count && memcmp(a->tokens, b->tokens, a->token_count * sizeof *a->tokens) != 0) return "tokens";
    if (a->sentence_count != b->sentence_count) return "sentence_count";
    if (a->sentence_count && memcmp(a->sentences, b->sentences, a->sentence_count * sizeof *a->sentences) != 0)
        return "sentences";
    if (a->used != b->used) return "used";
    if (a->first_goes_on != b->first_goes_on) return "first_goes_on";
    if (a->last_goes_on != b->last_goes_on) return "last_goes_on";
    if (left->state.in_token != right->state.in_token) return "in_token";
    if (left->state.in_sentence != right->state.in_sentence) return "in_sentence";
    if (left->state.in_line != right->state.in_line) return "in_line";
    return left->state.line_ended != right->state.line_ended ? "line_ended" : NULL;
}

static void print_outcome(const char *label, const struct outcome *outcome) {
    const struct cut *cut = &outcome->cut;
    fprintf(stderr, "%s: used %u, flags %d%d, state %d%d%d%d, tokens", label, cut->used, cut->first_goes_on,
            cut->last_goes_on, outcome->state.in_token, outcome->state.in_sentence, outcome->state.in_line,
            outcome->state.line_ended);
    for (uint32_t i = 0; i < cut->token_count && i < 200; i++)
        fprintf(stderr, " %u-%u", cut->tokens[i].begin, cut->tokens[i].end);
    fprintf(stderr, ", sentences");
    for (uint32_t i = 0; i < cut->sentence_count && i < 200; i++)
        fprintf(stderr, " %u,%u,%u", cut->sentences[i].token_end, cut->sentences[i].text_end, cut->sentences[i].next);
    fputc('\n', stderr);
}

static struct cut_state numbered_state(unsigned number) {
    return (struct cut_state){number & 1, number >> 1 & 1, number >> 2 & 1, number >> 3 & 1};
}

/* Cuts one window both ways and compares. */
static void check_window(const struct outcome *plain, const struct outcome *fast, struct cut_state state,
                         const char *text, size_t size, bool final) {
    struct outcome expected = *plain;
    struct outcome got = *fast;
    expected.state = got.state = state;
    cut_tokenized(&expected.cut, &expected.state, text, size, final);
    kernel->tokenized(&got.cut, &got.state, text, size, final);
    const char *what = difference(&expected, &got);
    if (!what) return;
    const gaz_token whole = {text, size < 120 ? size : 120};
    fprintf(stderr, "%s: %s differs. GAZ_TEST_SEED=%llu size %zu, final %d, capacity %u, state %d%d%d%d\ntext ",
            kernel->name, what, (unsigned long long)seed, size, final, plain->cut.capacity, state.in_token,
            state.in_sentence, state.in_line, state.line_ended);
    oracle_print_token(&whole);
    fputc('\n', stderr);
    print_outcome("plain ", &expected);
    print_outcome("kernel", &got);
    fail();
}

enum { ALL_STATES = 1, FEW_STATES = 6 };

/* Every kind of end, and every `step`-th state. */
static void check_text(const char *text, size_t size, uint32_t capacity, unsigned step) {
    struct outcome plain;
    struct outcome fast;
    make_room(&plain, capacity);
    make_room(&fast, capacity);
    for (unsigned state = 0; state < 16; state += step)
        for (int final = 0; final < 2; final++) check_window(&plain, &fast, numbered_state(state), text, size, final);
    free_room(&plain);
    free_room(&fast);
}

/* Little room, room that runs out among the blocks, room enough. */
static uint32_t random_capacity(size_t size, uint64_t *random) {
    switch (oracle_below(random, 4)) {
    case 0: return 1 + (uint32_t)oracle_below(random, 80);
    case 1: return 81 + (uint32_t)oracle_below(random, 100);
    case 2: return 81 + (uint32_t)oracle_below(random, size + 1);
    default: return (uint32_t)size + 200;
    }
}

static void random_windows(void **state) {
    (void)state;
    uint64_t random = seed;
    for (int i = 0; i < 1000; i++) {
        size_t size = oracle_below(&random, 401);
        char *text = make_text(size, &random);
        check_text(text, size, random_capacity(size, &random), ALL_STATES);
        free(text);
    }
}

/* ---- Windows one behind the other ---- */

/* Cuts a text in windows of random sizes, the state of one handed to the next. Nothing decided: a larger window. */
static void check_windows(const char *text, size_t size, uint64_t *random) {
    struct cut_state state = {0};
    struct outcome plain;
    struct outcome fast;
    make_room(&plain, 300);
    make_room(&fast, 300);
    size_t least = 0;
    for (size_t at = 0; at < size;) {
        size_t length = least + oracle_below(random, 500);
        if (length > size - at) length = size - at;
        bool final = at + length == size;
        char *window = malloc(length ? length : 1);
        assert_non_null(window);
        memcpy(window, text + at, length);
        check_window(&plain, &fast, state, window, length, final);
        struct cut_state before = state;
        kernel->tokenized(&fast.cut, &state, window, length, final);
        at += fast.cut.used;
        least = fast.cut.used ? 0 : length + 1;
        if (fast.cut.used == 0) state = before;
        free(window);
        if (final && fast.cut.used == 0) break;
    }
    free_room(&plain);
    free_room(&fast);
}

static void windows_one_behind_the_other(void **state) {
    (void)state;
    uint64_t random = seed + 1;
    for (int i = 0; i < 100; i++) {
        size_t size = oracle_below(&random, 5000);
        char *text = make_text(size, &random);
        check_windows(text, size, &random);
        free(text);
    }
}

/* ---- Every byte, every place in a block ---- */

/* Text of one byte over and over with another byte, or bytes, at each place of the first blocks. */
static void check_places(const char *around, const char *bytes, size_t count) {
    enum { SIZE = 140 };
    for (size_t place = 60; place + count <= SIZE; place += place == 68 ? 56 : 1) {
        char *text = malloc(SIZE);
        assert_non_null(text);
        for (size_t i = 0; i < SIZE; i++) text[i] = around[i % strlen(around)];
        memcpy(text + place, bytes, count);
        check_text(text, SIZE, 400, FEW_STATES);
        free(text);
    }
}

static void every_byte_between_letters_and_blanks(void **state) {
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        const char bytes[] = {(char)byte};
        check_places("a", bytes, 1);
        check_places(" ", bytes, 1);
        check_places(".", bytes, 1);
    }
}

static void every_piece_across_blocks(void **state) {
    (void)state;
    static const char *const around[] = {"a", " ", ".", "a\r\n"};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        for (size_t k = 0; k < sizeof blanks / sizeof *blanks; k++)
            check_places(around[i], blanks[k].bytes, blanks[k].size);
        for (size_t k = 0; k < sizeof wide / sizeof *wide; k++) check_places(around[i], wide[k].bytes, wide[k].size);
    }
}

/* A window ends just behind each size, so that what is read behind it is noticed. */
static void windows_of_every_size(void **state) {
    (void)state;
    static const char *const around[] = {"a",       " ",        "a ",  ". ", "\u00E9",
                                         "\u00E9.", "\u00E9 .", "a\n", "\n", "a\u00E9 b."};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        for (size_t size = 0; size < 200; size++) {
            char *text = malloc(size ? size : 1);
            assert_non_null(text);
            for (size_t at = 0; at < size; at++) text[at] = around[i][at % strlen(around[i])];
            check_text(text, size, 300, FEW_STATES);
            free(text);
        }
}

/* ---- Tokens over TOKEN_SIZE_MAX ---- */

static void check_long_token(const char *piece, size_t size, const char *tail) {
    struct outcome plain;
    struct outcome fast;
    make_room(&plain, 1000);
    make_room(&fast, 1000);
    char *text = malloc(size + strlen(tail));
    assert_non_null(text);
    for (size_t i = 0; i < size; i++) text[i] = piece[i % strlen(piece)];
    memcpy(text + size, tail, strlen(tail));
    for (unsigned state = 0; state < 16; state++)
        check_window(&plain, &fast, numbered_state(state), text, size + strlen(tail), state % 2);
    free(text);
    free_room(&plain);
    free_room(&fast);
}

static void long_tokens(void **state) {
    (void)state;
    static const char *const tails[] = {"", " a b", "\n", ". a\n\nb", "\u00E9 a"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        for (size_t size = TOKEN_SIZE_MAX - 1; size <= TOKEN_SIZE_MAX + 2; size++) {
            check_long_token("x", size, tails[i]);
            check_long_token("\u00E9", size, tails[i]);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_windows),
        cmocka_unit_test(windows_one_behind_the_other),
        cmocka_unit_test(every_byte_between_letters_and_blanks),
        cmocka_unit_test(every_piece_across_blocks),
        cmocka_unit_test(windows_of_every_size),
        cmocka_unit_test(long_tokens),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
