/* How the commands read lists and terminologies: their options, and what is told of them. */
#ifndef CLI_LISTS_H
#define CLI_LISTS_H

#include "command.h"
#include "skipped.h"

#define LIST_FORMATS                                                                                                   \
    "auto list patterns gate tokensregex model obo delimited umls geonames sparknlp rdf conceptmapper skweak ids "     \
    "feed "                                                                                                            \
    "hosts adblock stix misp"

#define LISTS_ROWS                                                                                                     \
    ROWS_UNDER("how lists and terminologies are read"),                                                                \
        {OPTION_TYPE, "type", "TYPE",                                                                                  \
         "type of lists without types, and of all entries of a terminology [default: the list's file name up to the "  \
         "first dot; what a terminology says]",                                                                        \
         NULL},                                                                                                        \
        {OPTION_LIST_FORMAT, "list-format", "F",                                                                       \
         "format of the lists: auto, list, patterns, gate, tokensregex, model, obo, delimited, umls, geonames, "       \
         "sparknlp, rdf, conceptmapper, skweak, ids, feed, hosts, adblock, stix or misp [default: auto]",              \
         LIST_FORMATS},                                                                                                \
        {OPTION_COLUMNS, "columns", "SPEC",                                                                            \
         "delimited lists: what the columns hold, by number or by name in the first row, as "                          \
         "surface=2,id=1,type=3,synonyms=5; also name, language, source and suppressed [default: what the first row "  \
         "says]",                                                                                                      \
         NULL},                                                                                                        \
        {OPTION_SPLIT, "split", "CHAR", "delimited lists: what stands between synonyms [default: |]", NULL},           \
        {OPTION_SCOPE, "scope", "SCOPES",                                                                              \
         "ontologies: the synonyms that are read: exact, narrow, broad, related, with commas between, or all "         \
         "[default: exact]",                                                                                           \
         "exact narrow broad related all"},                                                                            \
        {OPTION_XREF, "xref", "VOCABULARY",                                                                            \
         "ontologies: ids are those of this vocabulary, where a concept has a cross reference to it; with "            \
         "VOCABULARY=PREFIX, PREFIX is put before them; of several times the first that a concept has counts",         \
         NULL},                                                                                                        \
        {OPTION_LANGUAGE, "language", "LANG",                                                                          \
         "terminologies that say it: only names in these languages, with commas between", NULL},                       \
        {OPTION_SOURCES, "sources", "SOURCES", "umls: only names from these sources, with commas between", NULL},      \
        {OPTION_SEMANTIC_TYPES, "semantic-types", "FILE",                                                              \
         "umls: the types are in this file [default: MRSTY.RRF beside MRCONSO.RRF]", NULL},                            \
    {                                                                                                                  \
        OPTION_SKIPPED, "skipped", "FILE",                                                                             \
            "write all skipped lines to this file: file, line and reason, with TABs between", NULL                     \
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
