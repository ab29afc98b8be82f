/* What the parts of gaz grep share. */
#ifndef CLI_GREP_H
#define CLI_GREP_H

#include "command.h"

/* The files that are looked through, and what came of it. */
struct search {
    gaz_grep *grep;
    bool recursive;
    bool stops;       /* at the first selected line */
    bool no_messages; /* of files that cannot be read */
    bool guards;      /* a file that is also the output is left out */
    bool ended;       /* nothing more is to be done */
    bool selected;    /* a line was */
    bool failed;      /* something was told on standard error */
};

/* Whether names are shown unless an option says it: several files may come. */
bool grep_shows_names(char **paths, size_t count, bool recursive);

/* Looks through the files, or standard input if there are none; through the working folder if it is recursive. */
void grep_files(struct search *search, char **paths, size_t count);

/* By what matches are counted. */
enum grep_by { GREP_BY_TYPE, GREP_BY_ENTRY, GREP_BY_ID };

/* Prints how many matches there were of each type, entry or id, the most frequent first. False after a message. */
bool grep_print_counts(const gaz_grep *grep, const gaz_model *model, enum grep_by by);

/* What is looked for, if it is not a model. */
struct grep_lists {
    const char **paths; /* room for one for each argument */
    size_t count;
    gaz_list_format format;
    const char *encoding;
    gaz_build_options build;
};

/* Makes a model of the lists, for words of raw text. NULL after a message. */
gaz_model *grep_build(struct grep_lists *lists, bool no_messages);

#endif
