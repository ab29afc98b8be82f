#include "document/markup.h"

#include <stdlib.h>

#include "base/search.h"

bool markup_add_run(struct markup *markup, struct markup_run run) {
    if (!array_reserve(&markup->runs, &markup->run_capacity, markup->run_count + 1, sizeof *markup->runs)) return false;
    markup->runs[markup->run_count++] = run;
    return true;
}

/* Whether source bytes go on where the last run ends. */
static bool goes_on(const struct markup *markup, size_t begin, bool closed) {
    if (markup->run_count == 0) return false;
    const struct markup_run *last = &markup->runs[markup->run_count - 1];
    return !last->reference && last->closed == closed && last->source + last->source_size == begin &&
           last->text + last->size == markup->text.size;
}

bool markup_add_source(struct markup *markup, size_t begin, size_t end, bool closed, bool wraps) {
    size_t size = end - begin;
    size_t before = markup->text.size;
    if (size == 0) return true;
    bool joined = goes_on(markup, begin, closed);
    if (!buffer_add(&markup->text, markup->source + begin, size)) return false;
    char *bytes = markup->text.bytes + before;
    for (size_t i = 0; wraps && i < size; i++)
        if (bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t' || bytes[i] == '\f') bytes[i] = ' ';
    if (!joined) return markup_add_run(markup, (struct markup_run){before, size, begin, size, false, closed});
    markup->runs[markup->run_count - 1].size += size;
    markup->runs[markup->run_count - 1].source_size += size;
    return true;
}

bool markup_add_reference(struct markup *markup, struct markup_range source, const char *bytes, size_t size,
                          bool closed) {
    struct markup_run run = {markup->text.size, size, source.begin, source.end - source.begin, true, closed};
    return buffer_add(&markup->text, bytes, size) && markup_add_run(markup, run);
}

bool markup_add_break(struct markup *markup, char blank) {
    if (markup_at_line(markup)) return true;
    if (blank == ' ' && markup->text.bytes[markup->text.size - 1] == ' ') return true;
    return buffer_add_byte(&markup->text, blank);
}

void markup_end(struct markup *markup) {
    const struct markup_run *last = markup->run_count ? &markup->runs[markup->run_count - 1] : NULL;
    markup->text.size = last ? last->text + last->size : 0;
}

size_t markup_find_run(const struct markup *markup, size_t text) {
    size_t run;
    SEARCH_FIRST(run, markup->run_count, markup->runs[run].text + markup->runs[run].size > text);
    return run;
}

struct markup_range markup_find_source(const struct markup *markup, struct markup_range text) {
    size_t first = markup_find_run(markup, text.begin);
    size_t last = markup_find_run(markup, text.end - 1);
    if (last == markup->run_count || markup->runs[last].text >= text.end) last--; /* it ends with such a blank */
    if (first == markup->run_count || last + 1 == 0 || last < first) return (struct markup_range){0, 0};
    const struct markup_run *from = &markup->runs[first];
    const struct markup_run *to = &markup->runs[last];
    struct markup_range range = {from->source, to->source + to->source_size};
    if (!from->reference && text.begin > from->text) range.begin += text.begin - from->text;
    if (!to->reference && text.end < to->text + to->size) range.end -= to->text + to->size - text.end;
    return range;
}

/* The number of the first run that ends behind a byte of the source. */
static size_t find_source_run(const struct markup *markup, size_t source) {
    size_t run;
    SEARCH_FIRST(run, markup->run_count, markup->runs[run].source + markup->runs[run].source_size > source);
    return run;
}

struct markup_range markup_find_text(const struct markup *markup, struct markup_range source) {
    size_t first = find_source_run(markup, source.begin);
    if (source.begin >= source.end || first == markup->run_count || markup->runs[first].source >= source.end)
        return (struct markup_range){0, 0};
    size_t last = find_source_run(markup, source.end - 1);
    if (last == markup->run_count || markup->runs[last].source >= source.end) last--;
    const struct markup_run *from = &markup->runs[first];
    const struct markup_run *to = &markup->runs[last];
    struct markup_range range = {from->text, to->text + to->size};
    if (!from->reference && source.begin > from->source) range.begin += source.begin - from->source;
    if (!to->reference && source.end < to->source + to->source_size)
        range.end -= to->source + to->source_size - source.end;
    return range;
}

void markup_clear(struct markup *markup) {
    markup->source = NULL;
    markup->size = markup->text.size = markup->run_count = 0;
    markup->xml = false;
}

void markup_free(struct markup *markup) {
    buffer_free(&markup->text);
    free(markup->runs);
    *markup = (struct markup){0};
}
