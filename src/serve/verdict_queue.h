/* Verdicts that wait until they are in lists and model: a thread gives all of them at once that have come while it was
 * at work. */
#ifndef SERVE_VERDICT_QUEUE_H
#define SERVE_VERDICT_QUEUE_H

#include "serve/kept_lists.h"
#include "serve/request.h"

struct verdict_queue;

/* `lists` and `slot` must outlive it. */
gaz_status verdict_queue_start(struct verdict_queue **queue, struct kept_lists *lists, struct slot *slot,
                               gaz_error *error);

/* Ends the change at work; whoever waits, or comes later, is told that the server ends. */
void verdict_queue_stop(struct verdict_queue *queue);

/* To be called after verdict_queue_stop, when no request is at work. */
void verdict_queue_free(struct verdict_queue *queue);

/* Answers a request, later. */
void verdict_queue_answer(struct verdict_queue *queue, struct request *request);

#endif
