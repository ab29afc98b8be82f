/* The rooms of the annotation loop while every allocation and every call of the system fails in turn: documents for
 * tools, corpora and dictionaries that come back from them, exports, reports. */
#include "stages.h"

#include <stdio.h>

static gaz_lexicon *lexicon;
static gaz_model *model;

/* ---- Documents ---- */

/* What a stage of documents does. */
struct task {
    gaz_format input;
    gaz_format output;
    gaz_document_unit document;
    bool folder;
    unsigned threads;
    const char *old_file; /* one of the folder's that is there before */
    const char *field;    /* of JSON input; NULL: the usual one */
};

static struct task task; /* of the stage that runs */
static int descriptor = -1;

/* What lies in the folder, or what went to the descriptor. */
struct left {
    size_t count;
    struct left_file {
        char name[64];
        uint64_t digest;
    } files[16];
    size_t size;
    char bytes[1 << 17];
};

static struct left expected; /* after a good run; empty before the first */

static void list_files(struct left *left) {
    DIR *directory = opendir(path_of("out"));
    assert_non_null(directory);
    left->count = 0;
    for (struct dirent *item; (item = readdir(directory));) {
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0) continue;
        struct left_file *file = &left->files[left->count++];
        assert_in_range(left->count, 1, sizeof left->files / sizeof *left->files);
        assert_in_range(snprintf(file->name, sizeof file->name, "out/%s", item->d_name), 1, sizeof file->name - 1);
        file->digest = file_digest(file->name);
    }
    closedir(directory);
}

