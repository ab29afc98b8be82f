#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "about.h"
#include "command.h"
#include "notes.h"
#include "progress.h"
#include "review.h"
#include "walk.h"
#include "watch.h"

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
    OPTION_RENEW,
    OPTION_REPLACE_TAG,
    OPTION_STRICT,
    OPTION_SPANS_AS,
    OPTION_SPANS_ONLY,
    OPTION_ID_FIELD,
    OPTION_WITH_SOURCE,
    OPTION_KERNEL,
    OPTION_REVIEW,
    OPTION_LISTS,
    OPTION_WATCH,
    OPTION_QUIET
};

struct tag {
    gaz_stream_options options;
    struct about about;
    struct command_match match;
    bool has_output;
    bool quiet;
    bool recursive;
    struct review review;
    struct watch watch;
    gaz_stream *stream;
    bool hinted;
};

static bool take_choice(int *choice, const char *const *words, const struct command *command, const char *option) {
    *choice = command_choice(optarg, words, command, option);
    return *choice >= 0;
}

static bool take_option(void *context, int option, const struct command *command) {
    struct tag *tag = context;
    static const char *const documents[] = {"file", "line", NULL};
    static const char *const senses[] = {"first", "all", NULL};
    gaz_stream_options *options = &tag->options;
    int choice;
    uint64_t threads;
    switch (option) {
    case OPTION_INPUT_FORMAT:
        return command_format(&options->input.format, optarg, GAZ_FORMAT_READS_TEXT | GAZ_FORMAT_READS_MARKUP, command,
                              "--from");
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
    case 'r': tag->recursive = true; return true;
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
    case OPTION_RENEW: options->renew = 1; return true;
    case OPTION_REPLACE_TAG: options->replace_tag = 1; return true;
    case OPTION_STRICT: options->strict = 1; return true;
    case OPTION_SPANS_AS: options->spans_as = optarg; return true;
    case OPTION_SPANS_ONLY: options->spans_only = 1; return true;
    case OPTION_ID_FIELD: options->id_field = optarg; return true;
    case OPTION_WITH_SOURCE: options->with_source = 1; return true;
    case OPTION_KERNEL: options->match.kernel = optarg; return true;
    case OPTION_REVIEW: return command_number(&tag->review.count, optarg, 1, UINT32_MAX, command, "--review");
    case OPTION_LISTS: tag->review.lists = optarg; return true;
    case OPTION_WATCH: tag->watch.polls = true; return true;
    case OPTION_QUIET: tag->quiet = true; return true;
    default: return command_match_option(&tag->match, option, command);
    }
}

static void choose_output(struct tag *tag) {
    gaz_stream_options *options = &tag->options;
    if (!tag->has_output) {
        gaz_format input = options->input.format;
        bool markup = gaz_format_uses(input) & GAZ_FORMAT_READS_MARKUP;
        bool raw = markup || input == GAZ_FORMAT_TEXT || input == GAZ_FORMAT_JSONL;
        options->output = raw ? GAZ_FORMAT_JSONL : GAZ_FORMAT_CONLL;
        if (terminal_has_colours(STDOUT_FILENO) && !options->folder) options->output = GAZ_FORMAT_ANSI;
    }
    options->scheme = options->input.columns.scheme; /* --scheme is of the output here */
    options->input.columns.scheme = GAZ_SCHEME_AUTO;
    bool mixed = options->output != GAZ_FORMAT_COUNT && !options->folder &&
                 isatty(STDOUT_FILENO); /* bar and output on one screen */
    if (tag->quiet || mixed) progress_quiet();
}

static void show_progress(void *context, const char *stage, uint64_t done, uint64_t total) {
    struct tag *tag = context;
    if (!tag->quiet && !tag->hinted && gaz_stream_looks_raw(tag->stream)) {
        fputs("gaz: hint: the input has punctuation stuck to its words; if it is raw text, add --from text\n", stderr);
        tag->hinted = true;
    }
    if (!tag->quiet && !tag->hinted && gaz_stream_looks_columns(tag->stream)) {
        fputs("gaz: hint: the input has a token and a tag on each line; if it is a column file, add --from conll\n",
              stderr);
        tag->hinted = true;
    }
    progress_show(NULL, stage, done, total);
}

