#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/input.h"
#include "lexicon/compiled.h"
#include "lexicon/conceptmapper.h"
#include "lexicon/delimited.h"
#include "lexicon/feed_lines.h"
#include "lexicon/gate.h"
#include "lexicon/growth.h"
#include "lexicon/id_names.h"
#include "lexicon/known_columns.h"
#include "lexicon/list.h"
#include "lexicon/list_folder.h"
#include "lexicon/misp.h"
#include "lexicon/no_list.h"
#include "lexicon/obo.h"
#include "lexicon/patterns.h"
#include "lexicon/rdf.h"
#include "lexicon/regexner.h"
#include "lexicon/scoring_model.h"
#include "lexicon/skweak.h"
#include "lexicon/stix.h"
#include "lexicon/umls.h"

void gaz_import_options_init(gaz_import_options *options) {
    *options = (gaz_import_options){0};
}

/* ---- Formats ---- */

/* Dictionaries of other tools, in the order in which they are looked for. */
static const struct dictionary_format {
    bool (*is)(const struct dictionary *file);
    gaz_status (*read)(struct dictionary *dictionary);
    gaz_list_format number;
    bool among_lists; /* it is looked for in folders of lists, too */
} formats[] = {{skweak_is, skweak_read, GAZ_LIST_SKWEAK, false},
               {stix_is, stix_read, GAZ_LIST_STIX, false},
               {misp_is, misp_read, GAZ_LIST_MISP, false},
               {patterns_are, patterns_read, GAZ_LIST_PATTERNS, false},
               {adblock_is, adblock_read, GAZ_LIST_ADBLOCK, true},
               {hosts_are, hosts_read, GAZ_LIST_HOSTS, true},
               {feed_is, feed_read, GAZ_LIST_FEED, true},
               {gate_is, gate_read, GAZ_LIST_GATE, false},
               {regexner_is, regexner_read, GAZ_LIST_TOKENSREGEX, false},
               {obo_is, obo_read, GAZ_LIST_OBO, false},
               {rdf_is, rdf_read, GAZ_LIST_RDF, false},
               {conceptmapper_is, conceptmapper_read, GAZ_LIST_CONCEPTMAPPER, false},
               {umls_is, umls_read, GAZ_LIST_UMLS, false},
               {geonames_is, geonames_read, GAZ_LIST_GEONAMES, false},
               {sparknlp_is, sparknlp_read, GAZ_LIST_SPARKNLP, false},
               {id_names_are, id_names_read, GAZ_LIST_IDS, true},
               {delimited_is, delimited_read, GAZ_LIST_DELIMITED, false}};

/* The format that is forced, or that the file has, of a folder of lists or not; NULL: none of these. */
static const struct dictionary_format *find_format(const struct dictionary *file, bool among_lists) {
    gaz_list_format forced = file->options->format;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (among_lists && !formats[i].among_lists) continue;
        if (forced ? forced == formats[i].number : formats[i].is(file)) return &formats[i];
    }
    return NULL;
}

/* ---- Rules ---- */

/* Whether a path is `name`, or ends with it behind a slash. */
static bool ends_in(const char *path, const char *name) {
    size_t size = strlen(path);
    size_t end = strlen(name);
    if (end == 0 || end > size || strcmp(path + size - end, name) != 0) return false;
    return end == size || path[size - end - 1] == '/';
}

/* Whether a path is that of a file in a folder. */
static bool lies_in(const char *path, const char *folder) {
    size_t size = strlen(folder);
    while (size > 1 && folder[size - 1] == '/') size--;
    return strncmp(path, folder, size) == 0 && path[size] == '/';
}

/* What holds for a list's entries: of all rules that name it, or its folder, the first that says something. */
static gaz_list_rule find_rule(const gaz_import_options *options, const char *path) {
    gaz_list_rule found = {.list = path};
    for (int folder = 0; folder < 2; folder++)
        for (size_t i = 0; i < options->rule_count; i++) {
            gaz_list_rule *rule = &options->rules[i];
            if (!(folder ? lies_in(path, rule->list) : ends_in(path, rule->list))) continue;
            rule->used = 1;
            if (found.priority == 0) found.priority = rule->priority;
            if (found.match_case == GAZ_CASE_DEFAULT) found.match_case = rule->match_case;
            if (found.edges == GAZ_EDGES_DEFAULT) found.edges = rule->edges;
        }
    return found;
}

/* ---- Files ---- */

