/* The same for raw text, lines and paragraphs, and for the tagger over the scanner. */
#include "expecting.h"

/* ---- Words ---- */

/* What a piece of raw text is: one code point of a kind, or several. */
enum kind { WORD, MARK, JOINER, INVISIBLE, PICTURE, FLAG, SIGN, INVALID, BLANK, LINE_END };

static const struct {
    gaz_token piece;
    enum kind kind;
} words_pieces[] = {
    {TOKEN("a"), WORD},
    {TOKEN("b"), WORD},
    {TOKEN("a_1"), WORD},
    {TOKEN("\xC3\xA9"), WORD},            /* e with acute */
    {TOKEN("\xCC\x81"), MARK},            /* combining acute */
    {TOKEN("\xF0\x90\x90\x80"), WORD},    /* Deseret */
    {TOKEN("\xE2\x80\x8D"), JOINER},      /* ZWJ */
    {TOKEN("\xE3\x82\x99"), MARK},        /* combining voiced sound mark */
    {TOKEN("\xC2\xAD"), INVISIBLE},       /* soft hyphen */
    {TOKEN("\xE2\x81\xA0"), INVISIBLE},   /* word joiner */
    {TOKEN("\xE6\x97\xA5"), SIGN},        /* Han */
    {TOKEN("\xE3\x81\x8B"), SIGN},        /* Hiragana */
    {TOKEN("\xF0\x9F\x91\xA9"), PICTURE}, /* emoji */
    {TOKEN("\xF0\x9F\x87\xA9"), FLAG},    /* half a flag */
    {TOKEN("\xE2\x82\xAC"), SIGN},        /* euro */
    {TOKEN("\xE2\x80\x99"), SIGN},        /* apostrophe */
    {TOKEN("\xE2\x80\x90"), SIGN},        /* hyphen */
    {TOKEN("\xEF\xBD\x81"), WORD},        /* full-width a */
    {TOKEN("\xEF\xAC\x81"), WORD},        /* fi */
    {TOKEN("-"), SIGN},
    {TOKEN("'"), SIGN},
    {TOKEN("."), SIGN},
    {TOKEN("\xFF"), INVALID}, /* bytes that are no UTF-8 */
    {TOKEN("\xC3"), INVALID},
    {TOKEN("\xE6\x97"), INVALID},
    {TOKEN("\xF0\x9F\x91"), INVALID},
    {TOKEN("\xED\xA0"), INVALID},
    {TOKEN(" "), BLANK},
    {TOKEN(" "), BLANK},
    {TOKEN(" "), BLANK},
    {TOKEN("\t"), BLANK},
    {TOKEN("\r"), BLANK},
    {TOKEN("\xC2\xA0"), BLANK},   /* no-break space */
    {TOKEN("\x1B[1;31m"), BLANK}, /* a colour */
    {TOKEN("\\x1b[31m"), BLANK},  /* one written out */
    {TOKEN("\n"), LINE_END},
    {TOKEN("\r\n"), LINE_END},
    {TOKEN("\n\n"), LINE_END},
};
static const gaz_token words_alphabet[] = {TOKEN("a"),
                                           TOKEN("b"),
                                           TOKEN("ab"),
                                           TOKEN("'"),
                                           TOKEN("-"),
                                           TOKEN("a-b"),
                                           TOKEN("afi"),
                                           TOKEN("."),
                                           TOKEN("\xC3\xA9"),
                                           TOKEN("\xE6\x97\xA5"),
                                           TOKEN("\xE3\x81\x8B\xE3\x82\x99"),
                                           TOKEN("\xF0\x9F\x91\xA9"),
                                           TOKEN("\xF0\x9F\x87\xA9"),
                                           TOKEN("\xFF"),
                                           TOKEN("\xE6")};
/* ---- What is the same ---- */

static const struct {
    gaz_token written;
    gaz_token plain;
} typography[] = {
    {TOKEN("\xC2\xAD"), TOKEN("")},      {TOKEN("\xE2\x81\xA0"), TOKEN("")},  {TOKEN("\xE2\x80\x99"), TOKEN("'")},
    {TOKEN("\xE2\x80\x90"), TOKEN("-")}, {TOKEN("\xEF\xBD\x81"), TOKEN("a")}, {TOKEN("\xEF\xAC\x81"), TOKEN("fi")},
};

