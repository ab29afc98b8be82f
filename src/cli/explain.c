#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

enum {
    OPTION_LISTS = 1,
    OPTION_LIST_VARIANTS,
    OPTION_TEXT,
    OPTION_SPAN,
    OPTION_WHY,
    OPTION_OFFSETS,
    OPTION_JSON,
    OPTION_QUIET
};

struct span {
    bool has_line;
    uint64_t line; /* 0 = none */
    uint64_t begin;
    uint64_t end;
};

struct explain {
    gaz_explain_options options;
    struct command_match match;
    const char **lists; /* this and the next: owned; one for each argument at most */
    struct span *spans;
    size_t list_count;
    unsigned variants;
    size_t span_count;
    const char *text;
    const char *why;
    bool json;
    bool quiet;
    bool hinted; /* that the lists are not the model's */
};

/* BEGIN:END or LINE:BEGIN:END */
static bool take_span(struct explain *explain, const struct command *command) {
    struct span *span = &explain->spans[explain->span_count++];
    char texts[3][24] = {"", "", ""};
    int count = 0;
    for (const char *at = optarg; count < 3; at++) {
        size_t size = strcspn(at, ":");
        if (size < sizeof texts[0]) memcpy(texts[count], at, size);
        count++;
        at += size;
        if (!*at) break;
        if (count == 3) count = 4;
    }
    if (count < 2 || count > 3) {
        command_usage(command, "--span is BEGIN:END or LINE:BEGIN:END, whole numbers, not \"%s\"", optarg);
        return false;
    }
    span->has_line = count == 3;
    if ((span->has_line && !command_number(&span->line, texts[0], 1, UINT64_MAX, command, "--span LINE")) ||
        !command_number(&span->begin, texts[count - 2], 0, UINT64_MAX, command, "--span BEGIN") ||
        !command_number(&span->end, texts[count - 1], 0, UINT64_MAX, command, "--span END"))
        return false;
    if (span->begin < span->end) return true;
    command_usage(command, "the span %s is empty: its begin must be below its end", optarg);
    return false;
}

static bool take_option(void *context, int option, const struct command *command) {
    struct explain *explain = context;
    gaz_explain_options *options = &explain->options;
    int choice;
    switch (option) {
    case OPTION_LISTS: explain->lists[explain->list_count++] = optarg; return true;
    case OPTION_LIST_VARIANTS: return command_variants(&explain->variants, optarg, command);
    case OPTION_TEXT: explain->text = optarg; return true;
    case OPTION_SPAN: return take_span(explain, command);
    case OPTION_WHY: explain->why = optarg; return true;
    case OPTION_OFFSETS:
        choice = command_value(optarg, gaz_offsets_name, GAZ_OFFSETS_BYTE, GAZ_OFFSETS_UTF16, command, "--offsets");
        options->offsets = (gaz_offsets)choice;
        return choice >= 0;
    case OPTION_JSON: explain->json = true; return true;
    case OPTION_QUIET: explain->quiet = true; return true;
    default: return command_match_option(&explain->match, option, command);
    }
}

/* ---- Explaining ---- */

static gaz_status write_one(struct explain *explain, gaz_explainer *explainer, const gaz_explanation *explanation,
                            gaz_error *error) {
    bool colours = terminal_has_colours(STDOUT_FILENO);
    if (explanation->lists_differ && !explain->hinted && !explain->quiet)
        fputs("gaz: hint: the model was built from other lists than these; build it again from them\n", stderr);
    explain->hinted = explain->hinted || explanation->lists_differ;
    gaz_explain_format format = explain->json ? GAZ_EXPLAIN_JSON : colours ? GAZ_EXPLAIN_COLOURS : GAZ_EXPLAIN_TEXT;
    gaz_sink output;
    (void)command_sink(&output, NULL, error);
    return gaz_explainer_write(explainer, &output, format, error);
}

