/* Documents with random types, ids, names and senses: written in one format, read, written in another, and read again,
 * they say the same, as far as both formats can. */
#include "folder.h"
#include "oracle.h"

enum { ROUNDS = 400, MOST_TOKENS = 12, MOST_SENSES = 5, LINE_SIZE = 256, MOST_LINES = MOST_TOKENS * MOST_SENSES };

static const struct form {
    gaz_format format;
    const char *ending;
    bool names;
    bool own_file; /* a document of several has its number in the file's name */
} forms[] = {
    {GAZ_FORMAT_JSONL, "jsonl", true, false},       {GAZ_FORMAT_PRODIGY, "jsonl", true, false},
    {GAZ_FORMAT_LABEL_STUDIO, "json", true, false}, {GAZ_FORMAT_BRAT, "ann", true, true},
    {GAZ_FORMAT_SPACY, "jsonl", false, false},      {GAZ_FORMAT_WEBANNO, "tsv", false, true},
};

/* A line for each sense: where, what type, id and name. Sorted, because formats may order senses by type. */
struct meanings {
    char lines[MOST_LINES][LINE_SIZE];
    size_t count;
};

/* What is hard in some of the formats; no blank, which brat's types cannot have. */
static void random_word(char *word, uint64_t *random, size_t least) {
    static const char *const pieces[] = {"Q", "7",  ":", "gaz:",   "|",      "[1]", "\\", "_",
                                         "*", "->", ";", "%20",    "\"",     "\\",  "&",  "<",
                                         "'", "]",  "#", "\u00E9", "\u8A9E", "N1",  "{",  "/"};
    size_t count = least + oracle_below(random, 4);
    word[0] = 0;
    while (count-- > 0) strcat(word, pieces[oracle_below(random, sizeof pieces / sizeof *pieces)]);
}

static void random_id(char *id, uint64_t *random) {
    char more[32];
    random_word(id, random, 0);
    random_word(more, random, 0);
    if (oracle_below(random, 3) == 0 && *id && *more) strcat(strcat(id, " "), more);
}

static void add_line(struct meanings *meanings, uint64_t begin, uint64_t end, const char *type, const char *id,
                     const char *name) {
    assert_in_range(meanings->count, 0, MOST_LINES - 1);
    snprintf(meanings->lines[meanings->count++], LINE_SIZE, "%llu-%llu\t%s\t%s\t%s", (unsigned long long)begin,
             (unsigned long long)end, type, id ? id : "", name ? name : "");
}

static int compare_lines(const void *left, const void *right) {
    return strcmp(left, right);
}

static void list_meanings(struct meanings *meanings, const gaz_document *document, bool names) {
    gaz_document_info info;
    gaz_document_span span;
    gaz_document_sense sense;
    meanings->count = 0;
    gaz_document_get_info(&info, document);
    for (uint64_t i = 0; i < info.spans; i++) {
        gaz_document_get_span(&span, document, i);
        add_line(meanings, span.begin, span.end, span.type, span.id, names ? span.name : NULL);
        for (uint64_t n = 0; n < span.senses; n++) {
            gaz_document_get_sense(&sense, document, i, n);
            add_line(meanings, span.begin, span.end, sense.type, sense.id, names ? sense.name : NULL);
        }
    }
    qsort(meanings->lines, meanings->count, LINE_SIZE, compare_lines);
}

/* Whether a span has a sense of that type and id already. */
static bool is_said(const struct meanings *meanings, uint64_t begin, const char *type, const char *id) {
    char start[LINE_SIZE];
    snprintf(start, sizeof start, "%llu-%llu\t%s\t%s\t", (unsigned long long)begin, (unsigned long long)begin + 1, type,
             id);
    for (size_t i = 0; i < meanings->count; i++)
        if (strncmp(meanings->lines[i], start, strlen(start)) == 0) return true;
    return false;
}

