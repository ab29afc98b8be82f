#include "serve/kept_lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "lexicon/lexicon.h"
#include "serve/build_choice.h"

struct kept_lists {
    const char *folder;
    char *change; /* path of the file with the change at work; owned */
    struct slot *slot;
    pthread_mutex_t lock; /* of the lists, and of what follows */
    struct build_choice choice;
    bool learn; /* harvests follow */
    bool harvesting;
    struct buffer since; /* rows of the verdicts that were given since the harvest began */
};

/* The file with a change is a list of verdicts. */
static const char header[] = "surface\ttype\tid\tverdict\tcase\n";

/* ---- Reading ---- */

/* Lists that a harvest has not written to the end are taken if another one is to follow: `*unfinished` may be NULL. */
static gaz_status read_lists(gaz_lexicon **lexicon, bool *unfinished, const struct kept_lists *lists,
                             gaz_error *error) {
    gaz_import_options options;
    gaz_import_options_init(&options);
    gaz_status status = gaz_lexicon_new(lexicon, error);
    if (status != GAZ_OK) return status;
    status = gaz_lexicon_import(*lexicon, lists->folder, &options, NULL, error);
    if (unfinished) *unfinished = (*lexicon)->unfinished != NULL;
    if (lists->learn) lexicon_set_finished(*lexicon);
    if (status == GAZ_OK) status = lexicon_check_finished(*lexicon, error);
    if (status != GAZ_OK) {
        gaz_lexicon_free(*lexicon);
        *lexicon = NULL;
    }
    return status;
}

/* ---- Changing ---- */

static gaz_status change_over(struct kept_lists *lists, const gaz_lexicon *lexicon, gaz_error *error) {
    gaz_memory image = {0};
    gaz_status status = gaz_lexicon_build_bytes(&image, lexicon, &lists->choice.options, NULL, error);
    if (status == GAZ_OK) status = models_replace(lists->slot, &image, error);
    gaz_memory_free(&image);
    return status == GAZ_OK ? file_remove(lists->change, error) : status;
}

/* Gives the verdicts in the file with the change, writes the lists, and builds the model. */
static gaz_status finish(struct kept_lists *lists, gaz_lexicon *lexicon, gaz_error *error) {
    gaz_status status = gaz_lexicon_apply_verdicts(NULL, lexicon, lists->change, error);
    if (status == GAZ_OK) status = gaz_lexicon_write(lexicon, lists->folder, error);
    if (status == GAZ_OK) return change_over(lists, lexicon, error);
    (void)file_remove(lists->change, NULL);
    return status;
}

static gaz_status change(struct kept_lists *lists, gaz_lexicon *lexicon, const struct buffer *rows, gaz_error *error) {
    struct buffer text = {0};
    bool good = buffer_add_text(&text, header) && buffer_add(&text, rows->bytes, rows->size);
    gaz_status status = good ? file_replace(lists->change, text.bytes, text.size, error) : error_memory(error);
    buffer_free(&text);
    return status == GAZ_OK ? finish(lists, lexicon, error) : status;
}

/* ---- Verdicts ---- */

static bool knows_type(const gaz_lexicon *lexicon, const gaz_model *model, const char *type) {
    const char *name;
    if (strings_have(&lexicon->types, type, strlen(type))) return true;
    for (uint32_t i = 0; (name = gaz_model_type(model, i)) != NULL; i++)
        if (strcmp(name, type) == 0) return true;
    return false;
}

static bool add_row(struct buffer *rows, const struct verdict *verdict, bool any_case) {
    return buffer_add_text(rows, verdict->surface) && buffer_add_byte(rows, '\t') &&
           buffer_add_text(rows, verdict->type) && buffer_add_byte(rows, '\t') &&
           buffer_add_text(rows, verdict->id ? verdict->id : "") &&
           buffer_add_text(rows, verdict->keep ? "\tkeep\t" : "\tdrop\t") &&
           buffer_add_text(rows, any_case ? "ignore\n" : "\n");
}

/* The rows of those whose type is known. Where the model ignores case, surfaces may be written as in texts. */
static bool add_rows(struct buffer *rows, struct kept_lists *lists, const gaz_lexicon *lexicon,
                     struct verdict *verdicts, size_t count) {
    struct served *served = served_take(lists->slot);
    gaz_model_info info;
    bool good = true;
    gaz_model_get_info(&info, served->model);
    for (size_t i = 0; i < count && good; i++) {
        verdicts[i].refused = !knows_type(lexicon, served->model, verdicts[i].type);
        good = verdicts[i].refused || add_row(rows, &verdicts[i], info.words.ignore_case);
    }
    served_give_back(served);
    return good;
}

