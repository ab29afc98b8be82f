#include "eval/entry_table.h"

#include <stdlib.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/sink.h"
#include "lexicon/surface.h"

void entry_table_free(struct entry_table *table) {
    strings_free(&table->keys);
    free(table->rows);
    free(table->shadows);
    buffer_free(&table->room);
    *table = (struct entry_table){0};
}

/* ---- Rows ---- */

/* The row of a span's surface and type, made if it is not there. */
static gaz_status find_row(uint32_t *row, struct entry_table *table, const struct pair *pair,
                           const struct corpus_span *span, gaz_error *error) {
    const struct corpus *surfaces = &pair->surfaces;
    const struct string *type = &pair->gold.types.items[span->type];
    struct buffer *key = &table->room;
    key->size = 0;
    for (uint32_t i = 0; i < span->size; i++) {
        const struct string *token = &surfaces->vocabulary.items[surfaces->tokens[span->begin + i]];
        if (!surface_add_token(key, token->bytes, token->size)) return error_memory(error);
    }
    size_t surface_size = key->size;
    if (!buffer_add_byte(key, '\t') || !buffer_add(key, type->bytes, type->size) ||
        !array_reserve(&table->rows, &table->row_capacity, (size_t)table->keys.count + 1, sizeof *table->rows))
        return error_memory(error);
    uint32_t known = table->keys.count;
    gaz_status status = strings_add(row, &table->keys, key->bytes, key->size, error);
    if (status == GAZ_OK && *row == known)
        table->rows[*row] = (struct entry_row){.surface_size = (uint32_t)surface_size};
    return status;
}

static bool same_bounds(const struct corpus_span *left, const struct corpus_span *right) {
    return left->begin == right->begin && left->size == right->size;
}

/* `gold`: the first gold span that ends after the hit's begin, or NULL. */
static gaz_status add_hit(struct entry_table *table, const struct pair *pair, const struct hit *hit,
                          const struct corpus_span *gold, gaz_error *error) {
    uint32_t number;
    gaz_status status = find_row(&number, table, pair, &hit->span, error);
    if (status != GAZ_OK) return status;
    struct entry_row *row = &table->rows[number];
    row->in_model = true;
    row->fired++;
    row->score += hit->score;
    if (!gold || gold->begin >= hit->span.begin + hit->span.size)
        row->outside++;
    else if (!same_bounds(gold, &hit->span))
        row->wrong_span++;
    else if (gold->type != hit->span.type)
        row->wrong_type++;
    else
        row->right++;
    return GAZ_OK;
}

static gaz_status add_hits(struct entry_table *table, const struct pair *pair, gaz_error *error) {
    const struct corpus *gold = &pair->gold;
    uint64_t next = 0;
    gaz_status status = GAZ_OK;
    for (uint64_t i = 0; i < pair->hit_count && status == GAZ_OK; i++) {
        const struct hit *hit = &pair->hits[i];
        while (next < gold->span_count && gold->spans[next].begin + gold->spans[next].size <= hit->span.begin) next++;
        status = add_hit(table, pair, hit, next < gold->span_count ? &gold->spans[next] : NULL, error);
    }
    return status;
}

static gaz_status add_shadow(struct entry_table *table, uint32_t row, const struct pair *pair,
                             const struct corpus_span *by, gaz_error *error) {
    uint32_t number;
    gaz_status status = find_row(&number, table, pair, by, error);
    if (status != GAZ_OK) return status;
    if (!array_reserve(&table->shadows, &table->shadow_capacity, table->shadow_count + 1, sizeof *table->shadows))
        return error_memory(error);
    table->shadows[table->shadow_count++] = (struct entry_shadow){row, number};
    table->rows[row].shadowed++;
    return GAZ_OK;
}

/* `hit`: the first one that ends after the span's begin, or NULL. */
static gaz_status add_gold(struct entry_table *table, const struct pair *pair, uint64_t number, const struct hit *hit,
                           gaz_error *error) {
    const struct corpus_span *gold = &pair->gold.spans[number];
    if (hit && same_bounds(&hit->span, gold) && hit->span.type == gold->type) return GAZ_OK;
    uint32_t row;
    gaz_status status = find_row(&row, table, pair, gold, error);
    if (status != GAZ_OK) return status;
    table->rows[row].missed++;
    if (pair->reachable[number]) table->rows[row].in_model = true;
    bool covered = hit && hit->span.begin <= gold->begin && hit->span.size > gold->size &&
                   hit->span.begin + hit->span.size >= gold->begin + gold->size;
    return covered ? add_shadow(table, row, pair, &hit->span, error) : GAZ_OK;
}

static gaz_status add_missed(struct entry_table *table, const struct pair *pair, gaz_error *error) {
    uint64_t next = 0;
    gaz_status status = GAZ_OK;
    for (uint64_t i = 0; i < pair->gold.span_count && status == GAZ_OK; i++) {
        uint64_t begin = pair->gold.spans[i].begin;
        while (next < pair->hit_count && pair->hits[next].span.begin + pair->hits[next].span.size <= begin) next++;
        status = add_gold(table, pair, i, next < pair->hit_count ? &pair->hits[next] : NULL, error);
    }
    return status;
}

gaz_status entry_table_add(struct entry_table *table, const struct pair *pair, gaz_error *error) {
    gaz_status status = add_hits(table, pair, error);
    return status == GAZ_OK ? add_missed(table, pair, error) : status;
}

/* ---- The file ---- */

