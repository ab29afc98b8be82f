#include <stdio.h>
#include <stdlib.h>

#include "apart.h"
#include "command.h"
#include "progress.h"

enum { TOP_USUAL = 1000 };

enum { OPTION_TOP = 1, OPTION_ACCEPT, OPTION_QUIET };

struct grow {
    gaz_suggest_options options;
    struct command_match match;
    gaz_match_options unused;
    const char *output;
    uint64_t top; /* 0: not given */
    double accept;
    bool accepts;
    bool quiet;
};

static bool take_option(void *context, int option, const struct command *command) {
    struct grow *grow = context;
    uint64_t number;
    switch (option) {
    case 'o': grow->output = optarg; return true;
    case 'j':
        if (!command_number(&number, optarg, 1, 1024, command, "-j")) return false;
        grow->options.threads = (unsigned)number;
        return true;
    case OPTION_TOP: return command_number(&grow->top, optarg, 1, UINT32_MAX, command, "--top");
    case OPTION_ACCEPT: grow->accepts = true; return command_fraction(&grow->accept, optarg, command, "--accept");
    case OPTION_QUIET: grow->quiet = true; return true;
    default: return command_match_option(&grow->match, option, command);
    }
}

static gaz_status accept(const struct grow *grow, gaz_suggest *suggest, const char *folder, gaz_error *error) {
    uint64_t accepted;
    size_t most = grow->top ? grow->top : SIZE_MAX;
    gaz_status status = gaz_suggest_accept(&accepted, suggest, folder, grow->accept, most, error);
    if (status == GAZ_OK && !grow->quiet)
        tell("gaz: %llu suggestions accepted into %s; gaz build %s takes them\n", (unsigned long long)accepted, folder,
             folder);
    return status;
}

static gaz_status suggest_names(const struct grow *grow, const gaz_lexicon *lexicon, const gaz_sink *output,
                                const char *folder, char **paths, size_t count, gaz_error *error) {
    gaz_suggest *suggest;
    gaz_status status = gaz_suggest_new(&suggest, lexicon, &grow->options, error);
    if (status != GAZ_OK) return status;
    for (size_t i = 0; i < count && status == GAZ_OK; i++) status = gaz_suggest_add_file(suggest, paths[i], error);
    progress_clear();
    if (status == GAZ_OK)
        status = grow->accepts ? accept(grow, suggest, folder, error)
                               : gaz_suggest_write(suggest, output, grow->top ? grow->top : TOP_USUAL, error);
    gaz_suggest_free(suggest);
    return status;
}

static int grow_lists(const struct grow *grow, const char *folder, char **paths, size_t count) {
    gaz_import_options import;
    gaz_lexicon *lexicon = NULL;
    gaz_sink output;
    gaz_error error;
    gaz_import_options_init(&import);
    import.growth = 1;
    gaz_status status = gaz_lexicon_new(&lexicon, &error);
    if (status == GAZ_OK) status = gaz_lexicon_import(lexicon, folder, &import, NULL, &error);
    if (status == GAZ_OK) status = command_sink(&output, grow->output, &error);
    if (status == GAZ_OK) {
        status = suggest_names(grow, lexicon, &output, folder, paths, count, &error);
        status = gaz_sink_finish(&output, status, &error);
    }
    gaz_lexicon_free(lexicon);
    return status == GAZ_OK ? command_finish() : command_fail(&error);
}