static void prepare_documents(void) {
    static struct left left;
    list_files(&left);
    for (size_t i = 0; i < left.count; i++) assert_int_equal(unlink(path_of(left.files[i].name)), 0);
    if (task.old_file) write_file(task.old_file, old);
    if (task.folder) return;
    if (descriptor >= 0) close(descriptor);
    descriptor = open(path_of("stream"), O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_true(descriptor >= 0);
}

static gaz_status run_documents(uint64_t *digest, gaz_error *error) {
    static const char *const names[][2] = {
        [GAZ_FORMAT_CONLL] = {"text.conll", "other.conll"},
        [GAZ_FORMAT_TEXT] = {"text.txt", "other.txt"},
        [GAZ_FORMAT_JSONL] = {"text.jsonl", "other.jsonl"},
    };
    gaz_stream_options options;
    gaz_stream_options_init(&options);
    options.input.format = task.input;
    options.output = task.output;
    options.document = task.document;
    options.threads = task.threads;
    if (task.field) options.spans_as = "in.spans";
    if (task.field) options.input.fields = &task.field;
    options.input.field_count = task.field != NULL;
    options.folder = task.folder ? path_of("out") : NULL;
    gaz_stream *stream = NULL;
    gaz_stream_totals totals = {0};
    gaz_sink sink;
    gaz_sink_descriptor(&sink, descriptor, NULL);
    size_t files = task.output == GAZ_FORMAT_WEBANNO && !task.folder ? 1 : 2;
    gaz_status status = gaz_stream_new(&stream, model, &options, &sink, error);
    for (size_t i = 0; i < files && status == GAZ_OK; i++)
        status = gaz_stream_file(stream, path_of(names[task.input][i]), error);
    if (status == GAZ_OK) status = gaz_stream_finish(&totals, stream, error);
    gaz_stream_free(stream);
    *digest = mix(1, &totals, sizeof totals);
    return status;
}

/* Each file is that of a good run, or the old one; none is half written, and none has a name of its own. */
static void check_files(const struct left *left, bool good) {
    for (size_t i = 0; i < left->count; i++) {
        const struct left_file *file = &left->files[i];
        bool is_old = task.old_file && strcmp(file->name, task.old_file) == 0;
        bool right = !good && is_old && file->digest == hash_bytes(old, sizeof old - 1, 0);
        for (size_t j = 0; j < expected.count && !right; j++)
            right = strcmp(file->name, expected.files[j].name) == 0 && file->digest == expected.files[j].digest;
        if (!right) print_error("%s is neither complete nor what it was\n", file->name);
        assert_true(right);
    }
    if (good) assert_int_equal(left->count, expected.count);
}

static void check_documents(bool good) {
    static struct left left;
    list_files(&left);
    left.size = 0;
    if (!task.folder) {
        ssize_t size = pread(descriptor, left.bytes, sizeof left.bytes, 0);
        assert_in_range(size, 0, sizeof left.bytes - 1);
        left.size = (size_t)size;
    }
    if (expected.count + expected.size == 0) { /* the first run succeeds */
        expected = left;
        assert_true(expected.count + expected.size > 0);
    }
    check_files(&left, good);
    assert_in_range(left.size, good ? expected.size : 0, expected.size);
    assert_memory_equal(left.bytes, expected.bytes, left.size);
}

static void run_task(const struct task *given) {
    task = *given;
    expected = (struct left){0};
    run_stage(&(struct stage){run_documents, prepare_documents, check_documents, 0});
    prepare_documents();
    if (descriptor >= 0) close(descriptor);
    descriptor = -1;
}

#define DOCUMENTS(name, ...)                                                                                           \
    static void name(void **state) {                                                                                   \
        (void)state;                                                                                                   \
        run_task(&(struct task){__VA_ARGS__, NULL});                                                                   \
    }

static void arrays_of_records_survive(void **state) {
    (void)state;
    run_task(&(struct task){.input = GAZ_FORMAT_JSONL, .output = GAZ_FORMAT_JSONL, .threads = 2, .field = "r.*.m"});
}

#define FOLDER     true, 0
#define DESCRIPTOR false, 0, NULL

DOCUMENTS(brat_folders_survive, GAZ_FORMAT_TEXT, GAZ_FORMAT_BRAT, GAZ_DOCUMENT_FILE, FOLDER, "out/text.txt")
DOCUMENTS(brat_lines_survive, GAZ_FORMAT_CONLL, GAZ_FORMAT_BRAT, GAZ_DOCUMENT_LINE, FOLDER, "out/text-000001.txt")
DOCUMENTS(brat_records_survive, GAZ_FORMAT_JSONL, GAZ_FORMAT_BRAT, 0, FOLDER, "out/annotation.conf")
DOCUMENTS(brat_in_threads_survives, GAZ_FORMAT_JSONL, GAZ_FORMAT_BRAT, 0, true, 2, "out/text-000001.txt")
DOCUMENTS(webanno_folders_survive, GAZ_FORMAT_TEXT, GAZ_FORMAT_WEBANNO, 0, FOLDER, "out/text.tsv")
DOCUMENTS(webanno_survives, GAZ_FORMAT_CONLL, GAZ_FORMAT_WEBANNO, 0, DESCRIPTOR)
DOCUMENTS(pubtator_survives, GAZ_FORMAT_TEXT, GAZ_FORMAT_PUBTATOR, 0, DESCRIPTOR)
DOCUMENTS(doccano_folders_survive, GAZ_FORMAT_JSONL, GAZ_FORMAT_DOCCANO, 0, FOLDER, "out/other.jsonl")
DOCUMENTS(doccano_survives, GAZ_FORMAT_TEXT, GAZ_FORMAT_DOCCANO, GAZ_DOCUMENT_LINE, DESCRIPTOR)
DOCUMENTS(label_studio_folders_survive, GAZ_FORMAT_TEXT, GAZ_FORMAT_LABEL_STUDIO, 0, FOLDER, "out/text.json")
DOCUMENTS(label_studio_survives, GAZ_FORMAT_JSONL, GAZ_FORMAT_LABEL_STUDIO, 0, DESCRIPTOR)
DOCUMENTS(label_studio_in_threads_survives, GAZ_FORMAT_CONLL, GAZ_FORMAT_LABEL_STUDIO, 0, false, 2, NULL)
DOCUMENTS(prodigy_folders_survive, GAZ_FORMAT_CONLL, GAZ_FORMAT_PRODIGY, GAZ_DOCUMENT_LINE, FOLDER, "out/text.jsonl")
DOCUMENTS(prodigy_survives, GAZ_FORMAT_JSONL, GAZ_FORMAT_PRODIGY, 0, DESCRIPTOR)
DOCUMENTS(spacy_survives, GAZ_FORMAT_TEXT, GAZ_FORMAT_SPACY, GAZ_DOCUMENT_LINE, DESCRIPTOR)
DOCUMENTS(html_folders_survive, GAZ_FORMAT_TEXT, GAZ_FORMAT_HTML, 0, FOLDER, "out/text.html")
DOCUMENTS(html_survives, GAZ_FORMAT_JSONL, GAZ_FORMAT_HTML, 0, DESCRIPTOR)
DOCUMENTS(jsonl_folders_survive, GAZ_FORMAT_JSONL, GAZ_FORMAT_JSONL, 0, FOLDER, "out/text.jsonl")
DOCUMENTS(jsonl_documents_survive, GAZ_FORMAT_CONLL, GAZ_FORMAT_JSONL, GAZ_DOCUMENT_FILE, DESCRIPTOR)
DOCUMENTS(sentences_of_records_survive, GAZ_FORMAT_JSONL, GAZ_FORMAT_TSV, 0, FOLDER, "out/text.tsv")

/* ---- Annotated corpora ---- */

/* Harvests one corpus after the other; columns have ids in the third one. `gazetteer` is judged by them; NULL: none. */
static gaz_status run_corpora_with(uint64_t *digest, gaz_error *error, const char *const *names, size_t count,
                                   const char *gazetteer) {
    gaz_import_options listed;
    gaz_import_options_init(&listed);
    listed.gazetteer = 1;
    const gaz_harvest_options options = {
        .min_purity = 0.25, .corpus.columns.id_column = 3, .corpus.columns.lenient = 1};
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        const char *const paths[] = {path_of(names[i])};
        gaz_corpus_report report = {0};
        gaz_lexicon *made = NULL;
        int found = 0;
        status = gaz_corpus_recognize(&found, paths[0], NULL, error);
        if (status == GAZ_OK) status = gaz_lexicon_new(&made, error);
        if (status == GAZ_OK && gazetteer) status = gaz_lexicon_import(made, path_of(gazetteer), &listed, NULL, error);
        if (status == GAZ_OK) status = gaz_lexicon_harvest(made, paths, 1, &options, &report, error);
        if (status == GAZ_OK) {
            uint64_t of_lexicon = lexicon_digest(made);
            *digest = mix(mix(mix(*digest, &of_lexicon, sizeof of_lexicon), &report, sizeof report), &found, 4);
        }
        gaz_lexicon_free(made);
    }
    return status;
}

