#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "serve/serve.h"

enum {
    OPTION_ADDRESS = OPTION_OTHER,
    OPTION_PORT,
    OPTION_NAME,
    OPTION_CREDENTIALS,
    OPTION_MAX_BODY,
    OPTION_MAX_CONNECTIONS,
    OPTION_MAX_SECONDS,
    OPTION_LISTS,
    OPTION_CORPUS,
    OPTION_LEARN,
    OPTION_LEARN_SECONDS,
    OPTION_LEARN_DOCUMENTS
};

struct serving {
    struct serve_options options;
    const char **names; /* room for one for each argument */
    bool quiet;
};

static const struct option_row rows[] = {
    ROWS_UNDER("where it listens"),
    {OPTION_ADDRESS, "address", "ADDRESS", "listen at an address of IPv4 or IPv6 [default: 127.0.0.1]", NULL},
    {OPTION_PORT, "port", "N", "listen at a port; 0: at any that is free [default: 8720]", NULL},
    {OPTION_NAME, "name", "HOST",
     "what the server is called by clients, beside localhost and addresses; may be given several times", NULL},
    ROWS_UNDER("who may ask"),
    {OPTION_CREDENTIALS, "credentials", "FILE",
     "ask for one of the users or tokens of a file; a line is user:password or a token", NULL},
    ROWS_UNDER("limits"),
    {OPTION_MAX_BODY, "max-body", "MB", "the largest body of a request, in MB [default: 64]", NULL},
    {OPTION_MAX_CONNECTIONS, "max-connections", "N", "the most connections at a time [default: 256]", NULL},
    {OPTION_MAX_SECONDS, "max-seconds", "N",
     "in how many seconds a request must have come, and its answer must be taken [default: 60]", NULL},
    {'j', "threads", "N", "how many threads answer [default: 2]", NULL},
    ROWS_UNDER("what it keeps and learns"),
    {OPTION_LISTS, "lists", "DIR",
     "folder of the lists that the model is built of: verdicts that come go there, and the model is built again; what "
     "is in the model and not in these lists is lost then",
     NULL},
    {OPTION_CORPUS, "corpus", "DIR", "keep annotated documents that come in this folder; created if missing", NULL},
    {OPTION_LEARN, "learn", NULL,
     "harvest the corpora in --corpus into --lists whenever documents have come, and serve what that gives; the "
     "corpora "
     "that the lists were harvested from belong there, too",
     NULL},
    {OPTION_LEARN_SECONDS, "learn-seconds", "N", "begin no harvest within N seconds of the one before [default: 60]",
     NULL},
    {OPTION_LEARN_DOCUMENTS, "learn-documents", "N", "harvest when N documents are new or changed [default: 1]", NULL},
    ROWS_UNDER("messages"),
    {'q', "quiet", NULL, "tell failures only", NULL},
    {0},
};

static bool take_number(uint64_t *number, uint64_t least, uint64_t most, const struct command *command,
                        const char *option) {
    return command_number(number, optarg, least, most, command, option);
}

static bool take_option(void *context, int option, const struct command *command) {
    struct serving *serving = context;
    struct serve_options *options = &serving->options;
    uint64_t number;
    switch (option) {
    case OPTION_ADDRESS: options->address = optarg; return true;
    case OPTION_PORT:
        if (!take_number(&number, 0, UINT16_MAX, command, "--port")) return false;
        options->port = (uint16_t)number;
        return true;
    case OPTION_NAME: serving->names[options->name_count++] = optarg; return true;
    case OPTION_CREDENTIALS: options->credentials = optarg; return true;
    case OPTION_MAX_BODY:
        if (!take_number(&number, 1, 2047, command, "--max-body")) return false;
        options->body_max = number * 1000000;
        return true;
    case OPTION_MAX_CONNECTIONS:
        if (!take_number(&number, 1, 65536, command, "--max-connections")) return false;
        options->connection_max = (unsigned)number;
        return true;
    case OPTION_MAX_SECONDS:
        if (!take_number(&number, 1, 86400, command, "--max-seconds")) return false;
        options->seconds_max = (unsigned)number;
        return true;
    case 'j':
        if (!take_number(&number, 1, 256, command, "--threads")) return false;
        options->threads = (unsigned)number;
        return true;
    case OPTION_LISTS: options->lists = optarg; return true;
    case OPTION_CORPUS: options->corpus = optarg; return true;
    case OPTION_LEARN: options->learn = 1; return true;
    case OPTION_LEARN_SECONDS:
        if (!take_number(&number, 0, UINT64_C(86400) * 365, command, "--learn-seconds")) return false;
        options->learn_seconds = (unsigned)number;
        return true;
    case OPTION_LEARN_DOCUMENTS:
        return take_number(&options->learn_documents, 1, UINT32_MAX, command, "--learn-documents");
    case 'q': serving->quiet = true; return true;
    default: return false;
    }
}

