#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "progress.h"

const char *command_hint(const gaz_error *error) {
    static const char *const hints[] = {
        [GAZ_HINT_TOKEN_COLUMN] = "--token-column chooses the column, --lenient passes over such rows",
        [GAZ_HINT_TAG_COLUMN] = "--tag-column chooses the column",
        [GAZ_HINT_FIELD] = "--field names the field, --lenient leaves the record out",
        [GAZ_HINT_OFFSETS] = "--offsets says the unit, --lenient leaves the span out",
        [GAZ_HINT_FORMAT] = "--tag-column chooses, --from names another format",
        [GAZ_HINT_TOKENS_WORDS] = "build it with --tokens both or words",
        [GAZ_HINT_TOKENS_CORPUS] = "build it with --tokens both or corpus",
        [GAZ_HINT_OUTPUT_FOLDER] = "-o DIR names one",
        [GAZ_HINT_MODEL] = "gaz build makes one",
        [GAZ_HINT_MODEL_TYPES] = "gaz info lists its types",
        [GAZ_HINT_LIST_TYPE] = "or name it with --type",
        [GAZ_HINT_LIST_FORMAT] = "--list-format tokensregex reads it",
        [GAZ_HINT_LENIENT] = "--lenient leaves it out",
        [GAZ_HINT_COLUMNS] = "--columns id=1,surface=2 says which",
        [GAZ_HINT_CORPUS] = "gaz harvest makes lists of it",
        [GAZ_HINT_ENCODING] = "--encoding names the encoding",
        [GAZ_HINT_UTF16] = "--encoding UTF-16, UTF-16LE or UTF-16BE reads it",
        [GAZ_HINT_ENCODINGS] = "iconv -l lists them",
        [GAZ_HINT_FIELDS] = "--fields names the members",
        [GAZ_HINT_LABELS] = "--labels names them",
        [GAZ_HINT_SEMANTIC_TYPES] = "--semantic-types names it, --type another type",
        [GAZ_HINT_GAZETTEER] = "--type names one that they annotate",
        [GAZ_HINT_SOURCE] =
            "--to jsonl, doccano, prodigy, label-studio, argilla, pubannotation, bioc or json-tokens has one",
        [GAZ_HINT_ID_FIELD] = "--from jsonl, and --to brat, webanno, html and the like",
    };
    size_t hint = (size_t)error->hint;
    return hint < sizeof hints / sizeof *hints && hints[hint] ? hints[hint] : "";
}

gaz_status command_lacks_memory(gaz_error *error) {
    *error = (gaz_error){.status = GAZ_ERROR_MEMORY, .message = "out of memory"};
    return error->status;
}

int command_fail(const gaz_error *error) {
    progress_clear();
    if (error->status == GAZ_ERROR_CLOSED) return EXIT_GOOD;
    fputs("gaz: ", stderr);
    if (error->file[0]) tell("%s: ", error->file);
    if (error->line) tell("line %llu: ", (unsigned long long)error->line);
    const char *hint = command_hint(error);
    tell("%s%s%s\n", error->message, *hint ? "; " : "", hint);
    return error->status == GAZ_ERROR_ARGUMENT ? EXIT_USAGE : EXIT_FAILED;
}

int command_usage(const struct command *command, const char *format, ...) {
    char text[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    tell("gaz %s: %s; see gaz %s --help\n", command->name, text, command->name);
    return EXIT_USAGE;
}

int command_finish(void) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return EXIT_GOOD;
    if (errno == EPIPE) return EXIT_GOOD;
    tell("gaz: standard output: cannot write: %s\n", strerror(errno));
    return EXIT_FAILED;
}

gaz_status command_sink(gaz_sink *sink, const char *path, gaz_error *error) {
    if (path && strcmp(path, "-") != 0) return gaz_sink_path(sink, path, error);
    gaz_sink_descriptor(sink, STDOUT_FILENO, "standard output");
    return GAZ_OK;
}

/* Appends a word to a list of them. */
static void add_word(char *all, size_t capacity, const char *word) {
    if (all[0]) strncat(all, ", ", capacity - strlen(all) - 1);
    strncat(all, word, capacity - strlen(all) - 1);
}

