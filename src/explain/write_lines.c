#include <math.h>

#include "base/decimal.h"
#include "base/unicode.h"
#include "explain/write.h"
#include "scan/excerpt.h"

enum { CONTEXT_BYTES = 60 };

/* What is put, with colours or without. */
struct page {
    struct buffer *out;
    const gaz_explanation *explanation;
    bool colours;
    bool good;
};

static void put(struct page *page, const char *text) {
    page->good = page->good && buffer_add_text(page->out, text);
}

static void put_colour(struct page *page, const char *escape) {
    if (page->colours) put(page, escape);
}

static void put_number(struct page *page, uint64_t number) {
    page->good = page->good && buffer_add_number(page->out, number);
}

static void put_decimal(struct page *page, double number) {
    if (isfinite(number))
        page->good = page->good && decimal_add(page->out, number);
    else
        put(page, number > 0 ? "certain" : "hopeless");
}

static void put_bytes(struct page *page, uint64_t begin, uint64_t end) {
    page->good = page->good && excerpt_add_plain(page->out, page->explanation->text + begin, (size_t)(end - begin));
}

/* Moves a byte of the text to the beginning of its character. */
static uint64_t whole(const gaz_explanation *explanation, uint64_t at) {
    for (int back = 0; back < 3 && at > 0 && at < explanation->text_size; back++) {
        if (((unsigned char)explanation->text[at] & 0xC0) != 0x80) break;
        at--;
    }
    return at;
}

/* The span in its sentence, marked. */
static void put_sentence(struct page *page) {
    const gaz_explanation *explanation = page->explanation;
    const gaz_candidate *span = &explanation->span;
    uint64_t begin = explanation->sentence_begin;
    uint64_t end = explanation->sentence_end;
    if (span->begin - begin > CONTEXT_BYTES) begin = whole(explanation, span->begin - CONTEXT_BYTES);
    if (end - span->end > CONTEXT_BYTES) end = whole(explanation, span->end + CONTEXT_BYTES);
    if (explanation->file) {
        page->good = page->good && excerpt_add_plain(page->out, explanation->file, strlen(explanation->file));
        put(page, ":");
    }
    put_number(page, explanation->line);
    put(page, ": ");
    if (begin > explanation->sentence_begin) put(page, "...");
    put_bytes(page, begin, span->begin);
    put(page, page->colours ? "\x1b[1;7m" : "[");
    put_bytes(page, span->begin, span->end);
    put(page, page->colours ? "\x1b[0m" : "]");
    put_bytes(page, span->end, end);
    if (end < explanation->sentence_end) put(page, "...");
    put(page, "\n");
}

static void put_list(struct page *page, const char *list, uint64_t line) {
    if (!list) return;
    put(page, ", ");
    page->good = page->good && excerpt_add_plain(page->out, list, strlen(list));
    put(page, ":");
    put_number(page, line);
}

static void put_entry(struct page *page, const gaz_candidate *candidate) {
    put(page, "    entry   ");
    const char *surface = candidate->surface ? candidate->surface : "(known from the lists only)";
    page->good = page->good && excerpt_add_plain(page->out, surface, strlen(surface));
    put_list(page, candidate->list, candidate->line);
    if (candidate->has_evidence) {
        put(page, ", annotated ");
        put_number(page, candidate->annotated);
        put(page, " of ");
        put_number(page, candidate->occurrences);
        put(page, " occurrences, ");
        put_number(page, candidate->nested);
        put(page, " nested");
    }
    put(page, ", precision ");
    put_decimal(page, candidate->precision);
    if (candidate->variant && *candidate->variant) {
        put(page, ", variant ");
        put(page, candidate->variant);
    }
    if (candidate->verdict && *candidate->verdict) {
        put(page, ", verdict ");
        put(page, candidate->verdict);
    }
    if (candidate->priority) {
        put(page, candidate->priority < 0 ? ", priority -" : ", priority ");
        int64_t priority = candidate->priority;
        put_number(page, (uint64_t)(priority < 0 ? -priority : priority));
    }
    if (candidate->id) {
        put(page, ", id ");
        put(page, candidate->id);
    }
    if (candidate->name) {
        put(page, ", name ");
        put(page, candidate->name);
    }
    put(page, "\n");
}

