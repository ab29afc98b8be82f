/* The protocols of taggers that name concepts: a model without ids has surfaces instead. */
#ifndef SERVE_LINKERS_H
#define SERVE_LINKERS_H

#include "serve/request.h"

/* POST /rest/annotate, as DBpedia Spotlight: a form with text, and perhaps confidence, the least score. */
void linkers_answer_spotlight(struct request *request);

/* POST /solr/NAME/tag, as the tagger of Solr: a text; overlaps=ALL gives all matches; offsets are UTF-16 units. */
void linkers_answer_solr(struct request *request);

#endif
