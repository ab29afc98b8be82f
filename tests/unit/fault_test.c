/* Harvests, lists, models and taggers while every allocation and every call of the system fails in turn. */
#include "packs.h"
#include "stages.h"

#include <stdio.h>

/* ---- Stages ---- */

enum { TYPES = 20 }; /* more lists than the array of their names begins with */

/* What the stages work with; made before calls fail. */
static gaz_lexicon *lexicon;
static int null_device;
static gaz_sink nowhere;
static gaz_model *model;
static gaz_model *folded; /* the same entries, in any case */
static gaz_lexicon *with_scoring;
static gaz_model *scored; /* its entries; their matches are scored by what surrounds them */

static const char *list_name(int type) {
    static char name[32];
    snprintf(name, sizeof name, "lists/Type%02d.tsv", type);
    return name;
}

static gaz_status run_harvest(uint64_t *digest, gaz_error *error) {
    static char paths[PACKS][192];
    const char *corpora[PACKS];
    const gaz_harvest_options options = {.min_purity = 0.25};
    gaz_lexicon *made = NULL;
    for (size_t i = 0; i < PACKS; i++) {
        char name[32];
        snprintf(name, sizeof name, "corpus%s", packs[i].ending);
        corpora[i] = strcpy(paths[i], path_of(name));
    }
    gaz_status status = gaz_lexicon_new(&made, error);
    if (status == GAZ_OK) status = gaz_lexicon_harvest(made, corpora, PACKS, &options, NULL, error);
    if (status == GAZ_OK) *digest = lexicon_digest(made);
    gaz_lexicon_free(made);
    return status;
}

static gaz_status run_cross_validate_with(uint64_t *digest, unsigned threads, int no_context, gaz_error *error) {
    const char *const paths[] = {path_of("large.conll")};
    gaz_harvest_options options;
    gaz_memory cross_tags = {0};
    gaz_sink sink;
    gaz_lexicon *made = NULL;
    gaz_harvest_options_init(&options);
    gaz_sink_memory(&sink, &cross_tags);
    options.threads = threads;
    options.no_context = no_context;
    options.cross_tags = &sink;
    gaz_status status = gaz_lexicon_new(&made, error);
    if (status == GAZ_OK) status = gaz_lexicon_harvest(made, paths, 1, &options, NULL, error);
    if (status == GAZ_OK) *digest = mix(lexicon_digest(made), cross_tags.bytes, cross_tags.size);
    gaz_lexicon_free(made);
    gaz_memory_free(&cross_tags);
    return status;
}

static gaz_status run_cross_validate(uint64_t *digest, gaz_error *error) {
    return run_cross_validate_with(digest, 0, 0, error);
}

static gaz_status run_cross_validate_in_threads(uint64_t *digest, gaz_error *error) {
    return run_cross_validate_with(digest, 2, 1, error);
}

static gaz_status run_add(uint64_t *digest, gaz_error *error) {
    static const gaz_token tokens[] = {{"a", 1}, {"token with spaces", 17}};
    gaz_lexicon *made = NULL;
    gaz_status status = gaz_lexicon_new(&made, error);
    for (size_t count = 1; count <= 2 && status == GAZ_OK; count++)
        status = gaz_lexicon_add(made, tokens, count, "T", error);
    if (status == GAZ_OK) *digest = lexicon_digest(made);
    gaz_lexicon_free(made);
    return status;
}

static gaz_status run_add_variants(uint64_t *digest, gaz_error *error) {
    static const gaz_token tokens[] = {{"Crohn's", 7}, {"tumour-like", 11}, {"\u03B1", 2}, {"\u00E9,", 3}, {"2", 1}};
    gaz_lexicon *made = NULL;
    gaz_status status = gaz_lexicon_new(&made, error);
    if (status == GAZ_OK) status = gaz_lexicon_add(made, tokens, 5, "Type", error);
    if (status == GAZ_OK) status = gaz_lexicon_add_variants(NULL, made, GAZ_VARIANT_ALL, error);
    if (status == GAZ_OK) *digest = lexicon_digest(made);
    gaz_lexicon_free(made);
    return status;
}

static gaz_status run_read_from(uint64_t *digest, const char *name, gaz_error *error) {
    gaz_lexicon *made = NULL;
    gaz_status status = gaz_lexicon_new(&made, error);
    if (status == GAZ_OK) status = gaz_lexicon_read(made, path_of(name), NULL, error);
    if (status == GAZ_OK) status = gaz_lexicon_apply_blocklist(NULL, made, path_of("blocked"), error);
    if (status == GAZ_OK) *digest = lexicon_digest(made);
    gaz_lexicon_free(made);
    return status;
}

