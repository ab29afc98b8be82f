/* An annotation that Label Studio sends, as a document. */
#ifndef SERVE_ANNOTATED_TASK_H
#define SERVE_ANNOTATED_TASK_H

#include "format/read.h"
#include "serve/label_config.h"

/* All zero before annotated_task_read. */
struct annotated_task {
    const gaz_document *document; /* the task's text with the spans; it has no id */
    struct buffer record;         /* a task with this annotation only, as Label Studio exports it */
    gaz_document *unmarked;       /* the document, if it has no spans */
    struct corpus_source source;
    gaz_corpus_options options;
    gaz_corpus_report report;
    struct document_reader reader;
};

/* Reads an annotation of a task, both objects of JSON whose syntax is good. Only regions of the configuration's Labels
 * count. `offsets` GAZ_OFFSETS_DEFAULT: code points, or what the regions' copies of their text show instead.
 * GAZ_ERROR_INPUT: a region is no span of the text, or there is no text. To be freed after a failure, too. */
gaz_status annotated_task_read(struct annotated_task *annotated, const struct label_config *config,
                               const struct json_member *task, const struct json_member *object, gaz_offsets offsets,
                               gaz_error *error);
void annotated_task_free(struct annotated_task *annotated);

#endif