static int compare_bytes(const char *left, size_t left_size, const char *right, size_t right_size) {
    int result = memcmp(left, right, left_size < right_size ? left_size : right_size);
    return result ? result : (left_size > right_size) - (left_size < right_size);
}

/* By surface, then type. */
static int compare_keys(const struct entry_table *table, uint32_t left, uint32_t right) {
    const struct string *a = &table->keys.items[left];
    const struct string *b = &table->keys.items[right];
    uint32_t a_surface = table->rows[left].surface_size;
    uint32_t b_surface = table->rows[right].surface_size;
    int result = compare_bytes(a->bytes, a_surface, b->bytes, b_surface);
    if (result) return result;
    return compare_bytes(a->bytes + a_surface, a->size - a_surface, b->bytes + b_surface, b->size - b_surface);
}

static uint64_t count_wrong(const struct entry_row *row) {
    return row->wrong_type + row->wrong_span + row->outside;
}

static int compare_rows(const void *left, const void *right, void *context) {
    const struct entry_table *table = context;
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    const struct entry_row *one = &table->rows[a];
    const struct entry_row *two = &table->rows[b];
    uint64_t one_wrong = count_wrong(one);
    uint64_t two_wrong = count_wrong(two);
    if (one_wrong != two_wrong) return one_wrong > two_wrong ? -1 : 1;
    if (one->missed != two->missed) return one->missed > two->missed ? -1 : 1;
    return compare_keys(table, a, b);
}

static int compare_shadows(const void *left, const void *right) {
    const struct entry_shadow *a = left;
    const struct entry_shadow *b = right;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    return (a->by > b->by) - (a->by < b->by);
}

/* The row that covers another one most often. */
struct most {
    uint32_t times; /* 0 = none does */
    uint32_t by;
};

/* What the file is made of. */
struct listing {
    const struct entry_table *table;
    uint32_t *order;    /* rows */
    struct most *mosts; /* by row */
    struct buffer text;
};

/* Fills listing->mosts, all zero before, from the sorted shadows. */
static void find_shadows(struct listing *listing, const struct entry_shadow *sorted) {
    size_t count = listing->table->shadow_count;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && compare_shadows(&sorted[i], &sorted[end]) == 0;) end++;
        struct most *most = &listing->mosts[sorted[i].row];
        uint32_t times = (uint32_t)(end - i);
        bool more =
            times > most->times || (times == most->times && compare_keys(listing->table, sorted[i].by, most->by) < 0);
        if (more) *most = (struct most){times, sorted[i].by};
    }
}

static gaz_status make_listing(struct listing *listing, gaz_error *error) {
    const struct entry_table *table = listing->table;
    uint32_t count = table->keys.count;
    struct entry_shadow *sorted = calloc(table->shadow_count + 1, sizeof *sorted);
    listing->order = malloc(((size_t)count + 1) * sizeof *listing->order);
    listing->mosts = calloc((size_t)count + 1, sizeof *listing->mosts);
    bool good = sorted && listing->order && listing->mosts;
    if (good) {
        if (table->shadow_count) memcpy(sorted, table->shadows, table->shadow_count * sizeof *sorted);
        qsort(sorted, table->shadow_count, sizeof *sorted, compare_shadows);
        find_shadows(listing, sorted);
        for (uint32_t i = 0; i < count; i++) listing->order[i] = i;
        qsort_r(listing->order, count, sizeof *listing->order, compare_rows, (void *)(uintptr_t)table);
    }
    free(sorted);
    return good ? GAZ_OK : error_memory(error);
}

static bool add_row(struct listing *listing, uint32_t number) {
    const struct entry_table *table = listing->table;
    const struct entry_row *row = &table->rows[number];
    const struct string *key = &table->keys.items[number];
    const struct most *most = &listing->mosts[number];
    const uint64_t counts[] = {row->fired,   row->right,  row->wrong_type, row->wrong_span,
                               row->outside, row->missed, row->shadowed};
    struct buffer *text = &listing->text;
    bool good = buffer_add(text, key->bytes, key->size);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        good = good && buffer_add_byte(text, '\t') && buffer_add_number(text, counts[i]);
    good = good && buffer_add_byte(text, '\t');
    if (most->times)
        good = good && buffer_add(text, table->keys.items[most->by].bytes, table->rows[most->by].surface_size);
    good = good && buffer_add_byte(text, '\t');
    if (row->fired) good = good && decimal_add(text, row->score / (double)row->fired);
    return good && buffer_add_text(text, row->in_model ? "\tyes\n" : "\tno\n");
}

static bool add_rows(struct listing *listing) {
    static const char head[] = "surface\ttype\tfired\tright\twrong_type\twrong_span\toutside\tmissed\tshadowed\t"
                               "shadowed_by\tscore\tin_model\n";
    bool good = buffer_add_text(&listing->text, head);
    for (uint32_t i = 0; i < listing->table->keys.count && good; i++) good = add_row(listing, listing->order[i]);
    return good;
}

gaz_status entry_table_write(const struct entry_table *table, const gaz_sink *sink, gaz_error *error) {
    struct listing listing = {.table = table};
    gaz_status status = make_listing(&listing, error);
    if (status == GAZ_OK && !add_rows(&listing)) status = error_memory(error);
    if (status == GAZ_OK) status = sink_write(sink, listing.text.bytes, listing.text.size, error);
    free(listing.order);
    free(listing.mosts);
    buffer_free(&listing.text);
    return status;
}
