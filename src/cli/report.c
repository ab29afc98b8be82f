#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "about.h"
#include "command.h"

const char report_help[] =
    "usage: gaz report LISTS... [options]\n"
    "\n"
    "Writes a page about lists (folders of them, or single ones) to decide on: what to expect of them, the entries\n"
    "most worth reviewing, entries by type, the most frequent dropped ones, those ranked below another type or id,\n"
    "and what looks odd; of a list that gaz grow wrote, its suggestions. Keys and buttons keep, drop or retype an\n"
    "entry; the page gives these verdicts as a list for gaz build --verdicts. It is one file that loads nothing.\n"
    "\n"
    "      --to FORMAT        output format: html [default: html]\n"
    "  -o, --output FILE      the page [default: standard output]\n"
    "      --text FILE        raw text: how often it has each entry, and an example; repeat for more files\n"
    "      --rows N           most rows of a table of entries [default: 100]\n"
    "\n"
    "example: gaz report gazetteers/software --text README.md -o report.html\n";

enum { OPTION_TO = OPTION_OTHER, OPTION_ROWS, OPTION_TEXT };

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

static int run(gaz_report_options *report, const char **texts, struct about *about, int count, char **arguments,
               const struct command *command) {
    static const struct option options[] = {{"to", required_argument, NULL, OPTION_TO},
                                            {"output", required_argument, NULL, 'o'},
                                            {"text", required_argument, NULL, OPTION_TEXT},
                                            {"rows", required_argument, NULL, OPTION_ROWS},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    static const char *const formats[] = {"html", NULL};
    const char *output = NULL;
    int option;
    while ((option = command_option(count, arguments, options, ":o:h", command)) != -1) {
        if (option == 'h') return command_finish();
        if (option == '?') return EXIT_USAGE;
        if (option == 'o') output = optarg;
        if (option == OPTION_TEXT) texts[report->text_count++] = optarg;
        if (option == OPTION_TO && command_choice(optarg, formats, command, "--to") < 0) return EXIT_USAGE;
        if (option == OPTION_ROWS && !command_number(&report->rows, optarg, 1, 1000000, command, "--rows"))
            return EXIT_USAGE;
    }
    if (optind == count) return command_usage(command, "no lists given");
    about_set_title(about, arguments + optind, (size_t)(count - optind));
    report->about = &about->head;
    report->texts = texts;
    return write_report(arguments + optind, (size_t)(count - optind), report, output);
}

int report_run(int count, char **arguments, const struct command *command) {
    gaz_report_options report;
    struct about about;
    const char **texts = calloc((size_t)count, sizeof *texts);
    if (!texts) {
        fputs("gaz: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    gaz_report_options_init(&report);
    about_begin(&about, command, count, arguments);
    int code = run(&report, texts, &about, count, arguments, command);
    free(texts);
    return code;
}
