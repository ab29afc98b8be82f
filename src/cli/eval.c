#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "about.h"
#include "apart.h"
#include "command.h"
#include "progress.h"
#include "scores.h"

enum {
    OPTION_PRED = OPTION_OTHER,
    OPTION_FILL,
    OPTION_STRICT,
    OPTION_TRUST,
    OPTION_JSON,
    OPTION_IDS,
    OPTION_CALIBRATION,
    OPTION_ENTRIES,
    OPTION_DOCUMENTS,
    OPTION_AGREEMENT,
    OPTION_DIFFERENCES,
    OPTION_PAGE,
    OPTION_ID_FIELD,
    OPTION_ABBREVIATIONS,
    OPTION_QUIET
};

struct eval {
    gaz_eval_options options;
    const char *predicted;   /* NULL: a model's */
    const char *fill;        /* NULL: no gaps are filled */
    const char *entries;     /* NULL: none are written */
    const char *differences; /* the same */
    const char *page;        /* the same */
    struct about about;
    struct command_match match; /* without input */
    bool json;
    bool calibration;
    bool ids;
    bool quiet;
};

static bool take_option(void *context, int option, const struct command *command) {
    struct eval *eval = context;
    gaz_eval_options *options = &eval->options;
    switch (option) {
    case OPTION_PRED: eval->predicted = optarg; return true;
    case OPTION_FILL: eval->fill = optarg; return true;
    case OPTION_TRUST: options->corpus.reviewed_only = 0; return true;
    case OPTION_STRICT: options->strict = 1; return true;
    case OPTION_JSON: eval->json = true; return true;
    case OPTION_IDS: eval->ids = true; return true;
    case OPTION_CALIBRATION: eval->calibration = true; return true;
    case OPTION_ENTRIES:
        eval->entries = optarg;
        options->entries = 1;
        return true;
    case OPTION_DOCUMENTS: options->documents = 1; return true;
    case OPTION_PAGE:
        eval->page = optarg;
        options->page = 1;
        return true;
    case OPTION_ID_FIELD: options->corpus.id_field = optarg; return true;
    case OPTION_AGREEMENT: options->agreement = 1; return true;
    case OPTION_DIFFERENCES:
        eval->differences = optarg;
        options->differences = 1;
        return true;
    case OPTION_ABBREVIATIONS: options->match.abbreviations = 1; return true;
    case OPTION_MATCH_MIN_SCORE:
    case OPTION_MATCH_PRECISION: return command_match_option(&eval->match, option, command);
    case OPTION_QUIET: eval->quiet = true; return true;
    default: return command_corpus_option(&options->corpus, option, command);
    }
}

/* Whether the arguments behind the options fit them. */
static bool check_arguments(const struct eval *eval, char **paths, size_t count, const struct command *command) {
    int inputs = eval->predicted && strcmp(eval->predicted, "-") == 0;
    inputs += eval->fill && strcmp(eval->fill, "-") == 0;
    for (size_t i = 0; i < count; i++) inputs += strcmp(paths[i], "-") == 0;
    const char *of_model = eval->entries                        ? "--entries"
                           : eval->calibration                  ? "--calibration"
                           : eval->options.match.min_score >= 0 ? "--min-score"
                           : eval->match.precision > 0          ? "--precision"
                           : eval->options.match.abbreviations  ? "--abbreviations"
                                                                : NULL;
    if (eval->fill && !eval->predicted) return command_usage(command, "--fill needs --pred"), false;
    if (!eval->predicted && count == 0) return command_usage(command, "no model given, and no --pred"), false;
    if (!eval->predicted && count == 1) return command_usage(command, "no gold file given"), false;
    if (eval->predicted && count > 1) return command_usage(command, "--pred goes with one gold file"), false;
    if (eval->predicted && of_model) return command_usage(command, "%s needs a model, not --pred", of_model), false;
    if (eval->ids && eval->options.strict)
        return command_usage(command, "--ids reads spans as conlleval does, not --strict"), false;
    if (!command_match_check(&eval->match, command)) return false;
    if (inputs > 1) return command_usage(command, "standard input (-) can be read once"), false;
    return true;
}

