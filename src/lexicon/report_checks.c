#include "lexicon/report_checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/typography.h"
#include "base/unicode.h"

enum { SHOWN = 12 /* entries of a check */, SHORT_CHARACTERS = 2, LONG_TOKENS = 10, COMMON_PER = 1000 };

/* What checks are made with. */
struct checked {
    const gaz_lexicon *lexicon;
    const struct report_text *text;
    struct strings folded; /* surfaces without a difference in case */
    uint32_t *by_surface;  /* number in folded */
    uint32_t *surfaces;    /* by number in folded: how many are written so */
};

/* Whether the entry is one of those that are looked at: kept, and not made by a rule. */
static bool is_checked(const struct entry *entry) {
    return entry->variant == VARIANT_NONE && entry->status != ENTRY_GONE && entry_is_kept(entry, true);
}

static const struct string *surface_of(const struct checked *checked, const struct entry *entry) {
    return &checked->lexicon->surfaces.items[entry->surface];
}

/* Whether the surface has another checked entry, of the same type or of another one. */
static bool has_sense(const struct checked *checked, const struct entry *entry, bool same_type) {
    const gaz_lexicon *lexicon = checked->lexicon;
    for (uint32_t at = lexicon_first(lexicon, entry->surface); at; at = lexicon->entries[at - 1].next) {
        const struct entry *other = &lexicon->entries[at - 1];
        if (other != entry && is_checked(other) && (other->type == entry->type) == same_type) return true;
    }
    return false;
}

static bool has_several_ids(const struct checked *checked, const struct entry *entry) {
    return has_sense(checked, entry, true);
}

static bool has_several_types(const struct checked *checked, const struct entry *entry) {
    return has_sense(checked, entry, false);
}

static bool differs_in_case(const struct checked *checked, const struct entry *entry) {
    return checked->surfaces[checked->by_surface[entry->surface]] > 1;
}

static bool is_short(const struct checked *checked, const struct entry *entry) {
    const struct string *surface = surface_of(checked, entry);
    uint32_t characters = 0;
    for (uint32_t i = 0; i < surface->size; i++) characters += ((unsigned char)surface->bytes[i] & 0xC0) != 0x80;
    return characters <= SHORT_CHARACTERS;
}

static bool has_no_letter(const struct checked *checked, const struct entry *entry) {
    const struct string *surface = surface_of(checked, entry);
    for (uint32_t i = 0; i < surface->size; i++) {
        unsigned char byte = (unsigned char)surface->bytes[i];
        if (byte >= 0x80 || ((byte | 32) >= 'a' && (byte | 32) <= 'z')) return false;
    }
    return true;
}

/* Not UTF-8, or with characters that nobody sees or that stand for none. */
static bool is_odd(const struct checked *checked, const struct entry *entry) {
    const struct string *surface = surface_of(checked, entry);
    for (uint32_t i = 0; i < surface->size;) {
        uint32_t code;
        unsigned length = unicode_decode(&code, surface->bytes + i, surface->size - i);
        bool odd = length == 0 || code < ' ' || (code >= 0x7F && code < 0xA0) || code == 0xFFFD ||
                   (code >= 0xE000 && code < 0xF900) || typography_is_invisible(code);
        if (odd) return true;
        i += length;
    }
    return false;
}

static bool begins_with(const struct string *surface, const char *text) {
    return strncmp(surface->bytes, text, strlen(text)) == 0;
}

static bool is_comment(const struct checked *checked, const struct entry *entry) {
    static const char *const begins[] = {"#", "//", ";", "!", "||", "<", "--", "\"", "'"};
    const struct string *surface = surface_of(checked, entry);
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (begins_with(surface, begins[i])) return true;
    return strstr(surface->bytes, " # ") != NULL;
}

static bool is_long(const struct checked *checked, const struct entry *entry) {
    (void)checked;
    return entry->token_count > LONG_TOKENS;
}

static bool is_common(const struct checked *checked, const struct entry *entry) {
    uint64_t count = report_text_count(checked->text, entry);
    return count > 0 && count * COMMON_PER >= checked->text->word_count;
}

static bool is_absent(const struct checked *checked, const struct entry *entry) {
    return report_text_count(checked->text, entry) == 0;
}

static const struct check {
    const char *name;
    const char *about;
    bool (*fits)(const struct checked *checked, const struct entry *entry);
    bool needs_text;
} checks[] = {
    {"Several ids", "the surface has other entries of its type", has_several_ids, false},
    {"Several types", "the surface has entries of other types", has_several_types, false},
    {"Case", "surfaces that differ in case only", differs_in_case, false},
    {"Very short", "one or two characters", is_short, false},
    {"No letters", "digits and signs only", has_no_letter, false},
    {"Odd characters", "invisible ones, controls, or not UTF-8", is_odd, false},
    {"Like comments", "begin as comments, quotes or markup do", is_comment, false},
    {"Very long", "over ten tokens", is_long, false},
    {"Common in the text", "one word in a thousand, or more", is_common, true},
    {"Not in the text", "as they are written", is_absent, true},
};

