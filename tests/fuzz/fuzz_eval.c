/* Any tags as gold and predictions: the evaluation counts what a slow count does, type by type, and so do the measures
 * of agreement, the table of differences and the JSON; a model is evaluated as if its spans were in a file.
 *
 * Choices: strict, two files or one, a model. Then a token for each byte: what it is called, and its two tags. */
#include "slow_eval.h"
#include "tagging.h"

#include <jansson.h>

static const char *const tokens[] = {"a", "b", "1", "_", "\u00E9", "[", "]", "x"};

static size_t make_rows(struct slow_row *rows, const struct fuzz_input *input) {
    static const char places[] = "OOBI";
    size_t count = 0;
    for (; count < SLOW_ROWS && 2 * count + 1 < input->size; count++) {
        unsigned char first = (unsigned char)input->bytes[2 * count];
        unsigned char second = (unsigned char)input->bytes[2 * count + 1];
        rows[count] = (struct slow_row){.token = tokens[first % 8],
                                        .place = {places[second % 4], places[second / 4 % 4]},
                                        .type = {second / 16 % 3, second / 48 % 3},
                                        .ends = first / 8 % 8 == 0};
    }
    if (count) rows[count - 1].ends = true;
    return count;
}

static void write_tag(FILE *file, const struct slow_row *row, int side) {
    if (row->place[side] == 'O')
        fputs("\tO", file);
    else
        fprintf(file, "\t%c-%c", row->place[side], 'A' + (int)row->type[side]);
}

/* Which columns: bits of the gold and the predictions. */
static const char *write_rows(const char *name, const struct slow_row *rows, size_t count, unsigned columns) {
    const char *path = fuzz_path(name);
    FILE *file = fopen(path, "w");
    FUZZ_REQUIRE(file);
    for (size_t i = 0; i < count; i++) {
        fputs(rows[i].token, file);
        if (columns & 1) write_tag(file, &rows[i], 0);
        if (columns & 2) write_tag(file, &rows[i], 1);
        fputs(rows[i].ends ? "\n\n" : "\n", file);
    }
    FUZZ_REQUIRE(fclose(file) == 0);
    return path;
}

static gaz_eval *new_eval(bool strict) {
    gaz_eval *eval;
    gaz_eval_options options;
    gaz_eval_options_init(&options);
    options.strict = strict;
    options.agreement = options.documents = options.differences = options.page = options.entries = 1;
    options.corpus.format = GAZ_FORMAT_CONLL;
    options.corpus.columns.scheme = GAZ_SCHEME_IOB2;
    options.corpus.columns.separator = GAZ_SEPARATOR_TAB;
    options.corpus.columns.token_column = 1;
    FUZZ_REQUIRE(gaz_eval_new(&eval, &options, NULL) == GAZ_OK);
    return eval;
}

static void check_scores(const gaz_eval_scores *found, const gaz_eval_scores *expected) {
    FUZZ_REQUIRE(found->gold == expected->gold && found->found == expected->found);
    FUZZ_REQUIRE(found->correct == expected->correct);
    double both = (double)(found->gold + found->found);
    FUZZ_REQUIRE(slow_same(found->precision, found->found ? (double)found->correct / (double)found->found : 0));
    FUZZ_REQUIRE(slow_same(found->recall, found->gold ? (double)found->correct / (double)found->gold : 0));
    FUZZ_REQUIRE(slow_same(found->f1, both > 0 ? 2 * (double)found->correct / both : 0));
}

/* ---- What is written ---- */

static json_t *check_json(const gaz_eval *eval) {
    static gaz_memory memory;
    gaz_sink sink;
    memory.size = 0;
    gaz_sink_memory(&sink, &memory);
    FUZZ_REQUIRE(gaz_eval_write_json(eval, &sink, NULL) == GAZ_OK);
    json_t *value = json_loadb(memory.bytes, memory.size, 0, NULL);
    FUZZ_REQUIRE(json_is_object(value) && memory.bytes[memory.size - 1] == '\n');
    return value;
}

/* A line for each unit on which the sides differ, and one above. */
static void check_differences(const gaz_eval *eval, const struct slow_cross *cross) {
    static gaz_memory memory;
    gaz_sink sink;
    double lines = -1;
    double differing = cross->units;
    memory.size = 0;
    gaz_sink_memory(&sink, &memory);
    FUZZ_REQUIRE(gaz_eval_write_differences(eval, &sink, NULL) == GAZ_OK);
    for (size_t i = 0; i < memory.size; i++) lines += memory.bytes[i] == '\n';
    for (unsigned value = 0; value <= SLOW_TYPES; value++) differing -= cross->counts[value][value];
    FUZZ_REQUIRE(lines == differing);
    memory.size = 0;
    FUZZ_REQUIRE(gaz_eval_write_page(eval, NULL, &sink, NULL) == GAZ_OK && memory.size > 0);
}

/* ---- Comparing ---- */

