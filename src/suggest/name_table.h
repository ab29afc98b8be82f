/* The surfaces that may be suggested, with what their occurrences say together. Bounded: when there are too many, the
 * half that is least likely is forgotten, and begins anew if it is found again. */
#ifndef SUGGEST_NAME_TABLE_H
#define SUGGEST_NAME_TABLE_H

#include "base/buffer.h"
#include "learn/name_evidence.h"

enum { NAME_TABLE_MAX = 1 << 20, NAME_EXAMPLES = 3 };

struct suggestion {
    const char *surface; /* borrowed from the table; the next too */
    uint32_t size;
    uint32_t type;
    double probability;
    uint64_t count; /* occurrences that are not parts of better ones */
    const struct buffer *examples;
};

/* All zero, with the first two members set, is empty. */
struct name_table {
    size_t type_count;
    size_t most; /* surfaces */
    struct strings strings;
    struct name_item {
        struct name_evidence evidence;
        struct buffer examples; /* " | " between them */
        unsigned example_count;
    } * items; /* by number of its string */
    size_t capacity;
    float *types; /* by surface, then type */
    size_t type_capacity;
};

gaz_status name_table_add(struct name_table *table, const char *surface, size_t size, const struct name_hit *hit,
                          const float *types, const char *example, size_t example_size, gaz_error *error);
void name_table_free(struct name_table *table);

#endif
