/* The folder of documents that people have annotated: each is a file of its own, JSONL as gaz writes it, which is
 * replaced as a whole. Other corpora may lie in the folder, too. */
#ifndef SERVE_KEPT_DOCUMENTS_H
#define SERVE_KEPT_DOCUMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "gaz.h"

struct kept_documents;

struct kept_counts {
    uint64_t documents;
    uint64_t annotations; /* their spans */
    uint64_t changes;     /* documents that were added, changed and removed since the folder was opened */
};

/* Opens a folder, which is made if it is missing, and counts what is there. `folder` must outlive it; files that cannot
 * be read are told, and not counted. */
gaz_status kept_documents_open(struct kept_documents **documents, const char *folder, void (*tell)(const char *message),
                               gaz_error *error);
void kept_documents_free(struct kept_documents *documents);

/* Writes a document; when this returns, it is on the disk. One that is there as it is, is no change. Any thread may
 * call it. */
gaz_status kept_documents_add(struct kept_documents *documents, const char *source, const char *id,
                              const gaz_document *document, gaz_error *error);

/* Removes a document, if it is there. Any thread may call it. */
gaz_status kept_documents_remove(struct kept_documents *documents, const char *source, const char *id,
                                 gaz_error *error);

/* Any thread may call it. */
void kept_documents_count(struct kept_counts *counts, struct kept_documents *documents);

/* Whether there were changes, in this process or an earlier one, after which kept_documents_settle was not called. A
 * file in the folder, whose name begins with a dot, says so. Any thread may call it. */
bool kept_documents_are_new(struct kept_documents *documents);

/* So many changes have been learnt from; that is forgotten if there are more by now. Any thread may call it. */
gaz_status kept_documents_settle(struct kept_documents *documents, uint64_t changes, gaz_error *error);

/* The corpora in the folder, sorted by name, as file_find gives them; `*count` of them. */
gaz_status kept_documents_find(char ***paths, size_t *count, const struct kept_documents *documents, gaz_error *error);

/* The name of a document's file, with a zero byte: source and id with a dot between, with %XX for bytes that are not
 * letters and digits of ASCII, - or _. A name that would be longer than files may have is cut, and has a number of 64
 * bits for its whole, after a ~. False: out of memory. */
bool kept_documents_add_name(struct buffer *name, const char *source, const char *id);

#endif
