#include "lexicon/csv.h"

#include "base/bytes.h"

enum { QUOTED_LINES_MAX = 1000 /* of one field: else a quote was forgotten */ };

void csv_free(struct csv_row *row) {
    buffer_free(&row->room);
}

/* Copies a quoted field, whose first quote is before `*at`, into the room and moves behind it. */
static enum csv_result take_quoted(struct csv_row *row, const struct dictionary *dictionary, size_t *at,
                                   size_t *lines) {
    const char *text = dictionary->text;
    size_t most = *lines + QUOTED_LINES_MAX;
    for (; *at < dictionary->size; ++*at) {
        char byte = text[*at];
        if (byte == '"' && *at + 1 < dictionary->size && text[*at + 1] == '"') {
            ++*at;
        } else if (byte == '"') {
            ++*at;
            return CSV_READ;
        }
        *lines += byte == '\n';
        if (*lines > most) break;
        if (!buffer_add_byte(&row->room, byte)) return CSV_MEMORY;
    }
    return CSV_OPEN;
}

/* Where the field that begins at `at` ends: at a separator or a line end. */
static size_t find_end(const struct csv_row *row, const struct dictionary *dictionary, size_t at) {
    while (at < dictionary->size && dictionary->text[at] != row->format.separator && dictionary->text[at] != '\n') at++;
    return at;
}

/* Reads a row with quoted fields, which is at dictionary->at. All of it is copied, so that fields have one home. */
static enum csv_result read_quoted(struct csv_row *row, struct dictionary *dictionary, size_t *lines) {
    size_t ends[CSV_FIELDS_MAX] = {0};
    size_t at = dictionary->at;
    bool more = true;
    row->count = row->room.size = 0;
    while (more) {
        bool quoted = at < dictionary->size && dictionary->text[at] == '"';
        enum csv_result result = CSV_READ;
        at += quoted;
        if (quoted) result = take_quoted(row, dictionary, &at, lines);
        if (result != CSV_READ) return result;
        size_t end = find_end(row, dictionary, at); /* what stands behind a closing quote belongs to the field */
        size_t size = end - at;
        more = end < dictionary->size && dictionary->text[end] == row->format.separator;
        if (!more && size && dictionary->text[end - 1] == '\r') size--;
        if (!buffer_add(&row->room, dictionary->text + at, size)) return CSV_MEMORY;
        if (row->count < CSV_FIELDS_MAX) ends[row->count++] = row->room.size;
        at = end + 1;
    }
    dictionary->at = at < dictionary->size ? at : dictionary->size;
    const char *bytes = row->room.bytes ? row->room.bytes : "";
    for (size_t i = 0, begin = 0; i < row->count; begin = ends[i++])
        row->fields[i] = (struct field){bytes + begin, ends[i] - begin};
    return CSV_READ;
}

enum csv_result csv_next(struct csv_row *row, struct dictionary *dictionary) {
    struct field line;
    size_t lines = 0;
    dictionary->line += row->more_lines;
    row->more_lines = 0;
    if (!dictionary_line(&line, dictionary)) return CSV_END;
    if (!row->format.quoted) {
        row->count = fields_split(row->fields, CSV_FIELDS_MAX, line.bytes, line.size, row->format.separator);
        return CSV_READ;
    }
    size_t next = dictionary->at;
    dictionary->at = (size_t)(line.bytes - dictionary->text);
    enum csv_result result = read_quoted(row, dictionary, &lines);
    if (result == CSV_READ)
        row->more_lines = lines;
    else
        dictionary->at = next;
    return result;
}
