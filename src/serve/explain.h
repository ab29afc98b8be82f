/* Why a text is tagged as it is. */
#ifndef SERVE_EXPLAIN_H
#define SERVE_EXPLAIN_H

#include "serve/request.h"

/* POST /explain: {"text": "...", "start": 4, "end": 10} gives {"explanation": {...}, "offsets": ..., "model_version":
 * ...}, where the explanation is what `gaz explain --json` writes of that span. {"text": "..."} gives "explanations" of
 * the spans that are tagged, and "complete": false if there are more than are explained at a time. Offsets are code
 * points unless ?offsets= says byte or utf16. */
void explain_answer(struct request *request);

#endif
