#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/file.h"
#include "base/input.h"
#include "lexicon/scoring_model.h"
#include "lexicon/surface.h"
#include "model/context.h"

/* Lines with TABs between their columns:
 *
 *   gaz scoring    1
 *   estimate       members of gaz_estimate: estimate_lines
 *   aim            the same, and the next two
 *   ranges
 *   contiguous
 *   bin            spans, score, precision                           10 of them
 *   point          score, precision, recall                          101 of them
 *   type           name                                              the first columns of the weights
 *   weights        name of the row, a number for each column         all rows of model/context.h
 *   word           extends, introduces (enum word_class), the word   escaped as a surface
 *
 * Numbers have at most four decimals. Version 0.1 called the file judgement.txt, its first line gaz judgement and the
 * estimate expected, and had no lines from aim to bin; that is still read. */
const char scoring_model_file_name[] = "scoring.txt";
static const char old_file_name[] = "judgement.txt";

enum { POINTS = sizeof((struct scoring_model *)0)->points / sizeof(struct image_point) };

static const double count_max = 1e15;

/* A line of members of gaz_estimate. */
enum { MEMBERS_MAX = 14 };

struct estimate_line {
    const char *key;
    struct estimate_member {
        enum { END, FLAG, COUNT, SHARE } kind;
        size_t offset;
    } members[MEMBERS_MAX + 1];
};

#define MEMBER(kind, name)                                                                                             \
    { kind, offsetof(gaz_estimate, name) }

static const struct estimate_line estimate_lines[] = {
    {"estimate",
     {MEMBER(FLAG, judged), MEMBER(FLAG, context), MEMBER(FLAG, nested_counted), MEMBER(SHARE, threshold),
      MEMBER(SHARE, min_precision), MEMBER(SHARE, precision), MEMBER(SHARE, recall), MEMBER(SHARE, f1),
      MEMBER(SHARE, recall_bound), MEMBER(SHARE, calibration), MEMBER(SHARE, min_precision_without_context),
      MEMBER(SHARE, f1_without_context), MEMBER(COUNT, folds), MEMBER(COUNT, candidates)}},
    {"aim", {MEMBER(SHARE, wanted_precision), MEMBER(SHARE, best_f1_recall)}},
    {"ranges",
     {MEMBER(SHARE, precision_range.low), MEMBER(SHARE, precision_range.high), MEMBER(SHARE, recall_range.low),
      MEMBER(SHARE, recall_range.high), MEMBER(SHARE, f1_range.low), MEMBER(SHARE, f1_range.high)}},
    {"contiguous",
     {MEMBER(SHARE, contiguous_precision), MEMBER(SHARE, contiguous_recall), MEMBER(SHARE, contiguous_f1),
      MEMBER(SHARE, contiguous_f1_range.low), MEMBER(SHARE, contiguous_f1_range.high)}},
};

enum { ESTIMATE_LINES = sizeof estimate_lines / sizeof *estimate_lines };

static double member_get(const gaz_estimate *estimate, const struct estimate_member *member) {
    const char *at = (const char *)estimate + member->offset;
    int flag;
    uint64_t count;
    double share;
    switch (member->kind) {
    case FLAG: memcpy(&flag, at, sizeof flag); return flag;
    case COUNT: memcpy(&count, at, sizeof count); return (double)count;
    default: memcpy(&share, at, sizeof share); return share;
    }
}

static void member_set(gaz_estimate *estimate, const struct estimate_member *member, double number) {
    char *at = (char *)estimate + member->offset;
    const int flag = number > 0;
    const uint64_t count = member->kind == COUNT ? (uint64_t)number : 0;
    switch (member->kind) {
    case FLAG: memcpy(at, &flag, sizeof flag); break;
    case COUNT: memcpy(at, &count, sizeof count); break;
    default: memcpy(at, &number, sizeof number); break;
    }
}

/* ---- Writing ---- */

