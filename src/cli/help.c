#include "help.h"

#include <stdio.h>
#include <string.h>

#include "command.h"

enum { WIDTH = 80, TEXT_COLUMN = 25 };

/* Where the next word goes. */
struct cursor {
    int column;
    int indent; /* of the lines after this one */
};

static void print_line_end(struct cursor *cursor) {
    putchar('\n');
    cursor->column = 0;
}

/* Prints a word, after a blank or on a new line. */
static void print_word(struct cursor *cursor, const char *word, int size) {
    bool first = cursor->column <= cursor->indent;
    if (!first && cursor->column + 1 + size > WIDTH) {
        print_line_end(cursor);
        first = true;
    }
    int blanks = first ? cursor->indent - cursor->column : 1;
    cursor->column += printf("%*s%.*s", blanks, "", size, word);
}

/* Prints a text; a newline in it is one. */
static void print_text(struct cursor *cursor, const char *text) {
    while (*text) {
        int size = (int)strcspn(text, " \n");
        if (size) print_word(cursor, text, size);
        text += size;
        if (*text == '\n') print_line_end(cursor);
        text += *text != 0;
    }
}

static void print_paragraphs(const char *text) {
    struct cursor cursor = {0, 0};
    print_text(&cursor, text);
    print_line_end(&cursor);
}

/* What stands between an option and its value. */
static const char *between(const struct option_row *row) {
    return row->value && row->value[0] != '[' ? " " : "";
}

static void print_row(const struct option_row *row) {
    struct cursor cursor = {0, TEXT_COLUMN};
    cursor.column = printf("  ") + (row->id < 128 ? printf("-%c, ", row->id) : printf("    "));
    cursor.column += printf("--%s", row->name);
    if (row->value) cursor.column += printf("%s%s", between(row), row->value);
    if (cursor.column >= TEXT_COLUMN) print_line_end(&cursor);
    print_text(&cursor, row->help);
    print_line_end(&cursor);
}

/* Prints the names of rows up to the next heading, and returns that. */
static const struct option_row *print_names(const struct option_row *row) {
    struct cursor cursor = {0, 2};
    for (; row->id; row++) {
        char name[80];
        bool last = row[1].id == 0;
        int size = snprintf(name, sizeof name, "--%s%s%s%s", row->name, between(row), row->value ? row->value : "",
                            last ? "" : ",");
        print_word(&cursor, name, size);
    }
    print_line_end(&cursor);
    return row;
}

static void print_options(const struct option_row *row) {
    while (row->name) {
        bool heading = row->id == 0;
        if (heading) printf("\n%s:\n", row->help);
        if (!heading) print_row(row);
        bool names = heading && strcmp(row->name, ROWS_BY_NAME) == 0;
        row = names ? print_names(row + 1) : row + 1;
    }
}

void help_print(const struct command *command) {
    printf("usage: %s\n\n", command->usage);
    print_paragraphs(command->about);
    print_options(command->rows);
    printf("\nexample: %s\nmanual: man gaz-%s\n", command->example, command->name);
}
