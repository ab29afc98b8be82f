#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

enum { OPTION_VERIFY = OPTION_OTHER, OPTION_ENTRY, OPTION_ID, OPTION_JSON };

struct info {
    const char *surface; /* NULL: not asked for; so is the next */
    const char *id;
    bool json;
    bool verify;
};

static void print_tokenization(const char *name, const gaz_model_tokenization *tokenization) {
    printf("%s\n", name);
    if (!tokenization->present) {
        puts("  left out");
        return;
    }
    printf("  entries         %llu\n", (unsigned long long)tokenization->entries);
    printf("  tokens          %llu\n", (unsigned long long)tokenization->tokens);
    printf("  states          %llu\n", (unsigned long long)tokenization->states);
    printf("  longest entry   %llu tokens\n", (unsigned long long)tokenization->longest);
    printf("  size            %llu bytes\n", (unsigned long long)tokenization->bytes);
    printf("  case            %s\n", tokenization->ignore_case ? "ignored" : "exact");
    printf("  normalization   %s\n", tokenization->normalize ? "NFC" : "none");
    printf("  typography      %s\n", tokenization->typography ? "ignored" : "exact");
    if (tokenization->fold_accents) puts("  accents         ignored");
    if (tokenization->turkic) puts("  letter I        Turkic");
    if (*tokenization->word_signs) printf("  word characters %s\n", tokenization->word_signs);
}

/* `entries`: by type. */
static void print_text(const gaz_model *model, const gaz_model_info *of_model, const uint64_t *entries) {
    const gaz_model_info info = *of_model;
    printf("format version    %u\n", info.version);
    printf("file size         %llu bytes\n", (unsigned long long)info.file_size);
    printf("checksum          %016llx\n", (unsigned long long)info.checksum);
    printf("entries           %llu\n", (unsigned long long)info.entries);
    printf("scores            %s\n", info.context ? "by what surrounds a match" : "the entries' precisions");
    printf("lowest score      %g\n", info.min_score);
    print_tokenization("corpus tokens", &info.corpus);
    print_tokenization("words", &info.words);
    puts("types");
    for (uint32_t type = 0; type < info.types; type++)
        printf("  %-24s %8llu\n", gaz_model_type(model, type), (unsigned long long)entries[type]);
}

/* Returns the exit code. */
static int print_model(const gaz_model *model, const struct info *info) {
    gaz_sink output;
    gaz_error error;
    (void)command_sink(&output, NULL, &error);
    if (info->json) return gaz_model_write_json(model, &output, &error) == GAZ_OK ? EXIT_GOOD : command_fail(&error);
    gaz_model_info about;
    gaz_model_get_info(&about, model);
    uint64_t *entries = malloc(((size_t)about.types + 1) * sizeof *entries);
    if (!entries) {
        (void)command_lacks_memory(&error);
        return command_fail(&error);
    }
    gaz_model_count_types(entries, model);
    print_text(model, &about, entries);
    free(entries);
    if (info->verify) puts("verified          good");
    return EXIT_GOOD;
}

/* ---- Entries ---- */

enum { SENSES_MAX = 100000 };

static const char entry_columns[] = "surface\ttype\tid\tname\tscore\tcase\tedges\n";

static gaz_status print_entry(gaz_lookup *lookup, const gaz_model *model, uint32_t number, gaz_error *error) {
    const char *surface;
    size_t size;
    gaz_model_entry entry;
    gaz_status status = gaz_lookup_surface(&surface, &size, lookup, number, error);
    if (status != GAZ_OK || !gaz_model_get_entry(&entry, model, number)) return status;
    fwrite(surface, 1, size, stdout);
    printf("\t%s\t%s\t%s\t%g\t%s\t%s\n", entry.type, entry.id ? entry.id : "", entry.name ? entry.name : "",
           entry.score, entry.exact_case ? "exact" : "", entry.strict_edges ? "strict" : "");
    return GAZ_OK;
}