static gaz_status run_read(uint64_t *digest, gaz_error *error) {
    return run_read_from(digest, "source", error);
}

static gaz_status run_read_terminologies(uint64_t *digest, gaz_error *error) {
    static const char *const names[] = {"disease.obo",  "disease.csv", "named.txt", "MRCONSO.RRF", "names.json",
                                        "concepts.xml", "ids.tsv",     "feed",      "stix",        "misp"};
    static const char *const xrefs[] = {"MESH=M:"};
    gaz_import_options options;
    gaz_lexicon *made = NULL;
    gaz_import_options_init(&options);
    options.xrefs = xrefs;
    options.xref_count = 1;
    gaz_status status = gaz_lexicon_new(&made, error);
    for (size_t i = 0; i < sizeof names / sizeof *names && status == GAZ_OK; i++)
        status = gaz_lexicon_import(made, path_of(names[i]), &options, NULL, error);
    if (status == GAZ_OK) *digest = lexicon_digest(made);
    gaz_lexicon_free(made);
    return status;
}

static gaz_status run_read_scoring(uint64_t *digest, gaz_error *error) {
    return run_read_from(digest, "scored", error);
}

static void prepare_write_scoring(void) {
    write_bytes("scored/scoring.txt", old, sizeof old - 1);
}

static gaz_status run_write_scoring(uint64_t *digest, gaz_error *error) {
    *digest = 1;
    return gaz_lexicon_write(with_scoring, path_of("scored"), error);
}

static void check_write_scoring(bool good) {
    static uint64_t written;
    static size_t files;
    uint64_t digest = file_digest("scored/scoring.txt");
    if (!files) files = count_files("scored"); /* the first run succeeds */
    if (!written) written = digest;
    assert_int_equal(count_files("scored"), files);
    assert_true(digest == written || (!good && digest == hash_bytes(old, sizeof old - 1, 0)));
}

static void prepare_write(void) {
    for (int type = 0; type < TYPES; type++) write_bytes(list_name(type), old, sizeof old - 1);
}

static gaz_status run_write(uint64_t *digest, gaz_error *error) {
    *digest = 1;
    return gaz_lexicon_write(lexicon, path_of("lists"), error);
}

/* Each list is the old one or the new one; all are new ones if the stage succeeded. */
static void check_write(bool good) {
    static uint64_t digests[TYPES]; /* of the new ones */
    assert_int_equal(count_files("lists"), TYPES);
    for (int type = 0; type < TYPES; type++) {
        uint64_t digest = file_digest(list_name(type));
        if (!digests[type]) digests[type] = digest; /* the first run succeeds */
        assert_true(digest == digests[type] || (!good && digest == hash_bytes(old, sizeof old - 1, 0)));
    }
}

static void prepare_report(void) {
    static const char text[] = "the kernel space of a kernel\n\xff kernel\n";
    write_bytes("text.txt", text, sizeof text - 1);
    write_bytes("page.html", old, sizeof old - 1);
}

static gaz_status run_report(uint64_t *digest, gaz_error *error) {
    *digest = 1;
    const gaz_about about = {.title = "Lists & more", .date = "2026-01-31", .command = "report"};
    char path[300];
    snprintf(path, sizeof path, "%s", path_of("text.txt"));
    const char *const texts[] = {path};
    const gaz_report_options options = {.about = &about, .rows = 3, .texts = texts, .text_count = 1};
    gaz_sink sink;
    gaz_status status = gaz_sink_path(&sink, path_of("page.html"), error);
    if (status == GAZ_OK) status = gaz_lexicon_write_report(with_scoring, &sink, &options, error);
    return gaz_sink_finish(&sink, status, error);
}

/* The page is the old one or the new one. */
static void check_report(bool good) {
    static uint64_t written;
    uint64_t digest = file_digest("page.html");
    if (!written) written = digest; /* the first run succeeds */
    assert_true(digest == written || (!good && digest == hash_bytes(old, sizeof old - 1, 0)));
}

static void prepare_build(void) {
    write_bytes("models/model.gaz", old, sizeof old - 1);
}

static gaz_status run_build_with(uint64_t *digest, unsigned threads, gaz_error *error) {
    gaz_build_options options = {.threads = threads, .match_case = GAZ_CASE_IGNORE};
    *digest = 1;
    return gaz_lexicon_build(lexicon, path_of("models/model.gaz"), &options, NULL, error);
}

static gaz_status run_build(uint64_t *digest, gaz_error *error) {
    return run_build_with(digest, 1, error);
}

static gaz_status run_build_in_threads(uint64_t *digest, gaz_error *error) {
    return run_build_with(digest, 2, error);
}