/* Tags the files one after the other; one that cannot be read is told and counted. */
static gaz_status tag_each(size_t *unread, struct notes *notes, gaz_stream *stream, const struct walk_files *files,
                           gaz_error *error) {
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < files->count && status == GAZ_OK; i++) {
        status = gaz_stream_file_as(stream, files->paths[i], files->names[i], error);
        if (status != GAZ_OK && gaz_stream_is_usable(stream)) {
            (void)command_fail(error);
            status = GAZ_OK;
            (*unread)++;
        }
        notes_take(notes, stream, files->paths[i]);
    }
    return status;
}

/* What the head of a page says. */
static void tell_about(struct tag *tag, const gaz_model *model) {
    gaz_model_info info;
    gaz_model_get_info(&info, model);
    double least = tag->options.match.min_score;
    about_set_model(&tag->about, tag->watch.path, ".gaz", least < 0 ? info.min_score : least);
}

static gaz_status take_model(void *user, const gaz_model *model, gaz_error *error) {
    struct tag *tag = user;
    gaz_match_options *match = &tag->options.match;
    gaz_status status = command_threshold(&match->min_score, model, tag->match.precision, error);
    if (status == GAZ_OK) status = gaz_stream_set_model(tag->stream, model, match, error);
    if (status == GAZ_OK) tell_about(tag, model); /* no thread is writing now */
    return status;
}

static void look_for_model(void *user) {
    watch_look(&((struct tag *)user)->watch);
}

static int tag_files(struct tag *tag, const struct walk_files *files) {
    struct notes notes = {0};
    size_t unread = files->failed;
    gaz_sink output;
    gaz_error error;
    (void)command_sink(&output, NULL, &error);
    tag->options.inputs = (const char *const *)files->paths;
    tag->options.input_count = files->count;
    tag->options.progress = show_progress;
    tag->options.before_block = look_for_model;
    tag->options.user = tag;
    gaz_status status = gaz_stream_new(&tag->stream, tag->watch.model, &tag->options, &output, &error);
    if (status == GAZ_OK) status = tag_each(&unread, &notes, tag->stream, files, &error);
    progress_clear();
    if (status == GAZ_OK && (unread < files->count || files->count == 0))
        status = gaz_stream_finish(NULL, tag->stream, &error);
    if (status == GAZ_OK && !tag->quiet) {
        notes_tell(&notes);
        notes_tell_unmarked(tag->stream);
        notes_tell_records(tag->stream, &tag->options, files->paths);
        notes_tell_kept(tag->stream, &tag->options);
    }
    gaz_stream_free(tag->stream);
    if (status != GAZ_OK) return command_fail(&error);
    return unread ? EXIT_UNREAD : EXIT_GOOD;
}

static int open_and_run(struct tag *tag, const char *path, const struct walk_files *files) {
    gaz_error error;
    tag->watch.path = path;
    tag->watch.quiet = tag->quiet;
    tag->watch.take = take_model;
    tag->watch.user = tag;
    bool again = !tag->review.count && (tag->watch.polls || watch_may_wait(files->paths, files->count));
    if (watch_open(&tag->watch, again, &error) != GAZ_OK) return command_fail(&error);
    const gaz_model *model = tag->watch.model;
    gaz_status status = command_threshold(&tag->options.match.min_score, model, tag->match.precision, &error);
    tell_about(tag, model);
    int code;
    if (status != GAZ_OK)
        code = command_fail(&error);
    else if (tag->review.count)
        code = review_files(&tag->review, &tag->options, model, files->paths, files->count);
    else
        code = tag_files(tag, files);
    watch_close(&tag->watch);
    return code;
}

