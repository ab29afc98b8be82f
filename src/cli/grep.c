#include "grep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lists.h"
#include "watch.h"

enum {
    OPTION_CASE = OPTION_OTHER,
    OPTION_EDGES,
    OPTION_GREP_LIST_FORMAT,
    OPTION_ALL,
    OPTION_COUNT_BY,
    OPTION_COLOR,
    OPTION_KERNEL,
    OPTION_NO_DIFFERENCE,
    OPTION_WATCH
};

enum { EXIT_NONE = 1, EXIT_ERROR = 2 };

struct grep {
    gaz_grep_options options;
    struct command_match match;
    struct grep_lists lists;
    struct search search;
    struct watch watch; /* of the model */
    bool has_names;     /* an option says whether they are shown */
    bool has_after;
    bool has_before;
    int count_by; /* an enum grep_by; -1: matches are not counted */
    int colours;
};

enum { COLOURS_AUTO, COLOURS_ALWAYS, COLOURS_NEVER };

static bool take_word(int *choice, const char *const *words, const char *option, const struct command *command) {
    *choice = command_choice(optarg ? optarg : words[0], words, command, option);
    return *choice >= 0;
}

static bool take_value(struct grep *grep, int option, const struct command *command) {
    bool edges = option == OPTION_EDGES;
    gaz_build_options *build = &grep->lists.build;
    int value =
        command_value(optarg, edges ? gaz_edges_name : gaz_case_name, 1,
                      edges ? (int)GAZ_EDGES_STRICT : (int)GAZ_CASE_AUTO, command, edges ? "--edges" : "--case");
    if (value < 0) return false;
    if (edges)
        build->edges = (gaz_edges)value;
    else
        build->match_case = (gaz_case)value;
    return true;
}

/* -A and -B count more than -C, wherever they stand. */
static bool take_context(struct grep *grep, int option, const struct command *command) {
    const char name[] = {'-', (char)option, 0};
    uint64_t lines;
    if (!command_number(&lines, optarg, 0, UINT64_MAX, command, name)) return false;
    gaz_grep_options *options = &grep->options;
    options->groups = 1;
    grep->has_after = grep->has_after || option == 'A';
    grep->has_before = grep->has_before || option == 'B';
    if (option == 'A' || (option == 'C' && !grep->has_after)) options->after = lines;
    if (option == 'B' || (option == 'C' && !grep->has_before)) options->before = lines;
    return true;
}

static bool take_threads(struct grep *grep, const struct command *command) {
    uint64_t threads;
    if (!command_number(&threads, optarg, 1, 1024, command, "-j")) return false;
    grep->options.threads = (unsigned)threads;
    return true;
}

static bool take_names(struct grep *grep, bool shown) {
    grep->has_names = true;
    grep->options.names = shown;
    return true;
}

/* Of several the one counts that says the least. */
static bool take_output(struct grep *grep, int option) {
    static const struct {
        char letter;
        gaz_grep_output output;
    } outputs[] = {{'c', GAZ_GREP_COUNTS},
                   {'l', GAZ_GREP_WITH},
                   {'L', GAZ_GREP_WITHOUT},
                   {'o', GAZ_GREP_MATCHES},
                   {'q', GAZ_GREP_NOTHING}};
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        if (outputs[i].letter != option) continue;
        bool again = option == 'l' && grep->options.output == GAZ_GREP_WITHOUT; /* the last of them counts */
        if (again || outputs[i].output > grep->options.output) grep->options.output = outputs[i].output;
    }
    return true;
}

