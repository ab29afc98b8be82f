/* Cutting column text into tokens and sentences. */
#ifndef SCAN_CUT_ROWS_H
#define SCAN_CUT_ROWS_H

#include "text/cut.h"
#include "text/rows.h"

/* As the cut functions of text/cut.h, by lines: a line without an end is left to the next window unless `final`.
 * Returns false if it stopped at a row without the token column; it begins at cut->used. `lenient`: such a
 * row is passed over. */
bool cut_rows(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final,
              const struct rows *rows, unsigned token_column, bool lenient);

#endif
