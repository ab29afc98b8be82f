#include "lexicon/verdict_list.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/input.h"
#include "lexicon/list_row.h"

/* `*type` is the field of the type. */
static gaz_status read_header(size_t *type, struct list_reader *reader) {
    gaz_status status = list_read_header(reader);
    if (status != GAZ_OK) return status;
    *type = reader->column_count;
    for (size_t i = reader->column_count; i-- > 0;)
        if (field_is(&reader->fields[i], "type")) {
            if (*type < reader->column_count) return list_refuse(reader, "the header names a column twice");
            *type = i;
        }
    if (*type == reader->column_count || (~reader->named & (1u << LIST_SURFACE | 1u << LIST_VERDICT)))
        return list_refuse(reader, "a list of verdicts has a header with surface, type and verdict");
    return GAZ_OK;
}

static gaz_status read_lines(struct list_reader *reader) {
    size_t type = 0;
    gaz_status status = list_next_line(reader);
    if (status != GAZ_OK || reader->field_count == 0) return status;
    status = read_header(&type, reader);
    while (status == GAZ_OK && (status = list_next_line(reader)) == GAZ_OK && reader->field_count) {
        if (type >= reader->field_count || reader->fields[type].size == 0)
            return list_refuse(reader, "the type is missing");
        reader->type = reader->fields[type];
        status = list_read_row(reader);
    }
    return status;
}

gaz_status verdict_list_read(gaz_lexicon *list, const char *path, const struct strings *types, gaz_error *error) {
    char *text;
    size_t size;
    gaz_status status = input_read_file(&text, &size, path, error);
    if (status != GAZ_OK) return status;
    struct list_reader reader = {
        .lexicon = list, .path = error_file_name(path), .types = types, .text = text, .size = size, .error = error};
    status = read_lines(&reader);
    list_reader_free(&reader);
    free(text);
    return status;
}