static bool add_decimal(struct buffer *text, double number) {
    return buffer_add_byte(text, '\t') && decimal_add(text, number);
}

static bool add_head(struct buffer *text, const struct scoring_model *scoring) {
    const gaz_estimate *expected = &scoring->estimate;
    bool good = buffer_add_text(text, "gaz scoring\t1\n");
    for (size_t i = 0; i < ESTIMATE_LINES; i++) {
        const struct estimate_line *line = &estimate_lines[i];
        good = good && buffer_add_text(text, line->key);
        for (const struct estimate_member *member = line->members; member->kind != END; member++)
            good = good && add_decimal(text, member_get(expected, member));
        good = good && buffer_add_byte(text, '\n');
    }
    for (int i = 0; i < GAZ_EVAL_BINS; i++) {
        const gaz_eval_bin *bin = &expected->bins[i];
        good = good && buffer_add_text(text, "bin") && add_decimal(text, (double)bin->spans) &&
               add_decimal(text, bin->score) && add_decimal(text, bin->precision) && buffer_add_byte(text, '\n');
    }
    for (uint32_t i = 0; i < scoring->point_count; i++) {
        const struct image_point *point = &scoring->points[i];
        good = good && buffer_add_text(text, "point") && add_decimal(text, (double)point->score) &&
               add_decimal(text, (double)point->precision) && add_decimal(text, (double)point->recall) &&
               buffer_add_byte(text, '\n');
    }
    return good;
}

bool scoring_model_add_row_name(struct buffer *text, uint32_t row) {
    static const char *const shapes[SHAPE_PUNCTUATION] = {
        "none", "lower", "Capitalized", "CAPITALS", "alphanum3ric", "digits", "symbols", "mIxed", "caseless"};
    static const char *const often[] = {"rarely", "sometimes", "often", "mostly"};
    static const char *const seen[] = {"seen once or twice", "seen some times", "seen often"};
    static const char signs[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    bool good = buffer_add_text(text, row < CONTEXT_ROWS ? "left " : "right ");
    row %= CONTEXT_ROWS;
    if (row < SHAPE_PUNCTUATION) return good && buffer_add_text(text, shapes[row]);
    if (row < SHAPE_END) return good && buffer_add_byte(text, signs[row - SHAPE_PUNCTUATION]);
    row -= SHAPE_END;
    if (row < WORD_OFTEN) {
        static const char *const words[] = {"no word", "unknown word", "never a part"};
        return good && buffer_add_text(text, words[row]);
    }
    row -= WORD_OFTEN;
    return good && buffer_add_text(text, often[row / 3]) && buffer_add_text(text, " a part, ") &&
           buffer_add_text(text, seen[row % 3]);
}

static bool add_weights(struct buffer *text, const struct scoring_model *scoring) {
    uint32_t columns = context_columns(scoring->types.count);
    const float *weight = scoring->weights;
    bool good = true;
    for (uint32_t i = 0; i < scoring->types.count; i++)
        good = good && buffer_add_text(text, "type\t") && buffer_add_text(text, scoring->types.items[i].bytes) &&
               buffer_add_byte(text, '\n');
    for (uint32_t row = 0; row < 2 * CONTEXT_ROWS; row++) {
        good = good && buffer_add_text(text, "weights\t") && scoring_model_add_row_name(text, row);
        for (uint32_t i = 0; i < columns; i++) good = good && add_decimal(text, (double)*weight++);
        good = good && buffer_add_byte(text, '\n');
    }
    for (uint32_t row = 0; row <= SHAPE_PUNCTUATION; row++) {
        bool last = row == SHAPE_PUNCTUATION;
        good = good && buffer_add_text(text, last ? "weights\ta longer one rejected" : "weights\tboth: ") &&
               (last || scoring_model_add_row_name(text, row));
        for (uint32_t i = 0; i < (last ? (uint32_t)CONTEXT_SIZES : (uint32_t)SHAPE_PUNCTUATION); i++)
            good = good && add_decimal(text, (double)*weight++);
        good = good && buffer_add_byte(text, '\n');
    }
    return good;
}

static bool add_words(struct buffer *text, const struct scoring_model *scoring) {
    struct buffer word = {0};
    bool good = true;
    for (uint32_t i = 0; i < scoring->words.count && good; i++) {
        word.size = 0;
        good = surface_add_token(&word, scoring->words.items[i].bytes, scoring->words.items[i].size) &&
               buffer_add_text(text, "word\t") && buffer_add_number(text, scoring->classes[i].extends) &&
               buffer_add_byte(text, '\t') && buffer_add_number(text, scoring->classes[i].introduces) &&
               buffer_add_byte(text, '\t') && buffer_add(text, word.bytes, word.size) && buffer_add_byte(text, '\n');
    }
    buffer_free(&word);
    return good;
}

static gaz_status put_file(struct file_batch *batch, const struct scoring_model *scoring, const char *path,
                           gaz_error *error) {
    struct buffer text = {0};
    bool good = add_head(&text, scoring);
    if (good && scoring_model_has_context(scoring)) good = add_weights(&text, scoring) && add_words(&text, scoring);
    gaz_status status = good ? file_batch_replace(batch, path, text.bytes, text.size, error) : error_memory(error);
    buffer_free(&text);
    return status;
}

gaz_status scoring_model_put(struct file_batch *batch, const struct scoring_model *scoring, const char *folder,
                             gaz_error *error) {
    char *path = file_join(folder, scoring_model_file_name);
    char *old_path = file_join(folder, old_file_name);
    gaz_status status = path && old_path ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK)
        status = scoring ? put_file(batch, scoring, path, error) : file_batch_remove(batch, path, error);
    if (status == GAZ_OK) status = file_batch_remove(batch, old_path, error);
    free(path);
    free(old_path);
    return status;
}

