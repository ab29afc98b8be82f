#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "progress.h"

const char build_help[] =
    "usage: gaz build SOURCE... -o FILE.gaz [options]\n"
    "\n"
    "Compiles entries into a model. A SOURCE is a folder of lists, a list, or a corpus, which is harvested on the "
    "way:\n"
    "a file whose name ends in .conll, .iob, .iob2, .bio or .bioes (before .gz or .zst), a brat folder, annotated "
    "texts\n"
    "in a .json, .jsonl or .ndjson file, or a .tsv file of WebAnno. A list is one that gaz harvest wrote, or written "
    "by\n"
    "hand: an entry a line, or entry, TAB and type. Where two types claim an entry, a human's verdict decides, then\n"
    "priority, precision, annotated count and type name.\n"
    "\n"
    "  -o, --output FILE      the model\n"
    "      --type TYPE        of hand-written lists without types (the list's file name up to the first dot)\n"
    "      --corpus           every SOURCE is a corpus, whatever its name\n"
    "      --tokens WHICH     both, corpus (for tokenized and conll input) or words (for raw text) (both)\n"
    "      --ignore-case      entries match in any case\n"
    "      --no-normalize     do not compare raw text in NFC\n"
    "      --no-context       do not score matches by what surrounds them; an entry's precision is their score\n"
    "      --conflicts FILE   write which entries lost their surface to another type, and by what\n"
    "      --block FILE       leave the surfaces in this list out, one a line\n"
    "  -j, --threads N        (1)\n"
    "      --quiet            no progress bar, no summary\n"
    "  and for corpora, as for gaz harvest:\n"
    "      --precision P, --variants KINDS, --min-purity X, --min-count N, --min-tokens N,\n"
    "      --from FORMAT, --field NAME, --offsets UNIT, --scheme S, --separator S, --token-column N, --tag-column N,\n"
    "      --lenient\n"
    "\n"
    "example: gaz build gazetteers/software -o software.gaz\n";

enum {
    OPTION_TYPE = OPTION_OWN,
    OPTION_CORPUS,
    OPTION_TOKENS,
    OPTION_IGNORE_CASE,
    OPTION_NO_NORMALIZE,
    OPTION_CONFLICTS,
    OPTION_QUIET
};

struct build {
    const char *output;
    const char *type;
    bool corpus;
    bool quiet;
    struct command_harvest harvest;
    gaz_build_options options;
};

static bool take_tokens(struct build *build, const struct command *command) {
    static const char *const words[] = {"both", "corpus", "words", NULL};
    int choice = command_choice(optarg, words, command, "--tokens");
    if (choice >= 0) build->options.tokens = (gaz_tokens)choice;
    return choice >= 0;
}

static bool take_option(struct build *build, int option, const struct command *command) {
    switch (option) {
    case 'o': build->output = optarg; return true;
    case OPTION_TYPE:
        build->type = optarg;
        if (*optarg == 0) command_usage(command, "--type needs a name");
        return *optarg != 0;
    case OPTION_CORPUS: build->corpus = true; return true;
    case OPTION_TOKENS: return take_tokens(build, command);
    case OPTION_IGNORE_CASE: build->options.ignore_case = 1; return true;
    case OPTION_NO_NORMALIZE: build->options.no_normalize = 1; return true;
    case OPTION_CONFLICTS: build->options.conflicts = optarg; return true;
    case OPTION_QUIET: build->quiet = true; return true;
    default: return command_harvest_option(&build->harvest, option, command);
    }
}

/* Lists first, then all corpora at once: evidence is counted over all of them. */
static gaz_status read_sources(gaz_lexicon *lexicon, const struct build *build, char **paths, size_t count,
                               gaz_error *error) {
    const char **corpora = calloc(count + 1, sizeof *corpora);
    size_t corpus_count = 0;
    gaz_corpus_report report;
    gaz_status status = GAZ_OK;
    if (!corpora) {
        *error = (gaz_error){.status = GAZ_ERROR_MEMORY, .message = "out of memory"};
        return GAZ_ERROR_MEMORY;
    }
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        int is_corpus = build->corpus;
        if (!is_corpus) status = gaz_corpus_recognize(&is_corpus, paths[i], error);
        if (is_corpus)
            corpora[corpus_count++] = paths[i];
        else if (status == GAZ_OK)
            status = gaz_lexicon_read(lexicon, paths[i], build->type, error);
    }
    if (status == GAZ_OK && corpus_count)
        status = gaz_lexicon_harvest(lexicon, corpora, corpus_count, &build->harvest.options, &report, error);
    if (status == GAZ_OK && corpus_count && !build->quiet) command_note_corpus(&report);
    if (status == GAZ_OK && build->harvest.block)
        status = gaz_lexicon_block(NULL, lexicon, build->harvest.block, error);
    free(corpora);
    return status;
}

static void print_summary(const char *path, const gaz_lexicon *lexicon, const gaz_build_report *report) {
    gaz_lexicon_counts counts;
    gaz_lexicon_count(&counts, lexicon);
    printf("%s: %llu entries", path, (unsigned long long)report->entries);
    if (counts.entries > counts.kept) printf(", %llu dropped", (unsigned long long)(counts.entries - counts.kept));
    if (report->conflicts) printf(", %llu lost to another entry", (unsigned long long)report->conflicts);
    if (report->left_out) printf(", %llu without words for raw text", (unsigned long long)report->left_out);
    putchar('\n');
    if (report->entries == 0)
        fputs("gaz: the model has no entries and will match nothing (of a folder, its *.tsv files are read)\n", stderr);
}

int build_run(int count, char **arguments, const struct command *command) {
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                            {"type", required_argument, NULL, OPTION_TYPE},
                                            {"corpus", no_argument, NULL, OPTION_CORPUS},
                                            {"tokens", required_argument, NULL, OPTION_TOKENS},
                                            {"ignore-case", no_argument, NULL, OPTION_IGNORE_CASE},
                                            {"no-normalize", no_argument, NULL, OPTION_NO_NORMALIZE},
                                            {"conflicts", required_argument, NULL, OPTION_CONFLICTS},
                                            {"quiet", no_argument, NULL, OPTION_QUIET},
                                            {"help", no_argument, NULL, 'h'},
                                            HARVEST_OPTIONS,
                                            {0}};
    struct build build = {0};
    command_harvest_init(&build.harvest);
    gaz_build_options_init(&build.options);
    int option;
    while ((option = command_option(count, arguments, options, ":o:j:h", command)) != -1) {
        if (option == 'h') return command_finish();
        if (option == '?' || !take_option(&build, option, command)) return EXIT_USAGE;
    }
    if (optind == count) return command_usage(command, "no source given");
    if (!build.output) return command_usage(command, "-o FILE says where the model goes");
    if (build.quiet) progress_quiet();
    build.options.progress = build.harvest.options.progress = progress_show;
    build.options.threads = build.harvest.options.threads;
    build.options.no_context = build.harvest.options.no_context;
    gaz_lexicon *lexicon;
    gaz_error error;
    gaz_build_report report;
    gaz_status status = gaz_lexicon_new(&lexicon, &error);
    if (status == GAZ_OK) status = read_sources(lexicon, &build, arguments + optind, (size_t)(count - optind), &error);
    if (status == GAZ_OK) status = gaz_lexicon_build(lexicon, build.output, &build.options, &report, &error);
    progress_clear();
    if (status == GAZ_OK && !build.quiet) print_summary(build.output, lexicon, &report);
    gaz_lexicon_free(lexicon);
    return status == GAZ_OK ? command_finish() : command_fail(&error);
}