static const struct option_row rows[] = {
    ROWS_UNDER("suggestions"),
    {'o', "output", "FILE", "write the list there [default: standard output]", NULL},
    {OPTION_TOP, "top", "N", "the N most useful suggestions only [default: 1000; with --accept, all]", NULL},
    {OPTION_MATCH_TYPE, "type", "TYPE", "suggest names of this type only; repeat for more types", NULL},
    {OPTION_ACCEPT, "accept", "P",
     "write the suggestions that are at least this probable, 0 to 1, to LISTS/TYPE.suggested.tsv instead, where gaz "
     "build finds them; replaces what was accepted earlier",
     NULL},
    ROWS_UNDER("input"),
    {OPTION_INPUT_FORMAT, "from", "INPUT", "input format: tokenized, conll, text or jsonl [default: text]",
     TEXT_FORMATS},
    {OPTION_INPUT_FIELD, "field", "NAME",
     "jsonl input: the field with the text; dots select nested fields [default: text]", NULL},
    {OPTION_INPUT_PARAGRAPHS, "paragraphs", NULL,
     "text and jsonl input: names may run over line ends, up to a blank line", NULL},
    {OPTION_SEPARATOR, "separator", "S", "conll input: what separates columns: auto, tab or blank [default: auto]",
     SEPARATOR_WORDS},
    {OPTION_TOKEN_COLUMN, "token-column", "N", "conll input: column of the tokens, from 1 [default: detected]", NULL},
    {OPTION_INPUT_ENCODING, "encoding", "NAME", "encoding of the input, as iconv names it [default: UTF-8]", NULL},
    {OPTION_LENIENT, "lenient", NULL, "conll and jsonl input: skip malformed rows and lines instead of failing", NULL},
    ROWS_UNDER("other"),
    {'j', "threads", "N", "threads, 1 to 1024; the output does not depend on it [default: 1]", NULL},
    {OPTION_QUIET, "quiet", NULL, "no summary and no progress", NULL},
    {0},
};

static int run(struct grow *grow, int count, char **arguments, const struct command *command) {
    int read = options_read(count, arguments, command, take_option, grow);
    if (read != OPTIONS_READ) return read;
    if (optind == count) return command_usage(command, "no lists given");
    if (optind + 1 == count) return command_usage(command, "no text given; - is standard input");
    if (!command_match_check(&grow->match, command)) return EXIT_USAGE;
    if (grow->accepts && grow->output) return command_usage(command, "--accept writes lists; leave out -o");
    if (!apart_check(arguments + optind, (size_t)(count - optind), (const char *const *)&grow->output, 1, command))
        return EXIT_USAGE;
    grow->options.types = grow->unused.types;
    grow->options.type_count = grow->unused.type_count;
    if (grow->quiet) progress_quiet();
    return grow_lists(grow, arguments[optind], arguments + optind + 1, (size_t)(count - optind - 1));
}

static int run_grow(int count, char **arguments, const struct command *command) {
    struct grow grow = {.quiet = false};
    gaz_suggest_options_init(&grow.options);
    gaz_match_options_init(&grow.unused);
    grow.options.progress = progress_show;
    grow.match = (struct command_match){.input = &grow.options.input, .match = &grow.unused};
    grow.match.types = calloc((size_t)count, sizeof *grow.match.types);
    grow.match.fields = calloc((size_t)count, sizeof *grow.match.fields);
    int code = EXIT_FAILED;
    if (grow.match.types && grow.match.fields)
        code = run(&grow, count, arguments, command);
    else
        fputs("gaz: out of memory\n", stderr);
    free(grow.match.types);
    free(grow.match.fields);
    return code;
}

const struct command grow_command = {
    .name = "grow",
    .summary = "raw text to names that the lists lack",
    .usage = "gaz grow LISTS TEXT... [options]",
    .about = "Finds names in raw text that the lists lack: LISTS is a folder that gaz harvest has written, TEXT "
             "are files, or standard input (-), packed or not (gzip, zstd, xz, bzip2, lz4). Prints a list with a "
             "type, a probability, the number of occurrences and examples for each name, the most useful first. "
             "Fill in its verdict column (keep, drop, or the right type) and give it to gaz build or gaz harvest "
             "with --verdicts.",
    .rows = rows,
    .example = "gaz grow lists articles.txt -o suggestions.tsv",
    .run = run_grow,
};
