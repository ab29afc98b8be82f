/* Ids in harvesting. The learner judges a surface with a type, whatever the concept; before it, entries that have ids
 * are put together, and after it each takes what was learnt. */
#ifndef LEARN_CONCEPTS_H
#define LEARN_CONCEPTS_H

#include "document/corpus.h"
#include "learn/evidence.h"
#include "lexicon/lexicon.h"

/* All zero is empty. */
struct concepts {
    uint32_t *now; /* by entry: how often this corpus annotates it, with its id */
    size_t count;
    size_t capacity;
    uint32_t *before; /* by entry, with an id or without one: how often the lists say that it is annotated */
    size_t before_count;
};

/* Before a harvest: entries with ids give what their lists say to the entry of the same surface and type without one,
 * which is added if it is not there. */
gaz_status concepts_join(struct concepts *concepts, gaz_lexicon *lexicon, gaz_error *error);

/* Counts an annotation of a surface with a concept; `key` has no id yet, and `id` and `name` are the corpus's. */
gaz_status concepts_count(struct concepts *concepts, gaz_lexicon *lexicon, const struct corpus *corpus,
                          struct entry_key key, uint32_t id, uint32_t name, gaz_error *error);

/* After a harvest: the entries with ids take what was learnt of their surface and type, and their part of the counts.
 * The entry without an id stays for what is annotated without one, or if a human said something of it. Variants have
 * the id of what they are variants of, the strongest if there are several. */
gaz_status concepts_part(const struct concepts *concepts, gaz_lexicon *lexicon, const struct evidence *evidence,
                         gaz_error *error);

void concepts_free(struct concepts *concepts);

#endif
