#include "eval/pair.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/error.h"
#include "eval/by_name.h"
#include "eval/fill.h"
#include "eval/strict.h"
#include "format/conll_layout.h"
#include "format/read.h"
#include "text/rows.h"

/* ---- Files ---- */

/* The column of the predicted tags, or 0 if the file has no rows. `least`: columns that there must be. */
static gaz_status last_column(unsigned *column, const struct corpus_source *source, gaz_separator separator,
                              unsigned least, gaz_error *error) {
    struct rows rows;
    rows_detect(&rows, source->text, source->size, separator);
    *column = rows.column_count;
    if (*column == 0 || *column >= least) return GAZ_OK;
    return error_set(error, GAZ_ERROR_INPUT, source->name, 0, "%u column%s, expected at least %u: token, %s", *column,
                     *column == 1 ? "" : "s", least,
                     least == 3 ? "gold tag and predicted tag; or give the gold file too" : "and predicted tag last");
}

void pair_free(struct pair *pair) {
    corpus_free(&pair->gold);
    corpus_free(&pair->predicted);
    corpus_texts_free(&pair->gold_texts);
    corpus_texts_free(&pair->predicted_texts);
    unpaired_free(&pair->unpaired);
    free(pair->hits);
    free(pair->reachable);
    strings_free(&pair->keys.distinct);
    free(pair->keys.items);
    *pair = (struct pair){0};
}

/* ---- Reading ---- */

static gaz_status read_corpus(struct corpus *corpus, gaz_corpus_report *report, const struct corpus_source *source,
                              const gaz_columns *columns, const struct pair_reading *reading, gaz_error *error) {
    gaz_corpus_options options = *reading->corpus;
    options.columns = *columns;
    if (!options.id_field) options.id_field = "id"; /* documents are paired by it */
    corpus->keep_tags = true;
    return corpus_read_source(corpus, report, source, &options, reading->progress, reading->context, error);
}

static gaz_status read_gold(struct pair *pair, const struct corpus_source *source, const gaz_columns *columns,
                            const struct pair_reading *reading, gaz_error *error) {
    pair->gold.texts = &pair->gold_texts;
    pair->gold_texts.keep = reading->texts;
    gaz_status status = read_corpus(&pair->gold, &pair->gold_report, source, columns, reading, error);
    if (status != GAZ_OK) return status;
    pair->words = source->format->reader->words;
    pair->path = source->path;
    pair->scheme = pair->gold_report.detected.scheme;
    /* If every tag is O, the scheme cannot be detected. */
    if (columns->scheme == GAZ_SCHEME_AUTO && pair->gold.span_count == 0) pair->scheme = GAZ_SCHEME_IOB2;
    if (!reading->strict) return GAZ_OK;
    return strict_read(&pair->gold, &pair->gold, pair->scheme, source->name, error);
}

gaz_status pair_read_gold(struct pair *pair, const char *path, const struct pair_reading *reading, gaz_error *error) {
    struct corpus_source source;
    gaz_status status = corpus_open(&source, path, reading->corpus, error);
    if (status == GAZ_OK) status = read_gold(pair, &source, &reading->corpus->columns, reading, error);
    corpus_close(&source);
    return status;
}

/* ---- The same numbers ---- */

/* What number each of `names` has in `wanted`, which gets those that it has not. */
static gaz_status map_names(uint32_t **map, const struct strings *names, struct strings *wanted, gaz_error *error) {
    *map = malloc(((size_t)names->count + 1) * sizeof **map);
    gaz_status status = *map ? GAZ_OK : error_memory(error);
    for (uint32_t i = 0; i < names->count && status == GAZ_OK; i++)
        status = strings_add(&(*map)[i], wanted, names->items[i].bytes, names->items[i].size, error);
    return status;
}

static gaz_status renumber(uint32_t *numbers, uint64_t count, const struct strings *names, struct strings *wanted,
                           gaz_error *error) {
    uint32_t *map;
    gaz_status status = map_names(&map, names, wanted, error);
    for (uint64_t i = 0; i < count && status == GAZ_OK; i++) numbers[i] = map[numbers[i]];
    free(map);
    return status;
}

static gaz_status renumber_all(struct corpus *corpus, struct corpus *gold, gaz_error *error) {
    uint32_t *types = NULL;
    gaz_status status = renumber(corpus->tokens, corpus->token_count, &corpus->vocabulary, &gold->vocabulary, error);
    if (status == GAZ_OK)
        status = renumber(corpus->tags, corpus->token_count, &corpus->tag_names, &gold->tag_names, error);
    if (status == GAZ_OK) status = map_names(&types, &corpus->types, &gold->types, error);
    for (uint64_t i = 0; i < corpus->span_count && status == GAZ_OK; i++)
        corpus->spans[i].type = types[corpus->spans[i].type];
    free(types);
    return status;
}

