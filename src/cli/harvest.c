#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "apart.h"
#include "command.h"
#include "lists.h"
#include "progress.h"

enum { OPTION_REPORT = OPTION_OWN, OPTION_CROSS_TAGS, OPTION_GAZETTEER, OPTION_QUIET };

struct harvest {
    const char *folder;
    const char *cross_tags; /* NULL: they are not written */
    bool report;
    bool quiet;
    const char **gazetteers; /* owned */
    size_t gazetteer_count;
    struct lists lists; /* how they are read */
    bool of_lists;      /* an option says something of that */
    struct command_harvest common;
};

static bool take_option(void *context, int option, const struct command *command) {
    struct harvest *harvest = context;
    switch (option) {
    case 'o': harvest->folder = optarg; return true;
    case OPTION_REPORT: harvest->report = true; return true;
    case OPTION_CROSS_TAGS: harvest->cross_tags = optarg; return true;
    case OPTION_GAZETTEER: harvest->gazetteers[harvest->gazetteer_count++] = optarg; return true;
    case OPTION_QUIET: harvest->quiet = true; return true;
    default:
        harvest->of_lists |= option >= OPTION_TYPE && option < OPTION_OWN;
        return option >= OPTION_TYPE && option < OPTION_OWN ? lists_option(&harvest->lists, option, command)
                                                            : command_harvest_option(&harvest->common, option, command);
    }
}

static void print_report(const gaz_corpus_report *report) {
    const gaz_columns *detected = &report->detected;
    bool columns = report->format == GAZ_FORMAT_CONLL;
    printf("format           %s\n", gaz_format_name(report->format));
    if (columns || strstr(report->fields, "tags="))
        printf("scheme           %s\n", gaz_scheme_name((int)detected->scheme));
    if (columns) {
        printf("separator        %s\n", gaz_separator_name((int)detected->separator));
        printf("token column     %u\n", detected->token_column);
        printf("tag column       %u", detected->tag_column);
        if (report->other_tag_column) printf(" (column %u holds tags, too)", report->other_tag_column);
        putchar('\n');
    }
    if (report->fields[0]) printf("fields           %s\n", report->fields);
    const struct {
        const char *name;
        uint64_t count;
        bool concerned; /* whether the last corpus's format has such things; what was counted is always told */
    } rows[] = {
        {"files", report->files, true},
        {"documents", report->documents, true},
        {"sentences", report->sentences, true},
        {"tokens", report->tokens, true},
        {"entities", report->entities, true},
        {"comments", report->comments, columns},
        {"header rows", report->headers, false},
        {"multiword rows", report->ranges, false},
        {"empty tokens", report->empty_tokens, false},
        {"ragged rows", report->ragged_rows, false},
        {"CR LF lines", report->crlf_lines, columns},
        {"byte order marks", report->byte_order_mark, columns},
        {"stray inside", report->stray_inside, columns},
        {"unclosed", report->unclosed, columns},
        {"skipped rows", report->skipped_rows, columns},
        {"skipped spans", report->skipped_spans, false},
        {"widened", report->widened, !columns},
        {"overlapping", report->overlapping, !columns},
        {"discontinuous", report->discontinuous, !columns},
        {"blank", report->blank, !columns},
        {"unannotated", report->unannotated, !columns},
        {"unreviewed", report->unreviewed, !columns},
        {"repeated", report->repeated, false},
        {"other layers", report->other_layers, report->format == GAZ_FORMAT_WEBANNO},
        {"relations", report->relations, report->format == GAZ_FORMAT_PUBTATOR},
        {"mixed forms", report->mixed_forms, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].concerned || rows[i].count) printf("%-16s %llu\n", rows[i].name, (unsigned long long)rows[i].count);
}

static void print_counts(const char *name, const gaz_lexicon_counts *counts) {
    printf("%-24s %8llu %8llu %8llu %8llu %8llu\n", name, (unsigned long long)counts->entries,
           (unsigned long long)counts->kept, (unsigned long long)(counts->entries - counts->kept),
           (unsigned long long)counts->variants, (unsigned long long)counts->verdicts);
}

static void print_range(const char *name, const gaz_range *range) {
    printf("%s%.1f to %.1f", name, 100 * range->low, 100 * range->high);
}

static void print_shares(const char *name, double precision, double recall, double f1) {
    printf("%-24s precision %.1f, recall %.1f, F1 %.1f", name, 100 * precision, 100 * recall, 100 * f1);
}

