#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apart.h"
#include "command.h"
#include "lists.h"
#include "progress.h"

enum {
    OPTION_CORPUS = OPTION_OWN,
    OPTION_TOKENS,
    OPTION_PRIORITY,
    OPTION_CASE,
    OPTION_IGNORE_CASE,
    OPTION_EDGES,
    OPTION_EXACT_TYPOGRAPHY,
    OPTION_FOLD,
    OPTION_TURKIC,
    OPTION_WORD_CHARS,
    OPTION_NO_NORMALIZE,
    OPTION_VERDICTS_SCORE,
    OPTION_CONFLICTS,
    OPTION_QUIET
};

enum { RULES_MAX = 100 };

struct build {
    const char *output;
    const char *conflicts; /* NULL: they are not written */
    bool corpus;
    bool quiet;
    struct lists lists;
    gaz_list_rule rules[RULES_MAX];
    struct command_harvest harvest;
    unsigned variants; /* of lists */
    uint64_t variant_count;
    gaz_build_options options;
};

static bool take_tokens(struct build *build, const struct command *command) {
    int choice = command_value(optarg, gaz_tokens_name, GAZ_TOKENS_BOTH, GAZ_TOKENS_WORDS, command, "--tokens");
    if (choice >= 0) build->options.tokens = (gaz_tokens)choice;
    return choice >= 0;
}

static bool take_verdicts_score(struct build *build, const struct command *command) {
    int choice = command_value(optarg, gaz_verdicts_score_name, GAZ_VERDICTS_SCORE_AUTO, GAZ_VERDICTS_SCORE_CONTEXT,
                               command, "--verdicts-score");
    if (choice >= 0) build->options.verdicts_score = (gaz_verdicts_score)choice;
    return choice >= 0;
}

/* Adds a rule for LIST of an argument LIST=VALUE, which is cut at that sign. NULL after a message: there are too many.
 */
static gaz_list_rule *add_rule(struct build *build, char *equal, const struct command *command) {
    if (build->lists.options.rule_count == RULES_MAX) {
        command_usage(command, "--priority, --case and --edges for over %d lists", RULES_MAX);
        return NULL;
    }
    *equal = 0;
    build->lists.options.rules = build->rules;
    gaz_list_rule *rule = &build->rules[build->lists.options.rule_count++];
    *rule = (gaz_list_rule){.list = optarg};
    return rule;
}

static bool take_priority(struct build *build, const struct command *command) {
    char *equal = strrchr(optarg, '=');
    char *end = NULL;
    long number = equal ? strtol(equal + 1, &end, 10) : 0;
    if (!equal || equal == optarg || end == equal + 1 || *end || number < -1000000000 || number > 1000000000) {
        command_usage(command, "--priority needs LIST=N, a list and a number from -1000000000 to 1000000000");
        return false;
    }
    gaz_list_rule *rule = add_rule(build, equal, command);
    if (rule) rule->priority = (int)number;
    return rule;
}

/* Takes [LIST=]VALUE: `*rule` is LIST's, NULL if the value is for all lists. -1 after a message. */
static int take_value(gaz_list_rule **rule, struct build *build, const char *(*name_of)(int value), int last,
                      const struct command *command, const char *option) {
    char *equal = strrchr(optarg, '=');
    int value = command_value(equal ? equal + 1 : optarg, name_of, 1, last, command, option);
    *rule = NULL;
    if (value < 0 || !equal) return value;
    *rule = add_rule(build, equal, command);
    return *rule ? value : -1;
}

static bool take_case(struct build *build, const struct command *command) {
    gaz_list_rule *rule;
    int value = take_value(&rule, build, gaz_case_name, GAZ_CASE_AUTO, command, "--case");
    if (value >= 0) *(rule ? &rule->match_case : &build->options.match_case) = (gaz_case)value;
    return value >= 0;
}

static bool take_edges(struct build *build, const struct command *command) {
    gaz_list_rule *rule;
    int value = take_value(&rule, build, gaz_edges_name, GAZ_EDGES_STRICT, command, "--edges");
    if (value >= 0) *(rule ? &rule->edges : &build->options.edges) = (gaz_edges)value;
    return value >= 0;
}

static bool take_fold(struct build *build, const struct command *command) {
    build->options.fold_accents = strcmp(optarg, "accents") == 0;
    if (!build->options.fold_accents) command_usage(command, "--fold takes accents, not '%s'", optarg);
    return build->options.fold_accents;
}

