#include "base/json_writer.h"
#include "explain/write.h"

static void put_place(struct json_writer *json, uint64_t begin, uint64_t end) {
    json_put_number(json, "begin", begin);
    json_put_number(json, "end", end);
}

static void put_parts(struct json_writer *json, const gaz_score_parts *parts) {
    json_put_open(json, "parts", "{");
    json_put_decimal(json, "entry", parts->entry);
    json_put_decimal(json, "left_shape", parts->left_shape);
    json_put_decimal(json, "left_word", parts->left_word);
    json_put_decimal(json, "right_shape", parts->right_shape);
    json_put_decimal(json, "right_word", parts->right_word);
    json_put_decimal(json, "both", parts->both);
    json_put_decimal(json, "shorter", parts->shorter);
    json_put_decimal(json, "sum", parts->sum);
    json_put_text(json, "left_shape_name", parts->left_shape_name);
    json_put_text(json, "left_word_name", parts->left_word_name);
    json_put_text(json, "right_shape_name", parts->right_shape_name);
    json_put_text(json, "right_word_name", parts->right_word_name);
    json_put_close(json, "}");
}

static void put_entry(struct json_writer *json, const gaz_candidate *candidate) {
    json_put_open(json, "entry", "{");
    json_put_text(json, "surface", candidate->surface);
    json_put_text(json, "list", candidate->list);
    if (candidate->list) json_put_number(json, "line", candidate->line);
    json_put_decimal(json, "precision", candidate->precision);
    if (candidate->has_evidence) {
        json_put_number(json, "annotated", candidate->annotated);
        json_put_number(json, "occurrences", candidate->occurrences);
        json_put_number(json, "nested", candidate->nested);
    }
    json_put_text(json, "status", candidate->status);
    if (candidate->verdict && *candidate->verdict) json_put_text(json, "verdict", candidate->verdict);
    if (candidate->variant && *candidate->variant) json_put_text(json, "variant", candidate->variant);
    json_put_text(json, "id", candidate->id);
    json_put_text(json, "name", candidate->name);
    if (candidate->priority) json_put_integer(json, "priority", candidate->priority);
    json_put_close(json, "}");
}

static void put_candidate(struct json_writer *json, const gaz_explanation *explanation,
                          const gaz_candidate *candidate) {
    put_place(json, candidate->input_begin, candidate->input_end);
    json_put_bytes(json, "text", explanation->text + candidate->begin, (size_t)(candidate->end - candidate->begin));
    json_put_text(json, "reason", gaz_reason_name((int)candidate->reason));
    if (candidate->reason != GAZ_REASON_TAGGED) {
        struct buffer words = {0};
        if (!write_reason(&words, explanation, candidate)) json->failed = true;
        json_put_bytes(json, "because", words.bytes, words.size);
        buffer_free(&words);
    }
    json_put_text(json, "type", candidate->type);
    if (candidate->scored) json_put_decimal(json, "score", candidate->score);
    if (candidate->has_parts) put_parts(json, &candidate->parts);
    if (candidate->type) put_entry(json, candidate);
    json_put_text(json, "decided_by", candidate->decided_by);
    if (candidate->other_end) {
        json_put_open(json, "other", "{");
        put_place(json, candidate->other_input_begin, candidate->other_input_end);
        json_put_text(json, "type", candidate->other_type);
        if (candidate->other_type) json_put_decimal(json, "score", candidate->other_score);
        json_put_close(json, "}");
    }
}

static void put_near_miss(struct json_writer *json, const gaz_near_miss *near) {
    json_put_text(json, "surface", near->surface);
    json_put_text(json, "type", near->type);
    json_put_text(json, "kind", near->kind);
    json_put_text(json, "status", near->status);
    if (*near->verdict) json_put_text(json, "verdict", near->verdict);
    json_put_text(json, "list", near->list);
    if (near->list) json_put_number(json, "line", near->line);
}

bool write_json(struct buffer *out, const gaz_explanation *explanation) {
    struct json_writer json = {.out = out};
    json_put_open(&json, NULL, "{");
    json_put_text(&json, "file", explanation->file);
    json_put_number(&json, "line", explanation->line);
    json_put_flag(&json, "tagged", explanation->span.reason == GAZ_REASON_TAGGED);
    json_put_text(&json, "differs", explanation->differs);
    json_put_decimal(&json, "threshold", explanation->threshold);
    put_candidate(&json, explanation, &explanation->span);
    if (explanation->covering) {
        json_put_open(&json, "covering", "{");
        put_candidate(&json, explanation, explanation->covering);
        json_put_close(&json, "}");
    }
    json_put_open(&json, "rejected", "[");
    for (size_t i = 0; i < explanation->rejected_count; i++) {
        json_put_open(&json, NULL, "{");
        put_candidate(&json, explanation, &explanation->rejected[i]);
        json_put_close(&json, "}");
    }
    json_put_close(&json, "]");
    if (explanation->near_miss_count) {
        json_put_open(&json, "near_misses", "[");
        for (size_t i = 0; i < explanation->near_miss_count; i++) {
            json_put_open(&json, NULL, "{");
            put_near_miss(&json, &explanation->near_misses[i]);
            json_put_close(&json, "}");
        }
        json_put_close(&json, "]");
    }
    json_put_close(&json, "}");
    json_put_raw(&json, "\n");
    return !json.failed;
}
