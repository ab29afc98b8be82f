#include "corpus/read.h"

#include "corpus/columns.h"

void gaz_corpus_options_init(gaz_corpus_options *options) {
    *options = (gaz_corpus_options){.format = GAZ_CORPUS_AUTO};
    gaz_columns_init(&options->columns);
}

gaz_status corpus_read(struct corpus *corpus, gaz_corpus_report *report, const char *path,
                       const gaz_corpus_options *options, gaz_progress progress, void *context, gaz_error *error) {
    report->format = GAZ_CORPUS_CONLL;
    return columns_read(corpus, report, path, &options->columns, progress, context, error);
}