static gaz_status compare(gaz_eval *made, const struct eval *eval, const gaz_model *model, char **paths, size_t count,
                          gaz_error *error) {
    if (eval->predicted) return gaz_eval_add_filled(made, eval->predicted, eval->fill, count ? paths[0] : NULL, error);
    gaz_status status = GAZ_OK;
    for (size_t i = 1; i < count && status == GAZ_OK; i++) status = gaz_eval_add_model(made, model, paths[i], error);
    return status;
}

static uint64_t count_repairs(const gaz_eval_repairs *repairs) {
    return repairs->stray_inside + repairs->unclosed;
}

static void note_repairs(const char *name, const gaz_eval_repairs *repairs) {
    uint64_t all = count_repairs(repairs);
    tell("%s %llu", name, (unsigned long long)all);
    if (all == 0) return;
    tell(" (%llu stray I-, %llu unclosed)", (unsigned long long)repairs->stray_inside,
         (unsigned long long)repairs->unclosed);
}

/* What was not read, and what annotated texts had that tokens cannot have. */
static void note_texts(const char *name, const gaz_eval_repairs *repairs) {
    if (repairs->malformed)
        tell("gaz: %s texts: %llu malformed rows, records and spans were left out (--lenient)\n", name,
             (unsigned long long)repairs->malformed);
    if (repairs->unreviewed)
        tell("gaz: %s texts: %llu %s left out (--trust-unreviewed)\n", name, (unsigned long long)repairs->unreviewed,
             repairs->unreviewed == 1 ? "document that nobody has touched since it was tagged was"
                                      : "documents that nobody has touched since they were tagged were");
    if (repairs->widened + repairs->left_out + repairs->unannotated == 0) return;
    tell("gaz: %s texts: %llu spans widened to whole tokens; left out: %llu spans (overlapping, in pieces or blank), "
         "%llu documents that are not annotated\n",
         name, (unsigned long long)repairs->widened, (unsigned long long)repairs->left_out,
         (unsigned long long)repairs->unannotated);
}

typedef const char *name_getter(const gaz_eval *eval, size_t index);

/* Documents that were left out, with the first few names. */
static void note_unpaired(const gaz_eval *made, const char *why, uint64_t count, name_getter *name) {
    enum { MOST = 3 };
    if (count == 0) return;
    tell("gaz: left out: %llu document%s %s: ", (unsigned long long)count, count == 1 ? "" : "s", why);
    for (size_t i = 0; i < count && i < MOST; i++) tell("%s%s", i ? ", " : "", name(made, i));
    tell(count > MOST ? ", ...\n" : "\n");
}

/* What the report has no place for, a line each. */
static void print_notes(const gaz_eval *made, const struct eval *eval) {
    gaz_eval_result result;
    gaz_eval_get_result(&result, made);
    if (count_repairs(&result.gold_repairs) + count_repairs(&result.predicted_repairs)) {
        fputs(eval->options.strict ? "gaz: repairs that --strict leaves undone: " : "gaz: repairs: ", stderr);
        note_repairs("gold", &result.gold_repairs);
        if (eval->predicted) note_repairs(", predicted", &result.predicted_repairs);
        fputc('\n', stderr);
    }
    note_texts("gold", &result.gold_repairs);
    note_texts("predicted", &result.predicted_repairs);
    note_unpaired(made, "without predictions", result.only_gold, gaz_eval_get_only_gold);
    note_unpaired(made, "without gold", result.only_predicted, gaz_eval_get_only_predicted);
    note_unpaired(made, "with another text there", result.differing, gaz_eval_get_differing);
    if (!result.model_files) return;
    tell("gaz: recall bound: %.2f%% (%llu of %llu gold spans are entries of the model); recall: %.2f%%\n",
         100 * result.recall_bound, (unsigned long long)result.reachable, (unsigned long long)result.model_gold,
         100 * result.all.recall);
}

typedef gaz_status table_writer(const gaz_eval *eval, const gaz_sink *sink, gaz_error *error);

