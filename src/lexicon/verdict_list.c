#include "lexicon/verdict_list.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/input.h"
#include "lexicon/list_row.h"

static gaz_status read_lines(struct list_reader *reader) {
    static const unsigned needed = 1u << LIST_SURFACE | 1u << LIST_TYPE | 1u << LIST_VERDICT;
    gaz_status status = list_next_line(reader);
    if (status != GAZ_OK || reader->field_count == 0) return status;
    status = list_read_header(reader);
    if (status == GAZ_OK && (~reader->named & needed))
        return list_refuse(reader, "a list of verdicts has a header with surface, type and verdict");
    while (status == GAZ_OK && (status = list_next_line(reader)) == GAZ_OK && reader->field_count)
        status = list_read_row(reader);
    return status;
}

gaz_status verdict_list_read(gaz_lexicon *list, const char *path, const struct strings *types, gaz_error *error) {
    char *text;
    size_t size;
    gaz_status status = input_read_file(&text, &size, path, NULL, error);
    if (status != GAZ_OK) return status;
    struct list_reader reader = {
        .lexicon = list, .path = error_file_name(path), .types = types, .text = text, .size = size, .error = error};
    status = read_lines(&reader);
    if (status == GAZ_OK) status = list_end_entries(&reader);
    list_reader_free(&reader);
    free(text);
    return status;
}
