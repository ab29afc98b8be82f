#include "watch.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "progress.h"
#include "terminal.h"

/* A file whose last change is so long ago is complete, and a further change has another time. In nanoseconds. */
static const int64_t SETTLED = 1000000000;

static volatile sig_atomic_t hung_up;

static void note_hangup(int signal) {
    (void)signal;
    hung_up = 1;
}

static int64_t nanoseconds(const struct timespec *time) {
    return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

static int64_t time_now(void) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now); /* as files have it */
    return nanoseconds(&now);
}

/* False: there is no file, and errno says why. */
static bool find_version(struct watch_version *version, const char *path) {
    struct stat about;
    if (stat(path, &about) != 0) return false;
    *version = (struct watch_version){.device = (uint64_t)about.st_dev,
                                      .number = (uint64_t)about.st_ino,
                                      .size = (int64_t)about.st_size,
                                      .changed = nanoseconds(&about.st_ctim)};
    return true;
}

static bool are_equal(const struct watch_version *left, const struct watch_version *right) {
    return left->device == right->device && left->number == right->number && left->size == right->size &&
           left->changed == right->changed;
}

/* ---- Telling ---- */

static void tell_failure(const struct watch *watch, const gaz_error *error) {
    const char *hint = command_hint(error);
    progress_clear();
    tell("gaz: %s: %s%s%s; the model read before stays\n", watch->path, error->message, *hint ? "; " : "", hint);
}

static void tell_success(const struct watch *watch) {
    gaz_model_info info;
    if (watch->quiet) return;
    gaz_model_get_info(&info, watch->model);
    progress_clear();
    tell("gaz: %s: read again: %llu %s\n", watch->path, (unsigned long long)info.entries,
         info.entries == 1 ? "entry" : "entries");
}

/* ---- Reading again ---- */

static bool has_same_bytes(const gaz_model *left, const gaz_model *right) {
    gaz_model_info infos[2];
    gaz_model_get_info(&infos[0], left);
    gaz_model_get_info(&infos[1], right);
    return infos[0].checksum == infos[1].checksum && infos[0].file_size == infos[1].file_size;
}

/* Reads the file. `asked`: success is told even if nothing has changed; `last`: a failure is told. False: it is no
 * model, or none that fits. */
static bool read_again(struct watch *watch, bool asked, bool last) {
    gaz_model *model;
    gaz_error error;
    gaz_status status = gaz_model_open(&model, watch->path, GAZ_OPEN_COPY, &error);
    if (status == GAZ_OK && !asked && has_same_bytes(model, watch->model)) {
        gaz_model_close(model);
        return true;
    }
    if (status == GAZ_OK) status = watch->take(watch->user, model, &error);
    if (status == GAZ_OK) {
        gaz_model_close(watch->model);
        watch->model = model;
        tell_success(watch);
        return true;
    }
    gaz_model_close(model);
    if (last) tell_failure(watch, &error);
    return false;
}

void watch_look(struct watch *watch) {
    bool asked = hung_up != 0;
    if (!asked && !watch->polls) return;
    hung_up = 0;
    struct watch_version version;
    int64_t begin = time_now();
    if (!find_version(&version, watch->path)) { /* it may be about to get its name */
        if (asked) (void)read_again(watch, true, true);
        return;
    }
    if (!are_equal(&version, &watch->version)) watch->reading = WATCH_UNREAD;
    watch->version = version;
    bool settled = begin - version.changed >= SETTLED;
    bool due = watch->reading == WATCH_UNREAD ? begin >= watch->rest : watch->reading == WATCH_EARLY && settled;
    if (!asked && !due) return;
    watch->reading = settled ? WATCH_READ : WATCH_EARLY;
    if (read_again(watch, asked, asked || settled)) return;
    int64_t end = time_now();
    watch->rest = end + 10 * (end - begin); /* a large file that is being written costs a tenth of the time at most */
}

/* ---- Beginning and end ---- */

bool watch_may_wait(char *const *paths, size_t count) {
    struct stat about;
    for (size_t i = 0; i < count; i++) {
        bool there = strcmp(paths[i], "-") == 0 ? fstat(STDIN_FILENO, &about) == 0 : stat(paths[i], &about) == 0;
        if (there && !S_ISREG(about.st_mode)) return true;
    }
    return count == 0 && fstat(STDIN_FILENO, &about) == 0 && !S_ISREG(about.st_mode);
}

gaz_status watch_open(struct watch *watch, bool again, gaz_error *error) {
    struct sigaction action = {.sa_handler = note_hangup, .sa_flags = SA_RESTART};
    bool settled = find_version(&watch->version, watch->path) && time_now() - watch->version.changed >= SETTLED;
    watch->reading = settled ? WATCH_READ : WATCH_EARLY;
    if (again) (void)sigaction(SIGHUP, &action, NULL);
    return gaz_model_open(&watch->model, watch->path, again ? GAZ_OPEN_COPY : 0, error);
}

void watch_close(struct watch *watch) {
    gaz_model_close(watch->model);
    watch->model = NULL;
}