static bool take_option(void *context, int option, const struct command *command) {
    struct grep *grep = context;
    static const char *const counts[] = {"type", "entry", "id", NULL};
    static const char *const whens[] = {"auto", "always", "never", NULL};
    gaz_grep_options *options = &grep->options;
    switch (option) {
    case 'f': grep->lists.paths[grep->lists.count++] = optarg; return true;
    case 'i': grep->lists.build.match_case = GAZ_CASE_IGNORE; return true;
    case OPTION_CASE:
    case OPTION_EDGES: return take_value(grep, option, command);
    case OPTION_GREP_LIST_FORMAT: return command_list_format(&grep->lists.format, command);
    case OPTION_ALL: options->match.all = 1; return true;
    case 'm': return command_number(&options->limit, optarg, 0, UINT64_MAX, command, "-m");
    case 'v': options->invert = 1; return true;
    case 'A':
    case 'B':
    case 'C': return take_context(grep, option, command);
    case 'b': options->byte_offsets = 1; return true;
    case OPTION_COUNT_BY: return take_word(&grep->count_by, counts, "--count-by", command);
    case OPTION_COLOR: return take_word(&grep->colours, whens, "--color", command);
    case 'H':
    case 'h': return take_names(grep, option == 'H');
    case 'n': options->line_numbers = 1; return true;
    case 's': grep->search.no_messages = true; return true;
    case 'Z': options->zero_byte = 1; return true;
    case 'a': options->text = 1; return true;
    case OPTION_INPUT_ENCODING: options->encoding = grep->lists.encoding = optarg; return true;
    case 'r': grep->search.recursive = true; return true;
    case OPTION_WATCH: grep->watch.polls = true; return true;
    case 'j': return take_threads(grep, command);
    case OPTION_KERNEL: options->match.kernel = optarg; return true;
    case 'w':
    case 'F':
    case OPTION_NO_DIFFERENCE: return true;
    case OPTION_MATCH_TYPE:
    case OPTION_MATCH_MIN_SCORE:
    case OPTION_MATCH_PRECISION: return command_match_option(&grep->match, option, command);
    default: return take_output(grep, option);
    }
}

/* Whether the options fit together. False after a message. */
static bool check(const struct grep *grep, const struct command *command) {
    const gaz_build_options *build = &grep->lists.build;
    if (!command_match_check(&grep->match, command)) return false;
    if (grep->lists.count == 0 && (build->match_case || build->edges || grep->lists.format)) {
        command_usage(command, "-i, --case, --edges and --list-format are of lists (-f); a model has its own");
        return false;
    }
    if (grep->watch.polls && (grep->lists.count || grep->count_by >= 0)) {
        command_usage(command, "--watch is of a model, and not with --count-by");
        return false;
    }
    if (grep->count_by >= 0 && (grep->options.output != GAZ_GREP_LINES || grep->options.invert)) {
        command_usage(command, "--count-by counts matches; leave -c, -l, -L, -o, -q and -v out");
        return false;
    }
    return true;
}

static void complete(struct grep *grep, char **paths, size_t count) {
    gaz_grep_options *options = &grep->options;
    if (!grep->has_names) options->names = grep_shows_names(paths, count, grep->search.recursive);
    options->colours =
        grep->colours == COLOURS_ALWAYS || (grep->colours == COLOURS_AUTO && terminal_has_colours(STDOUT_FILENO));
    options->entries = grep->count_by >= 0;
    if (options->limit == 0 && options->output != GAZ_GREP_WITHOUT) options->output = GAZ_GREP_NOTHING;
    if (options->entries) options->output = GAZ_GREP_NOTHING;
    grep->search.stops = options->output == GAZ_GREP_NOTHING && !options->entries;
    grep->search.guards = (options->output == GAZ_GREP_LINES || options->output == GAZ_GREP_MATCHES ||
                           options->output == GAZ_GREP_COUNTS) &&
                          options->limit > 1;
    if (grep->search.stops && options->limit > 1) options->limit = 1;
}

static gaz_status take_model(void *user, const gaz_model *model, gaz_error *error) {
    struct grep *grep = user;
    gaz_match_options *match = &grep->options.match;
    gaz_status status = command_threshold(&match->min_score, model, grep->match.precision, error);
    return status == GAZ_OK ? gaz_grep_set_model(grep->search.grep, model, match, error) : status;
}

static void look_for_model(void *user) {
    watch_look(&((struct grep *)user)->watch);
}

