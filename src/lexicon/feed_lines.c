#include "lexicon/feed_lines.h"

#include "base/error.h"
#include "lexicon/feed.h"
#include "lexicon/feed_table.h"

enum { LINES_LOOKED_AT = 1000, MISFITS_MAX = LINES_LOOKED_AT / 10, SIZE_LOOKED_AT = 4096 };

static const struct dictionary_entry untyped = {.priority = 0};

static bool holds(struct field text, const char *sign) {
    return memmem(text.bytes, text.size, sign, strlen(sign)) != NULL;
}

/* ---- Comments ---- */

static bool begins_comment(struct field text) {
    return field_begins(text, "#") || field_begins(text, ";") || field_begins(text, "//");
}

/* Cuts a comment off that has blanks before it. `*cut`: there was one. */
static struct field cut_comment(bool *cut, struct field line) {
    struct field text = field_trim(line);
    *cut = false;
    for (size_t i = 1; i < text.size; i++) {
        struct field rest = {text.bytes + i, text.size - i};
        if (!field_is_blank(text.bytes[i - 1]) || !begins_comment(rest)) continue;
        *cut = true;
        return field_trim((struct field){text.bytes, i});
    }
    return text;
}

/* Takes the first word from a text. */
static struct field take_word(struct field *text) {
    size_t size = 0;
    while (size < text->size && !field_is_blank(text->bytes[size])) size++;
    struct field word = {text->bytes, size};
    *text = field_trim((struct field){text->bytes + size, text->size - size});
    return word;
}

/* ---- What a file is ---- */

/* What the first lines of a file are. */
struct tally {
    size_t lines;    /* but for comments */
    size_t fitting;  /* of them: those that the format has */
    size_t typical;  /* of these: those that tell it */
    size_t comments; /* lines that are comments */
    size_t cut;      /* comments behind something */
    size_t odd;      /* indicators that are defanged, or that no entry can express */
    size_t vague;    /* of these: wildcards and regular expressions, which other things look like */
};

typedef void (*count_line)(struct tally *tally, struct field line);

/* Counts the first lines. False: too many do not fit. */
static bool count_lines(struct tally *tally, const struct dictionary *file, count_line count) {
    struct dictionary dictionary = *file;
    struct field line;
    if (file->options->columns) return false;
    while (tally->lines < LINES_LOOKED_AT && dictionary_line(&line, &dictionary)) {
        if (memchr(line.bytes, 0, line.size)) return false; /* no text */
        count(tally, field_trim(line));
        if (tally->lines - tally->fitting > MISFITS_MAX) return false;
    }
    return tally->lines && tally->fitting * 10 >= tally->lines * 9;
}

/* Takes a text apart that is not longer than indicators are. */
static enum indicator_kind look(bool *refanged, struct field text) {
    char room[SIZE_LOOKED_AT];
    struct indicator found = {.kind = INDICATOR_NONE};
    if (text.size <= sizeof room) indicator_look(&found, room, text);
    *refanged = found.refanged;
    return found.kind;
}

/* ---- Plain feeds ---- */

static void count_feed(struct tally *tally, struct field line) {
    bool cut;
    bool refanged;
    tally->comments += begins_comment(line);
    if (begins_comment(line)) return;
    enum indicator_kind kind = look(&refanged, cut_comment(&cut, line));
    tally->lines++;
    if (kind == INDICATOR_NONE) return;
    tally->fitting++;
    tally->typical += kind != INDICATOR_HOST && kind != INDICATOR_EMAIL;
    tally->cut += cut;
    tally->odd += refanged || indicator_fault(kind);
    tally->vague += kind == INDICATOR_WILDCARD || kind == INDICATOR_EXPRESSION;
}

bool feed_is(const struct dictionary *file) {
    struct tally tally = {0};
    if (feed_table_is(file)) return true;
    if (!count_lines(&tally, file, count_feed)) return false;
    if (2 * tally.vague > tally.fitting) return false; /* /usr/lib/ and *.c are no feed */
    bool commented = tally.cut > 1 || (tally.cut && tally.comments);
    return commented || tally.odd || (tally.comments && tally.typical * 10 >= tally.lines * 9);
}

static gaz_status take_feed(struct feed *feed, struct field line) {
    bool cut;
    struct field text = cut_comment(&cut, line);
    feed->cut += cut;
    return feed_add(feed, text, &untyped);
}

/* Reads all lines but those that are comments. */
static gaz_status read_lines(struct dictionary *dictionary, gaz_status (*take)(struct feed *feed, struct field line),
                             bool (*is_comment)(struct field line), const char *what) {
    struct feed feed = {.dictionary = dictionary};
    struct field line;
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && dictionary_line(&line, dictionary)) {
        line = field_trim(line);
        if (is_comment(line))
            dictionary->report->comments++;
        else
            status = take(&feed, line);
    }
    feed_end(&feed, status == GAZ_OK ? what : NULL);
    return status;
}

