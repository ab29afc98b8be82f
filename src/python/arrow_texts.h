/* Texts in an Arrow array: string, large_string, string_view, and their binary kin. */
#ifndef PYTHON_ARROW_TEXTS_H
#define PYTHON_ARROW_TEXTS_H

#include <stdbool.h>
#include <stddef.h>

#include "arrow_abi.h"

enum arrow_layout { ARROW_OFFSETS_32, ARROW_OFFSETS_64, ARROW_VIEWS };

struct arrow_texts {
    const struct ArrowArray *array;
    enum arrow_layout layout;
    bool binary; /* not known to be UTF-8 */
};

/* False: the array has another type. */
bool arrow_texts_init(struct arrow_texts *texts, const struct ArrowSchema *schema);

/* The row's bytes; NULL: the row is null. An empty text is not NULL. */
const char *arrow_text(size_t *size, const struct arrow_texts *texts, int64_t row);

#endif