static void put_part(struct page *page, double part, const char *name) {
    put(page, part < 0 ? " - " : " + ");
    put_decimal(page, fabs(part));
    put(page, " ");
    put(page, name);
}

static void put_score(struct page *page, const gaz_candidate *candidate) {
    const gaz_score_parts *parts = &candidate->parts;
    put(page, "    score   ");
    put_decimal(page, candidate->score);
    put(page, candidate->score < page->explanation->threshold ? " < " : " >= ");
    put_decimal(page, page->explanation->threshold);
    if (!candidate->has_parts) put(page, ", the entry's precision\n");
    if (!candidate->has_parts) return;
    put(page, ", log odds ");
    put_decimal(page, parts->sum);
    put(page, " = ");
    put_decimal(page, parts->entry);
    put(page, " entry");
    put_part(page, parts->left_shape, "left ");
    put(page, parts->left_shape_name);
    put_part(page, parts->left_word, "left ");
    put(page, parts->left_word_name);
    put_part(page, parts->right_shape, "right ");
    put(page, parts->right_shape_name);
    put_part(page, parts->right_word, "right ");
    put(page, parts->right_word_name);
    put_part(page, parts->both, "both");
    if (parts->shorter > 0 || parts->shorter < 0) put_part(page, parts->shorter, "a longer one rejected");
    put(page, "\n");
}

/* "  3-12 Type: reason" */
static void put_head(struct page *page, const gaz_candidate *candidate) {
    put_number(page, candidate->input_begin);
    put(page, "-");
    put_number(page, candidate->input_end);
    if (candidate->type) {
        put(page, " ");
        put_colour(page, "\x1b[36m");
        put(page, candidate->type);
        put_colour(page, "\x1b[0m");
    }
    if (candidate->reason == GAZ_REASON_TAGGED) return;
    put(page, ": ");
    put_colour(page, "\x1b[33m");
    page->good = page->good && write_reason(page->out, page->explanation, candidate);
    put_colour(page, "\x1b[0m");
}

static void put_lost(struct page *page, const gaz_candidate *candidate) {
    put(page, "    lost    ");
    put_colour(page, "\x1b[2m");
    put_bytes(page, candidate->begin, candidate->end);
    put_colour(page, "\x1b[0m");
    put(page, " ");
    put_head(page, candidate);
    if (candidate->list) put_list(page, candidate->list, candidate->line);
    put(page, "\n");
}

static void put_near(struct page *page, const gaz_near_miss *near) {
    put(page, "    near    ");
    page->good = page->good && excerpt_add_plain(page->out, near->surface, strlen(near->surface));
    put(page, " ");
    put(page, near->type);
    put(page, ", differs in ");
    put(page, near->kind);
    put(page, *near->verdict ? ", verdict " : strcmp(near->status, "kept") == 0 ? ", " : ", dropped for ");
    put(page, *near->verdict ? near->verdict : near->status);
    put_list(page, near->list, near->line);
    put(page, "\n");
}

bool write_lines(struct buffer *out, const gaz_explanation *explanation, bool colours) {
    const gaz_candidate *span = &explanation->span;
    struct page page = {.out = out, .explanation = explanation, .colours = colours, .good = true};
    put_sentence(&page);
    if (explanation->differs) {
        put(&page, "  the surface does not occur as it is: this differs in ");
        put(&page, explanation->differs);
        put(&page, "\n");
    }
    put(&page, span->reason == GAZ_REASON_TAGGED ? "  tagged " : "  not tagged ");
    put_head(&page, span);
    put(&page, "\n");
    if (span->type) put_entry(&page, span);
    if (span->scored) put_score(&page, span);
    if (explanation->covering) {
        put(&page, "    beside  ");
        put_bytes(&page, explanation->covering->begin, explanation->covering->end);
        put(&page, " ");
        put_head(&page, explanation->covering);
        put(&page, ", which is tagged\n");
    }
    for (size_t i = 0; i < explanation->rejected_count; i++) put_lost(&page, &explanation->rejected[i]);
    for (size_t i = 0; i < explanation->near_miss_count; i++) put_near(&page, &explanation->near_misses[i]);
    return page.good;
}