/* ---- Reading ---- */

struct reader {
    struct scoring_model *scoring;
    const char *path;
    const char *at; /* in the line */
    const char *end;
    uint64_t line;
    size_t weight_count;
    size_t weight_capacity;
    bool has_estimate[ESTIMATE_LINES];
    int bin_count;
    struct buffer room;
    gaz_error *error;
};

static gaz_status refuse(const struct reader *reader) {
    return error_set(reader->error, GAZ_ERROR_INPUT, reader->path, reader->line,
                     "is not what a harvest writes; harvest again, or remove the file to do without");
}

/* Takes the next field of the line. False: the line has no more. */
static bool take_field(struct reader *reader, const char **bytes, size_t *size) {
    if (reader->at > reader->end) return false;
    const char *tab = memchr(reader->at, '\t', (size_t)(reader->end - reader->at));
    const char *end = tab ? tab : reader->end;
    *bytes = reader->at;
    *size = (size_t)(end - reader->at);
    reader->at = end + 1;
    return true;
}

static bool take_decimal(struct reader *reader, double *number) {
    const char *bytes;
    size_t size;
    return take_field(reader, &bytes, &size) && decimal_read(number, bytes, size);
}

static bool take_share(struct reader *reader, double *number) {
    return take_decimal(reader, number) && *number >= 0 && *number <= 1;
}

static bool take_count(struct reader *reader, double *number) {
    return take_decimal(reader, number) && *number >= 0 && *number <= count_max;
}

static bool take_estimate(struct reader *reader, const struct estimate_line *line) {
    for (const struct estimate_member *member = line->members; member->kind != END; member++) {
        double number;
        if (!(member->kind == COUNT ? take_count(reader, &number) : take_share(reader, &number))) return false;
        member_set(&reader->scoring->estimate, member, number);
    }
    return true;
}

