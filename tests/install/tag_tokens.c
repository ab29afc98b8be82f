/* The library from C, as installed: entries to lists to a model, tokens and text to spans, and a failure.
 *
 * Usage: tag_tokens FOLDER. Leaves FOLDER/lists, FOLDER/model.gaz and FOLDER/again.gaz (built from the lists). Prints
 * every difference, and exits with 1 if there is one. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gaz.h>

static int differences;

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                                    \
            differences++;                                                                                             \
        }                                                                                                              \
    } while (0)

/* For what the rest cannot do without. */
static void need(gaz_status status, const gaz_error *error) {
    if (status == GAZ_OK) return;
    fprintf(stderr, "%s: line %llu: %s (%s)\n", error->file, (unsigned long long)error->line, error->message,
            gaz_status_name(status));
    exit(EXIT_FAILURE);
}

enum { TOKENS_MAX = 16 };

/* Up to the first NULL. */
static size_t make_tokens(gaz_token *tokens, const char *const *words) {
    size_t count = 0;
    for (; words[count]; count++) tokens[count] = (gaz_token){words[count], strlen(words[count])};
    return count;
}

/* A span as it should come: in tokens or in bytes. */
struct expected {
    uint64_t begin;
    uint64_t end;
    const char *type;
};

/* Takes all that the tagger gives. */
static void check_spans(int line, gaz_tagger *tagger, const gaz_model *model, const struct expected *expected,
                        size_t count) {
    gaz_span span;
    size_t found = 0;
    while (gaz_tagger_next(&span, tagger)) {
        const char *type = gaz_model_type(model, span.type);
        const struct expected *want = found < count ? &expected[found] : NULL;
        if (!want || span.begin != want->begin || span.end != want->end || !type || strcmp(type, want->type) != 0 ||
            !(span.score >= 0 && span.score <= 1)) {
            fprintf(stderr, "%s:%d: span %zu is %llu to %llu, %s, score %g\n", __FILE__, line, found,
                    (unsigned long long)span.begin, (unsigned long long)span.end, type ? type : "(no type)",
                    span.score);
            differences++;
        }
        found++;
    }
    if (found != count) {
        fprintf(stderr, "%s:%d: %zu spans, not %zu\n", __FILE__, line, found, count);
        differences++;
    }
    CHECK(gaz_tagger_next(&span, tagger) == 0);
}

#define CHECK_SPANS(tagger, model, ...)                                                                                \
    do {                                                                                                               \
        const struct expected expected[] = {__VA_ARGS__};                                                              \
        check_spans(__LINE__, tagger, model, expected, sizeof expected / sizeof *expected);                            \
    } while (0)

static void add_entries(gaz_lexicon *lexicon) {
    static const struct {
        const char *words[4];
        const char *type;
    } entries[] = {
        {{"operating", "system"}, "Concept"},
        {{"operating", "system", "kernel"}, "Concept"},
        {{"kernel"}, "Concept"},
        {{"Linux"}, "Operating_System"},
        {{"gethostbyname( )"}, "Function"},
        {{"\xC3\x89toile"}, "Operating_System"}, /* with an E acute */
    };
    gaz_error error;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        gaz_token tokens[TOKENS_MAX];
        size_t count = make_tokens(tokens, entries[i].words);
        need(gaz_lexicon_add(lexicon, tokens, count, entries[i].type, &error), &error);
        need(gaz_lexicon_add(lexicon, tokens, count, entries[i].type, NULL), &error); /* changes nothing */
    }
    gaz_token empty = {"", 0};
    CHECK(gaz_lexicon_add(lexicon, &empty, 1, "Concept", &error) != GAZ_OK);
    CHECK(error.status != GAZ_OK && error.file[0] == 0 && error.message[0]);
}

static void check_counts(const gaz_lexicon *lexicon) {
    gaz_lexicon_counts counts;
    gaz_lexicon_get_counts(&counts, lexicon);
    CHECK(counts.entries == 6);
    CHECK(counts.kept == 6);
    CHECK(counts.types == 3);
    gaz_type_counts types[3];
    CHECK(gaz_lexicon_get_type_counts(types, lexicon, NULL) == GAZ_OK);
    CHECK(strcmp(types[0].name, "Concept") == 0);
    CHECK(types[0].counts.entries == 3);
}

/* Entries to lists to entries: both make the same model. */
static void build(const char *lists, const char *model, const char *again) {
    gaz_lexicon *lexicon;
    gaz_lexicon *second;
    gaz_error error;
    gaz_build_report report;
    need(gaz_lexicon_new(&lexicon, &error), &error);
    add_entries(lexicon);
    check_counts(lexicon);
    need(gaz_lexicon_write(lexicon, lists, &error), &error);
    need(gaz_lexicon_build(lexicon, model, NULL, &report, &error), &error);
    CHECK(report.entries == 6);
    CHECK(report.lower == 0 && report.repeated == 0);
    CHECK(report.left_out == 0);
    gaz_lexicon_free(lexicon);

    need(gaz_lexicon_new(&second, &error), &error);
    need(gaz_lexicon_read(second, lists, NULL, &error), &error);
    check_counts(second);
    need(gaz_lexicon_build(second, again, NULL, NULL, &error), &error);
    gaz_lexicon_free(second);
}

