/* Every kernel makes raw text into the tokenized text that the plain word tokenizer's tokens and sentences say. */
#include "base/unicode.h"
#include "kernels.h"
#include "nasty.h"
#include "text/cut.h"

/* ---- What is expected ---- */

/* What the plain functions say of each byte. */
enum byte_kind { BYTE_BLANK, BYTE_INSIDE, BYTE_BEGIN, BYTE_END_OF_SENTENCE };

static uint32_t letters; /* signs that count as letters */

static struct cut cut_whole(cut_function *function, struct cut_state state, const char *text, size_t size, bool final) {
    struct cut cut = {.signs = letters, .capacity = (uint32_t)size + 2};
    cut.tokens = malloc(cut.capacity * sizeof *cut.tokens);
    cut.sentences = malloc(cut.capacity * sizeof *cut.sentences);
    assert_true(cut.tokens && cut.sentences);
    function(&cut, &state, text, size, final);
    return cut;
}

static void free_cut(struct cut *cut) {
    free(cut->tokens);
    free(cut->sentences);
}

/* A last sentence that has no end in the text is not told: that is what `final` would add. */
static void mark_sentences(unsigned char *kinds, cut_function *function, struct cut_state state, const char *text,
                           size_t size) {
    char *goes_on = malloc(size + 1); /* with what ends all that the text may leave open */
    assert_non_null(goes_on);
    memcpy(goes_on, text, size);
    goes_on[size] = '\x01';
    struct cut cut = cut_whole(function, state, goes_on, size + 1, false);
    free(goes_on);
    for (uint32_t i = 0; i < cut.sentence_count; i++) {
        assert_int_equal(text[cut.sentences[i].next - 1], '\n');
        kinds[cut.sentences[i].next - 1] = BYTE_END_OF_SENTENCE;
    }
    free_cut(&cut);
}

static void mark_tokens(unsigned char *kinds, const char *text, size_t size) {
    struct cut cut = cut_whole(cut_words, (struct cut_state){0}, text, size, true);
    for (uint32_t i = 0; i < cut.token_count; i++) {
        memset(kinds + cut.tokens[i].begin, BYTE_INSIDE, cut.tokens[i].end - cut.tokens[i].begin);
        kinds[cut.tokens[i].begin] = BYTE_BEGIN;
    }
    free_cut(&cut);
}

/* ---- Checking ---- */

/* In room of just the size. */
static struct spread make_spread(size_t size) {
    struct spread spread = {.signs = letters,
                            .normalization = UNICODE_COMPOSE | UNICODE_TYPOGRAPHY,
                            .text = malloc(2 * size + SPREAD_ROOM)};
    spread.blocks = malloc(spread_block_count(size) * sizeof *spread.blocks);
    spread.near = malloc(spread_near_count(size) * sizeof *spread.near);
    assert_true(spread.text && spread.blocks && spread.near);
    return spread;
}

static void free_spread(struct spread *spread) {
    free(spread->text);
    free(spread->blocks);
    free(spread->near);
}

/* What a check needs to say where it failed. */
struct sight {
    const char *text;
    size_t size;
    const struct spread *spread;
};

