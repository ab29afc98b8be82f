#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "about.h"
#include "command.h"
#include "progress.h"
#include "review.h"

const char tag_help[] =
    "usage: gaz tag MODEL [FILE...] [options]\n"
    "\n"
    "Tags the files, or standard input (-), with the longest entry at each position; writes to standard output, or\n"
    "into the folder that -o names. Files may be packed (gzip, zstd, xz, bzip2, lz4).\n"
    "\n"
    "      --from INPUT       input format: tokenized (a line is a sentence, blanks separate tokens), conll (a token\n"
    "                         a line), text or jsonl (an object a line, with raw text in one of its fields)\n"
    "                         [default: tokenized]\n"
    "      --to OUTPUT        output format: conll, tsv (document, line, begin, end, type, score, surface), jsonl,\n"
    "                         count or ansi; for annotation tools brat, doccano, label-studio, spacy, prodigy,\n"
    "                         webanno, pubtator, argilla, pubannotation, bioc or html [default: ansi on a terminal,\n"
    "                         else jsonl for text and jsonl input, conll for the others]\n"
    "  -o, --output DIR       write a file into DIR for each input file; brat and webanno: for each document\n"
    "      --document WHAT    what a document is in formats of annotation tools: file or line; in jsonl input it is\n"
    "                         an object [default: file; line for jsonl output]\n"
    "      --field NAME       jsonl input: the field with the text; dots select nested fields; repeat for more texts\n"
    "                         (jsonl, tsv, count or ansi output) [default: text]\n"
    "      --offsets UNIT     what offsets count: byte, codepoint or utf16; of documents grapheme too [default: byte\n"
    "                         for tsv, utf16 for doccano, codepoint for jsonl and label-studio]\n"
    "      --all              give every match, overlapping ones too (not to conll, ansi, spacy, webanno)\n"
    "      --senses WHICH     first: a span is its strongest sense; all: the others too, the strongest first\n"
    "                         [default: first]\n"
    "      --abbreviations    after copper toxicosis (CT), CT is a span too, to the end of the document\n"
    "      --id-column        conll output: add a column with the ids of each token's span\n"
    "      --score-column     conll output: add a column with the score of each token's span before the tag\n"
    "      --only-matching    leave out sentences or documents without a span\n"
    "      --type TYPE        spans of this type only; repeat for more types\n"
    "      --min-score X      spans with at least this score only (0 to 1) [default: the model's, which gaz info\n"
    "                         prints]\n"
    "      --precision P      use the lowest score that promises this precision (0 to 1), as found on text held out\n"
    "      --paragraphs       text and jsonl input: matches may run over line ends, up to a blank line\n"
    "      --scheme S         conll output: iob2, iob1, bioes or bare [default: iob2]\n"
    "      --separator S      conll input: what separates columns: auto, tab or blank [default: auto]\n"
    "      --token-column N   conll input: column of the tokens, from 1 [default: detected]\n"
    "      --encoding NAME    encoding of the input, as iconv names it [default: UTF-8]\n"
    "      --lenient          conll and jsonl input: pass malformed rows and records through instead of failing;\n"
    "                         outputs that cannot hold them leave them out [default for jsonl]\n"
    "      --strict           jsonl input: fail at the first record that cannot be tagged\n"
    "      --replace-tag      conll input and output: overwrite the tag column instead of appending one\n"
    "      --tag-column N     with --replace-tag: the column to overwrite, from 1 [default: the last]\n"
    "      --review N         instead of spans, write the N entries most worth reviewing, as a list with a verdict\n"
    "                         column to fill in\n"
    "      --lists DIR        with --review: the lists that the model was built from\n"
    "  -j, --threads N        threads, 1 to 1024 [default: 1]\n"
    "      --kernel NAME      force one instruction set: scalar, avx2, avx512 or neon [default: the CPU's best]\n"
    "      --quiet            no progress bar, no hints\n"
    "\n"
    "example: gaz tag software.gaz --from text --to tsv README.md\n";

