#include "serve/build_choice.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What the entries of a model have in common. */
struct seen {
    bool exact;      /* one is exact though the model ignores case */
    bool strict;     /* one has strict edges */
    bool all_strict; /* all have */
};

static struct seen look(const gaz_model *model) {
    struct seen seen = {.all_strict = true};
    gaz_model_entry entry;
    for (uint32_t i = 0; gaz_model_get_entry(&entry, model, i); i++) {
        seen.exact = seen.exact || entry.exact_case;
        seen.strict = seen.strict || entry.strict_edges;
        seen.all_strict = seen.all_strict && entry.strict_edges;
    }
    seen.all_strict = seen.all_strict && seen.strict;
    return seen;
}

/* What the model says itself. */
static void take_known(struct build_choice *choice, const gaz_model_info *info) {
    const gaz_model_tokenization *words = &info->words;
    gaz_build_options_init(&choice->options);
    choice->options.tokens = info->corpus.present ? GAZ_TOKENS_BOTH : GAZ_TOKENS_WORDS;
    choice->options.no_normalize = !words->normalize;
    choice->options.exact_typography = !words->typography;
    choice->options.fold_accents = words->fold_accents;
    choice->options.turkic = words->turkic;
    (void)snprintf(choice->word_signs, sizeof choice->word_signs, "%s", words->word_signs);
    if (*choice->word_signs) choice->options.word_signs = choice->word_signs;
}

static gaz_status gives(bool *same, const gaz_lexicon *lexicon, const gaz_build_options *options,
                        const gaz_model *model, gaz_error *error) {
    gaz_memory image = {0};
    gaz_model_info info;
    gaz_status status = gaz_lexicon_build_bytes(&image, lexicon, options, NULL, error);
    if (status != GAZ_OK) return status;
    gaz_model_get_info(&info, model);
    *same = image.size == info.file_size && memcmp(image.bytes, gaz_model_bytes(model), image.size) == 0;
    gaz_memory_free(&image);
    return GAZ_OK;
}

/* The numbers of the choices there are, by what the model says. */
enum { CASES = 3, EDGES = 2, SCORES = 3, CONTEXTS = 2 };

static bool is_possible(const gaz_build_options *options, const gaz_model_info *info, const struct seen *seen) {
    return (info->words.ignore_case || options->match_case == GAZ_CASE_EXACT) &&
           (seen->strict || options->edges == GAZ_EDGES_TOKEN) &&
           (info->context || options->verdicts_score == GAZ_VERDICTS_SCORE_AUTO) &&
           (!info->context || !options->no_context);
}

gaz_status build_choice_find(struct build_choice *choice, bool *same, const gaz_lexicon *lexicon,
                             const gaz_model *model, gaz_error *error) {
    const struct seen seen = look(model);
    const gaz_case cases[CASES] = {seen.exact ? GAZ_CASE_AUTO : GAZ_CASE_IGNORE, GAZ_CASE_EXACT,
                                   seen.exact ? GAZ_CASE_IGNORE : GAZ_CASE_AUTO};
    const gaz_edges edges[EDGES] = {seen.all_strict ? GAZ_EDGES_STRICT : GAZ_EDGES_TOKEN,
                                    seen.all_strict ? GAZ_EDGES_TOKEN : GAZ_EDGES_STRICT};
    const gaz_verdicts_score scores[SCORES] = {GAZ_VERDICTS_SCORE_AUTO, GAZ_VERDICTS_SCORE_CERTAIN,
                                               GAZ_VERDICTS_SCORE_CONTEXT};
    gaz_build_options first;
    gaz_model_info info;
    gaz_status status = GAZ_OK;
    bool any = false;
    *same = false;
    gaz_model_get_info(&info, model);
    take_known(choice, &info);
    gaz_build_options *options = &choice->options;
    for (unsigned i = 0; i < CASES * EDGES * SCORES * CONTEXTS && status == GAZ_OK && !*same; i++) {
        options->match_case = cases[i % CASES];
        options->edges = edges[i / CASES % EDGES];
        options->verdicts_score = scores[i / CASES / EDGES % SCORES];
        options->no_context = i / CASES / EDGES / SCORES % CONTEXTS;
        if (!is_possible(options, &info, &seen)) continue;
        if (!any) first = *options;
        any = true;
        status = gives(same, lexicon, options, model, error);
    }
    if (!*same && any) *options = first;
    return status;
}
