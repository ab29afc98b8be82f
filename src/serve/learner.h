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

/* What is known of lists. */
struct learner_facts {
    gaz_estimate estimate;
    uint64_t annotations; /* that they were harvested from */
};

/* Why lists are not taken in the place of those before them, a static text; NULL: they are. They are if
 * - the corpora have at least half of the annotations that the lists before were harvested from: else some of these
 *   corpora are missing, and what was learnt from them would be lost;
 * - the F1 on held-out text is known, if it was before;
 * - and it is not lower by more than noise, which is 0.02, or where it is more, what separates the F1 before from the
 *   lower end of the range in which that of four of five new texts should be. The two were estimated on different
 *   corpora, so nothing stricter would be sound. */
const char *learner_objection(const struct learner_facts *before, const struct learner_facts *after);

#endif