static gaz_status run_corpora(uint64_t *digest, gaz_error *error, const char *const *names, size_t count) {
    return run_corpora_with(digest, error, names, count, NULL);
}

static gaz_status run_brat(uint64_t *digest, gaz_error *error) {
    static const char *const names[] = {"brat", "brat/a.ann", "brat/a.txt"};
    *digest = 1;
    return run_corpora(digest, error, names, sizeof names / sizeof *names);
}

static gaz_status run_records(uint64_t *digest, gaz_error *error) {
    static const char *const names[] = {"spans.jsonl", "pairs.json", "mixed.json", "studio.json"};
    *digest = 1;
    return run_corpora(digest, error, names, sizeof names / sizeof *names);
}

static gaz_status run_webanno(uint64_t *digest, gaz_error *error) {
    static const char *const names[] = {"inception.tsv", "old.tsv", "marks.enamex", "marks.opennlp"};
    *digest = 1;
    return run_corpora(digest, error, names, sizeof names / sizeof *names);
}

static gaz_status run_pubtator(uint64_t *digest, gaz_error *error) {
    static const char *const names[] = {"abstracts.pubtator"};
    *digest = 1;
    return run_corpora(digest, error, names, sizeof names / sizeof *names);
}

static gaz_status run_columns(uint64_t *digest, gaz_error *error) {
    static const char *const names[] = {"ids.conll"};
    *digest = 1;
    return run_corpora(digest, error, names, sizeof names / sizeof *names);
}

