/* What Label Studio tells of: annotations that people have made. */
#ifndef SERVE_WEBHOOK_H
#define SERVE_WEBHOOK_H

#include "serve/request.h"

/* POST /label-studio/webhook: {"action": "ANNOTATION_CREATED", "annotation": {...}, "task": {...}, "project": {...}}.
 * An annotation that was made or changed is kept, as annotation-ID of label-studio-PROJECT; one that was deleted or
 * skipped is forgotten. All else, and all if nothing is kept, is taken without effect: {"result": {}, "status": "ok"}.
 */
void webhook_answer(struct request *request);

#endif