/* What a precision that was asked for costs, and whether it is kept. */
static void print_price(const gaz_estimate *expected) {
    double wanted = expected->wanted_precision;
    if (wanted <= 0) return;
    printf("price of precision %-5g recall %.1f, where the best F1 has %.1f\n", wanted, 100 * expected->recall,
           100 * expected->best_f1_recall);
    if (expected->precision < wanted)
        tell("gaz: no score promises a precision of %g on new text; %g is the most\n", wanted, expected->precision);
    else if (expected->contiguous_precision < wanted)
        tell("gaz: contiguous folds keep a precision of %g only, where %g was asked for: new text may be no better\n",
             expected->contiguous_precision, wanted);
}

/* What to expect on new text, and what was chosen. */
static void print_expected(const gaz_lexicon *lexicon, const struct command_harvest *options) {
    gaz_estimate expected;
    gaz_lexicon_get_estimate(&expected, lexicon);
    putchar('\n');
    if (!expected.judged) {
        bool asked = options->options.min_purity >= 0;
        puts(asked
                 ? "not judged on text held out: --min-purity decides"
                 : "not judged on text held out: the corpus is too small, so entries are kept that are annotated in a\n"
                   "twentieth of their occurrences");
        return;
    }
    print_range("expected on new text     precision ", &expected.precision_range);
    print_range(", recall ", &expected.recall_range);
    print_range(", F1 ", &expected.f1_range);
    putchar('\n');
    print_shares("dealt folds", expected.precision, expected.recall, expected.f1);
    if (expected.context) printf("; without context F1 %.1f", 100 * expected.f1_without_context);
    putchar('\n');
    print_shares("contiguous folds", expected.contiguous_precision, expected.contiguous_recall, expected.contiguous_f1);
    printf("; the worst %.1f, the best %.1f\n", 100 * expected.contiguous_f1_range.low,
           100 * expected.contiguous_f1_range.high);
    print_price(&expected);
    printf("recall bound             %.1f: the share of new entities whose surface is known\n",
           100 * expected.recall_bound);
    printf("chosen                   score >= %.2f, entries with precision >= %.2f, nested occurrences "
           "%s\n",
           expected.threshold, expected.min_precision, expected.nested_counted ? "counted" : "left out");
    printf("learnt from              %llu matches in %llu folds, calibration error %.3f\n",
           (unsigned long long)expected.candidates, (unsigned long long)expected.folds, expected.calibration);
}

/* What was read of gazetteers. */
static void print_gazetteers(const struct harvest *options) {
    if (options->gazetteer_count == 0) return;
    printf("gazetteers               %llu entries", (unsigned long long)options->lists.report.entries);
    uint64_t again = options->lists.report.duplicates;
    if (again) printf(", %llu listed again", (unsigned long long)again);
    lists_print(&options->lists);
    putchar('\n');
}

static gaz_status print_summary(const gaz_lexicon *lexicon, gaz_error *error) {
    gaz_lexicon_counts all;
    gaz_lexicon_get_counts(&all, lexicon);
    gaz_type_counts *types = malloc((all.types + 1) * sizeof *types);
    if (!types) return command_lacks_memory(error);
    gaz_status status = gaz_lexicon_get_type_counts(types, lexicon, error);
    if (status == GAZ_OK) {
        printf("%-24s %8s %8s %8s %8s %8s\n", "type", "entries", "kept", "dropped", "variants", "verdicts");
        for (size_t i = 0; i < all.types; i++) print_counts(types[i].name, &types[i].counts);
        print_counts("all", &all);
    }
    free(types);
    return status;
}

/* Reads the lists that are in the folder, if it is there. */
static gaz_status read_lists(gaz_lexicon *lexicon, const char *folder, int lenient, gaz_error *error) {
    struct stat about;
    bool there = stat(folder, &about) == 0;
    if (!there && (errno == ENOENT || errno == ENOTDIR)) return GAZ_OK;
    gaz_import_options options;
    gaz_import_options_init(&options);
    options.lenient = lenient;
    if (there && S_ISDIR(about.st_mode)) return gaz_lexicon_import(lexicon, folder, &options, NULL, error);
    *error = (gaz_error){.status = GAZ_ERROR_IO, .message = "is a file, where -o names the folder of the lists"};
    if (!there) snprintf(error->message, sizeof error->message, "cannot look for: %s", strerror(errno));
    snprintf(error->file, sizeof error->file, "%s", folder);
    return error->status;
}

/* Reads what the corpora are to judge. */
static gaz_status read_gazetteers(gaz_lexicon *lexicon, struct harvest *harvest, gaz_error *error) {
    struct lists *lists = &harvest->lists;
    gaz_status status = GAZ_OK;
    lists->options.gazetteer = 1;
    lists->options.encoding = harvest->common.options.corpus.encoding;
    lists->options.lenient = harvest->common.options.corpus.columns.lenient;
    for (size_t i = 0; i < harvest->gazetteer_count && status == GAZ_OK; i++)
        status = lists_read(lists, lexicon, harvest->gazetteers[i], error);
    return status;
}