/* What was asked of the text that the explainer has begun with. */
static gaz_status explain_text(struct explain *explain, gaz_explainer *explainer, gaz_error *error) {
    const gaz_explanation *explanation;
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < explain->span_count && status == GAZ_OK; i++) {
        const struct span *span = &explain->spans[i];
        status = gaz_explainer_place(&explanation, explainer, span->line, span->begin, span->end, error);
        if (status == GAZ_OK) status = write_one(explain, explainer, explanation, error);
    }
    if (explain->span_count) return status;
    if (explain->why) status = gaz_explainer_why(explainer, explain->why, strlen(explain->why), error);
    bool any = false;
    while (status == GAZ_OK && (status = gaz_explainer_next(&explanation, explainer, error)) == GAZ_OK && explanation) {
        any = true;
        status = write_one(explain, explainer, explanation, error);
    }
    if (status == GAZ_OK && explain->why && !any && !explain->quiet)
        tell("gaz: \"%s\" does not stand in the text\n", explain->why);
    return status;
}

static gaz_status explain_files(struct explain *explain, gaz_explainer *explainer, char **paths, size_t count,
                                gaz_error *error) {
    static char *standard_input[] = {"-"};
    if (explain->text) {
        gaz_status status = gaz_explainer_text(explainer, explain->text, strlen(explain->text), error);
        return status == GAZ_OK ? explain_text(explain, explainer, error) : status;
    }
    if (count == 0) {
        paths = standard_input;
        count = 1;
    }
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        status = gaz_explainer_file(explainer, paths[i], error);
        if (status == GAZ_OK) status = explain_text(explain, explainer, error);
    }
    return status;
}

/* In the order in which a file is read. */
static int compare_spans(const void *left, const void *right) {
    const struct span *a = left;
    const struct span *b = right;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->begin != b->begin) return a->begin < b->begin ? -1 : 1;
    return (a->end > b->end) - (a->end < b->end);
}

/* False after a message. */
static bool check_spans(const struct explain *explain, const struct command *command) {
    gaz_format input = explain->options.input.format;
    bool lines = input == GAZ_FORMAT_CONLL || input == GAZ_FORMAT_JSONL;
    for (size_t i = 0; i < explain->span_count; i++) {
        if (explain->spans[i].has_line == lines) continue;
        command_usage(command, lines ? "of conll and jsonl input, --span is LINE:BEGIN:END"
                                     : "--span is BEGIN:END, without a line; that is of conll and jsonl input");
        return false;
    }
    if (explain->span_count && explain->why) command_usage(command, "ask with --span or with --why, not both");
    return !explain->span_count || !explain->why;
}

static int explain_model(struct explain *explain, const gaz_model *model, char **paths, size_t count) {
    gaz_lexicon *lexicon = NULL;
    gaz_explainer *explainer = NULL;
    gaz_error error;
    gaz_status status = command_threshold(&explain->options.match.min_score, model, explain->match.precision, &error);
    if (status == GAZ_OK) status = command_lists(&lexicon, explain->lists, explain->list_count, &error);
    if (status == GAZ_OK && lexicon && explain->variants)
        status = gaz_lexicon_add_variants(NULL, lexicon, explain->variants, &error);
    if (status == GAZ_OK) status = gaz_explainer_new(&explainer, model, lexicon, &explain->options, &error);
    if (status == GAZ_OK && !lexicon && !explain->quiet)
        fputs("gaz: hint: without --lists, dropped entries, other types and the lists' lines are not known\n", stderr);
    if (status == GAZ_OK) status = explain_files(explain, explainer, paths, count, &error);
    gaz_explainer_free(explainer);
    gaz_lexicon_free(lexicon);
    return status == GAZ_OK ? EXIT_GOOD : command_fail(&error);
}

