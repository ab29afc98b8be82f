#include <stdio.h>
#include <string.h>

#include "apart.h"
#include "command.h"
#include "lists.h"
#include "progress.h"

enum { OPTION_TO = OPTION_OWN, OPTION_TOKENS, OPTION_QUIET };

struct export {
    const char *output; /* NULL: standard output */
    bool quiet;
    struct lists lists;
    gaz_export_options options;
};

static bool take_option(void *context, int option, const struct command *command) {
    struct export *export = context;
    static const char *const tokens[] = {"words", "corpus", NULL};
    int choice;
    switch (option) {
    case 'o': export->output = optarg; return true;
    case OPTION_TO:
        choice = command_value(optarg, gaz_export_format_name, GAZ_EXPORT_PATTERNS, GAZ_EXPORT_TSV, command, "--to");
        export->options.format = (gaz_export_format)choice;
        return choice >= 0;
    case OPTION_TOKENS:
        choice = command_choice(optarg, tokens, command, "--tokens");
        export->options.token_patterns = choice;
        return choice >= 0;
    case OPTION_CORPUS_ENCODING: export->lists.options.encoding = optarg; return true;
    case OPTION_LENIENT: export->lists.options.lenient = 1; return true;
    case OPTION_QUIET: export->quiet = export->lists.skipped.quiet = true; return true;
    default: return lists_option(&export->lists, option, command);
    }
}

static gaz_status export_all(gaz_export_report *report, gaz_lexicon *lexicon, struct export *export, char **paths,
                             size_t count, gaz_error *error) {
    gaz_status status = GAZ_OK;
    gaz_sink sink = {0};
    for (size_t i = 0; i < count && status == GAZ_OK; i++)
        status = lists_read(&export->lists, lexicon, paths[i], error);
    if (status == GAZ_OK) status = command_sink(&sink, export->output, error);
    if (status == GAZ_OK) status = gaz_lexicon_export(lexicon, &sink, &export->options, report, error);
    return gaz_sink_finish(&sink, status, error);
}

/* Beside patterns on standard output only what is missing from them is said. */
static void print_summary(const struct export *export, const gaz_export_report *report) {
    if (export->output) {
        printf("%s: %llu entries", export->output, (unsigned long long)report->entries);
        if (report->lost) printf(", %llu lost to another entry", (unsigned long long)report->lost);
        if (report->left_out) printf(", %llu that cannot be written", (unsigned long long)report->left_out);
        if (report->exact)
            printf(", %llu that match in any case written as they are", (unsigned long long)report->exact);
        lists_print(&export->lists);
        putchar('\n');
        return;
    }
    if (report->left_out)
        tell("gaz: %llu entries cannot be written in this format\n", (unsigned long long)report->left_out);
    if (report->exact)
        tell("gaz: %llu entries match in any case, but are written as they are; --tokens corpus writes LOWER\n",
             (unsigned long long)report->exact);
}

static const struct option_row rows[] = {
    ROWS_UNDER("output"),
    {'o', "output", "FILE", "the file [default: standard output]", NULL},
    {OPTION_TO, "to", "FORMAT",
     "output format: patterns, or tsv (a list: surface and type, and id, name, case and edges if any entry has them) "
     "[default: patterns]",
     "patterns tsv"},
    {OPTION_TOKENS, "tokens", "WHICH",
     "patterns: words (strings that the reader's tokenizer cuts, for raw text) or corpus (lists of the entries' own "
     "tokens, for text that is tokenized as the corpus was) [default: words]",
     "words corpus"},
    LISTS_ROWS,
    ROWS_UNDER("other"),
    {OPTION_CORPUS_ENCODING, "encoding", "NAME", "encoding of the input, as iconv names it [default: UTF-8]", NULL},
    {OPTION_LENIENT, "lenient", NULL, "skip malformed lines of lists instead of failing", NULL},
    {OPTION_QUIET, "quiet", NULL, "no summary; only the number of skipped lines", NULL},
    {0},
};

static int run_export(int count, char **arguments, const struct command *command) {
    struct export export = {0};
    lists_init(&export.lists);
    gaz_export_options_init(&export.options);
    int read = options_read(count, arguments, command, take_option, &export);
    if (read != OPTIONS_READ) return read;
    if (optind == count) return command_usage(command, "no source given");
    if (export.output && strcmp(export.output, "-") == 0) export.output = NULL;
    const char *const outputs[] = {export.output, export.lists.skipped.path};
    if (!apart_check(arguments + optind, (size_t)(count - optind), outputs, 2, command)) return EXIT_USAGE;
    gaz_lexicon *lexicon;
    gaz_error error;
    gaz_export_report report = {0};
    gaz_status status = gaz_lexicon_new(&lexicon, &error);
    if (status == GAZ_OK)
        status = export_all(&report, lexicon, &export, arguments + optind, (size_t)(count - optind), &error);
    bool listed = skipped_finish(&export.lists.skipped, status == GAZ_OK);
    gaz_lexicon_free(lexicon);
    if (status != GAZ_OK) return command_fail(&error);
    if (!export.quiet) print_summary(&export, &report);
    return listed ? command_finish() : EXIT_FAILED;
}

const struct command export_command = {
    .name = "export",
    .summary = "lists to patterns of spaCy and Prodigy",
    .usage = "gaz export SOURCE... [-o FILE] [options]",
    .about =
        "Writes the entries that gaz build --no-context takes from the lists as patterns of spaCy's "
        "EntityRuler and SpanRuler and of Prodigy, one per line, sorted by type: "
        "{\"label\":\"ORG\",\"pattern\":\"European Union\",\"id\":\"Q458\"}. A SOURCE is a folder of lists, a list, a "
        "dictionary that gaz build reads, or a model. If two types claim a surface, only the one that wins it "
        "in a model is among the patterns; a list (--to tsv) has all entries.",
    .rows = rows,
    .example = "gaz export gazetteers/sample -o patterns.jsonl",
    .run = run_export,
};