static void expect(bool good, const struct sight *sight, const char *what, size_t at) {
    if (good) return;
    const gaz_token whole = {sight->text, sight->size < 300 ? sight->size : 300};
    const gaz_token made = {sight->spread->text, sight->spread->size < 300 ? sight->spread->size : 300};
    fprintf(stderr, "%s, %s of %zu bytes, GAZ_TEST_SEED=%llu: %s at byte %zu\ntext ", kernel->name,
            sight->spread->paragraphs ? "paragraphs" : "lines", sight->size, (unsigned long long)seed, what, at);
    oracle_print_token(&whole);
    fputs("\nmade ", stderr);
    oracle_print_token(&made);
    fputc('\n', stderr);
    fail();
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

/* Goes over both texts, byte by byte. */
static void check_made(const struct sight *sight, const unsigned char *kinds) {
    const struct spread *spread = sight->spread;
    struct spread_cursor cursor = {.spread = spread};
    uint32_t made = 0;
    for (size_t i = 0; i < sight->size; i++) {
        bool behind = i > 0 && (kinds[i - 1] == BYTE_INSIDE || kinds[i - 1] == BYTE_BEGIN);
        if (kinds[i] == BYTE_BEGIN && behind) {
            expect(spread->text[made] == ' ', sight, "a blank is missing", i);
            expect(spread_offset(spread, made) == i, sight, "the offset of a blank", i);
            made++;
        }
        char byte = spread->text[made];
        bool same = kinds[i] == BYTE_BLANK ? is_blank(byte) : byte == sight->text[i];
        expect(same, sight, "the made text differs", i);
        expect(spread_offset(spread, made) == i, sight, "an offset", i);
        if (i % 3 == 0) expect(spread_cursor_offset(&cursor, made) == i, sight, "a cursor's offset", i);
        made++;
    }
    expect(spread->size == made, sight, "the size", sight->size);
    expect(spread_offset(spread, made) == sight->size, sight, "the offset of the end", sight->size);
}

static void check_text(const char *text, size_t size, bool paragraphs, bool in_sentence) {
    if (size == 0) return;
    struct cut_state state = {.in_sentence = in_sentence};
    unsigned char *kinds = calloc(size, 1);
    struct spread spread = make_spread(size);
    assert_non_null(kinds);
    mark_tokens(kinds, text, size);
    mark_sentences(kinds, paragraphs ? cut_paragraphs : cut_words, state, text, size);
    spread.paragraphs = paragraphs;
    spread.in_sentence = in_sentence;
    for (int i = 0; i < 2; i++) { /* the second time it knows the characters */
        kernel->spread(&spread, text, (uint32_t)size);
        const struct sight sight = {text, size, &spread};
        check_made(&sight, kinds);
        expect(spread.wide == (unicode_ascii_run(text, size) < size), &sight, "wide", 0);
        expect(spread.valid == unicode_is_valid(text, size), &sight, "valid", 0);
        expect((spread.change_count == 0) == unicode_is_plain(text, size, spread.normalization), &sight, "plain", 0);
    }
    free_spread(&spread);
    free(kinds);
}

static void check_both(const char *text, size_t size) {
    check_text(text, size, false, false);
    check_text(text, size, true, false);
    check_text(text, size, true, true);
}

/* ---- Texts ---- */

static void random_texts(void **state) {
    (void)state;
    uint64_t random = seed;
    for (int i = 0; i < oracle_rounds(1000); i++) {
        size_t size = oracle_below(&random, i % 10 ? 400 : 5000);
        char *text = make_text(size, &random);
        letters = i % 4 ? 0 : (uint32_t)oracle_random(&random);
        check_both(text, size);
        free(text);
    }
    letters = 0;
}

/* Text of one piece over and over, with other bytes at each place around the end of a block. */
static void check_places(const char *around, const char *bytes, size_t count) {
    enum { SIZE = 140 };
    for (size_t place = 58; place + count <= SIZE; place += place == 68 ? 50 : 1) {
        char *text = malloc(SIZE);
        assert_non_null(text);
        for (size_t i = 0; i < SIZE; i++) text[i] = around[i % strlen(around)];
        memcpy(text + place, bytes, count);
        check_both(text, SIZE);
        free(text);
    }
}

static const char *const surroundings[] = {"a", " ", ".", "\n", "a\r\n", "\u65E5", "\u00E9", "\u304B\u3099", "\u3000"};
enum { SURROUNDINGS = sizeof surroundings / sizeof *surroundings };

static void every_byte_everywhere(void **state) {
    (void)state;
    for (size_t i = 0; i < SURROUNDINGS; i++)
        for (unsigned byte = (unsigned)(seed + i) % oracle_step(); byte < 256; byte += oracle_step()) {
            const char bytes[] = {(char)byte};
            check_places(surroundings[i], bytes, 1);
        }
}

static void every_piece_across_blocks(void **state) {
    (void)state;
    for (size_t i = seed % oracle_step(); i < SURROUNDINGS; i += oracle_step()) {
        for (size_t k = 0; k < sizeof blanks / sizeof *blanks; k++)
            check_places(surroundings[i], blanks[k].bytes, blanks[k].size);
        for (size_t k = 0; k < sizeof ascii / sizeof *ascii; k++)
            check_places(surroundings[i], ascii[k].bytes, ascii[k].size);
        for (size_t k = 0; k < sizeof wide / sizeof *wide; k++)
            check_places(surroundings[i], wide[k].bytes, wide[k].size);
    }
}

static void texts_of_every_size(void **state) {
    (void)state;
    for (size_t i = 0; i < SURROUNDINGS; i++)
        for (size_t size = 1 + (seed + i) % oracle_step(); size < 260; size += oracle_step()) {
            char *text = malloc(size);
            assert_non_null(text);
            for (size_t at = 0; at < size; at++) text[at] = surroundings[i][at % strlen(surroundings[i])];
            check_both(text, size);
            free(text);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_texts),
        cmocka_unit_test(every_byte_everywhere),
        cmocka_unit_test(every_piece_across_blocks),
        cmocka_unit_test(texts_of_every_size),
    };
    int failed = 0;
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    return failed;
}