static void check_built(bool good, uint64_t *built) {
    assert_int_equal(count_files("models"), 1);
    uint64_t digest = file_digest("models/model.gaz");
    if (!*built) *built = digest; /* the first run succeeds */
    assert_true(digest == (good ? *built : hash_bytes(old, sizeof old - 1, 0)));
}

static void check_build(bool good) {
    static uint64_t built;
    check_built(good, &built);
}

static gaz_status run_build_scored(uint64_t *digest, gaz_error *error) {
    *digest = 1;
    return gaz_lexicon_build(with_scoring, path_of("models/model.gaz"), NULL, NULL, error);
}

static void check_build_scored(bool good) {
    static uint64_t built;
    check_built(good, &built);
}

static gaz_status run_open(uint64_t *digest, gaz_error *error) {
    gaz_model *opened = NULL;
    gaz_model_info info = {0};
    gaz_status status = gaz_model_open(&opened, path_of("good.gaz"), 0, error);
    if (status == GAZ_OK) gaz_model_get_info(&info, opened);
    *digest = info.checksum;
    gaz_model_close(opened);
    return status;
}

static gaz_status run_open_bytes(uint64_t *digest, gaz_error *error) {
    gaz_model *opened = NULL;
    gaz_model_info info;
    gaz_model_get_info(&info, model);
    gaz_status status = gaz_model_open_bytes(&opened, gaz_model_bytes(model), info.file_size, 0, error);
    gaz_tagger *tagger = NULL;
    if (status == GAZ_OK) status = gaz_tagger_new(&tagger, opened, NULL, error);
    *digest = status == GAZ_OK ? info.checksum : 0;
    gaz_tagger_free(tagger);
    gaz_model_close(opened);
    return status;
}

static gaz_status run_tag(uint64_t *digest, gaz_error *error) {
    static const char text[] = "The kernel 03 and User Space 07;\nspace 11's";
    static const gaz_token tokens[] = {{"user", 4}, {"space", 5}, {"07", 2}, {"kernel", 6}, {"03", 2}};
    gaz_tagger *tagger = NULL;
    gaz_span span;
    memset(&span, 0, sizeof span);
    *digest = 0;
    gaz_status status = gaz_tagger_new(&tagger, model, NULL, error);
    if (status == GAZ_OK) status = gaz_tagger_text(tagger, text, sizeof text - 1, error);
    while (status == GAZ_OK && gaz_tagger_next(&span, tagger)) *digest = mix(*digest, &span.begin, 16);
    if (status == GAZ_OK) status = gaz_tagger_tokens(tagger, tokens, 5, error);
    while (status == GAZ_OK && gaz_tagger_next(&span, tagger)) *digest = mix(*digest, &span.begin, 16);
    gaz_tagger_free(tagger);
    return status;
}

static gaz_status run_tag_scored(uint64_t *digest, gaz_error *error) {
    static const char text[] = "the zoa and the plb .\nzoc zoc";
    gaz_tagger *tagger = NULL;
    gaz_span span;
    memset(&span, 0, sizeof span);
    *digest = 0;
    gaz_status status = gaz_tagger_new(&tagger, scored, NULL, error);
    if (status == GAZ_OK) status = gaz_tagger_text(tagger, text, sizeof text - 1, error);
    while (status == GAZ_OK && gaz_tagger_next(&span, tagger)) *digest = mix(*digest, &span, sizeof span);
    gaz_tagger_free(tagger);
    return status;
}

static gaz_status run_tag_abbreviations(uint64_t *digest, gaz_error *error) {
    static const char text[] = "Of user space 07 (US) and kernel 03 (K3), US and K3;\nK-03 (kernel 03) K-03 US";
    static const gaz_token tokens[] = {{"kernel", 6}, {"03", 2}, {"(", 1}, {"K3", 2}, {")", 1}, {"K3", 2}};
    gaz_tagger_options options;
    gaz_tagger *tagger = NULL;
    const gaz_document *document;
    gaz_document_info info = {0};
    gaz_span span;
    memset(&span, 0, sizeof span);
    *digest = 0;
    gaz_tagger_options_init(&options);
    options.match.abbreviations = options.match.senses = 1;
    gaz_status status = gaz_tagger_new(&tagger, model, &options, error);
    if (status == GAZ_OK) status = gaz_tagger_text(tagger, text, sizeof text - 1, error);
    while (status == GAZ_OK && gaz_tagger_next(&span, tagger)) *digest = mix(*digest, &span.begin, 16);
    if (status == GAZ_OK) status = gaz_tagger_tokens(tagger, tokens, 6, error);
    while (status == GAZ_OK && gaz_tagger_next(&span, tagger)) *digest = mix(*digest, &span.begin, 16);
    if (status == GAZ_OK) status = gaz_tagger_document(&document, tagger, text, sizeof text - 1, error);
    if (status == GAZ_OK) gaz_document_get_info(&info, document);
    *digest = mix(*digest, &info.spans, sizeof info.spans);
    gaz_tagger_free(tagger);
    return status;
}

