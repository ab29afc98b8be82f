/* What a model finds in a gold file. */
#ifndef EVAL_PREDICT_H
#define EVAL_PREDICT_H

#include "eval/pair.h"
#include "model/model.h"

/* Fills the predicted side of a pair whose gold has been read: the model's spans, the tags that write them in the
 * gold's scheme, and which gold spans the model could find at all. `match` is that of gaz_eval_options. */
gaz_status predict(struct pair *pair, const gaz_model *model, const gaz_match_options *match, gaz_progress progress,
                   void *context, gaz_error *error);

#endif
