/* Proving that a model file is safe to use: every index in bounds, every walk finite. */
#ifndef MODEL_VERIFY_H
#define MODEL_VERIFY_H

#include "model/model.h"

/* The sections that a file has, by tokenization and kind. */
struct sections {
    const void *at[TOKENS_END][SECTION_KIND_END]; /* NULL = not there */
    uint64_t size[TOKENS_END][SECTION_KIND_END];
};

/* Every section is there and has the size that the counts ask for. Cheap; done for trusted files too. */
bool verify_sizes(const gaz_model *model, const struct sections *sections);

/* One pass over everything. */
bool verify_content(const gaz_model *model, const struct sections *sections);

#endif
