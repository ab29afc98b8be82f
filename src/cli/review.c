#include "review.h"

#include <stdio.h>

#include "progress.h"

int review_files(const struct review *review, const gaz_stream_options *options, const gaz_model *model, char **paths,
                 size_t count) {
    gaz_explain_options explaining;
    gaz_lexicon *lexicon;
    gaz_review *made = NULL;
    gaz_error error;
    gaz_sink output;
    (void)command_sink(&output, NULL, &error);
    gaz_explain_options_init(&explaining);
    explaining.input = options->input;
    explaining.match = options->match;
    gaz_status status = command_lists(&lexicon, &review->lists, review->lists != NULL, &error);
    if (status == GAZ_OK) status = gaz_review_new(&made, model, lexicon, &explaining, &error);
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        progress_show(NULL, "reading", i, count);
        status = gaz_review_file(made, paths[i], &error);
    }
    progress_clear();
    if (status == GAZ_OK) status = gaz_review_write(made, &output, (size_t)review->count, &error);
    gaz_review_free(made);
    gaz_lexicon_free(lexicon);
    return status == GAZ_OK ? EXIT_GOOD : command_fail(&error);
}
