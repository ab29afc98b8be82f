/* What a server says of itself. */
#ifndef SERVE_ABOUT_H
#define SERVE_ABOUT_H

#include "serve/request.h"

/* GET /health: {"status": "UP", "model_class": "gaz", "model_version": "..."}. */
void about_answer_health(struct request *request);

/* GET /models: {"model": "...", "models": [{"name": ..., "model_version": ..., "entries": ..., "types": [...]}]}: that
 * of the path, and all of them in the order of the command line. */
void about_answer_models(struct request *request);

/* GET /metrics, for Prometheus. */
void about_answer_metrics(struct request *request);

#endif
