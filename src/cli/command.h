/* What the commands share: the table of them, options, errors. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gaz.h"

enum { EXIT_GOOD = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command {
    const char *name;
    const char *summary;
    const char *help; /* usage, options, example */
    int (*run)(int count, char **arguments, const struct command *command);
    const char *more[2]; /* further help; NULL: none */
};

int harvest_run(int count, char **arguments, const struct command *command);
int build_run(int count, char **arguments, const struct command *command);
int tag_run(int count, char **arguments, const struct command *command);
int grow_run(int count, char **arguments, const struct command *command);
int eval_run(int count, char **arguments, const struct command *command);
int report_run(int count, char **arguments, const struct command *command);
int explain_run(int count, char **arguments, const struct command *command);
int info_run(int count, char **arguments, const struct command *command);
int convert_run(int count, char **arguments, const struct command *command);
int export_run(int count, char **arguments, const struct command *command);

extern const char harvest_help[];
extern const char harvest_more_help[];
extern const char build_help[];
extern const char tag_help[];
extern const char tag_more_help[];
extern const char grow_help[];
extern const char eval_help[];
extern const char report_help[];
extern const char explain_help[];
extern const char info_help[];
extern const char convert_help[];
extern const char export_help[];

/* Prints "gaz: file:line: message" and returns the exit code; a closed pipe is no failure and prints nothing. */
int command_fail(const gaz_error *error);

/* What the options of gaz can do about a failure, "" if there is no hint. */
const char *command_hint(const gaz_error *error);