/* ---- The table ---- */

static bool fold(struct buffer *folded, const struct string *surface) {
    size_t most = unicode_normalized_room(surface->size);
    folded->size = 0;
    if (!buffer_reserve(folded, most)) return false;
    folded->size = unicode_normalize(folded->bytes, most, surface->bytes, surface->size, UNICODE_FOLD);
    return true;
}

/* Counts the surfaces that differ in case only. False: out of memory. */
static bool fold_surfaces(struct checked *checked) {
    const gaz_lexicon *lexicon = checked->lexicon;
    uint32_t count = lexicon->surfaces.count;
    struct buffer folded = {0};
    checked->by_surface = calloc((size_t)count + 1, sizeof *checked->by_surface);
    checked->surfaces = calloc((size_t)count + 1, sizeof *checked->surfaces);
    bool good = checked->by_surface && checked->surfaces;
    for (uint32_t i = 0; i < count && good; i++) {
        uint32_t at = lexicon_first(lexicon, i);
        while (at && !is_checked(&lexicon->entries[at - 1])) at = lexicon->entries[at - 1].next;
        good = fold(&folded, &lexicon->surfaces.items[i]) &&
               strings_add(&checked->by_surface[i], &checked->folded, folded.bytes, folded.size, NULL) == GAZ_OK;
        if (good) checked->surfaces[checked->by_surface[i]] += at > 0;
    }
    buffer_free(&folded);
    return good;
}

/* The entries of a check, those that are shown separated by commas. */
static void put_check(struct report *report, const struct checked *checked, const struct check *check,
                      const uint32_t *sorted) {
    const gaz_lexicon *lexicon = checked->lexicon;
    struct buffer names = {0};
    uint64_t found = 0;
    uint32_t last = UINT32_MAX;
    unsigned shown = 0;
    bool more = false;
    for (size_t i = 0; i < lexicon->entry_count && !report->failed; i++) {
        const struct entry *entry = &lexicon->entries[sorted[i]];
        if (!is_checked(entry) || !check->fits(checked, entry)) continue;
        found++;
        if (entry->surface == last) continue;
        more = shown == SHOWN;
        if (more) continue;
        const struct string *surface = surface_of(checked, entry);
        if (!buffer_add_text(&names, shown ? "</bdi>, <bdi>" : "<bdi>") ||
            !html_add_text(&names, surface->bytes, surface->size))
            report->failed = true;
        last = entry->surface;
        shown++;
    }
    report_begin_row(report, check->name, strlen(check->name));
    report_cell_text(report, check->about);
    report_cell_count(report, found);
    report_put(report, "<td class=\"example\">");
    if (!buffer_add_text(&names, more ? "</bdi>, ..." : shown ? "</bdi>" : "") || !buffer_add_byte(&names, 0))
        report->failed = true;
    else
        report_put(report, names.bytes);
    report_put(report, "</td>");
    report_end_row(report);
    buffer_free(&names);
}

static void put_duplicates(struct report *report, const gaz_lexicon *lexicon) {
    static const char name[] = "Listed again";
    report_begin_row(report, name, sizeof name - 1);
    report_cell_text(report, "entries that the lists have more than once");
    report_cell_count(report, lexicon->duplicates);
    report_put(report, "<td class=\"example\"></td>");
    report_end_row(report);
}

static void put_rows(struct report *report, const struct checked *checked) {
    uint32_t *sorted = lexicon_sorted(checked->lexicon);
    if (!sorted) report->failed = true;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && sorted; i++)
        if (!checks[i].needs_text || checked->text->known) put_check(report, checked, &checks[i], sorted);
    put_duplicates(report, checked->lexicon);
    free(sorted);
}

void report_put_checks(struct report *report, const gaz_lexicon *lexicon, const struct report_text *text) {
    static const struct report_column columns[] = {
        {"Check", false}, {"What is meant", false}, {"Entries", true}, {"Such as", false}, {NULL, false}};
    struct checked checked = {.lexicon = lexicon, .text = text};
    if (!fold_surfaces(&checked)) report->failed = true;
    report_put(report, "<section>\n<h2>Checks</h2>\n<p>What the kept entries look like, variants aside. None of it "
                       "needs to be wrong.</p>\n");
    report_begin_table(report, "Checks of the lists", columns);
    if (!report->failed) put_rows(report, &checked);
    report_end_table(report);
    report_put(report, "</section>\n");
    strings_free(&checked.folded);
    free(checked.by_surface);
    free(checked.surfaces);
}
