/* An evaluation as one JSON object. */
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/json_writer.h"
#include "base/sink.h"
#include "eval/eval.h"

/* The members that each type and all together have. */
static void put_scores(struct json_writer *json, const gaz_eval_scores *scores) {
    json_put_number(json, "gold", scores->gold);
    json_put_number(json, "found", scores->found);
    json_put_number(json, "correct", scores->correct);
    json_put_real(json, "precision", scores->precision);
    json_put_real(json, "recall", scores->recall);
    json_put_real(json, "f1", scores->f1);
}

static void put_types(struct json_writer *json, const gaz_eval *eval, uint64_t count) {
    json_put_open(json, "types", "[");
    for (size_t i = 0; i < count; i++) {
        const char *name;
        gaz_eval_scores scores;
        gaz_eval_get_type(&name, &scores, eval, i);
        json_put_open(json, NULL, "{");
        json_put_text(json, "type", name);
        put_scores(json, &scores);
        json_put_close(json, "}");
    }
    json_put_close(json, "]");
}

static void put_concepts(struct json_writer *json, const char *name, const gaz_eval_scores *scores) {
    json_put_open(json, name, "{");
    put_scores(json, scores);
    json_put_close(json, "}");
}

static void put_repairs(struct json_writer *json, const char *name, const gaz_eval_repairs *repairs) {
    json_put_open(json, name, "{");
    json_put_number(json, "stray_inside", repairs->stray_inside);
    json_put_number(json, "unclosed", repairs->unclosed);
    json_put_number(json, "widened", repairs->widened);
    json_put_number(json, "left_out", repairs->left_out);
    json_put_number(json, "unannotated", repairs->unannotated);
    json_put_number(json, "unreviewed", repairs->unreviewed);
    json_put_number(json, "malformed", repairs->malformed);
    json_put_close(json, "}");
}

/* A bound of a bin, with one decimal. */
static void put_bound(struct json_writer *json, const char *name, int number) {
    _Static_assert(GAZ_EVAL_BINS == 10, "a bin is a tenth");
    char bound[16];
    snprintf(bound, sizeof bound, "%d.%d", number / GAZ_EVAL_BINS, number % GAZ_EVAL_BINS);
    json_put_literal(json, name, bound);
}

static void put_bin(struct json_writer *json, const gaz_eval_bin *bin, int number) {
    json_put_open(json, NULL, "{");
    put_bound(json, "from", number);
    put_bound(json, "to", number + 1);
    json_put_number(json, "spans", bin->spans);
    if (bin->spans) {
        json_put_real(json, "score", bin->score);
        json_put_real(json, "precision", bin->precision);
    } else {
        json_put_literal(json, "score", "null");
        json_put_literal(json, "precision", "null");
    }
    json_put_close(json, "}");
}

/* What only a model has. */
static void put_model(struct json_writer *json, const gaz_eval_result *result) {
    if (result->model_files == 0) {
        json_put_literal(json, "reachable", "null");
        json_put_literal(json, "recall_bound", "null");
        json_put_literal(json, "calibration", "null");
        return;
    }
    json_put_number(json, "reachable", result->reachable);
    json_put_real(json, "recall_bound", result->recall_bound);
    json_put_open(json, "calibration", "{");
    json_put_open(json, "bins", "[");
    for (int i = 0; i < GAZ_EVAL_BINS; i++) put_bin(json, &result->bins[i], i);
    json_put_close(json, "]");
    json_put_real(json, "expected_calibration_error", result->calibration_error);
    json_put_close(json, "}");
}

/* ---- What was asked for ---- */

/* A share that may be undefined: null then. */
static void put_agreement(struct json_writer *json, const gaz_eval_agreement *agreement) {
    json_put_number(json, "units", agreement->units);
    json_put_number(json, "agreed", agreement->agreed);
    json_put_real(json, "observed", agreement->observed);
    json_put_real(json, "kappa", agreement->kappa);
    json_put_real(json, "alpha", agreement->alpha);
}

static void put_value(struct json_writer *json, const char *side, const gaz_eval *eval, uint32_t value) {
    if (value)
        json_put_text(json, side, eval->types.items[value - 1].bytes);
    else
        json_put_literal(json, side, "null");
}

/* The cells that are not zero, by type on either side, none last. */
static void put_confusion(struct json_writer *json, const gaz_eval *eval, const struct cross_cell *cells,
                          size_t count) {
    json_put_open(json, "confusion", "[");
    for (size_t i = 0; i < count; i++) {
        json_put_open(json, NULL, "{");
        put_value(json, "predicted", eval, cells[i].left);
        put_value(json, "gold", eval, cells[i].right);
        json_put_number(json, "count", cells[i].count);
        json_put_close(json, "}");
    }
    json_put_close(json, "]");
}