static gaz_status print_entries_text(gaz_lookup *lookup, const gaz_model *model, const uint32_t *numbers, size_t count,
                                     gaz_error *error) {
    gaz_status status = GAZ_OK;
    if (count) fputs(entry_columns, stdout);
    for (size_t i = 0; i < count && status == GAZ_OK; i++) status = print_entry(lookup, model, numbers[i], error);
    return status;
}

/* Gives the entries of the surface, or with the id. */
static size_t find_entries(uint32_t *numbers, gaz_lookup *lookup, const gaz_model *model, const struct info *info) {
    size_t count = info->surface ? gaz_lookup_senses(numbers, SENSES_MAX, lookup, info->surface, strlen(info->surface))
                                 : gaz_model_find_id(numbers, SENSES_MAX, model, info->id);
    return count < SENSES_MAX ? count : SENSES_MAX;
}

/* Prints the entries of a surface, or with an id. Returns the exit code: failed if there are none. */
static int print_entries(const gaz_model *model, const struct info *info) {
    gaz_lookup *lookup;
    gaz_sink output;
    gaz_error error;
    (void)command_sink(&output, NULL, &error);
    gaz_status status = gaz_lookup_new(&lookup, model, &error);
    if (status != GAZ_OK) return command_fail(&error);
    uint32_t *numbers = malloc(SENSES_MAX * sizeof *numbers);
    size_t count = numbers ? find_entries(numbers, lookup, model, info) : 0;
    if (!numbers)
        status = command_lacks_memory(&error);
    else if (info->json)
        status = gaz_lookup_write_json(lookup, numbers, count, &output, &error);
    else
        status = print_entries_text(lookup, model, numbers, count, &error);
    free(numbers);
    gaz_lookup_free(lookup);
    if (status != GAZ_OK) return command_fail(&error);
    if (count) return EXIT_GOOD;
    tell("gaz: the model has no entry \"%s\"\n", info->surface ? info->surface : info->id);
    return EXIT_FAILED;
}

static const struct option_row rows[] = {
    ROWS_UNDER("what is printed"),
    {OPTION_ENTRY, "entry", "TEXT", "print the senses of a surface instead, the strongest first", NULL},
    {OPTION_ID, "id", "ID", "print the entries that have an id instead", NULL},
    {OPTION_JSON, "json", NULL, "print an object instead of text; of entries an object a line", NULL},
    {OPTION_VERIFY, "verify", NULL, "print \"verified\"; every command verifies the file anyway", NULL},
    {0},
};

static bool take_option(void *context, int option, const struct command *command) {
    struct info *info = context;
    (void)command;
    switch (option) {
    case OPTION_ENTRY: info->surface = optarg; return true;
    case OPTION_ID: info->id = optarg; return true;
    case OPTION_JSON: info->json = true; return true;
    case OPTION_VERIFY: info->verify = true; return true;
    default: return false;
    }
}

static int run_info(int count, char **arguments, const struct command *command) {
    struct info info = {0};
    int code = options_read(count, arguments, command, take_option, &info);
    if (code != OPTIONS_READ) return code;
    if (info.surface && info.id) return command_usage(command, "--entry and --id exclude each other");
    if (info.verify && info.json) return command_usage(command, "--verify and --json exclude each other");
    if (count - optind != 1) return command_usage(command, "one model is needed");
    gaz_model *model;
    gaz_error error;
    if (gaz_model_open(&model, arguments[optind], 0, &error) != GAZ_OK) return command_fail(&error);
    code = info.surface || info.id ? print_entries(model, &info) : print_model(model, &info);
    gaz_model_close(model);
    return code ? code : command_finish();
}

const struct command info_command = {
    .name = "info",
    .summary = "the contents of a model",
    .usage = "gaz info MODEL [options]",
    .about = "Prints the contents of a model: entries, types, tokenizations, sizes, and the options that it was "
             "built with.",
    .rows = rows,
    .example = "gaz info software.gaz",
    .run = run_info,
};
