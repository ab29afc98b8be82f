/* gaz serve: what the command sees of it. */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

#include <stddef.h>
#include <stdint.h>

#include "gaz.h"

/* A model that is served below /m/NAME/; the first one also without. */
struct serve_model {
    const char *name; /* letters, digits, - and _ */
    const char *path;
};

struct serve_options {
    const char *address; /* that is listened at: of IPv4 or IPv6, as numbers */
    uint16_t port;       /* 0: any that is free */
    const struct serve_model *models;
    size_t model_count;       /* 1 or more */
    const char *const *names; /* by which the server may be called besides localhost and addresses */
    size_t name_count;
    const char *credentials; /* file of users and tokens, one of which a client must give; NULL: none need be given */
    unsigned threads;        /* that answer, 1 or more */
    uint64_t body_max;       /* bytes of the body of a request */
    unsigned connection_max;
    unsigned seconds_max; /* in which a request must have come, and in which its answer must be taken */

    const char *lists; /* folder of the lists that the one model is built of: verdicts go there; NULL: none are given */
    const char *corpus;       /* folder for annotated documents, made if it is missing; NULL: none are kept */
    int learn;                /* not 0: the documents are harvested into the lists; needs both */
    unsigned learn_seconds;   /* between the beginnings of two harvests, at least */
    uint64_t learn_documents; /* new or changed documents that a harvest is worth */

    void (*tell)(const char *message); /* one line, without a line end; never NULL. Called by any thread */
    void (*ready)(const char *url);    /* once, when requests are answered */
};

/* Serves until SIGTERM or SIGINT, and answers the requests that have come by then. SIGHUP has the models and
 * credentials read again; so does a change of a model's file. The process may call this once, before it has any other
 * thread. */
gaz_status serve_run(const struct serve_options *options, gaz_error *error);

#endif
