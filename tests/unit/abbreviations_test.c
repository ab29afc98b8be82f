/* Abbreviations that a text defines: which short forms stand for which long forms, and what the tagger makes of them.
 * tests/cli/abbreviations.bats compares long texts with a reference. */
#include "sample.h"

#include "match/abbreviations.h"
#include "match/short_form.h"

/* ---- Short forms ---- */

static bool stands_for(const char *short_form, const char *long_form) {
    gaz_token tokens[2][16];
    struct field fields[2][16];
    const char *const texts[] = {short_form, long_form};
    size_t counts[2];
    for (int i = 0; i < 2; i++) {
        counts[i] = 0;
        for (const char *at = texts[i]; *at; at += *at == ' ') {
            tokens[i][counts[i]] = (gaz_token){at, strcspn(at, " ")};
            at += tokens[i][counts[i]].size;
            fields[i][counts[i]] = (struct field){tokens[i][counts[i]].bytes, tokens[i][counts[i]].size};
            counts[i]++;
        }
    }
    return short_form_stands_for(fields[0], counts[0], fields[1], counts[1]);
}

static void what_stands_for_what(void **state) {
    (void)state;
    static const struct {
        const char *short_form;
        const char *long_form;
        bool expected;
    } cases[] = {
        {"HSP", "heat shock protein", true},
        {"HSF", "heat shock transcription factor", true},
        {"KSHV", "Kaposi sarcoma - associated herpesvirus", true},
        {"TTF - 1", "thyroid transcription factor 1", true},
        {"PKU", "phenylketonuria", true},
        {"AIDS", "acquired immunodeficiency syndrome", true},
        {"CT", "copper toxicosis", true},
        {"ct", "Copper Toxicosis", true},
        {"5 - FU", "5 - fluorouracil", true},
        {"\u00C9DS", "\u00E9toile d\u00E9 s\u00FBr", true}, /* cases of other letters */
        {"A - T", "ataxia telangiectasia", true},
        {"MM", "multiple myeloma", true}, /* the paper's shortest long form is myeloma */
        {"APC", "hereditary adenomatous polyposis coli", false},
        {"CT", "cold hearing", false},
        {"CT", "toxicosis of copper", false},
        {"MSX", "muscular atrophy", false},
        {"see below", "heat shock protein", false},
        {"n = 5", "heat shock protein", false},
        {"n = 5", "neuropathy", false},
        {"1", "Alzheimer", false},
        {"12", "1 of 2", false},             /* no letter */
        {"A", "Alzheimer", false},           /* one character */
        {"- CT", "copper toxicosis", false}, /* begins with a sign */
        {"\"CT", "copper toxicosis", false},
        {"CT", "CT", false},
        {"CT", "C", false},
        {"CT", "ct", false},      /* no more characters than the short form */
        {"CT", "cold CT", false}, /* has it */
        {"CTX CT", "c t x c t x CTX CT", false},
        {"abcdefghij", "a b c d e f g h i j k", true}, /* ten characters */
        {"abcdefghijk", "a b c d e f g h i j k l", false},
        {"a b", "alpha beta", true},
        {"a b c", "alpha beta coma", false}, /* three words */
        {"a - b - c", "alpha beta coma", true},
        {"CT", "copper a b toxicosis", true}, /* 2 n words */
        {"CT", "copper a b c toxicosis", false},
        {"ABCDE", "a b c d e f g h i j", true}, /* n + 5 words */
        {"ABCDE", "a b c d e f g h i j k", false},
        {"CT", "copper - - - - - toxicosis", true}, /* signs are no words */
        {"", "copper", false},
        {"\xFF\xFE", "\xFF\xFE\xFF", false},
        {"C\xFF", "c\xFF\xFF", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (stands_for(cases[i].short_form, cases[i].long_form) != cases[i].expected)
            fail_msg("%s for %s: expected %d", cases[i].short_form, cases[i].long_form, cases[i].expected);
}

/* Tokens without bytes are nothing to count. */
static void empty_tokens(void **state) {
    (void)state;
    struct field tokens[SHORT_FORM_TOKENS + 2] = {{"C", 1}, {"T", 1}};
    const struct field long_form[] = {{NULL, 0}, {"copper", 6}, {NULL, 0}, {"toxicosis", 9}};
    assert_true(short_form_stands_for(tokens, 2, long_form, 4));
    assert_true(short_form_stands_for(tokens, SHORT_FORM_TOKENS, long_form, 4));
    assert_false(short_form_stands_for(tokens, SHORT_FORM_TOKENS + 1, long_form, 4));
    assert_false(short_form_stands_for(tokens + 2, 2, long_form, 4));
    assert_false(short_form_stands_for((struct field[]){{NULL, 0}, {"CT", 2}}, 2, long_form, 4));
    assert_false(short_form_stands_for(tokens, 0, long_form, 4));
}

static void capitals(void **state) {
    (void)state;
    const struct field tokens[] = {{"a", 1}, {"b\xC3\x89", 3}, {"", 0}};
    assert_false(short_form_has_capital(tokens, 1));
    assert_true(short_form_has_capital(tokens, 2));
    assert_false(short_form_has_capital(tokens + 2, 1));
}

/* ---- Texts ---- */

static gaz_model *model;

static int make_model(void **state) {
    (void)state;
    static const struct {
        const char *surface;
        const char *type;
        const char *id;
    } entries[] = {{"copper toxicosis", "DISEASE", "C1"},
                   {"copper transport", "PROCESS", NULL},
                   {"heat shock protein", "GENE", "G1"},
                   {"heat shock protein", "FAMILY", "G2"},
                   {"CT", "DISEASE", "C2"},
                   {"CT scan", "METHOD", NULL},
                   {"HSP", "GENE", "G1"},
                   {"interleukin 2", "GENE", "G3"},
                   {"scan", "METHOD", NULL},
                   {"motor neuron", "CELL", NULL},
                   {"MN", "CELL", "M1"},
                   {"x", "LETTER", NULL}};
    if (make_folder(NULL) != 0) return -1;
    strcpy(path, path_of("model.gaz"));
    gaz_lexicon *lexicon = new_lexicon();
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        gaz_token tokens[6];
        gaz_entry entry = {.tokens = tokens, .type = entries[i].type, .id = entries[i].id};
        entry.token_count = split(tokens, entries[i].surface);
        entry.priority = strcmp(entries[i].type, "FAMILY") != 0;
        assert_int_equal(gaz_lexicon_add_entry(lexicon, &entry, NULL), GAZ_OK);
    }
    build_model(lexicon, NULL);
    gaz_lexicon_free(lexicon);
    model = open_model();
    return 0;
}

static int drop_model(void **state) {
    gaz_model_close(model);
    return remove_folder(state);
}

static gaz_tagger *new_tagger(gaz_format format, bool senses) {
    gaz_tagger_options options;
    gaz_tagger *tagger;
    gaz_tagger_options_init(&options);
    options.input.format = format;
    options.match.abbreviations = 1;
    options.match.senses = senses;
    assert_int_equal(gaz_tagger_new(&tagger, model, &options, NULL), GAZ_OK);
    return tagger;
}

/* The id, or, if there is none, the type. */
static const char *meaning(const gaz_span *span) {
    const char *id = model_id(model, span->entry);
    return *id ? id : gaz_model_type(model, span->type);
}

/* The spans of a text as `surface MEANING, ...`; weaker senses behind a |. */
static const char *tag(gaz_tagger *tagger, const char *text, bool senses) {
    static char found[4096];
    gaz_span span;
    size_t size = 0;
    found[0] = 0;
    assert_int_equal(gaz_tagger_text(tagger, text, strlen(text), NULL), GAZ_OK);
    while (gaz_tagger_next(&span, tagger)) {
        size += (size_t)snprintf(found + size, sizeof found - size, "%s%.*s %s", size ? ", " : "",
                                 (int)(span.end - span.begin), text + span.begin, meaning(&span));
        while (senses && gaz_tagger_next_sense(&span, tagger))
            size += (size_t)snprintf(found + size, sizeof found - size, "|%s", meaning(&span));
        assert_true(size < sizeof found);
    }
    return found;
}

static const struct {
    const char *text;
    const char *spans;
} texts[] = {
    {"copper toxicosis (CT) CT", "copper toxicosis C1, CT C1, CT C1"},
    {"CTX. copper toxicosis (CTX) CTX ctx", "copper toxicosis C1, CTX C1, CTX C1"},
    {"copper toxicosis (CTX, a disease) CTX", "copper toxicosis C1, CTX C1, CTX C1"},
    {"copper toxicosis (CTX; CTS) CTX CTS", "copper toxicosis C1, CTX C1, CTX C1"},
    {"copper toxicosis \uFF08CTX\uFF09 CTX", "copper toxicosis C1, CTX C1, CTX C1"},
    {"copper toxicosis CTX (CTX)", "copper toxicosis C1"},
    {"copper toxicosis, (CTX) CTX", "copper toxicosis C1"},
    {"copper toxicosis (CTX", "copper toxicosis C1"},
    {"copper toxicosis\n(CTX) CTX", "copper toxicosis C1"}, /* sentences part them */
    {"copper toxicosis (CTX)\nCTX", "copper toxicosis C1, CTX C1, CTX C1"},
    {"copper toxicosis (see below) see below", "copper toxicosis C1"},
    {"(CTX) copper toxicosis CTX", "copper toxicosis C1"},
    {"( CTX", ""},
    {"CTX (copper toxicosis) CTX", "CTX C1, copper toxicosis C1, CTX C1"},
    {"a IL-2 (interleukin 2) IL-2 IL - 2 IL 2", "IL-2 G3, interleukin 2 G3, IL-2 G3, IL - 2 G3"},
    {"interleukin 2 (IL-2) IL-2R", "interleukin 2 G3, IL-2 G3"},
    {"ctx (copper toxicosis) ctx", "copper toxicosis C1"}, /* in front it needs a capital letter */
    {"anti-CTX (copper toxicosis) CTX", "copper toxicosis C1"},
    {"CTX (copper toxicosis CTX", "copper toxicosis C1"},
    {"CTX (copper toxicosis, rare) CTX", "CTX C1, copper toxicosis C1, CTX C1"},
    /* Another match covers it. */
    {"copper transport (CT) CT scan", "copper transport PROCESS, CT PROCESS, CT scan METHOD"},
    /* A match of another concept gives way, by its id, or by its type; one of the same stays. */
    {"CT copper transport (CT) CT", "CT C2, copper transport PROCESS, CT PROCESS, CT PROCESS"},
    {"heat shock protein (HSP) HSP", "heat shock protein G1, HSP G1, HSP G1"},
    {"motor neuron (MN) MN", "motor neuron CELL, MN M1, MN M1"},
    /* The newest definition counts. */
    {"copper toxicosis (CTS) CTS copper transport (CTS) CTS",
     "copper toxicosis C1, CTS C1, CTS C1, copper transport PROCESS, CTS PROCESS, CTS PROCESS"},
    /* The longest short form. */
    {"copper toxicosis (CTX) copper transport (CTX-T) CTX-T CTX",
     "copper toxicosis C1, CTX C1, copper transport PROCESS, CTX C1, CTX C1, CTX C1"},
    {"copper toxicosis (CT-S) copper transport (CT-S-T) CT-S-T CT-S",
     "copper toxicosis C1, CT C2, copper transport PROCESS, CT C2, CT C2, CT C2"}, /* CT is a match */
    {"copper toxicosis (C-S) copper transport (C-S-T) C-S-T C-S",
     "copper toxicosis C1, C-S C1, copper transport PROCESS, C-S-T PROCESS, C-S-T PROCESS, C-S C1"},
    {"copper toxicosis (CS) copper transport (CS-T) CS-T CS-",
     "copper toxicosis C1, CS C1, copper transport PROCESS, CS-T PROCESS, CS-T PROCESS, CS C1"},
};

static void texts_of_words(void **state) {
    (void)state;
    gaz_tagger *tagger = new_tagger(GAZ_FORMAT_TEXT, false);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *found = tag(tagger, texts[i].text, false);
        if (strcmp(found, texts[i].spans) != 0)
            fail_msg("%s: expected %s, got %s", texts[i].text, texts[i].spans, found);
    }
    gaz_tagger_free(tagger);
}