const char tag_more_help[] =
    "\n"
    "options of single output formats:\n"
    "      --spans-as NAME    jsonl input and output: the member with the spans; dots make nested ones [default: "
    "spans]\n"
    "      --from-name NAME   label-studio output: name of the labels in the configuration [default: label]\n"
    "      --to-name NAME     label-studio output: name of the text in the configuration [default: text]\n"
    "      --data-key KEY     label-studio output: key of the text in a task's data [default: text]\n"
    "      --id-url URL       html output: link ids to this address, in which {id} stands for the id\n";

enum {
    OPTION_TO = OPTION_OTHER,
    OPTION_OFFSETS,
    OPTION_DOCUMENT,
    OPTION_FROM_NAME,
    OPTION_TO_NAME,
    OPTION_DATA_KEY,
    OPTION_ALL,
    OPTION_SENSES,
    OPTION_ABBREVIATIONS,
    OPTION_ID_COLUMN_OUT,
    OPTION_SCORE_COLUMN,
    OPTION_ID_URL,
    OPTION_ONLY_MATCHING,
    OPTION_REPLACE_TAG,
    OPTION_STRICT,
    OPTION_SPANS_AS,
    OPTION_KERNEL,
    OPTION_REVIEW,
    OPTION_LISTS,
    OPTION_QUIET
};

struct tag {
    gaz_stream_options options;
    struct about about;
    struct command_match match;
    bool has_output;
    bool quiet;
    struct review review;
};

static bool take_choice(int *choice, const char *const *words, const struct command *command, const char *option) {
    *choice = command_choice(optarg, words, command, option);
    return *choice >= 0;
}

static bool take_option(struct tag *tag, int option, const struct command *command) {
    static const char *const documents[] = {"file", "line", NULL};
    static const char *const senses[] = {"first", "all", NULL};
    gaz_stream_options *options = &tag->options;
    int choice;
    uint64_t threads;
    switch (option) {
    case OPTION_TO:
        tag->has_output = true;
        return command_format(&options->output, optarg, GAZ_FORMAT_WRITES_DOCUMENTS | GAZ_FORMAT_WRITES_SENTENCES,
                              command, "--to");
    case OPTION_OFFSETS:
        choice = command_value(optarg, gaz_offsets_name, GAZ_OFFSETS_BYTE, GAZ_OFFSETS_GRAPHEME, command, "--offsets");
        options->offsets = (gaz_offsets)choice;
        return choice >= 0;
    case OPTION_DOCUMENT:
        if (!take_choice(&choice, documents, command, "--document")) return false;
        options->document = (gaz_document_unit)(choice + GAZ_DOCUMENT_FILE);
        return true;
    case OPTION_FROM_NAME: options->from_name = optarg; return true;
    case OPTION_DATA_KEY: options->data_key = optarg; return true;
    case OPTION_TO_NAME: options->to_name = optarg; return true;
    case 'o': options->folder = optarg; return true;
    case 'j':
        if (!command_number(&threads, optarg, 1, 1024, command, "-j")) return false;
        options->threads = (unsigned)threads;
        return true;
    case OPTION_ALL: options->match.all = 1; return true;
    case OPTION_SENSES: return take_choice(&options->match.senses, senses, command, "--senses");
    case OPTION_ABBREVIATIONS: options->match.abbreviations = 1; return true;
    case OPTION_ID_COLUMN_OUT: options->id_column = 1; return true;
    case OPTION_SCORE_COLUMN: options->score_column = 1; return true;
    case OPTION_ID_URL: options->id_url = optarg; return true;
    case OPTION_ONLY_MATCHING: options->only_matching = 1; return true;
    case OPTION_REPLACE_TAG: options->replace_tag = 1; return true;
    case OPTION_STRICT: options->strict = 1; return true;
    case OPTION_SPANS_AS: options->spans_as = optarg; return true;
    case OPTION_KERNEL: options->match.kernel = optarg; return true;
    case OPTION_REVIEW: return command_number(&tag->review.count, optarg, 1, UINT32_MAX, command, "--review");
    case OPTION_LISTS: tag->review.lists = optarg; return true;
    case OPTION_QUIET: tag->quiet = true; return true;
    default: return command_match_option(&tag->match, option, command);
    }
}

