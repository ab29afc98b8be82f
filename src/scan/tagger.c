#include <stdlib.h>

#include "base/error.h"
#include "format/markup_show.h"
#include "scan/document_tagger.h"
#include "scan/options.h"
#include "scan/scanner.h"

struct gaz_tagger {
    const gaz_model *model;
    struct scanner *scanners[2]; /* by enum source; NULL where the model has no such tokenization */
    struct scanner *scanner;     /* the one at work */
    struct window window;
    uint64_t before;    /* bytes or tokens in the windows before this one */
    bool ready;         /* a window is being read */
    struct match match; /* the newest, and where it is: */
    uint64_t begin;
    uint64_t end;
    bool tokenized;      /* the text */
    gaz_format markup;   /* what the text is, whose own text is tagged; GAZ_FORMAT_AUTO: it is none */
    struct markup shown; /* that text */
    struct document_tagger document_tagger;
    struct document_names names;
};

enum source { SOURCE_TEXT, SOURCE_TOKENS };

void gaz_tagger_options_init(gaz_tagger_options *options) {
    gaz_input_options_init(&options->input);
    gaz_match_options_init(&options->match);
}

gaz_status gaz_tagger_new(gaz_tagger **tagger, const gaz_model *model, const gaz_tagger_options *options,
                          gaz_error *error) {
    if (!tagger || !model) return error_argument(error, "gaz_tagger_new without a model");
    *tagger = NULL;
    gaz_tagger_options defaults;
    gaz_tagger_options_init(&defaults);
    if (!options) options = &defaults;
    gaz_input_options input = options->input;
    gaz_status status = input_options_complete(&input, GAZ_FORMAT_TEXT, INPUT_MARKUP, error);
    if (status != GAZ_OK) return status;
    gaz_tagger *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->model = model;
    struct scanner_options scanning = scanner_options_of(&input, &options->match);
    made->tokenized = input.format == GAZ_FORMAT_TOKENIZED;
    if (gaz_format_uses(input.format) & GAZ_FORMAT_READS_MARKUP) made->markup = input.format;
    if (model->automata[made->tokenized ? TOKENS_CORPUS : TOKENS_WORDS].header)
        status = scanner_new(&made->scanners[SOURCE_TEXT], model, &scanning, error);
    if (status == GAZ_OK && model->automata[TOKENS_CORPUS].header) {
        scanning.input = SCANNER_GIVEN;
        status = scanner_new(&made->scanners[SOURCE_TOKENS], model, &scanning, error);
    }
    if (status != GAZ_OK) {
        gaz_tagger_free(made);
        return status;
    }
    *tagger = made;
    return GAZ_OK;
}

void gaz_tagger_free(gaz_tagger *tagger) {
    if (!tagger) return;
    scanner_free(tagger->scanners[SOURCE_TEXT]);
    scanner_free(tagger->scanners[SOURCE_TOKENS]);
    document_tagger_free(&tagger->document_tagger);
    document_names_free(&tagger->names);
    markup_free(&tagger->shown);
    free(tagger);
}

static gaz_status begin(gaz_tagger *tagger, enum source source, gaz_error *error) {
    if (!tagger->scanners[source])
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "the model was built without %s",
                         source == SOURCE_TEXT && !tagger->tokenized ? "words for raw text" : "corpus tokens");
    tagger->scanner = tagger->scanners[source];
    tagger->before = 0;
    tagger->ready = false;
    scanner_reset(tagger->scanner);
    scanner_begin_document(tagger->scanner);
    return GAZ_OK;
}

static gaz_status look_ahead(gaz_tagger *tagger, gaz_error *error) {
    if (scanner_look_ahead(tagger->scanner)) return GAZ_OK;
    tagger->scanner = NULL; /* there is nothing to give */
    return error_memory(error);
}

/* Puts the text that markup shows in the place of a text. */
static gaz_status show(const char **text, size_t *size, gaz_tagger *tagger, gaz_error *error) {
    if (tagger->markup == GAZ_FORMAT_AUTO) return GAZ_OK;
    gaz_status status = markup_show(&tagger->shown, *text, *size, tagger->markup == GAZ_FORMAT_XML, NULL, error);
    *text = tagger->shown.text.bytes;
    *size = tagger->shown.text.size;
    return status;
}