static gaz_status write_table(table_writer *write, const gaz_eval *made, const char *path, gaz_error *error) {
    gaz_sink sink;
    gaz_status status = gaz_sink_path(&sink, path, error);
    if (status == GAZ_OK) status = write(made, &sink, error);
    return gaz_sink_finish(&sink, status, error);
}

static gaz_status write_page(const gaz_eval *made, const struct eval *eval, gaz_error *error) {
    gaz_sink sink;
    gaz_status status = gaz_sink_path(&sink, eval->page, error);
    if (status == GAZ_OK) status = gaz_eval_write_page(made, &eval->about.head, &sink, error);
    return gaz_sink_finish(&sink, status, error);
}

static gaz_status write_tables(const gaz_eval *made, const struct eval *eval, gaz_error *error) {
    gaz_status status = GAZ_OK;
    if (eval->entries) status = write_table(gaz_eval_write_entries, made, eval->entries, error);
    if (status == GAZ_OK && eval->differences)
        status = write_table(gaz_eval_write_differences, made, eval->differences, error);
    if (status == GAZ_OK && eval->page) status = write_page(made, eval, error);
    return status;
}

static gaz_status print_all(const gaz_eval *made, const struct eval *eval, gaz_error *error) {
    if (eval->json) {
        gaz_sink output;
        gaz_status status = command_sink(&output, NULL, error);
        if (status == GAZ_OK) status = gaz_eval_write_json(made, &output, error);
        if (status != GAZ_OK) return status;
    } else {
        scores_print(made);
    }
    if (eval->ids && !eval->json) scores_print_ids(made);
    if (eval->calibration && !eval->json) scores_print_calibration(made);
    if (eval->options.documents && !eval->json) scores_print_documents(made);
    if (eval->options.agreement && !eval->json) scores_print_agreement(made);
    if (!eval->quiet) print_notes(made, eval);
    return write_tables(made, eval, error);
}

static gaz_status evaluate(const struct eval *eval, const gaz_model *model, char **paths, size_t count,
                           gaz_error *error) {
    gaz_eval *made;
    gaz_status status = gaz_eval_new(&made, &eval->options, error);
    if (status == GAZ_OK) status = compare(made, eval, model, paths, count, error);
    progress_clear();
    if (status == GAZ_OK) status = print_all(made, eval, error);
    gaz_eval_free(made);
    return status;
}

static const struct option_row rows[] = {
    ROWS_UNDER("predictions"),
    {OPTION_PRED, "pred", "FILE",
     "a file or folder with the same texts; the last column of a column file holds the predicted tags", NULL},
    {OPTION_FILL, "fill", "FILE",
     "with --pred: a second prediction; its spans that overlap none of the first are added", NULL},
    {OPTION_MATCH_MIN_SCORE, "min-score", "X",
     "with MODEL: spans with at least this score only (0 to 1) [default: the model's]", NULL},
    {OPTION_MATCH_PRECISION, "precision", "P", "with MODEL: use the lowest score that promises this precision (0 to 1)",
     NULL},
    {OPTION_ABBREVIATIONS, "abbreviations", NULL,
     "with MODEL: after copper toxicosis (CT), CT is predicted too, to the end of the document", NULL},
    ROWS_UNDER("figures"),
    {OPTION_STRICT, "strict", NULL, "read entities as seqeval does with mode='strict' and the scheme of the gold tags",
     NULL},
    {OPTION_IDS, "ids", NULL,
     "print how well ids are found after the report: of the spans, whatever their type, and as sets of the documents",
     NULL},
    {OPTION_JSON, "json", NULL, "print one JSON object with everything instead of the report", NULL},
    {OPTION_CALIBRATION, "calibration", NULL, "with MODEL: print a table of scores and precision after the report",
     NULL},
    {OPTION_DOCUMENTS, "documents", NULL, "print the figures of each document after the report", NULL},
    {OPTION_AGREEMENT, "agreement", NULL,
     "print how far both sides agree, as two annotators, after the report: Cohen's kappa, Krippendorff's alpha, and "
     "which types were given to the same spans",
     NULL},
    {OPTION_DIFFERENCES, "differences", "FILE",
     "write a table of the spans that are not on both sides to this file, as tab-separated values", NULL},
    {OPTION_PAGE, "page", "FILE", "write a page of HTML to this file: where both sides differ, side by side", NULL},
    {OPTION_ENTRIES, "entries", "FILE",
     "with MODEL: write a table of the entries that fired or were missed to this file, the worst first", NULL},
    CORPUS_ROWS,
    {OPTION_TRUST, "trust-unreviewed", NULL,
     "with MODEL: take gold documents that nobody has touched since gaz tagged them, too", NULL},
    {OPTION_ID_FIELD, "id-field", "NAME",
     "JSON input: the member that names a document, by which --pred pairs documents; dots select inner ones [default: "
     "id]",
     NULL},
    ROWS_UNDER("other"),
    {OPTION_QUIET, "quiet", NULL, "no progress bar, no notes on standard error", NULL},
    {0},
};