static struct buffer plain_bytes; /* of tokens that are not written plainly; never moved */

/* A token as it is compared where typography is no difference. */
static gaz_token plain_token(gaz_token token) {
    size_t begin = plain_bytes.size;
    for (size_t i = 0; i < token.size;) {
        gaz_token next = {token.bytes + i, 1};
        size_t length = 1;
        for (size_t k = 0; k < sizeof typography / sizeof *typography; k++) {
            const gaz_token *written = &typography[k].written;
            if (written->size > token.size - i || memcmp(written->bytes, next.bytes, written->size) != 0) continue;
            next = typography[k].plain;
            length = written->size;
            break;
        }
        add_text(&plain_bytes, next.bytes, next.size);
        i += length;
    }
    assert_true(plain_bytes.size <= 1 << 20);
    return (gaz_token){plain_bytes.bytes + begin, plain_bytes.size - begin};
}

enum {
    WORDS_PIECES = sizeof words_pieces / sizeof *words_pieces,
    WORDS_ALPHABET = sizeof words_alphabet / sizeof *words_alphabet
};

/* What the last token is, if it may go on. */
struct open {
    enum kind kind; /* of its last piece; BLANK: it cannot */
    bool run;       /* of word characters */
    bool joined;    /* a picture and a joiner: another picture may follow */
    bool pending;   /* invisible characters are behind the run */
};

/* Whether a piece belongs to the last token. */
static bool goes_on(const struct open *open, enum kind kind) {
    if (open->kind == BLANK) return false;
    if (open->pending) return kind == WORD || kind == MARK;
    if (kind == MARK || kind == JOINER) return true;
    if (kind == PICTURE) return open->joined;
    return kind == FLAG ? open->kind == FLAG : kind == WORD && open->run;
}

/* A piece of a kind at the end of the text. */
static void expect_piece(struct result *expected, struct open *open, enum kind kind, size_t begin, size_t end) {
    if (kind == INVISIBLE && open->run) {
        open->pending = true;
    } else if (goes_on(open, kind)) {
        expected->tokens[expected->token_count - 1].end = end;
        open->joined = kind == JOINER && open->kind == PICTURE;
        if (kind != MARK || open->kind != PICTURE) open->kind = kind == FLAG ? SIGN : kind;
        open->pending = false;
    } else if (kind == JOINER || kind == INVISIBLE || kind == BLANK || kind == LINE_END) {
        *open = (struct open){.kind = BLANK};
    } else {
        add_token(expected, begin, end);
        *open = (struct open){.kind = kind == INVALID ? BLANK : kind, .run = kind == WORD || kind == MARK};
    }
}

/* Bytes that are not valid are a token each. */
static void expect_pieces(struct result *expected, struct open *open, enum kind kind, size_t begin, size_t end) {
    size_t step = kind == INVALID ? 1 : end - begin;
    for (; begin < end; begin += step) expect_piece(expected, open, kind, begin, begin + step);
}

/* The kind of a piece: signs may count as letters. */
static enum kind kind_of(size_t number) {
    gaz_token plain = plain_token(words_pieces[number].piece);
    bool letter = plain.size == 1 && signs_have(oracle_signs, (unsigned char)plain.bytes[0]);
    return letter ? WORD : words_pieces[number].kind;
}

static void random_words(struct buffer *text, struct result *expected, size_t count, bool ascii, uint64_t *random) {
    struct open open = {.kind = BLANK};
    clear_result(expected);
    text->size = 0;
    assert_true(buffer_reserve(text, 1));
    for (size_t i = 0; i < count; i++) {
        size_t number = oracle_below(random, WORDS_PIECES);
        const gaz_token *piece = &words_pieces[number].piece;
        bool escape = words_pieces[number].kind == BLANK && piece->size > 1;
        if (ascii && ((unsigned char)piece->bytes[0] >= 0x80 || escape)) continue;
        size_t begin = text->size;
        add_text(text, piece->bytes, piece->size);
        expect_pieces(expected, &open, kind_of(number), begin, text->size);
        for (size_t at = begin; at < text->size; at++)
            if (text->bytes[at] == '\n')
                end_sentence(expected, at && text->bytes[at - 1] == '\r' ? at - 1 : at, at + 1);
    }
    expect_last_line(expected, text->size);
}

