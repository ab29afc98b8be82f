#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "about.h"
#include "apart.h"
#include "command.h"

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

static const struct option_row rows[] = {
    ROWS_UNDER("page"),
    {OPTION_TO, "to", "FORMAT", "output format: html [default: html]", "html"},
    {'o', "output", "FILE", "the page [default: standard output]", NULL},
    {OPTION_TEXT, "text", "FILE", "raw text: how often it has each entry, and an example; repeat for more files", NULL},
    {OPTION_ROWS, "rows", "N", "most rows of a table of entries [default: 100]", NULL},
    {0},
};

struct report {
    gaz_report_options options;
    const char **texts; /* become options.texts; room for one for each argument */
    const char *output;
};

static bool take_option(void *context, int option, const struct command *command) {
    static const char *const formats[] = {"html", NULL};
    struct report *report = context;
    switch (option) {
    case 'o': report->output = optarg; return true;
    case OPTION_TEXT: report->texts[report->options.text_count++] = optarg; return true;
    case OPTION_TO: return command_choice(optarg, formats, command, "--to") >= 0;
    case OPTION_ROWS: return command_number(&report->options.rows, optarg, 1, 1000000, command, "--rows");
    default: return false;
    }
}

static int run(struct report *report, struct about *about, int count, char **arguments, const struct command *command) {
    int read = options_read(count, arguments, command, take_option, report);
    if (read != OPTIONS_READ) return read;
    if (optind == count) return command_usage(command, "no lists given");
    if (!report->output && isatty(STDOUT_FILENO))
        return command_usage(command, "a page is nothing for a terminal; -o FILE says where it goes");
    if (!apart_check(arguments + optind, (size_t)(count - optind), (const char *const *)&report->output, 1, command))
        return EXIT_USAGE;
    about_set_title(about, arguments + optind, (size_t)(count - optind));
    report->options.about = &about->head;
    report->options.texts = report->texts;
    return write_report(arguments + optind, (size_t)(count - optind), &report->options, report->output);
}

static int run_report(int count, char **arguments, const struct command *command) {
    struct report report = {.texts = calloc((size_t)count, sizeof *report.texts)};
    struct about about;
    if (!report.texts) {
        fputs("gaz: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    gaz_report_options_init(&report.options);
    about_begin(&about, command, count, arguments);
    int code = run(&report, &about, count, arguments, command);
    free(report.texts);
    return code;
}

const struct command report_command = {
    .name = "report",
    .summary = "a page about lists: their entries, what to review first",
    .usage = "gaz report LISTS... [options]",
    .about = "Writes a page about lists (folders of them, or single ones) to decide on: what to expect of them, "
             "the entries most worth reviewing, entries by type, the most frequent dropped ones, those ranked "
             "below another type or id, and what looks odd; of a list that gaz grow wrote, its suggestions. Keys "
             "and buttons keep, drop or retype an entry; the page gives these verdicts as a list for gaz build "
             "--verdicts. It is one file that loads nothing.",
    .rows = rows,
    .example = "gaz report gazetteers/software --text README.md -o report.html",
    .run = run_report,
};
