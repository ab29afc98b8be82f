#include "options.h"

#include <getopt.h>
#include <string.h>

#include "command.h"
#include "help.h"

enum { OPTIONS_MAX = 100 };

/* What getopt_long takes. */
struct getopt_table {
    struct option options[OPTIONS_MAX + 1];
    char letters[2 * OPTIONS_MAX + 2];
};

static void add_option(struct getopt_table *table, size_t *count, const struct option_row *row) {
    size_t end = strlen(table->letters);
    int value = !row->value ? no_argument : row->value[0] == '[' ? optional_argument : required_argument;
    table->options[(*count)++] = (struct option){row->name, value, NULL, row->id};
    if (row->id > 127) return;
    table->letters[end++] = (char)row->id;
    if (row->value) table->letters[end++] = ':';
    table->letters[end] = 0;
}

/* --help is an option of each command; -h too, unless the command has another one of that letter. */
static void fill_table(struct getopt_table *table, const struct command *command) {
    static const struct option_row help = {OPTION_HELP, "help", NULL, NULL, NULL};
    size_t count = 0;
    *table = (struct getopt_table){.letters = ":"};
    for (const struct option_row *row = command->rows; row->name; row++)
        if (row->id && count < OPTIONS_MAX - 1) add_option(table, &count, row);
    add_option(table, &count, &help);
}

/* Says what is wrong with the option that getopt_long has just refused. */
static int refuse(int option, const char *text, const struct command *command) {
    bool is_long = strncmp(text, "--", 2) == 0;
    if (option == ':') return command_usage(command, "%s needs a value", text);
    if (is_long && optopt) /* known, with "=" after it */
        return command_usage(command, "%.*s takes no value", (int)strcspn(text, "="), text);
    if (is_long) return command_usage(command, "unknown option %s", text);
    return command_usage(command, "unknown option -%c", optopt);
}

int options_read(int count, char **arguments, const struct command *command, options_take *take, void *context) {
    struct getopt_table table;
    int option;
    fill_table(&table, command);
    opterr = 0;
    while ((option = getopt_long(count, arguments, table.letters, table.options, NULL)) != -1) {
        if (option == OPTION_HELP || (option == '?' && optopt == 'h')) {
            help_print(command);
            return command_finish();
        }
        if (option == '?' || option == ':') return refuse(option, arguments[optind - 1], command);
        if (!take(context, option, command)) return EXIT_USAGE;
    }
    return OPTIONS_READ;
}