static void check_random_words(struct buffer *text, struct result *expected, bool paragraphs, uint64_t *random) {
    struct dictionary dictionary;
    struct oracle_model model;
    bool all = oracle_below(random, 2);
    dictionary_random(&dictionary, words_alphabet, WORDS_ALPHABET, 8, 4, random);
    bool typographic = oracle_below(random, 2);
    oracle_signs = oracle_below(random, 3) ? 0 : (uint32_t)oracle_random(random);
    oracle_compile(&model, dictionary.entries, dictionary.count, TOKENS_WORDS, typographic ? UNICODE_TYPOGRAPHY : 0);
    struct scanner *scanner = new_scanner(&model, paragraphs ? SCANNER_PARAGRAPHS : SCANNER_WORDS, all);
    for (int i = 0; i < 3; i++) {
        bool ascii = oracle_below(random, 3) == 0;
        random_words(text, expected, oracle_below(random, some_or_many(random)), ascii, random);
        if (ascii && !oracle_signs) expect_ascii(expected, text->bytes, text->size);
        if (paragraphs) expect_paragraphs(expected, text->bytes, text->size);
        const struct sight sight = {paragraphs ? "paragraphs" : "words",
                                    text->bytes,
                                    text->size,
                                    dictionary.entries,
                                    dictionary.count,
                                    paragraphs};
        plain_bytes.size = 0;
        expect_matches(expected, &sight, all, typographic ? plain_token : NULL);
        check_every_cut(&sight, scanner, expected, random);
    }
    scanner_free(scanner);
    oracle_close(&model);
    oracle_signs = 0;
}

static void check_words_inputs(bool paragraphs, uint64_t random) {
    struct buffer text = {0};
    struct result expected = {0};
    for (int i = 0; i < oracle_rounds(500); i++) check_random_words(&text, &expected, paragraphs, &random);
    buffer_free(&text);
    free_result(&expected);
}

static void words_cut_anywhere(void **state) {
    (void)state;
    check_words_inputs(false, seed + 2);
}

static void paragraphs_cut_anywhere(void **state) {
    (void)state;
    check_words_inputs(true, seed + 3);
}

/* ---- The tagger over it ---- */

static void check_tagger_text(bool paragraphs, uint64_t *random) {
    struct dictionary dictionary;
    struct oracle_model model;
    struct buffer text = {0};
    struct result expected = {0};
    struct result got = {0};
    gaz_tagger_options options = {.input = {.paragraphs = paragraphs},
                                  .match = {.all = (int)oracle_below(random, 2), .kernel = kernel->name}};
    gaz_tagger *tagger;
    gaz_error error;
    gaz_span span;
    dictionary_random(&dictionary, words_alphabet, WORDS_ALPHABET, 8, 4, random);
    dictionary_compile(&model, &dictionary, TOKENS_WORDS);
    oracle_check(gaz_tagger_new(&tagger, model.model, &options, &error), &error);
    for (int i = 0; i < 2; i++) {
        random_words(&text, &expected, oracle_below(random, 30000), false, random);
        if (paragraphs) expect_paragraphs(&expected, text.bytes, text.size);
        const struct sight sight = {"gaz_tagger_text",  text.bytes,       text.size,
                                    dictionary.entries, dictionary.count, false};
        expect_matches(&expected, &sight, options.match.all, NULL);
        expected.token_count = expected.sentence_count = 0;
        clear_result(&got);
        oracle_check(gaz_tagger_text(tagger, text.bytes, text.size, &error), &error);
        while (gaz_tagger_next(&span, tagger))
            add_match(&got, span.begin, span.end, oracle_number(model.model, span.entry));
        compare(&sight, &expected, &got);
    }
    gaz_tagger_free(tagger);
    oracle_close(&model);
    free_result(&expected);
    free_result(&got);
    buffer_free(&text);
}

static void the_tagger_gives_the_same(void **state) {
    (void)state;
    uint64_t random = seed + 10;
    for (int i = 0; i < 10; i++) check_tagger_text(i % 2, &random);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_cut_anywhere),
        cmocka_unit_test(paragraphs_cut_anywhere),
        cmocka_unit_test(the_tagger_gives_the_same),
    };
    int failed = 0;
    assert_true(buffer_reserve(&plain_bytes, 1 << 20));
    oracle_seed();
    RUN_WITH_KERNELS(failed, tests);
    buffer_free(&plain_bytes);
    return failed;
}