/* ---- The same tokens ---- */

/* What is to have the same tokens as the gold. */
struct comparison {
    const struct corpus *other;
    const struct corpus_source *source;
    const struct corpus_source *gold_source;
    const char *why; /* stands behind a message: why documents are not paired by name; "" = it says nothing */
};

/* A token in a message. */
static const char *quote_token(char quote[LAYOUT_QUOTE_SIZE], const struct pair *pair, uint32_t number) {
    const struct string *token = &pair->gold.vocabulary.items[number]; /* which has all */
    return layout_quote(quote, token->bytes, token->size);
}

static gaz_status wrong_token(const struct pair *pair, const struct comparison *comparison, uint64_t token,
                              gaz_error *error) {
    const struct corpus *gold = &pair->gold;
    const struct corpus *other = comparison->other;
    const char *name = comparison->source->name;
    const char *gold_name = comparison->gold_source->name;
    char quote[LAYOUT_QUOTE_SIZE];
    char gold_quote[LAYOUT_QUOTE_SIZE];
    bool ends = token == other->token_count;
    bool gold_ends = token == gold->token_count;
    if (!ends) quote_token(quote, pair, other->tokens[token]);
    if (!gold_ends) quote_token(gold_quote, pair, gold->tokens[token]);
    unsigned long long number = token + 1;
    unsigned long long sentence = corpus_sentence_of(ends ? gold : other, token) + 1;
    if (ends)
        return error_set(error, GAZ_ERROR_INPUT, name, 0,
                         "ends after %llu tokens; token %llu (sentence %llu) of %s is \"%s\"%s", number - 1, number,
                         sentence, gold_name, gold_quote, comparison->why);
    if (gold_ends)
        return error_set(error, GAZ_ERROR_INPUT, name, 0,
                         "token %llu (sentence %llu) is \"%s\"; %s ends after %llu tokens%s", number, sentence, quote,
                         gold_name, number - 1, comparison->why);
    return error_set(error, GAZ_ERROR_INPUT, name, 0, "token %llu (sentence %llu) is \"%s\"; in %s it is \"%s\"%s",
                     number, sentence, quote, gold_name, gold_quote, comparison->why);
}

static gaz_status wrong_sentence(const struct pair *pair, const struct comparison *comparison, uint64_t sentence,
                                 gaz_error *error) {
    const struct corpus *gold = &pair->gold;
    char quote[LAYOUT_QUOTE_SIZE];
    char gold_quote[LAYOUT_QUOTE_SIZE];
    uint64_t last = comparison->other->sentence_ends[sentence];
    uint64_t gold_last = gold->sentence_ends[sentence];
    return error_set(error, GAZ_ERROR_INPUT, comparison->source->name, 0,
                     "sentence %llu ends with token %llu, \"%s\"; in %s it ends with token %llu, \"%s\"",
                     (unsigned long long)sentence + 1, (unsigned long long)last,
                     quote_token(quote, pair, gold->tokens[last - 1]), comparison->gold_source->name,
                     (unsigned long long)gold_last, quote_token(gold_quote, pair, gold->tokens[gold_last - 1]));
}

static gaz_status compare_tokens(const struct pair *pair, const struct comparison *comparison, gaz_error *error) {
    const struct corpus *gold = &pair->gold;
    const struct corpus *other = comparison->other;
    uint64_t most = gold->token_count > other->token_count ? gold->token_count : other->token_count;
    for (uint64_t i = 0; i < most; i++)
        if (i == gold->token_count || i == other->token_count || gold->tokens[i] != other->tokens[i])
            return wrong_token(pair, comparison, i, error);
    /* In annotated texts a span over a line end joins two sentences. */
    if (comparison->source->format->number != GAZ_FORMAT_CONLL ||
        comparison->gold_source->format->number != GAZ_FORMAT_CONLL)
        return GAZ_OK;
    for (uint64_t i = 0; i < gold->sentence_count && i < other->sentence_count; i++)
        if (gold->sentence_ends[i] != other->sentence_ends[i]) return wrong_sentence(pair, comparison, i, error);
    return GAZ_OK; /* the last sentences end with the last token, so none is left */
}

/* ---- All files ---- */

/* Whether documents are named by their files, which a folder holds. */
static bool in_folders(const struct corpus_source *source, const struct corpus_source *gold) {
    return source->files && gold->files;
}