static int run(struct grep *grep, const gaz_model *model, char **paths, size_t count) {
    struct search *search = &grep->search;
    gaz_sink output;
    gaz_error error;
    (void)command_sink(&output, NULL, &error);
    gaz_status status = command_threshold(&grep->options.match.min_score, model, grep->match.precision, &error);
    complete(grep, paths, count);
    if (status != GAZ_OK || gaz_grep_new(&search->grep, model, &grep->options, &output, &error) != GAZ_OK) {
        (void)command_fail(&error);
        return EXIT_ERROR;
    }
    grep_files(search, paths, count);
    if (grep->count_by >= 0 && !grep_print_counts(search->grep, model, (enum grep_by)grep->count_by))
        search->failed = true;
    gaz_grep_free(search->grep);
    if (search->failed && !(search->stops && search->selected)) return EXIT_ERROR;
    return search->selected ? EXIT_GOOD : EXIT_NONE;
}

static int open_and_run(struct grep *grep, char **paths, size_t count, const struct command *command) {
    struct watch *watch = &grep->watch;
    gaz_error error;
    if (grep->lists.count) {
        watch->model = grep_build(&grep->lists, grep->search.no_messages);
    } else {
        if (count == 0) return command_usage(command, "no model given, and no list with -f");
        bool again = grep->count_by < 0 && (watch->polls || watch_may_wait(paths + 1, count - 1));
        watch->path = paths[0];
        watch->quiet = grep->search.no_messages;
        watch->take = take_model;
        watch->user = grep;
        grep->options.before_block = look_for_model;
        grep->options.user = grep;
        if (watch_open(watch, again, &error) != GAZ_OK) (void)command_fail(&error);
        paths++;
        count--;
    }
    int code = watch->model ? run(grep, watch->model, paths, count) : EXIT_ERROR;
    watch_close(watch);
    return code;
}

static int start(struct grep *grep, int count, char **arguments, const struct command *command) {
    int read = options_read(count, arguments, command, take_option, grep);
    if (read != OPTIONS_READ) return read;
    if (!check(grep, command)) return EXIT_USAGE;
    return open_and_run(grep, arguments + optind, (size_t)(count - optind), command);
}

static int grep_run(int count, char **arguments, const struct command *command) {
    struct grep grep = {.count_by = -1};
    gaz_grep_options_init(&grep.options);
    gaz_build_options_init(&grep.lists.build);
    grep.match = (struct command_match){.match = &grep.options.match};
    grep.match.types = calloc((size_t)count, sizeof *grep.match.types);
    grep.lists.paths = calloc((size_t)count, sizeof *grep.lists.paths);
    int code = EXIT_ERROR;
    if (grep.match.types && grep.lists.paths)
        code = start(&grep, count, arguments, command);
    else
        tell("gaz: out of memory\n");
    free(grep.match.types);
    free(grep.lists.paths);
    return code;
}

