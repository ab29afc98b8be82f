#include "base/error.h"
#include "base/unicode.h"
#include "explain/explain.h"

void scene_rewind(struct scene *scene) {
    block_rewind(&scene->block);
    scene->rivals.count = 0;
}

/* ---- One explanation ---- */

/* Begins one; its line and sentence are those of the span. */
static void start(gaz_explainer *explainer, const struct scene *scene, uint32_t token) {
    const struct block *block = &scene->block;
    uint32_t sentence = block_sentence(block, token);
    uint32_t first = sentence ? block->sentences[sentence - 1].next : 0;
    uint32_t end = block->sentences[sentence].text_end;
    uint32_t last = block->sentences[sentence].token_end;
    if (last && block->tokens[last - 1].end > end) end = block->tokens[last - 1].end;
    explainer->has_explanation = true;
    explainer->explanation = (gaz_explanation){.file = explainer->file,
                                               .text = explainer->text,
                                               .sentence_begin = block->offset + first,
                                               .sentence_end = block->offset + end,
                                               .threshold = (double)explainer->finder.min_score,
                                               .lost = explainer->lost,
                                               .near = explainer->near};
}

static void set_line(gaz_explainer *explainer, const struct block *block) {
    explainer->explanation.line =
        block->line + lines_count(block->text, (size_t)(explainer->explanation.span.begin - block->offset));
}

/* Describes the candidates beside number `about` that overlap tokens [begin, end), and the one that covers them. */
static bool describe_others(gaz_explainer *explainer, const struct scene *scene, uint32_t begin, uint32_t end,
                            size_t about) {
    const struct rivals *rivals = &scene->rivals;
    gaz_explanation *explanation = &explainer->explanation;
    uint32_t from = begin > rivals->longest ? begin - rivals->longest : 0;
    bool good = true;
    for (size_t i = rivals_at(rivals, from); i < rivals->count && good; i++) {
        const struct rival *item = &rivals->items[i];
        if (item->begin >= end) break;
        if (item->end <= begin || i == about) continue;
        if (item->reason == GAZ_REASON_TAGGED && !explanation->cover) {
            explanation->cover = &explainer->lost[LOST_MAX];
            good = describe_candidate(&explainer->lost[LOST_MAX], explainer, scene, i);
        }
        explanation->lists_differ = explanation->lists_differ || item->differs;
        if (item->reason == GAZ_REASON_TAGGED || explanation->lost_count == LOST_MAX) continue;
        good = good && describe_candidate(&explainer->lost[explanation->lost_count++], explainer, scene, i);
    }
    return good;
}

gaz_status explain_candidate(gaz_explainer *explainer, const struct scene *scene, size_t number, gaz_error *error) {
    const struct rival *candidate = &scene->rivals.items[number];
    start(explainer, scene, candidate->begin);
    gaz_explanation *explanation = &explainer->explanation;
    explanation->lists_differ = candidate->differs;
    bool good = describe_candidate(&explanation->span, explainer, scene, number) &&
                describe_others(explainer, scene, candidate->begin, candidate->end, number);
    set_line(explainer, &scene->block);
    return good ? GAZ_OK : error_memory(error);
}

/* The candidate that tells most of the tokens: the model's, else that with the most annotations; the count if there is
 * none. */
static size_t find_candidate(const gaz_explainer *explainer, const struct scene *scene, uint32_t begin, uint32_t end) {
    const struct rivals *rivals = &scene->rivals;
    size_t best = rivals->count;
    for (size_t i = rivals_at(rivals, begin); i < rivals->count; i++) {
        const struct rival *item = &rivals->items[i];
        if (item->begin != begin) break;
        if (item->end != end) continue;
        if (item->entry != NO_ENTRY) return i;
        const struct entry *entries = explainer->finder.index.lexicon->entries;
        if (best == rivals->count ||
            entries[item->lexical - 1].annotated > entries[rivals->items[best].lexical - 1].annotated)
            best = i;
    }
    return best;
}

gaz_status explain_tokens(gaz_explainer *explainer, const struct scene *scene, uint32_t begin, uint32_t end,
                          gaz_error *error) {
    const struct block *block = &scene->block;
    size_t number = find_candidate(explainer, scene, begin, end);
    if (number < scene->rivals.count) return explain_candidate(explainer, scene, number, error);
    start(explainer, scene, begin);
    gaz_candidate *span = &explainer->explanation.span;
    *span = (gaz_candidate){.begin = block->offset + block->tokens[begin].begin,
                            .end = block->offset + block->tokens[end - 1].end,
                            .reason = GAZ_REASON_UNKNOWN};
    set_line(explainer, block);
    for (uint32_t i = begin; i < end; i++) {
        if (block->tokens[i].end - block->tokens[i].begin <= TOKEN_SIZE_MAX) continue;
        span->reason = GAZ_REASON_LONG_TOKEN;
        span->other_begin = block->offset + block->tokens[i].begin;
        span->other_end = block->offset + block->tokens[i].end;
    }
    if (!describe_others(explainer, scene, begin, end, SIZE_MAX)) return error_memory(error);
    return span->reason == GAZ_REASON_UNKNOWN ? near_find(explainer, block, begin, end, error) : GAZ_OK;
}

/* ---- Spans ---- */

gaz_status explain_go_on(gaz_explainer *explainer, struct block *block, gaz_error *error) {
    return block_next(block, explainer->finder.cut, explainer->text, explainer->size, error);
}