/* A list that is built in memory, and lines with all that may be written of them. */
static gaz_status run_grep(uint64_t *digest, gaz_error *error) {
    const char *const files[] = {path_of("defining.txt"), path_of("defining.conll")};
    gaz_grep_options options;
    gaz_memory built = {0};
    gaz_memory out = {0};
    gaz_sink sink;
    gaz_model *found = NULL;
    gaz_grep *grep = NULL;
    gaz_grep_options_init(&options);
    gaz_sink_memory(&sink, &out);
    options.names = options.line_numbers = options.colours = options.entries = options.groups = 1;
    options.before = 1;
    gaz_status status = gaz_lexicon_build_bytes(&built, lexicon, NULL, NULL, error);
    if (status == GAZ_OK) status = gaz_model_open_bytes(&found, built.bytes, built.size, 0, error);
    if (status == GAZ_OK) status = gaz_grep_new(&grep, found, &options, &sink, error);
    for (size_t i = 0; i < 2 && status == GAZ_OK; i++) status = gaz_grep_file(grep, files[i], NULL, error);
    *digest = mix(0, out.bytes, out.size);
    gaz_grep_free(grep);
    gaz_model_close(found);
    gaz_memory_free(&built);
    gaz_memory_free(&out);
    return status;
}

/* Sentences as they come, and whole documents. */
static gaz_status run_stream_abbreviations(uint64_t *digest, gaz_error *error) {
    static const gaz_document_unit units[] = {GAZ_DOCUMENT_DEFAULT, GAZ_DOCUMENT_FILE, GAZ_DOCUMENT_LINE};
    gaz_status status = GAZ_OK;
    *digest = 0;
    for (int i = 0; i < 3 && status == GAZ_OK; i++) {
        gaz_stream_options options;
        gaz_memory output = {0};
        gaz_sink sink;
        gaz_stream *stream = NULL;
        gaz_stream_options_init(&options);
        gaz_sink_memory(&sink, &output);
        options.input.format = GAZ_FORMAT_TEXT;
        options.output = i ? GAZ_FORMAT_DOCCANO : GAZ_FORMAT_TSV;
        options.document = units[i];
        options.match.abbreviations = 1;
        status = gaz_stream_new(&stream, model, &options, &sink, error);
        if (status == GAZ_OK) status = gaz_stream_file(stream, path_of("defining.txt"), error);
        if (status == GAZ_OK) status = gaz_stream_finish(NULL, stream, error);
        if (status == GAZ_OK) *digest = mix(*digest, output.bytes, output.size);
        gaz_stream_free(stream);
        gaz_memory_free(&output);
    }
    return status;
}

/* A file with one model, then with another. */
static gaz_status run_stream_models(uint64_t *digest, gaz_error *error) {
    gaz_stream_options options;
    gaz_memory output = {0};
    gaz_sink sink;
    gaz_stream *stream = NULL;
    gaz_stream_options_init(&options);
    gaz_sink_memory(&sink, &output);
    options.input.format = GAZ_FORMAT_TEXT;
    gaz_status status = gaz_stream_new(&stream, model, &options, &sink, error);
    if (status == GAZ_OK) status = gaz_stream_file(stream, path_of("defining.txt"), error);
    if (status == GAZ_OK) status = gaz_stream_set_model(stream, folded, &options.match, error);
    if (status == GAZ_OK) status = gaz_stream_file(stream, path_of("defining.txt"), error);
    *digest = mix(0, output.bytes, output.size);
    gaz_stream_free(stream);
    gaz_memory_free(&output);
    return status;
}

/* Records with ids, into records that say where they are from, and into files. */
static gaz_status run_stream_records(uint64_t *digest, gaz_error *error) {
    static const gaz_format outputs[] = {GAZ_FORMAT_JSONL, GAZ_FORMAT_PRODIGY, GAZ_FORMAT_WEBANNO};
    gaz_status status = GAZ_OK;
    *digest = 0;
    for (int i = 0; i < 3 && status == GAZ_OK; i++) {
        gaz_stream_options options;
        gaz_memory output = {0};
        gaz_sink sink;
        gaz_stream *stream = NULL;
        gaz_stream_options_init(&options);
        gaz_sink_memory(&sink, &output);
        options.input.format = GAZ_FORMAT_JSONL;
        options.output = outputs[i];
        options.id_field = "id";
        options.with_source = i < 2;
        options.folder = i < 2 ? NULL : path_of("records");
        status = gaz_stream_new(&stream, model, &options, &sink, error);
        if (status == GAZ_OK) status = gaz_stream_file(stream, path_of("records.jsonl"), error);
        if (status == GAZ_OK) status = gaz_stream_finish(NULL, stream, error);
        if (status == GAZ_OK) *digest = mix(*digest, output.bytes, output.size);
        gaz_stream_free(stream);
        gaz_memory_free(&output);
    }
    return status;
}