static const struct option_row rows[] = {
    ROWS_UNDER("input"),
    {OPTION_INPUT_FORMAT, "from", "INPUT",
     "input format: tokenized (a line is a sentence, blanks separate tokens), conll (a token a line), text, jsonl "
     "(an object a line, with raw text in one of its fields), html or xml (the text that they show) [default: "
     "tokenized]",
     TEXT_FORMATS " " MARKUP_FORMATS},
    {OPTION_INPUT_FIELD, "field", "NAME",
     "jsonl input: the field with the text; dots select nested fields; repeat for more texts (jsonl, tsv, count or "
     "ansi output) [default: text]",
     NULL},
    {OPTION_INPUT_PARAGRAPHS, "paragraphs", NULL,
     "text and jsonl input: matches may run over line ends, up to a blank line", NULL},
    {OPTION_INPUT_ENCODING, "encoding", "NAME", "encoding of the input, as iconv names it [default: UTF-8]", NULL},
    {OPTION_SEPARATOR, "separator", "S", "conll input: what separates columns: auto, tab or blank [default: auto]",
     SEPARATOR_WORDS},
    {OPTION_TOKEN_COLUMN, "token-column", "N", "conll input: column of the tokens, from 1 [default: detected]", NULL},
    {OPTION_LENIENT, "lenient", NULL,
     "conll and jsonl input: pass malformed rows and records through instead of failing; outputs that cannot hold them "
     "leave them out [default for jsonl]",
     NULL},
    {OPTION_STRICT, "strict", NULL, "jsonl input: fail at the first record that cannot be tagged", NULL},
    {'r', "recursive", NULL, "tag the files of folders; links in them are not followed", NULL},
    ROWS_UNDER("matching"),
    {OPTION_MATCH_TYPE, "type", "TYPE", "spans of this type only; repeat for more types", NULL},
    {OPTION_MATCH_MIN_SCORE, "min-score", "X",
     "spans with at least this score only (0 to 1) [default: the model's, which gaz info prints]", NULL},
    {OPTION_MATCH_PRECISION, "precision", "P",
     "use the lowest score that promises this precision (0 to 1), as found on text held out", NULL},
    {OPTION_ALL, "all", NULL,
     "give every match, overlapping ones too (not to conll, ansi, spacy, webanno, json-tokens, enamex, inline-xml, "
     "opennlp, brackets)",
     NULL},
    {OPTION_SENSES, "senses", "WHICH",
     "first: a span is its strongest sense; all: the others too, the strongest first [default: first]", "first all"},
    {OPTION_ABBREVIATIONS, "abbreviations", NULL,
     "after copper toxicosis (CT), CT is a span too, to the end of the document", NULL},
    ROWS_UNDER("output"),
    {OPTION_TO, "to", "OUTPUT",
     "output format: conll, tsv (document, line, begin, end, type, score, surface), jsonl, count or ansi; for "
     "annotation tools brat, doccano, label-studio, spacy, prodigy, webanno, pubtator, argilla, pubannotation, bioc, "
     "json-tokens, enamex, inline-xml, opennlp, brackets or html; html-inline (the page itself, with marks) [default: "
     "ansi on a terminal with colours, conll for tokenized and conll input, else jsonl]",
     SENTENCE_FORMATS " " DOCUMENT_FORMATS},
    {'o', "output", "DIR",
     "write a file into DIR for each input file; brat, webanno, enamex, inline-xml and html-inline: for each document",
     NULL},
    {OPTION_RENEW, "renew", NULL,
     "brat output: a document that has files in DIR is left as it is; with this, only if somebody has touched it",
     NULL},
    {OPTION_DOCUMENT, "document", "WHAT",
     "what a document is in formats of annotation tools: file or line; in jsonl input it is an object [default: file; "
     "line for jsonl output]",
     "file line"},
    {OPTION_OFFSETS, "offsets", "UNIT",
     "what offsets count: byte, codepoint or utf16; of documents grapheme too [default: byte for tsv, utf16 for "
     "doccano, codepoint for jsonl and label-studio]",
     "byte codepoint utf16 grapheme"},
    {OPTION_ONLY_MATCHING, "only-matching", NULL, "leave out sentences or documents without a span", NULL},
    {OPTION_SCHEME, "scheme", "S", "conll output: iob2, iob1, bioes or bare [default: iob2]",
     "auto iob1 iob2 bioes bare"},
    {OPTION_ID_COLUMN_OUT, "id-column", NULL, "conll output: add a column with the ids of each token's span", NULL},
    {OPTION_SCORE_COLUMN, "score-column", NULL,
     "conll output: add a column with the score of each token's span before the tag", NULL},
    {OPTION_REPLACE_TAG, "replace-tag", NULL,
     "conll input and output: overwrite the tag column instead of appending one", NULL},
    {OPTION_TAG_COLUMN, "tag-column", "N", "with --replace-tag: the column to overwrite, from 1 [default: the last]",
     NULL},
    {OPTION_SPANS_AS, "spans-as", "NAME",
     "jsonl input and output: the member with the spans; dots make nested ones [default: spans]", NULL},
    {OPTION_SPANS_ONLY, "spans-only", NULL, "jsonl input and output: records of the spans, without their other members",
     NULL},
    {OPTION_ID_FIELD, "id-field", "NAME",
     "jsonl input: the member that names a document, for outputs of documents; dots select nested members [default: "
     "none]",
     NULL},
    {OPTION_WITH_SOURCE, "with-source", NULL, "records say where they are from: file, line, and byte offset in it",
     NULL},
    {OPTION_FROM_NAME, "from-name", "NAME",
     "label-studio output: name of the labels in the configuration [default: label]", NULL},
    {OPTION_TO_NAME, "to-name", "NAME", "label-studio output: name of the text in the configuration [default: text]",
     NULL},
    {OPTION_DATA_KEY, "data-key", "KEY", "label-studio output: key of the text in a task's data [default: text]", NULL},
    {OPTION_ID_URL, "id-url", "URL", "html output: link ids to this address, in which {id} stands for the id", NULL},
    ROWS_UNDER("review"),
    {OPTION_REVIEW, "review", "N",
     "instead of spans, write the N entries most worth reviewing, as a list with a verdict column to fill in", NULL},
    {OPTION_LISTS, "lists", "DIR", "with --review: the lists that the model was built from", NULL},
    ROWS_UNDER("other"),
    {OPTION_WATCH, "watch", NULL, "go on with the model's file when it has changed, from the next line on", NULL},
    {'j', "threads", "N", "threads, 1 to 1024 [default: 1]", NULL},
    {OPTION_KERNEL, "kernel", "NAME",
     "force one instruction set: scalar, avx2, avx512 or neon [default: the CPU's best]", "scalar avx2 avx512 neon"},
    {OPTION_QUIET, "quiet", NULL, "no progress bar, no hints", NULL},
    {0},
};

