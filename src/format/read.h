/* Annotated corpora of every format into one struct corpus. */
#ifndef FORMAT_READ_H
#define FORMAT_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "document/corpus.h"
#include "gaz.h"

/* Reads a file ("-" is standard input) or a brat folder into `corpus` and adds what was found to `report` (both as far
 * as they hold something already). On failure the corpus is to be freed. */
gaz_status corpus_read(struct corpus *corpus, gaz_corpus_report *report, const char *path,
                       const gaz_corpus_options *options, gaz_progress progress, void *context, gaz_error *error);

/* The same in three steps, for those who want to look at the file first. */
struct corpus_source {
    const char *path;         /* borrowed */
    const char *name;         /* for errors */
    gaz_corpus_format format; /* GAZ_CORPUS_CONLL, BRAT, WEBANNO or, for every JSON format, JSONL */
    char *text;               /* owned; NULL for brat */
    size_t size;
};

/* Loads what is to be read, and finds its format if none is forced. To be closed after a failure too. */
gaz_status corpus_open(struct corpus_source *source, const char *path, gaz_corpus_format forced, gaz_error *error);

gaz_status corpus_read_source(struct corpus *corpus, gaz_corpus_report *report, const struct corpus_source *source,
                              const gaz_corpus_options *options, gaz_progress progress, void *context,
                              gaz_error *error);

void corpus_close(struct corpus_source *source);

/* Whether the tokens of a format are those of the word tokenizer, not the file's own. */
bool corpus_has_words(gaz_corpus_format format);

#endif