/* Prints a line on wrong usage and returns EXIT_USAGE. */
int command_usage(const struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Flushes standard output and returns the exit code. */
int command_finish(void);

/* Where a command writes: the file at `path`, or standard output if it is NULL or "-". */
gaz_status command_sink(gaz_sink *sink, const char *path, gaz_error *error);

/* getopt_long with its messages in gaz's form: returns the option, -1 at the end, '?' after a message; --help is
 * answered here and gives 'h'. */
int command_option(int count, char **arguments, const struct option *options, const char *letters,
                   const struct command *command);

/* One of several words, as its index; -1 after a message. */
int command_choice(const char *text, const char *const *words, const struct command *command, const char *option);

/* The format of that name, if it has one of these uses (bits of gaz_format_uses). "auto", where corpora are read, is
 * GAZ_FORMAT_AUTO. False after a message. */
bool command_format(gaz_format *format, const char *text, unsigned uses, const struct command *command,
                    const char *option);

/* One of the names that the library has for the values from `first` to `last` of an enum, as the value; -1 after a
 * message. */
int command_value(const char *text, const char *(*name_of)(int value), int first, int last,
                  const struct command *command, const char *option);

/* A whole number, or a number from 0 to 1. False after a message. */
bool command_number(uint64_t *number, const char *text, uint64_t least, uint64_t most, const struct command *command,
                    const char *option);
bool command_fraction(double *number, const char *text, const struct command *command, const char *option);

/* Takes --list-format. False after a message. */
bool command_list_format(gaz_list_format *format, const struct command *command);

/* How a column file is to be read: the options --scheme, --separator, --token-column, --tag-column, --lenient; and how
 * a corpus is: --from, --field, --fields, --labels, --offsets, --id-column, --encoding too. */
enum {
    OPTION_SCHEME = 1000,
    OPTION_SEPARATOR,
    OPTION_TOKEN_COLUMN,
    OPTION_TAG_COLUMN,
    OPTION_LENIENT,
    OPTION_CORPUS_FORMAT,
    OPTION_CORPUS_FIELD,
    OPTION_CORPUS_FIELDS,
    OPTION_CORPUS_LABELS,
    OPTION_CORPUS_OFFSETS,
    OPTION_ID_COLUMN,
    OPTION_CORPUS_ENCODING,
    OPTION_INPUT_FORMAT,
    OPTION_INPUT_FIELD,
    OPTION_INPUT_PARAGRAPHS,
    OPTION_INPUT_ENCODING,
    OPTION_MATCH_TYPE,
    OPTION_MATCH_MIN_SCORE,
    OPTION_MATCH_PRECISION,
    OPTION_OTHER
};

#define COLUMN_OPTIONS                                                                                                 \
    {"scheme", required_argument, NULL, OPTION_SCHEME}, {"separator", required_argument, NULL, OPTION_SEPARATOR},      \
        {"token-column", required_argument, NULL, OPTION_TOKEN_COLUMN},                                                \
        {"tag-column", required_argument, NULL, OPTION_TAG_COLUMN}, {                                                  \
        "lenient", no_argument, NULL, OPTION_LENIENT                                                                   \
    }

/* Takes one of these. False after a message. */
bool command_column_option(gaz_columns *columns, int option, const struct command *command);

#define CORPUS_OPTIONS                                                                                                 \
    COLUMN_OPTIONS, {"from", required_argument, NULL, OPTION_CORPUS_FORMAT},                                           \
        {"field", required_argument, NULL, OPTION_CORPUS_FIELD},                                                       \
        {"encoding", required_argument, NULL, OPTION_CORPUS_ENCODING},                                                 \
        {"fields", required_argument, NULL, OPTION_CORPUS_FIELDS},                                                     \
        {"labels", required_argument, NULL, OPTION_CORPUS_LABELS},                                                     \
        {"offsets", required_argument, NULL, OPTION_CORPUS_OFFSETS}, {                                                 \
        "id-column", required_argument, NULL, OPTION_ID_COLUMN                                                         \
    }

/* Takes one of these. False after a message. */
bool command_corpus_option(gaz_corpus_options *corpus, int option, const struct command *command);

/* How text is read and what is matched, beside the options of columns. */
#define MATCH_OPTIONS                                                                                                  \
    {"from", required_argument, NULL, OPTION_INPUT_FORMAT}, {"field", required_argument, NULL, OPTION_INPUT_FIELD},    \
        {"paragraphs", no_argument, NULL, OPTION_INPUT_PARAGRAPHS},                                                    \
        {"encoding", required_argument, NULL, OPTION_INPUT_ENCODING},                                                  \
        {"type", required_argument, NULL, OPTION_MATCH_TYPE},                                                          \
        {"min-score", required_argument, NULL, OPTION_MATCH_MIN_SCORE}, {                                              \
        "precision", required_argument, NULL, OPTION_MATCH_PRECISION                                                   \
    }

/* What these options set. */
struct command_match {
    gaz_input_options *input; /* NULL = the options of input are not taken */
    gaz_match_options *match;
    const char **types;  /* becomes match->types; room for one for each argument */
    const char **fields; /* becomes input->fields; the same */
    double precision;    /* that the score is to reach; 0 = not asked for */
};

/* Takes one of these, or of the options of columns. False after a message. */
bool command_match_option(struct command_match *match, int option, const struct command *command);

/* Whether they fit together. False after a message. */
bool command_match_check(const struct command_match *match, const struct command *command);

/* Says on standard error, in one line, what was changed or left out while annotated texts were read, if anything was.
 */
void command_note_corpus(const gaz_corpus_report *report);

/* How corpora are harvested: these options too. */
enum {
    OPTION_PRECISION = OPTION_OTHER,
    OPTION_NO_CONTEXT,
    OPTION_VARIANTS,
    OPTION_MIN_PURITY,
    OPTION_MIN_COUNT,
    OPTION_MIN_TOKENS,
    OPTION_BLOCK,
    OPTION_VERDICTS,
    OPTION_TYPE, /* these are lists.h's */
    OPTION_LIST_FORMAT,
    OPTION_SKIPPED,
    OPTION_COLUMNS,
    OPTION_SPLIT,
    OPTION_SCOPE,
    OPTION_XREF,
    OPTION_LANGUAGE,
    OPTION_SOURCES,
    OPTION_SEMANTIC_TYPES,
    OPTION_OWN
};

#define HARVEST_OPTIONS                                                                                                \
    CORPUS_OPTIONS, {"precision", required_argument, NULL, OPTION_PRECISION},                                          \
        {"no-context", no_argument, NULL, OPTION_NO_CONTEXT}, {"variants", required_argument, NULL, OPTION_VARIANTS},  \
        {"min-purity", required_argument, NULL, OPTION_MIN_PURITY},                                                    \
        {"min-count", required_argument, NULL, OPTION_MIN_COUNT},                                                      \
        {"min-tokens", required_argument, NULL, OPTION_MIN_TOKENS}, {"block", required_argument, NULL, OPTION_BLOCK},  \
        {"verdicts", required_argument, NULL, OPTION_VERDICTS}, {                                                      \
        "threads", required_argument, NULL, 'j'                                                                        \
    }

/* What the options say. */
struct command_harvest {
    gaz_harvest_options options;
    const char *block;    /* a block list, or NULL */
    const char *verdicts; /* a list of verdicts, or NULL */
};

/* Gives the verdicts that the options name. */
gaz_status command_harvest_verdicts(gaz_lexicon *lexicon, const struct command_harvest *harvest, gaz_error *error);

void command_harvest_init(struct command_harvest *harvest);

/* Takes one of these, -j among them. False after a message. */
bool command_harvest_option(struct command_harvest *harvest, int option, const struct command *command);

/* The lowest score with which a model reaches a precision, 0 = what the model says. False after a message. */
bool command_threshold(double *min_score, const gaz_model *model, double precision);

/* Takes a comma-separated choice of kinds of variants. False after a message. */
bool command_variants(unsigned *variants, const char *text, const struct command *command);

/* Reads lists, with their places, into a lexicon, which is the caller's; NULL if there are none. */
gaz_status command_lists(gaz_lexicon **lexicon, const char *const *paths, size_t count, gaz_error *error);

#endif