static bool take_option(void *context, int option, const struct command *command) {
    struct build *build = context;
    switch (option) {
    case 'o': build->output = optarg; return true;
    case OPTION_CORPUS: build->corpus = true; return true;
    case OPTION_TOKENS: return take_tokens(build, command);
    case OPTION_PRIORITY: return take_priority(build, command);
    case OPTION_CASE: return take_case(build, command);
    case OPTION_EDGES: return take_edges(build, command);
    case OPTION_IGNORE_CASE: build->options.match_case = GAZ_CASE_IGNORE; return true;
    case OPTION_EXACT_TYPOGRAPHY: build->options.exact_typography = 1; return true;
    case OPTION_FOLD: return take_fold(build, command);
    case OPTION_TURKIC: build->options.turkic = 1; return true;
    case OPTION_WORD_CHARS: build->options.word_signs = optarg; return true;
    case OPTION_NO_NORMALIZE: build->options.no_normalize = 1; return true;
    case OPTION_VERDICTS_SCORE: return take_verdicts_score(build, command);
    case OPTION_CONFLICTS: build->conflicts = optarg; return true;
    case OPTION_QUIET: build->quiet = true; return true;
    case OPTION_VARIANTS:
        if (!command_variants(&build->variants, optarg, command)) return false;
        build->harvest.options.variants = build->variants;
        return true;
    default:
        if (option >= OPTION_TYPE && option < OPTION_OWN) return lists_option(&build->lists, option, command);
        return command_harvest_option(&build->harvest, option, command);
    }
}

/* Lists first, then all corpora at once: evidence is counted over all of them. */
static gaz_status read_sources(gaz_lexicon *lexicon, struct build *build, char **paths, size_t count,
                               gaz_error *error) {
    const char **corpora = calloc(count + 1, sizeof *corpora);
    size_t corpus_count = 0;
    gaz_corpus_report report;
    gaz_status status = GAZ_OK;
    build->lists.options.encoding = build->harvest.options.corpus.encoding;
    build->lists.options.feed_edges = build->options.edges;
    build->lists.options.lenient = build->harvest.options.corpus.columns.lenient;
    if (!corpora) return command_lacks_memory(error);
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        int is_corpus = build->corpus;
        if (!is_corpus) status = gaz_corpus_recognize(&is_corpus, paths[i], build->lists.options.encoding, error);
        if (is_corpus) corpora[corpus_count++] = paths[i];
        if (is_corpus || status != GAZ_OK) continue;
        status = lists_read(&build->lists, lexicon, paths[i], error);
    }
    if (status == GAZ_OK && corpus_count)
        status = gaz_lexicon_harvest(lexicon, corpora, corpus_count, &build->harvest.options, &report, error);
    if (status == GAZ_OK && corpus_count && !build->quiet) command_note_corpus(&report, NULL);
    if (status == GAZ_OK && build->variants)
        status = gaz_lexicon_add_variants(&build->variant_count, lexicon, build->variants, error);
    if (status == GAZ_OK) status = command_harvest_verdicts(lexicon, &build->harvest, error);
    free(corpora);
    return status;
}

static gaz_status build_model(gaz_build_report *report, const gaz_lexicon *lexicon, struct build *build,
                              gaz_error *error) {
    gaz_sink conflicts = {0};
    gaz_status status = build->conflicts ? gaz_sink_path(&conflicts, build->conflicts, error) : GAZ_OK;
    if (build->conflicts) build->options.conflicts = &conflicts;
    if (status == GAZ_OK) status = gaz_lexicon_build(lexicon, build->output, &build->options, report, error);
    build->options.conflicts = NULL;
    return gaz_sink_finish(&conflicts, status, error);
}

static void print_summary(const struct build *build, const gaz_lexicon *lexicon, const gaz_build_report *report) {
    gaz_lexicon_counts counts;
    gaz_lexicon_get_counts(&counts, lexicon);
    printf("%s: %llu entries", build->output, (unsigned long long)report->entries);
    if (counts.entries > counts.kept) printf(", %llu dropped", (unsigned long long)(counts.entries - counts.kept));
    uint64_t again = build->lists.report.duplicates;
    if (again) printf(", %llu listed again", (unsigned long long)again);
    if (build->variant_count) printf(", %llu variants of listed ones", (unsigned long long)build->variant_count);
    if (report->lower) printf(", %llu of them lower senses", (unsigned long long)report->lower);
    if (report->repeated) printf(", %llu repeated", (unsigned long long)report->repeated);
    if (report->weighed) printf(", %llu confirmed ones scored in context", (unsigned long long)report->weighed);
    if (report->left_out) printf(", %llu without words for raw text", (unsigned long long)report->left_out);
    lists_print(&build->lists);
    putchar('\n');
    if (report->entries == 0)
        fputs("gaz: the model has no entries and will match nothing (of a folder, *.tsv, *.txt and *.lst are read)\n",
              stderr);
}

