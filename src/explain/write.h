/* What the two forms of an explanation share. */
#ifndef EXPLAIN_WRITE_H
#define EXPLAIN_WRITE_H

#include "explain/explain.h"

/* A reason in a few words: "shorter than 3-12 Tool 0.93", "dropped for purity: annotated 3 of 71 times". Of a span
 * that was tagged: nothing. False: out of memory. */
bool add_reason(struct buffer *out, const gaz_explanation *explanation, const gaz_candidate *candidate);

/* By gaz_reason, as JSON has them. */
extern const char *const reason_names[GAZ_REASON_LONG_TOKEN + 1];

/* The bytes with blanks for control characters, as UTF-8. */
bool add_plain(struct buffer *out, const char *bytes, size_t size);

#endif
