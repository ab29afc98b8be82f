#include <stdio.h>

#include "about.h"
#include "command.h"

enum {
    OPTION_TO = OPTION_OTHER,
    OPTION_TO_OFFSETS,
    OPTION_TO_ID_COLUMN,
    OPTION_ID_URL,
    OPTION_ID_FIELD,
    OPTION_FROM_NAME,
    OPTION_TO_NAME,
    OPTION_DATA_KEY,
    OPTION_QUIET
};

struct convert {
    gaz_corpus_options reading;
    gaz_write_options writing;
    gaz_format format;
    bool quiet;
};

static bool take_option(void *context, int option, const struct command *command) {
    struct convert *convert = context;
    int choice;
    switch (option) {
    case OPTION_TO: return command_format(&convert->format, optarg, GAZ_FORMAT_WRITES_DOCUMENTS, command, "--to");
    case 'o': convert->writing.folder = optarg; return true;
    case OPTION_TO_OFFSETS:
        choice =
            command_value(optarg, gaz_offsets_name, GAZ_OFFSETS_BYTE, GAZ_OFFSETS_GRAPHEME, command, "--to-offsets");
        convert->writing.offsets = (gaz_offsets)choice;
        return choice >= 0;
    case OPTION_TO_ID_COLUMN: convert->writing.id_column = 1; return true;
    case OPTION_ID_FIELD: convert->reading.id_field = optarg; return true;
    case OPTION_ID_URL: convert->writing.id_url = optarg; return true;
    case OPTION_FROM_NAME: convert->writing.from_name = optarg; return true;
    case OPTION_DATA_KEY: convert->writing.data_key = optarg; return true;
    case OPTION_TO_NAME: convert->writing.to_name = optarg; return true;
    case OPTION_QUIET: convert->quiet = true; return true;
    default: return command_corpus_option(&convert->reading, option, command);
    }
}

static gaz_status copy_documents(gaz_document_writer *writer, gaz_document_reader *reader, gaz_error *error) {
    const gaz_document *document;
    gaz_status status = gaz_document_read(&document, reader, error);
    while (status == GAZ_OK && document) {
        status = gaz_document_write(writer, document, error);
        if (status == GAZ_OK) status = gaz_document_read(&document, reader, error);
    }
    return status;
}

/* Adds what was left out of a file to what was left out before. */
static void add_report(gaz_corpus_report *all, const gaz_document_reader *reader) {
    gaz_corpus_report report;
    gaz_document_reader_get_report(&report, reader);
    all->discontinuous += report.discontinuous;
    all->blank += report.blank;
    all->unnamed += report.unnamed;
    all->unannotated += report.unannotated;
    all->unreviewed += report.unreviewed;
    all->not_utf8 += report.not_utf8;
    all->skipped_rows += report.skipped_rows;
    all->skipped_spans += report.skipped_spans;
    all->repeated += report.repeated;
    all->relations += report.relations;
    if (all->other_layers < report.other_layers) all->other_layers = report.other_layers;
}

static gaz_status convert_file(const struct convert *convert, gaz_document_writer *writer, const char *path,
                               gaz_corpus_report *report, gaz_error *error) {
    gaz_document_reader *reader;
    gaz_status status = gaz_document_reader_new(&reader, path, &convert->reading, error);
    if (status != GAZ_OK) return status;
    status = copy_documents(writer, reader, error);
    add_report(report, reader);
    gaz_document_reader_free(reader);
    return status;
}

static int convert_all(struct convert *convert, char **paths, int count) {
    gaz_document_writer *writer;
    gaz_corpus_report report = {0};
    gaz_write_report written;
    gaz_error error;
    gaz_sink output;
    (void)command_sink(&output, NULL, &error);
    convert->writing.inputs = (const char *const *)paths;
    convert->writing.input_count = (size_t)count;
    gaz_status status = gaz_document_writer_new(&writer, convert->format, &convert->writing, &output, &error);
    for (int i = 0; i < count && status == GAZ_OK; i++)
        status = convert_file(convert, writer, paths[i], &report, &error);
    if (status == GAZ_OK) status = gaz_document_writer_finish(&written, writer, &error);
    gaz_document_writer_free(writer);
    if (status != GAZ_OK) return command_fail(&error);
    report.overlapping = written.overlapping;
    report.widened = written.widened;
    if (!convert->quiet) command_note_corpus(&report, &written);
    return EXIT_GOOD;
}

static const struct option_row rows[] = {
    ROWS_UNDER("output"),
    {OPTION_TO, "to", "FORMAT",
     "output format: conll, jsonl, brat, doccano, label-studio, prodigy, spacy, webanno, pubtator, argilla, "
     "pubannotation, bioc, json-tokens, enamex, inline-xml, opennlp, brackets, html or html-inline",
     "conll jsonl " DOCUMENT_FORMATS},
    {'o', "output", "DIR",
     "write a file into DIR for each input file; brat, webanno, enamex, inline-xml and html-inline: for each document",
     NULL},
    {OPTION_TO_OFFSETS, "to-offsets", "UNIT",
     "jsonl, doccano and label-studio output: what offsets count: byte, codepoint, utf16 or grapheme [default: utf16 "
     "for doccano, codepoint for the others]",
     "byte codepoint utf16 grapheme"},
    {OPTION_TO_ID_COLUMN, "to-id-column", NULL, "conll output: add a column with the ids of each token's span", NULL},
    {OPTION_ID_URL, "id-url", "URL", "html output: link ids to this address, in which {id} stands for the id", NULL},
    {OPTION_FROM_NAME, "from-name", "NAME",
     "label-studio output: name of the labels in the configuration [default: label]", NULL},
    {OPTION_TO_NAME, "to-name", "NAME", "label-studio output: name of the text in the configuration [default: text]",
     NULL},
    {OPTION_DATA_KEY, "data-key", "KEY", "label-studio output: key of the text in a task's data [default: text]", NULL},
    CORPUS_ROWS,
    {OPTION_ID_FIELD, "id-field", "NAME",
     "JSON input: the member that names a document; dots select inner ones [default: none; id in BioC]", NULL},
    ROWS_UNDER("other"),
    {OPTION_QUIET, "quiet", NULL, "no summary of what was changed or left out", NULL},
    {0},
};

static int run_convert(int count, char **arguments, const struct command *command) {
    struct convert convert = {.format = GAZ_FORMAT_AUTO};
    struct about about;
    gaz_corpus_options_init(&convert.reading);
    gaz_write_options_init(&convert.writing);
    about_begin(&about, command, count, arguments);
    int read = options_read(count, arguments, command, take_option, &convert);
    if (read != OPTIONS_READ) return read;
    if (optind == count) return command_usage(command, "no files are named");
    if (convert.format == GAZ_FORMAT_AUTO) return command_usage(command, "--to FORMAT is missing");
    about_set_title(&about, arguments + optind, (size_t)(count - optind));
    convert.writing.about = &about.head;
    return convert_all(&convert, arguments + optind, count - optind);
}

const struct command convert_command = {
    .name = "convert",
    .summary = "annotated documents from one format to another",
    .usage = "gaz convert FILE... --to FORMAT [options]",
    .about = "Writes annotated documents in another format. FILE is a file, standard input (-) or a folder, "
             "in any format that gaz harvest reads. The output goes to standard output, or into the folder that -o "
             "names.",
    .rows = rows,
    .example = "gaz convert corpus.conll --to doccano > corpus.jsonl",
    .run = run_convert,
};