/* Reads the corpora, and writes the files that are asked for. */
static gaz_status make_files(gaz_lexicon *lexicon, gaz_corpus_report *report, struct harvest *options,
                             const char *const *paths, size_t count, gaz_error *error) {
    gaz_harvest_options harvesting = options->common.options;
    gaz_sink cross_tags = {0};
    gaz_status status =
        options->folder ? read_lists(lexicon, options->folder, options->common.options.corpus.columns.lenient, error)
                        : GAZ_OK;
    if (status == GAZ_OK) status = read_gazetteers(lexicon, options, error);
    if (status == GAZ_OK && options->cross_tags) status = gaz_sink_path(&cross_tags, options->cross_tags, error);
    if (options->cross_tags) harvesting.cross_tags = &cross_tags;
    if (status == GAZ_OK) status = gaz_lexicon_harvest(lexicon, paths, count, &harvesting, report, error);
    if (status == GAZ_OK) status = command_harvest_verdicts(lexicon, &options->common, error);
    if (status == GAZ_OK && options->folder) status = gaz_lexicon_write(lexicon, options->folder, error);
    return gaz_sink_finish(&cross_tags, status, error);
}

static gaz_status harvest(gaz_lexicon *lexicon, struct harvest *options, const char *const *paths, size_t count,
                          gaz_error *error) {
    gaz_corpus_report report = {0};
    gaz_status status = make_files(lexicon, &report, options, paths, count, error);
    if (status != GAZ_OK) return status;
    progress_clear();
    if (options->report)
        print_report(&report);
    else if (!options->quiet)
        command_note_corpus(&report, NULL);
    if (report.entities == 0 && !options->quiet)
        fputs(report.unreviewed ? "gaz: the corpora annotate nothing that a person has touched\n"
                                : "gaz: the corpora annotate nothing; --report shows how they were read\n",
              stderr);
    if (!options->quiet && options->folder) {
        if (options->report) putchar('\n');
        status = print_summary(lexicon, error);
        if (status != GAZ_OK) return status;
        print_gazetteers(options);
        print_expected(lexicon, &options->common);
    }
    return GAZ_OK;
}

/* Whether the options fit together. False after a message. */
static bool check(const struct harvest *settings, const struct command *command) {
    const char *message = NULL;
    if (!settings->folder && !settings->report && !settings->cross_tags) message = "-o DIR says where the lists go";
    if (settings->cross_tags && settings->common.options.min_purity >= 0)
        message = "--cross-tags needs entries that are judged; leave --min-purity out";
    if (settings->of_lists && settings->gazetteer_count == 0)
        message = "an option says how gazetteers are read, and no --gazetteer LIST names one";
    if (message) command_usage(command, "%s", message);
    return !message;
}

/* Whether nothing is written over the corpora. False after a message. */
static bool are_apart(const struct harvest *settings, char *const *paths, size_t count, const struct command *command) {
    const char *const outputs[] = {settings->cross_tags, settings->lists.skipped.path};
    return apart_check(paths, count, outputs, 2, command) &&
           (!settings->folder || apart_check_folder(paths, count, settings->folder, command));
}

/* What is learnt: no more than is written. */
static void complete(struct harvest *settings) {
    gaz_harvest_options *options = &settings->common.options;
    options->progress = progress_show;
    options->growth = settings->folder != NULL;
    if (!settings->folder && !settings->cross_tags) options->min_purity = 0; /* the report has nothing of judging */
    settings->lists.skipped.quiet = settings->quiet;
    if (settings->quiet) progress_quiet();
}

static int run(struct harvest *settings, const char *const *paths, size_t count) {
    gaz_lexicon *lexicon;
    gaz_error error;
    gaz_status status = gaz_lexicon_new(&lexicon, &error);
    if (status == GAZ_OK) status = harvest(lexicon, settings, paths, count, &error);
    gaz_lexicon_free(lexicon);
    bool listed = skipped_finish(&settings->lists.skipped, status == GAZ_OK);
    if (status != GAZ_OK) return command_fail(&error);
    return listed ? command_finish() : EXIT_FAILED;
}