/* A document of tokens of one letter with a space between two; some of them are spans. */
static gaz_document *random_document(const char *name, uint64_t *random) {
    struct meanings said = {.count = 0};
    gaz_document *document;
    char text[2 * MOST_TOKENS + 1] = "";
    size_t tokens = 1 + oracle_below(random, MOST_TOKENS);
    for (size_t i = 0; i < tokens; i++) strcat(text, i ? " a" : "a");
    assert_int_equal(gaz_document_new(&document, NULL), GAZ_OK);
    assert_int_equal(gaz_document_set_text(document, name, text, strlen(text), NULL), GAZ_OK);
    for (size_t i = 0; i < tokens; i++) {
        size_t senses = oracle_below(random, MOST_SENSES + 1);
        for (size_t n = 0; n < senses; n++) {
            char type[32];
            char id[64];
            char label[32];
            random_word(type, random, 1);
            random_id(id, random);
            random_word(label, random, 0);
            const gaz_document_sense sense = {.type = type, .id = id, .name = *id ? label : NULL, .score = -1};
            if (is_said(&said, 2 * i, type, id)) continue;
            add_line(&said, 2 * i, 2 * i + 1, type, id, NULL);
            if (n == 0) {
                assert_int_equal(gaz_document_add_span(document, 2 * i, 2 * i + 1, type, -1, NULL), GAZ_OK);
                assert_int_equal(gaz_document_set_concept(document, id, sense.name, NULL), GAZ_OK);
            } else {
                assert_int_equal(gaz_document_add_sense(document, &sense, NULL), GAZ_OK);
            }
        }
    }
    return document;
}

/* A file that is read; its document is there until it is closed. */
struct trip {
    char path[128];
    gaz_document_reader *reader;
    const gaz_document *document;
};

static void write_trip(const struct form *form, const gaz_document *document) {
    const gaz_write_options options = {.folder = folder};
    gaz_document_writer *writer;
    assert_int_equal(gaz_document_writer_new(&writer, form->format, &options, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_document_write(writer, document, NULL), GAZ_OK);
    assert_int_equal(gaz_document_writer_finish(NULL, writer, NULL), GAZ_OK);
    gaz_document_writer_free(writer);
}

/* Writes the document "d" in a format, and reads it. */
static void there_and_back(struct trip *trip, const struct form *form, const gaz_document *document) {
    gaz_corpus_options options;
    gaz_document_info info;
    gaz_error error = {.message = ""};
    gaz_document_get_info(&info, document);
    const char *name = form->own_file && info.number ? "d-000001" : "d";
    write_trip(form, document);
    gaz_corpus_options_init(&options);
    options.format = form->format;
    snprintf(trip->path, sizeof trip->path, "%s/%s.%s", folder, name, form->ending);
    gaz_status status = gaz_document_reader_new(&trip->reader, trip->path, &options, &error);
    if (status == GAZ_OK) status = gaz_document_read(&trip->document, trip->reader, &error);
    if (status != GAZ_OK) fail_msg("%s: %s", trip->path, error.message);
    assert_non_null(trip->document);
    assert_int_equal(remove(trip->path), 0);
    if (form->format == GAZ_FORMAT_BRAT) assert_int_equal(remove(path_of(info.number ? "d-000001.txt" : "d.txt")), 0);
}

static void ids_and_senses_go_through_every_pair_of_formats(void **state) {
    (void)state;
    uint64_t random = seed;
    for (unsigned round = 0; round < ROUNDS; round++) {
        const struct form *first = &forms[oracle_below(&random, sizeof forms / sizeof *forms)];
        const struct form *second = &forms[oracle_below(&random, sizeof forms / sizeof *forms)];
        bool names = first->names && second->names;
        struct trip trips[2];
        static struct meanings expected;
        static struct meanings found;
        gaz_document *document = random_document("d", &random);
        there_and_back(&trips[0], first, document);
        there_and_back(&trips[1], second, trips[0].document);
        list_meanings(&expected, document, names);
        list_meanings(&found, trips[1].document, names);
        for (size_t i = 0; i < expected.count && i < found.count; i++)
            if (strcmp(found.lines[i], expected.lines[i]) != 0)
                fail_msg("%s to %s\nexpected: %s\nfound:    %s", gaz_format_name(first->format),
                         gaz_format_name(second->format), expected.lines[i], found.lines[i]);
        assert_int_equal(found.count, expected.count);
        gaz_document_reader_free(trips[0].reader);
        gaz_document_reader_free(trips[1].reader);
        gaz_document_free(document);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {WITH_FOLDER(ids_and_senses_go_through_every_pair_of_formats)};
    oracle_seed();
    return cmocka_run_group_tests_name("ids round trip", tests, NULL, NULL);
}
