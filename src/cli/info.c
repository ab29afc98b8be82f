#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

const char info_help[] =
    "usage: gaz info MODEL [options]\n"
    "\n"
    "Prints the contents of a model: entries, types, tokenizations, sizes, and the options that it was built with.\n"
    "\n"
    "      --entry TEXT       print the senses of a surface instead, the strongest first\n"
    "      --id ID            print the entries that have an id instead\n"
    "      --verify           print \"verified\"; every command verifies the file anyway\n"
    "\n"
    "example: gaz info software.gaz\n";

enum { OPTION_VERIFY = OPTION_OTHER, OPTION_ENTRY, OPTION_ID };

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

static void print_model(const gaz_model *model) {
    gaz_model_info info;
    gaz_model_get_info(&info, model);
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
        printf("  %-24s %8llu\n", gaz_model_type(model, type), (unsigned long long)gaz_model_type_entries(model, type));
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

/* Prints the entries of a surface, or with an id. Returns the exit code: failed if there are none. */
static int print_entries(const gaz_model *model, const char *surface, const char *id) {
    gaz_lookup *lookup;
    gaz_error error;
    gaz_status status = gaz_lookup_new(&lookup, model, &error);
    if (status != GAZ_OK) return command_fail(&error);
    uint32_t *numbers = malloc(SENSES_MAX * sizeof *numbers);
    if (!numbers) {
        status = GAZ_ERROR_MEMORY;
        error = (gaz_error){.status = status, .message = "out of memory"};
    }
    size_t count = 0;
    if (numbers && surface) count = gaz_lookup_senses(numbers, SENSES_MAX, lookup, surface, strlen(surface));
    if (numbers && id) count = gaz_model_find_id(numbers, SENSES_MAX, model, id);
    if (count) fputs(entry_columns, stdout);
    for (size_t i = 0; i < count && i < SENSES_MAX && status == GAZ_OK; i++)
        status = print_entry(lookup, model, numbers[i], &error);
    free(numbers);
    gaz_lookup_free(lookup);
    if (status != GAZ_OK) return command_fail(&error);
    if (count == 0) fprintf(stderr, "gaz: the model has no entry \"%s\"\n", surface ? surface : id);
    int code = command_finish();
    return count ? code : EXIT_FAILED;
}

int info_run(int count, char **arguments, const struct command *command) {
    static const struct option options[] = {{"entry", required_argument, NULL, OPTION_ENTRY},
                                            {"id", required_argument, NULL, OPTION_ID},
                                            {"verify", no_argument, NULL, OPTION_VERIFY},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    int option;
    bool verify = false;
    const char *surface = NULL;
    const char *id = NULL;
    while ((option = command_option(count, arguments, options, ":h", command)) != -1) {
        if (option == 'h') return command_finish();
        if (option == '?') return EXIT_USAGE;
        if (option == OPTION_ENTRY) surface = optarg;
        if (option == OPTION_ID) id = optarg;
        verify = verify || option == OPTION_VERIFY;
    }
    if (surface && id) return command_usage(command, "--entry and --id exclude each other");
    if (count - optind != 1) return command_usage(command, "one model is needed");
    gaz_model *model;
    gaz_error error;
    if (gaz_model_open(&model, arguments[optind], 0, &error) != GAZ_OK) return command_fail(&error);
    int code = EXIT_SUCCESS;
    if (surface || id)
        code = print_entries(model, surface, id);
    else
        print_model(model);
    if (verify) puts("verified          good");
    gaz_model_close(model);
    return code ? code : command_finish();
}