/* Rows of given tokens, and text with blanks, which has the parentheses of treebanks too. */
static void tokens_and_tokenized_text(void **state) {
    (void)state;
    static const char text[] = "copper toxicosis ( CTX ) CTX\nCTX copper  transport -LRB- CTR -RRB- CTR";
    static const char *const words[] = {"copper", "toxicosis", "(", "CTX", ")", "CTX", NULL};
    gaz_tagger *tagger = new_tagger(GAZ_FORMAT_TOKENIZED, false);
    gaz_token tokens[6];
    gaz_span span;
    size_t count = 0;
    assert_string_equal(
        tag(tagger, text, false),
        "copper toxicosis C1, CTX C1, CTX C1, CTX C1, copper  transport PROCESS, CTR PROCESS, CTR PROCESS");
    for (size_t i = 0; words[i]; i++) tokens[i] = (gaz_token){words[i], strlen(words[i])};
    assert_int_equal(gaz_tagger_tokens(tagger, tokens, 6, NULL), GAZ_OK);
    for (; gaz_tagger_next(&span, tagger); count++) {
        static const unsigned begins[] = {0, 3, 5};
        assert_true(count < 3);
        assert_int_equal(span.begin, begins[count]);
        assert_int_equal(span.end, begins[count] + (count == 0 ? 2 : 1));
    }
    assert_int_equal(count, 3);
    assert_int_equal(gaz_tagger_tokens(tagger, tokens + 3, 3, NULL), GAZ_OK); /* another document */
    assert_false(gaz_tagger_next(&span, tagger));
    gaz_tagger_free(tagger);
}