static const struct option_row rows[] = {
    ROWS_UNDER("lists"),
    {'o', "output", "DIR", "folder of the lists; created if missing", NULL},
    {OPTION_REPORT, "report", NULL,
     "print how the corpora are laid out, what they hold, and the count of each repair; works without -o", NULL},
    {OPTION_CROSS_TAGS, "cross-tags", "FILE",
     "write the corpora as columns, with tags and scores by the entries of the other folds: features for training a "
     "tagger on them; works without -o",
     NULL},
    {OPTION_GAZETTEER, "gazetteer", "LIST",
     "judge the entries of this list, folder of lists, dictionary or terminology, too, whether the corpora annotate "
     "them or not; may be given several times",
     NULL},
    {OPTION_VERDICTS, "verdicts", "FILE",
     "give the entries in this list the verdicts that it has; gaz tag --review writes such lists", NULL},
    {OPTION_BLOCK, "block", "FILE", "give the verdict drop to the surfaces in this list, one a line", NULL},
    ROWS_UNDER("how entries are judged"),
    {OPTION_PRECISION, "precision", "P",
     "maximize recall at this precision on new text (0 to 1) [default: maximize F1]", NULL},
    {OPTION_NO_CONTEXT, "no-context", NULL, "judge entries by themselves, not each match by what surrounds it", NULL},
    {OPTION_VARIANTS, "variants", "KINDS",
     "variants to judge, with commas between: all, none, default (first, lower-first, title, upper, lower, plural, "
     "singular, accents, digits), joined, possessive, greek, inverted, numeral, british [default: default]",
     NULL},
    {OPTION_MIN_PURITY, "min-purity", "X",
     "judge nothing, and drop entries annotated in less than this share of their occurrences (0 to 1)", NULL},
    {OPTION_MIN_COUNT, "min-count", "N", "drop entries annotated fewer times, unless a gazetteer has them [default: 1]",
     NULL},
    {OPTION_MIN_TOKENS, "min-tokens", "N", "drop entries of fewer tokens [default: 1]", NULL},
    CORPUS_ROWS,
    TRUST_UNREVIEWED_ROW,
    LISTS_ROWS,
    ROWS_UNDER("other"),
    {'j', "threads", "N", "threads, 1 to 1024; the lists do not depend on it [default: 1]", NULL},
    {OPTION_QUIET, "quiet", NULL, "no progress bar, no summary", NULL},
    {0},
};

static int run_harvest(int count, char **arguments, const struct command *command) {
    struct harvest settings = {.gazetteers = calloc((size_t)count, sizeof *settings.gazetteers)};
    gaz_error error;
    if (!settings.gazetteers) return (void)command_lacks_memory(&error), command_fail(&error);
    lists_init(&settings.lists);
    command_harvest_init(&settings.common);
    int result = options_read(count, arguments, command, take_option, &settings);
    if (result == OPTIONS_READ && optind == count)
        result = command_usage(command, "no corpus given");
    else if (result == OPTIONS_READ && !check(&settings, command))
        result = EXIT_USAGE;
    else if (result == OPTIONS_READ && !are_apart(&settings, arguments + optind, (size_t)(count - optind), command))
        result = EXIT_USAGE;
    else if (result == OPTIONS_READ) {
        complete(&settings);
        result = run(&settings, (const char *const *)arguments + optind, (size_t)(count - optind));
    }
    free(settings.gazetteers);
    return result;
}

const struct command harvest_command = {
    .name = "harvest",
    .summary = "annotated corpora to lists, with evidence",
    .usage = "gaz harvest CORPUS... -o DIR [options]",
    .about = "Collects the annotated entities of the corpora and writes one list per type into DIR, with evidence: "
             "how often each is annotated, how often it occurs at all, and how often inside a longer entity. Each "
             "entry is judged on parts of the corpora that it was not harvested from; so are its variants in case, "
             "number and digits. Entries expected to lower F1 are dropped: they stay in the list, marked. The "
             "scoring model, and what to expect on new text, go into DIR/scoring.txt, and what gaz grow needs into "
             "DIR/growth.txt. Lists that exist in DIR are merged; a verdict written there by hand is kept, and an "
             "entry without one is judged if the corpora have it.\n\nA corpus is a column file of the CoNLL family; "
             "a brat folder; an export of doccano, Label Studio or Prodigy, or spaCy's training pairs, as JSON or "
             "JSONL; WebAnno TSV 3 of INCEpTION; PubTator; or the jsonl that gaz tag writes. Files may be packed "
             "(gzip, zstd, xz, bzip2, lz4); - is standard input. Raw text is cut by the word tokenizer; a span "
             "that cuts a token is widened, and of overlapping spans the first and longest is taken.",
    .rows = rows,
    .example = "gaz harvest gazetteers/sample/sample.conll -o lists --report",
    .run = run_harvest,
};