gaz_status kept_lists_give(struct kept_lists *lists, struct verdict *verdicts, size_t count, gaz_error *error) {
    struct buffer rows = {0};
    gaz_lexicon *lexicon = NULL;
    pthread_mutex_lock(&lists->lock);
    gaz_status status = read_lists(&lexicon, NULL, lists, error);
    if (status == GAZ_OK && !add_rows(&rows, lists, lexicon, verdicts, count)) status = error_memory(error);
    if (status == GAZ_OK && !buffer_reserve(&lists->since, rows.size)) status = error_memory(error);
    if (status == GAZ_OK && rows.size) status = change(lists, lexicon, &rows, error);
    if (status == GAZ_OK && lists->harvesting) (void)buffer_add(&lists->since, rows.bytes, rows.size);
    pthread_mutex_unlock(&lists->lock);
    gaz_lexicon_free(lexicon);
    buffer_free(&rows);
    return status;
}

/* ---- Harvests ---- */

gaz_status kept_lists_begin_harvest(gaz_lexicon **lexicon, struct kept_lists *lists, gaz_error *error) {
    pthread_mutex_lock(&lists->lock);
    gaz_status status = read_lists(lexicon, NULL, lists, error);
    lists->harvesting = status == GAZ_OK;
    lists->since.size = 0;
    pthread_mutex_unlock(&lists->lock);
    return status;
}

gaz_status kept_lists_end_harvest(struct kept_lists *lists, gaz_lexicon *lexicon, gaz_error *error) {
    pthread_mutex_lock(&lists->lock);
    gaz_status status = lexicon ? change(lists, lexicon, &lists->since, error) : GAZ_OK;
    lists->harvesting = false;
    lists->since.size = 0;
    pthread_mutex_unlock(&lists->lock);
    return status;
}

/* ---- Beginning and end ---- */

static gaz_status check(const struct kept_lists *lists, const gaz_lexicon *lexicon, gaz_error *error) {
    gaz_lexicon_counts counts;
    gaz_lexicon_get_counts(&counts, lexicon);
    if (counts.kept) return GAZ_OK;
    return error_set(error, GAZ_ERROR_INPUT, lists->folder, 0, "the lists have no entry to build a model of");
}

static gaz_status choose(struct kept_lists *lists, bool unfinished, const gaz_lexicon *lexicon,
                         void (*tell)(const char *message), gaz_error *error) {
    char line[1400];
    bool same;
    struct served *served = served_take(lists->slot);
    gaz_status status = build_choice_find(&lists->choice, &same, lexicon, served->model, error);
    served_give_back(served);
    if (status != GAZ_OK || same || unfinished) return status;
    (void)snprintf(line, sizeof line,
                   "%.600s is not what the lists in %.600s give; the next verdict or harvest builds it of them",
                   lists->slot->path, lists->folder);
    tell(line);
    return GAZ_OK;
}

gaz_status kept_lists_open(struct kept_lists **lists, bool *unfinished, const struct kept_lists_options *options,
                           struct slot *slot, gaz_error *error) {
    gaz_lexicon *lexicon = NULL;
    bool changing = false;
    struct kept_lists *opened = calloc(1, sizeof *opened);
    *lists = NULL;
    if (!opened) return error_memory(error);
    opened->folder = options->folder;
    opened->learn = options->learn;
    opened->slot = slot;
    pthread_mutex_init(&opened->lock, NULL);
    opened->change = file_join(options->folder, ".gaz-change.tsv");
    gaz_status status = opened->change ? read_lists(&lexicon, unfinished, opened, error) : error_memory(error);
    if (status == GAZ_OK) changing = file_is_there(opened->change);
    *unfinished = status == GAZ_OK && (*unfinished || changing);
    if (status == GAZ_OK) status = check(opened, lexicon, error);
    if (status == GAZ_OK) status = choose(opened, *unfinished, lexicon, options->tell, error);
    if (status == GAZ_OK && changing) status = finish(opened, lexicon, error);
    gaz_lexicon_free(lexicon);
    if (status == GAZ_OK)
        *lists = opened;
    else
        kept_lists_free(opened);
    return status;
}

void kept_lists_free(struct kept_lists *lists) {
    if (!lists) return;
    pthread_mutex_destroy(&lists->lock);
    buffer_free(&lists->since);
    free(lists->change);
    free(lists);
}
