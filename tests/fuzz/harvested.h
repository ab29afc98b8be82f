/* Lists and a model with all that a harvest can learn: what is likely right, alone and by what surrounds a match. */
#ifndef FUZZ_HARVESTED_H
#define FUZZ_HARVESTED_H

#include "lexicon.h"

/* A corpus in which what surrounds a name decides whether it is a Tool. */
static inline const char *fuzz_write_corpus(void) {
    static const char *const names[] = {"python", "ruby", "swift", "crystal", "scala", "elm", "dart"};
    static const char *const sentences[] = {"install\tO\n'\tO\n%s\tB-Tool\n'\tO\ntoday\tO\n\n",
                                            "the\tO\n%s\tO\nslept\tO\nquietly\tO\n.\tO\n\n",
                                            "install\tO\n'\tO\n%s\tB-Tool\nkit\tI-Tool\n'\tO\n\n",
                                            "sold\tO\n/\tO\n%s\tB-Tool\nkit\tO\n(\tO\nparts\tO\n)\tO\n\n",
                                            "run\tO\nbuild\tB-Step\n%s\tI-Step\nagain\tO\n\n"};
    const char *path = fuzz_path("harvested.conll");
    FILE *file = fopen(path, "w");
    FUZZ_REQUIRE(file);
    uint32_t random = 30;
    for (int i = 0; i < 220; i++) {
        random = random * 1664525 + 1013904223;
        fprintf(file, sentences[(random >> 16) % 5], names[(random >> 24) % 7]);
    }
    FUZZ_REQUIRE(fclose(file) == 0);
    return path;
}

/* Makes the folder `harvested`, once. Returns its path, which holds for good. */
static inline const char *fuzz_harvest(void) {
    static char folder[160];
    if (folder[0]) return folder;
    gaz_lexicon *lexicon = fuzz_new_lexicon();
    const char *corpus = fuzz_write_corpus();
    gaz_estimate expected;
    strcpy(folder, fuzz_path("harvested"));
    FUZZ_REQUIRE(gaz_lexicon_harvest(lexicon, &corpus, 1, NULL, NULL, NULL) == GAZ_OK);
    gaz_lexicon_get_estimate(&expected, lexicon);
    FUZZ_REQUIRE(expected.judged && expected.context);
    FUZZ_REQUIRE(gaz_lexicon_write(lexicon, folder, NULL) == GAZ_OK);
    gaz_lexicon_free(lexicon);
    return folder;
}

/* libFuzzer calls it before the first input, whose time is limited. */
int LLVMFuzzerInitialize(int *count, char ***arguments);

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count;
    (void)arguments;
    fuzz_harvest();
    return 0;
}

/* ---- Tagging ---- */

/* Spans as gaz.h says: in the text, in order, of entries and types that there are. */
static inline void fuzz_check_spans(gaz_tagger *tagger, const gaz_model *model, uint64_t size) {
    gaz_model_info info;
    gaz_span span;
    uint64_t begin = 0;
    gaz_model_get_info(&info, model);
    while (gaz_tagger_next(&span, tagger)) {
        FUZZ_REQUIRE(begin <= span.begin && span.begin < span.end && span.end <= size);
        FUZZ_REQUIRE(span.entry < info.entries && gaz_model_type(model, span.type));
        FUZZ_REQUIRE(span.score >= 0 && span.score <= 1);
        begin = span.begin;
    }
}

/* Tags a text, if the model has words, and explains it. */
static inline void fuzz_use_model(const gaz_model *model, const char *text, size_t size, int all) {
    gaz_tagger *tagger;
    gaz_tagger_options options;
    gaz_tagger_options_init(&options);
    options.match.all = all;
    FUZZ_REQUIRE(gaz_tagger_new(&tagger, model, &options, NULL) == GAZ_OK);
    if (gaz_tagger_text(tagger, text, size, NULL) == GAZ_OK) fuzz_check_spans(tagger, model, size);
    gaz_token token = {text, size};
    if (gaz_tagger_tokens(tagger, &token, size > 0, NULL) == GAZ_OK) fuzz_check_spans(tagger, model, 1);
    gaz_tagger_free(tagger);

    gaz_explainer *explainer;
    const gaz_explanation *explanation;
    if (gaz_explainer_new(&explainer, model, NULL, NULL, NULL) != GAZ_OK) return;
    gaz_status status = gaz_explainer_text(explainer, text, size, NULL);
    while (status == GAZ_OK && gaz_explainer_next(&explanation, explainer, NULL) == GAZ_OK && explanation)
        FUZZ_REQUIRE(explanation->span.begin < explanation->span.end && explanation->span.end <= size);
    gaz_explainer_free(explainer);
}

#endif
