/* gaz grep -f: lists as a model in memory. */
#include <string.h>

#include "grep.h"
#include "lists.h"

/* Surfaces that are piped in have no file that names their type. */
static const char piped_type[] = "pattern";

gaz_model *grep_build(struct grep_lists *wanted, bool no_messages) {
    struct lists lists;
    gaz_lexicon *lexicon;
    gaz_memory image = {0};
    gaz_model *model = NULL;
    gaz_error error;
    lists_init(&lists);
    lists.skipped.quiet = no_messages;
    lists.options.format = wanted->format;
    lists.options.encoding = wanted->encoding;
    lists.options.feed_edges = wanted->build.edges;
    wanted->build.tokens = GAZ_TOKENS_WORDS;
    gaz_status status = gaz_lexicon_new(&lexicon, &error);
    for (size_t i = 0; i < wanted->count && status == GAZ_OK; i++) {
        lists.options.type = strcmp(wanted->paths[i], "-") == 0 ? piped_type : NULL;
        status = lists_read(&lists, lexicon, wanted->paths[i], &error);
    }
    bool told = skipped_finish(&lists.skipped, status == GAZ_OK);
    if (status == GAZ_OK) status = gaz_lexicon_build_bytes(&image, lexicon, &wanted->build, NULL, &error);
    gaz_lexicon_free(lexicon);
    if (status == GAZ_OK && told) status = gaz_model_open_bytes(&model, image.bytes, image.size, 1, &error);
    gaz_memory_free(&image);
    if (status != GAZ_OK) (void)command_fail(&error);
    return model;
}
