/* Keeps what people say: documents that they have annotated, in a folder of files, and verdicts, in the lists; learns
 * from both, and has the model changed over. One thread works for all of it. */
#ifndef SERVE_KEEPER_H
#define SERVE_KEEPER_H

#include "serve/request.h"

struct keeper;

struct keeper_options {
    const char *lists;                 /* folder of the lists that the first model is built of; NULL: there are none */
    const char *corpus;                /* folder of documents; NULL: none are kept */
    bool learn;                        /* the documents are harvested into the lists, and the model is built of these */
    unsigned seconds;                  /* that are between two harvests, at least */
    uint64_t documents;                /* new or changed ones that a harvest is worth; 0: the seconds alone count */
    void (*tell)(const char *message); /* one line */
};

/* Begins to work for the first of the models. */
gaz_status keeper_start(struct keeper **keeper, const struct keeper_options *options, struct models *models,
                        gaz_error *error);

/* Ends what is at work, and answers whoever waits. NULL is fine. */
void keeper_stop(struct keeper *keeper);

/* Whether documents are kept; `keeper` may be NULL. */
bool keeper_has_corpus(const struct keeper *keeper);

/* Keeps a document that a person has annotated, in a file of its own that is replaced as a whole; when this returns, it
 * stays, whatever happens. `source` and `id` say which it is: "label-studio-7", "41". Any thread may call it. Without a
 * corpus it is GAZ_ERROR_ARGUMENT. */
gaz_status keeper_add_document(struct keeper *keeper, const char *source, const char *id, const gaz_document *document,
                               gaz_error *error);

/* Forgets one, if it is there. */
gaz_status keeper_remove_document(struct keeper *keeper, const char *source, const char *id, gaz_error *error);

/* POST /verdict: {"surface": "...", "type": "...", "verdict": "keep" or "drop"}. Answered when it is in the lists and
 * the model: {"model_version": "..."}. */
void keeper_answer_verdict(struct request *request);

/* GET /status: what is kept, and what each harvest came to. */
void keeper_answer_status(struct request *request);

#endif
