/* Fitting what the occurrences of a surface say together. */
#ifndef LEARN_NAME_SURFACES_H
#define LEARN_NAME_SURFACES_H

#include "learn/name_fit.h"
#include "learn/name_grams.h"

/* Sets the weights of surfaces, fitted to those of each fold with the weights of candidates without it. False: out of
 * memory. */
bool name_surfaces_fit(struct growth *growth, const struct name_fit *fit, const struct name_grams *grams);

#endif
