#include <stdio.h>
#include <string.h>

#include "command.h"
#include "lists.h"
#include "progress.h"

const char export_help[] =
    "usage: gaz export SOURCE... [-o FILE] [options]\n"
    "\n"
    "Writes the entries that gaz build --no-context takes from the lists as patterns of spaCy's EntityRuler and\n"
    "SpanRuler and of Prodigy, one per line, sorted by type: {\"label\":\"ORG\",\"pattern\":\"European "
    "Union\",\"id\":\"Q458\"}. A\n"
    "SOURCE is a folder of lists, a list, a dictionary that gaz build reads, or a model. If two types claim a "
    "surface,\n"
    "only the one that wins it in a model is among the patterns; a list (--to tsv) has all entries.\n"
    "\n"
    "  -o, --output FILE      the file [default: standard output]\n"
    "      --to FORMAT        output format: patterns, or tsv (a list: surface and type, and id, name, case and edges "
    "if\n"
    "                         any entry has them) [default: patterns]\n"
    "      --tokens WHICH     patterns: words (strings that the reader's tokenizer cuts, for raw text) or corpus\n"
    "                         (lists of the entries' own tokens, for text that is tokenized as the corpus was)\n"
    "                         [default: words]\n"
    "      --encoding NAME    encoding of the input, as iconv names it [default: UTF-8]\n"
    "      --lenient          skip malformed lines of lists instead of failing\n"
    "      --quiet            no summary; only the number of skipped lines\n"
    "\n"
    "example: gaz export gazetteers/sample -o patterns.jsonl\n";

enum { OPTION_TO = OPTION_OWN, OPTION_TOKENS, OPTION_QUIET };

struct export {
    const char *output; /* NULL: standard output */
    bool quiet;
    struct lists lists;
    gaz_export_options options;
};

static bool take_option(struct export *export, int option, const struct command *command) {
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
        fprintf(stderr, "gaz: %llu entries cannot be written in this format\n", (unsigned long long)report->left_out);
    if (report->exact)
        fprintf(stderr,
                "gaz: %llu entries match in any case, but are written as they are; --tokens corpus writes LOWER\n",
                (unsigned long long)report->exact);
}

int export_run(int count, char **arguments, const struct command *command) {
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                            {"to", required_argument, NULL, OPTION_TO},
                                            {"tokens", required_argument, NULL, OPTION_TOKENS},
                                            {"encoding", required_argument, NULL, OPTION_CORPUS_ENCODING},
                                            {"lenient", no_argument, NULL, OPTION_LENIENT},
                                            LISTS_OPTIONS,
                                            {"quiet", no_argument, NULL, OPTION_QUIET},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    struct export export = {0};
    lists_init(&export.lists);
    gaz_export_options_init(&export.options);
    int option;
    while ((option = command_option(count, arguments, options, ":o:h", command)) != -1) {
        if (option == 'h') return command_finish();
        if (option == '?' || !take_option(&export, option, command)) return EXIT_USAGE;
    }
    if (optind == count) return command_usage(command, "no source given");
    if (export.output && strcmp(export.output, "-") == 0) export.output = NULL;
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
