/* Any bytes as a text: the tokenizers cut it as a slow one does, as a whole and in windows of any sizes, and every
 * kernel makes of it what the tokens and sentences say.
 *
 * Choices: the tokenizer, the size of windows, room for tokens. */
#include "cut_slowly.h"
#include "text/kernel.h"

static cut_function *const functions[] = {cut_tokenized, cut_words, cut_paragraphs};
static const char *const kernel_names[] = {"scalar", "avx2", "avx512", "neon"};

/* ---- Cutting ---- */

/* Goes on in `found`, which has room for all of the text. */
static void take_window(struct slow_cut *found, const struct cut *cut, uint32_t at) {
    uint32_t before = found->token_count;
    for (uint32_t i = 0; i < cut->token_count; i++)
        found->tokens[found->token_count++] = (struct token){at + cut->tokens[i].begin, at + cut->tokens[i].end};
    for (uint32_t i = 0; i < cut->sentence_count; i++) {
        const struct sentence *sentence = &cut->sentences[i];
        found->sentences[found->sentence_count++] =
            (struct sentence){before + sentence->token_end, at + sentence->text_end, at + sentence->next};
    }
}

/* Cuts a text in windows of `window` bytes, and more where that is too little to tell. */
static void cut_in_windows(struct slow_cut *found, cut_function *function, const char *text, size_t size, size_t window,
                           uint32_t capacity) {
    struct cut_state state = {0};
    struct cut cut = {.capacity = capacity};
    cut.tokens = malloc(capacity * sizeof *cut.tokens);
    cut.sentences = malloc(capacity * sizeof *cut.sentences);
    FUZZ_REQUIRE(cut.tokens && cut.sentences);
    size_t length = window;
    for (size_t at = 0; at < size;) {
        if (length > size - at) length = size - at;
        char *copy = malloc(length); /* of just this size: a read behind it is noticed */
        FUZZ_REQUIRE(copy);
        memcpy(copy, text + at, length);
        struct cut_state before = state;
        bool final = at + length == size;
        function(&cut, &state, copy, length, final);
        free(copy);
        FUZZ_REQUIRE(cut.used <= length && (cut.used || !final));
        if (cut.used)
            take_window(found, &cut, (uint32_t)at);
        else
            state = before;
        at += cut.used;
        length = cut.used ? window : 2 * length;
    }
    free(cut.tokens);
    free(cut.sentences);
}

static void check_cut(const struct slow_cut *found, const struct slow_cut *expected) {
    FUZZ_REQUIRE(found->token_count == expected->token_count);
    FUZZ_REQUIRE(found->sentence_count == expected->sentence_count);
    for (uint32_t i = 0; i < found->token_count; i++) {
        FUZZ_REQUIRE(found->tokens[i].begin == expected->tokens[i].begin);
        FUZZ_REQUIRE(found->tokens[i].end == expected->tokens[i].end);
    }
    for (uint32_t i = 0; i < found->sentence_count; i++) {
        FUZZ_REQUIRE(found->sentences[i].token_end == expected->sentences[i].token_end);
        FUZZ_REQUIRE(found->sentences[i].next == expected->sentences[i].next);
    }
}

/* Where the text of a sentence ends, only whole texts tell. */
static void check_whole(const struct slow_cut *found, const struct slow_cut *expected) {
    check_cut(found, expected);
    for (uint32_t i = 0; i < found->sentence_count; i++)
        FUZZ_REQUIRE(found->sentences[i].text_end == expected->sentences[i].text_end);
}

static void check_function(cut_function *function, const struct slow_cut *expected, const char *text, size_t size,
                           size_t window, uint32_t capacity) {
    struct slow_cut found = slow_cut_new(size);
    bool whole = window >= size && capacity > size;
    cut_in_windows(&found, function, text, size, window, capacity);
    (whole ? check_whole : check_cut)(&found, expected);
    slow_cut_free(&found);
}

/* ---- Raw text made tokenized ---- */

/* The made text is the text with blanks between tokens, and line ends where sentences end. */
static void check_made(const struct spread *spread, const struct slow_cut *expected, const char *text, size_t size) {
    uint32_t made = 0;
    uint32_t token = 0;
    uint32_t sentence = 0;
    for (uint32_t at = 0; at < size; at++, made++) {
        while (token < expected->token_count && expected->tokens[token].end <= at) token++;
        while (sentence < expected->sentence_count && expected->sentences[sentence].next <= at) sentence++;
        bool inside = token < expected->token_count && expected->tokens[token].begin <= at;
        bool touches = inside && token && expected->tokens[token].begin == at && expected->tokens[token - 1].end == at;
        if (touches) FUZZ_REQUIRE(spread->text[made++] == ' ');
        char byte = spread->text[made];
        const struct sentence *ending = sentence < expected->sentence_count ? &expected->sentences[sentence] : NULL;
        bool may_end = text[at] == '\n' && ending && ending->next == at + 1;
        if (inside)
            FUZZ_REQUIRE(byte == text[at]);
        else if (may_end && at + 1 < size)
            FUZZ_REQUIRE(byte == '\n');
        else if (!may_end)
            FUZZ_REQUIRE(byte == ' ' || byte == '\t');
        FUZZ_REQUIRE(spread_offset(spread, made) == at && spread_made_offset(spread, at) == made);
    }
    FUZZ_REQUIRE(spread->size == made);
}

static void check_spread(const struct kernel *kernel, const struct slow_cut *expected, const char *text, size_t size,
                         bool paragraphs) {
    struct spread spread = {.text = malloc(2 * size + SPREAD_ROOM), .paragraphs = paragraphs};
    spread.blocks = malloc(spread_block_count(size) * sizeof *spread.blocks);
    spread.near = malloc(spread_near_count(size) * sizeof *spread.near);
    FUZZ_REQUIRE(spread.text && spread.blocks && spread.near);
    kernel->spread(&spread, text, (uint32_t)size);
    check_made(&spread, expected, text, size);
    FUZZ_REQUIRE(spread.valid == unicode_is_valid(text, size));
    free(spread.text);
    free(spread.blocks);
    free(spread.near);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    enum slow_way way = (enum slow_way)fuzz_choose(&input, 3);
    size_t window = 1 + fuzz_choose(&input, 200);
    uint32_t capacity = 1 + fuzz_choose(&input, 256);
    if (input.size == 0) return 0;
    struct slow_cut expected = slow_cut(way, input.bytes, input.size);
    uint32_t enough = (uint32_t)input.size + 200;
    check_function(functions[way], &expected, input.bytes, input.size, input.size, enough);
    check_function(functions[way], &expected, input.bytes, input.size, window, capacity);
    for (size_t i = 0; i < sizeof kernel_names / sizeof *kernel_names; i++) {
        const struct kernel *kernel = kernel_find(kernel_names[i]);
        if (!kernel) continue;
        if (way != SLOW_TOKENIZED)
            check_spread(kernel, &expected, input.bytes, input.size, way == SLOW_PARAGRAPHS);
        else
            check_function(kernel->tokenized, &expected, input.bytes, input.size, window, capacity);
    }
    slow_cut_free(&expected);
    return 0;
}