static void check_description(const gaz_model *model) {
    gaz_model_info info;
    gaz_model_get_info(&info, model);
    CHECK(info.entries == 6);
    CHECK(info.types == 3);
    CHECK(info.corpus.present && info.words.present);
    CHECK(info.corpus.longest == 3);
    CHECK(gaz_model_type(model, 3) == NULL);
    uint64_t entries[3];
    gaz_model_count_types(entries, model);
    CHECK(entries[0] == 3);
}

static void tag_tokens(gaz_tagger *tagger, const gaz_model *model) {
    static const char *const sentence[] = {"The", "operating", "system", "kernel",           "of", "Linux",
                                           "has", "no",        "kernel", "gethostbyname( )", NULL};
    gaz_token tokens[TOKENS_MAX];
    gaz_error error;
    size_t count = make_tokens(tokens, sentence);
    for (int round = 0; round < 2; round++) { /* a tagger is for more than one sentence */
        need(gaz_tagger_tokens(tagger, tokens, count, &error), &error);
        CHECK_SPANS(tagger, model, {1, 4, "Concept"}, {5, 6, "Operating_System"}, {8, 9, "Concept"},
                    {9, 10, "Function"});
    }
    need(gaz_tagger_tokens(tagger, tokens, 0, &error), &error);
    check_spans(__LINE__, tagger, model, NULL, 0);
}

static void tag_text(gaz_tagger *tagger, const gaz_model *model) {
    static const char text[] = "Linux's operating\n(operating system, \xC3\x89toile; E\xCC\x81toile) gethostbyname()!";
    gaz_error error;
    need(gaz_tagger_text(tagger, text, sizeof text - 1, &error), &error);
    CHECK_SPANS(tagger, model, {0, 5, "Operating_System"}, {19, 35, "Concept"}, {37, 44, "Operating_System"},
                {46, 54, "Operating_System"}, {56, 71, "Function"});
}

static void tag_all(const gaz_model *model) {
    static const char text[] = "an operating system kernel";
    gaz_tagger *tagger;
    gaz_error error;
    gaz_tagger_options options;
    gaz_tagger_options_init(&options);
    options.match.all = 1;
    options.match.kernel = "scalar";
    need(gaz_tagger_new(&tagger, model, &options, &error), &error);
    need(gaz_tagger_text(tagger, text, sizeof text - 1, &error), &error);
    CHECK_SPANS(tagger, model, {3, 26, "Concept"}, {3, 19, "Concept"}, {20, 26, "Concept"});
    gaz_tagger_free(tagger);
}

static void fail(const char *missing, const char *malformed) {
    gaz_model *model = NULL;
    gaz_lexicon *lexicon;
    gaz_error error;
    memset(&error, 0x55, sizeof error);
    CHECK(gaz_model_open(&model, missing, 0, &error) == GAZ_ERROR_IO);
    CHECK(model == NULL);
    CHECK(error.status == GAZ_ERROR_IO);
    CHECK(error.line == 0);
    CHECK(strcmp(error.file, missing) == 0);
    CHECK(error.message[0] && memchr(error.message, 0, sizeof error.message) && !strchr(error.message, '\n'));
    CHECK(strstr(error.message, strerror(ENOENT)));
    CHECK(gaz_model_open(&model, missing, 0, NULL) == GAZ_ERROR_IO);

    FILE *file = fopen(malformed, "w");
    if (!file || fputs("surface\tannotated\nLinux\t1\nUnix\tmany\n", file) < 0 || fclose(file) != 0) {
        perror(malformed);
        exit(EXIT_FAILURE);
    }
    CHECK(gaz_model_open(&model, malformed, 0, &error) == GAZ_ERROR_MODEL);
    need(gaz_lexicon_new(&lexicon, &error), &error);
    CHECK(gaz_lexicon_read(lexicon, malformed, NULL, &error) == GAZ_ERROR_INPUT);
    CHECK(error.status == GAZ_ERROR_INPUT);
    CHECK(error.line == 3);
    CHECK(strcmp(error.file, malformed) == 0);
    gaz_lexicon_free(lexicon);
    gaz_lexicon_free(NULL);
    gaz_model_close(NULL);
    gaz_tagger_free(NULL);
}

static const char *in_folder(char path[1024], const char *folder, const char *name) {
    if (snprintf(path, 1024, "%s/%s", folder, name) >= 1024) {
        fprintf(stderr, "%s: the name is too long\n", folder);
        exit(EXIT_FAILURE);
    }
    return path;
}

int main(int count, char **arguments) {
    char lists[1024];
    char path[1024];
    char other[1024];
    gaz_model *model;
    gaz_tagger *tagger;
    gaz_error error;
    if (count != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", arguments[0]);
        return 2;
    }
    char version[64];
    snprintf(version, sizeof version, "%d.%d.%d", GAZ_VERSION_MAJOR, GAZ_VERSION_MINOR, GAZ_VERSION_PATCH);
    CHECK(strcmp(version, gaz_version()) == 0);

    build(in_folder(lists, arguments[1], "lists"), in_folder(path, arguments[1], "model.gaz"),
          in_folder(other, arguments[1], "again.gaz"));
    need(gaz_model_open(&model, path, 0, &error), &error);
    check_description(model);
    need(gaz_tagger_new(&tagger, model, NULL, &error), &error);
    tag_tokens(tagger, model);
    tag_text(tagger, model);
    tag_all(model);
    gaz_tagger_free(tagger);
    gaz_model_close(model);
    fail(in_folder(path, arguments[1], "missing.gaz"), in_folder(other, arguments[1], "Malformed.tsv"));
    return differences ? EXIT_FAILURE : EXIT_SUCCESS;
}
