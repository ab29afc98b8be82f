#include "text/signs.h"

bool signs_parse(uint32_t *signs, const char *bytes) {
    *signs = 0;
    for (; *bytes; bytes++) {
        unsigned number = sign_number((unsigned char)*bytes);
        if (number == 32) return false;
        *signs |= (uint32_t)1 << number;
    }
    return true;
}

void signs_write(char output[SIGNS_ROOM], uint32_t signs) {
    for (uint32_t code = '!'; code <= '~'; code++)
        if (signs_have(signs, code)) *output++ = (char)code;
    *output = 0;
}
