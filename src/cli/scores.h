/* What an evaluation gave, on standard output. */
#ifndef CLI_SCORES_H
#define CLI_SCORES_H

#include "gaz.h"

/* conlleval's report, byte for byte. */
void scores_print(const gaz_eval *eval);

/* How well ids are found: of spans, and as sets of documents. */
void scores_print_ids(const gaz_eval *eval);

/* How far the scores are from the observed precision: a row for each tenth, and the expected calibration error. */
void scores_print_calibration(const gaz_eval *eval);

/* Gold, found and correct spans of each document. */
void scores_print_documents(const gaz_eval *eval);

/* Agreement over spans and tokens, of all types and of each, and which types were given to the same spans. */
void scores_print_agreement(const gaz_eval *eval);

#endif
