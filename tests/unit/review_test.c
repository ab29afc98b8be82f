/* What is to be reviewed, compared with sums in a few obvious lines; verdicts read back. */
#include "sample.h"

#include <fcntl.h>
#include <math.h>

#include "oracle.h"

enum { TEXT_SIZE = 4000, LINES_MAX = 200, COLUMNS = 11 };

static const char *const words[] = {"a", "b", "The", ".", "kernel", "caf\u00E9"};

enum { WORDS = sizeof words / sizeof *words };

/* ---- Writing and reading ---- */

struct list {
    char text[1 << 16];
    char *fields[LINES_MAX][COLUMNS]; /* of the lines behind the header */
    size_t count;
};

static void take_list(struct list *list, gaz_review *review, size_t count) {
    gaz_memory text = {0};
    gaz_sink sink;
    gaz_sink_memory(&sink, &text);
    assert_int_equal(gaz_review_write(review, &sink, count, NULL), GAZ_OK);
    assert_true(text.size > 0 && text.size < sizeof list->text);
    memcpy(list->text, text.bytes, text.size);
    list->text[text.size] = 0;
    gaz_memory_free(&text);
    list->count = 0;
    char *line = strchr(list->text, '\n') + 1;
    while (*line) {
        char *end = strchr(line, '\n');
        assert_true(end && list->count < LINES_MAX);
        *end = 0;
        for (int i = 0; i < COLUMNS; i++) {
            assert_non_null(line);
            list->fields[list->count][i] = line;
            line = strchr(line, '\t');
            if (line) *line++ = 0;
        }
        list->count++;
        line = end + 1;
    }
}

static double gain_of(const struct list *list, const char *surface, const char *type) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->fields[i][0], surface) == 0 && strcmp(list->fields[i][1], type) == 0)
            return strtod(list->fields[i][4], NULL);
    return 0;
}

/* ---- By the tagger ---- */

static gaz_lexicon *random_lexicon(uint64_t *random) {
    gaz_lexicon *lexicon = new_lexicon();
    size_t count = 1 + oracle_below(random, 20);
    for (size_t i = 0; i < count; i++) {
        char surface[100] = "";
        for (size_t left = 1 + oracle_below(random, 3); left; left--) {
            strcat(surface, words[oracle_below(random, WORDS)]);
            if (left > 1) strcat(surface, " ");
        }
        add(lexicon, surface, "A");
    }
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        struct entry *entry = &lexicon->entries[i];
        entry->precision = (float)oracle_below(random, 9) / 8;
        entry->log_odds = (float)oracle_below(random, 64) / 8 - 4;
        if (oracle_below(random, 3) == 0) entry->status = ENTRY_PRECISION;
        if (oracle_below(random, 6) == 0) entry->verdict = (uint8_t)oracle_below(random, VERDICT_END);
    }
    if (oracle_below(random, 2)) lexicon->scoring = make_scoring_model();
    return lexicon;
}

static size_t random_lines(char *text, uint64_t *random) {
    size_t size = 0;
    for (size_t i = oracle_below(random, 100); i; i--)
        size += (size_t)sprintf(text + size, "%s%s", words[oracle_below(random, WORDS)],
                                oracle_below(random, 8) ? " " : "\n");
    return size;
}

static double uncertainty(double score) {
    return score > 0 && score < 1 ? score * (1 - score) : 0;
}

/* Whether a span that is tagged reaches over [begin, end), or begins where it does and is longer. */
static bool is_covered(const gaz_span *spans, size_t count, size_t begin, size_t end) {
    for (size_t i = 0; i < count; i++) {
        if (spans[i].begin < begin && spans[i].end > begin) return true;
        if (spans[i].begin == begin && spans[i].end > end) return true;
    }
    return false;
}

/* Of the span [begin, end) when all matches are given; 0: it is none. */
static double score_of(gaz_tagger *all, const char *text, size_t size, size_t begin, size_t end) {
    gaz_span span;
    double score = 0;
    assert_int_equal(gaz_tagger_text(all, text, size, NULL), GAZ_OK);
    while (gaz_tagger_next(&span, all))
        if (span.begin == begin && span.end == end) score = span.score;
    return score;
}

