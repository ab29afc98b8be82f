#include "explain/explain.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"

void gaz_explain_options_init(gaz_explain_options *options) {
    *options = (gaz_explain_options){.input = GAZ_FORMAT_TEXT, .min_score = -1};
    gaz_columns_init(&options->columns);
}

gaz_status gaz_explainer_new(gaz_explainer **explainer, const gaz_model *model, const gaz_lexicon *lexicon,
                             const gaz_explain_options *options, gaz_error *error) {
    if (!explainer || !model) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_new without a model");
    *explainer = NULL;
    gaz_explain_options defaults;
    gaz_explain_options_init(&defaults);
    if (!options) options = &defaults;
    if (options->offsets == GAZ_OFFSETS_GRAPHEME)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "spans are explained by bytes, code points or UTF-16");
    gaz_explainer *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->input = options->input;
    made->text = "";
    passage_init(&made->scene.passage, options);
    passage_init(&made->elsewhere.passage, options);
    made->lost = calloc(LOST_MAX + 1, sizeof *made->lost);
    made->near = calloc(NEAR_MAX, sizeof *made->near);
    gaz_status status = made->lost && made->near ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK) status = finder_init(&made->finder, model, lexicon, options, error);
    if (status != GAZ_OK) {
        gaz_explainer_free(made);
        return status;
    }
    *explainer = made;
    return GAZ_OK;
}

void gaz_explainer_free(gaz_explainer *explainer) {
    if (!explainer) return;
    question_forget(&explainer->question);
    finder_free(&explainer->finder);
    passage_free(&explainer->scene.passage);
    passage_free(&explainer->elsewhere.passage);
    rivals_free(&explainer->scene.rivals);
    rivals_free(&explainer->elsewhere.rivals);
    strings_free(&explainer->strings);
    buffer_free(&explainer->room);
    free(explainer->tokens);
    free(explainer->lost);
    free(explainer->near);
    free(explainer);
}

/* ---- Texts ---- */

static void rewind_scene(struct scene *scene, const char *text, size_t size) {
    passage_open_text(&scene->passage, text, size);
    scene->ready = false;
    scene->next = 0;
}

static void begin(gaz_explainer *explainer, const char *text, size_t size) {
    explainer->text = text;
    explainer->size = size;
    explainer->about = NULL;
    question_forget(&explainer->question);
    rewind_scene(&explainer->scene, text ? text : "", size);
    rewind_scene(&explainer->elsewhere, text ? text : "", size);
}

gaz_status gaz_explainer_text(gaz_explainer *explainer, const char *text, size_t size, gaz_error *error) {
    if (!explainer || (!text && size))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_text without an explainer or text");
    begin(explainer, size ? text : "", size);
    return GAZ_OK;
}

gaz_status gaz_explainer_file(gaz_explainer *explainer, const char *path, gaz_error *error) {
    if (!explainer || !path)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_file without an explainer or path");
    begin(explainer, NULL, 0);
    return passage_open(&explainer->scene.passage, path, error);
}

gaz_status gaz_explainer_why(gaz_explainer *explainer, const char *surface, size_t size, gaz_error *error) {
    if (!explainer || !surface)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_why without an explainer or a surface");
    struct question *question = &explainer->question;
    cut_function *cut = explainer->finder.side == SIDE_WORDS ? cut_words : cut_tokenized;
    explainer->about = NULL;
    if (explainer->text) rewind_scene(&explainer->scene, explainer->text, explainer->size);
    gaz_status status = question_ask(question, &explainer->finder.index, cut, surface, size, error);
    if (status == GAZ_OK && question->exact.count == 0)
        status = error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "what is asked about holds no token");
    if (status != GAZ_OK) question_forget(question);
    return status;
}

/* ---- One after the other ---- */

gaz_status scene_next(bool *done, gaz_explainer *explainer, struct scene *scene, gaz_error *error) {
    struct passage *passage = &scene->passage;
    gaz_status status = passage_next(passage, error);
    *done = status == GAZ_OK && !passage->is_there;
    scene->next = 0;
    if (status != GAZ_OK || *done) return status;
    status = rivals_find(&scene->rivals, &explainer->finder, passage, 0, 0, error);
    scene->ready = status == GAZ_OK;
    return status;
}

static gaz_status next_span(bool *found, gaz_explainer *explainer, gaz_error *error) {
    struct scene *scene = &explainer->scene;
    for (;;) {
        bool done = false;
        gaz_status status = scene->ready ? GAZ_OK : scene_next(&done, explainer, scene, error);
        if (status != GAZ_OK || done) return status;
        while (scene->next < scene->rivals.count) {
            size_t number = scene->next++;
            if (scene->rivals.items[number].reason != GAZ_REASON_TAGGED) continue;
            *found = true;
            return explain_candidate(explainer, scene, number, error);
        }
        scene->ready = false;
    }
}