static gaz_status run_gazetteer(uint64_t *digest, gaz_error *error) {
    static const char *const names[] = {"abstracts.pubtator"};
    *digest = 1;
    return run_corpora_with(digest, error, names, sizeof names / sizeof *names, "listed.tsv");
}

STAGE(harvesting_columns_survives, run_columns, NULL, NULL, 0)
STAGE(harvesting_brat_survives, run_brat, NULL, NULL, 0)
STAGE(harvesting_records_survives, run_records, NULL, NULL, 0)
STAGE(harvesting_webanno_and_marks_survives, run_webanno, NULL, NULL, 0)
STAGE(harvesting_pubtator_survives, run_pubtator, NULL, NULL, 0)
STAGE(judging_gazetteers_survives, run_gazetteer, NULL, NULL, 0)

static void make_corpora(void) {
    mkdir(path_of("brat"), 0700);
    write_file("brat/a.txt", "caf\u00E9 user space\r\n\xFF kernel\n03 end");
    write_file("brat/a.ann", "T1\tTool 5 9\tuser\nT2\tSystem 18 24;25 27\tkernel 03\n#1\tNotes T1\tx\n"
                             "N1\tReference T1 gaz:Q%201\tuser\nN2\tReference T1 a:b\t\nT3\tSystem 5 9\tuser\n");
    write_file("brat/b.txt", "nothing annotated");
    write_file(
        "spans.jsonl",
        "{\"text\": \"caf\\u00E9 user space\", \"spans\": [{\"start\": 5, \"end\": 15, \"label\": "
        "\"System\", \"text\": \"user space\", \"id\": \"Q1\", \"name\": \"User\", \"senses\": "
        "[{\"label\": \"System\", \"id\": \"Q2\"}, {\"label\": \"T\"}]}]}\n{\"text\": \"\xFF kernel\", \"spans\": "
        "[{\"start\": 2, \"end\": 8, \"label\": \"System\"}]}\n");
    write_file("pairs.json", "[[\"user space\", {\"entities\": [[0, 4, \"Tool\"], [5, 10, \"T\\u00E9\"]]}],\n"
                             "[\"kernel 03\", {\"spans\": {\"gaz\": [[0, 6, \"T\", \"Q1\"]]}}]]\n");
    write_file("mixed.json", "[[\"\u00E9 EU\xFF\\n\", {\"entities\": [[2, 4, \"ORG\"], [2, 3, \"X\"]]}],\n"
                             "{\"text\": \"x \u00E9\", \"label\": [[2, 3, \"Y\"]]}]");
    write_file("studio.json",
               "[{\"data\": {\"text\": \"user space\"}, \"annotations\": [{\"result\": [{\"type\": \"labels\", "
               "\"meta\": {\"id\": \"Q1\", \"name\": \"N\"}, \"value\": {\"start\": 0, \"end\": 4, \"text\": \"user\", "
               "\"labels\": [\"Tool\"]}}]}]}]\n");
    write_file(
        "inception.tsv",
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\n\n"
        "#Text=user space \\\\\n1-1\t0-4\tuser\tQ1[1]\tTool\\_1[1]\t\n1-2\t5-10\tspace\tQ1[1]\tTool\\_1[1]\t\n"
        "1-3\t11-12\t\\\\\t*|Q2[2]\tA|B[2]\t\n");
    write_file("old.tsv",
               " # x.NamedEntity | identifier | value\n#id=1\n#text=user  space\nx\n1-1\tuser\tB-Q1\tB-T|U\t\n"
               "1-2\tspace\tI-Q1\tI-T\t\n");
    write_file("marks.enamex", "a\xFF <ENAMEX TYPE='A&amp;B'>b <TIMEX>c</TIMEX></ENAMEX> &lt;\n");
    write_file("marks.opennlp", "a <START:T> user <END>\n\n<START> b <END>\n");
    write_file("abstracts.pubtator",
               "1|t|caf\u00E9 user space\n1|a|the kernel\n1\t5\t15\tuser space\tSystem\tQ1|Q2+Q3\n"
               "1\t20\t26\tkernel\tTool\t-1\n1\tCID\tQ1\tQ2\n\n"
               "2|t|\xFF user\n2|a|\n2\t2\t6\tuser\tTool\tp|SUB|V|6|E\n");
    write_file("listed.tsv", "surface\ttype\tid\nuser\tTool\tQ7\nuser-space\tSystem\tQ1\nnone\tTool\t\n");
    write_file("ids.conll", "the\tO\t_\nuser\tB-T\tQ1|Q2\nspace\tI-T\tQ1\n\nkernel\tB-U\t_\n");
}