static gaz_status run_eval_abbreviations(uint64_t *digest, gaz_error *error) {
    gaz_eval_options options;
    gaz_eval_result result;
    gaz_eval *eval = NULL;
    gaz_eval_options_init(&options);
    options.match.abbreviations = 1;
    gaz_status status = gaz_eval_new(&eval, &options, error);
    if (status == GAZ_OK) status = gaz_eval_add_model(eval, model, path_of("defining.conll"), error);
    if (status == GAZ_OK) {
        gaz_eval_get_result(&result, eval);
        *digest = result.all.found;
    }
    gaz_eval_free(eval);
    return status;
}

static void prepare_eval(void) {
    write_bytes("tables/entries.tsv", old, sizeof old - 1);
}

static gaz_status run_eval(uint64_t *digest, gaz_error *error) {
    gaz_eval_options options = {.entries = 1, .strict = 1};
    gaz_eval_result result;
    gaz_eval *eval = NULL;
    gaz_sink sink = {0};
    gaz_status status = gaz_eval_new(&eval, &options, error);
    if (status == GAZ_OK) status = gaz_eval_add_model(eval, model, path_of("corpus.gz"), error);
    if (status == GAZ_OK) status = gaz_eval_add_model(eval, folded, path_of("both.conll"), error);
    if (status == GAZ_OK) status = gaz_eval_add_model(eval, scored, path_of("large.conll"), error);
    if (status == GAZ_OK) status = gaz_eval_add_file(eval, path_of("both.conll"), NULL, error);
    if (status == GAZ_OK) status = gaz_eval_add_file(eval, path_of("both.conll"), path_of("both.conll"), error);
    if (status == GAZ_OK)
        status = gaz_eval_add_filled(eval, path_of("both.conll"), path_of("fill.conll"), path_of("both.conll"), error);
    if (status == GAZ_OK) status = gaz_sink_path(&sink, path_of("tables/entries.tsv"), error);
    if (status == GAZ_OK) status = gaz_eval_write_entries(eval, &sink, error);
    status = gaz_sink_finish(&sink, status, error);
    if (status == GAZ_OK) {
        gaz_eval_get_result(&result, eval);
        *digest = mix(mix(result.types, &result.all, sizeof result.all), result.bins, sizeof result.bins);
    }
    gaz_eval_free(eval);
    return status;
}

static void check_eval(bool good) {
    static uint64_t written;
    assert_int_equal(count_files("tables"), 1);
    uint64_t digest = file_digest("tables/entries.tsv");
    if (!written) written = digest; /* the first run succeeds */
    assert_true(digest == (good ? written : hash_bytes(old, sizeof old - 1, 0)));
}

static gaz_status write_explanations(uint64_t *digest, gaz_explainer *explainer, gaz_error *error) {
    const gaz_explanation *found;
    gaz_status status;
    while ((status = gaz_explainer_next(&found, explainer, error)) == GAZ_OK && found) {
        *digest = mix(*digest, &found->span.begin, 16) + (uint64_t)found->span.reason + found->rejected_count;
        status = gaz_explainer_write(explainer, &nowhere, GAZ_EXPLAIN_JSON, error);
        if (status == GAZ_OK) status = gaz_explainer_write(explainer, &nowhere, GAZ_EXPLAIN_COLOURS, error);
        if (status != GAZ_OK) break;
    }
    return status;
}