static bool take_bin(struct reader *reader) {
    double spans;
    if (reader->bin_count == GAZ_EVAL_BINS) return false;
    gaz_eval_bin *bin = &reader->scoring->estimate.bins[reader->bin_count++];
    if (!take_count(reader, &spans)) return false;
    bin->spans = (uint64_t)spans;
    return take_share(reader, &bin->score) && take_share(reader, &bin->precision);
}

static bool take_point(struct reader *reader) {
    struct scoring_model *scoring = reader->scoring;
    double score;
    double precision;
    double recall;
    if (scoring->point_count == POINTS) return false;
    if (!take_share(reader, &score) || !take_share(reader, &precision) || !take_share(reader, &recall)) return false;
    if (scoring->point_count && score <= (double)scoring->points[scoring->point_count - 1].score) return false;
    scoring->points[scoring->point_count++] = (struct image_point){(float)score, (float)precision, (float)recall};
    return true;
}

static gaz_status take_type(struct reader *reader) {
    const char *bytes;
    size_t size;
    uint32_t number;
    if (!take_field(reader, &bytes, &size) || size == 0) return refuse(reader);
    uint32_t known = reader->scoring->types.count;
    gaz_status status = strings_add(&number, &reader->scoring->types, bytes, size, reader->error);
    return status == GAZ_OK && number < known ? refuse(reader) : status;
}

static gaz_status take_weights(struct reader *reader) {
    const char *bytes;
    size_t size;
    if (!take_field(reader, &bytes, &size)) return refuse(reader);
    while (reader->at <= reader->end) {
        double weight;
        if (!take_decimal(reader, &weight) || fabs(weight) > LOG_ODDS_MOST) return refuse(reader);
        if (!array_reserve(&reader->scoring->weights, &reader->weight_capacity, reader->weight_count + 1,
                           sizeof *reader->scoring->weights))
            return error_memory(reader->error);
        reader->scoring->weights[reader->weight_count++] = (float)weight;
    }
    return GAZ_OK;
}

static gaz_status take_word(struct reader *reader) {
    struct scoring_model *scoring = reader->scoring;
    double extends;
    double introduces;
    const char *bytes;
    size_t size;
    gaz_token token;
    size_t at = 0;
    if (!take_decimal(reader, &extends) || !take_decimal(reader, &introduces) || !take_field(reader, &bytes, &size))
        return refuse(reader);
    if (!(extends >= WORD_UNKNOWN && extends < WORD_CLASS_END && introduces >= WORD_UNKNOWN &&
          introduces < WORD_CLASS_END))
        return refuse(reader);
    int more = surface_next_token(&token, &reader->room, bytes, size, &at);
    if (more == -1) return error_memory(reader->error);
    if (more != 1 || at < size) return refuse(reader);
    uint32_t number;
    uint32_t known = scoring->words.count;
    gaz_status status = strings_add(&number, &scoring->words, token.bytes, token.size, reader->error);
    if (status != GAZ_OK) return status;
    if (number < known) return refuse(reader); /* a duplicate */
    if (!array_reserve(&scoring->classes, &scoring->class_capacity, scoring->words.count, sizeof *scoring->classes))
        return error_memory(reader->error);
    scoring->classes[number] = (struct word_classes){(uint8_t)extends, (uint8_t)introduces};
    return GAZ_OK;
}

