/* The labelling configuration of a project of Label Studio: a small XML. */
#ifndef SERVE_LABEL_CONFIG_H
#define SERVE_LABEL_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/json_member.h"
#include "base/strings.h"
#include "gaz.h"

/* Where a project has its spans: the first Labels of a Text, or else of a HyperText. All zero is none. */
struct label_config {
    const char *from_name; /* of the Labels; this and the next two are owned */
    const char *to_name;   /* of the Text */
    const char *key;       /* the text's in the data of a task; dots lead into objects */
    bool is_markup;        /* a HyperText: the text is HTML */
    bool is_open;          /* tasks may have labels besides these, or in place of them */
    struct strings labels; /* by value and by alias: either may stand in an annotation */
    struct arena arena;
};

/* GAZ_ERROR_INPUT, without a file: it is no such XML, no Labels belong to a text, or the text is not in the task; or
 * this build reads no XML. To be freed after a failure, too. */
gaz_status label_config_read(struct label_config *config, const char *xml, size_t size, gaz_error *error);
void label_config_free(struct label_config *config);

/* Finds the text of a task, an object of JSON: a string with its quotes. `*found` false: it has none. False: out of
 * memory. */
bool label_config_find_text(bool *found, struct json_member *text, const struct label_config *config,
                            const struct json_member *task);

#endif