static gaz_status run_explain(uint64_t *digest, gaz_error *error) {
    static const char text[] = "the zoa and the Plb .\nzoc zoc";
    gaz_explainer *explainer = NULL;
    gaz_lexicon *lists = NULL;
    const gaz_explanation *found;
    *digest = 0;
    gaz_status status = gaz_lexicon_new(&lists, error);
    if (status == GAZ_OK) gaz_lexicon_track_sources(lists);
    if (status == GAZ_OK) status = gaz_lexicon_read(lists, path_of("scored"), NULL, error);
    if (status == GAZ_OK) status = gaz_explainer_new(&explainer, scored, lists, NULL, error);
    if (status == GAZ_OK) status = gaz_explainer_file(explainer, path_of("both.conll"), error);
    if (status == GAZ_OK) status = gaz_explainer_text(explainer, text, sizeof text - 1, error);
    if (status == GAZ_OK) status = write_explanations(digest, explainer, error);
    if (status == GAZ_OK) status = gaz_explainer_span(&found, explainer, 12, 15, error);
    if (status == GAZ_OK) status = gaz_explainer_span(&found, explainer, 16, 19, error);
    if (status == GAZ_OK) *digest += found->near_miss_count;
    if (status == GAZ_OK) status = gaz_explainer_why(explainer, "zoc", 3, error);
    if (status == GAZ_OK) status = write_explanations(digest, explainer, error);
    gaz_explainer_free(explainer);
    gaz_lexicon_free(lists);
    return status;
}

static gaz_status run_review(uint64_t *digest, gaz_error *error) {
    static const char text[] = "the zoa and the plb .\nzoc zoc pla";
    gaz_lexicon *lists = NULL;
    gaz_review *review = NULL;
    gaz_status status = gaz_lexicon_new(&lists, error);
    if (status == GAZ_OK) status = gaz_lexicon_read(lists, path_of("scored"), NULL, error);
    if (status == GAZ_OK) status = gaz_review_new(&review, scored, lists, NULL, error);
    if (status == GAZ_OK) status = gaz_review_text(review, text, sizeof text - 1, error);
    if (status == GAZ_OK) status = gaz_review_file(review, path_of("both.conll"), error);
    if (status == GAZ_OK) status = gaz_review_write(review, &nowhere, 10, error);
    if (status == GAZ_OK) status = gaz_lexicon_apply_verdicts(digest, lists, path_of("verdicts"), error);
    gaz_review_free(review);
    gaz_lexicon_free(lists);
    return status;
}

/* ---- Each stage with each failure ---- */

enum { CROSS_VALIDATE_STEP = 17 };

STAGE(adding_survives, run_add, NULL, NULL, 0)
STAGE(adding_variants_survives, run_add_variants, NULL, NULL, 0)
STAGE(grepping_survives, run_grep, NULL, NULL, 0)
STAGE(harvesting_survives, run_harvest, NULL, NULL, 0)
STAGE(cross_validating_survives, run_cross_validate, NULL, NULL, CROSS_VALIDATE_STEP)
STAGE(cross_validating_in_threads_survives, run_cross_validate_in_threads, NULL, NULL, CROSS_VALIDATE_STEP)
STAGE(reading_lists_survives, run_read, NULL, NULL, 0)
STAGE(reading_terminologies_survives, run_read_terminologies, NULL, NULL, 0)
STAGE(reading_scored_lists_survives, run_read_scoring, NULL, NULL, 0)
STAGE(writing_lists_survives, run_write, prepare_write, check_write, 0)
STAGE(writing_scored_lists_survives, run_write_scoring, prepare_write_scoring, check_write_scoring, 0)
STAGE(reporting_survives, run_report, prepare_report, check_report, 0)
STAGE(building_survives, run_build, prepare_build, check_build, 0)
STAGE(building_in_threads_survives, run_build_in_threads, prepare_build, check_build, 0)
STAGE(building_scored_survives, run_build_scored, prepare_build, check_build_scored, 0)
STAGE(opening_survives, run_open, NULL, NULL, 0)
STAGE(opening_bytes_survives, run_open_bytes, NULL, NULL, 0)
STAGE(tagging_survives, run_tag, NULL, NULL, 0)
STAGE(tagging_scored_survives, run_tag_scored, NULL, NULL, 0)
STAGE(tagging_abbreviations_survives, run_tag_abbreviations, NULL, NULL, 0)
STAGE(streaming_abbreviations_survives, run_stream_abbreviations, NULL, NULL, 0)
STAGE(streaming_with_two_models_survives, run_stream_models, NULL, NULL, 0)
STAGE(streaming_records_survives, run_stream_records, NULL, NULL, 0)
STAGE(evaluating_abbreviations_survives, run_eval_abbreviations, NULL, NULL, 0)
STAGE(explaining_survives, run_explain, NULL, NULL, 0)
STAGE(reviewing_survives, run_review, NULL, NULL, 0)
STAGE(evaluating_survives, run_eval, prepare_eval, check_eval, 0)

/* ---- Set-up ---- */