/* A list of an option that was not among the sources; NULL: all were. */
static const char *find_unread(const struct build *build) {
    for (size_t i = 0; i < build->lists.options.rule_count; i++)
        if (!build->rules[i].used) return build->rules[i].list;
    return NULL;
}

static const struct option_row rows[] = {
    ROWS_UNDER("model"),
    {'o', "output", "FILE", "the model file", NULL},
    {OPTION_TOKENS, "tokens", "WHICH",
     "tokenizations in the model: both, corpus (for tokenized and conll input) or words (for raw text) [default: both]",
     "both corpus words"},
    {OPTION_CORPUS, "corpus", NULL, "every SOURCE is a corpus, whatever its name", NULL},
    {OPTION_CONFLICTS, "conflicts", "FILE",
     "write the entries above which another one is ranked, and by what, to this file", NULL},
    ROWS_UNDER("entries"),
    {OPTION_PRIORITY, "priority", "LIST=N",
     "priority of the entries of a list that have none: of two senses the one with the higher priority comes first. "
     "LIST is a file or a folder; may be given several times",
     NULL},
    {OPTION_CASE, "case", "HOW",
     "case of entries whose list does not say it: exact, ignore (they match in any case) or auto (exact if they have "
     "at most five letters, among them a capital one that is not just the first: WHO, mRNA; else in any case) "
     "[default: exact]; LIST=HOW for one list",
     "exact ignore auto"},
    {OPTION_IGNORE_CASE, "ignore-case", NULL, "the same as --case ignore", NULL},
    {OPTION_EDGES, "edges", "HOW",
     "what may touch a match in raw text, where the list does not say it: token (any token) or strict (not . - _ / : @ "
     "with a letter or digit behind it) [default: token]; LIST=HOW for one list",
     "token strict"},
    {OPTION_VARIANTS, "variants", "KINDS",
     "variants to add to the entries of lists, with commas between, as for gaz harvest; no corpus judges them, and "
     "most kinds are made for English; of corpora, those to judge [default: none; of corpora, default]",
     NULL},
    {OPTION_BLOCK, "block", "FILE", "leave out the surfaces in this list, one a line", NULL},
    {OPTION_VERDICTS, "verdicts", "FILE",
     "give the entries in this list the verdicts that it has; gaz tag --review writes such lists", NULL},
    ROWS_UNDER("how tokens are compared"),
    {OPTION_EXACT_TYPOGRAPHY, "exact-typography", NULL,
     "take quotes, dashes, ligatures, full-width and half-width characters and soft hyphens of raw text for what they "
     "are [default: they are the same as plain ones, or none]",
     NULL},
    {OPTION_FOLD, "fold", "accents", "compare letters without their accents", "accents"},
    {OPTION_TURKIC, "turkic", NULL,
     "where case is no matter: I is the capital of dotless i, and a dotted one that of i", NULL},
    {OPTION_WORD_CHARS, "word-chars", "CHARS",
     "signs that are parts of words in raw text, as letters are: with '-/', state-of-the-art is one token", NULL},
    {OPTION_NO_NORMALIZE, "no-normalize", NULL, "do not compare tokens in NFC", NULL},
    ROWS_UNDER("scores"),
    {OPTION_NO_CONTEXT, "no-context", NULL, "score matches by their entry's precision, not by what surrounds them",
     NULL},
    {OPTION_VERDICTS_SCORE, "verdicts-score", "S",
     "score of confirmed and hand-written entries' matches in judged models: certain (1), context (from even odds), or "
     "auto (context for one token of at most three letters, or in capitals) [default: auto]",
     "auto certain context"},
    LISTS_ROWS,
    {0, ROWS_BY_NAME, NULL, "of corpora, as for gaz harvest", NULL},
    {OPTION_PRECISION, "precision", "P", NULL, NULL},
    {OPTION_MIN_PURITY, "min-purity", "X", NULL, NULL},
    {OPTION_MIN_COUNT, "min-count", "N", NULL, NULL},
    {OPTION_MIN_TOKENS, "min-tokens", "N", NULL, NULL},
    {OPTION_CORPUS_FORMAT, "from", "FORMAT", NULL, CORPUS_FORMATS},
    {OPTION_TRUST_UNREVIEWED, "trust-unreviewed", NULL, NULL, NULL},
    {OPTION_CORPUS_FIELD, "field", "NAME", NULL, NULL},
    {OPTION_CORPUS_FIELDS, "fields", "LIST", NULL, NULL},
    {OPTION_CORPUS_LABELS, "labels", "NAMES", NULL, NULL},
    {OPTION_CORPUS_OFFSETS, "offsets", "UNIT", NULL, "auto byte codepoint utf16 grapheme"},
    {OPTION_SCHEME, "scheme", "S", NULL, SCHEME_WORDS},
    {OPTION_SEPARATOR, "separator", "S", NULL, SEPARATOR_WORDS},
    {OPTION_TOKEN_COLUMN, "token-column", "N", NULL, NULL},
    {OPTION_TAG_COLUMN, "tag-column", "N", NULL, NULL},
    {OPTION_ID_COLUMN, "id-column", "N", NULL, NULL},
    {OPTION_LENIENT, "lenient", NULL, NULL, NULL},
    ROWS_UNDER("other"),
    {OPTION_CORPUS_ENCODING, "encoding", "NAME", "encoding of the input, as iconv names it [default: UTF-8]", NULL},
    {'j', "threads", "N", "threads, 1 to 1024; the model does not depend on it [default: 1]", NULL},
    {OPTION_QUIET, "quiet", NULL, "no progress bar, no summary; only the number of skipped lines", NULL},
    {0},
};

