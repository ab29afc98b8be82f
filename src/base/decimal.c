#include "base/decimal.h"

#include "base/math.h"

bool decimal_add(struct buffer *buffer, double number) {
    static const double most = 1e11; /* larger ones, and what is no number, are written as that */
    bool negative = number < 0;
    double positive = negative ? -number : number;
    uint64_t units = (uint64_t)((positive < most ? positive : most) * 10000 + 0.5);
    if (negative && units && !buffer_add_byte(buffer, '-')) return false;
    if (!buffer_add_number(buffer, units / 10000)) return false;
    unsigned parts = (unsigned)(units % 10000);
    if (parts == 0) return true;
    char decimals[5] = {'.', (char)('0' + parts / 1000), (char)('0' + parts / 100 % 10), (char)('0' + parts / 10 % 10),
                        (char)('0' + parts % 10)};
    size_t size = sizeof decimals;
    while (decimals[size - 1] == '0') size--;
    return buffer_add(buffer, decimals, size);
}

double decimal_round(double number) {
    return math_round(number * 10000) / 10000;
}

bool decimal_read(double *number, const char *bytes, size_t size) {
    bool negative = size > 0 && bytes[0] == '-';
    double value = 0;
    double unit = 0; /* 10 to the number of decimals; 0 before the point */
    size_t digits = 0;
    if (size > 20) return false;
    for (size_t i = negative; i < size; i++) {
        bool point = bytes[i] == '.' && unit <= 0 && digits > 0 && i + 1 < size;
        if (!point && (bytes[i] < '0' || bytes[i] > '9')) return false;
        digits += !point;
        value = point ? value : value * 10 + (bytes[i] - '0');
        unit = point ? 1 : unit * 10;
    }
    if (unit > 0) value /= unit;
    *number = negative ? -value : value;
    return digits > 0;
}

bool decimal_read_whole(uint64_t *number, const char **at, const char *end) {
    const char *begin = *at;
    *number = 0;
    for (; *at < end && **at >= '0' && **at <= '9'; ++*at) {
        unsigned digit = (unsigned)(**at - '0');
        *number = *number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : *number * 10 + digit;
    }
    return *at > begin;
}

bool decimal_add_fraction(struct buffer *buffer, double number) {
    size_t begin = buffer->size;
    return decimal_add(buffer, number) &&
           (memchr(buffer->bytes + begin, '.', buffer->size - begin) || buffer_add_text(buffer, ".0"));
}