static gaz_status take_fields(struct reader *reader) {
    const char *bytes = "";
    size_t size = 0;
    double version;
    take_field(reader, &bytes, &size);
    bool is_first = reader->line == 1;
    struct buffer *room = &reader->room;
    room->size = 0;
    if (!buffer_add(room, bytes, size) || !buffer_add_byte(room, 0)) return error_memory(reader->error);
    const char *key = room->bytes;
    if (is_first) {
        bool known =
            (strcmp(key, "gaz scoring") == 0 || strcmp(key, "gaz judgement") == 0) && take_decimal(reader, &version);
        return known && version >= 1 && version < 2 ? GAZ_OK : refuse(reader);
    }
    if (strcmp(key, "expected") == 0) key = estimate_lines[0].key;
    for (size_t i = 0; i < ESTIMATE_LINES; i++) {
        if (strcmp(key, estimate_lines[i].key) != 0) continue;
        if (reader->has_estimate[i]) return refuse(reader);
        reader->has_estimate[i] = true;
        return take_estimate(reader, &estimate_lines[i]) ? GAZ_OK : refuse(reader);
    }
    if (strcmp(key, "bin") == 0) return take_bin(reader) ? GAZ_OK : refuse(reader);
    if (strcmp(key, "point") == 0) return take_point(reader) ? GAZ_OK : refuse(reader);
    if (strcmp(key, "type") == 0) return take_type(reader);
    if (strcmp(key, "weights") == 0) return take_weights(reader);
    if (strcmp(key, "word") == 0) return take_word(reader);
    return refuse(reader);
}

/* Takes a whole line. */
static gaz_status take_line(struct reader *reader) {
    gaz_status status = take_fields(reader);
    return status == GAZ_OK && reader->at <= reader->end ? refuse(reader) : status;
}

/* Whether all lines about the estimate are there, or that of version 0.1 alone. */
static bool has_whole_estimate(const struct reader *reader) {
    size_t lines = 0;
    for (size_t i = 0; i < ESTIMATE_LINES; i++) lines += reader->has_estimate[i];
    bool all = lines == ESTIMATE_LINES && reader->bin_count == GAZ_EVAL_BINS;
    return all || (lines == 1 && reader->has_estimate[0] && reader->bin_count == 0);
}

/* Whether no line is missing. */
static bool is_complete(const struct reader *reader) {
    const struct scoring_model *scoring = reader->scoring;
    uint32_t types = scoring->types.count;
    if (!has_whole_estimate(reader) || scoring->point_count != POINTS || types >= CONTEXT_TYPES_MAX) return false;
    if (scoring->estimate.context != (types > 0)) return false;
    return types ? reader->weight_count == context_weight_count(types)
                 : reader->weight_count == 0 && scoring->words.count == 0;
}

static gaz_status read_lines(struct reader *reader, const char *text, size_t size) {
    gaz_status status = GAZ_OK;
    const char *end = text + size;
    while (text < end && status == GAZ_OK) {
        const char *line_end = memchr(text, '\n', (size_t)(end - text));
        if (!line_end) line_end = end;
        reader->line++;
        reader->at = text;
        reader->end = line_end;
        status = take_line(reader);
        text = line_end + 1;
    }
    return status == GAZ_OK && !is_complete(reader) ? refuse(reader) : status;
}

/* The path of the file, or of one of version 0.1; owned. NULL: neither exists. */
static gaz_status find_file(char **path, const char *folder, gaz_error *error) {
    const char *const names[] = {scoring_model_file_name, old_file_name};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        *path = file_join(folder, names[i]);
        if (!*path) return error_memory(error);
        if (access(*path, F_OK) == 0) return GAZ_OK;
        free(*path);
        *path = NULL;
    }
    return GAZ_OK;
}

gaz_status scoring_model_read(struct scoring_model **scoring, const char *folder, gaz_error *error) {
    char *path;
    *scoring = NULL;
    gaz_status found = find_file(&path, folder, error);
    if (found != GAZ_OK || !path) return found;
    struct reader reader = {.scoring = calloc(1, sizeof **scoring), .path = path, .error = error};
    char *text = NULL;
    size_t size = 0;
    gaz_status status = reader.scoring ? input_read_file(&text, &size, path, NULL, error) : error_memory(error);
    if (status == GAZ_OK) status = read_lines(&reader, text, size);
    free(text);
    buffer_free(&reader.room);
    free(path);
    if (status == GAZ_OK)
        *scoring = reader.scoring;
    else
        scoring_model_free(reader.scoring);
    return status;
}