static int run_build(int count, char **arguments, const struct command *command) {
    struct build build = {0};
    command_harvest_init(&build.harvest);
    gaz_build_options_init(&build.options);
    lists_init(&build.lists);
    int read = options_read(count, arguments, command, take_option, &build);
    if (read != OPTIONS_READ) return read;
    if (optind == count) return command_usage(command, "no source given");
    if (!build.output) return command_usage(command, "-o FILE says where the model goes");
    if (strcmp(build.output, "-") == 0)
        return command_usage(command, "a model goes into a file, not to standard output");
    const char *const outputs[] = {build.output, build.conflicts, build.lists.skipped.path};
    if (!apart_check(arguments + optind, (size_t)(count - optind), outputs, 3, command)) return EXIT_USAGE;
    if (build.quiet) progress_quiet();
    build.lists.skipped.quiet = build.quiet;
    build.options.progress = build.harvest.options.progress = progress_show;
    build.options.threads = build.harvest.options.threads;
    build.options.no_context = build.harvest.options.no_context;
    gaz_lexicon *lexicon;
    gaz_error error;
    gaz_build_report report = {0};
    gaz_status status = gaz_lexicon_new(&lexicon, &error);
    if (status == GAZ_OK) status = read_sources(lexicon, &build, arguments + optind, (size_t)(count - optind), &error);
    const char *unread = status == GAZ_OK ? find_unread(&build) : NULL;
    if (unread) {
        gaz_lexicon_free(lexicon);
        return command_usage(command, "%s: no such list was read, of which an option says something", unread);
    }
    if (status == GAZ_OK) status = build_model(&report, lexicon, &build, &error);
    progress_clear();
    bool listed = skipped_finish(&build.lists.skipped, status == GAZ_OK);
    if (status == GAZ_OK && !build.quiet) print_summary(&build, lexicon, &report);
    gaz_lexicon_free(lexicon);
    if (status != GAZ_OK) return command_fail(&error);
    return listed ? command_finish() : EXIT_FAILED;
}

const struct command build_command = {
    .name = "build",
    .summary = "lists, dictionaries or corpora to a model",
    .usage = "gaz build SOURCE... -o FILE.gaz [options]",
    .about = "Compiles entries into a model. A SOURCE is a folder of lists, a list, or a corpus, which is "
             "harvested first: a file whose name ends in .conll, .iob, .iob2, .bio or .bioes (before .gz, .zst, "
             ".xz, .bz2 or .lz4), a brat folder, annotated texts in a .json, .jsonl or .ndjson file, a .tsv file "
             "of WebAnno, or a .pubtator or .txt file of PubTator. A list is written by gaz harvest, or by hand: "
             "one entry per line, or entry, TAB and type. If two types claim an entry, a person's verdict decides, "
             "then priority, precision, annotated count and type name. A dictionary of another tool is a SOURCE "
             "too: patterns of spaCy and Prodigy, a GATE gazetteer (its lists.def), a mapping of TokensRegexNER. "
             "Lines that an entry cannot express are reported and skipped.",
    .rows = rows,
    .example = "gaz build gazetteers/software -o software.gaz",
    .run = run_build,
};