/* A text is a document; a tagger without the option finds none. */
static void each_text_is_a_document(void **state) {
    (void)state;
    gaz_tagger *tagger = new_tagger(GAZ_FORMAT_TEXT, false);
    gaz_tagger *plain;
    const gaz_document *document;
    gaz_document_info info;
    assert_string_equal(tag(tagger, "copper toxicosis (CTX)", false), "copper toxicosis C1, CTX C1");
    assert_string_equal(tag(tagger, "CTX", false), "");
    static const char text[] = "copper toxicosis (CTX)\n\nCTX";
    assert_int_equal(gaz_tagger_document(&document, tagger, text, sizeof text - 1, NULL), GAZ_OK);
    gaz_document_get_info(&info, document);
    assert_int_equal(info.spans, 3);
    assert_int_equal(gaz_tagger_document(&document, tagger, "CTX", 3, NULL), GAZ_OK);
    gaz_document_get_info(&info, document);
    assert_int_equal(info.spans, 0);
    gaz_tagger_free(tagger);
    assert_int_equal(gaz_tagger_new(&plain, model, NULL, NULL), GAZ_OK);
    assert_string_equal(tag(plain, text, false), "copper toxicosis C1");
    gaz_tagger_free(plain);
}

/* The short form has the senses of the long form. */
static void senses_go_along(void **state) {
    (void)state;
    gaz_tagger *tagger = new_tagger(GAZ_FORMAT_TEXT, true);
    const gaz_document *document;
    gaz_document_span span;
    assert_string_equal(tag(tagger, "x heat shock protein (HSPR) HSPR x", true),
                        "x LETTER, heat shock protein G1|G2, HSPR G1|G2, HSPR G1|G2, x LETTER");
    assert_int_equal(gaz_tagger_document(&document, tagger, "heat shock protein (HSPR)", 25, NULL), GAZ_OK);
    gaz_document_get_span(&span, document, 1);
    assert_int_equal(span.begin, 20);
    assert_int_equal(span.senses, 1);
    gaz_tagger_free(tagger);
}

