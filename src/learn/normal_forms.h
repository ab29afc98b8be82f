/* Words of a corpus that stand in several normal forms of Unicode: composed, decomposed, or with parts of both. They
 * are compared in NFC, so what is learned of them must be learned of all of them. */
#ifndef LEARN_NORMAL_FORMS_H
#define LEARN_NORMAL_FORMS_H

#include <stdint.h>

#include "document/corpus.h"

/* Gives all tokens that NFC makes the same the spelling that most of them have; `*count` receives how many words had
 * several. */
gaz_status normal_forms_join(uint64_t *count, struct corpus *corpus, gaz_error *error);

#endif
