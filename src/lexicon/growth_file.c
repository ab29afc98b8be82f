#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/bytes.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/file.h"
#include "base/input.h"
#include "lexicon/growth.h"
#include "lexicon/surface.h"
#include "text/shape.h"

/* Lines with TABs between their columns:
 *
 *   gaz growth   1, how many lines there are of type, shapes, word, seen and weights
 *   type         name
 *   shapes       a number of enum shape for each token of a name
 *   word         the members of struct growth_word, the word                 escaped as a surface, as the next is
 *   seen         occurrences, the surface
 *   weights      row and three parts of the feature, being a name, being one of each type
 *   surfaces     most occurrences that count, GROWTH_SURFACE_WEIGHTS weights
 *
 * Numbers have at most four decimals. */
enum { COUNTED_LINES = 5 };

const char growth_file_name[] = "growth.txt";

/* ---- Writing ---- */

static bool add_number(struct buffer *text, uint64_t number) {
    return buffer_add_byte(text, '\t') && buffer_add_number(text, number);
}

static bool add_weight(struct buffer *text, float weight) {
    return buffer_add_byte(text, '\t') && decimal_add(text, (double)weight);
}

static bool add_head(struct buffer *text, const struct growth *growth) {
    const uint64_t counts[COUNTED_LINES] = {growth->types.count, growth->shape_count, growth->words.count,
                                            growth->seen.count, growth->feature_count};
    bool good = buffer_add_text(text, "gaz growth\t1");
    for (int i = 0; i < COUNTED_LINES; i++) good = good && add_number(text, counts[i]);
    good = good && buffer_add_byte(text, '\n');
    for (uint32_t i = 0; i < growth->types.count && good; i++)
        good = buffer_add_text(text, "type\t") && buffer_add_text(text, growth->types.items[i].bytes) &&
               buffer_add_byte(text, '\n');
    for (size_t i = 0; i < growth->shape_count && good; i++) {
        good = buffer_add_text(text, "shapes");
        for (unsigned k = 0; k < growth->shapes[i].count; k++)
            good = good && add_number(text, growth->shapes[i].items[k]);
        good = good && buffer_add_byte(text, '\n');
    }
    good = good && buffer_add_text(text, "surfaces") && add_number(text, growth->most);
    for (int i = 0; i < GROWTH_SURFACE_WEIGHTS; i++) good = good && add_weight(text, growth->surface[i]);
    return good && buffer_add_byte(text, '\n');
}

static bool add_words(struct buffer *text, const struct growth *growth) {
    struct buffer word = {0};
    bool good = true;
    for (uint32_t i = 0; i < growth->words.count && good; i++) {
        const uint32_t *counts = (const uint32_t *)&growth->counts[i];
        word.size = 0;
        good = buffer_add_text(text, "word");
        for (int k = 0; k < GROWTH_WORD_COUNTS; k++) good = good && add_number(text, counts[k]);
        good = good && surface_add_token(&word, growth->words.items[i].bytes, growth->words.items[i].size) &&
               buffer_add_byte(text, '\t') && buffer_add(text, word.bytes, word.size) && buffer_add_byte(text, '\n');
    }
    buffer_free(&word);
    return good;
}

static bool add_rest(struct buffer *text, const struct growth *growth) {
    bool good = true;
    for (uint32_t i = 0; i < growth->seen.count && good; i++)
        good = buffer_add_text(text, "seen") && add_number(text, growth->seen_counts[i]) &&
               buffer_add_byte(text, '\t') &&
               buffer_add(text, growth->seen.items[i].bytes, growth->seen.items[i].size) && buffer_add_byte(text, '\n');
    for (size_t i = 0; i < growth->feature_count && good; i++) {
        uint64_t feature = growth->features[i];
        good = buffer_add_text(text, "weights") && add_number(text, feature >> 48);
        for (int part = 0; part < 3; part++) good = good && add_number(text, feature >> 16 * part & 0xFFFF);
        for (uint32_t k = 0; k <= growth->types.count; k++)
            good = good && add_weight(text, growth_weights(growth, i)[k]);
        good = good && buffer_add_byte(text, '\n');
    }
    return good;
}

gaz_status growth_put(struct file_batch *batch, const struct growth *growth, const char *folder, gaz_error *error) {
    char *path = file_join(folder, growth_file_name);
    struct buffer text = {0};
    bool good = path && (!growth || (add_head(&text, growth) && add_words(&text, growth) && add_rest(&text, growth)));
    gaz_status status = good ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK)
        status = growth ? file_batch_replace(batch, path, text.bytes, text.size, error)
                        : file_batch_remove(batch, path, error);
    buffer_free(&text);
    free(path);
    return status;
}