static int run(struct tag *tag, int count, char **arguments, const struct command *command) {
    int read = options_read(count, arguments, command, take_option, tag);
    if (read != OPTIONS_READ) return read;
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
    if (tag->review.count && tag->watch.polls)
        return command_usage(command, "--review compares the entries of one model; leave --watch out");
    if (tag->review.lists && !tag->review.count) return command_usage(command, "--lists is for --review");
    choose_output(tag);
    struct walk_files files = {0};
    size_t named = (size_t)(count - optind - 1);
    (tag->recursive ? walk_list_folders : walk_list)(&files, arguments + optind + 1, named);
    int code = open_and_run(tag, arguments[optind], &files);
    walk_free(&files);
    return code;
}

static int run_tag(int count, char **arguments, const struct command *command) {
    struct tag tag = {0};
    gaz_stream_options_init(&tag.options);
    about_begin(&tag.about, command, count, arguments);
    tag.options.about = &tag.about.head;
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

const struct command tag_command = {
    .name = "tag",
    .summary = "text to spans",
    .usage = "gaz tag MODEL [FILE...] [options]",
    .about = "Tags the files, or standard input (-), with the longest entry at each position; writes to standard "
             "output, or into the folder that -o names. Files may be packed (gzip, zstd, xz, bzip2, lz4).",
    .rows = rows,
    .example = "gaz tag software.gaz --from text --to tsv README.md",
    .run = run_tag,
};