/* The sum over the places where the entry stands as whole tokens and nothing that is tagged covers it. */
static double expected_gain(const gaz_lexicon *lexicon, size_t number, const gaz_model *model, const char *text,
                            size_t size) {
    const struct entry *entry = &lexicon->entries[number];
    const struct string *surface = &lexicon->surfaces.items[entry->surface];
    bool kept = entry_is_kept(entry, model->context.header != NULL);
    static gaz_span spans[TEXT_SIZE];
    size_t span_count = 0;
    gaz_tagger *taggers[2];
    gaz_tagger_options options;
    gaz_tagger_options_init(&options);
    options.input.format = GAZ_FORMAT_TOKENIZED;
    assert_int_equal(gaz_tagger_new(&taggers[0], model, &options, NULL), GAZ_OK);
    options.match.all = 1;
    options.match.min_score = 0;
    assert_int_equal(gaz_tagger_new(&taggers[1], model, &options, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_text(taggers[0], text, size, NULL), GAZ_OK);
    while (gaz_tagger_next(&spans[span_count], taggers[0])) span_count++;
    double gain = 0;
    for (size_t begin = 0; begin + surface->size <= size && entry->verdict == VERDICT_NONE; begin++) {
        size_t end = begin + surface->size;
        if (memcmp(text + begin, surface->bytes, surface->size) != 0) continue;
        if ((begin && text[begin - 1] != ' ' && text[begin - 1] != '\n') || (text[end] != ' ' && text[end] != '\n'))
            continue;
        if (is_covered(spans, span_count, begin, end)) continue;
        gain += uncertainty(kept ? score_of(taggers[1], text, size, begin, end) : (double)entry->precision);
    }
    gaz_tagger_free(taggers[0]);
    gaz_tagger_free(taggers[1]);
    return gain;
}

static void gains_are_sums_over_places(void **state) {
    (void)state;
    uint64_t random = seed;
    size_t compared = 0;
    for (int round = 0; round < 60; round++) {
        static char text[TEXT_SIZE];
        static struct list list;
        gaz_explain_options options;
        gaz_review *review;
        gaz_lexicon *lexicon = random_lexicon(&random);
        build_model(lexicon, NULL);
        gaz_model *model = open_model();
        size_t size = random_lines(text, &random);
        gaz_explain_options_init(&options);
        options.input.format = GAZ_FORMAT_TOKENIZED;
        assert_int_equal(gaz_review_new(&review, model, lexicon, &options, NULL), GAZ_OK);
        assert_int_equal(gaz_review_text(review, text, size, NULL), GAZ_OK);
        take_list(&list, review, LINES_MAX);
        for (size_t i = 0; i < list.count; i++) {
            if (i) assert_true(strtod(list.fields[i - 1][4], NULL) >= strtod(list.fields[i][4], NULL));
            assert_non_null(strstr(list.fields[i][9], list.fields[i][0]));
            assert_string_equal(list.fields[i][10], "");
        }
        for (size_t i = 0; i < lexicon->entry_count; i++) {
            double expected = expected_gain(lexicon, i, model, text, size);
            double got = gain_of(&list, lexicon->surfaces.items[lexicon->entries[i].surface].bytes, "A");
            assert_true(fabs(expected - got) <= 1e-3);
            compared += expected > 0;
        }
        static struct list few;
        take_list(&few, review, 2);
        assert_int_equal(few.count, list.count < 2 ? list.count : 2);
        for (size_t i = 0; i < few.count; i++) assert_string_equal(few.fields[i][0], list.fields[i][0]);
        gaz_review_free(review);
        gaz_model_close(model);
        gaz_lexicon_free(lexicon);
    }
    assert_true(compared > 50);
}

/* ---- Verdicts ---- */

static gaz_status read_verdicts(uint64_t *count, gaz_lexicon *lexicon, const char *text, gaz_error *error) {
    char name[96];
    snprintf(name, sizeof name, "%s/verdicts", folder);
    FILE *file = fopen(name, "w");
    assert_true(file && fputs(text, file) >= 0 && fclose(file) == 0);
    gaz_status status = gaz_lexicon_apply_verdicts(count, lexicon, name, error);
    return status;
}

/* "verdict" of an entry, or "-" if there is none. */
static const char *verdict_of(const gaz_lexicon *lexicon, const char *surface, const char *type) {
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (strcmp(lexicon->surfaces.items[entry->surface].bytes, surface) == 0 &&
            strcmp(lexicon->types.items[entry->type].bytes, type) == 0)
            return entry_verdict_names[entry->verdict];
    }
    return "-";
}

