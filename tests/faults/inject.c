/* Makes calls fail: preloaded, it lets the n-th allocation, the n-th system call of a kind, the n-th thread or the n-th
 * library that is loaded fail, once or from there on, or hands reads and writes on in pieces.
 *
 * Allocations are those of every library. System calls are trapped by a filter of the kernel where the C library makes
 * them, and so are seen whoever asked for them, stdio and iconv included; those of the sanitizers, which make their
 * own, are not.
 *
 * FAULTS_KIND    a kind below
 * FAULTS_MODE    fail (the n-th), all (from the n-th on), short, interrupt (each third), full (n bytes fit), or the
 *                number of a signal, which the process gets before its n-th call
 * FAULTS_AT      n, from 0; absent: calls are counted only
 * FAULTS_REPORT  a file that gets a struct report */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

/* ---- What fails ---- */

enum { NUMBERS = 4, NONE = -1 };

struct kind {
    const char *name;
    int error;
    int numbers[NUMBERS]; /* of the system calls; the rest is NONE */
};

#ifdef __NR_open
enum { OPEN = __NR_open, UNLINK = __NR_unlink, MKDIR = __NR_mkdir, RENAME = __NR_rename, STAT = __NR_stat };
enum { LSTAT = __NR_lstat, ACCESS = __NR_access, ACCEPT = __NR_accept, POLL = __NR_poll, CHMOD = __NR_chmod };
enum { EPOLL = __NR_epoll_wait };
#else /* newer machines have the newer calls only */
enum { OPEN = NONE, UNLINK = NONE, MKDIR = NONE, RENAME = NONE, STAT = NONE };
enum { LSTAT = NONE, ACCESS = NONE, ACCEPT = __NR_accept, POLL = NONE, CHMOD = NONE };
enum { EPOLL = NONE };
#endif

static const struct kind kinds[] = {
    {"memory", ENOMEM, {NONE, NONE, NONE, NONE}},
    {"thread", EAGAIN, {NONE, NONE, NONE, NONE}},
    {"library", ENOENT, {NONE, NONE, NONE, NONE}},
    {"open", EMFILE, {__NR_openat, OPEN, NONE, NONE}},
    {"read", EIO, {__NR_read, __NR_pread64, __NR_readv, NONE}},
    {"write", EIO, {__NR_write, __NR_pwrite64, __NR_writev, NONE}},
    {"close", EIO, {__NR_close, NONE, NONE, NONE}},
    {"stat", EIO, {__NR_newfstatat, __NR_fstat, STAT, LSTAT}},
    {"access", EACCES, {__NR_faccessat, ACCESS, NONE, NONE}},
    {"sync", EIO, {__NR_fsync, __NR_fdatasync, __NR_msync, NONE}},
    {"rename", EACCES, {__NR_renameat2, __NR_renameat, RENAME, NONE}},
    {"link", EACCES, {__NR_linkat, NONE, NONE, NONE}},
    {"unlink", EACCES, {__NR_unlinkat, UNLINK, NONE, NONE}},
    {"mkdir", ENOSPC, {__NR_mkdirat, MKDIR, NONE, NONE}},
    {"list", EIO, {__NR_getdents64, NONE, NONE, NONE}},
    {"truncate", EIO, {__NR_ftruncate, NONE, NONE, NONE}},
    {"mode", EPERM, {__NR_fchmod, __NR_fchmodat, CHMOD, NONE}},
    {"seek", ESPIPE, {__NR_lseek, NONE, NONE, NONE}},
    {"map", ENOMEM, {__NR_mmap, __NR_mremap, __NR_brk, NONE}},
    {"random", ENOSYS, {__NR_getrandom, NONE, NONE, NONE}},
    {"socket", EMFILE, {__NR_socket, __NR_bind, __NR_listen, NONE}},
    {"accept", EMFILE, {__NR_accept4, ACCEPT, NONE, NONE}},
    {"receive", ECONNRESET, {__NR_recvfrom, __NR_recvmsg, NONE, NONE}},
    {"send", ECONNRESET, {__NR_sendto, __NR_sendmsg, NONE, NONE}},
    {"poll", EINTR, {__NR_ppoll, POLL, __NR_epoll_pwait, EPOLL}},
    {"event", EMFILE, {__NR_eventfd2, __NR_epoll_create1, __NR_pipe2, NONE}},
};

enum mode { COUNT, ONCE, ALL, SHORT, INTERRUPT, FULL, SIGNAL };

struct report {
    atomic_long calls;
    atomic_long failed;
    long descriptor; /* of the call that failed last, if it had one */
    char caller[64]; /* the library or program whose allocation failed first */
};

static struct report unread;
static struct report *report = &unread;
static const struct kind *armed; /* NULL: no call fails */
static enum mode mode;
static long at;
static int sent; /* the signal */
static atomic_long written;

/* ---- Calls of the system that no filter sees ---- */

#if defined __x86_64__
static long call_system(long number, long a, long b, long c, long d, long e, long f) {
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "+a"(number)
                     : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return number;
}

