/* Regions of Label Studio. */
#ifndef FORMAT_LABEL_STUDIO_H
#define FORMAT_LABEL_STUDIO_H

#include "base/buffer.h"
#include "document/document.h"
#include "format/format.h"

/* `, "score": 0.9, "result": [...]` of a prediction: the mean score of the spans, which one without scores lacks, and
 * their regions, for from_name and to_name of the style. Their ids are r<number>-1 and so on. False: out of memory. */
bool label_studio_add_result(struct buffer *out, const gaz_document *document, const struct write_style *style,
                             uint64_t number);

#endif
