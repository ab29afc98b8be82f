#include <stdio.h>

#include "command.h"

const char info_help[] =
    "usage: gaz info MODEL [options]\n"
    "\n"
    "Prints the contents of a model: entries, types, tokenizations, sizes, and the options that it was built with.\n"
    "\n"
    "      --verify           print \"verified\"; every command verifies the file anyway\n"
    "\n"
    "example: gaz info software.gaz\n";

enum { OPTION_VERIFY = OPTION_OTHER };

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

int info_run(int count, char **arguments, const struct command *command) {
    static const struct option options[] = {
        {"verify", no_argument, NULL, OPTION_VERIFY}, {"help", no_argument, NULL, 'h'}, {0}};
    int option;
    bool verify = false;
    while ((option = command_option(count, arguments, options, ":h", command)) != -1) {
        if (option == 'h') return command_finish();
        if (option == '?') return EXIT_USAGE;
        verify = true;
    }
    if (count - optind != 1) return command_usage(command, "one model is needed");
    gaz_model *model;
    gaz_error error;
    if (gaz_model_open(&model, arguments[optind], 0, &error) != GAZ_OK) return command_fail(&error);
    print_model(model);
    if (verify) puts("verified          good");
    gaz_model_close(model);
    return command_finish();
}