static void choose_output(struct tag *tag) {
    gaz_stream_options *options = &tag->options;
    if (!tag->has_output) {
        gaz_format input = options->input.format;
        bool raw = input == GAZ_FORMAT_TEXT || input == GAZ_FORMAT_JSONL;
        options->output = raw ? GAZ_FORMAT_JSONL : GAZ_FORMAT_CONLL;
        if (isatty(STDOUT_FILENO) && !options->folder) options->output = GAZ_FORMAT_ANSI;
    }
    options->scheme = options->input.columns.scheme; /* --scheme is of the output here */
    options->input.columns.scheme = GAZ_SCHEME_AUTO;
    bool mixed = options->output != GAZ_FORMAT_COUNT && !options->folder &&
                 isatty(STDOUT_FILENO); /* bar and output on one screen */
    if (tag->quiet || mixed) progress_quiet();
}

/* What the progress function needs. */
struct watch {
    gaz_stream *stream;
    bool quiet;
    bool hinted;
};

static void watch_progress(void *context, const char *stage, uint64_t done, uint64_t total) {
    struct watch *watch = context;
    if (!watch->quiet && !watch->hinted && gaz_stream_looks_raw(watch->stream)) {
        fputs("gaz: hint: the input has punctuation stuck to its words; if it is raw text, add --from text\n", stderr);
        watch->hinted = true;
    }
    if (!watch->quiet && !watch->hinted && gaz_stream_looks_columns(watch->stream)) {
        fputs("gaz: hint: the input has a token and a tag on each line; if it is a column file, add --from conll\n",
              stderr);
        watch->hinted = true;
    }
    progress_show(NULL, stage, done, total);
}

/* What is not UTF-8, documents or bytes, and the files that it is in; or files that are no text. */
struct not_utf8 {
    uint64_t total; /* so far, with what is not told */
    uint64_t count;
    uint64_t files;
    const char *first; /* of the files */
    uint64_t at;       /* where it begins in that */
};

struct all_not_utf8 {
    struct not_utf8 kinds; /* files that are no text: what else is in them is not told */
    const char *kind;      /* of the first */
    struct not_utf8 documents;
    struct not_utf8 bytes;
};