/* Notes that the surfaces of a list may be ids. */
static void note_ids(const char *path, const char *text, size_t size, const gaz_import_options *options) {
    gaz_error reason;
    struct id_names found;
    if (!options->noted) return;
    id_names_look(&found, text, size);
    if (!id_names_likely(&found)) return;
    (void)error_hint(&reason, GAZ_HINT_COLUMNS,
                     error_set(&reason, GAZ_ERROR_INPUT, error_file_name(path), 0,
                               "read as surfaces and types, but the first column may be one of ids"));
    options->noted(options->user, &reason);
}

/* Fails for what is no list. Its first line that is not UTF-8 is noted, if it may have some. */
static gaz_status check_list(const char *path, const char *text, size_t size, const gaz_import_options *options,
                             gaz_error *error) {
    gaz_error reason;
    gaz_status status = file_check(path, text, size, FILE_CHECK_BYTES, "list", error);
    if (status != GAZ_OK) return status;
    if (options->format == GAZ_LIST_AUTO) status = no_list_check(path, text, size, error);
    if (status != GAZ_OK) return status;
    if (options->format == GAZ_LIST_AUTO) note_ids(path, text, size, options);
    status = file_check(path, text, size, 0, "list", &reason);
    if (status == GAZ_OK) return GAZ_OK;
    if (!options->lenient) {
        if (error) *error = reason;
        return status;
    }
    if (options->noted) options->noted(options->user, &reason);
    return GAZ_OK;
}

static gaz_status read_file(gaz_import_report *report, gaz_lexicon *lexicon, const char *path,
                            const struct strings *siblings, const gaz_import_options *options, gaz_error *error) {
    char *text;
    size_t size;
    gaz_status status = input_read_file(&text, &size, path, options->encoding, error);
    if (status != GAZ_OK) return status;
    gaz_list_format forced = options->format;
    bool model = !siblings && (forced == GAZ_LIST_MODEL || (forced == GAZ_LIST_AUTO && compiled_is(text, size)));
    lexicon->list = find_rule(options, path);
    struct dictionary dictionary = {.lexicon = lexicon,
                                    .options = options,
                                    .report = report,
                                    .path = path,
                                    .text = text,
                                    .size = size,
                                    .error = error};
    const struct dictionary_format *format = model ? NULL : find_format(&dictionary, siblings != NULL);
    if (!model && !format) status = check_list(path, text, size, options, error);
    if (model) {
        status = compiled_read(lexicon, path, text, size, error);
    } else if (format) {
        status = format->read(&dictionary);
    } else if (status == GAZ_OK) {
        const struct list_source source = {path, text, size, options, siblings, false};
        status = list_read_text(lexicon, report, &source, error);
    }
    dictionary_free(&dictionary);
    lexicon->list = (gaz_list_rule){0};
    free(text);
    return status;
}

/* Reads the scoring model of a folder of lists. Of several folders, the one with the most candidates counts. */
static gaz_status read_scoring_model(gaz_lexicon *lexicon, const char *folder, gaz_error *error) {
    struct scoring_model *scoring;
    gaz_status status = scoring_model_read(&scoring, folder, error);
    if (status != GAZ_OK || !scoring) return status;
    bool better = !lexicon->scoring || scoring->estimate.candidates > lexicon->scoring->estimate.candidates;
    scoring_model_free(better ? lexicon->scoring : scoring);
    if (better) lexicon->scoring = scoring;
    return GAZ_OK;
}

/* Reads what suggesting needs. Of several folders, the one with the most words counts. */
static gaz_status read_growth(gaz_lexicon *lexicon, const char *folder, gaz_error *error) {
    struct growth *growth;
    gaz_status status = growth_read(&growth, folder, error);
    if (status != GAZ_OK || !growth) return status;
    bool better = !lexicon->growth || growth->words.count > lexicon->growth->words.count;
    growth_free(better ? lexicon->growth : growth);
    if (better) lexicon->growth = growth;
    return GAZ_OK;
}

/* ---- Folders ---- */

/* Finds a dictionary in a folder by the name that its tool gives it. `*path` is owned, NULL if the folder has none. */
static gaz_status find_dictionary(char **path, gaz_import_options *options, const char *folder, gaz_error *error) {
    static const struct {
        const char *name;
        gaz_list_format format;
    } names[] = {{"lists.def", GAZ_LIST_GATE}, {"patterns.jsonl", GAZ_LIST_PATTERNS}, {"patterns", GAZ_LIST_PATTERNS}};
    *path = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (options->format != GAZ_LIST_AUTO && options->format != names[i].format) continue;
        *path = file_join(folder, names[i].name);
        if (!*path) return error_memory(error);
        if (file_is_there(*path)) {
            options->format = names[i].format;
            return GAZ_OK;
        }
        free(*path);
        *path = NULL;
    }
    return GAZ_OK;
}

