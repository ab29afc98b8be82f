#include "lexicon/feed_table.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "lexicon/csv.h"
#include "lexicon/feed.h"
#include "lexicon/list_row.h"

/* The names of columns with indicators, as feeds have them. */
static const char *const indicator_columns[] = {
    "url",      "ip",   "dst_ip",    "src_ip",    "ip_address",  "domain",          "host",
    "hostname", "fqdn", "ioc",       "ioc_value", "indicator",   "indicator_value", "md5",
    "md5_hash", "sha1", "sha1_hash", "sha256",    "sha256_hash", "email",
};

/* What the head of a file says. */
struct head {
    struct csv_row names; /* of the columns */
    uint64_t indicators;  /* bits of the columns that have some, of the first 64 */
    size_t id;            /* the column of ids, from 1; 0: there is none */
};

static struct field unquoted(struct field name) {
    name = field_trim(name);
    bool quoted = name.size > 1 && name.bytes[0] == '"' && name.bytes[name.size - 1] == '"';
    return quoted ? (struct field){name.bytes + 1, name.size - 2} : name;
}

static bool is_named(struct field name, const char *other) {
    return name.size == strlen(other) && strncasecmp(name.bytes, other, name.size) == 0;
}

static void find_columns(struct head *head) {
    bool lists = false; /* surfaces are named: then it is a list, perhaps with addresses of pages */
    head->indicators = 0;
    head->id = 0;
    for (size_t i = 0; i < head->names.count && i < 64; i++) {
        struct field name = unquoted(head->names.fields[i]);
        for (size_t k = 0; k < sizeof indicator_columns / sizeof *indicator_columns; k++)
            if (is_named(name, indicator_columns[k])) head->indicators |= (uint64_t)1 << i;
        if (list_find_column(&name) == LIST_SURFACE) lists = true;
        if (is_named(name, "id") || is_named(name, "ioc_id")) head->id = i + 1;
    }
    if (lists) head->indicators = 0;
}

/* Reads one line as names of columns: those behind # in a comment. */
static bool take_names(struct head *head, const struct dictionary *file, struct field line) {
    while (line.size && (line.bytes[0] == '#' || line.bytes[0] == ' '))
        line = (struct field){line.bytes + 1, line.size - 1};
    struct dictionary dictionary = *file;
    dictionary.text = line.bytes;
    dictionary.size = line.size;
    dictionary.at = 0;
    if (csv_next(&head->names, &dictionary) != CSV_READ || head->names.count < 2) return false;
    find_columns(head);
    return head->indicators != 0;
}

/* Reads the comments at the head, and the row behind them if it has the names. False: no columns are named. */
static bool read_head(struct head *head, struct dictionary *dictionary) {
    struct field line;
    struct field comment = {NULL, 0};
    struct dictionary before = *dictionary;
    bool there;
    *head = (struct head){.names = {.format = {.separator = ','}}};
    while ((there = dictionary_line(&line, dictionary)) && field_begins(line, "#")) {
        if (memchr(line.bytes, ',', line.size)) comment = line;
        before = *dictionary;
    }
    if (there && take_names(head, dictionary, line)) return true;
    *dictionary = before;
    return comment.bytes && take_names(head, dictionary, comment);
}

bool feed_table_is(const struct dictionary *file) {
    struct dictionary dictionary = *file;
    struct head head = {.id = 0};
    bool is = !file->options->columns && read_head(&head, &dictionary);
    csv_free(&head.names);
    return is;
}

static gaz_status take_row(struct feed *feed, const struct head *head, const struct csv_row *row) {
    struct dictionary_entry entry = {.priority = 0};
    gaz_status status = GAZ_OK;
    if (row->count != head->names.count) {
        dictionary_skip(feed->dictionary, "%zu fields, expected %zu", row->count, head->names.count);
        return GAZ_OK;
    }
    if (head->id) entry.id = field_trim(row->fields[head->id - 1]);
    for (size_t i = 0; i < row->count && i < 64 && status == GAZ_OK; i++) {
        struct field text = field_trim(row->fields[i]);
        if (head->indicators >> i & 1 && text.size) status = feed_add(feed, text, &entry);
    }
    return status;
}

gaz_status feed_table_read(struct dictionary *dictionary) {
    struct feed feed = {.dictionary = dictionary};
    struct csv_row row = {.format = {.separator = ',', .quoted = true}};
    struct head head = {.id = 0};
    enum csv_result result;
    gaz_status status = GAZ_OK;
    (void)read_head(&head, dictionary);
    while (status == GAZ_OK && (result = csv_next(&row, dictionary)) != CSV_END) {
        bool comment = result == CSV_READ && row.count && field_begins(row.fields[0], "#");
        if (result == CSV_MEMORY)
            status = error_memory(dictionary->error);
        else if (result == CSV_OPEN)
            dictionary_skip(dictionary, "a quote that is not closed");
        else if (!comment)
            status = take_row(&feed, &head, &row);
    }
    csv_free(&row);
    csv_free(&head.names);
    feed_end(&feed, "a table of indicators");
    return status;
}
