/* Entities as seqeval reads them with mode='strict': only what a scheme allows is one, and nothing is mended. */
#ifndef EVAL_STRICT_H
#define EVAL_STRICT_H

#include "document/corpus.h"
#include "gaz.h"

/* Replaces the spans of `corpus` by those that its tags mean in the scheme. Tags and types have the numbers of `names`,
 * which may be the same corpus. L-, U- and M- are read as E-, S- and I-. A tag that the scheme has not is an error that
 * names `file`; so is a scheme without prefixes. */
gaz_status strict_read(struct corpus *corpus, struct corpus *names, gaz_scheme scheme, const char *file,
                       gaz_error *error);

#endif
