/* Cutting a corpus into folds: parts of it that are tagged with the entries of the others. */
#ifndef LEARN_FOLDS_H
#define LEARN_FOLDS_H

#include "document/corpus.h"

enum { FOLDS_MAX = 20, CONTIGUOUS_FOLDS = 5, FOLD_NONE = 255 };

/* The fold of each sentence, owned. Folds consist of whole documents if there are enough of them, else of blocks of
 * consecutive sentences. `*count` is 0 if the corpus is too small for folds. NULL: out of memory. */
uint8_t *folds_cut(unsigned *count, const struct corpus *corpus);

/* The same for CONTIGUOUS_FOLDS folds of consecutive documents, or of sentences, about equally long. Of every `parts`
 * documents or sentences one is kept, as by folds_thin. */
uint8_t *folds_cut_contiguous(unsigned *count, const struct corpus *corpus, uint64_t parts);

/* Keeps one of `parts` rounds of dealing. The sentences of the other rounds get FOLD_NONE: they are never tagged, but
 * their entries are used to tag the others. */
void folds_thin(uint8_t *folds, unsigned count, const struct corpus *corpus, uint64_t parts);

#endif