static void put_units(struct json_writer *json, const char *name, const gaz_eval *eval, gaz_eval_units units) {
    const struct cross_table *table = units == GAZ_EVAL_TOKENS ? &eval->agreement.tokens : &eval->agreement.spans;
    gaz_eval_agreement agreement;
    gaz_eval_get_agreement(&agreement, eval, units);
    json_put_open(json, name, "{");
    put_agreement(json, &agreement);
    json_put_open(json, "types", "[");
    for (size_t i = 0; i < eval->counted.types; i++) {
        gaz_eval_get_type_agreement(&agreement, eval, units, i);
        json_put_open(json, NULL, "{");
        json_put_text(json, "type", eval->types.items[eval->order[i]].bytes);
        put_agreement(json, &agreement);
        json_put_close(json, "}");
    }
    json_put_close(json, "]");
    struct cross_cell *cells = eval_sort_cells(eval, table);
    if (cells)
        put_confusion(json, eval, cells, table->used);
    else
        json->failed = true;
    free(cells);
    json_put_close(json, "}");
}

static void put_all_agreement(struct json_writer *json, const gaz_eval *eval) {
    if (!eval->options.agreement) {
        json_put_literal(json, "agreement", "null");
        return;
    }
    json_put_open(json, "agreement", "{");
    put_units(json, "spans", eval, GAZ_EVAL_SPANS);
    put_units(json, "tokens", eval, GAZ_EVAL_TOKENS);
    json_put_close(json, "}");
}

static void put_documents(struct json_writer *json, const gaz_eval *eval) {
    if (!eval->options.documents) {
        json_put_literal(json, "documents", "null");
        return;
    }
    json_put_open(json, "documents", "[");
    for (size_t i = 0; i < eval->documents.count; i++) {
        const char *name;
        gaz_eval_scores scores;
        gaz_eval_get_document(&name, &scores, eval, i);
        json_put_open(json, NULL, "{");
        json_put_text(json, "document", name);
        put_scores(json, &scores);
        json_put_close(json, "}");
    }
    json_put_close(json, "]");
}

static void put_names(struct json_writer *json, const char *name, const struct strings *names) {
    json_put_open(json, name, "[");
    for (uint32_t i = 0; i < names->count; i++) json_put_text(json, NULL, names->items[i].bytes);
    json_put_close(json, "]");
}

static void put_unpaired(struct json_writer *json, const struct pair_unpaired *unpaired) {
    json_put_open(json, "unpaired", "{");
    put_names(json, "predicted", &unpaired->predicted);
    put_names(json, "gold", &unpaired->gold);
    put_names(json, "differing", &unpaired->differing);
    json_put_close(json, "}");
}

static void put_eval(struct json_writer *json, const gaz_eval *eval) {
    gaz_eval_result result;
    gaz_eval_get_result(&result, eval);
    json_put_open(json, NULL, "{");
    json_put_flag(json, "strict", result.strict);
    json_put_text(json, "scheme", gaz_scheme_name((int)result.scheme));
    json_put_number(json, "files", result.files);
    json_put_number(json, "sentences", result.sentences);
    json_put_number(json, "tokens", result.tokens);
    json_put_number(json, "correct_tags", result.correct_tags);
    json_put_real(json, "accuracy", result.accuracy);
    put_scores(json, &result.all);
    put_types(json, eval, result.types);
    put_concepts(json, "ids", &result.ids);
    put_concepts(json, "document_ids", &result.document_ids);
    json_put_open(json, "repairs", "{");
    put_repairs(json, "gold", &result.gold_repairs);
    put_repairs(json, "predicted", &result.predicted_repairs);
    json_put_close(json, "}");
    put_model(json, &result);
    put_unpaired(json, &eval->unpaired);
    put_documents(json, eval);
    put_all_agreement(json, eval);
    json_put_close(json, "}");
}

gaz_status gaz_eval_write_json(const gaz_eval *eval, const gaz_sink *sink, gaz_error *error) {
    if (!eval || !sink) return error_argument(error, "gaz_eval_write_json without evaluation or sink");
    struct buffer text = {0};
    struct json_writer json = {.out = &text};
    put_eval(&json, eval);
    json_put_raw(&json, "\n");
    gaz_status status = json.failed ? error_memory(error) : sink_write(sink, text.bytes, text.size, error);
    buffer_free(&text);
    return status;
}