int command_choice(const char *text, const char *const *words, const struct command *command, const char *option) {
    char all[256] = "";
    for (int i = 0; words[i]; i++) {
        if (strcmp(text, words[i]) == 0) return i;
        add_word(all, sizeof all, words[i]);
    }
    command_usage(command, "%s is one of %s, not \"%s\"", option, all, text);
    return -1;
}

bool command_format(gaz_format *format, const char *text, unsigned uses, const struct command *command,
                    const char *option) {
    char all[256] = "";
    bool reads_spans = uses == GAZ_FORMAT_READS_SPANS; /* these are detected */
    *format = gaz_format_find(text);
    if (gaz_format_uses(*format) & uses) return true;
    if (reads_spans && strcmp(text, "auto") == 0) return true;
    if (reads_spans) add_word(all, sizeof all, "auto");
    for (gaz_format i = gaz_format_next(GAZ_FORMAT_AUTO); i != GAZ_FORMAT_AUTO; i = gaz_format_next(i))
        if (gaz_format_uses(i) & uses) add_word(all, sizeof all, gaz_format_name(i));
    command_usage(command, "%s is one of %s, not \"%s\"", option, all, text);
    return false;
}

int command_value(const char *text, const char *(*name_of)(int value), int first, int last,
                  const struct command *command, const char *option) {
    const char *names[32] = {NULL};
    for (int value = first; value <= last; value++) names[value - first] = name_of(value);
    int choice = command_choice(text, names, command, option);
    return choice < 0 ? choice : first + choice;
}

bool command_number(uint64_t *number, const char *text, uint64_t least, uint64_t most, const struct command *command,
                    const char *option) {
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || errno || value < least || value > most) {
        command_usage(command, "%s is a whole number from %llu to %llu, not \"%s\"", option, (unsigned long long)least,
                      (unsigned long long)most, text);
        return false;
    }
    *number = value;
    return true;
}

bool command_fraction(double *number, const char *text, const struct command *command, const char *option) {
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !(value >= 0 && value <= 1)) {
        command_usage(command, "%s is a number from 0 to 1, not \"%s\"", option, text);
        return false;
    }
    *number = value;
    return true;
}

bool command_list_format(gaz_list_format *format, const struct command *command) {
    int choice = command_value(optarg, gaz_list_format_name, GAZ_LIST_AUTO, GAZ_LIST_MISP, command, "--list-format");
    if (choice >= 0) *format = (gaz_list_format)choice;
    return choice >= 0;
}

static bool take_column(unsigned *column, const struct command *command, const char *option) {
    uint64_t number;
    if (!command_number(&number, optarg, 1, 1000, command, option)) return false;
    *column = (unsigned)number;
    return true;
}

bool command_column_option(gaz_columns *columns, int option, const struct command *command) {
    int choice;
    switch (option) {
    case OPTION_SCHEME:
        choice = command_value(optarg, gaz_scheme_name, GAZ_SCHEME_AUTO, GAZ_SCHEME_BARE, command, "--scheme");
        if (choice >= 0) columns->scheme = (gaz_scheme)choice;
        return choice >= 0;
    case OPTION_SEPARATOR:
        choice =
            command_value(optarg, gaz_separator_name, GAZ_SEPARATOR_AUTO, GAZ_SEPARATOR_BLANK, command, "--separator");
        if (choice >= 0) columns->separator = (gaz_separator)choice;
        return choice >= 0;
    case OPTION_TOKEN_COLUMN: return take_column(&columns->token_column, command, "--token-column");
    case OPTION_TAG_COLUMN: return take_column(&columns->tag_column, command, "--tag-column");
    case OPTION_LENIENT: columns->lenient = 1; return true;
    default: return false;
    }
}

