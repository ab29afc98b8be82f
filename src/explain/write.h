/* Explanations in writing. All functions give false when memory is out. */
#ifndef EXPLAIN_WRITE_H
#define EXPLAIN_WRITE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "gaz.h"

/* Appends an explanation as lines, for a terminal with `colours`. */
bool write_lines(struct buffer *out, const gaz_explanation *explanation, bool colours);

/* Appends an explanation as a line with a JSON object. */
bool write_json(struct buffer *out, const gaz_explanation *explanation);

/* Appends a candidate's reason in a few words, nothing for a tagged one: "dropped for purity: annotated 3 of 71
 * occurrences".
 */
bool write_reason(struct buffer *out, const gaz_explanation *explanation, const gaz_candidate *candidate);

#endif