/* Copies the documents of a path into another format; the digest is that of what was written. */
static gaz_status convert(uint64_t *digest, const char *name, gaz_format format, gaz_error *error) {
    gaz_memory memory = {0};
    gaz_sink sink;
    gaz_document_reader *reader;
    gaz_document_writer *writer = NULL;
    const gaz_document *document = NULL;
    const gaz_write_options options = {.id_column = format == GAZ_FORMAT_CONLL};
    gaz_write_report report;
    gaz_sink_memory(&sink, &memory);
    const gaz_corpus_options reading = {.columns.lenient = 1};
    gaz_status status = gaz_document_reader_new(&reader, path_of(name), &reading, error);
    if (status == GAZ_OK) status = gaz_document_writer_new(&writer, format, &options, &sink, error);
    if (status == GAZ_OK) status = gaz_document_read(&document, reader, error);
    while (status == GAZ_OK && document) {
        status = gaz_document_write(writer, document, error);
        if (status == GAZ_OK) status = gaz_document_read(&document, reader, error);
    }
    if (status == GAZ_OK) status = gaz_document_writer_finish(&report, writer, error);
    if (status == GAZ_OK) *digest = mix(mix(*digest, memory.bytes, memory.size), &report, sizeof report);
    gaz_document_writer_free(writer);
    gaz_document_reader_free(reader);
    gaz_memory_free(&memory);
    return status;
}

static gaz_status run_convert(uint64_t *digest, gaz_error *error) {
    *digest = 1;
    static const gaz_format formats[] = {GAZ_FORMAT_CONLL, GAZ_FORMAT_JSONL, GAZ_FORMAT_LABEL_STUDIO,
                                         GAZ_FORMAT_PRODIGY, GAZ_FORMAT_SPACY};
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < sizeof formats / sizeof *formats && status == GAZ_OK; i++)
        status = convert(digest, "spans.jsonl", formats[i], error);
    if (status == GAZ_OK) status = convert(digest, "brat/a.ann", GAZ_FORMAT_WEBANNO, error);
    if (status == GAZ_OK) status = convert(digest, "studio.json", GAZ_FORMAT_HTML, error);
    if (status == GAZ_OK) status = convert(digest, "inception.tsv", GAZ_FORMAT_DOCCANO, error);
    if (status == GAZ_OK) status = convert(digest, "abstracts.pubtator", GAZ_FORMAT_PUBTATOR, error);
    if (status == GAZ_OK) status = convert(digest, "abstracts.pubtator", GAZ_FORMAT_JSON_TOKENS, error);
    if (status == GAZ_OK) status = convert(digest, "marks.enamex", GAZ_FORMAT_ENAMEX, error);
    if (status == GAZ_OK) status = convert(digest, "inception.tsv", GAZ_FORMAT_INLINE_XML, error);
    if (status == GAZ_OK) status = convert(digest, "marks.opennlp", GAZ_FORMAT_BRACKETS, error);
    return status;
}

STAGE(converting_survives, run_convert, NULL, NULL, 0)

/* ---- Dictionaries ---- */

static void count_skipped(void *context, const gaz_error *reason) {
    uint64_t *digest = context;
    const char *name = reason->file + strlen(folder);
    *digest = mix(mix(mix(*digest, name, strlen(name)), &reason->line, sizeof reason->line), reason->message,
                  strlen(reason->message));
}