static const struct option_row rows[] = {
    ROWS_UNDER("what is explained"),
    {OPTION_LISTS, "lists", "DIR", "the lists that the model was built from, or one of them; repeat for more", NULL},
    {OPTION_LIST_VARIANTS, "variants", "KINDS",
     "variants to add to the entries of lists, as the model was built with [default: none]", NULL},
    {OPTION_SPAN, "span", "BEGIN:END",
     "explain this part of each file; repeat for more; conll and jsonl input: LINE:BEGIN:END, as gaz tag --to tsv "
     "writes them",
     NULL},
    {OPTION_WHY, "why", "SURFACE", "explain this surface wherever it occurs; not with --span", NULL},
    {OPTION_TEXT, "text", "TEXT", "explain this text instead of a file", NULL},
    {OPTION_MATCH_TYPE, "type", "TYPE", "spans of this type only; repeat for more types", NULL},
    {OPTION_MATCH_MIN_SCORE, "min-score", "X", "spans with at least this score only, as in gaz tag", NULL},
    {OPTION_MATCH_PRECISION, "precision", "P", "use the lowest score that promises this precision, as in gaz tag",
     NULL},
    ROWS_UNDER("input"),
    {OPTION_INPUT_FORMAT, "from", "INPUT",
     "input format, as in gaz tag: tokenized, conll, text or jsonl [default: text]", TEXT_FORMATS},
    {OPTION_INPUT_FIELD, "field", "NAME",
     "jsonl input: the field with the text; dots select nested fields [default: text]", NULL},
    {OPTION_INPUT_PARAGRAPHS, "paragraphs", NULL,
     "text and jsonl input: matches may run over line ends, up to a blank line", NULL},
    {OPTION_SEPARATOR, "separator", "S", "conll input: what separates columns: auto, tab or blank [default: auto]",
     SEPARATOR_WORDS},
    {OPTION_TOKEN_COLUMN, "token-column", "N", "conll input: column of the tokens, from 1 [default: detected]", NULL},
    {OPTION_INPUT_ENCODING, "encoding", "NAME", "encoding of the input, as iconv names it [default: UTF-8]", NULL},
    {OPTION_LENIENT, "lenient", NULL, "conll and jsonl input: skip malformed rows and lines instead of failing", NULL},
    ROWS_UNDER("output"),
    {OPTION_OFFSETS, "offsets", "UNIT", "what --span and the output count: byte, codepoint or utf16 [default: byte]",
     "byte codepoint utf16"},
    {OPTION_JSON, "json", NULL, "print an object a line instead of text", NULL},
    {OPTION_QUIET, "quiet", NULL, "no hints", NULL},
    {0},
};

static int run(struct explain *explain, int count, char **arguments, const struct command *command) {
    int read = options_read(count, arguments, command, take_option, explain);
    if (read != OPTIONS_READ) return read;
    if (optind == count) return command_usage(command, "no model given");
    if (!command_match_check(&explain->match, command)) return EXIT_USAGE;
    if (explain->text && optind + 1 < count)
        return command_usage(command, "--text is explained instead of files; leave one of them out");
    if (!check_spans(explain, command)) return EXIT_USAGE;
    qsort(explain->spans, explain->span_count, sizeof *explain->spans, compare_spans);
    gaz_model *model;
    gaz_error error;
    if (gaz_model_open(&model, arguments[optind], 0, &error) != GAZ_OK) return command_fail(&error);
    int code = explain_model(explain, model, arguments + optind + 1, (size_t)(count - optind - 1));
    gaz_model_close(model);
    return code;
}

static int run_explain(int count, char **arguments, const struct command *command) {
    struct explain explain = {0};
    gaz_explain_options_init(&explain.options);
    explain.match = (struct command_match){.input = &explain.options.input, .match = &explain.options.match};
    explain.match.types = calloc((size_t)count, sizeof *explain.match.types);
    explain.match.fields = calloc((size_t)count, sizeof *explain.match.fields);
    explain.lists = calloc((size_t)count, sizeof *explain.lists);
    explain.spans = calloc((size_t)count, sizeof *explain.spans);
    int code = EXIT_FAILED;
    if (explain.match.types && explain.match.fields && explain.lists && explain.spans)
        code = run(&explain, count, arguments, command);
    else
        fputs("gaz: out of memory\n", stderr);
    free(explain.match.types);
    free(explain.match.fields);
    free(explain.lists);
    free(explain.spans);
    return code;
}

const struct command explain_command = {
    .name = "explain",
    .summary = "why a span was tagged, or was not",
    .usage = "gaz explain MODEL [FILE...] [options]",
    .about = "For each span found in the files, or in standard input (-), prints the entry, its list, its "
             "evidence, the parts of the score, and the other entries that occur there with the reason why they "
             "lost. With --span or --why, explains a span or a surface, tagged or not. Files may be packed (gzip, "
             "zstd, xz, bzip2, lz4).",
    .rows = rows,
    .example = "gaz explain software.gaz --lists lists --text 'Linux kernel space'",
    .run = run_explain,
};
