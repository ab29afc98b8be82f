/* What a server says of itself. */
#ifndef SERVE_ABOUT_H
#define SERVE_ABOUT_H

#include "serve/request.h"

/* GET /health: {"status": "UP", "model_class": "gaz", "model_version": "..."}. */
void about_answer_health(struct request *request);

/* GET /metrics, for Prometheus. */
void about_answer_metrics(struct request *request);

#endif
