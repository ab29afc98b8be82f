/* A program whose own functions are called as functions inside the library are: both go on calling their own.
 *
 * Usage: own_names FOLDER. `internal_names.h` is made by run.sh: it has INTERNAL(NAME) for each internal function and
 * table of the library, but those defined here. */
#include <stdio.h>
#include <stdlib.h>

#include <gaz.h>

int predict(double *weight);
void buffer_free(void *bytes);
#define INTERNAL(name) int name(void);
#include "internal_names.h"
#undef INTERNAL

static int calls; /* of the program's functions */

int predict(double *weight) {
    calls++;
    return *weight > 0;
}

void buffer_free(void *bytes) {
    calls++;
    free(bytes);
}

#define INTERNAL(name)                                                                                                 \
    int name(void) {                                                                                                   \
        return ++calls;                                                                                                \
    }
#include "internal_names.h"
#undef INTERNAL

/* Calls all of them; returns how many there are. */
static int call_own(void) {
    double weight = 1;
    int expected = 2;
    calls = 0;
    if (!predict(&weight)) calls = -1;
    buffer_free(malloc(1));
#define INTERNAL(name) expected += name() > 0;
#include "internal_names.h"
#undef INTERNAL
    return expected;
}

static void need(gaz_status status, const gaz_error *error) {
    if (status == GAZ_OK) return;
    fprintf(stderr, "%s: line %llu: %s\n", error->file, (unsigned long long)error->line, error->message);
    exit(EXIT_FAILURE);
}

static const char corpus[] = "The O\noperating B-Concept\nsystem I-Concept\nof O\nLinux B-System\n\n"
                             "Linux B-System\nboots O\n\nThe O\nkernel B-Concept\nof O\nUnix B-System\n";

static void write_corpus(const char *path) {
    FILE *file = fopen(path, "w");
    if (!file || fputs(corpus, file) < 0 || fclose(file) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
}

static void harvest(const char *path, const char *model) {
    gaz_lexicon *lexicon;
    gaz_error error;
    need(gaz_lexicon_new(&lexicon, &error), &error);
    need(gaz_lexicon_harvest(lexicon, &path, 1, NULL, NULL, &error), &error);
    need(gaz_lexicon_build(lexicon, model, NULL, NULL, &error), &error);
    gaz_lexicon_free(lexicon);
}

/* Returns how many of the corpus's five spans the model gives. */
static uint64_t evaluate(const char *path, const char *model_path) {
    gaz_model *model;
    gaz_eval *eval;
    gaz_eval_result result;
    gaz_error error;
    need(gaz_model_open(&model, model_path, 0, &error), &error);
    need(gaz_eval_new(&eval, NULL, &error), &error);
    need(gaz_eval_add_model(eval, model, path, &error), &error);
    gaz_eval_get_result(&result, eval);
    gaz_eval_free(eval);
    gaz_model_close(model);
    return result.all.correct;
}

int main(int count, char **arguments) {
    char path[1024];
    char model[1024];
    if (count != 2) return 2;
    snprintf(path, sizeof path, "%s/own_names.conll", arguments[1]);
    snprintf(model, sizeof model, "%s/own_names.gaz", arguments[1]);
    write_corpus(path);
    harvest(path, model);
    uint64_t correct = evaluate(path, model);
    int captured = calls;
    int expected = call_own();
    printf("%d of the program's functions were called by the library; %llu spans are right\n", captured,
           (unsigned long long)correct);
    printf("%d of its %d functions were called by the program\n", calls, expected);
    return captured == 0 && correct == 5 && calls == expected ? EXIT_SUCCESS : EXIT_FAILURE;
}