/* The page is called after what is compared. */
static void set_title(struct eval *eval, char **paths, size_t count) {
    char *both[] = {(char *)(uintptr_t)eval->predicted, count ? paths[0] : NULL};
    if (eval->predicted)
        about_set_title(&eval->about, both, count ? 2 : 1);
    else
        about_set_title(&eval->about, paths, count);
}

static int run_eval(int count, char **arguments, const struct command *command) {
    struct eval eval = {0};
    gaz_eval_options_init(&eval.options);
    eval.match.match = &eval.options.match;
    about_begin(&eval.about, command, count, arguments);
    int read = options_read(count, arguments, command, take_option, &eval);
    if (read != OPTIONS_READ) return read;
    char **paths = arguments + optind;
    size_t path_count = (size_t)(count - optind);
    const char *const outputs[] = {eval.entries, eval.differences, eval.page};
    char *const predicted[] = {(char *)(uintptr_t)eval.predicted, (char *)(uintptr_t)eval.fill};
    if (!check_arguments(&eval, paths, path_count, command) || !apart_check(paths, path_count, outputs, 3, command) ||
        !apart_check(predicted, 2, outputs, 3, command))
        return EXIT_USAGE;
    if (eval.quiet) progress_quiet();
    eval.options.progress = progress_show;
    set_title(&eval, paths, path_count);
    gaz_model *model = NULL;
    gaz_error error;
    gaz_status status = eval.predicted ? GAZ_OK : gaz_model_open(&model, paths[0], 0, &error);
    if (status == GAZ_OK)
        status = command_threshold(&eval.options.match.min_score, model, eval.match.precision, &error);
    if (status == GAZ_OK) status = evaluate(&eval, model, paths, path_count, &error);
    gaz_model_close(model);
    return status == GAZ_OK ? command_finish() : command_fail(&error);
}

const struct command eval_command = {
    .name = "eval",
    .summary = "predicted spans against gold ones: conlleval's report",
    .usage = "gaz eval MODEL GOLD... [options]\n       gaz eval --pred FILE [--fill FILE] [GOLD] [options]",
    .about = "Compares predicted spans with those of annotated files and prints conlleval's report. The "
             "predictions are the spans that MODEL finds in the tokens of the gold files, or the tags in the last "
             "column of FILE. Without GOLD, the column before it has the gold tags: conlleval's own input, which "
             "gaz tag --to conll writes from a gold file. Entities are read as conlleval reads them. Standard "
             "error reports how many tags were repaired, and the recall that the model's entries cannot exceed. "
             "Files may be packed (gzip, zstd, xz, bzip2, lz4); - is standard input. They may also be annotated "
             "texts in any format that gaz harvest reads, and folders of them; then all spans of FILE are "
             "predictions, and GOLD is needed. Documents that have names are paired by them, so that FILE and GOLD "
             "may be what two annotators made of the same texts.",
    .rows = rows,
    .example = "gaz eval software.gaz gazetteers/sample/sample.conll",
    .run = run_eval,
};
