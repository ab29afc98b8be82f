/* The options that stream, tagger, explanations and evaluation share: checked here, whoever has them. */
#ifndef SCAN_OPTIONS_H
#define SCAN_OPTIONS_H

#include "gaz.h"

/* What is supported beside the members that all support. */
enum {
    INPUT_FILES = 1,
    INPUT_TAGS = 2, /* columns.tag_column */
    MATCH_ALL = 4,
    MATCH_TYPES = 8,
    INPUT_FIELDS = 16, /* several */
    MATCH_ABBREVIATIONS = 32,
    INPUT_MARKUP = 64 /* html and xml */
};

/* Puts what defaults stand for in their place, and takes paragraphs back where lines end sentences anyway. Fails for
 * what is not supported. `usual` is what GAZ_FORMAT_AUTO stands for. */
gaz_status input_options_complete(gaz_input_options *options, gaz_format usual, unsigned supported, gaz_error *error);

/* Fails for what is not supported, a score above 1, and a kernel that this machine cannot run. */
gaz_status match_options_check(const gaz_match_options *options, unsigned supported, gaz_error *error);

#endif