/* One after the other: patterns, a gazetteer of GATE in a folder, a mapping of TokensRegexNER, a list. */
static gaz_status run_import(uint64_t *digest, gaz_error *error) {
    static const char *const names[] = {"foreign/p.jsonl", "foreign", "foreign/mapping", "foreign/words"};
    uint64_t skipped = 1;
    gaz_import_options options;
    gaz_import_options_init(&options);
    options.skipped = count_skipped;
    options.user = &skipped;
    gaz_import_report report = {0};
    gaz_lexicon *made = NULL;
    gaz_status status = gaz_lexicon_new(&made, error);
    for (size_t i = 0; i < sizeof names / sizeof *names && status == GAZ_OK; i++) {
        options.type = i == 3 ? "Word" : NULL;
        status = gaz_lexicon_import(made, path_of(names[i]), &options, &report, error);
        skipped = mix(skipped, &report, sizeof report);
    }
    if (status == GAZ_OK) *digest = mix(lexicon_digest(made), &skipped, sizeof skipped);
    gaz_lexicon_free(made);
    return status;
}

STAGE(importing_survives, run_import, NULL, NULL, 0)

static void make_dictionaries(void) {
    mkdir(path_of("foreign"), 0700);
    write_file("foreign/p.jsonl", "{\"label\":\"T\",\"pattern\":\"a \\u00E9\",\"id\":\"Q1\"}\n"
                                  "{\"label\":\"U\",\"pattern\":[{\"ORTH\":\"a\"},{\"TEXT\":\"b\"}]}\n"
                                  "{\"label\":\"U\",\"pattern\":[{\"ORTH\":\"a\"},{\"OP\":\"+\"}]}\n");
    write_file("foreign/lists.def", "a.lst:T\nb.lst:U:v\nb.lst:U\n");
    write_file("foreign/a.lst", "x\nx y:id=Q2\n");
    write_file("foreign/b.lst", "z\n\xFF\n");
    write_file("foreign/mapping", "a\\.b c\tT\tMISC\t1\na.b\tT\n");
    write_file("foreign/words", "one\ntwo words\n");
}

/* ---- Exports and reports ---- */

static const char *const tables[] = {"tables/patterns.jsonl", "tables/tokens.jsonl", "tables/entries.tsv",
                                     "tables/report.html"};

enum { TABLES = sizeof tables / sizeof *tables };

static void prepare_tables(void) {
    for (size_t i = 0; i < TABLES; i++) write_file(tables[i], old);
}

static gaz_status run_tables(uint64_t *digest, gaz_error *error) {
    const gaz_export_options tokens = {.token_patterns = 1};
    const gaz_export_options lines = {.format = GAZ_EXPORT_TSV};
    gaz_export_report reports[3] = {{0}};
    const gaz_export_options *const options[] = {NULL, &tokens, &lines};
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < TABLES && status == GAZ_OK; i++) {
        gaz_sink sink;
        status = gaz_sink_path(&sink, path_of(tables[i]), error);
        if (status == GAZ_OK)
            status = i < 3 ? gaz_lexicon_export(lexicon, &sink, options[i], &reports[i], error)
                           : gaz_lexicon_write_report(lexicon, &sink, NULL, error);
        status = gaz_sink_finish(&sink, status, error);
    }
    *digest = mix(1, reports, sizeof reports);
    return status;
}

/* Up to some table all are new ones, and then all are old ones. */
static void check_tables(bool good) {
    static uint64_t written[TABLES];
    bool is_old = false;
    assert_int_equal(count_files("tables"), TABLES);
    for (size_t i = 0; i < TABLES; i++) {
        uint64_t digest = file_digest(tables[i]);
        if (!written[i]) written[i] = digest; /* the first run succeeds */
        is_old = is_old || digest != written[i];
        assert_true(digest == (is_old ? hash_bytes(old, sizeof old - 1, 0) : written[i]));
    }
    if (good) assert_false(is_old);
}

STAGE(exporting_and_reporting_survive, run_tables, prepare_tables, check_tables, 0)

/* ---- Set-up ---- */

