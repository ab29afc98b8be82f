#include "learn/folds.h"

#include <stdlib.h>

/* Entities repeat within a document, so folds that cut documents overestimate: with blocks of 20 sentences the estimate
 * for BC5CDR is an F1 of 80.0, where its dev part gives 73.7. Long blocks differ more from each other than new text of
 * the same source does: with ten blocks the estimate is 71.6. With blocks of 200 sentences it is 73.5. */
enum { BLOCK_SENTENCES = 200, DOCUMENTS_MIN = 10, SENTENCES_MIN = 40 };

/* Deals documents to the folds in turn. */
static void deal_documents(uint8_t *folds, const struct corpus *corpus, unsigned count) {
    uint64_t document = 0;
    for (uint64_t i = 0; i < corpus->sentence_count; i++) {
        while (corpus->document_ends[document] <= i) document++;
        folds[i] = (uint8_t)(document % count);
    }
}

uint8_t *folds_cut(unsigned *count, const struct corpus *corpus) {
    uint64_t sentences = corpus->sentence_count;
    uint64_t documents = corpus->document_count;
    uint8_t *folds = calloc((size_t)sentences + 1, 1);
    *count = 0;
    if (!folds || sentences < SENTENCES_MIN) return folds;
    if (documents >= DOCUMENTS_MIN) {
        *count = documents < FOLDS_MAX ? (unsigned)documents : FOLDS_MAX;
        deal_documents(folds, corpus, *count);
        return folds;
    }
    uint64_t block = BLOCK_SENTENCES;
    if (sentences / FOLDS_MAX < block) block = (sentences + FOLDS_MAX - 1) / FOLDS_MAX;
    uint64_t blocks = (sentences + block - 1) / block;
    *count = blocks < FOLDS_MAX ? (unsigned)blocks : FOLDS_MAX;
    for (uint64_t i = 0; i < sentences; i++) folds[i] = (uint8_t)(i / block % *count);
    return folds;
}

uint8_t *folds_cut_contiguous(unsigned *count, const struct corpus *corpus, uint64_t parts) {
    uint64_t sentences = corpus->sentence_count;
    bool whole_documents = corpus->document_count >= DOCUMENTS_MIN;
    uint8_t *folds = calloc((size_t)sentences + 1, 1);
    uint64_t document = 0;
    *count = folds && sentences >= SENTENCES_MIN ? CONTIGUOUS_FOLDS : 0;
    for (uint64_t i = 0; i < sentences && *count; i++) {
        while (whole_documents && corpus->document_ends[document] <= i) document++;
        uint64_t unit = whole_documents ? document : i;
        uint64_t begin = !whole_documents ? i : document ? corpus->document_ends[document - 1] : 0;
        folds[i] = (uint8_t)(unit % parts ? FOLD_NONE : begin * CONTIGUOUS_FOLDS / sentences);
    }
    return folds;
}

void folds_thin(uint8_t *folds, unsigned count, const struct corpus *corpus, uint64_t parts) {
    if (count == 0 || parts < 2) return;
    uint64_t dealt = 0; /* blocks or documents before the current one */
    uint8_t last = folds[0];
    for (uint64_t i = 0; i < corpus->sentence_count; i++) {
        dealt += folds[i] != last;
        last = folds[i];
        if (dealt / count % parts != 0) folds[i] = FOLD_NONE;
    }
}
