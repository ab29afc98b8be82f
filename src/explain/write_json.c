#include <math.h>

#include "base/json.h"
#include "explain/write.h"

/* Appends members of an object. `good`: there is memory. */
struct object {
    struct buffer *out;
    bool good;
    bool begun;
};

static void put(struct object *object, const char *text) {
    object->good = object->good && buffer_add_text(object->out, text);
}

static void put_key(struct object *object, const char *key) {
    put(object, object->begun ? ", \"" : "\"");
    put(object, key);
    put(object, "\": ");
    object->begun = true;
}

static void put_bytes(struct object *object, const char *key, const char *bytes, size_t size) {
    put_key(object, key);
    put(object, "\"");
    object->good = object->good && json_add_text(object->out, bytes, size);
    put(object, "\"");
}

/* NULL is left out. */
static void put_text(struct object *object, const char *key, const char *text) {
    if (text) put_bytes(object, key, text, strlen(text));
}

static void put_number(struct object *object, const char *key, uint64_t number) {
    put_key(object, key);
    object->good = object->good && buffer_add_number(object->out, number);
}

/* An infinite one is null. */
static void put_decimal(struct object *object, const char *key, double number) {
    put_key(object, key);
    if (isfinite(number))
        object->good = object->good && buffer_add_decimal(object->out, number);
    else
        put(object, "null");
}

static void open_value(struct object *object, const char *key, const char *bracket) {
    put_key(object, key);
    put(object, bracket);
    object->begun = false;
}

static void close_value(struct object *object, const char *bracket) {
    put(object, bracket);
    object->begun = true;
}

static void put_place(struct object *object, uint64_t begin, uint64_t end) {
    put_number(object, "begin", begin);
    put_number(object, "end", end);
}

static void put_parts(struct object *object, const gaz_score_parts *parts) {
    open_value(object, "parts", "{");
    put_decimal(object, "entry", parts->entry);
    put_decimal(object, "left_shape", parts->left_shape);
    put_decimal(object, "left_word", parts->left_word);
    put_decimal(object, "right_shape", parts->right_shape);
    put_decimal(object, "right_word", parts->right_word);
    put_decimal(object, "both", parts->both);
    put_decimal(object, "shorter", parts->shorter);
    put_decimal(object, "sum", parts->sum);
    put_text(object, "left_shape_name", parts->left_shape_name);
    put_text(object, "left_word_name", parts->left_word_name);
    put_text(object, "right_shape_name", parts->right_shape_name);
    put_text(object, "right_word_name", parts->right_word_name);
    close_value(object, "}");
}

static void put_entry(struct object *object, const gaz_candidate *candidate) {
    open_value(object, "entry", "{");
    put_text(object, "surface", candidate->surface);
    put_text(object, "list", candidate->list);
    if (candidate->list) put_number(object, "line", candidate->line);
    put_decimal(object, "precision", candidate->precision);
    if (candidate->has_evidence) {
        put_number(object, "annotated", candidate->annotated);
        put_number(object, "occurrences", candidate->occurrences);
        put_number(object, "nested", candidate->nested);
    }
    put_text(object, "status", candidate->status);
    if (candidate->verdict && *candidate->verdict) put_text(object, "verdict", candidate->verdict);
    if (candidate->variant && *candidate->variant) put_text(object, "variant", candidate->variant);
    put_text(object, "id", candidate->id);
    if (candidate->priority) {
        int64_t priority = candidate->priority;
        put_key(object, "priority");
        put(object, priority < 0 ? "-" : "");
        object->good = object->good && buffer_add_number(object->out, (uint64_t)(priority < 0 ? -priority : priority));
    }
    close_value(object, "}");
}

static void put_candidate(struct object *object, const gaz_explanation *explanation, const gaz_candidate *candidate) {
    put_place(object, candidate->input_begin, candidate->input_end);
    put_bytes(object, "text", explanation->text + candidate->begin, (size_t)(candidate->end - candidate->begin));
    put_text(object, "reason", gaz_reason_name(candidate->reason));
    if (candidate->reason != GAZ_REASON_TAGGED) {
        struct buffer words = {0};
        object->good = object->good && write_reason(&words, explanation, candidate);
        put_bytes(object, "because", words.bytes, words.size);
        buffer_free(&words);
    }
    put_text(object, "type", candidate->type);
    if (candidate->scored) put_decimal(object, "score", candidate->score);
    if (candidate->has_parts) put_parts(object, &candidate->parts);
    if (candidate->type) put_entry(object, candidate);
    put_text(object, "decided_by", candidate->decided_by);
    if (candidate->other_end) {
        open_value(object, "other", "{");
        put_place(object, candidate->other_input_begin, candidate->other_input_end);
        put_text(object, "type", candidate->other_type);
        if (candidate->other_type) put_decimal(object, "score", candidate->other_score);
        close_value(object, "}");
    }
}

static void put_near_miss(struct object *object, const gaz_near_miss *near) {
    put_text(object, "surface", near->surface);
    put_text(object, "type", near->type);
    put_text(object, "kind", near->kind);
    put_text(object, "status", near->status);
    if (*near->verdict) put_text(object, "verdict", near->verdict);
    put_text(object, "list", near->list);
    if (near->list) put_number(object, "line", near->line);
}

bool write_json(struct buffer *out, const gaz_explanation *explanation) {
    struct object object = {.out = out, .good = true};
    put(&object, "{");
    put_text(&object, "file", explanation->file);
    put_number(&object, "line", explanation->line);
    put_key(&object, "tagged");
    put(&object, explanation->span.reason == GAZ_REASON_TAGGED ? "true" : "false");
    put_text(&object, "differs", explanation->differs);
    put_decimal(&object, "threshold", explanation->threshold);
    put_candidate(&object, explanation, &explanation->span);
    if (explanation->covering) {
        open_value(&object, "covering", "{");
        put_candidate(&object, explanation, explanation->covering);
        close_value(&object, "}");
    }
    open_value(&object, "rejected", "[");
    for (size_t i = 0; i < explanation->rejected_count; i++) {
        put(&object, i ? ", {" : "{");
        object.begun = false;
        put_candidate(&object, explanation, &explanation->rejected[i]);
        put(&object, "}");
    }
    close_value(&object, "]");
    if (explanation->near_miss_count) {
        open_value(&object, "near_misses", "[");
        for (size_t i = 0; i < explanation->near_miss_count; i++) {
            put(&object, i ? ", {" : "{");
            object.begun = false;
            put_near_miss(&object, &explanation->near_misses[i]);
            put(&object, "}");
        }
        close_value(&object, "]");
    }
    put(&object, "}\n");
    return object.good;
}