static void make_corpora(void) {
    static char text[8000];
    static char packed[16000];
    size_t size = 0;
    for (int i = 0; i < 2 * TYPES; i++)
        size += (size_t)sprintf(text + size, "the\tO\nuser\tB-Type%02d\nspace\tI-Type%02d\n%02d\tI-Type%02d\n\n%s\tO\n",
                                i % TYPES, i % TYPES, i, i % TYPES, i % 3 ? "user" : "caf\u00E9 s");
    for (int i = 0; i < TYPES; i++)
        size += (size_t)sprintf(text + size, "kernel\tB-Type%02d\n%02d\tI-Type%02d\n", i, i, i);
    for (size_t i = 0; i < PACKS; i++) {
        char name[32];
        size_t got = packs[i].pack(packed, sizeof packed, text, size);
        assert_true(got);
        snprintf(name, sizeof name, "corpus%s", packs[i].ending);
        write_bytes(name, packed, got);
    }
}

/* Just large enough for folds: tools always are tools, other words half of the time. */
static void make_large_corpus(void) {
    static char text[16000];
    size_t size = 0;
    for (int i = 0; i < 60; i++)
        size += (size_t)sprintf(text + size, "the\tO\nzo%c\tB-Tool\nand\tO\nzo%c\tB-Tool\n%cl%c\t%s\npl%c\tO\n.\tO\n\n",
                                'a' + i % 3, 'a' + i % 4, i % 5 ? 'p' : 'P', 'a' + i % 2, i % 3 ? "O" : "B-Place",
                                'a' + i % 3);
    write_bytes("large.conll", text, size);
}

static int make_world(void **state) {
    static const char verdicts[] = "surface\ttype\tverdict\nzoa\tTool\tdrop\nzo.a\tTool\tkeep\npla\tPlace\tTool\n";
    static const char both[] = "the\tO\tO\nuser\tB-T\tB-T\nspace\tI-T\tI-U\n\n03\tB-U\tB-U\n";
    static const char fill[] = "the\tB-V\nuser\tB-T\nspace\tO\n\n03\tO\n";
    static const char defining[] = "A kernel 03 (K3) and K3\nK3, K3 and user space 07 (US)\n";
    static const char records[] = "{\"id\": \"a/b\", \"text\": \"a kernel 03\", \"meta\": {\"line\": 1}}\n"
                                  "{\"text\": \"user space\"}\n{\"text\": \"\\u00e9\", \"id\": \"a\\/b\"}\n";
    static const char defining_rows[] = "kernel\tB-T\n03\tI-T\n(\tO\nK3\tB-T\n)\tO\n\nK3\tB-T\n";
    static const char bare[] = "a bare surface\nan other\n";
    static const char obo[] = "format-version: 1.2\n\n[Term]\nid: X:1\nname: a \\\"b\\\"\nsynonym: \"c d\" EXACT []\n"
                              "xref: MESH:D1\nxref: MESH:D2\n\n[Term]\nid: X:2\nname: e\nnamespace: N\n";
    static const char csv[] = "surface,id,synonyms\n\"f \"\"g\"\"\",1,h|i\nj,2,\n";
    static const char given[] =
        "surface\tverdict\tpriority\tid\nspace 11\tkeep\t3\tQ1\nUser\\sSpace \u00C4\tdrop\t\tQ2\n";
    const gaz_build_options any_case = {.match_case = GAZ_CASE_IGNORE};
    const gaz_harvest_options by_purity = {.min_purity = 0.25};
    gaz_error error;
    begin_failing();
    if (make_folder(state) != 0) return -1;
    mkdir(path_of("models"), 0700);
    mkdir(path_of("lists"), 0700);
    mkdir(path_of("source"), 0700);
    mkdir(path_of("tables"), 0700);
    mkdir(path_of("scored"), 0700);
    make_corpora();
    make_large_corpus();
    write_bytes("verdicts", verdicts, sizeof verdicts - 1);
    null_device = open("/dev/null", O_WRONLY);
    gaz_sink_descriptor(&nowhere, null_device, NULL);
    write_bytes("defining.txt", defining, sizeof defining - 1);
    write_bytes("records.jsonl", records, sizeof records - 1);
    write_bytes("defining.conll", defining_rows, sizeof defining_rows - 1);
    write_bytes("blocked", "zob\nabsent\n", 11);
    write_bytes("both.conll", both, sizeof both - 1);
    write_bytes("fill.conll", fill, sizeof fill - 1);
    write_bytes("source/Bare.tsv", bare, sizeof bare - 1);
    write_bytes("disease.obo", obo, sizeof obo - 1);
    write_bytes("disease.csv", csv, sizeof csv - 1);
    write_bytes("named.txt", csv, sizeof csv - 1);
    write_file("MRCONSO.RRF", "C0000001|ENG|P|L1|PF|S1|Y|A1||M1|D1|MSH|MH|D1|k l|0|N|256|\n");
    write_file("MRSTY.RRF", "C0000001|T121|A|Drug|AT|256|\nC0000001|T109|A|Org|AT|256|\n");
    write_file("names.json", "{\"Tool\": [\"m \\u006e\", [\"o\", \"p q\"]], \"N\": [\"r\"]}");
    write_file("ids.tsv", "D01\ts t\nD02\tu\n");
    write_file("stix", "{\"objects\":[{\"id\":\"indicator--1\",\"type\":\"indicator\",\"name\":\"n\",\"pattern\":"
                       "\"[url:value = 'http://a.org' OR mutex:name = 'b']\"}]}");
    write_file("misp", "[{\"Event\":{\"Attribute\":[{\"type\":\"domain|ip\",\"value\":\"a.org|1.2.3.4\"}]}}]");
    write_file("feed", "# Head\n1.2.3.4 # x\nevil[.]com\n10.0.0.0/8\n");
#ifdef GAZ_LIBXML2
    write_file("concepts.xml",
               "<s><token id=\"1\" canonical=\"v\"><variant base=\"w x\"/><variant base=\"y\" id=\"2\"/></token></s>");
#else
    write_file("concepts.xml", "no XML\n");
#endif
    write_bytes("source/Given.tsv", given, sizeof given - 1);
    const char *const corpora[] = {path_of("corpus.zst")};
    if (gaz_lexicon_new(&lexicon, &error) != GAZ_OK ||
        gaz_lexicon_harvest(lexicon, corpora, 1, &by_purity, NULL, &error) != GAZ_OK ||
        gaz_lexicon_write(lexicon, path_of("source"), &error) != GAZ_OK ||
        gaz_lexicon_build(lexicon, path_of("good.gaz"), NULL, NULL, &error) != GAZ_OK ||
        gaz_lexicon_build(lexicon, path_of("folded.gaz"), &any_case, NULL, &error) != GAZ_OK ||
        gaz_model_open(&model, path_of("good.gaz"), 0, &error) != GAZ_OK ||
        gaz_model_open(&folded, path_of("folded.gaz"), 0, &error) != GAZ_OK)
        return -1;
    const char *const large_corpora[] = {path_of("large.conll")};
    if (gaz_lexicon_new(&with_scoring, &error) != GAZ_OK ||
        gaz_lexicon_harvest(with_scoring, large_corpora, 1, NULL, NULL, &error) != GAZ_OK ||
        gaz_lexicon_write(with_scoring, path_of("scored"), &error) != GAZ_OK ||
        gaz_lexicon_build(with_scoring, path_of("scored.gaz"), NULL, NULL, &error) != GAZ_OK ||
        gaz_model_open(&scored, path_of("scored.gaz"), 0, &error) != GAZ_OK)
        return -1;
    gaz_model_info info;
    gaz_model_get_info(&info, scored);
    if (!info.context) return -1; /* it was not cross-validated */
    return 0;
}

