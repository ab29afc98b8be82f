#include "serve/routes.h"

#include <string.h>

#include "serve/about.h"
#include "serve/annotations.h"
#include "serve/explain.h"
#include "serve/inception.h"
#include "serve/keeper.h"
#include "serve/label_studio.h"
#include "serve/linkers.h"
#include "serve/page.h"
#include "serve/tag.h"
#include "serve/webhook.h"

/* * is any one part of a path. */
static const struct route routes[] = {
    {"/", true, false, page_answer},
    {"", true, false, page_answer_without_slash}, /* /m/NAME */
    {"/health", true, true, about_answer_health},
    {"/metrics", true, false, about_answer_metrics},
    {"/models", true, false, about_answer_models},
    {"/tag", false, false, tag_answer},
    {"/explain", false, false, explain_answer},
    {"/hf", false, false, tag_answer_hugging_face},
    {"/doccano", false, false, tag_answer_doccano},
    {"/rest/annotate", false, false, linkers_answer_spotlight},
    {"/solr/*/tag", false, false, linkers_answer_solr},
    {"/inception/predict", false, false, inception_answer_predict},
    {"/inception/train", false, false, inception_answer_train},
    {"/annotations", false, false, annotations_answer},
    {"/verdict", false, false, keeper_answer_verdict},
    {"/status", true, false, keeper_answer_status},
    {"/label-studio/health", true, true, about_answer_health},
    {"/label-studio/setup", false, false, label_studio_answer_setup},
    {"/label-studio/predict", false, false, label_studio_answer_predict},
    {"/label-studio/webhook", false, false, webhook_answer},
    {"/label-studio/versions", true, false, label_studio_answer_versions},
};

enum { ROUTES = sizeof routes / sizeof *routes };

static bool matches(const char *pattern, const char *path) {
    for (; *pattern; pattern++) {
        if (*pattern == '*') {
            size_t part = strcspn(path, "/");
            if (part == 0) return false;
            path += part;
        } else if (*pattern != *path++) {
            return false;
        }
    }
    return *path == 0;
}

const struct route *routes_find(bool *path_known, const char *path, bool get) {
    *path_known = false;
    for (size_t i = 0; i < ROUTES; i++) {
        if (!matches(routes[i].path, path)) continue;
        if (routes[i].get == get) return &routes[i];
        *path_known = true;
    }
    return NULL;
}

size_t routes_count(void) {
    return ROUTES;
}

size_t routes_number(const struct route *route) {
    return (size_t)(route - routes);
}

const char *routes_path(size_t number) {
    return number < ROUTES ? routes[number].path : "other";
}
