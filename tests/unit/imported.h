/* What the library reads of a foreign dictionary, as one text. */
#ifndef UNIT_IMPORTED_H
#define UNIT_IMPORTED_H

#include <stdbool.h>

#include "folder.h"
#include "lexicon/lexicon.h"

/* Lines "file:line reason". */
static inline void note(void *context, const gaz_error *reason) {
    char *text = context;
    const char *slash = strrchr(reason->file, '/');
    size_t size = strlen(text);
    snprintf(text + size, 4000 - size, "%s:%d %s\n", slash ? slash + 1 : reason->file, (int)reason->line,
             reason->message);
}

/* Lines "surface|type", with "|id" and "|priority" if there are such. */
static inline void list_entries(char *text, const gaz_lexicon *lexicon) {
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        text += sprintf(text, "%s|%s", lexicon->surfaces.items[entry->surface].bytes,
                        lexicon->types.items[entry->type].bytes);
        if (entry->id) text += sprintf(text, "|%s", lexicon->ids.items[entry->id - 1].bytes);
        if (entry->priority) text += sprintf(text, "|%d", entry->priority);
        if (entry->match_case) text += sprintf(text, "|%s", gaz_case_name(entry->match_case));
        if (entry->edges) text += sprintf(text, "|%s", gaz_edges_name(entry->edges));
        text += sprintf(text, "\n");
    }
    *text = 0;
}

static inline gaz_status import(gaz_lexicon **lexicon, char *skipped, const char *name, const gaz_import_options *given,
                                gaz_error *error) {
    gaz_import_options options;
    gaz_import_options_init(&options);
    if (given) options = *given;
    options.skipped = note;
    options.user = skipped;
    skipped[0] = 0;
    gaz_import_report report = {0};
    assert_int_equal(gaz_lexicon_new(lexicon, NULL), GAZ_OK);
    gaz_status status = gaz_lexicon_import(*lexicon, path_of(name), &options, &report, error);
    size_t lines = 0;
    for (const char *at = skipped; (at = strchr(at, '\n')) != NULL; at++) lines++;
    assert_int_equal(report.skipped, lines);
    assert_int_equal(report.entries, (*lexicon)->entry_count);
    return status;
}

static inline void expect(const char *name, const gaz_import_options *options, const char *entries,
                          const char *skipped) {
    static char found[4000];
    static char told[4000];
    gaz_lexicon *lexicon;
    gaz_error error = {0};
    gaz_status status = import(&lexicon, told, name, options, &error);
    if (status != GAZ_OK) print_error("%s:%d: %s\n", error.file, (int)error.line, error.message);
    assert_int_equal(status, GAZ_OK);
    list_entries(found, lexicon);
    assert_string_equal(found, entries);
    assert_string_equal(told, skipped);
    gaz_lexicon_free(lexicon);
}

static inline void expect_error(const char *name, const gaz_import_options *options, int line, const char *message) {
    static char told[4000];
    gaz_lexicon *lexicon;
    gaz_error error = {0};
    assert_int_not_equal(import(&lexicon, told, name, options, &error), GAZ_OK);
    assert_int_equal(error.line, line);
    if (!strstr(error.message, message)) print_error("%s\n", error.message);
    assert_non_null(strstr(error.message, message));
    gaz_lexicon_free(lexicon);
}

#endif