static int end_world(void **state) {
    close(null_device);
    gaz_model_close(model);
    gaz_model_close(folded);
    gaz_model_close(scored);
    gaz_lexicon_free(lexicon);
    gaz_lexicon_free(with_scoring);
    return remove_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cross_validating_survives),
        cmocka_unit_test(cross_validating_in_threads_survives),
        cmocka_unit_test(reading_scored_lists_survives),
        cmocka_unit_test(writing_scored_lists_survives),
        cmocka_unit_test(reporting_survives),
        cmocka_unit_test(building_scored_survives),
        cmocka_unit_test(tagging_scored_survives),
        cmocka_unit_test(tagging_abbreviations_survives),
        cmocka_unit_test(streaming_abbreviations_survives),
        cmocka_unit_test(streaming_with_two_models_survives),
        cmocka_unit_test(streaming_records_survives),
        cmocka_unit_test(grepping_survives),
        cmocka_unit_test(evaluating_abbreviations_survives),
        cmocka_unit_test(adding_survives),
        cmocka_unit_test(adding_variants_survives),
        cmocka_unit_test(harvesting_survives),
        cmocka_unit_test(reading_lists_survives),
        cmocka_unit_test(reading_terminologies_survives),
        cmocka_unit_test(writing_lists_survives),
        cmocka_unit_test(building_survives),
        cmocka_unit_test(building_in_threads_survives),
        cmocka_unit_test(opening_survives),
        cmocka_unit_test(opening_bytes_survives),
        cmocka_unit_test(tagging_survives),
        cmocka_unit_test(evaluating_survives),
        cmocka_unit_test(explaining_survives),
        cmocka_unit_test(reviewing_survives),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
