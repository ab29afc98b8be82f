/* The protocol of an ML backend of Label Studio 1.x, as its version 1.23 speaks it. A backend's address is that of the
 * model and /label-studio; GET /label-studio/health is answered by about.h, POST /label-studio/webhook by webhook.h. */
#ifndef SERVE_LABEL_STUDIO_H
#define SERVE_LABEL_STUDIO_H

#include "serve/label_config.h"
#include "serve/request.h"

/* POST /label-studio/setup: {"schema": "<View>...", ...} is answered with {"model_version": "..."}. The access token
 * that Label Studio sends along is not looked at. */
void label_studio_answer_setup(struct request *request);

/* POST /label-studio/predict: {"tasks": [...], "label_config": "<View>...", ...} is answered with a prediction for each
 * task, in their order. A task without the text has none of the spans. */
void label_studio_answer_predict(struct request *request);

/* GET /label-studio/versions: {"versions": ["..."]}. */
void label_studio_answer_versions(struct request *request);

/* Reads a labelling configuration, a member of the body; NULL: it has none. False: it has been answered. To be freed
 * then, too. */
bool label_studio_read_config(struct label_config *config, struct request *request, const struct json_member *member);

#endif
