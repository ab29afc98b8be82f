#include "serve/keeper.h"

#include "base/error.h"

gaz_status keeper_start(struct keeper **keeper, const struct keeper_options *options, struct models *models,
                        gaz_error *error) {
    (void)options;
    (void)models;
    (void)error;
    *keeper = NULL;
    return GAZ_OK;
}

void keeper_stop(struct keeper *keeper) {
    (void)keeper;
}

bool keeper_has_corpus(const struct keeper *keeper) {
    return keeper != NULL;
}

gaz_status keeper_add_document(struct keeper *keeper, const char *source, const char *id, const gaz_document *document,
                               gaz_error *error) {
    (void)keeper;
    (void)source;
    (void)id;
    (void)document;
    return error_argument(error, "no documents are kept");
}

gaz_status keeper_remove_document(struct keeper *keeper, const char *source, const char *id, gaz_error *error) {
    (void)keeper;
    (void)source;
    (void)id;
    return error_argument(error, "no documents are kept");
}

void keeper_answer_verdict(struct request *request) {
    request_fail(request, HTTP_NOT_FOUND, "there are no lists");
}

void keeper_answer_status(struct request *request) {
    request_fail(request, HTTP_NOT_FOUND, "nothing is kept");
}