/* Says why bytes [begin, end) are no span, the reason being with the tokens' borders. */
static gaz_status explain_borders(gaz_explainer *explainer, const struct scene *scene, uint32_t token,
                                  gaz_candidate span, gaz_error *error) {
    if (span.reason != GAZ_REASON_NO_TOKEN) {
        start(explainer, scene, token);
    } else { /* there need not be a sentence */
        explainer->has_explanation = true;
        explainer->explanation = (gaz_explanation){.file = explainer->file,
                                                   .text = explainer->text,
                                                   .sentence_begin = span.begin,
                                                   .sentence_end = span.end,
                                                   .threshold = (double)explainer->finder.min_score,
                                                   .lost = explainer->lost,
                                                   .near = explainer->near};
    }
    explainer->explanation.span = span;
    explainer->explanation.line = 1 + lines_count(explainer->text, (size_t)span.begin);
    if (span.reason == GAZ_REASON_NO_TOKEN) return GAZ_OK;
    uint32_t end = block_token(&scene->block, span.end - 1 - scene->block.offset) + 1;
    if (end > scene->block.token_count) end = scene->block.token_count;
    return describe_others(explainer, scene, token, end, SIZE_MAX) ? GAZ_OK : error_memory(error);
}

/* Whether text behind the block, up to `end`, holds a token. The block stays what it is. */
static gaz_status goes_on_behind(bool *goes_on, gaz_explainer *explainer, const struct block *block, uint64_t end,
                                 gaz_error *error) {
    struct block next = {.text = block->text, .offset = block->offset, .size = block->size, .line = block->line};
    gaz_status status = GAZ_OK;
    *goes_on = false;
    do {
        status = explain_go_on(explainer, &next, error);
        if (next.token_count && next.offset + next.tokens[0].begin < end) *goes_on = true;
    } while (status == GAZ_OK && next.size && next.token_count == 0);
    block_free(&next);
    return status;
}

gaz_status explain_bytes(gaz_explainer *explainer, struct scene *scene, uint64_t begin_at, uint64_t end_at,
                         gaz_error *error) {
    const struct block *block = &scene->block;
    gaz_candidate span = {.begin = begin_at, .end = end_at, .reason = GAZ_REASON_NO_TOKEN};
    uint64_t block_end = block->offset + block->size;
    uint32_t begin = block_token(block, begin_at - block->offset);
    uint32_t end = begin;
    while (end < block->token_count && block->offset + block->tokens[end].begin < end_at) end++;
    gaz_status status = rivals_find(&scene->rivals, &explainer->finder, block, begin, end, error);
    bool goes_on = false;
    if (status == GAZ_OK && end > begin && end_at > block_end)
        status = goes_on_behind(&goes_on, explainer, block, end_at, error);
    if (status != GAZ_OK) return status;
    if (begin == end) return explain_borders(explainer, scene, begin, span, error);
    const struct token *first = &block->tokens[begin];
    const struct token *last = &block->tokens[end - 1];
    uint32_t sentence = block_sentence(block, begin);
    uint32_t sentence_end = block->sentences[sentence].token_end;
    if (goes_on || sentence_end < end) {
        span.reason = GAZ_REASON_SENTENCE;
        span.other_begin = span.other_end = block->offset + block->sentences[sentence].text_end;
        return explain_borders(explainer, scene, begin, span, error);
    }
    bool cuts_first = block->offset + first->begin < begin_at;
    if (cuts_first || block->offset + last->end > end_at) {
        const struct token *token = cuts_first ? first : last;
        span.reason = GAZ_REASON_CUTS_TOKEN;
        span.other_begin = block->offset + token->begin;
        span.other_end = block->offset + token->end;
        return explain_borders(explainer, scene, begin, span, error);
    }
    return explain_tokens(explainer, scene, begin, end, error);
}

/* The byte where `*count` units end, counted from byte `at`. False: the text ends before, or inside a character. */
static bool find_byte(uint64_t *at, const gaz_explainer *explainer, uint64_t count) {
    struct units units = explainer->units;
    if (units.unit == GAZ_OFFSETS_BYTE) {
        if (count > explainer->size - *at) return false;
        *at += count;
        return true;
    }
    while (count && *at < explainer->size) {
        uint32_t code;
        unsigned length = unicode_decode(&code, explainer->text + *at, explainer->size - *at);
        unsigned width = units.unit == GAZ_OFFSETS_UTF16 && length == 4 ? 2 : 1;
        if (width > count) return false;
        count -= width;
        *at += length ? length : 1;
    }
    return count == 0;
}

gaz_status gaz_explainer_span(const gaz_explanation **explanation, gaz_explainer *explainer, uint64_t begin,
                              uint64_t end, gaz_error *error) {
    if (!explanation || !explainer)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_explainer_span without an explainer");
    *explanation = NULL;
    explainer->has_explanation = false;
    uint64_t begin_at = 0;
    if (begin >= end)
        return error_set(error, GAZ_ERROR_ARGUMENT, explainer->file, 0,
                         "the span is empty: its begin is below its end");
    bool inside = find_byte(&begin_at, explainer, begin);
    uint64_t end_at = begin_at;
    if (!inside || !find_byte(&end_at, explainer, end - begin))
        return error_set(error, GAZ_ERROR_ARGUMENT, explainer->file, 0,
                         "the span ends behind the text, or inside a character");
    struct scene *scene = &explainer->elsewhere;
    if (begin_at < scene->block.offset || scene->block.size == 0) scene_rewind(scene);
    while (scene->block.size == 0 || scene->block.offset + scene->block.size <= begin_at) {
        gaz_status status = explain_go_on(explainer, &scene->block, error);
        if (status != GAZ_OK) return status;
        if (scene->block.size == 0) break;
    }
    gaz_status status = explain_bytes(explainer, scene, begin_at, end_at, error);
    if (status == GAZ_OK) *explanation = &explainer->explanation;
    return status;
}