/* ---- Reading ---- */

struct reader {
    struct growth *growth;
    const char *path;
    const char *at; /* in the line */
    const char *end;
    uint64_t line;
    uint64_t counts[COUNTED_LINES];
    bool has_surfaces;
    struct buffer room;
    gaz_error *error;
};

static gaz_status refuse(const struct reader *reader) {
    return error_set(reader->error, GAZ_ERROR_INPUT, reader->path, reader->line,
                     "is not what a harvest writes; harvest again");
}

/* Takes the next field of the line. False: the line has no more. */
static bool take_field(struct reader *reader, struct field *field) {
    if (reader->at > reader->end) return false;
    const char *tab = memchr(reader->at, '\t', (size_t)(reader->end - reader->at));
    *field = (struct field){reader->at, (size_t)((tab ? tab : reader->end) - reader->at)};
    reader->at += field->size + 1;
    return true;
}

static bool take_weight(struct reader *reader, float *weight) {
    struct field field;
    double number;
    if (!take_field(reader, &field) || !decimal_read(&number, field.bytes, field.size)) return false;
    *weight = (float)number;
    return true;
}

static bool take_number(struct reader *reader, uint64_t *number, uint64_t most) {
    struct field field;
    if (!take_field(reader, &field)) return false;
    const char *at = field.bytes;
    return decimal_read_whole(number, &at, field.bytes + field.size) && at == field.bytes + field.size &&
           *number <= most;
}

/* Types come first: they are the columns of the weights. */
static gaz_status take_type(struct reader *reader) {
    struct growth *growth = reader->growth;
    struct field name;
    uint32_t number;
    uint32_t known = growth->types.count;
    if (growth->feature_count || known > UINT16_MAX || !take_field(reader, &name) || name.size == 0)
        return refuse(reader);
    gaz_status status = strings_add(&number, &growth->types, name.bytes, name.size, reader->error);
    return status == GAZ_OK && number < known ? refuse(reader) : status;
}

static gaz_status take_shapes(struct reader *reader) {
    struct growth_shapes shapes = {.count = 0};
    uint64_t shape;
    while (reader->at <= reader->end) {
        if (shapes.count == GROWTH_TOKENS_MAX || !take_number(reader, &shape, SHAPE_END - 1) || shape == SHAPE_NONE)
            return refuse(reader);
        shapes.items[shapes.count++] = (uint8_t)shape;
    }
    if (shapes.count == 0 || reader->growth->shape_count == GROWTH_SHAPES_MAX) return refuse(reader);
    return growth_add_shapes(reader->growth, &shapes) ? GAZ_OK : error_memory(reader->error);
}

static gaz_status take_surfaces(struct reader *reader) {
    if (reader->has_surfaces) return refuse(reader);
    uint64_t most;
    if (!take_number(reader, &most, UINT32_MAX) || most == 0) return refuse(reader);
    reader->has_surfaces = true;
    reader->growth->most = (uint32_t)most;
    for (int i = 0; i < GROWTH_SURFACE_WEIGHTS; i++)
        if (!take_weight(reader, &reader->growth->surface[i])) return refuse(reader);
    return GAZ_OK;
}

static gaz_status take_word(struct reader *reader) {
    struct growth *growth = reader->growth;
    uint64_t counts[GROWTH_WORD_COUNTS];
    struct field word;
    gaz_token token;
    size_t at = 0;
    for (int i = 0; i < GROWTH_WORD_COUNTS; i++)
        if (!take_number(reader, &counts[i], i ? counts[0] : UINT32_MAX)) return refuse(reader);
    if (!take_field(reader, &word)) return refuse(reader);
    int more = surface_next_token(&token, &reader->room, word.bytes, word.size, &at);
    if (more == -1) return error_memory(reader->error);
    if (more != 1 || at < word.size) return refuse(reader);
    uint32_t number;
    uint32_t known = growth->words.count;
    gaz_status status = growth_add_word(&number, growth, token.bytes, token.size, reader->error);
    if (status != GAZ_OK) return status;
    if (number < known) return refuse(reader); /* a duplicate */
    for (int i = 0; i < GROWTH_WORD_COUNTS; i++) ((uint32_t *)&growth->counts[number])[i] = (uint32_t)counts[i];
    return GAZ_OK;
}