static gaz_lexicon *some_lexicon(void) {
    gaz_lexicon *lexicon = new_lexicon();
    add(lexicon, "kernel", "System");
    add(lexicon, "input/output", "Concept");
    add(lexicon, "user space", "System");
    add(lexicon, "ruby", "Language");
    lexicon->entries[3].verdict = VERDICT_KEEP;
    return lexicon;
}

static void verdicts_are_given(void **state) {
    (void)state;
    gaz_lexicon *lexicon = some_lexicon();
    uint64_t count;
    assert_int_equal(read_verdicts(&count, lexicon,
                                   "type\tsurface\tscore\texample\tverdict\r\n"
                                   "System\tkernel\t0.5\tthe kernel\tdrop\r\n"
                                   "Concept\tinput / output\t0.5\tx\tkeep\r\n" /* by its words */
                                   "System\tuser space\t0.5\tx\tConcept\n"
                                   "Language\truby\t0.5\tx\tdrop\n" /* the newest word counts */
                                   "Language\tperl\t0.5\tx\tdrop\n" /* kept in mind */
                                   "Language\tcaml\t0.5\tx\tkeep\n"
                                   "Language\tperl\t0.5\tx\t\n",
                                   NULL),
                     GAZ_OK);
    assert_int_equal(count, 7);
    assert_string_equal(verdict_of(lexicon, "kernel", "System"), "drop");
    assert_string_equal(verdict_of(lexicon, "input/output", "Concept"), "keep");
    assert_string_equal(verdict_of(lexicon, "input / output", "Concept"), "-");
    assert_string_equal(verdict_of(lexicon, "user space", "System"), "drop");
    assert_string_equal(verdict_of(lexicon, "user space", "Concept"), "keep");
    assert_string_equal(verdict_of(lexicon, "ruby", "Language"), "drop");
    assert_string_equal(verdict_of(lexicon, "perl", "Language"), "drop");
    assert_string_equal(verdict_of(lexicon, "caml", "Language"), "keep");
    gaz_lexicon_free(lexicon);
}

static void wrong_lists_of_verdicts_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int line;
    } cases[] = {{"kernel\n", 1},
                 {"surface\tverdict\nkernel\tkeep\n", 1},
                 {"surface\ttype\nkernel\tSystem\n", 1},
                 {"surface\ttype\tverdict\ttype\n", 1},
                 {"surface\ttype\tverdict\nkernel\tSystem\tmaybe\n", 2},
                 {"surface\ttype\tverdict\nkernel\t\tkeep\n", 2},
                 {"surface\ttype\tverdict\nkernel\n", 2},
                 {"surface\ttype\tverdict\n\tSystem\tkeep\n", 2},
                 {"surface\ttype\tverdict\nx\tT\tkeep\ty\n", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gaz_lexicon *lexicon = some_lexicon();
        gaz_error error;
        assert_int_equal(read_verdicts(NULL, lexicon, cases[i].text, &error), GAZ_ERROR_INPUT);
        assert_int_equal(error.line, cases[i].line);
        gaz_lexicon_free(lexicon);
    }
    gaz_lexicon *lexicon = some_lexicon();
    assert_int_equal(read_verdicts(NULL, lexicon, "", NULL), GAZ_OK);
    gaz_lexicon_free(lexicon);
}

static int make_place(void **state) {
    if (make_folder(state) != 0) return -1;
    strcpy(path, path_of("model.gaz"));
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gains_are_sums_over_places),
        cmocka_unit_test(verdicts_are_given),
        cmocka_unit_test(wrong_lists_of_verdicts_are_refused),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, make_place, remove_folder);
}
