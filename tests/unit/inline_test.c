/* Marks in the text: what is written is read as it was, or refused; whatever is read can be written again so. */
#include "base/unicode.h"
#include "folder.h"
#include "oracle.h"

enum { ROUNDS = 3000, MOST_PIECES = 14 };

static const struct form {
    gaz_format format;
    bool words; /* of the text, the tokens are left */
} forms[] = {
    {GAZ_FORMAT_ENAMEX, false},
    {GAZ_FORMAT_INLINE_XML, false},
    {GAZ_FORMAT_OPENNLP, true},
    {GAZ_FORMAT_BRACKETS, true},
};

enum { FORMS = sizeof forms / sizeof *forms };

/* What is a mark in one of the dialects, a part of one, or lost by careless readers. */
static const char *const pieces[] = {
    "a",
    " ",
    "\n",
    "\r\n",
    "\t",
    "<",
    ">",
    "&",
    "&lt;",
    "&#60;",
    "&amp;",
    "[",
    "]",
    "[1]",
    "[PER",
    "<END>",
    "<START:x>",
    "<START>",
    "<b>",
    "</b>",
    "<ENAMEX",
    " TYPE=\"A\">",
    "</ENAMEX>",
    "<!--",
    "-->",
    "<?xml?>",
    "\xEF\xBB\xBF",
    "\xFF",
    "\x01",
    "\xC3\xA9",
    "e\xCC\x81",
    "\xF0\x9F\x98\x80",
    "\"",
    "'",
    "kernel",
    "\v",
    "\n\n",
    "\r",
    "\xC2\xA0",
    ".",
};
static const char *const types[] = {"PER",   "x-1",       "A B", "A:b",   "A>b",    "A]b",
                                    "\"&<'", "\xC3\x89t", "1",   "<END>", "default"};

/* ---- Documents as they are compared ---- */

/* Appends how many bytes of UTF-8 the beginning of a text has. */
static void add_place(struct buffer *list, const char *text, uint64_t size) {
    struct buffer mended = {0};
    assert_true(unicode_mend(&mended, text, size) && buffer_add_byte(list, ' '));
    assert_true(buffer_add_number(list, mended.size));
    buffer_free(&mended);
}

/* The tokens of all spans with their types and, where the text is kept, the places. */
static void list_spans(struct buffer *list, const gaz_document *document, bool words) {
    gaz_document_info info;
    gaz_document_span span;
    list->size = 0;
    gaz_document_get_info(&info, document);
    if (!words) assert_true(unicode_mend(list, info.text, info.size) && buffer_add_byte(list, 0));
    for (uint64_t i = 0; i < info.spans; i++) {
        gaz_document_get_span(&span, document, i);
        assert_true(buffer_add_text(list, "\n") && buffer_add_text(list, span.type));
        if (!words) add_place(list, info.text, span.begin);
        for (uint64_t n = span.token_begin; n < span.token_end; n++) {
            uint64_t begin;
            uint64_t end;
            gaz_document_get_token(&begin, &end, document, n);
            assert_true(buffer_add_byte(list, ' ') && unicode_mend(list, info.text + begin, end - begin));
        }
    }
}

/* Writes a document; false: it is refused. */
static bool write_marked(gaz_memory *memory, const struct form *form, const gaz_document *document) {
    gaz_document_writer *writer;
    gaz_sink sink;
    gaz_error error = {.message = ""};
    *memory = (gaz_memory){0};
    gaz_sink_memory(&sink, memory);
    assert_int_equal(gaz_document_writer_new(&writer, form->format, NULL, &sink, NULL), GAZ_OK);
    gaz_status status = gaz_document_write(writer, document, &error);
    if (status == GAZ_OK) status = gaz_document_writer_finish(NULL, writer, &error);
    gaz_document_writer_free(writer);
    if (status == GAZ_OK) return true;
    assert_int_equal(status, GAZ_ERROR_INPUT);
    assert_non_null(strstr(error.message, "cannot have the"));
    gaz_memory_free(memory);
    return false;
}

struct trip {
    gaz_document_reader *reader;
    const gaz_document *document;
    gaz_error error;
};

/* Reads the first document; false: it is refused, or there is none. */
static bool read_marked(struct trip *trip, const struct form *form, const char *bytes, size_t size) {
    static char path[192];
    static gaz_corpus_options options;
    gaz_corpus_options_init(&options);
    options.format = form->format;
    strcpy(path, write_bytes("d.txt", bytes ? bytes : "", size));
    *trip = (struct trip){.reader = NULL};
    gaz_status status = gaz_document_reader_new(&trip->reader, path, &options, &trip->error);
    if (status == GAZ_OK) status = gaz_document_read(&trip->document, trip->reader, &trip->error);
    if (status != GAZ_OK) assert_true(trip->error.message[0] && trip->error.file[0]);
    return status == GAZ_OK && trip->document;
}