#ifdef GAZ_MICROHTTPD

/* ---- Models: PATH, or NAME=PATH ---- */

static const char name_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

/* Takes the name before =, or that of the file up to its first dot; other letters become _. Owned; NULL: out of memory.
 */
static char *model_name(const char **path, const char *argument) {
    const char *equals = strchr(argument, '=');
    *path = argument;
    if (equals && equals > argument && strspn(argument, name_letters) == (size_t)(equals - argument)) {
        *path = equals + 1;
        return strndup(argument, (size_t)(equals - argument));
    }
    const char *slash = strrchr(argument, '/');
    const char *stem = slash ? slash + 1 : argument;
    char *name = strndup(stem, strcspn(stem, "."));
    for (char *at = name; at && *at; at++)
        if (!strchr(name_letters, *at)) *at = '_';
    return name;
}

/* False: two have one name, or memory is short; that has been told. */
static bool name_models(struct serve_model *models, size_t count, char *const *arguments,
                        const struct command *command) {
    for (size_t i = 0; i < count; i++) {
        models[i].name = model_name(&models[i].path, arguments[i]);
        if (!models[i].name) {
            tell("gaz: out of memory\n");
            return false;
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(models[i].name, models[j].name) != 0) continue;
            (void)command_usage(command, "two models are called %s; NAME=MODEL calls one otherwise", models[i].name);
            return false;
        }
    }
    return true;
}

static bool is_quiet;

static void tell_line(const char *message) {
    tell("gaz: %s\n", message);
}

static void tell_ready(const char *url) {
    if (!is_quiet) tell("gaz: serving at %s\n", url);
}

static int serve_models(struct serving *serving, size_t count, char *const *arguments, const struct command *command) {
    gaz_error error;
    struct serve_model *models = calloc(count, sizeof *models);
    bool good = models && name_models(models, count, arguments, command);
    int code = EXIT_USAGE;
    is_quiet = serving->quiet;
    serving->options.models = models;
    serving->options.model_count = count;
    serving->options.tell = tell_line;
    serving->options.ready = tell_ready;
    if (good) code = serve_run(&serving->options, &error) == GAZ_OK ? EXIT_GOOD : command_fail(&error);
    for (size_t i = 0; models && i < count; i++) free((char *)(uintptr_t)models[i].name);
    free(models);
    return code;
}

#else

static int serve_models(struct serving *serving, size_t count, char *const *arguments, const struct command *command) {
    (void)serving;
    (void)count;
    (void)arguments;
    (void)command;
    tell("gaz: this gaz was built without libmicrohttpd, which gaz serve needs\n");
    return EXIT_FAILED;
}

#endif

/* Whether the options fit together. False after a message. */
static bool check(const struct serve_options *options, size_t models, const struct command *command) {
    const char *message = NULL;
    if (models == 0)
        message = "a model is needed";
    else if (options->learn && (!options->lists || !options->corpus))
        message = "--learn needs --lists DIR and --corpus DIR";
    else if (models > 1 && (options->lists || options->corpus))
        message = "--lists and --corpus are of one model, and several are given";
    if (message) (void)command_usage(command, "%s", message);
    return !message;
}

static int run_serve(int count, char **arguments, const struct command *command) {
    struct serving serving = {.options = {.address = "127.0.0.1",
                                          .port = 8720,
                                          .threads = 2,
                                          .body_max = 64000000,
                                          .connection_max = 256,
                                          .seconds_max = 60,
                                          .learn_seconds = 60,
                                          .learn_documents = 1}};
    serving.names = calloc((size_t)count + 1, sizeof *serving.names);
    if (!serving.names) {
        tell("gaz: out of memory\n");
        return EXIT_FAILED;
    }
    serving.options.names = serving.names;
    int code = options_read(count, arguments, command, take_option, &serving);
    if (code == OPTIONS_READ)
        code = check(&serving.options, (size_t)(count - optind), command)
                   ? serve_models(&serving, (size_t)(count - optind), arguments + optind, command)
                   : EXIT_USAGE;
    free(serving.names);
    return code;
}

const struct command serve_command = {
    .name = "serve",
    .summary = "suggestions over HTTP, for annotation tools and programs",
    .usage = "gaz serve [NAME=]MODEL... [options]",
    .about = "Answers requests over HTTP/1.1: POST /tag takes a text and gives its spans; Label Studio, INCEpTION, "
             "doccano and others find their own protocols. Of several models each is at /m/NAME/, where NAME is that "
             "of its file unless it is given; the first one is also at /.\n\n"
             "A model whose file is replaced, and on SIGHUP all of them, are read again without losing a request. "
             "SIGTERM answers what has come, and ends.",
    .rows = rows,
    .example = "gaz serve software.gaz --port 8720",
    .run = run_serve,
};