static long argument(const ucontext_t *context, int index) {
    static const int registers[] = {REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8, REG_R9};
    return (long)context->uc_mcontext.gregs[registers[index]];
}

static void set_result(ucontext_t *context, long result) {
    context->uc_mcontext.gregs[REG_RAX] = result;
}
#elif defined __aarch64__
static long call_system(long number, long a, long b, long c, long d, long e, long f) {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
}

static long argument(const ucontext_t *context, int index) {
    return (long)context->uc_mcontext.regs[index];
}

static void set_result(ucontext_t *context, long result) {
    context->uc_mcontext.regs[0] = (unsigned long long)result;
}
#endif

/* ---- Whether a call fails ---- */

static bool is_armed(const char *name) {
    return armed && strcmp(armed->name, name) == 0;
}

/* Counts a call. Whether it is one that fails. */
static bool is_hit(void) {
    long number = atomic_fetch_add(&report->calls, 1);
    bool hit = mode == ONCE || mode == SIGNAL ? number == at : mode == ALL && number >= at;
    if (hit) atomic_fetch_add(&report->failed, 1);
    if (hit && mode == SIGNAL) call_system(__NR_kill, call_system(__NR_getpid, 0, 0, 0, 0, 0, 0), sent, 0, 0, 0, 0);
    return hit && mode != SIGNAL;
}

static void note_caller(const void *caller) {
    Dl_info about;
    const char *name = dladdr(caller, &about) && about.dli_fname ? about.dli_fname : "unknown";
    const char *slash = strrchr(name, '/');
    strncpy(report->caller, slash ? slash + 1 : name, sizeof report->caller - 1);
}

static bool lacks_memory(const char *caller) {
    if (!is_armed("memory") || !is_hit()) return false;
    if (report->failed == 1) note_caller(caller);
    errno = ENOMEM;
    return true;
}

/* ---- Allocations, threads, libraries ---- */

#define VISIBLE __attribute__((visibility("default")))
#define CALLER  (const char *)__builtin_return_address(0)

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

/* The sanitizers', if there are any. */
__attribute__((weak)) void *__interceptor_malloc(size_t size);
__attribute__((weak)) void *__interceptor_calloc(size_t count, size_t size);
__attribute__((weak)) void *__interceptor_realloc(void *old, size_t size);
__attribute__((weak)) void *__interceptor_memalign(size_t alignment, size_t size);

VISIBLE void *malloc(size_t size) {
    if (lacks_memory(CALLER)) return NULL;
    return __interceptor_malloc ? __interceptor_malloc(size) : __libc_malloc(size);
}

VISIBLE void *calloc(size_t count, size_t size) {
    if (lacks_memory(CALLER)) return NULL;
    return __interceptor_calloc ? __interceptor_calloc(count, size) : __libc_calloc(count, size);
}

VISIBLE void *realloc(void *old, size_t size) {
    if (lacks_memory(CALLER)) return NULL;
    return __interceptor_realloc ? __interceptor_realloc(old, size) : __libc_realloc(old, size);
}

static void *allocate_aligned(size_t alignment, size_t size) {
    return __interceptor_memalign ? __interceptor_memalign(alignment, size) : __libc_memalign(alignment, size);
}

VISIBLE void *aligned_alloc(size_t alignment, size_t size) {
    return lacks_memory(CALLER) ? NULL : allocate_aligned(alignment, size);
}

VISIBLE int posix_memalign(void **block, size_t alignment, size_t size) {
    void *found = lacks_memory(CALLER) ? NULL : allocate_aligned(alignment, size);
    if (found) *block = found;
    return found ? 0 : ENOMEM;
}

/* Defines `next` as the function that would have been called without this one. */
#define NEXT(result, name, ...)                                                                                        \
    result (*next)(__VA_ARGS__);                                                                                       \
    void *found = dlsym(RTLD_NEXT, name);                                                                              \
    memcpy(&next, &found, sizeof next)

