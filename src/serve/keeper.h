/* Keeps what people say: documents that they have annotated, in a folder of files, and verdicts, in the lists; learns
 * from both, and has the model changed over. Who does what:
 *
 *     keeper.c           begins and ends it, and answers requests
 *       kept_documents.c   the folder of documents
 *       kept_lists.c       the lists, and the model that is built of them; build_choice.c: with which options
 *       verdict_queue.c    the thread that gives verdicts
 *       learner.c          the thread that harvests; history.c: what each harvest came to */
#ifndef SERVE_KEEPER_H
#define SERVE_KEEPER_H

#include "serve/request.h"

struct keeper;

/* What these point to must outlive the keeper. */
struct keeper_options {
    const char *lists;                 /* folder of the lists that the first model is built of; NULL: there are none */
    const char *corpus;                /* folder of documents; NULL: none are kept */
    bool learn;                        /* the documents are harvested into the lists, and the model is built of these;
                                        * needs both */
    unsigned seconds;                  /* between the beginnings of two harvests, at least */
    uint64_t documents;                /* new or changed ones that a harvest is worth; 0 is taken for 1 */
    void (*tell)(const char *message); /* one line */
};

/* Begins to work for the first of the models; NULL if there is neither a corpus nor lists. Lists of which no model can
 * be built are GAZ_ERROR_INPUT. */
gaz_status keeper_start(struct keeper **keeper, const struct keeper_options *options, struct models *models,
                        gaz_error *error);

/* Ends what is at work, and answers whoever waits; documents are kept, and requests answered, as before. To be called
 * once. NULL is fine. */
void keeper_stop(struct keeper *keeper);

/* To be called after keeper_stop, when no request is at work. NULL is fine. */
void keeper_free(struct keeper *keeper);

/* Whether documents are kept; `keeper` may be NULL. */
bool keeper_has_corpus(const struct keeper *keeper);

/* Keeps a document that a person has annotated, in a file of its own that is replaced as a whole; when this returns, it
 * stays, whatever happens. `source` and `id` say which it is: "label-studio-7", "41". Any thread may call it. Without a
 * corpus it is GAZ_ERROR_ARGUMENT; `keeper` may be NULL. */
gaz_status keeper_add_document(struct keeper *keeper, const char *source, const char *id, const gaz_document *document,
                               gaz_error *error);

/* Forgets one, if it is there. Any thread may call it. Without a corpus it is GAZ_ERROR_ARGUMENT; `keeper` may be NULL.
 */
gaz_status keeper_remove_document(struct keeper *keeper, const char *source, const char *id, gaz_error *error);

/* POST /verdict: {"surface": "...", "type": "...", "verdict": "keep" or "drop"}, and perhaps "id", of the concept.
 * Answered when it is in the lists and the model: {"model_version": "..."}. A type that neither of them has is refused
 * with 400. */
void keeper_answer_verdict(struct request *request);

/* GET /status: what is kept, and what each harvest came to, the newest 100, the oldest first:
 *
 *     {"model_version": "...", "entries": of the model,
 *      "documents": that are kept, "annotations": their spans,
 *      "learning": whether they are harvested, "at_work": whether that is going on,
 *      "queued": changes of documents that no harvest has had,
 *      "rounds": [{"time": when it began, "2026-11-30T14:50:15Z", "documents": .., "annotations": ..,
 *                  "entries": kept in the lists, "judged": whether these are known: "precision", "recall", "f1", on
 *                  held-out text, "f1_low", "f1_high": where that of four of five new texts should be,
 *                  "f1_before": of the lists in use, "taken": .., "reason": why not, "model_version": that is served
 *                  then, "error": "..."}, ...]}
 *
 * Members of which nothing is known are left out: of a keeper without a corpus "documents", of a round without a fault
 * "error". */
void keeper_answer_status(struct request *request);

#endif
