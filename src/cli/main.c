#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "lists.h"

static const struct command commands[] = {
    {"harvest",
     "annotated corpora to lists, with evidence",
     harvest_help,
     harvest_run,
     {harvest_more_help, lists_help}},
    {"build", "lists, dictionaries or corpora to a model", build_help, build_run, {lists_help}},
    {"tag", "text to spans", tag_help, tag_run, {tag_more_help}},
    {"grow", "raw text to names that the lists lack", grow_help, grow_run, {NULL}},
    {"eval", "predicted spans against gold ones: conlleval's report", eval_help, eval_run, {NULL}},
    {"convert", "annotated documents from one format to another", convert_help, convert_run, {NULL}},
    {"report", "a page about lists: their entries, what to review first", report_help, report_run, {NULL}},
    {"explain", "why a span was tagged, or was not", explain_help, explain_run, {NULL}},
    {"info", "the contents of a model", info_help, info_run, {NULL}},
    {"export", "lists to patterns of spaCy and Prodigy", export_help, export_run, {lists_help}},
};

static void print_commands(FILE *file) {
    fputs("gaz: a gazetteer-driven dictionary tagger\n\nusage: gaz COMMAND [options]\n\n", file);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(file, "  %-8s %s\n", commands[i].name, commands[i].summary);
    fputs("\n`gaz COMMAND --help` lists the options and shows an example.\n"
          "Exit status: 0 success, 1 failure, 2 wrong usage.\n",
          file);
}

int main(int count, char **arguments) {
    signal(SIGPIPE, SIG_IGN); /* a closed pipe ends the work quietly, through write's EPIPE */
    if (count < 2) {
        print_commands(stderr);
        return EXIT_USAGE;
    }
    const char *name = arguments[1];
    char help[] = "--help";
    bool asks = strcmp(name, "help") == 0 && count == 3; /* gaz help tag */
    if (asks) {
        name = arguments[1] = arguments[2];
        arguments[2] = help;
    } else if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_commands(stdout);
        return command_finish();
    }
    if (strcmp(name, "--version") == 0) {
        printf("gaz %s\n", gaz_version());
        return command_finish();
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(name, commands[i].name) == 0) return commands[i].run(count - 1, arguments + 1, &commands[i]);
    fprintf(stderr, "gaz: there is no command \"%s\"; gaz --help lists them\n", name);
    return EXIT_USAGE;
}
