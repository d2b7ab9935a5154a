// SPDX-License-Identifier: GPL-3.0-or-later
// Steps or a trend. Energy distances see a drift as a change, too, and cut it into pieces; so what
// a tree of changes found must describe the series better than straight lines do. Two descriptions
// are held against each other, squares over the variance plus ln(n) for each parameter (BIC;
// Schwarz 1978, "Estimating the dimension of a model", Annals of Statistics 6):
//   steps  levels, a change where the tree has one; its place counts as a parameter
//   trend  straight lines for some parts of the tree, the changes within them gone; the place of a
//          change that stays beside one counts as two, since it was looked for in what a drift had
//          bent: between the one of levels and the three that Hall, Osborn and Sakkas 2013 advise
//          ("Inference on structural breaks using information criteria", Manchester School 81),
//          as every one more loses true steps within a drift
// The better one stands. A lone change has its place for nothing, since permutations have shown it,
// and stands as long as the trend is not better by CHANGE_TREND_MARGIN: a step of one standard
// deviation in the middle of 60 values and a drift explain nearly the same (three quarters of the
// step's squares are a line's), and the doubt falls to the step.
#ifndef FULLHOUSE_COMMON_INFERENCE_CHANGE_TREND_H
#define FULLHOUSE_COMMON_INFERENCE_CHANGE_TREND_H

#include <stddef.h>

struct change_tree;

#define CHANGE_TREND_MARGIN 2.0 // one natural unit of the likelihood

// Drops the changes that a trend describes better.
void change_trend_prune(const double *series, size_t count, struct change_tree *tree);

#endif
