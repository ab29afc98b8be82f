#include "suggest/name_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* ---- Forgetting ---- */

/* Whether a surface is to be kept rather than another. */
static int compare(const void *left, const void *right, void *context) {
    const struct name_table *table = context;
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    const struct name_evidence *one = &table->items[a].evidence;
    const struct name_evidence *two = &table->items[b].evidence;
    if (one->best < two->best || one->best > two->best) return one->best > two->best ? -1 : 1;
    if (one->count != two->count) return one->count > two->count ? -1 : 1;
    return (a > b) - (a < b);
}

/* Moves a surface to another table. */
static gaz_status move(struct name_table *to, struct name_table *from, uint32_t number, gaz_error *error) {
    const struct string *string = &from->strings.items[number];
    uint32_t made;
    gaz_status status = strings_add(&made, &to->strings, string->bytes, string->size, error);
    if (status != GAZ_OK) return status;
    to->items[made] = from->items[number];
    from->items[number].examples = (struct buffer){0};
    memcpy(to->types + made * to->type_count, from->types + number * to->type_count,
           to->type_count * sizeof *to->types);
    return GAZ_OK;
}

static gaz_status forget(struct name_table *table, gaz_error *error) {
    uint32_t count = table->strings.count;
    struct name_table kept = {.type_count = table->type_count, .most = table->most};
    uint32_t *order = malloc(((size_t)count + 1) * sizeof *order);
    gaz_status status = GAZ_OK;
    if (!order || !array_reserve(&kept.items, &kept.capacity, count, sizeof *kept.items) ||
        !array_reserve(&kept.types, &kept.type_capacity, count * kept.type_count, sizeof *kept.types))
        status = error_memory(error);
    for (uint32_t i = 0; i < count && order; i++) order[i] = i;
    if (status == GAZ_OK) qsort_r(order, count, sizeof *order, compare, table);
    for (uint32_t i = 0; i < count / 2 && status == GAZ_OK; i++) status = move(&kept, table, order[i], error);
    free(order);
    if (status != GAZ_OK) {
        name_table_free(&kept);
        return status;
    }
    name_table_free(table);
    *table = kept;
    return GAZ_OK;
}

/* ---- Adding ---- */

static gaz_status find(uint32_t *number, struct name_table *table, const char *surface, size_t size, gaz_error *error) {
    if (strings_find(number, &table->strings, surface, size)) return GAZ_OK;
    gaz_status status = table->strings.count >= table->most ? forget(table, error) : GAZ_OK;
    if (status != GAZ_OK) return status;
    size_t types = table->type_count;
    size_t count = table->strings.count + (size_t)1;
    if (!array_reserve(&table->items, &table->capacity, count, sizeof *table->items) ||
        !array_reserve(&table->types, &table->type_capacity, count * types, sizeof *table->types))
        return error_memory(error);
    status = strings_add(number, &table->strings, surface, size, error);
    if (status != GAZ_OK) return status;
    table->items[*number] = (struct name_item){.example_count = 0};
    memset(table->types + *number * types, 0, types * sizeof *table->types);
    return GAZ_OK;
}

gaz_status name_table_add(struct name_table *table, const char *surface, size_t size, const struct name_hit *hit,
                          const float *types, const char *example, size_t example_size, gaz_error *error) {
    uint32_t number;
    gaz_status status = find(&number, table, surface, size, error);
    if (status != GAZ_OK) return status;
    struct name_item *item = &table->items[number];
    name_evidence_add(&item->evidence, hit);
    for (size_t i = 0; i < table->type_count; i++)
        table->types[number * table->type_count + i] += hit->probability * types[i];
    if (!hit->won || item->example_count == NAME_EXAMPLES) return GAZ_OK;
    if (!buffer_add(&item->examples, " | ", item->example_count++ ? 3 : 0) ||
        !buffer_add(&item->examples, example, example_size))
        return error_memory(error);
    return GAZ_OK;
}

void name_table_free(struct name_table *table) {
    for (uint32_t i = 0; i < table->strings.count && table->items; i++) buffer_free(&table->items[i].examples);
    strings_free(&table->strings);
    free(table->items);
    free(table->types);
    *table = (struct name_table){0};
}
