/* With which options a model was built of lists, so that it can be built of them again. */
#ifndef SERVE_BUILD_CHOICE_H
#define SERVE_BUILD_CHOICE_H

#include <stdbool.h>

#include "gaz.h"

struct build_choice {
    gaz_build_options options;
    char word_signs[40]; /* what the options point to */
};

/* Finds the options: what the model does not say is tried, until the lists give the very bytes of the model. `*same`
 * false: no options do; then those are chosen that are nearest. */
gaz_status build_choice_find(struct build_choice *choice, bool *same, const gaz_lexicon *lexicon,
                             const gaz_model *model, gaz_error *error);

#endif
