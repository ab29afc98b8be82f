/* Any bytes as a text, to each format and back: the spans are those that the tagger gives, with the same words.
 *
 * Choices: the format, the unit of offsets, what a document or a sentence is. */
#include "tagging.h"

#include "base/file_kind.h"
#include "base/unicode.h"
#include "document/document.h"
#include "format/inline_dialect.h"

/* Rows are read back too, though they are no documents. */
static const struct fuzz_format rows = {GAZ_FORMAT_CONLL, GAZ_FORMAT_CONLL, ".conll", false};

/* Whether a span of the corpus has the words of a piece of the text. Rows have its bytes as they are. */
static void check_words(const struct corpus *corpus, const struct corpus_span *span, const char *text, size_t size,
                        bool as_it_is) {
    struct buffer mended = {0};
    gaz_document words = {0};
    FUZZ_REQUIRE(as_it_is ? buffer_add(&mended, text, size) : unicode_mend(&mended, text, size));
    FUZZ_REQUIRE(document_tokenize(&words, mended.bytes, mended.size, NULL) == GAZ_OK);
    FUZZ_REQUIRE(words.token_count == span->size);
    for (uint32_t i = 0; i < span->size; i++) {
        const struct string *token = &corpus->vocabulary.items[corpus->tokens[span->begin + i]];
        size_t length = words.tokens[i].end - words.tokens[i].begin;
        FUZZ_REQUIRE(token->size == length && memcmp(token->bytes, mended.bytes + words.tokens[i].begin, length) == 0);
    }
    document_free(&words);
    buffer_free(&mended);
}

static void check_spans(const struct corpus *corpus, const struct fuzz_input *input, int paragraphs,
                        const struct fuzz_format *format) {
    gaz_tagger *tagger;
    gaz_tagger_options options;
    gaz_span span;
    uint64_t count = 0;
    gaz_tagger_options_init(&options);
    options.input.paragraphs = paragraphs;
    FUZZ_REQUIRE(gaz_tagger_new(&tagger, fuzz_model(), &options, NULL) == GAZ_OK);
    FUZZ_REQUIRE(gaz_tagger_text(tagger, input->bytes, input->size, NULL) == GAZ_OK);
    for (; gaz_tagger_next(&span, tagger); count++) {
        FUZZ_REQUIRE(count < corpus->span_count);
        const struct corpus_span *found = &corpus->spans[count];
        FUZZ_REQUIRE(strcmp(corpus->types.items[found->type].bytes, gaz_model_type(fuzz_model(), span.type)) == 0);
        check_words(corpus, found, input->bytes + span.begin, span.end - span.begin, format == &rows);
    }
    FUZZ_REQUIRE(count == corpus->span_count);
    gaz_tagger_free(tagger);
}

/* Whether the first bytes are no text: packed files, UTF-16, which is refused, and a mark that the stream drops. */
static bool is_taken_otherwise(const struct fuzz_input *input) {
    static const char *const begins[] = {"\x1F\x8B", "\x28\xB5\x2F\xFD", "\xFF\xFE", "\xFE\xFF", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        size_t size = strlen(begins[i]);
        if (input->size >= size && memcmp(input->bytes, begins[i], size) == 0) return true;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    unsigned choice = fuzz_choose(&input, FUZZ_FORMATS + 1);
    const struct fuzz_format *format = choice < FUZZ_FORMATS ? &fuzz_formats[choice] : &rows;
    gaz_stream_options options;
    gaz_stream_options_init(&options);
    options.input.format = GAZ_FORMAT_TEXT;
    options.output = format->output;
    options.offsets = (gaz_offsets)fuzz_choose(&input, GAZ_OFFSETS_GRAPHEME + 1);
    if (!format->any_unit) options.offsets = GAZ_OFFSETS_DEFAULT;
    unsigned unit = fuzz_choose(&input, 3);
    options.input.paragraphs = unit == 2;
    if (format != &rows) options.document = unit == 1 ? GAZ_DOCUMENT_LINE : GAZ_DOCUMENT_FILE;
    const char *kind;
    if (is_taken_otherwise(&input) || file_kind(&kind, input.bytes, input.size) > FILE_MARKUP) return 0;
    gaz_status status = fuzz_tag(NULL, fuzz_write("text", input.bytes, input.size), &options, NULL);
    if (inline_dialect_of(format->output) && status == GAZ_ERROR_INPUT)
        return 0; /* it would be read as something else */
    FUZZ_REQUIRE(status == GAZ_OK);
    struct corpus corpus = {0};
    bool exact = fuzz_is_exact(&input, options.offsets);
    fuzz_read_back(&corpus, format, options.offsets, exact);
    if (exact) check_spans(&corpus, &input, options.input.paragraphs, format);
    corpus_free(&corpus);
    return 0;
}