/* Collects the types that lists are named after. */
static gaz_status find_types(struct strings *types, char **lists, gaz_error *error) {
    struct buffer type = {0};
    gaz_status status = GAZ_OK;
    for (; *lists && status == GAZ_OK; lists++) {
        uint32_t number;
        type.size = 0;
        status = list_type_of_path(&type, *lists) ? strings_add(&number, types, type.bytes, type.size - 1, error)
                                                  : error_memory(error);
    }
    buffer_free(&type);
    return status;
}

/* Notes that a harvest has not written the lists of a folder to the end. The next one may read them, but for a
 * gazetteer, whose entries it takes as they are. */
static gaz_status look_for_mark(gaz_lexicon *lexicon, const char *folder, const gaz_import_options *options,
                                gaz_error *error) {
    char *path = file_join(folder, list_mark_name);
    if (!path) return error_memory(error);
    if (lexicon->unfinished || !file_is_there(path)) {
        free(path);
        return GAZ_OK;
    }
    lexicon->unfinished = path;
    return options->gazetteer ? lexicon_check_finished(lexicon, error) : GAZ_OK;
}

/* Reads the lists of a folder, `lists`, and its scoring model. */
static gaz_status read_lists(gaz_import_report *report, gaz_lexicon *lexicon, const char *folder, char **lists,
                             const gaz_import_options *options, gaz_error *error) {
    struct strings types = {0};
    gaz_status status = look_for_mark(lexicon, folder, options, error);
    if (status == GAZ_OK) status = find_types(&types, lists, error);
    for (size_t i = 0; status == GAZ_OK && lists[i]; i++)
        status = read_file(report, lexicon, lists[i], &types, options, error);
    strings_free(&types);
    if (status == GAZ_OK && !options->gazetteer) status = read_scoring_model(lexicon, folder, error);
    return status == GAZ_OK && options->growth ? read_growth(lexicon, folder, error) : status;
}

static void tell_left_out(const char *folder, const char *names, const gaz_import_options *options) {
    gaz_error reason;
    if (!*names || !options->noted) return;
    error_set(&reason, GAZ_ERROR_INPUT, folder, 0, "no lists by their names (*.tsv, *.txt, *.lst) and left out: %s",
              names);
    options->noted(options->user, &reason);
}

static gaz_status read_folder(gaz_import_report *report, gaz_lexicon *lexicon, const char *folder,
                              const gaz_import_options *options, gaz_error *error) {
    char **lists = NULL;
    char *path = NULL;
    bool tsv = false;
    struct buffer left_out = {0};
    gaz_import_options found = *options;
    bool may_be_lists = options->format == GAZ_LIST_AUTO || options->format == GAZ_LIST_PLAIN;
    gaz_status status = list_folder_find(&lists, &tsv, &left_out, folder, error);
    if (status == GAZ_OK && !(may_be_lists && tsv)) status = find_dictionary(&path, &found, folder, error);
    if (status == GAZ_OK && path)
        status = read_file(report, lexicon, path, NULL, &found, error);
    else if (status == GAZ_OK && may_be_lists)
        status = read_lists(report, lexicon, folder, lists, options, error);
    else if (status == GAZ_OK)
        status = error_set(error, GAZ_ERROR_INPUT, folder, 0, "no dictionary of that format; name a file in it");
    if (status == GAZ_OK && !path) tell_left_out(folder, left_out.bytes, options);
    free(path);
    file_paths_free(lists);
    buffer_free(&left_out);
    return status;
}

gaz_status gaz_lexicon_import(gaz_lexicon *lexicon, const char *path, const gaz_import_options *options,
                              gaz_import_report *report, gaz_error *error) {
    if (!lexicon || !path)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_import without lexicon or path");
    gaz_import_options defaults;
    gaz_import_options_init(&defaults);
    if (!options) options = &defaults;
    gaz_import_report counts = {0};
    lexicon->gazetteer = options->gazetteer != 0;
    size_t before = lexicon->entry_count;
    uint64_t duplicates = lexicon->duplicates;
    gaz_status status = file_is_folder(path) ? read_folder(&counts, lexicon, path, options, error)
                                             : read_file(&counts, lexicon, path, NULL, options, error);
    lexicon->gazetteer = false;
    counts.entries = lexicon->entry_count - before;
    counts.duplicates = lexicon->duplicates - duplicates;
    if (report) *report = counts;
    return status;
}

gaz_status gaz_lexicon_read(gaz_lexicon *lexicon, const char *path, const char *type, gaz_error *error) {
    if (!lexicon || !path)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_read without lexicon or path");
    gaz_import_options options;
    gaz_import_options_init(&options);
    options.type = type;
    return gaz_lexicon_import(lexicon, path, &options, NULL, error);
}