static void make_texts(void) {
    mkdir(path_of("out"), 0700);
    write_file("text.txt", "The user space\r\nkernel 03 \u00E9\n\n\tuser  space 07's \U0001F600\xFF end\n");
    write_file("other.txt", "kernel 01");
    write_file("text.conll", "the\tO\nuser\tO\nspace\tO\n\nkernel\tO\n03\tO\n");
    write_file("other.conll", "user\tO\nspace\tO\n\n");
    write_file("text.jsonl",
               "{\"text\": \"the user space\\n\\u0000\", \"m\\u0065ta\": {\"a\": [1, 2.5]}, \"l\\u0061bel\": "
               "3, \"spans\": [], \"tok\\u0065ns\": \"\"}\n\n{\"text\": \"kernel 03 \xFF\"}\nno JSON\n"
               "{\"text\": [107, 101, 114, 110, 101, 108], \"in\": {\"a\": 1, \"spans\": 2}, "
               "\"r\": [{\"m\": \"\\u006bernel\"}, {\"m\": [67]}, {}]}\n");
    write_file("other.jsonl", "{\"t\\u0065xt\": \"\"}\n{\"text\": 1e400}\n{\"text\": \"\\ud800\"}\n[]\n{\"text\": 1}");
}

static int make_world(void **state) {
    static const char list[] =
        "surface\ttype\tannotated\tseen\tverdict\tid\nuser space\tSystem\t3\t4\t\t\n"
        "kernel 03\tSystem\t1\t1\tkeep\tQ1\nkernel\tTool\t1\t9\tdrop\t\nkernel 03\tTool\t1\t1\t\t\n"
        "\"<kernel> & 01\"\tT\u00E9\t2\t2\t\t\nkernel 01\tTool\t2\t2\t\t\n";
    gaz_error error;
    begin_failing();
    if (make_folder(state) != 0) return -1;
    mkdir(path_of("tables"), 0700);
    make_texts();
    make_corpora();
    make_dictionaries();
    write_file("list.tsv", list);
    if (gaz_lexicon_new(&lexicon, &error) != GAZ_OK ||
        gaz_lexicon_read(lexicon, path_of("list.tsv"), NULL, &error) != GAZ_OK ||
        gaz_lexicon_build(lexicon, path_of("good.gaz"), NULL, NULL, &error) != GAZ_OK ||
        gaz_model_open(&model, path_of("good.gaz"), 0, &error) != GAZ_OK) {
        print_error("%s: %s\n", error.file, error.message);
        return -1;
    }
    return 0;
}

static int end_world(void **state) {
    gaz_model_close(model);
    gaz_lexicon_free(lexicon);
    return remove_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brat_folders_survive),
        cmocka_unit_test(brat_lines_survive),
        cmocka_unit_test(brat_records_survive),
        cmocka_unit_test(brat_in_threads_survives),
        cmocka_unit_test(webanno_folders_survive),
        cmocka_unit_test(webanno_survives),
        cmocka_unit_test(pubtator_survives),
        cmocka_unit_test(doccano_folders_survive),
        cmocka_unit_test(doccano_survives),
        cmocka_unit_test(label_studio_folders_survive),
        cmocka_unit_test(label_studio_survives),
        cmocka_unit_test(label_studio_in_threads_survives),
        cmocka_unit_test(prodigy_folders_survive),
        cmocka_unit_test(prodigy_survives),
        cmocka_unit_test(spacy_survives),
        cmocka_unit_test(html_folders_survive),
        cmocka_unit_test(html_survives),
        cmocka_unit_test(jsonl_folders_survive),
        cmocka_unit_test(arrays_of_records_survive),
        cmocka_unit_test(jsonl_documents_survive),
        cmocka_unit_test(sentences_of_records_survive),
        cmocka_unit_test(harvesting_columns_survives),
        cmocka_unit_test(harvesting_brat_survives),
        cmocka_unit_test(harvesting_records_survives),
        cmocka_unit_test(harvesting_webanno_and_marks_survives),
        cmocka_unit_test(harvesting_pubtator_survives),
        cmocka_unit_test(judging_gazetteers_survives),
        cmocka_unit_test(converting_survives),
        cmocka_unit_test(importing_survives),
        cmocka_unit_test(exporting_and_reporting_survive),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
