#include "learn/features.h"

enum {
    COUNTS = 7,    /* classes of counts: 0, 1, 2, up to 4, up to 9, up to 24, more */
    PURITIES = 16, /* classes of annotated / occurrences */
    LENGTHS = 7
};

static uint32_t count_class(uint32_t count) {
    static const uint32_t above[COUNTS - 1] = {0, 1, 2, 4, 9, 24};
    uint32_t class = 0;
    while (class < COUNTS - 1 && count > above[class]) class ++;
    return class;
}

static uint32_t purity_class(uint32_t annotated, uint32_t occurrences) {
    static const double up_to[PURITIES - 1] = {0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3,  0.4,
                                               0.5,  0.6,  0.7, 0.8,  0.9, 0.97, 0.999};
    double purity = occurrences ? (double)annotated / occurrences : 1;
    uint32_t class = 0;
    while (class < PURITIES - 1 && purity > up_to[class]) class ++;
    return class;
}

/* Blocks of features follow one another. */
struct writer {
    uint32_t *features;
    uint32_t count;
    uint32_t first; /* of the next block */
};

static void put(struct writer *writer, uint32_t block_size, bool is_there, uint32_t number) {
    if (is_there) writer->features[writer->count++] = writer->first + number;
    writer->first += block_size;
}

/* What the corpus's annotations say. `speaks`: there are some. */
static void put_annotated(struct writer *writer, uint32_t types, const struct entry_stats *stats, bool speaks) {
    bool variant = speaks && stats->variant != VARIANT_NONE;
    uint32_t size = context_size(stats->token_count);
    uint32_t count = count_class(stats->annotated);
    uint32_t purity = purity_class(stats->annotated, stats->occurrences);
    uint32_t folded = purity_class(stats->casefold_annotated, stats->casefold_occurrences);
    uint32_t length = stats->length < LENGTHS ? stats->length : LENGTHS - 1u;
    put(writer, types * CONTEXT_SIZES, speaks, stats->type * CONTEXT_SIZES + size);
    put(writer, types * SHAPES_END, speaks, stats->type * SHAPES_END + stats->shapes);
    put(writer, CONTEXT_SIZES * SHAPES_END, speaks, size * SHAPES_END + stats->shapes);
    put(writer, types * COUNTS, speaks, stats->type * COUNTS + count);
    put(writer, PURITIES * COUNTS * 2, speaks, (purity * COUNTS + count) * 2 + variant);
    put(writer, PURITIES * COUNTS, speaks, folded * COUNTS + count_class(stats->casefold_annotated));
    put(writer, PURITIES * PURITIES / 2, speaks, (folded / 2 * (PURITIES / 2) + purity / 2) * 2 + variant);
    put(writer, types * PURITIES, speaks && !variant, stats->type * PURITIES + purity);
    put(writer, VARIANT_KINDS * COUNTS, variant, stats->variant * COUNTS + count_class(stats->own_occurrences));
    put(writer, VARIANT_KINDS * COUNTS, variant, stats->variant * COUNTS + count);
    put(writer, types * VARIANT_KINDS, variant, stats->type * VARIANT_KINDS + stats->variant);
    put(writer, LENGTHS * SHAPES_END, speaks && size == 0, length * SHAPES_END + stats->shapes);
}

/* What a gazetteer says. `alone`: nothing else speaks for the entry. It shares no weight with what is annotated: there
 * may be very many of such entries, and hardly any right. */
static void put_listed(struct writer *writer, uint32_t types, const struct entry_stats *stats, bool alone) {
    bool variant = stats->variant != VARIANT_NONE;
    uint32_t size = context_size(stats->token_count);
    uint32_t own = count_class(variant ? stats->own_occurrences : stats->occurrences);
    uint32_t folded = purity_class(stats->casefold_annotated, stats->casefold_occurrences);
    uint32_t length = stats->length / 4u < LENGTHS ? stats->length / 4u : LENGTHS - 1u;
    put(writer, types * COUNTS, stats->listed, stats->type * COUNTS + count_class(stats->annotated));
    put(writer, CONTEXT_SIZES * COUNTS * 2, alone, (size * COUNTS + own) * 2 + variant);
    put(writer, types * CONTEXT_SIZES, alone, stats->type * CONTEXT_SIZES + size);
    put(writer, CONTEXT_SIZES * SHAPES_END, alone, size * SHAPES_END + stats->shapes);
    put(writer, CONTEXT_SIZES * LENGTHS, alone, size * LENGTHS + length);
    put(writer, PURITIES * COUNTS, alone, folded * COUNTS + count_class(stats->casefold_annotated));
    put(writer, VARIANT_KINDS * COUNTS, alone, stats->variant * COUNTS + count_class(stats->own_occurrences));
}

/* Puts all blocks; the last `first` is their total size. */
static void put_all(struct writer *writer, uint32_t types, const struct entry_stats *stats) {
    put(writer, 1, true, 0);
    put_annotated(writer, types, stats, stats->annotated > 0);
    put_listed(writer, types, stats, entry_stats_are_listed_only(stats));
}

uint32_t features_count(uint32_t type_count) {
    static const struct entry_stats none = {.token_count = 1};
    uint32_t features[FEATURES_MAX];
    struct writer writer = {.features = features};
    put_all(&writer, type_count, &none);
    return writer.first;
}

uint32_t features_of(uint32_t features[FEATURES_MAX], uint32_t type_count, const struct entry_stats *stats) {
    struct writer writer = {.features = features};
    put_all(&writer, type_count, stats);
    return writer.count;
}