static gaz_status take_seen(struct reader *reader) {
    uint64_t count;
    struct field surface;
    gaz_token token;
    size_t at = 0;
    int more = 1;
    uint32_t known = reader->growth->seen.count;
    if (!take_number(reader, &count, UINT32_MAX) || !take_field(reader, &surface) || surface.size == 0)
        return refuse(reader);
    while (more == 1) more = surface_next_token(&token, &reader->room, surface.bytes, surface.size, &at);
    if (more) return more == -1 ? error_memory(reader->error) : refuse(reader);
    gaz_status status = growth_add_seen(reader->growth, surface.bytes, surface.size, (uint32_t)count, reader->error);
    return status == GAZ_OK && reader->growth->seen.count == known ? refuse(reader) : status;
}

static gaz_status take_weights(struct reader *reader) {
    uint64_t row;
    uint64_t parts[3];
    if (!take_number(reader, &row, UINT16_MAX)) return refuse(reader);
    for (int i = 0; i < 3; i++)
        if (!take_number(reader, &parts[i], UINT16_MAX)) return refuse(reader);
    float *weights = growth_add_feature(reader->growth, row << 48 | parts[2] << 32 | parts[1] << 16 | parts[0]);
    if (!weights) return error_memory(reader->error);
    for (uint32_t i = 0; i <= reader->growth->types.count; i++)
        if (!take_weight(reader, &weights[i])) return refuse(reader);
    return GAZ_OK;
}

static gaz_status take_head(struct reader *reader) {
    struct field key;
    uint64_t version;
    bool good =
        take_field(reader, &key) && field_is(&key, "gaz growth") && take_number(reader, &version, 1) && version == 1;
    for (int i = 0; i < COUNTED_LINES && good; i++) good = take_number(reader, &reader->counts[i], UINT32_MAX);
    return good && reader->at > reader->end ? GAZ_OK : refuse(reader);
}

static gaz_status take_line(struct reader *reader) {
    static const struct {
        const char *key;
        gaz_status (*take)(struct reader *reader);
    } lines[] = {{"type", take_type}, {"shapes", take_shapes}, {"surfaces", take_surfaces},
                 {"word", take_word}, {"seen", take_seen},     {"weights", take_weights}};
    struct field key;
    if (reader->line == 1) return take_head(reader);
    if (!take_field(reader, &key)) return refuse(reader);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!field_is(&key, lines[i].key)) continue;
        gaz_status status = lines[i].take(reader);
        return status == GAZ_OK && reader->at <= reader->end ? refuse(reader) : status;
    }
    return refuse(reader);
}

/* Whether no line is missing. */
static bool is_complete(const struct reader *reader) {
    const struct growth *growth = reader->growth;
    const uint64_t *counts = reader->counts;
    return reader->has_surfaces && growth->types.count && growth->shape_count && growth->feature_count &&
           growth->types.count == counts[0] && growth->shape_count == counts[1] && growth->words.count == counts[2] &&
           growth->seen.count == counts[3] && growth->feature_count == counts[4];
}

static gaz_status read_lines(struct reader *reader, const char *text, size_t size) {
    const char *end = text + size;
    gaz_status status = GAZ_OK;
    while (text < end && status == GAZ_OK) {
        const char *line_end = memchr(text, '\n', (size_t)(end - text));
        reader->line++;
        if (!line_end) return refuse(reader);
        reader->at = text;
        reader->end = line_end;
        status = take_line(reader);
        text = line_end + 1;
    }
    return status == GAZ_OK && !is_complete(reader) ? refuse(reader) : status;
}

gaz_status growth_read(struct growth **growth, const char *folder, gaz_error *error) {
    *growth = NULL;
    char *path = file_join(folder, growth_file_name);
    if (!path) return error_memory(error);
    char *text = NULL;
    size_t size = 0;
    gaz_status status = GAZ_OK;
    if (access(path, F_OK) == 0) {
        struct reader reader = {.growth = calloc(1, sizeof **growth), .path = path, .error = error};
        status = reader.growth ? input_read_file(&text, &size, path, NULL, error) : error_memory(error);
        if (status == GAZ_OK) status = read_lines(&reader, text, size);
        buffer_free(&reader.room);
        if (status == GAZ_OK)
            *growth = reader.growth;
        else
            growth_free(reader.growth);
    }
    free(text);
    free(path);
    return status;
}
