#include <stdio.h>
#include <string.h>

#include "command.h"

const char report_help[] =
    "usage: gaz report LISTS... [options]\n"
    "\n"
    "Writes a page about lists (folders of them, or single ones): entries by type, what to expect of them, the\n"
    "entries most worth reviewing, the most frequent dropped ones, and those that lost their surface to another\n"
    "type. The page is one file that loads nothing.\n"
    "\n"
    "      --to FORMAT        output format: html [default: html]\n"
    "  -o, --output FILE      the page [default: standard output]\n"
    "      --rows N           most rows of a table of entries [default: 100]\n"
    "\n"
    "example: gaz report gazetteers/software -o report.html\n";

enum { OPTION_TO = OPTION_OTHER, OPTION_ROWS };

/* The last part of a path, without a closing slash. */
static void find_title(char *title, size_t size, const char *path) {
    size_t end = strlen(path);
    while (end > 1 && path[end - 1] == '/') end--;
    size_t begin = end;
    while (begin > 0 && path[begin - 1] != '/') begin--;
    snprintf(title, size, "%.*s", (int)(end - begin), path + begin);
}

static int write_report(char **paths, size_t count, const gaz_report_options *options, const char *output) {
    gaz_lexicon *lexicon;
    gaz_sink sink = {0};
    gaz_error error;
    gaz_status status = gaz_lexicon_new(&lexicon, &error);
    for (size_t i = 0; i < count && status == GAZ_OK; i++) status = gaz_lexicon_read(lexicon, paths[i], NULL, &error);
    if (status == GAZ_OK) status = command_sink(&sink, output, &error);
    if (status == GAZ_OK) status = gaz_lexicon_write_report(lexicon, &sink, options, &error);
    status = gaz_sink_finish(&sink, status, &error);
    gaz_lexicon_free(lexicon);
    return status == GAZ_OK ? EXIT_GOOD : command_fail(&error);
}

int report_run(int count, char **arguments, const struct command *command) {
    static const struct option options[] = {{"to", required_argument, NULL, OPTION_TO},
                                            {"output", required_argument, NULL, 'o'},
                                            {"rows", required_argument, NULL, OPTION_ROWS},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    static const char *const formats[] = {"html", NULL};
    gaz_report_options report;
    gaz_report_options_init(&report);
    const char *output = NULL;
    int option;
    while ((option = command_option(count, arguments, options, ":o:h", command)) != -1) {
        if (option == 'h') return command_finish();
        if (option == '?') return EXIT_USAGE;
        if (option == 'o') output = optarg;
        if (option == OPTION_TO && command_choice(optarg, formats, command, "--to") < 0) return EXIT_USAGE;
        if (option == OPTION_ROWS && !command_number(&report.rows, optarg, 1, 1000000, command, "--rows"))
            return EXIT_USAGE;
    }
    if (optind == count) return command_usage(command, "no lists given");
    char title[256];
    find_title(title, sizeof title, arguments[optind]);
    report.title = title;
    return write_report(arguments + optind, (size_t)(count - optind), &report, output);
}
