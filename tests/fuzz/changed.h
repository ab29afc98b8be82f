/* A good file of lines with changes, so that what is behind the first refusal is reached, too. */
#ifndef FUZZ_CHANGED_H
#define FUZZ_CHANGED_H

#include "fuzz.h"

enum { CHANGED_LINES = 256, CHANGED_FIELDS = 16 }; /* that a change can name */

/* Takes the next line of the input, without its end. */
static inline struct fuzz_input changed_next_line(struct fuzz_input *input) {
    const char *end = memchr(input->bytes, '\n', input->size);
    struct fuzz_input line = {input->bytes, end ? (size_t)(end - input->bytes) : input->size};
    input->bytes += line.size + (end != NULL);
    input->size -= line.size + (end != NULL);
    return line;
}

/* A line with another field, or one more after the last. */
static inline void changed_write_line(FILE *file, const char *line, struct fuzz_input change) {
    for (unsigned field = (unsigned char)change.bytes[1] % CHANGED_FIELDS; field && *line != '\n'; field--) {
        size_t size = strcspn(line, "\t\n");
        size += line[size] == '\t';
        fwrite(line, 1, size, file);
        line += size;
    }
    fwrite(change.bytes + 2, 1, change.size - 2, file);
    line += strcspn(line, "\t\n");
    fwrite(line, 1, strcspn(line, "\n") + 1, file);
}

/* Writes the lines with those changes that the rest of the input describes: each is a line with a byte for the line
 * that is changed, a byte for its field, and the new field. A byte names every `stride`th line. */
static inline void changed_write(FILE *file, const char *lines, unsigned stride, struct fuzz_input input) {
    struct fuzz_input changes[CHANGED_LINES] = {0};
    while (input.size) {
        struct fuzz_input change = changed_next_line(&input);
        if (change.size >= 2) changes[(unsigned char)change.bytes[0]] = change;
    }
    for (unsigned i = 0; *lines; i++, lines += strcspn(lines, "\n") + 1) {
        if (i % stride == 0 && i / stride < CHANGED_LINES && changes[i / stride].bytes)
            changed_write_line(file, lines, changes[i / stride]);
        else
            fwrite(lines, 1, strcspn(lines, "\n") + 1, file);
    }
}

/* Writes the file at `path`: `lines` with changes, or the whole of the input, as its next choice says. */
static inline void changed_write_file(const char *path, const char *lines, unsigned stride, struct fuzz_input input) {
    bool is_whole = fuzz_choose(&input, 2) == 1;
    FILE *file = fopen(path, "w");
    FUZZ_REQUIRE(file);
    if (is_whole)
        fwrite(input.bytes, 1, input.size, file);
    else
        changed_write(file, lines, stride, input);
    FUZZ_REQUIRE(fclose(file) == 0);
}

#endif
