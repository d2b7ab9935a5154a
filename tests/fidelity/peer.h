// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one side of a pair once, as a process of this host, and takes its number.
#ifndef FULLHOUSE_TESTS_FIDELITY_PEER_H
#define FULLHOUSE_TESTS_FIDELITY_PEER_H

struct err;
struct pair;
struct words_setting;

// 0 and the number in the pair's unit, or negative errno: what was started, how it ended and what
// it said is in err.
int peer_run_ours(const struct pair *pair, const struct words_setting *setting, double *ret_number,
                  struct err *err);
int peer_run_theirs(const struct pair *pair, const struct words_setting *setting,
                    double *ret_number, struct err *err);

#endif