gaz_status gaz_explainer_next(const gaz_explanation **explanation, gaz_explainer *explainer, gaz_error *error) {
    if (!explanation || !explainer)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_next without an explainer");
    *explanation = NULL;
    explainer->about = NULL;
    bool found = false;
    gaz_status status = explainer->question.surface ? explain_next_place(&found, explainer, error)
                                                    : next_span(&found, explainer, error);
    if (status == GAZ_OK && found) *explanation = &explainer->explanation;
    return status;
}

/* ---- Spans ---- */

static gaz_status refuse(const struct scene *scene, uint64_t line, const char *message, gaz_error *error) {
    return error_set(error, GAZ_ERROR_ARGUMENT, error_file_name(scene->passage.name), line, "%s", message);
}

/* Goes on by as much as a place needs that is not in the passage. `*again`: the text has been gone back in. */
static gaz_status go_on(bool *again, gaz_explainer *explainer, struct scene *scene, uint64_t line,
                        enum passage_place place, gaz_error *error) {
    struct passage *passage = &scene->passage;
    bool rows = explainer->input == GAZ_FORMAT_CONLL;
    bool more = false;
    gaz_status status = GAZ_OK;
    if (place == PLACE_WRONG) return refuse(scene, line, "the span begins or ends inside a character", error);
    bool records = explainer->input == GAZ_FORMAT_JSONL;
    if (place == PLACE_BEFORE && (*again || !explainer->text))
        return refuse(scene, line,
                      records ? "there is no such record, or it has been read already"
                              : "the span lies before what is left of the text, which is read once",
                      error);
    if (place == PLACE_BEFORE) {
        rewind_scene(scene, explainer->text, explainer->size);
        *again = true;
        return GAZ_OK;
    }
    if (place == PLACE_REACHES) {
        if (!rows) status = passage_extend(&more, passage, error);
        return status != GAZ_OK || more ? status : refuse(scene, line, "the span ends behind the text", error);
    }
    status = passage_next(passage, error);
    if (status != GAZ_OK || passage->is_there) return status;
    return refuse(scene, line,
                  rows                                   ? "there is no such sentence"
                  : explainer->input == GAZ_FORMAT_JSONL ? "there is no such record"
                                                         : "the span ends behind the text",
                  error);
}

/* Goes on to the passage that a place lies in, and finds its bytes. */
static gaz_status find_place(uint64_t *begin_at, uint64_t *end_at, gaz_explainer *explainer, struct scene *scene,
                             uint64_t line, uint64_t begin, uint64_t end, gaz_error *error) {
    struct passage *passage = &scene->passage;
    gaz_status status = GAZ_OK;
    bool again = false;
    while (status == GAZ_OK) {
        enum passage_place place = PLACE_BEHIND;
        if (passage->is_there && !passage->is_cut && explainer->input == GAZ_FORMAT_CONLL)
            status = rivals_find(&scene->rivals, &explainer->finder, passage, 0, 0, error);
        if (status != GAZ_OK) break;
        if (passage->is_there) place = passage_find(begin_at, end_at, passage, line, begin, end);
        if (place == PLACE_HERE) break;
        status = go_on(&again, explainer, scene, line, place, error);
    }
    return status;
}

gaz_status gaz_explainer_place(const gaz_explanation **explanation, gaz_explainer *explainer, uint64_t line,
                               uint64_t begin, uint64_t end, gaz_error *error) {
    if (!explanation || !explainer)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "a place to explain without an explainer");
    *explanation = NULL;
    explainer->about = NULL;
    struct scene *scene = explainer->text ? &explainer->elsewhere : &explainer->scene;
    uint64_t begin_at = 0;
    uint64_t end_at = 0;
    if (begin >= end)
        return error_set(error, GAZ_ERROR_ARGUMENT, scene->passage.name, 0,
                         "the span is empty: its begin is below its end");
    if (explainer->text && !scene->passage.is_there) rewind_scene(scene, explainer->text, explainer->size);
    gaz_status status = find_place(&begin_at, &end_at, explainer, scene, line, begin, end, error);
    if (status == GAZ_OK) status = explain_bytes(explainer, scene, begin_at, end_at, error);
    if (status == GAZ_OK) *explanation = &explainer->explanation;
    return status;
}

gaz_status gaz_explainer_span(const gaz_explanation **explanation, gaz_explainer *explainer, uint64_t begin,
                              uint64_t end, gaz_error *error) {
    return gaz_explainer_place(explanation, explainer, 0, begin, end, error);
}

/* ---- Writing ---- */

gaz_status gaz_explainer_write(gaz_explainer *explainer, gaz_explain_format format, int output, gaz_error *error) {
    if (!explainer || !explainer->about)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_write without an explanation");
    struct buffer out = {0};
    bool good = format == GAZ_EXPLAIN_JSON ? write_json(&out, &explainer->explanation)
                                           : write_lines(&out, &explainer->explanation, format == GAZ_EXPLAIN_COLOURS);
    gaz_status status =
        good ? file_write_all(output, out.bytes, out.size, "standard output", error) : error_memory(error);
    buffer_free(&out);
    return status;
}