gaz_status gaz_tagger_text(gaz_tagger *tagger, const char *text, size_t size, gaz_error *error) {
    if (!tagger || (!text && size)) return error_argument(error, "gaz_tagger_text without a tagger or text");
    gaz_status status = begin(tagger, SOURCE_TEXT, error);
    if (status == GAZ_OK) status = show(&text, &size, tagger, error);
    if (status != GAZ_OK) {
        tagger->scanner = NULL; /* there is nothing to give */
        return status;
    }
    scanner_feed(tagger->scanner, size ? text : "", size, true);
    return look_ahead(tagger, error);
}

gaz_status gaz_tagger_tokens(gaz_tagger *tagger, const gaz_token *tokens, size_t token_count, gaz_error *error) {
    if (!tagger || (!tokens && token_count))
        return error_argument(error, "gaz_tagger_tokens without a tagger or tokens");
    gaz_status status = begin(tagger, SOURCE_TOKENS, error);
    if (status != GAZ_OK) return status;
    scanner_feed_tokens(tagger->scanner, tokens, token_count);
    return look_ahead(tagger, error);
}

static void give_span(gaz_span *span, const gaz_tagger *tagger) {
    const struct match *match = &tagger->match;
    *span = (gaz_span){.begin = tagger->begin,
                       .end = tagger->end,
                       .type = entry_type(tagger->model->entries[match->entry]),
                       .entry = match->entry,
                       .score = (double)match->score};
}

int gaz_tagger_next(gaz_span *span, gaz_tagger *tagger) {
    if (!tagger->scanner) return 0;
    bool text = tagger->scanner == tagger->scanners[SOURCE_TEXT];
    struct match *match = &tagger->match;
    while (!tagger->ready || !scanner_match(match, tagger->scanner)) {
        if (tagger->ready) tagger->before += text ? tagger->window.size : tagger->window.tokens;
        tagger->ready = scanner_next(&tagger->window, tagger->scanner);
        if (!tagger->ready) return 0;
    }
    const struct window *window = &tagger->window; /* the units of given tokens are the tokens */
    tagger->begin = tagger->before + (text ? window_begin(window, match->begin) : match->begin);
    tagger->end = tagger->before + (text ? window_end(window, match->end - 1) : match->end);
    if (text && tagger->markup != GAZ_FORMAT_AUTO) {
        struct markup_range range =
            markup_find_source(&tagger->shown, (struct markup_range){(size_t)tagger->begin, (size_t)tagger->end});
        tagger->begin = range.begin;
        tagger->end = range.end;
    }
    give_span(span, tagger);
    return 1;
}

int gaz_tagger_next_sense(gaz_span *span, gaz_tagger *tagger) {
    if (!tagger->ready || !scanner_next_sense(&tagger->match, tagger->scanner)) return 0;
    give_span(span, tagger);
    return 1;
}

gaz_status gaz_tagger_document(const gaz_document **document, gaz_tagger *tagger, const char *text, size_t size,
                               gaz_error *error) {
    if (!document || !tagger || (!text && size))
        return error_argument(error, "gaz_tagger_document without a tagger or text");
    *document = NULL;
    gaz_status status = begin(tagger, SOURCE_TEXT, error);
    if (status == GAZ_OK) status = show(&text, &size, tagger, error);
    if (status == GAZ_OK && tagger->names.types.count == 0)
        status = document_add_model_types(&tagger->names, tagger->model, error);
    if (status != GAZ_OK) return status;
    tagger->document_tagger.document.names = &tagger->names;
    if (!document_tagger_tag(&tagger->document_tagger, tagger->scanner, size ? text : "", size))
        return document_tagger_fail(&tagger->document_tagger, NULL, error);
    if (tagger->markup != GAZ_FORMAT_AUTO) tagger->document_tagger.document.markup = &tagger->shown;
    *document = &tagger->document_tagger.document;
    return GAZ_OK;
}
