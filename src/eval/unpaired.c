#include "eval/unpaired.h"

void unpaired_free(struct pair_unpaired *unpaired) {
    strings_free(&unpaired->gold);
    strings_free(&unpaired->predicted);
    strings_free(&unpaired->differing);
}

static gaz_status add_names(struct strings *names, const struct strings *more, gaz_error *error) {
    gaz_status status = GAZ_OK;
    uint32_t number;
    for (uint32_t i = 0; i < more->count && status == GAZ_OK; i++)
        status = strings_add(&number, names, more->items[i].bytes, more->items[i].size, error);
    return status;
}

gaz_status unpaired_add(struct pair_unpaired *unpaired, const struct pair_unpaired *more, gaz_error *error) {
    gaz_status status = add_names(&unpaired->gold, &more->gold, error);
    if (status == GAZ_OK) status = add_names(&unpaired->predicted, &more->predicted, error);
    return status == GAZ_OK ? add_names(&unpaired->differing, &more->differing, error) : status;
}
