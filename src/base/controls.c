#include "base/controls.h"

bool controls_are_there(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (control_size(bytes + i, size - i)) return true;
    return false;
}

void controls_replace(char *bytes, size_t size, char with) {
    for (size_t i = 0; i < size; i++)
        for (size_t left = control_size(bytes + i, size - i); left; left--) bytes[i + left - 1] = with;
}
