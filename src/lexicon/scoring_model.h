/* The scoring model that a harvest makes by cross-validation: estimates for new text, and the weights that score
 * matches by their context. */
#ifndef LEXICON_SCORING_MODEL_H
#define LEXICON_SCORING_MODEL_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/file_batch.h"
#include "base/strings.h"
#include "gaz.h"
#include "model/image.h"

struct scoring_model {
    gaz_estimate estimate;
    struct image_point points[101]; /* by score, ascending */
    uint32_t point_count;

    /* The weights of contexts; empty if `types` is. */
    struct strings types; /* the columns of the weights, sorted by name */
    float *weights;       /* model/context.h */
    struct strings words;
    struct word_classes {
        uint8_t extends; /* enum word_class */
        uint8_t introduces;
    } * classes; /* by word */
    size_t class_capacity;
};

void scoring_model_free(struct scoring_model *scoring);

/* Whether matches are scored by their context. */
static inline bool scoring_model_has_context(const struct scoring_model *scoring) {
    return scoring && scoring->types.count > 0;
}

/* Appends the name of a row of the weights: "left lower", "right never a part". False: out of memory. */
bool scoring_model_add_row_name(struct buffer *text, uint32_t row);

/* The words as the hash table of a model file; owned, with `*slots` slots. NULL: out of memory. */
struct image_word *scoring_model_word_table(uint32_t *slots, const struct scoring_model *scoring);

/* The name of the file beside the lists. */
extern const char scoring_model_file_name[];

/* Puts a scoring model into a folder of lists, with a batch of its files; NULL: removes the one of an earlier harvest.
 */
gaz_status scoring_model_put(struct file_batch *batch, const struct scoring_model *scoring, const char *folder,
                             gaz_error *error);

/* Reads the scoring model of a folder of lists. `*scoring` is owned, NULL if the folder has none. */
gaz_status scoring_model_read(struct scoring_model **scoring, const char *folder, gaz_error *error);

#endif