bool command_corpus_option(gaz_corpus_options *corpus, int option, const struct command *command) {
    int choice;
    switch (option) {
    case OPTION_CORPUS_FORMAT:
        return command_format(&corpus->format, optarg, GAZ_FORMAT_READS_SPANS, command, "--from");
    case OPTION_CORPUS_FIELD: corpus->field = optarg; return true;
    case OPTION_CORPUS_ENCODING: corpus->encoding = optarg; return true;
    case OPTION_CORPUS_FIELDS: corpus->fields = optarg; return true;
    case OPTION_CORPUS_LABELS: corpus->labels = optarg; return true;
    case OPTION_CORPUS_OFFSETS:
        choice =
            command_value(optarg, gaz_offsets_name, GAZ_OFFSETS_DEFAULT, GAZ_OFFSETS_GRAPHEME, command, "--offsets");
        if (choice >= 0) corpus->offsets = (gaz_offsets)choice;
        return choice >= 0;
    case OPTION_ID_COLUMN: return take_column(&corpus->columns.id_column, command, "--id-column");
    default: return command_column_option(&corpus->columns, option, command);
    }
}

void command_note_corpus(const gaz_corpus_report *report, const gaz_write_report *written) {
    static const gaz_write_report nothing = {0};
    if (!written) written = &nothing;
    const struct {
        uint64_t count;
        const char *one;
        const char *many;
    } notes[] = {
        {report->widened, "span cut a token and was widened", "spans cut tokens and were widened"},
        {report->overlapping, "overlapping span was left out", "overlapping spans were left out"},
        {report->discontinuous, "span in several pieces was left out", "spans in several pieces were left out"},
        {report->blank, "span of blanks was left out", "spans of blanks were left out"},
        {report->skipped_rows, "malformed row or record was left out", "malformed rows or records were left out"},
        {report->skipped_spans, "malformed span was left out", "malformed spans were left out"},
        {report->repeated, "record of a text read before was left out", "records of texts read before were left out"},
        {report->unnamed, "document has no id in that field", "documents have no id in that field"},
        {report->unannotated, "document that is not annotated was left out",
         "documents that are not annotated were left out"},
        {report->unreviewed, "document that nobody has touched since it was tagged was left out (--trust-unreviewed)",
         "documents that nobody has touched since they were tagged were left out (--trust-unreviewed)"},
        {report->empty_tokens, "row without a token was passed over", "rows without a token were passed over"},
        {report->ragged_rows, "row has more or fewer columns than most", "rows have more or fewer columns than most"},
        {report->mixed_forms, "word stands in several normal forms, which are compared in NFC",
         "words stand in several normal forms, which are compared in NFC"},
        {report->not_utf8, "file has bytes that are not UTF-8", "files have bytes that are not UTF-8"},
        {report->relations, "row of a relation was passed over", "rows of relations were passed over"},
        {report->other_layers, "other span layer was not read: --field chooses",
         "other span layers were not read: --field chooses"},
        {written->nameless, "document has lost its name", "documents have lost their names"},
        {written->unmarked, "span is where no mark can stand, and was left out",
         "spans are where no mark can stand, and were left out"},
        {written->stripped, "record has lost its other members", "records have lost their other members"},
    };
    const char *before = "gaz: ";
    if (report->other_tag_column)
        tell("gaz: columns %u and %u hold tags, %u is read: --tag-column chooses\n", report->detected.tag_column,
             report->other_tag_column, report->detected.tag_column);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        if (notes[i].count == 0) continue;
        tell("%s%llu %s", before, (unsigned long long)notes[i].count,
             notes[i].count == 1 ? notes[i].one : notes[i].many);
        before = ", ";
    }
    if (before[0] == ',') fputc('\n', stderr);
}

bool command_match_option(struct command_match *match, int option, const struct command *command) {
    gaz_input_options *input = match->input;
    gaz_match_options *options = match->match;
    switch (option) {
    case OPTION_INPUT_FORMAT: return command_format(&input->format, optarg, GAZ_FORMAT_READS_TEXT, command, "--from");
    case OPTION_INPUT_FIELD:
        input->fields = match->fields;
        match->fields[input->field_count++] = optarg;
        return true;
    case OPTION_INPUT_PARAGRAPHS: input->paragraphs = 1; return true;
    case OPTION_INPUT_ENCODING: input->encoding = optarg; return true;
    case OPTION_MATCH_TYPE:
        options->types = match->types;
        match->types[options->type_count++] = optarg;
        return true;
    case OPTION_MATCH_MIN_SCORE: return command_fraction(&options->min_score, optarg, command, "--min-score");
    case OPTION_MATCH_PRECISION: return command_fraction(&match->precision, optarg, command, "--precision");
    default: return command_column_option(&input->columns, option, command);
    }
}

