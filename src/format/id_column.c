#include "format/id_column.h"

#include <string.h>

static const char none[] = "_";

bool id_column_add(struct buffer *out, const char *id, size_t number, bool blanks) {
    bool good = number == 0 || buffer_add_byte(out, '|');
    if (!id || !*id) return good && buffer_add_text(out, none);
    if (strcmp(id, none) == 0) good = good && buffer_add_byte(out, '\\');
    for (; *id && good; id++) {
        bool blank = *id == ' ' && blanks;
        good = (!(blank || *id == '|' || *id == '\\') || buffer_add_byte(out, '\\')) &&
               buffer_add_byte(out, blank ? 's' : *id);
    }
    return good;
}

bool id_column_add_span(struct buffer *out, const gaz_document *document, const struct document_span *span) {
    bool good = true;
    for (uint32_t i = 0, count = 0; i <= span->sense_count && good; i++) {
        struct document_sense sense = document_get_sense(document, span, i);
        if (sense.type == span->type) good = id_column_add(out, sense.id, count++, false);
    }
    return good;
}

bool id_column_next(bool *there, struct buffer *id, struct field *column) {
    *there = column->bytes != NULL;
    id->size = 0;
    if (!*there) return true;
    const char *end = column->bytes + column->size;
    const char *at = column->bytes;
    bool good = buffer_reserve(id, 1);
    for (; at < end && *at != '|' && good; at++) {
        bool escape = *at == '\\' && at + 1 < end;
        if (escape) at++;
        good = buffer_add_byte(id, escape && *at == 's' ? ' ' : *at);
    }
    bool plain = at == column->bytes + 1; /* so that it is not the id "_" */
    if (plain && *column->bytes == none[0]) id->size = 0;
    *column = at < end ? (struct field){at + 1, (size_t)(end - at - 1)} : (struct field){0};
    return good;
}