static const char *file_name(const char *path) {
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

/* Called after each file. */
static void count_not_utf8(struct not_utf8 *found, uint64_t total, const char *path, uint64_t at, bool tell) {
    uint64_t more = total - found->total;
    found->total = total;
    if (more == 0 || !tell) return;
    found->count += more;
    found->files++;
    if (found->first) return;
    found->first = file_name(path);
    found->at = at;
}

static void print_files(const struct not_utf8 *found) {
    fprintf(stderr, "gaz: %s", found->first);
    if (found->files > 1)
        fprintf(stderr, " and %llu other %s", (unsigned long long)found->files - 1,
                found->files == 2 ? "file" : "files");
}

static void note_kinds(const struct all_not_utf8 *found) {
    bool utf16 = strncmp(found->kind, "UTF-16", 6) == 0;
    print_files(&found->kinds);
    fprintf(stderr,
            found->kinds.files > 1 ? ": no text in UTF-8, the first is %s; %s\n" : ": is %s, not text in UTF-8; %s\n",
            found->kind, utf16 ? "--encoding UTF-16LE or UTF-16BE reads it" : "its bytes were tagged as they are");
}

static void note_not_utf8(const struct all_not_utf8 *found) {
    static const char hint[] = "--encoding names the encoding";
    if (found->kinds.files) note_kinds(found);
    if (found->documents.files) {
        print_files(&found->documents);
        fprintf(stderr, ": %llu %s not UTF-8; what is not became U+FFFD; %s\n",
                (unsigned long long)found->documents.count,
                found->documents.count == 1 ? "document is" : "documents are", hint);
    }
    if (found->bytes.files) {
        print_files(&found->bytes);
        fprintf(stderr, ": %llu %s not UTF-8, the first at offset %llu; %s\n", (unsigned long long)found->bytes.count,
                found->bytes.count == 1 ? "byte is" : "bytes are", (unsigned long long)found->bytes.at, hint);
    }
}

/* Tells of records with a fault: a line for each. */
static void note_records(const struct tag *tag, gaz_stream *stream, char **paths) {
    const gaz_stream_options *options = &tag->options;
    bool passed = options->output == GAZ_FORMAT_JSONL && !options->only_matching;
    const char *untagged = passed ? "passed through" : "left out";
    gaz_stream_totals totals;
    gaz_stream_get_totals(&totals, stream);
    for (int fault = 0; fault < GAZ_RECORD_FAULTS; fault++) {
        const gaz_record_count *record = &totals.records[fault];
        bool replaced = fault == GAZ_RECORD_REPLACED;
        const char *became = replaced ? "written over; --spans-as names another member" : untagged;
        if (record->count == 0) continue;
        fprintf(stderr, "gaz: %s: line %llu: %s; ", file_name(paths[record->file - 1]),
                (unsigned long long)record->line, gaz_record_fault_name((gaz_record_fault)fault));
        if (record->count == 1)
            fprintf(stderr, replaced ? "it was %s\n" : "this record was %s\n", became);
        else
            fprintf(stderr,
                    replaced ? "the first of %llu such records, in which it was %s\n"
                             : "the first of %llu such records, which were %s\n",
                    (unsigned long long)record->count, became);
    }
}

/* Tags the files one after the other. */
static gaz_status tag_each(struct all_not_utf8 *found, gaz_stream *stream, char **paths, size_t count,
                           gaz_error *error) {
    gaz_status status = GAZ_OK;
    gaz_stream_totals totals;
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        status = gaz_stream_file(stream, paths[i], error);
        gaz_stream_get_totals(&totals, stream);
        bool text = !totals.kind;
        if (!found->kind) found->kind = totals.kind;
        count_not_utf8(&found->kinds, found->kinds.total + !text, paths[i], 0, true);
        count_not_utf8(&found->documents, totals.replaced, paths[i], 0, text);
        count_not_utf8(&found->bytes, totals.invalid, paths[i], totals.first, text);
    }
    return status;
}

static int tag_files(struct tag *tag, const gaz_model *model, char **paths, size_t count) {
    static char *standard_input[] = {"-"};
    struct watch watch = {.quiet = tag->quiet};
    struct all_not_utf8 found = {0};
    gaz_sink output;
    gaz_error error;
    (void)command_sink(&output, NULL, &error);
    if (count == 0) {
        paths = standard_input;
        count = 1;
    }
    tag->options.inputs = (const char *const *)paths;
    tag->options.input_count = count;
    tag->options.progress = watch_progress;
    tag->options.user = &watch;
    gaz_status status = gaz_stream_new(&watch.stream, model, &tag->options, &output, &error);
    if (status == GAZ_OK) status = tag_each(&found, watch.stream, paths, count, &error);
    progress_clear();
    if (status == GAZ_OK) status = gaz_stream_finish(NULL, watch.stream, &error);
    if (status == GAZ_OK && !tag->quiet) {
        note_not_utf8(&found);
        note_records(tag, watch.stream, paths);
    }
    gaz_stream_free(watch.stream);
    return status == GAZ_OK ? EXIT_GOOD : command_fail(&error);
}

/* What the head of a page says. */
static void tell_about(struct tag *tag, const gaz_model *model, const char *path) {
    gaz_model_info info;
    gaz_model_get_info(&info, model);
    double least = tag->options.match.min_score;
    about_set_model(&tag->about, path, ".gaz", least < 0 ? info.min_score : least);
    tag->options.about = &tag->about.head;
}