VISIBLE int pthread_create(pthread_t *thread, const pthread_attr_t *about, void *(*work)(void *), void *context) {
    NEXT(int, "pthread_create", pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    return is_armed("thread") && is_hit() ? EAGAIN : next(thread, about, work, context);
}

VISIBLE void *dlopen(const char *name, int flags) {
    NEXT(void *, "dlopen", const char *, int);
    return is_armed("library") && is_hit() ? NULL : next(name, flags);
}

/* ---- System calls ---- */

static bool is_reading(long number) {
    return number == __NR_read || number == __NR_pread64;
}

static bool is_writing(long number) {
    return number == __NR_write || number == __NR_pwrite64;
}

/* How many bytes of a read or write are handed on; negative: none, and that error. */
static long limit(long number, long descriptor, long size) {
    long count = atomic_fetch_add(&report->calls, 1);
    if (mode == FULL) {
        if (descriptor == STDERR_FILENO) return size;
        long room = at - atomic_fetch_add(&written, size);
        if (room < size) atomic_fetch_add(&report->failed, 1);
        return room >= size ? size : room > 0 ? room : -ENOSPC;
    }
    if (mode == INTERRUPT && count % 3 == 2) {
        atomic_fetch_add(&report->failed, 1);
        return -EINTR;
    }
    long most = is_reading(number) ? 1 + count % 7 : 1 + count % 97;
    if (mode != SHORT || size <= most) return size;
    atomic_fetch_add(&report->failed, 1);
    return most;
}

static void take_call(int signal, siginfo_t *about, void *context) {
    (void)signal;
    long number = about->si_syscall;
    long arguments[6];
    for (int i = 0; i < 6; i++) arguments[i] = argument(context, i);
    bool has_size = is_reading(number) || is_writing(number);
    bool fails = false;
    long result = 0;
    if (mode == SHORT || mode == INTERRUPT || mode == FULL) {
        if (has_size && arguments[2] > 0) result = arguments[2] = limit(number, arguments[0], arguments[2]);
        if (!has_size && mode == INTERRUPT) result = limit(number, arguments[0], 1);
        fails = result < 0;
    } else {
        fails = is_hit();
        result = -armed->error;
        if (fails) report->descriptor = arguments[0];
        if (fails && number == __NR_brk) result = 0;                                         /* it knows no errors */
        if (fails && number == __NR_close) call_system(number, arguments[0], 0, 0, 0, 0, 0); /* closed it is */
    }
    if (!fails)
        result =
            call_system(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
    set_result(context, result);
}

/* Where the code of a loaded library is. */
struct range {
    const char *name;
    uintptr_t begin;
    uintptr_t end;
};

static int find_range(struct dl_phdr_info *about, size_t size, void *context) {
    struct range *range = context;
    (void)size;
    if (!strstr(about->dlpi_name, range->name)) return 0;
    for (unsigned i = 0; i < about->dlpi_phnum; i++) {
        if (about->dlpi_phdr[i].p_type != PT_LOAD || !(about->dlpi_phdr[i].p_flags & PF_X)) continue;
        range->begin = about->dlpi_addr + about->dlpi_phdr[i].p_vaddr;
        range->end = range->begin + about->dlpi_phdr[i].p_memsz;
    }
    return 1;
}

#define LOAD(member, more)        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, member) + (more))
#define JUMP(how, value, yes, no) BPF_JUMP(BPF_JMP | (how) | BPF_K, (uint32_t)(value), yes, no)

/* Has the kernel send SIGSYS for these calls where the C library makes them. */
static bool trap(const int *numbers, const struct range *from) {
    struct sock_filter filter[] = {
        LOAD(nr, 0),
        JUMP(BPF_JEQ, numbers[0], 4, 0),
        JUMP(BPF_JEQ, numbers[1], 3, 0),
        JUMP(BPF_JEQ, numbers[2], 2, 0),
        JUMP(BPF_JEQ, numbers[3], 1, 0),
        BPF_STMT(BPF_RET, SECCOMP_RET_ALLOW),
        LOAD(instruction_pointer, 4), /* the higher half */
        JUMP(BPF_JGE, from->begin >> 32, 0, 9),
        JUMP(BPF_JEQ, from->begin >> 32, 0, 2),
        LOAD(instruction_pointer, 0),
        JUMP(BPF_JGE, from->begin & UINT32_MAX, 0, 6),
        LOAD(instruction_pointer, 4),
        JUMP(BPF_JGT, from->end >> 32, 4, 0),
        JUMP(BPF_JEQ, from->end >> 32, 0, 2),
        LOAD(instruction_pointer, 0),
        JUMP(BPF_JGE, from->end & UINT32_MAX, 1, 0),
        BPF_STMT(BPF_RET, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    struct sigaction action = {.sa_sigaction = take_call, .sa_flags = SA_SIGINFO | SA_NODEFER};
    return sigaction(SIGSYS, &action, NULL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* ---- The beginning ---- */

static enum mode find_mode(const char *name) {
    static const char *const names[] = {"count", "fail", "all", "short", "interrupt", "full"};
    for (int i = 0; i < SIGNAL; i++)
        if (strcmp(name, names[i]) == 0) return (enum mode)i;
    sent = atoi(name);
    return SIGNAL;
}

static void share_report(const char *path) {
    int descriptor = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (descriptor < 0 || ftruncate(descriptor, sizeof *report) != 0) return;
    void *shared = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (shared != MAP_FAILED) report = shared;
    close(descriptor);
}

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("FAULTS_KIND");
    const char *number = getenv("FAULTS_AT");
    const char *how = getenv("FAULTS_MODE");
    struct range c_library = {.name = "/libc.so."};
    const struct kind *kind = NULL;
    for (size_t i = 0; name && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0) kind = &kinds[i];
    if (!kind) return;
    share_report(getenv("FAULTS_REPORT"));
    at = number ? atol(number) : 0;
    mode = number && how ? find_mode(how) : COUNT;
    dl_iterate_phdr(find_range, &c_library);
    armed = kind;
    if (kind->numbers[0] != NONE && !trap(kind->numbers, &c_library)) _exit(125);
}
