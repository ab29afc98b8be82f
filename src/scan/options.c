#include "scan/options.h"

#include <string.h>

#include "base/error.h"
#include "format/format.h"
#include "text/kernel.h"

void gaz_input_options_init(gaz_input_options *options) {
    *options = (gaz_input_options){0};
}

void gaz_match_options_init(gaz_match_options *options) {
    *options = (gaz_match_options){.min_score = -1};
}

/* Whether something is said of files that a text in memory does not have. */
static bool is_of_files(const gaz_input_options *options) {
    const gaz_columns *columns = &options->columns;
    bool rows = columns->separator || columns->token_column || columns->tag_column || columns->lenient;
    return rows || options->field_count || options->format == GAZ_FORMAT_CONLL || options->format == GAZ_FORMAT_JSONL;
}

static bool are_named_twice(const gaz_input_options *options) {
    for (size_t i = 0; i < options->field_count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(options->fields[i], options->fields[j]) == 0) return true;
    return false;
}

gaz_status input_options_complete(gaz_input_options *options, gaz_format usual, unsigned supported, gaz_error *error) {
    static const char *const usual_fields[] = {"text"};
    gaz_columns *columns = &options->columns;
    if (options->format == GAZ_FORMAT_AUTO) options->format = usual;
    bool raw = options->format == GAZ_FORMAT_TEXT || options->format == GAZ_FORMAT_JSONL;
    if (gaz_format_uses(options->format) & GAZ_FORMAT_READS_MARKUP) {
        if (!(supported & INPUT_MARKUP)) return error_argument(error, "markup is not read here, but by tagging files");
    } else if (!raw && options->format != GAZ_FORMAT_TOKENIZED && options->format != GAZ_FORMAT_CONLL)
        return error_argument(error, "this format is not read by tagging");
    if (is_of_files(options) && !(supported & INPUT_FILES))
        return error_argument(error, "this takes text and tokenized text, without columns and fields");
    if (columns->scheme != GAZ_SCHEME_AUTO)
        return error_argument(error, "the tags of the input are not read, and have no scheme");
    if (columns->tag_column && !(supported & INPUT_TAGS))
        return error_argument(error, "the tag column of the input is neither read nor replaced");
    if (options->field_count > 1 && !(supported & INPUT_FIELDS))
        return error_argument(error, "texts are read from one field only here");
    if (are_named_twice(options)) return error_argument(error, "a field is named twice");
    if (options->field_count == 0) {
        options->fields = usual_fields;
        options->field_count = 1;
    }
    options->paragraphs = options->paragraphs && raw;
    return GAZ_OK;
}

gaz_status match_options_check(const gaz_match_options *options, unsigned supported, gaz_error *error) {
    if (!(options->min_score <= 1)) return error_argument(error, "the lowest score is a number from 0 to 1");
    if (!kernel_find(options->kernel))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "kernel \"%s\" is not supported on this CPU",
                         options->kernel);
    if (options->all && !(supported & MATCH_ALL))
        return error_argument(error, "only the longest match at each place can be asked for here");
    if (options->abbreviations && !(supported & MATCH_ABBREVIATIONS))
        return error_argument(error, "abbreviations are not followed here");
    if (options->abbreviations && options->all)
        return error_argument(error, "abbreviations are followed among the longest matches, not among all");
    if (options->type_count && !(supported & MATCH_TYPES)) return error_argument(error, "types cannot be chosen here");
    return GAZ_OK;
}
