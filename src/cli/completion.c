#include "completion.h"

#include <stdio.h>
#include <string.h>

#include "command.h"

/* Prints a text inside of single quotes, without what is in brackets behind it. Characters of `escaped` get a backslash
 * before them. */
static void print_quoted(const char *text, const char *escaped) {
    const char *end = strstr(text, " [default");
    for (; *text && text != end; text++) {
        if (strchr(escaped, *text)) putchar('\\');
        if (*text == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*text);
    }
}

static bool is_option(const struct option_row *row) {
    return row->id != 0;
}

/* ---- bash ---- */

static void print_bash_command(const struct command *command) {
    for (const struct option_row *row = command->rows; row->name; row++) {
        if (!row->value) continue;
        printf("    '%s --%s'", command->name, row->name);
        if (row->id < 128) printf(" | '%s -%c'", command->name, row->id);
        printf(") words='%s' ;;\n", row->words ? row->words : "");
    }
    printf("    '%s '*) words='", command->name);
    for (const struct option_row *row = command->rows; row->name; row++)
        if (is_option(row)) printf("--%s ", row->name);
    printf("--help' of=options ;;\n");
}

static void print_bash(const struct command *const *commands) {
    fputs("_gaz() {\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} words= of=\n"
          "    [[ $option == = ]] && option=${COMP_WORDS[COMP_CWORD - 2]}\n"
          "    [[ $word == = ]] && option=${COMP_WORDS[COMP_CWORD - 1]} word=\n"
          "    case \"${COMP_WORDS[1]} $option\" in\n",
          stdout);
    for (size_t i = 0; commands[i]; i++) print_bash_command(commands[i]);
    fputs("    esac\n"
          "    ((COMP_CWORD > 1)) || words='",
          stdout);
    for (size_t i = 0; commands[i]; i++) printf("%s ", commands[i]->name);
    fputs("help --help --version'\n"
          "    COMPREPLY=()\n"
          "    [[ $of && $word != -* ]] || mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
          "}\n"
          "complete -o default -F _gaz gaz\n",
          stdout);
}

/* ---- zsh ---- */

static void print_zsh_option(const struct option_row *row) {
    printf(" \\\n            ");
    if (row->id < 128)
        printf("'(-%c --%s)'{-%c%s,--%s%s}", row->id, row->name, row->id, row->value ? "+" : "", row->name,
               row->value ? "=" : "");
    else
        printf("'*'--%s%s", row->name, row->value ? "=" : "");
    fputs("'[", stdout);
    print_quoted(row->help ? row->help : "", "[]:\\");
    putchar(']');
    if (row->value && row->words) printf(":%s:(%s)", row->value, row->words);
    if (row->value && !row->words) printf(":%s:_files", row->value);
    putchar('\'');
}

static void print_zsh(const struct command *const *commands) {
    fputs("#compdef gaz\n"
          "_gaz() {\n"
          "    local command=$words[2]\n"
          "    local -a commands=(\n",
          stdout);
    for (size_t i = 0; commands[i]; i++) {
        printf("        '%s:", commands[i]->name);
        print_quoted(commands[i]->summary, ":\\");
        fputs("'\n", stdout);
    }
    fputs("    )\n"
          "    if ((CURRENT == 2)); then\n"
          "        _describe command commands\n"
          "        return\n"
          "    fi\n"
          "    shift words\n"
          "    ((CURRENT--))\n"
          "    case $command in\n",
          stdout);
    for (size_t i = 0; commands[i]; i++) {
        printf("    %s)\n        _arguments -s", commands[i]->name);
        for (const struct option_row *row = commands[i]->rows; row->name; row++)
            if (is_option(row)) print_zsh_option(row);
        fputs(" \\\n            '--help[print the options]' '*:file:_files'\n        ;;\n", stdout);
    }
    fputs("    esac\n"
          "}\n"
          "if [[ $funcstack[1] == _gaz ]]; then _gaz \"$@\"; else compdef _gaz gaz; fi\n",
          stdout);
}

/* ---- fish ---- */

static void print_fish_option(const struct command *command, const struct option_row *row) {
    printf("complete -c gaz -n '__fish_seen_subcommand_from %s'", command->name);
    if (row->id < 128) printf(" -s %c", row->id);
    printf(" -l %s", row->name);
    if (row->words)
        printf(" -x -a '%s'", row->words);
    else if (row->value)
        fputs(" -r", stdout);
    fputs(" -d '", stdout);
    print_quoted(row->help ? row->help : "", "\\");
    fputs("'\n", stdout);
}

static void print_fish(const struct command *const *commands) {
    for (size_t i = 0; commands[i]; i++) {
        printf("complete -c gaz -n __fish_use_subcommand -f -a %s -d '", commands[i]->name);
        print_quoted(commands[i]->summary, "\\");
        fputs("'\n", stdout);
        for (const struct option_row *row = commands[i]->rows; row->name; row++)
            if (is_option(row)) print_fish_option(commands[i], row);
    }
}

/* ---- All ---- */

bool completion_print(const char *shell, const struct command *const *commands) {
    static const struct {
        const char *name;
        void (*print)(const struct command *const *commands);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(shells[i].name, shell) != 0) continue;
        shells[i].print(commands);
        return true;
    }
    return false;
}
