/* Texts in, spans out: what the generic protocols have in common. */
#ifndef SERVE_TAG_H
#define SERVE_TAG_H

#include "serve/request.h"

/* POST /tag: gaz's own. {"text": "..."} or text/plain gives {"spans": [...], "offsets": ..., "model_version": ...};
 * {"texts": [...]} gives "results", an object with spans for each. */
void tag_answer(struct request *request);

/* POST /hf, and what other paths a client of Hugging Face's may have: {"inputs": "..."} or a list. */
void tag_answer_hugging_face(struct request *request);

/* POST /doccano: {"text": "..."}; offsets are UTF-16 units. */
void tag_answer_doccano(struct request *request);

#endif
