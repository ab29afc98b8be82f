/* How the commands read lists and terminologies: their options, and what is told of them. */
#ifndef CLI_LISTS_H
#define CLI_LISTS_H

#include "command.h"
#include "skipped.h"

extern const char lists_help[];

#define LISTS_OPTIONS                                                                                                  \
    {"type", required_argument, NULL, OPTION_TYPE}, {"list-format", required_argument, NULL, OPTION_LIST_FORMAT},      \
        {"skipped", required_argument, NULL, OPTION_SKIPPED}, {"columns", required_argument, NULL, OPTION_COLUMNS},    \
        {"split", required_argument, NULL, OPTION_SPLIT}, {"scope", required_argument, NULL, OPTION_SCOPE},            \
        {"xref", required_argument, NULL, OPTION_XREF}, {"language", required_argument, NULL, OPTION_LANGUAGE},        \
        {"sources", required_argument, NULL, OPTION_SOURCES}, {                                                        \
        "semantic-types", required_argument, NULL, OPTION_SEMANTIC_TYPES                                               \
    }

enum { LISTS_XREFS_MAX = 32 };

/* What these options set, and what was left out of all lists. */
struct lists {
    gaz_import_options options;
    const char *xrefs[LISTS_XREFS_MAX];
    struct skipped skipped;
    gaz_import_report report;
};

/* Skipped lines are told as they are found. */
void lists_init(struct lists *lists);

/* Takes one of these options. False after a message. */
bool lists_option(struct lists *lists, int option, const struct command *command);

/* Reads a list, dictionary or folder into a lexicon. */
gaz_status lists_read(struct lists *lists, gaz_lexicon *lexicon, const char *path, gaz_error *error);

/* Continues a line of a summary with what was left out. */
void lists_print(const struct lists *lists);

#endif
