/* Entries of gazetteers in a harvest: which of them the corpus can judge. */
#ifndef LEARN_GAZETTEER_H
#define LEARN_GAZETTEER_H

#include "document/corpus.h"
#include "learn/evidence.h"
#include "lexicon/lexicon.h"

/* Before entries are counted: marks the entries that this harvest judges (enum gazetteer), and cuts the surfaces of new
 * ones as the corpus is cut. Fails if a new one has a type that the corpus does not annotate. */
gaz_status gazetteer_begin(gaz_lexicon *lexicon, const struct corpus *corpus, gaz_error *error);

/* When occurrences are known: entries that are in the lists without evidence are judged if the corpus has them. */
void gazetteer_settle(gaz_lexicon *lexicon, const struct evidence *evidence);

/* After the harvest: all are listed. */
void gazetteer_end(gaz_lexicon *lexicon);

#endif
