/* Characters that are the same to a reader, or nearly: one writes what the keyboard has, another what the typesetter
 * makes of it.
 */
#ifndef BASE_TYPOGRAPHY_H
#define BASE_TYPOGRAPHY_H

#include <stdbool.h>
#include <stdint.h>

enum { TYPOGRAPHY_CODES = 3 };

/* Whether the character is only shown, or sets how others are: soft hyphens, word joiners, marks of direction. */
bool typography_is_invisible(uint32_t code);

/* The plain characters that a character stands for: apostrophes and quotes, hyphens and dashes, ligatures, full-width
 * and half-width forms. Returns how many they are: 0 if it is invisible, 1 with the character itself if it is plain. */
unsigned typography_map(uint32_t codes[TYPOGRAPHY_CODES], uint32_t code);

/* Whether it stands for itself. */
static inline bool typography_is_plain(uint32_t code) {
    uint32_t codes[TYPOGRAPHY_CODES];
    return code < 0x80 || (typography_map(codes, code) == 1 && codes[0] == code);
}

/* The letter that a letter is made of, if that is no matter of decomposition; 0: it is an accent. */
uint32_t typography_base_letter(uint32_t code);

#endif