static int run(struct tag *tag, int count, char **arguments, const struct command *command) {
    static const struct option options[] = {{"to", required_argument, NULL, OPTION_TO},
                                            {"offsets", required_argument, NULL, OPTION_OFFSETS},
                                            {"output", required_argument, NULL, 'o'},
                                            {"document", required_argument, NULL, OPTION_DOCUMENT},
                                            {"from-name", required_argument, NULL, OPTION_FROM_NAME},
                                            {"to-name", required_argument, NULL, OPTION_TO_NAME},
                                            {"data-key", required_argument, NULL, OPTION_DATA_KEY},
                                            {"all", no_argument, NULL, OPTION_ALL},
                                            {"senses", required_argument, NULL, OPTION_SENSES},
                                            {"abbreviations", no_argument, NULL, OPTION_ABBREVIATIONS},
                                            {"id-column", no_argument, NULL, OPTION_ID_COLUMN_OUT},
                                            {"score-column", no_argument, NULL, OPTION_SCORE_COLUMN},
                                            {"id-url", required_argument, NULL, OPTION_ID_URL},
                                            {"only-matching", no_argument, NULL, OPTION_ONLY_MATCHING},
                                            {"replace-tag", no_argument, NULL, OPTION_REPLACE_TAG},
                                            {"spans-as", required_argument, NULL, OPTION_SPANS_AS},
                                            {"strict", no_argument, NULL, OPTION_STRICT},
                                            {"threads", required_argument, NULL, 'j'},
                                            {"kernel", required_argument, NULL, OPTION_KERNEL},
                                            {"review", required_argument, NULL, OPTION_REVIEW},
                                            {"lists", required_argument, NULL, OPTION_LISTS},
                                            {"quiet", no_argument, NULL, OPTION_QUIET},
                                            {"help", no_argument, NULL, 'h'},
                                            COLUMN_OPTIONS,
                                            MATCH_OPTIONS,
                                            {0}};
    int option;
    while ((option = command_option(count, arguments, options, ":o:j:h", command)) != -1) {
        if (option == 'h') return command_finish();
        if (option == '?' || !take_option(tag, option, command)) return EXIT_USAGE;
    }
    if (optind == count) return command_usage(command, "no model given");
    if (!command_match_check(&tag->match, command)) return EXIT_USAGE;
    if (tag->review.count && (tag->options.folder || tag->has_output))
        return command_usage(command, "--review writes a list to standard output; leave -o and --to out");
    if (tag->review.count && tag->options.match.abbreviations)
        return command_usage(command,
                             "--review asks about entries, not about abbreviations; leave --abbreviations out");
    if (tag->options.match.all && tag->options.match.abbreviations)
        return command_usage(command, "--abbreviations follows the longest matches; leave --all out");
    if (tag->review.count && tag->options.strict)
        return command_usage(command, "--review fails at the first such record in any case; leave --strict out");
    if (tag->review.lists && !tag->review.count) return command_usage(command, "--lists is for --review");
    choose_output(tag);
    gaz_model *model;
    gaz_error error;
    if (gaz_model_open(&model, arguments[optind], 0, &error) != GAZ_OK) return command_fail(&error);
    int code = EXIT_FAILED;
    bool good = command_threshold(&tag->options.match.min_score, model, tag->match.precision);
    tell_about(tag, model, arguments[optind]);
    if (good)
        code = tag->review.count ? review_files(&tag->review, &tag->options, model, arguments + optind + 1,
                                                (size_t)(count - optind - 1))
                                 : tag_files(tag, model, arguments + optind + 1, (size_t)(count - optind - 1));
    gaz_model_close(model);
    return code;
}

int tag_run(int count, char **arguments, const struct command *command) {
    struct tag tag = {0};
    gaz_stream_options_init(&tag.options);
    about_begin(&tag.about, command, count, arguments);
    tag.match = (struct command_match){.input = &tag.options.input, .match = &tag.options.match};
    tag.match.types = calloc((size_t)count, sizeof *tag.match.types);
    tag.match.fields = calloc((size_t)count, sizeof *tag.match.fields);
    int code = EXIT_FAILED;
    if (tag.match.types && tag.match.fields)
        code = run(&tag, count, arguments, command);
    else
        fputs("gaz: out of memory\n", stderr);
    free(tag.match.types);
    free(tag.match.fields);
    return code;
}
