#include "terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool terminal_is_smart(int descriptor) {
    const char *kind = getenv("TERM");
    return isatty(descriptor) && !(kind && strcmp(kind, "dumb") == 0);
}

bool terminal_has_colours(int descriptor) {
    const char *plain = getenv("NO_COLOR");
    return terminal_is_smart(descriptor) && !(plain && *plain);
}

/* Those of C0, DEL, and those of C1 in UTF-8. */
static void mask_controls(char *text) {
    for (unsigned char *at = (unsigned char *)text; *at; at++) {
        if (at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0) at[0] = at[1] = '?';
        if (*at < ' ' || *at == 0x7F) *at = '?';
    }
}

void tell(const char *format, ...) {
    char line[8192];
    size_t size = strlen(format);
    bool ends = size && format[size - 1] == '\n';
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    size = strlen(line);
    if (ends && size && line[size - 1] == '\n') line[size - 1] = 0;
    mask_controls(line);
    fputs(line, stderr);
    if (ends) fputc('\n', stderr);
}