bool command_match_check(const struct command_match *match, const struct command *command) {
    if (match->precision <= 0 || match->match->min_score < 0) return true;
    command_usage(command, "--precision chooses the lowest score; leave --min-score out");
    return false;
}

bool command_variants(unsigned *variants, const char *text, const struct command *command) {
    *variants = 0;
    do {
        size_t size = strcspn(text, ",");
        char name[16] = "";
        if (size < sizeof name) memcpy(name, text, size);
        unsigned bits = strcmp(name, "all") == 0       ? GAZ_VARIANT_ALL
                        : strcmp(name, "default") == 0 ? GAZ_VARIANT_DEFAULT
                                                       : gaz_variant_find(name);
        *variants |= bits;
        if (!bits && strcmp(name, "none") != 0) {
            command_usage(command,
                          "--variants is all, none, default, or some of first, lower-first, title, upper, lower, "
                          "plural, singular, joined, accents, digits, possessive, greek, inverted, numeral and british "
                          "with commas between, not \"%.*s\"",
                          (int)size, text);
            return false;
        }
        text += size;
    } while (*text++);
    return true;
}

void command_harvest_init(struct command_harvest *harvest) {
    *harvest = (struct command_harvest){0};
    gaz_harvest_options_init(&harvest->options);
}

bool command_harvest_option(struct command_harvest *harvest, int option, const struct command *command) {
    gaz_harvest_options *options = &harvest->options;
    uint64_t threads;
    switch (option) {
    case 'j':
        if (!command_number(&threads, optarg, 1, 1024, command, "-j")) return false;
        options->threads = (unsigned)threads;
        return true;
    case OPTION_PRECISION: return command_fraction(&options->precision, optarg, command, "--precision");
    case OPTION_NO_CONTEXT: options->no_context = 1; return true;
    case OPTION_VARIANTS: return command_variants(&options->variants, optarg, command);
    case OPTION_MIN_PURITY: return command_fraction(&options->min_purity, optarg, command, "--min-purity");
    case OPTION_MIN_COUNT: return command_number(&options->min_count, optarg, 0, UINT32_MAX, command, "--min-count");
    case OPTION_MIN_TOKENS: return command_number(&options->min_tokens, optarg, 0, UINT32_MAX, command, "--min-tokens");
    case OPTION_BLOCK: harvest->block = optarg; return true;
    case OPTION_VERDICTS: harvest->verdicts = optarg; return true;
    case OPTION_TRUST_UNREVIEWED: options->corpus.reviewed_only = 0; return true;
    default: return command_corpus_option(&options->corpus, option, command);
    }
}

gaz_status command_harvest_verdicts(gaz_lexicon *lexicon, const struct command_harvest *harvest, gaz_error *error) {
    gaz_status status = harvest->block ? gaz_lexicon_apply_blocklist(NULL, lexicon, harvest->block, error) : GAZ_OK;
    if (status == GAZ_OK && harvest->verdicts)
        status = gaz_lexicon_apply_verdicts(NULL, lexicon, harvest->verdicts, error);
    return status;
}

gaz_status command_threshold(double *min_score, const gaz_model *model, double precision, gaz_error *error) {
    if (precision <= 0 || gaz_model_threshold(min_score, model, precision)) return GAZ_OK;
    *error = (gaz_error){.status = GAZ_ERROR_MODEL};
    snprintf(error->message, sizeof error->message,
             "no score of this model promises a precision of %g; take less, or build the model from a corpus that is "
             "judged",
             precision);
    return error->status;
}

gaz_status command_lists(gaz_lexicon **lexicon, const char *const *paths, size_t count, gaz_error *error) {
    *lexicon = NULL;
    if (count == 0) return GAZ_OK;
    gaz_status status = gaz_lexicon_new(lexicon, error);
    if (status == GAZ_OK) gaz_lexicon_track_sources(*lexicon);
    for (size_t i = 0; i < count && status == GAZ_OK; i++) status = gaz_lexicon_read(*lexicon, paths[i], NULL, error);
    return status;
}
