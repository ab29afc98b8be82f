/* The page for people. */
#ifndef SERVE_PAGE_H
#define SERVE_PAGE_H

#include "serve/request.h"

/* GET /, and /m/NAME/: the page of `gaz tag --to html`, live. It loads nothing, and runs and paints by what carries a
 * number of this answer alone. */
void page_answer(struct request *request);

/* GET /m/NAME, to which the page's other paths are not relative: /m/NAME/ is. */
void page_answer_without_slash(struct request *request);

#endif