/* Types are chosen at last: what a short form means does not depend on it. */
static void types_are_chosen(void **state) {
    (void)state;
    static const char *const chosen[] = {"DISEASE"};
    gaz_tagger_options options;
    gaz_tagger *tagger;
    gaz_tagger_options_init(&options);
    options.match = (gaz_match_options){.types = chosen, .type_count = 1, .abbreviations = 1, .min_score = -1};
    assert_int_equal(gaz_tagger_new(&tagger, model, &options, NULL), GAZ_OK);
    assert_string_equal(tag(tagger, "CT copper transport (CT) CT copper toxicosis (CTX)", false),
                        "CT C2, copper toxicosis C1, CTX C1");
    gaz_tagger_free(tagger);
}

/* Of more definitions than there is room for, the first one is forgotten; a short form that is defined anew stays where
 * it was. */
static void the_first_is_forgotten(void **state) {
    (void)state;
    struct abbreviations *abbreviations;
    struct match_list result = {0};
    assert_int_equal(abbreviations_new(&abbreviations, model, NULL), GAZ_OK);
    for (int round = 0; round < 2; round++) {
        for (unsigned i = 0; i <= ABBREVIATIONS_MOST + 1; i++) {
            unsigned number = i <= ABBREVIATIONS_MOST ? i : 1; /* once more what is the oldest then */
            char text[8];
            char name[16];
            assert_int_equal(snprintf(text, sizeof text, "c%05u", number), 6);
            assert_int_equal(snprintf(name, sizeof name, "c%05uxx", number), 8);
            const struct field tokens[] = {{name, 8}, {"(", 1}, {text, 6}, {")", 1}};
            const struct match match = {.begin = 0, .end = 1, .entry = 0};
            const struct abbreviated_sentence sentence = {tokens, 4, &match, 1};
            result.count = 0;
            assert_true(abbreviations_apply(&result, abbreviations, &sentence));
            assert_int_equal(result.count, 2);
            assert_int_equal(result.items[1].begin, 2);
        }
        for (unsigned i = 0; i <= ABBREVIATIONS_MOST; i++) {
            char text[8];
            assert_int_equal(snprintf(text, sizeof text, "c%05u", i), 6);
            const struct field token = {text, 6};
            const struct abbreviated_sentence sentence = {.tokens = &token, .token_count = 1};
            result.count = 0;
            assert_true(abbreviations_apply(&result, abbreviations, &sentence));
            assert_int_equal(result.count, i > 0);
        }
        abbreviations_clear(abbreviations);
    }
    abbreviations_free(abbreviations);
    free(result.items);
}

static void what_is_refused(void **state) {
    (void)state;
    gaz_tagger_options options;
    gaz_tagger *tagger;
    gaz_error error;
    gaz_tagger_options_init(&options);
    options.match.abbreviations = options.match.all = 1;
    assert_int_equal(gaz_tagger_new(&tagger, model, &options, &error), GAZ_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "among the longest matches"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_for_what),
        cmocka_unit_test(empty_tokens),
        cmocka_unit_test(capitals),
        cmocka_unit_test(texts_of_words),
        cmocka_unit_test(tokens_and_tokenized_text),
        cmocka_unit_test(each_text_is_a_document),
        cmocka_unit_test(senses_go_along),
        cmocka_unit_test(types_are_chosen),
        cmocka_unit_test(the_first_is_forgotten),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests(tests, make_model, drop_model);
}
