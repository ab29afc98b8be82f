/* The places at which a surface stands that was asked about. */
#include "base/error.h"
#include "explain/explain.h"

/* Goes on along the passage's tokens to one at which the surface stands in that likeness. `*best` becomes the best that
 * was met, if it is better. */
static gaz_status next_tokens(bool *found, enum likeness *best, gaz_explainer *explainer, enum likeness wanted,
                              gaz_error *error) {
    struct question *question = &explainer->question;
    struct scene *scene = &explainer->scene;
    const struct passage *passage = &scene->passage;
    while (scene->next < passage_document(passage)->token_count) {
        uint64_t token = scene->next++;
        enum likeness like;
        if (!question_stands(&like, question, &explainer->finder.index, passage, token, !question->found))
            return error_memory(error);
        if (like > *best) *best = like;
        if (like != wanted) continue;
        *found = true;
        return explain_tokens(explainer, scene, token, token + question->exact.count, error);
    }
    return GAZ_OK;
}

/* The passages of the input. */
static gaz_status next_in_input(bool *found, gaz_explainer *explainer, gaz_error *error) {
    struct question *question = &explainer->question;
    struct scene *scene = &explainer->scene;
    for (;;) {
        bool done = false;
        gaz_status status = scene->ready ? GAZ_OK : scene_next(&done, explainer, scene, error);
        if (status != GAZ_OK || done) return status;
        enum likeness best = LIKE_NOTHING;
        status = next_tokens(found, &best, explainer, LIKE_TOKENS, error);
        question->found = question->found || *found;
        if (status != GAZ_OK || *found) return status;
        uint64_t at;
        question->next = 0;
        if (!question->found && best == LIKE_NOTHING && question->like <= LIKE_BYTES &&
            question_next_bytes(&at, question, &scene->passage))
            best = LIKE_BYTES;
        if (!question->found && best != LIKE_NOTHING) status = question_keep(question, &scene->passage, best, error);
        if (status != GAZ_OK) return status;
        scene->ready = false;
    }
}

/* Goes back to the next passage that was kept. */
static gaz_status next_copy(gaz_explainer *explainer, gaz_error *error) {
    struct question *question = &explainer->question;
    struct scene *scene = &explainer->scene;
    passage_restore(&scene->passage, &question->copies[question->copy++]);
    question->next = 0;
    scene->next = 0;
    scene->ready = true;
    return rivals_find(&scene->rivals, &explainer->finder, &scene->passage, 0, 0, error);
}

static gaz_status say_difference(gaz_explainer *explainer, gaz_error *error) {
    struct question *question = &explainer->question;
    struct scene *scene = &explainer->scene;
    const char *differs = "tokens";
    if (question->like == LIKE_FOLDED) differs = question_difference(question, &scene->passage, scene->next - 1);
    explainer->explanation.differs = differs;
    return differs ? GAZ_OK : error_memory(error);
}

/* The passages that were kept. */
static gaz_status next_in_copies(bool *found, gaz_explainer *explainer, gaz_error *error) {
    struct question *question = &explainer->question;
    struct scene *scene = &explainer->scene;
    while (question->places < PLACES_MAX) {
        gaz_status status = GAZ_OK;
        if (!scene->ready && question->copy == question->copy_count) return GAZ_OK;
        if (!scene->ready) status = next_copy(explainer, error);
        if (status != GAZ_OK) return status;
        enum likeness best = LIKE_TOKENS;
        uint64_t at;
        if (question->like == LIKE_FOLDED) {
            status = next_tokens(found, &best, explainer, LIKE_FOLDED, error);
        } else if (question_next_bytes(&at, question, &scene->passage)) {
            *found = true;
            status = explain_bytes(explainer, scene, at, at + question->size, error);
        }
        if (status != GAZ_OK) return status;
        question->places += *found;
        if (*found) return say_difference(explainer, error);
        scene->ready = false;
    }
    return GAZ_OK;
}

gaz_status explain_next_place(bool *found, gaz_explainer *explainer, gaz_error *error) {
    struct question *question = &explainer->question;
    if (!question->at_copies) {
        gaz_status status = next_in_input(found, explainer, error);
        if (status != GAZ_OK || *found || question->found) return status;
        question->at_copies = true;
        explainer->scene.ready = false;
    }
    return next_in_copies(found, explainer, error);
}