static const struct option_row rows[] = {
    ROWS_UNDER("what is looked for"),
    {'f', "file", "LIST",
     "in place of a model, a list or dictionary that gaz build reads; repeat for more; - is standard input", NULL},
    {'i', "ignore-case", NULL, "with -f: entries match in any case", NULL},
    {OPTION_CASE, "case", "HOW", "with -f: as for gaz build: exact, ignore or auto [default: exact]",
     "exact ignore auto"},
    {OPTION_EDGES, "edges", "HOW", "with -f: as for gaz build: token or strict [default: token]", "token strict"},
    {OPTION_GREP_LIST_FORMAT, "list-format", "F", "with -f: format of the lists, as for gaz build [default: auto]",
     LIST_FORMATS},
    {OPTION_MATCH_TYPE, "type", "TYPE", "matches of this type only; repeat for more types", NULL},
    {OPTION_MATCH_MIN_SCORE, "min-score", "X", "matches with at least this score only (0 to 1) [default: the model's]",
     NULL},
    {OPTION_MATCH_PRECISION, "precision", "P", "use the lowest score that promises this precision (0 to 1)", NULL},
    {OPTION_ALL, "all", NULL, "every match, overlapping ones too (-o, --count-by)", NULL},
    {'m', "max-count", "NUM", "stop after NUM selected lines of a file", NULL},
    {'v', "invert-match", NULL, "select the lines without a match", NULL},
    ROWS_UNDER("what is printed"),
    {'A', "after-context", "NUM", "print NUM lines behind selected ones", NULL},
    {'B', "before-context", "NUM", "print NUM lines before selected ones", NULL},
    {'C', "context", "NUM", "print NUM lines before and behind selected ones", NULL},
    {'b', "byte-offset", NULL, "print the offset in bytes before each line or match", NULL},
    {'c', "count", NULL, "print only how many lines of each file are selected", NULL},
    {OPTION_COUNT_BY, "count-by", "WHAT",
     "print only how many matches there are of each type, entry or id, with TABs between", "type entry id"},
    {OPTION_COLOR, "color", "[=WHEN]",
     "colours: auto (on a terminal), always or never; NO_COLOR and TERM=dumb count [default: auto]",
     "auto always never"},
    {'H', "with-filename", NULL, "print the file's name before each line [default: if there are several files]", NULL},
    {'h', "no-filename", NULL, "print no names of files", NULL},
    {'L', "files-without-match", NULL, "print only the names of files without a selected line", NULL},
    {'l', "files-with-matches", NULL, "print only the names of files with a selected line", NULL},
    {'n', "line-number", NULL, "print the number of each line before it", NULL},
    {'o', "only-matching", NULL, "print each match on a line of its own, and not the lines", NULL},
    {'q', "quiet", NULL, "print nothing; stop at the first selected line", NULL},
    {'s', "no-messages", NULL, "tell nothing of files that cannot be read", NULL},
    {'Z', "null", NULL, "print a zero byte behind the names of files", NULL},
    ROWS_UNDER("how files are read"),
    {'a', "text", NULL, "files with zero bytes are text, too", NULL},
    {OPTION_INPUT_ENCODING, "encoding", "NAME", "encoding of lists and files, as iconv names it [default: UTF-8]",
     NULL},
    {'r', "recursive", NULL, "look through the files of folders; links in them are not followed", NULL},
    {OPTION_WATCH, "watch", NULL, "go on with the model's file when it has changed, from the next line on", NULL},
    {'j', "threads", "N", "threads, 1 to 1024 [default: 1]", NULL},
    {OPTION_KERNEL, "kernel", "NAME",
     "force one instruction set: scalar, avx2, avx512 or neon [default: the CPU's best]", "scalar avx2 avx512 neon"},
    {0, ROWS_BY_NAME, NULL, "other names, as grep has them", NULL},
    {OPTION_COLOR, "colour", "[=WHEN]", "as --color", "auto always never"},
    {'q', "silent", NULL, "as --quiet", NULL},
    {0, ROWS_BY_NAME, NULL, "options of grep (-w, -F) that make no difference", NULL},
    {'w', "word-regexp", NULL, "matches are whole words", NULL},
    {'F', "fixed-strings", NULL, "entries are no patterns", NULL},
    {OPTION_NO_DIFFERENCE, "line-buffered", NULL, "what is read is printed before more is waited for", NULL},
    {0}};

const struct command grep_command = {
    .name = "grep",
    .summary = "text to the lines with a match",
    .failed = EXIT_ERROR,
    .usage = "gaz grep MODEL [FILE...] [options]\n       gaz grep -f LIST [FILE...] [options]",
    .about =
        "Prints the lines of the files, or of standard input (-), that have a match, as grep -w -F -f does. Files "
        "are raw text and may be packed (gzip, zstd, xz, bzip2, lz4). Exit status: 0 a line is selected, 1 none is, "
        "2 an error.",
    .rows = rows,
    .example = "gaz grep -f indicators.txt -r /var/log",
    .run = grep_run,
};