/* Whether a document is read as it was written, if it can be. */
static void check_trip(const struct form *form, const gaz_document *document, bool overlaps) {
    struct buffer expected = {0};
    struct buffer found = {0};
    struct trip trip;
    gaz_memory memory;
    gaz_document_info info;
    gaz_document_get_info(&info, document);
    if (!write_marked(&memory, form, document)) return;
    bool there = read_marked(&trip, form, memory.bytes, memory.size);
    if (trip.error.status)
        fail_msg("%s: %s\n%.*s", gaz_format_name(form->format), trip.error.message, (int)memory.size, memory.bytes);
    assert_true(there || info.tokens == 0);
    if (there && !overlaps) {
        list_spans(&expected, document, form->words);
        list_spans(&found, trip.document, form->words);
        if (found.size != expected.size || (found.size && memcmp(found.bytes, expected.bytes, found.size) != 0))
            fail_msg("%s\n%.*s\n-- instead of\n%.*s", gaz_format_name(form->format), (int)found.size, found.bytes,
                     (int)expected.size, expected.bytes);
    }
    gaz_document_reader_free(trip.reader);
    gaz_memory_free(&memory);
    buffer_free(&expected);
    buffer_free(&found);
}

/* ---- Random documents ---- */

static gaz_document *random_document(uint64_t *random) {
    struct buffer text = {0};
    gaz_document *document;
    gaz_document_info info;
    size_t count = oracle_below(random, MOST_PIECES + 1);
    assert_true(buffer_add_byte(&text, 'x'));
    text.size = oracle_below(random, 2);
    for (size_t i = 0; i < count; i++)
        assert_true(buffer_add_text(&text, pieces[oracle_below(random, sizeof pieces / sizeof *pieces)]));
    assert_int_equal(gaz_document_new(&document, NULL), GAZ_OK);
    assert_int_equal(gaz_document_set_text(document, "d", text.bytes, text.size, NULL), GAZ_OK);
    buffer_free(&text);
    gaz_document_get_info(&info, document);
    for (uint64_t at = 0; at < info.tokens;) {
        uint64_t begin;
        uint64_t end;
        uint64_t other;
        uint64_t last = at + oracle_below(random, 3);
        if (last >= info.tokens) last = info.tokens - 1;
        gaz_document_get_token(&begin, &other, document, at);
        gaz_document_get_token(&other, &end, document, last);
        const char *type = types[oracle_below(random, oracle_below(random, 3) ? 2 : sizeof types / sizeof *types)];
        if (oracle_below(random, 3) == 0)
            assert_int_equal(gaz_document_add_span(document, begin, end, type, -1, NULL), GAZ_OK);
        at = last + 1;
    }
    return document;
}

static void random_documents_are_read_as_written_or_refused(void **state) {
    (void)state;
    uint64_t random = seed;
    for (int round = 0; round < oracle_rounds(ROUNDS); round++) {
        gaz_document *document = random_document(&random);
        for (size_t i = 0; i < FORMS; i++) check_trip(&forms[i], document, false);
        gaz_document_free(document);
    }
}

/* Any pieces as a file: refused with a reason, or written again and read as it was. */
static void random_files_are_read_or_refused(void **state) {
    (void)state;
    uint64_t random = seed;
    for (int round = 0; round < oracle_rounds(ROUNDS); round++) {
        const struct form *form = &forms[oracle_below(&random, FORMS)];
        struct buffer text = {0};
        struct trip trip;
        size_t count = oracle_below(&random, 2 * MOST_PIECES);
        for (size_t i = 0; i < count; i++)
            assert_true(buffer_add_text(&text, pieces[oracle_below(&random, sizeof pieces / sizeof *pieces)]) &&
                        (oracle_below(&random, 2) || buffer_add_byte(&text, ' ')));
        if (read_marked(&trip, form, text.bytes, text.size)) check_trip(form, trip.document, true);
        gaz_document_reader_free(trip.reader);
        buffer_free(&text);
    }
}

/* ---- Marks in marks ---- */

static void marks_are_nested_so_far(void **state) {
    (void)state;
    static const struct {
        size_t form;
        const char *open;
        const char *close;
    } cases[] = {{0, "<ENAMEX TYPE='A'>", "</ENAMEX>"}, {1, "<A>", "</A>"}, {3, "[A ", " ]"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t depth = 100; depth <= 101; depth++) {
            struct buffer text = {0};
            struct trip trip;
            for (size_t n = 0; n < depth; n++) assert_true(buffer_add_text(&text, cases[i].open));
            assert_true(buffer_add_text(&text, "x"));
            for (size_t n = 0; n < depth; n++) assert_true(buffer_add_text(&text, cases[i].close));
            assert_int_equal(read_marked(&trip, &forms[cases[i].form], text.bytes, text.size), depth == 100);
            if (depth > 100) assert_string_equal(trip.error.message, "a mark in a hundred others");
            gaz_document_reader_free(trip.reader);
            buffer_free(&text);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(random_documents_are_read_as_written_or_refused),
        WITH_FOLDER(random_files_are_read_or_refused),
        WITH_FOLDER(marks_are_nested_so_far),
    };
    oracle_seed();
    return cmocka_run_group_tests_name("inline", tests, NULL, NULL);
}
