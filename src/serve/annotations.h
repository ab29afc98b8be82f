/* Documents that a person has annotated, from any program. */
#ifndef SERVE_ANNOTATIONS_H
#define SERVE_ANNOTATIONS_H

#include "serve/request.h"

/* POST /annotations: {"id": a string or a whole number, "text": "...", "spans": [{"start", "end", "label"}, ...]}, as
 * gaz writes it; spans may have the "id" and "name" of a concept, and other members are passed over. ?offsets= is the
 * unit of start and end, code points by default. Replaces what was sent with that id before. Answered when it is kept:
 * {"id": "...", "model_version": "..."}. */
void annotations_answer(struct request *request);

#endif
