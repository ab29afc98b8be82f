#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "completion.h"

static const struct command completion_command;

static const struct command *const commands[] = {&harvest_command,    &build_command,
                                                 &tag_command,        &grep_command,
                                                 &grow_command,       &serve_command,
                                                 &eval_command,       &convert_command,
                                                 &report_command,     &explain_command,
                                                 &info_command,       &export_command,
                                                 &completion_command, NULL};

/* ---- gaz completion ---- */

static bool take_no_option(void *context, int option, const struct command *command) {
    (void)context;
    (void)option;
    (void)command;
    return false;
}

static int run_completion(int count, char **arguments, const struct command *command) {
    int read = options_read(count, arguments, command, take_no_option, NULL);
    if (read != OPTIONS_READ) return read;
    if (count - optind != 1 || !completion_print(arguments[optind], commands))
        return command_usage(command, "the shell is bash, zsh or fish");
    return command_finish();
}

static const struct option_row no_rows[] = {{0}};

static const struct command completion_command = {
    .name = "completion",
    .summary = "completion of commands and options in bash, zsh and fish",
    .usage = "gaz completion SHELL",
    .about = "Prints what bash, zsh or fish reads to complete the commands and options of gaz. For bash, source it in "
             "~/.bashrc, as the example does; for zsh, do the same in ~/.zshrc, behind compinit; for fish, write it to "
             "~/.config/fish/completions/gaz.fish.",
    .rows = no_rows,
    .example = "source <(gaz completion bash)",
    .run = run_completion,
};

/* ---- All commands ---- */

static void print_commands(FILE *file) {
    fputs("gaz: a gazetteer-driven dictionary tagger\n\nusage: gaz COMMAND [options]\n\n", file);
    for (size_t i = 0; commands[i]; i++) fprintf(file, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n`gaz COMMAND --help` lists the options and shows an example.\n"
          "Exit status: 0 success, 1 failure, 2 wrong usage or unread files.\n",
          file);
}

static int open_null(int mode) {
    int descriptor;
    do descriptor = open("/dev/null", mode);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

/* Opens the standard descriptors that are closed, so that no file which is opened later takes their place and gets what
 * is meant for them: reading and writing there fails, as it should. */
static bool hold_descriptors(void) {
    int descriptor;
    do {
        descriptor = open_null(O_WRONLY);
        if (descriptor == STDOUT_FILENO || descriptor == STDERR_FILENO) {
            (void)close(descriptor);
            descriptor = open_null(O_RDONLY);
        }
    } while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor >= 0) (void)close(descriptor);
    return descriptor >= 0;
}

/* The command of that name; NULL: there is none. */
static const struct command *find_command(const char *name) {
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(name, commands[i]->name) == 0) return commands[i];
    return NULL;
}

int main(int count, char **arguments) {
    if (!hold_descriptors()) {
        tell("gaz: /dev/null: cannot open: %s\n", strerror(errno));
        const struct command *asked = count > 1 ? find_command(arguments[1]) : NULL;
        return asked && asked->failed ? asked->failed : EXIT_FAILED;
    }
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
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        printf("gaz %s\n", gaz_version());
        return command_finish();
    }
    const struct command *command = find_command(name);
    if (command) return command->run(count - 1, arguments + 1, command);
    tell("gaz: there is no command \"%s\"; gaz --help lists them\n", name);
    return EXIT_USAGE;
}
