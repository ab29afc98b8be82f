#include <stdio.h>
#include <sys/stat.h>

#include "command.h"
#include "progress.h"

const char harvest_help[] =
    "usage: gaz harvest CORPUS... -o DIR [options]\n"
    "\n"
    "Collects the entities that the corpora annotate and writes one list per type into DIR, with evidence: how often\n"
    "each is annotated, how often it occurs at all, and how often inside a longer entity. Entries that the corpus\n"
    "mostly leaves unannotated are dropped: they stay in the list, marked. Lists that are in DIR are merged; a "
    "verdict\n"
    "written there by hand is kept. A corpus is a column file of the CoNLL family, plain, gzip or zstd; - is standard\n"
    "input.\n"
    "\n"
    "  -o, --output DIR       the folder of the lists\n"
    "      --report           print what was found in the corpora, and each repair's count (works without -o)\n"
    "      --min-purity X     drop entries annotated in less than this share of their occurrences (0.25)\n"
    "      --min-count N      drop entries annotated fewer times (1)\n"
    "      --min-tokens N     drop entries of fewer tokens (1)\n"
    "      --scheme S         auto, iob1, iob2, bioes or bare (auto)\n"
    "      --separator S      of the columns: auto, tab or blank (auto)\n"
    "      --token-column N   from 1 (found out)\n"
    "      --tag-column N     from 1 (found out)\n"
    "      --lenient          leave malformed rows out and count them, instead of failing\n"
    "      --quiet            no progress bar, no summary\n"
    "\n"
    "example: gaz harvest gazetteers/sample/sample.conll -o lists --report\n";

enum { OPTION_REPORT = OPTION_OTHER, OPTION_MIN_PURITY, OPTION_MIN_COUNT, OPTION_MIN_TOKENS, OPTION_QUIET };

struct harvest {
    const char *folder;
    bool report;
    bool quiet;
    gaz_columns columns;
    gaz_keep keep;
};

static bool take_option(struct harvest *harvest, int option, const struct command *command) {
    gaz_keep *keep = &harvest->keep;
    switch (option) {
    case 'o': harvest->folder = optarg; return true;
    case OPTION_REPORT: harvest->report = true; return true;
    case OPTION_QUIET: harvest->quiet = true; return true;
    case OPTION_MIN_PURITY: return command_fraction(&keep->min_purity, optarg, command, "--min-purity");
    case OPTION_MIN_COUNT: return command_number(&keep->min_count, optarg, 0, UINT32_MAX, command, "--min-count");
    case OPTION_MIN_TOKENS: return command_number(&keep->min_tokens, optarg, 0, UINT32_MAX, command, "--min-tokens");
    default: return command_column_option(&harvest->columns, option, command);
    }
}

static void print_report(const gaz_corpus_report *report) {
    static const char *const separators[] = {"", "tab", "blank"};
    const gaz_columns *detected = &report->detected;
    printf("scheme           %s\n", command_schemes[detected->scheme]);
    printf("separator        %s\n", separators[detected->separator]);
    printf("token column     %u\n", detected->token_column);
    printf("tag column       %u\n", detected->tag_column);
    const struct {
        const char *name;
        uint64_t count;
    } rows[] = {
        {"files", report->files},
        {"documents", report->documents},
        {"sentences", report->sentences},
        {"tokens", report->tokens},
        {"entities", report->entities},
        {"comments", report->comments},
        {"CR LF lines", report->crlf_lines},
        {"byte order marks", report->byte_order_mark},
        {"stray inside", report->stray_inside},
        {"unclosed", report->unclosed},
        {"skipped rows", report->skipped_rows},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        printf("%-16s %llu\n", rows[i].name, (unsigned long long)rows[i].count);
}

static void print_counts(const char *name, const gaz_lexicon_counts *counts) {
    printf("%-24s %8llu %8llu %8llu %8llu\n", name, (unsigned long long)counts->entries,
           (unsigned long long)counts->kept, (unsigned long long)(counts->entries - counts->kept),
           (unsigned long long)counts->verdicts);
}

static void print_summary(const gaz_lexicon *lexicon) {
    gaz_lexicon_counts all;
    gaz_lexicon_count(&all, lexicon);
    printf("%-24s %8s %8s %8s %8s\n", "type", "entries", "kept", "dropped", "verdicts");
    for (size_t i = 0; i < all.types; i++) {
        gaz_lexicon_counts counts;
        const char *name;
        gaz_lexicon_count_type(&name, &counts, lexicon, i);
        print_counts(name, &counts);
    }
    print_counts("all", &all);
}

static gaz_status harvest(gaz_lexicon *lexicon, const struct harvest *options, const char *const *paths, size_t count,
                          gaz_error *error) {
    gaz_corpus_report report;
    struct stat about;
    gaz_status status = GAZ_OK;
    if (options->folder && stat(options->folder, &about) == 0) /* lists may be there */
        status = gaz_lexicon_read(lexicon, options->folder, NULL, error);
    if (status == GAZ_OK)
        status = gaz_lexicon_harvest(lexicon, paths, count, &options->columns, &options->keep, &report, progress_show,
                                     NULL, error);
    if (status == GAZ_OK && options->folder) status = gaz_lexicon_write(lexicon, options->folder, error);
    if (status != GAZ_OK) return status;
    progress_clear();
    if (options->report) print_report(&report);
    if (!options->quiet && options->folder) {
        if (options->report) putchar('\n');
        print_summary(lexicon);
    }
    return GAZ_OK;
}

int harvest_run(int count, char **arguments, const struct command *command) {
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                            {"report", no_argument, NULL, OPTION_REPORT},
                                            {"min-purity", required_argument, NULL, OPTION_MIN_PURITY},
                                            {"min-count", required_argument, NULL, OPTION_MIN_COUNT},
                                            {"min-tokens", required_argument, NULL, OPTION_MIN_TOKENS},
                                            {"quiet", no_argument, NULL, OPTION_QUIET},
                                            {"help", no_argument, NULL, 'h'},
                                            COLUMN_OPTIONS,
                                            {0}};
    struct harvest settings = {0};
    gaz_columns_init(&settings.columns);
    gaz_keep_init(&settings.keep);
    int option;
    while ((option = command_option(count, arguments, options, ":o:h", command)) != -1) {
        if (option == 'h') return command_finish();
        if (option == '?' || !take_option(&settings, option, command)) return EXIT_USAGE;
    }
    if (optind == count) return command_usage(command, "no corpus given");
    if (!settings.folder && !settings.report) return command_usage(command, "-o DIR says where the lists go");
    if (settings.quiet) progress_quiet();
    gaz_lexicon *lexicon;
    gaz_error error;
    gaz_status status = gaz_lexicon_new(&lexicon, &error);
    if (status == GAZ_OK)
        status = harvest(lexicon, &settings, (const char *const *)arguments + optind, (size_t)(count - optind), &error);
    gaz_lexicon_free(lexicon);
    return status == GAZ_OK ? command_finish() : command_fail(&error);
}
