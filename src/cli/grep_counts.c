/* gaz grep --count-by: how many matches there are of each type, entry or id. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grep.h"

struct row {
    uint64_t count;
    char *key; /* owned: what is counted, with TABs between its columns */
};

static int compare_keys(const void *left, const void *right) {
    return strcmp(((const struct row *)left)->key, ((const struct row *)right)->key);
}

static int compare_counts(const void *left, const void *right) {
    const struct row *first = left;
    const struct row *second = right;
    if (first->count != second->count) return first->count < second->count ? 1 : -1;
    return compare_keys(left, right);
}

/* What an entry is counted as; NULL: out of memory. */
static char *key_of(gaz_lookup *lookup, const gaz_model_entry *entry, uint32_t number, enum grep_by by) {
    const char *surface;
    size_t size;
    char *key = NULL;
    const char *id = entry->id ? entry->id : "-";
    int done = -1;
    if (by == GREP_BY_TYPE)
        done = asprintf(&key, "%s", entry->type);
    else if (by == GREP_BY_ID)
        done = asprintf(&key, "%s\t%s", id, entry->name ? entry->name : "-");
    else if (gaz_lookup_surface(&surface, &size, lookup, number, NULL) == GAZ_OK)
        done = asprintf(&key, "%.*s\t%s\t%s", (int)size, surface, entry->type, id);
    return done < 0 ? NULL : key;
}

/* A row for each entry with matches. False: out of memory. */
static bool collect(struct row **rows, size_t *count, const gaz_grep *grep, const gaz_model *model, gaz_lookup *lookup,
                    enum grep_by by) {
    gaz_model_entry entry;
    size_t found = 0;
    for (uint32_t i = 0; gaz_model_get_entry(&entry, model, i); i++) found += gaz_grep_entry_matches(grep, i) > 0;
    *rows = calloc(found + 1, sizeof **rows);
    if (!*rows) return false;
    for (uint32_t i = 0; *count < found; i++) {
        uint64_t matches = gaz_grep_entry_matches(grep, i);
        if (matches == 0 || !gaz_model_get_entry(&entry, model, i)) continue;
        struct row *row = &(*rows)[*count];
        *row = (struct row){matches, key_of(lookup, &entry, i, by)};
        if (!row->key) return false;
        ++*count;
    }
    return true;
}

/* Adds up the rows of the same key. */
static size_t merge(struct row *rows, size_t count) {
    size_t kept = 0;
    qsort(rows, count, sizeof *rows, compare_keys);
    for (size_t i = 0; i < count; i++) {
        if (kept && strcmp(rows[kept - 1].key, rows[i].key) == 0) {
            rows[kept - 1].count += rows[i].count;
            free(rows[i].key);
        } else {
            rows[kept++] = rows[i];
        }
    }
    qsort(rows, kept, sizeof *rows, compare_counts);
    return kept;
}

bool grep_print_counts(const gaz_grep *grep, const gaz_model *model, enum grep_by by) {
    gaz_lookup *lookup = NULL;
    struct row *rows = NULL;
    size_t count = 0;
    bool good = gaz_lookup_new(&lookup, model, NULL) == GAZ_OK && collect(&rows, &count, grep, model, lookup, by);
    if (good) {
        count = merge(rows, count);
        for (size_t i = 0; i < count; i++) printf("%" PRIu64 "\t%s\n", rows[i].count, rows[i].key);
    } else {
        tell("gaz: out of memory\n");
    }
    for (size_t i = 0; i < count; i++) free(rows[i].key);
    free(rows);
    gaz_lookup_free(lookup);
    return good && command_finish() == EXIT_GOOD;
}
