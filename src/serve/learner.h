/* Learns from the documents that are kept: in rounds, each of which harvests all of them into the lists. */
#ifndef SERVE_LEARNER_H
#define SERVE_LEARNER_H

#include "serve/history.h"
#include "serve/kept_documents.h"
#include "serve/kept_lists.h"

struct learner;

struct learner_options {
    unsigned seconds;                  /* between the beginnings of two rounds, at least */
    uint64_t documents;                /* new or changed ones that a round is worth; 1 or more */
    bool due;                          /* an earlier process has left something to learn: a round is due at once */
    void (*tell)(const char *message); /* one line */
};

/* Starts a thread of low priority. What is given must outlive it. */
gaz_status learner_start(struct learner **learner, const struct learner_options *options, struct kept_lists *lists,
                         struct kept_documents *documents, struct history *history, struct slot *slot,
                         gaz_error *error);

/* Gives up the round at work, if its lists are not being written, and frees it. NULL is fine. */
void learner_stop(struct learner *learner);

/* Says that documents have changed. NULL is fine. */
void learner_wake(struct learner *learner);

/* Whether a round is at work, and how many changes none has had yet. */
bool learner_is_at_work(uint64_t *queued, struct learner *learner);

/* Whether lists are taken in the place of those before them: unless the F1 on held-out text is lower by more than
 * noise, which is 0.02, or where it is more, what separates it from the lower end of the range in which four of five
 * new texts should be. The two were estimated on different corpora, the newer one on more text, so nothing stricter
 * would be sound. Lists of which nothing was known are always replaced; those of which something is, only by such. */
bool learner_takes(const gaz_estimate *before, const gaz_estimate *after);

#endif
