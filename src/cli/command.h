/* What the commands share: the table of them, options, errors. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gaz.h"
#include "options.h"
#include "terminal.h"

enum { EXIT_GOOD = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_UNREAD = 2 };

struct command {
    const char *name;
    const char *summary;           /* for the list of commands */
    const char *usage;             /* without "usage: " */
    const char *about;             /* paragraphs */
    const struct option_row *rows; /* its options */
    const char *example;
    int (*run)(int count, char **arguments, const struct command *command);
    int failed; /* its exit status when something fails; 0: EXIT_FAILED */
};

extern const struct command harvest_command;
extern const struct command build_command;
extern const struct command tag_command;
extern const struct command grep_command;
extern const struct command grow_command;
extern const struct command serve_command;
extern const struct command eval_command;
extern const struct command convert_command;
extern const struct command report_command;
extern const struct command explain_command;
extern const struct command info_command;
extern const struct command export_command;

/* Prints "gaz: file:line: message" and returns the exit code; a closed pipe is no failure and prints nothing. */
int command_fail(const gaz_error *error);

/* Says so. Returns GAZ_ERROR_MEMORY. */
gaz_status command_lacks_memory(gaz_error *error);

/* What the options of gaz can do about a failure, "" if there is no hint. */
const char *command_hint(const gaz_error *error);

/* Prints a line on wrong usage and returns EXIT_USAGE. */
int command_usage(const struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Flushes standard output and returns the exit code. */
int command_finish(void);

/* Where a command writes: the file at `path`, or standard output if it is NULL or "-". */
gaz_status command_sink(gaz_sink *sink, const char *path, gaz_error *error);

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
    OPTION_HELP = 1000,
    OPTION_SCHEME,
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

#define SCHEME_WORDS     "auto iob1 iob2 bioes bare"
#define SEPARATOR_WORDS  "auto tab blank"
#define TEXT_FORMATS     "tokenized conll text jsonl"
#define MARKUP_FORMATS   "html xml"
#define SENTENCE_FORMATS "conll tsv jsonl count ansi"
#define DOCUMENT_FORMATS                                                                                               \
    "brat doccano label-studio spacy prodigy webanno pubtator argilla pubannotation bioc json-tokens enamex "          \
    "inline-xml opennlp brackets html html-inline"
#define CORPUS_FORMATS                                                                                                 \
    "auto conll brat doccano label-studio spacy prodigy webanno pubtator argilla pubannotation bioc json-tokens "      \
    "enamex inline-xml opennlp brackets jsonl html-inline"

/* Takes one of these. False after a message. */
bool command_column_option(gaz_columns *columns, int option, const struct command *command);

#define CORPUS_ROWS                                                                                                    \
    ROWS_UNDER("how corpora are read"),                                                                                \
        {OPTION_CORPUS_FORMAT, "from", "FORMAT",                                                                       \
         "format of the corpora: auto, conll, brat, doccano, label-studio, spacy, prodigy, webanno, pubtator, "        \
         "argilla, pubannotation, bioc, json-tokens, enamex, inline-xml, opennlp, brackets, html-inline or jsonl "     \
         "[default: auto]",                                                                                            \
         CORPUS_FORMATS},                                                                                              \
        {OPTION_CORPUS_FIELD, "field", "NAME",                                                                         \
         "JSON input: the field with the text [default: text]; webanno input: the span layer [default: "               \
         "NamedEntity, else the first of the project's own]",                                                          \
         NULL},                                                                                                        \
        {OPTION_CORPUS_FIELDS, "fields", "LIST",                                                                       \
         "JSON input: members of the records, as text=T,spans=S,begin=B,end=E,label=L,id=I or tokens=W,tags=G "        \
         "[default: found among the names that tools use]",                                                            \
         NULL},                                                                                                        \
        {OPTION_CORPUS_LABELS, "labels", "NAMES",                                                                      \
         "JSON input: the names of labels that are numbers, with commas between, or a .json file that has them "       \
         "[default: none]",                                                                                            \
         NULL},                                                                                                        \
        {OPTION_CORPUS_OFFSETS, "offsets", "UNIT",                                                                     \
         "JSON input: what offsets count: auto, byte, codepoint, utf16 or grapheme [default: auto, as the tool "       \
         "counts]",                                                                                                    \
         "auto byte codepoint utf16 grapheme"},                                                                        \
        {OPTION_SCHEME, "scheme", "S", "how tags are written: auto, iob1, iob2, bioes or bare [default: auto]",        \
         SCHEME_WORDS},                                                                                                \
        {OPTION_SEPARATOR, "separator", "S", "what separates columns: auto, tab or blank [default: auto]",             \
         SEPARATOR_WORDS},                                                                                             \
        {OPTION_TOKEN_COLUMN, "token-column", "N", "column of the tokens, from 1 [default: detected]", NULL},          \
        {OPTION_TAG_COLUMN, "tag-column", "N", "column of the tags, from 1 [default: detected]", NULL},                \
        {OPTION_ID_COLUMN, "id-column", "N", "column of the spans' ids, from 1 [default: none]", NULL},                \
        {OPTION_CORPUS_ENCODING, "encoding", "NAME", "encoding of the input, as iconv names it [default: UTF-8]",      \
         NULL},                                                                                                        \
    {                                                                                                                  \
        OPTION_LENIENT, "lenient", NULL, "skip and count malformed rows, records and spans instead of failing", NULL   \
    }

/* Takes one of these. False after a message. */
bool command_corpus_option(gaz_corpus_options *corpus, int option, const struct command *command);

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

/* Says on standard error, in one line, what was changed or left out while annotated texts were read, if anything was;
 * and while they were written [NULL: they were not]. */
void command_note_corpus(const gaz_corpus_report *report, const gaz_write_report *written);

/* One of those that only a harvest takes. */
#define TRUST_UNREVIEWED_ROW                                                                                           \
    {                                                                                                                  \
        OPTION_TRUST_UNREVIEWED, "trust-unreviewed", NULL,                                                             \
            "take documents that nobody has touched since gaz tagged them, as far as their files tell, too", NULL      \
    }

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
    OPTION_TRUST_UNREVIEWED,
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

/* The lowest score with which a model reaches a precision, 0 = what the model says. */
gaz_status command_threshold(double *min_score, const gaz_model *model, double precision, gaz_error *error);

/* Takes a comma-separated choice of kinds of variants. False after a message. */
bool command_variants(unsigned *variants, const char *text, const struct command *command);

/* Reads lists, with their places, into a lexicon, which is the caller's; NULL if there are none. */
gaz_status command_lists(gaz_lexicon **lexicon, const char *const *paths, size_t count, gaz_error *error);

#endif