/* Agreement as a whole, and how often a type met which. */
static void check_agreement(const gaz_eval *eval, gaz_eval_units units, const struct slow_cross *cross,
                            const unsigned *types, size_t count) {
    gaz_eval_agreement found;
    gaz_eval_get_agreement(&found, eval, units);
    slow_check_agreement(&found, cross);
    for (size_t i = 0; i <= count; i++)
        for (size_t j = 0; j <= count; j++)
            FUZZ_REQUIRE((double)gaz_eval_get_confusion(eval, units, i, j) == cross->counts[types[i]][types[j]]);
}

static void check_eval(const gaz_eval *eval, const struct slow_side *gold, const struct slow_side *predicted,
                       size_t count) {
    gaz_eval_result result;
    unsigned types[SLOW_TYPES + 1] = {0};
    gaz_eval_get_result(&result, eval);
    gaz_eval_scores expected = slow_count(gold, predicted, SLOW_NONE);
    check_scores(&result.all, &expected);
    FUZZ_REQUIRE(result.tokens == count && result.types <= SLOW_TYPES && result.correct_tags <= count);
    for (size_t i = 0; i < result.types; i++) {
        const char *name;
        gaz_eval_scores scores;
        gaz_eval_get_type(&name, &scores, eval, i);
        types[i] = (unsigned)(name[0] - 'A');
        FUZZ_REQUIRE(!name[1] && types[i] < SLOW_TYPES && (i == 0 || types[i - 1] < types[i]));
        expected = slow_count(gold, predicted, types[i]);
        check_scores(&scores, &expected);
    }
    types[result.types] = SLOW_NONE;
    struct slow_cross spans = slow_cross_spans(gold, predicted);
    struct slow_cross over = slow_cross_tokens(gold, predicted, count);
    check_agreement(eval, GAZ_EVAL_SPANS, &spans, types, result.types);
    check_agreement(eval, GAZ_EVAL_TOKENS, &over, types, result.types);
    check_differences(eval, &spans);
    json_decref(check_json(eval));
}

static void check_files(const struct slow_row *rows, size_t count, bool strict, bool apart) {
    static struct slow_side gold;
    static struct slow_side predicted;
    gaz_eval *eval = new_eval(strict);
    gaz_eval_result result;
    uint64_t same = 0;
    slow_find_spans(&gold, rows, count, 0, strict);
    slow_find_spans(&predicted, rows, count, 1, strict);
    const char *other = apart ? write_rows("gold", rows, count, 1) : NULL;
    const char *path = write_rows("predicted", rows, count, apart ? 2 : 3);
    FUZZ_REQUIRE(gaz_eval_add_file(eval, path, other, NULL) == GAZ_OK);
    check_eval(eval, &gold, &predicted, count);
    gaz_eval_get_result(&result, eval);
    for (size_t i = 0; i < count; i++)
        same += rows[i].place[0] == rows[i].place[1] && (rows[i].place[0] == 'O' || rows[i].type[0] == rows[i].type[1]);
    FUZZ_REQUIRE(result.correct_tags == same);
    gaz_eval_free(eval);
}

/* The spans of a model in its sentences, those of other types than the tags' left out of the counts. */
static void check_model(const struct slow_row *rows, size_t count, gaz_tagger *tagger) {
    static struct slow_side gold;
    gaz_eval *eval = new_eval(false);
    gaz_eval_result result;
    gaz_span span;
    gaz_token sentence[SLOW_ROWS];
    uint64_t found = 0;
    uint64_t correct = 0;
    slow_find_spans(&gold, rows, count, 0, false);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end == begin || !rows[end - 1].ends; end++)
            sentence[end - begin] = (gaz_token){rows[end].token, strlen(rows[end].token)};
        FUZZ_REQUIRE(gaz_tagger_tokens(tagger, sentence, end - begin, NULL) == GAZ_OK);
        for (; gaz_tagger_next(&span, tagger); found++) {
            const char *type = gaz_model_type(fuzz_model(), span.type);
            unsigned other = slow_type_at(&gold, begin + span.begin, begin + span.end);
            correct += other != SLOW_NONE && type[0] == 'A' + (char)other && !type[1];
        }
    }
    FUZZ_REQUIRE(gaz_eval_add_model(eval, fuzz_model(), write_rows("gold", rows, count, 1), NULL) == GAZ_OK);
    gaz_eval_get_result(&result, eval);
    FUZZ_REQUIRE(result.all.gold == gold.count && result.all.found == found && result.all.correct == correct);
    FUZZ_REQUIRE(result.model_gold == gold.count && result.reachable <= gold.count && result.scored == found);
    gaz_eval_free(eval);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct slow_row rows[SLOW_ROWS];
    static gaz_tagger *tagger;
    struct fuzz_input input = {(const char *)data, size};
    unsigned choices = fuzz_choose(&input, 8);
    size_t count = make_rows(rows, &input);
    if (count == 0) return 0;
    if (!tagger) FUZZ_REQUIRE(gaz_tagger_new(&tagger, fuzz_model(), NULL, NULL) == GAZ_OK);
    if (choices & 4)
        check_model(rows, count, tagger);
    else
        check_files(rows, count, choices & 1, choices & 2);
    return 0;
}
