#include "lists.h"

#include <stdio.h>
#include <string.h>

void lists_init(struct lists *lists) {
    *lists = (struct lists){0};
    gaz_import_options_init(&lists->options);
    lists->options.xrefs = lists->xrefs;
    lists->options.skipped = skipped_take;
    lists->options.noted = skipped_note;
    lists->options.user = &lists->skipped;
}

static bool take_scopes(struct lists *lists, const struct command *command) {
    static const struct {
        const char *name;
        unsigned scopes;
    } scopes[] = {{"exact", GAZ_SCOPE_EXACT},
                  {"narrow", GAZ_SCOPE_NARROW},
                  {"broad", GAZ_SCOPE_BROAD},
                  {"related", GAZ_SCOPE_RELATED},
                  {"all", GAZ_SCOPE_EXACT | GAZ_SCOPE_NARROW | GAZ_SCOPE_BROAD | GAZ_SCOPE_RELATED}};
    lists->options.scopes = 0;
    for (const char *at = optarg; *at;) {
        size_t size = strcspn(at, ",");
        size_t i = 0;
        while (i < sizeof scopes / sizeof *scopes &&
               (strlen(scopes[i].name) != size || memcmp(scopes[i].name, at, size) != 0))
            i++;
        if (i == sizeof scopes / sizeof *scopes) {
            command_usage(command, "--scope takes exact, narrow, broad, related or all, not '%s'", optarg);
            return false;
        }
        lists->options.scopes |= scopes[i].scopes;
        at += size + (at[size] == ',');
    }
    return true;
}

static bool take_xref(struct lists *lists, const struct command *command) {
    bool fits = *optarg && *optarg != '=' && lists->options.xref_count < LISTS_XREFS_MAX;
    if (fits)
        lists->xrefs[lists->options.xref_count++] = optarg;
    else
        command_usage(command, "--xref needs a vocabulary, and is given at most %d times", LISTS_XREFS_MAX);
    return fits;
}

/* Takes a value that may not be empty. */
static bool take_text(const char **text, const char *option, const struct command *command) {
    *text = optarg;
    if (*optarg == 0) command_usage(command, "%s needs a value", option);
    return *optarg != 0;
}

bool lists_option(struct lists *lists, int option, const struct command *command) {
    gaz_import_options *options = &lists->options;
    switch (option) {
    case OPTION_TYPE: return take_text(&options->type, "--type", command);
    case OPTION_LIST_FORMAT: return command_list_format(&options->format, command);
    case OPTION_SKIPPED: lists->skipped.path = optarg; return true;
    case OPTION_COLUMNS: return take_text(&options->columns, "--columns", command);
    case OPTION_SPLIT:
        options->split = *optarg;
        if (!optarg[0] || optarg[1]) command_usage(command, "--split needs one ASCII character");
        return optarg[0] && !optarg[1];
    case OPTION_SCOPE: return take_scopes(lists, command);
    case OPTION_XREF: return take_xref(lists, command);
    case OPTION_LANGUAGE: return take_text(&options->language, "--language", command);
    case OPTION_SOURCES: return take_text(&options->sources, "--sources", command);
    case OPTION_SEMANTIC_TYPES: return take_text(&options->semantic_types, "--semantic-types", command);
    default: return false;
    }
}

gaz_status lists_read(struct lists *lists, gaz_lexicon *lexicon, const char *path, gaz_error *error) {
    gaz_import_report report;
    gaz_import_report *sum = &lists->report;
    gaz_status status = gaz_lexicon_import(lexicon, path, &lists->options, &report, error);
    if (status != GAZ_OK) return status;
    sum->entries += report.entries;
    sum->duplicates += report.duplicates;
    sum->comments += report.comments;
    sum->obsolete += report.obsolete;
    sum->other_scopes += report.other_scopes;
    sum->not_wanted += report.not_wanted;
    sum->without_xref += report.without_xref;
    return GAZ_OK;
}

void lists_print(const struct lists *lists) {
    const struct {
        uint64_t count;
        const char *what;
    } rows[] = {
        {lists->report.obsolete, "obsolete concepts left out"},
        {lists->report.other_scopes, "synonyms of other scopes left out"},
        {lists->report.not_wanted, "names of other languages or sources left out"},
        {lists->report.without_xref, "concepts without such a cross reference"},
        {lists->skipped.count, "lines skipped"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].count) printf(", %llu %s", (unsigned long long)rows[i].count, rows[i].what);
}