/* Makes the tokens of both sides the same, or fails. */
static gaz_status align(struct corpus *corpus, struct pair *pair, const struct corpus_source *source,
                        const struct corpus_source *gold, const struct pair_reading *reading, gaz_error *error) {
    struct comparison comparison = {corpus, source, gold, ""};
    gaz_status status = GAZ_OK;
    if (corpus->texts)
        status = pair_by_name(&comparison.why, pair, in_folders(source, gold), reading->corpus->columns.lenient,
                              source->name, gold->name, error);
    return status == GAZ_OK && comparison.why ? compare_tokens(pair, &comparison, error) : status;
}

/* Reads predictions, in the scheme of the gold tags, which may have to be detected from them. */
static gaz_status read_spans(struct corpus *corpus, struct pair *pair, const struct corpus_source *source,
                             const struct corpus_source *gold, gaz_columns *columns, const struct pair_reading *reading,
                             gaz_error *error) {
    columns->scheme = pair->gold.span_count ? pair->scheme : reading->corpus->columns.scheme;
    columns->lenient = reading->corpus->columns.lenient;
    gaz_status status = read_corpus(corpus, &pair->predicted_report, source, columns, reading, error);
    if (status == GAZ_OK) status = renumber_all(corpus, &pair->gold, error);
    if (status == GAZ_OK) status = align(corpus, pair, source, gold, reading, error);
    if (status == GAZ_OK && reading->strict)
        status = strict_read(corpus, &pair->gold, pair->scheme, source->name, error);
    return status;
}

/* Finds the column of the predicted tags, and that of the gold ones in the same file. */
static gaz_status find_columns(gaz_columns *columns, gaz_columns *gold_columns, const struct corpus_source *predicted,
                               bool apart, gaz_error *error) {
    gaz_columns_init(columns);
    if (!apart) *columns = *gold_columns;
    gaz_status status = GAZ_OK;
    if (predicted->format->number == GAZ_FORMAT_CONLL)
        status = last_column(&columns->tag_column, predicted, columns->separator, apart ? 2 : 3, error);
    else if (!apart)
        status = error_set(error, GAZ_ERROR_ARGUMENT, predicted->name, 0,
                           "annotated texts hold predicted spans only; give the gold file too");
    if (status != GAZ_OK || apart || columns->tag_column == 0) return status;
    if (gold_columns->tag_column == 0) gold_columns->tag_column = columns->tag_column - 1;
    if (gold_columns->tag_column == columns->tag_column)
        return error_set(error, GAZ_ERROR_ARGUMENT, predicted->name, 0,
                         "column %u cannot hold both gold and predicted tags", columns->tag_column);
    return GAZ_OK;
}

static gaz_status read_both(struct pair *pair, const struct corpus_source *predicted, const struct corpus_source *gold,
                            const struct pair_reading *reading, gaz_error *error) {
    gaz_columns gold_columns = reading->corpus->columns;
    gaz_columns columns;
    gaz_status status = find_columns(&columns, &gold_columns, predicted, gold != predicted, error);
    if (status == GAZ_OK) status = read_gold(pair, gold, &gold_columns, reading, error);
    if (status != GAZ_OK) return status;
    return read_spans(&pair->predicted, pair, predicted, gold, &columns, reading, error);
}

static gaz_status read_fill(struct pair *pair, const struct corpus_source *fill, const struct corpus_source *gold,
                            const struct pair_reading *reading, gaz_error *error) {
    gaz_columns none = reading->corpus->columns;
    gaz_columns columns;
    struct corpus corpus = {0};
    gaz_status status = find_columns(&columns, &none, fill, true, error);
    if (status == GAZ_OK) status = read_spans(&corpus, pair, fill, gold, &columns, reading, error);
    if (status == GAZ_OK) status = fill_spans(&pair->predicted, &corpus, error);
    corpus_free(&corpus);
    return status;
}

gaz_status pair_read(struct pair *pair, const struct pair_files *files, const struct pair_reading *reading,
                     gaz_error *error) {
    gaz_corpus_options options = *reading->corpus;
    struct pair_reading all = *reading; /* predictions are what nobody has touched */
    options.reviewed_only = 0;
    all.corpus = &options;
    struct corpus_source predicted;
    struct corpus_source fill = {0};
    struct corpus_source gold = {0};
    gaz_status status = corpus_open(&predicted, files->predicted, &options, error);
    if (status == GAZ_OK && files->fill) status = corpus_open(&fill, files->fill, &options, error);
    if (status == GAZ_OK && files->gold) status = corpus_open(&gold, files->gold, &options, error);
    const struct corpus_source *with_gold = files->gold ? &gold : &predicted;
    if (!files->fill) pair->predicted.texts = &pair->predicted_texts;
    if (status == GAZ_OK) status = read_both(pair, &predicted, with_gold, &all, error);
    if (status == GAZ_OK && files->fill) status = read_fill(pair, &fill, with_gold, &all, error);
    corpus_close(&predicted);
    corpus_close(&fill);
    corpus_close(&gold);
    return status;
}
