/* The corpus with what the entries of the other folds tag in it: features for a tagger that is trained on it. */
#ifndef LEARN_CROSS_TAGS_H
#define LEARN_CROSS_TAGS_H

#include "learn/fit.h"

/* Writes a row for each token: the token, its gold tag, the score of the span that it is tagged in (0: in none) and the
 * tag, both tags in IOB2; an empty line after each sentence, a -DOCSTART- line between two documents. The spans are
 * those that the estimate counts, with its threshold; sentences that were thinned out are tagged alike. The lexicon's
 * scoring model must be that of the validation. */
gaz_status cross_tags_write(const gaz_sink *sink, const struct cross_validation *validation, gaz_error *error);

#endif