gaz_status feed_read(struct dictionary *dictionary) {
    if (feed_table_is(dictionary)) return feed_table_read(dictionary);
    return read_lines(dictionary, take_feed, begins_comment, "a feed of indicators");
}

/* ---- Hosts files ---- */

/* Addresses that lead nowhere. */
static bool leads_nowhere(struct field address) {
    static const char *const addresses[] = {"0.0.0.0", "127.0.0.1", "::", "::1", "0", "::0"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (field_is(&address, addresses[i])) return true;
    return false;
}

static bool is_address(struct field text) {
    bool refanged;
    const char *scope = memchr(text.bytes, '%', text.size); /* fe80::1%lo0 */
    if (scope) text.size = (size_t)(scope - text.bytes);
    enum indicator_kind kind = look(&refanged, text);
    return leads_nowhere(text) || kind == INDICATOR_IPV4 || kind == INDICATOR_IPV6;
}

static void count_hosts(struct tally *tally, struct field line) {
    bool cut;
    if (begins_comment(line)) return;
    struct field text = cut_comment(&cut, line);
    struct field address = take_word(&text);
    tally->lines++;
    if (text.size == 0 || !is_address(address)) return;
    tally->fitting++;
    tally->typical += leads_nowhere(address);
}

bool hosts_are(const struct dictionary *file) {
    struct tally tally = {0};
    return count_lines(&tally, file, count_hosts) && tally.typical * 2 >= tally.lines;
}

/* Names that each hosts file has for its own machine. */
static bool is_own_name(struct field name) {
    static const char *const names[] = {"localhost", "localhost.localdomain", "localhost4", "localhost6",
                                        "local",     "broadcasthost",         "loopback",   "0.0.0.0"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (field_is(&name, names[i])) return true;
    return field_begins(name, "ip6-");
}

static gaz_status take_hosts(struct feed *feed, struct field line) {
    bool cut;
    struct field names = cut_comment(&cut, line);
    struct field address = take_word(&names);
    feed->cut += cut;
    if (names.size == 0) return feed_add(feed, address, &untyped);
    if (!leads_nowhere(address)) {
        bool other = is_address(address);
        dictionary_skip(feed->dictionary, "%s",
                        other ? "an address that is in use, so that its names are not blocked" : "no address and host");
        return GAZ_OK;
    }
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && names.size) {
        struct field name = take_word(&names);
        if (is_own_name(name))
            dictionary_skip(feed->dictionary, "a name of the machine itself");
        else
            status = feed_add(feed, name, &untyped);
    }
    return status;
}

gaz_status hosts_read(struct dictionary *dictionary) {
    return read_lines(dictionary, take_hosts, begins_comment, "a hosts file");
}

/* ---- Rules of ad blockers ---- */

static bool is_rule_comment(struct field line) {
    return field_begins(line, "!") || field_begins(line, "[") || field_begins(line, "# ") || field_is(&line, "#");
}

/* Rules for parts of pages: host##selector. */
static bool is_cosmetic(struct field line) {
    static const char *const signs[] = {"##", "#@#", "#?#", "#$#", "#%#", "$$"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (holds(line, signs[i])) return true;
    return false;
}

static void count_rule(struct tally *tally, struct field line) {
    if (is_rule_comment(line)) return;
    bool host = field_begins(line, "||") && holds(line, "^");
    tally->lines++;
    tally->typical += host;
    tally->fitting += host || field_begins(line, "||") || field_begins(line, "@@") || is_cosmetic(line);
}

bool adblock_is(const struct dictionary *file) {
    struct tally tally = {0};
    struct dictionary dictionary = *file;
    struct field line;
    if (file->options->columns) return false;
    if (dictionary_line(&line, &dictionary) && field_begins(field_trim(line), "[Adblock")) return true;
    return count_lines(&tally, file, count_rule) && tally.typical;
}

/* Why a rule is no host alone; NULL: it is. `*host` receives what stands between || and ^. */
static const char *find_host(struct field *host, struct field rule) {
    if (field_begins(rule, "@@")) return "an exception, which no entry can express";
    if (is_cosmetic(rule)) return "a rule for parts of pages, which no entry can express";
    if (!field_begins(rule, "||")) return "a rule that is not of the form ||host^";
    *host = (struct field){rule.bytes + 2, rule.size - 2};
    const char *end = memchr(host->bytes, '^', host->size);
    if (memchr(host->bytes, '$', host->size)) return "a rule with options, which no entry can express";
    if (memchr(host->bytes, '/', host->size)) return "a rule with a path, which no entry can express";
    if (!end || end + 1 < host->bytes + host->size) return "a rule that is not of the form ||host^";
    host->size--;
    return NULL;
}

static gaz_status take_rule(struct feed *feed, struct field line) {
    struct field host;
    const char *reason = find_host(&host, line);
    if (!reason) return feed_add(feed, host, &untyped);
    dictionary_skip(feed->dictionary, "%s", reason);
    return GAZ_OK;
}

gaz_status adblock_read(struct dictionary *dictionary) {
    return read_lines(dictionary, take_rule, is_rule_comment, "rules of an ad blocker");
}
