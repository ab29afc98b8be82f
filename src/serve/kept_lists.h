/* The lists that the first model is built of. Each change reads them, changes them, writes them, builds the model and
 * changes it over, one change after the other.
 *
 * A change is first written to a file beside the lists, which is removed when all of it is done; if it is there when
 * the lists are opened, what it says is done again. So lists and model are whole, and agree, whatever ends the process.
 */
#ifndef SERVE_KEPT_LISTS_H
#define SERVE_KEPT_LISTS_H

#include "serve/models.h"

struct kept_lists;

/* What a person says of an entry. */
struct verdict {
    char *surface; /* owned; \ is \\, and any blanks are one space, as in lists */
    char *type;    /* owned */
    char *id;      /* owned; NULL: of all senses of that type */
    bool keep;
    bool refused; /* set by kept_lists_give: neither lists nor model know the type */
};

/* What these point to must outlive the lists. */
struct kept_lists_options {
    const char *folder;
    bool learn; /* harvests follow: lists that one has not written to the end are fine until then; else they are
                 * GAZ_ERROR_INPUT */
    void (*tell)(const char *message);
};

/* Opens a folder of lists and finds how the model is built of them. Lists without a kept entry are GAZ_ERROR_INPUT.
 * `slot` must outlive it. `*unfinished`: the last change was not done, and now is, or a harvest was not, and is due. */
gaz_status kept_lists_open(struct kept_lists **lists, bool *unfinished, const struct kept_lists_options *options,
                           struct slot *slot, gaz_error *error);
void kept_lists_free(struct kept_lists *lists);

/* Gives verdicts, which are in lists and model when this returns. Any thread may call it. */
gaz_status kept_lists_give(struct kept_lists *lists, struct verdict *verdicts, size_t count, gaz_error *error);

/* Reads the lists for a harvest; one at a time. The caller frees the lexicon. */
gaz_status kept_lists_begin_harvest(gaz_lexicon **lexicon, struct kept_lists *lists, gaz_error *error);

/* Ends it: with a lexicon, that becomes the lists, with the verdicts that were given meanwhile. NULL: they stay. */
gaz_status kept_lists_end_harvest(struct kept_lists *lists, gaz_lexicon *lexicon, gaz_error *error);

#endif
