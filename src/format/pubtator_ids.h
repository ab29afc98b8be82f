/* The column of concept ids in PubTator files: "A|B" for the concepts that a composite mention names one after the
 * other, "A+B" for those that it is all at once. */
#ifndef FORMAT_PUBTATOR_IDS_H
#define FORMAT_PUBTATOR_IDS_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fields.h"
#include "document/document.h"

struct pubtator_ids {
    struct field rest; /* borrowed; without bytes: nothing is left */
    bool joined;       /* + stands before the newest id */
    bool plus;         /* and before the next one */
};

/* Takes the next id off the column, without the blanks around it; it is empty where the column says that there is none.
 * An id of a mutation, "p|SUB|V|600|E" as tmVar has it, is one. False: nothing is left. */
bool pubtator_ids_next(struct field *id, struct pubtator_ids *ids);

/* The first sense of a span, from `first` on, that does not stand in the same row: a row has senses of one type, each
 * with an id, or a single one without. */
uint32_t pubtator_ids_end(const gaz_document *document, const struct document_span *span, uint32_t first);

/* Appends the column of the senses [first, end), which share a row. False: out of memory. */
bool pubtator_ids_add(struct buffer *out, const gaz_document *document, const struct document_span *span,
                      uint32_t first, uint32_t end);

/* Whether that column is read as it is meant; ids are any text. */
bool pubtator_ids_fit(const struct buffer *column, const gaz_document *document, const struct document_span *span,
                      uint32_t first, uint32_t end);

#endif
