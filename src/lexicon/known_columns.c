#include "lexicon/known_columns.h"

#include "base/decimal.h"
#include "lexicon/columns.h"

/* The readme of GeoNames' dump; Spark NLP's EntityRuler. */
static const struct layout geonames = {
    .format = {.separator = '\t', .count = 19},
    .split = ',',
    .columns = {[ROLE_ID] = 1, [ROLE_SURFACE] = 2, [ROLE_SYNONYMS] = 4, [ROLE_TYPE] = 8}};
static const struct layout sparknlp = {.format = {.separator = '|', .count = 2},
                                       .columns = {[ROLE_TYPE] = 1, [ROLE_SURFACE] = 2}};

static bool is_place(const struct csv_row *row) {
    const char *id = row->fields[0].bytes;
    uint64_t number;
    double degrees;
    return decimal_read_whole(&number, &id, id + row->fields[0].size) &&
           decimal_read(&degrees, row->fields[4].bytes, row->fields[4].size) &&
           decimal_read(&degrees, row->fields[5].bytes, row->fields[5].size);
}

static bool is_typed(const struct csv_row *row) {
    const struct field *type = &row->fields[0];
    for (size_t i = 0; i < type->size; i++)
        if (!memchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", type->bytes[i], 27)) return false;
    return type->size && row->fields[1].size;
}

bool geonames_is(const struct dictionary *file) {
    return columns_fit(file, &geonames, is_place);
}

bool sparknlp_is(const struct dictionary *file) {
    return columns_fit(file, &sparknlp, is_typed);
}

gaz_status geonames_read(struct dictionary *dictionary) {
    return columns_read(dictionary, &geonames, false);
}

gaz_status sparknlp_read(struct dictionary *dictionary) {
    return columns_read(dictionary, &sparknlp, false);
}
