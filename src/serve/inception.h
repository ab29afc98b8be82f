/* INCEpTION's protocol of external recommenders. */
#ifndef SERVE_INCEPTION_H
#define SERVE_INCEPTION_H

#include "serve/request.h"

/* POST /inception/predict: a document in, its predictions out, both XMI in JSON. Spans are those of the document's
 * tokens, and offsets UTF-16 units. */
void inception_answer_predict(struct request *request);

/* POST /inception/train: the annotated documents of a user are kept, if any are (keeper.h). */
void inception_answer_train(struct request *request);

#endif
